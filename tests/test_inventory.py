"""What the list of models promises: every shipped file, its licence, and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attrib.__main__ import main
from attrib._data import rows
from attrib._output.inventory import State, described, inventory
from attrib._reading.models import checksum, shipped_models


def test_every_file_is_described() -> None:
    """The table of licences has just the files of the manifest, in its order."""
    manifest = json.loads((shipped_models() / "manifest.json").read_text("utf8"))
    assert [row["file"] for row in rows("models.csv")] == sorted(manifest)
    assert all(row["part"] and row["licence"] for row in rows("models.csv"))


def test_shipped_models_are_intact(capsys: pytest.CaptureFixture[str]) -> None:
    """`attrib models` lists all files, which are as they were shipped."""
    assert main(["models"]) == 0
    folder, titles, *lines, total = capsys.readouterr().out.splitlines()
    assert folder == str(shipped_models())
    assert titles.split()[:3] == ["file", "size", "SHA-256"]
    assert len(lines) == len(list(rows("models.csv")))
    assert all("intact  Apache-2.0" in line for line in lines)
    assert total.startswith("total")


def test_damage_is_seen(tmp_path: Path) -> None:
    """A file that was changed or is missing is told from one that is as it was."""
    (tmp_path / "resources.json").write_text("{}", "ascii")
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "encoder.json").write_text("changed", "ascii")
    sums = {
        "resources.json": checksum(tmp_path / "resources.json"),
        "encoder/encoder.json": "0" * 64,
        "en/pos/attrib.pt": "0" * 64,
    }
    (tmp_path / "manifest.json").write_text(json.dumps(sums), "ascii")
    found = inventory(tmp_path)
    assert [(file.name, file.state, file.size) for file in found] == [
        ("en/pos/attrib.pt", State.MISSING, 0),
        ("encoder/encoder.json", State.DAMAGED, 7),
        ("resources.json", State.INTACT, 2),
    ]
    assert "damaged  Apache-2.0  settings of the encoder" in described(found)
