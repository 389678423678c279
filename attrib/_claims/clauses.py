"""The syntactic engine: attribution relations read off the dependencies of one sentence.

Each listed cue (`attrib._claims.frames`) is looked up with its complements; the first of its
frames whose slots are all filled gives the content, and the subject, its own or a shared one, is
the source.
Every relation names the frame that found it, so that every decision can be explained.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from attrib._choices import CueKind
from attrib._claims.frames import Frame, Sureness, cue_frames, read_frame
from attrib._claims.lexicon import word_class
from attrib._claims.report import is_finite
from attrib._claims.slots import VERBAL, Filled, adjacent, adverbs, fill
from attrib._claims.sources import possessor, source
from attrib._sentence import Sentence, Word
from attrib._speakers.nouns import is_personal


@attrs.frozen
class Relation:
    """Source, cue and content as word indices of one sentence, and the frame that found them.

    The content is empty where the cue wants a quotation that stands in another sentence.  `sure`
    tells whether the relation makes a claim of its own also where no network draws it.
    """

    cue: int
    kind: CueKind
    lemma: str
    frame: str
    source: frozenset[int]
    cue_words: frozenset[int]
    content: frozenset[int]
    sure: bool = False


def relations(sentence: Sentence) -> Iterator[Relation]:
    """The attribution relations of a sentence, in the order of their cues."""
    felt: set[int] = set()
    for word in sentence.words:
        if word.index in felt:
            continue
        feeling = list(_predicate(sentence, _as_adjective(sentence, word)))
        if feeling:
            felt |= feeling[0].cue_words
            yield from feeling
        elif word.upos in VERBAL or word.xpos.startswith("VB"):
            yield from _verb(sentence, word)
        elif word.upos == "NOUN":
            yield from _noun(sentence, word)


def _verb(sentence: Sentence, verb: Word) -> Iterator[Relation]:
    particle = sentence.find(verb.index, "compound:prt")
    lemma = f"{verb.lemma} {particle.lemma}" if particle else verb.lemma
    frames = cue_frames().get((lemma.lower(), CueKind.VERB), ())
    for frame in frames:
        filled = fill(sentence, verb, frame)
        if filled is not None:
            yield _relation(sentence, verb, CueKind.VERB, lemma, frame, filled)
            return
    if any(slot.form in ("S", "Q") for frame in frames for slot in frame.slots):
        yield _relation(sentence, verb, CueKind.VERB, lemma, read_frame("Q"), (set(), set()))


def _noun(sentence: Sentence, noun: Word) -> Iterator[Relation]:
    for frame in cue_frames().get((noun.lemma.lower(), CueKind.NOUN), ()):
        filled = fill(sentence, noun, frame) or _equated(sentence, noun, frame)
        if filled is not None:
            content, links = filled
            origin = possessor(sentence, noun)
            cue = {noun.index} | adjacent(noun.index, links)
            yield Relation(
                noun.index,
                CueKind.NOUN,
                noun.lemma.lower(),
                frame.notation,
                frozenset(origin - cue - content),
                frozenset(cue),
                frozenset(content - cue),
            )
            return


def _as_adjective(sentence: Sentence, word: Word) -> Word:
    """A participle after "be" as the adjective that it may be: "was *excited* by the plan"."""
    if word.xpos == "VBN" and sentence.find(word.index, "cop", "aux:pass"):
        return attrs.evolve(word, upos="ADJ", lemma=word.text.lower())
    return word


def _predicate(sentence: Sentence, adjective: Word) -> Iterator[Relation]:
    if adjective.upos != "ADJ":
        return
    for frame in cue_frames().get((adjective.lemma.lower(), CueKind.ADJECTIVE), ()):
        filled = fill(sentence, adjective, frame)
        if filled is not None:
            filled = _perceived(sentence, adjective, filled)
            yield _relation(sentence, adjective, CueKind.ADJECTIVE, adjective.lemma, frame, filled)
            return


def _perceived(sentence: Sentence, adjective: Word, filled: Filled) -> Filled:
    """What somebody feels about is what is perceived: "was *pleased to see* the plan work"."""
    content, links = filled
    for verb in sentence.all(adjective.index, "xcomp"):
        linked = {verb.index, *(w.index for w in sentence.all(verb.index, "mark"))}
        rest = content - linked
        if verb.lemma.lower() in word_class("perceiving") and linked <= content and rest:
            return rest, links | linked
    return filled


def _relation(
    sentence: Sentence, word: Word, kind: CueKind, lemma: str, frame: Frame, filled: Filled
) -> Relation:
    content, links = filled
    origin = source(sentence, word)
    cue = verb_group(sentence, word, links)
    return Relation(
        word.index,
        kind,
        lemma.lower(),
        frame.notation,
        frozenset(origin - cue),
        frozenset(cue),
        frozenset(content - origin - cue),
        sure=_is_sure(sentence, word, origin, frame),
    )


def _is_sure(sentence: Sentence, word: Word, origin: set[int], frame: Frame) -> bool:
    """Whether the frame alone makes a claim of what a word has for source."""
    if frame.sure is not Sureness.OF_PERSONS or word.relation != "root":
        return frame.sure is Sureness.ALWAYS
    heads = (sentence.words[i] for i in origin if sentence.words[i].head not in origin)
    named = any(head.upos == "PROPN" or is_personal(head.text) for head in heads)
    return named and is_finite(sentence, word)


def _equated(sentence: Sentence, noun: Word, frame: Frame) -> Filled | None:
    """The predicate in "his advice was to wait", for nouns that have a possessor."""
    if noun.relation != "nsubj" or frame.slots[0].form not in ("S", "to-VP"):
        return None
    if not sentence.find(noun.index, "nmod:poss"):
        return None
    predicate = sentence.words[noun.head]
    copula = sentence.find(predicate.index, "cop")
    if copula is None:
        return None
    left = {w.index for w in sentence.all(predicate.index, "cop", "aux", "advmod", "punct")}
    words = sentence.phrase(predicate.index, leave={noun.index})
    return {i for i in words - left if i > copula.index}, {copula.index}


def verb_group(sentence: Sentence, cue: Word, links: set[int]) -> set[int]:
    """The cue with the auxiliaries, negation, adverbs and particles that touch it."""
    near = {
        w.index
        for w in sentence.all(cue.index, "aux", "cop", "compound:prt")
        if w.deprel != "cop" or w.index < cue.index
    }
    return {cue.index} | adjacent(cue.index, near | adverbs(sentence, cue) | links)
