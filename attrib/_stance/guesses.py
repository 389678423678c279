"""What a cue does that no table lists: what the listed cues nearest to it do in such a frame.

`data/cue_neighbours.csv` holds, for common words that are no listed cues, the listed ones whose
input embeddings in the encoder lie nearest (`python -m attrib.training stance` writes it).  Each
votes for its own act in the frame at hand, and how often listed cues do each act in that frame
weighs the votes.  Quoted speech by an unlisted cue is simply said.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping, Sequence

from attrib._choices import Act
from attrib._claims.frames import Slot, cue_frames
from attrib._claims.lexicon import Sense, fitting, senses
from attrib._data import rows

_TRUST = 0.3  # the power of a frame's acts beside the neighbours' votes
_UNSEEN = 0.02  # the vote that every act has
_SMOOTHING = 0.5
Neighbours = Sequence[tuple[str, float]]


def guessed(lemma: str, kind: str, forms: Sequence[str]) -> Sense:
    """The sense of an unlisted cue whose content has these forms.

    >>> guessed("deadpan", "verb", ["quoted", "S"]).act.value
    'assert'
    """
    if "quoted" in forms:
        return Sense((), Act.ASSERT, {})
    near = neighbours().get((lemma, kind), ())
    return Sense((), voted(near, kind, forms, acts_by_form(kind).get(_last(forms), {})), {})


def voted(near: Neighbours, kind: str, forms: Sequence[str], prior: Mapping[Act, int]) -> Act:
    """The act that a cue's neighbours vote for, the commonest in its frame if it has none."""
    votes = dict.fromkeys(prior, _UNSEEN) | {Act.ASSERT: _UNSEEN}
    for lemma, weight in near:
        act = fitting(senses()[lemma, kind], forms).act
        votes[act] = votes.get(act, _UNSEEN) + weight
    return max(votes, key=lambda act: votes[act] * (prior.get(act, 0) + _SMOOTHING) ** _TRUST)


@functools.cache
def acts_by_form(kind: str) -> Mapping[str, Mapping[Act, int]]:
    """For each form of the content, how many listed frames of listed cues do each act."""
    found: dict[str, Counter[Act]] = {}
    for _, forms, act in listed_frames(kind):
        found.setdefault(forms[-1], Counter())[act] += 1
    return found


@functools.cache
def listed_frames(kind: str) -> tuple[tuple[str, tuple[str, ...], Act], ...]:
    """Each listed cue of one word with each of its frames, and what it does there."""
    found = []
    for (lemma, own), frames in cue_frames().items():
        if own == kind and (lemma, kind) in senses() and " " not in lemma:
            for frame in frames:
                forms = tuple(_form(slot) for slot in frame.slots if slot.content)
                found.append((lemma, forms, fitting(senses()[lemma, kind], forms).act))
    return tuple(found)


def _form(slot: Slot) -> str:
    return f"{slot.preposition}-{slot.form}" if slot.preposition else slot.form


def _last(forms: Sequence[str]) -> str:
    return forms[-1] if forms else "S"


@functools.cache
def neighbours() -> Mapping[tuple[str, str], Neighbours]:
    """The listed cues nearest to common words that are none, with their nearness."""
    return {
        (row["lemma"], row["kind"]): tuple(map(_near, row["nearest"].split()))
        for row in rows("cue_neighbours.csv")
    }


def _near(notation: str) -> tuple[str, float]:
    lemma, _, percent = notation.partition(":")
    return lemma, int(percent) / 100
