"""Hypothesis strategies that build whole, valid attributions over arbitrary text."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from attrib._attribution import Attribution
from attrib._choices import (
    Act,
    Approximation,
    Attitude,
    Commitment,
    CueKind,
    Direction,
    Engagement,
    Gender,
    How,
    Intensity,
    Mode,
    Occurrence,
    Polarity,
    QuantityKind,
    Role,
    SpeakerKind,
)
from attrib._values import (
    STANCE_CHOICES,
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

Choice = TypeVar("Choice", bound=StrEnum)

# A whole attribution takes a while to make where other jobs keep the machine busy.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Plain words, white space and what HTML and JSON treat specially, among all of Unicode.
characters = st.one_of(st.sampled_from("ab <>&\"'\n\t\u00a0\u2028“”"), st.characters())
texts = st.text(characters, max_size=60)
names = st.text(characters, max_size=8)
decimals = st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False)


def some(choices: type[Choice]) -> st.SearchStrategy[Choice]:
    return st.sampled_from(list(choices))


def maybe(choices: type[Choice]) -> st.SearchStrategy[Choice | None]:
    return st.none() | some(choices)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    """A span of at least one character."""
    start = draw(st.integers(0, len(text) - 1))
    return Span.of(text, start, draw(st.integers(start + 1, len(text))))


@st.composite
def rows_of_spans(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """Spans in the order of the text that do not overlap, adjoining or apart."""
    cuts = draw(st.sets(st.integers(0, len(text)), max_size=6))
    pieces = [Span.of(text, start, end) for start, end in pairwise(sorted(cuts))]
    return tuple(piece for piece in pieces if draw(st.booleans()))


@st.composite
def entities(draw: st.DrawFn, text: str, id: str) -> Entity:
    return Entity(
        id=id,
        name=draw(names),
        kind=draw(some(SpeakerKind)),
        gender=draw(maybe(Gender)),
        mentions=tuple(draw(st.lists(spans(text), max_size=3))) if text else (),
        descriptions=tuple(draw(st.lists(names, max_size=2))),
    )


@st.composite
def evidence(draw: st.DrawFn, text: str) -> Evidence:
    field = draw(st.sampled_from(sorted(STANCE_CHOICES)))
    return Evidence(draw(spans(text)), field, draw(some(STANCE_CHOICES[field])))


@st.composite
def stances(draw: st.DrawFn, text: str) -> Stance:
    return Stance(
        act=draw(maybe(Act)),
        polarity=draw(maybe(Polarity)),
        commitment=draw(maybe(Commitment)),
        engagement=draw(maybe(Engagement)),
        occurrence=draw(maybe(Occurrence)),
        attitude=draw(maybe(Attitude)),
        intensity=draw(maybe(Intensity)),
        target=draw(st.none() | spans(text)),
        evidence=tuple(draw(st.lists(evidence(text), max_size=2))),
    )


@st.composite
def bounds(draw: st.DrawFn) -> tuple[Decimal | None, Decimal | None]:
    low, high = sorted([draw(decimals), draw(decimals)])
    return draw(st.sampled_from([(low, high), (low, low), (low, None), (None, high), (None, None)]))


@st.composite
def quantities(draw: st.DrawFn, text: str) -> Quantity:
    low, high = draw(bounds())
    return Quantity(
        span=draw(spans(text)),
        kind=draw(some(QuantityKind)),
        low=low,
        high=high,
        low_open=draw(st.booleans()),
        high_open=draw(st.booleans()),
        approximation=draw(some(Approximation)),
        unit=draw(st.none() | st.sampled_from(["curr-usd", "percent", "barrel-per-day"])),
        unit_assumed=draw(st.booleans()),
        counted=draw(st.none() | names),
        ratio=draw(st.none() | st.tuples(st.integers(), st.integers())),
        whole=draw(st.none() | spans(text)),
        role=draw(some(Role)),
        direction=draw(some(Direction)),
        window=draw(st.none() | spans(text)),
    )


@st.composite
def speakers(draw: st.DrawFn, text: str, known: tuple[Entity, ...]) -> Speaker:
    members = st.lists(st.sampled_from(known), unique=True) if known else st.just([])
    return Speaker(
        source=draw(st.none() | spans(text)),
        entities=tuple(draw(members)),
        name=draw(st.none() | names),
        kind=draw(some(SpeakerKind)),
        how=draw(some(How)),
        antecedent=draw(st.none() | spans(text)),
        confidence=draw(st.none() | st.floats(0, 1)),
    )


@st.composite
def cues(draw: st.DrawFn, text: str) -> Cue:
    return Cue(draw(spans(text)), draw(names), draw(some(CueKind)))


@st.composite
def claims(
    draw: st.DrawFn, text: str, known: tuple[Entity, ...], sentences: int, number: int
) -> Claim:
    """The claim of this number, whose parent, if any, has a smaller one."""
    content = Content.of(text, draw(rows_of_spans(text)), draw(rows_of_spans(text)))
    return Claim(
        id=f"c{number}",
        speaker=draw(speakers(text, known)),
        cue=draw(st.none() | cues(text) if content.spans else cues(text)),
        content=content,
        mode=draw(some(Mode)),
        stance=draw(stances(text)),
        quantities=tuple(draw(st.lists(quantities(text), max_size=2))),
        addressee=draw(st.none() | spans(text)),
        parent=draw(st.sampled_from([None, *(f"c{i}" for i in range(number))])),
        sentences=tuple(i for i in range(sentences) if draw(st.booleans())),
        confidence=draw(st.none() | st.floats(0, 1)),
    )


@st.composite
def attributions(draw: st.DrawFn) -> Attribution:
    """A valid attribution; its claims stand in any order, and nest to any depth."""
    text = draw(texts)
    known = tuple(draw(entities(text, f"e{i}")) for i in range(draw(st.integers(0, 3))))
    sentences = draw(rows_of_spans(text))
    count = draw(st.integers(0, 4)) if text else 0
    made = [draw(claims(text, known, len(sentences), number)) for number in range(count)]
    return Attribution(
        text,
        claims=draw(st.permutations(made)),
        entities=known,
        sentences=sentences,
        id=draw(st.none() | names),
        language=draw(st.sampled_from(["en", "de"])),
    )


def members(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all the members of a form, and of the items of its lists."""
    pairs: Any = value.items() if isinstance(value, dict) else ()
    pairs = enumerate(value) if isinstance(value, list) else pairs
    return [
        found for step, item in pairs for found in ((*path, step), *members(item, (*path, step)))
    ]
