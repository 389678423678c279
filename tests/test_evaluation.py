"""Measuring: texts in, predictions out, and the scorers that are run on them."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import attrs
import pytest

from attrib import Attribution
from attrib._sentence import Sentence
from attrib.evaluation.__main__ import main
from attrib.evaluation.batches import Batches
from attrib.evaluation.claims import predict, read_texts, score_cases, score_polnear
from attrib.evaluation.scale import Scale
from attrib.evaluation.speed import Speed
from attrib.evaluation.stance import predicted, read_labels
from tests.parses import parse

SCORER = """import json, os, pathlib, sys
print(json.dumps([sys.argv[1:], os.environ.get("POLNEAR")]))
sys.exit(3)
"""


@attrs.frozen
class Silent:
    """Stands in for an attributor: finds no claims."""

    def attribute(self, text: str) -> Attribution:
        return Attribution(text)


SILENT: Any = Silent()


def test_texts_of_a_folder(tmp_path: pathlib.Path) -> None:
    """A folder's texts come in the order of their names, line ends kept; other files do not."""
    (tmp_path / "b.txt").write_bytes("Näh.\r\nEnd".encode())
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "c.ann").write_bytes(b"T1")
    assert list(read_texts(tmp_path)) == [("a.txt", ""), ("b.txt", "Näh.\r\nEnd")]


@pytest.mark.parametrize("text", ["one", "two\r\nlines", "“ü”", "a\u2028b", "a\x85b", "a\x0cb"])
@pytest.mark.parametrize("escaped", [True, False])
def test_texts_of_cases(tmp_path: pathlib.Path, text: str, escaped: bool) -> None:
    """A case's text is what its row of JSON holds, whatever characters are written as such."""
    rows = [json.dumps({"id": i, "text": text}, ensure_ascii=escaped) for i in "ab"]
    (tmp_path / "cases.jsonl").write_text("\n".join(rows) + "\n", encoding="utf8")
    assert list(read_texts(tmp_path / "cases.jsonl")) == [("a", text), ("b", text)]


def test_predictions_are_documents(tmp_path: pathlib.Path) -> None:
    """Every text gets a line of JSON, under its name."""
    (tmp_path / "one.txt").write_bytes(b"It rained.")
    (tmp_path / "two.txt").write_bytes(b"It snowed.")
    predict(SILENT, tmp_path, tmp_path / "out.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf8").split("\n")[:2]]
    assert [(row["schema"], row["id"], row["length"]) for row in rows] == [
        ("attrib/1", "one.txt", 10),
        ("attrib/1", "two.txt", 10),
    ]


def test_scorers_are_run(tmp_path: pathlib.Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A scorer is told where gold and predictions are, and its exit status is handed on."""
    scorer, out = tmp_path / "scorer.py", tmp_path / "out.jsonl"
    scorer.write_text(SCORER, encoding="utf8")
    assert score_polnear(scorer, tmp_path / "corpus" / "dev", out) == 3
    arguments, corpus = json.loads(capfd.readouterr().out)
    assert arguments[:3] == ["eval", "--split", "dev"]
    assert arguments[-2:] == ["--pred", str(out)]
    assert corpus == str(tmp_path / "corpus")
    assert score_cases(scorer, tmp_path / "cases.jsonl", out) == 3
    arguments, _ = json.loads(capfd.readouterr().out)
    assert arguments[:5] == ["eval", "--gold", str(tmp_path / "cases.jsonl"), "--pred", str(out)]


def test_quantities_of_a_file(tmp_path: pathlib.Path) -> None:
    """The command writes a line with the quantities of each sentence of a file."""
    sentences = [{"text": "Sales rose 3% to 40 boats."}, {"text": "Nothing was sold in 2019."}]
    (tmp_path / "dev.json").write_text(json.dumps(sentences), encoding="utf8")
    out = tmp_path / "out.jsonl"
    assert main(["quantities", str(tmp_path / "dev.json"), "--out", str(out)]) == 0
    rows = [json.loads(line)["quantities"] for line in out.read_text("utf8").splitlines()]
    found = [[(q["low"], q["unit"], q["counted"]) for q in row] for row in rows]
    assert found == [[("3", "percent", None), ("40", None, "boat")], []]


def test_speed_is_told_in_passes_of_the_encoder() -> None:
    """The ratio is how many plain passes of the encoder the whole takes."""
    assert Speed(words=100, attribute=3.0, encoder=1.5, megabytes=500).ratio == 2.0


DENIED = """
Ana Ana PROPN NNP 2 nsubj person
denied deny VERB VBD 0 root
that that SCONJ IN 5 mark
she she PRON PRP 5 nsubj
voted vote VERB VBD 2 ccomp
+. . PUNCT . 2 punct
"""


@attrs.frozen
class OneParse:
    """Stands in for a reader: knows the sentences of one text."""

    def read(self, text: str) -> tuple[Sentence, ...]:
        return parse(DENIED).sentences


def test_stance_of_labelled_attributions(tmp_path: pathlib.Path) -> None:
    """Stance is read of the spans that labels give, in the order of the labels."""
    (tmp_path / "vote.txt").write_text(parse(DENIED).text, encoding="utf8")
    labels = [["deny", "full", "acknowledge"], ["assert", "full", "acknowledge"]]
    row = {"document": "vote", "source": [[0, 3]], "cue": [[4, 10]], "content": [[11, 25]]}
    (tmp_path / "labels.jsonl").write_text(json.dumps({**row, "labels": labels}), encoding="utf8")
    labelled = list(read_labels(tmp_path / "labels.jsonl"))
    assert labelled[0].labels[0] == ("deny", "full", "acknowledge")
    reader: Any = OneParse()
    assert predicted(reader, tmp_path, labelled) == [("deny", "full", "acknowledge")]


def test_scale_is_told_for_a_million_articles() -> None:
    """The rate counts the time by the clock, and the hours for a million that of all cores."""
    scale = Scale(processes=2, articles=40, seconds=20.0, core_seconds=36.0)
    assert (scale.rate, scale.core_hours) == (2.0, 250.0)


@pytest.mark.model
def test_batches_are_timed_beside_a_loop(
    tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both read the same first words of the first texts, and say the same."""
    for name, text in (("a", "Ana Sol denied it. It rained."), ("b", "It rained."), ("c", "No.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf8")
    assert main(["batches", str(tmp_path), "--count", "2", "--words", "4"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == ["loop", "together", "ratio", "equal"]
    assert lines[-1] == ["equal", "2", "of", "2"]


def test_the_ratio_of_batches_is_how_much_faster_they_are() -> None:
    """Half the time together is a ratio of two."""
    assert Batches(texts=2, words=9, loop=4.0, together=2.0, equal=2).ratio == 2
