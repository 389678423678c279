"""Quantities as they were read, in words: what stands behind "nearly tripled" or "2.7 million"."""

from __future__ import annotations

from decimal import Decimal

from attrib._choices import Approximation, Direction, QuantityKind, Role
from attrib._values import Quantity

_NEAR = {
    Approximation.EXACT: "",
    Approximation.ABOUT: "about ",
    Approximation.JUST_UNDER: "just under ",
    Approximation.JUST_OVER: "just over ",
    Approximation.VAGUE: "vaguely ",
}
_WAYS = {Direction.UP: "a rise", Direction.DOWN: "a fall", Direction.NONE: "a change"}
_LONGEST = 30  # digits; longer numbers are written with an exponent


def reading(quantity: Quantity) -> str:
    """The bounds, unit and role of a quantity.

    >>> from attrib._values import Span
    >>> reading(Quantity(span=Span(0, 14, "at least $2.7m"), kind=QuantityKind.MONEY,
    ...                  low=Decimal(2_700_000), unit="curr-usd"))
    'at least 2,700,000 USD'
    >>> reading(Quantity(span=Span(0, 14, "nearly a third"), kind=QuantityKind.SHARE,
    ...                  ratio=(1, 3), approximation=Approximation.JUST_UNDER))
    'just under 1 in 3'
    >>> reading(Quantity(span=Span(0, 5, "by 4%"), kind=QuantityKind.SHARE, role=Role.DELTA,
    ...                  low=Decimal(4), high=Decimal(4), unit="percent",
    ...                  direction=Direction.UP))
    'a rise of 4 percent'
    """
    amount = _NEAR[quantity.approximation] + _amount(quantity)
    if quantity.unit_assumed:
        amount += " (unit assumed)"
    if quantity.whole:
        amount += f" of {quantity.whole.text}"
    if quantity.window:
        amount += f", {quantity.window.text}"
    if quantity.role is Role.DELTA:
        return f"{_WAYS[quantity.direction]} of {amount}"
    if quantity.role is Role.LEVEL:
        return amount
    return f"{amount} {quantity.role} {_WAYS[quantity.direction]}"


def _amount(quantity: Quantity) -> str:
    figure = _figure(quantity)
    if quantity.kind is QuantityKind.ORDINAL:
        return f"{quantity.counted or ''} number {figure}".lstrip()
    if quantity.kind is QuantityKind.MULTIPLE:
        return f"{figure} times"
    if quantity.ratio and quantity.kind is not QuantityKind.SCORE:
        return figure
    unit = _unit(quantity)
    return f"{figure} {unit}" if unit else figure


def _figure(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    if quantity.ratio and quantity.kind is not QuantityKind.SCORE:
        return "{:,} in {:,}".format(*quantity.ratio)
    if low is not None and low == high:
        return _number(low)
    least = "" if low is None else f"{'more than' if quantity.low_open else 'at least'} "
    most = "" if high is None else f"{'less than' if quantity.high_open else 'at most'} "
    if low is None or high is None:
        number = low if high is None else high
        return "no figure" if number is None else least + most + _number(number)
    if quantity.low_open or quantity.high_open:
        return f"{least}{_number(low)} and {most}{_number(high)}"
    return f"{_number(low)} to {_number(high)}"


def _number(number: Decimal) -> str:
    long = abs(number.adjusted()) > _LONGEST or len(number.as_tuple().digits) > _LONGEST
    return f"{number:.6E}" if long else f"{number:,f}"


def _unit(quantity: Quantity) -> str:
    """The unit from its CLDR id, and the noun that is counted."""
    counted = quantity.counted or ""
    if quantity.unit is None:
        return f"× {counted}" if counted else ""
    if quantity.unit == "percent" and quantity.kind is QuantityKind.POINTS:
        return "percentage points"
    first, *others = quantity.unit.split("-")
    words = [others[0].upper(), *others[1:]] if first == "curr" and others else [first, *others]
    if words[-1] == "item" and counted:
        words[-1] = counted
    return " ".join(words)
