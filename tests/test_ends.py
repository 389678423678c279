"""Where drawn contents end: phrases are whole, and adverbial clauses are not begun."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import parse

from attrib._claims.drawn import drawn_claims
from attrib._claims.ends import whole_end
from attrib._claims.found import Drawn, Span

# The port said a flood gate fails as the trial opens .
TOLD = parse(
    """The the DET DT 2 det
port port NOUN NN 3 nsubj
said say VERB VBD 0 root
a a DET DT 6 det
flood flood NOUN NN 6 compound
gate gate NOUN NN 7 nsubj
fails fail VERB VBZ 3 ccomp
as as SCONJ IN 10 mark
the the DET DT 10 det
trial trial NOUN NN 11 nsubj
opens open VERB VBZ 7 advcl
+. . PUNCT . 3 punct"""
)
(SENTENCE,) = TOLD.sentences


# Sol said that rents rose in a year during which wages fell and left town and the owners paid.
AGAIN = parse(
    """Sol Sol PROPN NNP 2 nsubj
said say VERB VBD 0 root
that that SCONJ IN 5 mark
rents rent NOUN NNS 5 nsubj
rose rise VERB VBD 2 ccomp
in in ADP IN 8 case
a a DET DT 8 det
year year NOUN NN 5 obl
during during ADP IN 10 case
which which PRON WDT 12 obl
wages wage NOUN NNS 12 nsubj
fell fall VERB VBD 8 acl:relcl
and and CCONJ CC 14 cc
left leave VERB VBD 5 conj
town town NOUN NN 14 obj
and and CCONJ CC 19 cc
the the DET DT 18 det
owners owner NOUN NNS 19 nsubj
paid pay VERB VBD 5 conj
+. . PUNCT . 2 punct"""
)


@pytest.mark.parametrize(
    ("part", "end"),
    [
        ((2, 10), 12),  # behind "which"
        ((2, 9), 12),  # behind "during"
        ((2, 12), 15),  # before "and left"
        ((3, 12), 12),  # without "that"
        ((2, 15), 15),  # before "and the owners paid"
    ],
)
def test_clauses_that_are_begun_are_whole(part: Span, end: int) -> None:
    """A relative clause takes its verb along, and a "that" clause the verbs of its subject."""
    relation = Drawn((1, 2), ((0, 1),), (part,), 0.9)
    assert whole_end(AGAIN.sentences[0], 0, part, relation) == (part[0], end)


# Police confirmed six arrests , two of them in the port .
SOME = parse(
    """Police police NOUN NN 2 nsubj
confirmed confirm VERB VBD 0 root
six six NUM CD 4 nummod
arrests arrest NOUN NNS 2 obj
, , PUNCT , 6 punct
two two NUM CD 2 parataxis
of of ADP IN 8 case
them they PRON PRP 6 nmod
in in ADP IN 11 case
the the DET DT 11 det
port port NOUN NN 2 obl
+. . PUNCT . 2 punct"""
)


@pytest.mark.parametrize("end", [4, 5, 6, 7, 8, 9, 11])
def test_what_some_of_those_are_belongs_to_a_content(end: int) -> None:
    """A content that ends before or within ", two of them in the port" takes it all."""
    relation = Drawn((1, 2), ((0, 1),), ((2, end),), 0.9)
    assert whole_end(SOME.sentences[0], 0, (2, end), relation) == (2, 11)


def ended(part: Span, first: int = 0) -> str:
    """The words of a content of the port's, after its end is mended."""
    moved = Drawn((2, 3), ((0, 2),), (part,), 0.9).moved(first)
    start, end = whole_end(SENTENCE, first, moved.content[0], moved)
    return " ".join(word.text for word in SENTENCE.words[start - first : end - first])


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ((3, 5), "a flood gate"),
        ((3, 6), "a flood gate fails as the trial opens"),
        ((3, 7), "a flood gate fails"),
        ((3, 10), "a flood gate fails"),
        ((3, 11), "a flood gate fails as the trial opens"),
    ],
)
def test_contents_do_not_break_off_in_a_phrase(part: Span, expected: str) -> None:
    """What depends on the next word takes its phrase along; a begun adverbial clause goes."""
    assert ended(part) == ended(part, first=40) == expected


def test_contents_do_not_run_into_their_own_cue() -> None:
    """A content that stands right before its cue ends there, though it depends on the cue."""
    relation = Drawn((2, 3), (), ((0, 2),), 0.9)
    assert whole_end(SENTENCE, 0, (0, 2), relation) == (0, 2)


@given(st.tuples(st.integers(0, 12), st.integers(0, 12)).map(sorted).filter(lambda p: p[0] < p[1]))
def test_mended_contents_are_spans(part: list[int]) -> None:
    """A mended content begins where it began and holds at least a word of its sentence."""
    start, end = whole_end(SENTENCE, 0, (part[0], part[1]), Drawn((2, 3), (), (), 0.9))
    assert part[0] == start < end <= len(SENTENCE.words)


# They promised two boats at a meeting .
PROMISED = """They they PRON PRP 2 nsubj
promised promise VERB VBD 0 root
two two NUM CD 4 nummod
boats boat NOUN NNS 2 obj
{link} {link} ADP IN 7 case
a a DET DT 7 det
{when} {when} NOUN NN 2 obl"""


@pytest.mark.parametrize(("link", "when", "end"), [("at", "meeting", 4), ("within", "week", 7)])
def test_a_phrase_of_the_cue_that_is_begun_is_left_out(link: str, when: str, end: int) -> None:
    """Where it was promised is no part of what was, but by when it shall be done is."""
    (sentence,) = parse(PROMISED.format(link=link, when=when)).sentences
    relation = Drawn((1, 2), ((0, 1),), ((2, 6),), 0.9)
    assert whole_end(sentence, 0, (2, 6), relation) == (2, end)


def test_a_content_that_ends_before_its_last_noun_takes_it() -> None:
    """A content that ends with "a" or "two" goes on to the noun, over the words between."""
    (sentence,) = parse(
        """They they PRON PRP 2 nsubj
        promised promise VERB VBD 0 root
        two two NUM CD 5 nummod
        very very ADV RB 5 advmod
        boats boat NOUN NNS 2 obj"""
    ).sentences
    relation = Drawn((1, 2), ((0, 1),), ((2, 3),), 0.9)
    assert whole_end(sentence, 0, (2, 3), relation) == (2, 5)


def test_a_part_that_is_all_an_aside_is_left_empty() -> None:
    """Of a content in two parts one that is but begun and depends on the cue is none."""
    (sentence,) = parse(PROMISED.format(link="at", when="meeting")).sentences
    relation = Drawn((1, 2), ((0, 1),), ((2, 4), (4, 6)), 0.9)
    assert whole_end(sentence, 0, (4, 6), relation) == (4, 4)
    (found,) = drawn_claims([sentence], [relation], [])
    assert [sentence.words[2].start, sentence.words[3].end] == [*found.content[0]]
    assert len(found.content) == 1
