"""Stanza's pipeline: its models, loaded once, and what is read with them.

The shipped models are read directly (`_tokenization`, `_heads`).  Models of any other kind go
through Stanza's processors, whose documents are brought into the same form here.
"""

from __future__ import annotations

import bisect
import contextlib
import inspect
import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

import attrs
import stanza
import torch
from stanza.models.common.doc import Document
from stanza.models.common.foundation_cache import BertRecord, FoundationCache
from torch import Tensor

from attrib._reading.encoder import (
    NAME,
    Encoder,
    PieceTokenizer,
    RememberingEncoder,
    shared_encoder,
)
from attrib._reading.heads import LAYERS, Analysis, Heads
from attrib._reading.models import encoder_folder, model_folder, verify
from attrib._reading.states import Encoded, passes
from attrib._reading.tokenization import Cut, Token, Tokenizer

_PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
_BREAK = "\n\n"


@attrs.frozen(eq=False)
class Pipeline:
    """Paragraphs to sentences of words, and these to what is read in them.

    `remembering` is the encoder that Stanza's own processors share; `tokenizer` and `heads` are
    None where these processors are needed.
    """

    processors: Mapping[str, Any]
    encoder: Encoder
    remembering: RememberingEncoder
    pieces: PieceTokenizer
    tokenizer: Tokenizer | None
    heads: Heads | None

    def cut(self, paragraphs: Sequence[str]) -> list[Cut]:
        """The sentences of paragraphs, in which the only white space is the blank."""
        if self.tokenizer is not None:
            return self.tokenizer.cut(paragraphs)
        return list(_cuts(self.processors, paragraphs))

    @torch.inference_mode()
    def read(self, cuts: Sequence[Cut], tap: int | None) -> tuple[list[Analysis], list[Encoded]]:
        """What is read of sentences and, with `tap`, a layer of the encoder, the states of each."""
        words = [cut.words for cut in cuts]
        if self.heads is None:
            found = list(_analyses(self.processors, cuts))
            states, _ = _states(self.remembering, self.pieces, words, tap) if tap else ([], [])
            self.remembering.forget()
            return found, states
        states, top = _states(self.encoder, self.pieces, words, tap)
        return self.heads.read(words, top), states


def load_pipeline(models: str, full: bool) -> Pipeline:
    """The pipeline of these models, with their own encoder or the shipped one."""
    folder = model_folder(models)
    options: dict[str, Any] = {}
    if folder is not None:
        options["dir"] = str(folder)
        if folder != encoder_folder(models):  # whose files are verified with the encoder
            verify(folder)
    encoder, pieces = shared_encoder(encoder_folder(models), full)
    remembering = RememberingEncoder(encoder)
    cache = FoundationCache(local_files_only=True)
    cache.bert[NAME] = BertRecord(remembering, pieces, {})
    logging.getLogger("stanza").setLevel(logging.ERROR)
    with _plain_optimizers():
        loaded = stanza.Pipeline(
            "en",
            processors=_PROCESSORS,
            download_method=None,
            foundation_cache=cache,
            use_gpu=False,
            **options,
        )
    read = loaded.processors
    heads = Heads.of(read, remembering)
    return Pipeline(read, encoder, remembering, pieces, Tokenizer.of(read), heads)


@contextlib.contextmanager
def _plain_optimizers() -> Iterator[None]:
    """Optimizers, which Stanza builds even to read, without torch's compiler (a second)."""
    optimizer: Any = torch.optim.Optimizer
    method = optimizer.add_param_group
    optimizer.add_param_group = inspect.unwrap(method)
    try:
        yield
    finally:
        optimizer.add_param_group = method


def _states(
    encoder: Encoder, pieces: PieceTokenizer, words: Sequence[Sequence[str]], tap: int | None
) -> tuple[list[Encoded], list[Tensor]]:
    """What the network of claims takes of each sentence, where tapped, and what the heads take."""
    states: dict[int, Encoded] = {}
    top: dict[int, Tensor] = {}
    for read in passes(encoder, pieces, words):
        for row, number in enumerate(read.numbers):
            top[number] = read.top(row, LAYERS)
            if tap is not None:
                states[number] = read.encoded(row, tap - encoder.shape.layers - 1)
    return [states[i] for i in sorted(states)], [top[i] for i in sorted(top)]


def _cuts(processors: Mapping[str, Any], paragraphs: Sequence[str]) -> Iterator[Cut]:
    """The sentences that Stanza's own processors cut."""
    if not paragraphs:
        return
    document = processors["tokenize"].process(_BREAK.join(paragraphs))
    if "mwt" in processors:
        document = processors["mwt"].process(document)
    begins = _begins(paragraphs)
    for sentence in document.sentences:
        number = bisect.bisect_right(begins, sentence.tokens[0].start_char) - 1
        begin, end = begins[number], begins[number] + len(paragraphs[number])
        tokens = (
            Token(
                token.start_char - begin,
                min(token.end_char, end) - begin,
                tuple(word.text for word in token.words),
            )
            for token in sentence.tokens
        )
        yield Cut(number, tuple(tokens))


def _analyses(processors: Mapping[str, Any], cuts: Sequence[Cut]) -> Iterator[Analysis]:
    """What Stanza's own processors read."""
    if not cuts:
        return
    document = _document(cuts)
    for name in ("pos", "lemma", "depparse", "ner"):
        document = processors[name].process(document)
    for sentence in document.sentences:
        words = sentence.words
        yield Analysis(
            tags=tuple((word.upos or "X", word.xpos or "", word.feats or "") for word in words),
            arcs=tuple((word.head or 0, word.deprel or "dep") for word in words),
            lemmas=tuple(word.lemma or word.text for word in words),
            names=tuple(
                (entity.words[0].id - 1, entity.words[-1].id, entity.type)
                for entity in sentence.ents
            ),
        )


def _document(cuts: Sequence[Cut]) -> Document:
    """A document of these sentences, in which every word is a token, as the heads were taught."""
    rows: list[list[dict[str, Any]]] = []
    place = 0
    for cut in cuts:
        row: list[dict[str, Any]] = []
        for number, word in enumerate(cut.words, 1):
            end = place + len(word)
            row.append({"id": number, "text": word, "start_char": place, "end_char": end})
            place = end + 1
        rows.append(row)
    return Document(rows, " ".join(word for cut in cuts for word in cut.words))


def _begins(paragraphs: Sequence[str]) -> list[int]:
    """Where each paragraph begins when they are joined."""
    return list(accumulate((len(part) + len(_BREAK) for part in paragraphs), initial=0))[:-1]
