"""What the network that reads claims learns from: PolNeAR's relations, and a teacher's scores."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import attrs
import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib._claims.found import Drawn, Span
from attrib._claims.network import BEGIN, INSIDE, OUTSIDE, ROLES, ClaimNetwork, NetworkShape, Words
from attrib._claims.quotation import quotations
from attrib._claims.relations import candidate_cues, word_marks
from attrib._reading.encoder import Encoder
from attrib._reading.layout import blocks
from attrib.training.polnear import Article, Attribution, words_in
from attrib.training.samples import IGNORED, in_batches
from attrib.training.teacher import Teacher

Read = TypeVar("Read")

_CONTENT_WORDS = 20.0  # of a usual relation: what its roles' loss is divided by
_ROLE_WEIGHT = 4.0
_DOUBTFUL = 0.05  # the chance of a cue from which it is worth learning from
_GOLD_SHARE = 0.75  # of the cues asked about, usually
_WORDS_OF_CUE = 30  # for how many words of a text one cue is learned from


@attrs.frozen
class Gold:
    """An attribution as words: the cue's span, and the role of every word that has one."""

    cue: tuple[int, int]
    roles: dict[int, int]


@attrs.frozen
class Passage(Generic[Read]):
    """Consecutive sentences of a text, each as it was read; marks and gold relations.

    Without `annotations` nobody has looked for relations in it: a teacher alone speaks of them.
    """

    states: tuple[Read, ...]
    words: Words
    annotations: tuple[tuple[Gold, ...], ...]


def gold_relations(article: Article) -> tuple[tuple[Gold, ...], ...]:
    """The attributions of each annotator over the article's words."""
    words = [word for sentence in article.sentences for word in sentence.words]
    starts, ends = [w.start for w in words], [w.end for w in words]

    def gold(attribution: Attribution) -> Gold | None:
        cue = [i for extent in attribution.cue for i in words_in(starts, ends, extent)]
        if not cue:
            return None
        span = (min(cue), max(cue) + 1)
        roles = {}
        for kind, extents in (("content", attribution.content), ("source", attribution.source)):
            for extent in extents:
                run = [i for i in words_in(starts, ends, extent) if not span[0] <= i < span[1]]
                for i in run:
                    roles[i] = ROLES.index(f"{'B' if i == run[0] else 'I'}-{kind}")
        return Gold(span, roles)

    return tuple(
        tuple(g for g in map(gold, annotation) if g is not None)
        for annotation in article.annotations
    )


def passages(article: Article, states: Sequence[Read], longest: int) -> Iterator[Passage[Read]]:
    """The article in stretches of whole sentences of about so many words at most."""
    extents = [(block.start, block.end) for block in blocks(article.text)]
    marks = word_marks(article.sentences, quotations(article.text, extents))
    golds = gold_relations(article)
    sizes = [len(sentence.words) for sentence in article.sentences]
    share = sum(sizes) / max(1, round(sum(sizes) / longest))
    first, begin, end = 0, 0, 0
    for index, size in enumerate(sizes):
        end += size
        if end - begin < share and index + 1 < len(sizes):
            continue
        yield Passage(
            tuple(states[first : index + 1]),
            marks.part(begin, end),
            tuple(tuple(_within(gold, begin, end)) for gold in golds),
        )
        first, begin = index + 1, end


def _within(golds: Iterable[Gold], begin: int, end: int) -> Iterator[Gold]:
    for gold in golds:
        if begin <= gold.cue[0] and gold.cue[1] <= end:
            roles = {i - begin: role for i, role in gold.roles.items() if begin <= i < end}
            yield Gold((gold.cue[0] - begin, gold.cue[1] - begin), roles)


def gathered_words(batch: Sequence[Passage[Read]]) -> Words:
    """The words of passages as one run, each passage a text of its own."""
    return Words(
        mark=torch.cat([p.words.mark for p in batch]),
        quote=torch.cat([p.words.quote for p in batch]),
        sentence=torch.cat([p.words.sentence for p in batch]),
        text=torch.cat([torch.full_like(p.words.text, i) for i, p in enumerate(batch)]),
    )


def annotated_words(batch: Sequence[Passage[Read]]) -> Tensor:
    """For each word of passages, whether relations are annotated where it stands."""
    return torch.cat([torch.full_like(p.words.text, bool(p.annotations)) for p in batch]).bool()


@attrs.frozen(eq=False)
class Answers:
    """What a network makes of words and of some cues.

    `cue` scores each word (words x 3), `roles` the words near each cue (cues x near words x roles),
    `worth` each cue; a teacher's are probabilities.
    """

    cue: Tensor
    roles: Tensor
    worth: Tensor


@attrs.frozen(eq=False)
class Asked:
    """Cues as spans of words, gold ones first, with the words near each and which are there.

    `annotated` tells of each word of the text whether relations are annotated where it stands.
    """

    golds: list[Gold]
    cues: Tensor
    places: Tensor
    open: Tensor
    annotated: Tensor

    @staticmethod
    def of(
        network: ClaimNetwork, scores: Tensor, words: Words, golds: list[Gold], annotated: Tensor
    ) -> Asked:
        """The gold cues, and some more that the network now takes for cues.

        Where relations are annotated these are mistakes; elsewhere nobody knows.
        """
        known = annotated.tolist()
        spans = [gold.cue for gold in golds]
        more = _guessed(scores, set(spans))
        wrong, unknown = ([s for s in more if known[s[0]] == judged] for judged in (True, False))
        spans += wrong[: len(golds) // 3 + 2] + unknown[: known.count(False) // _WORDS_OF_CUE]
        cues = torch.tensor(spans or [(0, 1)])
        places, valid = network.near(cues, words.text)
        return Asked(golds, cues, places, valid, annotated)

    def answers(self, network: ClaimNetwork, states: Tensor, words: Words) -> Answers:
        """The scores that a network gives."""
        roles, worth = network.roles(states, words, self.cues, self.places, self.open)
        return Answers(network.cue(states).float(), roles.float(), worth.float())


def averaged(answers: Sequence[Answers]) -> Answers | None:
    """The probabilities that some teachers give on average."""
    if not answers:
        return None
    return Answers(
        torch.stack([torch.softmax(a.cue, -1) for a in answers]).mean(0),
        torch.stack([torch.softmax(a.roles, -1) for a in answers]).mean(0),
        torch.stack([torch.sigmoid(a.worth) for a in answers]).mean(0),
    )


def claim_loss(own: Answers, asked: Asked, told: Answers | None, share: float) -> Tensor:
    """The loss of cues, of their roles, and of telling gold cues from others.

    With a teacher, a share of it is how far the network is from what the teacher says.
    """
    count = max(1, len(asked.golds))
    truth = (torch.arange(len(asked.cues)) < len(asked.golds)).float()
    judged = asked.annotated[asked.cues[:, 0]].float()
    loss = (
        _cue_loss(own.cue, asked) / count
        + _ROLE_WEIGHT * _role_loss(own.roles, _role_target(asked)) / (count * _CONTENT_WORDS)
        + functional.binary_cross_entropy_with_logits(own.worth, truth, judged, reduction="sum")
        / judged.sum().clamp(min=1)
    )
    if told is None:
        return loss
    inside = (asked.open & ~_own(asked)).float()
    soft = (
        _soft(own.cue, told.cue).sum() / (_GOLD_SHARE * len(asked.cues))
        + _ROLE_WEIGHT
        * (_soft(own.roles, told.roles) * inside).sum()
        / (len(asked.cues) * _CONTENT_WORDS)
        + functional.binary_cross_entropy_with_logits(own.worth, told.worth)
    )
    return (1 - share) * loss + share * soft


def _soft(scores: Tensor, told: Tensor) -> Tensor:
    return -(told * torch.log_softmax(scores, -1)).sum(-1)


def _cue_loss(scores: Tensor, asked: Asked) -> Tensor:
    labels = [OUTSIDE] * len(scores)
    for gold in asked.golds:
        start, end = gold.cue
        labels[start:end] = [BEGIN, *[INSIDE] * (end - start - 1)]
    target = torch.tensor(labels).masked_fill(~asked.annotated, IGNORED)
    return functional.cross_entropy(scores, target, ignore_index=IGNORED, reduction="sum")


def _guessed(scores: Tensor, known: set[Span]) -> list[Span]:
    """The spans that the network now takes for cues beside those known, the surest first."""
    spans, chances = candidate_cues(scores, _DOUBTFUL)
    others = [(-c, s) for s, c in zip(spans, chances, strict=True) if s not in known]
    return [span for _, span in sorted(others)]


def _role_target(asked: Asked) -> Tensor:
    """The gold role of each word near each gold cue; the rows of other cues count for nothing."""
    wide = asked.places.shape[1]
    rows = [[0] * wide for _ in asked.golds]
    for row, gold in zip(rows, asked.golds, strict=True):
        first = gold.cue[0] - wide // 2
        for i, role in gold.roles.items():
            if 0 <= i - first < wide:
                row[i - first] = role
    rows += [[IGNORED] * wide] * (len(asked.cues) - len(rows))
    return torch.tensor(rows).masked_fill(~asked.open | _own(asked), IGNORED)


def _own(asked: Asked) -> Tensor:
    """Which of the words near each cue are the cue's own."""
    return (asked.places >= asked.cues[:, :1]) & (asked.places < asked.cues[:, 1:])


def _role_loss(scores: Tensor, target: Tensor) -> Tensor:
    return functional.cross_entropy(
        scores.flatten(0, 1), target.flatten(), ignore_index=IGNORED, reduction="sum"
    )


def drawn_golds(batch: Sequence[Passage[Read]], rng: random.Random) -> Iterator[Gold]:
    """The relations of one annotator of each passage, numbered through the batch."""
    place = 0
    for passage in batch:
        for gold in rng.choice(passage.annotations) if passage.annotations else ():
            yield Gold(
                (gold.cue[0] + place, gold.cue[1] + place),
                {i + place: role for i, role in gold.roles.items()},
            )
        place += len(passage.words.mark)


def batches(
    data: Sequence[Passage[Read]], words: int, rng: random.Random
) -> list[list[Passage[Read]]]:
    """Passages in random order, each batch of about so many words."""
    return in_batches(data, lambda passage: len(passage.words.mark), words, rng)


@torch.no_grad()
def drift(average: nn.Module, network: nn.Module, kept: float) -> None:
    """Move a running average a little towards the weights of now."""
    torch._foreach_lerp_(list(average.parameters()), list(network.parameters()), 1 - kept)


def falling_rate(progress: float, warmup: float) -> float:
    """The share of the full rate at a point of training: up to it, then down to a hundredth."""
    return progress / warmup if progress < warmup else max(0.01, (1 - progress) / (1 - warmup))


def fresh_network(encoder: Encoder | Teacher, shape: NetworkShape, dropout: float) -> ClaimNetwork:
    """A network whose layers, if any, start as the encoder's own upper layers."""
    network = ClaimNetwork(shape, dropout)
    for mine, theirs in zip(network.layers, encoder.layers[shape.tap :], strict=False):
        mine.load_state_dict(theirs.state_dict())
    return network


def as_drawn(gold: Gold) -> Drawn:
    """A gold relation as if it had been drawn."""

    def spans(kind: str) -> tuple[Span, ...]:
        return tuple((i, i + 1) for i, role in sorted(gold.roles.items()) if kind in ROLES[role])

    return Drawn(gold.cue, spans("source"), spans("content"), 1.0)
