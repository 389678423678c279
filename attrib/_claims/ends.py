"""Where drawn contents end: not within a phrase, nor in the middle of a clause that is begun."""

from __future__ import annotations

from attrib._claims.found import Drawn, Span
from attrib._claims.lexicon import word_class
from attrib._sentence import Sentence, Word

_JOINING = frozenset({"punct", "cc", "conj", "parataxis", "dep", "discourse"})
_BEFORE_HEAD = frozenset({"case", "det", "nummod", "amod", "compound"})
_SUBJECTS = ("nsubj", "nsubj:pass", "expl", "csubj")


def whole_end(sentence: Sentence, first: int, part: Span, relation: Drawn) -> Span:
    """A part of a drawn content that breaks off in no phrase: it goes on to the end of the phrase.

    Nor does it break off before or behind a relative pronoun, before a verb that shares the subject
    of its "that" clause, or before what some of those are that it tells of (", two of them *ill*").
    An adverbial clause that is but begun tells when it was said, and goes ("denies bribes *as
    trial*"), and so does a phrase that depends on the cue ("vow calm *at Oslo*"); of several parts
    one that is all such an aside is left empty.  `first` is the number, through the text, of the
    sentence's first word.
    """
    start, end = part
    begin, index = max(start - first, 0), end - first
    if (last := _told_of_some(sentence, begin, index)) is not None:
        return _reaching(start, part, first + last, relation)
    if (word := _broken(sentence, begin, index)) is not None:
        if _is_aside(sentence, word, first, relation.cue):
            cut = max(start, first + min(sentence.phrase(word.index)))
            spare = word.relation == "obl" and len(relation.content) > 1
            return (start, cut) if start < cut or spare else part
        top = (_relative(sentence, index + 1) or word).index
    else:
        clause = _relative(sentence, index) or _coordinate(sentence, begin, index)
        if clause is None:
            return part
        top = clause.index
    return _reaching(start, part, first + _end(sentence, top), relation)


def _is_aside(sentence: Sentence, word: Word, first: int, cue: Span) -> bool:
    """Whether what a word is the head of tells when or where it was said."""
    if word.relation != "obl" or not cue[0] <= word.head + first < cue[1]:
        return word.relation == "advcl"
    links = {w.lemma.lower() for w in sentence.all(word.index, "case")}
    return not links & word_class("deadline")


def _reaching(start: int, part: Span, last: int, relation: Drawn) -> Span:
    """The part up to a word behind it, if no other of the relation's lies between."""
    own = (relation.cue, *relation.source, *(other for other in relation.content if other != part))
    return part if any(a < last and part[1] < b for a, b in own) else (start, last)


def _told_of_some(sentence: Sentence, begin: int, index: int) -> int | None:
    """Where it ends what some of those are that a content tells of: ", two of them *in hospital*".

    That is asked of a content that ends before or within such words.  The parser hangs what these
    are on any verb, so it is taken for what stands behind them.
    """
    words = sentence.words
    for place in range(max(index - 3, begin), min(index + 3, len(words) - 1)):
        link, those = words[place], words[place + 1]
        opening = place - (link.lemma.lower() != "among")  # "among them", but "two of them"
        if link.lemma.lower() not in word_class("of_some") or not begin < opening <= index + 1:
            continue
        if those.text.lower() in word_class("of_those") and words[opening - 1].text == ",":
            last = _behind(sentence, place + 2)
            return last if last > index else None
    return None


def _behind(sentence: Sentence, index: int) -> int:
    """Where the phrase ends that begins with a word, the word itself if that is punctuation."""
    if index == len(sentence.words) or sentence.words[index].upos == "PUNCT":
        return index
    first = sentence.words[index]
    return _end(sentence, first.head if first.relation in _BEFORE_HEAD else index)


def _broken(sentence: Sentence, begin: int, index: int) -> Word | None:
    """The word on which one before `index`, from `begin` on, depends, if that is broken off."""
    if not 0 < index < len(sentence.words) or sentence.words[index].upos == "PUNCT":
        return None
    left = (sentence.words[i] for i in sentence.dependents[index] if begin <= i < index)
    if any(word.relation not in _JOINING for word in left):
        return sentence.words[index]
    last = sentence.words[index - 1]
    opens = last.index >= begin and last.head > index and last.relation in _BEFORE_HEAD
    return sentence.words[last.head] if opens else None


def _relative(sentence: Sentence, index: int) -> Word | None:
    """The verb of a relative clause of which nothing but the pronoun stands before a word."""
    if not 0 < index < len(sentence.words):
        return None
    last = sentence.words[index - 1]
    begun = last.lemma.lower() in word_class("relative") and last.head >= index
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
