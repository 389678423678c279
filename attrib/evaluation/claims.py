"""Predictions for the scorers of claims: attrib/1 documents out, the scorer's figures in."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from collections.abc import Iterator, Sequence

import attrs

from attrib._attributor import Attributor


def predict(attributor: Attributor, texts: pathlib.Path, out: pathlib.Path) -> None:
    """Attribute every text of a folder (`*.txt`) or of a JSON Lines file of cases."""
    with out.open("w", encoding="utf8") as lines:
        for name, text in read_texts(texts):
            lines.write(attrs.evolve(attributor.attribute(text), id=name).to_json() + "\n")


def read_texts(path: pathlib.Path) -> Iterator[tuple[str, str]]:
    """Names and texts of a folder's `.txt` files, or of the rows of a `.jsonl` file."""
    if path.is_dir():
        for file in sorted(path.glob("*.txt")):
            # newline="" keeps the offsets of files with other line ends
            with file.open(encoding="utf8", newline="") as text:
                yield file.name, text.read()
        return
    # a text may hold what splitlines() takes for line ends
    for line in path.read_text(encoding="utf8").rstrip("\n").split("\n"):
        case = json.loads(line)
        yield case["id"], case["text"]


def score_polnear(scorer: pathlib.Path, split: pathlib.Path, out: pathlib.Path) -> int:
    """Run PolNeAR's scorer on predictions for a split's articles; its exit status."""
    options = ["--split", split.name, "--docs", "xml", "--bootstrap", "1000"]
    corpus = {"POLNEAR": str(split.parent)}
    return _scored([scorer, "eval", *options, "--pred", out], corpus)


def score_cases(scorer: pathlib.Path, cases: pathlib.Path, out: pathlib.Path) -> int:
    """Run the scorer of cases on predictions for them; its exit status."""
    return _scored([scorer, "eval", "--gold", cases, "--pred", out, "--by-tag"], {})


def _scored(command: Sequence[str | pathlib.Path], environment: dict[str, str]) -> int:
    run = [sys.executable, *map(str, command)]
    return subprocess.run(run, env={**os.environ, **environment}, check=False).returncode
