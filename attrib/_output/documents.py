"""The documents that a command line names, read and attributed in order.

They are named by files, folders, patterns, or "-" for standard input.
"""

from __future__ import annotations

import contextlib
import glob
import os
import pathlib
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator

import attrs

from attrib._attribution import Attribution, Unattributed
from attrib._output.texts import STDIN, UnreadableError, text_of


@attrs.frozen
class Document:
    """A file to read, or a name that stands for none and the reason why."""

    path: str
    id: str  # the file's name, with the folders between it and the one that was named
    problem: str | None = None

    def text(self) -> str:
        """The text of the file.

        Raises:
            UnreadableError: there is none.
        """
        if self.problem:
            raise UnreadableError(self.problem)
        return text_of(self.path)


Outcome = tuple[Document, Attribution | UnreadableError]
Outcomes = Generator[Outcome, None, None]


def documents(names: Iterable[str], without: pathlib.Path | None = None) -> list[Document]:
    """The documents that names stand for, in the order of the names, each name's sorted.

    Args:
        names: files; folders, for all `.txt` files below them but hidden ones; patterns such as
            `news/**/*.txt`, where the shell has left them; or "-", for standard input.
        without: a folder whose files are left out of other folders.
    """
    return [document for name in names for document in _named(name, without)]


def one_by_one(found: Iterable[Document], attribute: Callable[[str], Attribution]) -> Outcomes:
    """Each document with its attribution, or the reason why it has none."""
    for document in found:
        try:
            text = document.text()
        except UnreadableError as error:
            yield document, error
        else:
            yield document, attribute(text)


def together(
    found: Iterable[Document],
    attribute_many: Callable[[Iterator[str]], Generator[Attribution | Unattributed, None, None]],
) -> Outcomes:
    """The same in the same order, with the texts of many documents handed over to be read."""
    waiting: deque[tuple[Document, UnreadableError | None]] = deque()

    def texts() -> Iterator[str]:
        for document in found:
            try:
                text = document.text()
            except UnreadableError as error:
                waiting.append((document, error))
            else:
                waiting.append((document, None))
                yield text

    with contextlib.closing(attribute_many(texts())) as results:
        for result in results:
            yield from _unreadable(waiting)
            yield waiting.popleft()[0], _told(result)
    yield from _unreadable(waiting)


def _unreadable(waiting: deque[tuple[Document, UnreadableError | None]]) -> Iterator[Outcome]:
    """The documents in front that have no text, taken off."""
    while waiting and (error := waiting[0][1]):
        yield waiting.popleft()[0], error


def _told(result: Attribution | Unattributed) -> Attribution | UnreadableError:
    if isinstance(result, Attribution):
        return result
    error = result.error
    return UnreadableError(f"could not be attributed ({type(error).__name__}: {error})")


def _named(name: str, without: pathlib.Path | None) -> Iterator[Document]:
    last = pathlib.Path(name).name
    if name == STDIN:
        yield Document(STDIN, STDIN)
    elif os.path.isdir(name):
        files = [file for file in _walked(pathlib.Path(name)) if not _below(file, name, without)]
        yield from (_at(str(file), name) for file in files)
        if not files:
            yield Document(name, last, "is a directory without .txt files: name the files in it")
    elif glob.has_magic(name) and not os.path.lexists(name):
        root = _root(name)
        found = [file for file in sorted(glob.glob(name, recursive=True)) if os.path.isfile(file)]
        yield from (_at(file, root) for file in found)
        if not found:
            yield Document(name, last, "no file matches")
    else:
        yield Document(name, last)


def _walked(folder: pathlib.Path) -> list[pathlib.Path]:
    return [
        file
        for file in sorted(folder.rglob("*.txt"))
        if file.is_file()
        and not any(part.startswith(".") for part in file.relative_to(folder).parts)
    ]


def _below(file: pathlib.Path, folder: str, without: pathlib.Path | None) -> bool:
    """Whether a file of a folder lies in another one that is inside it, the one with the output."""
    if without is None:
        return False
    whole, part = pathlib.Path(folder).resolve(), without.resolve()
    return whole in part.parents and part in file.resolve().parents


def _root(pattern: str) -> str:
    """The folder above the first part of a pattern that is not a plain name.

    >>> _root("news/2019/**/*.txt")
    'news/2019'
    """
    parts = pathlib.Path(pattern).parts
    plain = next(index for index, part in enumerate(parts) if glob.has_magic(part))
    return str(pathlib.Path(*parts[:plain]))


def _at(file: str, root: str) -> Document:
    inside = pathlib.Path(os.path.relpath(file, root))
    return Document(file, inside.name if inside.parts[0] == ".." else inside.as_posix())
