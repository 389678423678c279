"""Sentences as training takes them: word pieces, where each word ends, and its labels by task."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import attrs
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from attrib._reading.encoder import MAX_PIECES, PieceTokenizer, word_ends
from attrib.training.treebank import Tree

Item = TypeVar("Item")

IGNORED = -100
_OF_ROWS = ("upos", "xpos", "feats", "deprel")
_LONGEST = 200  # pieces of a sentence worth learning from
_ROW = 256  # places; a longer sentence makes all rows longer
_UNSEEN = -1e4  # added to the attention between sentences
_RARE = 2


@attrs.frozen
class Sample:
    """One sentence as indices: its pieces, the last piece of the sentence mark and of each word.

    `targets` holds a number for each word, for each task that the sentence is annotated for.
    """

    pieces: tuple[int, ...]
    ends: tuple[int, ...]
    targets: dict[str, tuple[int, ...]]


class Vocabulary:
    """Labels of one task, numbered by frequency; rare and unseen ones are ignored in training."""

    def __init__(self, labels: Iterable[str]) -> None:
        counts = Counter(labels)
        self.labels = [label for label, n in counts.most_common() if n >= _RARE]
        self._index = {label: i for i, label in enumerate(self.labels)}

    def index(self, label: str) -> int:
        """The number of a label, or the ignored one."""
        return self._index.get(label, IGNORED)


def vocabularies(trees: Sequence[Tree], names: Iterable[tuple[str, ...]]) -> dict[str, Vocabulary]:
    """The labels of every task but the heads', which need none."""
    rows = [row for tree in trees for row in tree.rows]
    known = {task: Vocabulary(getattr(row, task) for row in rows) for task in _OF_ROWS}
    return known | {"names": Vocabulary(itertools.chain.from_iterable(names))}


def of_tree(
    tokenizer: PieceTokenizer,
    tree: Tree,
    names: tuple[str, ...] | None,
    known: dict[str, Vocabulary],
) -> Sample:
    """A sentence of a treebank, with all its labels, and names where they are known."""
    targets = {
        task: tuple(known[task].index(getattr(row, task)) for row in tree.rows) for task in _OF_ROWS
    }
    targets["head"] = tuple(row.head for row in tree.rows)
    if names:
        targets["names"] = tuple(map(known["names"].index, names))
    return of_words(tokenizer, tree.words, targets)


def of_words(
    tokenizer: PieceTokenizer, words: Sequence[str], targets: dict[str, tuple[int, ...]]
) -> Sample:
    """A sentence of words, with what labels there are."""
    pieces = tokenizer([words])
    ends = word_ends(pieces.word_ids(0), len(words))
    ids = pieces["input_ids"][0][:MAX_PIECES]
    return Sample(tuple(ids), tuple(min(end, MAX_PIECES - 1) for end in ends), targets)


def batches(samples: Iterable[Sample], pieces: int, rng: random.Random) -> list[list[Sample]]:
    """Samples in random order, each batch about so many pieces.

    Those too long to be worth it are left out.
    """
    usual = [sample for sample in samples if len(sample.pieces) <= _LONGEST]
    return in_batches(usual, lambda sample: len(sample.pieces), pieces, rng)


def in_batches(
    items: Iterable[Item], size: Callable[[Item], int], most: int, rng: random.Random
) -> list[list[Item]]:
    """Items in random order; a batch goes beyond its measure by half of its last item at most."""
    order = list(items)
    rng.shuffle(order)
    out: list[list[Item]] = [[]] if order else []
    filled = 0
    for item in order:
        if out[-1] and filled + size(item) / 2 > most:
            out.append([])
            filled = 0
        out[-1].append(item)
        filled += size(item)
    return out


@attrs.frozen(eq=False)
class Rows:
    """Sentences that are read together, one after another in rows: tensors of rows x places.

    `ids` are pieces, `place` counts them within their sentence, and `sentence` numbers it (-1 where
    nothing stands).  A word stands where its last piece does: `known` tells where words are,
    `targets` what is annotated of them (a head as its place in the row), and `weight` how much each
    counts for the loss.  `words` are the places of news, counted through all rows, in the order of
    the text.
    """

    ids: Tensor
    place: Tensor
    sentence: Tensor
    known: Tensor
    weight: Tensor
    targets: dict[str, Tensor]
    words: Tensor

    @property
    def marks(self) -> Tensor:
        """The place in the row of each one's sentence mark."""
        return torch.arange(self.ids.shape[1]) - self.place

    def together(self) -> Tensor:
        """Which places of a row are of one sentence: rows x places x places."""
        return self.sentence.unsqueeze(2) == self.sentence.unsqueeze(1)

    def unseen(self) -> Tensor:
        """What keeps attention inside each sentence: rows x 1 x places x places, to be added."""
        return (~self.together()).unsqueeze(1) * _UNSEEN


def in_rows(trees: Sequence[Sample], news: Sequence[Sample] = (), news_weight: float = 1.0) -> Rows:
    """Samples as tensors; the words of trees weigh 1 together, and those of news as given."""
    samples = [*news, *trees]
    lengths = np.array([len(sample.pieces) for sample in samples])
    width = max(_ROW, *lengths.tolist())
    laid = np.array(_laid(lengths.tolist()))
    size, begins = (laid[:, 0].max() + 1, width), laid[:, 0] * width + laid[:, 1]
    at = np.repeat(begins, lengths) + _counted(lengths)
    ids, place, sentence = np.zeros(size, int), np.zeros(size, int), np.full(size, -1)
    ids.flat[at] = _flat([sample.pieces for sample in samples])
    place.flat[at] = _counted(lengths)
    sentence.flat[at] = np.repeat(np.arange(len(samples)), lengths)
    counts = np.array([len(sample.ends) - 1 for sample in samples])
    words = np.repeat(begins, counts) + _flat([sample.ends[1:] for sample in samples])
    of_news = np.arange(len(words)) < counts[: len(news)].sum()
    weight = np.zeros(size, np.float32)
    for part, whole in ((words[of_news], news_weight), (words[~of_news], 1.0)):
        weight.flat[part] = whole / max(1, len(part))
    ends = np.split(words, counts.cumsum()[:-1])
    targets = {
        task: _targets(task, samples, ends, laid[:, 1], size)
        for task in sorted({task for sample in samples for task in sample.targets})
    }
    return Rows(
        ids=torch.tensor(ids),
        place=torch.tensor(place),
        sentence=torch.tensor(sentence),
        known=torch.tensor(weight > 0),
        weight=torch.tensor(weight),
        targets={task: torch.tensor(values) for task, values in targets.items()},
        words=torch.tensor(words[of_news]),
    )


def _targets(
    task: str,
    samples: Sequence[Sample],
    ends: Sequence[NDArray[np.int64]],
    starts: NDArray[np.int64],
    size: tuple[int, int],
) -> NDArray[np.int64]:
    """The labels of one task where each word ends; heads as the places in the row of their ends."""
    having = [i for i, sample in enumerate(samples) if task in sample.targets]
    labels = [samples[i].targets[task] for i in having]
    if task == "head":
        labels = [
            tuple(int(starts[i]) + samples[i].ends[head] for head in heads)
            for i, heads in zip(having, labels, strict=True)
        ]
    out = np.full(size, IGNORED)
    out.flat[np.concatenate([ends[i] for i in having])] = _flat(labels)
    return out


def _flat(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    return np.fromiter(itertools.chain.from_iterable(rows), np.int64)


def _counted(lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers from 0 to before each length, one length after the other."""
    return np.arange(lengths.sum()) - np.repeat(lengths.cumsum() - lengths, lengths)


def exchanged(rows: Rows, share: float) -> Rows:
    """Rows in which a share of the words' last pieces are exchanged for others of them."""
    taken = rows.known & (torch.rand(rows.known.shape) < share)
    pool = rows.ids[rows.known]
    drawn = pool[torch.randint(len(pool), rows.ids.shape)]
    return attrs.evolve(rows, ids=torch.where(taken, drawn, rows.ids))


def _laid(lengths: Sequence[int]) -> list[tuple[int, int]]:
    """For each sentence of so many pieces the row it gets, and where it begins there.

    The longest are laid first, each into the first row that has room.
    """
    filled: list[int] = []
    found = [(0, 0)] * len(lengths)
    for number in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        size = lengths[number]
        row = next((r for r, n in enumerate(filled) if n + size <= _ROW), len(filled))
        if row == len(filled):
            filled.append(0)
        found[number] = (row, filled[row])
        filled[row] += size
    return found
