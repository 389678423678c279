"""Numerals, tokens and units: the parts that quantities are made of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from attrib._quantities.numerals import Form, digits_value, numeral_at
from attrib._quantities.tokens import Phrases, read_tokens
from attrib._quantities.units import currency_before, rate_after, unit_after


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234,567.8", "1234567.8"),
        ("1,20,000", "120000"),
        ("12,34,567", "1234567"),
        ("1 234 567", "1234567"),
        ("４２", "42"),
        (".5", "0.5"),
        ("½", "0.5"),
        ("1,2", None),
        ("1.2.3", None),
        ("1,2345", None),
        ("9" * 41, None),
    ],
)
def test_digits(text: str, number: str | None) -> None:
    """Western, Indian and spaced groups are numbers; anything else with two separators is none."""
    assert digits_value(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("nineteen", "19"),
        ("ninety-nine", "99"),
        ("a hundred and one", "101"),
        ("two hundred thousand", "200000"),
        ("one million two hundred thousand and three", "1200003"),
        ("4 hundred million", "400000000"),
        ("half a dozen", "6"),
        ("three-quarters of a million", "750000"),
        ("2 1/2", "2.5"),
        ("2½", "2.5"),
        ("one and a half billion", "1500000000"),
        ("6.02×10^23", "602000000000000000000000"),
        ("2.5bn", "2500000000"),
        ("10k", "10000"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    """A numeral is read to its end, its scales multiplied from left to right."""
    tokens = read_tokens(text)
    numeral = numeral_at(tokens, 0)
    assert numeral is not None
    assert (numeral.low, numeral.end) == (Decimal(number), len(tokens))


def test_forms() -> None:
    """Fractions keep their terms, plural scales reach to ten of them, "m" needs a currency."""
    fraction, vague = (numeral_at(read_tokens(text), 0) for text in ("two-thirds", "hundreds"))
    assert fraction is not None
    assert vague is not None
    assert (fraction.form, fraction.ratio) == (Form.FRACTION, (2, 3))
    assert (vague.form, vague.low, vague.high) == (Form.VAGUE, 100, 1000)
    metres, millions = (numeral_at(read_tokens("5m"), 0, money=money) for money in (False, True))
    assert metres is not None
    assert millions is not None
    assert (metres.low, millions.low) == (5, 5_000_000)


@pytest.mark.parametrize(
    ("form", "unit"),
    [
        ("km", "kilometer"),
        ("kilometres", "kilometer"),
        ("FEET", "foot"),
        ("MW", "megawatt"),
        ("mW", "milliwatt"),
        ("per cent", "percent"),
        ("sq. ft", "square-foot"),
        ("m2", "square-meter"),
        ("watt-hours", "watt-hour"),
        ("euros", "curr-eur"),
        ("Norwegian kroner", "curr-nok"),
        ("SEK", "curr-sek"),
        ("bps", "permyriad"),
        ("in", None),
        ("all", None),
        ("points", None),
    ],
)
def test_units(form: str, unit: str | None) -> None:
    """Forms of CLDR and of the news have CLDR ids; words that mislead have none."""
    found = unit_after(read_tokens(form), 0)
    assert (found and found[0].id) == unit


def test_currency_signs() -> None:
    """Signs and codes stand before a number, letters of a currency only right before it."""
    read = {text: currency_before(read_tokens(text), 0) for text in ("$US5", "RM5", "PS 5", "a $5")}
    assert [found and found[0].id for found in read.values()] == [
        "curr-usd",
        "curr-myr",
        None,
        None,
    ]


def test_rates() -> None:
    """What an amount is per is a unit, and no point of time."""
    read = [rate_after(read_tokens(text), 1) for text in ("A/cm2", "$ an hour", "$ a year ago")]
    assert read == [("square-centimeter", 3), ("hour", 3), None]


def test_phrases() -> None:
    """The longest phrase is found, with or without its hyphens and dots."""
    table = Phrases({"more": 1, "more than": 2, "year old": 3, "approx": 4})
    read = [table.at(read_tokens(text), 0) for text in ("More than", "year-old", "approx.", "x")]
    assert read == [(2, 2), (3, 3), (4, 1), None]
