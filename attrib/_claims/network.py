"""The network that reads claims: encoder states in, scores of cues and of words' roles out.

It stands on the shared encoder, which it leaves as it is: it takes up the states half way, carries
them on through layers of its own, lets words see beyond their sentence, and asks two questions:
does a cue begin here, and which words are source and content of *this* cue.
"""

from __future__ import annotations

import json
import math
import pathlib

import attrs
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from attrib._reading.layers import Embedding, through
from attrib._reading.states import StateGroup

OUTSIDE, BEGIN, INSIDE = range(3)  # labels of cues
ROLES = ("O", "B-source", "I-source", "B-content", "I-content")
_DISTANCES = 40
_SENTENCES_APART = 3
_QUOTE_RELATIONS = 4
_SMALL = 1e-4


@attrs.frozen
class NetworkShape:
    """The sizes that fix the network's weights.

    `tap` is the encoder layer that it takes up, `layers` those that carry on from there, `context`
    those that see beyond the sentence, `block` half the words that these see, `reach` how many
    words before and after a cue can play a role for it.
    """

    width: int = 384
    heads: int = 12
    inner: int = 1536
    tap: int = 4
    layers: int = 4
    context: int = 2
    context_inner: int = 768
    block: int = 64
    pair: int = 160
    reach: int = 64
    marks: int = 12


@attrs.frozen(eq=False)
class Words:
    """The words of one or more texts in order, as tensors with one entry for each word.

    `mark` tells what stands between quotation marks or begins a sentence or block; `quote` is the
    number of the quotation that a word lies in (-1: none), `text` and `sentence` count on.
    """

    mark: Tensor
    quote: Tensor
    sentence: Tensor
    text: Tensor

    def part(self, begin: int, end: int) -> Words:
        """The words from one number to before another."""
        return Words(*(values[begin:end] for values in attrs.astuple(self, recurse=False)))


class LocalLayer(nn.Module):
    """A transformer layer in which a word sees its own block and the two beside it."""

    def __init__(self, shape: NetworkShape, dropout: float) -> None:
        super().__init__()
        self.heads, self.block = shape.heads, shape.block
        self.before_attention = nn.LayerNorm(shape.width)
        self.queries = nn.Linear(shape.width, shape.width)
        self.keys_values = nn.Linear(shape.width, 2 * shape.width)
        self.joined = nn.Linear(shape.width, shape.width)
        self.distance = Embedding(_DISTANCES, shape.heads)
        self.before_inner = nn.LayerNorm(shape.width)
        self.inner = nn.Sequential(
            nn.Linear(shape.width, shape.context_inner),
            nn.GELU(),
            nn.Linear(shape.context_inner, shape.width),
        )
        self.dropout = nn.Dropout(dropout)

    def forward(self, words: Tensor, hidden: Tensor) -> Tensor:
        """New states of words (blocks x block x width); `hidden` masks keys of other texts."""
        normed = self.before_attention(words)
        queries = self._split(self.queries(normed))
        keys, values = map(self._split, beside(self.keys_values(normed)).chunk(2, -1))
        place = torch.arange(3 * self.block) - self.block
        apart = place.unsqueeze(0) - torch.arange(self.block).unsqueeze(1)
        bias = self.distance(distance_bucket(apart)).permute(2, 0, 1)
        seen = functional.scaled_dot_product_attention(
            queries, keys, values, bias + hidden.unsqueeze(1) * -1e4
        )
        words = words + self.dropout(self.joined(seen.transpose(1, 2).flatten(2)))
        added: Tensor = self.dropout(self.inner(self.before_inner(words)))
        return words + added

    def _split(self, states: Tensor) -> Tensor:
        blocks, words, width = states.shape
        return states.view(blocks, words, self.heads, width // self.heads).transpose(1, 2)


def beside(blocks: Tensor) -> Tensor:
    """Each block with the one before it and the one after it.

    >>> beside(torch.tensor([[1, 2], [3, 4]])).tolist()
    [[0, 0, 1, 2, 3, 4], [1, 2, 3, 4, 0, 0]]
    """
    words = blocks.shape[1]
    blank = torch.zeros_like(blocks[:1])
    padded = torch.cat([blank, blocks, blank]).flatten(0, 1)
    return padded.unfold(0, 3 * words, words).movedim(-1, 1)


def distance_bucket(apart: Tensor) -> Tensor:
    """Signed distances as bucket numbers: exact when near, ever coarser when far.

    >>> distance_bucket(torch.tensor([-200, -1, 0, 1, 9, 11, 200])).tolist()
    [0, 18, 19, 20, 28, 29, 38]
    """
    size = apart.abs().float()
    far = 10 + (torch.log(size.clamp(min=10) / 10) * 4).floor()
    bucket = torch.where(size < 10, size, far).clamp(max=_DISTANCES // 2 - 1)
    return (_DISTANCES // 2 - 1 + apart.sign() * bucket).long()


class RoleScorer(nn.Module):
    """Scores the role of every word near a cue for that cue."""

    def __init__(self, shape: NetworkShape, dropout: float) -> None:
        super().__init__()
        size = shape.pair
        self.cue, self.word = nn.Linear(2 * shape.width, size), nn.Linear(shape.width, size)
        self.distance = Embedding(_DISTANCES, size)
        self.apart = Embedding(2 * _SENTENCES_APART + 1, size)
        self.quoted = Embedding(_QUOTE_RELATIONS, size)
        self.near = nn.Linear(3 * size, size)
        self.layer = nn.TransformerEncoderLayer(
            size, 4, 2 * size, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.norm = nn.LayerNorm(size)
        self.dropout = nn.Dropout(dropout)
        self.out = nn.Linear(size, len(ROLES))
        self.worth = nn.Linear(size, 1)

    def forward(
        self, states: Tensor, words: Words, cues: Tensor, places: Tensor, valid: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Role scores (cues x near words x roles), and one score of each cue's being a cue."""
        first, last = cues[:, 0], cues[:, 1] - 1
        cue = self.cue(torch.cat([states[first], states[last]], -1))
        before, after = places - first.unsqueeze(1), places - last.unsqueeze(1)
        distance = torch.where(before < 0, before, torch.where(after > 0, after, 0))
        sentences = words.sentence[places] - words.sentence[first].unsqueeze(1)
        near = (
            self.word(states)[places]
            + cue.unsqueeze(1)
            + self.distance(distance_bucket(distance))
            + self.apart(sentences.clamp(-_SENTENCES_APART, _SENTENCES_APART) + _SENTENCES_APART)
            + self.quoted(_quote_relation(words.quote[places], words.quote[first].unsqueeze(1)))
        )
        near = functional.gelu(near) * valid.unsqueeze(-1)
        around = [
            functional.pad(near, (0, 0, 1, 0))[:, :-1],
            functional.pad(near, (0, 0, 0, 1))[:, 1:],
        ]
        near = near + functional.gelu(self.near(torch.cat([near, *around], -1)))
        (near,) = through([self.layer], near, ~valid)
        near = self.norm(near)
        at_cue = near[:, near.shape[1] // 2]  # words are as many before a cue as after
        return self.out(self.dropout(near)), self.worth(at_cue).squeeze(-1)


def _quote_relation(word: Tensor, cue: Tensor) -> Tensor:
    """0: both outside quotations; 1: in the same; 2: only the word in one; 3: the cue in one."""
    relation = torch.where(cue >= 0, 3, torch.where(word >= 0, 2, 0))
    return torch.where((cue >= 0) & (word == cue), 1, relation)


class ClaimNetwork(nn.Module):
    """States of sentences to scores of cues and roles."""

    def __init__(self, shape: NetworkShape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                shape.width, shape.heads, shape.inner, 0.0, "gelu", 1e-12, batch_first=True
            )
            for _ in range(shape.layers)
        )
        for layer in self.layers:  # dropout only where it is cheap: on what a layer adds
            for name in ("dropout1", "dropout2"):
                setattr(layer, name, nn.Dropout(dropout))
        self.final = nn.Linear(shape.width, shape.width)
        self.marks = Embedding(shape.marks, shape.width)
        self.norm = nn.LayerNorm(shape.width)
        self.context = nn.ModuleList(LocalLayer(shape, dropout) for _ in range(shape.context))
        self.context_norm = nn.LayerNorm(shape.width)
        self.dropout = nn.Dropout(dropout)
        self.cue = nn.Linear(shape.width, 3)
        self.calibration: Tensor
        self.register_buffer("calibration", torch.tensor([1.0, 1.0, 0.0, 0.0]))
        self.roles = RoleScorer(shape, dropout)

    def states(self, groups: list[StateGroup], words: Words) -> Tensor:
        """One state for each word, which knows the words around it in the text."""
        return self.in_context(self.lifted(groups, words.mark), words.text)

    def lifted(self, groups: list[StateGroup], mark: Tensor) -> Tensor:
        """One state for each word, which knows the words around it in its sentence."""
        out = torch.zeros(len(mark), self.shape.width)
        for group in groups:
            state = self.dropout(group.tapped)
            *_, state = state, *through(self.layers, state, group.absent)
            out = out.index_copy(
                0, group.places, state[group.rows, group.ends] + self.final(group.final)
            )
        lifted: Tensor = self.norm(out + self.marks(mark))
        return lifted

    def in_context(self, words: Tensor, text: Tensor) -> Tensor:
        """The states of words that know their sentence, made to know the text around it."""
        count, block = len(words), self.shape.block
        fill = -count % block
        padded = functional.pad(words, (0, 0, 0, fill)).view(-1, block, words.shape[-1])
        texts = functional.pad(text + 1, (0, fill)).view(-1, block)
        hidden = (texts.unsqueeze(2) != beside(texts).unsqueeze(1)).float()
        for layer in self.context:
            padded = layer(padded, hidden)
        normed: Tensor = self.dropout(self.context_norm(padded.flatten(0, 1)[:count]))
        return normed

    def near(self, cues: Tensor, text: Tensor) -> tuple[Tensor, Tensor]:
        """The places of the words near each cue, and which of them are words of its text."""
        span = torch.arange(-self.shape.reach, self.shape.reach + 1)
        places = cues[:, :1] + span
        inside = (places >= 0) & (places < len(text))
        places = places.clamp(0, len(text) - 1)
        return places, inside & (text[places] == text[cues[:, :1]])

    def confidence(self, evidence: tuple[float, float, float]) -> float:
        """The calibrated probability that a relation with this evidence is right."""
        *weights, bias = self.calibration.tolist()
        total = bias + sum(
            weight * x for weight, x in zip(weights, evidence_logits(evidence), strict=True)
        )
        return 1 / (1 + math.exp(-total))


def evidence_logits(evidence: tuple[float, float, float]) -> list[float]:
    """Probabilities as log odds, kept finite."""
    return [math.log((p + _SMALL) / (1 - p + _SMALL)) for p in evidence]


def save_network(network: ClaimNetwork, folder: pathlib.Path) -> None:
    """Write a network in half precision, with its shape."""
    folder.mkdir(parents=True, exist_ok=True)
    shape = json.dumps(attrs.asdict(network.shape), indent=1)
    (folder / "claims.json").write_text(shape + "\n", encoding="utf8")
    weights = {name: value.half().contiguous() for name, value in network.state_dict().items()}
    save_file(weights, folder / "claims.safetensors")


def load_network(folder: pathlib.Path) -> ClaimNetwork:
    """The network that `save_network` wrote into a folder, ready to read with."""
    shape = NetworkShape(**json.loads((folder / "claims.json").read_text(encoding="utf8")))
    with torch.device("meta"):
        network = ClaimNetwork(shape)
    weights = load_file(folder / "claims.safetensors")
    network.load_state_dict({name: value.float() for name, value in weights.items()}, assign=True)
    return network.eval()
