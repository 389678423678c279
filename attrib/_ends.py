"""Where drawn contents end: not within a phrase, nor in the middle of a clause that is begun."""

from __future__ import annotations

from attrib._found import Drawn, Span
from attrib._sentence import Sentence, Word

_JOINING = frozenset({"punct", "cc", "conj", "parataxis", "dep", "discourse"})
_RELATIVES = frozenset({"which", "whom", "whose"})
_SUBJECTS = ("nsubj", "nsubj:pass", "expl", "csubj")


def whole_end(sentence: Sentence, first: int, part: Span, relation: Drawn) -> Span:
    """A part of a drawn content that breaks off in no phrase: it goes on to the end of the phrase.

    Nor does it break off before or behind a relative pronoun, or before a verb that shares the
    subject of its "that" clause.  An adverbial clause that is but begun tells when it was said, and
    goes ("denies bribes *as trial*").  `first` is the number, through the text, of the sentence's
    first word.
    """
    start, end = part
    begin, index = max(start - first, 0), end - first
    if _breaks_off(sentence, begin, index):
        if sentence.words[index].relation == "advcl":
            cut = first + min(sentence.phrase(index))
            return (start, cut) if start < cut else part
        top = (_relative(sentence, index + 1) or sentence.words[index]).index
    else:
        clause = _relative(sentence, index) or _coordinate(sentence, begin, index)
        if clause is None:
            return part
        top = clause.index
    last = first + _end(sentence, top)
    own = (relation.cue, *relation.source, *(other for other in relation.content if other != part))
    return part if any(a < last and end < b for a, b in own) else (start, last)


def _breaks_off(sentence: Sentence, begin: int, index: int) -> bool:
    """Whether a word before another, from `begin` on, depends on that one."""
    if not 0 < index < len(sentence.words) or sentence.words[index].upos == "PUNCT":
        return False
    left = (sentence.words[i] for i in sentence.dependents[index] if begin <= i < index)
    return any(word.relation not in _JOINING for word in left)


def _relative(sentence: Sentence, index: int) -> Word | None:
    """The verb of a relative clause of which nothing but the pronoun stands before a word."""
    if not 0 < index < len(sentence.words):
        return None
    last = sentence.words[index - 1]
    begun = last.lemma.lower() in _RELATIVES and last.head >= index
    return sentence.words[last.head] if begun else None


def _coordinate(sentence: Sentence, begin: int, index: int) -> Word | None:
    """The verb whose "and" is a word, if a "that" clause goes on with it, with the same subject."""
    if not 0 < index < len(sentence.words) or sentence.words[index].relation != "cc":
        return None
    verb = sentence.words[sentence.words[index].head]
    if verb.relation != "conj" or not begin <= verb.head < index:
        return None
    mark = sentence.find(verb.head, "mark")
    that = mark is not None and mark.lemma == "that" and begin <= mark.index
    alike = verb.upos == "VERB" and verb.xpos == sentence.words[verb.head].xpos
    return verb if that and alike and not sentence.find(verb.index, *_SUBJECTS) else None


def _end(sentence: Sentence, index: int) -> int:
    """Where the phrase of a word ends that nothing is left out of."""
    apart = {word.index for word in sentence.all(index, *_JOINING)}
    phrase = sentence.phrase(index, leave=apart)
    last = index
    while last in phrase:
        last += 1
    return last
