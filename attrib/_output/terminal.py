"""An attribution as a table for a terminal: one row a claim, nested claims under their parents.

Columns are as wide as their cells need, up to a share of the width, and cells wrap: nothing is cut
off.  Where that leaves too little room for the claims, mode, act and quantities share one column.
"""

from __future__ import annotations

import re
import shutil
import textwrap
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

import attrs

from attrib._values import Claim

if TYPE_CHECKING:
    from attrib._attribution import Attribution

NARROWEST = 60
WITHOUT_TERMINAL = 100
UNKNOWN = "—"

_GAP = "  "
_READABLE = 30  # characters a line; claims in less than that are hard to read
_DEEPEST = 5  # levels; deeper claims are indented no further, so that they keep room
# What moves a terminal's cursor, recolours it, or turns the order of what follows around.
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _speaker(claim: Claim) -> str:
    name, text = one_line(claim.speaker.name or ""), one_line(claim.speaker.text)
    if name and text and name.casefold() != text.casefold():
        return f"{name} ({text})"
    return name or text or UNKNOWN


# The columns, and what each holds of a claim.
_COLUMNS: dict[str, Callable[[Claim], str]] = {
    "speaker": _speaker,
    "cue": lambda claim: claim.cue.text if claim.cue else "",
    "claim": lambda claim: claim.content.text,
    "mode": lambda claim: claim.mode,
    "act": lambda claim: claim.stance.act or "",
    "quantities": lambda claim: "; ".join(quantity.span.text for quantity in claim.quantities),
}
_CUE, _CLAIM, _LABELS = 1, 2, 3  # the labels are all columns from "mode" on
_ALWAYS = ("speaker", "cue", "claim", "mode")


@attrs.frozen
class _Row:
    cells: tuple[str, ...]
    depth: int = 0

    @property
    def indent(self) -> int:
        """The columns that the claim of this row is moved to the right."""
        return 2 * min(self.depth, _DEEPEST)


def one_line(text: str) -> str:
    r"""The text on one line that is safe to print: white space and controls are single spaces.

    >>> one_line("Ana\n  Sol \x1b[31magreed")
    'Ana Sol [31magreed'
    """
    return " ".join(_UNSAFE.sub(" ", text).split())


def terminal_width() -> int:
    """The width that tables have room for: the terminal's, or 100 where there is none."""
    return max(NARROWEST, shutil.get_terminal_size((WITHOUT_TERMINAL, 0)).columns)


def render(attribution: Attribution, width: int) -> str:
    """The claims as a table of lines no longer than `width`, which is taken as 60 at least.

    >>> from attrib._attribution import Attribution
    >>> from attrib._choices import CueKind, Mode
    >>> from attrib._values import Content, Cue, Span, Speaker
    >>> text = "She said the ferry would sail."
    >>> claim = Claim(id="c1", speaker=Speaker(Span.of(text, 0, 3), name="Ana Sol"),
    ...               cue=Cue(Span.of(text, 4, 8), "say", CueKind.VERB),
    ...               content=Content.of(text, [Span.of(text, 9, 29)]), mode=Mode.INDIRECT)
    >>> print(render(Attribution(text, [claim], id="ferry.txt"), width=80))
    ferry.txt: 1 claim in 0 sentences
    speaker        cue   claim                 mode
    -------------  ----  --------------------  --------
    Ana Sol (She)  said  the ferry would sail  indirect
    """
    width = max(width, NARROWEST)
    heading = textwrap.fill(_heading(attribution), width, break_on_hyphens=False)
    if not attribution.claims:
        return heading
    (titles, *rows), widths = _fitted(_rows(attribution), width)
    rule = _Row(tuple("-" * columns for columns in widths))
    drawn = [_drawn(row, widths) for row in rows]
    # Rows of several lines are told apart by an empty one.
    between = "\n\n" if any("\n" in row for row in drawn) else "\n"
    return "\n".join([heading, _drawn(titles, widths), _drawn(rule, widths), between.join(drawn)])


def _heading(attribution: Attribution) -> str:
    name = f"{one_line(attribution.id)}: " if attribution.id else ""
    claims = _counted(len(attribution), "claim") if len(attribution) else "no claims found"
    return f"{name}{claims} in {_counted(len(attribution.sentences), 'sentence')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _rows(attribution: Attribution) -> list[_Row]:
    """The titles of the columns that hold anything, then the claims in these columns."""
    found = [
        (depth, {title: one_line(read(claim)) for title, read in _COLUMNS.items()})
        for depth, claim in _nested(attribution)
    ]
    titles = [
        title for title in _COLUMNS if title in _ALWAYS or any(cells[title] for _, cells in found)
    ]
    rows = [_Row(tuple(cells[title] for title in titles), depth) for depth, cells in found]
    return [_Row(tuple(titles)), *rows]


def _nested(attribution: Attribution) -> Iterator[tuple[int, Claim]]:
    """The claims, each before those that it holds, with the number of claims that hold it."""
    claims = {claim.id: claim for claim in attribution}
    waiting = [(0, claim) for claim in reversed(attribution.outermost())]
    while waiting:
        depth, claim = waiting.pop()
        yield depth, claim
        waiting += [(depth + 1, claims[child]) for child in reversed(claim.children)]


def _fitted(rows: list[_Row], width: int) -> tuple[list[_Row], list[int]]:
    """The rows, with their labels in one column where the claims need the room, and widths."""
    widths = _widths(rows, width)
    if widths[_CLAIM] >= min(_READABLE, _needed(rows)[_CLAIM]):
        return rows, widths
    rows = [_stacked(row) for row in rows]
    return rows, _widths(rows, width)


def _stacked(row: _Row) -> _Row:
    labels = "\n".join(row.cells[_LABELS:]).rstrip("\n")
    return attrs.evolve(row, cells=(*row.cells[:_LABELS], labels))


def _needed(rows: list[_Row]) -> list[int]:
    """The width of each column in which none of its cells would wrap."""
    columns = zip(*(row.cells for row in rows), strict=True)
    needed = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    needed[_CLAIM] = max(len(row.cells[_CLAIM]) + row.indent for row in rows)
    return needed


def _widths(rows: list[_Row], width: int) -> list[int]:
    needed = _needed(rows)
    # A fifth of the narrowest width just holds the longest act, "characterize".
    widths = [min(columns, width // 5) for columns in needed]
    widths[_CUE] = min(needed[_CUE], width // 7)
    others = sum(widths) - widths[_CLAIM] + len(_GAP) * (len(widths) - 1)
    widths[_CLAIM] = min(needed[_CLAIM], width - others)
    return widths


def _drawn(row: _Row, widths: list[int]) -> str:
    indents = [row.indent if column == _CLAIM else 0 for column in range(len(widths))]
    wrapped = map(_wrapped, row.cells, widths, indents)
    lines = zip_longest(*wrapped, fillvalue="")
    return "\n".join(_GAP.join(map(str.ljust, line, widths)).rstrip() for line in lines)


def _wrapped(cell: str, width: int, indent: int) -> list[str]:
    first = "↳ ".rjust(indent) if indent else ""
    wrapper = textwrap.TextWrapper(
        width, initial_indent=first, subsequent_indent=" " * indent, break_on_hyphens=False
    )
    # A cell without words takes a line all the same.
    return [line for part in cell.split("\n") for line in wrapper.wrap(part) or [first]]
