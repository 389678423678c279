"""Stance on whole sentences: texts of our own in `data/stance.jsonl`, read with the models."""

from __future__ import annotations

import json
import pathlib

import attrs
import pytest

from attrib import Attributor
from attrib._values import Claim

pytestmark = pytest.mark.model

DATA = pathlib.Path(__file__).parent / "data" / "stance.jsonl"


@attrs.frozen
class Case:
    """A text, the words of one of its cues, and some of what that claim's stance should be."""

    text: str
    cue: str
    expect: dict[str, str]
    known_failure: str = ""

    @property
    def start(self) -> int:
        """Where the words of the cue begin."""
        return self.text.index(self.cue)


CASES = [Case(**json.loads(line)) for line in DATA.read_text("utf-8").splitlines()]


def marked(case: Case) -> object:
    """The case as a parameter, strictly expected to fail where the data file gives a reason."""
    reason = case.known_failure
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case.text[:40], marks=marks)


def claim_of(case: Case) -> Claim | None:
    """The claim whose cue shares a character with the words of the case."""
    for claim in Attributor().attribute(case.text):
        cue = claim.cue
        if cue and cue.span.start < case.start + len(case.cue) and case.start < cue.span.end:
            return claim
    return None


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_stance(case: Case) -> None:
    """The claim has the values of stance, and the target, that stand in the data file."""
    claim = claim_of(case)
    assert claim is not None
    target = claim.stance.target.text if claim.stance.target else ""
    found = {
        field: target if field == "target" else str(getattr(claim.stance, field))
        for field in case.expect
    }
    assert found == case.expect


def test_a_claim_is_told_to_somebody() -> None:
    """Whoever a claim is made to is its addressee."""
    text = "The mayor told reporters on Monday that the bridge was safe."
    (claim,) = Attributor().attribute(text)
    assert claim.addressee is not None
    assert claim.addressee.text == "reporters"


def test_quantities_stand_in_the_claim_that_holds_them() -> None:
    """A claim has the quantities inside its content, with the nouns that the parse says."""
    text = "After 3 days the coach said two fund managers had lost 40 million euros."
    (claim,) = Attributor().attribute(text)
    found = [(quantity.span.text, quantity.counted) for quantity in claim.quantities]
    assert found == [("two fund managers", "manager"), ("40 million euros", None)]


def test_a_withheld_claim_has_no_content() -> None:
    """Who does not respond has a claim without content, which every output can show."""
    text = "The mayor said rents would fall. The owners did not respond to requests."
    result = Attributor().attribute(text)
    claim = result[-1]
    assert (claim.speaker.text, claim.content.spans, claim.stance.act) == (
        "The owners",
        (),
        "withhold",
    )
    assert result.from_dict(result.to_dict(), text=text) == result
    assert "did not respond" in result._repr_html_()
    assert result.records()[-1]["act"] == "withhold"


@pytest.mark.parametrize(
    "text",
    [
        '"We never met," Nora Pell said. "We wrote."\n\nIvo Trent declined to comment.',
        '"We never met," Nora Pell said. "We wrote." The college refused to apologise.',
        "The clinic declined to discuss the case.",
        "The clinic declined to say how many beds it had.",
    ],
)
def test_a_refusal_is_one_claim(text: str) -> None:
    """Who refuses to speak says nothing by the verb refused, and not what was quoted before."""
    *_, last = Attributor().attribute(text)
    assert last.cue is not None
    assert last.parent is None
    assert last.cue.lemma in ("decline", "refuse")
