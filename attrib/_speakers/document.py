"""A document under reading: its sentences, mentions, quotations and claims, and who speaks."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs

from attrib._choices import CueKind, Mode
from attrib._claims.found import Found
from attrib._claims.quotation import Quotation, quotations, within
from attrib._sentence import ROOT, Sentence, Word
from attrib._speakers.antecedents import Chooser, ranked
from attrib._speakers.detection import mentions
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.nouns import folded, titles
from attrib._speakers.referents import REACH, Discourse, Referent

_SPEECH = 3  # words; shorter quotations are terms
_INSIDE = frozenset({"det", "amod", "nummod", "case", "punct"})
_BACK = 6  # claims looked back over for the last speaker


@attrs.define(eq=False)
class Document:
    """A text with its mentions, the claims found in it, and the heads of their sources."""

    text: str
    sentences: Sequence[Sentence]
    found: Sequence[Found]
    choose: Chooser = ranked
    mentions: list[tuple[Mention, ...]] = attrs.field(factory=list)
    speech: Sequence[Quotation] = ()
    sources: list[tuple[int, int] | None] = attrs.field(factory=list)
    claims_at: defaultdict[tuple[int, int], list[int]] = attrs.field(
        factory=lambda: defaultdict[tuple[int, int], list[int]](list)
    )
    discourse: Discourse = attrs.field(factory=Discourse)

    def quoted(self, offset: int) -> int | None:
        """Which quotation a character stands in, None for none that could be speech."""
        return next((quote.start for quote in within(self.speech, offset, offset + 1)), None)


def opened(
    text: str, sentences: Sequence[Sentence], found: Sequence[Found], choose: Chooser
) -> Document:
    blocks = [list(group) for _, group in groupby(sentences, key=lambda s: s.block)]
    document = Document(text, sentences, found, choose)
    quotes = quotations(text, [(block[0].start, block[-1].end) for block in blocks])
    document.speech = [q for q in quotes if text.count(" ", q.start, q.end) >= _SPEECH - 1]
    for number, claim in enumerate(found):
        place = place_of_source(sentences, claim)
        document.sources.append(place)
        if place is not None:
            for head in coordinated(sentences[place[0]], place[1]):
                document.claims_at[place[0], head].append(number)
    heads = defaultdict[int, set[int]](set)
    for index, head in document.claims_at:
        heads[index].add(head)
    document.mentions = [
        mentions(text, s, index, heads[index]) for index, s in enumerate(sentences)
    ]
    return document


def place_of_source(sentences: Sequence[Sentence], claim: Found) -> tuple[int, int] | None:
    """The sentence and the head of a claim's source."""
    if claim.source is None:
        return None
    start, end = claim.source
    index = bisect.bisect_right(sentences, start, key=lambda s: s.end)
    if index >= len(sentences):
        return None
    sentence = sentences[index]
    inside = [w for w in sentence.words if start <= w.start and w.end <= end]
    own = {w.index for w in inside}
    tops = [w for w in inside if w.head not in own and not _is_link(w)]
    if not tops:
        return None
    titled = [w for w in inside if w.head == tops[0].index and not _is_link(w)]
    whole = [w for w in (*tops, *titled) if not _is_part(w)]
    top = whole[0] if whole else tops[0]
    if not whole:  # a source cut short ("The", "Insp.") is that of the phrase
        top = sentence.climb(top.index, lambda w: not _is_part(w))
    subject = sentence.find(top.index, "nsubj") if top.upos == "VERB" else None
    if subject is not None and subject.index in own:  # "one email read to the court said"
        top = subject
    return index, _possessed(sentence, top.index, end)


def _is_link(word: Word) -> bool:
    """Whether a word is no head of a source; the tagger takes some handles ("@sol_") for marks."""
    mark = word.upos == "PUNCT" and not any(map(str.isalnum, word.text))
    return mark or word.upos in ("ADP", "CCONJ")


def _is_part(word: Word) -> bool:
    """Whether a word can only begin or end a source: an article, a title."""
    inside = word.relation in _INSIDE and word.upos not in ("NOUN", "PROPN")
    title = word.upos == "PROPN" and folded(word.text) in titles()
    return inside or title or word.text == "."


def _possessed(sentence: Sentence, head: int, end: int) -> int:
    """What a name with a possessive mark owns, where the parser took the name for the head."""
    for mark in sentence.words[head + 1 :]:
        if mark.start >= end or mark.text == ",":
            break
        if mark.xpos == "POS" and sentence.words[mark.index - 1].upos == "PROPN":
            owned = sentence.words[mark.index + 1 :]
            noun = next((w for w in owned if w.upos == "NOUN" and w.end <= end), None)
            beside = noun is not None and noun.head <= head and noun.relation == "appos"
            return noun.index if noun is not None and beside else head
    return head


def coordinated(sentence: Sentence, head: int) -> list[int]:
    """The heads joined to a word by "and", "nor" or a comma, itself first."""
    found = [head]
    for word in sentence.all(head, "conj"):
        mark = sentence.find(word.index, "cc")
        if mark is None or mark.lemma.casefold() in ("and", "nor", "&", "as"):
            found.append(word.index)
        if word.head == ROOT:
            break
    return found


def joined(document: Document, index: int, heads: Sequence[int]) -> tuple[Referent, ...]:
    """What coordinated words refer to, () where one of them is unknown."""
    group = [document.discourse.at(index, head) for head in heads]
    known = tuple(dict.fromkeys(referent for referent in group if referent is not None))
    return known if None not in group else ()


def together(discourse: Discourse, members: tuple[Referent, ...]) -> Referent:
    """The group of these members: the one that there is, or a new one."""
    if len(members) == 1:
        return members[0]
    for referent in discourse.referents[-REACH:]:
        if referent.members == members:
            return referent
    return discourse.new(members=members)


def speaking(document: Document, number: int) -> Referent | None:
    """The referent of a claim's source, a group where several are joined."""
    place = document.sources[number]
    if place is None:
        return None
    heads = coordinated(document.sentences[place[0]], place[1])
    end = (document.found[number].source or (0, 0))[1]
    words = document.sentences[place[0]].words
    members = joined(document, place[0], [h for h in heads if words[h].start < end])
    return together(document.discourse, members) if len(members) > 1 else next(iter(members), None)


def last_speaker(document: Document, number: int, place: tuple[int, int]) -> Referent | None:
    """The speaker of the last claim before, which has another source mention."""
    for before in range(number - 1, max(-1, number - _BACK), -1):
        source = document.sources[before]
        if source is None or source >= place or document.found[before].parent is not None:
            continue
        if (speaker := speaking(document, before)) is not None:
            return speaker
    return None


def named_inside(document: Document, number: int) -> Iterator[int]:
    """The referents that a claim's own direct quotation names: nobody quoted names himself so."""
    log = document.discourse.log
    for start, end in _own_quotations(document, number):
        first = bisect.bisect_left(log, start, key=lambda entry: entry[0])
        for offset, referent, mention in log[first : first + 40]:
            if offset >= end:
                break
            if mention.form is Form.NAME:
                yield referent.order


def _own_quotations(document: Document, number: int) -> Iterator[tuple[int, int]]:
    """What of a claim is quoted, and the quotation that follows it after no more than a mark."""
    claim = document.found[number]
    yield from claim.quoted
    if claim.mode is Mode.DIRECT and claim.content:
        last = max(claim.cue[1], claim.content[-1][1], (claim.source or claim.cue)[1])
        place = bisect.bisect_left(document.speech, last, key=lambda quote: quote.start)
        for quote in document.speech[place : place + 1]:
            if not any(c.isalnum() or c == "\n" for c in document.text[last : quote.start]):
                yield quote.start, quote.end


def speaker_of_quotation(document: Document, mention: Mention) -> Referent | None:
    """Who says the innermost direct quotation that a mention stands in."""
    best: tuple[int, int] | None = None
    for number in _claims_near(document, mention):
        claim = document.found[number]
        direct = claim.content if claim.kind is CueKind.PUNCTUATION else claim.quoted
        for start, end in direct:
            inside = start <= mention.start < end and _opens_quotation(document, claim, start)
            if inside and (best is None or end - start < best[0]):
                best = end - start, number
    place = document.sources[best[1]] if best else None
    if best is None or place is None or place == (mention.sentence, mention.head):
        return None
    return speaking(document, best[1])


def _claims_near(document: Document, mention: Mention) -> range:
    """The claims whose cues stand so near that their contents can reach a mention."""
    place = bisect.bisect_left(document.found, mention.start, key=lambda claim: claim.cue[0])
    return range(max(0, place - 2 * _BACK), min(len(document.found), place + 2 * _BACK))


def _opens_quotation(document: Document, claim: Found, start: int) -> bool:
    """Whether quoted content begins with its own mark, and not as a part of a larger quotation."""
    colon = claim.kind is CueKind.PUNCTUATION
    return claim.parent is None or colon or not document.text[start].isalnum()
