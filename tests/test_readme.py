"""The README says what is so."""

from __future__ import annotations

import pathlib
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
