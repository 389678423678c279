"""How a long text is cut before it is read: bounded in size, and nothing lost."""

from __future__ import annotations

from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import unhurried

from attrib._reading.layout import blocks
from attrib._reading.reader import Piece, _clean, _goes_on, _piece, _pieces, _portions
from attrib._reading.tokenization import Cut, Token

SIZE = 24
PARTS = st.sampled_from(
    [
        *("Go home. ", "He left.” ", "“Why?” ", "a", "Lund", ". ", " ", "\t", "\u200b", "\n\n"),
        *("\r\n", "\ud800", "🙂", "It rained, ", "and it rained and rained ", "x" * 30, "3.5 "),
    ]
)
texts = st.lists(PARTS, max_size=40).map("".join)
pieces = st.lists(st.integers(0, SIZE + 6), max_size=30)


def cut(text: str, size: int = SIZE) -> list[Piece]:
    """The pieces of a text that is one block, where a portion is of such a size."""
    with patch("attrib._reading.reader._PORTION", size):
        return list(_piece(text, 0, len(text), 0))


def joined(sizes: list[int], size: int = SIZE) -> list[tuple[Piece, ...]]:
    """The portions of pieces of such sizes."""
    row = [Piece(100 * i, 100 * i + length, i) for i, length in enumerate(sizes)]
    with patch("attrib._reading.reader._PORTION", size):
        return list(_portions(row))


@unhurried
@given(texts)
def test_pieces_are_bounded(text: str) -> None:
    """No piece of a block is longer than a portion, and none is empty."""
    assert all(0 < piece.end - piece.start <= SIZE for piece in cut(text))


@unhurried
@given(texts)
def test_pieces_lose_nothing(text: str) -> None:
    """What stands between the pieces of a block is only what is read as white space."""
    found = cut(text)
    edges = [0, *(edge for piece in found for edge in (piece.start, piece.end)), len(text)]
    assert edges == sorted(edges)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        assert not _clean(text[start:end]).strip()


@unhurried
@given(texts)
def test_pieces_begin_and_end_with_what_is_read(text: str) -> None:
    """No piece begins or ends with what is read as white space."""
    for piece in cut(text):
        read = _clean(text[piece.start : piece.end])
        assert read == read.strip()


def test_a_block_is_cut_between_sentences() -> None:
    """A block that is too long is cut where a sentence ends in the later half of the portion."""
    text = "Lund won. He smiled. Then he left. It was six."
    assert [text[p.start : p.end] for p in cut(text, 30)] == [
        "Lund won. He smiled.",
        "Then he left. It was six.",
    ]


def test_a_block_of_one_portion_is_one_piece() -> None:
    """A block that is not too long is one piece, however many sentences it has."""
    text = "Lund won. He smiled."
    assert cut(text, len(text)) == [Piece(0, len(text), 0)]


def test_a_book_is_cut() -> None:
    """A block of a million characters is cut into pieces that are not too small either."""
    text = "The river rose again by noon. " * 30_000
    sizes = [p.end - p.start for p in _piece(text, 0, len(text), 0)]
    assert max(sizes) <= 30_000
    assert min(sizes[:-1]) >= 15_000


@given(pieces)
def test_portions_keep_every_piece(sizes: list[int]) -> None:
    """Every piece is in one portion, in order, and no portion is empty."""
    found = joined(sizes)
    assert [piece.block for portion in found for piece in portion] == list(range(len(sizes)))
    assert all(found)


@given(pieces)
def test_portions_are_bounded(sizes: list[int]) -> None:
    """A portion of several pieces is not too long, and could not have taken in one more."""
    found = joined(sizes)
    lengths = [sum(piece.end - piece.start for piece in portion) for portion in found]
    assert all(n <= SIZE or len(p) == 1 for n, p in zip(lengths, found, strict=True))
    for length, (_, after) in zip(lengths, pairwise(found), strict=False):
        assert length + after[0].end - after[0].start > SIZE


def test_an_article_is_one_portion() -> None:
    """The text of one article is read at once."""
    text = "\n\n".join(["The council met. It voted."] * 400)
    assert len(list(_portions(_pieces(text, blocks(text))))) == 1


@unhurried
@given(texts)
def test_pieces_know_their_block(text: str) -> None:
    """Every piece lies in the block of the layout that it names."""
    found = blocks(text)
    with patch("attrib._reading.reader._PORTION", SIZE):
        for piece in _pieces(text, found):
            assert found[piece.block].start <= piece.start < piece.end <= found[piece.block].end


@pytest.mark.parametrize("run", ["x" * 1000, "said" * 400])
def test_endless_words_are_left_out(run: str) -> None:
    """A run of a thousand characters without a space is no word and is not read."""
    text = f"Before {run} after"
    read = [text[p.start : p.end] for p in _pieces(text, blocks(text))]
    assert read == ["Before", "after"]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("Norvik Plc", "Holdings fell.", True),
        ("Lund is seen by Gov.", "Sol tomorrow.", True),
        ("Norvik fell.", "Holdings rose.", False),
        ("Norvik fell", "and rose.", False),
        ("Norvik Plc of Oslo fell", "Holdings rose.", False),
    ],
)
def test_few_words_without_a_mark_go_on(first: str, second: str, together: bool) -> None:
    """A sentence goes on behind a title, or behind three words or fewer without a mark."""
    text = f"{first} {second}"
    cuts = [Cut(0, _tokens(text, 0, len(first))), Cut(0, _tokens(text, len(first) + 1, len(text)))]
    assert _goes_on(cuts[0], cuts[1], text, 0) is together


def _tokens(text: str, begin: int, end: int) -> tuple[Token, ...]:
    """The words of a part of a text between blanks."""
    found, place = [], begin
    for word in text[begin:end].split(" "):
        found.append(Token(place, place + len(word), (word,)))
        place += len(word) + 1
    return tuple(found)
