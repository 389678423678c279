"""Antecedents: learning weights from gold coreference, and reading it."""

from __future__ import annotations

import pathlib

import pytest

from attrib._speakers.antecedents import NOBODY
from attrib.evaluation.speakers import score
from attrib.training.antecedents import Example, examples, learn, write
from attrib.training.coreference import read_documents

# Of our own, in GUM's format.
GUM = """# newdoc id = GUM_news_ferry
# newpar
# sent_id = GUM_news_ferry-1
1	Ana	Ana	PROPN	NNP	_	3	nsubj	_	Entity=(1-person-new-cf1-1-coref
2	Sol	Sol	PROPN	NNP	_	1	flat	_	Entity=1)
3	owns	own	VERB	VBZ	_	0	root	_	_
4	a	a	DET	DT	_	5	det	_	Entity=(2-object-new-cf2-2-coref
5	ferry	ferry	NOUN	NN	_	3	obj	_	Entity=2)|SpaceAfter=No
6	.	.	PUNCT	.	_	3	punct	_	_

# sent_id = GUM_news_ferry-2
1	She	she	PRON	PRP	_	2	nsubj	_	Entity=(1-person-giv:act-cf1-1-ana)
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	MD	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	swim	swim	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

"""


@pytest.fixture
def gold(tmp_path: pathlib.Path) -> pathlib.Path:
    path = tmp_path / "gum.conllu"
    path.write_text(GUM, encoding="utf8")
    return path


def test_documents_have_their_text_and_entities(gold: pathlib.Path) -> None:
    """A document of a treebank spells its text, and knows the entity of each mention's head."""
    (document,) = read_documents(gold, ["news"])
    assert document.text == "Ana Sol owns a ferry. She can't swim."
    assert document.entities == {(0, 0): "1", (0, 4): "2", (1, 0): "1"}
    assert document.named == {"1"}
    assert document.names == {"1": {"Ana Sol"}}
    assert [document.text[w.start : w.end] for w in document.sentences[1].words][1:3] == [
        "ca",
        "n't",
    ]


def test_other_genres_are_left_out(gold: pathlib.Path) -> None:
    """Only documents of the genres asked for are read."""
    assert list(read_documents(gold, ["bio"])) == []


def test_a_pronoun_is_an_example(gold: pathlib.Path) -> None:
    """A pronoun with a gold antecedent is an example whose right choice is that antecedent."""
    (example,) = examples(read_documents(gold, ["news"]))["person"]
    assert example.features[0] == (NOBODY,)
    assert "antecedent is subject" in example.features[example.right]


def test_the_tally_counts_pronouns_with_named_antecedents(gold: pathlib.Path) -> None:
    """A pronoun that is joined to the entity with the gold name counts as right."""
    tally = score(gold, ["news"])["person"]
    assert (tally.of, tally.right, tally.unresolved, tally.accuracy) == (1, 1, 0, 1.0)


def test_the_tally_counts_names(gold: pathlib.Path) -> None:
    """A gold entity counts as right by its fullest name, and so does a name that is found."""
    tallies = score(gold, ["news"])
    for type in ("gold names", "gold, by pronoun", "found names"):
        assert (tallies[type].of, tallies[type].right) == (1, 1)


def test_what_is_missed_is_no_lesson(tmp_path: pathlib.Path) -> None:
    """A pronoun whose antecedent was no candidate does not teach to leave pronouns alone."""
    missed = (
        GUM.replace("1-person", "1-organization")
        .replace("ferry	ferry	NOUN	NN", "ferry	ferry	X	FW")
        .replace(
            "She	she	PRON	PRP	_	2	nsubj	_	Entity=(1",
            "It	it	PRON	PRP	_	2	nsubj	_	Entity=(2",
        )
    )
    path = tmp_path / "gum.conllu"
    path.write_text(missed, encoding="utf8")
    assert examples(read_documents(path, ["news"])).get("thing") is None
    path.write_text(missed.replace("Entity=(2-object", "Entity=(3-object"), encoding="utf8")
    (example,) = examples(read_documents(path, ["news"]))["thing"]
    assert example.right == 0


def test_weights_favour_what_is_right() -> None:
    """A feature of the right choices gets more weight than one of the wrong ones."""
    found = [Example((("far",), ("near",)), 1)] * 20
    learned = learn(found, decay=0.1)
    assert learned["near"] > 0 > learned["far"]


def test_written_weights_keep_the_comments(tmp_path: pathlib.Path) -> None:
    """Weights are written under the comments that the file has, with commas quoted."""
    path = tmp_path / "antecedents.csv"
    path.write_text("# What this is.\nfeature,person,thing,plural\n", encoding="utf8")
    write({"person": {"near, by": 1.5}, "thing": {}, "plural": {"far": -1.0}}, path)
    assert path.read_text(encoding="utf8").splitlines() == [
        "# What this is.",
        "feature,person,thing,plural",
        "far,,,-1.0",
        '"near, by",1.5,,',
    ]
