"""Reading: a text into sentences of tagged, parsed words and names, by Stanza's models.

The layout's blocks are read as paragraphs, so that no sentence crosses one.  What the models see is
a cleaned copy in which every character stands for one of the caller's; offsets are brought back by
adding where each piece began.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs
import regex

from attrib._reading.imports import without
from attrib._reading.layout import Block, blocks, titles
from attrib._reading.models import SHIPPED
from attrib._reading.names import mended
from attrib._sentence import NAME_KINDS, ROOT, Name, Sentence, Word

if TYPE_CHECKING:
    from attrib._reading.heads import Analysis
    from attrib._reading.states import Encoded
    from attrib._reading.tokenization import Cut, Token

# Longer runs are data, not words: a tokenizer of letters would read them for minutes.
_UNREADABLE = regex.compile(r"\S{1000,}")
_PORTION = 30_000  # characters read at once
_SENTENCE_END = regex.compile(r"\p{Ll}[.!?][\"”]?\s+(?=[\"“]?\p{Lu})")
_LONGEST = 220  # words; a parser's time and memory grow with the square of the sentence
_FEW = 3  # tokens, after which a sentence hardly ends in news without a mark
# One for one, what a reader of plain text stumbles over: surrogates, controls, odd white space.
_ODD = regex.compile(r"[\p{Cs}\p{Cc}\p{Co}\p{Cn}\p{Zs}\p{Zl}\p{Zp}\u200b-\u200f\u2060\ufeff\u00ad]")


@attrs.frozen
class Piece:
    """A part of the text that is read as one paragraph, and the block that it belongs to."""

    start: int
    end: int
    block: int


@attrs.frozen
class Portion:
    """Pieces of one text that are read at once."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """How many characters are to be read."""
        return sum(piece.end - piece.start for piece in self.pieces)


@attrs.frozen(eq=False)
class Part:
    """Consecutive sentences of a text, and the encoder's states of each where asked for."""

    sentences: tuple[Sentence, ...]
    states: tuple[Encoded, ...] = ()


class Reader:
    """A loaded pipeline; safe to share between threads, which take turns."""

    def __init__(self, models: str = SHIPPED, full: bool = False) -> None:
        # Importing attrib must stay cheap: torch and Stanza come with the first text.
        # Stanza's trainer of parsers imports transformers, which takes a second, and never asks it.
        with without("transformers"):
            from attrib._reading.pipeline import load_pipeline

        self.pipeline = load_pipeline(models, full)
        self._lock = threading.Lock()

    def read(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text in order; none crosses a block of its layout."""
        return tuple(s for part in self.parts(text, blocks(text)) for s in part.sentences)

    def parts(self, text: str, found: Sequence[Block], tap: int | None = None) -> Iterator[Part]:
        """A text's sentences in parts that bound the memory that reading takes.

        With `tap`, a layer of the encoder, each part brings the encoder's states too.
        """
        for portion in portions(text, found):
            yield from self.together([portion], tap)

    def together(self, given: Sequence[Portion], tap: int | None = None) -> list[Part]:
        """The sentences of each portion, of one text or several, read together."""
        with self._lock:
            cuts, pieces = self._cut(given)
            analyses, states = self.pipeline.read(cuts, tap)
        sentences: list[list[Sentence]] = [[] for _ in given]
        tapped: list[list[Encoded]] = [[] for _ in given]
        for number, (cut, analysis) in enumerate(zip(cuts, analyses, strict=True)):
            owner, piece = pieces[cut.paragraph]
            sentences[owner].append(_sentence(cut, analysis, given[owner].text, piece))
            tapped[owner] += states[number : number + 1]
        return [Part(tuple(s), tuple(t)) for s, t in zip(sentences, tapped, strict=True)]

    def words(self, text: str) -> tuple[Sentence, ...]:
        """The sentences of a text, cut into words that are neither tagged nor parsed."""
        with self._lock:
            cuts, pieces = self._cut([Portion(text, tuple(_pieces(text, blocks(text))))])
        return tuple(_sentence(cut, None, text, pieces[cut.paragraph][1]) for cut in cuts)

    def _cut(self, given: Sequence[Portion]) -> tuple[list[Cut], list[tuple[int, Piece]]]:
        """The sentences of portions, over-long ones cut further; the pieces with their portion."""
        texts = [portion.text for portion in given]
        pieces = [(owner, p) for owner, portion in enumerate(given) for p in portion.pieces]
        while True:
            cuts = self.pipeline.cut([_clean(texts[i][p.start : p.end]) for i, p in pieces])
            shorter = list(_shortened(cuts, pieces))
            if shorter == pieces:
                return list(_joined(cuts, texts, pieces)), pieces
            pieces = shorter


def reader(models: str = SHIPPED, full: bool = False) -> Reader:
    """The reader of these models, loaded once; with `full` in full precision."""
    return _loaded(models, full)


_loaded = functools.cache(Reader)  # by all arguments, however a caller gives them


def portions(text: str, found: Sequence[Block]) -> Iterator[Portion]:
    """A text of such a layout in portions, each of which is read at once."""
    return (Portion(text, pieces) for pieces in _portions(_pieces(text, found)))


def bundles(given: Iterable[Portion]) -> Iterator[list[Portion]]:
    """Portions put together while they are no more to read than one may be."""
    bundle: list[Portion] = []
    size = 0
    for portion in given:
        if bundle and size + portion.size > _PORTION:
            yield bundle
            bundle, size = [], 0
        bundle.append(portion)
        size += portion.size
    if bundle:
        yield bundle


def _portions(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Pieces together until they make up a portion; the text of one article is one portion."""
    portion: list[Piece] = []
    size = 0
    for piece in pieces:
        if portion and size + piece.end - piece.start > _PORTION:
            yield tuple(portion)
            portion, size = [], 0
        portion.append(piece)
        size += piece.end - piece.start
    if portion:
        yield tuple(portion)


def _pieces(text: str, found: Sequence[Block]) -> Iterator[Piece]:
    """The blocks without what cannot be words."""
    for index, block in enumerate(found):
        start = block.start
        for run in _UNREADABLE.finditer(text, block.start, block.end):
            yield from _piece(text, start, run.start(), index)
            start = run.end()
        yield from _piece(text, start, block.end, index)


def _piece(text: str, start: int, end: int, block: int) -> Iterator[Piece]:
    while start < end:
        cut = end
        if end - start > _PORTION:  # a block that is a book is cut where a sentence seems to end
            found = _SENTENCE_END.search(text, start + _PORTION // 2, start + _PORTION)
            cut = found.end() if found else start + _PORTION
        part = _clean(text[start:cut])
        if part.strip():
            first = start + len(part) - len(part.lstrip())
            yield Piece(first, start + len(part.rstrip()), block)
        start = cut


def _clean(text: str) -> str:
    """The text with every odd character replaced by one space.

    >>> _clean("one\\ttwo\\u200b")
    'one two '
    """
    return _ODD.sub(" ", text)


def _shortened(
    cuts: Sequence[Cut], pieces: Sequence[tuple[int, Piece]]
) -> Iterator[tuple[int, Piece]]:
    ends: dict[int, list[int]] = {}
    for cut in cuts:
        if len(cut.words) > _LONGEST:
            step = max(1, _LONGEST * 2 // 3)
            begin = pieces[cut.paragraph][1].start
            ends.setdefault(cut.paragraph, []).extend(
                begin + token.start for token in cut.tokens[step::step]
            )
    for index, (owner, piece) in enumerate(pieces):
        edges = [piece.start, *ends.get(index, ()), piece.end]
        for start, end in pairwise(edges):
            yield owner, attrs.evolve(piece, start=start, end=end)


def _joined(
    cuts: Iterable[Cut], texts: Sequence[str], pieces: Sequence[tuple[int, Piece]]
) -> Iterator[Cut]:
    """Sentences with every one that goes on in the one after it joined to that."""
    waiting: Cut | None = None
    for cut in cuts:
        if waiting is not None and cut.paragraph == waiting.paragraph:
            owner, piece = pieces[cut.paragraph]
            if _goes_on(waiting, cut, texts[owner], piece.start):
                waiting = attrs.evolve(waiting, tokens=waiting.tokens + cut.tokens)
                continue
        if waiting is not None:
            yield waiting
        waiting = cut
    if waiting is not None:
        yield waiting


def _goes_on(cut: Cut, following: Cut, text: str, begin: int) -> bool:
    """Whether a sentence ends in a title, or after few words and no mark, before a capital."""
    end, start = begin + cut.tokens[-1].end, begin + following.tokens[0].start
    if start - end >= 2:
        return False
    if not titles().isdisjoint(text[max(0, end - 16) : end].split()[-1:]):
        return True
    few = len(cut.tokens) <= _FEW and text[end:start] == " "
    named = text[begin + cut.tokens[0].start].isupper() and text[start].isupper()
    return few and named and text[end - 1].isalpha()


def _sentence(cut: Cut, analysis: Analysis | None, text: str, piece: Piece) -> Sentence:
    words = tuple(_words(cut, analysis, text, piece))
    found = analysis.names if analysis is not None else ()
    names = (Name(a, b, NAME_KINDS[kind]) for a, b, kind in found if kind in NAME_KINDS)
    return Sentence(
        start=words[0].start,
        end=words[-1].end,
        words=words,
        names=tuple(mended(words, names)),
        block=piece.block,
    )


def _words(cut: Cut, analysis: Analysis | None, text: str, piece: Piece) -> Iterator[Word]:
    spans = (span for token in cut.tokens for span in _word_spans(token, piece))
    for index, (start, end) in enumerate(spans):
        tags = analysis.tags[index] if analysis is not None else ("X", "", "")
        head, deprel = analysis.arcs[index] if analysis is not None else (0, "dep")
        surface = text[start:end]
        yield Word(
            index=index,
            text=surface,
            start=start,
            end=end,
            lemma=analysis.lemmas[index] if analysis is not None else surface,
            upos=tags[0],
            xpos=tags[1],
            feats=tags[2],
            head=head - 1 if head else ROOT,
            deprel=deprel,
        )


def _word_spans(token: Token, piece: Piece) -> list[tuple[int, int]]:
    """The offsets of a token's words; those of a contraction share its letters between them."""
    place, end = piece.start + token.start, piece.start + token.end
    spans = []
    for word in token.words[:-1]:
        following = min(place + len(word), end)
        spans.append((place, following))
        place = following
    return [*spans, (place, end)]
