"""JSON Lines: one attrib/1 object a line, which holds offsets; the texts are kept elsewhere."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrib._texts import text_of

if TYPE_CHECKING:
    from attrib._attribution import Attribution

Path = str | os.PathLike[str]
Texts = Mapping[str, str] | Callable[[str], str] | Path


def write_jsonl(attributions: Iterable[Attribution], path: Path) -> None:
    """Write attributions to a file, one attrib/1 object a line, each as soon as it is there.

    Give each an `id` by which `read_jsonl` finds its text: `attrs.evolve(attribution, id=...)`.
    """
    with open(path, "w", encoding="ascii", newline="\n") as file:
        for attribution in attributions:
            file.write(f"{attribution.to_json()}\n")


def read_jsonl(path: Path, *, texts: Texts) -> Iterator[Attribution]:
    """The attributions of a file of attrib/1 objects, read one at a time.

    Args:
        path: a file as `write_jsonl` and `attrib --format jsonl` write it; empty lines are skipped.
        texts: where the text of each `id` is: a mapping, a function, or the folder of the files
            that the ids name.

    >>> import pathlib, tempfile
    >>> from attrib import Attribution
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "out.jsonl")
    ...     write_jsonl([Attribution("Snow fell.", id="snow")], path)
    ...     list(read_jsonl(path, texts={"snow": "Snow fell."}))
    [<Attribution 'snow': 0 claims in 10 characters>]

    Raises:
        ValueError: a line is not in the form attrib/1, has no text, or is about another text; the
            message says which line.
    """
    from attrib._attribution import Attribution  # which imports the forms

    find = _finder(texts)
    with open(path, encoding="utf-8-sig", newline="\n") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                data = json.loads(line)
                yield Attribution.from_dict(data, text=find(_id(data)))
            except ValueError as error:
                raise ValueError(f"{os.fspath(path)}, line {number}: {error}") from error


def _id(data: Any) -> str:
    id = data.get("id") if isinstance(data, dict) else None
    if not isinstance(id, str):
        raise ValueError("no 'id' that is a string: write one, by which its text can be found")
    return id


def _finder(texts: Texts) -> Callable[[str], str]:
    if callable(texts):
        return texts
    if isinstance(texts, Mapping):
        return lambda id: _looked_up(texts, id)
    folder = pathlib.Path(texts)
    return lambda id: _read(folder, id)


def _looked_up(texts: Mapping[str, str], id: str) -> str:
    if id not in texts:
        raise ValueError(f"no text for {id!r}: add it to `texts`")
    return texts[id]


def _read(folder: pathlib.Path, id: str) -> str:
    path = folder / id
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"the id {id!r} leads out of {folder}: pass the texts as a mapping")
    try:
        return text_of(path)
    except ValueError as error:
        raise ValueError(f"no text for {id!r} at {path}: {error}") from error
