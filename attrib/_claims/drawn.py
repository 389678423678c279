"""What the network drew, as claims: sure enough, distinct, and mended by the syntax."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence

import attrs

from attrib._choices import CueKind
from attrib._claims.addressees import slots
from attrib._claims.ends import whole_end
from attrib._claims.found import Drawn, Extent, Found, Span, overlapping
from attrib._claims.frames import cue_frames, is_other_sense
from attrib._sentence import Sentence, Word

SAME = 0.5  # the share of words in common from which two contents are one (moves dev by 0.4 F1)
_KINDS = {
    "VERB": CueKind.VERB,
    "AUX": CueKind.VERB,
    "NOUN": CueKind.NOUN,
    "PROPN": CueKind.NOUN,
    "ADJ": CueKind.ADJECTIVE,
    "ADP": CueKind.ADPOSITION,
    "SCONJ": CueKind.ADPOSITION,
    "PUNCT": CueKind.PUNCTUATION,
    "SYM": CueKind.PUNCTUATION,
}


def sure_enough(
    sentences: Sequence[Sentence], drawn: Sequence[Drawn], least: float, least_of_nouns: float
) -> list[Drawn]:
    """The relations of at least such confidence; that of noun cues is measured by their own."""
    words = [word for sentence in sentences for word in sentence.words]

    def asked(relation: Drawn) -> float:
        tags = {word.upos for word in words[relation.cue[0] : relation.cue[1]]}
        return least_of_nouns if "NOUN" in tags and not tags & {"VERB", "AUX"} else least

    return [relation for relation in drawn if relation.confidence >= asked(relation)]


def drawn_claims(
    sentences: Sequence[Sentence], drawn: Sequence[Drawn], syntactic: Sequence[Found]
) -> Iterator[Found]:
    """Drawn relations as offsets; where it knows a cue, the syntax tells its lemma and kind.

    It tells the source, too, where none was drawn (0.3 points of soft + source on dev).
    """
    words = [word for sentence in sentences for word in sentence.words]
    firsts = [0]
    for sentence in sentences:
        firsts.append(firsts[-1] + len(sentence.words))

    def extent(span: Span) -> Extent:
        return words[span[0]].start, words[span[1] - 1].end

    kept = _distinct(drawn)
    begun = {r.cue[1]: r.cue[0] for r in kept if r.content[0][0] >= r.cue[1]}

    def ended(part: Span, relation: Drawn) -> Span:
        # the cue of what is said next is no part of what was said before
        part = part[0], max(begun.get(part[1], part[1]), part[0] + 1)
        index = bisect.bisect_left(firsts, part[1]) - 1
        return whole_end(sentences[index], firsts[index], part, relation)

    for relation in kept:
        index = bisect.bisect_right(firsts, relation.cue[0]) - 1
        relation = _linked(sentences[index], firsts[index], relation)
        cue = extent(relation.cue)
        cue_words = words[relation.cue[0] : min(relation.cue[1], firsts[index + 1])]
        lemma, kind = lemma_and_kind(cue_words)
        if any(_has_other_object(sentences[index], word) for word in cue_words):
            continue
        parts = (ended(part, relation) for part in relation.content)
        content = tuple(map(extent, [p for p in parts if p[0] < p[1]] or relation.content))
        source = extent(_named(words, relation)) if relation.source else None
        if same := overlapping(syntactic, cue):
            lemma, kind = same.lemma, same.kind
            source = source or _outside(content, same.source)
        told = any(
            _lacks_hearer(sentences[index], word) or _is_told(sentences[index], word)
            for word in cue_words
        )
        yield Found(
            sentence=index,
            cue=cue,
            content=content,
            source=None if told else source,
            lemma=lemma,
            kind=kind,
            confidence=relation.confidence,
        )


def _linked(sentence: Sentence, first: int, relation: Drawn) -> Drawn:
    """A relation whose cue has the preposition that the content behind it begins with.

    So PolNeAR's annotators have it in nine of ten ("called *for* calm"), but where the content
    stands on both sides ("*he* was criticised *for* it").  `first` is the number of the sentence's
    first word.
    """
    (begin, end), *rest = relation.content
    if begin != relation.cue[1] or end - begin < 2 or begin - first >= len(sentence.words):
        return relation
    link = sentence.words[begin - first]
    of_cue = relation.cue[0] <= sentence.words[link.head].head + first < relation.cue[1]
    if link.relation != "case" or link.upos != "ADP" or not of_cue:
        return relation
    cue, content = (relation.cue[0], begin + 1), ((begin + 1, end), *rest)
    return attrs.evolve(relation, cue=cue, content=content)


def _named(words: Sequence[Word], relation: Drawn) -> Span:
    """The part of a drawn source that stands nearest to the cue, without a possessive's ending."""
    first, last = relation.cue
    start, end = min(relation.source, key=lambda part: max(first - part[1], part[0] - last))
    possessive = end - start > 1 and words[end - 1].xpos == "POS"
    return start, end - possessive


def _outside(content: Sequence[Extent], source: Extent | None) -> Extent | None:
    """The syntax's source for a relation that was drawn without one, if no part of its content."""
    if source and any(start < source[1] and source[0] < end for start, end in content):
        return None
    return source


def _lacks_hearer(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb that orders somebody has no object: "thousands told to leave" is passive."""
    frames = {f.notation for f in cue_frames().get((verb.lemma.lower(), CueKind.VERB), ())}
    orders = "[NP] to-VP" in frames and "to-VP" not in frames
    follower = sentence.words[verb.index + 1 : verb.index + 2]
    before_to = bool(follower) and follower[0].text == "to"
    return orders and before_to and sentence.find(verb.index, "obj", "iobj") is None


def _is_told(sentence: Sentence, verb: Word) -> bool:
    """Whether a participle is of whoever was asked, by nobody named: "*Asked* why, Sol left"."""
    of_object = any("-" not in slot for slot in slots().get(verb.lemma.lower(), ()))
    participle = verb.xpos in ("VBN", "VBD") and verb.relation in ("advcl", "acl")
    return of_object and participle and not sentence.find(verb.index, "nsubj", "aux", "obl:agent")


def _has_other_object(sentence: Sentence, verb: Word) -> bool:
    objects = sentence.all(verb.index, "obj")
    return verb.upos == "VERB" and any(is_other_sense(verb.lemma, o.lemma) for o in objects)


def _distinct(drawn: Sequence[Drawn]) -> list[Drawn]:
    """Relations in order, without those that have no content, or but a part of a surer one's.

    Half of it is as good as all; less than half may be said in what the other says.
    """
    kept: list[Drawn] = []
    holders: dict[int, list[frozenset[int]]] = {}
    for relation in sorted(drawn, key=lambda relation: -relation.confidence):
        content = frozenset(i for start, end in relation.content for i in range(start, end))
        rivals = {rival for word in content for rival in holders.get(word, ())}
        if not content or any(
            len(content & rival) >= SAME * len(content | rival)
            or (content <= rival and relation.cue[0] not in rival)
            for rival in rivals
        ):
            continue
        kept.append(relation)
        for word in content:
            holders.setdefault(word, []).append(content)
    return sorted(kept, key=lambda relation: relation.cue)


def lemma_and_kind(cue: Sequence[Word]) -> tuple[str, CueKind]:
    """Those of the word whose own head lies outside the cue, function words last."""
    inside = {word.index for word in cue}
    tops = [word for word in cue if word.head not in inside] or cue
    head = min(tops, key=lambda word: (word.upos not in ("VERB", "NOUN", "ADJ"), word.index))
    if head.lemma == "accord" and cue[-1].text == "to":
        return "according to", CueKind.ADPOSITION
    return head.lemma, _KINDS.get(head.upos, CueKind.VERB)
