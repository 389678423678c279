"""Train the network that reads claims, on PolNeAR, over the frozen shared encoder."""

from __future__ import annotations

import copy
import logging
import pathlib
import random
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

import attrs
import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib._encoder import Encoder, PieceTokenizer
from attrib._found import Drawn, Span
from attrib._layout import blocks
from attrib._network import BEGIN, INSIDE, ROLES, ClaimNetwork, NetworkShape, Words, save_network
from attrib._quotation import quotations
from attrib._reading import reader
from attrib._relations import candidate_cues, draw, word_marks
from attrib._states import Encoded, StateGroup, encode, grouped
from attrib.evaluation.calibration import Outcome, fitted, outcomes
from attrib.training.polnear import Article, Attribution, read_articles, words_in

Read = TypeVar("Read")

_log = logging.getLogger(__name__)
_IGNORED = -100
_CONTENT_WORDS = 20.0  # of a usual relation: what its roles' loss is divided by
_ROLE_WEIGHT = 4.0
_DOUBTFUL = 0.05  # the chance of a cue from which a mistaken one is worth learning from


@attrs.frozen
class ClaimRecipe:
    """How long and how fast to train: passes over the articles, words a step, rates."""

    epochs: int = 6
    words: int = 1400
    passage: int = 800
    layer_rate: float = 2e-4
    rate: float = 6e-4
    warmup: float = 0.06
    averaging: float = 0.998
    dropout: float = 0.1
    seed: int = 1


@attrs.frozen
class Gold:
    """An attribution as words: the cue's span, and the role of every word that has one."""

    cue: tuple[int, int]
    roles: dict[int, int]


@attrs.frozen
class Passage(Generic[Read]):
    """Consecutive sentences of an article, each as it was read; marks and gold relations."""

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


def gathered(batch: Sequence[Passage[Encoded]]) -> tuple[list[StateGroup], Words]:
    """Passages as one run of words, with their states."""
    return grouped([sentence for p in batch for sentence in p.states]), gathered_words(batch)


def gathered_words(batch: Sequence[Passage[Read]]) -> Words:
    """The words of passages as one run, each passage a text of its own."""
    return Words(
        mark=torch.cat([p.words.mark for p in batch]),
        quote=torch.cat([p.words.quote for p in batch]),
        sentence=torch.cat([p.words.sentence for p in batch]),
        text=torch.cat([torch.full_like(p.words.text, i) for i, p in enumerate(batch)]),
    )


def loss_of(
    network: ClaimNetwork, batch: Sequence[Passage[Encoded]], rng: random.Random
) -> tuple[Tensor, dict[str, float]]:
    """The summed loss of cues, of roles for gold cues, and of telling gold cues from others."""
    groups, words = gathered(batch)
    return loss_over(network, groups, words, batch, rng)


def loss_over(
    network: ClaimNetwork,
    groups: list[StateGroup],
    words: Words,
    batch: Sequence[Passage[Read]],
    rng: random.Random,
) -> tuple[Tensor, dict[str, float]]:
    """The loss of passages whose sentences the encoder has read into groups."""
    golds = list(_shifted(batch, rng))
    states = network.states(groups, words)
    scores = network.cue(states)
    losses = {"cue": _cue_loss(scores, golds)}
    spans = [gold.cue for gold in golds]
    spans += _mistaken(scores.detach(), set(spans))[: len(golds) // 3 + 2]
    if spans:
        cues = torch.tensor(spans)
        places, valid = network.near(cues, words.text)
        roles, worth = network.roles(states, words, cues, places, valid)
        target = _role_target(golds, cues, places, valid)
        losses["role"] = _ROLE_WEIGHT * _role_loss(roles, target, len(golds))
        truth = (torch.arange(len(spans)) < len(golds)).float()
        losses["worth"] = functional.binary_cross_entropy_with_logits(worth, truth)
    shown = {name: loss.item() for name, loss in losses.items()}
    return torch.stack(list(losses.values())).sum(), shown


def _cue_loss(scores: Tensor, golds: Sequence[Gold]) -> Tensor:
    target = torch.zeros(len(scores), dtype=torch.long)
    for gold in golds:
        target[gold.cue[0]] = BEGIN
        target[gold.cue[0] + 1 : gold.cue[1]] = INSIDE
    return functional.cross_entropy(scores, target, reduction="sum") / max(1, len(golds))


def _mistaken(scores: Tensor, known: set[Span]) -> list[Span]:
    """The spans that the network now takes for cues though they are none, the surest first."""
    spans, chances = candidate_cues(scores, _DOUBTFUL)
    wrong = [(-c, s) for s, c in zip(spans, chances, strict=True) if s not in known]
    return [span for _, span in sorted(wrong)]


def _role_target(golds: Sequence[Gold], cues: Tensor, places: Tensor, valid: Tensor) -> Tensor:
    """The gold role of each word near each gold cue; the rows of other cues count for nothing."""
    target = torch.zeros_like(places)
    reach = places.shape[1] // 2
    for row, gold in enumerate(golds):
        first = gold.cue[0] - reach
        for i, role in gold.roles.items():
            if 0 <= i - first < places.shape[1]:
                target[row, i - first] = role
    own = (places >= cues[:, :1]) & (places < cues[:, 1:])
    target[~valid | own] = _IGNORED
    target[len(golds) :] = _IGNORED
    return target


def _role_loss(scores: Tensor, target: Tensor, count: int) -> Tensor:
    total = functional.cross_entropy(
        scores.flatten(0, 1), target.flatten(), ignore_index=_IGNORED, reduction="sum"
    )
    return total / (max(1, count) * _CONTENT_WORDS)


def _shifted(batch: Sequence[Passage[Read]], rng: random.Random) -> Iterator[Gold]:
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
    order = list(data)
    rng.shuffle(order)
    out: list[list[Passage[Read]]] = [[]] if order else []
    size = 0
    for passage in order:
        if out[-1] and size + len(passage.words.mark) / 2 > words:
            out.append([])
            size = 0
        out[-1].append(passage)
        size += len(passage.words.mark)
    return out


def train_claims(
    data: Sequence[Passage[Encoded]], network: ClaimNetwork, recipe: ClaimRecipe, out: pathlib.Path
) -> ClaimNetwork:
    """Train a network, its layers taken from the encoder; its running average, which is saved."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    schedule = [b for _ in range(recipe.epochs) for b in batches(data, recipe.words, rng)]
    optimizer = _optimizer(network, recipe)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: falling_rate(step / len(schedule), recipe.warmup)
    )
    average = copy.deepcopy(network)
    for step, batch in enumerate(schedule, 1):
        network.train()
        loss, shown = loss_of(network, batch, rng)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        drift(average, network, min(recipe.averaging, step / (step + 10)))
        if step % 20 == 0:
            parts = " ".join(f"{name} {value:.3f}" for name, value in shown.items())
            _log.info("step %d/%d %s", step, len(schedule), parts)
        if step % 200 == 0 or step == len(schedule):
            save_network(average, out)
    return average


def _optimizer(network: ClaimNetwork, recipe: ClaimRecipe) -> torch.optim.Optimizer:
    inherited = {id(p) for p in network.layers.parameters()}
    new = [p for p in network.parameters() if id(p) not in inherited]
    groups = [
        {"params": network.layers.parameters(), "lr": recipe.layer_rate},
        {"params": new, "lr": recipe.rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


@torch.no_grad()
def drift(average: nn.Module, network: nn.Module, kept: float) -> None:
    """Move a running average a little towards the weights of now."""
    for mean, now in zip(average.parameters(), network.parameters(), strict=True):
        mean.lerp_(now, 1 - kept)


def falling_rate(progress: float, warmup: float) -> float:
    """The share of the full rate at a point of training: up to it, then down to a hundredth."""
    return progress / warmup if progress < warmup else max(0.01, (1 - progress) / (1 - warmup))


def fresh_network(encoder: Encoder, shape: NetworkShape, dropout: float) -> ClaimNetwork:
    """A network whose layers start as the encoder's own upper layers."""
    network = ClaimNetwork(shape, dropout)
    for mine, theirs in zip(network.layers, encoder.layers[shape.tap :], strict=False):
        mine.load_state_dict(theirs.state_dict())
    return network


def read_passages(
    split: pathlib.Path,
    encoder: Encoder,
    pieces: PieceTokenizer,
    recipe: ClaimRecipe,
    share: float = 1.0,
) -> Iterator[Passage[Encoded]]:
    """The articles of a split, or an even share of them, encoded once, in passages."""
    for number, article in enumerate(read_articles(split, reader())):
        if int((number + 1) * share) == int(number * share):
            continue
        states = [
            attrs.evolve(s, tapped=s.tapped.half(), final=s.final.half())
            for s in encode(encoder, pieces, article.sentences, NetworkShape().tap)
        ]
        yield from passages(article, states, recipe.passage)


def calibrate(network: ClaimNetwork, data: Iterable[Passage[Encoded]]) -> list[Outcome]:
    """Fit the network's confidence to passages that it has not learned from; its outcomes there."""
    network.eval()
    results = [outcome for passage in data for outcome in _outcomes(network, passage)]
    network.calibration.copy_(torch.tensor(fitted(results)))
    return results


def _outcomes(network: ClaimNetwork, passage: Passage[Encoded]) -> Iterator[Outcome]:
    groups, words = gathered([passage])
    with torch.inference_mode():
        states = network.states(groups, words)
    first = passage.annotations[0] if passage.annotations else ()
    gold = [_as_drawn(relation) for relation in first]
    return outcomes(list(draw(network, states, words)), gold)


def _as_drawn(gold: Gold) -> Drawn:
    def spans(kind: str) -> tuple[Span, ...]:
        return tuple((i, i + 1) for i, role in sorted(gold.roles.items()) if kind in ROLES[role])

    return Drawn(gold.cue, spans("source"), spans("content"), 1.0)
