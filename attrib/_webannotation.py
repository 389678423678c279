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
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrib._choices import CueKind, How, Mode, SpeakerKind
from attrib._json import choice, member, quantity_of
from attrib._values import STANCE_CHOICES, Claim, Content, Cue, Span, Speaker, Stance

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
_JSON = "application/json"

Object = Mapping[str, Any]


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
        return {"type": "SpecificResource", "source": iri, "selector": _selectors(text, span)}

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
        yield {"type": "TextualBody", "purpose": SOURCE, "value": claim.speaker.name}
    for name, value in _labels(claim):
        if value is not None:
            yield {"type": "TextualBody", "purpose": LABEL, "value": f"{name}: {value}"}
    for quantity in claim.quantities:
        value = json.dumps(quantity.to_dict())
        yield {"type": "TextualBody", "purpose": QUANTITY, "format": _JSON, "value": value}


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
    from attrib._attribution import Attribution  # which imports the forms

    return Attribution(
        text,
        claims=tuple(_claim(item, text) for item in member(member(data, "first"), "items")),
        id=data.get("label"),
        language=data.get("language", "en"),
    )


def _claim(item: Object, text: str) -> Claim:
    spans, names, labels, quantities = _bodies(member(item, "body"), text)
    targets = [_span(target, text) for target in member(item, "target")]
    # A cue that is told of, but no part of the body, is the target.
    silent = "cue" in labels and not spans[CUE]
    cues = targets if silent else spans[CUE]
    confidence = labels.get("confidence")
    return Claim(
        id=urllib.parse.unquote(member(item, "id").rpartition("#")[2], errors="surrogatepass"),
        speaker=Speaker(
            source=next(iter(spans[SOURCE]), None),
            name=next(iter(names), None),
            kind=choice(SpeakerKind, member(labels, "kind")),
            how=choice(How, member(labels, "how")),
        ),
        cue=_cue(cues[0], labels) if cues else None,
        content=Content.of(text, [] if silent else targets, spans[QUOTED]),
        mode=choice(Mode, member(labels, "mode")),
        stance=_stance(labels),
        quantities=tuple(quantity_of(json.loads(quantity), text) for quantity in quantities),
        parent=labels.get("parent"),
        confidence=None if confidence is None else float(confidence),
    )


def _cue(span: Span, labels: Mapping[str, str]) -> Cue:
    return Cue(span, member(labels, "lemma"), choice(CueKind, member(labels, "cue")))


def _stance(labels: Mapping[str, str]) -> Stance:
    fields: dict[str, Any] = {
        field: choice(choices, labels[field])
        for field, choices in STANCE_CHOICES.items()
        if field in labels
    }
    return Stance(**fields)


def _bodies(
    bodies: Iterable[Object], text: str
) -> tuple[Mapping[str, list[Span]], list[str], dict[str, str], list[str]]:
    """The spans by purpose, the speaker's names, the labels, and the quantities as JSON."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    values: defaultdict[str, list[str]] = defaultdict(list)
    for body in bodies:
        purpose = member(body, "purpose")
        if member(body, "type") == "TextualBody":
            values[purpose].append(member(body, "value"))
        else:
            spans[purpose].append(_span(body, text))
    pairs = (value.partition(": ") for value in values[LABEL])
    return spans, values[SOURCE], {name: value for name, _, value in pairs}, values[QUANTITY]


def _span(part: Object, text: str) -> Span:
    selectors = {member(selector, "type"): selector for selector in member(part, "selector")}
    position = member(selectors, "TextPositionSelector")
    span = Span.of(text, member(position, "start"), member(position, "end"))
    exact = member(member(selectors, "TextQuoteSelector"), "exact")
    if span.text != exact:
        raise ValueError(
            f"{exact!r} is quoted from {span.start} on, where the text has {span.text!r}: "
            "pass the very text that was attributed, unchanged"
        )
    return span
