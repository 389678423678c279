"""The names that the model finds, mended: several told apart, and what names nothing left out.

The model takes two names without a comma between them for one ("Miramar California" is a town and a
state).  Universal NER's annotators have a town and its state or country apart in all six places
of its dev set, no name there holds a slash, and eight of nine streets are none.
"""

from __future__ import annotations

import functools
import itertools
import tomllib
from collections.abc import Iterable, Iterator, Sequence

from attrib._data import data, rows
from attrib._sentence import Name, NameKind, Word
from attrib._speakers.nouns import countries, folded

_LONGEST = 3  # words of a region's or a country's name


def mended(words: Sequence[Word], names: Iterable[Name]) -> Iterator[Name]:
    """The names of a sentence, those that are several cut where one ends and the next begins."""
    for name in names:
        for part in _between_slashes(words, name):
            if _names_nothing(words, part):
                continue
            place = _region(words, part) if name.kind is NameKind.PLACE else part.last
            if place < part.last:
                last = place - (words[place - 1].text == ",")
                yield Name(part.first, last, name.kind)
                yield Name(place, part.last, name.kind)
            else:
                yield part


def _names_nothing(words: Sequence[Word], name: Name) -> bool:
    """Whether a name has no letter or digit, is one of "P.S." or the like, or that of a street."""
    own = words[name.first : name.last]
    text = folded(" ".join(word.text for word in own))
    if not any(map(str.isalnum, text)) or text in _listed("initialisms"):
        return True
    if name.kind is not NameKind.PLACE or text in _listed("speaking_streets"):
        return False
    return len(own) > 1 and text.rstrip(" .").rpartition(" ")[2] in _listed("streets")


def _between_slashes(words: Sequence[Word], name: Name) -> Iterator[Name]:
    slashes = [i for i in range(name.first, name.last) if words[i].text == "/"]
    for before, after in itertools.pairwise([name.first - 1, *slashes, name.last]):
        if before + 1 < after:
            yield Name(before + 1, after, name.kind)


def _region(words: Sequence[Word], name: Name) -> int:
    """Where a state or country begins that the name of a place ends with, or else its end."""
    for size in range(_LONGEST, 0, -1):
        place = name.last - size
        if place <= name.first or not _is_region(words[place : name.last]):
            continue
        before = words[place - 1].text
        if before == ",":
            return place if place - 1 > name.first else name.last
        apart = before[-1].isalnum() or before[-1] == "."
        return place if apart and folded(before) not in _listed("joined") else name.last
    return name.last


def _is_region(words: Sequence[Word]) -> bool:
    text = " ".join(word.text for word in words)
    short = len(folded(text)) == 2
    return folded(text) in _regions() and not (short and text.islower())


@functools.cache
def _regions() -> frozenset[str]:
    listed = {
        folded(name)
        for row in rows("regions.csv")
        for name in (row["region"], *(row["names"] or "").split("; "))
    }
    # "Latin America" and "North America" are no part of the United States
    return frozenset((listed | countries().keys()) - {"", "america"})


@functools.cache
def _listed(name: str) -> frozenset[str]:
    """A list of `names.toml`, whose entries of several words are parted by semicolons."""
    text: str = tomllib.loads(data("names.toml"))[name]
    parts = text.split(";") if ";" in text else text.split()
    return frozenset(" ".join(part.split()) for part in parts)
