"""Encoder states of sentences, as the network that reads claims takes them.

Sentences are encoded, and handed on, in groups of like length, which keeps padding small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import torch
from torch import Tensor

from attrib._reading.encoder import MAX_PIECES, Encoder, PieceTokenizer, word_ends
from attrib._sentence import Sentence

_PIECES = 1280  # of sentences of like length in one pass


@attrs.frozen(eq=False)
class Encoded:
    """One sentence: the tapped layer's state of each piece, the last layer's of each word.

    `ends` holds the place of each word's last piece.
    """

    tapped: Tensor
    final: Tensor
    ends: tuple[int, ...]


@attrs.frozen(eq=False)
class StateGroup:
    """Sentences of like length, with where their words stand among all words.

    `tapped` is batch x pieces x width, `absent` marks its padding; for each word, `rows` and `ends`
    tell where its last piece is, `final` is the encoder's last state there, `places` its number.
    """

    tapped: Tensor
    absent: Tensor
    rows: Tensor
    ends: Tensor
    final: Tensor
    places: Tensor


@attrs.frozen(eq=False)
class Pass:
    """Sentences that went through the encoder together, by their numbers.

    `states` are those of every layer that the encoder hands on (batch x pieces x width), the last
    one last; for each sentence, `lengths` counts its pieces and `ends` holds where the sentence
    mark and each word end.
    """

    numbers: tuple[int, ...]
    states: tuple[Tensor, ...]
    lengths: tuple[int, ...]
    ends: tuple[list[int], ...]

    def encoded(self, row: int, layer: int) -> Encoded:
        """What the network of claims takes of a sentence; layers count from -1, the last one."""
        ends = self.ends[row][1:]
        tapped = self.states[layer][row, : self.lengths[row]]
        return Encoded(tapped, self.states[-1][row, ends], tuple(ends))

    def top(self, row: int, count: int) -> Tensor:
        """The last layers' states of the sentence mark and each word (layers x words x width)."""
        return torch.stack([state[row, self.ends[row]] for state in self.states[-count:]])


def passes(
    encoder: Encoder, tokenizer: PieceTokenizer, sentences: Sequence[Sequence[str]]
) -> Iterator[Pass]:
    """Sentences of words through the encoder, each once, in batches of like length."""
    for numbers in batched([len(words) + 2 for words in sentences]):
        pieces = tokenizer([sentences[i] for i in numbers])
        mask = torch.tensor(pieces["attention_mask"])[:, :MAX_PIECES]
        ids = torch.tensor(pieces["input_ids"])[:, :MAX_PIECES]
        ends = [
            [min(end, MAX_PIECES - 1) for end in word_ends(pieces.word_ids(row), len(sentences[i]))]
            for row, i in enumerate(numbers)
        ]
        states = encoder(ids, mask).hidden_states
        yield Pass(tuple(numbers), tuple(states), tuple(mask.sum(1).tolist()), tuple(ends))


@torch.inference_mode()
def encode(
    encoder: Encoder, tokenizer: PieceTokenizer, sentences: Sequence[Sentence], tap: int
) -> list[Encoded]:
    """The states of each sentence, of the layer `tap` (1 is the lowest) and of the last one."""
    words = [[word.text for word in sentence.words] for sentence in sentences]
    layer = tap - encoder.shape.layers - 1
    found = {
        number: read.encoded(row, layer)
        for read in passes(encoder, tokenizer, words)
        for row, number in enumerate(read.numbers)
    }
    return [found[number] for number in range(len(words))]


def batched(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of sentences of so many pieces, in batches of like length, the longest first.

    >>> list(batched([700, 7, 1200, 500]))
    [[2], [0], [1, 3]]
    """
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    while order:
        count = max(1, _PIECES // max(1, lengths[order[-1]]))
        yield order[-count:]
        del order[-count:]


def grouped(sentences: Sequence[Encoded]) -> list[StateGroup]:
    """Sentences in the order of the text, as groups of like length."""
    numbered = []
    place = 0
    for sentence in sentences:
        numbered.append((sentence, place))
        place += len(sentence.ends)
    lengths = [len(sentence.tapped) for sentence in sentences]
    return [_group([numbered[i] for i in part]) for part in batched(lengths)]


def _group(part: Sequence[tuple[Encoded, int]]) -> StateGroup:
    longest = part[-1][0].tapped
    tapped = torch.zeros(len(part), *longest.shape)
    absent = torch.ones(len(part), len(longest), dtype=torch.bool)
    for row, (sentence, _) in enumerate(part):
        tapped[row, : len(sentence.tapped)] = sentence.tapped.float()
        absent[row, : len(sentence.tapped)] = False
    return StateGroup(
        tapped,
        absent,
        torch.tensor([row for row, (s, _) in enumerate(part) for _ in s.ends]),
        torch.tensor([end for s, _ in part for end in s.ends]),
        torch.cat([s.final for s, _ in part]).float(),
        torch.tensor([place + i for s, place in part for i in range(len(s.ends))]),
    )
