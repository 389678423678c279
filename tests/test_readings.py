"""Quantities in words: what the notebook tells of an amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from attrib._choices import Approximation, Direction, QuantityKind, Role
from attrib._output.readings import reading
from attrib._values import Quantity, Span

SPAN = Span(0, 1, "x")
UP, DOWN = Direction.UP, Direction.DOWN


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"low": 5, "high": 5}, "5"),
        ({"low": 5}, "at least 5"),
        ({"low": 5, "low_open": True}, "more than 5"),
        ({"high": 5}, "at most 5"),
        ({"high": 5, "high_open": True}, "less than 5"),
        ({"low": 2, "high": 5}, "2 to 5"),
        ({"low": 2, "high": 5, "low_open": True}, "more than 2 and at most 5"),
        ({}, "no figure"),
        ({"low": 14000, "high": 14000, "counted": "person",
          "approximation": Approximation.ABOUT}, "about 14,000 × person"),
        ({"low": "0.25", "unit": "curr-usd-per-item", "counted": "share", "unit_assumed": True},
         "at least 0.25 USD per share (unit assumed)"),
        ({"low": 165, "high": 165, "unit": "kilometer-per-hour"}, "165 kilometer per hour"),
        ({"high": 2, "unit": "percent", "kind": QuantityKind.POINTS, "role": Role.DELTA,
          "direction": DOWN}, "a fall of at most 2 percentage points"),
        ({"low": 9, "high": 9, "role": Role.AFTER, "direction": UP}, "9 after a rise"),
        ({"low": 9, "high": 9, "role": Role.BEFORE}, "9 before a change"),
        ({"low": 3, "high": 3, "kind": QuantityKind.ORDINAL, "counted": "time",
          "window": Span(0, 11, "four months")}, "time number 3, four months"),
        ({"low": 3, "high": 3, "kind": QuantityKind.MULTIPLE,
          "approximation": Approximation.JUST_UNDER}, "just under 3 times"),
        ({"low": 2, "high": 0, "kind": QuantityKind.SCORE, "ratio": (2, 0)}, "2 to 0"),
        ({"ratio": (571, 1714), "kind": QuantityKind.SHARE, "whole": Span(0, 4, "them")},
         "571 in 1,714 of them"),
        ({"low": "1e4000", "high": "1e4000", "unit": "meter"}, "1.000000E+4000 meter"),
    ],
)  # fmt: skip
def test_quantities_in_words(values: dict[str, Any], words: str) -> None:
    """Bounds, approximation, unit, role and window are told, and no number grows without end."""
    bounds = {name: Decimal(values[name]) for name in ("low", "high") if name in values}
    kind = values.get("kind", QuantityKind.NUMBER)
    assert reading(Quantity(span=SPAN, **{**values, **bounds, "kind": kind})) == words
