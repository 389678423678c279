"""Confidence that means what it says: fitted on, and measured against, annotated articles.

A relation that the network drew is right where it meets one of the annotator's relations: contents
that share half of their words (Jaccard), and sources that share a word, or none on either side.
This is PolNeAR's `e2e.src` over our words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import attrs
import torch
from torch.nn import functional

from attrib._claims.found import Drawn, Span
from attrib._claims.network import evidence_logits

_HALF = 0.5
_BINS = 10


@attrs.frozen
class Outcome:
    """A relation that was drawn, and whether it was right."""

    drawn: Drawn
    right: bool


def outcomes(drawn: Sequence[Drawn], gold: Sequence[Drawn]) -> Iterator[Outcome]:
    """Each drawn relation with content, the surest first; a gold one is met but once."""
    free = [(_words(g.content), _words(g.source)) for g in gold]
    for relation in sorted(drawn, key=lambda r: -math.prod(r.evidence)):
        if not relation.content:
            continue
        content, source = _words(relation.content), _words(relation.source)
        met = max(free, key=lambda pair: _jaccard(content, pair[0]), default=None)
        right = (
            met is not None
            and _jaccard(content, met[0]) >= _HALF
            and (bool(source & met[1]) or not (source or met[1]))
        )
        if right and met is not None:
            free.remove(met)
        yield Outcome(relation, right)


def _words(spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(i for start, end in spans for i in range(start, end))


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / max(1, len(one | other))


def fitted(results: Sequence[Outcome]) -> tuple[float, ...]:
    """Weights of the evidence's logits and a bias: a logistic regression (Platt, 1999)."""
    x = torch.tensor([evidence_logits(r.drawn.evidence) for r in results], dtype=torch.float64)
    y = torch.tensor([float(r.right) for r in results], dtype=torch.float64)
    weights = torch.zeros(x.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        scores = x @ weights[:-1] + weights[-1]
        loss = functional.binary_cross_entropy_with_logits(scores, y)
        loss = loss + 1e-4 * weights[:-1].square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    return tuple(weights.tolist())


def calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The expected calibration error over ten bins of equal width (Guo et al., 2017).

    >>> calibration_error([0.95, 0.85], [True, True])
    0.1
    """
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for confidence, is_right in zip(confidences, right, strict=True):
        bins[min(_BINS - 1, int(confidence * _BINS))].append((confidence, is_right))
    gaps = (abs(sum(c for c, _ in rows) - sum(r for _, r in rows)) for rows in bins)
    return round(sum(gaps) / max(1, len(confidences)), 4)
