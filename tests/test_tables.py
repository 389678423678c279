"""What the tables promise: plain values in documented columns that never depend on the rows."""

from __future__ import annotations

import csv
import io
import json
import sys
from decimal import Decimal
from itertools import compress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from strategies import attributions, unhurried

from attrib import (
    Act,
    Attribution,
    Claim,
    Content,
    Cue,
    CueKind,
    Entity,
    How,
    Mode,
    Quantity,
    QuantityKind,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
)
from attrib._output.columns import COLUMNS, Type, columns

TEXT = "Ana Sol said <the union> had promised to wait 3 days. No comment came from Bo."
DOCS = Path(__file__).parents[1] / "docs" / "tables.md"
PLAIN = {
    Type.TEXT: str,
    Type.DECIMAL: str,
    Type.INTEGER: int,
    Type.NUMBER: float,
    Type.TRUTH: bool,
}


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


DAYS = Quantity(
    span=span("3 days"),
    kind=QuantityKind.DURATION,
    low=Decimal("3.10"),
    high=Decimal("3.10"),
    unit="day",
    ratio=(1, 3),
)
ANA = Entity(
    "e1",
    "Ana Sol",
    SpeakerKind.PERSON,
    mentions=(span("Ana Sol"),),
    descriptions=("mayor", "doctor"),
)
OUTER = Claim(
    id="c1",
    speaker=Speaker(span("Ana Sol"), (ANA,), "Ana Sol", SpeakerKind.PERSON, How.NAMED),
    cue=Cue(span("said"), "say", CueKind.VERB),
    content=Content.of(TEXT, [span("<the union> had promised to wait 3 days")]),
    mode=Mode.INDIRECT,
    stance=Stance(act=Act.ASSERT),
    quantities=(DAYS,),
    sentences=(0,),
    confidence=0.9,
)
INNER = Claim(
    id="c2",
    speaker=Speaker(span("<the union>")),
    cue=Cue(span("had promised"), "promise", CueKind.VERB),
    content=Content.of(TEXT, [span("to wait 3 days")]),
    mode=Mode.INDIRECT,
    quantities=(DAYS,),
    parent="c1",
)
WITHHELD = Claim(
    id="c3",
    speaker=Speaker(span("Bo"), name="Bo"),
    cue=Cue(span("No comment"), "comment", CueKind.NOUN),
    content=Content(),
    mode=Mode.INDIRECT,
)
RESULT = Attribution(TEXT, (OUTER, INNER, WITHHELD), (ANA,), (span(TEXT),), id="doc-1")


def test_claims() -> None:
    """A row of claims holds plain values, None for what the text does not give."""
    outer, inner, withheld = RESULT.records()
    expected = {
        "document": "doc-1", "id": "c1", "speaker": "Ana Sol", "speaker_kind": "person",
        "how": "named", "source": "Ana Sol", "source_start": 0, "source_end": 7, "cue": "said",
        "cue_lemma": "say", "cue_kind": "verb", "cue_start": 8, "cue_end": 12,
        "claim": "<the union> had promised to wait 3 days", "start": 13, "end": 52,
        "mode": "indirect", "act": "assert", "polarity": None, "commitment": None,
        "engagement": None, "occurrence": None, "attitude": None, "intensity": None,
        "target": None, "addressee": None, "quantities": "3 days", "sentence": 0,
        "confidence": 0.9, "parent": None,
    }  # fmt: skip
    assert outer == expected
    assert (inner["speaker"], inner["parent"], inner["sentence"]) == (None, "c1", None)
    assert TEXT[withheld["start"] : withheld["end"]] == "No comment"


def test_quantities() -> None:
    """An amount has a row for each claim that holds it, of which one is the innermost."""
    rows = RESULT.records("quantities")
    assert [(row["claim_id"], row["innermost"]) for row in rows] == [("c1", False), ("c2", True)]
    row = rows[0]
    assert (row["text"], row["start"], row["value"], row["unit"]) == ("3 days", 46, 3.1, "day")
    assert (row["low_exact"], row["ratio"], row["whole"]) == ("3.10", "1:3", None)


def test_entities() -> None:
    """A row of entities counts the mentions and the claims, and tells the first mention."""
    (row,) = RESULT.records("entities")
    assert row == {
        "document": "doc-1", "id": "e1", "name": "Ana Sol", "kind": "person", "gender": None,
        "descriptions": "mayor; doctor", "claims": 1, "mentions": 1, "start": 0, "end": 7,
    }  # fmt: skip


@pytest.mark.parametrize("call", ["records", "to_csv", "to_pandas", "to_polars"])
def test_unknown_table(call: str) -> None:
    """A wrong name is answered with the right ones, even where there is no row."""
    if call in ("to_pandas", "to_polars"):
        pytest.importorskip(call.removeprefix("to_"), reason="an extra of its own")
    with pytest.raises(ValueError, match="name one of claims, quantities, entities"):
        getattr(Attribution(""), call)("people")


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_library_is_asked_for(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the library that makes the frame, the error says what to install."""
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"pip install 'attrib\[{library}\]'"):
        getattr(RESULT, f"to_{library}")()


@unhurried
@given(attributions())
def test_rows_hold_what_the_columns_declare(result: Attribution) -> None:
    """Rows have just the declared columns, with values of their types, and none is missing."""
    for table in COLUMNS:
        declared = columns(table)
        for row in result.records(table):
            assert list(row) == [column.name for column in declared]
            for column in declared:
                value = row[column.name]
                assert value is None or type(value) is PLAIN[column.type]
    assert len(result.records("claims")) == len(result.claims)
    assert len(result.records("entities")) == len(result.entities)


@unhurried
@given(attributions())
def test_exact_bounds(result: Attribution) -> None:
    """The exact columns give the decimal numbers back."""
    amounts = [amount for claim in result for amount in claim.quantities]
    for amount, row in zip(amounts, result.records("quantities"), strict=True):
        for bound, written in ((amount.low, row["low_exact"]), (amount.high, row["high_exact"])):
            assert bound == (None if written is None else Decimal(written))


@pytest.mark.parametrize("table", list(COLUMNS))
def test_pandas(table: str) -> None:
    """A data frame holds the records, in types that are the same where there are no rows."""
    pytest.importorskip("pandas", reason="an extra of its own")
    frame, empty = RESULT.to_pandas(table), Attribution("").to_pandas(table)
    assert list(frame.columns) == [column.name for column in columns(table)]
    assert dict(frame.dtypes) == dict(empty.dtypes)
    assert not any(str(dtype) == "object" for dtype in frame.dtypes)
    assert rows_of(frame) == RESULT.records(table)


@pytest.mark.parametrize("table", list(COLUMNS))
def test_polars(table: str) -> None:
    """So it is in polars."""
    pytest.importorskip("polars", reason="an extra of its own")
    frame, empty = RESULT.to_polars(table), Attribution("").to_polars(table)
    assert frame.schema == empty.schema
    assert frame.rows(named=True) == RESULT.records(table)


def test_pandas_holds_a_lone_surrogate() -> None:
    """A name of a lone surrogate comes back from the table as it was."""
    pytest.importorskip("pandas", reason="an extra of its own")
    odd = Attribution("", entities=(Entity("e1", "\ud800"),))
    assert rows_of(odd.to_pandas("entities")) == odd.records("entities")


@settings(unhurried, max_examples=20)
@given(attributions())
def test_pandas_takes_any_text(result: Attribution) -> None:
    """A data frame holds any text, even one with lone surrogates."""
    pytest.importorskip("pandas", reason="an extra of its own")
    for table in COLUMNS:
        assert rows_of(result.to_pandas(table)) == result.records(table)


@settings(unhurried, max_examples=20)
@given(attributions())
def test_polars_takes_any_text(result: Attribution) -> None:
    """In polars, which holds Unicode alone, each lone surrogate is one replacement character."""
    pytest.importorskip("polars", reason="an extra of its own")
    for table in COLUMNS:
        expected = [
            {name: whole(value) for name, value in row.items()} for row in result.records(table)
        ]
        assert result.to_polars(table).rows(named=True) == expected


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows of a data frame of pandas, with None for its NA."""
    rows: list[dict[str, Any]] = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return rows


def whole(value: Any) -> Any:
    """A value without lone surrogates."""
    if not isinstance(value, str):
        return value
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in value)


def test_sums() -> None:
    """The numbers of a data frame can be summed, each amount once."""
    pytest.importorskip("pandas", reason="an extra of its own")
    frame = RESULT.to_pandas("quantities")
    assert frame[frame["innermost"]]["value"].sum() == 3.1


@pytest.mark.parametrize("table", list(COLUMNS))
def test_docs(table: str) -> None:
    """The page on tables describes every column as it is declared."""
    rows = "\n".join(f"| `{c.name}` | {c.type} | {c.holds} |" for c in columns(table))
    assert f"| column | type | what it holds |\n|---|---|---|\n{rows}\n" in DOCS.read_text("utf8")


def test_records_are_json() -> None:
    """Records can be written as JSON as they are."""
    assert json.loads(json.dumps(RESULT.records())) == RESULT.records()


@unhurried
@given(attributions())
def test_csv(result: Attribution) -> None:
    """No text in CSV begins like a formula, and every cell can be had back as it was."""
    for table in COLUMNS:
        header, *rows = csv.reader(io.StringIO(result.to_csv(table), newline=""), strict=True)
        assert header == [column.name for column in columns(table)]
        guarded = [column.type is Type.TEXT for column in columns(table)]
        assert not any(is_formula(text) for row in rows for text in compress(row, guarded))
        expected = [list(map(cell, row.values())) for row in result.records(table)]
        assert [list(map(unguarded, row, guarded)) for row in rows] == expected


def cell(value: Any) -> str:
    """A value as CSV writes it."""
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def unguarded(text: str, guarded: bool) -> str:
    """A cell without the apostrophe that keeps it from being a formula."""
    return text[1:] if guarded and text[:1] == "'" and is_formula(text.lstrip("'")) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run a cell of this text."""
    return text.startswith(tuple("=+-@\t\r\n"))


def test_negative_numbers_in_csv() -> None:
    """A negative number is a number in CSV."""
    fall = Quantity(span=span("3"), kind=QuantityKind.NUMBER, low=Decimal(-3), high=Decimal(-3))
    claim = Claim(id="c1", speaker=Speaker(), cue=None, content=OUTER.content, mode=Mode.DIRECT,
                  quantities=(fall,))  # fmt: skip
    assert ",-3.0,-3.0,-3.0,false,false,-3,-3," in Attribution(TEXT, [claim]).to_csv("quantities")
