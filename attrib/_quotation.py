"""Quotations: which stretches of a text stand between quotation marks.

One pass over the double marks of each block, then one over the single marks outside of them.  A
double quotation that is never closed runs to the end of its block, as news writes speech that goes
on in the next paragraph; a single one needs its end, for an apostrophe looks like its beginning.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence

import attrs
import regex

QUOTE_MARKS = frozenset({'"', "“", "”", "''", "``", "«", "»", "„", "‟"})
_MARKS = regex.compile(r"[\"“”„‟«»]|''|``")
_LONE = regex.compile(r"(?<!')[‘’'](?!')")
_YEAR = regex.compile(r"['‘]\d\ds\b")
_SHORTEST = 3  # "rock 'n' roll" quotes nothing
_OPENING, _CLOSING = frozenset("“„‟«") | {"``"}, frozenset("”»")
_BEFORE_OPENING = frozenset("([{—–-'‘")
_AFTER_CLOSING = frozenset(")]}.,;:!?—–-'’")


@attrs.frozen(order=True)
class Quotation:
    """A stretch between quotation marks, marks included; `closed` tells if its end was marked."""

    start: int
    end: int
    closed: bool = True

    def covers(self, start: int, end: int) -> bool:
        """Whether a span lies wholly inside."""
        return self.start <= start and end <= self.end

    def touches(self, start: int, end: int) -> bool:
        """Whether a span shares a character with it."""
        return self.start < end and start < self.end


def quotations(text: str, blocks: Iterable[tuple[int, int]]) -> tuple[Quotation, ...]:
    """The quotations of a text, block by block, in order and never overlapping.

    >>> text = 'He said "no" twice. “Never again.'
    >>> [text[q.start:q.end] for q in quotations(text, [(0, len(text))])]
    ['"no"', '“Never again.']
    """
    return tuple(q for start, end in blocks for q in _block_quotations(text, start, end))


def _block_quotations(text: str, start: int, end: int) -> Iterator[Quotation]:
    place = start
    for quote in _double(text, start, end):
        yield from _single(text, place, quote.start)
        yield quote
        place = quote.end
    yield from _single(text, place, end)


def _double(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    for mark in _MARKS.finditer(text, start, end):
        if _opens(text, mark, start, end, opened is not None):
            if opened is not None and mark.start() > opened:
                found.append(Quotation(opened, mark.start(), closed=False))
            opened = mark.start()
        elif opened is not None:
            found.append(Quotation(opened, mark.end()))
            opened = None
    if opened is not None:
        found.append(Quotation(opened, end, closed=False))
    return found


def _single(text: str, start: int, end: int) -> Iterator[Quotation]:
    """Quotations between single marks; apostrophes inside words, "dogs'" and "'90s" are none."""
    opening: int | None = None
    doubtful: int | None = None
    for mark in _LONE.finditer(text, start, end):
        place = mark.start()
        kind = _single_kind(text, place, start, end)
        if kind == "open":
            if opening is not None and doubtful is not None:
                yield Quotation(opening, doubtful)
            opening, doubtful = place, None
        elif opening is None or place - opening < _SHORTEST:
            continue
        elif kind == "close":
            yield Quotation(opening, place + 1)
            opening = doubtful = None
        elif kind == "doubtful" and doubtful is None:
            doubtful = place + 1
    if opening is not None and doubtful is not None:
        yield Quotation(opening, doubtful)


def _single_kind(text: str, place: int, start: int, end: int) -> str:
    left = text[place - 1] if place > start else " "
    right = text[place + 1] if place + 1 < end else " "
    if left.isspace() or left in _BEFORE_OPENING:
        opens = text[place] != "’" and not right.isspace() and not _YEAR.match(text, place, end)
        return "open" if opens else ""
    if right.isspace() or right in _AFTER_CLOSING:
        possessive = left in "sS" and right.isspace() and place + 1 < end
        return "doubtful" if possessive else "close"
    return ""


def _opens(text: str, mark: regex.Match[str], start: int, end: int, inside: bool) -> bool:
    left = text[mark.start() - 1] if mark.start() > start else " "
    right = text[mark.end()] if mark.end() < end else " "
    space_left = left.isspace() or left in _BEFORE_OPENING
    space_right = right.isspace() or right in _AFTER_CLOSING
    if mark.group() in _OPENING:
        return True
    if mark.group() in _CLOSING:
        # a closing mark that stands where only an opening one can is a slip of the keyboard
        return not inside and space_left and not right.isspace()
    if space_left and not right.isspace():
        return not (inside and space_right and not left.isspace())
    if space_right and not left.isspace():
        return False
    return not inside


def within(found: Sequence[Quotation], start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations, of an ordered sequence, that share a character with a span."""
    first = bisect.bisect_right(found, start, key=lambda q: q.end)
    last = bisect.bisect_left(found, end, key=lambda q: q.start)
    return tuple(found[first:last])
