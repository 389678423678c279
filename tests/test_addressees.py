"""To whom claims are made, read off parses made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from parses import Parse, parse
from trees import parses

from attrib._claims.addressees import addressee
from attrib._claims.claims import find_claims
from attrib._claims.found import Drawn


def told(given: Parse) -> list[str | None]:
    """The addressee of each claim."""
    found = [
        addressee(given.text, given.sentences, claim)
        for claim in find_claims(given.text, given.sentences, given.quotes)
    ]
    return [given.text[place[0] : place[1]] if place else None for place in found]


CLAUSE = "rents rent NOUN NNS {verb} nsubj\nfell fall VERB VBD 2 ccomp"


@pytest.mark.parametrize("relation", ["iobj", "obj"])
def test_an_object_beside_a_clause(relation: str) -> None:
    """Who is told that something is so is the addressee, as either object."""
    rows = f"""Lund Lund PROPN NNP 2 nsubj
        told tell VERB VBD 0 root
        the the DET DT 4 det
        board board NOUN NN 2 {relation}
        rents rent NOUN NNS 6 nsubj
        fell fall VERB VBD 2 ccomp"""
    assert told(parse(rows)) == ["the board"]


def test_a_prepositional_phrase() -> None:
    """Whom something is said to is the addressee, without the preposition."""
    rows = """Lund Lund PROPN NNP 2 nsubj
        said say VERB VBD 0 root
        to to ADP IN 4 case
        reporters reporter NOUN NNS 2 obl
        rents rent NOUN NNS 6 nsubj
        fell fall VERB VBD 2 ccomp"""
    assert told(parse(rows)) == ["reporters"]


def test_a_preposition_that_was_read_as_a_particle() -> None:
    """Whom somebody calls on is the addressee, also where "on" is taken for the verb's particle."""
    rows = """She she PRON PRP 2 nsubj
        called call VERB VBD 0 root
        on on ADP RP 2 compound:prt
        shops shop NOUN NNS 2 obl
        to to PART TO 6 mark
        close close VERB VB 2 advcl"""
    given = parse(rows)
    drawn = Drawn((1, 3), ((0, 1),), ((3, 6),), 0.9)
    (claim,) = find_claims(given.text, given.sentences, given.quotes, [drawn])
    assert claim.hearer is not None
    assert given.text[slice(*claim.hearer)] == "shops"
    assert [given.text[slice(*part)] for part in claim.content] == ["to close"]


def test_the_subject_of_a_passive() -> None:
    """Who was told something is the addressee, not the source."""
    rows = """They they PRON PRP 3 nsubj:pass
        were be AUX VBD 3 aux:pass
        told tell VERB VBN 0 root
        to to PART TO 5 mark
        wait wait VERB VB 3 xcomp"""
    assert told(parse(rows)) == ["They"]


URGED = """Lund Lund PROPN NNP 2 nsubj
    urged urge VERB VBD 0 root
    both both DET DT 4 det
    crews crew NOUN NNS 2 obj
    in in ADP IN 6 case
    Tarn Tarn PROPN NNP 4 nmod
    to to PART TO 8 mark
    wait wait VERB VB 2 xcomp"""


@pytest.mark.parametrize("first", [2, 6], ids=["drawn with it", "drawn without it"])
def test_who_is_urged_is_no_part_of_what_to_do(first: int) -> None:
    """The whole phrase of the addressee is told apart from the content, which it began or not."""
    read = parse(URGED)
    drawn = Drawn((1, 2), ((0, 1),), ((first, 8),), 0.9)
    (claim,) = find_claims(read.text, read.sentences, read.quotes, [drawn])
    ((start, end),) = claim.content
    assert read.text[start:end] == "to wait"
    assert claim.hearer is not None
    assert read.text[slice(*claim.hearer)] == "both crews in Tarn"


def test_an_object_that_is_claimed() -> None:
    """The object of a promise is what is promised, to nobody in particular."""
    rows = """Lund Lund PROPN NNP 2 nsubj
        promised promise VERB VBD 0 root
        peace peace NOUN NN 2 obj"""
    assert told(parse(rows)) == [None]


@given(parses())
def test_addressees_lie_in_the_text(given: Parse) -> None:
    """Whatever the parse, an addressee is a stretch of the text."""
    assert all(text is None or text for text in told(given))
