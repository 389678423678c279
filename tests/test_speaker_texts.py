"""Speakers in whole texts, read by the shipped models.

`data/speakers.jsonl` holds texts of our own; `speakers` lists, for each claim to be found, words of
its cue and the names of its speakers (null for a claim that has none); `fails` says why one fails.
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from attrib import attribute

pytestmark = pytest.mark.model

DATA = pathlib.Path(__file__).parent / "data" / "speakers.jsonl"


def cases() -> list[Any]:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf8").splitlines()]
    return [
        pytest.param(
            row,
            id=row["id"],
            marks=[pytest.mark.xfail(reason=row["fails"])] if "fails" in row else [],
        )
        for row in rows
    ]


@pytest.mark.parametrize("row", cases())
def test_every_claim_has_its_speakers(row: dict[str, Any]) -> None:
    """Each claim of a text has the speakers that a reader would name."""
    found = [
        (claim.cue.text if claim.cue else "", [entity.name for entity in claim.speaker.entities])
        for claim in attribute(row["text"])
    ]
    for cue, names in row["speakers"]:
        wanted = [names] if isinstance(names, str) else names or []
        fitting = [told for told in found if cue in told[0] and told[1] == wanted]
        assert fitting, (cue, wanted, found)
        found.remove(fitting[0])


def test_by_speaker_gathers_under_the_full_name() -> None:
    """Claims by a name, a surname and a pronoun stand together under the full name."""
    told = attribute("Ana Sol said rents would fall. Sol added that she was sure. She apologised.")
    assert set(told.by_speaker()) == {"Ana Sol"}
    assert len(told.by_speaker()["Ana Sol"]) >= 2


def test_a_label_is_of_one_speaker_throughout() -> None:
    """However often "Q" and "A" begin a turn, they are two speakers."""
    told = attribute("Q: Is it late?\n\nA: It is.\n\nQ: Why is that?\n\nA: We slept.")
    assert [entity.name for entity in told.entities] == ["Q", "A"]
