"""Dependency trees: a Stanza parser's scores, decoded as far as they need to be.

Stanza's own decoding contracts cycles in every sentence and scores the relation of every pair of
words.  Mostly each word's best head makes a tree already, which then is the best tree there is; and
relations are asked for between words and their heads only.  All pairs are scored where some word
has two subjects or objects, which Stanza then mends.  The trees are Stanza's all the same, but for
what is no sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from unittest import mock

import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.chuliu_edmonds import chuliu_edmonds, chuliu_edmonds_one_root
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE
from stanza.models.depparse import head_constraints
from stanza.models.depparse.head_constraints import (
    find_head_constraint_violations,
    resolve_head_constraint_violations,
)
from stanza.models.depparse.model import GraphParser
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

if TYPE_CHECKING:
    from stanza.models.common.biaffine import DeepBiaffineScorer

# Subjects and objects too many.  No sentence of PolNeAR dev has more; heaps of words have, and to
# mend one would take Stanza a second, often in vain.
_TOO_MANY = 2
_WORDS = 500  # in sentences of like length, parsed together: more would mean more padding

Scores = NDArray[np.float32]
Arc = tuple[int, str]  # the number of the head (words count from 1, 0 is none) and the relation


def decodable(model: Any, config: dict[str, Any]) -> bool:
    """Whether a parser scores arcs and relations apart, and gives a verb one subject only."""
    plain = type(model) is GraphParser and not model.args.get("use_arc_embedding")
    constrained: bool = config.get("resolve_head_constraints", True)
    return plain and constrained and not model.args.get("reversed")


def trees(model: GraphParser, sentences: Sequence[Tensor]) -> list[list[Arc]]:
    """The arc of every word, from the parser's states of the sentence mark and each word."""
    found: list[list[Arc]] = [[] for _ in sentences]
    order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))
    while order:
        count = max(1, _WORDS // len(sentences[order[-1]]))
        together = order[-count:]
        for i, tree in zip(together, _trees(model, [sentences[i] for i in together]), strict=True):
            found[i] = tree
        del order[-count:]
    return found


def _trees(model: GraphParser, sentences: Sequence[Tensor]) -> Iterator[list[Arc]]:
    states = pad_sequence(list(sentences), batch_first=True)
    arcs = functional.log_softmax(_arc_scores(model, states), 2).numpy()
    sizes = [len(sentence) for sentence in sentences]
    heads = [best_tree(arcs[row, :size, :size]) for row, size in enumerate(sizes)]
    relations = _relations(model, states, heads)
    names = model.vocab["deprel"].unmap([number + VOCAB_PREFIX_SIZE for number in relations])
    place = 0
    for row, tree in enumerate(heads):
        size = len(tree)
        own = names[place : place + size - 1]
        doubled = find_head_constraint_violations(tree, own)
        if 0 < sum(len(words) - 1 for *_, words in doubled) <= _TOO_MANY:
            yield _mended(model, states[row : row + 1, :size], arcs[row, :size, :size], tree)
        else:
            yield list(zip(tree[1:].tolist(), own, strict=True))
        place += size - 1


def _mended(model: GraphParser, states: Tensor, arcs: Scores, tree: NDArray[np.int64]) -> list[Arc]:
    """The best tree that is found in which no word has two subjects or two objects."""
    relations = functional.log_softmax(model.deprel(states, states), 3)[0].numpy()
    vocabulary = model.vocab["deprel"]
    # For every tree that it weighs, Stanza would contract the cycles that a ban on roots makes.
    with mock.patch.object(head_constraints, "chuliu_edmonds_one_root", best_tree):
        heads, found = resolve_head_constraint_violations(arcs, relations, tree, vocabulary)
    names = vocabulary.unmap([number + VOCAB_PREFIX_SIZE for number in found])
    return list(zip(heads[1:].tolist(), names, strict=True))


def _arc_scores(model: GraphParser, states: Tensor) -> Tensor:
    """How well each word (second) would be headed by each other (third), as Stanza adds it up."""
    scores = model.unlabeled(states, states).squeeze(3)
    count = states.shape[1]
    offset = torch.arange(count).view(1, 1, -1) - torch.arange(count).view(1, -1, 1)
    if model.args["linearization"]:
        order = model.linearization(states, states).squeeze(3)
        scores = scores + functional.logsigmoid(order * offset.sign().float())
    if model.args["distance"]:
        expected = 1 + functional.softplus(model.distance(states, states).squeeze(3))
        scores = scores - torch.log((offset.abs().float() - expected) ** 2 / 2 + 1)
    masked: Tensor = scores.masked_fill(torch.eye(count, dtype=torch.bool), -torch.inf)
    return masked


def _relations(model: GraphParser, states: Tensor, heads: Sequence[NDArray[np.int64]]) -> list[int]:
    """The best relation of every word to its head, sentence after sentence."""
    rows = torch.tensor([row for row, tree in enumerate(heads) for _ in tree[1:]])
    words = torch.tensor([word for tree in heads for word in range(1, len(tree))])
    found = torch.tensor([head for tree in heads for head in tree[1:].tolist()])
    scores = _pair_scores(model.deprel, states[rows, words], states[rows, found])
    best: list[int] = scores.argmax(1).tolist()
    return best


def _pair_scores(scorer: DeepBiaffineScorer, words: Tensor, heads: Tensor) -> Tensor:
    """The scorer's scores (pairs x relations) of paired rows instead of all with all."""
    left = scorer.hidden_func(scorer.W1(words))
    right = scorer.hidden_func(scorer.W2(heads))
    weight = scorer.scorer.W_bilin.weight
    # Stanza appends a one to either side; apart, it leaves a product of an even width: much faster.
    inner = weight[:-1, :-1].contiguous()
    by_relation = (left @ inner.flatten(1)).unflatten(1, inner.shape[1:])
    together = (right.unsqueeze(1) @ by_relation).squeeze(1)
    alone = left @ weight[:-1, -1] + right @ weight[-1, :-1] + weight[-1, -1]
    scores: Tensor = together + alone + scorer.scorer.W_bilin.bias
    return scores


def best_tree(scores: Scores) -> NDArray[np.int64]:
    """The head of each word in the tree of the highest score, 0 for its one root and for entry 0.

    `scores` is dependents x heads in logarithms, with the root as number 0.

    >>> best_tree(np.log(np.array([[1, 0, 0], [0.2, 0, 0.8], [0.9, 0.1, 0]], np.float32) + 1e-9))
    array([0, 2, 0])
    """
    tree: NDArray[np.int64] = scores.argmax(1)
    tree[0] = 0
    if not _all_lead_to_root(tree):
        tree = chuliu_edmonds(scores.astype(np.float64))
    # The best of all trees is the best of those with one root, if it is one of them.
    return tree if np.count_nonzero(tree[1:] == 0) == 1 else chuliu_edmonds_one_root(scores)


def _all_lead_to_root(heads: NDArray[np.int64]) -> bool:
    # Doubling the steps each time reaches the root from anywhere in log2(n) rounds.
    above = heads
    for _ in range(len(heads).bit_length()):
        above = above[above]
    return not above.any()
