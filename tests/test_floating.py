"""Quotations that no verb of speech claims: floating ones, and those that a predicate tells of."""

from __future__ import annotations

import pytest
from parses import Parse, parse

from attrib import attribute
from attrib._choices import Act, CueKind, Mode
from attrib._claims.claims import find_claims
from attrib._claims.floating import with_floating
from attrib._claims.found import Found

SOL = """Sol Sol PROPN NNP 2 nsubj {kind}
slept sleep VERB VBD 0 root
+. . PUNCT . 2 punct"""
SHE = SOL.replace("Sol Sol PROPN NNP", "She she PRON PRP")
RAIN = SOL.replace("Sol Sol PROPN NNP", "Rain rain NOUN NN")
QUOTED = """“ “ PUNCT `` 3 punct
+Nobody nobody PRON NN 3 nsubj
came come VERB VBD 0 root
+. . PUNCT . 3 punct
+” ” PUNCT '' 3 punct"""
TITLE = QUOTED.replace("+. . PUNCT . 3 punct\n", "")
OPENED = TITLE.replace("+” ” PUNCT '' 3 punct", "and and CCONJ CC 3 cc")
LONGER = QUOTED + "\nor or CCONJ CC 3 cc"


def floats(read: Parse, found: list[Found] | None = None) -> list[tuple[str, ...]]:
    """The source and content of what is found beyond some claims, or changed in them."""
    given = found or []
    claims = with_floating(read.text, read.sentences, read.quotes, given)
    return [
        (
            read.text[slice(*(claim.source or (0, 0)))],
            *(read.text[start:end] for start, end in claim.content),
        )
        for claim in claims
        if claim not in given
    ]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ([SOL.format(kind="person"), QUOTED], [("Sol", "“Nobody came.”")]),
        ([SOL.format(kind=""), QUOTED], [("Sol", "“Nobody came.”")]),
        ([SHE.format(kind=""), QUOTED], [("She", "“Nobody came.”")]),
        ([SHE.format(kind=""), QUOTED, QUOTED], [("She", "“Nobody came.” “Nobody came.”")]),
        ([SOL.format(kind="place"), QUOTED], []),
        ([RAIN.format(kind=""), QUOTED], []),
        ([SHE.format(kind=""), TITLE], []),
        ([SHE.format(kind=""), OPENED], []),
        ([SHE.format(kind=""), LONGER], []),
        ([QUOTED], []),
    ],
    ids=[
        "a person",
        "a name of nobody known",
        "a pronoun",
        "it goes on",
        "a place",
        "what cannot speak",
        "a title",
        "without an end",
        "not the whole sentence",
        "nobody before",
    ],
)
def test_a_quotation_floats_behind_who_may_speak(
    sentences: list[str], expected: list[tuple[str, ...]]
) -> None:
    """Whole quoted sentences are a claim of the subject before, and nothing else is."""
    assert floats(parse("\n\n".join(sentences))) == expected


def test_a_paragraph_ends_the_reach_of_a_speaker() -> None:
    """Nobody in the paragraph before says what a quotation by itself says."""
    assert floats(parse(f"{SHE.format(kind='')}\n\n\n{QUOTED}")) == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((0, 14), [("Sol", "“Nobody came.”", "“Nobody came.”")]),
        ((1, 7), [("Sol", "“Nobody came.”")]),
    ],
    ids=["of a quotation", "of one word of it"],
)
def test_what_follows_a_claim_is_its_speakers(
    content: tuple[int, int], expected: list[tuple[str, ...]]
) -> None:
    """It goes on with a claim that is itself quoted; otherwise its speaker says one more."""
    read = parse(
        f"""{QUOTED}
said say VERB VBD 3 parataxis
Sol Sol PROPN NNP 6 nsubj

{QUOTED}"""
    )
    assert read.text[slice(*content)] in ("“Nobody came.”", "Nobody")
    cue, source = (read.text.index(form) for form in ("said", "Sol"))
    claim = Found(
        0, (cue, cue + 4), (content,), (source, source + 3), "say", CueKind.VERB, confidence=0.9
    )
    assert floats(read, [claim]) == expected


def test_a_quotation_that_a_claim_reaches_into_is_that_claims() -> None:
    """What some claim holds, if only in part, is nobody else's."""
    read = parse(f"{SHE.format(kind='')}\n\n{QUOTED}")
    start = read.text.index("came")
    held = Found(1, (start, start + 4), ((start - 7, start),), None, "come", CueKind.VERB)
    assert floats(read, [held]) == []


def test_a_floating_claim_is_direct_speech() -> None:
    """All of it is quoted, whoever finds the other claims."""
    read = parse(f"{SHE.format(kind='')}\n\n{QUOTED}")
    for drawn in (None, []):
        (claim,) = find_claims(read.text, read.sentences, read.quotes, drawn)
        assert (claim.floats, claim.mode, claim.parent) == (True, Mode.DIRECT, None)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ana Sol shook her head. “Nobody ever asked the ferry crews.” It rained.", "assert"),
        ("Ana Sol turned to the engineers. “Who signed this?” Nobody stirred.", "ask"),
    ],
)
def test_a_floating_claim_has_no_cue(text: str, act: str) -> None:
    """It says so, and has a speaker and a stance all the same."""
    claim = next(claim for claim in attribute(text) if claim.mode is Mode.DIRECT)
    assert (claim.cue, claim.speaker.name) == (None, "Ana Sol")
    assert claim.stance.act is Act(act)


def called(noun: str) -> str:
    """A quotation that was such a thing of hers."""
    return f"""“ “ PUNCT `` 2 punct
+Never never ADV RB 7 advmod
+, , PUNCT , 2 punct
+” ” PUNCT '' 2 punct
was be AUX VBD 7 cop
her her PRON PRP$ 7 nmod:poss
{noun} {noun} NOUN NN 0 root
+. . PUNCT . 7 punct"""


def announced(subject: str, predicate: str = "blunt blunt ADJ JJ") -> str:
    """A sentence that brings a quotation behind a colon."""
    return f"""{subject} 3 nsubj
was be AUX VBD 3 cop
{predicate} 0 root
+: : PUNCT : 6 punct
“ “ PUNCT `` 6 punct
+Never never ADV RB 3 parataxis
+. . PUNCT . 6 punct
+” ” PUNCT '' 6 punct"""


OF_SOL = """The the DET DT 2 det
answer answer NOUN NN 6 nsubj
of of ADP IN 4 case
Sol Sol PROPN NNP 2 nmod
was be AUX VBD 6 cop
blunt blunt ADJ JJ 0 root
+: : PUNCT : 9 punct
“ “ PUNCT `` 9 punct
+Never never ADV RB 6 parataxis
+. . PUNCT . 9 punct
+” ” PUNCT '' 9 punct"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (called("answer"), ("her", "answer", CueKind.NOUN)),
        (called("novel"), None),
        (called("answer").replace("was be AUX VBD 7 cop", "and and CCONJ CC 7 cc"), None),
        (announced("Sol Sol PROPN NNP"), ("Sol", ":", CueKind.PUNCTUATION)),
        (announced("Rain rain NOUN NN"), None),
        (announced("Sol Sol PROPN NNP", "star star NOUN NN"), None),
        (announced("Sol Sol PROPN NNP").replace("+. . PUNCT . 6 punct\n", ""), None),
        (OF_SOL, ("Sol", "answer", CueKind.NOUN)),
    ],
    ids=[
        "her answer",
        "a title",
        "beside an answer",
        "a speaker's bluntness",
        "what cannot speak",
        "what a speaker was",
        "a name behind a colon",
        "the answer of a speaker",
    ],
)
def test_a_predicate_tells_of_a_quotation(
    sentence: str, expected: tuple[str, str, CueKind] | None
) -> None:
    """What somebody's answer was, or what a colon brings behind how somebody was, is a claim."""
    read = parse(sentence)
    found = with_floating(read.text, read.sentences, read.quotes, [])
    told = [
        (read.text[slice(*(c.source or (0, 0)))], read.text[slice(*c.cue)], c.kind) for c in found
    ]
    assert told == ([expected] if expected else [])


def test_a_predicates_cue_is_no_other_claims() -> None:
    """Where its noun is a cue already, another word stands for it."""
    read = parse(called("answer"))
    start = read.text.index("answer")
    other = Found(0, (start, start + 6), (), None, "answer", CueKind.NOUN)
    _, claim = with_floating(read.text, read.sentences, read.quotes, [other])
    assert (read.text[slice(*claim.cue)], claim.kind) == ("was", CueKind.VERB)


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Ana Sol was asked about the merger again. “Not this year,” was her only answer.",
            "Ana Sol",
        ),
        ("“We were late” were the words of the captain, Leo Brandt.", "Leo Brandt"),
    ],
)
def test_a_quotation_that_is_called_an_answer_has_a_speaker(text: str, speaker: str) -> None:
    """It is direct speech of whoever gave the answer."""
    claim = next(claim for claim in attribute(text) if claim.mode is Mode.DIRECT)
    assert claim.speaker.name == speaker
