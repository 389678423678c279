"""How well a learner does on lessons kept to measure by, and the confidence that it earns."""

from __future__ import annotations

import itertools
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

import torch

from attrib._claims.relations import draw
from attrib.evaluation.calibration import Outcome, fitted, outcomes
from attrib.training.claims import Passage, as_drawn
from attrib.training.heads import attachments
from attrib.training.learner import Learner, Reads
from attrib.training.lessons import Lessons
from attrib.training.samples import Sample, batches, in_rows

_PIECES = 4000  # in one pass


@torch.inference_mode()
def measured(pupil: Learner[Reads], lessons: Lessons) -> dict[str, float]:
    """Percentages on the lessons kept to measure by.

    Accuracy of each task (of relations: given the gold head), F1 of names, and the best F1 of
    relations with the threshold it is had at.
    """
    pupil.eval()
    out = _accuracies(pupil, lessons.dev_trees)
    out["name F1"] = _name_f1(pupil, lessons)
    found = [outcome for passage in lessons.dev_news for outcome in outcomes_of(pupil, passage)]
    gold = sum(len(p.annotations[0]) for p in lessons.dev_news if p.annotations)
    out["relation F1"], out["at"] = _best_f1(found, gold)
    return out


def _accuracies(pupil: Learner[Reads], samples: Sequence[Sample]) -> dict[str, float]:
    right: defaultdict[str, int] = defaultdict(int)
    count: defaultdict[str, int] = defaultdict(int)
    for part in batches(samples, _PIECES, random.Random(0)):
        together = in_rows(part)
        words = pupil.read(together).words
        scores = pupil.heads.scores(words, together)
        scores["deprel"] = pupil.heads.relations(words, attachments(together, None))
        for task, target in together.targets.items():
            right[task] += int((scores[task].argmax(-1) == target).sum())
            count[task] += int((target >= 0).sum())
    return {task: 100 * right[task] / count[task] for task in sorted(count)}


def _name_f1(pupil: Learner[Reads], lessons: Lessons) -> float:
    labels = lessons.labels["names"]
    met = found = gold = 0
    for part in batches(lessons.dev_names, _PIECES, random.Random(0)):
        together = in_rows((), part)
        scores = pupil.heads.scores(pupil.read(together).words, together)["names"]
        best = iter(scores.argmax(-1).flatten()[together.words].tolist())
        for sample in part:
            target = sample.targets["names"]
            own, theirs = (
                _spans([labels[i] if i >= 0 else "O" for i in tags])
                for tags in (itertools.islice(best, len(target)), target)
            )
            met, found, gold = met + len(own & theirs), found + len(own), gold + len(theirs)
    return 200 * met / max(1, found + gold)


def _spans(tags: Sequence[str]) -> set[tuple[int, int, str]]:
    spans: set[tuple[int, int, str]] = set()
    start = 0
    for place, tag in enumerate([*tags, "O"]):
        before = tags[place - 1] if place else "O"
        if before != "O" and tag != f"I-{before[2:]}":
            spans.add((start, place, before[2:]))
        if tag.startswith("B") or (tag != "O" and before[2:] != tag[2:]):
            start = place
    return spans


@torch.inference_mode()
def calibrate(pupil: Learner[Reads], news: Sequence[Passage[Sample]]) -> None:
    """Fit the confidence of a learner's network to passages that it has not learned from."""
    pupil.eval()
    results = [outcome for passage in news for outcome in outcomes_of(pupil, passage)]
    with torch.inference_mode(False), torch.device("cpu"):
        weights = fitted(results)
    pupil.network.calibration.copy_(torch.tensor(weights))


def outcomes_of(pupil: Learner[Reads], passage: Passage[Sample]) -> Iterator[Outcome]:
    """The relations drawn in a passage, the surest first, and whether they are right."""
    together = in_rows((), passage.states)
    states = pupil.of_words(pupil.read(together), together, passage.words)
    first = passage.annotations[0] if passage.annotations else ()
    drawn = list(draw(pupil.network, states, passage.words))
    return outcomes(drawn, [as_drawn(relation) for relation in first])


def _best_f1(found: Sequence[Outcome], gold: int) -> tuple[float, float]:
    ordered = sorted(((math.prod(o.drawn.evidence), o.right) for o in found), reverse=True)
    best, met = (0.0, 1.0), 0
    for rank, (chance, right) in enumerate(ordered, 1):
        met += right
        best = max(best, (200 * met / (rank + gold), chance))
    return best
