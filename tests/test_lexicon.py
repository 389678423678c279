"""The tables that stance is read from: every row is of known words, forms and values."""

from __future__ import annotations

import pytest

from attrib._choices import CueKind
from attrib._claims.addressees import slots
from attrib._claims.frames import FORMS, cue_frames
from attrib._claims.lexicon import STANCE_FIELDS, base_forms, listed_as, senses, word_class
from attrib._data import rows
from attrib._stance.guesses import neighbours, voted
from attrib._values import STANCE_CHOICES

CLAIM_CONDITIONS = {"agentless", "quoted", "evidence"}
SHAPES = {*FORMS, "subj-S"}


def known(condition: str) -> bool:
    """Whether a condition is a property of claims, or a form with its preposition and class."""
    if condition in CLAIM_CONDITIONS or condition in SHAPES:
        return True
    form, _, name = condition.partition(":")
    return form.rpartition("-")[2] in ("NP", "XP", "ing", "VP", "S") and (
        not name or bool(word_class(name))
    )


def test_senses_have_known_values_and_conditions() -> None:
    """Every value of a cue is a choice of its field, every condition one that can be met."""
    for cue, listed in senses().items():
        for sense in listed:
            assert all(value in list(STANCE_CHOICES[f]) for f, value in sense.values.items()), cue
            assert all(known(part) for frame in sense.frames for part in frame), cue


def test_every_cue_has_a_last_resort() -> None:
    """The last sense of a cue fits any frame, and only the last."""
    for cue, listed in senses().items():
        assert [bool(sense.frames) for sense in listed][-1:] == [False], cue
        assert all(sense.frames for sense in listed[:-1]), cue


def test_every_cue_of_the_engine_has_a_sense() -> None:
    """What the syntactic engine takes for a cue, the table of stances knows."""
    missing = [cue for cue in cue_frames() if (cue[0], cue[1].value) not in senses()]
    assert missing == []


@pytest.mark.parametrize("table", ["stances.csv", "stance_markers.csv", "governors.csv"])
def test_no_row_stands_twice(table: str) -> None:
    """No row has the key of another."""
    keys = [
        tuple(row[column] for column in row if column not in {"act", "value", *STANCE_FIELDS})
        for row in rows(table)
    ]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("table", ["stance_markers.csv", "governors.csv"])
def test_markers_move_known_fields(table: str) -> None:
    """What words around a cue move is a field of stance, to one of its values, or nothing."""
    for row in rows(table):
        field, value = row["field"], row["value"]
        assert (not field and not value) or value in list(STANCE_CHOICES[field]), row


def test_addressees_are_of_listed_cues() -> None:
    """Whoever has an addressee is a cue, and its slots are noun phrases."""
    for lemma, listed in slots().items():
        assert (lemma, "verb") in senses(), lemma
        assert all(slot.rpartition("-")[2] == "NP" for slot in listed), lemma


def test_neighbours_are_listed_cues() -> None:
    """The neighbours of unlisted cues are listed ones of their kind."""
    for (lemma, kind), near in neighbours().items():
        assert all((cue, kind) in senses() for cue, _ in near), lemma


def test_neighbours_vote_in_the_frame_at_hand() -> None:
    """The same neighbours make a promise of an infinitive and a claim of a clause."""
    near = [("agree", 0.5), ("promise", 0.4)]
    assert voted(near, "verb", ["to-VP"], {}) == "commit"
    assert voted(near[:1], "verb", ["S"], {}) == "affirm"


def test_without_neighbours_the_frame_decides() -> None:
    """A cue without neighbours does what most listed cues do in its frame."""
    acts = {sense.act: 1 for sense in senses()["promise", "verb"]}
    assert voted([], "verb", ["to-VP"], acts) == "commit"


@pytest.mark.parametrize(
    ("form", "lemma"),
    [("denies", "deny"), ("begged", "beg"), ("vowing", "vow"), ("criticises", "criticize")],
)
def test_inflected_forms_have_base_forms(form: str, lemma: str) -> None:
    """The base form of a regular verb is among those tried, in American spelling too."""
    assert lemma in base_forms(form)


def test_several_words_make_a_cue_in_their_order() -> None:
    """A cue of several words is found where its words stand in order, whatever is between."""
    assert listed_as("lash", CueKind.VERB, ["out", "at"]) == "lash out"
    assert listed_as("speak", CueKind.VERB, ["very", "highly"]) == "speak highly"
    assert listed_as("speak", CueKind.VERB, []) == "speak"
