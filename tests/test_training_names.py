"""Names to learn: sentences with marked names, those that are learned and those held out."""

from __future__ import annotations

import json
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib.training.names import (
    Portion,
    marked,
    prepare_names,
    read_iob,
    read_marked,
    treebank_portions,
    written_names,
)
from attrib.training.treebank import Row, Tree

WRITTEN = pathlib.Path(__file__).parent.parent / "docs" / "data" / "web_names.txt"
words = st.text(st.characters(exclude_characters="[]", exclude_categories=("Z", "C")), min_size=1)
names = st.tuples(st.sampled_from(["PER", "ORG", "LOC"]), st.lists(words, min_size=1, max_size=3))


@given(st.lists(words.map(lambda word: ("", [word])) | names, min_size=1))
def test_a_marked_sentence_is_read_back(parts: list[tuple[str, list[str]]]) -> None:
    """All words are read, and those between marks are names of the kind that is written there."""
    line = " ".join(f"[{kind} {' '.join(own)}]" if kind else own[0] for kind, own in parts)
    found, tags = marked(line)
    assert found == [word for _, own in parts for word in own]
    assert list(tags) == [
        f"{'I' if i else 'B'}-{kind}" if kind else "O"
        for kind, own in parts
        for i in range(len(own))
    ]


def test_one_document_in_ten_is_held_out(tmp_path: pathlib.Path) -> None:
    """The first of ten documents is held out, and of the others the encoder learns every other."""
    path = tmp_path / "written.txt"
    path.write_text("\n\n".join(f"# email\nHi {n} .\nBye {n} ." for n in range(21)), "utf8")
    found = {part: [words[1] for words, _ in own] for part, own in written_names(path).items()}
    assert found[Portion.HELD_OUT] == ["0", "0", "10", "10", "20", "20"]
    assert found[Portion.KNOWN] == [str(n) for n in range(1, 21, 2) for _ in range(2)]
    assert found[Portion.FRESH] == [str(n) for n in range(2, 20, 2) if n != 10 for _ in range(2)]


def test_sentences_of_a_text_share_its_portion() -> None:
    """All sentences of a web text go the same way, and the encoder learns all names of GUM."""
    row = Row("Ana", "Ana", "PROPN", "NNP", "_", 0, "root", "_")
    ids = ["web-a-1", "web-a-2", "GUM_news_b-1", "web-c-1", "web-d-1", "web-d-2"]
    parts = treebank_portions([Tree(sent_id, (row,)) for sent_id in ids])
    assert [part.name for part in parts] == [
        *("HELD_OUT", "HELD_OUT", "KNOWN", "KNOWN", "FRESH", "FRESH"),
    ]


def test_what_the_names_are_learned_from(tmp_path: pathlib.Path) -> None:
    """The treebank's, Universal NER's and our sentences are learned, but for a part of them."""
    tree = "# sent_id = {}-1\n1\t{}\tAna\tPROPN\tNNP\t_\t0\troot\t_\t_\n\n"
    trees = "".join(tree.format(*both) for both in [("a", "Bo"), ("b", "Ana"), ("c", "Eva")])
    (tmp_path / "train.conllu").write_text(trees, "utf8")
    (tmp_path / "names.tsv").write_text("a-1\t1:PER\nb-1\t1:PER\nc-1\t1:PER\n", "utf8")
    (tmp_path / "written.txt").write_text("# email\nTo [LOC Ulm] .\n\n# email\n[ORG Sol] rose .")
    gold = "".join(f"1\tday\tO\t-\t-\n2\t{n}\tB-LOC\t-\t-\n\n" for n in range(5))
    (tmp_path / "dev.iob2").write_text(gold, "utf8")
    (tmp_path / "text").mkdir()
    (tmp_path / "parses.jsonl.gz").write_bytes(b"")
    given = [tmp_path / name for name in ("names.tsv", "written.txt", "dev.iob2")]
    prepare_names(tmp_path, tmp_path, *given, tmp_path)
    learned, held_out = (
        {
            " ".join(f"{word['text']}/{word['ner']}" for word in sentence)
            for sentence in json.loads((tmp_path / f"names-{part}.json").read_text("utf8"))
        }
        for part in ("train", "dev")
    )
    assert held_out == {"To/O Ulm/B-LOC ./O", "Bo/B-PER"}
    assert learned == {
        "Ana/B-PER",
        "Eva/B-PER",
        *(f"day/O {n}/B-LOC" for n in range(5)),
        "Sol/B-ORG rose/O ./O",
    }


def test_other_kinds_are_no_names(tmp_path: pathlib.Path) -> None:
    """What Universal NER marks beside people, organisations and places is left out."""
    path = tmp_path / "dev.iob2"
    path.write_text("# id\n1\tLent\tB-OTH\t-\t-\n2\tUlm\tB-LOC\t-\t-\n", "utf8")
    assert list(read_iob(path)) == [(["Lent", "Ulm"], ("O", "B-LOC"))]


@pytest.mark.skipif(not WRITTEN.exists(), reason="needs docs/data, which the wheel does not hold")
def test_the_written_sentences_are_well_formed() -> None:
    """Every document says its kind and holds sentences, and no mark is left among their words."""
    text = WRITTEN.read_text("utf8")
    kinds = {line for line in text.splitlines() if line.startswith("# ")}
    assert kinds == {"# answers", "# email", "# newsgroup", "# reviews", "# weblog"}
    documents = list(read_marked(WRITTEN))
    assert len(documents) == text.count("\n# ") + 1
    assert all(documents)
    assert not any({"[", "]"} & set("".join(words)) for d in documents for words, _ in d)
