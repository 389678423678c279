"""To whom a claim was made: "told *reporters*", "said to *the board*", "called on *both sides* to".

`data/addressees.csv` lists, for each cue, which of its complements that is.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from attrib._claims.found import Extent, Found
from attrib._claims.lexicon import word_class
from attrib._claims.report import WH, Report, complements, phrase_around, report
from attrib._claims.reporting import Reporting, reporting
from attrib._claims.sources import is_passive
from attrib._data import rows
from attrib._sentence import ROOT, Sentence, Word

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_CLAUSES = frozenset({"to-VP", "S", "wh-S", "subj-S"})


def addressee(text: str, sentences: Sequence[Sentence], claim: Found) -> Extent | None:
    """Where the text says to whom a claim was made, as offsets."""
    given = report(text, sentences, claim)
    told = reporting(given)
    lemma = told.entry.split()[0] if told.entry else told.word.lemma.lower()
    for slot in slots().get(lemma, ()):
        for word in _fillers(given, told, slot):
            if whole := _opening(given, word):
                return whole
            taken = set(given.cue) | (given.content - {word.index})
            return phrase_around(given.sentence, word, taken)
    return None


def _opening(given: Report, word: Word) -> Extent | None:
    """The phrase of a word with which the content opens, if there is more of it."""
    words = given.sentence.words
    first, last = min(given.content, default=0), max(given.content, default=0)
    for leave in ((), ("acl", "punct")):
        left = {below.index for below in given.sentence.all(word.index, *leave)}
        phrase = given.sentence.phrase(word.index, leave=left)
        end = first
        while end in phrase:
            end += 1
        # an infinitive is what is asked for, even where the parser hung it on the noun
        if first <= word.index < end <= last and (not leave or words[end].text == "to"):
            return words[first].start, words[end - 1].end
    return None


def _fillers(given: Report, told: Reporting, slot: str) -> Iterator[Word]:
    link, _, _ = slot.rpartition("-")
    if link:
        yield from _linked(given, told.word, link)
    else:
        yield from _objects(given, told.word)


def _objects(given: Report, word: Word) -> Iterator[Word]:
    """The person that a verb has for an object beside what is said."""
    sentence = given.sentence
    if is_passive(sentence, word) or _is_reduced(given, word):
        yield from (w for w in _subjects(sentence, word) if w.index not in given.source)
        return
    forms = [form for form, _ in complements(given)]
    clause = any(form in _CLAUSES for form in forms) or not given.content
    for near in sentence.all(word.index, "iobj", "obj"):
        beside = clause or near.relation == "iobj" or near.index not in given.content
        fits = near.upos in _NOMINAL and near.lemma.lower() not in WH
        if fits and beside and near.index not in given.source:
            yield near
    yield from _between(given, word)


def _is_reduced(given: Report, word: Word) -> bool:
    """Whether a verb is a participle without a subject: "*Asked* whether he knew, he left"."""
    alone = not given.source and not given.sentence.find(word.index, "nsubj", "aux")
    return alone and word.xpos in ("VBD", "VBN") and word.relation in ("advcl", "root")


def _subjects(sentence: Sentence, word: Word) -> Iterator[Word]:
    """Who was told: the subject of a passive, or of the clause that it stands beside."""
    yield from sentence.all(word.index, "nsubj:pass", "nsubj")
    for clause in sentence.all(word.index, "parataxis"):
        yield from sentence.all(clause.index, "nsubj")
    if word.relation in ("advcl", "conj") and word.head != ROOT:
        yield from sentence.all(word.head, "nsubj", "nsubj:pass")


def _between(given: Report, word: Word) -> Iterator[Word]:
    """The noun between cue and content, however the parser hung it."""
    words = given.sentence.words
    behind = range(max(given.cue) + 1, min(given.content, default=0))
    gap = [words[index] for index in behind if index not in given.source]
    if not gap or word.index not in given.cue or gap[0].upos in ("ADP", "PUNCT", "ADV", "SCONJ"):
        return
    if all(other.upos != "VERB" for other in gap):
        yield from (w for w in gap if w.upos in _NOMINAL and w.head not in behind)


def _linked(given: Report, word: Word, link: str) -> Iterator[Word]:
    sentence = given.sentence
    for near in sentence.all(word.index, "obl", "nmod"):
        # before an object the parser takes a preposition for a particle ("called *on* shops to")
        beside = sentence.all(word.index, "compound") if word.upos == "VERB" else ()
        particles = [w for w in beside if w.index == min(sentence.phrase(near.index)) - 1]
        links = [w.lemma.lower() for w in (*sentence.all(near.index, "case"), *particles)]
        if link in links and near.upos in _NOMINAL and near.index > word.index:
            yield near
        if near.lemma.lower() in word_class("missive") and near.index not in given.content:
            yield from _linked(given, near, link)


@functools.cache
def slots() -> Mapping[str, tuple[str, ...]]:
    """For each cue the complements that may be its addressee."""
    return {
        row["lemma"]: tuple(slot.strip() for slot in row["slots"].split(";"))
        for row in rows("addressees.csv")
    }
