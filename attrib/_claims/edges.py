"""The edges of contents, where quotation marks know better than words.

Annotators take a quotation whole: PolNeAR's guidelines put the marks inside the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from attrib._claims.found import Extent, without
from attrib._claims.quotation import QUOTE_MARKS, Quotation, within


def grown(
    text: str, quotes: Sequence[Quotation], content: Sequence[Extent], own: Sequence[Extent]
) -> list[Extent]:
    """Content that takes in the whole of every quotation that it begins, ends or lies in."""
    cue = own[0]
    reached = list(content)
    for start, end in content:
        for quote in within(quotes, start, end):
            if any(quote.touches(*extent) for extent in own):
                continue
            reached.append((quote.start, quote.end))
    speech = next((q for q in within(quotes, *cue) if q.covers(*cue)), None)
    whole = merged(text, reached)
    if speech:  # a claim inside somebody's speech does not reach out of it, but for a quoted cue's
        inner = speech.end - (1 if speech.closed else 0)
        clipped = [(max(s, speech.start), min(e, inner)) for s, e in whole]
        whole = [(s, e) for s, e in clipped if s < e] or whole
    pieces = [piece for extent in whole for piece in without(extent, own)]
    trimmed = (stripped(text, *piece) for piece in pieces)
    return [(start, end) for start, end in trimmed if start < end]


def closed(text: str, quotes: Sequence[Quotation], content: Iterable[Extent]) -> list[Extent]:
    """Content that ends with the quotation that it begins with, if that ends a sentence.

    Of PolNeAR's 5,148 contents in train that begin with a mark, 2 run on into a sentence unquoted.

    >>> text = 'He was less sure: "It was me." She sat down.'
    >>> closed(text, [Quotation(18, 30)], [(18, len(text))])
    [(18, 30)]
    """
    return [(start, _close(text, quotes, start, end)) for start, end in content]


def _close(text: str, quotes: Sequence[Quotation], start: int, end: int) -> int:
    last = None
    for quote in within(quotes, start, end):
        between = text[last.end if last else start : quote.start]
        if between.strip() or text[quote.start] not in QUOTE_MARKS:
            break
        last = quote
    if last is None or not last.closed:
        return end
    ended = text[last.end - 2] in ".!?…"
    rest = text[last.end : end].lstrip()
    return last.end if ended and rest and not rest[0].islower() else end


def merged(text: str, extents: Iterable[Extent]) -> list[Extent]:
    merged: list[Extent] = []
    for start, end in sorted(extents):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def stripped(text: str, start: int, end: int) -> Extent:
    """An extent without white space and the marks that join clauses at its ends."""
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:—–"):
        end -= 1
    return start, end
