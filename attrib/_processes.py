"""Work on batches of texts, shared among processes: this one, and others that it starts.

This one works too, so that none waits while the others load their models.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from attrib._attribution import Attribution

Batch = list["str | TypeError"]
Outcomes = list["Attribution | Exception"]
Work = Callable[[Batch], Outcomes]

# Characters of the texts that are handed over together: many are read faster together, but those
# handed over last should be few, so that no process waits long for another.
_TOGETHER = 20_000
_AT_LAST = 2_000
_AHEAD = 2  # what each of the others has before it: what it works on, and what it goes on with
_BEHIND = 8  # results for each process that may wait for an earlier one


def in_processes(
    work: Work, batches: Iterable[Batch], count: int
) -> Generator[Outcomes, None, None]:
    """What the work on each part of each batch gives, in order, done by so many processes."""
    spawn = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count - 1, mp_context=spawn, initializer=_begin)
    waiting: deque[Future[Outcomes]] = deque()
    try:
        for part in _all_parts(batches):
            if sum(not one.done() for one in waiting) < _AHEAD * (count - 1):
                waiting.append(pool.submit(_portable, work, part))
            else:
                waiting.append(_done_here(work, part))
            while waiting and (waiting[0].done() or len(waiting) > _BEHIND * count):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _all_parts(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The parts of all batches, those of the last batch small ones."""
    waiting: Batch = []
    for batch in batches:
        yield from parts(waiting, _TOGETHER)
        waiting = batch
    yield from parts(waiting, _AT_LAST)


def parts(batch: Sequence[str | TypeError], together: int) -> Iterator[Batch]:
    """A batch cut into parts, each but the last of so many characters or more.

    >>> [len(part) for part in parts(["one", "two", "c", TypeError("no text")], 6)]
    [2, 2]
    """
    part: Batch = []
    size = 0
    for text in batch:
        part.append(text)
        size += len(text) if isinstance(text, str) else 0
        if size >= together:
            yield part
            part, size = [], 0
    if part:
        yield part


def _begin() -> None:
    # Ctrl-C ends all processes at once, and only the one that was started by hand tells of it.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _one_thread()


def _end_with_parent() -> None:
    # One that is killed tells nobody, and the others would wait for its texts for ever.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _one_thread() -> None:
    # Processes that each use all cores wait for one another.
    import torch

    torch.set_num_threads(1)


def _done_here(work: Work, part: Batch) -> Future[Outcomes]:
    import torch

    threads = torch.get_num_threads()
    _one_thread()
    try:
        done: Future[Outcomes] = Future()
        done.set_result(work(part))
        return done
    finally:
        torch.set_num_threads(threads)


def _portable(work: Work, part: Batch) -> Outcomes:
    """What the work gives, with errors that no other process could read told by their text."""
    return [sendable(one) if isinstance(one, Exception) else one for one in work(part)]


def sendable(error: Exception) -> Exception:
    """An error as another process can read it."""
    try:
        pickle.loads(pickle.dumps(error))
    except (pickle.PicklingError, AttributeError, TypeError):
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
