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

from attrib.training.claims import (
    Asked,
    Passage,
    annotated_words,
    averaged,
    batches,
    claim_loss,
    drawn_golds,
    drift,
    falling_rate,
    gathered_words,
)
from attrib.training.heads import Scores, attachments, reading_loss
from attrib.training.learner import Learner, Read, Reads
from attrib.training.lessons import Lessons
from attrib.training.samples import Rows, Sample, exchanged, in_rows
from attrib.training.samples import batches as tree_batches
from attrib.training.teacher import Teacher

_log = logging.getLogger(__name__)
_NEWS_WEIGHT = 0.5  # of reading on news, which only teachers speak of, against the treebank's


@attrs.frozen
class JointRecipe:
    """How long and how fast to train: passes over the news, words and pieces a step, rates.

    Training ends after so many `seconds` if it is not through by then, the rates falling
    accordingly.  `share` is how much of the loss is the teacher's say, `exchanged` how many of the
    words are put in the place of others, so that both read what neither knows by heart.
    """

    epochs: int = 24
    seconds: float = math.inf
    words: int = 5000
    pieces: int = 4800
    rate: float = 3e-4
    new_rate: float = 8e-4
    warmup: float = 0.06
    averaging: float = 0.998
    share: float = 0.5
    exchanged: float = 0.0
    dropout: float = 0.1
    seed: int = 1


TEACHING = JointRecipe(epochs=8, rate=8e-5, new_rate=5e-4, share=0.0)


def learn(
    pupil: Learner[Reads],
    lessons: Lessons,
    recipe: JointRecipe,
    teachers: Sequence[Learner[Teacher]] = (),
) -> Learner[Reads]:
    """Train on all lessons; the running average of what was learned."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    news = [passage for passage in lessons.news if teachers or passage.annotations]
    schedule = [b for _ in range(recipe.epochs) for b in batches(news, recipe.words, rng)]
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
        with torch.autocast(device, torch.bfloat16):
            reading, claims = _losses(pupil, next(trees), passages, teachers, recipe, rng)
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
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _losses(
    pupil: Learner[Reads],
    trees: Sequence[Sample],
    passages: Sequence[Passage[Sample]],
    teachers: Sequence[Learner[Teacher]],
    recipe: JointRecipe,
    rng: random.Random,
) -> tuple[Tensor, Tensor]:
    """The losses of reading and of claims, of sentences with labels and of passages."""
    sentences = [sentence for passage in passages for sentence in passage.states]
    together = exchanged(in_rows(trees, sentences, _NEWS_WEIGHT), recipe.exchanged)
    texts, share = gathered_words(passages), recipe.share
    with torch.no_grad():
        read_by = [teacher.read(together) for teacher in teachers]
    read = pupil.read(together)
    told, attached = _told(teachers, read_by, together)
    scores = pupil.heads.scores(read.words, together)
    scores["deprel"] = pupil.heads.relations(read.words, attached)
    reading = reading_loss(scores, together, told, share)
    states = pupil.of_words(read, together, texts)
    golds = list(drawn_golds(passages, rng))
    scored = pupil.network.cue(states).detach().float()
    asked = Asked.of(pupil.network, scored, texts, golds, annotated_words(passages))
    own = asked.answers(pupil.network, states, texts)
    with torch.no_grad():
        answers = [
            asked.answers(teacher.network, teacher.of_words(theirs, together, texts), texts)
            for teacher, theirs in zip(teachers, read_by, strict=True)
        ]
    return reading, claim_loss(own, asked, averaged(answers), share)


@torch.no_grad()
def _told(
    teachers: Sequence[Learner[Teacher]], read_by: Sequence[Read], together: Rows
) -> tuple[Scores | None, Tensor]:
    """The probabilities that teachers give on average, and the heads that relations go by."""
    if not teachers:
        return None, attachments(together, None)
    both = [(t.heads, read.words) for t, read in zip(teachers, read_by, strict=True)]
    told = _mean([heads.scores(words, together) for heads, words in both])
    attached = attachments(together, told)
    relations = [{"deprel": heads.relations(words, attached)} for heads, words in both]
    return told | _mean(relations), attached


def _mean(scores: Sequence[Scores]) -> Scores:
    return {
        task: torch.stack([torch.softmax(own[task], -1) for own in scores]).mean(0)
        for task in scores[0]
    }
