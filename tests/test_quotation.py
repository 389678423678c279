"""Quotations: what stands between quotation marks, block by block."""

from __future__ import annotations

import time
from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import unhurried

from attrib._claims.quotation import Quotation, quotations, within

BREAK = "\n\n"
PIECES = [
    '"',
    "“",
    "”",
    "„",
    "«",
    "»",
    "''",
    "``",
    "'",
    "‘",
    "’",
    "a",
    "no.",
    ",",
    "(",
    "—",
    " ",
    "\n",
]
BLOCKS = st.lists(st.lists(st.sampled_from(PIECES), max_size=20).map("".join), max_size=4)


@attrs.frozen
class Case:
    """Blocks of text, and the quotations in them; one that is never closed ends in `...`."""

    name: str
    blocks: tuple[str, ...]
    found: tuple[str, ...]


def case(name: str, *blocks: str, found: tuple[str, ...] = ()) -> Case:
    return Case(name, blocks, found)


CASES = [
    case("no blocks"),
    case("no marks", "Nobody spoke."),
    case("empty block", ""),
    case("straight", 'She said "no" and left.', found=('"no"',)),
    case("straight, two", '"No," she said, "never."', found=('"No,"', '"never."')),
    case("straight, full stop outside", 'He called it "odd".', found=('"odd"',)),
    case("straight, in brackets", 'It rained ("a lot") here.', found=('"a lot"',)),
    case("straight, after a dash", 'One word—"no"—was heard.', found=('"no"',)),
    case("straight, whole block", '"No."', found=('"No."',)),
    case("straight, nothing inside", 'An empty "" pair.', found=('""',)),
    case("curly", "She said “no” and left.", found=("“no”",)),
    case("curly, two", "“No,” she said, “never.”", found=("“No,”", "“never.”")),
    case("curly, closed by a straight one", 'She said “no" and left.', found=('“no"',)),
    case("straight, closed by a curly one", 'She said "no” and left.', found=('"no”',)),
    case("curly, opened by a closing one", "She said ”no” and left.", found=("”no”",)),
    case("low", "She said „no” and left.", found=("„no”",)),
    case("guillemets", "She said «no» and left.", found=("«no»",)),
    case("guillemets with spaces", "She said « no » and left.", found=("« no »",)),
    case("backticks and apostrophes", "She said ``no'' and left.", found=("``no''",)),
    case("two apostrophes", "She said ''no'' and left.", found=("''no''",)),
    case("apostrophes never open", "The dog's tail, the dogs' tails, rock 'n' roll, ’tis."),
    case(
        "single marks are left to their quotation",
        "“He said ‘no’ twice.”",
        found=("“He said ‘no’ twice.”",),
    ),
    case(
        "an apostrophe inside",
        "\"It's the boys' turn,\" he said.",
        found=("\"It's the boys' turn,\"",),
    ),
    case("single", "She said 'no way' and left.", found=("'no way'",)),
    case("single, curly", "She said ‘no’ and left.", found=("‘no’",)),
    case(
        "single, with an apostrophe",
        "‘It’s the dogs’ turn,’ he said.",
        found=("‘It’s the dogs’ turn,’",),
    ),
    case("single, ending in s", "The ‘boys’ met the ‘girls’ here.", found=("‘boys’", "‘girls’")),
    case("single, at the end", "Nobody counted the '11 calls'", found=("'11 calls'",)),
    case("single, never closed", "She said ‘no and left."),
    case("a decade", "In the '90s the dogs' home shut."),
    case("single beside double", "‘Yes,’ he said. “No.”", found=("‘Yes,’", "“No.”")),
    case("inches", 'A 6" pipe and a 12" pipe burst.'),
    case("a closing mark alone", "and left.” Nobody spoke."),
    case("never closed", "She said “no and left.", found=("“no and left....",)),
    case("never closed, straight", 'She said "no and left.', found=('"no and left....',)),
    case(
        "opened again in the next paragraph",
        "“I stay.",
        "“I do not leave,” she said.",
        found=("“I stay....", "“I do not leave,”"),
    ),
    case(
        "opened again in the next paragraph, straight",
        'He wrote: "I stay.',
        '"I do not leave."',
        found=('"I stay....', '"I do not leave."'),
    ),
    case("a block never reaches the next", "“I stay.", "He left.”", found=("“I stay....",)),
    case(
        "never closed, before who said it",
        "“We stay. It is dry, the mayor said on Monday. The bank denied it.",
        found=("“We stay. It is dry...",),
    ),
    case(
        "never closed, before a verb and a name",
        "He came. “We stay, said Lund. The bank denied it.",
        found=("“We stay...",),
    ),
    case(
        "never closed, said of somebody else",
        "“We stay, the mayor said he would too.",
        found=("“We stay, the mayor said he would too....",),
    ),
    case(
        "never closed, before a sentence that reports",
        'He wrote: "We stay. It is dry. The bank denied it. So it went.',
        found=('"We stay. It is dry....',),
    ),
    case(
        "never closed, in the speaker's own voice",
        "“We stay. Mr. Sol left. We said so in May. It is dry.",
        found=("“We stay. Mr. Sol left. We said so in May. It is dry....",),
    ),
    case(
        "opened again in the next paragraph, with a sentence that reports",
        "“We stay. The bank denied it. It is dry.",
        "“We do not leave,” she said.",
        found=("“We stay. The bank denied it. It is dry....", "“We do not leave,”"),
    ),
    case("curly, closed by an opening one", "“We stay.“ She left.", found=("“We stay.“",)),
    case(
        "inches in a quotation",
        '"It has a 5" screen and costs more," he said.',
        found=('"It has a 5" screen and costs more,"',),
    ),
    case("inches before a word", 'A 5"screen and a 6" one.'),
    case("a number last", 'He said "no to 12" and left.', found=('"no to 12"',)),
    case("opened twice", "“I stay. “I leave,” she said.", found=("“I stay. ...", "“I leave,”")),
]


def laid_out(blocks: tuple[str, ...] | list[str]) -> tuple[str, list[tuple[int, int]]]:
    """The blocks joined to a text, and where each of them lies."""
    starts = [len(BREAK.join([*blocks[:i], ""])) for i in range(len(blocks))]
    ends = [start + len(block) for start, block in zip(starts, blocks, strict=True)]
    return BREAK.join(blocks), list(zip(starts, ends, strict=True))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_cases(case: Case) -> None:
    """The blocks of every case have the quotations that stand beside them."""
    text, blocks = laid_out(case.blocks)
    found = quotations(text, blocks)
    assert tuple(text[q.start : q.end] + "..." * (not q.closed) for q in found) == case.found


def test_what_lies_outside_of_blocks_is_not_read() -> None:
    """Marks before and after the blocks neither open nor close a quotation."""
    text = 'a "b" c "d" e'
    assert quotations(text, [(6, 8), (11, len(text))]) == ()
    assert quotations(text, []) == ()


@unhurried
@given(BLOCKS)
def test_quotations_are_ordered_and_disjoint(paragraphs: list[str]) -> None:
    """Every quotation has a length, and begins no earlier than the one before it ended."""
    found = quotations(*laid_out(paragraphs))
    assert all(quote.start < quote.end for quote in found)
    assert all(before.end <= after.start for before, after in pairwise(found))


@unhurried
@given(BLOCKS)
def test_quotations_lie_in_blocks(paragraphs: list[str]) -> None:
    """Every quotation lies inside of one block; one that is not closed ends there or at a mark."""
    text, blocks = laid_out(paragraphs)
    for quote in quotations(text, blocks):
        assert any(start <= quote.start and quote.end <= end for start, end in blocks)


@unhurried
@given(BLOCKS)
def test_quotations_begin_with_a_mark(paragraphs: list[str]) -> None:
    """Every quotation begins with a mark, and ends with one if it is closed."""
    text, blocks = laid_out(paragraphs)
    marks = ('"', "“", "”", "„", "«", "»", "''", "``", "‘", "’", "'")
    for quote in quotations(text, blocks):
        assert text.startswith(marks, quote.start)
        assert not quote.closed or text[quote.start + 1 : quote.end].endswith(marks)


@unhurried
@given(BLOCKS)
def test_blocks_do_not_touch_each_other(paragraphs: list[str]) -> None:
    """Each block has the same quotations with all others as with the next one alone."""
    text, blocks = laid_out(paragraphs)
    alone = [
        quote
        for place, (_, end) in enumerate(blocks)
        for quote in quotations(text, blocks[place : place + 2])
        if quote.end <= end
    ]
    assert list(quotations(text, blocks)) == alone


@unhurried
@given(st.text(), st.integers(0, 9), st.integers(0, 9))
def test_any_text_can_be_read(text: str, start: int, end: int) -> None:
    """Any text, and any block in it, is read without an error."""
    quotations(text, [(0, len(text))])
    quotations(text, [(min(start, len(text)), min(end, len(text)))])


@unhurried
@given(BLOCKS, st.integers(0, 40), st.integers(1, 20))
def test_within_finds_what_touches(paragraphs: list[str], start: int, length: int) -> None:
    """The quotations within a span are those that share a character with it."""
    found = quotations(*laid_out(paragraphs))
    touching = tuple(quote for quote in found if quote.touches(start, start + length))
    assert within(found, start, start + length) == touching


def test_covers_and_touches() -> None:
    """A quotation covers its own span and what lies inside; it touches what shares a character."""
    quote = Quotation(3, 7)
    assert quote.covers(3, 7)
    assert not quote.covers(3, 8)
    assert quote.touches(6, 9)
    assert not quote.touches(7, 9)


@pytest.mark.parametrize(
    "piece", ['"', "“", "”", '"a" ', "“a ", "''", '" ', "“”", 'a"', "'a ", "s' ", "‘a"]
)
def test_time_is_linear(piece: str) -> None:
    """A hundred thousand marks take less than two seconds, whatever stands between them."""
    text = piece * 100_000
    begin = time.process_time()
    quotations(text, [(0, len(text))])
    assert time.process_time() - begin < 2
