"""How far stance agrees with people's labels of attributions, whose spans are given.

Labels are JSON Lines with the name of a document, `source`, `cue` and `content` as offsets, and in
`labels`, for each reader, act, commitment and engagement.
"""

from __future__ import annotations

import bisect
import json
import pathlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import attrs

from attrib._claims.drawn import lemma_and_kind
from attrib._claims.found import Extent, Found, with_quoted
from attrib._claims.quotation import quotations
from attrib._reading.layout import blocks
from attrib._reading.reader import Reader
from attrib._sentence import Sentence
from attrib._stance.stances import stances

FIELDS = ("act", "commitment", "engagement")


@attrs.frozen
class Labelled:
    """An attribution of a document, and the labels that each reader gave it."""

    document: str
    source: tuple[Extent, ...]
    cue: tuple[Extent, ...]
    content: tuple[Extent, ...]
    labels: tuple[tuple[str, ...], ...]


@attrs.frozen
class Agreement:
    """How often two series of labels are the same, by chance corrected too, and macro-F1."""

    accuracy: float
    kappa: float
    macro_f1: float
    majority: float

    @property
    def line(self) -> str:
        """The figures as a line of print, in percent but for kappa."""
        accuracy, f1, most = (100 * x for x in (self.accuracy, self.macro_f1, self.majority))
        return f"{accuracy:.1f} (majority {most:.1f}), kappa {self.kappa:.2f}, macro-F1 {f1:.1f}"


def agreement(gold: Sequence[str], other: Sequence[str]) -> Agreement:
    """The agreement of some labels with the gold ones (Cohen, 1960, for kappa).

    >>> found = agreement(["assert", "assert", "deny", "want"], ["assert", "deny", "deny", "want"])
    >>> found.accuracy, round(found.kappa, 2), round(found.macro_f1, 2), found.majority
    (0.75, 0.64, 0.78, 0.5)
    """
    pairs, count = Counter(zip(gold, other, strict=True)), len(gold)
    of_gold, of_other = Counter(gold), Counter(other)
    same = sum(n for (one, two), n in pairs.items() if one == two) / count
    chance = sum(of_gold[label] * of_other[label] for label in of_gold) / count**2
    scores = [2 * pairs[label, label] / (n + of_other[label]) for label, n in of_gold.items()]
    return Agreement(
        accuracy=same,
        kappa=(same - chance) / (1 - chance) if chance < 1 else 1.0,
        macro_f1=sum(scores) / len(scores),
        majority=max(of_gold.values()) / count,
    )


def read_labels(path: pathlib.Path) -> Iterator[Labelled]:
    """The labelled attributions of a file."""
    for line in path.read_text(encoding="utf8").splitlines():
        row = json.loads(line)
        source, cue, content = (
            tuple((start, end) for start, end in row[role]) for role in ("source", "cue", "content")
        )
        labels = tuple(tuple(reading) for reading in row["labels"])
        yield Labelled(row["document"], source, cue, content, labels)


def predicted(
    reader: Reader, texts: pathlib.Path, labelled: Sequence[Labelled]
) -> list[tuple[str, ...]]:
    """The values that attrib reads for the same fields of each labelled attribution."""
    by_document: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(labelled):
        by_document[one.document].append(number)
    out: dict[int, tuple[str, ...]] = {}
    for document, numbers in by_document.items():
        with (texts / f"{document}.txt").open(encoding="utf8", newline="") as file:
            text = file.read()
        sentences = reader.read(text)
        quotes = quotations(text, [(block.start, block.end) for block in blocks(text)])
        found = [
            with_quoted(text, _found(sentences, labelled[number]), quotes) for number in numbers
        ]
        for number, stance in zip(numbers, stances(text, sentences, found), strict=True):
            out[number] = tuple(str(getattr(stance, field)) for field in FIELDS)
    return [out[number] for number in range(len(labelled))]


def _found(sentences: Sequence[Sentence], one: Labelled) -> Found:
    """A labelled attribution as attribution finds one."""
    cue = (one.cue[0][0], one.cue[-1][1])
    index = max(0, bisect.bisect_right(sentences, cue[0], key=lambda s: s.start) - 1)
    words = [w for w in sentences[index].words if w.start < cue[1] and cue[0] < w.end]
    lemma, kind = lemma_and_kind(words or sentences[index].words[:1])
    source = (one.source[0][0], one.source[-1][1]) if one.source else None
    return Found(index, cue, one.content, source, lemma, kind)
