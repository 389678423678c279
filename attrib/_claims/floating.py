"""Quotations that no verb of speech claims: floating ones, and those that a predicate tells of.

"Sol shook her head. 'We were never asked.'"  A claim that floats is of whole sentences and has no
cue.  Its speaker is whom the sentence before, in the same paragraph, quotes or tells of.

"'Never,' was her only answer.  Her deputy was blunt: 'It is over.'"  Such a claim's cue is the noun
for what was said, or the colon.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterator, Sequence

import attrs

from attrib._choices import CueKind
from attrib._claims.edges import merged
from attrib._claims.found import Extent, Found
from attrib._claims.frames import quotation_nouns
from attrib._claims.quotation import Quotation, within
from attrib._claims.sources import possessor, source
from attrib._sentence import NameKind, Sentence, Word
from attrib._speakers.nouns import is_personal, speaker_nouns

_SURE = 0.8  # all of the six that 343 of PolNeAR's articles (train and dev) have are what they seem
_FINAL = frozenset(".?!…")
_KINDS = {"NOUN": CueKind.NOUN, "PUNCT": CueKind.PUNCTUATION, "AUX": CueKind.VERB}

Told = tuple[Sequence[Word], Extent]  # words that may be the cue, the first one best; the source


def with_floating(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], found: Sequence[Found]
) -> list[Found]:
    """The claims found so far, and those of the quotations that none of them reaches into.

    A quotation right behind a quoted claim goes on with that.
    """
    out = [*found, *_predicated(text, sentences, quotes, found)]
    last: dict[int, int] = {}  # by sentence its last claim that has a source
    for number in sorted(range(len(out)), key=lambda number: out[number].cue):
        if out[number].source:
            last[out[number].sentence] = number
    for quote, first, end in _standing_alone(text, sentences, quotes, out):
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


def _predicated(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], found: Sequence[Found]
) -> Iterator[Found]:
    """The claims of free quotations that share a sentence with what tells of them."""
    starts = [sentence.start for sentence in sentences]
    read = {place for claim in found for place in range(*claim.cue)}
    for quote in _free(text, quotes, found):
        number = bisect.bisect_right(starts, quote.start) - 1
        sentence = sentences[number] if number >= 0 else None
        told = sentence and (_announced(text, sentence, quote) or _called(sentence, quote))
        cue = next((word for word in told[0] if word.start not in read), None) if told else None
        if told and cue:
            span, content = (cue.start, cue.end), ((quote.start, quote.end),)
            yield Found(number, span, content, told[1], cue.lemma.lower(), _KINDS[cue.upos], _SURE)


def _announced(text: str, sentence: Sentence, quote: Quotation) -> Told | None:
    """What brings a quotation behind a colon: who was something, or the noun for what is said."""
    before = [word for word in sentence.words if word.end <= quote.start]
    if not _ends_like_speech(text, quote):
        return None
    copula = next((word for word in before if word.relation == "cop"), None)
    if copula is None or before[-1].text != ":" or sentence.words[copula.head].upos != "ADJ":
        return None
    subject = sentence.find(copula.head, "nsubj")
    if subject is None:
        return None
    if subject.lemma.lower() in quotation_nouns():
        return _told(sentence, (subject, before[-1]), _owner(sentence, subject))
    words = source(sentence, sentence.words[copula.head]) if _may_speak(sentence, subject) else ()
    return _told(sentence, before[-1:], words)


def _called(sentence: Sentence, quote: Quotation) -> Told | None:
    """Whose answer, or the like, a quotation that begins its sentence was."""
    after = [word for word in sentence.words if word.start >= quote.end]
    if sentence.start != quote.start or not after or after[0].relation != "cop":
        return None
    noun = sentence.words[after[0].head]
    if noun.start < quote.end or noun.lemma.lower() not in quotation_nouns():
        return None
    return _told(sentence, (noun, after[0]), _owner(sentence, noun))


def _owner(sentence: Sentence, noun: Word) -> Collection[int]:
    """Whose answer, or the like, it is: "*the mayor's* answer", "the answer *of the mayor*"."""
    owner = possessor(sentence, noun)
    of = sentence.find(noun.index, "nmod")
    case = sentence.find(of.index, "case") if of else None
    if owner or of is None or case is None or case.lemma != "of":
        return owner
    return sentence.phrase(of.index) - {case.index}


def _told(sentence: Sentence, cues: Sequence[Word], indices: Collection[int]) -> Told | None:
    words = [sentence.words[index] for index in sorted(indices)]
    return (cues, (words[0].start, words[-1].end)) if words else None


def _standing_alone(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], found: Sequence[Found]
) -> Iterator[tuple[Quotation, int, int]]:
    """Free quotations of whole sentences, the first and last one's number, within a paragraph."""
    begun = {s.words[0].start: index for index, s in enumerate(sentences) if s.words}
    ended = {sentence.end: index for index, sentence in enumerate(sentences)}
    for quote in _free(text, quotes, found):
        first, last = begun.get(quote.start, 0), ended.get(quote.end)
        beside = first and sentences[first - 1].block == sentences[first].block
        if beside and last is not None and _ends_like_speech(text, quote):
            yield quote, first, last


def _free(text: str, quotes: Sequence[Quotation], found: Sequence[Found]) -> Iterator[Quotation]:
    """The quotations that no claim reaches into."""
    taken = merged(text, (extent for claim in found for extent in _extents(claim)))
    for quote in quotes:
        near = bisect.bisect_left(taken, quote.end, key=lambda extent: extent[0])
        if quote.closed and (not near or taken[near - 1][1] <= quote.start):
            yield quote


def _ends_like_speech(text: str, quote: Quotation) -> bool:
    """Whether a quotation ends in a mark, as a title does not."""
    return text[quote.end - 2] in _FINAL


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
    return is_personal(word.text) or word.lemma.lower() in speaker_nouns()
