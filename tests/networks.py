"""Tiny networks that read claims, and made-up encoder states for them to read."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
import torch

from attrib._claims.network import ClaimNetwork, NetworkShape, Words
from attrib._reading.states import Encoded

SHAPE = NetworkShape(
    width=24,
    heads=2,
    inner=32,
    tap=1,
    layers=1,
    context=1,
    context_inner=32,
    block=4,
    pair=16,
    reach=5,
)


def tiny(seed: int = 0, **sizes: int) -> ClaimNetwork:
    """An untrained network, always the same one for a seed."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return ClaimNetwork(attrs.evolve(SHAPE, **sizes), 0.0).eval()


def random_states(*size: int, seed: int = 0) -> torch.Tensor:
    """Made-up states, always the same ones for a seed."""
    return torch.randn(*size, generator=torch.Generator().manual_seed(seed))


def encoded(words: int, seed: int = 0) -> Encoded:
    """A sentence of so many words, each of one piece, between the pieces that mark its ends."""
    both = random_states(2 * words + 2, SHAPE.width, seed=seed)
    return Encoded(both[: words + 2], both[words + 2 :], tuple(range(1, words + 1)))


def plain_words(*texts: Sequence[int]) -> Words:
    """The words of texts without quotations, each given by the lengths of its sentences."""
    sentence = [i for text in texts for i, length in enumerate(text) for _ in range(length)]
    text = [i for i, lengths in enumerate(texts) for _ in range(sum(lengths))]
    return Words(
        mark=torch.zeros(len(text), dtype=torch.long),
        quote=torch.full((len(text),), -1),
        sentence=torch.tensor(sentence, dtype=torch.long),
        text=torch.tensor(text, dtype=torch.long),
    )
