"""Layers laid out for reading: they give what torch's own layers give."""

from __future__ import annotations

import copy
import platform

import pytest
import torch
from torch import Tensor, nn

from attrib._reading.layers import ReadingLayer, lay_out, through
from attrib._reading.products import Ranges, eight_bits
from attrib.training.ranges import watched

WIDTH = 64

laid_out = pytest.mark.skipif(
    not torch.backends.mkldnn.is_available() or platform.machine() not in ("x86_64", "AMD64"),
    reason="torch's own layers read here",
)
eight = pytest.mark.skipif(not eight_bits(), reason="the processor multiplies no eight-bit numbers")
precisions = pytest.mark.parametrize("few", [pytest.param(True, marks=eight), False])


@pytest.fixture
def layers() -> nn.ModuleList:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.ModuleList(
            nn.TransformerEncoderLayer(
                WIDTH, 2, 128, 0.1, "gelu", 1e-12, batch_first=True, norm_first=first
            )
            for first in (False, True)
        ).eval()


def read(layers: nn.ModuleList, states: Tensor, absent: Tensor) -> Tensor:
    """What each layer makes of the places that are there."""
    with torch.inference_mode():
        return torch.stack([state[~absent] for state in through(layers, states, absent)])


def batch(lengths: list[int]) -> tuple[Tensor, Tensor]:
    """States of sentences of such lengths, and which of their places only fill."""
    states = torch.randn(len(lengths), max(lengths), WIDTH, generator=torch.Generator())
    return states, torch.arange(max(lengths)) >= torch.tensor(lengths).unsqueeze(1)


def ranges_of(layers: nn.ModuleList) -> Ranges:
    """How large the inputs of layers become while they read a batch."""
    measured = copy.deepcopy(layers)
    lay_out(measured)
    with watched(measured) as ranges:
        read(measured, *batch([129, 7] * 40))
    return ranges


@pytest.mark.parametrize("lengths", [[1], [3], [5, 2], [40, 31, 1], [129] * 9], ids=str)
def test_a_layer_laid_out_gives_what_it_gave(layers: nn.ModuleList, lengths: list[int]) -> None:
    """Every state is torch's, however many places there are and are not."""
    states, absent = batch(lengths)
    expected = read(layers, states, absent)
    lay_out(layers)
    torch.testing.assert_close(read(layers, states, absent), expected, atol=1e-5, rtol=0)


@laid_out
@eight
def test_a_layer_in_eight_bits_gives_nearly_what_it_gave(layers: nn.ModuleList) -> None:
    """In eight bits states differ from those in full precision, but by little."""
    states, absent = batch([40, 31, 7])
    expected = read(layers, states, absent)
    lay_out(layers, ranges_of(layers))
    found = read(layers, states, absent)
    assert not torch.allclose(found, expected, atol=1e-3)
    torch.testing.assert_close(found, expected, atol=0.15, rtol=0)


@laid_out
@precisions
def test_companions_in_a_batch_change_nothing(layers: nn.ModuleList, few: bool) -> None:
    """The states of a sentence are the same to the last bit, whatever is read beside it."""
    lay_out(layers, ranges_of(layers) if few else None)
    states, absent = batch([5, 37, 16, 129, 38, 37])
    together = read(layers, states, absent)
    begin = 0
    for row, there in zip(states, ~absent, strict=True):
        length = int(there.sum())
        alone = read(layers, row[None, :length], torch.zeros(1, length, dtype=torch.bool))
        assert torch.equal(alone, together[:, begin : begin + length])
        begin += length


@laid_out
@precisions
def test_linear_layers_read_each_state_by_itself(few: bool) -> None:
    """A state gives what torch's layer makes of it, and the same bits in whatever company."""
    network = nn.ModuleDict({"states": nn.Linear(WIDTH, 32), "scores": nn.Linear(WIDTH, 3)})
    states = torch.randn(3, 15, WIDTH)
    expected = network["states"](states)
    lay_out(network, {"states.product": states.abs().amax((0, 1))} if few else None)
    with torch.inference_mode():
        found = network["states"](states)
        assert torch.equal(network["states"](states[1, 4:6]), found[1, 4:6])
    torch.testing.assert_close(found, expected, atol=0.1 if few else 1e-5, rtol=0)
    assert torch.allclose(found, expected, atol=1e-5) != few
    assert type(network["scores"]) is nn.Linear


@laid_out
def test_watched_layers_tell_how_large_their_inputs_become(layers: nn.ModuleList) -> None:
    """Each product of each layer is watched, and reads as before when that has ended."""
    lay_out(layers)
    states, absent = batch([3])
    before = read(layers, states, absent)
    with watched(layers) as ranges:
        read(layers, states * 2, absent)
        read(layers, states, absent)
    assert list(ranges) == [
        f"{n}.{part}" for n in range(2) for part in ("inputs", "joined", "inner", "outer")
    ]
    torch.testing.assert_close(ranges["0.inputs"], states[0].abs().amax(0) * 2)
    assert (ranges["1.outer"].shape, ranges["1.outer"].min() > 0) == ((128,), True)
    ranges.clear()
    assert torch.equal(read(layers, states, absent), before)
    assert not ranges


@pytest.mark.skipif(not torch.backends.mkldnn.is_available(), reason="torch was built without it")
@pytest.mark.parametrize("machine", ["x86_64", "AMD64"])
def test_layers_are_laid_out_where_onednn_is(
    layers: nn.ModuleList, machine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the processors whose order of weights is known, every layer is replaced."""
    monkeypatch.setattr("platform.machine", lambda: machine)
    lay_out(layers)
    assert {type(layer) for layer in layers} == {ReadingLayer}


@pytest.mark.parametrize(("machine", "there"), [("x86_64", False), ("arm64", True)])
def test_layers_stay_where_onednn_is_not(
    layers: nn.ModuleList, machine: str, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere torch's own layers read."""
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("torch.backends.mkldnn.is_available", lambda: there)
    lay_out(layers)
    assert {type(layer) for layer in layers} == {nn.TransformerEncoderLayer}
