"""Relations that a network draws: well formed whatever it scores."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, product
from unittest.mock import patch

import attrs
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from networks import SHAPE, encoded, plain_words, random_states, tiny
from numpy.typing import NDArray
from parses import parse
from strategies import unhurried

from attrib._claims.found import Drawn
from attrib._claims.network import BEGIN, INSIDE, OUTSIDE, ROLES
from attrib._claims.relations import (
    _CUE_FLOOR,
    best_roles,
    candidate_cues,
    draw,
    relations_in,
    word_marks,
)
from attrib._reading.reader import Part

Scores = NDArray[np.float32]
few = settings(unhurried, max_examples=20)

# “Go home,” she said. / “Sleep.” // Lund left “twice.
QUOTED = """“ “ PUNCT `` 2 punct
+Go go VERB VB 7 ccomp
home home ADV RB 2 advmod
+, , PUNCT , 2 punct
+” ” PUNCT '' 2 punct
she she PRON PRP 7 nsubj
said say VERB VBD 0 root
+. . PUNCT . 7 punct

“ “ PUNCT `` 2 punct
+Sleep sleep VERB VB 0 root
+. . PUNCT . 2 punct
+” ” PUNCT '' 2 punct


Lund Lund PROPN NNP 2 nsubj
left leave VERB VBD 0 root
“ “ PUNCT `` 4 punct
+twice twice ADV RB 2 advmod
+. . PUNCT . 2 punct"""


def role_scores(cues: int, words: st.SearchStrategy[int]) -> st.SearchStrategy[Scores]:
    """Scores that are whole numbers, so that their sums are exact."""
    return words.flatmap(
        lambda count: arrays(
            np.float32, (cues, count, len(ROLES)), elements=st.integers(-9, 9).map(float)
        )
    )


def is_well_formed(roles: Sequence[int]) -> bool:
    """Whether every role that goes on has one of its kind before it."""
    names = [ROLES[0], *(ROLES[role] for role in roles)]
    return all(
        before.endswith(after[1:]) for before, after in pairwise(names) if after.startswith("I-")
    )


def total(scores: Scores, roles: Sequence[int]) -> float:
    return float(sum(scores[place, role] for place, role in enumerate(roles)))


# ------------------------------------------------------------------------------------------ roles


@unhurried
@given(role_scores(3, st.integers(1, 12)))
def test_roles_are_well_formed(scores: Scores) -> None:
    """Whatever the scores, a role is only gone on with after one of its kind."""
    for roles in best_roles(scores).tolist():
        assert len(roles) == scores.shape[1]
        assert is_well_formed(roles)


@few
@given(role_scores(2, st.integers(1, 4)))
def test_no_well_formed_roles_are_better(scores: Scores) -> None:
    """No other well-formed sequence of roles has a higher score."""
    everything = product(range(len(ROLES)), repeat=scores.shape[1])
    allowed = [roles for roles in everything if is_well_formed(roles)]
    for row, roles in zip(scores, best_roles(scores).tolist(), strict=True):
        assert total(row, roles) == max(total(row, other) for other in allowed)


# ------------------------------------------------------------------------------------------- cues


@unhurried
@given(
    st.integers(0, 40).flatmap(
        lambda count: arrays(np.float32, (count, 3), elements=st.floats(-6, 6, width=32))
    )
)
def test_cues_are_ordered_and_apart(scores: Scores) -> None:
    """Whatever the scores, cues are short, begin in the text's order, and never overlap."""
    spans, begins = candidate_cues(torch.from_numpy(scores))
    assert len(spans) == len(begins)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(0 <= start < end <= len(scores) and end - start <= 12 for start, end in spans)
    assert all(_CUE_FLOOR < begin <= 1 for begin in begins)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ("OBIO", [(1, 3)]),
        ("OBBO", [(1, 2), (2, 3)]),
        ("BIIBI", [(0, 3), (3, 5)]),
        ("OIIO", []),
        ("OOB", [(2, 3)]),
        ("B" + 20 * "I", [(0, 12)]),
    ],
)
def test_cues_are_what_the_scores_say(labels: str, expected: list[tuple[int, int]]) -> None:
    """Where the labels are sure, a cue is a word that begins one with those that go on with it."""
    number = {"O": OUTSIDE, "B": BEGIN, "I": INSIDE}
    scores = torch.full((len(labels), 3), -9.0)
    scores[range(len(labels)), [number[label] for label in labels]] = 9.0
    spans, begins = candidate_cues(scores)
    assert spans == expected
    assert begins == pytest.approx([1.0] * len(expected))


def test_an_unlikely_cue_is_drawn_too() -> None:
    """A word that is rather no cue is still looked at, unless it is below the floor."""
    scores = torch.tensor([[0.8, 0.2, 1e-9], [0.98, 0.02, 1e-9]]).log()
    assert candidate_cues(scores)[0] == [(0, 1)]
    assert candidate_cues(scores, 0.01)[0] == [(0, 1), (1, 2)]
    assert candidate_cues(scores, 0.5) == ([], [])


# -------------------------------------------------------------------------------------- relations


def drawn(seed: int, texts: Sequence[Sequence[int]], scale: float) -> list[Drawn]:
    """What an untrained network draws in made-up states of texts of such sentences."""
    count = sum(map(sum, texts))
    states = scale * random_states(count, SHAPE.width, seed=seed)
    return list(draw(tiny(seed), states, plain_words(*texts)))


texts_of_sentences = st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=4), max_size=3)


@few
@given(st.integers(0, 50), texts_of_sentences, st.sampled_from([0.1, 1, 10]))
def test_no_word_plays_two_parts(seed: int, texts: list[list[int]], scale: float) -> None:
    """A relation's cue, sources and contents share no word, and each is in the text's order."""
    for relation in drawn(seed, texts, scale):
        for spans in (relation.source, relation.content):
            assert all(before[1] <= after[0] for before, after in pairwise(spans))
        spans = (relation.cue, *relation.source, *relation.content)
        assert all(start < end for start, end in spans)
        assert len({i for span in spans for i in range(*span)}) == sum(e - s for s, e in spans)


@few
@given(st.integers(0, 50), texts_of_sentences, st.sampled_from([0.1, 1, 10]))
def test_relations_stay_near_in_their_text(seed: int, texts: list[list[int]], scale: float) -> None:
    """Source and content are words of the cue's own text, within reach of it."""
    text = plain_words(*texts).text.tolist()
    for relation in drawn(seed, texts, scale):
        first = relation.cue[0]
        for start, end in (*relation.source, *relation.content):
            assert 0 <= start < end <= len(text)
            assert {text[i] for i in range(start, end)} == {text[first]}
            assert first - SHAPE.reach <= start < end <= first + SHAPE.reach + 1


@few
@given(st.integers(0, 50), texts_of_sentences)
def test_confidence_is_made_of_the_evidence(seed: int, texts: list[list[int]]) -> None:
    """Evidence is made of probabilities, and confidence of the evidence alone."""
    for relation in drawn(seed, texts, 1):
        assert all(0 <= chance <= 1.0001 for chance in relation.evidence)
        assert relation.confidence == tiny(seed).confidence(relation.evidence)
        assert bool(relation.source or relation.content) == (relation.evidence[2] > 0)


def test_many_cues_are_drawn_like_few() -> None:
    """However many cues are scored at once, the relations are the same."""
    together = drawn(3, [[30, 30]], 1)
    with patch("attrib._claims.relations._CUES_AT_ONCE", 7):
        apart = drawn(3, [[30, 30]], 1)
    assert len(together) > 7
    for one, other in zip(together, apart, strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=1e-4)
        assert (one.cue, one.source, one.content) == (other.cue, other.source, other.content)


def test_relations_in_a_part_of_a_text() -> None:
    """The relations in a part of a text are numbered by its words, and the same every time."""
    parsed = parse(QUOTED)
    states = tuple(encoded(len(s.words), seed=i) for i, s in enumerate(parsed.sentences))
    part = Part(parsed.sentences, states)
    found = relations_in(tiny(), part, parsed.quotes)
    assert found
    spans = [span for r in found for span in (r.cue, *r.source, *r.content)]
    assert all(0 <= start < end <= 17 for start, end in spans)
    assert relations_in(tiny(), part, parsed.quotes) == found


def test_no_sentences_no_relations() -> None:
    """A part of a text in which there is nothing to read has no relations."""
    assert relations_in(tiny(), Part(()), ()) == ()


# ------------------------------------------------------------------------------------------ marks


def test_the_marks_of_words() -> None:
    """Words know their quotation and its marks, and whether a sentence or block begins."""
    parsed = parse(QUOTED)
    words = word_marks(parsed.sentences, parsed.quotes)
    outside, inside, opening, closing = 0, 3, 6, 9
    sentence_begins, block_begins = 1, 2
    first = [opening + block_begins, inside, inside, inside, closing, outside, outside, outside]
    second = [opening + sentence_begins, inside, inside, closing]
    third = [outside + block_begins, outside, opening, inside, inside]
    assert words.mark.tolist() == first + second + third
    assert words.quote.tolist() == [0] * 5 + [-1] * 3 + [1] * 4 + [-1] * 2 + [2] * 3
    assert words.sentence.tolist() == [0] * 8 + [1] * 4 + [2] * 5
    assert words.text.tolist() == [0] * 17


def test_straight_marks_open_and_close() -> None:
    """A straight quotation mark opens where it stands first, and closes where it stands last."""
    rows = QUOTED.split("\n\n")[1].replace("“ “", '" "').replace("” ”", '" "')
    parsed = parse(rows)
    assert parsed.text == '"Sleep."'
    assert word_marks(parsed.sentences, parsed.quotes).mark.tolist() == [8, 3, 3, 9]


def test_marks_fit_the_network() -> None:
    """Every mark that a word can have is one that the network knows."""
    assert attrs.fields(type(SHAPE)).marks.default == 3 * 3 + 2 + 1


def test_no_sentences_no_words() -> None:
    """Without sentences there are no words, nor is there an error."""
    words = word_marks([], [])
    assert [len(part) for part in attrs.astuple(words, recurse=False)] == [0] * 4
