"""Plain heads for every reading task, thrown away after training: they only shape the encoder.

Stanza's own trainers then train its processors on the encoder that results.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib.training.samples import IGNORED, Group

_LAYERS = 4  # Stanza mixes the last four layers of a transformer
_WEIGHTS = {"names": 2.0}  # of the tasks that do not count once
_ARC, _RELATION = 256, 128

Scores = dict[str, Tensor]


class Heads(nn.Module):
    """One linear layer for each tagging task, and a biaffine parser (Dozat and Manning, 2017)."""

    def __init__(self, width: int, sizes: dict[str, int]) -> None:
        super().__init__()
        self.mix = nn.Parameter(torch.zeros(_LAYERS))
        self.tags = nn.ModuleDict(
            {task: nn.Linear(width, size) for task, size in sizes.items() if task != "deprel"}
        )
        self.arc_head, self.arc_dependent = nn.Linear(width, _ARC), nn.Linear(width, _ARC)
        self.rel_head, self.rel_dependent = nn.Linear(width, _RELATION), nn.Linear(width, _RELATION)
        self.arc = nn.Parameter(torch.zeros(_ARC + 1, _ARC))
        self.rel = nn.Parameter(torch.zeros(sizes["deprel"], _RELATION + 1, _RELATION + 1))
        self.dropout = nn.Dropout(0.2)

    def words(self, states: Sequence[Tensor], ends: Tensor) -> Tensor:
        """Word vectors, sentence mark first: batch x (1 + words) x width."""
        weights = functional.softmax(self.mix, 0)
        mixed = torch.einsum("l,lbpw->bpw", weights, torch.stack(list(states[-_LAYERS:])))
        words: Tensor = mixed.gather(1, ends.unsqueeze(-1).expand(-1, -1, mixed.shape[-1]))
        dropped: Tensor = self.dropout(words)
        return dropped

    def scores(self, words: Tensor, known: Tensor) -> Scores:
        """Scores of every tag, and of every word (and the mark) as head, for each word."""
        out = {task: layer(words[:, 1:]).float() for task, layer in self.tags.items()}
        head, dependent = torch.relu(self.arc_head(words)), torch.relu(self.arc_dependent(words))
        arcs = (_biased(dependent[:, 1:]) @ self.arc @ head.transpose(1, 2)).float()
        absent = functional.pad(~known, (1, 0))
        return out | {"head": arcs.masked_fill(absent.unsqueeze(1), -1e4)}

    def relations(self, words: Tensor, attached: Tensor) -> Tensor:
        """Scores of every relation of each word to the head it is attached to."""
        head, dependent = torch.relu(self.rel_head(words)), torch.relu(self.rel_dependent(words))
        chosen = head.gather(1, attached.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        scores: Tensor = torch.einsum(
            "bwi,rij,bwj->bwr", _biased(dependent[:, 1:]), self.rel, _biased(chosen)
        )
        return scores.float()


def _biased(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def attachments(group: Group, told: Scores | None) -> Tensor:
    """The head of each word as annotated, else as told, else the mark."""
    guess = told["head"].argmax(-1) if told else torch.zeros_like(group.known, dtype=torch.long)
    target = group.targets.get("head")
    return guess if target is None else torch.where(target >= 0, target, guess)


def reading_loss(scores: Scores, group: Group, told: Scores | None, share: float) -> Tensor:
    """The loss of all tasks: of annotated labels, and of a teacher's probabilities by a share."""
    losses = []
    for task, score in scores.items():
        weight = _WEIGHTS.get(task, 1.0)
        if told:
            soft = -(told[task] * torch.log_softmax(score, -1)).sum(-1)
            mean = (soft * group.known).sum() / group.known.sum()
            losses.append(weight * share * mean)
        if task in group.annotated:
            gold = functional.cross_entropy(
                score.flatten(0, 1), group.targets[task].flatten(), ignore_index=IGNORED
            )
            losses.append(weight * (1 - share if told else 1.0) * gold)
    return torch.stack(losses).sum() if losses else torch.zeros(())
