"""The examples of the documentation are tests: every `python` block of its pages is run.

A block below `<!-- skip: next "REASON" -->` is not, because it needs what is not here."""

from __future__ import annotations

import os
import pathlib
import tempfile
from collections.abc import Iterable
from doctest import NORMALIZE_WHITESPACE
from typing import Any

import pytest
from sybil import Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

_ROOT = pathlib.Path(__file__).parent.parent

collect_ignore = ["conf.py"]


def _enter_folder(namespace: dict[str, Any]) -> None:
    """Run a page's examples where they find our articles and may write files."""
    namespace["_folder"] = folder = tempfile.TemporaryDirectory()
    (pathlib.Path(folder.name) / "seeds").symlink_to(_ROOT / "seeds")
    os.chdir(folder.name)


def _leave_folder(namespace: dict[str, Any]) -> None:
    os.chdir(_ROOT)
    namespace["_folder"].cleanup()


pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=NORMALIZE_WHITESPACE), SkipParser()],
    patterns=["*.md"],
    setup=_enter_folder,
    teardown=_leave_folder,
).pytest()


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    """Mark the examples as what they are: most of them load the shipped models."""
    for item in items:
        if isinstance(item, SybilItem):
            item.add_marker(pytest.mark.model)
