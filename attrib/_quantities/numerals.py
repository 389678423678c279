"""Numerals: numbers in digits and words, fractions, scales and vague amounts.

`data/number_words.csv` lists the words by class.  A numeral is read forward from its first token,
without its unit; scales are multiplied from left to right ("4 hundred million").
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from decimal import Context, Decimal
from enum import StrEnum

import attrs
import regex

from attrib._data import rows
from attrib._quantities.tokens import DASHES, Phrases, Tokens, words

_EXACT = Context(prec=60, Emax=999, Emin=-999, traps=[])
_LONGEST = 40  # characters; no number of a newspaper has more
_WESTERN = r"\d{1,3}(?:,\d{3})++(?:\.\d++)?|\d{1,3}(?:[ ']\d{3})++(?:\.\d++)?"
_INDIAN = r"\d{1,2}(?:,\d{2}(?!\d))++,\d{3}(?:\.\d++)?"
_PLAIN = r"\d*+(?:\.\d++)?"
_SEPARATORS = str.maketrans("．，\u00a0\u2009\u202f’", ".,   '")
_SLASHES = ("/", "⁄")
_ARTICLES = ("a", "an")
_MOST_SCALES = 4
_VAGUE = ("vague", "vague plural")


class Form(StrEnum):
    """How a numeral is made."""

    CARDINAL = "cardinal"
    FRACTION = "fraction"
    VAGUE = "vague"
    MULTIPLE = "multiple"


@attrs.frozen
class Numeral:
    """A number and the index of the token after it; `scale` is the product of its scales."""

    end: int
    low: Decimal | None
    high: Decimal | None
    form: Form = Form.CARDINAL
    scale: Decimal = Decimal(1)
    ratio: tuple[int, int] | None = None
    digits: bool = False


@functools.cache
def number_words() -> Mapping[str, tuple[str, str]]:
    """Class and value of every word of numerals."""
    return {row["form"]: (row["class"], row["value"]) for row in rows("number_words.csv")}


@functools.cache
def _vague() -> Phrases[str]:
    listed = number_words().items()
    return Phrases({form: value for form, (kind, value) in listed if kind in _VAGUE})


@functools.cache
def _added() -> Phrases[Decimal]:
    listed = number_words().items()
    return Phrases({form: Decimal(value) for form, (kind, value) in listed if kind == "added"})


@functools.cache
def first_words() -> frozenset[str]:
    """The words that a numeral may begin with."""
    return frozenset(number_words()) | _vague().starts()


def times(number: Decimal, scale: Decimal) -> Decimal:
    """The exact product."""
    return _EXACT.multiply(number, scale)


def _kind(tokens: Tokens, index: int) -> str:
    return number_words().get(tokens.key(index), ("", ""))[0]


def _value(tokens: Tokens, index: int) -> Decimal:
    return Decimal(number_words()[tokens.key(index)][1])


def numeral_at(tokens: Tokens, index: int, money: bool = False) -> Numeral | None:
    """The longest numeral from this token on; after a currency sign, `money`, "m" is a million.

    >>> from attrib._quantities.tokens import read_tokens
    >>> def read(text): return numeral_at(read_tokens(text), 0)
    >>> format(read("two and a half million").low, "f"), str(read("12,34,567").low)
    ('2500000', '1234567')
    >>> read("two-thirds").ratio, read("dozens").high
    ((2, 3), Decimal('120'))
    """
    if tokens[index].kind == "number":
        return _round_plural(tokens, index) or _in_digits(tokens, index, money)
    return (
        _in_words(tokens, index)
        or _half(tokens, index)
        or _plural_scale(tokens, index)
        or _vague_amount(tokens, index)
        or _multiple(tokens, index)
    )


def digits_value(text: str) -> Decimal | None:
    """The number that digits with separators stand for, None where they stand for none.

    >>> digits_value("１,２００"), digits_value("3.1.2"), digits_value(".5"), digits_value("¾")
    (Decimal('1200'), None, Decimal('0.5'), Decimal('0.75'))
    """
    if len(text) > _LONGEST:
        return None
    if unicodedata.category(text[0]) == "No":
        return Decimal(repr(round(unicodedata.numeric(text), 12)))
    plain = "".join(str(unicodedata.decimal(c, c)) for c in text.translate(_SEPARATORS))
    if regex.fullmatch(_WESTERN, plain) or regex.fullmatch(_INDIAN, plain):
        return Decimal(plain.replace(",", "").replace(" ", "").replace("'", ""))
    return Decimal(plain) if regex.fullmatch(_PLAIN, plain) else None


def _in_digits(tokens: Tokens, index: int, money: bool) -> Numeral | None:
    value = digits_value(tokens[index].text)
    if value is None:
        return None
    fraction = _slashed(tokens, index)
    if fraction:
        return fraction
    vulgar = unicodedata.category(tokens[index].text[0]) == "No"
    end = index + 1
    if vulgar:
        ratio = value.as_integer_ratio()
        if tokens.key(end) != "of" and _kind(tokens, end) != "scale":
            return Numeral(end, value, value, Form.FRACTION, ratio=ratio, digits=True)
    value, end = _and_part(tokens, end, value)
    value, end = _exponent(tokens, end, value)
    scale, end = _scales(tokens, end)
    if scale == 1:
        scale, end = _suffix(tokens, end, money)
    value = times(value, scale)
    return Numeral(end, value, value, scale=scale, digits=True)


def _slashed(tokens: Tokens, index: int) -> Numeral | None:
    if tokens.key(index + 1) not in _SLASHES or not (
        tokens.glued(index + 1) and tokens.glued(index + 2)
    ):
        return None
    above, below = tokens[index].text, tokens[index + 2].text
    if not (above.isdecimal() and below.isdecimal() and len(above) < 4 and len(below) < 4):
        return None
    return _fraction(index + 3, int(above), int(below), digits=True)


def _fraction(end: int, above: int, below: int, digits: bool = False) -> Numeral | None:
    if below == 0:
        return None
    value = share(above, below)
    return Numeral(end, value, value, Form.FRACTION, ratio=(above, below), digits=digits)


def share(above: int, below: int) -> Decimal:
    """A ratio as a number, to 16 places."""
    return Context(prec=16, traps=[]).divide(Decimal(above), Decimal(below)).normalize()


def _and_part(tokens: Tokens, end: int, value: Decimal) -> tuple[Decimal, int]:
    """With "and a half", "½" or "1/2" after a whole number."""
    part = tokens[end]
    if part.text and unicodedata.category(part.text[0]) == "No":
        vulgar = digits_value(part.text)
        return (value + vulgar, end + 1) if vulgar is not None else (value, end)
    if part.kind == "number":
        slashed = _slashed(tokens, end)
        if slashed and slashed.low is not None and slashed.low < 1:
            return value + slashed.low, slashed.end
        return value, end
    added = _added().at(tokens, end + (tokens.key(end) in DASHES))
    return (value + added[0], added[1]) if added else (value, end)


def _exponent(tokens: Tokens, end: int, value: Decimal) -> tuple[Decimal, int]:
    """With "× 10^6" or "×10−30", up to two digits."""
    if tokens.key(end) not in ("×", "x") or tokens.key(end + 1) != "10":
        return value, end
    sign, place = tokens.key(end + 2), end + 2
    if sign == "^":
        sign, place = tokens.key(end + 3), end + 3
    negative = sign in ("-", "−", "–")
    place += negative
    power = tokens[place].text
    if not (tokens.glued(place) and power.isdecimal() and len(power) < 3):
        return value, end
    return value.scaleb(-int(power) if negative else int(power)), place + 1


def _scales(tokens: Tokens, end: int) -> tuple[Decimal, int]:
    scale = Decimal(1)
    for _ in range(_MOST_SCALES):
        place = end + (tokens.key(end) in DASHES)
        if _kind(tokens, place) != "scale":
            break
        scale, end = scale * _value(tokens, place), place + 1
    return scale, end


def _suffix(tokens: Tokens, end: int, money: bool) -> tuple[Decimal, int]:
    """A scale in letters: "bn", and "m" after a currency."""
    kind, value = number_words().get(tokens[end].text, ("", ""))
    if not kind:
        kind, value = number_words().get(tokens.key(end), ("", ""))
        kind = kind if len(tokens.key(end)) > 1 else ""
    short = len(tokens.key(end)) == 1
    if (kind == "suffix" and (tokens.glued(end) or not short or money)) or (
        kind == "money suffix" and money
    ):
        return Decimal(value), end + 1
    return Decimal(1), end


def _small(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """A number below a hundred."""
    kind = _kind(tokens, index)
    if kind == "unit":
        return _value(tokens, index), index + 1
    if kind != "ten":
        return None
    after = index + 1 + (tokens.key(index + 1) in DASHES)
    if _kind(tokens, after) == "unit" and 0 < _value(tokens, after) < 10:
        return _value(tokens, index) + _value(tokens, after), after + 1
    return _value(tokens, index), index + 1


def _below_thousand(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    small = _small(tokens, index)
    if small is None and tokens.key(index) in _ARTICLES and _kind(tokens, index + 1) == "scale":
        small = Decimal(1), index + 1
    if small is None:
        return None
    value, end = small
    hundred = end + (tokens.key(end) in DASHES)
    if tokens.key(hundred) == "hundred":
        value, end = value * 100, hundred + 1
        rest = _small(tokens, end + (tokens.key(end) == "and"))
        if rest:
            value, end = value + rest[0], rest[1]
    return value, end


def _in_words(tokens: Tokens, index: int) -> Numeral | None:
    total, end, least, largest = Decimal(0), index, Decimal("1e99"), Decimal(1)
    while True:
        start = end + (end > index and tokens.key(end) == "and")
        group = _below_thousand(tokens, start)
        if group is None:
            break
        value, after = group
        if end == index:
            value, after = _and_part(tokens, after, value)
        scale, after = _scales(tokens, after)
        if end > index and scale >= least:
            break
        total, end, least = total + times(value, scale), after, scale
        largest = max(largest, scale)
        if scale == 1:
            break
    if end == index or _is_ordinal(tokens, end):
        return None
    return _worded_fraction(tokens, index, end, total) or Numeral(end, total, total, scale=largest)


def _is_ordinal(tokens: Tokens, end: int) -> bool:
    """Whether a number goes on as an ordinal: "twenty-first"."""
    if tokens.key(end) not in DASHES or _kind(tokens, end - 1) != "ten":
        return False
    return _kind(tokens, end + 1) in ("ordinal", "part") and tokens.key(end + 1) != "half"


def _worded_fraction(tokens: Tokens, index: int, end: int, above: Decimal) -> Numeral | None:
    """Two-thirds, one fifth; two and a half is none."""
    place = end + (tokens.key(end) in DASHES)
    kind = _kind(tokens, place)
    whole = above == above.to_integral_value() and above < 100
    if not whole or kind != ("part" if above == 1 else "parts"):
        return None
    below = _value(tokens, place)
    if tokens.key(place) == "quarters" and place == end and tokens.key(end + 1) != "of":
        return None  # of a year
    if above >= below or tokens.key(index) in _ARTICLES:
        return None
    return _times_scale(tokens, _fraction(place + 1, int(above), int(below)))


def _times_scale(tokens: Tokens, fraction: Numeral | None) -> Numeral | None:
    """Three quarters *of a million*, half *a dozen*, half *a million*."""
    if fraction is None or fraction.low is None:
        return fraction
    place = fraction.end + (tokens.key(fraction.end) == "of")
    article = tokens.key(place) in _ARTICLES
    scale, end = _scales(tokens, place + article)
    if scale == 1 or not (article or tokens.key(fraction.end) != "of"):
        return fraction
    value = times(fraction.low, scale)
    return Numeral(end, value, value, scale=scale)


def _half(tokens: Tokens, index: int) -> Numeral | None:
    """Half, a half, a third, a quarter."""
    place = index + (tokens.key(index) in _ARTICLES)
    if _kind(tokens, place) != "part" or (place == index and tokens.key(index) != "half"):
        return None
    below = int(_value(tokens, place))
    return _times_scale(tokens, _fraction(place + 1, 1, below))


def _plural_scale(tokens: Tokens, index: int) -> Numeral | None:
    """Dozens, tens of millions: from one of the scale to ten of it."""
    if _kind(tokens, index) != "scales" or tokens[index - 1].kind == "number":
        return None
    low, end = _value(tokens, index), index + 1
    while (
        tokens.key(end) == "of"
        and _kind(tokens, end + 1) == "scales"
        and end - index < 2 * _MOST_SCALES
    ):
        low, end = times(low, _value(tokens, end + 1)), end + 2
    if low == 10:
        return None
    return Numeral(end, low, times(low, Decimal(10)), Form.VAGUE, scale=low)


def _round_plural(tokens: Tokens, index: int) -> Numeral | None:
    """As a plural scale, in digits: "1,000s of"."""
    if tokens.keys(index + 1, index + 3) != ("s", "of") or not tokens.glued(index + 1):
        return None
    low = digits_value(tokens[index].text)
    if low is None or low < 10 or low.scaleb(-low.adjusted()) != 1:
        return None
    return Numeral(index + 2, low, times(low, Decimal(10)), Form.VAGUE, scale=low)


def _vague_amount(tokens: Tokens, index: int) -> Numeral | None:
    found = _vague().at(tokens, index)
    if found is None:
        return None
    value, end = found
    scale, end = _scales(tokens, end)
    if scale > 1:
        return Numeral(end, scale, times(scale, Decimal(10)), Form.VAGUE, scale=scale)
    number = Decimal(value) if value else None
    return Numeral(end, number, number, Form.VAGUE)


def _multiple(tokens: Tokens, index: int) -> Numeral | None:
    kind = _kind(tokens, index)
    if kind != "multiple" and not (
        kind == "multiple of"
        and (tokens.key(index + 1) in words("compared") or _leads_to_number(tokens, index + 1))
    ):
        return None
    value = _value(tokens, index)
    return Numeral(index + 1, value, value, Form.MULTIPLE)


def _leads_to_number(tokens: Tokens, index: int) -> bool:
    """Whether "to" and a number stand here: "will double *to $4bn*"."""
    first = tokens[index + 1]
    return tokens.key(index) == "to" and first.kind in ("number", "mark")
