"""The corpora that reading is trained on: UD treebanks, news, and the names in both."""

from __future__ import annotations

import gzip
import json
import pathlib
from collections.abc import Iterator

import attrs
import regex

KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
_OPENING = regex.compile(r"\((?P<id>[^-()]+)-(?P<body>[^()]*)")
_BRACKET = regex.compile(r"\([^()]*|[^()]+\)|\)")
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "sir", "dame", "lord", "lady", "president", "senator", "sen"}
    | {"governor", "gov", "captain", "capt", "general", "gen", "professor", "judge", "justice"}
    | {"king", "queen", "prince", "princess", "minister", "chancellor", "secretary", "rep"}
    | {"congressman", "congresswoman", "chairman", "mayor", "pope", "saint", "sgt", "lt", "col"}
    | {"major", "colonel", "lieutenant", "sergeant"}
)


@attrs.frozen
class Row:
    """One word of a treebank sentence; `head` is a 1-based index, 0 for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    misc: str


@attrs.frozen
class Tree:
    """One sentence of a treebank."""

    sent_id: str
    rows: tuple[Row, ...]

    @property
    def words(self) -> list[str]:
        """The forms of the sentence."""
        return [row.form for row in self.rows]

    @property
    def document(self) -> str:
        """The name of the text that the sentence is from."""
        return self.sent_id.rpartition("-")[0]


def read_trees(path: pathlib.Path) -> Iterator[Tree]:
    """The sentences of a CoNLL-U file."""
    sent_id, rows = "", []
    with path.open(encoding="utf8") as lines:
        for line in lines:
            if line.startswith("# sent_id = "):
                sent_id = line[12:].strip()
            elif line[:1].isdigit():
                fields = line.rstrip("\n").split("\t")
                if fields[0].isdigit():
                    rows.append(row_of(fields))
            elif not line.strip() and rows:
                yield Tree(sent_id, tuple(rows))
                rows = []


def read_texts(path: pathlib.Path) -> Iterator[str]:
    """The documents of a CoNLL-U file as text, a blank line between paragraphs."""
    paragraphs: list[list[str]] = []
    with path.open(encoding="utf8") as lines:
        for line in lines:
            if line.startswith("# newdoc"):
                if paragraphs:
                    yield _joined(paragraphs)
                paragraphs = [[]]
            elif line.startswith("# newpar"):
                paragraphs.append([])
            elif line.startswith("# text = "):
                paragraphs = paragraphs or [[]]
                paragraphs[-1].append(line[9:].strip())
    yield _joined(paragraphs)


def _joined(paragraphs: list[list[str]]) -> str:
    return "\n\n".join(" ".join(sentences) for sentences in paragraphs if sentences)


class NameTable:
    """Names of sentences, from a file of `sentence`, a tab, and spans of word numbers with a kind.

    The spans are like `1-3:ORG 23:LOC`; a sentence that the file does not list has no name.
    """

    def __init__(self, path: pathlib.Path) -> None:
        lines = path.read_text(encoding="utf8").splitlines()
        self._spans = dict(line.split("\t") for line in lines)

    def tags(self, sentence: str, words: int) -> tuple[str, ...]:
        """BIO tags of a sentence of so many words."""
        tags = ["O"] * words
        for span in self._spans.get(sentence, "").split():
            place, kind = span.split(":")
            first, _, last = place.partition("-")
            for i in range(int(first) - 1, int(last or first)):
                tags[i] = f"{'I' if i >= int(first) else 'B'}-{kind}"
        return tuple(tags)


def row_of(fields: list[str]) -> Row:
    """The word of a line's tab-separated fields."""
    form, lemma, upos, xpos, feats = fields[1:6]
    return Row(form, lemma, upos, xpos, feats, int(fields[6]), fields[7], fields[9])


def gum_names(rows: list[Row]) -> tuple[str, ...]:
    """BIO tags of the named people, organisations and places that GUM's `Entity=` marks."""
    tags = ["O"] * len(rows)
    for _, kind, span in named_mentions(rows):
        if all(tags[i] == "O" for i in range(*span)):
            for i in range(*span):
                tags[i] = f"{'B' if i == span[0] else 'I'}-{kind}"
    return tuple(tags)


def named_mentions(rows: list[Row]) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """The entity, the kind and the words of every name that a person, organisation or place has."""
    for start, end, id, body in sorted(marked_mentions(rows), key=lambda m: m[0] - m[1]):
        kind = KINDS.get(body.split("-")[0])
        span = _name(rows, start, end, body) if kind else None
        if kind and span:
            yield id, kind, span


def marked_mentions(rows: list[Row]) -> Iterator[tuple[int, int, str, str]]:
    """The mentions that GUM's `Entity=` marks: first word, end, the entity's id, what is said."""
    opened: list[tuple[str, int, str]] = []
    for i, row in enumerate(rows):
        entity = next((m[7:] for m in row.misc.split("|") if m.startswith("Entity=")), "")
        for part in _BRACKET.findall(entity):
            if part.startswith("("):
                match = _OPENING.match(part)
                if match:
                    opened.append((match["id"], i, match["body"]))
                    continue
            if part.endswith(")"):
                key = part[:-1]
                hit = next((o for o in reversed(opened) if not key or o[0] == key), None)
                if hit:
                    opened.remove(hit)
                    yield hit[1], i + 1, hit[0], hit[2]


def _name(rows: list[Row], start: int, end: int, body: str) -> tuple[int, int] | None:
    head = head_of(rows, start, end)
    if rows[head].xpos != "NNP" and not (rows[head].xpos == "NNPS" and head > start):
        return None
    low = high = head
    while low > start and _in_name(rows, low - 1, low, start):
        low -= 1
    while high + 1 < end and _in_name(rows, high + 1, high, end - 1):
        high += 1
    while low <= high and (_is_title(rows[low]) or rows[low].upos in ("DET", "ADP")):
        low += 1
    while high > low and rows[high].upos in ("DET", "ADP", "PUNCT", "PART"):
        high -= 1
    return (low, high + 1) if low <= high else None


def _is_title(row: Row) -> bool:
    return row.form.lower().rstrip(".") in _TITLES


def _in_name(rows: list[Row], i: int, inner: int, edge: int) -> bool:
    row = rows[i]
    if row.xpos.startswith("NNP"):
        return True
    if row.form in ("of", "the", "for", "-", "&", "and", "'s") and i != edge:
        beyond = i + (i - inner)
        inside = min(i, edge) <= beyond <= max(i, edge)
        linked = row.form in ("-", "&", "of", "for") or rows[inner].form in ("of", "for")
        named = rows[beyond].xpos.startswith("NNP") or rows[beyond].form == "the"
        return inside and linked and named
    return row.upos == "NUM" and i > inner


def head_of(rows: list[Row], start: int, end: int) -> int:
    """The first of some words whose own head stands outside of them."""
    for i in range(start, end):
        if not start <= rows[i].head - 1 < end:
            return i
    return start


def read_news(split: pathlib.Path) -> Iterator[tuple[str, list[str]]]:
    """Name (article and number) and words of every sentence that CoreNLP saw in PolNeAR."""
    with gzip.open(split / "parses.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            document = json.loads(line)
            path = split / "text" / f"{document['doc']}.txt"
            text = path.read_bytes().decode("utf8")
            for number, sentence in enumerate(document["sentences"]):
                yield f"{document['doc']}:{number}", [text[t[0] : t[1]] for t in sentence]
