"""Products of rows with a layer's matrix, laid out for oneDNN, in full precision or in eight bits.

Where the processor multiplies eight-bit numbers (AVX512-VNNI) that takes a third of the time.  Each
input is counted in 127 steps to either side, up to the size that it had in news at most; that was
measured once for each product, and is kept beside the weights.  How wide the steps are goes into
the matrix (as in SmoothQuant, Xiao et al. 2023, with a strength of 1), which is counted in 127
steps to either side for each output.  Whole numbers are added without error, so that a row gives
the same whatever rows are multiplied with it.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Mapping

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

Product = Callable[[Tensor], Tensor]
Ranges = Mapping[str, Tensor]  # by a product's name, the size of each input at most
_After = tuple[str, list[float], str]  # what oneDNN computes after a product

_FILE = "ranges.safetensors"
_ROWS = 320  # for how many rows at a time the order of the weights is chosen
_SIDE = 127  # steps to either side
_ZERO = 128  # oneDNN takes its inputs without a sign
_LEAST = 1e-9  # that is told from nothing


def load_ranges(folder: pathlib.Path) -> Ranges:
    """The ranges saved in a folder of weights, where the processor can use them."""
    path = folder / _FILE
    return load_file(path) if eight_bits() and path.exists() else {}


def save_ranges(ranges: Ranges, folder: pathlib.Path) -> None:
    """Write ranges into a folder of weights, in half precision."""
    save_file({name: value.half().contiguous() for name, value in ranges.items()}, folder / _FILE)


def eight_bits() -> bool:
    """Whether the processor has instructions that multiply and add up eight-bit numbers."""
    able: dict[str, bool] = getattr(torch.cpu, "get_capabilities", dict)()
    return able.get("avx512_vnni", False)


def product(
    weight: Tensor, bias: Tensor, taken: Tensor | None = None, *, gelu: bool = False
) -> Product:
    """What gives `rows @ weight.T + bias`, and GELU of it if asked for.

    It computes in eight bits where the range of each input is given.
    """
    weight, bias = weight.detach(), bias.detach()
    after: _After = ("gelu", [], "none") if gelu else ("none", [], "")
    return _full(weight, bias, after) if taken is None else _counted(weight, bias, taken, after)


def _full(weight: Tensor, bias: Tensor, after: _After) -> Product:
    laid_out = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)

    def multiplied(rows: Tensor) -> Tensor:
        out: Tensor = torch.ops.mkldnn._linear_pointwise(rows, laid_out, bias, *after)
        return out

    return multiplied


def _counted(weight: Tensor, bias: Tensor, taken: Tensor, after: _After) -> Product:
    step = taken.float().clamp(min=_LEAST) / _SIDE
    widened = weight * step
    sizes = widened.abs().amax(1).clamp(min=_LEAST) / _SIDE
    whole = (widened / sizes.unsqueeze(1)).round().to(torch.int8)
    laid_out = torch.ops.onednn.qlinear_prepack(whole, [_ROWS, weight.shape[1]])
    zeros = torch.zeros(len(weight), dtype=torch.int64)
    begin = torch.tensor(_ZERO + 0.5)  # a half more, since whole numbers are cut, not rounded
    per_step = 1 / step

    def multiplied(rows: Tensor) -> Tensor:
        counts = torch.addcmul(begin, rows, per_step).clamp_(0, 255).to(torch.uint8)
        given = (counts, 1.0, _ZERO, laid_out, sizes, zeros, bias)
        out: Tensor = torch.ops.onednn.qlinear_pointwise(*given, 1.0, 0, torch.float32, *after)
        return out

    return multiplied
