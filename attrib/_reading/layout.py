"""The news layout of a text: headlines, furniture, bullets and paragraphs.

A block is a run of text that no sentence crosses.  Every line is read once for what its two ends
tell; a newline between two lines then ends the block, or is crossed where the text was wrapped.
The words and patterns of the news trade are data: `data/layout.toml`.
"""

from __future__ import annotations

import functools
import math
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import chain, pairwise, takewhile

import attrs
import regex

from attrib._data import data

# Soft hyphen, joiners, marks of direction, byte order mark: characters without a width.
ZERO_WIDTH = "\xad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufeff"
ZERO_WIDTH += "".join(map(chr, range(0x2060, 0x2070)))
# What a blank line is made of, and no block begins or ends with: what str.isspace() accepts (none
# of it lies beyond U+3000), control characters, characters without a width.
BLANK = ZERO_WIDTH + "".join(
    c for c in map(chr, range(0x3001)) if c.isspace() or unicodedata.category(c) == "Cc"
)
NEWLINE = regex.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
REACH = 160  # characters that a pattern may look at, and that a headline may have
HEADLINE_COUNT = 3  # more short lines than these at the top are a list or a poem
WRAP_WIDTHS = range(30, 111)


class BlockKind(StrEnum):
    """What a block is to the reader of a newspaper."""

    HEADLINE = "headline"
    FURNITURE = "furniture"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"


@attrs.frozen
class Block:
    """A run of text that no sentence crosses: `text[start:end]`, without blanks at its ends."""

    start: int
    end: int
    kind: BlockKind


class _Ending(StrEnum):
    """What the end of a line tells about the end of a sentence."""

    CLOSED = "closed"  # final punctuation
    COLON = "colon"
    OPEN = "open"  # nothing can end here
    BARE = "bare"  # no telling


OPENINGS = {BlockKind.PARAGRAPH: "dateline", BlockKind.BULLET: "bullet"}  # tables of patterns
UNFINISHED = (_Ending.OPEN, _Ending.BARE)


@attrs.frozen
class _Line:
    """A line that is not blank, with all that decides whether it goes on in the next."""

    start: int
    end: int
    indent: int
    width: int
    kind: BlockKind
    ending: _Ending
    opener: int  # length of the first word
    lower: bool  # whether that is in lower case
    top: bool  # whether the text begins with this line
    titled: bool  # whether it does so with a headline, to judge by the capitals
    certain: bool  # whether it is a bullet wherever it stands


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text, in order and disjoint, cover everything in it but blanks (`BLANK`).

    >>> text = "Ports reopen after storm\\nMOSCOW (Reuters) - All ports are open,\\nofficials said."
    >>> for block in blocks(text):
    ...     print(f"{block.kind}: {text[block.start:block.end]!r}")
    headline: 'Ports reopen after storm'
    furniture: 'MOSCOW (Reuters) -'
    paragraph: 'All ports are open,\\nofficials said.'
    """
    paragraphs = _paragraphs(text)
    width = _wrap_width([pair for lines in paragraphs for pair in pairwise(lines)])
    return tuple(_cut(text, [group for lines in paragraphs for group in _groups(lines, width)]))


def titles() -> frozenset[str]:
    """The abbreviated titles that a name follows, so that no sentence ends with one.

    >>> "Gov." in titles()
    True
    """
    return _words("words", "title")


@functools.cache
def _data() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads(data("layout.toml"))


@functools.cache
def _words(table: str, name: str) -> frozenset[str]:
    return frozenset(_data()[table][name])


@functools.cache
def _pattern(table: str) -> regex.Pattern[str]:
    """One pattern for any of those in a table, each `<name>` in it replaced by what it names.

    >>> bool(_pattern("furniture").fullmatch("Updated 21:09, 14-Sep-2018"))
    True
    """
    # Of two words of which one begins the other, the longer must be tried first.
    parts = dict(_data()["fragments"])
    for name, words in _data()["words"].items():
        parts[name] = "|".join(map(regex.escape, sorted(words, key=len, reverse=True)))
    expanded, whole = "", "|".join(f"(?:{pattern})" for pattern in _data()[table].values())
    while expanded != whole:
        expanded, whole = whole, regex.sub("<([a-z_]+)>", lambda at: f"(?:{parts[at[1]]})", whole)
    return regex.compile(whole, regex.VERBOSE | regex.DOTALL)


def _paragraphs(text: str) -> list[list[_Line]]:
    """The lines of a text that are not blank, apart wherever a blank line stands between them.

    >>> [len(lines) for lines in _paragraphs("one\\ntwo\\n \\nthree")]
    [2, 1]
    """
    shouted = text == text.upper()
    paragraphs: list[list[_Line]] = [[]]
    start = 0
    for end, after in chain((m.span() for m in NEWLINE.finditer(text)), [(len(text), len(text))]):
        first, last = _trimmed(text, start, end)
        if first < last:
            top = paragraphs == [[]]
            paragraphs[-1].append(_line(text[first:last], first, first - start, shouted, top))
        # U+2029 is the paragraph separator: it needs no blank line beside it.
        if paragraphs[-1] and (first == last or text[end:after] == "\u2029"):
            paragraphs.append([])
        start = after
    return [lines for lines in paragraphs if lines]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets without the blanks at both ends; equal where all is blank."""
    part = text[start:end].lstrip(BLANK)
    return end - len(part), end - len(part) + len(part.rstrip(BLANK))


def _line(content: str, start: int, indent: int, shouted: bool, top: bool) -> _Line:
    word = content[: WRAP_WIDTHS.stop].split(maxsplit=1)[0]
    letters = word.lstrip("".join(_words("characters", "opening")))
    return _Line(
        start=start,
        end=start + len(content),
        indent=indent,
        width=indent + len(content),
        kind=_line_kind(content, shouted),
        ending=_ending(content[-24:]),
        opener=len(word),
        lower=letters[:1].islower() and letters == letters.lower(),
        top=top,
        titled=top and _is_titled(content),
        certain=content[0] in _words("characters", "bullet"),
    )


def _line_kind(line: str, shouted: bool) -> BlockKind:
    """What a line is by itself; a plain one counts as (part of) a paragraph."""
    if len(line) <= REACH and _pattern("furniture").fullmatch(line):
        return BlockKind.FURNITURE
    if _pattern("bullet").match(line[:REACH]):
        return BlockKind.BULLET
    if len(line) <= REACH and not shouted and _is_capitals(line):
        return BlockKind.HEADLINE
    return BlockKind.PARAGRAPH


def _is_capitals(line: str) -> bool:
    """Whether a line is a heading by its capitals; a shout in quotation marks is speech.

    >>> [_is_capitals(line) for line in ("FULL TEXT", "“NEVER!”", "U.S.", "Full text")]
    [True, False, False, False]
    """
    letters = [character.isupper() for character in line if character.isalpha()]
    return len(letters) > 3 and all(letters) and line[0] not in _words("characters", "opening")


def _is_titled(line: str) -> bool:
    """Whether the long words of a line are capitalised, as in a headline.

    >>> _is_titled("Banks Agree to Cut Rates in Surprise Move"), _is_titled("Banks agree to cut")
    (True, False)
    """
    capitals = [word[0].isupper() for word in regex.findall(r"\p{L}{4,}", line[:REACH])]
    return len(line) <= REACH and len(capitals) > 3 and sum(capitals) >= 0.85 * len(capitals)


def _ending(tail: str) -> _Ending:
    """What the last characters of a line tell.

    >>> [str(_ending(tail)) for tail in ("he said.”", "he said:", "met Gov.", "of the", "minister")]
    ['closed', 'colon', 'open', 'open', 'bare']
    """
    word = tail.rsplit(maxsplit=1)[-1]
    bare = tail.rstrip("".join(_words("characters", "closing")))
    if tail[-1] == "," or word in _words("words", "title") or word in _words("words", "unfinished"):
        return _Ending.OPEN
    if bare[-1:] == ":":
        return _Ending.COLON
    return _Ending.CLOSED if bare[-1:] in _words("characters", "final") else _Ending.BARE


def _wrap_width(pairs: Sequence[tuple[_Line, _Line]]) -> int:
    """The width at which lines were wrapped, or 0 where they were not.

    Wrapped lines break in mid-sentence, and where the next word would not have fitted.
    """
    soft = (BlockKind.PARAGRAPH, BlockKind.BULLET)
    pairs = [(a, b) for a, b in pairs if a.kind in soft and b.kind is BlockKind.PARAGRAPH]
    if not pairs:
        return 0
    widths = sorted(line.width for pair in pairs for line in pair)
    # The longest line in twenty may be an address of the web or the like, which does not wrap.
    width = widths[math.ceil(0.95 * (len(widths) - 1))]
    cut = [(a, b) for a, b in pairs if a.ending in UNFINISHED]
    full = sum(_fills(a, b, 0.9 * width) for a, b in cut)
    flowing = sum(b.lower or a.ending is _Ending.OPEN for a, b in cut)
    enough = min(full / 0.75, flowing / 0.5) >= len(cut) >= 0.3 * len(pairs)
    return width if enough and width in WRAP_WIDTHS else 0


def _fills(line: _Line, following: _Line, width: float) -> bool:
    """Whether the first word of the following line would not have fitted on the line."""
    return line.width + 1 + following.opener > width


def _groups(lines: Sequence[_Line], width: int) -> list[list[_Line]]:
    """The lines of one paragraph, those together that a sentence may cross."""
    # A text of long lines can hold a wrapped passage, and the other way round.
    if not width or max(line.width for line in lines) > 1.15 * width:
        width = _wrap_width([*pairwise(lines)])
    groups = [[lines[0]]]
    for before, after in pairwise(lines):
        if not _goes_on(groups[-1][0], before, after, width, len(lines) > HEADLINE_COUNT):
            groups.append([])
        groups[-1].append(after)
    return groups


def _goes_on(first: _Line, before: _Line, after: _Line, width: int, tall: bool) -> bool:
    """Whether a newline is a mere wrap; `first` begins the block, headlines are never `tall`."""
    if first.kind in (BlockKind.FURNITURE, BlockKind.HEADLINE):
        return False
    is_open, unfinished = before.ending is _Ending.OPEN, before.ending in UNFINISHED
    if after.kind is not BlockKind.PARAGRAPH:
        # In running text a wrap can put a dash, a number or a date at the beginning of a line.
        cut_off = is_open or (unfinished and not before.top and _fills(before, after, width))
        in_flow = width > 0 and first.kind is BlockKind.PARAGRAPH
        return in_flow and cut_off and not after.certain
    if first.kind is BlockKind.BULLET and after.indent > first.indent and width:
        return True
    if unfinished and (after.lower or is_open):
        return True
    if (before.titled and tall) or after.indent > before.indent + 1:
        return False
    # People who break lines by hand stop short of the width, but seldom at a full stop.
    return width > 0 and _fills(before, after, 0.8 * width if unfinished else width)


def _cut(text: str, groups: Sequence[Sequence[_Line]]) -> Iterator[Block]:
    """The blocks of the groups, with datelines and the marks of bullets apart."""
    content = [group for group in groups if group[0].kind is not BlockKind.FURNITURE]
    # A headline stands over something, so the last group is none.
    top = content[: min(HEADLINE_COUNT, len(content) - 1)]
    heads = {group[0].start for group in takewhile(lambda group: _is_head(text, group), top)}
    for group in groups:
        start, end, kind = group[0].start, group[-1].end, group[0].kind
        reach = text[start : min(end, start + REACH)]
        opening = kind in OPENINGS and _pattern(OPENINGS[kind]).match(reach)
        cut = start + (opening.end() if opening else 0)
        kind = BlockKind.HEADLINE if start in heads else kind
        for low, high, what in ((start, cut, BlockKind.FURNITURE), (cut, end, kind)):
            first, last = _trimmed(text, low, high)
            if first < last:
                yield Block(first, last, what)


def _is_head(text: str, group: Sequence[_Line]) -> bool:
    """Whether a group that stands at the top of a text is one of its headlines."""
    line = text[group[0].start : min(group[-1].end, group[0].start + REACH + 1)]
    if group[0].kind is not BlockKind.PARAGRAPH or len(line) > REACH:
        return group[0].kind is BlockKind.HEADLINE
    if group[0].lower or _pattern("dateline").match(line):
        return False
    return group[-1].ending is _Ending.BARE or _is_titled(line)
