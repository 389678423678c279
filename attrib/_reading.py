"""Reading: a text into sentences of tagged, parsed words and names, by a Stanza pipeline.

The layout's blocks are handed to Stanza as paragraphs, so that no sentence crosses one.  What
Stanza sees is a cleaned copy in which every character stands for one of the caller's; offsets are
brought back by adding where each piece began.
"""

from __future__ import annotations

import bisect
import functools
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import attrs
import regex

from attrib._layout import Block, blocks, titles
from attrib._models import SHIPPED, model_folder, verify
from attrib._sentence import ROOT, Name, NameKind, Sentence, Word

ENCODER = "attrib-encoder"  # the name by which the shipped heads ask for the shared encoder
_PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
_BREAK = "\n\n"
# Longer runs are data, not words: a tokenizer of letters would read them for minutes.
_UNREADABLE = regex.compile(r"\S{1000,}")
_LONGEST = 220  # words; a parser's time and memory grow with the square of the sentence
# One for one, what a reader of plain text stumbles over: surrogates, controls, odd white space.
_ODD = regex.compile(r"[\p{Cs}\p{Cc}\p{Co}\p{Cn}\p{Zs}\p{Zl}\p{Zp}\u200b-\u200f\u2060\ufeff\u00ad]")
_NAMES = {
    "PER": NameKind.PERSON,
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANIZATION,
    "LOC": NameKind.PLACE,
    "GPE": NameKind.PLACE,
    "FAC": NameKind.PLACE,
}


@attrs.frozen
class _Piece:
    """A part of the text that is read as one paragraph, and the block that it belongs to."""

    start: int
    end: int
    block: int


class Reader:
    """A loaded pipeline; safe to share between threads, which take turns."""

    def __init__(self, models: str = SHIPPED) -> None:
        self._pipeline, self._forget = _pipeline(models)
        self._lock = threading.Lock()

    def read(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text in order; none crosses a block of its layout."""
        pieces = tuple(_pieces(text, blocks(text)))
        with self._lock:
            document, pieces = self._tokenized(text, pieces)
            if document is None or not document.sentences:
                return ()
            for processor in ("pos", "lemma", "depparse", "ner"):
                document = self._pipeline.processors[processor].process(document)
            self._forget()
        return tuple(_sentences(document, text, pieces))

    def _tokenized(self, text: str, pieces: tuple[_Piece, ...]) -> tuple[Any, tuple[_Piece, ...]]:
        """The text cut into sentences and words, with over-long sentences cut further."""
        while pieces:
            document = self._pipeline(_cleaned(text, pieces), processors="tokenize,mwt")
            shorter = tuple(_shortened(document, pieces))
            if shorter == pieces:
                return _joined(document), pieces
            pieces = shorter
        return None, pieces


@functools.cache
def reader(models: str = SHIPPED) -> Reader:
    """The reader of these models, loaded once."""
    return Reader(models)


def _pipeline(models: str) -> tuple[Any, Callable[[], None]]:
    """A Stanza pipeline, and what makes its encoder forget a text."""
    # Importing attrib must stay cheap: torch and Stanza come with the first text.
    import stanza
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    folder = model_folder(models)
    cache = FoundationCache(local_files_only=True)
    options: dict[str, Any] = {}
    forget: Callable[[], None] = _nothing
    if folder is not None:
        verify(folder)
        options["dir"] = str(folder)
        if (folder / "encoder").is_dir():
            from attrib._encoder import RememberingEncoder, load_encoder

            encoder, tokenizer = load_encoder(folder / "encoder")
            remembering = RememberingEncoder(encoder)
            cache.bert[ENCODER] = BertRecord(remembering, tokenizer, {})
            forget = remembering.forget
    logging.getLogger("stanza").setLevel(logging.ERROR)
    pipeline = stanza.Pipeline(
        "en",
        processors=_PROCESSORS,
        download_method=None,
        foundation_cache=cache,
        use_gpu=False,
        **options,
    )
    return pipeline, forget


def _nothing() -> None:
    """Other models remember nothing."""


def _pieces(text: str, found: Sequence[Block]) -> Iterator[_Piece]:
    """The blocks without what cannot be words."""
    for index, block in enumerate(found):
        start = block.start
        for run in _UNREADABLE.finditer(text, block.start, block.end):
            yield from _piece(text, start, run.start(), index)
            start = run.end()
        yield from _piece(text, start, block.end, index)


def _piece(text: str, start: int, end: int, block: int) -> Iterator[_Piece]:
    part = _clean(text[start:end])
    if part.strip():
        first = start + len(part) - len(part.lstrip())
        yield _Piece(first, start + len(part.rstrip()), block)


def _clean(text: str) -> str:
    """The text with every odd character replaced by one space.

    >>> _clean("one\\ttwo\\u200b")
    'one two '
    """
    return _ODD.sub(" ", text)


def _cleaned(text: str, pieces: Sequence[_Piece]) -> str:
    return _BREAK.join(_clean(text[piece.start : piece.end]) for piece in pieces)


def _offsets(pieces: Sequence[_Piece]) -> tuple[list[int], list[int]]:
    """Where each piece begins in the cleaned text, and what to add to come to the caller's."""
    begins, place = [], 0
    for piece in pieces:
        begins.append(place)
        place += piece.end - piece.start + len(_BREAK)
    return begins, [piece.start - begin for piece, begin in zip(pieces, begins, strict=True)]


def _shortened(document: Any, pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    begins, shifts = _offsets(pieces)
    cuts: dict[int, list[int]] = {}
    for sentence in document.sentences:
        tokens = sentence.tokens
        if len(sentence.words) > _LONGEST:
            index = bisect.bisect_right(begins, tokens[0].start_char) - 1
            step = max(1, _LONGEST * 2 // 3)
            cuts.setdefault(index, []).extend(
                token.start_char + shifts[index] for token in tokens[step::step]
            )
    for index, piece in enumerate(pieces):
        edges = [piece.start, *cuts.get(index, ()), piece.end]
        for start, end in pairwise(edges):
            yield attrs.evolve(piece, start=start, end=end)


def _joined(document: Any) -> Any:
    """The document with every sentence that ends in a title joined to the one after it."""
    from stanza.models.common.doc import Document

    rows: list[list[dict[str, Any]]] = []
    for sentence in document.to_dict():
        before = rows[-1] if rows else []
        if before and _ends_open(document.text, before[-1]["end_char"], sentence[0]["start_char"]):
            count = max(_last(row) for row in before)
            rows[-1] = before + [{**row, "id": _shifted(row["id"], count)} for row in sentence]
        else:
            rows.append(sentence)
    return document if len(rows) == len(document.sentences) else Document(rows, document.text)


def _ends_open(text: str, end: int, start: int) -> bool:
    """Whether the word before `end` is a title, and what follows stands in the same paragraph."""
    word = text[max(0, end - 16) : end].split()[-1:]
    return start - end < len(_BREAK) and not titles().isdisjoint(word)


def _last(row: dict[str, Any]) -> int:
    return max(row["id"]) if isinstance(row["id"], (tuple, list)) else int(row["id"])


def _shifted(ids: int | tuple[int, ...], by: int) -> int | tuple[int, ...]:
    return ids + by if isinstance(ids, int) else tuple(i + by for i in ids)


def _sentences(document: Any, text: str, pieces: Sequence[_Piece]) -> Iterator[Sentence]:
    begins, shifts = _offsets(pieces)
    for sentence in document.sentences:
        index = bisect.bisect_right(begins, sentence.tokens[0].start_char) - 1
        words = tuple(_words(sentence, text, shifts[index], pieces[index].end))
        yield Sentence(
            start=words[0].start,
            end=words[-1].end,
            words=words,
            names=tuple(_found_names(sentence, words, shifts[index])),
            block=pieces[index].block,
        )


def _words(sentence: Any, text: str, shift: int, limit: int) -> Iterator[Word]:
    for token in sentence.tokens:
        spans = _word_spans(token, shift, limit)
        for word, (start, end) in zip(token.words, spans, strict=True):
            yield Word(
                index=word.id - 1,
                text=text[start:end],
                start=start,
                end=end,
                lemma=word.lemma or word.text,
                upos=word.upos or "X",
                xpos=word.xpos or "",
                feats=word.feats or "",
                head=word.head - 1 if word.head else ROOT,
                deprel=word.deprel or "dep",
            )


def _word_spans(token: Any, shift: int, limit: int) -> list[tuple[int, int]]:
    """The offsets of a token's words; those of a contraction share its letters between them."""
    start, end = token.start_char + shift, min(token.end_char + shift, limit)
    spans, place = [], start
    for word in token.words[:-1]:
        following = min(place + len(word.text), end)
        spans.append((place, following))
        place = following
    return [*spans, (place, end)]


def _found_names(sentence: Any, words: Sequence[Word], shift: int) -> Iterator[Name]:
    for entity in sentence.ents:
        start, end = entity.start_char + shift, entity.end_char + shift
        inside = [w.index for w in words if w.start < end and start < w.end]
        if inside and entity.type in _NAMES:
            yield Name(inside[0], inside[-1] + 1, _NAMES[entity.type])
