"""`attribute(text)` and the reusable object behind it."""

from __future__ import annotations

import functools
from typing import Literal

import attrs

from attrib._attribution import Attribution
from attrib._claims import Found, find_claims
from attrib._models import SHIPPED
from attrib._reading import reader
from attrib._sentence import Sentence
from attrib._speakers import entities, speaker
from attrib._values import Claim, Content, Cue, Span


@attrs.frozen(kw_only=True)
class Config:
    """What an `Attributor` reads with.

    Args:
        models: "shipped" for the models inside the package, "official" for Stanza's own (downloaded
            before with `stanza.download("en")`), or the path of a Stanza model directory.
        claims: "syntax", the engine that reads claims off the dependencies by listed frames.

    >>> Config().models
    'shipped'
    """

    models: str = attrs.field(default=SHIPPED, validator=attrs.validators.instance_of(str))
    claims: Literal["syntax"] = attrs.field(
        default="syntax", validator=attrs.validators.in_(("syntax",))
    )


@attrs.frozen
class Attributor:
    """Finds the claims of texts; immutable, and safe to share between threads.

    Models are loaded with the first text and shared by all attributors that name the same ones.
    """

    config: Config = attrs.field(factory=Config, validator=attrs.validators.instance_of(Config))

    def attribute(self, text: str) -> Attribution:
        """The claims of a text.

        Raises:
            TypeError: the text is no `str`.
        """
        _check_text(text)
        if not text.strip():
            return Attribution(text)
        return _assembled(text, reader(self.config.models).read(text))


def attribute(text: str) -> Attribution:
    """The claims of a news text: who said what, by which cue.

    >>> from attrib import attribute
    >>> for claim in attribute("The mayor, Ana Sol, said the bridge would reopen in May."):
    ...     print(claim.speaker.name, claim.cue.text, claim.content.text, sep=" | ")
    Ana Sol | said | the bridge would reopen in May

    Raises:
        TypeError: the text is no `str`.
    """
    return _default().attribute(text)


@functools.cache
def _default() -> Attributor:
    return Attributor()


def _check_text(text: object) -> None:
    if isinstance(text, bytes | bytearray):
        raise TypeError(
            "attribute() takes a str, not bytes: decode it first, as in data.decode('utf-8')"
        )
    if not isinstance(text, str):
        raise TypeError(
            f"attribute() takes the text of one article as a str, not {type(text).__name__}"
        )


def _assembled(text: str, sentences: tuple[Sentence, ...]) -> Attribution:
    found = find_claims(text, sentences)
    known = entities(text, sentences)
    claims = tuple(
        Claim(
            id=f"c{number}",
            speaker=speaker(text, sentences[claim.sentence], claim, known),
            cue=Cue(Span.of(text, *claim.cue), claim.relation.lemma, claim.relation.kind),
            content=Content.of(
                text,
                [Span.of(text, *extent) for extent in claim.content],
                [Span.of(text, *extent) for extent in claim.quoted],
            ),
            mode=claim.mode,
            parent=None if claim.parent is None else f"c{claim.parent + 1}",
            sentences=_touched(sentences, claim),
        )
        for number, claim in enumerate(found, 1)
    )
    spans = tuple(Span.of(text, sentence.start, sentence.end) for sentence in sentences)
    return Attribution(text, claims, tuple(known.values()), spans)


def _touched(sentences: tuple[Sentence, ...], claim: Found) -> tuple[int, ...]:
    extents = [claim.cue, *claim.content, *([claim.source] if claim.source else [])]
    return tuple(
        index
        for index, sentence in enumerate(sentences)
        if any(start < sentence.end and sentence.start < end for start, end in extents)
    )
