"""Fit the shared encoder to claims while it goes on reading as it did.

The encoder's layers are trained together with the network of claims that stands on them.  What
Stanza's processors see of the encoder, the mean of its last four layers at each word's last piece,
is held where it was (the states of the encoder before are the teacher's; Hinton et al., 2015), on
news and on the treebanks' sentences, so that the processors need no training anew.
"""

from __future__ import annotations

import copy
import logging
import random
from collections.abc import Iterator, Sequence

import attrs
import torch
from torch import Tensor, nn

from attrib._encoder import MAX_PIECES, Encoder, PieceTokenizer, word_ends
from attrib._network import ClaimNetwork
from attrib._states import StateGroup, batched
from attrib.training.claims import Passage, batches, drift, falling_rate, gathered_words, loss_over

_log = logging.getLogger(__name__)
_SEEN_LAYERS = 4  # Stanza's processors take the mean of so many


@attrs.frozen
class AdaptationRecipe:
    """How long and how fast to adapt; `held` weighs how firmly the old states are kept."""

    epochs: int = 1
    words: int = 1400
    treebank_words: int = 300
    encoder_rate: float = 6e-5
    layer_rate: float = 1e-4
    rate: float = 2e-4
    warmup: float = 0.03
    averaging: float = 0.995
    held: float = 20.0
    seed: int = 2


@attrs.frozen(eq=False)
class Taught:
    """A sentence as pieces, with the place of each word's last piece and what was seen there."""

    pieces: tuple[int, ...]
    ends: tuple[int, ...]
    seen: Tensor


@torch.no_grad()
def taught(
    encoder: Encoder, tokenizer: PieceTokenizer, sentences: Sequence[Sequence[str]]
) -> list[Taught]:
    """Sentences with the states that the processors see of the encoder as it is."""
    blank = torch.empty(0)
    plain = []
    for words in sentences:
        pieces = tokenizer([words])
        ends = word_ends(pieces.word_ids(0), len(words))[1:]
        ids = tuple(pieces["input_ids"][0][:MAX_PIECES])
        plain.append(Taught(ids, tuple(min(end, MAX_PIECES - 1) for end in ends), blank))
    out = list(plain)
    for numbers in batched([len(sentence.pieces) for sentence in plain]):
        group, seen = _read(encoder, [plain[i] for i in numbers], 0)
        rows = group.rows
        for row, i in enumerate(numbers):
            out[i] = attrs.evolve(plain[i], seen=seen[rows == row].half())
    return out


def _read(encoder: Encoder, part: Sequence[Taught], tap: int) -> tuple[StateGroup, Tensor]:
    """Sentences through the encoder: what the network takes of it, and what the processors see."""
    longest = max(len(sentence.pieces) for sentence in part)
    ids = torch.tensor([[*s.pieces, *[0] * (longest - len(s.pieces))] for s in part])
    mask = torch.arange(longest) < torch.tensor([[len(s.pieces)] for s in part])
    states = encoder(ids, mask.long()).hidden_states
    rows = torch.tensor([row for row, s in enumerate(part) for _ in s.ends])
    ends = torch.tensor([end for s in part for end in s.ends])
    seen = torch.stack([state[rows, ends] for state in states[-_SEEN_LAYERS:]]).mean(0)
    return StateGroup(states[tap], ~mask, rows, ends, states[-1][rows, ends], rows), seen


def read_batch(
    encoder: Encoder, sentences: Sequence[Taught], tap: int
) -> tuple[list[StateGroup], Tensor]:
    """Sentences in the order of the text, as groups for the network, and how far they drifted."""
    firsts, place = [], 0
    for sentence in sentences:
        firsts.append(place)
        place += len(sentence.ends)
    groups, apart = [], torch.zeros(())
    for numbers in batched([len(sentence.pieces) for sentence in sentences]):
        part = [sentences[i] for i in numbers]
        group, seen = _read(encoder, part, tap)
        places = torch.tensor(
            [firsts[i] + k for i in numbers for k in range(len(sentences[i].ends))]
        )
        groups.append(attrs.evolve(group, places=places))
        apart = apart + _apart(seen, torch.cat([s.seen for s in part]).float())
    return groups, apart / max(1, place)


def _apart(seen: Tensor, before: Tensor) -> Tensor:
    """The squared distance of states from those before, relative to their size, summed."""
    return ((seen - before).square().sum(-1) / before.square().sum(-1)).sum()


def adapt(
    encoder: Encoder,
    network: ClaimNetwork,
    data: Sequence[Passage[Taught]],
    treebank: Sequence[Taught],
    recipe: AdaptationRecipe,
) -> Iterator[tuple[Encoder, ClaimNetwork]]:
    """Train both together; their running averages, every hundred steps and at the end."""
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    schedule = [b for _ in range(recipe.epochs) for b in batches(data, recipe.words, rng)]
    model = nn.ModuleList([encoder, network])
    optimizer = _optimizer(encoder, network, recipe)
    scheduler = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: falling_rate(step / len(schedule), recipe.warmup)
    )
    average = (copy.deepcopy(encoder), copy.deepcopy(network))
    for step, batch in enumerate(schedule, 1):
        network.train()  # without dropout in the encoder its states can be held exactly
        sentences = [sentence for passage in batch for sentence in passage.states]
        groups, apart = read_batch(encoder, sentences, network.shape.tap)
        loss, shown = loss_over(network, groups, gathered_words(batch), batch, rng)
        others = _some(treebank, recipe.treebank_words, rng)
        apart = apart + read_batch(encoder, others, 0)[1] if others else apart
        optimizer.zero_grad()
        (loss + recipe.held * apart).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        kept = min(recipe.averaging, step / (step + 10))
        drift(average[0], encoder, kept), drift(average[1], network, kept)
        if step % 20 == 0:
            parts = " ".join(f"{name} {value:.3f}" for name, value in shown.items())
            _log.info("step %d/%d %s apart %.4f", step, len(schedule), parts, apart.item())
        if step % 100 == 0 or step == len(schedule):
            yield average


def _optimizer(
    encoder: Encoder, network: ClaimNetwork, recipe: AdaptationRecipe
) -> torch.optim.Optimizer:
    inherited = {id(p) for p in network.layers.parameters()}
    new = [p for p in network.parameters() if id(p) not in inherited]
    groups = [
        {"params": encoder.parameters(), "lr": recipe.encoder_rate},
        {"params": network.layers.parameters(), "lr": recipe.layer_rate},
        {"params": new, "lr": recipe.rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _some(sentences: Sequence[Taught], words: int, rng: random.Random) -> list[Taught]:
    """Sentences drawn at random, of about so many words."""
    drawn: list[Taught] = []
    while sentences and words > 0:
        drawn.append(rng.choice(sentences))
        words -= max(1, len(drawn[-1].ends))
    return drawn
