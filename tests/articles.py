"""Attributions built by hand, to look at: nested and withheld claims, markup, and two scripts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from attrib._attribution import Attribution
from attrib._choices import (
    Act,
    Commitment,
    CueKind,
    Direction,
    Engagement,
    How,
    Mode,
    QuantityKind,
    Role,
    SpeakerKind,
)
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

TEXT = (
    "Ferries stay in port\n\n"
    'Harbour master Ana Sol said Bo Marsh had promised that 40 ferries would sail. "They did not," '
    "she told reporters, <b>slowly</b>.\n\n"
    "قالت ليلى حداد إن الأسعار سترتفع.\n\n"
    "It was claimed that fares could rise by 5%. Cy Oram would not comment."
)


def span(words: str) -> Span:
    """The first place of these words in the text."""
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


ANA = Entity("e1", "Ana Sol", SpeakerKind.PERSON, None, (span("Ana Sol"),), ("Harbour master",))
FERRIES = Quantity(span=span("40 ferries"), kind=QuantityKind.COUNT, low=Decimal(40),
                   high=Decimal(40), counted="ferry")  # fmt: skip
RISE = Quantity(span=span("5%"), kind=QuantityKind.SHARE, low=Decimal(5), high=Decimal(5),
                unit="percent", role=Role.DELTA, direction=Direction.UP)  # fmt: skip


def claim(id: str, speaker: Speaker, cue: str, content: str, **more: Any) -> Claim:
    """A claim by words of the text; no content where it is ""."""
    spans = [span(content)] if content else []
    return Claim(id=id, speaker=speaker, cue=Cue(span(cue), cue, CueKind.VERB),
                 content=Content.of(TEXT, spans), **{"mode": Mode.INDIRECT, **more})  # fmt: skip


def named(source: str, name: str) -> Speaker:
    """A speaker whom the text names."""
    return Speaker(span(source), (), name, SpeakerKind.PERSON, How.NAMED)


CLAIMS = (
    claim("c1", Speaker(span("Harbour master Ana Sol"), (ANA,), "Ana Sol", how=How.NAMED), "said",
          "Bo Marsh had promised that 40 ferries would sail", stance=Stance(act=Act.ASSERT),
          quantities=(FERRIES,), confidence=0.914),
    claim("c2", named("Bo Marsh", "Bo Marsh"), "had promised", "that 40 ferries would sail",
          stance=Stance(act=Act.COMMIT), quantities=(FERRIES,), parent="c1"),
    claim("c3", Speaker(span("she"), (ANA,), "Ana Sol", SpeakerKind.PERSON, How.PRONOUN,
                        span("Ana Sol"), 0.98), "told", '"They did not,"', mode=Mode.DIRECT,
          stance=Stance(act=Act.DENY), addressee=span("reporters")),
    claim("c4", named("ليلى حداد", "ليلى حداد"), "قالت", "إن الأسعار سترتفع"),
    claim("c5", Speaker(), "was claimed", "that fares could rise by 5%", quantities=(RISE,),
          stance=Stance(act=Act.ASSERT, commitment=Commitment.NEUTRAL,
                        engagement=Engagement.DISTANCE,
                        evidence=(Evidence(span("could"), "commitment", "neutral"),))),
    claim("c6", named("Cy Oram", "Cy Oram"), "would not comment", "",
          stance=Stance(act=Act.WITHHOLD)),
)  # fmt: skip
ARTICLE = Attribution(TEXT, CLAIMS, (ANA,), id="ferries.txt")


def overlapping(claims: int, length: int) -> Attribution:
    """A text in which each claim holds the next, all but a character on either side."""
    text = ("Fares rose & fell. " * (length // 19 + 1))[:length]
    return Attribution(
        text,
        [
            Claim(id=f"c{i}", speaker=Speaker(name=f"Speaker {i}"), cue=None,
                  content=Content.of(text, [Span.of(text, i, length - i)]), mode=Mode.INDIRECT)
            for i in range(claims)
        ],
    )  # fmt: skip
