"""Transformer layers, and the same laid out for reading: by oneDNN, with weights in its own order.

Torch's own layers are what is trained and saved.  For reading, their matrices are brought once
into the blocks that the processor takes, GELU is computed with the product that it follows, and
nothing but attention is computed for the places that only fill up a batch.
"""

from __future__ import annotations

import platform
from collections.abc import Iterator

import attrs
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


def through(layers: nn.ModuleList, states: Tensor, absent: Tensor) -> Iterator[Tensor]:
    """The states (batch x places x width) after each layer; `absent` marks the places that fill."""
    if not all(isinstance(layer, ReadingLayer) for layer in layers):
        for layer in layers:
            states = layer(states, src_key_padding_mask=absent)
            yield states
        return
    batch = _Batch.of(absent)
    rows = batch.rows(states)
    for layer in layers:
        rows = layer(rows, batch)
        yield batch.places(rows)


@attrs.frozen(eq=False)
class _Batch:
    """Where the rows of a batch stand among its places, and which places can be seen."""

    size: tuple[int, int]
    index: Tensor
    seen: Tensor

    @staticmethod
    def of(absent: Tensor) -> _Batch:
        size = (absent.shape[0], absent.shape[1])
        return _Batch(size, (~absent).flatten().nonzero().squeeze(1), ~absent[:, None, None, :])

    def rows(self, states: Tensor) -> Tensor:
        """The states of the places that are there, and blank rows after them.

        OneDNN keeps a program for every number of rows.
        """
        rows = states.flatten(0, 1).index_select(0, self.index)
        step = max(_STEP, (1 << len(rows).bit_length()) // 16)
        return functional.pad(rows, (0, 0, 0, -len(rows) % step))

    def places(self, rows: Tensor) -> Tensor:
        """Rows as states, which are zero where nothing is."""
        states = rows.new_zeros(self.size[0] * self.size[1], rows.shape[1])
        states.index_copy_(0, self.index, rows[: len(self.index)])
        return states.view(*self.size, -1)


class Embedding(nn.Embedding):
    """Torch's embedding, which draws no values where it has no memory to hold them.

    Torch would import its compiler to draw them (a second).
    """

    def reset_parameters(self) -> None:
        """Draw the values at random."""
        if not self.weight.is_meta:
            super().reset_parameters()


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

    def forward(self, rows: Tensor, batch: _Batch) -> Tensor:
        """New rows of a batch."""
        split = batch.places(self._inputs(rows)).view(*batch.size, 3, self.heads, -1)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        met = functional.scaled_dot_product_attention(query, key, value, batch.seen)
        rows = self.norm1(rows + self._joined(batch.rows(met.transpose(1, 2).flatten(2))))
        out: Tensor = self.norm2(rows + self._outer(self._inner(rows)))
        return out


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
