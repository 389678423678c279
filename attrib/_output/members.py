"""The members of JSON objects: each is what its place asks for, or an error names the place.

A reader of a value takes it alone and raises a `ValueError` that says what is wrong with it; what
reads the object or the list around it adds where that is, as in `claims[2].cue.span`.
"""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

Object = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)
Value = TypeVar("Value")

# As `Quantity.to_dict` writes numbers, and the schema has them.
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class MisfitError(ValueError):
    """A value that its place does not allow; the message begins with the place."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason = reason
        self.place = place

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


def misfit(error: ValueError, place: str) -> MisfitError:
    """The error with its place in what is around it.

    >>> str(misfit(MisfitError("'6' is no integer", "span[0]"), "cue"))
    "cue.span[0]: '6' is no integer"
    """
    if not isinstance(error, MisfitError):
        return MisfitError(str(error), place)
    joint = "." if error.place and not error.place.startswith("[") else ""
    error.place = f"{place}{joint}{error.place}"
    return error


def parsed(form: str | bytes) -> Any:
    """What a JSON text stands for.

    >>> parsed("[1, 2]")
    [1, 2]

    Raises:
        ValueError: the text is no JSON.
    """
    try:
        return json.loads(form)
    except RecursionError:
        raise ValueError(
            "lists or objects are nested too deeply: write the form attrib/1"
        ) from None


def check_text(text: object) -> None:
    """What a form is read with is a string.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(text, str):
        raise TypeError(
            f"the text is {type(text).__name__}: pass the str that was attributed, unchanged"
        )


def member(data: Object, name: str) -> Any:
    """A member of an object, or an error that says which is missing."""
    # A dict, as JSON gives it, is told much faster than any mapping.
    if not isinstance(data, dict) and not isinstance(data, Mapping):
        raise ValueError(f"{shown(data)} stands where an object with {name!r} should: write one")
    if name not in data:
        beside = sorted(map(str, data))
        raise ValueError(f"no {name!r} beside {beside}: add it, null where it may be")
    return data[name]


def shown(value: object) -> str:
    """A value as an error shows it, shortened where it is long."""
    return reprlib.repr(value)


def value_of(data: Object, name: str, read: Callable[[Any], Value]) -> Value:
    """A member as its reader reads it.

    >>> value_of({"id": "c1"}, "id", string)
    'c1'
    >>> value_of({"id": None}, "id", string)
    Traceback (most recent call last):
    ...
    attrib._output.members.MisfitError: id: None is no string: write one
    """
    value = member(data, name)
    try:
        return read(value)
    except ValueError as error:
        raise misfit(error, name) from None


def optional_of(data: Object, name: str, read: Callable[[Any], Value]) -> Value | None:
    """A member that may be left out, but is never null."""
    return value_of(data, name, read) if name in data else None


def values_of(data: Object, name: str, read: Callable[[Any], Value]) -> tuple[Value, ...]:
    """The items of a member that is a list, each as the reader reads it."""
    items = items_of(data, name)
    found: list[Value] = []
    try:
        for item in items:
            found.append(read(item))
    except ValueError as error:  # of the item after those found
        raise misfit(error, f"{name}[{len(found)}]") from None
    return tuple(found)


def items_of(data: Object, name: str) -> Sequence[Any]:
    """A member that is a list."""
    items = member(data, name)
    if not isinstance(items, list | tuple):
        raise MisfitError(f"{shown(items)} is no list: write a list", name)
    return items


def check_apart(ids: Iterable[str], name: str) -> None:
    """No two objects of a list have the same `id`."""
    known: set[str] = set()
    for index, id in enumerate(ids):
        if id in known:
            raise MisfitError(f"{id!r} is used twice: give each its own", f"{name}[{index}].id")
        known.add(id)


def string(value: object) -> str:
    """A string."""
    if not isinstance(value, str):
        raise ValueError(f"{shown(value)} is no string: write one")
    return value


def truth(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{shown(value)} is neither true nor false: write one of them")
    return value


def integer(value: object) -> int:
    """An integer; true and false are none, though Python counts with them."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"{shown(value)} is no integer: write one")
    return value


def probability(value: object) -> float:
    """A number from 0 to 1."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return value
    raise ValueError(f"{shown(value)} is no probability: write a number from 0 to 1")


def decimal(value: object) -> Decimal:
    """A decimal number, written as a string.

    >>> decimal("0.50")
    Decimal('0.50')
    """
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        raise ValueError(f"{shown(value)} is no number: write a string such as '0.5'")
    return Decimal(value)


def choice(choices: type[Choice]) -> Callable[[object], Choice]:
    """A reader of the values of a choice.

    >>> from attrib._choices import Mode
    >>> choice(Mode)("direct")
    <Mode.DIRECT: 'direct'>
    """
    known = {str(one): one for one in choices}

    def read(value: object) -> Choice:
        if not isinstance(value, str) or value not in known:
            raise ValueError(
                f"{shown(value)} is no {choices.__name__}: use one of {', '.join(known)}"
            )
        return known[value]

    return read


def or_null(read: Callable[[Any], Value]) -> Callable[[object], Value | None]:
    """A reader that reads null as None.

    >>> or_null(string)(None) is None
    True
    """

    def read_or_none(value: object) -> Value | None:
        return None if value is None else read(value)

    return read_or_none
