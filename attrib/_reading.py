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
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import attrs
import regex

from attrib._layout import Block, blocks, titles
from attrib._models import SHIPPED, encoder_folder, model_folder, verify
from attrib._sentence import ROOT, Name, NameKind, Sentence, Word

if TYPE_CHECKING:
    from attrib._encoder import PieceTokenizer, RememberingEncoder
    from attrib._states import Encoded

ENCODER = "attrib-encoder"  # the name by which the shipped heads ask for the shared encoder
_PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
_BREAK = "\n\n"
# Longer runs are data, not words: a tokenizer of letters would read them for minutes.
_UNREADABLE = regex.compile(r"\S{1000,}")
_PORTION = 30_000  # characters read at once
_SENTENCE_END = regex.compile(r"\p{Ll}[.!?][\"”]?\s+(?=[\"“]?\p{Lu})")
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


@attrs.frozen(eq=False)
class Part:
    """Consecutive sentences of a text, and the encoder's states of each where asked for."""

    sentences: tuple[Sentence, ...]
    states: tuple[Encoded, ...] = ()


class Reader:
    """A loaded pipeline; safe to share between threads, which take turns."""

    def __init__(self, models: str = SHIPPED) -> None:
        self._pipeline, self._encoder, self._pieces = _pipeline(models)
        self._lock = threading.Lock()

    def read(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text in order; none crosses a block of its layout."""
        return tuple(s for part in self.parts(text, blocks(text)) for s in part.sentences)

    def parts(self, text: str, found: Sequence[Block], tap: int | None = None) -> Iterator[Part]:
        """A text's sentences in parts that bound the memory that reading takes.

        With `tap`, a layer of the encoder, each part brings the encoder's states too.
        """
        for pieces in _portions(_pieces(text, found)):
            with self._lock:
                part = self._part(text, pieces, tap)
            yield part

    def _part(self, text: str, pieces: tuple[_Piece, ...], tap: int | None) -> Part:
        from attrib._parsing import parse
        from attrib._states import encode

        document, pieces = self._tokenized(text, pieces)
        if document is None or not document.sentences:
            return Part(())
        processors = self._pipeline.processors
        document = processors["lemma"].process(processors["pos"].process(document))
        document = processors["ner"].process(parse(processors["depparse"], document))
        sentences = tuple(_sentences(document, text, pieces))
        states = encode(self._encoder, self._pieces, sentences, tap) if tap else ()
        self._encoder.forget()
        return Part(sentences, tuple(states))

    def words(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text, cut into words that are neither tagged nor parsed."""
        with self._lock:
            document, pieces = self._tokenized(text, tuple(_pieces(text, blocks(text))))
        return () if document is None else tuple(_sentences(document, text, pieces))

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


def _pipeline(models: str) -> tuple[Any, RememberingEncoder, PieceTokenizer]:
    """A Stanza pipeline, and the encoder with its tokenizer: the models' own or the shipped one."""
    # Importing attrib must stay cheap: torch and Stanza come with the first text.
    import stanza
    from stanza.models.common.foundation_cache import BertRecord, FoundationCache

    from attrib._encoder import RememberingEncoder, load_encoder

    folder = model_folder(models)
    options: dict[str, Any] = {}
    if folder is not None:
        verify(folder)
        options["dir"] = str(folder)
    encoder, tokenizer = load_encoder(encoder_folder(models) / "encoder")
    remembering = RememberingEncoder(encoder)
    cache = FoundationCache(local_files_only=True)
    cache.bert[ENCODER] = BertRecord(remembering, tokenizer, {})
    logging.getLogger("stanza").setLevel(logging.ERROR)
    pipeline = stanza.Pipeline(
        "en",
        processors=_PROCESSORS,
        download_method=None,
        foundation_cache=cache,
        use_gpu=False,
        **options,
    )
    return pipeline, remembering, tokenizer


def _portions(pieces: Iterable[_Piece]) -> Iterator[tuple[_Piece, ...]]:
    """Pieces together until they make up a portion; the text of one article is one portion."""
    portion: list[_Piece] = []
    size = 0
    for piece in pieces:
        if portion and size + piece.end - piece.start > _PORTION:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(piece)
        size += piece.end - piece.start
    if portion:
        yield tuple(portion)


def _pieces(text: str, found: Sequence[Block]) -> Iterator[_Piece]:
    """The blocks without what cannot be words."""
    for index, block in enumerate(found):
        start = block.start
        for run in _UNREADABLE.finditer(text, block.start, block.end):
            yield from _piece(text, start, run.start(), index)
            start = run.end()
        yield from _piece(text, start, block.end, index)


def _piece(text: str, start: int, end: int, block: int) -> Iterator[_Piece]:
    while start < end:
        cut = end
        if end - start > _PORTION:  # a block that is a book is cut where a sentence seems to end
            found = _SENTENCE_END.search(text, start + _PORTION // 2, start + _PORTION)
            cut = found.end() if found else start + _PORTION
        part = _clean(text[start:cut])
        if part.strip():
            first = start + len(part) - len(part.lstrip())
            yield _Piece(first, start + len(part.rstrip()), block)
        start = cut


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
