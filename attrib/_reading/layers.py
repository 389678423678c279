"""Transformer layers, and the same laid out for reading: by oneDNN, with weights in its own order.

Torch's own layers are what is trained and saved.  For reading, their matrices are brought once
into the blocks that the processor takes, GELU is computed with the product that it follows, and
nothing but attention is computed for the places that only fill up a batch.  What is computed in
eight bits could turn on the last digit of what is not, so nothing is summed in an order that
depends on the companions of a sentence in a batch.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable, Iterator, Sequence

import attrs
import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib._reading.products import Ranges, product, products

_STEP = 32  # rows
_FILLED = 16  # places: attention is over a multiple of them, however long the others of a batch are
_SCORES = 16  # a linear layer with fewer outputs gives scores, which few digits would make coarse


def lay_out(network: nn.Module, ranges: Ranges | None = None) -> None:
    """Replace the layers of a network by ones that can only read.

    They are its linear layers that give states, and its transformer layers (batches first, GELU).
    Products whose inputs' ranges are given, by their names in the network (of a transformer layer
    all or none), are computed in eight bits.  Where oneDNN is not to be had, all stays as it is.
    """
    there = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    if there and platform.machine() in ("x86_64", "AMD64"):
        _replace(network, ranges or {}, "")


def _replace(network: nn.Module, ranges: Ranges, begin: str) -> None:
    for name, layer in list(network.named_children()):
        own = f"{begin}{name}"
        if isinstance(layer, nn.TransformerEncoderLayer):
            parts = {part: f"{own}.{part}" for part in ReadingLayer.PRODUCTS}
            taken = {part: ranges[full] for part, full in parts.items() if full in ranges}
            setattr(network, name, ReadingLayer(layer, taken))
        elif isinstance(layer, nn.Linear):
            if layer.out_features >= _SCORES:
                setattr(network, name, ReadingLinear(layer, ranges.get(f"{own}.product")))
        else:
            _replace(layer, ranges, f"{own}.")


def through(layers: Iterable[nn.Module], states: Tensor, absent: Tensor) -> Iterator[Tensor]:
    """The states (batch x places x width) after each layer; `absent` marks the places that fill."""
    layers = list(layers)
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
class _Alike:
    """Sentences of a batch whose attention is over the same number of places.

    `rows` (sentences x places) tells which row stands at each place, where `seen` says that one
    does.
    """

    rows: Tensor
    seen: Tensor

    @staticmethod
    def of(begins: Tensor, lengths: Tensor, filled: int) -> _Alike:
        places = torch.arange(filled)
        seen = places < lengths.unsqueeze(1)
        return _Alike(torch.where(seen, begins.unsqueeze(1) + places, 0), seen)


@attrs.frozen(eq=False)
class _Batch:
    """Where the rows of a batch stand among its places, and which of them see one another.

    `met` tells where each row stands among the places of all that are `alike`.
    """

    size: tuple[int, int]
    index: Tensor
    alike: Sequence[_Alike]
    met: Tensor

    @staticmethod
    def of(absent: Tensor) -> _Batch:
        lengths = (~absent).sum(1)
        begins = lengths.cumsum(0) - lengths
        filled = lengths + -lengths % _FILLED
        alike = [
            _Alike.of(begins[filled == length], lengths[filled == length], length)
            for length in sorted(set(filled.tolist()))
        ]
        index = (~absent).flatten().nonzero().squeeze(1)
        met = torch.zeros(len(index) + _blank(len(index)), dtype=torch.long)
        places = torch.cat([one.seen.flatten() for one in alike]).nonzero().squeeze(1)
        met[torch.cat([one.rows[one.seen] for one in alike])] = places
        return _Batch((absent.shape[0], absent.shape[1]), index, alike, met)

    def rows(self, states: Tensor) -> Tensor:
        """The states of the places that are there, and blank rows after them."""
        return _filled_up(states.flatten(0, 1).index_select(0, self.index))

    def places(self, rows: Tensor) -> Tensor:
        """Rows as states, which are zero where nothing is."""
        states = rows.new_zeros(self.size[0] * self.size[1], rows.shape[1])
        states.index_copy_(0, self.index, rows[: len(self.index)])
        return states.view(*self.size, -1)


def _filled_up(rows: Tensor) -> Tensor:
    """Rows and blank ones after them."""
    return functional.pad(rows, (0, 0, 0, _blank(len(rows))))


def _blank(count: int) -> int:
    """How many blank rows follow so many: oneDNN keeps a program for every number of rows."""
    return -count % max(_STEP, (1 << count.bit_length()) // 16)


class Embedding(nn.Embedding):
    """Torch's embedding, which draws no values where it has no memory to hold them.

    Torch would import its compiler to draw them (a second).
    """

    def reset_parameters(self) -> None:
        """Draw the values at random."""
        if not self.weight.is_meta:
            super().reset_parameters()


class ReadingLayer(nn.Module):
    """One of torch's transformer layers, without gradients and dropout.

    Its products (`PRODUCTS`) are that of query, key and value, that of what the heads bring, and
    the two of what lies between.
    """

    PRODUCTS = ("inputs", "joined", "inner", "outer")

    def __init__(self, layer: nn.TransformerEncoderLayer, taken: Ranges) -> None:
        super().__init__()
        attention, joined = layer.self_attn, layer.self_attn.out_proj
        self.heads = attention.num_heads
        self.inputs = product(attention.in_proj_weight, attention.in_proj_bias, taken.get("inputs"))
        self.joined = product(joined.weight, joined.bias, taken.get("joined"))
        both = (taken["inner"], taken["outer"]) if taken else None
        self.inner, self.outer = products(layer.linear1, layer.linear2, both)
        self.norm1, self.norm2 = layer.norm1, layer.norm2
        self.norm_first = layer.norm_first

    def forward(self, rows: Tensor, batch: _Batch) -> Tensor:
        """New rows of a batch."""
        if self.norm_first:
            rows = rows + self._attended(self.norm1(rows), batch)
            return rows + self._widened(self.norm2(rows))
        rows = self.norm1(rows + self._attended(rows, batch))
        out: Tensor = self.norm2(rows + self._widened(rows))
        return out

    def _attended(self, rows: Tensor, batch: _Batch) -> Tensor:
        return self.joined(self._met(self.inputs(rows), batch))

    def _widened(self, rows: Tensor) -> Tensor:
        return self.outer(self.inner(rows))

    def _met(self, inputs: Tensor, batch: _Batch) -> Tensor:
        """What the attention of each row brings, from its query, key and value side by side."""
        met = []
        for alike in batch.alike:
            rows = inputs.index_select(0, alike.rows.flatten())
            split = rows.view(*alike.rows.shape, 3, self.heads, -1)
            query, key, value = split.permute(2, 0, 3, 1, 4)
            seen = alike.seen[:, None, None, :]
            found = functional.scaled_dot_product_attention(query, key, value, seen)
            met.append(found.transpose(1, 2).flatten(0, 1).flatten(1))
        return (met[0] if len(met) == 1 else torch.cat(met)).index_select(0, batch.met)


class ReadingLinear(nn.Module):
    """One of torch's linear layers, without gradients."""

    PRODUCTS = ("product",)

    def __init__(self, layer: nn.Linear, taken: Tensor | None) -> None:
        super().__init__()
        self.product = product(layer.weight, layer.bias, taken)

    def forward(self, states: Tensor) -> Tensor:
        """What each state gives."""
        rows = states.flatten(0, -2)
        given = self.product(_filled_up(rows))[: len(rows)]
        return given.view(*states.shape[:-1], -1)
