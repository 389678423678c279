"""Sentences that were read elsewhere, brought into the form in which attrib's own reading comes."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import attrs

from attrib._reading.layout import Block
from attrib._reading.models import encoder_folder
from attrib._reading.reader import Part, portions
from attrib._sentence import Sentence

if TYPE_CHECKING:
    from attrib._reading.states import Encoded


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
