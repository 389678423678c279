"""Claims as spans of the text: relations of single sentences, completed by quotation marks.

Syntax knows which words belong together, quotation marks know where speech begins and ends, across
sentences and paragraphs.  Here the two meet, and claims inside other claims get their parents.
"""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from attrib._choices import Mode
from attrib._clauses import Relation, relations
from attrib._layout import blocks
from attrib._quotation import Quotation, quotations, within
from attrib._sentence import Sentence

_QUOTE_MARKS = frozenset({'"', "“", "”", "''", "``", "«", "»", "„", "‟"})
_KEPT_ENDS = frozenset({"?", "!"}) | _QUOTE_MARKS
_BRACKETS = {")": "(", "]": "["}

Extent = tuple[int, int]


@attrs.frozen
class Found:
    """A claim before its speaker is known: spans as offsets, and the rule that found it.

    `sentence` is the index of the one with the cue.
    """

    sentence: int
    relation: Relation
    source: Extent | None
    cue: Extent
    content: tuple[Extent, ...]
    quoted: tuple[Extent, ...] = ()
    unquoted: bool = True  # whether some of the content's letters stand outside quotation marks
    parent: int | None = None

    @property
    def mode(self) -> Mode:
        """Direct where all of the content is quoted, mixed where some is."""
        if not self.quoted:
            return Mode.INDIRECT
        return Mode.DIRECT if not self.unquoted else Mode.MIXED


def find_claims(text: str, sentences: Sequence[Sentence]) -> tuple[Found, ...]:
    """The claims of a text in the order of their cues, with the parents of nested ones."""
    quotes = quotations(text, [(block.start, block.end) for block in blocks(text)])
    found = [
        claim
        for index, sentence in enumerate(sentences)
        for relation in relations(sentence)
        for claim in _claim(text, sentences, quotes, index, relation)
    ]
    found = _continued(text, sentences, quotes, found)
    found.sort(key=lambda claim: claim.cue)
    return tuple(_with_parents([_with_quoted(text, claim, quotes) for claim in found]))


def _claim(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    index: int,
    relation: Relation,
) -> Iterator[Found]:
    sentence = sentences[index]
    cue = _runs(sentence, relation.cue_words)[0]
    source = _source_extent(sentence, relation)
    own = [cue, source] if source else [cue]
    content = _content_extents(sentence, relation.content)
    if not content:
        quote = _neighbour(text, sentences, quotes, index, cue, source)
        content = [quote] if quote else []
    content = _grown(text, quotes, content, own)
    if content:
        yield Found(index, relation, source, cue, tuple(content))


# ---------------------------------------------------------------------------- words to offsets


def _runs(sentence: Sentence, indices: Iterable[int]) -> list[Extent]:
    """Unbroken stretches of words as offsets."""
    words = sentence.words
    return [(words[run[0]].start, words[run[-1]].end) for run in _stretches(indices)]


def _stretches(indices: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in sorted(indices):
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _content_extents(sentence: Sentence, indices: frozenset[int]) -> list[Extent]:
    kept = set(indices)
    words = sentence.words
    for index in sorted(indices)[1:]:  # punctuation that the parser hung elsewhere
        gap = index - 1
        if gap not in kept and words[gap].upos == "PUNCT" and gap - 1 in kept:
            kept.add(gap)
    trimmed = [_trimmed(sentence, stretch) for stretch in _stretches(kept)]
    return [(words[s[0]].start, words[s[-1]].end) for s in trimmed if s]


def _trimmed(sentence: Sentence, stretch: list[int]) -> list[int]:
    """A stretch of words without the punctuation at its ends that is not part of what is said."""
    words = sentence.words
    while stretch and words[stretch[0]].upos == "PUNCT" and words[stretch[0]].text not in _OPENERS:
        stretch = stretch[1:]
    while stretch and words[stretch[-1]].upos == "PUNCT":
        last = words[stretch[-1]].text
        opener = _BRACKETS.get(last)
        inside = {words[i].text for i in stretch[:-1]}
        if last in _KEPT_ENDS or (opener and opener in inside):
            break
        stretch = stretch[:-1]
    return stretch


_CLOSERS = _QUOTE_MARKS | {")", "]"}
_OPENERS = _QUOTE_MARKS | {"(", "[", "$", "#"}


def _source_extent(sentence: Sentence, relation: Relation) -> Extent | None:
    words = sentence.words
    stretches = _runs(sentence, relation.source)
    if not stretches:
        return None
    start, end = max(stretches, key=lambda run: run[1] - run[0])
    inside = [w for w in words if start <= w.start and w.end <= end]
    while inside and inside[-1].upos == "PUNCT" and inside[-1].text not in _CLOSERS:
        inside.pop()
    while inside and inside[0].upos == "PUNCT" and inside[0].text not in _OPENERS:
        inside.pop(0)
    if not inside:
        return None
    last = inside[-1].index
    follower = words[last + 1] if last + 1 < len(words) else None
    closes = follower is not None and follower.text == "," and last + 2 in relation.cue_words
    if closes and any(w.text == "," for w in inside):
        last += 1  # the closing comma of an apposition is part of it
    return inside[0].start, words[last].end


# ------------------------------------------------------------------------------- quotation marks


def _neighbour(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    index: int,
    cue: Extent,
    source: Extent | None,
) -> Extent | None:
    """The quotation beside a cue that found none in its clause: right before it or right after."""
    own = [cue, source] if source else [cue]
    first, last = min(start for start, _ in own), max(end for _, end in own)
    end = sentences[index].end
    # A colon looks forward, over the end of the sentence too.
    reach = end if text[end - 1 : end] == ":" else last
    after = next((q for q in within(quotes, last, reach + 30) if q.start >= last), None)
    if after and not text[reach : after.start].strip(" ,:\n\r\t-—–"):
        return after.start, after.end
    before = next((q for q in within(quotes, max(0, first - 4), first)), None)
    if before and not _has_letters(text[before.end : first]) and not before.touches(*cue):
        return before.start, before.end
    return None


def _has_letters(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _grown(
    text: str, quotes: Sequence[Quotation], content: Sequence[Extent], own: Sequence[Extent]
) -> list[Extent]:
    """Content that takes in the whole of every quotation that it begins, ends or lies in."""
    cue = own[0]
    grown = list(content)
    for start, end in content:
        for quote in within(quotes, start, end):
            if any(quote.touches(*extent) for extent in own):
                continue
            grown.append((quote.start, quote.end))
    speech = next((q for q in within(quotes, *cue) if q.covers(*cue)), None)
    merged = _merged(text, grown)
    if speech:  # a claim inside somebody's speech does not reach out of it
        inner = speech.end - (1 if speech.closed else 0)
        merged = [(max(s, speech.start), min(e, inner)) for s, e in merged]
    pieces = [piece for extent in merged for piece in _without(extent, own)]
    stripped = (_stripped(text, *piece) for piece in pieces)
    return [(start, end) for start, end in stripped if start < end]


def _merged(text: str, extents: Iterable[Extent]) -> list[Extent]:
    merged: list[Extent] = []
    for start, end in sorted(extents):
        if merged and (start <= merged[-1][1] or not text[merged[-1][1] : start].strip()):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(extent: Extent, own: Sequence[Extent]) -> Iterator[Extent]:
    start, end = extent
    for first, last in sorted(own):
        if first < end and start < last:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def _stripped(text: str, start: int, end: int) -> Extent:
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",;:—–"):
        end -= 1
    return start, end


def _continued(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    found: Sequence[Found],
) -> list[Found]:
    """Claims with the quotations that go on after their sentence without a cue of their own."""
    outer = {c.cue for c in found if not any(q.covers(*c.cue) for q in within(quotes, *c.cue))}
    taken = {
        quote
        for claim in found
        if claim.cue in outer
        for e in claim.content
        for quote in within(quotes, *e)
    }
    out = []
    for claim in found:
        extra: list[Extent] = []
        if claim.cue in outer and any(within(quotes, *extent) for extent in claim.content):
            extra = list(_following(text, sentences, quotes, claim, taken))
        content = tuple(_merged(text, [*claim.content, *extra])) if extra else claim.content
        out.append(attrs.evolve(claim, content=content))
    return out


def _following(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    claim: Found,
    taken: Collection[Quotation],
) -> Iterator[Extent]:
    """Quotations that follow a claim's sentence one after another and are whole sentences."""
    place = max(sentences[claim.sentence].end, max(end for _, end in claim.content))
    ends = [sentence.end for sentence in sentences]
    for quote in quotes[bisect.bisect_right(quotes, place, key=lambda q: q.end) :]:
        last = bisect.bisect_left(ends, quote.end)
        rest = text[quote.end : ends[last]] if last < len(ends) else ""
        if quote in taken or _has_letters(text[place : quote.start] + rest):
            return
        yield quote.start, quote.end
        place = quote.end


def _with_quoted(text: str, claim: Found, quotes: Sequence[Quotation]) -> Found:
    parts: list[Extent] = []
    rest = ""
    for start, end in claim.content:
        inside = [(max(start, q.start), min(end, q.end)) for q in within(quotes, start, end)]
        rest += "".join(text[s:e] for s, e in _without((start, end), inside))
        parts += inside
    return attrs.evolve(claim, quoted=tuple(parts), unquoted=_has_letters(rest))


# ---------------------------------------------------------------------------------------- nesting


def _with_parents(found: Sequence[Found]) -> Iterator[Found]:
    """Each claim with the index of the innermost claim whose content holds its cue."""
    for claim in found:
        holders = [
            (sum(end - start for start, end in other.content), index)
            for index, other in enumerate(found)
            if other is not claim and _holds(other, claim) and not _holds(claim, other)
        ]
        yield attrs.evolve(claim, parent=min(holders)[1] if holders else None)


def _holds(outer: Found, inner: Found) -> bool:
    return any(s <= inner.cue[0] and inner.cue[1] <= e for s, e in outer.content)
