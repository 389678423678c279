"""A quantity in the making, and the words of change around it."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from decimal import Decimal

import attrs

from attrib._choices import Approximation, Direction, QuantityKind, Role
from attrib._data import rows
from attrib._quantities.amounts import Amount
from attrib._quantities.numerals import Form
from attrib._quantities.tokens import Tokens, words
from attrib._quantities.units import PERCENT, Unit

_PARTICLES = ("up", "down")


@attrs.define
class Draft:
    """A quantity in the making; `first` and `last` are indices of tokens, `last` is behind it."""

    first: int
    last: int
    number: int  # the index after its bare number
    low: Decimal | None
    high: Decimal | None
    form: Form = Form.CARDINAL
    kind: QuantityKind | None = None
    unit: Unit | None = None
    per: str = ""
    ratio: tuple[int, int] | None = None
    effects: list[str] = attrs.field(factory=list)
    opener: str = ""
    positive: bool = False
    digits: bool = False
    scaled: bool = False
    counted: str | None = None
    whole: tuple[int, int] | None = None
    window: tuple[int, int] | None = None
    role: Role = Role.LEVEL
    direction: Direction = Direction.NONE
    low_open: bool = False
    high_open: bool = False
    approximation: Approximation = Approximation.EXACT

    @property
    def bare(self) -> bool:
        """Whether it is a number with neither unit nor kind."""
        return self.unit is None and self.kind is None and self.form == Form.CARDINAL


def single(index: int, amount: Amount) -> Draft:
    return Draft(
        first=index,
        last=amount.end,
        number=amount.number,
        low=amount.low,
        high=amount.high,
        form=amount.form,
        unit=amount.unit,
        per=amount.per,
        ratio=amount.ratio,
        kind=_kind(amount),
        positive=amount.positive,
        effects=[amount.effect] if amount.effect else [],
        digits=amount.digits,
        scaled=amount.scale > 1,
    )


def _kind(amount: Amount) -> QuantityKind | None:
    if amount.age:
        return QuantityKind.AGE
    if amount.form == Form.MULTIPLE:
        return QuantityKind.MULTIPLE
    return QuantityKind.SHARE if amount.form == Form.FRACTION else None


@functools.cache
def change_words() -> Mapping[str, tuple[Direction, frozenset[str]]]:
    """The words of change, each with its direction and its classes."""
    listed: dict[str, tuple[Direction, frozenset[str]]] = {}
    for row in rows("change_words.csv"):
        classes = listed[row["form"]][1] if row["form"] in listed else frozenset()
        listed[row["form"]] = Direction(row["direction"]), classes | {row["class"]}
    return listed


def change_place(tokens: Tokens, index: int) -> int:
    """The index where the word of change stands before an amount, if there is one."""
    place = index - 1
    for _ in range(3):
        word = tokens.key(place)
        if word not in words("change_filler") and not word.endswith("ly"):
            break
        place -= 1
    return place


def changed(tokens: Tokens, index: int) -> bool:
    """Whether a word of change stands before a token, but for words like "by" and "a further"."""
    place = change_place(tokens, index)
    return tokens.key(place) in change_words() and not is_phrasal(tokens, place)


def is_phrasal(tokens: Tokens, index: int) -> bool:
    """Whether "up" or "down" belongs to a verb, and is no direction: "shot down", "called up"."""
    word = tokens.key(index)
    listed = words("phrasal") | words(f"phrasal_{word}") if word in _PARTICLES else ()
    return tokens.key(index - 1) in listed


def is_percent(draft: Draft) -> bool:
    """Whether it is a percentage, in percent or in points."""
    return draft.unit is not None and draft.unit.id == PERCENT
