"""Attribution by a preposition: "according to X", "per X", "in the words of X".

The content is the clause that the phrase modifies.  `data/cues.csv` lists the prepositions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from attrib._choices import CueKind
from attrib._claims.clauses import VERBAL, Relation
from attrib._claims.frames import cue_frames
from attrib._claims.quotation import QUOTE_MARKS
from attrib._sentence import ROOT, Sentence, Word

_CLAUSES = ("root", "ccomp", "parataxis", "advcl", "acl")
_QUOTED = "Q"


def adpositional(sentence: Sentence) -> Iterator[Relation]:
    """The attributions of a sentence by a preposition, in the order of their cues."""
    for word in sentence.words:
        for lemma, frame in _listed().get(word.text.lower(), ()):
            forms = lemma.split()
            cue = range(word.index, word.index + len(forms))
            if forms == [w.text.lower() for w in sentence.words[cue.start : cue.stop]]:
                yield from _relation(sentence, cue, lemma, frame)


@functools.cache
def _listed() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The prepositions by their first word, each with the notation of its frame."""
    out: dict[str, tuple[tuple[str, str], ...]] = {}
    for (lemma, kind), frames in cue_frames().items():
        if kind is CueKind.ADPOSITION:
            first = lemma.split()[0]
            out[first] = (*out.get(first, ()), (lemma, frames[0].notation))
    return out


def _relation(sentence: Sentence, cue: range, lemma: str, frame: str) -> Iterator[Relation]:
    named = _object(sentence, cue)
    if named is None or (len(cue) == 1 and not _stands_apart(sentence, cue.start)):
        return
    source = sentence.phrase(named.index) - set(cue)
    phrase = source | set(cue)
    top = next((w for i in sorted(phrase) if (w := sentence.words[i]).head not in phrase), None)
    if top is None or top.head == ROOT:
        return
    clause = sentence.climb(top.head, _heads_clause)
    joined = {w.index for w in sentence.all(clause.index, "cc") if w.index < clause.index}
    content = sentence.phrase(clause.index, leave={top.index}) - joined - phrase
    if frame == _QUOTED and not _has_quotation(sentence, content, after=cue.stop):
        return
    kind = CueKind.ADPOSITION
    parts = frozenset(source), frozenset(cue), frozenset(content)
    yield Relation(cue.start, kind, lemma, frame, *parts)


def _object(sentence: Sentence, cue: range) -> Word | None:
    """The first word after the preposition that it marks, or that depends on it."""
    for word in sentence.words[cue.stop :]:
        marked = any(w.index in cue for w in sentence.all(word.index, "case", "mark"))
        if marked or word.head in cue:
            return word
    return None


def _stands_apart(sentence: Sentence, place: int) -> bool:
    """Whether a sentence begins here, or a part of one behind a comma or the like."""
    return place == 0 or sentence.words[place - 1].upos == "PUNCT"


def _heads_clause(word: Word) -> bool:
    return word.relation in _CLAUSES or (word.relation == "conj" and word.upos in VERBAL)


def _has_quotation(sentence: Sentence, words: set[int], after: int) -> bool:
    return any(i > after and sentence.words[i].text in QUOTE_MARKS for i in words)
