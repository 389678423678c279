import ast
import pathlib
import subprocess
import sys

import attrs
import pytest

import attrib

PUBLIC = pathlib.Path(__file__).with_name("typed") / "public.py"
NODES = list(ast.walk(ast.parse(PUBLIC.read_text())))
NAMES = {node.id for node in NODES if isinstance(node, ast.Name)} | {
    node.attr for node in NODES if isinstance(node, ast.Attribute)
}


@pytest.mark.parametrize("name", attrib.__all__)
def test_checked_file_uses_every_public_name_and_member(name: str) -> None:
    """The file that the type checkers read uses each public name, and of a class each member."""
    value = getattr(attrib, name)
    members = {member for member in vars(value) if not member.startswith("_")}
    if isinstance(value, type) and not attrs.has(value):
        members -= set(value.__members__)  # choices, whose type is their class
    assert {name, *members} <= NAMES


def test_pyright_agrees_on_the_public_types() -> None:
    """Pyright, as strict as it can be, infers the types that mypy does."""
    pytest.importorskip("pyright", reason="pyright checks the types a second time")
    command = [sys.executable, "-m", "pyright", "--version"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("pyright needs node")
    command[-1:] = ["--pythonpath", sys.executable, str(PUBLIC)]
    checked = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=PUBLIC.parents[2]
    )
    assert not checked.returncode, checked.stdout
