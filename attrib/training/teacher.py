"""The teacher: MPNet-base, an encoder too large to ship, in the shape that training asks for.

MPNet (Song et al., 2020) has BERT's pieces, four places further on in its vocabulary, so teacher
and pupil read the same ids.  Its letter cases are embedded as the pupil's are.
"""

from __future__ import annotations

import math
import pathlib
from contextlib import nullcontext

import attrs
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from attrib._reading.encoder import CASES, EncoderShape

_SHIFT = 4
_SPECIAL = {101: 0, 102: 2}  # BERT's [CLS] and [SEP]: what a sentence begins and ends with
_FIRST_POSITION = 2
_BUCKETS, _FARTHEST = 32, 128


@attrs.frozen
class TeacherShape:
    """The sizes of MPNet-base (counts of vectors, layers, heads)."""

    vocabulary: int = 30527
    positions: int = 514
    width: int = 768
    layers: int = 12
    heads: int = 12
    inner: int = 3072


class TeacherLayer(nn.Module):
    """A transformer layer whose attention knows how far apart two pieces are."""

    def __init__(self, shape: TeacherShape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.inputs = nn.Linear(shape.width, 3 * shape.width)
        self.joined = nn.Linear(shape.width, shape.width)
        self.linear1 = nn.Linear(shape.width, shape.inner)
        self.linear2 = nn.Linear(shape.inner, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-5)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-5)
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        """New states (batch x pieces x width); `bias` is added to the attention's scores."""
        batch, pieces, width = states.shape
        split = self.inputs(states).view(batch, pieces, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        met = functional.scaled_dot_product_attention(query, key, value, bias.to(query.dtype))
        joined = self.joined(met.transpose(1, 2).flatten(2))
        states = self.norm1(states + self.dropout(joined))
        inner = self.linear2(functional.gelu(self.linear1(states)))
        out: Tensor = self.norm2(states + self.dropout(inner))
        return out


class Teacher(nn.Module):
    """MPNet as an encoder whose ids are `piece + vocabulary * letter case`, BERT's pieces."""

    def __init__(self, shape: TeacherShape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.cases = nn.Embedding(CASES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-5)
        self.dropout = nn.Dropout(dropout)
        self.apart = nn.Embedding(_BUCKETS, shape.heads)
        self.layers = nn.ModuleList(TeacherLayer(shape, dropout) for _ in range(shape.layers))
        nn.init.zeros_(self.cases.weight)
        own = torch.arange(EncoderShape().vocabulary) + _SHIFT
        for theirs, ours in _SPECIAL.items():
            own[theirs] = ours
        self.own: Tensor
        self.register_buffer("own", own, persistent=False)

    def forward(self, ids: Tensor, place: Tensor, unseen: Tensor) -> list[Tensor]:
        """Hidden states of every layer, embeddings first: tensors of rows x places x width.

        `place` counts the pieces of a sentence, and `unseen` (rows x 1 x places x places) is added
        to the attention.
        """
        rounded = self.norm.weight.dtype != torch.float32  # then nothing is left to be cast
        with torch.autocast(ids.device.type, enabled=False) if rounded else nullcontext():
            case, piece = ids // len(self.own), self.own[ids % len(self.own)]
            state = self.pieces(piece) + self.positions(place + _FIRST_POSITION) + self.cases(case)
            states = [self.dropout(self.norm(state))]
            bias = self._bias(unseen)
            for layer in self.layers:
                states.append(layer(states[-1], bias))
        return states

    def _bias(self, unseen: Tensor) -> Tensor:
        row = torch.arange(unseen.shape[-1], device=unseen.device)
        apart: Tensor = self.apart(bucket(row.unsqueeze(0) - row.unsqueeze(1))).permute(2, 0, 1)
        return apart + unseen.to(apart.dtype)


def bucket(apart: Tensor) -> Tensor:
    """Signed distances as numbers of buckets, as T5 and MPNet count them.

    >>> bucket(torch.tensor([-200, -1, 0, 1, 7, 8, 200])).tolist()
    [15, 1, 0, 17, 23, 24, 31]
    """
    half = _BUCKETS // 2
    exact = half // 2
    size = apart.abs()
    far = torch.log(size.clamp(min=1) / exact) / math.log(_FARTHEST / exact) * (half - exact)
    far = (exact + far.long()).clamp(max=half - 1)
    return (apart > 0) * half + torch.where(size < exact, size, far)


_PARTS = {
    "joined": "attention.attn.o",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm1": "attention.LayerNorm",
    "norm2": "output.LayerNorm",
}


def load_teacher(
    path: pathlib.Path, dropout: float, shape: TeacherShape = TeacherShape()
) -> Teacher:
    """MPNet out of a file of safetensors, its names those of the transformers library."""
    weights = load_file(path)
    teacher = Teacher(shape, dropout)
    teacher.load_state_dict(_renamed(weights, shape) | {"cases.weight": teacher.cases.weight})
    return teacher


def _renamed(weights: dict[str, Tensor], shape: TeacherShape) -> dict[str, Tensor]:
    state = {
        "pieces.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
        "apart.weight": weights["encoder.relative_attention_bias.weight"],
    }
    for layer in range(shape.layers):
        block, own = f"encoder.layer.{layer}.", f"layers.{layer}."
        for kind in ("weight", "bias"):
            names = [f"{block}attention.attn.{name}.{kind}" for name in "qkv"]
            state[f"{own}inputs.{kind}"] = torch.cat([weights[name] for name in names])
            for part, theirs in _PARTS.items():
                state[f"{own}{part}.{kind}"] = weights[f"{block}{theirs}.{kind}"]
    return state
