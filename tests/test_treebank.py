"""Treebanks as training data: names that stand in a table of their own."""

from __future__ import annotations

import pathlib

from attrib.training.treebank import read_trees, with_names

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
    """Sentences without names of their own have those of the table; GUM's keep theirs."""
    (tmp_path / "train.conllu").write_text(TREEBANK, encoding="utf8")
    (tmp_path / "names.tsv").write_text("web-1\t1:PER 3-4:ORG\n", encoding="utf8")
    trees = list(with_names(read_trees(tmp_path / "train.conllu"), tmp_path / "names.tsv"))
    assert [tree.names for tree in trees] == [
        ("B-PER", "O", "B-ORG", "I-ORG"),
        ("O",),
        ("B-LOC",),
    ]
