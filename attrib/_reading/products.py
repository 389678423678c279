"""Products of rows with a layer's matrix, laid out for oneDNN, in full precision or in eight bits.

Where the processor multiplies eight-bit numbers (AVX512-VNNI) that takes a third of the time.  Each
input is counted in 127 steps to either side, up to the size that it had in news at most; that was
measured once for each product, and is kept beside the weights.  How wide the steps are goes into
the matrix (as in SmoothQuant, Xiao et al. 2023, with a strength of 1), which is counted in 127
steps to either side for each output.  What GELU gives between two products is handed on as counts.
Whole numbers are added without error, so that a row gives the same whatever rows are multiplied
with it.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Mapping

import attrs
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

Product = Callable[[Tensor], Tensor]
Ranges = Mapping[str, Tensor]  # by a product's name, the size of each input at most
_After = tuple[str, list[float], str]  # what oneDNN computes after a product

_ALONE: _After = ("none", [], "")
_GELU: _After = ("gelu", [], "none")
_FILE = "ranges.safetensors"
_ROWS = 320  # for how many rows at a time the order of the weights is chosen
_SIDE = 127  # steps to either side
_MOST = 255  # that is counted: oneDNN takes its inputs without a sign
_LEAST = 1e-9  # that is told from nothing
_FURTHEST = 6.0  # that is counted of what GELU gives
_ALIKE = 32  # values: oneDNN keeps a program for every number of them
_DIP = 0.17  # how far GELU goes below zero


@attrs.frozen
class _Steps:
    """How values are counted from 0 to 255: in steps of one size, with `zero` for nothing."""

    size: float
    zero: int


_STEP = (_FURTHEST + _DIP) / _MOST
_TAKEN = _Steps(1.0, 128)  # by a product whose matrix holds the width of the steps
_BETWEEN = _Steps(_STEP, round(_DIP / _STEP))


def load_ranges(folder: pathlib.Path, full: bool = False) -> Ranges:
    """The ranges saved in a folder of weights, where the processor can use them.

    There are none for `full` precision.
    """
    path = folder / _FILE
    return load_file(path) if eight_bits() and not full and path.exists() else {}


def save_ranges(ranges: Ranges, folder: pathlib.Path) -> None:
    """Write ranges into a folder of weights, in half precision."""
    save_file({name: value.half().contiguous() for name, value in ranges.items()}, folder / _FILE)


def eight_bits() -> bool:
    """Whether the processor has instructions that multiply and add up eight-bit numbers."""
    able: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    return able.get("avx512_vnni", False)


def product(weight: Tensor, bias: Tensor, taken: Tensor | None = None) -> Product:
    """What gives `rows @ weight.T + bias`, in eight bits where the range of each input is given."""
    weight, bias = weight.detach(), bias.detach()
    return _full(weight, bias) if taken is None else _counting(weight, bias, taken)


def products(
    inner: nn.Linear, outer: nn.Linear, taken: tuple[Tensor, Tensor] | None = None
) -> tuple[Product, Product]:
    """Two products with GELU between them, which the first one computes.

    In eight bits, where the ranges of the inputs of both are given, counts go from one to the
    other, for values up to 6.  One that can be larger is computed several times, by biases that are
    6 smaller each time: what is cut off of one is there in the next.
    """
    weights = [inner.weight, inner.bias, outer.weight, outer.bias]
    weight, bias, after, last = (value.detach() for value in weights)
    if taken is None:
        return _full(weight, bias, _GELU), _full(after, last)
    times = (taken[1].float() / _FURTHEST).ceil().long().clamp(min=1)
    times[0] += -int(times.sum()) % _ALIKE  # with biases so small that nothing comes of it
    again = torch.arange(len(times)).repeat_interleave(times)
    before = (times.cumsum(0) - times).repeat_interleave(times)
    beyond = _FURTHEST * (torch.arange(len(again)) - before)
    first = _counting(weight[again], bias[again] - beyond, taken[0], _BETWEEN, _GELU)
    return first, _whole(after[:, again], last, _BETWEEN)


def _full(weight: Tensor, bias: Tensor, after: _After = _ALONE) -> Product:
    laid_out = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)

    def multiplied(rows: Tensor) -> Tensor:
        out: Tensor = torch.ops.mkldnn._linear_pointwise(rows, laid_out, bias, *after)
        return out

    return multiplied


def _counting(
    weight: Tensor, bias: Tensor, taken: Tensor, given: _Steps | None = None, after: _After = _ALONE
) -> Product:
    """The product of rows that it counts itself."""
    step = taken.float().clamp(min=_LEAST) / _SIDE
    multiplied = _whole(weight * step, bias, _TAKEN, given, after)
    begin = torch.tensor(_TAKEN.zero + 0.5)  # a half more, since numbers are cut, not rounded
    per_step = 1 / step
    return lambda rows: multiplied(
        torch.addcmul(begin, rows, per_step).clamp_(0, _MOST).to(torch.uint8)
    )


def _whole(
    weight: Tensor,
    bias: Tensor,
    taken: _Steps,
    given: _Steps | None = None,
    after: _After = _ALONE,
) -> Product:
    """The product of rows that are counts; it gives counts too where their steps are given."""
    sizes = weight.abs().amax(1).clamp(min=_LEAST) / _SIDE
    whole = (weight / sizes.unsqueeze(1)).round().to(torch.int8)
    laid_out = torch.ops.onednn.qlinear_prepack(whole, [_ROWS, weight.shape[1]])
    fixed = (laid_out, sizes, torch.zeros(len(weight), dtype=torch.int64), bias)
    out_as = (1.0, 0, torch.float32) if given is None else (given.size, given.zero, torch.uint8)

    def multiplied(counts: Tensor) -> Tensor:
        out: Tensor = torch.ops.onednn.qlinear_pointwise(
            counts, taken.size, taken.zero, *fixed, *out_as, *after
        )
        return out

    return multiplied
