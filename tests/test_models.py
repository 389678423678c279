"""Model files: where they are looked for, and that damage is found before they are loaded."""

from __future__ import annotations

import hashlib
import json
import pathlib

import pytest

from attrib._reading.models import OFFICIAL, SHIPPED, checksum, model_folder, verify, write_manifest


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with two files, one of them in a folder of its own, and their manifest."""
    (tmp_path / "tagger.pt").write_bytes(b"weights")
    (tmp_path / "encoder").mkdir()
    (tmp_path / "encoder" / "encoder.json").write_bytes(b"{}")
    write_manifest(tmp_path)
    return tmp_path


def manifest(folder: pathlib.Path) -> dict[str, str]:
    found: dict[str, str] = json.loads((folder / "manifest.json").read_text("utf-8"))
    return found


def test_shipped_models_lie_in_the_package() -> None:
    """The shipped models lie in a folder of the package."""
    found = model_folder(SHIPPED)
    assert found is not None
    assert (found.parent.name, found.name) == ("attrib", "models")


def test_official_models_have_no_folder() -> None:
    """Stanza knows itself where its own models are."""
    assert model_folder(OFFICIAL) is None


def test_a_folder_is_itself(tmp_path: pathlib.Path) -> None:
    """Any other name is the path of a Stanza model directory."""
    (tmp_path / "resources.json").touch()
    (tmp_path / "en").mkdir()
    assert model_folder(str(tmp_path)) == tmp_path


def test_a_missing_folder_is_named(tmp_path: pathlib.Path) -> None:
    """A folder that is not there ends in an error that names it and says what to pass."""
    missing = str(tmp_path / "missing")
    with pytest.raises(FileNotFoundError, match='pass "shipped", "official"') as error:
        model_folder(missing)
    assert missing in str(error.value)


@pytest.mark.parametrize(
    ("names", "missing"), [([], "resources.json"), (["en"], "resources.json"),
                           (["resources.json"], "en")],
)  # fmt: skip
def test_a_folder_without_models_is_told(
    names: list[str], missing: str, tmp_path: pathlib.Path
) -> None:
    """A folder that is no Stanza model directory ends in an error that says what one holds."""
    for name in names:
        (tmp_path / name).mkdir()
    told = f"no {missing} in the model folder {tmp_path}: pass .* with resources.json and, in en"
    with pytest.raises(FileNotFoundError, match=told):
        model_folder(str(tmp_path))


def test_a_file_is_no_folder(tmp_path: pathlib.Path) -> None:
    """The path of a file ends in the same error."""
    (tmp_path / "model.pt").touch()
    with pytest.raises(FileNotFoundError, match="no model folder"):
        model_folder(str(tmp_path / "model.pt"))


def test_the_manifest_lists_every_file(folder: pathlib.Path) -> None:
    """The manifest holds the checksum of every file below its folder, but not its own."""
    sums = {"encoder/encoder.json": b"{}", "tagger.pt": b"weights"}
    assert manifest(folder) == {k: hashlib.sha256(v).hexdigest() for k, v in sums.items()}


def test_a_manifest_is_written_the_same_every_time(folder: pathlib.Path) -> None:
    """Writing the manifest again, with the old one in place, changes nothing."""
    before = manifest(folder)
    write_manifest(folder)
    assert manifest(folder) == before


def test_unchanged_files_are_verified(folder: pathlib.Path) -> None:
    """Files as the manifest has them raise nothing."""
    verify(folder)


def test_a_folder_may_have_no_manifest(tmp_path: pathlib.Path) -> None:
    """A folder without a manifest, as Stanza's own have none, raises nothing."""
    verify(tmp_path)


@pytest.mark.parametrize("name", ["tagger.pt", "encoder/encoder.json"])
def test_a_damaged_file_is_named(folder: pathlib.Path, name: str) -> None:
    """A file that changed ends in an error that names it and says what to do."""
    (folder / name).write_bytes(b"weightz")
    with pytest.raises(ValueError, match=r"is damaged .* install attrib again") as error:
        verify(folder)
    assert str(folder / name) in str(error.value)


def test_a_file_cut_short_is_damaged(folder: pathlib.Path) -> None:
    """A file of which only the beginning arrived is damaged."""
    (folder / "tagger.pt").write_bytes(b"weigh")
    with pytest.raises(ValueError, match=r"tagger\.pt is damaged"):
        verify(folder)


def test_a_missing_file_is_named(folder: pathlib.Path) -> None:
    """A file of the manifest that is gone ends in an error that names it."""
    (folder / "tagger.pt").unlink()
    with pytest.raises(FileNotFoundError, match=r"tagger\.pt"):
        verify(folder)


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1])
def test_a_checksum_is_that_of_the_whole_file(tmp_path: pathlib.Path, size: int) -> None:
    """The checksum is the SHA-256 of all bytes, however the file is read."""
    (tmp_path / "file").write_bytes(b"a" * size)
    assert checksum(tmp_path / "file") == hashlib.sha256(b"a" * size).hexdigest()
