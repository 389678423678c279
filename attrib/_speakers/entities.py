"""Entities: every mention of a text, from its first to its last, joined to what it refers to.

What stands outside quotations is read first, in order; then the pronouns inside them, whose "I" is
the quotation's speaker and whose "he" is somebody else.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence

import attrs

from attrib._choices import Mode, SpeakerKind
from attrib._claims.found import Found
from attrib._sentence import Sentence
from attrib._speakers.antecedents import Chooser, Scene, candidates, ranked
from attrib._speakers.descriptions import antecedent, introduced
from attrib._speakers.detection import is_label
from attrib._speakers.document import (
    Document,
    coordinated,
    joined,
    last_speaker,
    named_inside,
    opened,
    speaker_of_quotation,
    together,
)
from attrib._speakers.groups import members_of, split_antecedent
from attrib._speakers.headlines import FAIR, announced
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.names import surname
from attrib._speakers.nouns import first_names, folded, turns
from attrib._speakers.referents import REACH, Referent, by_name

THRESHOLD = 0.4  # the least confidence with which a pronoun is resolved (docs/speakers.md)
_BESIDE = frozenset({"appos", "nmod:desc", "flat", "compound"})
_SURE_OF_GENDER = 0.6  # the least confidence with which a pronoun tells somebody's gender


def read(
    text: str, sentences: Sequence[Sentence], found: Sequence[Found], choose: Chooser = ranked
) -> Document:
    """The text with all its mentions joined to their referents."""
    document = opened(text, sentences, found, choose)
    later: list[list[Mention]] = []
    for index in range(len(sentences)):
        for bundle in _bundles(document.mentions[index]):
            if _waits(document, bundle):
                later.append(bundle)
            else:
                _join(document, bundle)
                _coordinate(document, bundle)
    for bundle in later:
        _join(document, bundle)
        _coordinate(document, bundle)
    for mention, referent in list(announced(document)):
        document.discourse.refer(mention, referent)
        document.discourse.evidence[mention.sentence, mention.head] = None, FAIR
    return document


def _bundles(found: Iterable[Mention]) -> Iterator[list[Mention]]:
    """Mentions of a sentence that are told to be the same, together, in the order of the text."""
    leader: dict[int, int] = {}

    def lead(head: int) -> int:
        while leader.get(head, head) != head:
            head = leader[head]
        return head

    listed = list(found)
    for mention in listed:
        leader[mention.head] = mention.head
    for mention in listed:
        if mention.same is not None and mention.same in leader:
            one, other = sorted((lead(mention.head), lead(mention.same)))
            leader[other] = one
    bundles: dict[int, list[Mention]] = {}
    for mention in listed:
        bundles.setdefault(lead(mention.head), []).append(mention)
    yield from bundles.values()


def _waits(document: Document, bundle: Sequence[Mention]) -> bool:
    """Whether a bundle has no name and stands in a quotation, whose speaker may follow it."""
    if any(mention.form is Form.NAME for mention in bundle):
        return False
    return document.quoted(bundle[0].start) is not None


def _join(document: Document, bundle: list[Mention]) -> None:
    """Find what a bundle of mentions refers to, and note it for each of them."""
    names = sorted((m for m in bundle if m.form is Form.NAME), key=lambda m: -len(m.name))
    described = [m for m in bundle if m.form is Form.DESCRIPTION]
    discourse = document.discourse
    referent: Referent | None = None
    if names:
        referent = _named(document, names, described)
    elif described:
        referent = _described(document, described)
    else:
        referent = _pronoun(document, bundle[0])
    if referent is None:
        return
    leader = min(bundle, key=lambda m: (m.role in _BESIDE, m.head))
    for mention in bundle:
        if mention.role in _BESIDE:  # an apposition stands where what it explains stands
            mention = attrs.evolve(mention, role=leader.role)
        _, share = discourse.evidence.get((mention.sentence, mention.head), (None, 1.0))
        if share < _SURE_OF_GENDER:
            mention = attrs.evolve(mention, gender=None)
        discourse.refer(mention, referent)
        referent.spoke += len(document.claims_at.get((mention.sentence, mention.head), ()))


def _named(document: Document, names: list[Mention], described: list[Mention]) -> Referent:
    discourse = document.discourse
    if len(family := _family(document, names[0])) > 1:
        return together(discourse, family)
    known = _known_as(names, described)
    if (speaker := _by_initials(document, known[0])) is not None:
        return speaker
    for mention in known:
        referent = by_name(discourse, mention)
        if referent is not None:
            return referent
    for mention in described:
        if mention.classes & {"kin", "relation"} or mention.definite:
            told = antecedent(discourse, mention, _scene(document, mention), document.choose)
            if told is not None and not told[0].named and told[2] >= 0.9:
                return told[0]
    person = known[0].kind is SpeakerKind.PERSON
    relative = introduced(discourse, known[0]) if person else None
    return relative or discourse.new()


def _family(document: Document, mention: Mention) -> tuple[Referent, ...]:
    """Who bears the surname that a plural is of: "the Lunds"."""
    words = document.sentences[mention.sentence].words
    before = words[mention.head - 1].text.casefold() if mention.head else ""
    if before != "the" or len(mention.name) > 1 or mention.name[0][-1:] != "s":
        return ()
    name = mention.name[0].removesuffix("s")
    bearers = [r for form in (name, name.removesuffix("e")) for r in _bearing(document, form)]
    return tuple(sorted(dict.fromkeys(bearers), key=lambda r: r.order))


def _by_initials(document: Document, mention: Mention) -> Referent | None:
    """Whose initials a turn of a conversation begins with: "SP:" for Sam Porter."""
    sentence = document.sentences[mention.sentence]
    word = sentence.words[mention.head]
    letters = word.text.replace(".", "")
    if not is_label(sentence, word) or not letters.isupper() or len(letters) < 2:
        return None
    for referent in document.discourse.referents[:REACH]:
        full = (name for name in referent.names if len(name) > 1)
        if referent.person and any("".join(w[0] for w in n) == letters.casefold() for n in full):
            return referent
    return None


def _bearing(document: Document, form: str) -> list[Referent]:
    """The people who are known to have a surname."""
    return [
        referent
        for referent in document.discourse.bearers((form,))
        if referent.person
        and any(len(name) > 1 and surname(name) == form for name in referent.names)
    ]


def _known_as(names: list[Mention], described: list[Mention]) -> list[Mention]:
    """The names, of the kind that the descriptions beside them tell."""
    if any({noun.kind for noun in mention.known} == {SpeakerKind.PERSON} for mention in described):
        return [attrs.evolve(name, kind=SpeakerKind.PERSON) for name in names]
    if any(SpeakerKind.ORGANIZATION in {n.kind for n in mention.known} for mention in described):
        return [_undecided(name) for name in names]
    return names


def _undecided(name: Mention) -> Mention:
    """A name that may be anybody's or a firm's, where the recogniser takes it for a person's."""
    alone = len(name.name) == 1 and name.name[0] not in first_names()
    return attrs.evolve(name, kind=None) if alone and name.kind is SpeakerKind.PERSON else name


def _described(document: Document, described: list[Mention]) -> Referent | None:
    discourse = document.discourse
    if (speaker := _by_initials(document, described[0])) is not None:
        return speaker
    if (bearer := _bearer(document, described[0])) is not None:
        return bearer
    if all(m.plural and _before_names(document, m) for m in described):
        return None
    for mention in described:
        scene = _scene(document, mention)
        if members := members_of(discourse, mention, scene.sentence):
            return together(discourse, members)
        told = antecedent(discourse, mention, scene, document.choose)
        if told is not None and told[2] >= THRESHOLD:
            discourse.evidence[mention.sentence, mention.head] = (told[1], told[2])
            return told[0]
    if any(_may_speak(document, mention) for mention in described):
        return discourse.new()
    return None


def _bearer(document: Document, mention: Mention) -> Referent | None:
    """The bearer of a name that was taken for a noun: "Prats himself"."""
    word = document.sentences[mention.sentence].words[mention.head]
    if mention.known or not word.text[:1].isupper() or mention.country:
        return None
    name = (folded(word.text),)
    known = [r for r in document.discourse.bearers(name) if any(name[0] in n for n in r.names)]
    return known[0] if known else None


def _before_names(document: Document, mention: Mention) -> Mention | None:
    """The first of several names that follow their common title: "prime ministers Ana Sol and"."""
    for other in document.mentions[mention.sentence]:
        if other.form is Form.NAME and document.text[mention.end : other.start] == " ":
            return other
    return None


def _may_speak(document: Document, mention: Mention) -> bool:
    source = (mention.sentence, mention.head) in document.claims_at
    return source or bool(mention.known) or mention.kind is not None


def _pronoun(document: Document, mention: Mention) -> Referent | None:
    discourse = document.discourse
    scene = _scene(document, mention)
    match mention.type:
        case "person" | "thing" | "plural":
            plural = mention.type == "plural"
            if plural and (members := split_antecedent(discourse, mention)):
                return together(discourse, members)
            choice, share = document.choose(mention, candidates(discourse, mention, scene))
            if choice.referent is None or share < THRESHOLD:
                return None
            discourse.evidence[mention.sentence, mention.head] = (choice.mention, share)
            return choice.referent
        case "first" | "we":
            return speaker_of_quotation(document, mention)
        case "pair":
            members = members_of(discourse, mention, scene.sentence)
            return together(discourse, members) if members else None
        case "other" if (mention.sentence, mention.head) in document.claims_at:
            return discourse.new()
    return None


def _scene(document: Document, mention: Mention) -> Scene:
    """Where a mention stands, and what is known of the claim whose source it is."""
    place = mention.sentence, mention.head
    numbers = document.claims_at.get(place, [])
    excluded: set[int] = set()
    last, turn, direct = None, "", False
    if numbers:
        excluded |= set(named_inside(document, numbers[0]))
        last = last_speaker(document, numbers[0], place)
        direct = document.found[numbers[0]].mode is Mode.DIRECT
        turn = turns().get(document.found[numbers[0]].lemma.split()[0], "")
    if document.quoted(mention.start) is not None:
        speaker = speaker_of_quotation(document, mention)
        if speaker is not None and mention.type != "plural":
            excluded.add(speaker.order)
    return Scene(
        document.sentences[mention.sentence],
        document.quoted,
        bool(numbers),
        last,
        turn,
        direct,
        frozenset(excluded),
    )


def _coordinate(document: Document, bundle: Sequence[Mention]) -> None:
    """Make a group of those that "and" or "nor" joins, once the last of them is known."""
    index = bundle[0].sentence
    sentence, discourse = document.sentences[index], document.discourse
    for mention in bundle:
        if mention.form is Form.PRONOUN or mention.role != "conj":
            continue
        first = sentence.climb(mention.head, lambda w: w.relation != "conj").index
        heads = coordinated(sentence, first)
        members = joined(document, index, heads)
        if heads[-1] != mention.head or len(members) < 2:
            continue
        group = together(discourse, members)
        entry = attrs.evolve(
            mention,
            head=first,
            start=mention.start + 1,
            form=Form.DESCRIPTION,
            role=sentence.words[first].deprel,
            name=(),
            noun="",
        )
        bisect.insort(discourse.log, (entry.start, group, entry), key=lambda e: e[0])
        group.mentions.append(entry)
        for other in document.mentions[index]:
            titled = other.plural and _before_names(document, other) is not None
            if titled and other.end < entry.start:
                discourse.refer(other, group)
