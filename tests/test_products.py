"""Products laid out for reading, in full precision or in eight bits."""

from __future__ import annotations

import pathlib

import pytest
import torch
from torch import nn
from torch.nn import functional

from attrib._reading.products import (
    eight_bits,
    load_ranges,
    product,
    products,
    save_ranges,
)

eight = pytest.mark.skipif(not eight_bits(), reason="the processor multiplies no eight-bit numbers")


@pytest.fixture
def layer() -> nn.Linear:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return nn.Linear(64, 48).requires_grad_(False)


@pytest.fixture
def rows() -> torch.Tensor:
    """Rows in which one input is a hundred times as large as the others, as in encoders."""
    rows = torch.randn(96, 64, generator=torch.Generator().manual_seed(1))
    rows[:, 5] *= 100
    return rows


@eight
def test_eight_bits_give_nearly_the_product(layer: nn.Linear, rows: torch.Tensor) -> None:
    """In eight bits a product is right to some hundredths, also where one input is very large."""
    expected = layer(rows)
    error = product(layer.weight, layer.bias, rows.abs().amax(0))(rows) - expected
    assert error.abs().mean() < 0.03 * expected.abs().mean()
    assert error.abs().max() > 0


@pytest.mark.parametrize("few", [pytest.param(True, marks=eight), False])
def test_two_products_have_gelu_between_them(
    layer: nn.Linear, rows: torch.Tensor, few: bool
) -> None:
    """What comes out is that of both layers, also where the first gives very large values."""
    layer.weight[11] *= 5
    rows[:, 5] /= 30
    outer = nn.Linear(48, 32).requires_grad_(False)
    between = functional.gelu(layer(rows))
    assert between[:, 11].max() > 8
    taken = (rows.abs().amax(0), between.abs().amax(0)) if few else None
    first, second = products(layer, outer, taken)
    expected = outer(between)
    error = (second(first(rows)) - expected).abs()
    assert error.mean() < (0.04 * expected.abs().mean() if few else 1e-6)
    assert (error.max() > 1e-3) == few


@eight
def test_values_above_six_are_computed_several_times() -> None:
    """A value that was up to 12 is two, each cut off at 6; blank ones fill up to 32."""
    inner, outer = (nn.Linear(2, 2, bias=False).requires_grad_(False) for _ in range(2))
    inner.weight.copy_(torch.eye(2))
    inner.bias = outer.bias = nn.Parameter(torch.zeros(2), requires_grad=False)
    first, _ = products(inner, outer, (torch.tensor([12.0, 3.0]), torch.tensor([12.0, 0.0])))
    counts = first(torch.tensor([[12.0, 3.0], [7.0, 0.0]]))
    values = (counts.float() - 7) * 6.17 / 255
    assert values.shape == (2, 32)
    expected = torch.tensor([[6.0, 6.0, 0.0, 3.0], [6.0, 0.84, 0.0, 0.0]])
    torch.testing.assert_close(values[:, [0, 1, 2, -1]], expected, atol=0.05, rtol=0)
    assert not values[:, 2:-1].any()


@eight
def test_inputs_beyond_their_range_count_as_its_end(layer: nn.Linear, rows: torch.Tensor) -> None:
    """What is larger than it was in the texts of the measure is taken for the largest."""
    sizes = rows.abs().amax(0)
    counted = product(layer.weight, layer.bias, sizes)
    expected = counted(torch.where(rows > 0, sizes, -sizes))
    torch.testing.assert_close(counted(rows.sign() * sizes * 50), expected, atol=0.5, rtol=0)


@eight
def test_inputs_that_were_never_there_count_for_nothing(layer: nn.Linear) -> None:
    """An input that was always zero, and an output that hangs on nothing, give numbers."""
    layer.weight[7] = 0
    found = product(layer.weight, layer.bias, torch.zeros(64))(torch.zeros(32, 64))
    torch.testing.assert_close(found, layer.bias.expand(32, -1))


@eight
def test_ranges_come_back(tmp_path: pathlib.Path) -> None:
    """Ranges that were saved are loaded in half precision, under their names."""
    save_ranges({"layers.0.inner": torch.tensor([0.25, 30.0])}, tmp_path)
    assert {name: value.tolist() for name, value in load_ranges(tmp_path).items()} == {
        "layers.0.inner": [0.25, 30.0]
    }


@eight
def test_full_precision_takes_no_ranges(tmp_path: pathlib.Path) -> None:
    """Where full precision is asked for, ranges stay away."""
    save_ranges({"layers.0.inner": torch.ones(2)}, tmp_path)
    assert load_ranges(tmp_path)
    assert not load_ranges(tmp_path, full=True)


def test_without_ranges_nothing_is_counted(tmp_path: pathlib.Path) -> None:
    """A folder of weights may have no ranges."""
    assert load_ranges(tmp_path) == {}


@pytest.mark.parametrize("able", [{}, {"avx512_vnni": False}, {"avx512_bf16": True}], ids=str)
def test_other_processors_take_no_ranges(
    able: dict[str, bool], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where eight-bit numbers are not multiplied by instructions of their own, ranges stay away."""
    save_ranges({"layers.0.inner": torch.ones(2)}, tmp_path)
    monkeypatch.setattr("torch.cpu.get_capabilities", lambda: able, raising=False)
    assert load_ranges(tmp_path) == {}
