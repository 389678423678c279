"""Claims read off the syntax: relations of single sentences, completed by quotation marks.

Syntax knows which words belong together, quotation marks know where speech begins and ends, across
sentences and paragraphs.  Here the two meet.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence

import attrs

from attrib._choices import CueKind
from attrib._claims.adpositions import adpositional
from attrib._claims.clauses import Relation, relations
from attrib._claims.edges import grown, merged
from attrib._claims.found import Extent, Found, has_letters
from attrib._claims.quotation import QUOTE_MARKS, Quotation, inside, within
from attrib._sentence import Sentence

_KEPT_ENDS = frozenset({"?", "!"}) | QUOTE_MARKS
_BRACKETS = {")": "(", "]": "["}


def syntactic_claims(
    text: str, sentences: Sequence[Sentence], quotes: Sequence[Quotation]
) -> list[Found]:
    """The claims that the sentences' dependencies and the quotation marks give away."""
    found = [
        claim
        for index, sentence in enumerate(sentences)
        for relation in (*relations(sentence), *adpositional(sentence))
        for claim in _claim(text, sentences, quotes, index, relation)
    ]
    return _continued(text, sentences, quotes, found)


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
    content = _content_extents(sentence, _unbroken(sentence, relation))
    if not content:
        quote = _neighbour(text, sentences, quotes, index, cue, source)
        content = [quote] if quote else []
    content = grown(text, quotes, content, own)
    heard = [quote for part in content for quote in inside(text, quotes, cue, part)]
    if heard:
        content = grown(text, sorted(set(heard)), content, own)
    if content:
        # what is said in somebody's speech is part of another claim
        sure = relation.sure and not any(q.covers(*cue) for q in within(quotes, *cue))
        yield Found(index, cue, tuple(content), source, relation.lemma, relation.kind, sure=sure)


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


def _unbroken(sentence: Sentence, relation: Relation) -> set[int]:
    """The words of a content with what stands between them, but for cue, source and hearer."""
    runs = _stretches(relation.content)
    if len(runs) < 2:
        return set(relation.content)
    own = relation.cue_words | relation.source
    verbal = relation.kind is CueKind.VERB
    below = {i for cue in relation.cue_words for i in sentence.dependents[cue] if verbal}
    told = {index for i in below if i > max(own) for index in sentence.phrase(i)}
    found = set(relation.content)
    for left, right in itertools.pairwise(runs):
        gap = set(range(left[-1] + 1, right[0]))
        found |= gap - own - told if gap & own else gap
    return found


def _content_extents(sentence: Sentence, indices: Collection[int]) -> list[Extent]:
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


_CLOSERS = QUOTE_MARKS | {")", "]"}
_OPENERS = QUOTE_MARKS | {"(", "[", "$", "#"}


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
    if before and not has_letters(text[before.end : first]) and not before.touches(*cue):
        return before.start, before.end
    return None


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
    ends = [sentence.end for sentence in sentences]
    out = []
    for claim in found:
        extra: list[Extent] = []
        if claim.cue in outer and any(within(quotes, *extent) for extent in claim.content):
            extra = list(_following(text, ends, quotes, claim, taken))
        content = tuple(merged(text, [*claim.content, *extra])) if extra else claim.content
        out.append(attrs.evolve(claim, content=content))
    return out


def _following(
    text: str,
    ends: Sequence[int],
    quotes: Sequence[Quotation],
    claim: Found,
    taken: Collection[Quotation],
) -> Iterator[Extent]:
    """Quotations that follow a claim's sentence one after another and are whole sentences."""
    place = max(ends[claim.sentence], max(end for _, end in claim.content))
    first = bisect.bisect_left(quotes, place, key=lambda q: q.start)
    for index in range(first, len(quotes)):
        quote = quotes[index]
        last = bisect.bisect_left(ends, quote.end)
        end = ends[last] if last < len(ends) else quote.end
        between = has_letters(text, place, quote.start) or has_letters(text, quote.end, end)
        if between or quote in taken:
            return
        yield quote.start, quote.start + len(text[quote.start : quote.end].rstrip())
        place = quote.end
