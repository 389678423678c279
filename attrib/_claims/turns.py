"""Claims that the layout gives away: turns of a conversation, and quotations with a signature.

"Q: ..." and "LUND: ..." begin a paragraph that is all theirs; "“...” ― Ana Sol" ends one.  Neither
needs to be understood, only seen.  The patterns are data: `data/turns.toml`.
"""

from __future__ import annotations

import bisect
import functools
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs
import regex

from attrib._choices import CueKind
from attrib._claims.found import Extent, Found, has_letters
from attrib._claims.quotation import Quotation, within
from attrib._data import data
from attrib._sentence import NameKind, Sentence

_REACH = 100  # characters that a pattern may look at
_SURE = 0.95  # all of the 37 that PolNeAR's dev split has are attributions there too
_OFTEN = 2  # a label that stands this often is a speaker's


@attrs.frozen
class _Block:
    """A paragraph, with the quotation that it opens with."""

    start: int
    end: int
    quote: Quotation | None

    @property
    def goes_on(self) -> bool:
        """Whether it opens with a quotation that does not end in it."""
        return self.quote is not None and not self.quote.closed


def turns(text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation]) -> list[Found]:
    """The claims that the layout of a text gives away, in order; they never overlap."""
    found = _blocks(sentences, quotes)
    labels = [_pattern("label").match(text, b.start, min(b.end, b.start + _REACH)) for b in found]
    speakers = _speakers(text, sentences, labels)
    starts = [sentence.start for sentence in sentences]
    out: list[Found] = []
    speech = False  # whether the turn before goes on in this block
    for block, label in zip(found, labels, strict=True):
        if label and label["source"].casefold() in speakers:
            turn = _claim(text, starts, label, (label.end("cue"), block.end))
            verbatim = speakers[label["source"].casefold()]
            out += (attrs.evolve(claim, verbatim=verbatim) for claim in turn)
            speech = bool(turn) and block.goes_on
        elif speech and block.quote and not label:
            if not _pattern("aside").fullmatch(text, block.start, block.end):
                more = (*out[-1].content, (block.start, block.end))
                out[-1] = attrs.evolve(out[-1], content=more)
            speech = block.goes_on
        else:
            speech = False
            out += _signed(text, starts, block)
    return out


def _blocks(sentences: Sequence[Sentence], quotes: Sequence[Quotation]) -> list[_Block]:
    blocks = []
    for _, group in groupby(sentences, lambda sentence: sentence.block):
        first, *others = group
        start, end = first.start, (others[-1] if others else first).end
        opening = next((q for q in within(quotes, start, start + 1) if q.start == start), None)
        blocks.append(_Block(start, end, opening))
    return blocks


def _speakers(
    text: str, sentences: Sequence[Sentence], labels: Sequence[regex.Match[str] | None]
) -> dict[str, bool]:
    """The labels that name a speaker, and whether what follows is speech word for word.

    It is after a label that says so by itself, or where several take turns; after a lone person's
    name it may be a headline.
    """
    names = set(_names_of_people(sentences))
    counts = Counter(label["source"].casefold() for label in labels if label)
    often = {label for label, count in counts.items() if count >= _OFTEN}
    initials = {label for label in counts if " " not in label and _initials(label) in names}
    people = initials | {label for label in counts if label.split()[-1] in names}
    turn = often if len(often) > 1 else set()
    if len(initials) > 1 or (
        len(often | people) > 1 and sum(counts[label] for label in people) >= _OFTEN and often
    ):
        turn = often | people
    said = (label["source"] for label in labels if label)
    alone = {label.casefold() for label in said if _pattern("speaker").fullmatch(label)}
    return {label: label in turn | alone for label in counts if label in turn | alone | people}


def _names_of_people(sentences: Sequence[Sentence]) -> Iterator[str]:
    """The surnames of the people of a text, and the initials of their full names."""
    for sentence in sentences:
        for name in sentence.names:
            if name.kind is NameKind.PERSON:
                words = [word.text for word in sentence.words[name.first : name.last]]
                yield words[-1].casefold()
                if len(words) > 1:
                    yield _initials("".join(word[0] for word in words))


def _initials(letters: str) -> str:
    """Initials, told apart from a surname of the same letters.

    >>> _initials("SP"), _initials("s.p.")
    ('s.p.', 's.p.')
    """
    return "".join(f"{letter}." for letter in letters.casefold() if letter.isalpha())


def _signed(text: str, starts: Sequence[int], block: _Block) -> list[Found]:
    """The claim of a block that is a quotation and its signature."""
    if block.quote is None:
        return []
    tail = max(block.quote.start + 1, block.end - _REACH)
    signature = _pattern("signature").search(text, tail, block.end)
    return _claim(text, starts, signature, (block.start, signature.start())) if signature else []


def _claim(
    text: str, starts: Sequence[int], layout: regex.Match[str], content: Extent
) -> list[Found]:
    """The claim of a match, in the sentence, by the starts of all, that its cue stands in."""
    start, end = content
    while start < end and text[start].isspace():
        start += 1
    if text[end - 1] == ".":
        end -= 1
    if not has_letters(text, start, end):
        return []
    cue, source = layout.span("cue"), layout.span("source")
    sentence, kind = bisect.bisect_right(starts, cue[0]) - 1, CueKind.PUNCTUATION
    return [Found(sentence, cue, ((start, end),), source, layout["cue"], kind, _SURE)]


@functools.cache
def _pattern(name: str) -> regex.Pattern[str]:
    patterns = tomllib.loads(data("turns.toml"))
    return regex.compile(patterns[name], regex.VERBOSE)
