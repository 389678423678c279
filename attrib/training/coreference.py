"""GUM's coreference: documents as attrib reads them, with the entity that each mention is of."""

from __future__ import annotations

import pathlib
from collections import defaultdict
from collections.abc import Collection, Iterator

import attrs
import regex

from attrib._sentence import ROOT, Name, NameKind, Sentence, Word
from attrib.training.treebank import (
    Row,
    gum_names,
    head_of,
    marked_mentions,
    named_mentions,
    row_of,
)

_KINDS = {"PER": NameKind.PERSON, "ORG": NameKind.ORGANIZATION, "LOC": NameKind.PLACE}
_ID = regex.compile(r"(?P<id>[^-()]+)-")


@attrs.frozen
class Document:
    """A text with its gold parse; `entities` are GUM's, by sentence and head of the mention.

    `groups` are those of several people or things together, by the head of the first of them,
    `named` are the entities that some mention of the document calls by a proper noun, and `names`
    are all the names of each person, organisation and place.
    """

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    entities: dict[tuple[int, int], str]
    groups: dict[tuple[int, int], str]
    named: frozenset[str]
    names: dict[str, frozenset[str]]

    @property
    def genre(self) -> str:
        """The genre in GUM's identifier."""
        return self.id.split("_")[1] if self.id.startswith("GUM") else ""


def read_documents(path: pathlib.Path, genres: Collection[str]) -> Iterator[Document]:
    """The documents of these genres in a CoNLL-U file."""
    id, lines = "", list[str]()
    with path.open(encoding="utf8") as file:
        for line in file:
            if line.startswith("# newdoc id = "):
                if _genre(id) in genres:
                    yield _document(id, lines)
                id, lines = line[14:].strip(), []
            lines.append(line.rstrip("\n"))
    if _genre(id) in genres:
        yield _document(id, lines)


def _genre(id: str) -> str:
    return id.split("_")[1] if id.startswith("GUM_") else ""


def _document(id: str, lines: list[str]) -> Document:
    text, block = "", -1
    sentences: list[Sentence] = []
    entities: dict[tuple[int, int], str] = {}
    groups: dict[tuple[int, int], str] = {}
    named: set[str] = set()
    names = defaultdict[str, set[str]](set)
    rows: list[Row] = []
    spaced: list[bool] = []
    merged = 0, True  # the last word of a contraction, and whether a space follows it
    for line in [*lines, ""]:
        if line.startswith("# newpar") and "_block" not in line:
            block += 1
            text += "\n\n" if text else ""
        elif line[:1].isdigit():
            fields = line.split("\t")
            after = "SpaceAfter=No" not in fields[9]
            if "-" in fields[0]:
                merged = int(fields[0].split("-")[1]), after
            elif fields[0].isdigit():
                rows.append(row_of(fields))
                inside = len(rows) <= merged[0]
                spaced.append((len(rows) == merged[0] and merged[1]) if inside else after)
        elif not line and rows:
            text, sentence = _sentence(text, rows, spaced, max(block, 0))
            _note(len(sentences), rows, entities, groups, named)
            for entity, _, (first, last) in named_mentions(rows):
                names[entity].add(text[sentence.words[first].start : sentence.words[last - 1].end])
            sentences.append(sentence)
            rows, spaced, merged = [], [], (0, True)
    told = {entity: frozenset(forms) for entity, forms in names.items()}
    return Document(id, text, tuple(sentences), entities, groups, frozenset(named), told)


def _sentence(text: str, rows: list[Row], spaced: list[bool], block: int) -> tuple[str, Sentence]:
    words = []
    if text and not text[-1].isspace():
        text += " "
    for index, (row, space) in enumerate(zip(rows, spaced, strict=True)):
        start = len(text)
        text += row.form
        head = row.head - 1 if row.head else ROOT
        tags = (row.lemma, row.upos, row.xpos, row.feats, head, row.deprel)
        words.append(Word(index, row.form, start, len(text), *tags))
        text += " " if space else ""
    text = text.rstrip(" ")
    return text, Sentence(words[0].start, words[-1].end, tuple(words), tuple(_names(rows)), block)


def _names(rows: list[Row]) -> Iterator[Name]:
    tags = gum_names(rows)
    for first, tag in enumerate(tags):
        if tag.startswith("B-"):
            last = first + 1
            while last < len(tags) and tags[last].startswith("I-"):
                last += 1
            yield Name(first, last, _KINDS[tag[2:]])


def _note(
    index: int,
    rows: list[Row],
    entities: dict[tuple[int, int], str],
    groups: dict[tuple[int, int], str],
    named: set[str],
) -> None:
    """Add the entities of a sentence's mentions; of two with one head the outer one is a group."""
    for start, end, id, _ in sorted(marked_mentions(rows), key=lambda m: m[1] - m[0]):
        place = index, head_of(rows, start, end)
        if entities.setdefault(place, id) != id:
            groups.setdefault(place, id)
        if rows[place[1]].xpos in ("NNP", "NNPS"):
            named.add(id)
