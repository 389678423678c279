"""Where drawn contents end: not between a word and the one right after it that it depends on."""

from __future__ import annotations

from attrib._found import Drawn, Span
from attrib._sentence import Sentence

_JOINING = frozenset({"punct", "cc", "conj", "parataxis", "dep", "discourse"})


def whole_end(sentence: Sentence, first: int, part: Span, relation: Drawn) -> Span:
    """A part of a drawn content that breaks off in no phrase: it goes on to the end of the phrase.

    An adverbial clause that is but begun tells when it was said, and goes ("denies bribes *as
    trial*").  `first` is the number, through the text, of the sentence's first word.
    """
    start, end = part
    index = end - first
    if not _breaks_off(sentence, max(start - first, 0), index):
        return part
    if sentence.words[index].relation == "advcl":
        cut = first + min(sentence.phrase(index))
        return (start, cut) if start < cut else part
    last = first + _end(sentence, index)
    own = (relation.cue, *relation.source, *(other for other in relation.content if other != part))
    return part if any(a < last and end < b for a, b in own) else (start, last)


def _breaks_off(sentence: Sentence, begin: int, index: int) -> bool:
    """Whether a word before another, from `begin` on, depends on that one."""
    if not 0 < index < len(sentence.words) or sentence.words[index].upos == "PUNCT":
        return False
    left = (sentence.words[i] for i in sentence.dependents[index] if begin <= i < index)
    return any(word.relation not in _JOINING for word in left)


def _end(sentence: Sentence, index: int) -> int:
    """Where the phrase of a word ends that nothing is left out of."""
    apart = {word.index for word in sentence.all(index, *_JOINING)}
    phrase = sentence.phrase(index, leave=apart)
    last = index
    while last in phrase:
        last += 1
    return last
