"""Attachment: where parsers hang a word on the wrong one, mended before anything is concluded.

That a conjunct goes with the verb above that has its auxiliary is gainsaid by two of the 301 gold
conjuncts with an auxiliary and no subject in the treebank's train and dev; that no conjunct of a
word before a noun stands behind the noun, by none of 13,529.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from attrib._choices import CueKind
from attrib._claims.frames import cue_frames
from attrib._sentence import ROOT, NameKind, Sentence, Word
from attrib._speakers.names import head_of, is_title

_BEFORE_NOUNS = frozenset({"compound", "amod", "flat", "nmod:desc", "nmod:unmarked"})

_Moved = tuple[Word, int, str]  # a word, its new head, its relation to that


def reattached(sentence: Sentence) -> Sentence:
    """The sentence with titles, participles, parentheses and conjuncts hung where they belong."""
    rules = (_titled, _beyond, _added, _parenthesis, _second_subject, _parallel)
    moves = [move for word in sentence.words for rule in rules for move in rule(sentence, word)]
    if not moves:
        return sentence
    words = list(sentence.words)
    for word, head, relation in moves:
        words[word.index] = attrs.evolve(word, head=head, deprel=relation)
    return attrs.evolve(sentence, words=tuple(words))


def _titled(sentence: Sentence, word: Word) -> Iterator[_Moved]:
    """In "Finance Minister Ewan Sol said" the minister is Ewan Sol, not one subject of two."""
    name = next((n for n in sentence.names if n.first == word.index + 1), None)
    if name is None or name.kind is not NameKind.PERSON or word.upos not in ("NOUN", "PROPN"):
        return
    head = head_of(sentence, name.first, name.last)
    if head.head != word.head or head.head == ROOT or not is_title(word):
        return
    joining = list(sentence.all(word.index, "case", "cc"))
    alike = head.relation in (word.relation, "appos")
    if joining and not alike:
        return
    yield word, head.index, "nmod:desc"
    if alike:
        yield head, word.head, word.deprel
    for mark in joining:
        yield mark, head.index, mark.deprel


def _beyond(sentence: Sentence, word: Word) -> Iterator[_Moved]:
    """In "the charity Open Wells and two churches" the churches are joined to the Wells."""
    first = sentence.words[word.head]
    behind = word.relation == "conj" and first.index < first.head < word.index
    if behind and first.deprel in _BEFORE_NOUNS:
        yield word, first.head, word.deprel


def _reports(word: Word) -> bool:
    frames = cue_frames().get((word.lemma.lower(), CueKind.VERB), ())
    return any(slot.form == "S" for frame in frames for slot in frame.slots)


def _added(sentence: Sentence, word: Word) -> Iterator[_Moved]:
    """In "she said it was late, adding that ..." the adding goes with "said", not with "late".

    The treebanks have few such participles, so parsers hang them on the nearest predicate.
    """
    if word.relation != "advcl" or word.xpos != "VBG" or word.index <= word.head:
        return
    first = min(sentence.phrase(word.index))
    comma = any(sentence.words[i].text == "," for i in (first - 1, first) if i >= 0)
    clause = sentence.climb(word.head, lambda w: w.relation != "conj")
    if not comma or clause.relation != "ccomp" or not ROOT < clause.head < clause.index:
        return
    outer = sentence.words[clause.head]
    if _reports(word) and (outer.lemma.lower(), CueKind.VERB) in cue_frames():
        yield word, outer.index, word.deprel


def _parenthesis(sentence: Sentence, word: Word) -> Iterator[_Moved]:
    """In "Norvik, Sol added, wants a bridge" Sol is who added, and Norvik what wants.

    Parsers take what stands before the parenthesis for its subject, and the name for an apposition.
    """
    follower = sentence.words[word.index + 1] if word.head > word.index else word
    subject = sentence.find(word.index, "nsubj") if follower.text == "," else None
    name = sentence.find(subject.index, "appos") if subject is not None else None
    if subject is None or name is None or name.index > word.index or not _reports(word):
        return
    if sentence.find(word.head, "nsubj", "expl", "csubj") is None:
        yield subject, word.head, subject.deprel
        yield name, word.index, subject.deprel


def _second_subject(sentence: Sentence, word: Word) -> Iterator[_Moved]:
    """In "Norvik, Sol added, wants a bridge" Norvik is no second subject of "added", nor is it Sol.

    So other parses of the parenthesis have it, which make the rest a clause of "added".
    """
    subjects = [w for w in sentence.all(word.index, "nsubj") if w.index < word.index]
    if len(subjects) == 1:
        subjects += sentence.all(subjects[0].index, "appos")
    clause = sentence.find(word.index, "ccomp")
    if len(subjects) < 2 or clause is None or clause.index < word.index or not _reports(word):
        return
    after = sentence.words[word.index + 1].text
    if after == "," and sentence.find(clause.index, "nsubj", "expl", "csubj") is None:
        yield subjects[0], clause.index, subjects[0].deprel
        yield subjects[1], word.index, subjects[0].deprel


def _parallel(sentence: Sentence, word: Word) -> Iterator[_Moved]:
    """In "they had met men who knew and had agreed", "had agreed" is joined to "had met".

    A conjunct with an auxiliary goes with the nearest verb above that has the same one.
    """
    own = _auxiliaries(sentence, word) if word.relation == "conj" else set()
    if not own or sentence.find(word.index, "nsubj", "csubj"):
        return
    above = sentence.climb(word.head, lambda w: bool(own & _auxiliaries(sentence, w)))
    if above.index < word.head and own & _auxiliaries(sentence, above) and above.upos == "VERB":
        yield word, above.index, word.deprel


def _auxiliaries(sentence: Sentence, verb: Word) -> set[str]:
    return {w.text.lower() for w in sentence.all(verb.index, "aux") if w.deprel == "aux"}
