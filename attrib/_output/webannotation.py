"""W3C Web Annotations: one for each claim, in JSON-LD with the words of the standard alone.

The target is the content, one part for each of its spans, or the cue where there is no content.
A body's purpose tells what it is: `identifying` the source and the speaker's name, `linking` the
cue, `highlighting` a quoted part, `tagging` a quantity, `classifying` a label such as "act: deny".
A span has a position, in code points as the standard has it, and a quote with what stands around.
"""

from __future__ import annotations

import hashlib
import json
import urllib.parse
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrib._choices import CueKind, How, Mode, SpeakerKind
from attrib._output.attrib1 import quantity_of
from attrib._output.members import (
    MisfitError,
    Object,
    Value,
    check_text,
    choice,
    integer,
    member,
    misfit,
    optional_of,
    parsed,
    probability,
    shown,
    string,
    value_of,
    values_of,
)
from attrib._values import STANCE_CHOICES, Claim, Content, Cue, Quantity, Span, Speaker, Stance

if TYPE_CHECKING:
    from attrib._attribution import Attribution

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of prefix and suffix, enough to find a quote again in an edited text

SOURCE, CUE, QUOTED, QUANTITY, LABEL = (
    "identifying",
    "linking",
    "highlighting",
    "tagging",
    "classifying",
)
PART, VALUE = "SpecificResource", "TextualBody"  # the types of a body
_JSON = "application/json"


def to_web_annotation(attribution: Attribution, source: str | None) -> dict[str, Any]:
    """The claims as an AnnotationCollection with one page; `source` is the IRI of the text.

    >>> from attrib._attribution import Attribution
    >>> page = to_web_annotation(Attribution("Snow fell.", id="snow.txt"), None)
    >>> page["type"], page["label"], page["first"]["items"]
    ('AnnotationCollection', 'snow.txt', [])
    """
    iri = _iri(attribution) if source is None else source
    items = [_annotation(attribution.text, claim, iri) for claim in attribution]
    # A slash is escaped in the ids of claims, so that none of them is one of these two.
    return {
        "@context": CONTEXT,
        "id": f"{iri}#/claims",
        "type": "AnnotationCollection",
        **({} if attribution.id is None else {"label": attribution.id}),
        "language": attribution.language,
        "total": len(items),
        "first": {
            "id": f"{iri}#/page",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    }


def _iri(attribution: Attribution) -> str:
    if attribution.id:
        return urllib.parse.quote(attribution.id, errors="surrogatepass")
    data = attribution.text.encode("utf8", "surrogatepass")
    return uuid.UUID(bytes=hashlib.sha1(data).digest()[:16], version=5).urn


def _annotation(text: str, claim: Claim, iri: str) -> dict[str, Any]:
    def part(span: Span) -> dict[str, Any]:
        return {"type": PART, "source": iri, "selector": _selectors(text, span)}

    targets = claim.content.spans or ([claim.cue.span] if claim.cue else [])
    return {
        "id": f"{iri}#{urllib.parse.quote(claim.id, safe='', errors='surrogatepass')}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            *(part(span) | {"purpose": purpose} for purpose, span in _parts(claim)),
            *_texts(claim),
        ],
        "target": [part(span) for span in targets],
    }


def _selectors(text: str, span: Span) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": text[max(0, span.start - AROUND) : span.start],
            "suffix": text[span.end : span.end + AROUND],
        },
    ]


def _parts(claim: Claim) -> Iterator[tuple[str, Span]]:
    if claim.speaker.source:
        yield SOURCE, claim.speaker.source
    # Without content the cue is the target.
    if claim.cue and claim.content.spans:
        yield CUE, claim.cue.span
    yield from ((QUOTED, span) for span in claim.content.quoted)


def _texts(claim: Claim) -> Iterator[dict[str, Any]]:
    if claim.speaker.name is not None:
        yield {"type": VALUE, "purpose": SOURCE, "value": claim.speaker.name}
    for name, value in _labels(claim):
        if value is not None:
            yield {"type": VALUE, "purpose": LABEL, "value": f"{name}: {value}"}
    for quantity in claim.quantities:
        value = json.dumps(quantity.to_dict())
        yield {"type": VALUE, "purpose": QUANTITY, "format": _JSON, "value": value}


def _labels(claim: Claim) -> Iterator[tuple[str, object]]:
    yield "mode", claim.mode
    yield "kind", claim.speaker.kind
    yield "how", claim.speaker.how
    if claim.cue:
        yield "cue", claim.cue.kind
        yield "lemma", claim.cue.lemma
    yield from ((field, getattr(claim.stance, field)) for field in STANCE_CHOICES)
    yield "parent", claim.parent
    yield "confidence", claim.confidence


def from_web_annotation(data: Object, text: str) -> Attribution:
    """The attribution of a collection that `to_web_annotation` made, as far as it tells."""
    check_text(text)
    try:
        return _attribution(data, text)
    except MisfitError as error:
        raise ValueError(str(error)) from None


def _attribution(data: Object, text: str) -> Attribution:
    from attrib._attribution import Attribution  # which imports the forms

    def claim(item: Object) -> Claim:
        return _claim(item, text)

    claims = value_of(data, "first", lambda page: values_of(page, "items", claim))
    id, language = optional_of(data, "label", string), optional_of(data, "language", string)
    try:
        return Attribution(text, claims, id=id, language=language or "en")
    except ValueError as error:  # an id used twice, or a parent that is no claim here
        raise misfit(error, "first.items") from None


def _claim(item: Object, text: str) -> Claim:
    spans, names, labels, quantities = _bodies(item, text)
    targets = values_of(item, "target", lambda target: _span(target, text))
    # A cue that is told of, but no part of the body, is the target.
    silent = "cue" in labels and not spans[CUE]
    cues = targets if silent else spans[CUE]
    return Claim(
        id=urllib.parse.unquote(_fragment(item), errors="surrogatepass"),
        speaker=Speaker(
            source=next(iter(spans[SOURCE]), None),
            name=next(iter(names), None),
            kind=_label(labels, "kind", choice(SpeakerKind)),
            how=_label(labels, "how", choice(How)),
        ),
        cue=_cue(cues[0], labels) if cues else None,
        content=Content.of(text, () if silent else targets, spans[QUOTED]),
        mode=_label(labels, "mode", choice(Mode)),
        stance=_stance(labels),
        quantities=tuple(quantities),
        parent=labels.get("parent"),
        confidence=_label(labels, "confidence", _confidence) if "confidence" in labels else None,
    )


def _fragment(item: Object) -> str:
    return value_of(item, "id", string).rpartition("#")[2]


def _label(labels: Mapping[str, str], name: str, read: Callable[[Any], Value]) -> Value:
    """What a label tells, such as "mode: direct"."""
    try:
        return value_of(labels, name, read)
    except ValueError as error:
        raise misfit(error, f"body of purpose {LABEL!r}") from None


def _confidence(label: str) -> float:
    try:
        number: object = float(label)
    except ValueError:
        number = label
    return probability(number)


def _cue(span: Span, labels: Mapping[str, str]) -> Cue:
    return Cue(span, _label(labels, "lemma", string), _label(labels, "cue", choice(CueKind)))


def _stance(labels: Mapping[str, str]) -> Stance:
    fields: dict[str, Any] = {
        field: _label(labels, field, choice(choices))
        for field, choices in STANCE_CHOICES.items()
        if field in labels
    }
    return Stance(**fields)


def _bodies(
    item: Object, text: str
) -> tuple[Mapping[str, list[Span]], list[str], dict[str, str], list[Quantity]]:
    """The spans by purpose, the speaker's names, the labels, and the quantities."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    values: defaultdict[str, list[str]] = defaultdict(list)
    amounts: list[Quantity] = []

    def add(body: Object) -> None:
        purpose = value_of(body, "purpose", string)
        if value_of(body, "type", _type) == PART:
            spans[purpose].append(_span(body, text))
        elif purpose == QUANTITY:
            amounts.append(
                value_of(body, "value", lambda form: quantity_of(parsed(string(form)), text))
            )
        else:
            values[purpose].append(value_of(body, "value", string))

    values_of(item, "body", add)
    pairs = (value.partition(": ") for value in values[LABEL])
    return spans, values[SOURCE], {name: value for name, _, value in pairs}, amounts


def _type(value: object) -> str:
    if value not in (PART, VALUE):
        raise ValueError(f"{shown(value)} is no type of a body here: use {PART} or {VALUE}")
    return str(value)


def _span(part: Object, text: str) -> Span:
    pairs = values_of(part, "selector", lambda one: (value_of(one, "type", string), one))
    return value_of({"selector": dict(pairs)}, "selector", lambda one: _selected(one, text))


def _selected(selectors: Object, text: str) -> Span:
    position = member(selectors, "TextPositionSelector")
    start, end = (value_of(position, name, integer) for name in ("start", "end"))
    span = Span.of(text, start, end)
    exact = value_of(member(selectors, "TextQuoteSelector"), "exact", string)
    if not span.text:
        raise ValueError(f"[{start}, {end}) is empty: select at least one character")
    if span.text != exact:
        raise ValueError(
            f"{exact!r} is quoted from {span.start} on, where the text has {span.text!r}: "
            "pass the very text that was attributed, unchanged"
        )
    return span
