"""How many articles a second processes read, and what a million articles would take."""

from __future__ import annotations

import multiprocessing
import os
import pathlib
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

import attrs

from attrib.connect import attribute_batch
from attrib.evaluation.claims import read_texts

_MILLION = 1_000_000
_SECONDS = 3600


@attrs.frozen
class Scale:
    """So many processes over the same articles: seconds by the clock, and of all their cores."""

    processes: int
    articles: int
    seconds: float
    core_seconds: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.articles / self.seconds

    @property
    def core_hours(self) -> float:
        """The hours of one core that a million such articles take."""
        return self.core_seconds / self.articles * _MILLION / _SECONDS


def measure(texts: pathlib.Path, processes: int, count: int = 40) -> Scale:
    """Attribute the first texts of a folder by so many processes of one thread each.

    What loading takes is left out: a process does it once.
    """
    articles = [text for _, text in islice(read_texts(texts), count)]
    os.environ["OMP_NUM_THREADS"] = "1"  # for the processes, which are started anew
    context = multiprocessing.get_context("spawn")
    shares = [articles[first::processes] for first in range(processes)]
    with context.Manager() as manager, ProcessPoolExecutor(processes, context) as pool:
        ready = manager.Barrier(processes)
        began, ended, spent = zip(*pool.map(_timed, shares, [ready] * processes), strict=True)
    return Scale(processes, len(articles), max(ended) - min(began), sum(spent))


def _timed(share: Sequence[str], ready: threading.Barrier) -> tuple[float, float, float]:
    """When a process began with its share and when it ended, and the core seconds in between."""
    attribute_batch({"text": share[:1]})
    ready.wait()
    began, spent = time.monotonic(), time.process_time()
    attribute_batch({"text": share})
    return began, time.monotonic(), time.process_time() - spent
