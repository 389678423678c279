"""A claim before its speaker is known: the value that both ways of finding claims hand on."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

import attrs

from attrib._choices import CueKind, Mode
from attrib._claims.quotation import Quotation, inside, within

Extent = tuple[int, int]
Span = tuple[int, int]


@attrs.frozen
class Drawn:
    """A relation that the network drew, as spans of words numbered through the text.

    `evidence` is what its calibrated confidence was made of: the probability that a cue begins
    here, that the whole is a claim, and the mean probability of its words' roles.
    """

    cue: Span
    source: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float
    evidence: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def moved(self, by: int) -> Drawn:
        """The same relation, its words counted from an earlier beginning."""

        def spans(old: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple((start + by, end + by) for start, end in old)

        return attrs.evolve(
            self, cue=spans((self.cue,))[0], source=spans(self.source), content=spans(self.content)
        )


@attrs.frozen
class Found:
    """Source, cue and content as offsets; `sentence` is the index of the one with the cue.

    `confidence` is None where the claim was read off the syntax.
    """

    sentence: int
    cue: Extent
    content: tuple[Extent, ...]
    source: Extent | None
    lemma: str
    kind: CueKind
    confidence: float | None = None
    quoted: tuple[Extent, ...] = ()
    unquoted: bool = True  # whether some of the content's letters stand outside quotation marks
    parent: int | None = None
    verbatim: bool = False  # whether it is speech by the layout, without quotation marks
    hearer: Extent | None = None  # to whom it was made
    floats: bool = False  # whether it has no cue: the mark that opens it stands in for one
    sure: bool = False  # whether the syntax alone may find it where it is part of no other

    @property
    def mode(self) -> Mode:
        """Direct where all of the content is quoted, mixed where some is."""
        if self.verbatim:
            return Mode.DIRECT
        if not self.quoted:
            return Mode.INDIRECT
        return Mode.DIRECT if not self.unquoted else Mode.MIXED


def with_quoted(text: str, claim: Found, quotes: Sequence[Quotation]) -> Found:
    """The claim, told which stretches of its content stand between quotation marks of its own.

    Marks that the cue stands between too are of somebody else's speech, in which the claim is made
    and single marks may quote again.
    """
    parts: list[Extent] = []
    rest = ""
    for start, end in claim.content:
        own = [q for q in within(quotes, start, end) if claim.floats or not q.covers(*claim.cue)]
        if not claim.floats:
            own += inside(text, quotes, claim.cue, (start, end))
        between = [(max(start, q.start), min(end, q.end)) for q in own]
        rest += "".join(text[s:e] for s, e in without((start, end), between))
        parts += sorted(between)
    return attrs.evolve(claim, quoted=tuple(parts), unquoted=has_letters(rest))


def without(extent: Extent, own: Sequence[Extent]) -> Iterator[Extent]:
    """What is left of an extent when others are cut out of it.

    >>> list(without((0, 10), [(3, 5)]))
    [(0, 3), (5, 10)]
    """
    start, end = extent
    for first, last in sorted(own):
        if first < end and start < last:
            if start < first:
                yield start, first
            start = max(start, last)
    if start < end:
        yield start, end


def has_letters(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a stretch of a text holds a letter or digit."""
    return any(text[i].isalnum() for i in range(start, len(text) if end is None else end))


def overlapping(claims: Sequence[Found], cue: Extent) -> Found | None:
    """The claim, of some ordered by cue, whose cue shares a character with another."""
    place = bisect.bisect_right(claims, cue[0], key=lambda claim: claim.cue[1])
    return claims[place] if place < len(claims) and claims[place].cue[0] < cue[1] else None
