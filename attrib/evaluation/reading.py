"""How well a text is read: words to dependencies by the CoNLL 2018 scorer, and names.

Raw text in: each document of the gold treebank is written out as its sentences and paragraphs
stand in it, and everything, sentence and word boundaries too, is the reader's own work.
"""

from __future__ import annotations

import io
import pathlib
from collections.abc import Iterable, Iterator, Sequence

import attrs

from attrib._reading.reader import Reader
from attrib._sentence import ROOT, NameKind, Sentence
from attrib.training.names import read_iob

METRICS = ("Words", "Sentences", "UPOS", "XPOS", "UFeats", "Lemmas", "UAS", "LAS")
_KINDS = {"PER": NameKind.PERSON, "ORG": NameKind.ORGANIZATION, "LOC": NameKind.PLACE}


@attrs.frozen
class Document:
    """A document of a treebank: its raw text, and its sentences in CoNLL-U."""

    text: str
    gold: str


@attrs.frozen
class Score:
    """Precision, recall and F1, in percent."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def documents(treebank: pathlib.Path) -> Iterator[Document]:
    """The documents of a CoNLL-U file; a blank line stands between paragraphs.

    Gold sentences come back without paragraph marks, as the scorer wants one stretch of words.
    """
    text = ""
    gold: list[str] = []
    for sentence in treebank.read_text(encoding="utf8").strip().split("\n\n"):
        lines = sentence.split("\n")
        if text and any(line.startswith("# newdoc") for line in lines):
            yield Document(text, "\n\n".join(gold) + "\n\n")
            text, gold = "", []
        if text:
            text += "\n\n" if any(line.startswith("# newpar") for line in lines) else " "
        text += next(line[9:] for line in lines if line.startswith("# text = "))
        # the scorer knows no empty nodes
        gold.append("\n".join(x for x in lines if x[0] != "#" and "." not in x.split("\t")[0]))
    yield Document(text, "\n\n".join(gold) + "\n\n")


def conllu(sentences: Iterable[Sentence]) -> str:
    """Sentences in CoNLL-U, without the marks of contractions."""
    rows = []
    for sentence in sentences:
        for word in sentence.words:
            head = 0 if word.head == ROOT else word.head + 1
            form = "".join(word.text.split()) or "_"
            fields = (word.index + 1, form, word.lemma, word.upos, word.xpos, word.feats or "_")
            rows.append("\t".join(map(str, (*fields, head, word.deprel, "_", "_"))))
        rows.append("")
    return "\n".join(rows) + "\n"


def treebank_scores(reader: Reader, treebank: pathlib.Path) -> dict[str, float]:
    """F1 of every metric of the CoNLL 2018 scorer, in percent, over a whole treebank."""
    from udtools.udeval import evaluate, load_conllu  # the CoNLL 2018 scorer; Stanza needs it too

    gold, found = [], []
    for document in documents(treebank):
        gold.append(document.gold)
        found.append(conllu(reader.read(document.text)))
    results = evaluate(
        load_conllu(io.StringIO("".join(gold)), "gold", {}),
        load_conllu(io.StringIO("".join(found)), "found", {}),
    )
    return {metric: 100 * results[metric].f1 for metric in METRICS}


def name_score(reader: Reader, names: pathlib.Path) -> Score:
    """Exact spans and kinds of names in raw sentences, against a Universal NER file."""
    texts = [
        line[9:]
        for line in names.read_text(encoding="utf8").splitlines()
        if line.startswith("# text = ")
    ]
    right = found = gold = 0
    for text, (words, tags) in zip(texts, read_iob(names), strict=True):
        expected = set(_gold_names(text, words, tags))
        predicted = {
            (s.words[n.first].start, s.words[n.last - 1].end, n.kind)
            for s in reader.read(text)
            for n in s.names
        }
        right += len(expected & predicted)
        found += len(predicted)
        gold += len(expected)
    return Score(100 * right / max(1, found), 100 * right / max(1, gold))


def _gold_names(
    text: str, words: Sequence[str], tags: Sequence[str]
) -> Iterator[tuple[int, int, NameKind]]:
    place, start, end, kind = 0, 0, 0, None
    for word, tag in zip([*words, ""], [*tags, "O"], strict=True):
        if kind and not tag.startswith("I"):
            yield start, end, kind
            kind = None
        place = max(text.find(word, place), place)
        if tag.startswith("B"):
            start, kind = place, _KINDS[tag[2:]]
        end = place = place + len(word)
