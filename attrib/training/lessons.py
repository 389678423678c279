"""All that the encoder and the network of claims learn from, prepared once and kept in a file.

Preparing needs the reader that is installed; learning needs the file alone, on whatever machine.
"""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterable, Iterator
from typing import Any

import attrs
import torch

from attrib._claims.network import Words
from attrib._reading.encoder import PieceTokenizer
from attrib._reading.reader import reader
from attrib.training.claims import Gold, Passage, passages
from attrib.training.names import (
    Portion,
    gold_names,
    named_news,
    treebank_portions,
    written_names,
)
from attrib.training.polnear import Article, read_articles
from attrib.training.samples import Sample, of_tree, of_words, vocabularies
from attrib.training.treebank import NameTable, read_texts, read_trees

_PASSAGE = 800  # words
_GOLD_WEIGHT = 2  # Universal NER's sentences are few, and say what its test means by a name
_SAMPLES = ("trees", "dev_trees", "dev_names")
_NEWS = ("news", "dev_news")

News = tuple[Passage[Sample], ...]


@attrs.frozen
class Lessons:
    """Sentences with labels, passages of news with attributions, of each some to measure by.

    `labels` are the names of each task's labels, in the order of their numbers.
    """

    labels: dict[str, tuple[str, ...]]
    trees: tuple[Sample, ...]
    news: News
    dev_trees: tuple[Sample, ...]
    dev_names: tuple[Sample, ...]
    dev_news: News


@attrs.frozen
class Corpora:
    """Where the treebank (`train.conllu` and `dev.conllu`), PolNeAR and the names are.

    `names` are Universal NER's, `table` those of the treebank and of news, `written` those of the
    sentences that were written for it.
    """

    treebank: pathlib.Path
    polnear: pathlib.Path
    names: pathlib.Path
    table: pathlib.Path
    written: pathlib.Path


def prepared(tokenizer: PieceTokenizer, corpora: Corpora) -> Lessons:
    """The lessons that the corpora give."""
    trees, table = list(read_trees(corpora.treebank / "train.conllu")), NameTable(corpora.table)
    names = [
        table.tags(tree.sent_id, len(tree.rows)) if part is Portion.KNOWN else None
        for tree, part in zip(trees, treebank_portions(trees), strict=True)
    ]
    known = vocabularies(trees, filter(None, names))

    def named(words: list[str], tags: tuple[str, ...]) -> Sample:
        return of_words(tokenizer, words, {"names": tuple(map(known["names"].index, tags))})

    learned, held_out = gold_names(corpora.names)
    written = written_names(corpora.written)[Portion.KNOWN]
    others = [*named_news(corpora.polnear / "train", table), *written]
    gold = [of_tree(tokenizer, *both, known) for both in zip(trees, names, strict=True)]
    dev = read_trees(corpora.treebank / "dev.conllu")
    return Lessons(
        labels={task: tuple(vocabulary.labels) for task, vocabulary in known.items()},
        trees=(*gold, *(named(*s) for s in (*others, *learned * _GOLD_WEIGHT))),
        news=(
            *_passages(tokenizer, read_articles(corpora.polnear / "train", reader())),
            *_passages(tokenizer, _texts(corpora.treebank / "train.conllu")),
        ),
        dev_trees=tuple(of_tree(tokenizer, tree, None, known) for tree in dev),
        dev_names=tuple(named(*sentence) for sentence in held_out),
        dev_news=tuple(_passages(tokenizer, read_articles(corpora.polnear / "dev", reader()))),
    )


def _texts(path: pathlib.Path) -> Iterator[Article]:
    """The texts of a treebank, in which nobody has looked for attributions."""
    for number, text in enumerate(read_texts(path)):
        yield Article(f"{path.name}:{number}", text, reader().words(text), ())


def _passages(tokenizer: PieceTokenizer, articles: Iterable[Article]) -> Iterator[Passage[Sample]]:
    for article in articles:
        sentences = [[word.text for word in s.words] for s in article.sentences]
        read = [of_words(tokenizer, words, {}) for words in sentences]
        yield from passages(article, read, _PASSAGE)


def save_lessons(lessons: Lessons, path: pathlib.Path) -> None:
    """Write lessons as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = attrs.asdict(lessons, recurse=False)
    for part in _SAMPLES:
        data[part] = [attrs.astuple(sample, recurse=False) for sample in data[part]]
    for part in _NEWS:
        data[part] = [_plain(passage) for passage in data[part]]
    path.write_text(json.dumps(data), encoding="utf8")


def load_lessons(path: pathlib.Path) -> Lessons:
    """The lessons that `save_lessons` wrote, their tensors on torch's default device."""
    data = json.loads(path.read_text(encoding="utf8"))
    for part in _SAMPLES:
        data[part] = tuple(map(_sample, data[part]))
    for part in _NEWS:
        data[part] = tuple(map(_passage, data[part]))
    data["labels"] = {task: tuple(labels) for task, labels in data["labels"].items()}
    return Lessons(**data)


def _sample(row: list[Any]) -> Sample:
    pieces, ends, targets = row
    labels = {task: tuple(numbers) for task, numbers in targets.items()}
    return Sample(tuple(pieces), tuple(ends), labels)


def _plain(passage: Passage[Sample]) -> dict[str, Any]:
    words = attrs.asdict(passage.words, recurse=False)
    return {
        "states": [attrs.astuple(sample, recurse=False) for sample in passage.states],
        "words": {name: part.tolist() for name, part in words.items()},
        "annotations": [
            [(gold.cue, list(gold.roles.items())) for gold in annotation]
            for annotation in passage.annotations
        ],
    }


def _passage(data: dict[str, Any]) -> Passage[Sample]:
    return Passage(
        tuple(map(_sample, data["states"])),
        Words(**{name: torch.tensor(part) for name, part in data["words"].items()}),
        tuple(
            tuple(Gold((start, end), dict(roles)) for (start, end), roles in annotation)
            for annotation in data["annotations"]
        ),
    )
