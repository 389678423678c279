"""Encoder states of sentences, as the network that reads claims takes them.

Sentences are encoded, and handed on, in groups of like length, which keeps padding small.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs
import torch
from torch import Tensor

from attrib._encoder import MAX_PIECES, Encoder, PieceTokenizer, word_ends
from attrib._sentence import Sentence

_PIECES = 320  # of sentences of like length in one pass


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


@torch.inference_mode()
def encode(
    encoder: Encoder, tokenizer: PieceTokenizer, sentences: Sequence[Sentence], tap: int
) -> list[Encoded]:
    """The states of each sentence, of the layer `tap` (1 is the lowest) and of the last one."""
    words = [[word.text for word in sentence.words] for sentence in sentences]
    out: list[Encoded | None] = [None] * len(words)
    for rows in batched([len(part) + 2 for part in words]):
        pieces = tokenizer([words[i] for i in rows])
        mask = torch.tensor(pieces["attention_mask"])[:, :MAX_PIECES]
        ids = torch.tensor(pieces["input_ids"])[:, :MAX_PIECES]
        read = encoder(ids, mask).hidden_states
        for row, i in enumerate(rows):
            places = word_ends(pieces.word_ids(row), len(words[i]))[1:]
            ends = tuple(min(place, MAX_PIECES - 1) for place in places)
            length = int(mask[row].sum())
            tapped = read[tap - encoder.shape.layers - 1][row, :length]
            out[i] = Encoded(tapped, read[-1][row, list(ends)], ends)
    return [encoded for encoded in out if encoded is not None]


def batched(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The numbers of sentences of so many pieces, in batches of like length, the longest first.

    >>> list(batched([150, 7, 300, 150]))
    [[2], [0, 3], [1]]
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
