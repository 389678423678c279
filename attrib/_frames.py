"""The frames of cues: which complements of a word are the content of an attribution.

`data/cues.csv` lists them (its format stands in `docs/cues.md`).  A frame is a row of slots, each
filled by a different dependent of the cue:

    S        a clause, with or without "that", or a quotation; before, after or around the cue
    Q        the same, but only if it is quoted
    wh-S     an embedded question, or a clause with "whether" or "if"
    to-VP    an infinitive with "to"
    V-ing    a gerund or participle
    NP       an object
    XP       a predicate of the object: "call him *a friend*"
    for-NP   a phrase with that preposition, also a clause ("for saying ...")

A slot in brackets, `[NP]`, is somebody spoken to, not content.  A linking preposition belongs to
the cue where it stands next to it ("called for"), as in PolNeAR's guidelines.
"""

from __future__ import annotations

import csv
import functools
import importlib.resources
from collections.abc import Mapping

import attrs

from attrib._choices import CueKind

FORMS = ("wh-S", "to-VP", "V-ing", "NP", "XP", "S", "Q")


@attrs.frozen
class Slot:
    """One complement: its form, its preposition if it has one, and whether it is content."""

    form: str
    preposition: str = ""
    content: bool = True


@attrs.frozen
class Frame:
    """A row of slots, and the notation it was read from."""

    notation: str
    slots: tuple[Slot, ...]


def read_frame(notation: str) -> Frame:
    """The frame that a notation stands for.

    >>> [(slot.form, slot.preposition, slot.content) for slot in read_frame("[NP] to-VP").slots]
    [('NP', '', False), ('to-VP', '', True)]
    >>> read_frame("on-NP to-VP").slots[0]
    Slot(form='NP', preposition='on', content=True)
    """
    return Frame(notation, tuple(map(_read_slot, notation.split())))


def _read_slot(notation: str) -> Slot:
    inner = notation.strip("[]")
    for form in FORMS:
        preposition, _, rest = inner.rpartition(form)
        if not rest and (not preposition or preposition.endswith("-")):
            return Slot(form, preposition.rstrip("-"), content=inner == notation)
    raise ValueError(f"unknown slot {notation!r} in a frame: use one of {', '.join(FORMS)}")


@functools.cache
def cue_frames() -> Mapping[tuple[str, CueKind], tuple[Frame, ...]]:
    """The frames of every listed cue, by lemma (with its particle: "point out") and kind."""
    source = importlib.resources.files("attrib") / "data" / "cues.csv"
    with source.open(encoding="utf8", newline="") as rows:
        return {
            (row["lemma"], CueKind(row["kind"])): tuple(
                read_frame(frame.strip()) for frame in row["frames"].split(";") if frame.strip()
            )
            for row in csv.DictReader(rows)
        }
