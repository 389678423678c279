"""Layers laid out for reading: they give what torch's own layers give."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from attrib._layers import ReadingLayer, lay_out, through

WIDTH = 8


@pytest.fixture
def layers() -> nn.ModuleList:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.ModuleList(
            nn.TransformerEncoderLayer(WIDTH, 2, 16, 0.1, "gelu", 1e-12, batch_first=True)
            for _ in range(2)
        ).eval()


def read(layers: nn.ModuleList, states: Tensor, absent: Tensor) -> Tensor:
    """What each layer makes of the places that are there."""
    with torch.inference_mode():
        return torch.stack([state[~absent] for state in through(layers, states, absent)])


@pytest.mark.parametrize("lengths", [[1], [3], [5, 2], [40, 31, 1], [129] * 9], ids=str)
def test_a_layer_laid_out_gives_what_it_gave(layers: nn.ModuleList, lengths: list[int]) -> None:
    """Every state is torch's, however many places there are and are not."""
    states = torch.randn(len(lengths), max(lengths), WIDTH, generator=torch.Generator())
    absent = torch.arange(max(lengths)) >= torch.tensor(lengths).unsqueeze(1)
    expected = read(layers, states, absent)
    lay_out(layers)
    torch.testing.assert_close(read(layers, states, absent), expected, atol=1e-5, rtol=0)


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
