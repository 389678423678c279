"""Whom or what the source's attitude is about: what it praises, blames, rejects or regrets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrib._choices import Act, Attitude
from attrib._claims.found import Extent
from attrib._claims.report import Report, complements, phrase_around
from attrib._claims.reporting import Reporting
from attrib._sentence import Word

_ACTS = frozenset({Act.PRAISE, Act.BLAME, Act.DENY, Act.EXPRESS})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_ABOUT = frozenset({"about", "against", "at", "by", "for", "of", "on", "over", "to", "with"})


def target(given: Report, told: Reporting, values: Mapping[str, str]) -> Extent | None:
    """The phrase that the source's attitude is about, where it has one, as offsets."""
    if values["attitude"] == Attitude.NEUTRAL or values["act"] not in _ACTS:
        return None
    for word in _nominals(given, told):
        return phrase_around(given.sentence, word)
    return None


def _nominals(given: Report, told: Reporting) -> Iterator[Word]:
    """The object of the cue, the first nominal of the content, or a phrase with "about"."""
    sentence = given.sentence
    passive = [
        w for w in sentence.all(told.word.index, "nsubj:pass") if w.index not in given.source
    ]
    objects = [*sentence.all(told.word.index, "obj"), *passive]
    yield from (w for w in objects if w.upos in _NOMINAL and w.index not in given.source)
    yield from (word for form, word in complements(given) if form.endswith("NP"))
    for near in sentence.all(told.word.index, "obl", "nmod"):
        links = {w.lemma.lower() for w in sentence.all(near.index, "case")}
        if links & _ABOUT and near.index not in given.source:
            yield near
