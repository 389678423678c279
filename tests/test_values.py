"""What the values promise: exact spans, contents read as one, and errors that say what to do."""

from __future__ import annotations

import re
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import rows_of_spans, some, spans, texts

from attrib import _choices
from attrib._choices import Act, Direction, Force, Mode, QuantityKind
from attrib._values import (
    Claim,
    Content,
    Cue,
    Entity,
    Evidence,
    Quantity,
    Span,
    Speaker,
    Stance,
)

TEXT = "Ana Sol said rents would fall by a tenth."
ANA = Span.of(TEXT, 0, 7)
EMPTY = Span(3, 3, "")


def amount(low: str | None, high: str | None, kind: QuantityKind = QuantityKind.NUMBER) -> Quantity:
    low_bound, high_bound = (None if end is None else Decimal(end) for end in (low, high))
    return Quantity(span=ANA, kind=kind, low=low_bound, high=high_bound)


@given(texts.filter(bool).flatmap(lambda text: st.tuples(st.just(text), spans(text))))
def test_a_span_is_the_slice(case: tuple[str, Span]) -> None:
    """The text of a span is the slice of the source text at its offsets."""
    text, span = case
    assert span.text == text[span.start : span.end]


def test_spans_are_ordered_by_place() -> None:
    """Spans sort by start, then by end, whatever their text."""
    last, first, middle = Span(2, 3, "a"), Span(0, 1, "c"), Span(0, 2, "bb")
    assert sorted([last, middle, first]) == [first, middle, last]


@pytest.mark.parametrize(
    ("start", "end", "text"), [(2, 1, ""), (-1, 2, "abc"), (0, 2, "abc"), (0, 3, "ab")]
)
def test_a_span_that_cannot_be_is_refused(start: int, end: int, text: str) -> None:
    """Offsets that run backwards, are negative or do not fit the text end in an error."""
    with pytest.raises(ValueError, match="pass offsets"):
        Span(start, end, text)


@pytest.mark.parametrize(("start", "end"), [(30, 99), (-4, 3), (5, 2)])
def test_no_span_lies_outside_the_text(start: int, end: int) -> None:
    """`Span.of` refuses offsets that Python's slices would silently clip."""
    with pytest.raises(ValueError, match="pass offsets"):
        Span.of(TEXT, start, end)


def test_values_are_immutable() -> None:
    """No field of a value can be set."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ANA.start = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "pairs", "read"),
    [
        ("No, he said, never.", [(0, 3), (13, 18)], "No, ... never"),
        ("One.\n\nTwo.", [(0, 4), (6, 10)], "One.\n\nTwo."),
        ("abc", [(0, 1), (1, 3)], "abc"),
        ("abc", [(1, 3), (0, 1)], "abc"),
        ("abc", [], ""),
    ],
)
def test_content_reads_as_one(text: str, pairs: list[tuple[int, int]], read: str) -> None:
    """Spans that only white space parts are joined by it, others by an ellipsis, in text order."""
    assert Content.of(text, [Span.of(text, *pair) for pair in pairs]).text == read


@given(texts.flatmap(lambda text: st.tuples(st.just(text), rows_of_spans(text))))
def test_content_holds_its_spans(case: tuple[str, tuple[Span, ...]]) -> None:
    """The text of a content is made of its spans alone, and ellipses between them."""
    text, pieces = case
    content = Content.of(text, pieces)
    assert content.spans == pieces
    between = r"(?:\s*| \.\.\. )"
    assert re.fullmatch(between.join(re.escape(piece.text) for piece in pieces), content.text)


def test_content_spans_do_not_overlap() -> None:
    """Spans of a content that overlap or stand in the wrong order end in an error."""
    with pytest.raises(ValueError, match="overlap or stand in the wrong order"):
        Content((Span.of(TEXT, 4, 7), ANA), "")
    with pytest.raises(ValueError, match="overlap or stand in the wrong order"):
        Content.of(TEXT, [ANA, Span.of(TEXT, 4, 9)])


def test_nothing_is_made_of_an_empty_span() -> None:
    """An empty span is no source, cue, content, mention, evidence or quantity."""
    for make in (
        lambda: Speaker(EMPTY),
        lambda: Cue(EMPTY, "say", _choices.CueKind.VERB),
        lambda: Content((EMPTY,)),
        lambda: Entity("e1", "Ana Sol", mentions=(EMPTY,)),
        lambda: Evidence(EMPTY, "act", "deny"),
        lambda: Stance(target=EMPTY),
        lambda: Quantity(span=EMPTY, kind=QuantityKind.COUNT),
    ):
        with pytest.raises(ValueError, match="empty span"):
            make()


def test_a_speaker_reads_as_its_source() -> None:
    """A speaker's text is that of its source, and "" where there is no source."""
    assert Speaker(ANA).text == "Ana Sol"
    assert Speaker().text == ""
    assert Speaker().name is None


def test_a_stance_is_unread_at_first() -> None:
    """A stance that nobody has read holds no value, only None, and no evidence."""
    values = attrs.asdict(Stance())
    assert values.pop("evidence") == ()
    assert set(values.values()) == {None}


def test_evidence_names_a_field_and_its_value() -> None:
    """Evidence for an unknown field, or for a value that the field cannot take, is refused."""
    with pytest.raises(ValueError, match="name one of act, polarity"):
        Evidence(ANA, "tone", "warm")
    with pytest.raises(ValueError, match="use one of positive, negative, open, none"):
        Evidence(ANA, "polarity", "maybe")


@pytest.mark.parametrize(
    ("low", "high", "value"),
    [("5", "5.0", "5"), ("5", "6", None), ("5", None, None), (None, "5", None), (None, None, None)],
)
def test_a_quantity_has_a_value_when_its_bounds_meet(
    low: str | None, high: str | None, value: str | None
) -> None:
    """The value of a quantity is its low bound where that equals the high one, else None."""
    assert amount(low, high).value == (None if value is None else Decimal(value))


def test_bounds_stand_in_order() -> None:
    """A low bound above the high one is refused, but the figures of a score keep their order."""
    with pytest.raises(ValueError, match="pass the smaller number as low"):
        amount("3", "1")
    assert amount("3", "1", QuantityKind.SCORE).low == 3


@pytest.mark.parametrize("bound", ["NaN", "sNaN", "Infinity"])
def test_bounds_are_finite(bound: str) -> None:
    """No bound is infinite or not a number."""
    with pytest.raises(ValueError, match="finite"):
        amount(bound, None)


def test_a_quantity_in_json_form() -> None:
    """The form of a quantity has plain decimals and labels, and spans only where there are any."""
    part = Quantity(
        span=Span.of(TEXT, 33, 40),
        kind=QuantityKind.SHARE,
        low=Decimal("1E-1"),
        high=Decimal("1E-1"),
        ratio=(1, 10),
        whole=Span.of(TEXT, 13, 18),
        direction=Direction.DOWN,
    )
    form = part.to_dict()
    assert form == {
        "span": [33, 40], "kind": "share", "low": "0.1", "high": "0.1", "low_open": False,
        "high_open": False, "approximation": "exact", "unit": None, "unit_assumed": False,
        "counted": None, "ratio": [1, 10], "role": "level", "direction": "down", "whole": [13, 18],
    }  # fmt: skip
    assert type(form["kind"]) is str


def test_a_claim_has_a_place() -> None:
    """A claim with neither content nor cue is refused."""
    with pytest.raises(ValueError, match="neither content nor cue"):
        Claim(id="c1", speaker=Speaker(ANA), cue=None, content=Content(), mode=Mode.INDIRECT)


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_confidence_is_a_probability(confidence: float) -> None:
    """A confidence outside 0 to 1 is refused."""
    content = Content.of(TEXT, [ANA])
    with pytest.raises(ValueError, match="probability"):
        Claim(id="c1", speaker=Speaker(), cue=None, content=content, mode=Mode.INDIRECT,
              confidence=confidence)  # fmt: skip


@given(some(Act))
def test_every_act_has_a_force(act: Act) -> None:
    """Each act belongs to one of Searle's classes, or is mental."""
    assert act.force in Force


def test_forces_of_acts() -> None:
    """Every force is that of some act, and the plainest acts have the force of their names."""
    assert {act.force for act in Act} == set(Force)
    acts = (Act.ASSERT, Act.DIRECT, Act.COMMIT, Act.EXPRESS, Act.DECLARE, Act.BELIEVE)
    assert [act.force for act in acts] == list(Force)


def test_choices_are_documented() -> None:
    """Every choice says in a docstring of its own what it is a choice of."""
    for name, choice in vars(_choices).items():
        if isinstance(choice, type) and choice.__module__ == _choices.__name__:
            assert choice.__dict__["__doc__"], name
