"""Tokens: paragraphs cut into sentences of words, by Stanza's tokenizer of letters.

Stanza prepares its input letter by letter and builds a document of every token.  The shipped
tokenizer's input needs a table of letters and four patterns, and what it finds is kept as offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import attrs
import numpy as np
import torch
from stanza.models.common.doc import Document
from stanza.models.tokenization.data import (
    PER_CHAR_FEAT_FUNCS,
    POSITION_FEAT_FUNCS,
    STRUCTURAL_FEATURES,
    TokenizationDataset,
)
from stanza.models.tokenization.utils import MASK_RE, predict
from torch import Tensor

from attrib._data import word_list
from attrib._reading.layout import titles

_TOGETHER = 32  # paragraphs
_LONGEST = 1000  # letters of a paragraph that is read in one go
_SPACES = re.compile(" {2,}")
_CLOSING = frozenset('"”’')
_WITH_PERIOD = re.compile(r"[A-Z][^\W\d_A-Z]+\.")
# What a letter can be labelled: nothing ends with it (0), a word (1), a sentence (2), a contraction
# (3), or a contraction at the end of its sentence (4).
_ENDS, _CONTRACTED = (2, 4), (3, 4)


@attrs.frozen
class Token:
    """A token between two offsets into its paragraph, and the words that it stands for."""

    start: int
    end: int
    words: tuple[str, ...]


@attrs.frozen
class Cut:
    """A sentence as it is cut out of a paragraph, which is given by its number."""

    paragraph: int
    tokens: tuple[Token, ...]

    @property
    def words(self) -> list[str]:
        """The words of all tokens."""
        return [word for token in self.tokens for word in token.words]


@attrs.frozen(eq=False)
class Tokenizer:
    """A tokenizer of the shipped kind and the expander of contractions that goes with it."""

    trainer: Any
    expander: Any

    @staticmethod
    def of(processors: Mapping[str, Any]) -> Tokenizer | None:
        """The tokenizer of a pipeline; None if it is of another kind."""
        trainer = processors["tokenize"].trainer
        known = {*PER_CHAR_FEAT_FUNCS, *POSITION_FEAT_FUNCS, *STRUCTURAL_FEATURES}
        plain = (
            known.issuperset(trainer.args["feat_funcs"])
            and trainer.model.charmodel is None
            and not trainer.args["use_dictionary"]
            and not trainer.args["skip_newline"]
            and not trainer.vocab.lang_replaces_spaces
            and "mwt" in processors
        )
        trainer.model.eval()
        return Tokenizer(trainer, processors["mwt"]) if plain else None

    @torch.inference_mode()
    def cut(self, paragraphs: Sequence[str]) -> list[Cut]:
        """The sentences of paragraphs, in which the only white space is the blank."""
        texts = [_SPACES.sub(" ", paragraph) for paragraph in paragraphs]
        spans = [list(spans_of(*read)) for read in zip(texts, self._labels(texts), strict=True)]
        words = self._words(
            text[span.start : span.end]
            for text, found in zip(texts, spans, strict=True)
            for span in found
            if span.label in _CONTRACTED
        )
        return [
            cut
            for number, (paragraph, text) in enumerate(zip(paragraphs, texts, strict=True))
            for cut in _cuts(number, paragraph, text, spans[number], words)
        ]

    def _labels(self, paragraphs: Sequence[str]) -> list[list[int]]:
        """For each letter what ends with it."""
        found: dict[int, list[int]] = {}
        order = sorted(range(len(paragraphs)), key=lambda i: -len(paragraphs[i]))
        short = [i for i in order if len(paragraphs[i]) < _LONGEST]
        for i in order[: len(order) - len(short)]:
            found[i] = self._in_windows(paragraphs[i])
        for at in range(0, len(short), _TOGETHER):
            together = short[at : at + _TOGETHER]
            units, features = _inputs(self.trainer, [paragraphs[i] for i in together])
            lengths = [len(paragraphs[i]) + 1 for i in together]
            best = self.trainer.model(units, features, lengths).argmax(2).tolist()
            found.update(zip(together, best, strict=True))
        return [found[i][: len(paragraph)] for i, paragraph in enumerate(paragraphs)]

    def _in_windows(self, paragraph: str) -> list[int]:
        """The labels of a paragraph that is too long to be read in one go."""
        trainer = self.trainer
        data = TokenizationDataset(
            trainer.args, input_text=paragraph, vocab=trainer.vocab, evaluation=True
        )
        (labels,), _ = predict(trainer, data, 1, _LONGEST, False, 0)
        found: list[int] = labels.tolist()
        return found

    def _words(self, contractions: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The words that contractions stand for."""
        texts = list(dict.fromkeys(contractions))
        if not texts:
            return {}
        rows = [{"id": (i,), "text": text, "misc": "MWT=Yes"} for i, text in enumerate(texts, 1)]
        read = self.expander.process(Document([rows])).sentences[0].tokens
        words = [tuple(word.text for word in token.words) for token in read]
        return dict(zip(texts, words, strict=True))


def _inputs(trainer: Any, paragraphs: Sequence[str]) -> tuple[Tensor, Tensor]:
    """The numbers of letters, and what is told of each, of paragraphs with one blank at the end."""
    asked = trainer.args["feat_funcs"]
    alone = [PER_CHAR_FEAT_FUNCS[name] for name in asked if name in PER_CHAR_FEAT_FUNCS]
    table = {
        letter: (trainer.vocab.unit2id(letter), [told(letter) for told in alone])
        for letter in set().union(*paragraphs)
    }
    size = (len(paragraphs), max(map(len, paragraphs)) + 1)
    units = np.full(size, trainer.vocab.unit2id("<PAD>"), np.int64)
    features = np.zeros((*size, len(asked)), np.float32)
    for row, paragraph in enumerate(paragraphs):
        read = [table[letter] for letter in paragraph]
        units[row, : len(read)] = [number for number, _ in read]
        features[row, : len(read), : len(alone)] = [told for _, told in read]
        column = len(alone)
        for name, place in (("end_of_para", len(read) - 1), ("start_of_para", 0)):
            if name in asked:
                features[row, place, column] = 1
                column += 1
        for name, pattern in STRUCTURAL_FEATURES.items():
            if name in asked:
                for match in pattern.finditer(paragraph):
                    features[row, match.start() : match.end(), column] = 1
                column += 1
    return torch.from_numpy(units), torch.from_numpy(features)


class _Span(NamedTuple):
    start: int
    end: int
    label: int


def spans_of(text: str, labels: list[int]) -> Iterator[_Span]:
    """The tokens of a paragraph by the labels of its letters; addresses are left whole.

    >>> [tuple(span) for span in spans_of("Go on.", [0, 1, 0, 0, 1, 2])]
    [(0, 2, 1), (3, 5, 1), (5, 6, 2)]
    """
    labels[-1] = max(2, labels[-1] + labels[-1] % 2)  # the last letter ends its sentence
    for match in MASK_RE.finditer(text):
        last = match.end() - 1
        labels[match.start() : last] = [0] * (last - match.start())
        labels[last] = labels[last] or 1
    start = 0
    for place, label in enumerate(labels):
        if label:
            token = text[start : place + 1]
            if token.strip():
                begin = start + len(token) - len(token.lstrip())
                if label in _CONTRACTED and not is_contraction(token.strip()):
                    label -= 2  # what it ends, it ends as a word
                end = start + len(token.rstrip())
                if ends_sentence(text[begin:end], text[end : end + 2]):
                    yield _Span(begin, end - 1, 1)
                    begin, label = end - 1, label if text[end : end + 1].strip() else 2
                yield _Span(begin, end, label)
            start = place + 1


def ends_sentence(token: str, after: str) -> bool:
    """Whether the period of a token is that of a sentence, and not of an abbreviation.

    >>> ends_sentence("Wu.", " C"), ends_sentence("Lt.", " C"), ends_sentence("Wu.", " c")
    (True, False, False)
    """
    at_end = after[:1] in {"", *_CLOSING} or (after[0] == " " and after[1:].isupper())
    return (
        at_end
        and _WITH_PERIOD.fullmatch(token) is not None
        and token not in titles()
        and token[:-1].casefold() not in word_list("abbreviations.txt")
    )


def is_contraction(token: str) -> bool:
    """Whether a token can stand for two words: treebanks of the web hold "its" for "it's".

    >>> is_contraction("it's"), is_contraction("cannot"), is_contraction("Its")
    (True, True, False)
    """
    listed = word_list("contractions.txt")
    return any(mark in token for mark in "'’‘`´") or token.casefold() in listed


def _cuts(
    number: int,
    paragraph: str,
    text: str,
    spans: Sequence[_Span],
    words: Mapping[str, tuple[str, ...]],
) -> Iterator[Cut]:
    """The sentences of a paragraph, of which `text` is what was read."""
    place = _places(paragraph, text)
    tokens: list[Token] = []
    for start, end, label in spans:
        token = text[start:end]
        expanded = words[token] if label in _CONTRACTED else (token,)
        tokens.append(Token(place[start], place[end - 1] + 1, expanded))
        if label in _ENDS:
            yield Cut(number, tuple(tokens))
            tokens = []
    if tokens:
        yield Cut(number, tuple(tokens))


def _places(paragraph: str, text: str) -> Sequence[int]:
    """Where each letter of what was read stands in its paragraph.

    >>> _places("a  b", "a b")
    [0, 1, 3]
    """
    if len(paragraph) == len(text):
        return range(len(text))
    return [i for i, letter in enumerate(paragraph) if paragraph[i - 1 : i + 1] != "  "]
