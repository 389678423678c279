"""Whether a saying took place: negation, auxiliaries and conditions around the reporting word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from attrib._choices import Occurrence
from attrib._claims.lexicon import word_class
from attrib._claims.report import Report, clause_of
from attrib._claims.reporting import Reporting
from attrib._sentence import ROOT, Sentence, Word

_EXPECTED = frozenset({"will", "'ll", "’ll", "shall", "wo"})
_WOULD = frozenset({"would", "'d", "’d"})
_HYPOTHETICAL = frozenset({"may", "might", "could", "should", "must", "ought"})
_CONDITIONS = frozenset({"if", "unless", "provided", "supposing", "should"})
_AGAIN = frozenset({"only", "just", "merely", "simply"})


@attrs.frozen
class Happening:
    """Whether the saying took place, by which words, and by which of them it is denied."""

    occurrence: Occurrence
    words: tuple[Word, ...] = ()
    negator: Word | None = None


def happening(given: Report, told: Reporting, backshifted: bool) -> Happening:
    """Whether a claim was made; `backshifted` if its "would" is a "will" that was reported."""
    negator = negation(given, told)
    if negator is not None:
        return Happening(Occurrence.NEGATED, (negator,), negator)
    for word, effect in reversed(told.governors):
        if effect.field == "occurrence" and effect.value != "negated":
            return Happening(Occurrence(effect.value), (word,))
    owed = _owed(given, told)
    if owed is not None:
        return Happening(Occurrence.HYPOTHETICAL, (owed,))
    modal = _modal(given.sentence, told.chain)
    condition = _condition(given.sentence, told.chain[0])
    if condition is not None and (modal is None or modal.text.lower() not in _EXPECTED):
        return Happening(Occurrence.HYPOTHETICAL, (condition,))
    if modal is not None:
        return Happening(_by_modal(given.sentence, modal, told, backshifted), (modal,))
    return Happening(Occurrence.HAPPENED)


def _owed(given: Report, told: Reporting) -> Word | None:
    """The verb of an obligation that stands: "*has* to explain", not "had to", nor "I have to"."""
    if any(w.text.lower() in word_class("first_person") for w in given.words(given.source)):
        return None
    for word, _ in told.governors:
        if word.lemma.lower() in word_class("obliging") and word.xpos in ("VBZ", "VBP"):
            return word
    return None


def negation(given: Report, told: Reporting) -> Word | None:
    """What denies the saying: a negator by its words or in its source, or a verb like "fail"."""
    for word, effect in told.governors:
        if effect.value == "negated":
            return word
    for word in told.chain:
        if (found := denier(given.sentence, word)) is not None:
            return found
    return negative(given.words(given.source))


def denier(sentence: Sentence, word: Word) -> Word | None:
    """The negator of a word, its own or one that it shares: "neither confirmed nor *denied*"."""
    deniers = word_class("negators")
    for near in sentence.all(word.index, "advmod", "cc", "mark", "det", "case", "aux"):
        if near.index < word.index and {near.lemma.lower(), near.text.lower()} & deniers:
            between = sentence.words[near.index + 1 : word.index + 1]
            apart = any(w.upos == "PUNCT" for w in between)
            if not apart and between[0].lemma.lower() not in _AGAIN:
                return near
    for near in sentence.all(word.index, "advmod"):
        if near.lemma.lower() == "yet" and sentence.words[near.index + 1].lemma == "to":
            return near  # "has yet to say"
    coordinator = sentence.find(word.index, "cc")
    if word.relation == "conj" and coordinator and coordinator.lemma.lower() in ("or", "nor"):
        return denier(sentence, sentence.words[word.head])
    return None


def negative(source: Sequence[Word]) -> Word | None:
    """The first word of a source where it denies what the source does: "nobody", "neither army"."""
    first = source[0] if source else None
    denies = first is not None and first.text.lower() in word_class("negators")
    return first if denies else None


def _modal(sentence: Sentence, chain: Iterable[Word]) -> Word | None:
    """The modal verb of the first of the words that has one, its own or a shared one."""
    for word in chain:
        for auxiliary in (*_modals(sentence, word), *_shared(sentence, word)):
            return auxiliary
    return None


def _modals(sentence: Sentence, word: Word) -> Iterator[Word]:
    for auxiliary in sentence.all(word.index, "aux"):
        form = auxiliary.text.lower()
        if form in _EXPECTED | _HYPOTHETICAL or (form in _WOULD and auxiliary.xpos == "MD"):
            yield auxiliary


def _shared(sentence: Sentence, word: Word) -> Iterator[Word]:
    if word.relation == "conj" and word.xpos == "VB" and not sentence.find(word.index, "nsubj"):
        yield from _modals(sentence, clause_of(sentence, word))


def _by_modal(sentence: Sentence, modal: Word, told: Reporting, backshifted: bool) -> Occurrence:
    form = modal.text.lower()
    if form in _EXPECTED:
        return Occurrence.EXPECTED
    if form in _WOULD and told.word.lemma.lower() in word_class("politely"):
        return Occurrence.HAPPENED
    perfect = any(w.lemma == "have" for w in sentence.all(told.word.index, "aux"))
    if form in _WOULD and backshifted and not perfect:
        clause = clause_of(sentence, told.word)
        if not any(_condition(sentence, w) for w in sentence.all(clause.index, "advcl")):
            return Occurrence.EXPECTED
    return Occurrence.HYPOTHETICAL


def _condition(sentence: Sentence, word: Word) -> Word | None:
    """The word that makes a condition of the clause of a word: "if", or an auxiliary in front."""
    clause = sentence.climb(word.index, lambda w: w.relation not in ("conj", "xcomp"))
    if clause.relation != "advcl" or clause.head == ROOT:
        return None
    for mark in sentence.all(clause.index, "mark", "advmod"):
        if mark.lemma.lower() in _CONDITIONS:
            return mark
    subject = sentence.find(clause.index, "nsubj")
    for auxiliary in sentence.all(clause.index, "aux", "cop"):
        fronted = subject is not None and auxiliary.index < subject.index
        if fronted and auxiliary.text.lower() in ("were", "had", "should"):
            return auxiliary
    return None
