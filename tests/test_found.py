"""Found claims: what of a content is quoted, and what is left of an extent."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib._choices import CueKind, Mode
from attrib._claims.found import Drawn, Extent, Found, has_letters, with_quoted, without
from attrib._claims.quotation import quotations

TEXT = "The clerk called it “odd” and “late”, twice."
FOUND = Found(0, (10, 16), (), (0, 9), "call", CueKind.VERB)


def quoted(content: tuple[Extent, ...]) -> Found:
    claim = attrs.evolve(FOUND, content=content)
    return with_quoted(TEXT, claim, quotations(TEXT, [(0, len(TEXT))]))


@pytest.mark.parametrize(
    ("content", "parts", "mode"),
    [
        (((17, 43),), ["“odd”", "“late”"], Mode.MIXED),
        (((20, 25), (30, 36)), ["“odd”", "“late”"], Mode.DIRECT),
        (((20, 36),), ["“odd”", "“late”"], Mode.MIXED),
        (((21, 24),), ["odd"], Mode.DIRECT),
        (((30, 37),), ["“late”"], Mode.DIRECT),
        (((17, 19),), [], Mode.INDIRECT),
    ],
    ids=["both in one", "one each", "a word between", "no marks", "a comma more", "neither"],
)
def test_the_quoted_parts_tell_the_mode(
    content: tuple[Extent, ...], parts: list[str], mode: Mode
) -> None:
    """Quoted parts are cut to the content; only letters outside of them make a claim mixed."""
    claim = quoted(content)
    assert [TEXT[start:end] for start, end in claim.quoted] == parts
    assert claim.mode is mode


def test_marks_around_the_cue_are_somebody_elses() -> None:
    """A claim inside somebody's speech is no direct speech for the marks of that."""
    text = "“Sol said rents fell,” Lund wrote."
    said = Found(0, (5, 9), ((10, 20),), (1, 4), "say", CueKind.VERB)
    found = with_quoted(text, said, quotations(text, [(0, len(text))]))
    assert (found.mode, found.quoted) == (Mode.INDIRECT, ())


def test_single_marks_quote_again_in_speech() -> None:
    """What single marks quote in somebody's speech makes a claim in it direct."""
    text = "“He said, ‘Never!’ twice.”"
    claim = Found(0, (4, 8), ((10, 18),), (1, 3), "say", CueKind.VERB)
    heard = with_quoted(text, claim, quotations(text, [(0, len(text))]))
    assert [text[start:end] for start, end in heard.quoted] == ["‘Never!’"]
    assert heard.mode is Mode.DIRECT


def test_a_turn_is_direct_without_marks() -> None:
    """Speech that the layout gives word for word is direct."""
    assert attrs.evolve(quoted(((17, 19),)), verbatim=True).mode is Mode.DIRECT


extents = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(lambda pair: (min(pair), max(pair)))


@given(extents, st.lists(extents, max_size=5))
def test_what_is_left_of_an_extent(extent: Extent, own: list[Extent]) -> None:
    """What is left is every place of the extent that no other has, in order, none empty."""
    left = list(without(extent, own))
    taken = {i for start, end in own for i in range(start, end)}
    assert [i for start, end in left for i in range(start, end)] == [
        i for i in range(*extent) if i not in taken
    ]
    assert all(start < end for start, end in left)


@pytest.mark.parametrize(
    ("text", "expected"), [("", False), (" ,;”", False), ("(a)", True), ("3%", True), ("да", True)]
)
def test_letters(text: str, expected: bool) -> None:
    """Letters and digits of any script count, punctuation and space do not."""
    assert has_letters(text) is expected


def test_a_drawn_relation_is_moved_whole() -> None:
    """Moving a relation moves its cue, source and content alike, and changes nothing else."""
    drawn = Drawn((4, 5), ((0, 2), (3, 4)), ((6, 9),), 0.5, (0.9, 0.8, 0.7))
    moved = Drawn((14, 15), ((10, 12), (13, 14)), ((16, 19),), 0.5, (0.9, 0.8, 0.7))
    assert drawn.moved(10) == moved
    assert moved.moved(-10) == drawn
