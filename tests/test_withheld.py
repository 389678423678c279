"""Claims that somebody declined to make, found on parses made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from parses import Parse, parse
from trees import parses

from attrib._claims.claims import find_claims
from attrib._claims.found import Drawn
from attrib._claims.withheld import withheld
from attrib._stance.stances import stances

LUND = "Lund Lund PROPN NNP {head} nsubj\n"


def shown(given: Parse) -> list[str]:
    """The source and cue of each withheld claim."""
    text = given.text
    return [
        f"{text[claim.source[0] : claim.source[1]]} | {text[claim.cue[0] : claim.cue[1]]}"
        for claim in withheld(given.sentences)
        if claim.source
    ]


DECLINED = """Lund Lund PROPN NNP 2 nsubj
declined decline VERB VBD 0 root
to to PART TO 4 mark
{verb} VERB VB 2 xcomp"""


def test_declining_to_speak() -> None:
    """Who declines to comment withholds, and "to comment" is part of the cue."""
    assert shown(parse(DECLINED.format(verb="comment comment"))) == ["Lund | declined to comment"]


def test_declining_to_act() -> None:
    """Who declines to resign withholds nothing."""
    assert shown(parse(DECLINED.format(verb="resign resign"))) == []


NOT = """Lund Lund PROPN NNP 4 nsubj
did do AUX VBD 4 aux
not not PART RB 4 advmod
{rest}"""


@pytest.mark.parametrize(
    ("rest", "cue"),
    [
        ("respond respond VERB VB 0 root", "did not respond"),
        (
            "respond respond VERB VB 0 root\nto to ADP IN 6 case\nrequests request NOUN NNS 4 obl",
            "did not respond to requests",
        ),
        ("return return VERB VB 0 root\ncalls call NOUN NNS 4 obj", "did not return calls"),
        (
            "say say VERB VB 0 root\nwho who PRON WP 6 nsubj\nknew know VERB VBD 4 ccomp",
            "did not say",
        ),
    ],
)
def test_denied_answers(rest: str, cue: str) -> None:
    """Who does not respond, return calls or say who it was withholds."""
    assert shown(parse(NOT.format(rest=rest))) == [f"Lund | {cue}"]


@pytest.mark.parametrize(
    "rest",
    [
        "respond respond VERB VB 0 root\nto to ADP IN 6 case\ntreatment treatment NOUN NN 4 obl",
        "return return VERB VB 0 root\nbooks book NOUN NNS 4 obj",
        "say say VERB VB 0 root\nrents rent NOUN NNS 6 nsubj\nfell fall VERB VBD 4 ccomp",
    ],
)
def test_other_denials(rest: str) -> None:
    """Who does not respond to treatment, return books or say that rents fell withholds nothing."""
    assert shown(parse(NOT.format(rest=rest))) == []


def test_a_source_that_denies() -> None:
    """Where neither of two comments, both withhold."""
    rows = """Neither neither DET DT 2 det
        side side NOUN NN 3 nsubj
        commented comment VERB VBD 0 root"""
    assert shown(parse(rows)) == ["Neither side | commented"]


def test_answers_that_were_given() -> None:
    """Who responds does not withhold."""
    assert shown(parse("Lund Lund PROPN NNP 2 nsubj\nresponded respond VERB VBD 0 root")) == []


def test_a_withheld_claim_has_no_content() -> None:
    """Among the claims of a text a withheld one has no content, and withholds."""
    given = parse(NOT.format(rest="comment comment VERB VB 0 root"))
    (claim,) = find_claims(given.text, given.sentences, given.quotes)
    assert claim.content == ()
    (stance,) = stances(given.text, given.sentences, [claim])
    assert (stance.act, stance.polarity, stance.commitment) == ("withhold", "none", "none")


def test_what_was_declined_is_no_content() -> None:
    """A drawn claim that was not made has no content, and the whole of its cue."""
    given = parse(DECLINED.format(verb="comment comment"))
    drawn = Drawn((1, 2), ((0, 1),), ((2, 4),), 0.9)
    (claim,) = find_claims(given.text, given.sentences, given.quotes, [drawn])
    assert (given.text[slice(*claim.cue)], claim.content) == ("declined to comment", ())
    assert claim.confidence == 0.9


def test_what_was_refused_but_not_to_say_is_content() -> None:
    """A drawn claim by somebody who declines to resign keeps its content."""
    given = parse(DECLINED.format(verb="resign resign"))
    drawn = Drawn((1, 2), ((0, 1),), ((2, 4),), 0.9)
    (claim,) = find_claims(given.text, given.sentences, given.quotes, [drawn])
    assert [given.text[slice(*part)] for part in claim.content] == ["to resign"]


@given(parses())
def test_withheld_claims_lie_in_the_text(given: Parse) -> None:
    """Whatever the parse, source and cue of a withheld claim are stretches of its sentence."""
    for claim in withheld(given.sentences):
        sentence = given.sentences[claim.sentence]
        for start, end in (claim.cue, claim.source or claim.cue):
            assert sentence.start <= start < end <= sentence.end
