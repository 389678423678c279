"""One amount: a sign, a currency, a numeral, a unit and what it is per."""

from __future__ import annotations

from decimal import Decimal

import attrs

from attrib._quantities.counted import is_plural, phrase_after
from attrib._quantities.effects import behind
from attrib._quantities.numerals import Form, Numeral, numeral_at, times
from attrib._quantities.tokens import DASHES, Tokens, words
from attrib._quantities.units import (
    PERCENT,
    Unit,
    currency_after,
    currency_before,
    currency_suffix,
    rate_after,
    unit_after,
)

_MINUS = ("-", "−", "–", "minus", "negative")
_PLUS = ("+", "plus")
_OLD = ("old", "olds")
_ARTICLES = ("a", "an")
_WINDOW = 8  # tokens on either side that tell pounds of money from pounds of weight


@attrs.frozen
class Amount:
    """A numeral with its unit; `start` and `end` are indices of tokens."""

    start: int
    end: int
    number: int  # the index after the bare number
    low: Decimal | None
    high: Decimal | None
    form: Form
    scale: Decimal
    ratio: tuple[int, int] | None = None
    unit: Unit | None = None
    per: str = ""
    signed: bool = False  # it has a currency sign in front
    age: bool = False
    digits: bool = False
    positive: bool = False  # it has a plus in front
    effect: str = ""  # of a phrase before the unit: "20 or more days"

    @property
    def point(self) -> Decimal | None:
        """The number, where it is one."""
        return self.low if self.low == self.high else None

    @property
    def whole(self) -> int | None:
        """The number, where it is a bare whole one."""
        number = self.point
        if number is None or self.unit or self.form != Form.CARDINAL or number > 10**9:
            return None
        return int(number) if number == number.to_integral_value() else None


def amount_at(tokens: Tokens, index: int) -> Amount | None:
    """The longest amount from this token on.

    >>> from attrib._quantities.tokens import read_tokens
    >>> found = amount_at(read_tokens("US$-1.5bn a year"), 0)
    >>> found.low, found.unit.id, found.per
    (Decimal('-1.5E+9'), 'curr-usd', 'year')
    """
    negative, positive, place = _sign(tokens, index)
    currency = currency_before(tokens, place)
    if currency:
        place = currency[1]
        if not negative:
            negative, positive, place = _sign(tokens, place)
    elif tokens.glued(place) and tokens[place - 1].kind == "word":
        return None
    if currency and tokens[index].kind == "word" and _inside_word(tokens, index):
        return None
    numeral = numeral_at(tokens, place, money=currency is not None)
    if numeral is None or (currency and numeral.low is None):
        return None
    unit: Unit | None
    effect = ""
    if currency:
        unit, end = _narrowed(tokens, numeral.end, currency[0])
    else:
        numeral, unit, end = _with_unit(tokens, numeral)
        if unit is None:
            effect, unit, end = _with_unit_apart(tokens, numeral, end)
    if end == numeral.end and numeral.digits and _goes_on(tokens, end):
        return None
    amount = Amount(
        start=index,
        end=end,
        number=numeral.end,
        low=numeral.low,
        high=numeral.high,
        form=numeral.form,
        scale=numeral.scale,
        ratio=None if unit else numeral.ratio,
        unit=unit,
        signed=currency is not None,
        digits=numeral.digits,
        positive=positive,
        effect=effect,
    )
    return _aged(tokens, _rated(tokens, _factored(amount, negative)))


def _inside_word(tokens: Tokens, index: int) -> bool:
    """Whether a currency's letters are part of another word: "PLX-R18", "a $5 note"."""
    behind = tokens.glued(index) and tokens.key(index - 1) in DASHES
    return behind or (tokens[index].text.islower() and len(tokens[index].text) == 1)


def _goes_on(tokens: Tokens, index: int) -> bool:
    """Whether letters are glued to a number that are no unit: "96th", "3D"."""
    return tokens.glued(index) and tokens[index].kind == "word" and tokens.key(index) != "x"


def _sign(tokens: Tokens, index: int) -> tuple[bool, bool, int]:
    """Whether a minus and a plus stand here, and the index after them."""
    sign, follower = tokens.key(index), index + 1
    word = len(sign) > 1
    if sign not in _MINUS and sign not in _PLUS:
        return False, False, index
    follower += word and tokens.key(follower) in DASHES
    behind = tokens.glued(index) and tokens[index - 1].kind != "mark"
    glued = tokens.glued(follower) or word
    number = tokens[follower].kind == "number" or currency_before(tokens, follower)
    if not number or behind or not glued:
        return False, False, index
    return sign in _MINUS, sign in _PLUS, follower


def _narrowed(tokens: Tokens, end: int, unit: Unit) -> tuple[Unit, int]:
    """The currency of a sign before the number, with what follows: "$5 US", "$1.10 EUR"."""
    narrower = currency_suffix(tokens, end)
    if narrower and unit.assumed:
        return narrower
    named = currency_after(tokens, end)
    if named and named[0].factor == 1 and len(tokens[end].text) > 1:
        return (unit if named[0].assumed else named[0]), named[1]
    return unit, end


def _with_unit(tokens: Tokens, numeral: Numeral) -> tuple[Numeral, Unit | None, int]:
    end = numeral.end
    if numeral.form == Form.MULTIPLE:
        return numeral, None, end
    if numeral.form == Form.FRACTION:
        return _part_of_unit(tokens, numeral)
    if numeral.form == Form.VAGUE and tokens.key(end) == "of":
        end += 1
    found = unit_after(tokens, end)
    if found is None:
        return numeral, None, numeral.end
    unit, after = found
    if _is_million(tokens, end, after, numeral):
        million = Decimal(10) ** 6
        low = None if numeral.low is None else times(numeral.low, million)
        numeral = attrs.evolve(numeral, end=after, low=low, high=low, scale=million)
        found = unit_after(tokens, after)
        return (numeral, *found) if found else (numeral, None, after)
    return numeral, _pounds(tokens, end, unit, numeral), after


def _with_unit_apart(tokens: Tokens, numeral: Numeral, end: int) -> tuple[str, Unit | None, int]:
    """The unit behind a phrase, with the effect of the phrase: "20 or more days"."""
    effect, place = behind(tokens, end)
    found = unit_after(tokens, place) if effect and numeral.form == Form.CARDINAL else None
    if found is None:
        return "", None, end
    return effect, _pounds(tokens, place, found[0], numeral), found[1]


def _is_million(tokens: Tokens, index: int, after: int, numeral: Numeral) -> bool:
    """Whether "m" stands for a million: "10m euros", "5m people"; not "100m race"."""
    if tokens[index].text != "m" or not tokens.glued(index):
        return False
    return currency_after(tokens, after) is not None or is_plural(tokens.key(after))


def _part_of_unit(tokens: Tokens, numeral: Numeral) -> tuple[Numeral, Unit | None, int]:
    """Half an hour, a quarter of a mile, a half-century, 3/4 inch."""
    end = numeral.end
    place = end + (tokens.key(end) == "of")
    article = tokens.key(place) in _ARTICLES or tokens.key(place) == "one"
    found = unit_after(tokens, place + article)
    if found is None or (place > end and not article) or found[0].id == "quarter":
        return numeral, None, end
    if tokens.key(found[1]) in _OLD:
        return numeral, None, end
    return attrs.evolve(numeral, form=Form.CARDINAL, ratio=None), found[0], found[1]


def _pounds(tokens: Tokens, index: int, unit: Unit, numeral: Numeral) -> Unit:
    """Pounds of weight, unless the amount or the words around it speak of money."""
    if tokens.key(index + (tokens.key(index) in DASHES)) not in ("pound", "pounds"):
        return unit
    if unit.id != "curr-gbp" or not unit.assumed:
        return unit
    around = _around(tokens, index)
    weight = any(word in words("weight") for word in around)
    if not weight and (numeral.scale >= 1000 or any(word in words("money") for word in around)):
        return unit
    if not weight and numeral.low is not None and numeral.low >= 1000:
        return unit
    return Unit("pound", assumed=True)


def _around(tokens: Tokens, index: int) -> tuple[str, ...]:
    """The words about a token, within its sentence."""
    before = tokens.keys(index - _WINDOW, index)
    after = tokens.keys(index, index + _WINDOW)
    if "." in before:
        before = before[len(before) - before[::-1].index(".") :]
    return before + (after[: after.index(".")] if "." in after else after)


def _factored(amount: Amount, negative: bool) -> Amount:
    factor = amount.unit.factor if amount.unit else Decimal(1)
    factor = -factor if negative else factor
    if factor == 1:
        return amount
    low, high = (
        None if number is None else times(number, factor) for number in (amount.low, amount.high)
    )
    if low is not None and high is not None and low > high:
        low, high = high, low
    return attrs.evolve(amount, low=low, high=high)


def _rated(tokens: Tokens, amount: Amount) -> Amount:
    if amount.unit is None or amount.unit.id == PERCENT:
        return amount
    rate = rate_after(tokens, amount.end) or _rate_of_stuff(tokens, amount)
    if rate is None or (amount.unit.duration and tokens.key(amount.end) != "per"):
        return amount
    return attrs.evolve(amount, per=rate[0], end=rate[1])


def _rate_of_stuff(tokens: Tokens, amount: Amount) -> tuple[str, int] | None:
    """The rate behind what there is so much of: "5 tonnes of oil a year"."""
    stuff = phrase_after(tokens, amount.end + 1) if tokens.key(amount.end) == "of" else []
    return rate_after(tokens, stuff[-1] + 1) if stuff else None


def _aged(tokens: Tokens, amount: Amount) -> Amount:
    """With "-year-old", "years old" or "years of age"."""
    if amount.unit is None or not amount.unit.duration:
        return amount
    end = amount.end + (tokens.key(amount.end) in DASHES)
    if tokens.key(end) in _OLD:
        return attrs.evolve(amount, age=True, end=end + 1)
    if tokens.keys(end, end + 2) == ("of", "age"):
        return attrs.evolve(amount, age=True, end=end + 2)
    return amount
