"""Units and currencies: what stands before or after a number, and its CLDR id.

The surface forms come from the CLDR data in Babel, through its public API; `data/unit_forms.csv`
and `data/currency_forms.csv` add the forms of the news and take out what misleads (a row without an
id).  All of it is loaded with the first text that holds a number.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from attrib._data import rows
from attrib._quantities.counted import designation_end
from attrib._quantities.tokens import Phrases, Tokens, words

_LOCALES = ("en", "en_GB")
_PER = ("per", "a", "an", "each", "every", "/")
PERCENT = "percent"
ITEM = "item"


@attrs.frozen
class Unit:
    """A unit by its CLDR id; a number of the form is `factor` of it ("cents": a hundredth)."""

    id: str
    factor: Decimal = Decimal(1)
    assumed: bool = False
    points: bool = False
    attached: bool = False

    @property
    def money(self) -> bool:
        """Whether it is a currency, or so much money for something."""
        return self.id.startswith("curr-")

    @property
    def duration(self) -> bool:
        """Whether it is a unit of time."""
        return self.id in durations()


@functools.cache
def durations() -> frozenset[str]:
    """The ids of units of time.

    >>> "fortnight" in durations(), "year" in durations()
    (False, True)
    """
    names = (name.split("-", 1) for name in _display_names())
    return frozenset(id for category, id in names if category == "duration")


@functools.cache
def _display_names() -> tuple[str, ...]:
    from babel import Locale

    return tuple(Locale.parse("en").unit_display_names)


def _unit_forms() -> Iterator[tuple[str, str]]:
    """Every form that CLDR has for a unit, with its id; of namesakes the plainest first."""
    from babel.units import format_unit

    for length in ("long", "short"):
        for name in sorted(_display_names(), key=lambda name: name.count("-")):
            for locale in _LOCALES:
                for number in (1, 2):
                    form = format_unit(number, name, length, locale=locale)
                    if form.startswith(str(number)):
                        yield form[1:].strip(), name.split("-", 1)[1]


@functools.cache
def _units() -> Phrases[Unit]:
    forms: dict[str, Unit] = {}
    for form, id in _unit_forms():
        forms.setdefault(form, Unit(id))
    for row in rows("unit_forms.csv"):
        forms.pop(row["form"], None)
        if row["unit"]:
            factor = Decimal(row["factor"] or 1)
            note = row["note"]
            forms[row["form"]] = Unit(
                row["unit"], factor, points=note == "points", attached=note == "attached"
            )
    return Phrases(forms)


def _tender() -> list[str]:
    """The codes of the currencies that are legal tender somewhere."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    places = [str(code) for code in Locale.parse("en").territories if len(str(code)) == 2]
    return sorted({code for place in places for code in get_territory_currencies(place)})


def _currency_names() -> Mapping[str, str]:
    """Names with the country, and without it where only one country's money is called that."""
    from babel.numbers import get_currency_name

    names, short = {}, defaultdict(set)
    for code in _tender():
        for count in (1, 2):
            name = get_currency_name(code, count, locale="en")
            names[name] = code
            short[name.split()[-1]].add(code)
    return names | {name: min(codes) for name, codes in short.items() if len(codes) == 1}


def _currency(code: str, factor: str = "", assumed: str = "") -> Unit:
    return Unit(f"curr-{code.lower()}", Decimal(factor or 1), assumed=bool(assumed))


@functools.cache
def _currencies() -> Mapping[str, Phrases[Unit]]:
    """The forms by place: before a number, glued to it, after it, after a number with a sign."""
    codes = {code: _currency(code) for code in _tender()}
    after = {name: _currency(code) for name, code in _currency_names().items()}
    tables: dict[str, dict[str, Unit]] = {"before": {}, "after": after, "glued": {}, "suffix": {}}
    for row in rows("currency_forms.csv"):
        form, place = row["form"], row["place"]
        codes.pop(form, None)
        after.pop(form, None)
        if row["currency"]:
            unit = _currency(row["currency"], row["factor"], row["assumed"])
            for name in ("before", "after") if place == "both" else (place,):
                tables[name][form] = unit
    exact = {place: codes if place != "glued" else {} for place in tables}
    return {place: Phrases(forms, exact[place]) for place, forms in tables.items()}


def currency_before(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The currency whose sign or code begins at a token, and the index after it.

    >>> from attrib._quantities.tokens import read_tokens
    >>> unit, end = currency_before(read_tokens("US $5"), 0)
    >>> unit.id, end
    ('curr-usd', 2)
    """
    letter = len(tokens[index].text) == 1 and tokens[index].kind == "word"
    if letter and (tokens[index].text.islower() or not tokens.glued(index + 1)):
        return None
    before = _currencies()["before"].at(tokens, index)
    glued = _currencies()["glued"].at(tokens, index)
    if glued and tokens.glued(glued[1]) and tokens[index].text.isupper():
        return before if before and before[1] > glued[1] else glued
    return before


def currency_after(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The currency named at a token, after a number, and the index after it."""
    return _currencies()["after"].at(tokens, index)


def currency_suffix(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """What narrows a currency sign down after the number: "$50 Canadian"."""
    return _currencies()["suffix"].at(tokens, index)


def unit_after(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The unit or currency at a token, after a number, and the index after it.

    >>> from attrib._quantities.tokens import read_tokens
    >>> [unit_after(read_tokens(text), 0)[0].id for text in ("sq km", "pct", "Danish kroner")]
    ['square-kilometer', 'percent', 'curr-dkk']
    """
    index += tokens.key(index) in ("-", "‐", "‑")
    found = [unit for unit in (currency_after(tokens, index), _units().at(tokens, index)) if unit]
    if not found:
        return None
    unit, end = max(found, key=lambda entry: entry[1])
    if (unit.attached and not tokens.glued(index)) or designation_end(tokens, index):
        return None
    return unit, end


def measure_at(tokens: Tokens, index: int) -> tuple[Unit, int] | None:
    """The unit at a token, as `unit_after`, but no currency."""
    return _units().at(tokens, index)


def rate_after(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """The id of what an amount is per, and the index after it: "an hour", "/cm2", "per week".

    >>> from attrib._quantities.tokens import read_tokens
    >>> rate_after(read_tokens("a year"), 0), rate_after(read_tokens("a year earlier"), 0)
    (('year', 2), None)
    """
    hyphen = tokens.key(index) == "-"
    index += hyphen
    word = tokens.key(index)
    if word not in _PER or (word == "/" and not tokens.glued(index)):
        return None
    found = _units().at(tokens, index + 1 + (tokens.key(index + 1) == "-"))
    if found is None or found[0].id == PERCENT:
        return None
    unit, end = found
    if word != "per" and tokens.key(end) in words("point_of_time"):
        return None
    return unit.id, end
