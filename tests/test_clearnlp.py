"""Trees of spaCy's English parsers become those of Universal Dependencies."""

from __future__ import annotations

import attrs
import pytest
from clear_trees import SENTENCES, clear, ud
from hypothesis import given
from hypothesis import strategies as st
from trees import heads

from attrib._sentence import ROOT, Document, Sentence, Word
from attrib.connect._clearnlp import is_universal, relations, universal

# The labels of the parser of spaCy's English pipelines.
_LISTED = """
ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj
csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass
nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl xcomp
"""
LABELS = _LISTED.split()


def test_the_table_has_every_label() -> None:
    """Each label of spaCy's English parsers becomes one relation, and no other label is listed."""
    assert sorted(relations()) == sorted(LABELS)


@pytest.mark.parametrize("rows", SENTENCES.values(), ids=SENTENCES)
def test_trees_become_universal(rows: str) -> None:
    """The tree of a sentence in spaCy's labels becomes the one in Universal Dependencies."""
    (sentence,) = clear(rows).sentences
    made = universal(sentence.words, sentence.names)
    shown = [(word.text, word.head, word.deprel) for word in made]
    assert shown == [(word.text, word.head, word.deprel) for word in ud(rows).words]


@pytest.mark.parametrize("rows", SENTENCES.values(), ids=SENTENCES)
def test_universal_trees_are_told_apart(rows: str) -> None:
    """A tree in either scheme is known by its labels."""
    assert is_universal(ud(rows).words)
    assert not is_universal(clear(rows).words)


WORDS = [("be", "AUX"), ("say", "VERB"), ("to", "PART"), ("of", "ADP"), ("Lund", "PROPN")]


@st.composite
def sentences(draw: st.DrawFn) -> tuple[Word, ...]:
    """Any tree over any words with any of spaCy's labels."""
    chosen = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12))
    labels = st.sampled_from(LABELS)
    return tuple(
        Word(i, lemma, 5 * i, 5 * i + len(lemma), lemma, upos, "", "", head, draw(labels))
        for i, ((lemma, upos), head) in enumerate(
            zip(chosen, draw(heads(len(chosen))), strict=True)
        )
    )


@given(sentences())
def test_any_tree_stays_a_tree(words: tuple[Word, ...]) -> None:
    """Whatever the labels, the same words come out in a tree with one root and known relations."""
    made = universal(words)
    text = "".join(word.text.ljust(5) for word in made)
    assert Document(text, [Sentence(0, len(text), made)]).sentences[0].words == made
    assert [word.head for word in made].count(ROOT) == 1
    bare = [attrs.evolve(word, head=0, deprel="", upos="") for word in made]
    assert bare == [attrs.evolve(word, head=0, deprel="", upos="") for word in words]
