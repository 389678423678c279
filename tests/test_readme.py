"""The README says what is so."""

from __future__ import annotations

import pathlib
import re
from doctest import NORMALIZE_WHITESPACE

import pytest
from sybil import Sybil
from sybil.parsers.myst import PythonCodeBlockParser

README = pathlib.Path(__file__).parent.parent / "README.md"


@pytest.mark.model
def test_examples_of_the_readme() -> None:
    """Its examples run, and give what stands below them."""
    parsers = [PythonCodeBlockParser(doctest_optionflags=NORMALIZE_WHITESPACE)]
    examples = list(Sybil(parsers=parsers).parse(README).examples())
    assert examples
    for example in examples:
        example.evaluate()


def test_features_are_tested() -> None:
    """Each row of the table beside other tools names a file of tests that is there."""
    rows = re.findall(r"^\|.*\| `(test_\w+)` \|$", README.read_text("utf8"), re.MULTILINE)
    assert len(rows) > 9
    assert [
        name for name in rows if not README.with_name("tests").joinpath(f"{name}.py").exists()
    ] == []
