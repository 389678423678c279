"""Sentences as training takes them: word pieces, where each word ends, and its labels by task."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Sequence

import attrs
import numpy as np
import torch
from torch import Tensor

from attrib._encoder import MAX_PIECES, PieceTokenizer, word_ends
from attrib._states import StateGroup
from attrib.training.treebank import Tree

IGNORED = -100
_OF_ROWS = ("upos", "xpos", "feats", "deprel")
_LONGEST = 200  # pieces of a sentence worth learning from
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
    """Samples of like length together, each batch about so many pieces, in random order.

    Those too long to be worth it are left out.
    """
    usual = [sample for sample in samples if len(sample.pieces) <= _LONGEST]
    ordered = sorted(usual, key=lambda s: len(s.pieces) + rng.random() * 6)
    out: list[list[Sample]] = [[]]
    for sample in ordered:
        if out[-1] and (len(out[-1]) + 1) * len(sample.pieces) > pieces:
            out.append([])
        out[-1].append(sample)
    rng.shuffle(out)
    return out


@attrs.frozen(eq=False)
class Group:
    """Sentences that are read together, as tensors of batch x pieces or batch x words.

    `ends` begins with the sentence mark; `known` marks the words that are there; `annotated` are
    the tasks that any word has a target for.  For each word that is there, `rows`, `last` and
    `places` tell its sentence, its last piece and its number in the text.
    """

    ids: Tensor
    mask: Tensor
    ends: Tensor
    known: Tensor
    targets: dict[str, Tensor]
    annotated: frozenset[str]
    rows: Tensor
    last: Tensor
    places: Tensor

    def states(self, states: Sequence[Tensor], tap: int) -> StateGroup:
        """What the network of claims takes of an encoder's states."""
        final = states[-1][self.rows, self.last]
        return StateGroup(states[tap], self.mask == 0, self.rows, self.last, final, self.places)


def group(samples: Sequence[Sample], firsts: Sequence[int]) -> Group:
    """Samples as tensors; `firsts` are the numbers of their first words in the text."""
    counts = [len(s.ends) - 1 for s in samples]
    annotated = frozenset(task for s in samples for task in s.targets)
    return Group(
        ids=_padded([s.pieces for s in samples], 0),
        mask=_padded([[1] * len(s.pieces) for s in samples], 0),
        ends=_padded([s.ends for s in samples], 0),
        known=_padded([[1] * n for n in counts], 0).bool(),
        targets={
            task: _padded(
                [s.targets.get(task, (IGNORED,) * n) for s, n in zip(samples, counts, strict=True)],
                IGNORED,
            )
            for task in annotated
        },
        annotated=annotated,
        rows=torch.tensor([row for row, n in enumerate(counts) for _ in range(n)]),
        last=torch.tensor([end for s in samples for end in s.ends[1:]]),
        places=torch.tensor(
            [first + i for first, n in zip(firsts, counts, strict=True) for i in range(n)]
        ),
    )


def _padded(rows: Sequence[Sequence[int]], fill: int) -> Tensor:
    lengths = np.array([len(row) for row in rows])
    padded = np.full((len(rows), lengths.max()), fill)
    there = np.arange(lengths.max()) < lengths[:, None]
    padded[there] = np.fromiter(itertools.chain.from_iterable(rows), int, lengths.sum())
    return torch.tensor(padded)
