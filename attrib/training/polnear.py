"""PolNeAR as training data: articles read into words, and their attributions as word spans."""

from __future__ import annotations

import bisect
import pathlib
from collections import defaultdict
from collections.abc import Iterator

import attrs
import regex

from attrib._reading.reader import Reader
from attrib._sentence import Sentence

_SPAN = regex.compile(r"(T\d+)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)\t")
_RELATION = regex.compile(r"E\d+\t\S+:T\d+(.*)$")

Extent = tuple[int, int]


@attrs.frozen
class Attribution:
    """One attribution relation as offsets; a discontinuous span is several extents."""

    source: tuple[Extent, ...]
    cue: tuple[Extent, ...]
    content: tuple[Extent, ...]


@attrs.frozen
class Article:
    """A text with its sentences (words without tags), and its attributions by annotator."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]
    annotations: tuple[tuple[Attribution, ...], ...]


def read_articles(split: pathlib.Path, reader: Reader) -> Iterator[Article]:
    """The articles of a split (`train` or `dev`) in the order of their names."""
    annotators = defaultdict(list)
    for path in sorted((split / "attributions").glob("*.ann")):
        annotators[path.stem.rpartition("_")[0]].append(path)
    for path in sorted((split / "text").glob("*.txt")):
        with path.open(encoding="utf8", newline="") as file:
            text = file.read()
        read = tuple(tuple(read_attributions(ann)) for ann in annotators[path.stem])
        yield Article(path.name, text, reader.words(text), read)


def read_attributions(path: pathlib.Path) -> Iterator[Attribution]:
    """The attributions of one brat file that have a cue and content."""
    spans: dict[str, list[Extent]] = {}
    relations = []
    # a span's text may itself hold line ends: only lines that begin a record are read
    for line in path.read_text(encoding="utf8").split("\n"):
        if found := _SPAN.match(line):
            spans[found[1]] = [_extent(part) for part in found[3].split(";")]
        elif found := _RELATION.match(line):
            relations.append(found[1].split())
    for arguments in relations:
        roles: defaultdict[str, list[Extent]] = defaultdict(list)
        for argument in arguments:
            role, reference = argument.split(":")
            roles[role.rstrip("0123456789").lower()] += spans.get(reference, [])
        if roles["cue"] and roles["content"]:
            yield Attribution(
                *(tuple(sorted(roles[role])) for role in ("source", "cue", "content"))
            )


def _extent(text: str) -> Extent:
    start, end = text.split()
    return int(start), int(end)


def words_in(starts: list[int], ends: list[int], extent: Extent) -> range:
    """The numbers of the words that share a character with an extent.

    >>> words_in([0, 4, 9], [3, 8, 12], (3, 9))
    range(1, 2)
    """
    return range(bisect.bisect_right(ends, extent[0]), bisect.bisect_left(starts, extent[1]))
