"""How fast `attribute_many` is, beside a loop over `attribute`, and whether both say the same."""

from __future__ import annotations

import pathlib
from itertools import islice

import attrs

from attrib._attribution import Attribution, Unattributed
from attrib._attributor import Attributor
from attrib.evaluation.claims import read_texts
from attrib.evaluation.speed import timed

_DIGITS = 3  # of confidence: the last ones hang on the company in which a text is read


@attrs.frozen
class Batches:
    """Seconds for the same texts in a loop and together, and for how many the results are equal."""

    texts: int
    words: int
    loop: float
    together: float
    equal: int

    @property
    def ratio(self) -> float:
        """How many times as fast they are together."""
        return self.loop / self.together


def measure(
    texts: pathlib.Path, count: int = 200, processes: int = 1, words: int | None = None
) -> Batches:
    """Attribute the first texts of a folder, of each its first words if so many are given.

    A process that is started for it loads its models within the time; this one has done so before.
    """
    articles = [_shortened(text, words) for _, text in islice(read_texts(texts), count)]
    attributor = Attributor()
    attributor.attribute(articles[-1])
    looped: list[Attribution | Unattributed] = []
    many: list[Attribution | Unattributed] = []
    loop = timed(lambda: looped.extend(map(attributor.attribute, articles)))
    together = timed(lambda: many.extend(attributor.attribute_many(articles, n_process=processes)))
    equal = sum(_plain(one) == _plain(other) for one, other in zip(looped, many, strict=True))
    size = sum(len(text.split()) for text in articles)
    return Batches(len(articles), size, loop, together, equal)


def _shortened(text: str, words: int | None) -> str:
    return text if words is None else " ".join(text.split()[:words])


def _plain(result: Attribution | Unattributed) -> object:
    """A result to compare, without the digits of confidence that do not count."""
    if isinstance(result, Unattributed):
        return result
    plain = result.to_dict()
    for claim in plain["claims"]:
        if claim["confidence"] is not None:
            claim["confidence"] = round(claim["confidence"], _DIGITS)
    return plain
