"""The shared encoder: word pieces in, contextual vectors out.

A BERT-shaped transformer (MiniLM-L6-H384 and two layers more) built from torch's own layers, with
one addition: its vocabulary is lower case, so every piece also carries the letter case it had in
the text, embedded where BERT embeds token types.  Stanza's processors read it through the two small
interfaces that they expect of a transformer and its tokenizer: `Encoder` and `PieceTokenizer`.
"""

from __future__ import annotations

import functools
import json
import pathlib
from collections.abc import Iterable, Sequence
from types import SimpleNamespace

import attrs
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from attrib._reading.layers import Embedding, lay_out, through
from attrib._reading.models import verify
from attrib._reading.products import load_ranges

NAME = "attrib-encoder"  # by which the shipped heads ask for the encoder that they share
CASES = 4  # lower (or caseless), Initial, UPPER, miXed
MAX_PIECES = 512
_KEPT = 5  # layers: Stanza mixes the last four, and the network of claims takes up the one below
_TOGETHER = 16


def letter_case(piece: str) -> int:
    """The letter case of a piece as it stands in the text: 0 lower, 1 initial, 2 upper, 3 mixed.

    >>> [letter_case(word) for word in ("bank", "Putin", "BRICS", "I", "McKay", "60")]
    [0, 1, 2, 1, 3, 0]
    """
    if piece == piece.lower():
        return 0
    if piece[1:] == piece[1:].lower():
        return 1
    return 2 if piece == piece.upper() else 3


@attrs.frozen
class EncoderShape:
    """The sizes that fix an encoder's weights (counts of vectors, layers, heads)."""

    vocabulary: int = 30522
    width: int = 384
    layers: int = 8
    heads: int = 12
    inner: int = 1536


class Encoder(nn.Module):
    """A BERT-shaped transformer whose input ids are `piece + vocabulary * letter case`."""

    # Stanza asks a transformer whether adapters were loaded into it.
    _hf_peft_config_loaded = False

    def __init__(self, shape: EncoderShape, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        self.config = SimpleNamespace(hidden_size=shape.width)
        self.pieces = Embedding(shape.vocabulary, shape.width)
        self.positions = Embedding(MAX_PIECES, shape.width)
        self.cases = Embedding(CASES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(
                shape.width,
                shape.heads,
                shape.inner,
                dropout=dropout,
                activation="gelu",
                layer_norm_eps=1e-12,
                batch_first=True,
            )
            for _ in range(shape.layers)
        )

    def forward(
        self, ids: Tensor, attention_mask: Tensor, output_hidden_states: bool = True
    ) -> SimpleNamespace:
        """Hidden states of every layer, embeddings first: tensors of batch x pieces x width."""
        case, piece = ids // self.shape.vocabulary, ids % self.shape.vocabulary
        place = torch.arange(ids.shape[1], device=ids.device)
        state = self.dropout(
            self.norm(self.pieces(piece) + self.positions(place) + self.cases(case))
        )
        padding = attention_mask == 0
        states = [state, *through(self.layers, state, padding)]
        return SimpleNamespace(hidden_states=states, last_hidden_state=states[-1])


class RememberingEncoder(Encoder):
    """A frozen encoder that reads each sentence once however many processors ask for it.

    It keeps the last layers, which Stanza's processors and the network of claims ask for, until
    told to `forget`.
    """

    def __init__(self, encoder: Encoder, precision: torch.dtype = torch.float32) -> None:
        with torch.device("meta"):  # no time lost on weights that are replaced at once
            super().__init__(encoder.shape)
        for name, part in encoder.named_children():
            setattr(self, name, part)
        self._precision = precision
        self._kept = min(_KEPT, encoder.shape.layers + 1)
        self._memory: dict[tuple[int, ...], Tensor] = {}
        self.train(False)

    def train(self, mode: bool = True) -> RememberingEncoder:
        """Stays in evaluation: what is remembered must not depend on dropout."""
        super().train(False)
        return self

    def forget(self) -> None:
        """Start anew, as for another text."""
        self._memory.clear()

    def forward(
        self, ids: Tensor, attention_mask: Tensor, output_hidden_states: bool = True
    ) -> SimpleNamespace:
        """The last layers' states, computed only for sentences not met before."""
        lengths = attention_mask.sum(1).tolist()
        keys = [tuple(row[:n]) for row, n in zip(ids.tolist(), lengths, strict=True)]
        new = [i for i, key in enumerate(keys) if key not in self._memory]
        new.sort(key=lengths.__getitem__)
        for begin in range(0, len(new), _TOGETHER):  # sentences of like length, for less padding
            chunk = new[begin : begin + _TOGETHER]
            longest = lengths[chunk[-1]]
            with torch.no_grad():
                read = super().forward(ids[chunk, :longest], attention_mask[chunk, :longest])
            for place, i in enumerate(chunk):
                states = [state[place, : lengths[i]] for state in read.hidden_states[-self._kept :]]
                self._memory[keys[i]] = torch.stack(states).to(self._precision)
        out = torch.zeros(self._kept, len(keys), ids.shape[1], self.shape.width, device=ids.device)
        for i, key in enumerate(keys):
            out[:, i, : lengths[i]] = self._memory[key].float()
        return SimpleNamespace(hidden_states=list(out), last_hidden_state=out[-1])


class Pieces(dict[str, list[list[int]]]):
    """Encoded sentences: `input_ids`, `attention_mask`, and which word each piece belongs to."""

    def __init__(
        self, ids: list[list[int]], mask: list[list[int]], words: list[list[int | None]]
    ) -> None:
        super().__init__(input_ids=ids, attention_mask=mask)
        self._words = words

    def word_ids(self, batch_index: int = 0) -> list[int | None]:
        """For each piece of one sentence the index of its word, None for special pieces."""
        return self._words[batch_index]


class PieceTokenizer:
    """Words to ids that carry the letter case; every word gets at least one piece."""

    model_max_length = MAX_PIECES

    def __init__(self, tokenizer: Tokenizer, vocabulary: int) -> None:
        self._tokenizer = tokenizer
        self._vocabulary = vocabulary

    def __call__(self, sentences: Sequence[Sequence[str]], **_options: object) -> Pieces:
        rows = [self._encode(sentence) for sentence in sentences]
        length = max((len(ids) for ids, _ in rows), default=0)
        pad = [length - len(ids) for ids, _ in rows]
        return Pieces(
            [ids + [0] * n for (ids, _), n in zip(rows, pad, strict=True)],
            [[1] * len(ids) + [0] * n for (ids, _), n in zip(rows, pad, strict=True)],
            [words + [None] * n for (_, words), n in zip(rows, pad, strict=True)],
        )

    def _encode(self, sentence: Sequence[str]) -> tuple[list[int], list[int | None]]:
        encoding = self._tokenizer.encode(list(sentence), is_pretokenized=True)
        lost = set(range(len(sentence))).difference(w for w in encoding.word_ids if w is not None)
        if lost:  # a word of control characters alone has no piece
            kept = ["-" if i in lost else word for i, word in enumerate(sentence)]
            encoding = self._tokenizer.encode(kept, is_pretokenized=True)
        ids = [
            piece if word is None else piece + self._vocabulary * letter_case(sentence[word][a:b])
            for piece, word, (a, b) in zip(
                encoding.ids, encoding.word_ids, encoding.offsets, strict=True
            )
        ]
        return ids, encoding.word_ids


def word_ends(words: Iterable[int | None], count: int) -> list[int]:
    """The position of each word's last piece, the sentence mark first.

    >>> word_ends([None, 0, 0, 1, None], 2)
    [0, 2, 3]
    """
    ends = [0] * (count + 1)
    for place, word in enumerate(words):
        if word is not None:
            ends[word + 1] = place
    return ends


def load_encoder(folder: pathlib.Path) -> tuple[Encoder, PieceTokenizer]:
    """The encoder and tokenizer saved in a folder by `save_encoder`, ready to read with."""
    shape = EncoderShape(**json.loads((folder / "encoder.json").read_text(encoding="utf8")))
    with torch.device("meta"):
        encoder = Encoder(shape)
    weights = load_file(folder / "encoder.safetensors")
    encoder.load_state_dict({name: value.float() for name, value in weights.items()}, assign=True)
    encoder.eval()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    return encoder, PieceTokenizer(tokenizer, shape.vocabulary)


def shared_encoder(folder: pathlib.Path, full: bool = False) -> tuple[Encoder, PieceTokenizer]:
    """The encoder of a verified folder of models and its tokenizer, in memory once.

    With `full` it computes in full precision on every processor.
    """
    return _laid_out(folder, full)


@functools.cache  # by all arguments, however a caller gives them
def _laid_out(folder: pathlib.Path, full: bool) -> tuple[Encoder, PieceTokenizer]:
    verify(folder)
    encoder, tokenizer = load_encoder(folder / "encoder")
    lay_out(encoder, load_ranges(folder / "encoder", full))
    return encoder, tokenizer


def save_encoder(encoder: Encoder, tokenizer: pathlib.Path, folder: pathlib.Path) -> None:
    """Write an encoder in half precision, with its shape and its tokenizer's file."""
    folder.mkdir(parents=True, exist_ok=True)
    shape = json.dumps(attrs.asdict(encoder.shape), indent=1)
    (folder / "encoder.json").write_text(shape + "\n", encoding="utf8")
    save_file(
        {name: value.half().contiguous() for name, value in encoder.state_dict().items()},
        folder / "encoder.safetensors",
    )
    (folder / "tokenizer.json").write_bytes(tokenizer.read_bytes())
