"""Withheld imports: for one thread, for a time, and nothing that is in memory already."""

from __future__ import annotations

import importlib
import sys
import threading

import pytest

from attrib._reading.imports import without

LIBRARY = "colorsys"  # of the standard library, and nothing else here imports it


@pytest.fixture(autouse=True)
def _unimported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, LIBRARY, raising=False)


def test_a_library_is_withheld_for_a_time() -> None:
    """It is as if the library were not installed, and afterwards it is there."""
    finders = list(sys.meta_path)
    with without(LIBRARY), pytest.raises(ModuleNotFoundError, match="colorsys is withheld"):
        importlib.import_module(LIBRARY)
    assert importlib.import_module(LIBRARY).__name__ == LIBRARY
    assert sys.meta_path == finders


def test_other_libraries_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not named is imported as ever."""
    monkeypatch.delitem(sys.modules, "sched", raising=False)
    with without(LIBRARY):
        assert importlib.import_module("sched").__name__ == "sched"


def test_other_threads_import_as_ever() -> None:
    """A thread that did not ask for it finds the library."""
    found: list[str] = []
    with without(LIBRARY):
        thread = threading.Thread(
            target=lambda: found.append(importlib.import_module(LIBRARY).__name__)
        )
        thread.start()
        thread.join()
    assert found == [LIBRARY]


def test_what_is_in_memory_stays() -> None:
    """A library that was imported before is still there."""
    importlib.import_module(LIBRARY)
    with without(LIBRARY):
        assert importlib.import_module(LIBRARY).__name__ == LIBRARY


def test_an_error_leaves_nothing_behind() -> None:
    """However the time ends, the library can be imported afterwards."""
    finders = list(sys.meta_path)
    with pytest.raises(RuntimeError), without(LIBRARY):
        raise RuntimeError
    assert sys.meta_path == finders
