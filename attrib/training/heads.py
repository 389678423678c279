"""Plain heads for every reading task, thrown away after training: they only shape the encoder.

Stanza's own trainers then train its processors on the encoder that results.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from attrib.training.samples import IGNORED, Rows

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

    def words(self, states: Sequence[Tensor]) -> Tensor:
        """What the heads read at each place: rows x places x width."""
        weights = functional.softmax(self.mix, 0)
        mixed = torch.einsum("l,lrpw->rpw", weights, torch.stack(list(states[-_LAYERS:])))
        dropped: Tensor = self.dropout(mixed)
        return dropped

    def scores(self, words: Tensor, rows: Rows) -> Scores:
        """Scores of every tag, and of every place of its row as head, for each place."""
        out = {task: layer(words).float() for task, layer in self.tags.items()}
        head, dependent = torch.relu(self.arc_head(words)), torch.relu(self.arc_dependent(words))
        arcs = (_biased(dependent) @ self.arc @ head.transpose(1, 2)).float()
        able = rows.together() & (rows.known | (rows.place == 0)).unsqueeze(1)
        return out | {"head": arcs.masked_fill(~able, -1e4)}

    def relations(self, words: Tensor, attached: Tensor) -> Tensor:
        """Scores of every relation of each place to the one that it is attached to."""
        head, dependent = torch.relu(self.rel_head(words)), torch.relu(self.rel_dependent(words))
        chosen = head.gather(1, attached.unsqueeze(-1).expand(-1, -1, head.shape[-1]))
        scores: Tensor = torch.einsum(
            "rpi,lij,rpj->rpl", _biased(dependent), self.rel, _biased(chosen)
        )
        return scores.float()


def _biased(x: Tensor) -> Tensor:
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def attachments(rows: Rows, told: Scores | None) -> Tensor:
    """The place of each word's head as annotated, else as told, else the mark's."""
    guess = told["head"].argmax(-1) if told else rows.marks
    target = rows.targets.get("head")
    return guess if target is None else torch.where(target >= 0, target, guess)


def reading_loss(scores: Scores, rows: Rows, told: Scores | None, share: float) -> Tensor:
    """The loss of all tasks: of annotated labels, and of a teacher's probabilities by a share."""
    losses = []
    for task, score in scores.items():
        weight = _WEIGHTS.get(task, 1.0)
        if told:
            soft = -(told[task] * torch.log_softmax(score, -1)).sum(-1)
            losses.append(weight * share * (soft * rows.weight).sum())
        if task in rows.targets:
            gold = functional.cross_entropy(
                score.flatten(0, 1), rows.targets[task].flatten(), ignore_index=IGNORED
            )
            losses.append(weight * (1 - share if told else 1.0) * gold)
    return torch.stack(losses).sum() if losses else torch.zeros(())
