"""Claims read off the syntax: relations of sentences, completed by quotation marks, nested."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from parses import Parse, parse
from strategies import unhurried
from trees import parses

from attrib._choices import Mode
from attrib._claims.claims import find_claims
from attrib._claims.found import Extent, Found

# “Go home,” she said.
SHE_SAID = """“ “ PUNCT `` 2 punct
+Go go VERB VB 7 ccomp
home home ADV RB 2 advmod
+, , PUNCT , 2 punct
+” ” PUNCT '' 2 punct
she she PRON PRP 7 nsubj
said say VERB VBD 0 root
+. . PUNCT . 7 punct"""
# “The road closed.”
QUOTED = """“ “ PUNCT `` 4 punct
+The the DET DT 3 det
road road NOUN NN 4 nsubj
closed close VERB VBD 0 root
+. . PUNCT . 4 punct
+” ” PUNCT '' 4 punct"""
# “The road closed.
OPENED = QUOTED.rpartition("\n")[0]
# Say “ “ “
STRAY_MARKS = """Say say VERB VB 0 root
“ “ PUNCT `` 1 obj
“ “ PUNCT `` 1 nsubj

“ “ PUNCT `` 0 root"""
# The road closed.
UNQUOTED = """The the DET DT 2 det
road road NOUN NN 3 nsubj
closed close VERB VBD 0 root
+. . PUNCT . 3 punct"""
# Go home,” she said.
CLOSED = """Go go VERB VB 6 ccomp
home home ADV RB 1 advmod
+, , PUNCT , 1 punct
+” ” PUNCT '' 1 punct
she she PRON PRP 6 nsubj
said say VERB VBD 0 root
+. . PUNCT . 6 punct"""
# “Go home,” she said, “and sleep.”
AROUND = """“ “ PUNCT `` 2 punct
+Go go VERB VB 0 root
home home ADV RB 2 advmod
+, , PUNCT , 7 punct
+” ” PUNCT '' 2 punct
she she PRON PRP 7 nsubj
said say VERB VBD 2 parataxis
+, , PUNCT , 7 punct
“ “ PUNCT `` 11 punct
+and and CCONJ CC 11 cc
sleep sleep VERB VB 2 conj
+. . PUNCT . 2 punct
+” ” PUNCT '' 2 punct"""
# Lund said the firm denied the charges.
NESTED = """Lund Lund PROPN NNP 2 nsubj
said say VERB VBD 0 root
the the DET DT 4 det
firm firm NOUN NN 5 nsubj
denied deny VERB VBD 2 ccomp
the the DET DT 7 det
charges charge NOUN NNS 5 obj
+. . PUNCT . 2 punct"""
# Lund said the plan was “odd”.
MIXED = """Lund Lund PROPN NNP 2 nsubj
said say VERB VBD 0 root
the the DET DT 4 det
plan plan NOUN NN 7 nsubj
was be AUX VBD 7 cop
“ “ PUNCT `` 7 punct
+odd odd ADJ JJ 2 ccomp
+” ” PUNCT '' 7 punct
+. . PUNCT . 2 punct"""
# Lund said:
COLON = """Lund Lund PROPN NNP 2 nsubj
said say VERB VBD 0 root
+: : PUNCT : 2 punct"""
# Lund added this at the gate:
FAR_COLON = """Lund Lund PROPN NNP 2 nsubj
added add VERB VBD 0 root
this this PRON DT 2 dep
at at ADP IN 6 case
the the DET DT 6 det
gate gate NOUN NN 2 obl
+: : PUNCT : 2 punct"""
# Ana Sol, the mayor, said rents fell.
APPOSITION = """Ana Ana PROPN NNP 7 nsubj
Sol Sol PROPN NNP 1 flat
+, , PUNCT , 5 punct
the the DET DT 5 det
mayor mayor NOUN NN 1 appos
+, , PUNCT , 5 punct
said say VERB VBD 0 root
rents rent NOUN NNS 9 nsubj
fell fall VERB VBD 7 ccomp
+. . PUNCT . 7 punct"""
# “Lund promised to go,” said Ruiz.
SPEECH = """“ “ PUNCT `` 3 punct
+Lund Lund PROPN NNP 3 nsubj
promised promise VERB VBD 8 ccomp
to to PART TO 5 mark
go go VERB VB 3 xcomp
+, , PUNCT , 3 punct
+” ” PUNCT '' 3 punct
said say VERB VBD 0 root
Ruiz Ruiz PROPN NNP 8 nsubj
+. . PUNCT . 8 punct"""
# Lund paused.
PAUSED = """Lund Lund PROPN NNP 2 nsubj
paused pause VERB VBD 0 root
+. . PUNCT . 2 punct"""
# Lund said.
NOTHING = COLON.replace(":", ".")
EVERYTHING = [SHE_SAID, QUOTED, OPENED, UNQUOTED, CLOSED, AROUND, NESTED, MIXED, COLON, SPEECH]


def paragraphs(*rows: str) -> tuple[str, tuple[Found, ...]]:
    """The claims of a text in which every sentence is a paragraph."""
    parsed = parse("\n\n\n".join(rows))
    return parsed.text, find_claims(parsed.text, parsed.sentences, parsed.quotes)


# She praised the plan since May, a period of calm.
GAP = """She she PRON PRP 2 nsubj
praised praise VERB VBD 0 root
the the DET DT 4 det
plan plan NOUN NN 2 obj
since since ADP IN 6 case
May May PROPN NNP 2 obl
+, , PUNCT , 9 punct
a a DET DT 9 det
period period NOUN NN 4 appos
of of ADP IN 11 case
calm calm NOUN NN 9 nmod
+. . PUNCT . 2 punct"""

# Rents, he told reporters, will fall.
TOLD = """Rents rent NOUN NNS 8 nsubj
+, , PUNCT , 8 punct
he he PRON PRP 4 nsubj
told tell VERB VBD 8 parataxis
reporters reporter NOUN NNS 4 obj
+, , PUNCT , 4 punct
will will AUX MD 8 aux
fall fall VERB VB 0 root
+. . PUNCT . 8 punct"""

# “He said, ‘Go home.’” she said.
AGAIN = """“ “ PUNCT `` 10 punct
+He he PRON PRP 3 nsubj
said say VERB VBD 11 ccomp
+, , PUNCT , 6 punct
‘ ‘ PUNCT `` 6 punct
+Go go VERB VB 3 ccomp
home home ADV RB 6 advmod
+. . PUNCT . 6 punct
+’ ’ PUNCT '' 6 punct
+” ” PUNCT '' 3 punct
said say VERB VBD 0 root
she she PRON PRP 11 nsubj
+. . PUNCT . 11 punct"""


def claims(*rows: str) -> tuple[str, tuple[Found, ...]]:
    """The claims of a text whose sentences are one paragraph."""
    parsed = parse("\n\n".join(rows))
    return parsed.text, find_claims(parsed.text, parsed.sentences, parsed.quotes)


def shown(text: str, extents: tuple[Extent, ...]) -> list[str]:
    return [text[start:end] for start, end in extents]


def test_the_example_reads_as_written() -> None:
    """The rows spell what the comments above them say."""
    assert parse(SHE_SAID).text == "“Go home,” she said."
    assert parse(AROUND).text == "“Go home,” she said, “and sleep.”"
    assert parse(f"{OPENED}\n\n{CLOSED}").text == "“The road closed. Go home,” she said."


def test_a_quotation_over_two_sentences_is_whole() -> None:
    """Content takes in the whole quotation, although its first sentence has no cue."""
    text, (claim,) = claims(OPENED, CLOSED)
    assert shown(text, claim.content) == ["“The road closed. Go home,”"]
    assert claim.mode is Mode.DIRECT


def test_a_quotation_goes_on_after_the_cue() -> None:
    """A quotation right after the sentence of a claim, with no cue of its own, belongs to it."""
    text, (claim,) = claims(SHE_SAID, QUOTED)
    assert shown(text, claim.content) == ["“Go home,”", "“The road closed.”"]


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    """Speech whose paragraph is never closed goes on in the next, where a mark opens it again."""
    text, (claim,) = paragraphs(SHE_SAID, OPENED, QUOTED)
    assert shown(text, claim.content) == ["“Go home,”", "“The road closed.\n\n“The road closed.”"]


def test_a_sentence_between_ends_the_speech() -> None:
    """A quotation after a sentence of the reporter's does not go on with a claim before it."""
    text, (claim,) = claims(SHE_SAID, UNQUOTED, QUOTED)
    assert shown(text, claim.content) == ["“Go home,”"]


def test_a_quotation_with_a_cue_of_its_own_is_not_taken() -> None:
    """The quotation after a claim is left to the claim that it belongs to."""
    text, found = claims(SHE_SAID, SHE_SAID)
    assert [shown(text, claim.content) for claim in found] == [["“Go home,”"], ["“Go home,”"]]
    assert [claim.sentence for claim in found] == [0, 1]


def test_content_stands_around_the_cue() -> None:
    """The two halves of speech around its cue are two spans of one content."""
    text, (claim,) = claims(AROUND)
    assert shown(text, claim.content) == ["“Go home,”", "“and sleep.”"]
    assert (shown(text, (claim.cue,)), claim.mode) == (["said"], Mode.DIRECT)


def test_content_takes_in_what_stands_between_its_words() -> None:
    """What the parser hung on the cue, but stands within the content, is part of it."""
    text, (claim,) = claims(GAP)
    assert shown(text, claim.content) == ["the plan since May, a period of calm"]


def test_who_is_told_stands_in_no_gap() -> None:
    """Of a content around its cue, the gap gives the content nothing that depends on the cue."""
    text, (claim,) = claims(TOLD)
    assert shown(text, claim.content) == ["Rents", "will fall"]


def test_single_marks_in_speech_belong_to_the_content() -> None:
    """A claim in somebody's speech takes the single marks around its content."""
    text, (inner, _) = claims(AGAIN)
    assert (shown(text, inner.content), inner.mode) == (["‘Go home.’"], Mode.DIRECT)


def test_nested_claims_have_parents() -> None:
    """A claim whose cue stands in the content of another has that one for its parent."""
    text, (outer, inner) = claims(NESTED)
    assert shown(text, outer.content) == ["the firm denied the charges"]
    assert shown(text, inner.content) == ["the charges"]
    assert (outer.parent, inner.parent) == (None, 0)


def test_parents_are_places_in_the_text_order() -> None:
    """The number of a parent is its place among all claims of the text, not of the sentence."""
    found = claims(SHE_SAID, NESTED)[1]
    assert [claim.parent for claim in found] == [None, None, 1]


def test_a_claim_inside_speech_stays_inside() -> None:
    """A claim made within somebody's speech neither leaves the quotation nor takes its marks."""
    text, (inner, outer) = claims(SPEECH)
    assert shown(text, inner.content) == ["to go"]
    assert shown(text, outer.content) == ["“Lund promised to go,”"]
    assert (inner.parent, outer.parent) == (1, None)


def test_the_modes() -> None:
    """A claim is direct, mixed or indirect, as all, some or none of its content is quoted."""
    modes = [claims(rows)[1][0].mode for rows in (SHE_SAID, MIXED, NESTED)]
    assert modes == [Mode.DIRECT, Mode.MIXED, Mode.INDIRECT]


def test_the_quoted_parts() -> None:
    """The quoted parts of a mixed content are its quotations, marks included."""
    text, (claim,) = claims(MIXED)
    assert shown(text, claim.content) == ["the plan was “odd”"]
    assert shown(text, claim.quoted) == ["“odd”"]


def test_a_colon_leads_to_the_next_sentence() -> None:
    """A cue before a colon takes the quotation that follows, in the same paragraph."""
    text, (claim,) = claims(COLON, QUOTED)
    assert shown(text, claim.content) == ["“The road closed.”"]


def test_a_colon_leads_to_the_next_paragraph() -> None:
    """A cue before a colon takes the quotation that makes up the next paragraph."""
    text, (claim,) = paragraphs(COLON, QUOTED)
    assert shown(text, claim.content) == ["“The road closed.”"]


def test_a_colon_far_from_the_cue() -> None:
    """A colon at the end of a sentence leads on, however far from the cue it stands."""
    text, (claim,) = claims(FAR_COLON, QUOTED)
    assert shown(text, (claim.cue,)) == ["added"]
    assert shown(text, claim.content) == ["“The road closed.”"]


def test_a_source_has_the_closing_comma_of_an_apposition() -> None:
    """A source with an apposition ends with the comma that closes it; the cue follows."""
    text, (claim,) = claims(APPOSITION)
    assert claim.source is not None
    assert shown(text, (claim.source, claim.cue)) == ["Ana Sol, the mayor,", "said"]
    assert shown(text, claim.content) == ["rents fell"]


@pytest.mark.parametrize("read", [claims, paragraphs])
def test_a_colon_does_not_lead_back(read: Callable[..., tuple[str, tuple[Found, ...]]]) -> None:
    """A cue before a colon does not take the quotation before it, which is somebody else's."""
    text, found = read(SHE_SAID, QUOTED, COLON, QUOTED.replace("closed", "burnt"))
    contents = [shown(text, claim.content) for claim in found]
    assert contents == [["“Go home,”", "“The road closed.”"], ["“The road burnt.”"]]


def test_a_quotation_that_begins_in_the_source_is_no_continuation() -> None:
    """Speech goes on in quotations that begin after the sentence, not in one of its own marks."""
    _, (claim,) = claims(STRAY_MARKS)
    assert claim.source == (6, 7)
    assert claim.content == ((4, 5), (8, 9))


def test_speech_in_two_paragraphs_is_direct() -> None:
    """Content that is quoted in two paragraphs is direct, as if it were quoted in one."""
    _, (claim,) = paragraphs(COLON, OPENED, QUOTED)
    assert claim.mode is Mode.DIRECT


@pytest.mark.parametrize("rows", [NOTHING, COLON, PAUSED, QUOTED, UNQUOTED])
def test_no_content_no_claim(rows: str) -> None:
    """A cue without content is no claim, nor is a quotation without a cue."""
    assert claims(rows)[1] == ()


def test_no_sentences_no_claims() -> None:
    """A text without sentences has no claims."""
    assert find_claims("", (), ()) == ()


@pytest.mark.parametrize("rows", EVERYTHING)
def test_claims_are_the_same_every_time(rows: str) -> None:
    """The same sentences have the same claims."""
    assert claims(rows) == claims(rows)


@unhurried
@given(parses())
def test_content_is_apart_from_its_cue_and_source(case: Parse) -> None:
    """Whatever the parse, content shares no character with the cue and source of its claim."""
    for claim in find_claims(case.text, case.sentences, case.quotes):
        own = [claim.cue, claim.source or claim.cue]
        assert all(e <= first or last <= s for s, e in claim.content for first, last in own)


@unhurried
@given(parses())
def test_spans_are_exact(case: Parse) -> None:
    """Whatever the parse, contents are ordered, apart, not empty, and without space at the ends."""
    for claim in find_claims(case.text, case.sentences, case.quotes):
        assert claim.content
        assert all(part and part == part.strip() for part in shown(case.text, claim.content))
        assert all(before[1] <= after[0] for before, after in pairwise(claim.content))


@unhurried
@given(parses())
def test_quoted_parts_lie_in_the_content(case: Parse) -> None:
    """Whatever the parse, each quoted part has a length and lies in a span of the content."""
    for claim in find_claims(case.text, case.sentences, case.quotes):
        for start, end in claim.quoted:
            assert start < end
            assert any(first <= start and end <= last for first, last in claim.content)


@unhurried
@given(parses())
def test_cues_come_in_order(case: Parse) -> None:
    """Claims come in the order of their cues, in sentences that hold them."""
    found = find_claims(case.text, case.sentences, case.quotes)
    assert [claim.cue for claim in found] == sorted(claim.cue for claim in found)
    for claim in found:
        sentence = case.sentences[claim.sentence]
        assert sentence.start <= claim.cue[0] < claim.cue[1] <= sentence.end


@unhurried
@given(parses())
def test_no_claim_is_its_own_ancestor(case: Parse) -> None:
    """Whatever the parse, parents lead to a claim that has none."""
    found = find_claims(case.text, case.sentences, case.quotes)
    for claim in found:
        place = claim.parent
        for _ in found:
            place = None if place is None else found[place].parent
        assert place is None
