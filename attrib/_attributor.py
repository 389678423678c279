"""`attribute(text)` and the reusable object behind it."""

from __future__ import annotations

import bisect
import functools
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

import attrs

from attrib._attribution import Attribution, Unattributed
from attrib._claims.claims import find_claims
from attrib._claims.drawn import sure_enough
from attrib._claims.found import Drawn, Extent, Found
from attrib._claims.quotation import Quotation, quotations
from attrib._quantities.counting import by_parse
from attrib._quantities.figures import read_quantities
from attrib._reading.attachment import reattached
from attrib._reading.layout import Block, blocks
from attrib._reading.models import SHIPPED, encoder_folder
from attrib._reading.parsed import in_blocks, parsed_parts
from attrib._reading.reader import Part, Reader, reader
from attrib._sentence import Document, Sentence
from attrib._speakers.resolution import resolve
from attrib._stance.stances import stances
from attrib._values import Claim, Content, Cue, Quantity, Span

if TYPE_CHECKING:
    from attrib._claims.network import ClaimNetwork


def _probability(config: Config, option: attrs.Attribute[float], value: object) -> None:
    advice = f"{option.name} is {value!r}: pass a number from 0 to 1"
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(advice)
    if not 0 <= value <= 1:
        raise ValueError(advice)


def _either(*choices: str) -> Callable[[Config, attrs.Attribute[Any], object], None]:
    """What refuses all but these."""

    def check(config: Config, option: attrs.Attribute[Any], value: object) -> None:
        if value not in choices:
            known = " or ".join(f'"{choice}"' for choice in choices)
            raise ValueError(f"{option.name} is {value!r}: pass {known}")

    return check


def _as_text(path: str | os.PathLike[str]) -> str:
    return os.fspath(path) if isinstance(path, os.PathLike) else path


def _model_name(config: Config, option: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str):
        raise TypeError(
            f'{option.name} is {value!r}: pass "shipped", "official", or the path of a Stanza '
            "model directory"
        )


def _a_config(attributor: Attributor, option: attrs.Attribute[Config], value: object) -> None:
    if not isinstance(value, Config):
        raise TypeError(f"{option.name} is {value!r}: pass a Config, as in Config(models=...)")


@attrs.frozen(kw_only=True)
class Config:
    """What an `Attributor` reads with.

    Args:
        models: "shipped" for the models inside the package, "official" for Stanza's own (downloaded
            before with `stanza.download("en")`), or the path of a Stanza model directory, a
            string or a `pathlib.Path`.
        claims: "model", the network trained on PolNeAR, with the syntax for claims inside claims;
            or "syntax", the engine alone that reads claims off the dependencies by listed frames.
        threshold: The least confidence, from 0 to 1, of a claim that the network draws.  Higher
            gives fewer and surer claims (docs/accuracy.md has precision and recall along it).
        noun_threshold: The same for claims whose cue is a noun ("her promise that ..."), of which
            most would be lost at the other's height.
        precision: "fast", in eight bits where the processor has instructions for them, or "full",
            in float32 on every processor, which takes about a quarter longer.  The two tell what is
            doubtful a little differently, so take "full" for results that another machine shall
            give too.

    >>> Config().models
    'shipped'
    """

    models: str = attrs.field(default=SHIPPED, converter=_as_text, validator=_model_name)
    claims: Literal["model", "syntax"] = attrs.field(
        default="model", validator=_either("model", "syntax")
    )
    threshold: float = attrs.field(default=0.3, validator=_probability)
    noun_threshold: float = attrs.field(default=0.1, validator=_probability)
    precision: Literal["fast", "full"] = attrs.field(
        default="fast", validator=_either("fast", "full")
    )


@attrs.frozen
class Attributor:
    """Finds the claims of texts; immutable, and safe to share between threads.

    Models are loaded with the first text and shared by all attributors that name the same ones.
    """

    config: Config = attrs.field(factory=Config, validator=_a_config)

    def attribute(self, text: str, *, id: str | None = None) -> Attribution:
        """The claims of a text.

        Args:
            text: The text of one article.
            id: What the attribution is called, such as the name of the text's file.

        Raises:
            TypeError: the text, or the id, is no `str`.
        """
        check_text(text)
        _check_id(id)
        if not text.strip():
            return Attribution(text, id=id)
        found = blocks(text)
        parts = functools.partial(_reader_of(self.config).parts, text, found)
        return _named(self._attributed(text, found, parts), id)

    def attribute_parsed(self, document: Document, *, id: str | None = None) -> Attribution:
        """The claims of a text that was read elsewhere, by its own sentences.

        They are those of `attribute` where the sentences are those that attrib reads.  Stanza is
        not run, and of the models only the encoder and the network on it are loaded: nothing at
        all with `Config(claims="syntax")`.

        Args:
            document: The text with its sentences.
            id: What the attribution is called.

        Raises:
            TypeError: the document is no `Document`, or the id no `str`.

        >>> from attrib import Attributor, Config, Document, Sentence, Word
        >>> lund = Word(0, "Lund", 0, 4, "Lund", "PROPN", "NNP", "", 1, "nsubj")
        >>> agreed = Word(1, "agreed", 5, 11, "agree", "VERB", "VBD", "", -1, "root")
        >>> document = Document("Lund agreed.", [Sentence(0, 11, (lund, agreed))])
        >>> Attributor(Config(claims="syntax")).attribute_parsed(document)
        <Attribution: 0 claims in 12 characters>
        """
        if not isinstance(document, Document):
            raise TypeError(
                f"attribute_parsed() takes a Document, not {type(document).__name__}: make one of "
                "a text and its sentences, or have the text itself read by attribute()"
            )
        _check_id(id)
        text, found = document.text, blocks(document.text)
        if not document.sentences:
            return Attribution(text, id=id)
        sentences = in_blocks(document.sentences, found)
        parts = functools.partial(
            parsed_parts, self.config.models, _full(self.config), text, found, sentences
        )
        return _named(self._attributed(text, found, parts), id)

    def attribute_many(
        self,
        texts: Iterable[str],
        *,
        batch_size: int = 32,
        progress: bool = False,
        errors: Literal["raise", "yield"] = "raise",
        n_process: int = 1,
    ) -> Generator[Attribution | Unattributed, None, None]:
        """The claims of each of many texts, in order, read together and therefore faster.

        Texts are taken from any iterable, a batch at a time, when the results are asked for.

        >>> from attrib import Attributor
        >>> texts = ["Ana Sol denied it.", "It rained."]
        >>> [len(result) for result in Attributor().attribute_many(texts)]
        [1, 0]

        Args:
            texts: The texts, each that of one article.
            batch_size: How many texts are taken from `texts` at a time.
            progress: Whether to show a progress bar.
            errors: "raise" ends with the first error, after the results of the texts before it;
                "yield" gives an `Unattributed` in the place of each text that fails.
            n_process: How many processes do the work, this one among them, each on one core and
                with models of its own (some 0.7 GB).  With more than one, a script must guard its
                entrance by `if __name__ == "__main__":`.

        Raises:
            TypeError: an option is of the wrong type, `texts` is a single text, a mapping or a
                data frame, or (with errors "raise") one of them is no `str`.
            ValueError: an option has a value that it cannot have.
        """
        from attrib._batches import attributed_many, check_options

        check_options(texts, batch_size, errors, n_process)
        return attributed_many(
            self,
            texts,
            batch_size=batch_size,
            progress=progress,
            errors=errors,
            n_process=n_process,
        )

    def _attributed(
        self, text: str, found: Sequence[Block], parts: Callable[[int | None], Iterator[Part]]
    ) -> Attribution:
        """The claims of a text whose parts are read with the states of a layer, or with none."""
        quotes = quotations(text, [(block.start, block.end) for block in found])
        network = _network_of(self.config)
        if network is None:
            sentences = tuple(s for part in parts(None) for s in part.sentences)
            return concluded(self.config, text, sentences, (), quotes)
        sentences, drawn = _drawn(network, parts(network.shape.tap), quotes)
        return concluded(self.config, text, sentences, drawn, quotes)


def attribute(text: str, *, id: str | None = None) -> Attribution:
    """The claims of a news text: who said what, by which cue.

    >>> from attrib import attribute
    >>> for claim in attribute("The mayor, Ana Sol, said the bridge would reopen in May."):
    ...     print(claim.speaker.name, claim.cue.text, claim.content.text, sep=" | ")
    Ana Sol | said | the bridge would reopen in May

    Args:
        text: The text of one article.
        id: What the attribution is called, such as the name of the text's file: the `id` by which
            `read_jsonl` finds the text again, and the column `document` of tables.

    Raises:
        TypeError: the text, or the id, is no `str`.
    """
    return _default().attribute(text, id=id)


@functools.cache
def _default() -> Attributor:
    return Attributor()


def check_text(text: object) -> str:
    """The text itself.

    Raises:
        TypeError: it is no `str`.
    """
    if isinstance(text, bytes | bytearray):
        raise TypeError(
            "attribute() takes a str, not bytes: decode it first, as in data.decode('utf-8')"
        )
    if not isinstance(text, str):
        raise TypeError(
            f"attribute() takes the text of one article as a str, not {type(text).__name__}"
        )
    return text


def _check_id(id: object) -> None:
    if id is not None and not isinstance(id, str):
        raise TypeError(f"id is {id!r}: pass a str such as the name of the text's file, or None")


def _named(attribution: Attribution, id: str | None) -> Attribution:
    return attribution if id is None else attrs.evolve(attribution, id=id)


def models_of(config: Config) -> tuple[Reader, ClaimNetwork | None]:
    """The reader and the network that a configuration asks for, loaded once."""
    return _reader_of(config), _network_of(config)


def _full(config: Config) -> bool:
    return config.precision == "full"


def _reader_of(config: Config) -> Reader:
    return reader(config.models, _full(config))


def _network_of(config: Config) -> ClaimNetwork | None:
    return None if config.claims == "syntax" else _network(config.models, _full(config))


def concluded(
    config: Config,
    text: str,
    sentences: tuple[Sentence, ...],
    drawn: Sequence[Drawn],
    quotes: Sequence[Quotation],
) -> Attribution:
    """The claims of a text whose sentences are read and whose relations are drawn."""
    sentences = tuple(map(reattached, sentences))
    if config.claims == "syntax":
        return assembled(text, sentences, find_claims(text, sentences, quotes))
    kept = sure_enough(sentences, drawn, config.threshold, config.noun_threshold)
    return assembled(text, sentences, find_claims(text, sentences, quotes, kept))


def _drawn(
    network: ClaimNetwork, parts: Iterable[Part], quotes: Sequence[Quotation]
) -> tuple[tuple[Sentence, ...], list[Drawn]]:
    """The sentences of all parts of a text, and the relations that the network draws in them."""
    from attrib._claims.relations import relations_in

    sentences: list[Sentence] = []
    drawn: list[Drawn] = []
    count = 0
    for part in parts:
        drawn += (relation.moved(count) for relation in relations_in(network, part, quotes))
        sentences += part.sentences
        count += sum(len(sentence.words) for sentence in part.sentences)
    return tuple(sentences), drawn


@functools.cache
def _network(models: str, full: bool) -> ClaimNetwork:
    from attrib._claims.network import load_network
    from attrib._reading.layers import lay_out
    from attrib._reading.products import load_ranges

    folder = encoder_folder(models) / "claims"
    network = load_network(folder)
    lay_out(network, load_ranges(folder, full))
    return network


def assembled(text: str, sentences: tuple[Sentence, ...], found: Sequence[Found]) -> Attribution:
    """The claims that were found, with all that is told of them."""
    entities, speakers = resolve(text, sentences, found)
    ends = [sentence.end for sentence in sentences]
    stance = stances(text, sentences, found)
    amounts = read_quantities(text, by_parse(text, sentences))
    claims = tuple(
        Claim(
            id=f"c{number}",
            speaker=speakers[number - 1],
            cue=None if claim.floats else Cue(Span.of(text, *claim.cue), claim.lemma, claim.kind),
            content=Content.of(
                text,
                [Span.of(text, *extent) for extent in claim.content],
                [Span.of(text, *extent) for extent in claim.quoted],
            ),
            mode=claim.mode,
            stance=stance[number - 1],
            quantities=_held(amounts, claim),
            addressee=_span(text, claim.hearer),
            parent=None if claim.parent is None else f"c{claim.parent + 1}",
            sentences=_touched(ends, sentences, claim),
            confidence=claim.confidence,
        )
        for number, claim in enumerate(found, 1)
    )
    spans = tuple(Span.of(text, sentence.start, sentence.end) for sentence in sentences)
    return Attribution(text, claims, entities, spans)


def _span(text: str, extent: Extent | None) -> Span | None:
    return None if extent is None else Span.of(text, *extent)


def _held(amounts: Sequence[Quantity], claim: Found) -> tuple[Quantity, ...]:
    """The amounts, of some in the order of the text, that lie in a claim's content."""
    held: list[Quantity] = []
    for start, end in claim.content:
        place = bisect.bisect_left(amounts, start, key=lambda amount: amount.span.start)
        while place < len(amounts) and amounts[place].span.end <= end:
            held.append(amounts[place])
            place += 1
    return tuple(held)


def _touched(ends: Sequence[int], sentences: Sequence[Sentence], claim: Found) -> tuple[int, ...]:
    """The sentences that share a character with a claim; `ends` are those of the sentences."""
    touched: set[int] = set()
    for start, end in (claim.cue, *claim.content, *([claim.source] if claim.source else [])):
        index = bisect.bisect_right(ends, start)
        while index < len(sentences) and sentences[index].start < end:
            touched.add(index)
            index += 1
    return tuple(sorted(touched))
