"""Confidence that means what it says: what is right, weights for it, and how far off it is."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks import tiny
from strategies import unhurried
from torch import tensor

from attrib._claims.found import Drawn, Span
from attrib.evaluation.calibration import Outcome, calibration_error, fitted, outcomes

Evidence = tuple[float, float, float]
chances = st.floats(0, 1)


def relation(
    content: Span | None = (4, 8), source: Span | None = (0, 2), evidence: float = 0.9
) -> Drawn:
    """A relation of which only what is given matters."""
    parts = [() if span is None else (span,) for span in (source, content)]
    return Drawn((2, 3), parts[0], parts[1], 0.5, (evidence, 1.0, 1.0))


def right(drawn: list[Drawn], gold: list[Drawn]) -> list[bool]:
    return [outcome.right for outcome in outcomes(drawn, gold)]


# --------------------------------------------------------------------------------------- outcomes


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        ((4, 8), (0, 2), True),
        ((4, 8), (1, 3), True),
        ((4, 8), (2, 4), False),
        ((4, 8), None, False),
        ((4, 6), (0, 2), True),
        ((4, 12), (0, 2), True),
        ((4, 5), (0, 2), False),
        ((4, 13), (0, 2), False),
        ((8, 12), (0, 2), False),
    ],
)
def test_what_is_right(content: Span, source: Span | None, expected: bool) -> None:
    """Right is who shares half of the content's words and a word of the source."""
    assert right([relation(content, source)], [relation()]) == [expected]


def test_right_without_a_source() -> None:
    """Where the annotator has no source, right is who has none."""
    gold = [relation(source=None)]
    assert right([relation(source=None)], gold) == [True]
    assert right([relation()], gold) == [False]


def test_an_annotated_relation_is_met_once() -> None:
    """Of two relations that meet the same annotated one, the surer is right, and comes first."""
    one, other = relation(evidence=0.3), relation((4, 7), evidence=0.6)
    assert list(outcomes([one, other], [relation()])) == [
        Outcome(other, True),
        Outcome(one, False),
    ]


def test_two_annotated_relations_are_met_twice() -> None:
    """Two annotated relations, though they read the same, can be met by two."""
    assert right([relation()] * 3, [relation()] * 2) == [True, True, False]


def test_nothing_annotated_nothing_right() -> None:
    """Without annotated relations nothing is right, and without drawn ones there is no outcome."""
    assert right([relation()], []) == [False]
    assert right([], [relation()]) == []


def test_what_has_no_content_has_no_outcome() -> None:
    """A relation without content is neither right nor wrong, nor does it use up another."""
    assert right([relation(None, evidence=1.0), relation()], [relation()]) == [True]


spans = st.tuples(st.integers(0, 8), st.integers(1, 4)).map(lambda s: (s[0], sum(s)))
relations = st.lists(
    st.builds(relation, st.none() | spans, st.none() | spans, chances), max_size=6
).map(lambda found: [r for r in found if r.content])


@unhurried
@given(relations, relations)
def test_outcomes_are_one_to_one(drawn: list[Drawn], gold: list[Drawn]) -> None:
    """Every relation has one outcome, the surest first; no more are right than are annotated."""
    found = list(outcomes(drawn, gold))
    assert sorted(map(repr, drawn)) == sorted(repr(outcome.drawn) for outcome in found)
    sure = [math.prod(outcome.drawn.evidence) for outcome in found]
    assert sure == sorted(sure, reverse=True)
    assert sum(outcome.right for outcome in found) <= len(gold)


# ----------------------------------------------------------------------------------------- fitted


def results(chance: float, evidence: Evidence, count: int = 40) -> list[Outcome]:
    """Outcomes with this evidence, of which such a share is right."""
    drawn = Drawn((0, 1), (), ((1, 2),), 0.5, evidence)
    return [Outcome(drawn, i < chance * count) for i in range(count)]


def confidences(found: list[Outcome], *evidence: Evidence) -> list[float]:
    """The confidence in such evidence after fitting."""
    network = tiny()
    network.calibration.copy_(tensor(fitted(found)))
    return [network.confidence(e) for e in evidence]


def test_fitted_confidence_is_the_share_that_is_right() -> None:
    """Where evidence comes in grades, the confidence in each is the share that was right there."""
    grades: list[Evidence] = [(0.2, 0.5, 0.5), (0.5, 0.5, 0.5), (0.8, 0.5, 0.5)]
    found = [*results(0.1, grades[0]), *results(0.5, grades[1]), *results(0.9, grades[2])]
    assert confidences(found, *grades) == pytest.approx([0.1, 0.5, 0.9], abs=0.02)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_what_tells_nothing_weighs_nothing(part: int) -> None:
    """Only that part of the evidence weighs which has to do with being right."""

    def evidence(value: float, noise: float) -> Evidence:
        parts = [noise, noise, noise]
        parts[part] = value
        return parts[0], parts[1], parts[2]

    rng = random.Random(4)
    found = []
    for _ in range(400):
        value = rng.random()
        found += results(float(rng.random() < value), evidence(value, rng.random()), 1)
    *weights, _ = fitted(found)
    assert len(weights) == 3
    others = [abs(weight) for i, weight in enumerate(weights) if i != part]
    assert weights[part] > 0.6
    assert max(others) < 0.3


def test_fitting_is_finite_where_nothing_is_doubtful() -> None:
    """Evidence that tells right from wrong without a doubt still gives weights to reckon with."""
    found = [*results(0, (0.0, 0.0, 0.0)), *results(1, (1.0, 1.0, 1.0))]
    assert all(map(math.isfinite, fitted(found)))
    low, high = confidences(found, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    assert low < 0.05 < 0.95 < high


# ------------------------------------------------------------------------------------------ error


def test_the_error_of_what_is_well_calibrated() -> None:
    """Where of claims with confidence 0.75 three in four are right, there is no error."""
    assert calibration_error([0.75] * 4 + [0.05] * 20, [True] * 3 + [False] * 20 + [True]) == 0.0


def test_the_error_of_what_is_badly_calibrated() -> None:
    """Certainty that is always wrong is off by all, and by a half where it is half wrong."""
    assert calibration_error([1.0, 1.0], [False, False]) == 1.0
    assert calibration_error([0.0, 0.0], [True, True]) == 1.0
    assert calibration_error([1.0, 1.0], [True, False]) == 0.5


def test_errors_in_one_bin_make_up_for_each_other() -> None:
    """What is off either way within a bin evens out, across bins it adds up."""
    assert calibration_error([0.5, 0.5], [True, False]) == 0.0
    assert calibration_error([0.4, 0.6], [True, False]) == 0.6


def test_no_claims_no_error() -> None:
    """Nothing is off where there is nothing."""
    assert calibration_error([], []) == 0.0


@given(st.lists(st.tuples(chances, st.booleans())))
def test_the_error_is_a_share(rows: list[tuple[float, bool]]) -> None:
    """The error lies between none and all, whatever the confidences."""
    assert 0 <= calibration_error([c for c, _ in rows], [r for _, r in rows]) <= 1
