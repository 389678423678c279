"""The shipped heads: sentences read together as if alone, the best tags, Stanza's reading."""

from __future__ import annotations

import itertools
import pathlib
import random

import attrs
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from stanza.models.common.hlstm import HighwayLSTM
from strategies import unhurried

from attrib._claims.network import NetworkShape
from attrib._reading.heads import _recurrent, _unpacked, best_paths, packing
from attrib._reading.layout import blocks
from attrib._reading.lemmas import mended
from attrib._reading.reader import reader

HEAP = "the a it they he Sol who said is runs eat give told make him her city and or , - that of"
SEEDS = pathlib.Path(__file__).parent.parent / "seeds"
lengths = st.lists(st.integers(1, 5), min_size=1, max_size=6)


@given(lengths, st.integers(0, 2))
def test_packing_takes_every_word_once(lengths: list[int], skip: int) -> None:
    """All places but the skipped ones are packed, each once, as many a step as sentences reach."""
    packed = packing(lengths, skip)
    taken = set(packed.places.tolist())
    assert len(taken) == len(packed.places) == sum(lengths)
    begin = 0
    for length in lengths:
        assert taken.isdisjoint(range(begin, begin + skip))
        begin += skip + length
    reached = [sum(n > step for n in lengths) for step in range(max(lengths))]
    assert packed.sizes.tolist() == reached


@unhurried
@given(lengths)
def test_sentences_are_read_as_if_alone(lengths: list[int]) -> None:
    """Every word has the state that the LSTM gives it when its sentence is read by itself."""
    with torch.random.fork_rng():
        torch.manual_seed(len(lengths))
        lstm = HighwayLSTM(4, 3, bidirectional=True, batch_first=True).eval()
        first = torch.randn(2, 2, 1, 3)
        states = torch.randn(sum(lengths), 4)
    with torch.inference_mode():
        packed = packing(lengths)
        together = _unpacked(_recurrent(lstm, states, packed, first), packed, len(states))
        for alone, sentence in zip(states.split(lengths), together.split(lengths), strict=True):
            single = packing([len(alone)])
            torch.testing.assert_close(_recurrent(lstm, alone, single, first), sentence)


@unhurried
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_no_tags_score_higher_than_the_best(lengths: list[int], seed: int) -> None:
    """Of all sequences of tags of a sentence, tried one by one, the best one is taken."""
    draw = np.random.default_rng(seed)
    scores = draw.normal(size=(sum(lengths), 3)).astype(np.float32)
    moves = draw.normal(size=(3, 3)).astype(np.float32)
    packed = packing(lengths)
    found = best_paths(scores[packed.places.numpy()], packed.sizes.tolist(), moves)
    begins = list(itertools.accumulate(lengths, initial=0))
    for number, path in zip(packed.order, found, strict=True):
        own = scores[begins[number] : begins[number + 1]]

        def worth(tags: tuple[int, ...], own: np.ndarray = own) -> float:
            steps = sum(moves[a, b] for a, b in itertools.pairwise(tags))
            return float(sum(own[i, tag] for i, tag in enumerate(tags)) + steps)

        assert tuple(path) == max(itertools.product(range(3), repeat=len(own)), key=worth)


@pytest.mark.model
@pytest.mark.parametrize("seed", ["summit", "storm"])
def test_what_is_read_is_what_stanza_reads(seed: str) -> None:
    """Sentences, words, tags, trees, lemmas (but for mended ones) and names are Stanza's own."""
    text = (SEEDS / f"{seed}.txt").read_text(encoding="utf8")
    paragraphs = [" ".join(text[b.start : b.end].split()) for b in blocks(text)]
    direct = reader().pipeline
    assert direct.tokenizer is not None
    assert direct.heads is not None
    stanza = attrs.evolve(direct, tokenizer=None, heads=None)
    cuts = direct.cut(paragraphs)
    assert len(cuts) > 10
    assert cuts == stanza.cut(paragraphs)
    tap = NetworkShape().tap
    read, states = direct.read(cuts, tap)
    again, others = stanza.read(cuts, tap)
    known = direct.heads.lemmatizer.known
    for cut, own, theirs in zip(cuts, read, again, strict=True):
        pairs = zip(cut.words, theirs.tags, theirs.lemmas, strict=True)
        lemmas = tuple(mended(word, tags[0], lemma, known) for word, tags, lemma in pairs)
        assert own == attrs.evolve(theirs, lemmas=lemmas)
    for mine, state in zip(states, others, strict=True):
        torch.testing.assert_close(mine.tapped, state.tapped, atol=1e-4, rtol=0)


@pytest.mark.model
def test_a_heap_of_words_is_read_at_once() -> None:
    """What has more subjects than can be mended is read without Stanza's warning of that."""
    text = " ".join(random.Random(2).choices(HEAP.split(), k=150))
    assert sum(len(sentence.words) for sentence in reader().read(text)) == 150
