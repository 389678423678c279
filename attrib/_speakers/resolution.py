"""Speakers: whom the source of every claim refers to, and how that was found."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import attrs

from attrib._choices import How, Mode, SpeakerKind
from attrib._claims.found import Found
from attrib._claims.sources import whole
from attrib._sentence import Sentence
from attrib._speakers.document import Document, coordinated
from attrib._speakers.entities import read
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.nouns import folded, titles
from attrib._speakers.referents import Referent
from attrib._values import Entity, Span, Speaker

_UNNAMED = frozenset({SpeakerKind.PERSON, None})


def resolve(
    text: str, sentences: Sequence[Sentence], found: Sequence[Found]
) -> tuple[tuple[Entity, ...], tuple[Speaker, ...]]:
    """The entities of a text, and the speaker of each claim in it."""
    found = [_with_whole_source(sentences, claim) for claim in found]
    document = read(text, sentences, found)
    sources: list[tuple[Referent, ...]] = []
    for number in range(len(found)):
        goes_on = _goes_on(document, number)
        sources.append(sources[-1] if goes_on else _referents(document, number))
    kept = list(_kept(document, {r.order for referents in sources for r in referents}))
    entities = {
        referent.order: _entity(document, f"e{number}", referent)
        for number, referent in enumerate(kept, 1)
    }
    entities = dict(zip(entities, _told_apart(document, kept, entities.values()), strict=True))
    speakers = tuple(
        _speaker(document, number, [entities[r.order] for r in sources[number]])
        for number in range(len(found))
    )
    return tuple(entities.values()), speakers


def _with_whole_source(sentences: Sequence[Sentence], claim: Found) -> Found:
    """A claim whose source is not cut before or in its relative clause."""
    if claim.source is None:
        return claim
    start, end = claim.source
    place = bisect.bisect_right(sentences, start, key=lambda s: s.end)
    if place >= len(sentences) or sentences[place].end < end:
        return claim
    sentence = sentences[place]
    others = [claim.cue[0], *(first for first, _ in claim.content), sentence.end]
    until = min(other for other in others if other >= end)
    return attrs.evolve(claim, source=(start, whole(sentence, start, end, until)))


def _told_apart(
    document: Document, kept: Sequence[Referent], entities: Iterable[Entity]
) -> Iterator[Entity]:
    """The entities, people of one surname by their titles as well: "Lord Marsh", "Lady Marsh"."""
    listed = list(entities)
    counts = Counter(entity.name for entity in listed)
    for referent, entity in zip(kept, listed, strict=True):
        if counts[entity.name] > 1 and referent.person and " " not in entity.name:
            entity = attrs.evolve(entity, name=_titled(document, referent) or entity.name)
        yield entity


def _titled(document: Document, referent: Referent) -> str:
    """The first name that somebody is called with a title in front, both together."""
    for mention in sorted(referent.mentions, key=lambda m: m.start):
        if mention.form is Form.NAME:
            first = document.sentences[mention.sentence]
            before = [w for w in first.words if w.end < mention.start][-1:]
            if before and folded(before[0].text) in titles():
                return document.text[before[0].start : mention.end]
    return ""


def _kept(document: Document, speaking: set[int]) -> Iterator[Referent]:
    """Those who speak, have a name, or are mentioned more than once; in order of first mention."""
    for referent in sorted(document.discourse.referents, key=_first):
        told = (referent.named and referent.kind is not None) or len(referent.mentions) > 1
        if referent.mentions and not referent.members and (told or referent.order in speaking):
            yield referent


def _first(referent: Referent) -> tuple[int, int]:
    return min((m.start for m in referent.mentions), default=0), referent.order


def _referents(document: Document, number: int) -> tuple[Referent, ...]:
    """Whom the source of a claim refers to, each member of a group for itself."""
    place = document.sources[number]
    if place is None:
        return ()
    index, head = place
    start, end = document.found[number].source or (0, 0)
    sentence = document.sentences[index]
    name = next((m.end for m in document.mentions[index] if m.head == head), 0)  # "Harris & Lowe"
    joined = [h for h in coordinated(sentence, head)[1:] if sentence.words[h].start >= name]
    heads = [head, *(h for h in joined if start <= sentence.words[h].start < end)]
    found = [document.discourse.at(index, h) for h in heads]
    if None in found:  # who remains unknown would be lost behind the others
        return ()
    return tuple(dict.fromkeys(r for referent in found if referent for r in _members(referent)))


def _goes_on(document: Document, number: int) -> bool:
    """Whether a claim without a source goes on with the quotation of the claim before it."""
    claim, before = document.found[number], document.found[number - 1 if number else 0]
    if claim.source is not None or not number or not claim.content or not before.content:
        return False
    between = document.text[before.content[-1][1] : claim.content[0][0]]
    direct = claim.mode is Mode.DIRECT and before.mode is Mode.DIRECT
    return direct and before.content[-1][1] <= claim.content[0][0] and not between.strip()


def _members(referent: Referent) -> tuple[Referent, ...]:
    return tuple(r for m in referent.members for r in _members(m)) or (referent,)


def _entity(document: Document, id: str, referent: Referent) -> Entity:
    ordered = sorted(referent.mentions, key=lambda m: (m.start, m.end))
    spans = dict.fromkeys((m.start, m.end) for m in ordered)
    described = dict.fromkeys(_description(m) for m in ordered if m.form is Form.DESCRIPTION)
    return Entity(
        id=id,
        name=name_of(referent),
        kind=_kind(referent),
        gender=referent.gender if referent.kind in _UNNAMED else None,
        mentions=tuple(Span.of(document.text, *span) for span in spans),
        descriptions=tuple(text for text in described if text) if referent.named else (),
    )


def _description(mention: Mention) -> str:
    """A description without its article."""
    first, _, rest = mention.text.partition(" ")
    return rest if first.casefold() in ("the", "a", "an") else mention.text


def name_of(referent: Referent) -> str:
    """The fullest name, else the fullest description, else whatever it is called first."""
    if referent.names:
        return max(referent.names.items(), key=lambda item: (len(item[0]), len(item[1])))[1]
    ordered = sorted(referent.mentions, key=lambda m: (m.start, m.end))
    described = [m.text for m in ordered if m.form is Form.DESCRIPTION]
    return max(described or [ordered[0].text], key=len)


def _kind(referent: Referent) -> SpeakerKind:
    if referent.named:
        firm = "business" in referent.classes
        other = SpeakerKind.ORGANIZATION if firm else SpeakerKind.UNKNOWN
        return referent.kind or other
    if referent.plural:
        return SpeakerKind.UNNAMED if "unnamed" in referent.classes else SpeakerKind.GROUP
    return (
        SpeakerKind.UNNAMED if referent.kind in _UNNAMED else referent.kind or SpeakerKind.UNNAMED
    )


def _speaker(document: Document, number: int, entities: Sequence[Entity]) -> Speaker:
    claim, place = document.found[number], document.sources[number]
    if claim.source is None:
        return _named(None, entities, How.CARRIED_OVER) if entities else Speaker()
    source = Span.of(document.text, *claim.source)
    how = How.NONE if place is None else _how(document, place)
    if place is None or not entities:
        return Speaker(source=source, how=how)
    antecedent, confidence = document.discourse.evidence.get(place, (None, None))
    return attrs.evolve(
        _named(source, entities, how),
        antecedent=Span.of(document.text, antecedent.start, antecedent.end) if antecedent else None,
        confidence=None if confidence is None else round(confidence, 3),
    )


def _named(source: Span | None, entities: Sequence[Entity], how: How) -> Speaker:
    return Speaker(
        source,
        tuple(entities),
        " and ".join(dict.fromkeys(entity.name for entity in entities)),
        entities[0].kind if len(entities) == 1 else SpeakerKind.GROUP,
        how,
    )


def _how(document: Document, place: tuple[int, int]) -> How:
    """By what a source was resolved."""
    index, head = place
    here = next((m for m in document.mentions[index] if m.head == head), None)
    if here is None:
        return How.DESCRIPTION
    if here.form is Form.PRONOUN:
        return How.FIRST_PERSON if here.type in ("first", "we") else How.PRONOUN
    if here.form is Form.NAME:
        return How.NAMED
    if any(m.form is Form.NAME and m.same == head for m in document.mentions[index]):
        return How.APPOSITION
    office = (
        here.classes - {"any", "kin", "relation", "unnamed"} and here.kind is SpeakerKind.PERSON
    )
    return How.ROLE if office else How.DESCRIPTION
