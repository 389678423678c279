"""What the command promises of its output: every format, one whole file for each document."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import attrs
import pytest
from commands import FERRY, SNOW, python, told

import attrib
from attrib import Attribution, Entity, Quantity, QuantityKind
from attrib.__main__ import main
from attrib._command import run
from attrib._output.columns import COLUMNS, columns
from attrib._output.files import BRAT, CSV, FORMATS, HTML, JSONL, WEB_ANNOTATION


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with texts at two depths, and other files."""
    folder = tmp_path / "news"
    (folder / "north").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "ferry.txt").write_bytes(FERRY.encode())
    (folder / "north" / "snow.txt").write_bytes(SNOW.encode())
    (folder / ".hidden" / "snow.txt").write_bytes(SNOW.encode())
    (folder / "notes.md").write_bytes(b"No news.")
    return folder


def files(folder: Path) -> list[str]:
    """The files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def ids(printed: str) -> list[str]:
    """The ids of printed lines."""
    return [json.loads(line)["id"] for line in printed.splitlines()]


def test_folder(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder stands for the texts below it, sorted, whose ids are the paths inside it."""
    assert run([str(news)], told, JSONL) == 0
    assert ids(capsys.readouterr().out) == ["ferry.txt", "north/snow.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", ["ferry.txt"]),
        ("**/*.txt", ["ferry.txt", "north/snow.txt"]),
        ("n*h/s?ow.txt", ["north/snow.txt"]),
    ],
)
def test_pattern(
    pattern: str, found: list[str], news: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pattern that the shell has left stands for the files that match it."""
    assert run([f"{news}/{pattern}"], told, JSONL) == 0
    assert ids(capsys.readouterr().out) == found


def test_pattern_without_files(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pattern that nothing matches is told; a file whose name is like a pattern is read."""
    assert run([f"{news}/*.pdf"], told) == 1
    assert capsys.readouterr().err == f"attrib: {news}/*.pdf: no file matches\n"
    (news / "[1].txt").write_bytes(SNOW.encode())
    assert run([f"{news}/[1].txt"], told, JSONL) == 0
    assert ids(capsys.readouterr().out) == ["[1].txt"]


def test_csv(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The tables of several documents are printed as one, under one header."""
    assert run([str(news), str(news / "ferry.txt")], told, CSV) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out, newline="")))
    assert [(row["document"], row["cue"]) for row in rows] == [("ferry.txt", "said")] * 2


@pytest.mark.parametrize("table", list(COLUMNS))
def test_tables(table: str, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each table of several documents is printed as one, under its own header."""
    assert run([str(news), str(news / "ferry.txt")], counted, CSV, table=table) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[0].split(",") == [column.name for column in columns(table)]
    rows = list(csv.DictReader(io.StringIO(printed, newline="")))
    assert [row["document"] for row in rows] == ["ferry.txt"] * 2


def test_tables_beside_each_other(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The tables of a document are files of their own in one folder, and each is written once."""
    ferry, out = str(news / "ferry.txt"), tmp_path / "out"
    for table in COLUMNS:
        assert run([ferry], counted, CSV, out, table=table) == 0
    assert files(out) == ["ferry.csv", "ferry.entities.csv", "ferry.quantities.csv"]
    assert (out / "ferry.quantities.csv").read_text("utf8").startswith("document,claim_id,")
    assert capsys.readouterr().err == ""
    assert run([ferry], told, CSV, out, table="quantities") == 0
    assert "1 already in" in capsys.readouterr().err


def counted(text: str) -> Attribution:
    """The claim of a text, with a quantity in it and an entity."""
    result = told(text)
    entity = Entity("e1", "Ana Sol")
    claims = [
        attrs.evolve(
            claim,
            speaker=attrs.evolve(claim.speaker, entities=(entity,)),
            quantities=(Quantity(span=claim.content.spans[0], kind=QuantityKind.COUNT),),
        )
        for claim in result
    ]
    return attrs.evolve(result, claims=claims, entities=[entity] if claims else [])


def test_web_annotation(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Web Annotations are printed a collection a line."""
    assert run([str(news)], told, WEB_ANNOTATION) == 0
    first, _ = map(json.loads, capsys.readouterr().out.splitlines())
    assert Attribution.from_web_annotation(first, text=FERRY)[0].content.text.startswith(
        "the ferry"
    )


@pytest.mark.parametrize(("form", "begins"), [(HTML, "<!DOCTYPE html>"), (BRAT, "T1\tSource 0 7")])
def test_alone(form: str, begins: str, news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page, and a document for brat, is printed if it is the only one."""
    assert run([str(news / "ferry.txt")], told, form) == 0
    assert capsys.readouterr().out.startswith(begins)


@pytest.mark.parametrize("form", list(FORMATS))
def test_file_for_each(form: str, news: Path, tmp_path: Path) -> None:
    """With an output folder each document is a file there, at the path that it has in its own."""
    out = tmp_path / "a" / "out"
    assert run([str(news)], told, form, out) == 0
    extension = FORMATS[form].extension
    written = [f"ferry{extension}", f"north/snow{extension}"]
    extra = ["annotation.conf", "ferry.txt", "north/snow.txt"] if form == BRAT else []
    assert files(out) == sorted([*written, *extra])


def test_jsonl_can_be_read(news: Path, tmp_path: Path) -> None:
    """The lines of a folder give its attributions back with the folder as texts."""
    assert run([str(news)], told, JSONL, tmp_path / "out") == 0
    (read,) = attrib.read_jsonl(tmp_path / "out" / "north" / "snow.jsonl", texts=news)
    assert (read.id, read.text) == ("north/snow.txt", SNOW)


def test_brat_beside_the_texts(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Annotations can stand beside the texts, which are never changed."""
    (news / "mark.txt").write_bytes(FERRY.encode("utf-8-sig"))
    assert run([str(news)], told, BRAT, news) == 1
    reason = "begins with a byte order mark, which brat counts: take it off"
    assert capsys.readouterr().err == f"attrib: {news}/mark.txt: {reason}\n"
    assert (news / "mark.txt").read_bytes() == FERRY.encode("utf-8-sig")
    assert (news / "ferry.txt").read_bytes() == FERRY.encode()
    assert (news / "ferry.ann").exists()
    assert not (news / "mark.ann").exists()


def test_written_once(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there is left as it is, unless it is to be overwritten."""
    out = tmp_path / "out"
    assert run([str(news / "ferry.txt")], told, JSONL, out) == 0
    (out / "ferry.jsonl").write_text("mine", "ascii")
    assert run([str(news)], told, JSONL, out) == 0
    assert capsys.readouterr().err == f"attrib: 1 already in {out}: --overwrite writes them anew\n"
    assert (out / "ferry.jsonl").read_text("ascii") == "mine"
    assert run([str(news)], told, JSONL, out, overwrite=True) == 0
    assert ids((out / "ferry.jsonl").read_text("ascii")) == ["ferry.txt"]


def test_same_name(news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two documents for one file are refused before anything is read, one named twice is not."""
    other = tmp_path / "ferry.txt"
    other.write_bytes(SNOW.encode())
    out = tmp_path / "out"
    names = [str(news / "ferry.txt"), str(other)]
    assert main([*names, "--output", str(out)]) == 2
    assert f"{names[0]} and {names[1]} would both be written to" in capsys.readouterr().err
    assert not out.exists()
    assert run([str(news), f"{news}/north/../ferry.txt"], told, JSONL, out) == 0
    assert files(out) == ["ferry.jsonl", "north/snow.jsonl"]


def test_output_is_no_input(news: Path) -> None:
    """Texts in an output folder inside the input are not read; one around the input hides none."""
    assert run([str(news)], told, BRAT, news / "out") == 0
    before = files(news)
    assert run([str(news)], told, BRAT, news / "out", overwrite=True) == 0
    assert files(news) == before
    assert run([str(news)], told, JSONL, news.parent) == 0
    assert (news.parent / "north" / "snow.jsonl").exists()


def test_unreadable_among_others(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that cannot be read has no output, and the others have theirs."""
    (news / "bad.txt").write_bytes(b"\xff")
    assert run([str(news), str(tmp_path / "none.txt")], told, JSONL, tmp_path / "out") == 1
    assert files(tmp_path / "out") == ["ferry.jsonl", "north/snow.jsonl"]
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_unwritable_among_others(
    news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An output that cannot be written is one line and code 1, and the others are written."""
    out = tmp_path / "out"
    (news / ("a" * 251 + ".txt")).write_bytes(SNOW.encode())
    (out / "ferry.jsonl").mkdir(parents=True)
    assert run([str(news)], told, JSONL, out) == 1
    assert files(out) == ["north/snow.jsonl"]
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith(".jsonl: File name too long")
    assert second == (
        f"attrib: {news}/ferry.txt: cannot be written to {out}/ferry.jsonl: Is a directory"
    )


@pytest.mark.parametrize("form", [JSONL, CSV])
def test_ids_differ(
    form: str, news: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where two documents would have one id, each has its path below the folder of them all."""
    (tmp_path / "ferry.txt").write_bytes(FERRY.encode())
    names = [str(news), str(tmp_path / "ferry.txt"), str(tmp_path / "no*.txt")]
    assert run(names, told, form) == 1
    shown = capsys.readouterr().out
    if form == JSONL:
        assert ids(shown) == ["news/ferry.txt", "news/north/snow.txt", "ferry.txt"]
    else:
        rows = csv.DictReader(io.StringIO(shown, newline=""))
        assert [row["document"] for row in rows] == ["news/ferry.txt", "ferry.txt"]


def test_no_folder(news: Path, tmp_path: Path) -> None:
    """Where the output cannot be written, that is told in one line."""
    shown = python("-c", SLOW, str(news), "--output", str(news / "notes.md" / "out"))
    assert (shown.returncode, shown.stderr.count(b"\n")) == (1, 1)
    assert b"Not a directory" in shown.stderr


# A program that logs what it attributes, and stands still at the third text.  It can be interrupted
# even where the tests are a background job, which passes on that interrupts are ignored.
SLOW = """
import os, signal, sys, time
import attrib._command as command
from attrib import Attribution
from attrib.__main__ import main

def attribute(self, text):
    if "LOG" in os.environ:
        with open(os.environ["LOG"], "a") as log:
            log.write(text + ";")
    if text == "Three." and "STAND" in os.environ:
        time.sleep(600)
    return Attribution(text)

command.Attributor.attribute = attribute
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.exit(main([*sys.argv[1:], "--format", "jsonl"]))
"""


@pytest.mark.parametrize(
    ("how", "code"),
    [(signal.SIGKILL, -9), (signal.SIGTERM, -15), (signal.SIGINT, 130)],
    ids=["kill", "terminate", "interrupt"],
)
def test_resumed(how: signal.Signals, code: int, tmp_path: Path) -> None:
    """A run that is stopped keeps what it has done, and goes on from there when it is run again."""
    texts = ["One.", "Two.", "Three.", "Four."]
    news, out, log = tmp_path / "news", tmp_path / "out", tmp_path / "log"
    news.mkdir()
    for number, text in enumerate(texts):
        (news / f"{number}.txt").write_text(text, "ascii")
    arguments = ["-c", SLOW, str(news), "--output", str(out)]
    place = {"PYTHONPATH": str(Path(attrib.__file__).parents[1]), "LOG": str(log)}
    with subprocess.Popen(
        [sys.executable, *arguments],
        env={**os.environ, **place, "STAND": "1"},
        stderr=subprocess.DEVNULL,
    ) as process:
        while not log.exists() or "Three" not in log.read_text("ascii"):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(how)
        assert process.wait(60) == code
    assert files(out) == ["0.jsonl", "1.jsonl"]
    assert python(*arguments, LOG=str(log)).returncode == 0
    assert files(out) == ["0.jsonl", "1.jsonl", "2.jsonl", "3.jsonl"]
    assert log.read_text("ascii") == "One.;Two.;Three.;Three.;Four.;"
    read = [attribution for path in sorted(out.iterdir())
            for attribution in attrib.read_jsonl(path, texts=news)]  # fmt: skip
    assert [attribution.text for attribution in read] == texts


def test_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Progress is shown in a terminal where there are many documents, and nowhere else."""
    for number in range(9):
        (tmp_path / f"{number}.txt").write_bytes(SNOW.encode())
    assert terminal(monkeypatch, [str(tmp_path)], tmp_path / "out", tty=True).count("document") > 0
    few = [str(tmp_path / "1.txt"), str(tmp_path / "2.txt")]
    assert terminal(monkeypatch, few, tmp_path / "few", tty=True) == ""
    assert terminal(monkeypatch, [str(tmp_path)], tmp_path / "off", tty=False) == ""


def terminal(monkeypatch: pytest.MonkeyPatch, names: list[str], out: Path, tty: bool) -> str:
    """What a run writes to standard error, be it a terminal or not."""
    error = io.StringIO()
    error.isatty = lambda: tty  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stderr", error)
    assert run(names, told, JSONL, out) == 0
    return error.getvalue()
