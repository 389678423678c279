"""Speakers: a source's own name, and the entities that the names of a text stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from attrib._choices import How, SpeakerKind
from attrib._claims import Found
from attrib._sentence import Name, NameKind, Sentence
from attrib._values import Entity, Span, Speaker

_KINDS = {
    NameKind.PERSON: SpeakerKind.PERSON,
    NameKind.ORGANIZATION: SpeakerKind.ORGANIZATION,
    NameKind.PLACE: SpeakerKind.PLACE,
}
_NAMING = ("flat", "compound", "appos", "nmod:desc", "nmod:unmarked")


def entities(text: str, sentences: Iterable[Sentence]) -> dict[str, Entity]:
    """The named entities of a text by name, in the order of their first mention."""
    mentions: dict[str, list[tuple[Span, NameKind]]] = {}
    for sentence in sentences:
        for name in sentence.names:
            mention = (_span(text, sentence, name), name.kind)
            mentions.setdefault(_name_text(text, sentence, name), []).append(mention)
    return {
        name: Entity(
            id=f"e{number}",
            name=name,
            kind=_KINDS[_commonest(kind for _, kind in found)],
            mentions=tuple(span for span, _ in found),
        )
        for number, (name, found) in enumerate(mentions.items(), 1)
    }


def speaker(text: str, sentence: Sentence, claim: Found, known: Mapping[str, Entity]) -> Speaker:
    """The speaker of a claim: named where the source holds the name of whom it refers to."""
    if claim.source is None:
        return Speaker()
    source = Span.of(text, *claim.source)
    words = [w for w in sentence.words if source.start <= w.start and w.end <= source.end]
    head = next((w.index for w in words if w.head not in {v.index for v in words}), None)
    if head is None:
        return Speaker(source=source)
    if sentence.words[head].upos == "PRON":
        return Speaker(source=source, how=How.PRONOUN)
    members = [head, *(w.index for w in sentence.all(head, "conj") if w in words)]
    names = [_own_name(sentence, member, [w.index for w in words]) for member in members]
    named = [known[_name_text(text, sentence, name)] for name in names if name]
    if len(named) < len(members):  # who remains unnamed would be lost behind the others' names
        return Speaker(source=source, how=How.DESCRIPTION)
    own = names[0]
    covers = own is not None and own.first <= head < own.last
    return Speaker(
        source,
        tuple(dict.fromkeys(named)),
        " and ".join(dict.fromkeys(entity.name for entity in named)),
        named[0].kind if len(named) == 1 else SpeakerKind.GROUP,
        How.NAMED if covers else How.APPOSITION,
    )


def _own_name(sentence: Sentence, head: int, words: Sequence[int]) -> Name | None:
    inside = [n for n in sentence.names if n.first >= words[0] and n.last - 1 <= words[-1]]
    for name in inside:
        if name.first <= head < name.last:
            return name
    linked = {w.index for w in sentence.all(head, *_NAMING)}
    for name in inside:
        if name.kind is NameKind.PERSON and linked.intersection(range(name.first, name.last)):
            return name
    return None


def _span(text: str, sentence: Sentence, name: Name) -> Span:
    return Span.of(text, sentence.words[name.first].start, sentence.words[name.last - 1].end)


def _name_text(text: str, sentence: Sentence, name: Name) -> str:
    return " ".join(_span(text, sentence, name).text.split())


def _commonest(kinds: Iterable[NameKind]) -> NameKind:
    seen = list(kinds)
    return max(seen, key=seen.count)
