"""Claims that were not made: who declined to comment, would not say, or did not respond.

`data/withholding.csv` lists the verbs, whether they withhold when denied, and with which
complements; `docs/stance.md` describes its format.  Such a claim has a source and a cue but no
content.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

import attrs

from attrib._choices import CueKind
from attrib._claims.clauses import verb_group
from attrib._claims.found import Found
from attrib._claims.lexicon import word_class
from attrib._claims.report import WH, Report, is_finite
from attrib._claims.reporting import Reporting
from attrib._claims.sources import is_passive, source
from attrib._data import rows
from attrib._sentence import Sentence, Word
from attrib._stance.occurrence import denier, negative

_Complement = tuple[str, Word | None]


@attrs.frozen
class Refusal:
    """How a verb withholds: denied or not, with which modals, and with which complements."""

    denied: bool
    modals: frozenset[str]
    complements: tuple[tuple[str, ...], ...]


def withholds(given: Report, told: Reporting) -> bool:
    """Whether a claim is one that was not made."""
    bare = not given.content
    words = (*told.chain, *given.words(given.cue))
    return any(refusal(given.sentence, word, bare) is not None for word in words)


def withheld(sentences: Sequence[Sentence]) -> Iterator[Found]:
    """The claims that somebody declined to make, in the order of the text."""
    for index, sentence in enumerate(sentences):
        for word in sentence.words:
            words = refusal(sentence, word)
            if words is None or not is_finite(sentence, word):
                continue
            origin = _source(sentence, word)
            if any(sentence.words[i].upos != "PUNCT" for i in origin):
                yield _found(sentence, index, word, words - origin, origin)


def _found(sentence: Sentence, index: int, word: Word, words: set[int], origin: set[int]) -> Found:
    cue = sorted(verb_group(sentence, word, words) - origin)
    kind = CueKind.ADJECTIVE if word.upos == "ADJ" else CueKind.VERB
    own = [i for i in sorted(origin) if sentence.words[i].upos != "PUNCT"]
    ends = sentence.words
    return Found(
        index,
        (ends[cue[0]].start, ends[cue[-1]].end),
        (),
        (ends[own[0]].start, ends[own[-1]].end),
        word.lemma.lower(),
        kind,
    )


def _source(sentence: Sentence, word: Word) -> set[int]:
    subject = sentence.find(word.index, "nsubj:pass")
    if subject is not None:
        return sentence.phrase(subject.index)
    return source(sentence, word)


def refusal(sentence: Sentence, word: Word, bare: bool = True) -> set[int] | None:
    """The words of the complement by which a verb withholds, or None if it does not.

    A claim that is not `bare`, because it has a content, is not withheld for want of a complement.
    """
    listed = _refusals().get(word.lemma.lower())
    if listed is None or word.upos not in ("VERB", "ADJ", "AUX"):
        return None
    for frame in listed.complements:
        if "none" in frame and not bare:
            continue
        found = _filled(sentence, word, frame)
        if found is not None and _is_denied(sentence, word, listed, found):
            return found
    return None


def _is_denied(sentence: Sentence, word: Word, listed: Refusal, found: set[int]) -> bool:
    negated = denier(sentence, word) is not None
    objects = [w for w in sentence.all(word.index, "obj") if w.index in found]
    negated = negated or any(denier(sentence, w) is not None for w in objects)
    negated = negated or _has_negative_subject(sentence, word)
    modal = any(w.text.lower() in listed.modals for w in sentence.all(word.index, "aux"))
    return negated == listed.denied and (modal or not listed.modals)


def _has_negative_subject(sentence: Sentence, word: Word) -> bool:
    subject = sentence.find(word.index, "nsubj")
    phrase = sorted(sentence.phrase(subject.index)) if subject else []
    return negative([sentence.words[index] for index in phrase]) is not None


def _filled(sentence: Sentence, word: Word, frame: Sequence[str]) -> set[int] | None:
    found: set[int] = set()
    for part in frame:
        words = _complement(sentence, word, part)
        if words is None:
            return None
        found |= words
    return found


def _complement(sentence: Sentence, word: Word, part: str) -> set[int] | None:
    """The words of the cue that fill a part of a frame, none where it only must be there."""
    if part == "any":
        return set()
    if part == "passive":
        return set() if is_passive(sentence, word) else None
    if part == "none":
        return None if _has_complement(sentence, word) else set()
    if part == "wh-S":
        return set() if _has_question(sentence, word) else None
    form, _, name = part.partition(":")
    link, _, shape = form.rpartition("-") if form not in ("to-VP", "V-ing") else ("", "", form)
    for near in sentence.all(word.index, *_RELATIONS[shape]):
        marks = {w.lemma.lower(): w.index for w in sentence.all(near.index, "case", "mark")}
        fits = not name or near.lemma.lower() in word_class(name)
        if near.index > word.index and fits and (not link or link in marks) and _is(shape, near):
            return _cue_part(sentence, near, shape, bool(name))
    return None


_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "to-VP": ("xcomp", "ccomp"),
    "V-ing": ("xcomp", "ccomp", "advcl"),
    "NP": ("obj", "obl", "nmod", "xcomp"),
    "XP": ("xcomp", "advcl", "obj"),
    "conj": ("conj",),
}


def _is(shape: str, word: Word) -> bool:
    if shape == "to-VP":
        return word.xpos == "VB"
    return shape != "V-ing" or word.xpos == "VBG"


def _cue_part(sentence: Sentence, near: Word, shape: str, named: bool) -> set[int]:
    """What of a complement is part of the cue: a verb with its "to", or what was asked for."""
    if shape in ("to-VP", "V-ing", "conj"):
        return {near.index, *(w.index for w in sentence.all(near.index, "mark", "cc"))}
    clauses = {w.index for w in sentence.all(near.index, "acl", "conj", "cc", "appos")}
    return sentence.phrase(near.index, leave=clauses) if named else set()


def _has_complement(sentence: Sentence, word: Word) -> bool:
    if sentence.find(word.index, "obj", "ccomp", "xcomp", "parataxis"):
        return True
    return any(
        w.lemma.lower() == "to"
        for near in sentence.all(word.index, "obl")
        for w in sentence.all(near.index, "case")
    )


def _has_question(sentence: Sentence, word: Word) -> bool:
    for near in sentence.all(word.index, "ccomp", "advcl", "obj", "xcomp"):
        first = sentence.words[min(sentence.phrase(near.index))]
        if near.index > word.index and first.lemma.lower() in WH:
            return True
    return False


@functools.cache
def _refusals() -> Mapping[str, Refusal]:
    return {
        row["lemma"]: Refusal(
            row["denied"] == "yes",
            word_class(row["modal"]),
            tuple(tuple(frame.split()) for frame in row["complements"].split(";")),
        )
        for row in rows("withholding.csv")
    }
