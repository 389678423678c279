"""The tables of an attribution as records and data frames, in the columns of `_columns`."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrib._output.columns import (
    CLAIMS,
    COLUMNS,
    DOCUMENT,
    QUANTITIES,
    Amount,
    Member,
    Type,
    columns,
)

if TYPE_CHECKING:
    from attrib._attribution import Attribution

# All of them hold None.  Text is kept by Python, for Arrow has no room for a lone surrogate.
_PANDAS = {
    Type.TEXT: "string[python]",
    Type.DECIMAL: "string[python]",
    Type.INTEGER: "Int64",
    Type.NUMBER: "Float64",
    Type.TRUTH: "boolean",
}
_POLARS = {
    Type.TEXT: "String",
    Type.DECIMAL: "String",
    Type.INTEGER: "Int64",
    Type.NUMBER: "Float64",
    Type.TRUTH: "Boolean",
}
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def records(attribution: Attribution, table: str) -> list[dict[str, Any]]:
    """The rows of a table as dicts from column to str, int, float, bool or None.

    >>> from attrib._attribution import Attribution
    >>> from attrib._values import Entity
    >>> (row,) = records(Attribution("Ana.", entities=[Entity("e1", "Ana")], id="note"), "entities")
    >>> row["document"], row["name"], row["kind"], row["start"]
    ('note', 'Ana', 'unknown', None)
    """
    columns(table)  # a wrong name is told, not looked up
    document = DOCUMENT.read(attribution)
    return [
        {
            DOCUMENT.name: document,
            **{column.name: _plain(column.read(row)) for column in COLUMNS[table]},
        }
        for row in _rows(attribution, table)
    ]


def to_pandas(attribution: Attribution, table: str) -> Any:
    """The records as a `pandas.DataFrame`, with nullable types that do not hang on the rows."""
    pandas = _library("pandas")
    types = {column.name: _PANDAS[column.type] for column in columns(table)}
    frame = pandas.DataFrame(records(attribution, table), columns=list(types), dtype=object)
    return frame.astype(types)


def to_polars(attribution: Attribution, table: str) -> Any:
    """The records as a `polars.DataFrame`; a lone surrogate becomes U+FFFD, being no Unicode."""
    polars = _library("polars")
    schema = {column.name: getattr(polars, _POLARS[column.type]) for column in columns(table)}
    rows = [
        {name: _whole(value) for name, value in row.items()} for row in records(attribution, table)
    ]
    return polars.DataFrame(rows, schema=schema)


def _library(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise ImportError(f"to_{name}() needs {name}: pip install 'attrib[{name}]'") from error


def _plain(value: object) -> object:
    return str(value) if isinstance(value, StrEnum) else value


def _whole(value: object) -> object:
    return (
        _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value
    )


def _rows(attribution: Attribution, table: str) -> Iterator[object]:
    if table == CLAIMS:
        yield from attribution.claims
    elif table == QUANTITIES:
        yield from _amounts(attribution)
    else:
        made = Counter(e.id for claim in attribution for e in claim.speaker.entities)
        yield from (Member(entity, made[entity.id]) for entity in attribution.entities)


def _amounts(attribution: Attribution) -> Iterator[Amount]:
    held = {claim.id: set(claim.quantities) for claim in attribution}
    for claim in attribution:
        inside = {quantity for child in claim.children for quantity in held[child]}
        for quantity in claim.quantities:
            yield Amount(claim, quantity, innermost=quantity not in inside)
