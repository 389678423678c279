"""The teacher: it computes what MPNet computes, from BERT's pieces."""

from __future__ import annotations

import pathlib

import attrs
import pytest
import torch
from safetensors.torch import save_file

from attrib._reading.encoder import EncoderShape
from attrib.training.teacher import TeacherShape, load_teacher

transformers = pytest.importorskip("transformers", reason="MPNet is taken from transformers")
SHAPE = TeacherShape(width=24, layers=3, heads=2, inner=40)
BERT, BEGIN, END = EncoderShape().vocabulary, 101, 102


@pytest.fixture(scope="module")
def theirs() -> torch.nn.Module:
    """A small MPNet of random weights."""
    config = transformers.MPNetConfig(
        vocab_size=SHAPE.vocabulary,
        hidden_size=SHAPE.width,
        num_hidden_layers=SHAPE.layers,
        num_attention_heads=SHAPE.heads,
        intermediate_size=SHAPE.inner,
        max_position_embeddings=SHAPE.positions,
        layer_norm_eps=1e-5,
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model: torch.nn.Module = transformers.MPNetModel(config, add_pooling_layer=False).eval()
        for parameter in model.parameters():
            torch.nn.init.normal_(parameter, std=0.3)
    return model


@pytest.fixture
def weights(theirs: torch.nn.Module, tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "model.safetensors"
    save_file({name: value.contiguous() for name, value in theirs.state_dict().items()}, path)
    return path


def alone(ids: torch.Tensor, mask: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The place of each piece, and what hides what fills up, where every row is one sentence."""
    return torch.arange(ids.shape[1]).expand_as(ids), (mask[:, None, None] == 0) * -1e4


def test_the_teacher_is_mpnet(theirs: torch.nn.Module, weights: pathlib.Path) -> None:
    """On lower-case pieces, a sentence of any length has the states that MPNet gives it."""
    teacher = load_teacher(weights, 0.0, SHAPE).eval()
    ids = torch.tensor([[BEGIN, *range(2000, 2300), END], [BEGIN, 2000, END, *[0] * 299]])
    mask = (ids > 0).long()
    pieces = torch.where(mask > 0, ids + 4, 1).masked_fill(ids == BEGIN, 0)
    pieces = pieces.masked_fill(ids == END, 2)
    with torch.inference_mode():
        expected = theirs(pieces, attention_mask=mask).last_hidden_state
        *_, found = teacher(ids, *alone(ids, mask))
    for row, length in enumerate(mask.sum(1).tolist()):
        torch.testing.assert_close(
            found[row, :length], expected[row, :length], atol=1e-4, rtol=1e-4
        )


def test_the_teacher_hands_on_every_layer(weights: pathlib.Path) -> None:
    """The states are those of the embeddings and of each layer."""
    teacher = load_teacher(weights, 0.0, SHAPE).eval()
    ids = torch.tensor([[BEGIN, 2000, END]])
    with torch.inference_mode():
        read = teacher(ids, *alone(ids, torch.ones_like(ids)))
    assert [tuple(states.shape) for states in read] == [(1, 3, SHAPE.width)] * (SHAPE.layers + 1)


def test_letter_case_can_be_learned(weights: pathlib.Path) -> None:
    """A piece in another letter case is the same piece, until its case is learned."""
    teacher = load_teacher(weights, 0.0, SHAPE).eval()
    low, high = (torch.tensor([[BEGIN, 2000 + case * BERT, END]]) for case in (0, 2))
    place, unseen = alone(low, torch.ones_like(low))
    with torch.inference_mode():
        assert torch.equal(*(teacher(ids, place, unseen)[-1] for ids in (low, high)))
        torch.nn.init.ones_(teacher.cases.weight[2])
        assert not torch.equal(*(teacher(ids, place, unseen)[-1] for ids in (low, high)))


def test_other_sizes_are_refused(weights: pathlib.Path) -> None:
    """Weights of another shape than the teacher's are not taken."""
    with pytest.raises(RuntimeError, match="size mismatch"):
        load_teacher(weights, 0.0, attrs.evolve(SHAPE, inner=48))
