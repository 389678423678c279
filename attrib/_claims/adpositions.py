"""Attribution by a preposition: "according to X", "per X", "in the words of X".

The content is the clause that the phrase modifies.  `data/cues.csv` lists the prepositions.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from attrib._choices import CueKind
from attrib._claims.clauses import Relation
from attrib._claims.frames import Frame, Sureness, cue_frames
from attrib._claims.quotation import QUOTE_MARKS
from attrib._claims.slots import VERBAL
from attrib._sentence import ROOT, Sentence, Word
from attrib._speakers.nouns import is_personal, speaker_nouns

_CLAUSES = ("root", "ccomp", "parataxis", "advcl", "acl")


def adpositional(sentence: Sentence) -> Iterator[Relation]:
    """The attributions of a sentence by a preposition, in the order of their cues."""
    for word in sentence.words:
        for lemma, frames in _listed().get(word.text.lower(), ()):
            forms = lemma.split()
            cue = range(word.index, word.index + len(forms))
            if forms == [w.text.lower() for w in sentence.words[cue.start : cue.stop]]:
                yield from _relation(sentence, cue, lemma, frames)


@functools.cache
def _listed() -> Mapping[str, tuple[tuple[str, tuple[Frame, ...]], ...]]:
    """The prepositions by their first word, each with its frames."""
    out: dict[str, tuple[tuple[str, tuple[Frame, ...]], ...]] = {}
    for (lemma, kind), frames in cue_frames().items():
        if kind is CueKind.ADPOSITION:
            first = lemma.split()[0]
            out[first] = (*out.get(first, ()), (lemma, frames))
    return out


def _relation(
    sentence: Sentence, cue: range, lemma: str, frames: Sequence[Frame]
) -> Iterator[Relation]:
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
    speaks = _may_speak(named)
    fits = {
        "S": True,
        "Q": speaks and _has_quotation(sentence, content, after=cue.stop),
        "E": speaks and _is_equation(sentence, clause),
    }
    frame = next((frame for frame in frames if fits[frame.slots[0].form]), None)
    if frame is not None:
        parts = frozenset(source), frozenset(cue), frozenset(content)
        sure = frame.sure is Sureness.ALWAYS
        yield Relation(cue.start, CueKind.ADPOSITION, lemma, frame.notation, *parts, sure=sure)


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


def _may_speak(word: Word) -> bool:
    """Whether a word is a name, a pronoun of persons, or a noun for those who speak."""
    known = word.lemma.lower() in speaker_nouns() or is_personal(word.text)
    return word.upos == "PROPN" or known


def _is_equation(sentence: Sentence, clause: Word) -> bool:
    """Whether a clause tells what something judged is: "*the real test* is cash"."""
    subject = sentence.find(clause.index, "nsubj")
    if subject is None or subject.upos != "NOUN" or not sentence.find(clause.index, "cop"):
        return False
    judged = sentence.find(subject.index, "amod") is not None
    return judged and sentence.words[min(sentence.phrase(subject.index))].text.lower() == "the"
