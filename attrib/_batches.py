"""Many texts: read together in batches, one error kept from the others, by one process or several.

What one text does must not cost the others theirs.  Texts are read together for speed alone: where
anything goes wrong the batch is done again one by one, so that the error falls to its own text.
"""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence, Sized
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrib._attribution import Attribution, Unattributed
from attrib._attributor import Attributor, Config, check_text, concluded, models_of
from attrib._claims.found import Drawn
from attrib._claims.quotation import Quotation, quotations
from attrib._processes import in_processes
from attrib._reading.layout import blocks
from attrib._reading.reader import Part, bundles, portions
from attrib._sentence import Sentence

if TYPE_CHECKING:
    from attrib._claims.network import ClaimNetwork

# What a text can cause.  Failing to load models (OSError, ImportError) is no text's fault and is
# raised whatever the caller asked for, as is everything that no computation on a text raises.
_FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)
# What an iterable can fail with while texts before are still to be attributed.
_OF_ITERABLES = (*_FAILURES, OSError)


def check_options(texts: object, batch_size: object, errors: object, n_process: object) -> None:
    """Refuse what cannot be meant, before anything is read."""
    if isinstance(texts, str | bytes | bytearray) or not isinstance(texts, Iterable):
        raise TypeError(
            "attribute_many() takes an iterable of texts, such as a list of str, not "
            f"{type(texts).__name__}: for one text use attribute(text)"
        )
    if isinstance(texts, Mapping):
        raise TypeError(
            f"attribute_many() takes texts, and would read the keys of a {type(texts).__name__}: "
            "pass its values, as in attribute_many(texts.values())"
        )
    if hasattr(texts, "columns"):
        raise TypeError(
            "attribute_many() takes texts, and would read the column names of a "
            f'{type(texts).__name__}: pass the column of texts, as in attribute_many(frame["text"])'
        )
    for name, value in (("batch_size", batch_size), ("n_process", n_process)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(f"{name} is a number of 1 or more, not {value!r}: pass an int")
        if value < 1:
            raise ValueError(f"{name} is {value}, but must be 1 or more")
    if errors not in ("raise", "yield"):
        raise ValueError(
            f'errors is {errors!r}: pass "raise", to end with the first error, or "yield", to get '
            "an Unattributed in the place of each text that fails"
        )


def attributed_many(
    attributor: Attributor,
    texts: Iterable[str],
    *,
    batch_size: int,
    progress: bool,
    errors: str,
    n_process: int,
) -> Generator[Attribution | Unattributed, None, None]:
    """The outcome of each text in order, as `Attributor.attribute_many` describes it."""
    work = functools.partial(attributed, attributor)
    failed: list[Exception] = []
    batches = _batches(texts, batch_size, failed)
    found = map(work, batches) if n_process == 1 else in_processes(work, batches, n_process)
    bar = _bar(texts) if progress else None
    try:
        for index, outcome in enumerate(one for batch in found for one in batch):
            if bar is not None:
                bar.update()
            if not isinstance(outcome, Exception):
                yield outcome
            elif errors == "yield":
                yield Unattributed(index, outcome)
            else:
                raise outcome
        if failed:
            raise failed[0]
    finally:
        if bar is not None:
            bar.close()
        if isinstance(found, Generator):
            found.close()


def attributed(
    attributor: Attributor, texts: Sequence[str | TypeError]
) -> list[Attribution | Exception]:
    """The attribution of each text, or the error that it caused."""
    given = [text for text in texts if isinstance(text, str)]
    if any(map(str.strip, given)):
        models_of(attributor.config)  # what fails here is no text's fault
    try:
        found: list[Attribution | Exception] = list(attributed_together(attributor.config, given))
    except _FAILURES:
        found = [_alone(attributor, text) for text in given]
    own = iter(found)
    return [next(own) if isinstance(text, str) else text for text in texts]


def attributed_together(config: Config, texts: Sequence[str]) -> Iterator[Attribution]:
    """The attribution of each text, as it is by itself, with all of them read together."""
    layouts = [blocks(text) if text.strip() else () for text in texts]
    quotes = [
        quotations(text, [(block.start, block.end) for block in found])
        for text, found in zip(texts, layouts, strict=True)
    ]
    given = [(i, p) for i, text in enumerate(texts) for p in portions(text, layouts[i])]
    owners = iter([i for i, _ in given])
    sentences: list[list[Sentence]] = [[] for _ in texts]
    drawn: list[list[Drawn]] = [[] for _ in texts]
    counts = [0 for _ in texts]
    for bundle in bundles(portion for _, portion in given):
        read, network = models_of(config)
        parts = read.together(bundle, network.shape.tap if network else None)
        places = [next(owners) for _ in bundle]
        found = _relations(network, parts, [quotes[i] for i in places])
        for i, part, relations in zip(places, parts, found, strict=True):
            drawn[i] += (relation.moved(counts[i]) for relation in relations)
            sentences[i] += part.sentences
            counts[i] += sum(len(sentence.words) for sentence in part.sentences)
    for text, own, told, marks in zip(texts, sentences, drawn, quotes, strict=True):
        yield concluded(config, text, tuple(own), told, marks)


def _relations(
    network: ClaimNetwork | None, parts: Sequence[Part], quotes: Sequence[Sequence[Quotation]]
) -> Sequence[tuple[Drawn, ...]]:
    if network is None:
        return [() for _ in parts]
    from attrib._claims.relations import relations_together

    return relations_together(network, parts, quotes)


def _alone(attributor: Attributor, text: str) -> Attribution | Exception:
    try:
        return attributor.attribute(text)
    except _FAILURES as error:
        return error


def _batches(
    texts: Iterable[object], size: int, failed: list[Exception]
) -> Iterator[list[str | TypeError]]:
    """The texts, each batch taken only when it is asked for, with errors for what is none.

    An error of the iterable ends them, and is put away until the results of the texts before it
    have been yielded.
    """
    remaining = iter(texts)
    while not failed:
        batch = []
        try:
            for text in islice(remaining, size):
                batch.append(_checked(text))
        except _OF_ITERABLES as error:
            failed.append(error)
        if not batch:
            return
        yield batch


def _checked(text: object) -> str | TypeError:
    try:
        return check_text(text)
    except TypeError as error:
        return error


def _bar(texts: Iterable[str]) -> Any:
    from tqdm import tqdm

    return tqdm(total=len(texts) if isinstance(texts, Sized) else None, unit=" texts")
