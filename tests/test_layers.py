"""Layers laid out for reading: they give what torch's own layers give."""

from __future__ import annotations

import platform

import pytest
import torch
from torch import Tensor, nn

from attrib._reading.layers import ReadingLayer, lay_out, precision, through

WIDTH = 64

laid_out = pytest.mark.skipif(
    not torch.backends.mkldnn.is_available() or platform.machine() not in ("x86_64", "AMD64"),
    reason="torch's own layers read here",
)


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


@pytest.mark.parametrize("lengths", [[1], [3], [5, 2], [40, 31, 1], [129] * 9], ids=str)
def test_a_layer_laid_out_gives_what_it_gave(layers: nn.ModuleList, lengths: list[int]) -> None:
    """Every state is torch's, however many places there are and are not."""
    states, absent = batch(lengths)
    expected = read(layers, states, absent)
    lay_out(layers, full=True)
    torch.testing.assert_close(read(layers, states, absent), expected, atol=1e-5, rtol=0)


def test_a_layer_of_few_digits_gives_nearly_what_it_gave(layers: nn.ModuleList) -> None:
    """In what the processor is fastest in, states differ by little from those in full precision."""
    states, absent = batch([40, 31, 1])
    expected = read(layers, states, absent)
    lay_out(layers)
    torch.testing.assert_close(read(layers, states, absent), expected, atol=0.05, rtol=0)


@laid_out
@pytest.mark.parametrize("full", [False, True], ids=["fast", "full"])
def test_companions_in_a_batch_change_nothing(layers: nn.ModuleList, full: bool) -> None:
    """The states of a sentence are the same to the last bit, whatever is read beside it."""
    lay_out(layers, full)
    states, absent = batch([5, 37, 16, 129, 38, 37])
    together = read(layers, states, absent)
    begin = 0
    for row, there in zip(states, ~absent, strict=True):
        length = int(there.sum())
        alone = read(layers, row[None, :length], torch.zeros(1, length, dtype=torch.bool))
        assert torch.equal(alone, together[:, begin : begin + length])
        begin += length


@laid_out
@pytest.mark.parametrize("full", [False, True], ids=["fast", "full"])
def test_linear_layers_read_each_state_by_itself(full: bool) -> None:
    """A state gives what torch's layer makes of it, and the same bits in whatever company."""
    network = nn.ModuleDict({"states": nn.Linear(WIDTH, 32), "scores": nn.Linear(WIDTH, 3)})
    states = torch.randn(3, 15, WIDTH)
    expected = network["states"](states)
    lay_out(network, full)
    with torch.inference_mode():
        found = network["states"](states)
        assert torch.equal(network["states"](states[1, 4:6]), found[1, 4:6])
    torch.testing.assert_close(found, expected, atol=1e-5 if full else 0.05, rtol=0)
    assert type(network["scores"]) is nn.Linear


def test_few_digits_are_for_processors_that_multiply_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Layers compute in bfloat16 where it is fast, unless full precision is asked for."""
    for able, expected in [({}, torch.float32), ({"avx512_bf16": True}, torch.bfloat16)]:
        monkeypatch.setattr("torch.cpu.get_capabilities", lambda able=able: able, raising=False)
        assert precision() == expected
        assert precision(full=True) == torch.float32


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
