"""The frames of cues: which complements of a word are the content of an attribution.

`data/cues.csv` lists them (its format stands in `docs/cues.md`).  A frame is a row of slots, each
filled by a different dependent of the cue:

    S        a clause, with or without "that", or a quotation; before, after or around the cue
    Q        the same, but only if it is quoted
    E        the same, but only if it tells what something judged is: "the real test is cash"
    wh-S     an embedded question, or a clause with "whether" or "if"
    to-VP    an infinitive with "to"
    V-ing    a gerund or participle
    NP       an object
    XP       a predicate of the object: "call him *a friend*"
    for-NP   a phrase with that preposition, also a clause ("for saying ...")
    at-NUM   a phrase with that preposition that is a number or an amount

A slot in brackets, `[NP]`, is somebody spoken to, not content.  A linking preposition belongs to
the cue where it stands next to it ("called for"), as in PolNeAR's guidelines.  A frame that ends in
`!` leaves so little to decide that it makes a claim even where the network drew none; one in `?`
does so if it is what a whole sentence says of somebody by name or by "he", "she" or "they".
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Mapping

import attrs
import regex

from attrib._choices import CueKind
from attrib._data import rows, word_list

FORMS = ("wh-S", "to-VP", "V-ing", "NP", "NUM", "XP", "S", "Q", "E")
_SLOT = regex.compile(
    rf"(?P<open>\[)?(?:(?P<preposition>\p{{Ll}}+)-)??(?P<form>{'|'.join(FORMS)})(?(open)\])"
)


class Sureness(enum.Enum):
    """Where a frame makes a claim that the network did not draw."""

    NEVER = ""
    OF_PERSONS = "?"
    ALWAYS = "!"


@attrs.frozen
class Slot:
    """One complement: its form, its preposition if it has one, and whether it is content."""

    form: str
    preposition: str = ""
    content: bool = True


@attrs.frozen
class Frame:
    """A row of slots, the notation it was read from, and where the syntax alone makes a claim."""

    notation: str
    slots: tuple[Slot, ...]
    sure: Sureness = Sureness.NEVER


def read_frame(notation: str) -> Frame:
    """The frame that a notation stands for.

    >>> [(slot.form, slot.preposition, slot.content) for slot in read_frame("[NP] to-VP").slots]
    [('NP', '', False), ('to-VP', '', True)]
    >>> read_frame("on-NP to-VP").slots[0]
    Slot(form='NP', preposition='on', content=True)
    """
    plain = notation.rstrip("?!")
    sure = Sureness(notation.removeprefix(plain))
    return Frame(plain, tuple(map(_read_slot, plain.split())), sure)


def _read_slot(notation: str) -> Slot:
    match = _SLOT.fullmatch(notation)
    if match is None:
        raise ValueError(f"unknown slot {notation!r} in a frame: use one of {', '.join(FORMS)}")
    return Slot(match["form"], match["preposition"] or "", content=not match["open"])


@functools.cache
def cue_frames() -> Mapping[tuple[str, CueKind], tuple[Frame, ...]]:
    """The frames of every listed cue, by lemma (with its particle: "point out") and kind."""
    return {
        (row["lemma"], CueKind(row["kind"])): tuple(
            read_frame(frame.strip()) for frame in row["frames"].split(";")
        )
        for row in rows("cues.csv")
    }


@functools.cache
def support_verbs() -> frozenset[str]:
    """Verbs that lend a noun cue their subject: "the mayor *made* a promise".

    >>> "make" in support_verbs(), "reject" in support_verbs()
    (True, False)
    """
    return word_list("support_verbs.txt")


@functools.cache
def quotation_nouns() -> frozenset[str]:
    """Nouns for what was said, as a quotation may be called: "'No' was her *answer*".

    >>> "answer" in quotation_nouns(), "novel" in quotation_nouns()
    (True, False)
    """
    return word_list("quotation_nouns.txt")


def is_other_sense(verb: str, noun: str) -> bool:
    """Whether a verb with such an object reports nothing; both are lemmas.

    >>> is_other_sense("claim", "title"), is_other_sense("claim", "victory")
    (True, False)
    """
    return noun in _other_senses().get(verb, ())


@functools.cache
def _other_senses() -> Mapping[str, frozenset[str]]:
    return {row["verb"]: frozenset(row["objects"].split()) for row in rows("other_senses.csv")}
