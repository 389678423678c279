"""Imports that cost time for nothing, withheld."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


@contextmanager
def without(name: str) -> Iterator[None]:
    """What this thread imports meanwhile does so as if a library were not installed.

    A library that is in memory already stays there; other threads import as ever.

    >>> with without("uuid_of_no_library"):
    ...     import uuid_of_no_library
    Traceback (most recent call last):
    ModuleNotFoundError: uuid_of_no_library is withheld
    """
    finder = _Withholding(name)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


class _Withholding(MetaPathFinder):
    def __init__(self, name: str) -> None:
        self._name, self._thread = name, threading.get_ident()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname == self._name and threading.get_ident() == self._thread:
            raise ModuleNotFoundError(f"{fullname} is withheld", name=fullname)
        return None
