"""What JSON Lines promise: attributions come back equal, or the line that does not fit is named."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import attributions, unhurried

import attrib
from attrib import Attribution, Unattributed, read_jsonl, write_jsonl

SCHEMA = Path(attrib.__file__).with_name("schema").joinpath("attrib-1.schema.json")
VALID = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf8")))
SNOW = Attribution("Snow fell.\r\n", id="news/snow.txt")


@unhurried
@given(st.lists(attributions(), max_size=3))
def test_round_trip(made: list[Attribution]) -> None:
    """Attributions of any text come back equal, in order, from lines that the schema allows."""
    made = [attrs.evolve(result, id=str(number)) for number, result in enumerate(made)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.jsonl"
        write_jsonl(made, path)
        lines = path.read_bytes().splitlines()
        texts = {result.id: result.text for result in made if result.id}
        assert list(read_jsonl(path, texts=texts)) == made
        assert list(read_jsonl(str(path), texts=texts.__getitem__)) == made
    assert len(lines) == len(made)
    for line in lines:
        VALID.validate(json.loads(line))


def test_written_at_once(tmp_path: Path) -> None:
    """Attributions are written one by one, and kept beside the file where the next one fails."""
    path = tmp_path / "out.jsonl"

    def breaking() -> object:
        yield SNOW
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more") as raised:
        write_jsonl(breaking(), path)  # type: ignore[arg-type]
    rest = tmp_path / "out.jsonl.part"
    assert list(tmp_path.iterdir()) == [rest]
    assert list(read_jsonl(rest, texts=lambda id: SNOW.text)) == [SNOW]
    assert raised.value.__notes__ == [f"what was written before the error is in {rest}"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (SNOW, r"a list of attributions, not one: pass \[attribution\]"),
        ("out.jsonl", "not str: pass a list of Attribution, and the path after it"),
        ({"a": SNOW}, "not dict: pass a list"),
        (None, "not NoneType: pass a list"),
        (["snow"], "not str: pass a list of Attribution"),
        ([None], "not NoneType: pass a list of Attribution"),
        ([Unattributed(7, ValueError("odd"))], r"text 7 has .* \(odd\): leave out what is Unattr"),
    ],
)
def test_what_is_no_attribution_is_refused(given: Any, told: str, tmp_path: Path) -> None:
    """What has no line ends in an error that says what to pass, and the file stays as it was."""
    path = tmp_path / "keep.jsonl"
    path.write_text("mine", "ascii")
    with pytest.raises(TypeError, match=told):
        write_jsonl(given, path)
    assert [path.read_text("ascii") for path in tmp_path.iterdir()] == ["mine"]


def test_links_and_devices_stay_what_they_are(tmp_path: Path) -> None:
    """Through a link the file behind it is written, a device is written to, a folder refused."""
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_jsonl([SNOW], tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text("ascii") == SNOW.to_json() + "\n"
    write_jsonl([SNOW], os.devnull)
    assert not Path(os.devnull).is_file()
    with pytest.raises(IsADirectoryError):
        write_jsonl([SNOW], tmp_path)


def test_read_one_by_one(tmp_path: Path) -> None:
    """Attributions are read one by one, those before a bad line too."""
    path = tmp_path / "out.jsonl"
    path.write_text(SNOW.to_json() + "\n\nrubbish\n", "ascii")
    read = read_jsonl(path, texts=lambda id: SNOW.text)
    assert next(read) == SNOW
    with pytest.raises(ValueError, match=r"out\.jsonl, line 3: "):
        next(read)


def test_folder_of_texts(tmp_path: Path) -> None:
    """With a folder, the id is the name of the file in it, with its line ends as they are."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "snow.txt").write_bytes(SNOW.text.encode("utf-8-sig"))
    write_jsonl([SNOW], tmp_path / "out.jsonl")
    assert list(read_jsonl(tmp_path / "out.jsonl", texts=tmp_path)) == [SNOW]
    assert list(read_jsonl(tmp_path / "out.jsonl", texts=str(tmp_path))) == [SNOW]


@pytest.mark.parametrize(
    ("id", "texts", "message"),
    [
        ("a", {}, "line 1: no text for 'a': add it"),
        (
            "a",
            {"a": "Snow"},
            "line 1: length: the form is of a text of 12 characters, the text given has 4",
        ),
        (None, {}, "line 1: no 'id' that is a string"),
        ("../secret.txt", "/tmp", "line 1: the id '../secret.txt' leads out of /tmp"),
        ("none.txt", "/no/such", "line 1: no text for 'none.txt' at /no/such/none.txt: No such"),
    ],
)
def test_what_does_not_fit(id: str | None, texts: object, message: str, tmp_path: Path) -> None:
    """A line without its text is named, with what to do."""
    path = tmp_path / "out.jsonl"
    write_jsonl([attrs.evolve(SNOW, id=id)], path)
    with pytest.raises(ValueError, match=message):
        list(read_jsonl(path, texts=texts))  # type: ignore[arg-type]


def test_other_form(tmp_path: Path) -> None:
    """A line in another form is named."""
    path = tmp_path / "out.jsonl"
    path.write_text('{"id": "a", "schema": "attrib/9", "length": 1}\n', "ascii")
    with pytest.raises(ValueError, match="line 1: schema: the form is 'attrib/9'"):
        list(read_jsonl(path, texts={"a": "b"}))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[]", "stands where an object with 'id' should"),
        (b"{}", "no 'id' beside"),
        (b"[" * 100_000, "nested too deeply"),
        (SNOW.to_json().encode()[:-9], "no JSON .Unterminated string .* at character 11"),
        (SNOW.to_json().replace('"en"', "null").encode(), "language: None is no string"),
        (SNOW.to_json().replace('"entities": []', '"entities": [7]').encode(), r"entities\[0\]: 7"),
        (SNOW.to_json().encode("utf-16"), "UTF-16, not UTF-8|NUL byte"),
        (SNOW.to_json().replace("en", "\xe9n").encode("latin-1"), "not UTF-8 .byte 0xe9"),
    ],
)
def test_wrong_lines(line: bytes, message: str, tmp_path: Path) -> None:
    """Whatever is wrong with a line, the error names it, and those before it are read."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(SNOW.to_json().encode() + b"\n" + line + b"\n")
    read = read_jsonl(path, texts=lambda id: SNOW.text)
    assert next(read) == SNOW
    with pytest.raises(ValueError, match=rf"out\.jsonl, line 2: .*({message})"):
        next(read)


@pytest.mark.parametrize("texts", [{}.__getitem__, {SNOW.id: None}, lambda id: b"Snow fell.\r\n"])
def test_texts_that_are_none(texts: Any, tmp_path: Path) -> None:
    """A mapping or function without the text, or with something else, is told with the line."""
    path = tmp_path / "out.jsonl"
    write_jsonl([SNOW], path)
    with pytest.raises(ValueError, match=r"line 1: (no text for|`texts` has (NoneType|bytes) for)"):
        list(read_jsonl(path, texts=texts))
