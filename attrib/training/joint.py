"""Train the shared encoder and the network of claims together, on every task at once.

A larger encoder learns the same tasks first, and then it teaches (Hinton et al., 2015): the small
one learns from its probabilities as well as from annotators' labels, and on news also what nobody
annotated there: parts of speech, dependencies and names.
"""

from __future__ import annotations

import copy
import logging
import math
import random
import time
from collections.abc import Iterator, Sequence

import attrs
import torch
from torch import Tensor, nn

from attrib._states import batched
from attrib.training.claims import (
    Asked,
    Passage,
    averaged,
    batches,
    claim_loss,
    drawn_golds,
    drift,
    falling_rate,
    gathered_words,
)
from attrib.training.heads import Scores, attachments, reading_loss
from attrib.training.learner import Learner, Reads
from attrib.training.lessons import Lessons
from attrib.training.samples import Group, Sample, group
from attrib.training.samples import batches as tree_batches
from attrib.training.teacher import Teacher

_log = logging.getLogger(__name__)
_NEWS_WEIGHT = 0.5  # of reading on news, which only teachers speak of, against the treebank's


@attrs.frozen
class JointRecipe:
    """How long and how fast to train: passes over the news, words and pieces a step, rates.

    Training ends after so many `seconds` if it is not through by then, the rates falling
    accordingly.  `share` is how much of the loss is the teacher's say.
    """

    epochs: int = 14
    seconds: float = math.inf
    words: int = 5000
    pieces: int = 3800
    together: int = 12000
    rate: float = 3e-4
    new_rate: float = 8e-4
    warmup: float = 0.06
    averaging: float = 0.998
    share: float = 0.5
    dropout: float = 0.1
    seed: int = 1


TEACHING = JointRecipe(epochs=6, rate=8e-5, new_rate=5e-4, share=0.0)


@attrs.frozen(eq=False)
class _Step:
    """What is learned from at once: sentences with labels, and passages with their sentences."""

    trees: Group
    news: tuple[Group, ...]
    passages: Sequence[Passage[Sample]]

    @property
    def groups(self) -> tuple[Group, ...]:
        return (self.trees, *self.news)


def _step(trees: Sequence[Sample], passages: Sequence[Passage[Sample]], together: int) -> _Step:
    return _Step(group(trees, [0] * len(trees)), tuple(news_groups(passages, together)), passages)


def news_groups(passages: Sequence[Passage[Sample]], together: int) -> Iterator[Group]:
    """The sentences of passages in groups of like length."""
    sentences = [sentence for passage in passages for sentence in passage.states]
    firsts, place = [], 0
    for sentence in sentences:
        firsts.append(place)
        place += len(sentence.ends) - 1
    for numbers in batched([len(s.pieces) for s in sentences], together):
        yield group([sentences[i] for i in numbers], [firsts[i] for i in numbers])


def learn(
    pupil: Learner[Reads],
    lessons: Lessons,
    recipe: JointRecipe,
    teachers: Sequence[Learner[Teacher]] = (),
) -> Learner[Reads]:
    """Train on all lessons; the running average of what was learned."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    schedule = [b for _ in range(recipe.epochs) for b in batches(lessons.news, recipe.words, rng)]
    trees = _endless(lessons.trees, recipe.pieces, rng)
    optimizer = _optimizer(pupil, recipe)
    average, began = copy.deepcopy(pupil), time.monotonic()
    device = next(pupil.parameters()).device.type
    for step, passages in enumerate(schedule, 1):
        spent = time.monotonic() - began
        progress = max(step / len(schedule), spent / recipe.seconds)
        rate = falling_rate(progress, recipe.warmup)
        for parameters in optimizer.param_groups:
            parameters["lr"] = parameters["full"] * rate
        pupil.train()
        now = _step(next(trees), passages, recipe.together)
        with torch.autocast(device, torch.bfloat16):
            reading, claims = _losses(pupil, now, teachers, recipe.share, rng)
        optimizer.zero_grad()
        (reading + claims).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(pupil.parameters(), 1.0)
        optimizer.step()
        drift(average, pupil, min(recipe.averaging, step / (step + 10)))
        if step % 50 == 0:
            shown = (step, len(schedule), spent, reading.item(), claims.item())
            _log.info("step %d/%d %.0f s reading %.3f claims %.3f", *shown)
        if progress >= 1:
            break
    return average


def _endless(
    samples: Sequence[Sample], pieces: int, rng: random.Random
) -> Iterator[Sequence[Sample]]:
    while True:
        yield from tree_batches(samples, pieces, rng)


def _optimizer(pupil: Learner[Reads], recipe: JointRecipe) -> torch.optim.Optimizer:
    known = [*pupil.encoder.parameters(), *pupil.network.layers.parameters()]
    inherited = set(map(id, known))
    new = [p for p in pupil.parameters() if id(p) not in inherited]
    groups = [{"params": known, "full": recipe.rate}, {"params": new, "full": recipe.new_rate}]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _losses(
    pupil: Learner[Reads],
    step: _Step,
    teachers: Sequence[Learner[Teacher]],
    share: float,
    rng: random.Random,
) -> tuple[Tensor, Tensor]:
    with torch.no_grad():
        read_by = [[teacher.read(g) for g in step.groups] for teacher in teachers]
    read = [pupil.read(g) for g in step.groups]
    reading = torch.zeros(())
    for number, sentences in enumerate(step.groups):
        told_words = [own[number][0] for own in read_by]
        told, attached = _told(teachers, told_words, sentences)
        words = read[number][0]
        scores = pupil.heads.scores(words, sentences.known)
        scores["deprel"] = pupil.heads.relations(words, attached)
        weight = _NEWS_WEIGHT / len(step.news) if number else 1.0
        reading = reading + weight * reading_loss(scores, sentences, told, share)
    texts = gathered_words(step.passages)
    states = pupil.network.states([group for _, group in read[1:]], texts)
    golds = list(drawn_golds(step.passages, rng))
    asked = Asked.of(pupil.network, pupil.network.cue(states).detach().float(), texts, golds)
    own = asked.answers(pupil.network, states, texts)
    with torch.no_grad():
        answers = [
            asked.answers(t.network, t.network.states([g for _, g in own_read[1:]], texts), texts)
            for t, own_read in zip(teachers, read_by, strict=True)
        ]
    return reading, claim_loss(own, asked, averaged(answers), share)


@torch.no_grad()
def _told(
    teachers: Sequence[Learner[Teacher]], words: Sequence[Tensor], sentences: Group
) -> tuple[Scores | None, Tensor]:
    """The probabilities that teachers give on average, and the heads that relations go by."""
    if not teachers:
        return None, attachments(sentences, None)
    both = list(zip(teachers, words, strict=True))
    told = _mean([teacher.heads.scores(own, sentences.known) for teacher, own in both])
    attached = attachments(sentences, told)
    relations = [{"deprel": teacher.heads.relations(own, attached)} for teacher, own in both]
    return told | _mean(relations), attached


def _mean(scores: Sequence[Scores]) -> Scores:
    return {
        task: torch.stack([torch.softmax(own[task], -1) for own in scores]).mean(0)
        for task in scores[0]
    }
