"""Counted nouns by the parse."""

from __future__ import annotations

from parses import parse

from attrib._quantities.counting import by_parse
from attrib._quantities.figures import read_quantities


def counted(rows: str) -> list[str | None]:
    given = parse(rows)
    found = read_quantities(given.text, by_parse(given.text, given.sentences))
    return [quantity.counted for quantity in found]


def test_the_noun_that_the_number_modifies() -> None:
    """The counted noun is the head of the number, though a noun stands between."""
    rows = """one one NUM CD 3 nummod
        fund fund NOUN NN 3 compound
        manager manager NOUN NN 4 nsubj
        left leave VERB VBD 0 root"""
    assert counted(rows) == ["manager"]


def test_a_number_that_modifies_nothing() -> None:
    """Where the parse hangs a number under no noun behind it, the words decide."""
    rows = """we we PRON PRP 2 nsubj
        saw see VERB VBD 0 root
        40 40 NUM CD 2 obj
        ships ship NOUN NNS 2 dep"""
    assert counted(rows) == ["ship"]


def test_plurals_by_rule() -> None:
    """The lemma goes by the noun's own form, whatever the parser's lemma."""
    rows = "two two NUM CD 2 nummod\nchurches churche NOUN NNS 0 root"
    assert counted(rows) == ["church"]


def test_a_bound_before_the_noun() -> None:
    """A bound between a number and the noun that it modifies stays."""
    rows = """20 20 NUM CD 3 nummod
        or or CCONJ CC 2 cc
        more more ADJ JJR 0 conj
        people people NOUN NNS 4 nsubj
        came come VERB VBD 0 root"""
    given = parse(rows)
    (quantity,) = read_quantities(given.text, by_parse(given.text, given.sentences))
    assert (quantity.span.text, quantity.counted) == ("20 or more people", "person")
    assert quantity.low == 20
    assert quantity.high is None
