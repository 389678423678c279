"""Quantities of any text: cases as data, and what holds for all strings."""

from __future__ import annotations

import datetime
import json
import pathlib
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib import Approximation, Quantity, QuantityKind, Span, quantities
from attrib._quantities.counted import Noun
from attrib._quantities.figures import read_quantities
from tests.strategies import unhurried

CASES: list[dict[str, Any]] = json.loads(
    (pathlib.Path(__file__).parent / "data" / "quantities.json").read_text(encoding="utf8")
)

# What any text may hold, and what quantities are made of.
pieces = st.one_of(
    st.text(max_size=5),
    st.sampled_from(
        [
            "1",
            "2.5",
            "1,000",
            "1,2,3",
            "1.2.3",
            "$",
            "£",
            "US%",
            ".",
            ",",
            "-",
            "–",
            "(",
            ")",
            "/",
            "×",
            "^",
            '"',
            "½",
            "²",
            "twenty",
            "hundred",
            "million",
            "dozens",
            "of",
            "a",
            "an",
            "the",
            "half",
            "third",
            "quarter",
            "from",
            "to",
            "between",
            "and",
            "or",
            "more",
            "than",
            "at",
            "least",
            "per",
            "year-old",
            "km",
            "m",
            "bn",
            "rose",
            "by",
            "down",
            "was",
            "points",
            "Rs",
            "RM",
            "PS",
            "Y=",
            "minus",
            "+",
            "~",
            "'s",
            "th",
            "x",
            "one",
            "in",
            "five",
            "times",
            "2019",
            "May",
            "pm",
        ]
    ),
)
texts = st.lists(st.tuples(pieces, st.sampled_from(["", " ", "-"])), max_size=14).map(
    lambda parts: "".join(part + gap for part, gap in parts)
)


def parameters() -> list[Any]:
    """The cases; those that are known to fail as strict xfail."""
    return [
        pytest.param(
            case,
            id=case["text"][:40],
            marks=pytest.mark.xfail(strict=True, reason=case["xfail"]) if "xfail" in case else (),
        )
        for case in CASES
    ]


def form(quantity: Quantity) -> dict[str, Any]:
    """A quantity as the cases write it: spans by their text."""
    spans = {"span": quantity.span, "whole": quantity.whole, "window": quantity.window}
    texts = {name: span.text for name, span in spans.items() if span}
    return {"whole": None, "window": None} | quantity.to_dict() | texts


@pytest.mark.parametrize("case", parameters())
def test_case(case: dict[str, Any]) -> None:
    """Every case has its quantities, each with the fields that it names."""
    found = [form(quantity) for quantity in quantities(case["text"])]
    assert [q["span"] for q in found] == [q["span"] for q in case["quantities"]]
    for quantity, expected in zip(found, case["quantities"], strict=True):
        assert {field: quantity[field] for field in expected} == expected


@unhurried
@given(texts)
def test_any_text(text: str) -> None:
    """Any string is accepted; spans are slices of it, in order and apart."""
    end = 0
    for quantity in quantities(text):
        for span in filter(None, (quantity.span, quantity.whole, quantity.window)):
            assert text[span.start : span.end] == span.text
        assert quantity.span.start >= end
        end = quantity.span.end


def test_no_text() -> None:
    """Bytes and other objects are refused with what to do."""
    with pytest.raises(TypeError, match="not bytes: decode it first"):
        quantities(b"5 km")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not NoneType"):
        quantities(None)  # type: ignore[arg-type]


numbers = st.decimals(min_value=1, max_value=10**9, places=2).map(
    lambda number: Decimal(format(number.normalize(), "f"))
)
UNITS: dict[str, tuple[str, QuantityKind, dict[str, Any]]] = {
    "${}": ("$", QuantityKind.MONEY, {"unit": "curr-usd", "unit_assumed": True}),
    "€{}": ("€", QuantityKind.MONEY, {"unit": "curr-eur"}),
    "{} Norwegian kroner": ("", QuantityKind.MONEY, {"unit": "curr-nok"}),
    "{}%": ("", QuantityKind.SHARE, {"unit": "percent"}),
    "{} basis points": ("", QuantityKind.POINTS, {"unit": "permyriad"}),
    "{} km": ("", QuantityKind.MEASURE, {"unit": "kilometer"}),
    "{} barrels a day": ("", QuantityKind.MEASURE, {"unit": "barrel-per-day"}),
    "{} hours": ("", QuantityKind.DURATION, {"unit": "hour"}),
    "{} engineers": ("", QuantityKind.COUNT, {"counted": "engineer"}),
}
BOUNDS: dict[str, dict[str, Any]] = {
    "": {},
    "about ": {"approximation": Approximation.ABOUT},
    "almost ": {"approximation": Approximation.JUST_UNDER},
    "just over ": {"approximation": Approximation.JUST_OVER},
    "more than ": {"high": None, "low_open": True},
    "at least ": {"high": None},
    "less than ": {"low": None, "high_open": True},
    "up to ": {"low": None},
}


@st.composite
def written(draw: st.DrawFn) -> Quantity:
    """A quantity whose span holds its plainest wording."""
    low = draw(numbers)
    wording = draw(st.sampled_from(sorted(UNITS)))
    sign, kind, fields = UNITS[wording]
    if draw(st.booleans()):
        high = low + draw(numbers)
        number = f"between {sign}{low:,} and {sign}{high:,}"
        text = wording.removeprefix(sign).format(number) if sign else wording.format(number)
        bound: dict[str, Any] = {"high": high}
    else:
        phrase = draw(st.sampled_from(sorted(BOUNDS)))
        text = phrase + wording.format(f"{low:,}")
        bound = BOUNDS[phrase]
    values = {"low": low, "high": low} | fields | bound
    return Quantity(span=Span(0, len(text), text), kind=kind, **values)


@unhurried
@given(written())
def test_written(quantity: Quantity) -> None:
    """What a quantity is written as reads as that quantity."""
    assert quantities(quantity.span.text) == (quantity,)


DATES = (
    "On {:%d %B %Y}",
    "on {:%B %d, %Y}",
    "{:%d/%m/%Y}",
    "{:%Y-%m-%d}",
    "in {:%B %Y}",
    "In {:%Y}",
)
TIMES = ("at {:%H:%M}", "at {:%I.%M%p}", "at {:%I %p}", "at {:%H:%M} GMT", "by {:%I:%M} a.m.")


@unhurried
@given(
    st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2099, 12, 31)),
    st.sampled_from(DATES + TIMES),
)
def test_no_dates(moment: datetime.datetime, wording: str) -> None:
    """Dates and clock times hold no quantity, in any of their usual wordings."""
    assert quantities(f"{wording.format(moment)}, they left.") == ()


def test_other_nouns() -> None:
    """A counter of the caller's own, such as a parse, decides what is counted."""
    text = "Two police chiefs resigned."

    def counted(start: int, end: int, one: bool) -> Noun | None:
        assert (text[start:end], one) == ("Two", False)
        return Noun("police chief", 17)

    (quantity,) = read_quantities(text, counted)
    assert (quantity.span.text, quantity.counted) == ("Two police chiefs", "police chief")


def seconds(work: Callable[[], object]) -> float:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", "1 ", "$", "$1", "1-", "a", "A", "A-1 ", "-", "one ", "million ", "hundreds of ",
     "between ", "from 1 ", "1/", "1 and a half ", "''", "\"1", "5 May ", "x.", "1'", "more than ",
     "A&", "1 to ", "\n", "a.b.", "up 1% to "],
)  # fmt: skip
def test_linear(unit: str) -> None:
    """Twice the text takes no more than 2.6 times as long, whatever it repeats."""
    half, whole = unit * (4_000 // len(unit)), unit * (8_000 // len(unit))
    quantities(half)
    for _ in range(4):  # other jobs on the machine may spoil a measurement
        if seconds(lambda: quantities(whole)) <= 2.6 * seconds(lambda: quantities(half)) + 0.002:
            return
    pytest.fail(f"time grows faster than text on runs of {unit!r}")
