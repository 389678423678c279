"""Which dependents of a cue fill the slots of a frame: the words of what is reported.

The notation of slots is told in `attrib._claims.frames`.
"""

from __future__ import annotations

from collections.abc import Callable

from attrib._claims.frames import Frame, Slot, is_other_sense
from attrib._claims.lexicon import word_class
from attrib._claims.report import WH
from attrib._claims.sources import is_passive
from attrib._sentence import ROOT, Sentence, Word

VERBAL = frozenset({"VERB", "AUX"})
_ANSWERS = frozenset({"yes", "no"})
Filled = tuple[set[int], set[int]]  # the words of the content, and the linking prepositions


def fill(sentence: Sentence, cue: Word, frame: Frame) -> Filled | None:
    """The words of the content and the linking prepositions, or None if a slot stays empty."""
    taken: set[int] = set()
    content: set[int] = set()
    links: set[int] = set()
    for slot in frame.slots:
        found = _SLOTS[slot.form](sentence, cue, slot, taken)
        if found is None:
            return None
        head, words = found
        taken.add(head)
        if slot.preposition:
            link = {w.index for w in sentence.all(head, "case", "mark") if w.index <= head}
            linked = adjacent(cue.index, link | adverbs(sentence, cue))
            if linked & link:
                links |= linked
                words = words - linked
        if slot.content:
            content |= words
    return content | _deadline(sentence, cue, content), links


def _deadline(sentence: Sentence, cue: Word, content: set[int]) -> set[int]:
    """The time that ends a content though the parser hung it on the cue: "boats *by Sunday*"."""
    for word in sentence.all(cue.index, "obl"):
        words = sentence.phrase(word.index)
        links = {w.lemma.lower() for w in sentence.all(word.index, "case")}
        if links & word_class("deadline") and min(words) - 1 in content:
            return words
    return set()


_Found = tuple[int, set[int]] | None


def _clause(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    for word in sentence.all(cue.index, "ccomp", "parataxis", "acl", "csubj:pass", "csubj:outer"):
        if word.index not in taken and _is_clausal(sentence, cue, word):
            return word.index, sentence.phrase(word.index)
    if cue.relation == "parataxis" or _is_postposed(sentence, cue):
        head = cue.head
        own = sentence.phrase(cue.index)
        words = sentence.phrase(head, leave={cue.index})
        if len(words) > 1 or _quoted(sentence, words):
            return head, words - own
    return None


def _is_postposed(sentence: Sentence, cue: Word) -> bool:
    """Whether a cue with a subject of its own hangs, set off by commas, under what it reports."""
    if cue.relation not in ("advcl", "acl", "dep", "conj", "appos") or cue.head == ROOT:
        return False
    if sentence.find(cue.index, "mark", "cc") or not sentence.find(cue.index, "nsubj"):
        return False
    first = min(sentence.phrase(cue.index))
    return first > 0 and sentence.words[first - 1].upos == "PUNCT" and cue.index > cue.head


def _is_clausal(sentence: Sentence, cue: Word, word: Word) -> bool:
    marks = {w.lemma.lower() for w in sentence.all(word.index, "mark")}
    if word.relation == "acl":
        return "that" in marks and word.deprel != "acl:relcl"
    if word.relation == "parataxis":
        words = sentence.phrase(word.index)
        first = min(words)
        edges = {sentence.words[i].text for i in (first - 1, first) if i >= 0}
        joined = not edges.isdisjoint((":", ",", "—", "-", "--"))
        follows = word.index > cue.index and word.upos in VERBAL
        return _quoted(sentence, words) or (joined and follows)
    infinitive = "to" in marks and "for" not in marks
    return not infinitive


def _quoted(sentence: Sentence, words: set[int]) -> bool:
    return any(sentence.words[i].text in _QUOTES for i in words)


_QUOTES = frozenset({'"', "“", "”", "''", "``", "«", "»", "„"})


def _quotation(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    found = _clause(sentence, cue, slot, taken)
    if found and _quoted(sentence, sentence.phrase(found[0])):
        return found
    for word in sentence.all(cue.index, "obj", "xcomp", "dep", "obl", "discourse"):
        words = sentence.phrase(word.index)
        if word.index not in taken and _quoted(sentence, words):
            return word.index, words
    return None


def _question(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    for word in sentence.all(cue.index, "ccomp", "advcl", "obj", "xcomp"):
        words = sentence.phrase(word.index)
        first = sentence.words[min(words)]
        if word.index not in taken and word.index > cue.index and first.lemma.lower() in WH:
            return word.index, words
    return None


def _infinitive(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    for word in sentence.all(cue.index, "xcomp", "ccomp", "acl", "advcl"):
        to = [w for w in sentence.all(word.index, "mark") if w.lemma == "to"]
        if word.index not in taken and word.index > cue.index and to:
            words = sentence.phrase(word.index)
            if word.relation == "advcl" and not taken:
                continue
            return word.index, words
    return None


def _gerund(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    for word in sentence.all(cue.index, "xcomp", "ccomp", "advcl" if slot.preposition else "xcomp"):
        if word.index not in taken and word.xpos == "VBG" and word.index > cue.index:
            return word.index, sentence.phrase(word.index)
    return None


def _object(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    if slot.preposition:
        return _prepositional(sentence, cue, slot, taken)
    passive = ("nsubj:pass",) if is_passive(sentence, cue) else ()
    for word in sentence.all(cue.index, "iobj", "obj", "discourse", *passive):
        if word.relation == "discourse" and (
            word.lemma.lower() not in _ANSWERS or word.index < cue.index
        ):
            continue
        if slot.content and (word.relation == "iobj" or is_other_sense(cue.lemma, word.lemma)):
            continue
        if word.index not in taken:
            return word.index, sentence.phrase(word.index)
    return None


def _prepositional(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    for word in sentence.all(cue.index, "obl", "nmod", "advcl", "acl", "xcomp", "obj"):
        words = {w.lemma.lower() for w in sentence.all(word.index, "case", "mark")}
        if word.index not in taken and slot.preposition in words and word.index > cue.index:
            return word.index, sentence.phrase(word.index)
    return None


def _number(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    found = _prepositional(sentence, cue, slot, taken)
    if found is None:
        return None
    counted = sentence.find(found[0], "nummod") is not None
    return found if counted or sentence.words[found[0]].upos in ("NUM", "SYM") else None


def _predicative(sentence: Sentence, cue: Word, slot: Slot, taken: set[int]) -> _Found:
    if slot.preposition:
        return _prepositional(sentence, cue, slot, taken)
    # of two objects the second is a predicate: the parser sees a gift where a name is given
    objects = list(sentence.all(cue.index, "obj", "iobj"))
    second = ("obj", "iobj") if len(objects) > 1 else ()
    for word in sentence.all(cue.index, "xcomp", *second):
        to = sentence.find(word.index, "mark")
        if word.index not in taken and word.upos not in VERBAL and to is None:
            return word.index, sentence.phrase(word.index)
    return None


_SLOTS: dict[str, Callable[[Sentence, Word, Slot, set[int]], _Found]] = {
    "S": _clause,
    "Q": _quotation,
    "wh-S": _question,
    "to-VP": _infinitive,
    "V-ing": _gerund,
    "NP": _object,
    "NUM": _number,
    "XP": _predicative,
}


def adverbs(sentence: Sentence, cue: Word) -> set[int]:
    return {
        w.index
        for w in sentence.all(cue.index, "advmod")
        if not sentence.dependents[w.index] and w.lemma.lower() not in WH
    }


def adjacent(anchor: int, words: set[int]) -> set[int]:
    """Those of the words that form one unbroken stretch with the anchor."""
    near: set[int] = set()
    for step in (-1, 1):
        place = anchor + step
        while place in words:
            near.add(place)
            place += step
    return near
