"""Groups: who "both", "the two leaders", "each", "the pair" are together."""

from __future__ import annotations

from collections.abc import Iterator

from attrib._choices import SpeakerKind
from attrib._sentence import Sentence
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.nouns import go_together, listed, numbers
from attrib._speakers.referents import Discourse, Referent

_FURTHEST = 6  # sentences


def members_of(discourse: Discourse, mention: Mention, sentence: Sentence) -> tuple[Referent, ...]:
    """The referents that a mention of several takes together, () where it names none before."""
    count = _count(mention, sentence)
    if count is None:
        return ()
    members = _last_group(discourse, mention)
    if not _takes(mention, members, count):
        members = _last_ones(discourse, mention, count)
    place = numbers("places").get(mention.noun)
    return members if place is None else members[place : place + 1]


def split_antecedent(discourse: Discourse, pronoun: Mention) -> tuple[Referent, ...]:
    """Two people named in the pronoun's sentence, where "they" has nothing else near to take up."""
    people: list[Referent] = []
    for referent, last in discourse.recent(pronoun.start):
        distance = pronoun.sentence - last.sentence
        several = referent.plural or referent.kind is SpeakerKind.ORGANIZATION
        if distance > 1:
            break
        if several:
            return ()
        if distance == 0 and referent.person and referent.named:
            people.append(referent)
    return tuple(sorted(people, key=lambda r: r.mentions[0].start)) if len(people) == 2 else ()


def _count(mention: Mention, sentence: Sentence) -> int | None:
    """How many a mention speaks of; None where it is no taking together of those before."""
    if mention.form is Form.PRONOUN:
        whole = sentence.find(mention.head, "nmod")
        if whole is not None and whole.upos != "PRON":  # "two of the officers"
            return None
        return numbers("numbers").get(mention.text.split()[-1].casefold(), 2)
    if mention.noun in numbers("places") and mention.definite:
        return 2
    beside = {sentence.words[i].text.casefold() for i in sentence.dependents[mention.head]}
    table = numbers("numbers")
    numbered = [table[word] for word in beside if word in table]
    given = beside & {"the", "both", "neither", "these", "either"}
    if mention.noun in listed("pairs") and mention.definite and mention.owner is None:
        return 2
    if mention.plural and numbered and given:
        return numbered[0]
    return 2 if mention.noun and beside & {"both", "neither", "either"} else None


def _last_group(discourse: Discourse, mention: Mention) -> tuple[Referent, ...]:
    """The members of the group that was spoken of in the same or the last sentence."""
    for referent, last in discourse.recent(mention.start):
        if mention.sentence - last.sentence > 1:
            break
        if referent.members:
            return referent.members
    return ()


def _takes(mention: Mention, members: tuple[Referent, ...], count: int) -> bool:
    """Whether the members of a group can be who is meant: people, or none."""
    if mention.form is Form.PRONOUN or mention.noun in numbers("places"):
        return bool(members)
    people = all(member.person for member in members)
    things = all(
        not (member.person or member.trades)
        or (not member.person and go_together(mention.classes, member.trades))
        for member in members
    )
    return len(members) == count and (people if _is_of_people(mention) else things)


def _last_ones(discourse: Discourse, mention: Mention, count: int) -> tuple[Referent, ...]:
    found: dict[str, list[Referent]] = {"person": [], "other": []}
    for referent, last in discourse.recent(mention.start):
        if mention.sentence - last.sentence > _FURTHEST:
            break
        if _belongs(referent, mention):
            found["person" if referent.person else "other"].append(referent)
    for kind in _preferred(mention):
        if len(found[kind]) >= count:
            return tuple(sorted(found[kind][:count], key=lambda r: r.mentions[0].start))
    return ()


def _preferred(mention: Mention) -> Iterator[str]:
    if mention.noun not in listed("sides") and _is_of_people(mention):
        yield "person"
    if (
        mention.form is Form.PRONOUN
        or not _is_of_people(mention)
        or mention.noun in listed("sides")
    ):
        yield "other"
    if mention.noun in listed("sides"):
        yield "person"


def _is_of_people(mention: Mention) -> bool:
    """Whether a mention can take people together: "both", "the two", "the pair", "both men"."""
    readings = {noun.kind for noun in mention.known}
    return (
        not mention.noun.isalpha()
        or mention.noun in listed("bare")
        or mention.noun in listed("pairs")
        or bool(readings & {SpeakerKind.PERSON})
    )


def _belongs(referent: Referent, mention: Mention) -> bool:
    if referent.plural or referent.members or not referent.named:
        return False
    if mention.gender and mention.gender is not (referent.gender or mention.gender):
        return False
    if (
        mention.form is Form.PRONOUN
        or mention.noun in listed("sides")
        or mention.noun in listed("bare")
    ):
        return referent.kind is not SpeakerKind.DOCUMENT
    if referent.person:
        return _is_of_people(mention)
    if referent.kind not in {None, *(noun.kind for noun in mention.known)}:
        return False
    return not referent.trades or go_together(mention.classes, referent.trades)
