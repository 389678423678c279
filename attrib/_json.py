"""The JSON form attrib/1: offsets and labels, not the text.

`attrib/schema/attrib-1.schema.json` describes it; `to_dict` and `from_dict` undo each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

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

Object = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)


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
        ValueError: `data` is not in the form, or not about this text.

    >>> from_dict({"schema": "attrib/1", "length": 2975}, text="Another text")
    ... # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ValueError: the form is of a text of 2975 characters, the text given has 12: ...
    """
    # _attribution imports this module.
    from attrib._attribution import Attribution

    _check_header(data, text)
    entities = {member(item, "id"): _entity(item, text) for item in _items(data, "entities")}
    if len(entities) < len(data["entities"]):
        raise ValueError("two entities have the same id: give each its own")
    return Attribution(
        text,
        claims=tuple(_claim(item, text, entities) for item in _items(data, "claims")),
        entities=tuple(entities.values()),
        sentences=_spans(_items(data, "sentences"), text),
        id=member(data, "id"),
        language=member(data, "language"),
    )


def _check_header(data: Object, text: str) -> None:
    schema, length = member(data, "schema"), member(data, "length")
    if schema != SCHEMA:
        raise ValueError(f"the form is {schema!r}: only {SCHEMA!r} can be read")
    if length != len(text):
        raise ValueError(
            f"the form is of a text of {length} characters, the text given has {len(text)}: "
            "pass the very text that was attributed, unchanged"
        )


def member(data: Object, name: str) -> Any:
    """A member of an object, or an error that says which is missing."""
    if not isinstance(data, Mapping):
        raise ValueError(f"{data!r} stands where an object with {name!r} should: write one")
    if name not in data:
        raise ValueError(f"no {name!r} beside {sorted(data)}: add it, null where it may be")
    return data[name]


def _items(data: Object, name: str) -> Sequence[Any]:
    items = member(data, name)
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise ValueError(f"{name!r} is {items!r}: write a list")
    return items


def _span(pair: object, text: str) -> Span:
    match pair:
        case [int(start), int(end)]:
            return Span.of(text, start, end)
        case _:
            raise ValueError(f"{pair!r} is no span: write [start, end], two integers")


def _span_or_none(pair: object, text: str) -> Span | None:
    return None if pair is None else _span(pair, text)


def _spans(pairs: Iterable[object], text: str) -> tuple[Span, ...]:
    return tuple(_span(pair, text) for pair in pairs)


def choice(choices: type[Choice], value: object) -> Choice:
    """The choice of this value, or an error that lists those there are."""
    for known in choices:
        if known == value:
            return known
    raise ValueError(f"{value!r} is no {choices.__name__}: use one of {', '.join(choices)}")


def _choice_or_none(choices: type[Choice], value: object) -> Choice | None:
    return None if value is None else choice(choices, value)


def _decimal(number: object) -> Decimal | None:
    if number is None:
        return None
    try:
        return Decimal(str(number))
    except InvalidOperation:
        raise ValueError(f"{number!r} is no number: write a string such as '0.5'") from None


def _ratio(terms: object) -> tuple[int, int] | None:
    match terms:
        case None:
            return None
        case [int(first), int(second)]:
            return first, second
        case _:
            raise ValueError(f"{terms!r} is no ratio: write two integers, or null")


def _entity(item: Object, text: str) -> Entity:
    return Entity(
        id=member(item, "id"),
        name=member(item, "name"),
        kind=choice(SpeakerKind, member(item, "kind")),
        gender=_choice_or_none(Gender, member(item, "gender")),
        mentions=_spans(_items(item, "mentions"), text),
        descriptions=tuple(_items(item, "descriptions")),
    )


def _claim(item: Object, text: str, entities: Mapping[str, Entity]) -> Claim:
    cue, content = member(item, "cue"), member(item, "content")
    spans, quoted = (_spans(_items(content, name), text) for name in ("spans", "quoted"))
    return Claim(
        id=member(item, "id"),
        speaker=_speaker(member(item, "speaker"), text, entities),
        cue=None if cue is None else _cue(cue, text),
        content=Content.of(text, spans, quoted),
        mode=choice(Mode, member(item, "mode")),
        stance=_stance(member(item, "stance"), text),
        quantities=tuple(quantity_of(part, text) for part in _items(item, "quantities")),
        addressee=_span_or_none(member(item, "addressee"), text),
        parent=member(item, "parent"),
        sentences=tuple(_items(item, "sentences")),
        confidence=member(item, "confidence"),
    )


def _speaker(item: Object, text: str, entities: Mapping[str, Entity]) -> Speaker:
    ids = _items(item, "entities")
    unknown = [id for id in ids if id not in entities]
    if unknown:
        raise ValueError(f"no entity has the id {unknown[0]!r}: list it under 'entities'")
    return Speaker(
        source=_span_or_none(member(item, "source"), text),
        entities=tuple(entities[id] for id in ids),
        name=member(item, "name"),
        kind=choice(SpeakerKind, member(item, "kind")),
        how=choice(How, member(item, "how")),
        antecedent=_span_or_none(item.get("antecedent"), text),
        confidence=item.get("confidence"),
    )


def _cue(item: Object, text: str) -> Cue:
    span = _span(member(item, "span"), text)
    return Cue(span, member(item, "lemma"), choice(CueKind, member(item, "kind")))


def _stance(item: Object, text: str) -> Stance:
    choices: dict[str, Any] = {
        field: _choice_or_none(choices, member(item, field))
        for field, choices in STANCE_CHOICES.items()
    }
    evidence = (
        Evidence(_span(member(part, "span"), text), member(part, "field"), member(part, "value"))
        for part in _items(item, "evidence")
    )
    target = _span_or_none(member(item, "target"), text)
    return Stance(**choices, target=target, evidence=tuple(evidence))


def quantity_of(item: Object, text: str) -> Quantity:
    """The quantity that `Quantity.to_dict` was called on, given its text."""
    return Quantity(
        span=_span(member(item, "span"), text),
        kind=choice(QuantityKind, member(item, "kind")),
        low=_decimal(member(item, "low")),
        high=_decimal(member(item, "high")),
        low_open=member(item, "low_open"),
        high_open=member(item, "high_open"),
        approximation=choice(Approximation, member(item, "approximation")),
        unit=member(item, "unit"),
        unit_assumed=member(item, "unit_assumed"),
        counted=member(item, "counted"),
        ratio=_ratio(member(item, "ratio")),
        whole=_span_or_none(item.get("whole"), text),
        role=choice(Role, member(item, "role")),
        direction=choice(Direction, member(item, "direction")),
        window=_span_or_none(item.get("window"), text),
    )
