"""`quantities(text)`: the amounts of a text, with their units, bounds and parts in changes."""

from __future__ import annotations

from decimal import Context, Decimal
from itertools import pairwise

from attrib._choices import QuantityKind, Role
from attrib._quantities.bounds import close_up
from attrib._quantities.changes import add_changes
from attrib._quantities.completion import add_age, add_noun, add_points, holds, pass_on
from attrib._quantities.counted import Counter, by_words, ends_phrase
from attrib._quantities.draft import Draft, is_percent
from attrib._quantities.drafts import drafts
from attrib._quantities.exclusions import excluded
from attrib._quantities.tokens import Tokens, read_tokens
from attrib._quantities.units import ITEM
from attrib._values import Quantity, Span

_EXACT = Context(prec=200)


def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of a text, in its order: no dates, no clock times, no numbers in names.

    No model is needed.  `text[q.span.start:q.span.end] == q.span.text` for each of them, on the
    string as it was passed.

    >>> for q in quantities("Sales rose 3% to more than $4bn in 2019, or $12 a head."):
    ...     print(q.span.text, q.kind, q.low, q.high, q.unit, q.role, sep=" | ")
    3% | share | 3 | 3 | percent | delta
    more than $4bn | money | 4000000000 | None | curr-usd | after
    $12 a head | money | 12 | 12 | curr-usd-per-item | level

    Raises:
        TypeError: the text is no `str`.
    """
    if isinstance(text, bytes | bytearray):
        raise TypeError(
            "quantities() takes a str, not bytes: decode it first, as in data.decode('utf-8')"
        )
    if not isinstance(text, str):
        raise TypeError(f"quantities() takes a text as a str, not {type(text).__name__}")
    return read_quantities(text)


def read_quantities(text: str, counted: Counter | None = None) -> tuple[Quantity, ...]:
    """As `quantities`, with another way to find counted nouns.

    Args:
        text: any string.
        counted: called with the offsets of a number, up to where its noun phrase goes on, and
            whether it is one; gives the `Noun` that the number counts, or None.
    """
    tokens = read_tokens(text)
    found = list(drafts(tokens, excluded(tokens)))
    after = {token.end: index + 1 for index, token in enumerate(tokens.tokens)}
    counter = counted or by_words(tokens, after)
    for draft in found:
        add_noun(tokens, draft, counter, after)
    kept = [draft for draft in found if holds(tokens, draft)]
    for draft in kept:
        close_up(tokens, draft)
        add_age(tokens, draft)
        add_points(tokens, draft)
    for draft, following in pairwise(kept):
        _part(tokens, draft, following)
    add_changes(tokens, kept)
    pass_on(tokens, kept)
    return tuple(_quantity(tokens, draft) for draft in kept)


def _part(tokens: Tokens, draft: Draft, following: Draft) -> None:
    """End a draft before the next one, and before words that lead to it: "5 | per 1,000"."""
    if draft.last <= following.first:
        return
    draft.last = following.first
    while draft.last > draft.number and ends_phrase(tokens.key(draft.last - 1)):
        draft.last -= 1


def _quantity(tokens: Tokens, draft: Draft) -> Quantity:
    counting = draft.unit is None or draft.per == ITEM
    return Quantity(
        span=_span(tokens, draft.first, draft.last),
        kind=_kind(draft),
        low=_plain(draft.low),
        high=_plain(draft.high),
        low_open=draft.low_open,
        high_open=draft.high_open,
        approximation=draft.approximation,
        unit=_unit_id(draft),
        unit_assumed=draft.unit is not None and draft.unit.assumed,
        counted=draft.counted if counting else None,
        ratio=draft.ratio,
        whole=_span(tokens, *draft.whole) if draft.whole else None,
        role=draft.role,
        direction=draft.direction,
        window=_span(tokens, *draft.window) if draft.window else None,
    )


def _span(tokens: Tokens, first: int, last: int) -> Span:
    return Span.of(tokens.text, tokens[first].start, tokens[last - 1].end)


def _plain(number: Decimal | None) -> Decimal | None:
    """The same number without an exponent and without zeros at its end."""
    return None if number is None else Decimal(format(_EXACT.normalize(number), "f"))


def _unit_id(draft: Draft) -> str | None:
    if draft.unit is None:
        return f"{ITEM}-per-{draft.per}" if draft.per else None
    return f"{draft.unit.id}-per-{draft.per}" if draft.per else draft.unit.id


def _kind(draft: Draft) -> QuantityKind:
    if draft.kind:
        return draft.kind
    if draft.unit is None:
        if draft.counted == "point" and draft.role == Role.DELTA:
            return QuantityKind.POINTS
        told = draft.counted or draft.effects or not draft.digits
        return QuantityKind.COUNT if told else QuantityKind.NUMBER
    if draft.unit.money:
        return QuantityKind.MONEY
    if draft.unit.points or draft.unit.id == "permyriad":
        return QuantityKind.POINTS
    if is_percent(draft) or draft.unit.id == "permille":
        return QuantityKind.SHARE
    return QuantityKind.DURATION if draft.unit.duration and not draft.per else QuantityKind.MEASURE
