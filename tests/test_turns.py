"""Claims that the layout gives away: turns of a conversation, and signed quotations."""

from __future__ import annotations

from itertools import pairwise

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import parse
from strategies import unhurried

from attrib._choices import CueKind
from attrib._claims.claims import beside_turns
from attrib._claims.found import Extent, Found
from attrib._claims.quotation import quotations
from attrib._claims.turns import turns
from attrib._reading.layout import blocks
from attrib._sentence import Name, NameKind, Sentence, Word


def read(text: str, person: str = "") -> tuple[Found, ...]:
    """The turns of a text, each block one sentence of words between spaces."""
    found = [(block.start, block.end) for block in blocks(text)]
    sentences = []
    for number, (start, end) in enumerate(found):
        words, place = [], start
        for form in text[start:end].split():
            place = text.index(form, place)
            tags = (form, "X", "", "", -1, "root")
            words.append(Word(len(words), form, place, place + len(form), *tags))
            place += len(form)
        names = [Name(w.index, w.index + 1, NameKind.PERSON) for w in words if w.text == person]
        sentences.append(Sentence(start, end, tuple(words), tuple(names), number))
    return tuple(turns(text, sentences, quotations(text, found)))


def shown(text: str, found: tuple[Found, ...]) -> list[tuple[str, str, str]]:
    return [
        (
            text[slice(*claim.source)] if claim.source else "",
            text[slice(*claim.cue)],
            " ... ".join(text[start:end] for start, end in claim.content),
        )
        for claim in found
    ]


MET = """Sam Sam PROPN NNP 3 nsubj person
Porter Porter PROPN NNP 1 flat person
met meet VERB VBD 0 root
Mia Mia PROPN NNP 3 obj person
Ilves Ilves PROPN NNP 4 flat person"""
INTERVIEW = """Q: Will rents fall? They rose in May.

A: They will, in time."""
LABELLED = """LUND: The bridge is safe.

SOL: Who says so?

LUND: I do.

SOL: Thank you."""
SIGNED = """“The roof leaks, and ‘they’ know it.” ― Ana Sol

"Nobody came." - @lund_7"""
SPEECH = """"LUND: The bridge is safe.

"It always was.

"(Applause.)

SOL: So you say."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            INTERVIEW,
            [
                ("Q", ":", "Will rents fall? They rose in May"),
                ("A", ":", "They will, in time"),
            ],
        ),
        (
            LABELLED,
            [
                ("LUND", ":", "The bridge is safe"),
                ("SOL", ":", "Who says so?"),
                ("LUND", ":", "I do"),
                ("SOL", ":", "Thank you"),
            ],
        ),
        (
            SIGNED,
            [
                ("Ana Sol", "―", "“The roof leaks, and ‘they’ know it.”"),
                ("@lund_7", "-", '"Nobody came."'),
            ],
        ),
        ("@metro: Line 4 is down", [("@metro", ":", "Line 4 is down")]),
        ("Update: the road is open.", []),
        ("The road is open - Lund", []),
        ("“Harbour” - a film in two parts", []),
        ("Q:", []),
    ],
)
def test_turns(text: str, expected: list[tuple[str, str, str]]) -> None:
    """A paragraph is its speaker's after a label that is one, or before a signature."""
    assert shown(text, read(text)) == expected


def test_a_label_that_is_a_persons_name() -> None:
    """One label is enough where the text has it for the name of a person."""
    text = "Sol: rents will fall\n\nMayor Sol spoke on Friday."
    assert shown(text, read(text)) == []
    assert shown(text, read(text, "Sol")) == [("Sol", ":", "rents will fall")]


def test_turns_are_word_for_word() -> None:
    """What speakers say in turn is direct speech; after a lone name it may be a headline."""
    assert [turn.verbatim for turn in read(INTERVIEW)] == [True, True]
    assert [turn.verbatim for turn in read("Sol: rents will fall\n\nMayor Sol spoke.", "Sol")] == [
        False
    ]


def test_labels_that_are_initials() -> None:
    """Initials of two people that the text names take turns, however seldom."""
    text = "SP: Is it late?\n\nMI: It is."
    (sentence,) = parse(MET).sentences
    people = attrs.evolve(sentence, start=100, end=100, block=9)
    blocks_of = [(block.start, block.end) for block in blocks(text)]
    sentences = [
        Sentence(start, end, (Word(0, text[start:end], start, end, "", "X", "", "", -1, "root"),))
        for start, end in blocks_of
    ]
    sentences = [attrs.evolve(s, block=number) for number, s in enumerate(sentences)]
    labels = turns(text, [*sentences, people], quotations(text, blocks_of))
    assert [(text[slice(*t.source or (0, 0))], t.verbatim) for t in labels] == [
        ("SP", True),
        ("MI", True),
    ]


def test_an_institution_asks_and_a_person_answers() -> None:
    """A label that recurs takes turns with a person who is called now so and now so."""
    text = "Kim met Ilves .\n\nHerald: Why?\n\nMia Ilves: So.\n\nHerald: And?\n\nIlves: No."
    assert [claim.verbatim for claim in read(text, "Ilves")] == [True] * 4


def test_a_turn_goes_on_where_marks_are_opened_again() -> None:
    """Speech that is not closed goes on in the next paragraph, but for what is nobody's."""
    text = SPEECH + "\n\nLUND: I do.\n\nSOL: Well."
    assert shown(text, read(text))[:2] == [
        ("LUND", ":", 'The bridge is safe ... "It always was.'),
        ("SOL", ":", "So you say"),
    ]


def claim(cue: Extent, *content: Extent) -> Found:
    return Found(0, cue, content, None, "say", CueKind.VERB, confidence=0.5)


def test_claims_beside_turns() -> None:
    """No claim reaches into a turn or out of it, and none has a turn's cue but the turn."""
    text = "Q: abcdefgh. He said ijklmn."
    turn = claim((1, 2), (3, 11))
    again, inner, out, over, all_in, apart = (
        claim((1, 2), (3, 8)),
        claim((5, 6), (7, 9)),
        claim((5, 6), (7, 20)),
        claim((16, 20), (9, 15), (21, 27)),
        claim((16, 20), (4, 9)),
        claim((16, 20), (21, 27)),
    )
    found = beside_turns(text, [again, inner, out, over, all_in, apart], [turn])
    assert [claim.content for claim in found] == [
        ((3, 11),),
        ((7, 9),),
        ((7, 11),),
        ((13, 15), (21, 27)),
        ((21, 27),),
    ]


def test_a_signature_may_be_a_sentence_of_its_own() -> None:
    """A claim tells the sentence that its cue is in, which for a signature is not the first."""
    text = "“The roof leaks.” ― Ana Sol"
    words = [Word(0, text[s:e], s, e, "", "X", "", "", -1, "root") for s, e in ((0, 17), (18, 27))]
    sentences = [Sentence(word.start, word.end, (word,)) for word in words]
    (found,) = turns(text, sentences, quotations(text, [(0, len(text))]))
    assert found.sentence == 1


@unhurried
@given(st.text(st.sampled_from('QA: \n“”"―-Lundx.@()'), max_size=60))
def test_turns_are_exact_and_apart(text: str) -> None:
    """Whatever the text, turns come in order and apart, and hold something without space around."""
    found = read(text, "Lund")
    extents = [extent for turn in found for extent in turn.content]
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in extents)
    assert all(before[1] <= after[0] for before, after in pairwise(sorted(extents)))
    for turn in found:
        assert turn.source
        own = [turn.cue, turn.source]
        assert all(e <= first or last <= s for s, e in turn.content for first, last in own)
