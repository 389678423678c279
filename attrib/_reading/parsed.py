"""Sentences that were read elsewhere, brought into the form in which attrib's own reading comes."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from attrib._reading.layout import Block
from attrib._reading.models import encoder_folder
from attrib._reading.reader import Part, portions
from attrib._sentence import Name, NameKind, Sentence, Word

if TYPE_CHECKING:
    from attrib._reading.states import Encoded


# The types of what is read of words and names; a check costs little beside what follows it.
_OF_WORDS = {
    **dict.fromkeys(("index", "start", "end", "head"), int),
    **dict.fromkeys(("text", "lemma", "upos", "xpos", "feats", "deprel"), str),
}
_OF_NAMES = {"first": int, "last": int, "kind": NameKind}


def check_types(sentences: Sequence[Sentence]) -> None:
    """All that the words and names of sentences hold has the type that it is declared with.

    >>> word = Word(0, "Yes", 0, 3, None, "INTJ", "UH", "", -1, "root")
    >>> check_types([Sentence(0, 3, (word,))])
    Traceback (most recent call last):
    ...
    TypeError: lemma of word 0 of sentence 0 is None: pass one of type str

    Raises:
        TypeError: something has another type.
    """
    for number, sentence in enumerate(sentences):
        for index, word in enumerate(sentence.words):
            _check_type(word, Word, _OF_WORDS, f"word {index} of sentence {number}")
        for index, name in enumerate(sentence.names):
            _check_type(name, Name, _OF_NAMES, f"name {index} of sentence {number}")


def _check_type(value: object, kind: type, fields: Mapping[str, type], place: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{place} is {value!r}: pass one of type {kind.__name__}")
    for field, expected in fields.items():
        held = getattr(value, field)
        # True is a number to Python alone.
        if not isinstance(held, expected) or held is True:
            raise TypeError(f"{field} of {place} is {held!r}: pass one of type {expected.__name__}")


def in_blocks(sentences: Sequence[Sentence], found: Sequence[Block]) -> tuple[Sentence, ...]:
    """The sentences, each with the number of the block of the layout that it begins in."""
    starts = [block.start for block in found]
    numbers = [max(0, bisect.bisect_right(starts, sentence.start) - 1) for sentence in sentences]
    return tuple(
        sentence if sentence.block == number else attrs.evolve(sentence, block=number)
        for sentence, number in zip(sentences, numbers, strict=True)
    )


def parsed_parts(
    models: str,
    full: bool,
    text: str,
    found: Sequence[Block],
    sentences: Sequence[Sentence],
    tap: int | None,
) -> Iterator[Part]:
    """Sentences that were read elsewhere, in the parts in which `Reader.parts` would give them.

    With `tap`, a layer of the encoder, each part brings the encoder's states, with `full` computed
    in full precision; nothing else of the models is loaded.
    """
    ends = [portion.pieces[-1].end for portion in portions(text, found)][:-1]
    for _, group in groupby(sentences, key=lambda s: bisect.bisect_right(ends, s.start)):
        part = tuple(group)
        yield Part(part, tuple(_states(models, full, part, tap)) if tap else ())


def _states(models: str, full: bool, sentences: Sequence[Sentence], tap: int) -> list[Encoded]:
    # torch comes with the first text whose states are asked for.
    from attrib._reading.encoder import shared_encoder
    from attrib._reading.states import encode

    return encode(*shared_encoder(encoder_folder(models), full), sentences, tap)
