"""Treebanks and news as training data: names that stand in a table of their own."""

from __future__ import annotations

import gzip
import json
import pathlib

from attrib.training.treebank import NameTable, read_news, read_trees

TREEBANK = """# sent_id = web-1
1	Ana	Ana	PROPN	NNP	_	2	nsubj	_	_
2	left	leave	VERB	VBD	_	0	root	_	_
3	Sol	Sol	PROPN	NNP	_	4	compound	_	_
4	Bank	Bank	PROPN	NNP	_	2	obj	_	_

# sent_id = web-2
1	Go	go	VERB	VB	_	0	root	_	_

# sent_id = GUM_news-1
1	Oslo	Oslo	PROPN	NNP	_	0	root	_	Entity=(1-place-new-1-sgl)

"""


def test_names_of_a_table(tmp_path: pathlib.Path) -> None:
    """Sentences have the names that the table lists for them, and others none."""
    (tmp_path / "train.conllu").write_text(TREEBANK, encoding="utf8")
    (tmp_path / "names.tsv").write_text("web-1\t1:PER 3-4:ORG\n", encoding="utf8")
    names = NameTable(tmp_path / "names.tsv")
    trees = read_trees(tmp_path / "train.conllu")
    assert [names.tags(tree.sent_id, len(tree.rows)) for tree in trees] == [
        ("B-PER", "O", "B-ORG", "I-ORG"),
        ("O",),
        ("O",),
    ]


def test_news_by_article_and_number(tmp_path: pathlib.Path) -> None:
    """Sentences of news are called by their article and number, and have its words."""
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "storm.txt").write_text("Ana left. Sol stayed.", encoding="utf8")
    tokens = [[[0, 3], [4, 8], [8, 9]], [[10, 13], [14, 20], [20, 21]]]
    with gzip.open(tmp_path / "parses.jsonl.gz", "wt", encoding="utf8") as out:
        out.write(json.dumps({"doc": "storm", "sentences": tokens}) + "\n")
    assert list(read_news(tmp_path)) == [
        ("storm:0", ["Ana", "left", "."]),
        ("storm:1", ["Sol", "stayed", "."]),
    ]
