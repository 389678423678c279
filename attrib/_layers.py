"""Transformer layers laid out for reading: computed by oneDNN, with weights in its own order.

Torch's own layers stay what is trained and saved.  For reading, their matrices are brought once
into the blocks that the processor takes, and GELU is computed with the product that it follows.
"""

from __future__ import annotations

import platform

import torch
from torch import Tensor, nn
from torch.nn import functional

_ROWS = 320  # for how many rows at a time the order of the weights is chosen
_STEP = 32  # rows


def lay_out(layers: nn.ModuleList) -> None:
    """Replace torch's layers (batches first, GELU, norms last) by ones that can only read.

    Where oneDNN is not to be had, all stays as it is.
    """
    there = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if there and platform.machine() in ("x86_64", "AMD64"):
        for number, layer in enumerate(layers):
            if isinstance(layer, nn.TransformerEncoderLayer):
                layers[number] = ReadingLayer(layer)


class ReadingLayer(nn.Module):
    """One of torch's transformer layers, without gradients and dropout."""

    def __init__(self, layer: nn.TransformerEncoderLayer) -> None:
        super().__init__()
        attention = layer.self_attn
        self.heads = attention.num_heads
        self._inputs = _Product(attention.in_proj_weight, attention.in_proj_bias)
        self._joined = _Product(attention.out_proj.weight, attention.out_proj.bias)
        self._inner = _Product(layer.linear1.weight, layer.linear1.bias, gelu=True)
        self._outer = _Product(layer.linear2.weight, layer.linear2.bias)
        self.norm1, self.norm2 = layer.norm1, layer.norm2

    def forward(self, states: Tensor, src_key_padding_mask: Tensor) -> Tensor:
        """New states (batch x places x width); true in the mask marks places that none sees."""
        batch, places, width = states.shape
        count = batch * places
        rows = _filled(states.view(count, width))
        split = self._inputs(rows)[:count].view(batch, places, 3, self.heads, -1)
        seen = ~src_key_padding_mask[:, None, None, :]
        query, key, value = split.permute(2, 0, 3, 1, 4)
        met = functional.scaled_dot_product_attention(query, key, value, seen)
        joined = self._joined(_filled(met.transpose(1, 2).reshape(count, width)))
        rows = self.norm1(rows + joined)
        out: Tensor = self.norm2(rows + self._outer(self._inner(rows)))
        return out[:count].view(batch, places, width)


def _filled(rows: Tensor) -> Tensor:
    """Rows with blank ones after them: oneDNN keeps a program for every number of rows."""
    count = len(rows)
    step = max(_STEP, (1 << count.bit_length()) // 16)
    return functional.pad(rows, (0, 0, 0, -count % step))


class _Product:
    """The product of rows with a matrix laid out for oneDNN, as a linear layer gives it."""

    def __init__(self, weight: Tensor, bias: Tensor, *, gelu: bool = False) -> None:
        self.weight = torch.ops.mkldnn._reorder_linear_weight(weight.detach(), _ROWS)
        self.bias = bias.detach()
        self.after: tuple[str, list[float], str] = (
            ("gelu", [], "none") if gelu else ("none", [], "")
        )

    def __call__(self, rows: Tensor) -> Tensor:
        out: Tensor = torch.ops.mkldnn._linear_pointwise(rows, self.weight, self.bias, *self.after)
        return out
