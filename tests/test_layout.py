"""The layout of news: blocks that no sentence crosses."""

from __future__ import annotations

import json
import pathlib
import textwrap
import time
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib._reading import layout
from attrib._reading.layout import BLANK, BlockKind, blocks

DATA = pathlib.Path(__file__).parent / "data" / "layout.jsonl"
# Not splitlines(): some cases hold its line boundaries unescaped.
CASES = [json.loads(line) for line in DATA.read_text("utf-8").split("\n") if line]

BREAKS = ["\n", "\r\n", "\x85", "\u2029", " ", "\u200b", ", ", ".", "”", " - ", "— ", "• ", "1. "]
WORDS = ["MOSCOW", "(Reuters)", "By Jane Doe", "Updated 21:09", "Sept. 14", "the", "Banks cut"]
TEXTS = st.one_of(
    st.text(),
    st.text(st.characters(exclude_categories=())),  # lone surrogates, too
    st.lists(st.sampled_from(BREAKS + WORDS), max_size=40).map("".join),
)
STORY = [
    "The island's only bakery will close in the spring because nobody wants to take it over, its "
    "owner said on Monday. She has baked for forty years, mostly at night, and her daughter "
    "became a pilot in the north of the country, where she lives with a dog.",
    "“I would have liked to go on,” said Mary Roe, 71. “But my back would not.” The council had "
    "declined to buy the house, which stands empty from the first floor up. Mayor John Doe said "
    "that bread could be had from the mainland, twice a week, on the boat that brings the mail.",
    "The boat takes two hours. In January it did not sail at all.",
]
HUNDRED_THOUSAND = {
    "letters": "a" * 100_000,
    "capitals": "A" * 100_000,
    "newlines": "\n" * 100_000,
    "spaces": " " * 100_000,
    "quotation marks": '"' * 100_000,
    "hyphens": "A-" * 50_000,
    "full lines in capitals": ("AA " * 52 + "\n") * 640,
    "lines like bylines": ("By " + "Aa Bb and " * 15 + "x!\n") * 640,
    "lines like dates": ("May 1 2018 " * 13 + "!\n") * 640,
}


class Case(TypedDict):
    """A text, and what its blocks are."""

    name: str
    text: str
    blocks: list[str]
    kinds: list[str]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(case: Case) -> None:
    """Every text in the data file has the blocks that stand there."""
    found = blocks(case["text"])
    assert [case["text"][block.start : block.end] for block in found] == case["blocks"]
    assert [block.kind for block in found] == case["kinds"]


@given(TEXTS)
def test_blocks_are_ordered_and_disjoint(text: str) -> None:
    """Every block has a length, and begins no earlier than the one before it ended."""
    offsets = [offset for block in blocks(text) for offset in (block.start, block.end)]
    assert offsets == sorted(offsets)
    assert all(0 <= block.start < block.end <= len(text) for block in blocks(text))


@given(TEXTS)
def test_blocks_cover_all_but_blanks(text: str) -> None:
    """What lies outside of every block is blank."""
    inside = {offset for block in blocks(text) for offset in range(block.start, block.end)}
    assert all(offset in inside or character in BLANK for offset, character in enumerate(text))


@given(TEXTS)
def test_blocks_are_stripped(text: str) -> None:
    """No block has a blank at one of its ends."""
    assert all(text[b.start : b.end].strip(BLANK) == text[b.start : b.end] for b in blocks(text))


@given(TEXTS)
def test_blocks_hold_no_blank_line(text: str) -> None:
    """A blank line is never inside a block."""
    for block in blocks(text):
        lines = layout.NEWLINE.split(text[block.start : block.end])
        assert all(line.strip(BLANK) for line in lines)


@given(TEXTS)
def test_blocks_are_the_same_every_time(text: str) -> None:
    """The same text has the same blocks."""
    assert blocks(text) == blocks(text)


@pytest.mark.parametrize("width", range(45, 101, 5))
def test_wrapping_changes_no_paragraph(width: int) -> None:
    """At whatever width paragraphs are wrapped, each of them is one block."""
    text = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in STORY)
    found = [" ".join(text[block.start : block.end].split()) for block in blocks(text)]
    assert found == STORY


def test_blank_holds_white_space() -> None:
    """Every character that str.isspace() accepts is a blank."""
    assert {c for c in map(chr, range(0x110000)) if c.isspace()} <= set(BLANK)


def test_every_kind_has_a_case() -> None:
    """The data file shows each kind of block."""
    assert {kind for case in CASES for kind in case["kinds"]} == set(BlockKind)


@pytest.mark.parametrize("text", HUNDRED_THOUSAND.values(), ids=list(HUNDRED_THOUSAND))
def test_time_is_linear(text: str) -> None:
    """A hundred thousand characters of the same kind take well under a second."""
    blocks(".")  # compiles the patterns
    begin = time.process_time()
    blocks(text)
    assert time.process_time() - begin < 1
