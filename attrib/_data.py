"""The files of `attrib/data`: tables and lists; of both, lines that begin with # are comment."""

from __future__ import annotations

import csv
import functools
import importlib.resources
from collections.abc import Iterable


@functools.cache
def data(name: str) -> str:
    """The text of a file of `attrib/data`."""
    return (importlib.resources.files("attrib") / "data" / name).read_text(encoding="utf8")


def lines(name: str) -> list[str]:
    """The lines of a file of `attrib/data` that are no comment."""
    return [line for line in data(name).splitlines() if not line.startswith("#")]


def rows(name: str) -> Iterable[dict[str, str]]:
    """The rows of a table of `attrib/data`."""
    return csv.DictReader(lines(name))


@functools.cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file of `attrib/data` that lists words.

    >>> "cannot" in word_list("contractions.txt")
    True
    """
    return frozenset(word for line in lines(name) for word in line.split())
