"""What the command line writes: the formats, to standard output or one file for each document.

A file is written under another name and renamed, so a file that is there is whole.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import attrs

from attrib._attribution import Attribution
from attrib._output import brat, csv, html, terminal
from attrib._output.columns import CLAIMS
from attrib._output.documents import Document
from attrib._output.texts import STDIN, UnreadableError

TABLE, JSONL, HTML, BRAT, CSV, WEB_ANNOTATION = (
    "table",
    "jsonl",
    "html",
    "brat",
    "csv",
    "webannotation",
)


class UnwritableError(Exception):
    """The output of a document cannot be written; the message says to which file, and why."""


@attrs.frozen
class Format:
    """How an attribution is written; `alone` where standard output has room for one only.

    `below` writes one that stands below others, where that is different.
    """

    extension: str
    write: Callable[[Attribution], str]
    alone: bool = False
    below: Callable[[Attribution], str] | None = None


def _table(attribution: Attribution, width: int = terminal.WITHOUT_TERMINAL) -> str:
    return terminal.render(attribution, width) + "\n\n"


def _web_annotation(attribution: Attribution) -> str:
    return json.dumps(attribution.to_web_annotation()) + "\n"


def _csv_of(table: str) -> Format:
    # Tables of one document stand beside each other, so each but the first has its name.
    extension = ".csv" if table == CLAIMS else f".{table}.csv"
    write = functools.partial(csv.to_csv, table=table)
    return Format(extension, write, below=functools.partial(write, header=False))


FORMATS = {
    TABLE: Format(".table", _table),
    JSONL: Format(".jsonl", lambda attribution: attribution.to_json() + "\n"),
    HTML: Format(".html", html.page, alone=True),
    BRAT: Format(".ann", brat.to_brat, alone=True),
    CSV: _csv_of(CLAIMS),
    WEB_ANNOTATION: Format(".jsonld", _web_annotation),
}


def format_of(name: str, table: str | None = None) -> Format:
    """The format of a name; for CSV, of one of the tables.

    >>> format_of("csv", "entities").extension
    '.entities.csv'

    Raises:
        ValueError: the format has no tables.
    """
    if table is None:
        return FORMATS[name]
    if name != CSV:
        raise ValueError(f"{name} has no table of {table}: leave --table out, or add --format csv")
    return _csv_of(table)


def printed(form: Format) -> Callable[[Attribution], None]:
    """What prints attributions one below the other: tables as wide as the terminal, CSV as one."""
    write = form.write
    if form is FORMATS[TABLE]:
        write = functools.partial(_table, width=terminal.terminal_width())

    def show(attribution: Attribution) -> None:
        nonlocal write
        # Flushed, so that each document is there to read while the next is attributed.
        print(write(attribution), end="", flush=True)
        write = form.below or write

    return show


def placed(found: Iterable[Document], folder: Path, form: Format) -> dict[Path, Document]:
    """The file for each document; one that is named twice is written once.

    Raises:
        ValueError: two documents would be written to the same file.
    """
    files: dict[Path, Document] = {}
    for document in found:
        name = "stdin" if document.id == STDIN else document.id.removesuffix(".txt")
        file = folder / f"{name}{form.extension}"
        other = files.setdefault(file, document)
        if not _same(other.path, document.path):
            raise ValueError(
                f"{other.path} and {document.path} would both be written to {file}: "
                "name the directory that holds both, or write them to two directories"
            )
    return files


def told_apart(found: Sequence[Document]) -> Sequence[Document]:
    """The documents; where two have one id, each by its path below the folder that holds all.

    >>> [one.id for one in told_apart([Document("a/x.txt", "x.txt"), Document("b/x.txt", "x.txt")])]
    ['a/x.txt', 'b/x.txt']
    """
    files = {os.path.abspath(one.path): one.id for one in found if not _nameless(one)}
    if len(set(files.values())) == len(files):
        return found
    folder = os.path.commonpath([os.path.dirname(file) for file in files])
    ids = {one.path: Path(os.path.relpath(one.path, folder)).as_posix() for one in found}
    return [one if _nameless(one) else attrs.evolve(one, id=ids[one.path]) for one in found]


def _nameless(document: Document) -> bool:
    return document.path == STDIN or document.problem is not None


def _same(first: str, second: str) -> bool:
    return first == second or os.path.realpath(first) == os.path.realpath(second)


def save(attribution: Attribution, form: Format, file: Path, source: str) -> None:
    """Write an attribution to a file; for brat, the text beside it first.

    Raises:
        UnreadableError: that text would replace its source, as it has no byte order mark.
        UnwritableError: a file cannot be written.
    """
    try:
        if form is FORMATS[BRAT]:
            text = file.with_suffix(".txt")
            if _same(str(text), source) and text.read_bytes() != attribution.text.encode():
                raise UnreadableError(
                    "begins with a byte order mark, which brat counts: take it off"
                )
            _save(text, attribution.text)
        _save(file, form.write(attribution))
    except OSError as error:
        reason = error.strerror or str(error)
        raise UnwritableError(f"cannot be written to {file}: {reason}") from error


def prepare(folder: Path, form: Format) -> None:
    """Make the folder; for brat, with the configuration that it needs."""
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "annotation.conf"
    if form is FORMATS[BRAT] and not configuration.exists():
        _save(configuration, brat.CONFIGURATION)


def _save(file: Path, text: str) -> None:
    # Only the names of files can hold what UTF-8 cannot.
    data = text.encode("utf8", "backslashreplace")
    if file.exists() and file.read_bytes() == data:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    with replacing(file) as opened:
        opened.write(data)


@contextlib.contextmanager
def replacing(file: Path, rest: Path | None = None) -> Iterator[BinaryIO]:
    """What is written takes the place of a file at the end; after an error, that of the rest."""
    part = file.with_name(f".attrib-{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    finally:
        error = sys.exception()
        if error is not None and rest is not None and part.exists() and part.stat().st_size:
            part.replace(rest)
            error.add_note(f"what was written before the error is in {rest}")
        part.unlink(missing_ok=True)
