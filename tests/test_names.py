"""Names that the model finds are mended: several told apart, and what names nothing left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib._reading.names import mended
from attrib._sentence import Name, NameKind, Word

WORDS = st.lists(
    st.sampled_from(
        ["Miramar", "California", "CA", "New", "York", "of", "/", ",", ".", "Lake", "France"]
    ),
    min_size=1,
    max_size=8,
)


def sentence(words: list[str]) -> list[Word]:
    """Words with a blank between them."""
    starts = [sum(map(len, words[:i])) + i for i in range(len(words))]
    return [
        Word(i, word, start, start + len(word), word.lower(), "PROPN", "NNP", "", 0, "root")
        for i, (word, start) in enumerate(zip(words, starts, strict=True))
    ]


def parts(text: str, kind: NameKind = NameKind.PLACE) -> list[str]:
    """What is left of a name that all words of a text were taken for."""
    words = sentence(text.split())
    found = mended(words, [Name(0, len(words), kind)])
    return [" ".join(word.text for word in words[name.first : name.last]) for name in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Miramar California", ["Miramar", "California"]),
        ("San Rafael Ca", ["San Rafael", "Ca"]),
        ("brittany france", ["brittany", "france"]),
        ("Houston , Texas", ["Houston", "Texas"]),
        ("Buffalo New York", ["Buffalo", "New York"]),
        ("St. Louis Mo.", ["St. Louis", "Mo."]),
        ("New Mexico", ["New Mexico"]),
        ("West Virginia", ["West Virginia"]),
        ("Lake Michigan", ["Lake Michigan"]),
        ("Gulf of Mexico", ["Gulf of Mexico"]),
        ("Latin America", ["Latin America"]),
        ("South Korea", ["South Korea"]),
        ("playa la", ["playa la"]),
        ("Ohio", ["Ohio"]),
        (", Texas", [", Texas"]),
    ],
)
def test_a_town_and_its_state_are_two_places(text: str, expected: list[str]) -> None:
    """A state or country behind a town is a name of its own, but not in "New Mexico"."""
    assert parts(text) == expected


def test_only_places_are_told_apart_by_states() -> None:
    """A university and a person keep the state that their names end with."""
    assert parts("Hard Rock California", NameKind.ORGANIZATION) == ["Hard Rock California"]
    assert parts("George Washington", NameKind.PERSON) == ["George Washington"]


def test_a_slash_stands_between_two_names() -> None:
    """What stands on both sides of a slash are names, and the slash is of neither."""
    assert parts("Norvik / Sol Bank", NameKind.ORGANIZATION) == ["Norvik", "Sol Bank"]
    assert parts("Norvik /", NameKind.ORGANIZATION) == ["Norvik"]


@pytest.mark.parametrize("text", [".", "!", "P.S.", "CEO"])
def test_what_names_nothing_is_no_name(text: str) -> None:
    """A mark and an initialism of common words are no names."""
    assert parts(text, NameKind.PERSON) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [("Dallas Street", False), ("S. Elm Ave .", False), ("Wall Street", True), ("Street", True)],
)
def test_streets_are_no_places(text: str, named: bool) -> None:
    """A street names nobody who speaks, but for those by which the press calls somebody."""
    assert bool(parts(text)) is named


@given(WORDS, st.data(), st.sampled_from(NameKind))
def test_parts_lie_in_the_name(texts: list[str], data: st.DataObject, kind: NameKind) -> None:
    """What a name is cut into stands in it, in order, not empty, and is of its kind."""
    words = sentence(texts)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, len(words)))
    place = first
    for name in mended(words, [Name(first, last, kind)]):
        assert place <= name.first < name.last <= last
        assert name.kind is kind
        place = name.last
