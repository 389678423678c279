"""Claims that the network drew, and those of the syntax inside them."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import Parse, parse
from strategies import unhurried
from trees import parses

from attrib._choices import CueKind, Mode
from attrib._claims.claims import find_claims, rooted, with_parents
from attrib._claims.ends import whole_end
from attrib._claims.found import Drawn, Extent, Found, Span

# Lund said the firm denied the charges. “Ruiz promised to go.”
NESTED = """Lund Lund PROPN NNP 2 nsubj
said say VERB VBD 0 root
the the DET DT 4 det
firm firm NOUN NN 5 nsubj
denied deny VERB VBD 2 ccomp
the the DET DT 7 det
charges charge NOUN NNS 5 obj
+. . PUNCT . 2 punct


“ “ PUNCT `` 3 punct
+Ruiz Ruiz PROPN NNP 3 nsubj
promised promise VERB VBD 0 root
to to PART TO 5 mark
go go VERB VB 3 xcomp
+. . PUNCT . 3 punct
+” ” PUNCT '' 3 punct"""
SAID = Drawn((1, 2), ((0, 1),), ((2, 7),), 0.9)
DENIED = Drawn((4, 5), ((2, 4),), ((5, 7),), 0.8)
OVER_BOTH = Drawn((1, 2), ((0, 1),), ((2, 7), (8, 15)), 0.7)

# Rents have not fallen, officials have said: according to the mayor's claim, it is clear.
CUES = """Rents rent NOUN NNS 4 nsubj
have have AUX VBP 4 aux
not not PART RB 4 advmod
fallen fall VERB VBN 8 ccomp
+, , PUNCT , 4 punct
officials official NOUN NNS 8 nsubj
have have AUX VBP 8 aux
said say VERB VBN 0 root
+: : PUNCT : 8 punct
according accord VERB VBG 14 case
to to ADP IN 10 fixed
the the DET DT 13 det
mayor mayor NOUN NN 14 nmod:poss
claim claim NOUN NN 18 obl
+, , PUNCT , 14 punct
it it PRON PRP 18 nsubj
is be AUX VBZ 18 cop
clear clear ADJ JJ 8 parataxis
to to ADP IN 20 case
all all PRON DT 18 obl
+. . PUNCT . 8 punct"""


def read(rows: str, *drawn: Drawn) -> tuple[str, tuple[Found, ...]]:
    """The claims of a text, and the text, where the network drew so."""
    parsed = parse(rows)
    return parsed.text, find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn)


def shown(text: str, extents: tuple[Extent, ...]) -> list[str]:
    return [text[start:end] for start, end in extents]


def summary(text: str, claim: Found) -> list[object]:
    own = (*([claim.source] if claim.source else []), claim.cue, *claim.content)
    return [*shown(text, own), claim.parent]


def inside(extents: tuple[Extent, ...], inner: Extent) -> bool:
    return any(start <= inner[0] and inner[1] <= end for start, end in extents)


# ------------------------------------------------------------------------------------------ drawn


def test_what_is_drawn_is_sliced_right() -> None:
    """Words that the network drew become offsets, through all sentences of the text."""
    text, (claim, *_) = read(NESTED, OVER_BOTH)
    assert summary(text, claim) == [
        *("Lund", "said", "the firm denied the charges", "“Ruiz promised to go.”"),
        None,
    ]
    assert (claim.lemma, claim.kind, claim.confidence) == ("say", CueKind.VERB, 0.7)
    assert shown(text, claim.quoted) == ["“Ruiz promised to go.”"]
    assert claim.mode is Mode.MIXED


def test_a_claim_knows_the_sentence_of_its_cue() -> None:
    """The sentence of a drawn claim is that of its cue, wherever its content stands."""
    found = read(NESTED, SAID, Drawn((10, 11), ((9, 10),), ((0, 1),), 0.5))[1]
    assert {(claim.lemma, claim.sentence) for claim in found} >= {("say", 0), ("promise", 1)}


def test_the_syntax_tells_a_source_that_was_not_drawn() -> None:
    """A relation drawn without a source has that of the syntax, unless it is in its content."""
    _, (claim, *_) = read(NESTED, attrs.evolve(SAID, source=()))
    assert claim.source == (0, 4)
    _, (claim, *_) = read(NESTED, attrs.evolve(SAID, source=(), content=((0, 1), (2, 7))))
    assert claim.source is None


def test_of_a_source_in_parts_the_nearest_counts() -> None:
    """A source that was drawn in two parts is the one beside the cue."""
    both = attrs.evolve(SAID, source=((3, 4), (0, 1)), content=((5, 7),))
    _, (claim, *_) = read(NESTED, both)
    assert claim.source == (0, 4)


def test_no_content_no_claim() -> None:
    """A relation that was drawn without content is no claim, as the syntax has none either."""
    assert read(NESTED, attrs.evolve(SAID, content=())) == (parse(NESTED).text, ())


def test_nothing_drawn_nothing_found() -> None:
    """Where the network drew nothing, the syntax alone finds nothing."""
    assert read(NESTED)[1] == ()


def test_content_takes_in_the_whole_quotation() -> None:
    """A drawn content that begins or ends inside quotation marks is grown to the marks."""
    text, found = read(NESTED, attrs.evolve(SAID, content=((9, 13),)))
    assert shown(text, found[0].content) == ["“Ruiz promised to go.”"]
    assert found[0].mode is Mode.DIRECT


def test_a_drawn_claim_inside_speech_stays_inside() -> None:
    """A claim whose cue was drawn inside a quotation has no content outside of it."""
    promised = Drawn((10, 11), ((9, 10),), ((2, 7), (11, 15)), 0.5)
    text, (claim,) = read(NESTED, promised)
    assert shown(text, claim.content) == ["to go."]


@pytest.mark.parametrize(
    ("cue", "text", "lemma", "kind"),
    [
        ((6, 8), "have said", "say", CueKind.VERB),
        ((7, 8), "said", "say", CueKind.VERB),
        ((1, 4), "have not fallen", "fall", CueKind.VERB),
        ((9, 11), "according to", "according to", CueKind.ADPOSITION),
        ((8, 9), ":", ":", CueKind.PUNCTUATION),
        ((7, 9), "said:", "say", CueKind.VERB),
        ((13, 14), "claim", "claim", CueKind.NOUN),
        ((16, 18), "is clear", "clear", CueKind.ADJECTIVE),
        ((17, 19), "clear to", "clear", CueKind.ADJECTIVE),
        ((6, 7), "have", "say", CueKind.VERB),
        ((18, 19), "to", "to", CueKind.ADPOSITION),
    ],
)
def test_the_head_of_a_cue(cue: Span, text: str, lemma: str, kind: CueKind) -> None:
    """A drawn cue, or part of one, has the lemma and kind of its head, not of what helps it."""
    content = (0, 1) if cue[0] else (19, 20)
    whole, found = read(CUES, Drawn(cue, (), (content,), 0.9))
    (claim,) = (claim for claim in found if shown(whole, (claim.cue,)) == [text])
    assert (claim.lemma, claim.kind) == (lemma, kind)


def test_according_to_is_an_adposition_everywhere() -> None:
    """The cue "according to" has that lemma and kind where the syntax finds no content for it."""
    fragment = "According accord VERB VBG 3 case\nto to ADP IN 1 fixed\nLund Lund PROPN NNP 0 root"
    _, (claim, *_) = read(f"{fragment}\n\n{NESTED}", Drawn((0, 2), ((2, 3),), ((5, 10),), 0.9))
    assert (claim.lemma, claim.kind) == ("according to", CueKind.ADPOSITION)


# ----------------------------------------------------------------------------------------- nested


def test_syntax_finds_the_claims_inside() -> None:
    """A claim of the syntax inside a content that was drawn is kept, below the drawn claim."""
    text, (outer, inner) = read(NESTED, SAID)
    assert summary(text, outer) == ["Lund", "said", "the firm denied the charges", None]
    assert summary(text, inner) == ["the firm", "denied", "the charges", 0]
    assert (outer.confidence, inner.confidence) == (0.9, None)


def test_syntax_finds_the_claims_in_every_part_of_a_content() -> None:
    """A content in two sentences has the claims of both of them inside."""
    text, found = read(NESTED, OVER_BOTH)
    assert [summary(text, claim)[-3:] for claim in found[1:]] == [
        ["denied", "the charges", 0],
        ["promised", "to go", 0],
    ]


def test_syntax_adds_nothing_outside() -> None:
    """A claim of the syntax that lies in no content that was drawn is not kept."""
    assert "promise" not in {claim.lemma for claim in read(NESTED, SAID)[1]}
    assert read(NESTED, attrs.evolve(SAID, content=((5, 7),)))[1][1:] == ()


def test_a_drawn_cue_is_not_doubled() -> None:
    """A cue that the network has read, if only in part, is not read by the syntax again."""
    text, found = read(NESTED, SAID, DENIED)
    assert [summary(text, claim) for claim in found] == [
        ["Lund", "said", "the firm denied the charges", None],
        ["the firm", "denied", "the charges", 0],
    ]
    assert [claim.confidence for claim in found] == [0.9, 0.8]
    longer = attrs.evolve(DENIED, cue=(3, 5), source=((2, 3),))
    assert [claim.confidence for claim in read(NESTED, SAID, longer)[1]] == [0.9, 0.8]


@pytest.mark.parametrize("count", [3, 12])
def test_many_contents_hide_no_claim(count: int) -> None:
    """A claim is found inside a long content however many contents begin between."""
    going = "\n".join(f"Go{i} go VERB VB {0 if not i else 1} root" for i in range(2 * count))
    rows = f"Sol Sol PROPN NNP 2 nsubj\nsays say VERB VBZ 0 root\n\n{going}\n\n{NESTED}"
    first = 2 + 2 * count
    long = Drawn((1, 2), ((0, 1),), ((2, first + 7),), 0.9)
    short = [Drawn((i, i + 1), (), ((i + 1, i + 2),), 0.5) for i in range(2, first, 2)]
    found = read(rows, long, *short)[1]
    assert [claim.lemma for claim in found if claim.confidence is None] == ["say", "deny"]


# ---------------------------------------------------------------------------------------- parents

extents = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda e: (e[0], sum(e)))


@st.composite
def founds(draw: st.DrawFn) -> list[Found]:
    """Claims in the order of their cues, with whatever contents, some of them in two parts."""
    cues = sorted(draw(st.lists(extents, max_size=7)))
    contents = st.lists(extents, min_size=1, max_size=2).map(lambda parts: tuple(sorted(parts)))
    return [Found(0, cue, draw(contents), None, "say", CueKind.VERB) for cue in cues]


def parent_of(found: list[Found], claim: Found) -> int | None:
    """The parent by definition: the smallest content around the cue that is not inside as well."""
    holders = [
        (sum(end - start for start, end in other.content), index)
        for index, other in enumerate(found)
        if inside(other.content, claim.cue) and not inside(claim.content, other.cue)
    ]
    return min(holders)[1] if holders else None


def on_a_ring(parents: list[int | None], claim: int) -> bool:
    """Whether going from parent to parent comes back to a claim."""
    place = parents[claim]
    for _ in parents:
        if place in (None, claim):
            break
        place = parents[place]
    return place == claim


@unhurried
@given(founds())
def test_a_parent_is_the_innermost_claim_around_a_cue(found: list[Found]) -> None:
    """One pass finds the parents that looking at every pair of claims finds, but for rings."""
    with_them = list(with_parents(found))
    expected = [parent_of(found, claim) for claim in found]
    for index, claim in enumerate(with_them):
        assert claim.parent == expected[index] or on_a_ring(expected, index)
    assert [attrs.evolve(claim, parent=None) for claim in with_them] == found


def test_claims_that_hold_each_other_have_no_parents() -> None:
    """Of two claims that hold each other's cues neither is the parent of the other."""
    one = Found(0, (0, 1), ((4, 9),), None, "say", CueKind.VERB)
    other = Found(0, (5, 6), ((0, 3),), None, "add", CueKind.VERB)
    assert [claim.parent for claim in with_parents([one, other])] == [None, None]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_claims_that_hold_each_other_in_a_ring_have_no_ring_of_parents(count: int) -> None:
    """However many claims hold one another's cues, going from parent to parent comes to an end."""
    found = [
        Found(0, (i, i + 1), (((i + 1) % count, (i + 1) % count + 1),), None, "say", CueKind.VERB)
        for i in range(count)
    ]
    assert_no_rings(tuple(with_parents(found)))


def test_what_lies_only_in_a_claim_that_goes_goes_too() -> None:
    """A syntactic claim with no claim around it is left out, and with it all that it held."""
    drawn = Found(0, (0, 1), ((1, 3),), None, "say", CueKind.VERB, confidence=0.9)
    orphan = Found(0, (4, 5), ((5, 9),), None, "add", CueKind.VERB)
    inner = Found(0, (6, 7), ((7, 9),), None, "add", CueKind.VERB)
    kept = Found(0, (2, 3), ((1, 2),), None, "add", CueKind.VERB)
    assert rooted([drawn, kept, orphan, inner]) == [drawn, kept]


def test_what_is_said_elsewhere_is_not_said_in_a_claim() -> None:
    """A syntactic claim whose content lies outside the content that holds its cue is left out."""
    drawn = Found(0, (0, 1), ((1, 3),), None, "decline", CueKind.VERB, confidence=0.9)
    strayed = Found(0, (2, 3), ((7, 9),), None, "comment", CueKind.VERB)
    assert rooted([drawn, strayed]) == [drawn]


@unhurried
@given(founds())
def test_syntactic_claims_alone_have_no_root(found: list[Found]) -> None:
    """Where nothing was drawn, no claim of the syntax is kept."""
    assert rooted(found) == []


def assert_no_rings(found: tuple[Found, ...]) -> None:
    for claim in found:
        place = claim.parent
        for _ in found:
            place = None if place is None else found[place].parent
        assert place is None


# --------------------------------------------------------------------------- whatever is drawn


@st.composite
def drawings(draw: st.DrawFn) -> tuple[Parse, list[Drawn]]:
    """A parse, with relations whose cues do not overlap and whose parts are apart."""
    parsed = draw(parses())
    count = len(parsed.words)
    cuts = sorted(draw(st.sets(st.integers(0, count), min_size=2, max_size=8)))
    relations = []
    for cue in pairwise(cuts):
        if draw(st.booleans()):
            others = sorted(draw(st.sets(st.integers(0, count), min_size=2, max_size=6)))
            spans = [(s, e) for s, e in pairwise(others) if e <= cue[0] or cue[1] <= s]
            source = draw(st.integers(0, 1)) if len(spans) > 1 else 0
            if spans:
                parts = tuple(spans[:source]), tuple(spans[source:])
                relations.append(Drawn(cue, *parts, draw(st.floats(0, 1))))
    return parsed, relations


@unhurried
@given(drawings())
def test_every_drawn_relation_is_a_claim(case: tuple[Parse, list[Drawn]]) -> None:
    """Each relation drawn is a claim with just its cue, but for those that say the same again."""
    parsed, drawn = case
    words = parsed.words
    found = find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn)
    assert [(c.cue, c.confidence) for c in found if c.confidence is not None] == [
        ((words[r.cue[0]].start, words[r.cue[1] - 1].end), r.confidence) for r in distinct(drawn)
    ]


def distinct(drawn: list[Drawn]) -> list[Drawn]:
    """The relations that share less than half of their content with every surer one kept.

    Nor do they say a part of it from outside.
    """
    kept: list[Drawn] = []
    for relation in sorted(drawn, key=lambda r: -r.confidence):
        content = said(relation)
        half = any(2 * len(content & said(r)) >= len(content | said(r)) for r in kept)
        part = any(content <= said(r) and relation.cue[0] not in said(r) for r in kept)
        if not (half or part):
            kept.append(relation)
    return [relation for relation in drawn if relation in kept]


def said(relation: Drawn) -> set[int]:
    return {i for start, end in relation.content for i in range(start, end)}


def test_the_surer_of_two_claims_of_the_same_content() -> None:
    """Of two relations that share half of their content the surer one is a claim."""
    less = Drawn((10, 11), ((9, 10),), SAID.content, SAID.confidence / 2)
    _, found = read(NESTED, SAID, less)
    assert [c.confidence for c in found if c.confidence is not None] == [SAID.confidence]


def test_who_says_a_part_of_what_a_surer_claim_says_says_nothing() -> None:
    """What is said once is not said again by somebody outside of it."""
    part = Drawn((10, 11), ((9, 10),), ((6, 7),), SAID.confidence / 2)
    _, found = read(NESTED, SAID, part)
    assert [c.confidence for c in found if c.confidence is not None] == [SAID.confidence]


@unhurried
@given(drawings())
def test_content_is_what_was_drawn(case: tuple[Parse, list[Drawn]]) -> None:
    """Where nothing is quoted, contents have the letters of what was drawn, its ends mended."""
    parsed, drawn = case
    found = find_claims(parsed.text, parsed.sentences, (), drawn)
    outer = [claim for claim in found if claim.confidence is not None]
    for relation, claim in zip(distinct(drawn), outer, strict=True):
        parts = [(part[0], behind(drawn, part)) for part in relation.content]
        mended = [ended(parsed, part, relation) for part in parts]
        own = [word for span in mended for word in parsed.words[slice(*span)]]
        assert letters(parsed.text, claim.content) == letters(
            parsed.text, tuple((word.start, word.end) for word in own)
        )


def behind(drawn: list[Drawn], part: Span) -> int:
    """Where a content ends, or the cue with which it ends begins, if that leads to another."""
    cues = [r.cue for r in distinct(drawn) if r.cue[1] == part[1] <= r.content[0][0]]
    return max([part[0] + 1, *(cue[0] for cue in cues)]) if cues else part[1]


def ended(parsed: Parse, part: Span, relation: Drawn) -> Span:
    """A part of a drawn content with its end mended in the sentence that holds it."""
    first = 0
    for sentence in parsed.sentences:
        if part[1] <= first + len(sentence.words):
            return whole_end(sentence, first, part, relation)
        first += len(sentence.words)
    return part


def letters(text: str, extents: tuple[Extent, ...]) -> list[int]:
    return [i for start, end in extents for i in range(start, end) if text[i].isalnum()]


@unhurried
@given(drawings())
def test_drawn_contents_are_exact(case: tuple[Parse, list[Drawn]]) -> None:
    """Whatever is drawn has a content; all contents are ordered, and apart from cue and source."""
    parsed, drawn = case
    for claim in find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn):
        assert claim.content or claim.confidence is None  # who does not comment says nothing
        assert all(part and part == part.strip() for part in shown(parsed.text, claim.content))
        assert all(before[1] <= after[0] for before, after in pairwise(claim.content))
        own = [claim.cue, claim.source or claim.cue]
        assert all(e <= first or last <= s for s, e in claim.content for first, last in own)


@unhurried
@given(drawings())
def test_what_the_syntax_adds_lies_inside(case: tuple[Parse, list[Drawn]]) -> None:
    """Whatever is drawn, what the syntax adds lies in contents, but for claims not made."""
    parsed, drawn = case
    found = find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn)
    outer = [claim for claim in found if claim.confidence is not None]
    sure = [claim for claim in found if claim.kind is CueKind.ADPOSITION]
    for claim in found:
        if claim.confidence is None and claim.content:
            assert claim in sure or any(inside(o.content, claim.cue) for o in [*outer, *sure])
            assert all(o.cue[1] <= claim.cue[0] or claim.cue[1] <= o.cue[0] for o in outer)


@unhurried
@given(drawings())
def test_claims_come_in_order(case: tuple[Parse, list[Drawn]]) -> None:
    """Whatever is drawn, claims come in the order of their cues, each in the cue's sentence."""
    parsed, drawn = case
    found = find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn)
    assert [claim.cue for claim in found] == sorted(claim.cue for claim in found)
    for claim in found:
        sentence = parsed.sentences[claim.sentence]
        assert sentence.start <= claim.cue[0] < sentence.end


@unhurried
@given(drawings())
def test_no_drawn_claim_is_its_own_ancestor(case: tuple[Parse, list[Drawn]]) -> None:
    """Whatever is drawn, parents lead to a claim that has none."""
    parsed, drawn = case
    assert_no_rings(find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn))


@unhurried
@given(drawings())
def test_the_syntax_only_fills_what_was_drawn(case: tuple[Parse, list[Drawn]]) -> None:
    """A claim of the syntax, but for a sure one, has a parent; drawn ones have none of it."""
    parsed, drawn = case
    found = find_claims(parsed.text, parsed.sentences, parsed.quotes, drawn)
    for claim in found:
        above = None if claim.parent is None else found[claim.parent]
        if claim.confidence is None:
            assert above is not None or claim.sure
        else:
            assert above is None or above.confidence is not None


def test_sure_frames_make_claims_that_the_network_did_not_draw() -> None:
    """A cue in a frame that is always sure needs no drawn relation, any other cue does."""
    put = "Sol Sol PROPN NNP 2 nsubj\nput put VERB VBD 0 root\nit it PRON PRP 2 obj\n"
    put += "at at ADP IN 5 case\n38 38 NUM CD 2 obl"
    said = "Sol Sol PROPN NNP 2 nsubj\nsaid say VERB VBD 0 root\nit it PRON PRP 4 nsubj\n"
    said += "rained rain VERB VBD 2 ccomp"
    text, (claim,) = read(put)
    assert shown(text, (claim.cue, *claim.content)) == ["put", "it at 38"]
    assert read(said)[1] == ()


SOUGHT = """{source} 2 nsubj
{cue} {relation}
to to PART TO 4 mark
leave leave VERB VB 2 xcomp"""
TRAVELS = "\nSol Sol PROPN NNP 6 nsubj\ntravels travel VERB VBZ 0 root"


@pytest.mark.parametrize(
    ("source", "cue", "relation", "found"),
    [
        ("Sol Sol PROPN NNP", "sought seek VERB VBD", "0 root", True),
        ("She she PRON PRP", "sought seek VERB VBD", "0 root", True),
        ("Owners owner NOUN NNS", "sought seek VERB VBD", "0 root", False),
        ("Sol Sol PROPN NNP", "sought seek VERB VBN", "0 root", False),
        ("Sol Sol PROPN NNP", "tried try VERB VBD", "0 root", False),
        ("Sol Sol PROPN NNP", "sought seek VERB VBD", "6 advcl", False),
    ],
    ids=["a name", "a pronoun", "a noun", "not finite", "another verb", "not the main verb"],
)
def test_whole_sentences_of_persons_make_claims(
    source: str, cue: str, relation: str, found: bool
) -> None:
    """What a sentence says that somebody by name sought to do needs no drawn relation."""
    rest = "" if relation == "0 root" else TRAVELS
    text, claims = read(SOUGHT.format(source=source, cue=cue, relation=relation) + rest)
    contents = [shown(text, claim.content) for claim in claims]
    assert contents == ([["to leave"]] if found else [])


CALLED = """He he PRON PRP 2 nsubj
called call VERB VBD 0 root
for for ADP IN 5 case
an a DET DT 5 det
inquiry inquiry NOUN NN 2 obl"""


@pytest.mark.parametrize(
    ("content", "cue"),
    [(((2, 5),), "called for"), (((3, 5),), "called"), (((0, 1), (2, 5)), "called")],
    ids=["behind the cue", "not drawn", "on both sides"],
)
def test_a_linking_preposition_belongs_to_the_cue(content: tuple[Span, ...], cue: str) -> None:
    """A content behind its cue gives the cue its preposition, one on both sides does not."""
    text, (claim,) = read(CALLED, Drawn((1, 2), (), content, 0.9))
    assert shown(text, (claim.cue,)) == [cue]


def test_the_cue_of_what_follows_is_no_content() -> None:
    """A content that was drawn over the next claim's cue ends before it."""
    rows = """Lund Lund PROPN NNP 2 nsubj
        said say VERB VBD 0 root
        it it PRON PRP 4 nsubj
        rained rain VERB VBD 2 ccomp
        adding add VERB VBG 2 advcl
        it it PRON PRP 7 nsubj
        snowed snow VERB VBD 5 ccomp"""
    said = Drawn((1, 2), ((0, 1),), ((2, 5),), 0.9)
    text, claims = read(rows, said, Drawn((4, 5), ((0, 1),), ((5, 7),), 0.8))
    assert [shown(text, claim.content) for claim in claims] == [["it rained"], ["it snowed"]]


def test_a_source_is_no_possessive() -> None:
    """The source of "Lund's claim" is Lund."""
    rows = """Lund Lund PROPN NNP 3 nmod:poss
        +'s 's PART POS 1 case
        claim claim NOUN NN 0 root
        that that SCONJ IN 6 mark
        it it PRON PRP 6 nsubj
        rained rain VERB VBD 3 acl"""
    text, (claim,) = read(rows, Drawn((2, 3), ((0, 2),), ((3, 6),), 0.9))
    assert claim.source is not None
    assert text[slice(*claim.source)] == "Lund"


@pytest.mark.parametrize(("hearer", "source"), [("", None), ("her she PRON PRP 2 iobj\n", "Sol")])
def test_who_is_told_is_no_source(hearer: str, source: str | None) -> None:
    """Of an order without somebody who hears it, what was drawn as the source is who heard it."""
    place = 4 if hearer else 3
    rows = "Sol Sol PROPN NNP 2 nsubj\ntold tell VERB VBD 0 root\n" + hearer
    rows += f"to to PART TO {place + 1} mark\ngo go VERB VB 2 xcomp"
    text, (claim,) = read(rows, Drawn((1, 2), ((0, 1),), ((place - 1, place + 1),), 0.9))
    assert (claim.source and text[slice(*claim.source)]) == source


ASKED = """Asked ask VERB VBN {head} {relation}
why why ADV WRB 1 obj
{agent}+, , PUNCT , 1 punct
she she PRON PRP {left} nsubj
left leave VERB VBD 0 root"""
BY_LUND = "by by ADP IN 4 case\nLund Lund PROPN NNP 1 obl:agent\n"


@pytest.mark.parametrize(
    ("agent", "relation", "source"),
    [("", "advcl", None), (BY_LUND, "advcl", "she"), ("", "ccomp", "she")],
    ids=["by nobody named", "by somebody named", "who asked"],
)
def test_who_was_asked_is_no_source(agent: str, relation: str, source: str | None) -> None:
    """A participle without an agent has no source, whatever was drawn: somebody asked."""
    left = 7 if agent else 5
    rows = ASKED.format(agent=agent, relation=relation, head=left, left=left)
    drawn = Drawn((0, 1), ((left - 2, left - 1),), ((1, 2),), 0.9)
    read = parse(rows)
    (claim,) = find_claims(read.text, read.sentences, read.quotes, [drawn])
    assert (claim.source and read.text[slice(*claim.source)]) == source
