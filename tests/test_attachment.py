"""Words that parsers hang on the wrong one, in parses made by hand."""

from __future__ import annotations

import pytest
from parses import parse

from attrib._reading.attachment import reattached
from attrib._sentence import Sentence

MINISTER = """A a DET DT 2 det
claim claim NOUN NN 7 nsubj
by by ADP IN 4 case
Minister Minister PROPN NNP 2 nmod
Ewan Ewan PROPN NNP 2 {} person
Sol Sol PROPN NNP 5 flat person
fell fall VERB VBD 0 root"""
RIVAL = """Ana Ana PROPN NNP 5 nsubj person
and and CCONJ CC 3 cc
rival rival NOUN NN 1 conj
Jo Jo PROPN NNP 1 conj person
met meet VERB VBD 0 root"""
AS_CHAIRMAN = """As as ADP IN 2 case
chairman chairman NOUN NN 4 obl
Ana Ana PROPN NNP 4 nsubj person
resigned resign VERB VBD 0 root"""
PLACE = """Minister Minister PROPN NNP 3 nsubj
Lund Lund PROPN NNP 3 nsubj place
fell fall VERB VBD 0 root"""
CHURCHES = """The the DET DT 3 det
charity charity PROPN NN 3 {}
Wells Wells PROPN NNPS 7 nsubj organization
and and CCONJ CC 6 cc
two two NUM CD 6 nummod
churches church NOUN NNS 2 conj
agreed agree VERB VBD 0 root"""


def read(rows: str) -> Sentence:
    return reattached(parse(rows).sentences[0])


@pytest.mark.parametrize("relation", ["nmod", "appos"])
def test_a_title_hangs_on_the_name_behind_it(relation: str) -> None:
    """A title whose name hangs on the same word describes it; the preposition is the name's."""
    by, minister, name = read(MINISTER.format(relation)).words[2:5]
    assert (minister.head, minister.deprel) == (name.index, "nmod:desc")
    assert (name.head, name.deprel) == (1, "nmod")
    assert by.head == name.index


def test_a_title_leaves_its_conjunction_to_the_name() -> None:
    """In "Ana and rival Jo", "and" joins Jo to Ana."""
    joining, rival, name = read(RIVAL).words[1:4]
    assert (name.head, name.deprel) == (0, "conj")
    assert rival.head == joining.head == name.index


@pytest.mark.parametrize("rows", [AS_CHAIRMAN, PLACE, MINISTER.format("obj")])
def test_what_is_no_title_stays(rows: str) -> None:
    """What has a preposition and another part than the name is no title, nor is one of a place."""
    assert read(rows) == parse(rows).sentences[0]


@pytest.mark.parametrize(("relation", "head"), [("compound", 2), ("nsubj", 1)])
def test_a_conjunct_behind_a_noun_is_joined_to_it(relation: str, head: int) -> None:
    """In "the charity Wells and two churches" the churches are joined to the Wells."""
    assert read(CHURCHES.format(relation)).words[5].head == head
