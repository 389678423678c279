"""Predictions for the scorers of claims: attrib/1 documents, one a line."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Iterator

import attrs

from attrib._attributor import attribute


def predict(texts: pathlib.Path, out: pathlib.Path) -> None:
    """Attribute every text of a folder (`*.txt`) or of a JSON Lines file of cases."""
    with out.open("w", encoding="utf8") as lines:
        for name, text in _texts(texts):
            lines.write(attrs.evolve(attribute(text), id=name).to_json() + "\n")


def _texts(path: pathlib.Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file in sorted(path.glob("*.txt")):
            # newline="" keeps the offsets of files with other line ends
            with file.open(encoding="utf8", newline="") as text:
                yield file.name, text.read()
        return
    for line in path.read_text(encoding="utf8").splitlines():
        case = json.loads(line)
        yield case["id"], case["text"]
