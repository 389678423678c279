"""What reading hands on: sentences of words with lemmas, tags, dependencies and names.

No other module knows Stanza: they see these frozen values, which a test can build by hand.
Dependencies follow Universal Dependencies, version 2; heads are indices into the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from functools import cached_property

import attrs

ROOT = -1


class NameKind(StrEnum):
    """What a name in the text names (the three kinds of Universal NER)."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


@attrs.frozen
class Word:
    """A syntactic word; `start` and `end` are offsets into the caller's text.

    The parts of a contraction written without an apostrophe's help ("cannot") keep their own
    offsets, so that words never overlap.
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype: `nsubj` for `nsubj:pass`."""
        return self.deprel.split(":")[0]


@attrs.frozen
class Name:
    """A name: the words from `first` to before `last` of a sentence."""

    first: int
    last: int
    kind: NameKind


@attrs.frozen
class Sentence:
    """A sentence of the text, which never crosses the `block` (of the layout) that it lies in."""

    start: int
    end: int
    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()
    block: int = 0

    @cached_property
    def dependents(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indices of its direct dependents, in order."""
        lists: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != ROOT:
                lists[word.head].append(word.index)
        return tuple(map(tuple, lists))

    def find(self, head: int, *relations: str) -> Word | None:
        """The first dependent of a word in one of the relations (subtypes count as theirs)."""
        return next(self.all(head, *relations), None)

    def all(self, head: int, *relations: str) -> Iterator[Word]:
        """The dependents of a word in one of the relations, in order."""
        for index in self.dependents[head]:
            word = self.words[index]
            if word.deprel in relations or word.relation in relations:
                yield word

    def phrase(self, head: int, leave: Collection[int] = ()) -> set[int]:
        """A word with everything below it, without the words to leave and all below those."""
        found: set[int] = set()
        waiting = [head]
        while waiting:
            index = waiting.pop()
            if index not in leave and index not in found:
                found.add(index)
                waiting.extend(self.dependents[index])
        return found

    def climb(self, index: int, until: Callable[[Word], bool]) -> Word:
        """The nearest word at or above another that fulfils a condition, else the topmost."""
        word = self.words[index]
        for _ in self.words:
            if until(word) or word.head == ROOT:
                break
            word = self.words[word.head]
        return word
