"""Pronouns against GUM's coreference: is each joined to the entity that annotators joined it to?"""

from __future__ import annotations

import pathlib
from collections import Counter
from collections.abc import Collection

import attrs

from attrib._antecedents import ranked
from attrib._document import Document as Read
from attrib._mentions import Form
from attrib._referents import Referent
from attrib.training.antecedents import TYPES, gold_of, read_document
from attrib.training.coreference import Document, read_documents

GENRES = ("news", "interview", "bio", "speech")


@attrs.frozen
class Tally:
    """Pronouns with a gold antecedent that has a name: how many, joined rightly, left alone."""

    of: int
    right: int
    unresolved: int

    @property
    def accuracy(self) -> float:
        """The share that is joined to the right entity."""
        return self.right / self.of if self.of else 0.0


def score(path: pathlib.Path, genres: Collection[str] = GENRES) -> dict[str, Tally]:
    """The tally of each type of third-person pronoun in the documents of some genres.

    Parses and the names in them are gold; all else is attrib's.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for document in read_documents(path, genres):
        _count(document, read_document(document, ranked), counts)
    return {
        type: Tally(counts[type, "of"], counts[type, "right"], counts[type, "unresolved"])
        for type in TYPES
    }


def _count(document: Document, read: Read, counts: Counter[tuple[str, str]]) -> None:
    for index, found in enumerate(read.mentions):
        for mention in found:
            gold = document.entities.get((index, mention.head))
            if mention.form is not Form.PRONOUN or mention.type not in TYPES:
                continue
            if gold not in document.named:
                continue
            referent = read.discourse.at(index, mention.head)
            counts[mention.type, "of"] += 1
            counts[mention.type, "unresolved"] += referent is None
            counts[mention.type, "right"] += referent is not None and gold == _named_by(
                document, referent
            )


def _named_by(document: Document, referent: Referent) -> str | None:
    """The gold entity that most of a referent's names are of, or that a group is."""
    if referent.members:
        return gold_of(document, referent)
    places = [(m.sentence, m.head) for m in referent.mentions if m.form is Form.NAME]
    seen = Counter(document.entities[place] for place in places if place in document.entities)
    return seen.most_common(1)[0][0] if seen else None
