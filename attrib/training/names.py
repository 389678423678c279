"""Sentences with their names, from which the names of people, organisations and places are learned.

They are the treebank's, PolNeAR's, Universal NER's and some that were written for it: e-mails,
reviews, answers, posts and weblogs.  The encoder knows by heart what it learned from, and what it
makes of a name that it knows tells a head little of one that it does not; so the names of some
texts are for the head alone.
"""

from __future__ import annotations

import enum
import itertools
import json
import pathlib
from collections.abc import Iterable, Iterator, Sequence

import regex

from attrib.training.treebank import NameTable, Tree, read_news, read_trees

Named = tuple[list[str], tuple[str, ...]]  # words and their BIO tags
# Universal NER's dev sentences are few, and say what its test means by a name; the encoder knows
# four fifths of them by heart.
_KNOWN_WEIGHT, _UNKNOWN_WEIGHT = 3, 6
_FRESH_WEIGHT = 2  # of our own names that the encoder does not know
_NEWS_STEP = 3  # of news, names of one sentence in three are learned: two in three bring no more
_HELD_OUT = 10  # of the texts of the web, one in so many is not learned from
_MARKED = regex.compile(r"\[(?P<kind>PER|ORG|LOC) (?P<words>[^\[\]]+)\]|(?P<word>\S+)")


class Portion(enum.Enum):
    """Who learns the names of a text: encoder and head, the head alone, or neither."""

    KNOWN = enum.auto()
    FRESH = enum.auto()
    HELD_OUT = enum.auto()


def portion(number: int) -> Portion:
    """What becomes of the names of the text with a number: one in ten is held out.

    >>> [portion(number).name for number in range(4)]
    ['HELD_OUT', 'KNOWN', 'FRESH', 'KNOWN']
    """
    if number % _HELD_OUT == 0:
        return Portion.HELD_OUT
    return Portion.KNOWN if number % 2 else Portion.FRESH


def prepare_names(
    data: pathlib.Path,
    news: pathlib.Path,
    table: pathlib.Path,
    written: pathlib.Path,
    dev: pathlib.Path,
    work: pathlib.Path,
) -> None:
    """Write the names to learn, and those to stop by, as Stanza's JSON."""
    names, trees = NameTable(table), list(read_trees(data / "train.conllu"))
    own = written_names(written)
    for part, tree in zip(treebank_portions(trees), trees, strict=True):
        own[part].append((tree.words, names.tags(tree.sent_id, len(tree.rows))))
    known, unknown = gold_names(dev)
    gold = [*known * _KNOWN_WEIGHT, *unknown * _UNKNOWN_WEIGHT]
    articles = named_news(news, names, _NEWS_STEP)
    fresh = own[Portion.FRESH] * _FRESH_WEIGHT
    _write([*own[Portion.KNOWN], *fresh, *articles, *gold], work / "names-train.json")
    _write(own[Portion.HELD_OUT], work / "names-dev.json")


def _write(sentences: Iterable[Named], path: pathlib.Path) -> None:
    rows = [
        [{"text": word, "ner": tag} for word, tag in zip(words, tags, strict=True)]
        for words, tags in sentences
    ]
    path.write_text(json.dumps(rows), encoding="utf8")


def gold_names(dev: pathlib.Path) -> tuple[list[Named], list[Named]]:
    """Universal NER's dev sentences: those that the encoder learns from, and the last fifth."""
    ours = list(read_iob(dev))
    held_out = len(ours) // 5
    return ours[:-held_out], ours[-held_out:]


def named_news(split: pathlib.Path, names: NameTable, step: int = 1) -> list[Named]:
    """Sentences of PolNeAR, of which names have been read: every one, or one in so many."""
    read = list(read_news(split))[::step]
    return [(words, names.tags(sentence, len(words))) for sentence, words in read]


def written_names(path: pathlib.Path) -> dict[Portion, list[Named]]:
    """The sentences that were written for it, by what becomes of them."""
    parts: dict[Portion, list[Named]] = {part: [] for part in Portion}
    for number, document in enumerate(read_marked(path)):
        parts[portion(number)].extend(document)
    return parts


def treebank_portions(trees: Sequence[Tree]) -> list[Portion]:
    """What becomes of each sentence of the treebank; the encoder learns all names of GUM."""
    web = itertools.count()
    return [
        part
        for document, sentences in itertools.groupby(trees, lambda tree: tree.document)
        for part in [Portion.KNOWN if document.startswith("GUM_") else portion(next(web))]
        for _ in sentences
    ]


def read_marked(path: pathlib.Path) -> Iterator[list[Named]]:
    """The documents of a file of marked sentences, one a line, words between blanks.

    A document begins with a line like `# email` and ends with an empty one.
    """
    for document in path.read_text(encoding="utf8").strip().split("\n\n"):
        yield [marked(line) for line in document.splitlines() if not line.startswith("# ")]


def marked(line: str) -> Named:
    """The words of a sentence, and the tags of the names that are marked in it.

    >>> marked("[PER Ana Diaz] left [LOC Rome] .")
    (['Ana', 'Diaz', 'left', 'Rome', '.'], ('B-PER', 'I-PER', 'O', 'B-LOC', 'O'))
    """
    words: list[str] = []
    tags: list[str] = []
    for part in _MARKED.finditer(line):
        name = (part["words"] or "").split()
        words += name or [part["word"]]
        tags += [f"{'I' if i else 'B'}-{part['kind']}" for i in range(len(name))] or ["O"]
    return words, tuple(tags)


def read_iob(path: pathlib.Path) -> Iterator[Named]:
    """Words and BIO tags of a Universal NER file."""
    words: list[str] = []
    tags: list[str] = []
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        fields = line.split("\t")
        if len(fields) > 2 and not line.startswith("#"):
            words.append(fields[1])
            tags.append(fields[2] if fields[2][2:] in ("PER", "ORG", "LOC") else "O")
        elif not line and words:
            yield words, tuple(tags)
            words, tags = [], []
