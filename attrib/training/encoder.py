"""Fine-tune the shared encoder on every reading task at once.

The heads here are as plain as can be (linear layers, one biaffine parser) and are thrown away:
they only shape the encoder.  Stanza's own trainers then train its processors on the result.
"""

from __future__ import annotations

import logging
import math
import pathlib
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import attrs
import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib._encoder import Encoder, PieceTokenizer, save_encoder, word_ends
from attrib.training.pretrained import pretrained_encoder, pretrained_tokenizer
from attrib.training.treebank import Tree, read_silver, read_trees

_log = logging.getLogger(__name__)
_IGNORED = -100
_LAYERS = 4  # Stanza mixes the last four layers of a transformer


@attrs.frozen
class Sample:
    """One sentence as indices: pieces, the last piece of each word, and its targets by task."""

    pieces: tuple[int, ...]
    ends: tuple[int, ...]
    targets: dict[str, tuple[int, ...]]


@attrs.frozen
class Recipe:
    """How long and how fast to train: passes over the treebank, pieces a step, rates."""

    epochs: float = 5.0
    pieces: int = 1500
    silver_share: float = 0.2
    rate: float = 3e-4
    head_rate: float = 1e-3
    warmup: float = 0.06
    seed: int = 1


class Vocabulary:
    """Labels of one task, numbered by frequency; rare and unseen ones are ignored in training."""

    def __init__(self, labels: Iterator[str], least: int = 2) -> None:
        counts = Counter(labels)
        self.labels = [label for label, n in counts.most_common() if n >= least]
        self._index = {label: i for i, label in enumerate(self.labels)}

    def index(self, label: str) -> int:
        """The number of a label, or the ignored one."""
        return self._index.get(label, _IGNORED)


class Heads(nn.Module):
    """One linear layer for each tagging task, and a biaffine parser (Dozat and Manning, 2017)."""

    def __init__(self, width: int, sizes: dict[str, int], relations: int) -> None:
        super().__init__()
        self.mix = nn.Parameter(torch.zeros(_LAYERS))
        self.tags = nn.ModuleDict({task: nn.Linear(width, size) for task, size in sizes.items()})
        self.arc_head, self.arc_dependent = nn.Linear(width, 256), nn.Linear(width, 256)
        self.rel_head, self.rel_dependent = nn.Linear(width, 128), nn.Linear(width, 128)
        self.arc = nn.Parameter(torch.zeros(257, 256))
        self.rel = nn.Parameter(torch.zeros(relations, 129, 129))
        self.dropout = nn.Dropout(0.2)

    def vectors(self, states: Sequence[Tensor], ends: Tensor) -> Tensor:
        """Word vectors, sentence mark first: batch x (1 + words) x width."""
        weights = functional.softmax(self.mix, 0)
        mixed = torch.einsum("l,lbpw->bpw", weights, torch.stack(list(states[-_LAYERS:])))
        words: Tensor = mixed.gather(1, ends.unsqueeze(-1).expand(-1, -1, mixed.shape[-1]))
        dropped: Tensor = self.dropout(words)
        return dropped

    def parse(self, words: Tensor, heads: Tensor) -> tuple[Tensor, Tensor]:
        """Scores of every head for every word, and of every relation to the given heads."""
        head, dependent = torch.relu(self.arc_head(words)), torch.relu(self.arc_dependent(words))
        arcs = _biased(dependent) @ self.arc @ head.transpose(1, 2)
        rel_head, rel_dep = torch.relu(self.rel_head(words)), torch.relu(self.rel_dependent(words))
        chosen = rel_head.gather(
            1, heads.clamp(min=0).unsqueeze(-1).expand(-1, -1, rel_head.shape[-1])
        )
        relations = torch.einsum("bwi,rij,bwj->bwr", _biased(rel_dep), self.rel, _biased(chosen))
        return arcs, relations


def _biased(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def make_samples(
    tokenizer: PieceTokenizer, trees: Sequence[Tree], vocabularies: dict[str, Vocabulary]
) -> list[Sample]:
    """Treebank sentences as samples; those too long for one window are left out."""
    samples = []
    for tree in trees:
        targets = {
            task: tuple(vocabularies[task].index(getattr(row, task)) for row in tree.rows)
            for task in ("upos", "xpos", "feats", "deprel")
        }
        targets["head"] = tuple(row.head for row in tree.rows)
        if tree.names:
            targets["names"] = tuple(map(vocabularies["names"].index, tree.names))
        samples += _sample(tokenizer, tree.words, targets)
    return samples


def make_silver(tokenizer: PieceTokenizer, split: pathlib.Path, names: Vocabulary) -> list[Sample]:
    """Sentences with silver names as samples."""
    samples = []
    for words, tags in read_silver(split):
        samples += _sample(tokenizer, words, {"names": tuple(map(names.index, tags))})
    return samples


def _sample(
    tokenizer: PieceTokenizer, words: Sequence[str], targets: dict[str, tuple[int, ...]]
) -> list[Sample]:
    pieces = tokenizer([words])
    if len(pieces["input_ids"][0]) > 200:
        return []
    ends = word_ends(pieces.word_ids(0), len(words))
    return [Sample(tuple(pieces["input_ids"][0]), tuple(ends), targets)]


def batches(samples: Sequence[Sample], pieces: int, rng: random.Random) -> list[list[Sample]]:
    """Samples of like length together, each batch about so many pieces, in random order."""
    ordered = sorted(samples, key=lambda s: len(s.pieces) + rng.random() * 6)
    out: list[list[Sample]] = [[]]
    for sample in ordered:
        if out[-1] and (len(out[-1]) + 1) * len(sample.pieces) > pieces:
            out.append([])
        out[-1].append(sample)
    rng.shuffle(out)
    return out


def _padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    width = max(map(len, rows))
    return torch.tensor([[*row, *[fill] * (width - len(row))] for row in rows])


def loss_of(
    encoder: Encoder, heads: Heads, batch: Sequence[Sample]
) -> tuple[Tensor, dict[str, float]]:
    """The summed loss of all tasks that the batch is annotated for, and the accuracy of each."""
    ids = _padded([s.pieces for s in batch], 0)
    mask = _padded([[1] * len(s.pieces) for s in batch], 0)
    words = heads.vectors(encoder(ids, mask).hidden_states, _padded([s.ends for s in batch], 0))
    losses: list[Tensor] = []
    right: dict[str, float] = {}
    for task, layer in heads.tags.items():
        if any(task in s.targets for s in batch):
            blank = [_IGNORED]
            target = _padded(
                [s.targets.get(task, blank * (len(s.ends) - 1)) for s in batch], _IGNORED
            )
            losses.append(_cross(layer(words[:, 1:]), target, right, task))
    if "head" in batch[0].targets:
        target = _padded([(_IGNORED, *s.targets["head"]) for s in batch], _IGNORED)
        relation = _padded([(_IGNORED, *s.targets["deprel"]) for s in batch], _IGNORED)
        arcs, relations = heads.parse(words, target)
        absent = _padded([[0] * len(s.ends) for s in batch], 1).bool()
        losses.append(_cross(arcs.masked_fill(absent.unsqueeze(1), -1e4), target, right, "head"))
        losses.append(_cross(relations, relation, right, "deprel"))
    return torch.stack(losses).sum(), right


def _cross(scores: Tensor, target: Tensor, right: dict[str, float], task: str) -> Tensor:
    known = target != _IGNORED
    right[task] = ((scores.argmax(-1) == target) & known).sum().item() / max(1, known.sum().item())
    if not known.any():
        return scores.sum() * 0
    return functional.cross_entropy(scores.flatten(0, -2), target.flatten(), ignore_index=_IGNORED)


def train_encoder(
    data: pathlib.Path, out: pathlib.Path, recipe: Recipe, silver: Sequence[pathlib.Path]
) -> None:
    """Fine-tune MiniLM on `data/train.conllu` and silver names, and save it in `out`."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    tokenizer_file, tokenizer = pretrained_tokenizer(out)
    trees = list(read_trees(data / "train.conllu"))
    vocabularies = {
        task: Vocabulary(getattr(row, task) for tree in trees for row in tree.rows)
        for task in ("upos", "xpos", "feats", "deprel")
    }
    vocabularies["names"] = Vocabulary(tag for tree in trees for tag in tree.names or ())
    gold = make_samples(tokenizer, trees, vocabularies)
    extra = [s for split in silver for s in make_silver(tokenizer, split, vocabularies["names"])]
    dev = make_samples(tokenizer, list(read_trees(data / "dev.conllu")), vocabularies)
    encoder = pretrained_encoder()
    sizes = {t: len(v.labels) for t, v in vocabularies.items() if t != "deprel"}
    heads = Heads(encoder.shape.width, sizes, len(vocabularies["deprel"].labels))
    schedule = _schedule(gold, extra, recipe, rng)
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder.parameters(), "lr": recipe.rate},
            {"params": heads.parameters(), "lr": recipe.head_rate},
        ],
        weight_decay=0.01,
    )
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step / len(schedule), recipe.warmup)
    )
    began = time.monotonic()
    for step, batch in enumerate(schedule, 1):
        encoder.train(), heads.train()
        loss, right = loss_of(encoder, heads, batch)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([*encoder.parameters(), *heads.parameters()], 1.0)
        optimizer.step()
        scheduler.step()
        if step % 20 == 0:
            shown = " ".join(f"{task} {100 * value:.1f}" for task, value in right.items())
            spent, steps = time.monotonic() - began, len(schedule)
            _log.info("step %d/%d %.0f s loss %.3f %s", step, steps, spent, loss.item(), shown)
        if step % 300 == 0 or step == len(schedule):
            _log.info("dev %s", evaluate(encoder, heads, dev))
            save_encoder(encoder, tokenizer_file, out)
            torch.save(heads.state_dict(), out / "heads.pt")


def _schedule(
    gold: Sequence[Sample], silver: Sequence[Sample], recipe: Recipe, rng: random.Random
) -> list[list[Sample]]:
    out: list[list[Sample]] = []
    for _ in range(math.ceil(recipe.epochs)):
        out += batches(gold, recipe.pieces, rng)
    out = out[: int(len(out) * recipe.epochs / math.ceil(recipe.epochs))]
    extra = batches(silver, recipe.pieces, rng) if silver else []
    extra = extra[: int(len(out) * recipe.silver_share)]
    for batch in extra:
        out.insert(rng.randrange(len(out)), batch)
    return out


def _rate(progress: float, warmup: float) -> float:
    return progress / warmup if progress < warmup else max(0.02, (1 - progress) / (1 - warmup))


@torch.inference_mode()
def evaluate(encoder: Encoder, heads: Heads, samples: Sequence[Sample]) -> str:
    """Accuracy of each task on samples, in percent of words (of relations: given the gold head)."""
    encoder.eval(), heads.eval()
    totals: defaultdict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    for batch in batches(samples, 3000, random.Random(0)):
        _, right = loss_of(encoder, heads, batch)
        n = sum(len(s.ends) - 1 for s in batch)
        for task, value in right.items():
            totals[task] += value * n
            counts[task] += n
    return " ".join(f"{task} {100 * totals[task] / counts[task]:.2f}" for task in totals)
