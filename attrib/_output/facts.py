"""What there is to know of a claim besides its words, as short lines to read.

Of the stance only the act is told always, the rest where it is not that of a plain "she said so".
"""

from __future__ import annotations

from collections.abc import Iterator

from attrib._choices import How
from attrib._output.readings import reading
from attrib._values import PLAIN_STANCE, STANCE_CHOICES, Claim, Speaker

_LONGEST = 300


def short(text: str, longest: int = _LONGEST) -> str:
    """The text on one line, cut where it is long, so that pages grow no faster than their texts.

    >>> short("rents  would" + chr(10) + "fall", 12)
    'rents would…'
    """
    line = " ".join(text[: 4 * longest].split())
    return line if len(line) <= longest and len(text) <= 4 * longest else line[: longest - 1] + "…"


def facts(claim: Claim) -> Iterator[tuple[str, str]]:
    """The names and values to list with a claim.

    >>> from attrib._choices import Act, CueKind, Mode
    >>> from attrib._values import Content, Cue, Span, Stance
    >>> claim = Claim(id="c1", speaker=Speaker(), cue=Cue(Span(0, 7, "pledged"), "pledge",
    ...               CueKind.VERB), content=Content(), mode=Mode.INDIRECT,
    ...               stance=Stance(act=Act.COMMIT), confidence=0.914)
    >>> list(facts(claim))
    [('cue', 'pledged'), ('act', 'commit'), ('mode', 'indirect'), ('confidence', '91 %')]
    """
    if claim.speaker.source:
        yield "source", _source(claim.speaker)
    if claim.cue:
        yield "cue", short(claim.cue.text)
    yield from _stance(claim)
    if claim.addressee:
        yield "said to", short(claim.addressee.text)
    for quantity in claim.quantities:
        yield "quantity", f"{short(quantity.span.text)} = {short(reading(quantity))}"
    yield "mode", str(claim.mode)
    if claim.confidence is not None:
        yield "confidence", f"{claim.confidence:.0%}".replace("%", " %")


def _source(speaker: Speaker) -> str:
    how = [] if speaker.how is How.NONE else [str(speaker.how)]
    if speaker.antecedent:
        how.append(f"takes up “{short(speaker.antecedent.text)}”")
    if speaker.confidence is not None:
        how.append(f"{speaker.confidence:.0%}".replace("%", " %"))
    return short(speaker.text) + (f" ({', '.join(how)})" if how else "")


def _stance(claim: Claim) -> Iterator[tuple[str, str]]:
    stance = claim.stance
    for field in STANCE_CHOICES:
        value = getattr(stance, field)
        if value is None or (field != "act" and value == PLAIN_STANCE[field]):
            continue
        spans = dict.fromkeys(item.span for item in stance.evidence if item.field == field)
        evidence = ", ".join(f"“{short(span.text)}”" for span in spans)
        yield field, f"{value} ({evidence})" if evidence else str(value)
    if stance.target:
        yield "target", short(stance.target.text)
