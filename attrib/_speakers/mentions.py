"""Mentions: stretches of a text that refer to who or what may speak, with what they tell of it."""

from __future__ import annotations

from enum import StrEnum

import attrs

from attrib._choices import Gender, SpeakerKind
from attrib._speakers.nouns import Noun


class Form(StrEnum):
    """What a mention is made of."""

    NAME = "name"
    PRONOUN = "pronoun"
    DESCRIPTION = "description"


@attrs.frozen(kw_only=True, eq=False)
class Mention:
    """A stretch of a sentence that refers; offsets are into the text.

    `noun` is the lemma of the head of a description, `type` the kind of pronoun, `owner` the head
    of whose it is ("*her* lawyer"), `role` the relation to the governing word, `same` the head of
    another mention that the sentence says to be the same.
    """

    sentence: int
    head: int
    start: int
    end: int
    text: str
    form: Form
    role: str
    kind: SpeakerKind | None = None
    gender: Gender | None = None
    plural: bool = False
    name: tuple[str, ...] = ()
    noun: str = ""
    known: tuple[Noun, ...] = ()
    modifiers: frozenset[str] = frozenset()
    country: str | None = None
    age: str = ""
    definite: bool = False
    owner: int | None = None
    type: str = ""
    same: int | None = None
    block: int = 0

    @property
    def classes(self) -> frozenset[str]:
        """The classes of the noun, in the reading of its kind if it has one."""
        fitting = [noun for noun in self.known if noun.kind is self.kind] or self.known
        return frozenset(name for noun in fitting for name in noun.classes)
