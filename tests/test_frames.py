"""The list of cues: every row can be read, none stands twice, and mistakes are named."""

from __future__ import annotations

import csv
import importlib.resources
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib._choices import CueKind
from attrib._claims.frames import FORMS, Frame, Slot, Sureness, cue_frames, read_frame

CUES = importlib.resources.files("attrib") / "data" / "cues.csv"
ROWS = list(csv.DictReader(CUES.read_text("utf-8").splitlines()))
PREPOSITIONS = ("", "about", "against", "as", "for", "of", "on", "to")

slots = st.builds(Slot, st.sampled_from(FORMS), st.sampled_from(PREPOSITIONS), st.booleans())


def written(slot: Slot) -> str:
    """A slot in the notation it is read from."""
    plain = f"{slot.preposition}-{slot.form}" if slot.preposition else slot.form
    return plain if slot.content else f"[{plain}]"


def whole(frame: Frame) -> str:
    """A frame in the notation it is read from."""
    return " ".join(map(written, frame.slots)) + frame.sure.value


def listed(row: dict[str, str]) -> list[str]:
    return row["frames"].split("; ")


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['lemma']}, {row['kind']}" for row in ROWS])
def test_every_row_is_well_formed(row: dict[str, str]) -> None:
    """Every row has a lemma in lower case, a known kind and frames, of which none stands twice."""
    assert row["lemma"] == row["lemma"].strip().lower() != ""
    assert row["kind"] in set(CueKind)
    assert all(read_frame(notation).slots for notation in listed(row))
    assert len(set(listed(row))) == len(listed(row))


def test_every_notation_round_trips() -> None:
    """Every frame, written again from its slots, is the notation it was read from."""
    for notation in {notation for row in ROWS for notation in listed(row)}:
        assert whole(read_frame(notation)) == notation


def test_every_frame_can_fill_a_content() -> None:
    """Every frame in the file has a slot that is content."""
    for notation in {notation for row in ROWS for notation in listed(row)}:
        assert any(slot.content for slot in read_frame(notation).slots), notation


def test_rows_are_sorted_and_apart() -> None:
    """Rows are sorted by lemma, then kind, and no lemma stands twice with the same kind."""
    keys = [(row["lemma"], row["kind"]) for row in ROWS]
    assert all(before < after for before, after in itertools.pairwise(keys))


def test_the_mapping_is_the_file() -> None:
    """The frames by lemma and kind are those of the file, in its order."""
    shown = {key: list(map(whole, frames)) for key, frames in cue_frames().items()}
    assert shown == {(row["lemma"], CueKind(row["kind"])): listed(row) for row in ROWS}


def test_every_form_is_used() -> None:
    """Every form of slot stands in some row."""
    found = {slot.form for frames in cue_frames().values() for f in frames for slot in f.slots}
    assert found == set(FORMS)


@given(st.lists(slots, min_size=1, max_size=4), st.sampled_from(Sureness))
def test_any_frame_round_trips(row: list[Slot], sure: Sureness) -> None:
    """Slots written down are read back as they were, with the mark of a sure frame."""
    frame = Frame(" ".join(map(written, row)), tuple(row), sure)
    assert read_frame(whole(frame)) == frame


@pytest.mark.parametrize(
    "notation", ["VP", "NPs", "that", "np", "NP-for", "forNP", "NP,", "S;", "[NP] that"]
)
def test_unknown_slots_are_named(notation: str) -> None:
    """An unknown slot ends in an error that names the slot and the forms to use."""
    slot = notation.split()[-1]
    with pytest.raises(ValueError, match="use one of wh-S, to-VP") as error:
        read_frame(notation)
    assert repr(slot) in str(error.value)


@pytest.mark.parametrize("notation", ["[NP", "NP]", "[[NP]]", "-NP"])
def test_half_written_slots_are_named(notation: str) -> None:
    """A bracket without its other half, or a hyphen without its preposition, is an error."""
    with pytest.raises(ValueError, match="unknown slot"):
        read_frame(notation)
