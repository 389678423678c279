"""Running text with spans marked in it, which may nest and cross as they like.

Elements of HTML must not cross: so the text is cut at every edge of a span, and elements that a
crossing one closes are opened again behind it.  At most a few spans of a kind are drawn at a place,
the innermost, so that a page grows with its text and its spans and not with their product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise, takewhile

import attrs
from markupsafe import Markup, escape

from attrib._values import Span

# The kinds of marks from the outside in, and how many of each are drawn at a place.
DEEPEST = {"content": 4, "source": 2, "cue": 2, "quantity": 2}
_ELEMENTS = {"content": "mark"}


@attrs.frozen
class Mark:
    """A span to draw: what it is, the classes it is styled by, and what pointing at it tells.

    `label` is drawn beside it, and is no part of the text.
    """

    span: Span
    role: str
    classes: str = ""
    title: str = ""
    label: str = ""


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """The text as HTML with these marks: contents in `<mark>`, all others in `<span>`.

    >>> print(marked("1 < 2", [Mark(Span(2, 3, "<"), "cue")]))
    1 <span class="attrib-cue" title="">&lt;</span> 2
    """
    return Markup("").join(_pieces(text, marks))


def _pieces(text: str, marks: Iterable[Mark]) -> Iterator[Markup]:
    drawn: set[int] = set()
    open_now: list[tuple[int, Mark]] = []
    for start, end, wanted in _places(text, marks):
        kept = _in_common(open_now, wanted)
        yield from (_closing(mark) for _, mark in reversed(open_now[kept:]))
        for number, mark in wanted[kept:]:
            yield _opening(mark, again=number in drawn)
            drawn.add(number)
        yield escape(text[start:end])
        open_now = wanted


def _in_common(before: list[tuple[int, Mark]], after: list[tuple[int, Mark]]) -> int:
    """How many marks stay open from one piece to the next."""
    pairs = zip(before, after, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0][0] == pair[1][0], pairs))


def _places(text: str, marks: Iterable[Mark]) -> Iterator[tuple[int, int, list[tuple[int, Mark]]]]:
    """The pieces of a text, each with the numbered marks to draw around it, from the outside in."""
    opening: defaultdict[int, list[tuple[int, Mark]]] = defaultdict(list)
    closing: defaultdict[int, list[tuple[int, Mark]]] = defaultdict(list)
    for number, mark in enumerate(sorted(marks, key=_order)):
        opening[mark.span.start].append((number, mark))
        closing[mark.span.end].append((number, mark))
    active: dict[str, dict[int, Mark]] = {role: {} for role in DEEPEST}
    for start, end in pairwise(sorted({0, len(text), *opening, *closing})):
        for number, mark in closing[start]:
            del active[mark.role][number]
        for number, mark in opening[start]:
            active[mark.role][number] = mark
        yield start, end, _innermost(active)
    yield len(text), len(text), []


def _order(mark: Mark) -> tuple[int, int, int]:
    """The longest first, so that what is opened last is the innermost."""
    return mark.span.start, -mark.span.end, list(DEEPEST).index(mark.role)


def _innermost(active: dict[str, dict[int, Mark]]) -> list[tuple[int, Mark]]:
    found = (islice(reversed(active[role].items()), depth) for role, depth in DEEPEST.items())
    return sorted((pair for pairs in found for pair in pairs), key=lambda pair: pair[0])


def _opening(mark: Mark, again: bool) -> Markup:
    element = _ELEMENTS.get(mark.role, "span")
    classes = f"attrib-{mark.role} {mark.classes}".rstrip()
    label = Markup(' data-attrib="{}"').format(mark.label) if mark.label and not again else ""
    return Markup('<{} class="{}" title="{}"{}>').format(element, classes, mark.title, label)


def _closing(mark: Mark) -> Markup:
    return Markup("</{}>").format(_ELEMENTS.get(mark.role, "span"))
