"""Referents: what the mentions of a text have been found to refer to, as reading goes on.

A `Discourse` grows mention by mention; the values that leave this package are made from it at the
end.  Every look back is bounded, so that time grows with the text and not with its square.
"""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator

import attrs

from attrib._choices import Gender, SpeakerKind
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.names import is_firm, is_firm_of, is_short_for, surname
from attrib._speakers.nouns import ANY, countries, first_names, listed, speaker_nouns

REACH = 60  # mentions that are looked back over
_RIVALS = 12  # bearers of one name that are told apart
VAGUE = frozenset({"kin", "relation", "unnamed", ANY})  # classes that tell no trade
_NOT_PERSON = frozenset({SpeakerKind.ORGANIZATION, SpeakerKind.PLACE, SpeakerKind.DOCUMENT})


@attrs.define(eq=False)
class Referent:
    """Someone or something that mentions refer to, and all that they tell of it."""

    order: int
    kind: SpeakerKind | None = None
    gender: Gender | None = None
    leaning: Gender | None = None
    plural: bool = False
    names: dict[tuple[str, ...], str] = attrs.field(factory=dict)
    kinds: Counter[SpeakerKind] = attrs.field(factory=Counter)
    nouns: set[str] = attrs.field(factory=set)
    classes: set[str] = attrs.field(factory=set)
    modifiers: set[str] = attrs.field(factory=set)
    country: str | None = None
    ages: set[str] = attrs.field(factory=set)
    owner: tuple[int, int] | None = None
    members: tuple[Referent, ...] = ()
    mentions: list[Mention] = attrs.field(factory=list)
    spoke: int = 0
    alone: bool = False  # whether a "he" or "she" has taken it up

    @property
    def named(self) -> bool:
        """Whether it has a proper name."""
        return bool(self.names)

    @property
    def person(self) -> bool:
        """Whether it is one person for all that is known."""
        return self.kind is SpeakerKind.PERSON and not self.plural

    @property
    def perhaps_firm(self) -> bool:
        """Whether it is taken for a person by a single word alone, which is no first name."""
        one = [name for name in self.names if len(name) == 1 and name[0] not in first_names()]
        bare = not (self.gender or self.classes or self.alone)
        return self.person and bare and len(one) == len(self.names) > 0

    @property
    def trades(self) -> set[str]:
        """The classes of nouns that say what it is, and not only to whom."""
        return self.classes - VAGUE

    def tell(self, mention: Mention) -> None:
        """Take in what a mention says of it."""
        self.mentions.append(mention)
        self.gender = self.gender or (None if mention.plural else mention.gender)
        self.country = self.country or mention.country
        self.alone = self.alone or (mention.form is Form.PRONOUN and mention.type == "person")
        if mention.age:
            self.ages.add(mention.age)
        if mention.type == "thing" and self.perhaps_firm:
            self.kinds[SpeakerKind.ORGANIZATION] += 3
        if mention.form is Form.NAME:
            self._name(mention)
        if mention.form is Form.DESCRIPTION:
            self._describe(mention)
        self.plural = self.plural or (mention.plural and not self.names)
        self._settle()

    def _name(self, mention: Mention) -> None:
        surname = len(mention.name) == 1 and any(len(name) > 1 for name in self.names)
        slip = surname and self.kind is SpeakerKind.PERSON and mention.kind in _NOT_PERSON
        self.names.setdefault(mention.name, mention.text)
        if mention.kind is not None and not slip:
            self.kinds[mention.kind] += 2 + 6 * is_firm(mention.name)
        if mention.kind is SpeakerKind.ORGANIZATION and not slip:
            for word in mention.name:
                for noun in speaker_nouns().get(word, ()):
                    if noun.kind is SpeakerKind.ORGANIZATION:
                        self.classes |= noun.classes

    def _describe(self, mention: Mention) -> None:
        self.nouns.add(mention.noun)
        self.classes |= mention.classes
        self.modifiers |= mention.modifiers
        if self.owner is None and mention.owner is not None:
            self.owner = (mention.sentence, mention.owner)
        readings = {noun.kind for noun in mention.known}
        if (mention.gender and not mention.plural) or (
            mention.kind is SpeakerKind.PERSON and len(readings) < 2
        ):
            self.kinds[SpeakerKind.PERSON] += 3
        elif mention.kind is not None and len(readings) < 2:
            self.kinds[mention.kind] += 1

    def _settle(self) -> None:
        """The kind that its mentions speak for most; only people have a gender."""
        if self.kinds:
            self.kind = self.kinds.most_common(1)[0][0]
        if self.gender is not None and not self.members:
            self.kind = SpeakerKind.PERSON
        if self.leaning is None and self.names and self.kind in (None, SpeakerKind.PERSON):
            self.leaning = next(
                (first_names()[name[0]] for name in self.names if name[0] in first_names()), None
            )


@attrs.define(eq=False)
class Discourse:
    """The referents of a text so far, and where each was mentioned."""

    referents: list[Referent] = attrs.field(factory=list)
    log: list[tuple[int, Referent, Mention]] = attrs.field(factory=list)
    places: dict[tuple[int, int], Referent] = attrs.field(factory=dict)
    evidence: dict[tuple[int, int], tuple[Mention | None, float]] = attrs.field(factory=dict)
    _by_word: defaultdict[str, list[Referent]] = attrs.field(
        factory=lambda: defaultdict[str, list[Referent]](list)
    )
    _by_noun: defaultdict[str, list[Referent]] = attrs.field(
        factory=lambda: defaultdict[str, list[Referent]](list)
    )

    def new(self, *, members: tuple[Referent, ...] = ()) -> Referent:
        """A referent that nothing is known of yet, but its members."""
        referent = Referent(len(self.referents), members=members, plural=bool(members))
        self.referents.append(referent)
        return referent

    def refer(self, mention: Mention, referent: Referent) -> None:
        """Note that a mention refers to a referent."""
        referent.tell(mention)
        self.places[mention.sentence, mention.head] = referent
        bisect.insort(self.log, (mention.start, referent, mention), key=lambda entry: entry[0])
        for word in (*mention.name, *(_initials(mention) if mention.name else ())):
            _remember(self._by_word, word, referent)
        if mention.form is Form.DESCRIPTION:
            _remember(self._by_noun, mention.noun, referent)

    def at(self, sentence: int, head: int | None) -> Referent | None:
        """What a word was found to refer to."""
        return None if head is None else self.places.get((sentence, head))

    def recent(self, before: int) -> Iterator[tuple[Referent, Mention]]:
        """Referents mentioned before an offset, the last one first, with that mention."""
        place = bisect.bisect_left(self.log, before, key=lambda entry: entry[0])
        seen: set[int] = set()
        for _, referent, mention in reversed(self.log[max(0, place - REACH) : place]):
            if referent.order not in seen:
                seen.add(referent.order)
                yield referent, mention

    def bearers(self, name: tuple[str, ...]) -> list[Referent]:
        """Referents with a word of a name or its initials, the last one mentioned first."""
        found = {r.order: r for word in name for r in self._by_word[word]}
        return sorted(found.values(), key=lambda r: -r.mentions[-1].start)

    def described(self, noun: str) -> list[Referent]:
        """Referents described by a noun, the last one mentioned first."""
        return sorted(self._by_noun[noun], key=lambda r: -r.mentions[-1].start)


def _remember(index: defaultdict[str, list[Referent]], word: str, referent: Referent) -> None:
    known = index[word]
    if referent in known:
        known.remove(referent)
    known.append(referent)
    del known[:-_RIVALS]


def _initials(mention: Mention) -> tuple[str, ...]:
    """The acronym that a name may be shortened to."""
    if len(mention.name) < 2 or mention.kind is SpeakerKind.PERSON:
        return ()
    weighty = [word for word in mention.name if word not in listed("uninitialled")]
    return ("".join(word[0] for word in weighty), "".join(word[0] for word in mention.name))


def by_name(discourse: Discourse, mention: Mention) -> Referent | None:
    """The referent that a name stands for: its longest or its latest bearer."""
    fitting = [r for r in discourse.bearers(mention.name) if _bears(r, mention)]
    # of several with one surname it is not who was only mentioned in passing by the full name
    fitting.sort(key=lambda r: (mention.name not in r.names) * _is_aside(r))
    # nor an institution that bears it, where nothing tells that one is meant
    fitting.sort(key=lambda r: mention.kind in (None, SpeakerKind.PERSON) and not r.person)
    fitting.sort(key=lambda r: mention.gender not in (None, r.gender or r.leaning))
    exact = [r for r in fitting if mention.name in r.names and len(mention.name) > 1]
    if found := next(iter(exact or fitting), None):
        return found
    return _government(discourse, mention) or _institution(discourse, mention)


def _is_aside(referent: Referent) -> int:
    """How far somebody stands aside: silent, and nothing else than somebody's relative."""
    silent = not referent.spoke
    return 2 * (silent and "kin" in referent.classes) + (silent and not referent.trades)


def _bears(referent: Referent, mention: Mention) -> bool:
    if any(is_firm_of(*sorted((mention.name, name), key=len)) for name in referent.names):
        return not referent.gender
    if mention.gender and referent.gender and mention.gender is not referent.gender:
        return False
    if referent.members:
        return False
    person = mention.kind is SpeakerKind.PERSON or referent.kind is SpeakerKind.PERSON
    if (
        _NOT_PERSON & {mention.kind}
        and referent.kind is SpeakerKind.PERSON
        and len(mention.name) > 1
    ):
        return False
    both = {mention.kind, referent.kind}
    if person and both & _NOT_PERSON and not _one_word_slip(referent, mention):
        return False
    return any(
        (is_short_for(mention.name, name, person) or is_short_for(name, mention.name, person))
        and _place_is(referent, mention, name)
        for name in referent.names
    ) and not _other_first_name(referent, mention, person)


def _place_is(referent: Referent, mention: Mention, name: tuple[str, ...]) -> bool:
    """Whether a place may be known by both names: "Lund" is neither Lund Bank nor Lund Bridge."""
    short, full = sorted((mention.name, name), key=len)
    kind = mention.kind if short is mention.name else referent.kind
    added = set(full[len(short) :]) - listed("of_places")
    if " ".join(short) in countries():  # "Mexico" is not Mexico City
        added |= set(full[len(short) :]) & {"city"}
    return kind is not SpeakerKind.PLACE or full[: len(short)] != short or not added


def _one_word_slip(referent: Referent, mention: Mention) -> bool:
    """Whether the kind of a one-word name can be a slip of the recogniser's."""
    if len(mention.name) > 1:
        return _is_of_headline(referent, mention)
    if mention.name in referent.names:
        return True
    names = [name for name in referent.names if len(name) > 1]
    person = referent.kind is SpeakerKind.PERSON
    return any((surname(name) if person else name[0]) == mention.name[0] for name in names)


def _is_of_headline(referent: Referent, mention: Mention) -> bool:
    """Whether a full name's surname stood in the headline only, where kinds are hard to tell."""
    first, *others = referent.mentions
    word = surname(mention.name)
    headline = not others and first.sentence == 0 and first.block < mention.block
    person = mention.kind is SpeakerKind.PERSON and referent.country is None
    return headline and person and first.name == (word,)


def _other_first_name(referent: Referent, mention: Mention, person: bool) -> bool:
    """Whether two full names of people share no more than a surname."""
    if not person or len(mention.name) < 2:
        return False
    full = [name for name in referent.names if len(name) > 1]
    return bool(full) and not any(
        name[0] == mention.name[0] or is_short_for(mention.name, name, person) for name in full
    )


def _institution(discourse: Discourse, mention: Mention) -> Referent | None:
    """Whose name ends in what it is called by as by a name: "Congress", "the Times"."""
    if mention.kind is not SpeakerKind.ORGANIZATION or mention.name[-1] in listed("apart"):
        return None
    for referent in discourse.bearers(mention.name):
        named = any(name[-len(mention.name) :] == mention.name for name in referent.names)
        if named and referent.kind is SpeakerKind.ORGANIZATION:
            return referent
    return None


def _government(discourse: Discourse, mention: Mention) -> Referent | None:
    """The country that another of its names, or its capital as the doer, stands for."""
    if mention.country is None or mention.kind not in (SpeakerKind.PLACE, None):
        return None
    for referent in discourse.referents[-REACH:]:
        if referent.country == mention.country and referent.kind is SpeakerKind.PLACE:
            return referent
    return None
