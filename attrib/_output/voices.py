"""Who speaks in a text, most claims first, each with a letter and a colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, product
from string import ascii_uppercase
from typing import TYPE_CHECKING

import attrs

from attrib._choices import SpeakerKind
from attrib._values import Claim

if TYPE_CHECKING:
    from attrib._attribution import Attribution

UNKNOWN = "unknown speaker"


@attrs.frozen
class Voice:
    """A speaker with all claims in the order of the text; `colour` 0 is for the unknown one."""

    letter: str
    colour: int
    name: str
    described: str
    claims: tuple[Claim, ...]

    def labels(self) -> Iterator[tuple[str, str]]:
        """The ids of the claims, each with the label that it is shown by: B1, B2 and so on."""
        for number, claim in enumerate(self.claims, 1):
            yield claim.id, f"{self.letter}{number}"


def voices(attribution: Attribution, colours: int) -> tuple[Voice, ...]:
    """The speakers of a text in as many colours, used again where there are more speakers.

    >>> from attrib._attribution import Attribution
    >>> voices(Attribution("Nobody spoke."), 8)
    ()
    """
    grouped = attribution.by_speaker()
    unknown = grouped.pop("", ())
    known = sorted(grouped.items(), key=lambda item: -len(item[1]))
    found = [
        Voice(letter, number % colours + 1, name, _description(claims), claims)
        for number, (letter, (name, claims)) in enumerate(zip(_letters(), known, strict=False))
    ]
    return (*found, *([Voice("?", 0, UNKNOWN, "", unknown)] if unknown else ()))


def _letters() -> Iterator[str]:
    for length in count(1):
        yield from map("".join, product(ascii_uppercase, repeat=length))


def _description(claims: tuple[Claim, ...]) -> str:
    """What the text calls a speaker besides the name, else the kind."""
    speaker = claims[0].speaker
    if len(speaker.entities) == 1 and speaker.entities[0].descriptions:
        return speaker.entities[0].descriptions[0]
    return "" if speaker.kind is SpeakerKind.UNKNOWN else speaker.kind
