"""The claims of a text: what the network drew and what the syntax shows, brought together.

The network decides on the claims that are not part of another, but for those by sure cues; inside
their contents the syntax finds those that are.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate

import attrs

from attrib._choices import CueKind
from attrib._claims.addressees import addressee
from attrib._claims.drawn import SAME, drawn_claims
from attrib._claims.edges import closed, grown, merged, stripped
from attrib._claims.floating import with_floating
from attrib._claims.found import Drawn, Extent, Found, overlapping, with_quoted, without
from attrib._claims.quotation import Quotation
from attrib._claims.syntactic import syntactic_claims
from attrib._claims.turns import turns
from attrib._claims.withheld import refusal, withheld
from attrib._sentence import Sentence


def find_claims(
    text: str,
    sentences: Sequence[Sentence],
    quotes: Sequence[Quotation],
    drawn: Sequence[Drawn] | None = None,
) -> tuple[Found, ...]:
    """The claims of a text in the order of their cues, with the parents of nested ones.

    Without `drawn` they are the syntax's alone.
    """
    found = sorted(syntactic_claims(text, sentences, quotes), key=lambda claim: claim.cue)
    spoken = turns(text, sentences, quotes)
    if drawn is None:
        found = beside_turns(text, found, spoken)
        found = with_floating(text, sentences, quotes, found)
    else:
        outer = [_snapped(text, claim, quotes) for claim in drawn_claims(sentences, drawn, found)]
        outer = beside_turns(text, [*outer, *_beyond_doubt(text, found, outer)], spoken)
        outer = with_floating(text, sentences, quotes, outer)
        found = rooted(sorted([*outer, *_nested(found, outer)], key=lambda claim: claim.cue))
    quoted = (with_quoted(text, claim, quotes) for claim in _with_withheld(sentences, found))
    return tuple(with_parents([_with_hearer(text, sentences, quotes, c) for c in quoted]))


def _with_withheld(sentences: Sequence[Sentence], found: Sequence[Found]) -> list[Found]:
    """The claims, by cue, with those that somebody declined to make.

    Those that were drawn have no content either: what was declined ("*to say who*") was not said.
    The verb that was declined is no claim of its own.
    """
    declined = list(withheld(sentences))
    found = [_unsaid(sentences, claim, overlapping(declined, claim.cue)) for claim in found]
    held = sorted((c for c in found if _has_own(sentences, c)), key=lambda claim: claim.cue)
    added = []
    for claim in declined:
        same = overlapping(held, claim.cue)
        if same is None or not (_stands_beside(same, claim) or same.lemma == claim.lemma):
            added.append(claim)
    kept = [c for c in found if _stays(c, overlapping(declined, c.cue), overlapping(added, c.cue))]
    return sorted([*kept, *added], key=lambda claim: claim.cue)


def _unsaid(sentences: Sequence[Sentence], claim: Found, declined: Found | None) -> Found:
    """A drawn claim as one that was not made, with the whole of its cue, if that is what it is."""
    if declined is None or not _is_drawn(claim) or not _stands_beside(claim, declined):
        return claim
    words = sentences[claim.sentence].words
    own = (w for w in words if claim.cue[0] <= w.start and w.end <= claim.cue[1])
    if all(refusal(sentences[claim.sentence], word, bare=False) is None for word in own):
        return claim
    cue = min(claim.cue[0], declined.cue[0]), max(claim.cue[1], declined.cue[1])
    return attrs.evolve(claim, cue=cue, content=())


def _stays(claim: Found, declined: Found | None, added: Found | None) -> bool:
    """Whether a claim is no verb that was declined, nor gives way to what is added for it."""
    if declined is not None and not _is_drawn(claim) and claim.lemma != declined.lemma:
        return False
    return added is None or _stands_beside(claim, added)


def _stands_beside(claim: Found, declined: Found) -> bool:
    """Whether a claim was drawn, and not by a noun in the other's cue ("*requests* for ...")."""
    inside = declined.cue[0] <= claim.cue[0] and claim.cue[1] <= declined.cue[1]
    return _is_drawn(claim) and not (inside and claim.kind is CueKind.NOUN)


def _with_hearer(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation], claim: Found
) -> Found:
    """A claim with the one who is told, no longer part of its content: "urged *them* to leave"."""
    told = addressee(text, sentences, claim)
    if told is None:
        return claim
    claim = attrs.evolve(claim, hearer=told)
    if claim.content:
        (start, end), *rest = claim.content
        left = stripped(text, told[1], end)
        if start == told[0] and left[0] < left[1]:
            return with_quoted(text, attrs.evolve(claim, content=(left, *rest)), quotes)
    return claim


def _has_own(sentences: Sequence[Sentence], claim: Found) -> bool:
    sentence = sentences[claim.sentence]
    inside = any(start < sentence.end and sentence.start < end for start, end in claim.content)
    return inside or _is_drawn(claim)


def _snapped(text: str, claim: Found, quotes: Sequence[Quotation]) -> Found:
    own = [claim.cue, claim.source] if claim.source else [claim.cue]
    content = closed(text, quotes, grown(text, quotes, claim.content, own))
    return attrs.evolve(claim, content=tuple(content) or claim.content)


def beside_turns(text: str, found: Sequence[Found], spoken: Sequence[Found]) -> list[Found]:
    """The turns with all other claims, which reach neither into a turn nor out of it.

    A claim with a turn's own cue says the same again, one that lies all in others' turns nothing.
    """
    held = sorted((part, turn) for turn, claim in enumerate(spoken) for part in claim.content)
    extents = [part for part, _ in held]
    cues = {claim.cue for claim in spoken}
    out = list(spoken)
    for claim in found:
        home = next((spoken[held[i][1]] for i in _meeting(extents, claim.cue)), None)
        content = [piece for part in claim.content for piece in _apart(text, part, extents, home)]
        if content and claim.cue not in cues:
            out.append(attrs.evolve(claim, content=tuple(content)))
    return out


def _apart(
    text: str, part: Extent, extents: Sequence[Extent], home: Found | None
) -> Iterator[Extent]:
    """What of a content lies in the turn that is its home, or outside of all turns."""
    meeting = [extents[i] for i in _meeting(extents, part)]
    inside = home and home.content[0][0] <= part[0] and part[1] <= home.content[-1][1]
    if inside or not (meeting or home):
        yield part
        return
    whole = (home.content[0][0], home.content[-1][1]) if home else (0, len(text))
    start, end = max(part[0], whole[0]), min(part[1], whole[1])
    for piece in [(start, end)] if home else without((start, end), meeting):
        first, last = stripped(text, *piece)
        if text[first:last].startswith("."):  # the turn's, which is no part of what is said
            first, last = stripped(text, first + 1, last)
        if first < last:
            yield first, last


def _meeting(extents: Sequence[Extent], one: Extent) -> range:
    """Which of some extents, in order and apart, share a character with another."""
    first = bisect.bisect_right(extents, one[0], key=lambda extent: extent[1])
    return range(first, bisect.bisect_left(extents, one[1], key=lambda extent: extent[0]))


def _beyond_doubt(text: str, found: Sequence[Found], outer: Sequence[Found]) -> Iterator[Found]:
    """The syntax's claims by sure cues that the outer claims leave room for."""
    read = sorted(outer, key=lambda claim: claim.cue)
    taken = merged(text, (extent for claim in outer for extent in claim.content))
    for claim in found:
        if not claim.sure or overlapping(read, claim.cue) or _meeting(taken, claim.cue):
            continue
        shared = sum(
            min(taken[i][1], part[1]) - max(taken[i][0], part[0])
            for part in claim.content
            for i in _meeting(taken, part)
        )
        if shared < SAME * sum(end - start for start, end in claim.content):
            yield claim


def _nested(found: Sequence[Found], outer: Sequence[Found]) -> Iterator[Found]:
    """The syntax's claims that lie in the content of an outer one, which has not read their cue."""
    read = sorted(outer, key=lambda claim: claim.cue)
    extents = sorted(extent for claim in outer for extent in claim.content)
    starts = [start for start, _ in extents]
    reached = list(accumulate((end for _, end in extents), max))
    for claim in found:
        place = bisect.bisect_right(starts, claim.cue[0])
        inside = place and reached[place - 1] >= claim.cue[1]
        if inside and not overlapping(read, claim.cue):
            yield claim


def rooted(found: list[Found]) -> list[Found]:
    """Claims, ordered by cue, without those of the syntax that lie in none that was drawn."""
    while True:
        held = zip(found, _parents(found), strict=True)
        kept = [c for c, i in held if _is_drawn(c) or c.sure or _is_in(c, found, i)]
        if len(kept) == len(found):
            return kept
        found = kept


def _is_in(claim: Found, found: Sequence[Found], parent: int | None) -> bool:
    """Whether a claim has a parent, and its content a part in the parent's."""
    held = found[parent].content if parent is not None else ()
    return any(a < d and c < b for a, b in claim.content for c, d in held)


def with_parents(found: Sequence[Found]) -> Iterator[Found]:
    """Claims, ordered by cue, each with the index of the innermost claim that holds its cue."""
    for claim, parent in zip(found, _parents(found), strict=True):
        yield attrs.evolve(claim, parent=parent)


def _parents(found: Sequence[Found]) -> list[int | None]:
    parents = list(_innermost(found))
    for index in range(len(found)):
        if _in_a_ring(parents, index):
            parents[index] = None
    return parents


def _innermost(found: Sequence[Found]) -> Iterator[int | None]:
    """For each claim the one with the least content that holds its cue, and whose it holds not."""
    extents = sorted((*part, index) for index, claim in enumerate(found) for part in claim.content)
    size = [sum(end - start for start, end in claim.content) for claim in found]
    begun: list[tuple[int, int, int]] = []
    place = 0
    for claim in found:
        while place < len(extents) and extents[place][0] <= claim.cue[0]:
            begun.append(extents[place])
            place += 1
        begun = [extent for extent in begun if extent[1] > claim.cue[0]]
        holders = [
            (size[index], index)
            for _, end, index in begun
            if end >= claim.cue[1]
            and not _inside(claim, found[index].cue)
            and (_is_drawn(found[index]) or not _is_drawn(claim))
        ]
        yield min(holders)[1] if holders else None


def _is_drawn(claim: Found) -> bool:
    return claim.confidence is not None


def _in_a_ring(parents: Sequence[int | None], index: int) -> bool:
    seen: set[int] = set()
    above = parents[index]
    while above is not None and above != index and above not in seen:
        seen.add(above)
        above = parents[above]
    return above == index


def _inside(claim: Found, cue: Extent) -> bool:
    return any(start <= cue[0] and cue[1] <= end for start, end in claim.content)
