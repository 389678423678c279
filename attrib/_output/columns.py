"""The columns of the tables of claims, quantities and entities: names, types, meanings.

This is the one place where a column is declared.  Records, data frames and CSV are made from it,
and `docs/tables.md` is checked against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs

from attrib._values import Claim, Entity, Quantity, Span

CLAIMS, QUANTITIES, ENTITIES = "claims", "quantities", "entities"

_JOINED = "; "


class Type(StrEnum):
    """What the values of a column are; None may stand in any column."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    DECIMAL = "decimal"  # a number written out, as text
    TRUTH = "truth"


@attrs.frozen
class Column:
    """A column of a table; `read` takes what a row of that table is made from."""

    name: str
    type: Type
    holds: str
    read: Callable[[Any], object]


@attrs.frozen
class Amount:
    """A quantity in a claim; `innermost` where no claim inside that one holds it too."""

    claim: Claim
    quantity: Quantity
    innermost: bool


@attrs.frozen
class Member:
    """An entity, with the number of claims that it is a speaker of."""

    entity: Entity
    claims: int


def extent(claim: Claim) -> tuple[int, int]:
    """Where the content of a claim begins and ends; its cue, where there is no content."""
    spans = list(claim.content.spans)
    if not spans and claim.cue:
        spans = [claim.cue.span]
    return spans[0].start, spans[-1].end


def _text(span: Span | None) -> str | None:
    return span.text if span else None


def _start(span: Span | None) -> int | None:
    return span.start if span else None


def _end(span: Span | None) -> int | None:
    return span.end if span else None


def _number(bound: Decimal | None) -> float | None:
    return None if bound is None else float(bound)


def _written(bound: Decimal | None) -> str | None:
    return None if bound is None else format(bound, "f")


def _first(mentions: Iterable[Span]) -> Span | None:
    return min(mentions, default=None)


def _cue(claim: Claim) -> Span | None:
    return claim.cue.span if claim.cue else None


_WHERE = "offset in code points of the document's text"
_STANCE = "of the stance (`docs/stance.md`)"

_OF_CLAIMS = (
    Column("id", Type.TEXT, "the claim's id, unique in its document", lambda c: c.id),
    Column("speaker", Type.TEXT, "the speaker's name, if known", lambda c: c.speaker.name),
    Column(
        "speaker_kind", Type.TEXT, "person, organization, group, ...", lambda c: c.speaker.kind
    ),
    Column("how", Type.TEXT, "by what the speaker is known: named, ...", lambda c: c.speaker.how),
    Column("source", Type.TEXT, "the source's words", lambda c: _text(c.speaker.source)),
    Column("source_start", Type.INTEGER, _WHERE, lambda c: _start(c.speaker.source)),
    Column("source_end", Type.INTEGER, _WHERE, lambda c: _end(c.speaker.source)),
    Column("cue", Type.TEXT, "the cue's words; none for a bare quote", lambda c: _text(_cue(c))),
    Column("cue_lemma", Type.TEXT, "its lemma", lambda c: c.cue.lemma if c.cue else None),
    Column("cue_kind", Type.TEXT, "verb, noun, adposition, ...", lambda c: c.cue and c.cue.kind),
    Column("cue_start", Type.INTEGER, _WHERE, lambda c: _start(_cue(c))),
    Column("cue_end", Type.INTEGER, _WHERE, lambda c: _end(_cue(c))),
    Column(
        "claim", Type.TEXT, 'the content\'s words; " ... " parts what is apart',
        lambda c: c.content.text,
    ),
    Column(
        "start", Type.INTEGER, "where the content begins; the cue, where there is no content",
        lambda c: extent(c)[0],
    ),
    Column("end", Type.INTEGER, "where it ends", lambda c: extent(c)[1]),
    Column("mode", Type.TEXT, "direct, indirect or mixed", lambda c: c.mode),
    Column("act", Type.TEXT, _STANCE, lambda c: c.stance.act),
    Column("polarity", Type.TEXT, _STANCE, lambda c: c.stance.polarity),
    Column("commitment", Type.TEXT, _STANCE, lambda c: c.stance.commitment),
    Column("engagement", Type.TEXT, _STANCE, lambda c: c.stance.engagement),
    Column("occurrence", Type.TEXT, _STANCE, lambda c: c.stance.occurrence),
    Column("attitude", Type.TEXT, _STANCE, lambda c: c.stance.attitude),
    Column("intensity", Type.TEXT, _STANCE, lambda c: c.stance.intensity),
    Column("target", Type.TEXT, "whom the attitude is towards", lambda c: _text(c.stance.target)),
    Column("addressee", Type.TEXT, "to whom it was said", lambda c: _text(c.addressee)),
    Column(
        "quantities", Type.TEXT, 'the words of its quantities, joined by "; "',
        lambda c: _JOINED.join(quantity.span.text for quantity in c.quantities),
    ),
    Column(
        "sentence", Type.INTEGER, "index of the first sentence that it touches",
        lambda c: min(c.sentences, default=None),
    ),
    Column(
        "confidence", Type.NUMBER, "calibrated probability from 0 to 1",
        lambda c: None if c.confidence is None else float(c.confidence),
    ),
    Column("parent", Type.TEXT, "id of the claim whose content holds this one", lambda c: c.parent),
)  # fmt: skip

_OF_QUANTITIES = (
    Column("claim_id", Type.TEXT, "the `id` of the claim that it stands in", lambda a: a.claim.id),
    Column(
        "innermost", Type.TRUTH,
        "whether no claim inside that one holds it too: keep these rows to count each amount once",
        lambda a: a.innermost,
    ),
    Column("text", Type.TEXT, "its words", lambda a: a.quantity.span.text),
    Column("start", Type.INTEGER, _WHERE, lambda a: a.quantity.span.start),
    Column("end", Type.INTEGER, _WHERE, lambda a: a.quantity.span.end),
    Column("kind", Type.TEXT, "money, share, count, ...", lambda a: a.quantity.kind),
    Column("value", Type.NUMBER, "the number, if it is one", lambda a: _number(a.quantity.value)),
    Column("low", Type.NUMBER, "the lower bound", lambda a: _number(a.quantity.low)),
    Column("high", Type.NUMBER, "the upper bound", lambda a: _number(a.quantity.high)),
    Column("low_open", Type.TRUTH, "whether `low` is left out", lambda a: a.quantity.low_open),
    Column("high_open", Type.TRUTH, "whether `high` is left out", lambda a: a.quantity.high_open),
    Column("low_exact", Type.DECIMAL, "`low`, digit by digit", lambda a: _written(a.quantity.low)),
    Column(
        "high_exact", Type.DECIMAL, "`high`, digit by digit", lambda a: _written(a.quantity.high)
    ),
    Column("approximation", Type.TEXT, "exact, about, ...", lambda a: a.quantity.approximation),
    Column("unit", Type.TEXT, "CLDR id such as `curr-usd`", lambda a: a.quantity.unit),
    Column(
        "unit_assumed", Type.TRUTH, "whether the text leaves it open",
        lambda a: a.quantity.unit_assumed,
    ),
    Column("counted", Type.TEXT, "lemma of the counted noun", lambda a: a.quantity.counted),
    Column(
        "ratio", Type.TEXT, 'terms of "one in three": `1:3`',
        lambda a: ":".join(map(str, a.quantity.ratio)) if a.quantity.ratio else None,
    ),
    Column("whole", Type.TEXT, "what a share is of", lambda a: _text(a.quantity.whole)),
    Column("role", Type.TEXT, "level, delta, before or after", lambda a: a.quantity.role),
    Column("direction", Type.TEXT, "where a change goes", lambda a: a.quantity.direction),
    Column("window", Type.TEXT, "the time that it covers", lambda a: _text(a.quantity.window)),
)  # fmt: skip

_OF_ENTITIES = (
    Column("id", Type.TEXT, "the entity's id, unique in its document", lambda m: m.entity.id),
    Column("name", Type.TEXT, "the fullest name in the text", lambda m: m.entity.name),
    Column("kind", Type.TEXT, "person, organization, group, ...", lambda m: m.entity.kind),
    Column("gender", Type.TEXT, "if known", lambda m: m.entity.gender),
    Column(
        "descriptions", Type.TEXT, 'titles, roles, affiliations, joined by "; "',
        lambda m: _JOINED.join(m.entity.descriptions),
    ),
    Column("claims", Type.INTEGER, "number of claims that it makes", lambda m: m.claims),
    Column("mentions", Type.INTEGER, "number of mentions", lambda m: len(m.entity.mentions)),
    Column(
        "start", Type.INTEGER, "where the first mention begins",
        lambda m: _start(_first(m.entity.mentions)),
    ),
    Column("end", Type.INTEGER, "where it ends", lambda m: _end(_first(m.entity.mentions))),
)  # fmt: skip

# The first column of every table, which is read off the attribution, not off the row.
DOCUMENT = Column(
    "document", Type.TEXT, "the attribution's `id`, by which the tables of many documents join",
    lambda attribution: attribution.id,
)  # fmt: skip

# What `read` takes: a `Claim`, an `Amount`, a `Member`.
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    CLAIMS: _OF_CLAIMS,
    QUANTITIES: _OF_QUANTITIES,
    ENTITIES: _OF_ENTITIES,
}


def columns(table: str) -> tuple[Column, ...]:
    """All columns of a table, in order.

    >>> [column.name for column in columns("entities")][:3]
    ['document', 'id', 'name']

    Raises:
        ValueError: there is no table of that name.
    """
    if table not in COLUMNS:
        raise ValueError(f"there is no table {table!r}: name one of {', '.join(COLUMNS)}")
    return DOCUMENT, *COLUMNS[table]
