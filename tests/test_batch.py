"""Columns in, columns out, also inside the engines that map over large tables.

The engines run the recipes of `docs/scale.md` word for word, each in a process of its own.
"""

from __future__ import annotations

import functools
import json
import math
import os
import pathlib
import pickle
import shutil
import subprocess
import sys
from typing import Any

import attrs
import numpy as np
import pytest
from hypothesis import given
from strategies import attributions, unhurried

from attrib import (
    Attribution,
    Attributor,
    Claim,
    Config,
    Content,
    Cue,
    CueKind,
    Mode,
    Span,
    Speaker,
)
from attrib._output.columns import CLAIMS, columns
from attrib.connect import attribute_batch, claim_rows

RECIPES = (pathlib.Path(__file__).parent.parent / "docs" / "scale.md").read_text("utf8")
NO_STR = "attribute() takes the text of one article as a str, not"
SOL = "Ana Sol said the bridge would reopen in May."
TEXTS = [SOL, None, "Norvik Inc. denied that it cost $12 million.", ""]


def made(text: str) -> Attribution:
    """A claim by the first word that the last one is so."""
    speaker, content = text.split()[0], text.split()[-1]
    start = len(text) - len(content)
    claim = Claim(
        id="c1",
        speaker=Speaker(Span.of(text, 0, len(speaker)), name=speaker),
        cue=Cue(Span.of(text, len(speaker), start), "say", CueKind.VERB),
        content=Content.of(text, [Span.of(text, start, len(text))], []),
        mode=Mode.INDIRECT,
    )
    return Attribution(text, [claim])


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A reader that needs no model, and what it was given: "bad" is a text that it cannot read."""
    given: list[object] = []

    def attribute(self: Attributor, text: str) -> Attribution:
        given.append(text)
        if text == "bad":
            raise RuntimeError("the sizes of tensors differ")
        if text == "huge":
            raise MemoryError("no more")
        return made(text) if text.split() else Attribution(text)

    def together(config: Config, texts: list[str]) -> list[Attribution]:
        return [attribute(Attributor(config), text) for text in texts]

    monkeypatch.setattr("attrib._attributor.Attributor.attribute", attribute)
    monkeypatch.setattr("attrib._batches.attributed_together", together)
    monkeypatch.setattr("attrib._batches.models_of", lambda config: None)
    return given


@pytest.mark.usefixtures("reads")
def test_columns_are_kept_and_three_added() -> None:
    """Each row has its claims as JSON with its id, how many they are, and no error."""
    columns = {"id": [7, "b"], "url": ("x", "y"), "text": ["Lund says no", " "]}
    rows = attribute_batch(columns)
    assert list(rows) == ["id", "url", "text", "attribution", "claims", "error"]
    assert {name: rows[name] for name in columns} == columns
    assert (rows["claims"], rows["error"]) == ([1, 0], ["", ""])
    for text, id, form in zip(columns["text"], ["7", "b"], rows["attribution"], strict=True):
        expected = made(text) if text.strip() else Attribution(text)
        found = Attribution.from_dict(json.loads(form), text=text)
        assert found == attrs.evolve(expected, id=id)


@pytest.mark.usefixtures("reads")
def test_a_bad_text_has_its_error_in_its_row() -> None:
    """What is no text, or cannot be read, is told in its row, and the others are as without it."""
    bad = [None, math.nan, np.float32("nan"), 3, b"Lund says no", "bad"]
    rows = attribute_batch({"text": ["Lund says no", *bad, "Sol says yes"]})
    assert rows["error"] == [
        "",
        *[f"TypeError: {NO_STR} NoneType"] * 3,
        f"TypeError: {NO_STR} int",
        "TypeError: attribute() takes a str, not bytes: decode it first, as in "
        "data.decode('utf-8')",
        "RuntimeError: the sizes of tensors differ",
        "",
    ]
    assert rows["claims"] == [1, 0, 0, 0, 0, 0, 0, 1]
    assert rows["attribution"][1:-1] == [""] * 6
    good = attribute_batch({"text": ["Lund says no", "Sol says yes"]})
    assert good["attribution"] == [rows["attribution"][0], rows["attribution"][-1]]


@pytest.mark.usefixtures("reads")
def test_a_broken_machine_stops_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing models and memory are no error of one text: the job ends with them."""
    with pytest.raises(MemoryError):
        attribute_batch({"text": ["Lund says no", "huge"]})

    def missing(*_: object) -> Attribution:
        raise FileNotFoundError("no models")

    monkeypatch.setattr("attrib._batches.models_of", missing)
    with pytest.raises(FileNotFoundError):
        attribute_batch({"text": ["Lund says no"]})


@pytest.mark.usefixtures("reads")
def test_texts_are_read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of a batch go to the reader at once."""
    sizes: list[int] = []

    def together(config: Config, texts: list[str]) -> list[Attribution]:
        sizes.append(len(texts))
        return [made(text) for text in texts]

    monkeypatch.setattr("attrib._batches.attributed_together", together)
    attribute_batch({"text": ["Lund says no", None, "Sol says yes"]})
    assert sizes == [2]


def test_arrays_are_columns(reads: list[object]) -> None:
    """Arrays of strings or of objects are read as lists are, and returned as they were."""
    lists = {"id": ["a", "b"], "text": ["Lund says no", "Sol says yes"]}
    expected = attribute_batch(lists)
    for kind in (str, object):
        arrays = {name: np.array(column, dtype=kind) for name, column in lists.items()}
        rows = attribute_batch(arrays)
        assert all(rows[name] is arrays[name] for name in arrays)
        assert all(rows[name] == expected[name] for name in ("attribution", "claims", "error"))
    assert {type(text) for text in reads} == {str}


@pytest.mark.usefixtures("reads")
def test_no_rows_are_no_rows() -> None:
    """Empty columns stay empty, and the new ones are there."""
    rows = attribute_batch({"text": []})
    assert rows == {"text": [], "attribution": [], "claims": [], "error": []}
    assert list(claim_rows(rows).values()) == [[]] * len(columns(CLAIMS))


@pytest.mark.parametrize(
    ("columns", "options", "told"),
    [
        ({"body": [], "id": []}, {}, "no column 'text' among body, id: name it with text="),
        ({"text": []}, {"text": "body"}, "no column 'body' among text"),
        ({"text": [], "claims": []}, {}, "a column 'claims' already: rename it"),
    ],
)
def test_wrong_columns_are_refused(columns: Any, options: Any, told: str) -> None:
    """Without a column of texts, or with one in the way, the error says what to do."""
    with pytest.raises(ValueError, match=told):
        attribute_batch(columns, **options)


@pytest.mark.usefixtures("reads")
def test_other_columns_of_texts_can_be_named() -> None:
    """The texts are in the column that is named."""
    rows = attribute_batch({"body": ["Lund says no"], "text": [None]}, text="body")
    assert (rows["claims"], rows["text"]) == ([1], [None])
    assert claim_rows(rows, text="body")["claim"] == ["no"]


def test_it_can_be_sent_to_workers() -> None:
    """Both functions, also with their options, are the same after pickling."""
    options = functools.partial(attribute_batch, config=Config(claims="syntax"))
    sent = pickle.loads(pickle.dumps(options))
    assert (sent.func, sent.keywords) == (attribute_batch, {"config": Config(claims="syntax")})
    assert pickle.loads(pickle.dumps(claim_rows)) is claim_rows


@pytest.mark.usefixtures("reads")
def test_claims_have_rows_of_their_own() -> None:
    """Each claim has a row with what its text's row had; texts without one have none."""
    texts = ["Lund says no", "bad", " ", "Sol says yes"]
    rows = claim_rows(attribute_batch({"id": list("abcd"), "text": texts}))
    assert (rows["id"], rows["claim_id"]) == (["a", "d"], ["c1", "c1"])
    assert (rows["speaker"], rows["claim"]) == (["Lund", "Sol"], ["no", "yes"])
    assert rows["parent"] == ["", ""]
    assert all(math.isnan(value) for value in rows["confidence"])
    with pytest.raises(ValueError, match="a column 'source' already: rename it"):
        claim_rows({"source": [], "text": [], "attribution": []})


@unhurried
@given(attributions())
def test_rows_are_the_records(attribution: Attribution) -> None:
    """The rows of any attribution are its records, what is missing told by "", -1 and NaN."""
    rows = claim_rows({"text": [attribution.text], "attribution": [attribution.to_json()]})
    assert [len(column) for column in rows.values()] == [len(attribution)] * len(columns(CLAIMS))
    for index, record in enumerate(attribution.records()):
        for name, value in record.items():
            found = rows["claim_id" if name == "id" else name][index]
            assert found == value or (value is None and (found in ("", -1) or math.isnan(found)))


def recipe(name: str) -> str:
    """The program under a heading of the page on scale."""
    return RECIPES.split(f"\n## {name}\n")[1].split("```python\n")[1].split("```")[0]


def check(rows: list[dict[str, Any]]) -> None:
    """The rows are those of the four texts: two with a claim, a missing one, an empty one."""
    rows = sorted(rows, key=lambda row: str(row["id"]))
    assert [row["claims"] for row in rows] == [1, 0, 1, 0]
    assert [row["error"].split(":")[0] for row in rows] == ["", "TypeError", "", ""]
    found = Attribution.from_dict(json.loads(rows[0]["attribution"]), text=SOL)
    assert (found.id, found[0].speaker.name) == ("a", "Ana Sol")


def run(name: str, folder: pathlib.Path, **settings: str) -> None:
    program = folder / "recipe.py"
    program.write_text(recipe(name), encoding="utf8")
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **settings}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    done = subprocess.run(
        [sys.executable, str(program)], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    """A folder with articles to read, for engines that read Parquet."""
    pyarrow = pytest.importorskip("pyarrow", reason="the engines read Parquet")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"id": list("abcd"), "text": TEXTS})
    parquet.write_table(table, tmp_path / "articles.parquet")
    return tmp_path


def written(folder: pathlib.Path) -> list[dict[str, Any]]:
    from pyarrow import parquet

    rows: list[dict[str, Any]] = parquet.read_table(folder / "attributed.parquet").to_pylist()
    return rows


@pytest.mark.model
def test_on_spark(folder: pathlib.Path) -> None:
    """The recipe for Spark runs as it is documented."""
    pytest.importorskip("pyspark", reason="the recipe is for Spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    run(
        "Spark",
        folder,
        PYSPARK_PYTHON=sys.executable,
        PYSPARK_SUBMIT_ARGS="--master local[1] --conf spark.ui.enabled=false pyspark-shell",
        SPARK_LOCAL_IP="127.0.0.1",
    )
    check(written(folder))


@pytest.mark.model
def test_on_ray(folder: pathlib.Path) -> None:
    """The recipe for Ray Data runs as it is documented."""
    pytest.importorskip("ray", reason="the recipe is for Ray Data")
    # Ray's workers give way to whatever else the machine does, which can be for ever.
    run("Ray Data", folder, RAY_worker_niceness="0", RAY_USAGE_STATS_ENABLED="0")
    check(written(folder))


@pytest.mark.model
def test_on_hugging_face_datasets(folder: pathlib.Path) -> None:
    """The recipe for Hugging Face datasets runs as it is documented."""
    pytest.importorskip("datasets", reason="the recipe is for Hugging Face datasets")
    run("Hugging Face datasets", folder, HF_HOME=str(folder), HF_HUB_OFFLINE="1")
    check(written(folder))


@pytest.mark.model
def test_on_a_pool_of_processes(tmp_path: pathlib.Path) -> None:
    """The recipe that needs nothing but Python runs as it is documented."""
    rows = [{"id": id, "text": text} for id, text in zip("abcd", TEXTS, strict=True)]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "articles.jsonl").write_text(lines, encoding="utf8")
    run("Python alone", tmp_path)
    lines = (tmp_path / "attributed.jsonl").read_text("utf8")
    found = [json.loads(line) for line in lines.splitlines()]
    assert [len(row.get("claims", ())) for row in found] == [1, 0, 1, 0]
    assert found[1] == {
        "error": "TypeError: attribute() takes the text of one article as a str, not NoneType"
    }
