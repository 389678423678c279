"""The values that a claim is made of: frozen, hashable, and exact to the character.

>>> text = "Ana Sol said rents would fall."
>>> ana = Span.of(text, 0, 7)
>>> claim = Claim(
...     id="c1",
...     speaker=Speaker(ana, name="Ana Sol", kind=SpeakerKind.PERSON, how=How.NAMED),
...     cue=Cue(Span.of(text, 8, 12), "say", CueKind.VERB),
...     content=Content.of(text, [Span.of(text, 13, 29)]),
...     mode=Mode.INDIRECT,
... )
>>> claim.speaker.text, claim.cue.text, claim.content.text
('Ana Sol', 'said', 'rents would fall')
>>> claim.stance.act is None  # not read yet
True
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

import attrs
from attrs.validators import deep_iterable, optional

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

APART = " ... "

STANCE_CHOICES: dict[str, type[StrEnum]] = {
    "act": Act,
    "polarity": Polarity,
    "commitment": Commitment,
    "engagement": Engagement,
    "occurrence": Occurrence,
    "attitude": Attitude,
    "intensity": Intensity,
}
# The stance of a plain "she said so", which needs no evidence.
PLAIN_STANCE: dict[str, str] = {
    "act": Act.ASSERT,
    "polarity": Polarity.POSITIVE,
    "commitment": Commitment.FULL,
    "engagement": Engagement.ACKNOWLEDGE,
    "occurrence": Occurrence.HAPPENED,
    "attitude": Attitude.NEUTRAL,
    "intensity": Intensity.MEDIUM,
}


@attrs.frozen(order=True)
class Span:
    """A stretch of the caller's text: half-open offsets in code points, and the slice itself.

    Spans are ordered by start, then end.

    >>> Span.of("Ana Sol agreed.", 4, 7)
    Span(start=4, end=7, text='Sol')
    """

    start: int
    end: int
    text: str = attrs.field(order=False)

    def __attrs_post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(
                f"span [{self.start}, {self.end}) runs backwards or starts before the text: "
                "pass offsets with 0 <= start <= end"
            )
        if len(self.text) != self.end - self.start:
            raise ValueError(
                f"span [{self.start}, {self.end}) holds {len(self.text)} characters: pass offsets "
                "that lie inside the text, and the slice text[start:end], as Span.of does"
            )

    @classmethod
    def of(cls, source_text: str, start: int, end: int) -> Span:
        """The span of `source_text` from `start` up to `end`, with its slice."""
        return cls(start, end, source_text[start:end])


def _not_empty(_: object, attribute: attrs.Attribute[Any], span: Span) -> None:
    if not span.text:
        raise ValueError(
            f"{attribute.name} holds the empty span [{span.start}, {span.end}): "
            "pass a span of at least one character, or none at all"
        )


def _ascending(_: object, attribute: attrs.Attribute[Any], spans: tuple[Span, ...]) -> None:
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise ValueError(
                f"{attribute.name} [{before.start}, {before.end}) and [{after.start}, {after.end}) "
                "overlap or stand in the wrong order: pass spans in the order of the text, apart"
            )


def _probability(_: object, __: attrs.Attribute[Any], confidence: float | None) -> None:
    if confidence is not None and not 0 <= confidence <= 1:
        raise ValueError(f"confidence is {confidence}: pass a probability from 0 to 1, or None")


_present = optional(_not_empty)
_each_present = deep_iterable(_not_empty)


@attrs.frozen
class Entity:
    """Someone or something that the text refers to, under the fullest name the text has for it.

    >>> text = "Ana Sol smiled. She sat."
    >>> ana = Entity("e1", "Ana Sol", mentions=(Span.of(text, 0, 7), Span.of(text, 16, 19)))
    >>> [mention.text for mention in ana.mentions]
    ['Ana Sol', 'She']
    """

    id: str
    name: str
    kind: SpeakerKind = SpeakerKind.UNKNOWN
    gender: Gender | None = None
    mentions: tuple[Span, ...] = attrs.field(default=(), validator=_each_present)
    descriptions: tuple[str, ...] = ()


@attrs.frozen
class Speaker:
    """A source together with the entities that it refers to, and the evidence for that.

    >>> Speaker()  # the text does not say who speaks
    ... # doctest: +NORMALIZE_WHITESPACE
    Speaker(source=None, entities=(), name=None, kind=<SpeakerKind.UNKNOWN: 'unknown'>,
            how=<How.NONE: 'none'>, antecedent=None, confidence=None)

    `antecedent` is the mention that a pronoun or a description takes up, `confidence` how sure that
    is, from 0 to 1; None where nothing had to be chosen.
    """

    source: Span | None = attrs.field(default=None, validator=_present)
    entities: tuple[Entity, ...] = ()
    name: str | None = None
    kind: SpeakerKind = SpeakerKind.UNKNOWN
    how: How = How.NONE
    antecedent: Span | None = attrs.field(default=None, validator=_present)
    confidence: float | None = attrs.field(default=None, validator=_probability)

    @property
    def text(self) -> str:
        """The words of the source as they stand in the text, "" where there is none."""
        return self.source.text if self.source else ""


@attrs.frozen
class Cue:
    """The expression that signals an attribution."""

    span: Span = attrs.field(validator=_not_empty)
    lemma: str
    kind: CueKind

    @property
    def text(self) -> str:
        """The words of the cue as they stand in the text."""
        return self.span.text


@attrs.frozen
class Content:
    """What is attributed: spans in the order of the text, none where the speaker withholds.

    `text` reads them as one, `quoted` are the parts in quotation marks.
    """

    spans: tuple[Span, ...] = attrs.field(default=(), validator=[_each_present, _ascending])
    text: str = ""
    quoted: tuple[Span, ...] = attrs.field(default=(), validator=[_each_present, _ascending])

    @classmethod
    def of(cls, source_text: str, spans: Iterable[Span], quoted: Iterable[Span] = ()) -> Content:
        """The content of these spans: what only white space parts stays joined by it.

        >>> text = "We lost, he said, but not by much."
        >>> Content.of(text, [Span.of(text, 0, 8), Span.of(text, 18, 33)]).text
        'We lost, ... but not by much'
        >>> Content.of(text, [Span.of(text, 0, 2), Span.of(text, 3, 8)]).text
        'We lost,'
        """
        ordered = tuple(sorted(spans))
        pieces = [span.text for span in ordered[:1]]
        for before, after in pairwise(ordered):
            gap = source_text[before.end : after.start]
            pieces += [APART if gap.strip() else gap, after.text]
        return cls(ordered, "".join(pieces), tuple(sorted(quoted)))


@attrs.frozen
class Evidence:
    """A span that moved one field of a stance to a value.

    >>> Evidence(Span(5, 8, "may"), "commitment", "neutral").value
    'neutral'
    """

    span: Span = attrs.field(validator=_not_empty)
    field: str
    value: str

    def __attrs_post_init__(self) -> None:
        if self.field not in STANCE_CHOICES:
            raise ValueError(
                f"evidence is for {self.field!r}: name one of {', '.join(STANCE_CHOICES)}"
            )
        choices = list(STANCE_CHOICES[self.field])
        if self.value not in choices:
            raise ValueError(
                f"{self.value!r} is no value of {self.field}: use one of {', '.join(choices)}"
            )


@attrs.frozen(kw_only=True)
class Stance:
    """What the source, the reporter and the facts make of a claim; None where it is not read yet.

    The source's: `act`, `polarity`, `commitment`, and `attitude` with its `intensity` towards
    `target`.  The reporter's: `engagement`.  Whether the saying took place: `occurrence`.
    """

    act: Act | None = None
    polarity: Polarity | None = None
    commitment: Commitment | None = None
    engagement: Engagement | None = None
    occurrence: Occurrence | None = None
    attitude: Attitude | None = None
    intensity: Intensity | None = None
    target: Span | None = attrs.field(default=None, validator=_present)
    evidence: tuple[Evidence, ...] = ()


def _finite(_: object, attribute: attrs.Attribute[Any], bound: Decimal | None) -> None:
    if bound is not None and not bound.is_finite():
        raise ValueError(f"{attribute.name} is {bound}: pass a finite Decimal, or None")


def _plain(bound: Decimal | None) -> str | None:
    return None if bound is None else format(bound, "f")


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


@attrs.frozen(kw_only=True)
class Quantity:
    """An amount in the text, as the interval from `low` to `high`; None is no bound on that side.

    A bound that is `open` is itself left out.  In a score `low` is the first figure, `high` the
    second.  `ratio` keeps the terms of "one in three" or "2-0", `whole` is what a share is of,
    `window` the time that a quantity covers, `counted` the lemma of the counted noun.

    >>> more = Quantity(span=Span(0, 12, "more than 60"), kind=QuantityKind.NUMBER,
    ...                 low=Decimal(60), low_open=True)
    >>> more.value is None  # a bound is no value
    True
    """

    span: Span = attrs.field(validator=_not_empty)
    kind: QuantityKind
    low: Decimal | None = attrs.field(default=None, validator=_finite)
    high: Decimal | None = attrs.field(default=None, validator=_finite)
    low_open: bool = False
    high_open: bool = False
    approximation: Approximation = Approximation.EXACT
    unit: str | None = None
    unit_assumed: bool = False
    counted: str | None = None
    ratio: tuple[int, int] | None = None
    whole: Span | None = attrs.field(default=None, validator=_present)
    role: Role = Role.LEVEL
    direction: Direction = Direction.NONE
    window: Span | None = attrs.field(default=None, validator=_present)

    def __attrs_post_init__(self) -> None:
        if self.low is None or self.high is None or self.kind == QuantityKind.SCORE:
            return
        if self.low > self.high:
            raise ValueError(
                f"low {self.low} is greater than high {self.high} in {self.span.text!r}: "
                "pass the smaller number as low (only the figures of a score keep their order)"
            )

    @property
    def value(self) -> Decimal | None:
        """The number, where it is one number (`low` equals `high`), else None."""
        return self.low if self.low == self.high else None

    def to_dict(self) -> dict[str, Any]:
        """The quantity in the form attrib/1; `whole` and `window` only where they are known.

        >>> form = Quantity(span=Span(0, 2, "6k"), kind=QuantityKind.COUNT,
        ...                 low=Decimal("6E+3"), high=Decimal("6E+3")).to_dict()
        >>> form["span"], form["kind"], form["low"]
        ([0, 2], 'count', '6000')
        """
        spans = {"whole": self.whole, "window": self.window}
        return {
            "span": _pair(self.span),
            "kind": str(self.kind),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "low_open": self.low_open,
            "high_open": self.high_open,
            "approximation": str(self.approximation),
            "unit": self.unit,
            "unit_assumed": self.unit_assumed,
            "counted": self.counted,
            "ratio": list(self.ratio) if self.ratio else None,
            "role": str(self.role),
            "direction": str(self.direction),
            **{name: _pair(span) for name, span in spans.items() if span},
        }


@attrs.frozen(kw_only=True)
class Claim:
    """Who, by which cue, said what, in which stance and with which quantities.

    `cue` is None for a bare quote.  `parent` is the id of the claim whose content holds this one;
    `children`, the ids of those that this one holds, are filled in by `Attribution`.  `sentences`
    are indices, `confidence` is a calibrated probability.
    """

    id: str
    speaker: Speaker
    cue: Cue | None
    content: Content
    mode: Mode
    stance: Stance = Stance()
    quantities: tuple[Quantity, ...] = ()
    addressee: Span | None = attrs.field(default=None, validator=_present)
    parent: str | None = None
    children: tuple[str, ...] = ()
    sentences: tuple[int, ...] = ()
    confidence: float | None = attrs.field(default=None, validator=_probability)

    def __attrs_post_init__(self) -> None:
        if not self.content.spans and not self.cue:
            raise ValueError(
                f"claim {self.id} has neither content nor cue: pass one of them, "
                "so that it has a place in the text"
            )
