"""Descriptions: what "the Russian president", "his lawyer", "the company" take up, if anything.

From the surest to the least sure: kinship and other relations to an owner, the same noun said
before, an office in a country, a noun of the same class, and last what is most in the reader's
mind, ranked like the antecedents of a pronoun.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

from attrib._choices import SpeakerKind
from attrib._speakers.antecedents import Candidate, Choice, Scene, candidates, fits
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.nouns import ANY, go_together, inverses, listed
from attrib._speakers.phrases import is_whole_people
from attrib._speakers.referents import VAGUE, Discourse, Referent

_RELATIONS = frozenset({"kin", "relation"})
_SALIENT = frozenset({"business", "team", "charity", "school", "union", "media", ANY})
_NEAR = 3  # sentences over which a person is in the reader's mind; institutions stay for longer
_SURE, _LIKELY, _FAIR = 0.95, 0.85, 0.7

Ranker = Callable[[Mention, list[Candidate]], Choice]
Found = tuple[Referent, Mention | None, float]


def antecedent(discourse: Discourse, mention: Mention, scene: Scene, rank: Ranker) -> Found | None:
    """The referent that a description takes up, its last mention, and how sure that is."""
    owner = discourse.at(mention.sentence, mention.owner)
    if owner is not None and mention.classes & _RELATIONS:
        if found := _related(discourse, mention, owner):
            return _last(found, _SURE)
        if mention.noun not in ("captain", "deputy", "partner"):
            return None
    for rule, confidence in ((_same_noun, _SURE), (_institution, _SURE), (_of_country, _LIKELY)):
        if found := next(rule(discourse, mention, owner), None):
            return _last(found, confidence)
    if not mention.definite or mention.plural:
        return None
    if found := _in_office(discourse, mention, owner):
        return _last(found, _LIKELY)
    if found := _document(discourse, mention):
        return _last(found, _FAIR)
    return _in_mind(discourse, mention, scene, rank)


def _last(referent: Referent, confidence: float) -> Found:
    return referent, referent.mentions[-1] if referent.mentions else None, confidence


def agrees(discourse: Discourse, mention: Mention, referent: Referent) -> bool:
    """Whether nothing that a description says speaks against a referent."""
    if mention.gender and referent.gender and mention.gender is not referent.gender:
        return False
    if mention.plural != referent.plural:
        return False
    if mention.country and referent.country and mention.country != referent.country:
        return False
    if mention.age not in ("", "?") and referent.ages - {"?"} and mention.age not in referent.ages:
        return False
    owner = discourse.at(mention.sentence, mention.owner)
    return owner is not referent


def _related(discourse: Discourse, mention: Mention, owner: Referent) -> Referent | None:
    """Whom "her son", "his counterpart" are: told before, or told from the other side."""
    for noun in _same_relation(mention.noun):
        for referent in discourse.described(noun):
            known = discourse.at(*referent.owner) if referent.owner else None
            if known is not None and _share(known, owner) and agrees(discourse, mention, referent):
                return referent
    back = discourse.at(*owner.owner) if owner.owner else None
    other = inverses().get(mention.noun, frozenset())
    if back is not None and other & owner.nouns and agrees(discourse, mention, back):
        return back if back is not owner else None
    if "relation" in mention.classes and mention.noun in listed("counterparts"):
        return _counterpart(discourse, mention, owner)
    return None


@functools.cache
def _same_relation(noun: str) -> tuple[str, ...]:
    """A noun of kinship, and those that say more or less of the same: "child" for "daughter"."""
    other = inverses().get(noun, frozenset())
    alike = [
        known
        for known, inverse in inverses().items()
        if inverse == other and {known, noun} & listed("relatives") and known != noun
    ]
    return noun, *alike


def _share(one: Referent, other: Referent) -> bool:
    return bool({one, *one.members} & {other, *other.members})


def _counterpart(discourse: Discourse, mention: Mention, owner: Referent) -> Referent | None:
    """The other holder of the owner's office, of the country that is told if one is."""
    for referent, _ in discourse.recent(mention.start):
        if referent is owner or not referent.person or not agrees(discourse, mention, referent):
            continue
        abroad = mention.country or (referent.country and referent.country != owner.country)
        if mention.country and referent.country != mention.country:
            continue
        if abroad and referent.trades & owner.trades:
            return referent
    return None


def _same_noun(
    discourse: Discourse, mention: Mention, owner: Referent | None
) -> Iterator[Referent]:
    """Those who were described by the same noun, if the rest of the phrase agrees."""
    if not (mention.definite or mention.plural) or not mention.noun:
        return
    for referent in discourse.described(mention.noun):
        known = discourse.at(*referent.owner) if referent.owner else None
        if not agrees(discourse, mention, referent) or not _narrows(mention, referent):
            continue
        if owner is not None and known is not None and not _share(owner, known):
            continue
        if owner is not None and known is None and owner.person:
            continue
        if mention.plural and not mention.definite and not _alike(mention, referent):
            continue
        yield referent


def _narrows(mention: Mention, referent: Referent) -> bool:
    """Whether the modifiers of a description are those that are known, or add nothing known."""
    told = {word for name in referent.names for word in name} | referent.modifiers
    if mention.modifiers <= told:
        return True
    bare = not referent.modifiers and any(known.definite for known in referent.mentions)
    return bool(mention.country) and bare


def _alike(mention: Mention, referent: Referent) -> bool:
    return any(
        known.form is Form.DESCRIPTION
        and known.modifiers == mention.modifiers
        and not known.definite
        for known in referent.mentions
    )


def _institution(
    discourse: Discourse, mention: Mention, owner: Referent | None
) -> Iterator[Referent]:
    """Those whose name holds the noun: "the bank" for Nordic Bank, "the ministry" likewise."""
    if not mention.definite or mention.plural or owner is not None:
        return
    for referent in discourse.bearers((mention.noun,)):
        if referent.person or referent.members:
            continue
        if _narrows(mention, referent) and any(mention.noun in name for name in referent.names):
            yield referent


def _of_country(
    discourse: Discourse, mention: Mention, owner: Referent | None
) -> Iterator[Referent]:
    """The country itself for "the Chinese side", "the Chinese", "the country"."""
    if not mention.definite or mention.plural or mention.kind is SpeakerKind.PERSON:
        return
    whole = mention.noun in listed("governments") or is_whole_people(mention.noun)
    if whole and mention.country:
        for referent, _ in discourse.recent(mention.start):
            if referent.kind is SpeakerKind.PLACE and referent.country == mention.country:
                yield referent
    elif mention.kind is SpeakerKind.PLACE and not mention.modifiers and mention.noun == "country":
        for referent, _ in discourse.recent(mention.start):
            if referent.kind is SpeakerKind.PLACE and referent.country:
                yield referent


def _in_office(discourse: Discourse, mention: Mention, owner: Referent | None) -> Referent | None:
    """The person with an office or trade of the same class, and of the country that is told."""
    if mention.kind is not SpeakerKind.PERSON or mention.classes <= {ANY}:
        return None
    best: tuple[int, Referent] | None = None
    for referent, last in discourse.recent(mention.start):
        if not (referent.person and referent.named and agrees(discourse, mention, referent)):
            continue
        same = go_together(mention.classes - VAGUE, referent.trades)
        country = mention.country is not None and mention.country == referent.country
        if not same and not country:
            continue
        if mention.modifiers and not country and not mention.modifiers <= referent.modifiers:
            continue
        if owner is not None and _owner(discourse, referent) not in (None, owner):
            continue
        score = 2 * same + 3 * country + (mention.noun in referent.nouns)
        score -= mention.sentence - last.sentence > 2
        if best is None or score > best[0]:
            best = score, referent
    return best[1] if best else None


def _owner(discourse: Discourse, referent: Referent) -> Referent | None:
    return discourse.at(*referent.owner) if referent.owner else None


def _document(discourse: Discourse, mention: Mention) -> Referent | None:
    """The last document of the class: "the paper" for a study."""
    if mention.kind is not SpeakerKind.DOCUMENT or mention.modifiers or mention.owner is not None:
        return None
    for referent, _ in discourse.recent(mention.start):
        alike = go_together(mention.classes, referent.classes)
        if referent.kind is SpeakerKind.DOCUMENT and alike and agrees(discourse, mention, referent):
            return referent
    return None


def _in_mind(discourse: Discourse, mention: Mention, scene: Scene, rank: Ranker) -> Found | None:
    """What a description that says nothing known takes up: "the 54-year-old", "the company"."""
    capital = scene.sentence.words[mention.head].text[:1].isupper()
    unique = capital and not mention.country and ANY not in mention.classes
    if scene.quoted(mention.start) is not None or mention.owner is not None or unique:
        return None
    choices = [
        choice
        for choice in candidates(discourse, mention, scene)
        if choice.referent is not None and _may_be(discourse, mention, choice)
    ]
    country = [c for c in choices if c.referent and c.referent.country == mention.country]
    choices = country if mention.country and country else choices
    if mention.modifiers & listed("of_the_past"):  # who has no trade now is rather meant
        choices = [c for c in choices if c.referent and not c.referent.trades] or choices
    if not choices:
        return None
    best, share = rank(mention, choices)
    if best.referent is None:
        return None
    return best.referent, best.mention, share * _LIKELY


def _may_be(discourse: Discourse, mention: Mention, choice: Candidate) -> bool:
    referent, last = choice.referent, choice.mention
    if referent is None or last is None:
        return False
    if (
        not referent.named
        or not agrees(discourse, mention, referent)
        or not fits(mention, referent)
    ):
        return False
    if mention.kind is SpeakerKind.PERSON:
        vague = bool(mention.age) or ANY in mention.classes or not mention.known
        vague = vague or _was(mention, referent)
        near = mention.sentence - last.sentence <= _NEAR
        subject = mention.role.startswith("nsubj")
        return referent.person and near and subject and (vague or not referent.trades)
    if mention.kind is not SpeakerKind.ORGANIZATION or mention.modifiers:
        return False
    classes = referent.trades
    salient = mention.classes & _SALIENT
    return referent.kind in (SpeakerKind.ORGANIZATION, None) and bool(
        salient and (not classes or classes & mention.classes)
    )


def _was(mention: Mention, referent: Referent) -> bool:
    """Whether somebody can have been what a description tells of the past, and be no longer.

    A manager may be "the former midfielder"; a striker or a midfielder is not.
    """
    once = mention.modifiers & listed("of_the_past")
    now = {name.partition(":")[0] for name in referent.trades}
    return bool(once) and not now & {name.partition(":")[0] for name in mention.classes}


def introduced(discourse: Discourse, mention: Mention) -> Referent | None:
    """A relative spoken of without a name, of whom a name with the family's surname now tells."""
    if len(mention.name) < 2:
        return None
    for referent, last in discourse.recent(mention.start):
        owner = _owner(discourse, referent)
        if referent.named or not referent.person or "kin" not in referent.classes or owner is None:
            continue
        same_family = any(mention.name[-1] == name[-1] for name in owner.names if len(name) > 1)
        earlier = last.sentence < mention.sentence
        if same_family and earlier and agrees(discourse, mention, referent):
            return referent
    return None
