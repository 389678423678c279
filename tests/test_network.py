"""The network that reads claims: what a word's state and a cue's scores depend on."""

from __future__ import annotations

import pathlib

import attrs
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from networks import SHAPE, encoded, plain_words, random_states, tiny
from strategies import unhurried
from torch import Tensor

from attrib._claims.network import (
    ROLES,
    ClaimNetwork,
    Words,
    beside,
    distance_bucket,
    evidence_logits,
    load_network,
    save_network,
)
from attrib._reading.states import Encoded, grouped

chances = st.floats(0, 1)
TOLERANCE = 1e-5


def states(network: ClaimNetwork, sentences: list[Encoded], words: Words) -> Tensor:
    with torch.inference_mode():
        return network.states(grouped(sentences), words)


def scores(
    network: ClaimNetwork, given: Tensor, words: Words, cue: tuple[int, int]
) -> tuple[Tensor, Tensor, Tensor]:
    """The role scores of the words near a cue that are of its text, their places, its worth."""
    cues = torch.tensor([cue])
    places, valid = network.near(cues, words.text)
    with torch.inference_mode():
        roles, worth = network.roles(given, words, cues, places, valid)
    return roles[0, valid[0]], places[0, valid[0]], worth


def close(one: Tensor, other: Tensor) -> bool:
    return torch.allclose(one, other, atol=TOLERANCE)


# ------------------------------------------------------------------------------------- distances


def test_buckets_rise_with_the_distance() -> None:
    """A word further on never has a lower bucket, and the steps are of one bucket at most."""
    steps = distance_bucket(torch.arange(-500, 501)).diff()
    assert set(steps.tolist()) == {0, 1}


def test_buckets_are_symmetric() -> None:
    """As far before as after is as far from the bucket of the word itself."""
    apart = torch.arange(501)
    middle = distance_bucket(torch.tensor(0))
    assert torch.equal(distance_bucket(apart) - middle, middle - distance_bucket(-apart))


def test_near_words_have_buckets_of_their_own() -> None:
    """Up to ten words apart no two distances share a bucket."""
    near = distance_bucket(torch.arange(-10, 11)).tolist()
    assert len(set(near)) == len(near)


@given(st.integers(1, 5), st.integers(1, 4))
def test_a_block_stands_between_its_neighbours(count: int, size: int) -> None:
    """The middle of what a block sees is the block, and what is around it, the words beside it."""
    row = torch.arange(1, count * size + 1)
    padded = torch.cat([torch.zeros(size, dtype=torch.long), row, torch.zeros(size).long()])
    expected = padded.unfold(0, 3 * size, size)
    assert torch.equal(beside(row.view(count, size)), expected)


# --------------------------------------------------------------------------------- what words see


def test_every_word_has_a_state() -> None:
    """There are as many states as words, in their order, whatever the lengths of sentences."""
    network = tiny()
    sentences = [encoded(n, seed=n) for n in (3, 1, 7, 2)]
    together = states(network, sentences, plain_words([3, 1, 7, 2]))
    assert together.shape == (13, SHAPE.width)
    assert together.isfinite().all()


def test_other_texts_are_not_seen() -> None:
    """The states of a text are the same beside whatever other text, and alone."""
    network, lengths = tiny(), [3, 4]
    own = [encoded(n, seed=n) for n in lengths]
    alone = states(network, own, plain_words(lengths))
    for seed in (1, 2):
        other = [encoded(6, seed=seed)]
        after = states(network, own + other, plain_words(lengths, [6]))
        assert close(after[:7], alone)
        before = [states(network, [encoded(6, s), *own], plain_words([6], lengths)) for s in (1, 2)]
        assert close(before[0][6:], before[1][6:])
        assert not close(before[0][:6], before[1][:6])


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("changed", [0, 5, 11, 23])
def test_words_far_away_are_not_seen(layers: int, changed: int) -> None:
    """A word of another sentence is seen from its own block and the next ones, one a layer."""
    network = tiny(context=layers)
    sentences = [encoded(1, seed=i) for i in range(24)]
    words = plain_words([1] * 24)
    before = states(network, sentences, words)
    sentences[changed] = encoded(1, seed=99)
    moved = (states(network, sentences, words) - before).abs().amax(1) > TOLERANCE
    apart = (torch.arange(24) // SHAPE.block - changed // SHAPE.block).abs()
    assert torch.equal(moved, apart <= layers)


def test_a_mark_counts() -> None:
    """The same word has another state where it stands between quotation marks."""
    network, words = tiny(), plain_words([4])
    marked = attrs.evolve(words, mark=torch.tensor([0, 3, 3, 0]))
    assert not close(
        states(network, [encoded(4)], words)[1], states(network, [encoded(4)], marked)[1]
    )


def test_reading_is_the_same_every_time() -> None:
    """The same words have exactly the same states, with the dropout of training switched off."""
    network = ClaimNetwork(SHAPE, dropout=0.5).eval()
    words = plain_words([5, 2])
    sentences = [encoded(5), encoded(2)]
    assert torch.equal(states(network, sentences, words), states(network, sentences, words))


# ------------------------------------------------------------------------------------------ roles


def test_the_words_near_a_cue() -> None:
    """Near are as many words before and after the cue's first as `reach` says, of its text only."""
    words = plain_words([3, 1], [8])
    places, valid = tiny().near(torch.tensor([[1, 2], [6, 8], [11, 12]]), words.text)
    near = [row[ok].tolist() for row, ok in zip(places, valid, strict=True)]
    assert near == [[0, 1, 2, 3], [4, 5, 6, 7, 8, 9, 10, 11], [6, 7, 8, 9, 10, 11]]
    assert places.shape == (3, 2 * SHAPE.reach + 1)


@pytest.mark.parametrize("cue", [(0, 1), (2, 4), (7, 8)])
def test_the_roles_of_words_far_away_do_not_count(cue: tuple[int, int]) -> None:
    """The scores of a cue are the same whatever words stand in other texts or out of its reach."""
    network, words = tiny(), plain_words([8, 9], [5])
    given = random_states(22, SHAPE.width)
    changed = given.clone()
    out_of_reach = cue[0] + SHAPE.reach + 1
    changed[out_of_reach:] = random_states(22 - out_of_reach, SHAPE.width, seed=9)
    one, other = (scores(network, s, words, cue) for s in (given, changed))
    assert all(close(a.float(), b.float()) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("first", [0, 1, 4, 7])
def test_a_cue_has_the_same_scores_wherever_its_text_begins(first: int) -> None:
    """A text's cue, its first word too, is scored as if there were no other text before it."""
    network, given, cue = tiny(), random_states(8, SHAPE.width), (first, first + 1)
    alone, near, worth = scores(network, given, plain_words([8]), cue)
    both = torch.cat([random_states(6, SHAPE.width, seed=1), given])
    after = scores(network, both, plain_words([6], [8]), (first + 6, first + 7))
    assert close(after[0], alone)
    assert torch.equal(after[1] - 6, near)
    assert close(after[2], worth)


def test_cues_do_not_see_each_other() -> None:
    """The scores of a cue are the same alone and among others."""
    network, words, given = tiny(), plain_words([10]), random_states(10, SHAPE.width)
    cues = torch.tensor([[2, 3], [4, 6], [8, 9]])
    places, valid = network.near(cues, words.text)
    with torch.inference_mode():
        together, worth = network.roles(given, words, cues, places, valid)
    assert together.shape == (3, 2 * SHAPE.reach + 1, len(ROLES))
    alone, _, alone_worth = scores(network, given, words, (4, 6))
    assert close(together[1, valid[1]], alone)
    assert close(worth[1:2], alone_worth)


# ------------------------------------------------------------------------------------- confidence


def calibrated(weights: tuple[float, ...]) -> ClaimNetwork:
    network = tiny()
    network.calibration.copy_(torch.tensor(weights))
    return network


weights = st.tuples(*[st.floats(0.01, 8)] * 3, st.floats(-8, 8))


@unhurried
@given(weights, st.tuples(chances, chances, chances))
def test_confidence_is_a_probability(
    given: tuple[float, ...], evidence: tuple[float, float, float]
) -> None:
    """Confidence lies between 0 and 1, for evidence that is certain too."""
    assert 0 <= calibrated(given).confidence(evidence) <= 1


@unhurried
@given(weights, st.tuples(chances, chances, chances), st.integers(0, 2), chances)
def test_more_evidence_is_more_confidence(
    given: tuple[float, ...], evidence: tuple[float, float, float], which: int, other: float
) -> None:
    """With positive weights, a part of the evidence that rises never lowers the confidence."""
    network = calibrated(given)
    changed = list(evidence)
    changed[which] = other
    low, high = sorted([evidence, (changed[0], changed[1], changed[2])])
    assert network.confidence(low) <= network.confidence(high) + 1e-9


def test_log_odds_are_finite_and_symmetric() -> None:
    """The log odds of what is certain are finite, those of a half are none."""
    low, middle, high = evidence_logits((0.0, 0.5, 1.0))
    assert low == pytest.approx(-high)
    assert middle == 0
    assert 5 < high < 20


# ------------------------------------------------------------------------------------------ files


def test_a_network_is_saved_whole(tmp_path: pathlib.Path) -> None:
    """A network that was saved and loaded scores like the one in half precision, to the bit."""
    network = calibrated((0.5, 2.0, 0.25, -1.5))
    save_network(network, tmp_path / "new" / "claims")
    loaded = load_network(tmp_path / "new" / "claims")
    assert loaded.shape == SHAPE
    rounded = network.half().float()
    words, sentences = plain_words([5, 2]), [encoded(5), encoded(2)]
    ours, theirs = (states(n, sentences, words) for n in (rounded, loaded))
    assert torch.equal(ours, theirs)
    mine, yours = (scores(n, ours, words, (2, 4)) for n in (rounded, loaded))
    assert all(torch.equal(a, b) for a, b in zip(mine, yours, strict=True))
    assert loaded.confidence((0.9, 0.4, 0.7)) == network.confidence((0.9, 0.4, 0.7))


def test_a_loaded_network_is_ready_to_read_with(tmp_path: pathlib.Path) -> None:
    """A loaded network is in full precision and not in training."""
    save_network(tiny(), tmp_path)
    loaded = load_network(tmp_path)
    assert not any(module.training for module in loaded.modules())
    assert {value.dtype for value in loaded.state_dict().values()} == {torch.float32}


def test_saving_again_changes_nothing(tmp_path: pathlib.Path) -> None:
    """A loaded network is saved as the very same files."""
    save_network(tiny(), tmp_path / "one")
    save_network(load_network(tmp_path / "one"), tmp_path / "two")
    for file in ("claims.json", "claims.safetensors"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
