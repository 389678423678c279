"""The best tree of arc scores."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.chuliu_edmonds import chuliu_edmonds_one_root

from attrib._reading.parsing import Scores, best_tree
from tests.strategies import unhurried


@st.composite
def arc_scores(draw: st.DrawFn) -> Scores:
    """Scores of a sentence of up to four words, with no two trees of one score."""
    size = draw(st.integers(2, 5))
    seed = draw(st.integers(0, 2**32 - 1))
    return np.random.default_rng(seed).normal(-3, 2, (size, size)).astype(np.float32)


def score(scores: Scores, heads: tuple[int, ...]) -> float:
    return float(sum(scores[word, head] for word, head in enumerate(heads, 1)))


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether these heads of words 1, 2, ... make a tree with one root."""
    for start in range(1, len(heads) + 1):
        word = start
        for _ in heads:
            word = heads[word - 1] if word else 0
        if word:
            return False
    return heads.count(0) == 1


@unhurried
@given(arc_scores())
def test_no_tree_scores_higher_than_the_best(scores: Scores) -> None:
    """Of all trees with one root, tried one by one, the one with the highest score is taken."""
    np.fill_diagonal(scores, -np.inf)
    words = range(1, len(scores))
    trees = filter(is_tree, itertools.product(range(len(scores)), repeat=len(words)))
    best = max(trees, key=lambda heads: score(scores, heads))
    assert tuple(best_tree(scores)[1:].tolist()) == best


@unhurried
@given(arc_scores())
def test_the_best_tree_is_stanzas(scores: Scores) -> None:
    """Stanza finds the same tree, in more steps: its ban on second roots makes cycles."""
    np.fill_diagonal(scores, -np.inf)
    assert best_tree(scores).tolist() == chuliu_edmonds_one_root(scores).tolist()
