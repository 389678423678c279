"""What learns and what teaches: an encoder, with heads for reading and a network of claims."""

from __future__ import annotations

import pathlib
from typing import Generic, TypeVar

import attrs
import torch
from torch import Tensor, nn

from attrib._encoder import Encoder
from attrib._network import ClaimNetwork, NetworkShape
from attrib._states import StateGroup
from attrib.training.claims import fresh_network
from attrib.training.heads import Heads
from attrib.training.samples import Group
from attrib.training.teacher import Teacher, TeacherShape

Reads = TypeVar("Reads", Encoder, Teacher)


class Learner(nn.Module, Generic[Reads]):
    """An encoder with plain heads for reading and the network of claims."""

    def __init__(self, encoder: Reads, heads: Heads, network: ClaimNetwork) -> None:
        super().__init__()
        self.encoder: Reads = encoder
        self.heads, self.network = heads, network

    def read(self, sentences: Group) -> tuple[Tensor, StateGroup]:
        """Word vectors for the heads, and the states that the network of claims takes."""
        states = self.encoder(sentences.ids, sentences.mask).hidden_states
        words = self.heads.words(states, sentences.ends)
        return words, sentences.states(states, self.network.shape.tap)


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
