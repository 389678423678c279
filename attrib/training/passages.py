"""Passages with gold claims and speakers, as the antecedents of their sources are learned from."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator
from typing import Any

import attrs

from attrib._choices import CueKind
from attrib._claims.found import Found
from attrib._reading.reader import Reader
from attrib._sentence import Sentence
from attrib._speakers.document import place_of_source
from attrib._speakers.referents import Referent

_MARKS = frozenset("\"“«‘'")


@attrs.frozen
class Passage:
    """A text with its gold claims; for each source, what its speakers are called in the text."""

    text: str
    sentences: tuple[Sentence, ...]
    found: tuple[Found, ...]
    speakers: dict[tuple[int, int], tuple[frozenset[str], ...]]

    def is_spoken_by(self, place: tuple[int, int], referent: Referent) -> bool:
        """Whether a referent is the gold speaker of the source at a place."""
        members = referent.members or (referent,)
        called = self.speakers[place]
        return len(members) == len(called) and all(
            any(not _called(member).isdisjoint(names) for names in called) for member in members
        )


def _called(referent: Referent) -> frozenset[str]:
    """The names of a referent, or its descriptions where it has none."""
    texts = referent.names.values() or [mention.text for mention in referent.mentions]
    return frozenset(text.casefold() for text in texts)


def read_passages(path: pathlib.Path, reader: Reader) -> Iterator[Passage]:
    """The passages of a file of cases (JSON Lines)."""
    with path.open(encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            yield passage(row, reader.read(row["text"]))


def passage(row: dict[str, Any], sentences: tuple[Sentence, ...]) -> Passage:
    """The passage of a row, read into sentences."""
    called = {
        entity["id"]: frozenset(
            text.casefold() for text in (entity["name"], *_strings(entity["mentions"])) if text
        )
        for entity in row["entities"]
    }
    found = tuple(_found(row["text"], claim) for claim in row["claims"])
    speakers: dict[tuple[int, int], tuple[frozenset[str], ...]] = {}
    for claim, gold in zip(found, row["claims"], strict=True):
        place = place_of_source(sentences, claim)
        if place is not None and gold["speakers"]:
            speakers[place] = tuple(called[id] for id in gold["speakers"])
    return Passage(row["text"], sentences, found, speakers)


def _strings(mentions: list[Any]) -> list[str]:
    return [mention if isinstance(mention, str) else mention[0] for mention in mentions]


def _found(text: str, claim: dict[str, Any]) -> Found:
    """A gold claim as attribution finds one."""
    source, cue = (claim[f"{name}_span"] for name in ("source", "cue"))
    content = tuple((start, end) for start, end in claim["content_spans"])
    first, last = tuple(cue[0]) if cue else (content[0][0], content[0][0] + 1)
    return Found(
        sentence=0,
        cue=(first, last),
        content=content,
        source=(source[0][0], source[-1][1]) if source else None,
        lemma=text[first:last],
        kind=CueKind.VERB,
        quoted=tuple(extent for extent in content if _MARKS & set(text[slice(*extent)])),
        parent=claim["parent"],
    )
