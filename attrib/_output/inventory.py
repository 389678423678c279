"""The models inside the package: what each file is, how large, under which licence, and if intact.

`attrib/data/models.csv` says what each file is, its licence and what it was learned from.
"""

from __future__ import annotations

import json
import pathlib
from enum import StrEnum

import attrs

from attrib._data import rows
from attrib._reading.models import MANIFEST, checksum


class State(StrEnum):
    """How a file compares with the checksum that it was shipped with."""

    INTACT = "intact"
    DAMAGED = "damaged"
    MISSING = "missing"


@attrs.frozen
class ModelFile:
    """A file of the models; the size is in bytes."""

    name: str
    part: str
    licence: str
    learned_from: str
    sha256: str
    size: int
    state: State


def inventory(folder: pathlib.Path) -> list[ModelFile]:
    """The files in the manifest of a folder of models, each compared with its checksum."""
    sums: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf8"))
    facts = {row["file"]: row for row in rows("models.csv")}
    return [_file(folder / name, name, facts[name], sums[name]) for name in sorted(sums)]


def _file(path: pathlib.Path, name: str, facts: dict[str, str], sha256: str) -> ModelFile:
    state = State.MISSING
    if path.is_file():
        state = State.INTACT if checksum(path) == sha256 else State.DAMAGED
    return ModelFile(
        name=name,
        part=facts["part"],
        licence=facts["licence"],
        learned_from=facts["learned_from"],
        sha256=sha256,
        size=path.stat().st_size if path.is_file() else 0,
        state=state,
    )


def described(files: list[ModelFile]) -> str:
    """The files as a table, with the first digits of each checksum, and what was learned from what.

    >>> print(described([ModelFile("a.pt", "names", "MIT", "GUM (CC BY 4.0)", "c0ffee" * 10,
    ...                            1_500_000, State.INTACT)]))
    file         size  SHA-256       state   licence  what it is
    a.pt   1,500.0 kB  c0ffeec0ffee  intact  MIT      names, learned from GUM (CC BY 4.0)
    total  1,500.0 kB
    """
    titles = ("file", "size", "SHA-256", "state", "licence", "what it is")
    lines = [titles, *map(_cells, files)]
    total = sum(file.size for file in files)
    lines.append(("total", _kilobytes(total), "", "", "", ""))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join(_line(cells, widths) for cells in lines)


def _cells(file: ModelFile) -> tuple[str, ...]:
    what = f"{file.part}, learned from {file.learned_from}" if file.learned_from else file.part
    return (file.name, _kilobytes(file.size), file.sha256[:12], file.state, file.licence, what)


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.1f} kB"


def _line(cells: tuple[str, ...], widths: list[int]) -> str:
    name, size, *others = cells
    left, right, *columns = widths
    padded = map(str.ljust, others, columns)
    return "  ".join([name.ljust(left), size.rjust(right), *padded]).rstrip()
