"""How fast `attribute` is, beside one plain pass of the encoder over the same words."""

from __future__ import annotations

import functools
import pathlib
import resource
import time
from collections.abc import Callable, Sequence
from itertools import islice

import attrs

from attrib._attributor import Attributor
from attrib._reading.encoder import Encoder, PieceTokenizer, load_encoder
from attrib._reading.models import shipped_models
from attrib._reading.reader import reader
from attrib._reading.states import encode
from attrib._sentence import Sentence
from attrib.evaluation.claims import read_texts

# In turns, so that both meet the machine in the same state; the best of each is taken, as other
# work only ever slows.
_REPEATS = 5


@attrs.frozen
class Speed:
    """Seconds for the same words, and the most memory that the process held."""

    words: int
    attribute: float
    encoder: float
    megabytes: float

    @property
    def ratio(self) -> float:
        """How many plain passes of the encoder `attribute` takes."""
        return self.attribute / self.encoder


def measure(texts: pathlib.Path, count: int = 20) -> Speed:
    """Attribute the first texts of a folder; then only encode their sentences."""
    articles = [text for _, text in islice(read_texts(texts), count)]
    attributor = Attributor()
    attributor.attribute(articles[0])  # loading is not what is timed
    sentences = [reader().words(text) for text in articles]
    encoding = functools.partial(_encode, sentences)
    times = [
        (timed(lambda: [attributor.attribute(text) for text in articles]), timed(encoding))
        for _ in range(_REPEATS)
    ]
    attributed, encoded = map(min, zip(*times, strict=True))
    words = sum(len(sentence.words) for article in sentences for sentence in article)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Speed(words, attributed, encoded, peak)


def timed(work: Callable[[], object]) -> float:
    """The seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _encode(articles: Sequence[Sequence[Sentence]]) -> None:
    encoder, tokenizer = _encoder()
    for sentences in articles:
        encode(encoder, tokenizer, sentences, encoder.shape.layers)


@functools.cache
def _encoder() -> tuple[Encoder, PieceTokenizer]:
    return load_encoder(shipped_models() / "encoder")
