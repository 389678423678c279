"""The JSON form attrib/1: offsets and labels, not the text.

`attrib/schema/attrib-1.schema.json` describes it; `to_dict` and `from_dict` undo each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import attrs

from attrib._choices import (
    Approximation,
    CueKind,
    Direction,
    Gender,
    How,
    Mode,
    QuantityKind,
    Role,
    SpeakerKind,
)
from attrib._output.members import (
    MisfitError,
    Object,
    check_apart,
    check_text,
    choice,
    decimal,
    integer,
    misfit,
    optional_of,
    or_null,
    probability,
    shown,
    string,
    truth,
    value_of,
    values_of,
)
from attrib._values import (
    STANCE_CHOICES,
    Claim,
    Content,
    Cue,
    Entity,
    Evidence,
    Quantity,
    Span,
    Speaker,
    Stance,
)

if TYPE_CHECKING:
    from attrib._attribution import Attribution

SCHEMA = "attrib/1"

_STRING_OR_NULL, _DECIMAL_OR_NULL = or_null(string), or_null(decimal)
_PROBABILITY_OR_NULL = or_null(probability)
_SPEAKER_KIND, _HOW = choice(SpeakerKind), choice(How)
_MODE, _CUE_KIND = choice(Mode), choice(CueKind)
_GENDER_OR_NULL = or_null(choice(Gender))
_QUANTITY_KIND, _APPROXIMATION = choice(QuantityKind), choice(Approximation)
_ROLE, _DIRECTION = choice(Role), choice(Direction)
_STANCE_OR_NULL = {field: or_null(choice(choices)) for field, choices in STANCE_CHOICES.items()}


def to_dict(attribution: Attribution) -> dict[str, Any]:
    """The attribution as plain lists, dicts, strings and numbers, ready for `json.dumps`.

    >>> from attrib._attribution import Attribution
    >>> to_dict(Attribution("No news.", sentences=(Span(0, 8, "No news."),)))
    ... # doctest: +NORMALIZE_WHITESPACE
    {'schema': 'attrib/1', 'id': None, 'language': 'en', 'length': 8, 'sentences': [[0, 8]],
     'entities': [], 'claims': []}
    """
    return {
        "schema": SCHEMA,
        "id": attribution.id,
        "language": attribution.language,
        "length": len(attribution.text),
        "sentences": _pairs(attribution.sentences),
        "entities": [_entity_form(entity) for entity in attribution.entities],
        "claims": [_claim_form(claim) for claim in attribution.claims],
    }


def _pair(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _label(choice: StrEnum | None) -> str | None:
    return None if choice is None else str(choice)


def _entity_form(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "name": entity.name,
        "kind": str(entity.kind),
        "gender": _label(entity.gender),
        "mentions": _pairs(entity.mentions),
        "descriptions": list(entity.descriptions),
    }


def _claim_form(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "speaker": _speaker_form(claim.speaker),
        "cue": _cue_form(claim.cue) if claim.cue else None,
        "content": {"spans": _pairs(claim.content.spans), "quoted": _pairs(claim.content.quoted)},
        "mode": str(claim.mode),
        "stance": _stance_form(claim.stance),
        "quantities": [quantity.to_dict() for quantity in claim.quantities],
        "addressee": _pair(claim.addressee),
        "parent": claim.parent,
        "sentences": list(claim.sentences),
        "confidence": claim.confidence,
    }


def _speaker_form(speaker: Speaker) -> dict[str, Any]:
    return {
        "source": _pair(speaker.source),
        "entities": [entity.id for entity in speaker.entities],
        "name": speaker.name,
        "kind": str(speaker.kind),
        "how": str(speaker.how),
        **({"antecedent": _pair(speaker.antecedent)} if speaker.antecedent else {}),
        **({} if speaker.confidence is None else {"confidence": speaker.confidence}),
    }


def _cue_form(cue: Cue) -> dict[str, Any]:
    return {"span": _pair(cue.span), "lemma": cue.lemma, "kind": str(cue.kind)}


def _stance_form(stance: Stance) -> dict[str, Any]:
    return {
        **{field: _label(getattr(stance, field)) for field in STANCE_CHOICES},
        "target": _pair(stance.target),
        "evidence": [
            {"span": _pair(item.span), "field": item.field, "value": str(item.value)}
            for item in stance.evidence
        ],
    }


def from_dict(data: Object, text: str) -> Attribution:
    """The attribution that `data` was made from, given the very text that it is about.

    Members that the form does not know are passed over.

    Raises:
        ValueError: `data` is not in the form, or not about this text; the message begins with the
            member that is wrong.
        TypeError: the text is no `str`.

    >>> from_dict({"schema": "attrib/1", "length": 2975}, text="Another text")
    ... # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: length: the form is of a text of 2975 characters, the text given has 12: ...
    """
    check_text(text)
    try:
        return _attribution(data, text)
    except MisfitError as error:
        raise ValueError(str(error)) from None


def _attribution(data: Object, text: str) -> Attribution:
    # _attribution imports this module.
    from attrib._attribution import Attribution

    _check_header(data, text)
    sentences = values_of(data, "sentences", _Known(text).extent)
    entities = values_of(data, "entities", _Known(text).entity)
    check_apart([entity.id for entity in entities], "entities")
    known = _Known(text, len(sentences), {entity.id: entity for entity in entities})
    claims = values_of(data, "claims", known.claim)
    check_apart([claim.id for claim in claims], "claims")
    _check_parents(claims)
    id, language = value_of(data, "id", _STRING_OR_NULL), value_of(data, "language", string)
    try:
        return Attribution(text, claims, entities, sentences, id, language)
    except ValueError as error:  # parents in a circle
        raise misfit(error, "claims") from None


def _check_header(data: Object, text: str) -> None:
    schema = value_of(data, "schema", string)
    if schema != SCHEMA:
        raise MisfitError(f"the form is {shown(schema)}: only {SCHEMA!r} can be read", "schema")
    length = value_of(data, "length", integer)
    if length != len(text):
        raise MisfitError(
            f"the form is of a text of {length} characters, the text given has {len(text)}: "
            "pass the very text that was attributed, unchanged",
            "length",
        )


def _check_parents(claims: Sequence[Claim]) -> None:
    ids = {None, *(claim.id for claim in claims)}
    for index, claim in enumerate(claims):
        if claim.parent not in ids:
            raise MisfitError(
                f"{shown(claim.parent)} is no claim here: write the id of the claim whose content "
                "holds this one, or null",
                f"claims[{index}].parent",
            )


def _ratio(terms: object) -> tuple[int, int] | None:
    match terms:
        case None:
            return None
        case [first, second]:
            return integer(first), integer(second)
        case _:
            raise ValueError(f"{shown(terms)} is no ratio: write two integers, or null")


@attrs.frozen(slots=False)
class _Known:
    """What the values of a form are about: a text, the number of its sentences, its entities."""

    text: str
    sentences: int = 0
    entities: Mapping[str, Entity] = attrs.field(factory=dict)

    def extent(self, pair: object) -> Span:
        """A span of the text, which may be empty."""
        match pair:
            case [int(start), int(end)] if type(start) is not bool and type(end) is not bool:
                return Span.of(self.text, start, end)
            case _:
                raise ValueError(f"{shown(pair)} is no span: write [start, end], two integers")

    def span(self, pair: object) -> Span:
        """A span of at least one character."""
        span = self.extent(pair)
        if not span.text:
            raise ValueError(f"{shown(pair)} is empty: write a span of at least one character")
        return span

    def span_or_null(self, pair: object) -> Span | None:
        return None if pair is None else self.span(pair)

    def entity(self, item: Object) -> Entity:
        return Entity(
            id=value_of(item, "id", string),
            name=value_of(item, "name", string),
            kind=value_of(item, "kind", _SPEAKER_KIND),
            gender=value_of(item, "gender", _GENDER_OR_NULL),
            mentions=values_of(item, "mentions", self.span),
            descriptions=values_of(item, "descriptions", string),
        )

    def claim(self, item: Object) -> Claim:
        return Claim(
            id=value_of(item, "id", string),
            speaker=value_of(item, "speaker", self._speaker),
            cue=value_of(item, "cue", self._cue_or_null),
            content=value_of(item, "content", self._content),
            mode=value_of(item, "mode", _MODE),
            stance=value_of(item, "stance", self._stance),
            quantities=values_of(item, "quantities", self.quantity),
            addressee=value_of(item, "addressee", self.span_or_null),
            parent=value_of(item, "parent", _STRING_OR_NULL),
            sentences=values_of(item, "sentences", self._sentence),
            confidence=value_of(item, "confidence", _PROBABILITY_OR_NULL),
        )

    def _sentence(self, index: object) -> int:
        if not 0 <= (number := integer(index)) < self.sentences:
            raise ValueError(
                f"{number} is no index of one of {self.sentences} sentences: count them from 0"
            )
        return number

    def _speaker(self, item: Object) -> Speaker:
        return Speaker(
            source=value_of(item, "source", self.span_or_null),
            entities=values_of(item, "entities", self._of_id),
            name=value_of(item, "name", _STRING_OR_NULL),
            kind=value_of(item, "kind", _SPEAKER_KIND),
            how=value_of(item, "how", _HOW),
            antecedent=optional_of(item, "antecedent", self.span),
            confidence=optional_of(item, "confidence", probability),
        )

    def _of_id(self, id: object) -> Entity:
        entity = self.entities.get(string(id))
        if entity is None:
            raise ValueError(f"no entity has the id {shown(id)}: list it under 'entities'")
        return entity

    def _cue_or_null(self, item: Object | None) -> Cue | None:
        if item is None:
            return None
        return Cue(
            span=value_of(item, "span", self.span),
            lemma=value_of(item, "lemma", string),
            kind=value_of(item, "kind", _CUE_KIND),
        )

    def _content(self, item: Object) -> Content:
        spans, quoted = (values_of(item, name, self.span) for name in ("spans", "quoted"))
        content = Content.of(self.text, spans, quoted)
        if (content.spans, content.quoted) != (spans, quoted):
            raise ValueError("spans or quoted are in the wrong order: write them as the text has")
        return content

    def _stance(self, item: Object) -> Stance:
        choices: dict[str, Any] = {
            field: value_of(item, field, read) for field, read in _STANCE_OR_NULL.items()
        }
        return Stance(
            **choices,
            target=value_of(item, "target", self.span_or_null),
            evidence=values_of(item, "evidence", self._evidence),
        )

    def _evidence(self, item: Object) -> Evidence:
        return Evidence(
            span=value_of(item, "span", self.span),
            field=value_of(item, "field", string),
            value=value_of(item, "value", string),
        )

    def quantity(self, item: Object) -> Quantity:
        return Quantity(
            span=value_of(item, "span", self.span),
            kind=value_of(item, "kind", _QUANTITY_KIND),
            low=value_of(item, "low", _DECIMAL_OR_NULL),
            high=value_of(item, "high", _DECIMAL_OR_NULL),
            low_open=value_of(item, "low_open", truth),
            high_open=value_of(item, "high_open", truth),
            approximation=value_of(item, "approximation", _APPROXIMATION),
            unit=value_of(item, "unit", _STRING_OR_NULL),
            unit_assumed=value_of(item, "unit_assumed", truth),
            counted=value_of(item, "counted", _STRING_OR_NULL),
            ratio=value_of(item, "ratio", _ratio),
            whole=optional_of(item, "whole", self.span),
            role=value_of(item, "role", _ROLE),
            direction=value_of(item, "direction", _DIRECTION),
            window=optional_of(item, "window", self.span),
        )


def quantity_of(item: Object, text: str) -> Quantity:
    """The quantity that `Quantity.to_dict` was called on, given its text."""
    return _Known(text).quantity(item)
