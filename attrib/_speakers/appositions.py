"""Appositions: which mentions of a sentence are the same, by the syntax or by their places."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import attrs

from attrib._choices import SpeakerKind
from attrib._sentence import ROOT, Sentence, Word
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.names import is_acronym_of
from attrib._speakers.nouns import folded, listed, titles

_COLLECTIVE = frozenset({SpeakerKind.ORGANIZATION, SpeakerKind.PLACE, SpeakerKind.GROUP})
_Pair = tuple[int, int]


def told_same(sentence: Sentence, found: list[Mention]) -> Iterator[Mention]:
    """The mentions, with those told to be the same as another pointing to it."""
    heads = {mention.head: mention for mention in found}
    pairs = dict(_same(sentence, heads))
    for mention in found:
        other = pairs.get(mention.head)
        if mention.same is None and other is not None and other != mention.head:
            mention = attrs.evolve(mention, same=other)
        yield mention


def _same(sentence: Sentence, heads: dict[int, Mention]) -> Iterator[_Pair]:
    """Pairs of a mention's head and that of another, which is the same by the syntax."""
    for word in sentence.words:
        if word.index not in heads:
            continue
        if word.deprel in ("appos", "nmod:desc") and word.head in heads:
            one, other = heads[word.index], _explained(sentence, heads, word)
            if any(w.text == ":" for w in sentence.words[word.head : word.index]):
                continue
            if _fit(one, other) and not _is_possessor(
                sentence, other if one.end > other.end else one
            ):
                yield word.index, other.head
        if word.relation in ("xcomp", "obl", "obj", "appos") and word.head != ROOT:
            verb = sentence.words[word.head]
            named = verb.lemma in listed("naming")
            if (
                named
                and verb.relation == "acl"
                and verb.head in heads
                and heads[word.index].form is Form.NAME
            ):
                yield word.index, verb.head
        if sentence.find(word.index, "cop") and heads[word.index].form is Form.DESCRIPTION:
            subject = sentence.find(word.index, "nsubj")
            if (
                subject is not None
                and subject.index in heads
                and _says_who(heads[word.index], heads[subject.index])
            ):
                yield word.index, subject.index
    yield from _of_two_offices(sentence, heads)
    yield from _in_brackets(sentence, heads)
    yield from _beside(sentence, heads)


def _explained(sentence: Sentence, heads: dict[int, Mention], word: Word) -> Mention:
    """What an apposition explains: the office, where a person's name follows the institution's."""
    near = heads[word.head]
    office = heads.get(sentence.words[near.head].head)
    held = sentence.words[near.head].relation == "nmod" and office is not None
    if office is None or not held or near.kind is SpeakerKind.PERSON:
        return near
    named = heads[word.index].form is Form.NAME and heads[word.index].kind is SpeakerKind.PERSON
    return office if named and office.kind is SpeakerKind.PERSON else near


def _of_two_offices(sentence: Sentence, heads: dict[int, Mention]) -> Iterator[_Pair]:
    """What somebody is called by beside the title: "*Nordic founder* and chairman Ana Sol"."""
    for head, name in heads.items():
        word = sentence.words[head]
        office = heads.get(word.head) if word.relation == "conj" else None
        if office is None or name.form is not Form.NAME or office.form is not Form.DESCRIPTION:
            continue
        between = sentence.words[office.head + 1 : head]
        link = next((w.index for w in between if w.relation == "cc"), head)
        titled = link < head and sentence.words[link + 1].start < name.start
        bare = sentence.find(office.head, "det", "nmod:poss") is None and not office.plural
        if titled and bare and office.kind is SpeakerKind.PERSON and _fit(office, name):
            yield office.head, head


def _in_brackets(sentence: Sentence, heads: dict[int, Mention]) -> Iterator[_Pair]:
    """What an editor explains: "they [the lenders]"."""
    order = [heads[head] for head in sorted(heads)]
    for one, other in pairwise(order):
        gap = [w.text for w in sentence.words if one.end <= w.start < other.start]
        if gap == ["["]:
            yield one.head, other.head


def _is_possessor(sentence: Sentence, mention: Mention) -> bool:
    """Whether a possessive mark follows a mention."""
    after = next((w for w in sentence.words if w.start >= mention.end), None)
    return after is not None and after.xpos == "POS"


def _says_who(predicate: Mention, subject: Mention) -> bool:
    persons = predicate.kind is SpeakerKind.PERSON and not subject.plural
    return persons and subject.form is Form.NAME and _fit(predicate, subject)


def _fit(one: Mention, other: Mention) -> bool:
    """Whether two mentions that stand as an apposition can be the same."""
    if Form.PRONOUN in (one.form, other.form):
        return False
    if one.plural != other.plural and SpeakerKind.PERSON in (one.kind, other.kind):
        return False
    if one.form is Form.NAME and other.form is Form.NAME:
        return is_acronym_of(one.name, other.name) or is_acronym_of(other.name, one.name)
    kinds = {one.kind, other.kind} - {None, SpeakerKind.GROUP}
    described = one if one.form is Form.DESCRIPTION else other
    return (
        len(kinds) < 2
        or bool(kinds & {noun.kind for noun in described.known})
        or len(kinds - _COLLECTIVE) == 0
    )


def _beside(sentence: Sentence, heads: dict[int, Mention]) -> Iterator[_Pair]:
    """What stands beside a name, whatever the parser made of it."""
    for mention in heads.values():
        if mention.form is not Form.NAME:
            continue
        start = mention.start
        for other in sorted(heads.values(), key=lambda m: (-m.end, m.start)):
            if other.head != mention.head and _stand_together(sentence, mention, start, other):
                yield other.head, mention.head
                start = min(start, other.start)


def _stand_together(sentence: Sentence, name: Mention, start: int, other: Mention) -> bool:
    """Whether only a title, a comma or a parenthesis parts a name from another mention of it.

    `start` is that of the name with what is known to stand before it.
    """
    if other.form is Form.PRONOUN or not _fit(name, other):
        return False
    before = other.end <= name.start
    first, last = (other.end, start) if before else (name.end, other.start)
    gap = [w for w in sentence.words if first <= w.start < last]
    marks = "".join(w.text for w in gap if folded(w.text) not in titles() and w.text != ".")
    inside = before and other.end > start  # of another mention: "the head of *the agency*, Ana Sol"
    if inside or _is_possessor(sentence, other if before else name):
        return False
    if other.form is Form.NAME:
        return marks == "("
    person = name.kind in (None, SpeakerKind.PERSON) and other.kind is SpeakerKind.PERSON
    if len(gap) > 3 or other.plural:
        return False
    if before and not marks:
        return other.kind in (SpeakerKind.PERSON, SpeakerKind.ORGANIZATION) and _is_whole(
            sentence, other
        )
    if marks != "," or not person:
        return False
    following = max(name.end, other.end)
    after = next((w for w in sentence.words if w.start >= following), None)
    closed = after is None or after.text in (",", ".", ";", "—", "–", "”", '"')
    told = other.definite or other.text.casefold().startswith(("a ", "an "))
    return told and (closed or (before and after is not None and after.upos in ("VERB", "AUX")))


def _is_whole(sentence: Sentence, mention: Mention) -> bool:
    """Whether a mention before a name is a whole phrase, and no part of the name's own."""
    return sentence.words[mention.head].upos in ("NOUN", "PROPN") and mention.role != "nmod:poss"
