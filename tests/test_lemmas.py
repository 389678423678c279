"""Lemmas that a network makes up give way to known ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib._reading.lemmas import mended

KNOWN = {"appeal", "authorize", "beg", "factory", "po", "swear", "sworn"}


@pytest.mark.parametrize(
    ("word", "upos", "lemma", "expected"),
    [
        ("appealed", "VERB", "appeale", "appeal"),
        ("Begged", "VERB", "begge", "beg"),
        ("swore", "VERB", "swore", "swear"),
        ("factories", "NOUN", "factorie", "factory"),
        ("authorised", "VERB", "authorise", "authorise"),
        ("authorized", "VERB", "authoriz", "authorize"),
        ("pod", "NOUN", "pod", "pod"),
        ("begging", "NOUN", "begging", "begging"),
        ("pos", "NOUN", "pos", "pos"),
        ("begged", "ADJ", "begged", "begged"),
        ("sworn", "VERB", "sworn", "sworn"),
        ("vlogged", "VERB", "vlogge", "vlogge"),
    ],
)
def test_a_known_base_form_takes_the_place_of_an_unknown(
    word: str, upos: str, lemma: str, expected: str
) -> None:
    """Verbs and plurals are mended where their base form is known and the given one is not."""
    assert mended(word, upos, lemma, KNOWN) == expected


@given(st.text(), st.sampled_from(["VERB", "NOUN", "X"]), st.text(), st.sets(st.text()))
def test_a_lemma_stays_or_is_known(word: str, upos: str, lemma: str, known: set[str]) -> None:
    """Nothing is made up anew."""
    found = mended(word, upos, lemma, known)
    assert found == lemma or found in known
