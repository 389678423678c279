"""What learns and what teaches: an encoder, with heads for reading and a network of claims."""

from __future__ import annotations

import pathlib
from typing import Generic, TypeVar

import attrs
import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib._claims.network import ClaimNetwork, NetworkShape, Words
from attrib._reading.encoder import Encoder
from attrib.training.claims import fresh_network
from attrib.training.heads import Heads
from attrib.training.samples import Rows
from attrib.training.teacher import Teacher, TeacherShape

Reads = TypeVar("Reads", Encoder, Teacher)


@attrs.frozen(eq=False)
class Read:
    """What an encoder makes of rows (rows x places x width).

    `words` is what the heads read, `tapped` and `final` are the states of the layer that the
    network of claims takes up, and of the last one.
    """

    words: Tensor
    tapped: Tensor
    final: Tensor


class Learner(nn.Module, Generic[Reads]):
    """An encoder with plain heads for reading and the network of claims."""

    def __init__(self, encoder: Reads, heads: Heads, network: ClaimNetwork) -> None:
        super().__init__()
        self.encoder: Reads = encoder
        self.heads, self.network = heads, network

    def read(self, rows: Rows) -> Read:
        """Rows of sentences through the encoder."""
        if isinstance(self.encoder, Teacher):
            states = self.encoder(rows.ids, rows.place, rows.unseen())
        else:
            states = _states(self.encoder, rows)
        return Read(self.heads.words(states), states[self.network.shape.tap], states[-1])

    def of_words(self, read: Read, rows: Rows, texts: Words) -> Tensor:
        """The states of the words of news, as `ClaimNetwork.states` gives them."""
        network = self.network
        state, unseen = network.dropout(read.tapped), rows.unseen()
        for layer in network.layers:
            state = _attended(layer, state, unseen)
        final = network.final(read.final.flatten(0, 1)[rows.words])
        lifted = network.norm(state.flatten(0, 1)[rows.words] + final + network.marks(texts.mark))
        return network.in_context(lifted, texts.text)


def _states(encoder: Encoder, rows: Rows) -> list[Tensor]:
    """The states that an encoder gives sentences, though several stand in a row."""
    size = encoder.shape.vocabulary
    pieces, cases = encoder.pieces(rows.ids % size), encoder.cases(rows.ids // size)
    unseen = rows.unseen()
    states = [encoder.dropout(encoder.norm(pieces + encoder.positions(rows.place) + cases))]
    for layer in encoder.layers:
        states.append(_attended(layer, states[-1], unseen))
    return states


def _attended(layer: nn.Module, states: Tensor, bias: Tensor) -> Tensor:
    """What one of torch's transformer layers gives, a bias added to its attention."""
    assert isinstance(layer, nn.TransformerEncoderLayer)
    attention = layer.self_attn
    inputs = functional.linear(states, attention.in_proj_weight, attention.in_proj_bias)
    split = inputs.view(*states.shape[:2], 3, attention.num_heads, -1)
    query, key, value = split.permute(2, 0, 3, 1, 4)
    dropped = attention.dropout if layer.training else 0.0
    met = functional.scaled_dot_product_attention(query, key, value, bias.to(query.dtype), dropped)
    joined = attention.out_proj(met.transpose(1, 2).flatten(2))
    states = layer.norm1(states + layer.dropout1(joined))
    inner = layer.linear2(layer.dropout(functional.gelu(layer.linear1(states))))
    out: Tensor = layer.norm2(states + layer.dropout2(inner))
    return out


def learner(encoder: Reads, labels: dict[str, tuple[str, ...]], dropout: float) -> Learner[Reads]:
    """An encoder with fresh heads and a fresh network; a teacher's stands on its last layer."""
    shape = encoder.shape
    heads = Heads(shape.width, {task: len(names) for task, names in labels.items()})
    sizes = NetworkShape(width=shape.width, heads=shape.heads, inner=shape.inner)
    if isinstance(encoder, Teacher):
        sizes = attrs.evolve(sizes, tap=shape.layers, layers=0, context_inner=2 * shape.width)
    return Learner(encoder, heads, fresh_network(encoder, sizes, dropout))


def save_teacher(teacher: Learner[Teacher], path: pathlib.Path) -> None:
    """Write a teacher's shape, and its weights in half precision."""
    weights = {name: value.half() for name, value in teacher.state_dict().items()}
    torch.save({"shape": attrs.asdict(teacher.encoder.shape), "weights": weights}, path)


def load_teaching(path: pathlib.Path, labels: dict[str, tuple[str, ...]]) -> Learner[Teacher]:
    """What `save_teacher` wrote, ready to teach."""
    saved = torch.load(path, weights_only=True)
    teacher = learner(Teacher(TeacherShape(**saved["shape"])), labels, 0.0)
    teacher.load_state_dict(saved["weights"])
    return teacher.eval()
