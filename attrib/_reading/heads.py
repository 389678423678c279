"""The shipped heads: tags, dependencies and names, read off the encoder's states of a sentence.

Each is a Stanza model of the plainest kind: one network of LSTMs over a mix of the encoder's last
layers, with no characters and no word vectors.  Stanza's processors ask the encoder anew for every
model and prepare inputs that these do not take; here the sentences' states are given, and all
sentences of a text go through each head together.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import attrs
import numpy as np
import torch
from numpy.typing import NDArray
from stanza.models.common.vocab import VOCAB_PREFIX_SIZE, CompositeVocab
from stanza.models.depparse.model import GraphParser
from stanza.models.ner.model import NERTagger
from stanza.models.ner.trainer import fix_singleton_tags
from stanza.models.ner.utils import decode_from_bioes
from stanza.models.pos.model import Tagger
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import PackedSequence

from attrib._reading.lemmas import Lemmatizer
from attrib._reading.parsing import Arc, decodable, trees

LAYERS = 4  # of the encoder, the last ones, that every head mixes
_COLUMNS = ["upos", "xpos", "feats"]

Tags = tuple[str, str, str]  # universal part of speech, the treebank's own, features
Named = tuple[int, int, str]  # the first word, the one after the last, the type


@attrs.frozen
class Analysis:
    """What is read of one sentence: tags, arc and lemma of each word, and the names in it."""

    tags: tuple[Tags, ...]
    arcs: tuple[Arc, ...]
    lemmas: tuple[str, ...]
    names: tuple[Named, ...]


@attrs.frozen(eq=False)
class Heads:
    """The models of a pipeline's processors, all of the kind that is read here."""

    tagger: Tagger
    parser: GraphParser
    namer: NERTagger
    lemmatizer: Lemmatizer

    @staticmethod
    def of(processors: Mapping[str, Any], encoder: object) -> Heads | None:
        """The heads of a pipeline; None if one of them needs more than this encoder's states."""
        pos, depparse, ner, lemma = (processors[n] for n in ("pos", "depparse", "ner", "lemma"))
        tagger, parser, namer = pos.trainer.model, depparse.trainer.model, ner.trainers[0].model
        lemmatizer = Lemmatizer.of(lemma)
        plain = (
            _plain(tagger, encoder)
            and _plain(parser, encoder)
            and _plain(namer, encoder)
            and parser.args["tag_emb_dim"] == 0
            and _plain_tagger(tagger)
            and _plain_namer(ner)
            and decodable(parser, depparse.config)
        )
        if lemmatizer is None or not plain:
            return None
        for model in (tagger, parser, namer):
            model.eval()
        return Heads(tagger, parser, namer, lemmatizer)

    def read(self, words: Sequence[Sequence[str]], top: Sequence[Tensor]) -> list[Analysis]:
        """What is read of sentences, from their `LAYERS` x (mark and words) x width states."""
        if not words:
            return []
        sizes = [len(sentence) for sentence in words]
        states = torch.cat(list(top), 1)
        tags = _tags(self.tagger, states, sizes)
        arcs = _arcs(self.parser, states, sizes)
        names = _names(self.namer, states, sizes)
        pairs = [
            (word, tag[0])
            for sentence, row in zip(words, tags, strict=True)
            for word, tag in zip(sentence, row, strict=True)
        ]
        found = iter(self.lemmatizer.lemmas(pairs))
        lemma = [tuple(next(found) for _ in sentence) for sentence in words]
        return list(map(Analysis, tags, arcs, lemma, names))


def _plain(model: Any, encoder: object) -> bool:
    """Whether a head's only input is a mix of this encoder's last layers."""
    args = model.args
    return (
        model.bert_model is encoder
        and model.peft_name is None
        and model.bert_layer_mix is not None
        and model.bert_layer_mix.in_features == LAYERS
        and args["word_emb_dim"] == 0
        and not args["char"]
        and not args["pretrain"]
    )


def _plain_tagger(tagger: Any) -> bool:
    one = not isinstance(tagger.vocab["xpos"], CompositeVocab)
    several = isinstance(tagger.vocab["feats"], CompositeVocab)
    return tagger.share_hid and tagger.tag_names == _COLUMNS and one and several


def _plain_namer(processor: Any) -> bool:
    return len(processor.trainers) == 1 and len(processor.trainers[0].model.tag_clfs) == 1


@attrs.frozen(eq=False)
class Packing:
    """The order in which an LSTM takes the words of sentences: first words, second words, ...

    Sentences follow by length, the longest first: `order` holds their numbers.  `places` tells
    where each packed word stands among all, `sizes` how many sentences have a first word, a second.
    """

    order: tuple[int, ...]
    places: Tensor
    sizes: Tensor


def packing(lengths: Sequence[int], skip: int = 0) -> Packing:
    """How sentences of such lengths are packed where `skip` places stand before each.

    >>> packing([1, 3]).places.tolist()
    [1, 0, 2, 3]
    >>> packing([1, 3], skip=1).places.tolist()
    [3, 1, 4, 5]
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    sizes = torch.tensor(lengths)
    begins = (sizes + skip).cumsum(0) - sizes
    steps = torch.arange(max(lengths)).unsqueeze(1)
    inside = steps < sizes[order]
    places = (begins[order] + steps)[inside]
    return Packing(tuple(order), places, inside.sum(1))


def _recurrent(lstm: Any, states: Tensor, packed: Packing, first: Sequence[Tensor]) -> Tensor:
    """The LSTM's states of the packed words."""
    count = len(packed.order)
    initial = tuple(part.expand(-1, count, -1).contiguous() for part in first)
    given = PackedSequence(states[packed.places], packed.sizes)
    out, _ = lstm(given, None, hx=initial)
    found: Tensor = out.data
    return found


def _unpacked(values: Tensor, packed: Packing, count: int) -> Tensor:
    """Values of packed words where each word stands among `count` places."""
    out = values.new_zeros(count, *values.shape[1:])
    out[packed.places] = values
    return out


def _mixed(model: Any, states: Tensor) -> Tensor:
    """One state for each place, mixed from those of the layers as the model has learned."""
    mixed: Tensor = torch.tensordot(model.bert_layer_mix.weight[0] + 1 / LAYERS, states, 1)
    return mixed


def _tags(tagger: Any, states: Tensor, lengths: Sequence[int]) -> list[tuple[Tags, ...]]:
    packed = packing(lengths, skip=1)
    first = (tagger.taggerlstm_h_init, tagger.taggerlstm_c_init)
    read = _recurrent(tagger.taggerlstm, _mixed(tagger, states), packed, first)
    hidden = functional.relu(tagger.upos_hid(_unpacked(read, packed, states.shape[1])))
    best = [tagger.upos_clf, tagger.tag_clf["xpos"], *tagger.tag_clf["feats"]]
    rows = torch.stack([score(hidden).argmax(1) for score in best], 1).tolist()
    vocabulary = tagger.vocab

    @functools.cache
    def named(upos: int, xpos: int, *feats: int) -> Tags:
        return (
            vocabulary["upos"].id2unit(upos),
            vocabulary["xpos"].id2unit(xpos),
            vocabulary["feats"].id2unit(feats).removeprefix("_"),
        )

    begins = _begins(lengths)
    return [
        tuple(named(*row) for row in rows[begin : begin + length])
        for begin, length in zip(begins, lengths, strict=True)
    ]


def _begins(lengths: Sequence[int]) -> list[int]:
    """Where the words of each sentence begin among all places, each sentence's mark before them."""
    begins, place = [], 0
    for length in lengths:
        begins.append(place + 1)
        place += 1 + length
    return begins


def _arcs(parser: Any, states: Tensor, lengths: Sequence[int]) -> list[tuple[Arc, ...]]:
    marked = [1 + length for length in lengths]
    packed = packing(marked)
    first = (parser.parserlstm_h_init, parser.parserlstm_c_init)
    read = _recurrent(parser.parserlstm, _mixed(parser, states), packed, first)
    sentences = _unpacked(read, packed, states.shape[1]).split_with_sizes(marked)
    return [tuple(tree) for tree in trees(parser, sentences)]


def _names(namer: Any, states: Tensor, lengths: Sequence[int]) -> list[tuple[Named, ...]]:
    packed = packing(lengths, skip=1)
    mixed = _mixed(namer, states)
    if namer.input_transform:
        mixed = namer.input_transform(mixed)
    first = (namer.taggerlstm_h_init, namer.taggerlstm_c_init)
    scores = namer.tag_clfs[0](_recurrent(namer.taggerlstm, mixed, packed, first))
    moves = namer.crits[0]._transitions
    found: list[tuple[Named, ...]] = [()] * len(lengths)
    paths = best_paths(scores.numpy(), packed.sizes.tolist(), moves.numpy())
    for number, path in zip(packed.order, paths, strict=True):
        found[number] = tuple(_named(namer.vocab["tag"], path))
    return found


def _named(vocabulary: Any, path: Sequence[int]) -> Iterator[Named]:
    """The names that a sequence of tags spells out; a tag that is none counts as "outside"."""
    if max(path) > VOCAB_PREFIX_SIZE:  # the first tag is "outside"
        units = [vocabulary.id2unit((max(tag, VOCAB_PREFIX_SIZE),)) for tag in path]
        for found in decode_from_bioes(fix_singleton_tags([unit[0] for unit in units])):
            yield found["start"], found["end"] + 1, found["type"]


def best_paths(
    scores: NDArray[np.float32], sizes: Sequence[int], moves: NDArray[np.float32]
) -> list[list[int]]:
    """The best sequence of tags of each sentence of packed words, by Viterbi's algorithm.

    `scores` is packed words x tags, `moves` what it brings to go from one tag (first) to the next.
    """
    ends = np.cumsum(sizes).tolist()
    best = scores[: ends[0]].copy()
    came = [np.zeros(best.shape, np.int64)]
    for start, end in pairwise(ends):
        step = scores[start:end]
        paths = best[: len(step), :, None] + moves
        came.append(paths.argmax(1))
        best[: len(step)] = step + paths.max(1)
    tags = best.argmax(1)
    found: list[list[int]] = [[] for _ in tags]
    for back in reversed(came):
        for path, tag in zip(found, tags[: len(back)].tolist(), strict=False):
            path.append(tag)
        tags[: len(back)] = back[np.arange(len(back)), tags[: len(back)]]
    return [path[::-1] for path in found]
