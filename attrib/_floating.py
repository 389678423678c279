"""Floating quotations: whole sentences between quotation marks, with nobody said to say them.

"Sol shook her head. 'We were never asked.'"  Such a claim has no cue.  Its speaker is whom the
sentence before, in the same paragraph, quotes or tells of.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

import attrs

from attrib._choices import CueKind
from attrib._edges import merged
from attrib._found import Extent, Found
from attrib._nouns import speaker_nouns
from attrib._quotation import Quotation, within
from attrib._sentence import NameKind, Sentence, Word
from attrib._sources import source

_SURE = 0.8  # all of the six that 343 of PolNeAR's articles (train and dev) have are what they seem
_FINAL = frozenset(".?!…")
_PEOPLE = frozenset({"he", "she", "they"})


def with_floating(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], found: Sequence[Found]
) -> list[Found]:
    """The claims found so far, and those of the quotations that none of them reaches into.

    A quotation right behind a quoted claim goes on with that.
    """
    out = list(found)
    last: dict[int, int] = {}  # by sentence its last claim that has a source
    for number in sorted(range(len(out)), key=lambda number: out[number].cue):
        if out[number].source:
            last[out[number].sentence] = number
    for quote, first, end in _standing_alone(text, sentences, quotes, found):
        number = last.get(first - 1, len(out))
        if number < len(out) and _begins_quoted(quotes, out[number]):
            whole = (*out[number].content, (quote.start, quote.end))
            out[number] = attrs.evolve(out[number], content=tuple(merged(text, whole)))
        elif teller := out[number].source if number < len(out) else _subject(sentences[first - 1]):
            number = len(out)
            out.append(_claim(text, first, quote, teller))
        else:
            continue
        last[end] = number
    return out


def _standing_alone(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], found: Sequence[Found]
) -> Iterator[tuple[Quotation, int, int]]:
    """Free quotations of whole sentences, the first and last one's number, within a paragraph."""
    taken = merged(text, (extent for claim in found for extent in _extents(claim)))
    begun = {s.words[0].start: index for index, s in enumerate(sentences) if s.words}
    ended = {sentence.end: index for index, sentence in enumerate(sentences)}
    for quote in quotes:
        first, last = begun.get(quote.start, 0), ended.get(quote.end)
        # a title does not end like a sentence
        speech = quote.closed and text[quote.end - 2] in _FINAL
        near = bisect.bisect_left(taken, quote.end, key=lambda extent: extent[0])
        free = not near or taken[near - 1][1] <= quote.start
        beside = first and sentences[first - 1].block == sentences[first].block
        if beside and last is not None and speech and free:
            yield quote, first, last


def _extents(claim: Found) -> list[Extent]:
    return [claim.cue, *claim.content, *([claim.source] if claim.source else [])]


def _begins_quoted(quotes: Sequence[Quotation], claim: Found) -> bool:
    return any(q.start == start for start, end in claim.content for q in within(quotes, start, end))


def _claim(text: str, sentence: int, quote: Quotation, teller: Extent) -> Found:
    mark, content = (quote.start, quote.start + 1), ((quote.start, quote.end),)
    kind = CueKind.PUNCTUATION
    return Found(sentence, mark, content, teller, text[quote.start], kind, _SURE, floats=True)


def _subject(sentence: Sentence) -> Extent | None:
    """The subject of a sentence, if it may speak."""
    root = next((word for word in sentence.words if word.relation == "root"), None)
    subject = sentence.find(root.index, "nsubj") if root else None
    if root is None or subject is None or not _may_speak(sentence, subject):
        return None
    words = [sentence.words[index] for index in sorted(source(sentence, root))]
    return (words[0].start, words[-1].end) if words else None


def _may_speak(sentence: Sentence, word: Word) -> bool:
    kinds = {name.kind for name in sentence.names if name.first <= word.index < name.last}
    if word.upos == "PROPN":
        return NameKind.PLACE not in kinds
    return word.text.lower() in _PEOPLE or word.lemma.lower() in speaker_nouns()
