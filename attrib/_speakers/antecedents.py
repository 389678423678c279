"""Antecedents: which of the referents before it a pronoun takes up.

Candidates that cannot be meant are left out by rule (gender, number, kind, the binding of a
pronoun in its own clause); the others are ranked by a log-linear model over the features that
`docs/speakers.md` lists, whose weights stand in `data/antecedents.csv`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import attrs

from attrib._choices import SpeakerKind
from attrib._sentence import ROOT, Sentence, Word
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.nouns import weights
from attrib._speakers.referents import Discourse, Referent

_FURTHEST = 10  # sentences between a pronoun and its antecedent
_MOST = 20  # candidates
_ROLES = {
    "nsubj": "subject",
    "obj": "object",
    "iobj": "object",
    "obl": "oblique",
    "nmod": "oblique",
    "root": "root",
    "parataxis": "root",
    "conj": "conjunct",
}
_POSSESSIVE = frozenset({"his", "her", "its", "their", "whose"})
NOBODY = "nobody"  # the feature of the choice to leave a pronoun alone


@attrs.frozen(eq=False)
class Scene:
    """Where a pronoun stands, and what is known of the claim whose source it is."""

    sentence: Sentence
    quoted: Callable[[int], int | None]
    source: bool = False
    last_speaker: Referent | None = None
    turn: str = ""
    direct: bool = False
    excluded: frozenset[int] = frozenset()


@attrs.frozen(eq=False)
class Candidate:
    """A referent that a pronoun may take up, its last mention, and the features of the choice."""

    referent: Referent | None
    mention: Mention | None
    features: tuple[str, ...]


Choice = tuple[Candidate, float]
Chooser = Callable[[Mention, Sequence[Candidate]], Choice]


def candidates(discourse: Discourse, pronoun: Mention, scene: Scene) -> list[Candidate]:
    """The choices for a pronoun: the referents before it that fit, the nearest first, and nobody.

    Whoever speaks is somebody, so nobody is no choice for a source.
    """
    found: list[Candidate] = []
    barred = scene.excluded | set(_bound(discourse, pronoun, scene.sentence))
    above = _commanders(scene.sentence, pronoun.head)
    for referent, mention in discourse.recent(pronoun.start):
        if pronoun.sentence - mention.sentence > _FURTHEST or len(found) > _MOST:
            break
        firm = scene.source and pronoun.type == "thing" and referent.perhaps_firm
        if referent.order in barred or not (firm or fits(pronoun, referent)):
            continue
        if mention.text.casefold().startswith("no "):  # "no pilot" is nobody
            continue
        barred |= {member.order for member in referent.members}
        rank = 1 + _rivals(pronoun, referent, found)
        told = _features(pronoun, referent, mention, scene, above, rank)
        found.append(Candidate(referent, mention, tuple(told)))
    return found if scene.source else [Candidate(None, None, (NOBODY,)), *found]


def _rivals(pronoun: Mention, referent: Referent, nearer: Sequence[Candidate]) -> int:
    """How many nearer candidates there are, for "they" and several only those that are several."""
    if pronoun.type != "plural" or not referent.plural:
        return len(nearer)
    return sum(choice.referent is not None and choice.referent.plural for choice in nearer)


def ranked(pronoun: Mention, choices: Sequence[Candidate]) -> Choice:
    """The likeliest choice, and its probability among all of them."""
    if not choices:
        return Candidate(None, None, ()), 0.0
    table = weights(model_of(pronoun))
    scores = [sum(table.get(feature, 0.0) for feature in choice.features) for choice in choices]
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    best = max(range(len(choices)), key=scores.__getitem__)
    return choices[best], shares[best] / sum(shares)


def model_of(pronoun: Mention) -> str:
    """The weights that a pronoun or description is ranked by: "person", "thing" or "plural"."""
    if pronoun.form is Form.DESCRIPTION:
        return "person" if pronoun.kind is SpeakerKind.PERSON else "thing"
    return pronoun.type if pronoun.type in ("thing", "plural") else "person"


def fits(pronoun: Mention, referent: Referent) -> bool:
    """Whether gender, number and kind let a mention without a name take a referent up."""
    match model_of(pronoun):
        case "person":
            if referent.plural or referent.members:
                return False
            if referent.kind not in (None, SpeakerKind.PERSON, SpeakerKind.UNNAMED):
                return False
            return not (
                pronoun.gender and referent.gender and pronoun.gender is not referent.gender
            )
        case "thing":
            kinds = (SpeakerKind.PERSON, SpeakerKind.UNNAMED)
            return referent.kind not in kinds and not referent.plural and not referent.gender
        case _:
            return referent.plural or not (referent.gender or referent.alone)


def _bound(discourse: Discourse, pronoun: Mention, sentence: Sentence) -> Iterator[int]:
    """The referents of the other arguments of a pronoun's verb, and of the phrase it stands in."""
    word = sentence.words[pronoun.head]
    index = pronoun.sentence
    possessive = word.deprel == "nmod:poss"
    above = word
    for _ in sentence.words:
        if above.head == ROOT or above.relation in ("appos", "conj", "parataxis"):
            break
        relative = above.deprel == "acl:relcl"
        above = sentence.words[above.head]
        if not relative and (held := discourse.at(index, above.index)) is not None:
            yield held.order
    if possessive or word.text.casefold().endswith(("self", "selves")) or word.head == ROOT:
        return
    for other in _arguments(sentence, word):
        if (rival := discourse.at(index, other)) is not None:
            yield rival.order
            yield from (member.order for member in rival.members)


def _arguments(sentence: Sentence, word: Word) -> Iterator[int]:
    """The other arguments of the verb that a word depends on, its shared subject among them."""
    relation = word.relation
    if relation not in ("nsubj", "obj", "iobj", "obl"):
        return
    verb = sentence.words[word.head]
    for other in sentence.all(verb.index, "nsubj", "obj", "iobj"):
        if other.index != word.index:
            yield other.index
    shares = relation != "nsubj" and verb.relation in ("conj", "xcomp", "advcl")
    if shares and verb.head != ROOT and sentence.find(verb.index, "nsubj") is None:
        yield from (subject.index for subject in sentence.all(verb.head, "nsubj"))


def _commanders(sentence: Sentence, head: int) -> frozenset[int]:
    """The subjects of the clauses above a word: in "Ana said she had won", Ana's."""
    found: set[int] = set()
    word = sentence.words[head]
    for _ in sentence.words:
        for subject in sentence.all(word.index, "nsubj"):
            if subject.index != head:
                found.add(subject.index)
        if word.head == ROOT:
            break
        word = sentence.words[word.head]
    return frozenset(found)


def _features(
    pronoun: Mention,
    referent: Referent,
    mention: Mention,
    scene: Scene,
    above: frozenset[int],
    rank: int,
) -> Iterator[str]:
    """The features of taking up a referent by its last mention."""
    distance = pronoun.sentence - mention.sentence
    near = str(min(distance, 3)) if distance < 5 else "5"
    role, own = _role(mention), _role(pronoun)
    yield f"distance {near}"
    yield f"antecedent is {role}"
    if distance < 2:
        yield f"distance {near} {role}"
    if role == own:
        yield f"both {role}" if role in ("subject", "object") else "both other"
    yield f"antecedent is a {mention.form}"
    yield f"rank {min(rank, 4)}"
    yield f"mentions {min(_power(len(referent.mentions)), 3)}"
    whole = referent.members or (referent,)
    yield "named" if all(one.named for one in whole) else "nameless"
    if mention.form is Form.PRONOUN and mention.type == pronoun.type:
        yield "same pronoun"
    if distance == 0 and mention.head in above:
        yield "commands"
    if mention.block != pronoun.block:
        yield "another paragraph"
    yield from _features_of_kind(pronoun, referent)
    yield from _features_of_speech(pronoun, referent, mention, scene, rank)


def _features_of_kind(pronoun: Mention, referent: Referent) -> Iterator[str]:
    people = bool(referent.members) and all(member.person for member in referent.members)
    yield f"kind {SpeakerKind.GROUP if people else referent.kind or 'unknown'}"
    if referent.members:
        yield "members"
    if referent.plural:
        yield "plural"
    if pronoun.gender is None:
        if referent.leaning is not None:
            yield "first name"
        return
    if referent.gender is pronoun.gender:
        yield "gender known"
    elif referent.leaning is not None:
        yield "gender leans to" if referent.leaning is pronoun.gender else "gender leans from"


def _features_of_speech(
    pronoun: Mention, referent: Referent, mention: Mention, scene: Scene, rank: int
) -> Iterator[str]:
    here, there = scene.quoted(pronoun.start), scene.quoted(mention.start)
    if here is None and there is not None:
        yield "antecedent quoted, of a source" if scene.source else "antecedent quoted"
    elif here is not None and here == there:
        yield "same quotation"
    elif here is not None and there is None:
        yield "pronoun quoted"
    if not scene.source:
        return
    yield "has spoken" if referent.spoke else "has not spoken"
    if pronoun.type == "plural" and referent.trades:
        yield "has a trade"
    if pronoun.type == "plural" and referent.mentions[0].text[:1].isdigit():
        yield "counted in figures"
    if scene.last_speaker is referent and pronoun.form is Form.PRONOUN:
        place = "subject" if _role(mention) == "subject" else "elsewhere"
        yield f"last speaker, rank {min(rank, 3)}"
        yield f"last speaker, {place}"
        if scene.direct and pronoun.sentence - mention.sentence < 2:
            yield "last speaker, quoted"
        if scene.turn:
            yield f"last speaker, {scene.turn} turn"
    elif scene.turn:
        yield f"not last speaker, {scene.turn} turn"


def _power(count: int) -> int:
    return count.bit_length() - 1 if count else 0


def _role(mention: Mention) -> str:
    if mention.role == "nmod:poss":
        return "possessive"
    return _ROLES.get(mention.role.split(":")[0], "other")
