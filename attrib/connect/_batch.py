"""Columns in, columns out: what Spark, Ray, Hugging Face datasets and the like map over tables.

New columns never hold None, so that every engine sees one type in every batch: "", -1 and NaN
stand for what is missing, by the type of the column.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from numbers import Real
from typing import Any

import attrs

from attrib._attribution import Attribution, Unattributed
from attrib._attributor import Attributor, Config
from attrib._output.columns import CLAIMS, Type
from attrib._output.columns import columns as table_columns

Columns = Mapping[str, Iterable[Any]]

_OF_TYPE = {Type.TEXT: "", Type.INTEGER: -1, Type.NUMBER: math.nan}
_MISSING = {column.name: _OF_TYPE[column.type] for column in table_columns(CLAIMS)}

_ADDED = ("attribution", "claims", "error")
# What a text can do to the code that reads it.  What is wrong with the machine (memory, missing
# files) stops the job instead of passing for a table of bad texts.
_BAD_TEXT = (ArithmeticError, AssertionError, LookupError, RuntimeError, TypeError, ValueError)


def attribute_batch(
    columns: Columns, *, text: str = "text", config: Config | None = None
) -> dict[str, Any]:
    """The columns, with the claims of the text in each row.

    The models are loaded with the first batch of a process, and stay.  A text that cannot be read
    has its error in its row, and the other rows are as they would be without it.

    Args:
        columns: Lists, arrays or series of one length.  Where one is named "id", it becomes the id
            of each attribution.
        text: The name of the column of texts, one article in each row.
        config: What to read with.

    Returns:
        The same columns and three more: "attribution", in the form attrib/1 as JSON ("" after an
        error); "claims", how many there are; "error", what went wrong ("" mostly).

    Raises:
        ValueError: there is no column of texts, or one that would be written over.

    >>> from attrib.connect import attribute_batch
    >>> rows = attribute_batch({"url": ["a", "b"], "text": ["Ana Sol said no.", None]})
    >>> rows["url"], rows["claims"]
    (['a', 'b'], [1, 0])
    >>> rows["error"]
    ['', 'TypeError: attribute() takes the text of one article as a str, not NoneType']
    """
    if text not in columns:
        names = ", ".join(columns)
        raise ValueError(f'there is no column {text!r} among {names}: name it with text="..."')
    if taken := [name for name in _ADDED if name in columns]:
        raise ValueError(f"there is a column {taken[0]!r} already: rename it, or leave it out")
    attributor = Attributor(config or Config())
    texts = [_text(value) for value in columns[text]]
    ids = columns["id"] if "id" in columns else [None] * len(texts)
    found = attributor.attribute_many(texts, errors="yield")
    rows = [_row(one, id) for one, id in zip(found, ids, strict=True)]
    return {**columns, **{name: [row[i] for row in rows] for i, name in enumerate(_ADDED)}}


def _text(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)  # arrays have strings of a type of their own
    return None if isinstance(value, Real) and math.isnan(value) else value  # so frames write None


def _row(found: Attribution | Unattributed, id: Any) -> tuple[str, int, str]:
    """What the three new columns hold for a text."""
    if isinstance(found, Unattributed):
        if not isinstance(found.error, _BAD_TEXT):
            raise found.error
        return "", 0, f"{type(found.error).__name__}: {found.error}"
    return attrs.evolve(found, id=None if id is None else str(id)).to_json(), len(found), ""


def claim_rows(columns: Columns, *, text: str = "text") -> dict[str, list[Any]]:
    """The columns that `attribute_batch` gave, with one row for each claim.

    The new columns are those of `Attribution.records()`, its "id" as "claim_id".  Columns other
    than the text and what `attribute_batch` added are repeated for each claim; a text without
    claims, or with an error, has no row.

    Raises:
        ValueError: a column is named like one of the new ones.

    >>> from attrib.connect import attribute_batch, claim_rows
    >>> rows = claim_rows(attribute_batch({"url": ["a"], "text": ["Ana Sol said no."]}))
    >>> rows["url"], rows["claim_id"], rows["speaker"], rows["cue"], rows["claim"]
    (['a'], ['c1'], ['Ana Sol'], ['said'], ['no'])
    """
    kept = {name: column for name, column in columns.items() if name not in (text, *_ADDED)}
    new = ["claim_id" if name == "id" else name for name in _MISSING]
    if taken := [name for name in new if name in kept]:
        raise ValueError(f"there is a column {taken[0]!r} already: rename it, or leave it out")
    out: dict[str, list[Any]] = {name: [] for name in (*kept, *new)}
    rows = zip(columns["attribution"], columns[text], *kept.values(), strict=True)
    for form, whole, *values in rows:
        for record in _records(form, whole):
            for name, value in zip(out, (*values, *record), strict=True):
                out[name].append(value)
    return out


def _records(form: str, text: str) -> Iterator[list[Any]]:
    if form:
        for record in Attribution.from_json(form, text=str(text)).records():
            yield [_MISSING[name] if value is None else value for name, value in record.items()]
