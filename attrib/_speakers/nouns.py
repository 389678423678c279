"""What is known of the words that name those who speak: nouns, titles, places and first names.

The words stand in data files, whose formats `docs/speakers.md` describes.
"""

from __future__ import annotations

import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from attrib._choices import Gender, SpeakerKind
from attrib._data import lines, rows, word_list

ANY = "any"  # the class of nouns that may stand for every one of their kind


@attrs.frozen
class Noun:
    """What a noun says of whom it refers to; `classes` are of nouns that may refer to the same."""

    kind: SpeakerKind
    classes: frozenset[str]
    gender: Gender | None = None


@functools.cache
def speaker_nouns() -> Mapping[str, tuple[Noun, ...]]:
    """The nouns that name those who speak, by lemma; several readings, the first one first.

    >>> [noun.kind.value for noun in speaker_nouns()["producer"]]
    ['person', 'organization']
    """
    found: defaultdict[str, dict[SpeakerKind, Noun]] = defaultdict(dict)
    for row in rows("speaker_nouns.csv"):
        kind = SpeakerKind(row["kind"])
        gender = Gender(row["gender"]) if row["gender"] else None
        for lemma in row["nouns"].split("; "):
            known = found[lemma].get(kind)
            name = row["class"] + lemma if row["class"].endswith(":") else row["class"]
            classes = frozenset({name}) | (known.classes if known else frozenset())
            found[lemma][kind] = Noun(kind, classes, gender or (known.gender if known else None))
    return {lemma: tuple(nouns.values()) for lemma, nouns in found.items()}


def go_together(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether nouns of some classes may refer to what nouns of others do.

    >>> go_together({"athlete"}, {"athlete:keeper"})
    True
    >>> go_together({"athlete:winger"}, {"athlete:keeper"})
    False
    """
    one, other = set(some), set(others)
    if one & other or ANY in one | other:
        return True
    return bool(one & {_class(name) for name in other} or other & {_class(name) for name in one})


def _class(name: str) -> str:
    return name.partition(":")[0]


def not_names() -> frozenset[str]:
    """Capitalised words that name nobody: months, days, feasts."""
    return word_list("not_names.txt")


@functools.cache
def titles() -> Mapping[str, Gender | None]:
    """What stands in front of names, by lower-case form without dots, with the gender it shows."""
    return {
        row["title"]: Gender(row["gender"]) if row["gender"] else None for row in rows("titles.csv")
    }


@functools.cache
def countries() -> Mapping[str, str]:
    """Countries by their names and abbreviations, without dots and in lower case.

    >>> countries()["uk"], countries()["britain"]
    ('Britain', 'Britain')
    """
    return {
        folded(name): row["country"]
        for row in rows("places.csv")
        for name in (row["country"], *row["names"].split("; "))
        if name
    }


@functools.cache
def peoples() -> Mapping[str, str]:
    """Countries by adjectives and nouns for their people.

    >>> peoples()["danish"], peoples()["dane"]
    ('Denmark', 'Denmark')
    """
    return {
        folded(name): row["country"]
        for row in rows("places.csv")
        for name in row["people"].split("; ")
        if name
    }


@functools.cache
def capitals() -> Mapping[str, str]:
    """Countries by the cities and seats that the press names their governments by."""
    return {
        folded(name): row["country"]
        for row in rows("places.csv")
        for name in (row["capital"] or "").split("; ")
        if name
    }


@functools.cache
def first_names() -> Mapping[str, Gender]:
    """The gender that most bearers of a first name have."""
    found: dict[str, Gender] = {}
    gender = Gender.FEMALE
    for line in lines("first_names.txt"):
        if line.startswith("["):
            gender = Gender(line.strip("[]"))
        else:
            found.update(dict.fromkeys(line.split(), gender))
    return found


@functools.cache
def pronouns() -> Mapping[str, tuple[str, Gender | None]]:
    """The type and gender of each pronoun, by lower-case form.

    >>> pronouns()["herself"]
    ('person', <Gender.FEMALE: 'female'>)
    """
    return {
        row["form"]: (row["type"], Gender(row["gender"]) if row["gender"] else None)
        for row in rows("pronouns.csv")
    }


def is_personal(form: str) -> bool:
    """Whether a form is a pronoun for those who are told of, one or several persons.

    >>> is_personal("She"), is_personal("it"), is_personal("I")
    (True, False, False)
    """
    return pronouns().get(form.lower(), ("", None))[0] in ("person", "plural")


@functools.cache
def inverses() -> Mapping[str, frozenset[str]]:
    """What the other one of two relatives or partners may be called.

    >>> sorted(inverses()["niece"])
    ['aunt', 'uncle']
    """
    found: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for row in rows("kinship.csv"):
        for noun in row["nouns"].split("; "):
            found[noun] |= frozenset(row["inverse"].split("; "))
    return dict(found)


@functools.cache
def turns() -> Mapping[str, str]:
    """Cues that tell whether the last speaker goes on ("same") or another answers ("other").

    >>> turns()["add"], turns()["reply"]
    ('same', 'other')
    """
    return {row["lemma"]: row["turn"] for row in rows("turns.csv")}


@functools.cache
def listed(name: str) -> frozenset[str]:
    """A list of `reference.toml`.

    >>> "counterpart" in listed("counterparts")
    True
    """
    return frozenset(_reference()[name])


@functools.cache
def numbers(name: str) -> Mapping[str, int]:
    """A table of `reference.toml`: how many words take together, or which of two they mean.

    >>> numbers("numbers")["both"], numbers("places")["latter"]
    (2, 1)
    """
    table: dict[str, int] = _reference()[name]
    return table


@functools.cache
def _reference() -> dict[str, Any]:
    return tomllib.loads("\n".join(lines("reference.toml")))


@functools.cache
def weights(pronoun: str) -> Mapping[str, float]:
    """The weight of each feature of an antecedent, for "person", "thing" or "plural" pronouns."""
    return {row["feature"]: float(row[pronoun]) for row in rows("antecedents.csv") if row[pronoun]}


def folded(text: str) -> str:
    """A name as it is looked up: in lower case, without dots.

    >>> folded("U.S.")
    'us'
    """
    return text.replace(".", "").replace("’", "'").casefold()
