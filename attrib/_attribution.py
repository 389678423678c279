"""`Attribution`: a text and the claims in it, as an immutable sequence of claims."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, overload

import attrs

from attrib._output import attrib1, brat, csv, html, members, plot, tables, webannotation
from attrib._output.columns import CLAIMS, extent
from attrib._values import Claim, Content, Entity, Span

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _with_children(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    # `parent` alone is the source of truth, so that the two can never disagree.
    claims = tuple(claims)
    children: defaultdict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if claim.parent is not None:
            children[claim.parent].append(claim.id)
    return tuple(attrs.evolve(claim, children=tuple(children[claim.id])) for claim in claims)


@attrs.frozen(repr=False)
class Attribution(Sequence[Claim]):
    """The claims of a text in order, with the entities and sentences that they refer to.

    Every span in it is a slice of its text, every id in it is known, and `children` of each claim
    is filled in from `parent` of the others.

    >>> from attrib import Mode, Speaker
    >>> text = '"Not yet," Ana Sol said.'
    >>> quote = Span.of(text, 0, 10)
    >>> claim = Claim(id="c1", speaker=Speaker(Span.of(text, 11, 18), name="Ana Sol"), cue=None,
    ...               content=Content.of(text, [quote], [quote]), mode=Mode.DIRECT)
    >>> result = Attribution(text, [claim])
    >>> result
    <Attribution: 1 claim in 24 characters>
    >>> len(result), result[0].content.text, list(result.by_speaker())
    (1, '"Not yet,"', ['Ana Sol'])
    >>> Attribution.from_dict(result.to_dict(), text=text) == result
    True

    Raises:
        ValueError: a span is no slice of the text, or an id is unknown or used twice.
    """

    text: str
    claims: tuple[Claim, ...] = attrs.field(default=(), converter=_with_children)
    entities: tuple[Entity, ...] = attrs.field(default=(), converter=tuple[Entity, ...])
    sentences: tuple[Span, ...] = attrs.field(default=(), converter=tuple[Span, ...])
    id: str | None = None
    language: str = "en"

    def __attrs_post_init__(self) -> None:
        _check_spans(self)
        _check_ids(self)
        _check_parents(self.claims)

    def __repr__(self) -> str:
        name = "" if self.id is None else f" {self.id!r}"
        claims = "1 claim" if len(self) == 1 else f"{len(self)} claims"
        return f"<Attribution{name}: {claims} in {len(self.text)} characters>"

    def __len__(self) -> int:
        return len(self.claims)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, index: int | slice) -> Claim | tuple[Claim, ...]:
        return self.claims[index]

    def by_speaker(self) -> dict[str, tuple[Claim, ...]]:
        """The claims of each speaker by name, in document order; "" is the unknown speaker."""
        speakers: defaultdict[str, list[Claim]] = defaultdict(list)
        for claim in sorted(self.claims, key=extent):
            speakers[claim.speaker.name or ""].append(claim)
        return {name: tuple(claims) for name, claims in speakers.items()}

    def outermost(self) -> tuple[Claim, ...]:
        """The claims that stand in no other claim's content."""
        return tuple(claim for claim in self.claims if claim.parent is None)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form attrib/1, as plain Python values."""
        return attrib1.to_dict(self)

    def to_json(self, indent: int | None = None) -> str:
        """The JSON form attrib/1, in ASCII; on one line unless `indent` is given."""
        return json.dumps(self.to_dict(), indent=indent, allow_nan=False)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, text: str) -> Attribution:
        """The attribution that `to_dict` was called on, given the text that it is about.

        Raises:
            ValueError: `data` is not in the form attrib/1, or not about this text; the message says
                which member is wrong, as in "claims[2].cue.span: ...".
        """
        return attrib1.from_dict(data, text)

    @classmethod
    def from_json(cls, form: str, *, text: str) -> Attribution:
        """The attribution that `to_json` was called on, given the text that it is about.

        >>> result = Attribution("Snow fell.", id="snow")
        >>> Attribution.from_json(result.to_json(), text="Snow fell.") == result
        True

        Raises:
            ValueError: `form` is no JSON, not in the form attrib/1, or not about this text; the
                message says which member is wrong.
        """
        try:
            data = members.parsed(form)
        except ValueError as error:
            raise ValueError(f"this is no JSON ({error}): pass what to_json() gave") from error
        return attrib1.from_dict(data, text)

    def records(self, table: str = CLAIMS) -> list[dict[str, Any]]:
        """A table as one flat dict a row, of plain values; None where the text gives nothing.

        Args:
            table: "claims", one row a claim; "quantities", one row for each amount in a claim; or
                "entities".  docs/tables.md tells what each column holds.

        Raises:
            ValueError: there is no table of that name.
        """
        return tables.records(self, table)

    def to_pandas(self, table: str = CLAIMS) -> Any:
        """A table, as `records` has it, as a `pandas.DataFrame`: same columns, same types, always.

        Raises:
            ValueError: there is no table of that name.
            ImportError: pandas is not installed.
        """
        return tables.to_pandas(self, table)

    def to_polars(self, table: str = CLAIMS) -> Any:
        """A table, as `records` has it, as a `polars.DataFrame`.

        Raises:
            ValueError: there is no table of that name.
            ImportError: polars is not installed.
        """
        return tables.to_polars(self, table)

    def to_csv(self, table: str = CLAIMS) -> str:
        """A table, as `records` has it, as CSV by RFC 4180, safe to open in a spreadsheet.

        A text that would be run as a formula has an apostrophe in front (docs/tables.md).

        Raises:
            ValueError: there is no table of that name.
        """
        return csv.to_csv(self, table)

    def to_brat(self) -> str:
        """The claims as brat standoff, the lines of an `.ann` file in PolNeAR's form.

        brat needs the text beside it and an `annotation.conf` (docs/formats.md).

        Raises:
            ValueError: a source, cue or content is white space alone.
        """
        return brat.to_brat(self)

    @classmethod
    def from_brat(cls, ann: str, *, text: str, id: str | None = None) -> Attribution:
        """The claims of an `.ann` file in PolNeAR's form, as far as its spans and links tell.

        Raises:
            ValueError: a line is none of brat's, a span is not in the text, or an event links to a
                span that is not there; the message says which line.
        """
        return brat.from_brat(ann, text, id)

    def to_web_annotation(self, source: str | None = None) -> dict[str, Any]:
        """The claims as a W3C Web Annotation collection (JSON-LD), as plain Python values.

        Args:
            source: The IRI of the text; from `id`, or else from a hash of the text, if not given.
        """
        return webannotation.to_web_annotation(self, source)

    @classmethod
    def from_web_annotation(cls, data: Mapping[str, Any], *, text: str) -> Attribution:
        """The claims of a collection that `to_web_annotation` made, as far as it holds them.

        Raises:
            ValueError: `data` has another form, or is not about this text; the message says which
                member is wrong.
        """
        return webannotation.from_web_annotation(data, text)

    def _repr_html_(self) -> str:
        return html.render(self)

    @overload
    def to_html(self) -> str: ...
    @overload
    def to_html(self, path: str | os.PathLike[str]) -> None: ...
    def to_html(self, path: str | os.PathLike[str] | None = None) -> str | None:
        """The notebook view as a page of its own, or that page written to a file in UTF-8.

        >>> Attribution("Snow fell.", id="snow").to_html()[:15]
        '<!DOCTYPE html>'

        Args:
            path: the file; one that is there already is written over.  Without it the page is
                returned.

        Raises:
            FileNotFoundError: there is no such folder.
        """
        if path is None:
            return html.page(self)
        html.write(self, path)
        return None

    def plot_speakers(self, *, most: int = 15, axes: Axes | None = None) -> Axes:
        """Draw the claims of each speaker by act, as bars with most claims first.

        Args:
            most: the number of speakers to draw; those with fewer claims share a bar.
            axes: where to draw, a figure of its own unless it is given.

        Raises:
            ImportError: matplotlib is not installed.
            ValueError: `most` is less than 1.
        """
        return plot.plot_speakers(self, most, axes)


@attrs.frozen
class Unattributed:
    """A text that could not be attributed: its place in the input, from 0, and the error.

    >>> from attrib import Attributor
    >>> list(Attributor().attribute_many(["", None], errors="yield"))[1].index
    1
    """

    index: int
    error: Exception


def _spans(claim: Claim) -> Iterator[Span | None]:
    cue = claim.cue.span if claim.cue else None
    yield from (claim.speaker.source, claim.speaker.antecedent, cue)
    yield from (claim.addressee, claim.stance.target)
    yield from (*claim.content.spans, *claim.content.quoted)
    yield from (evidence.span for evidence in claim.stance.evidence)
    for quantity in claim.quantities:
        yield from (quantity.span, quantity.whole, quantity.window)


def _check_spans(attribution: Attribution) -> None:
    text = attribution.text
    spans = [*attribution.sentences]
    spans += [mention for entity in attribution.entities for mention in entity.mentions]
    spans += [span for claim in attribution.claims for span in _spans(claim) if span]
    for span in spans:
        if text[span.start : span.end] != span.text:
            raise ValueError(
                f"{span} is not a slice of the text, which has "
                f"{text[span.start : span.end]!r} there: take spans with Span.of(text, start, end)"
            )
    for claim in attribution.claims:
        content = claim.content
        if content != Content.of(text, content.spans, content.quoted):
            raise ValueError(
                f"the content of claim {claim.id} reads {content.text!r}, which its spans do not: "
                "make it with Content.of(text, spans, quoted)"
            )


def _check_ids(attribution: Attribution) -> None:
    for values in (attribution.claims, attribution.entities):
        ids = [value.id for value in values]
        twice = {id for id in ids if ids.count(id) > 1} if len(set(ids)) < len(ids) else set()
        if twice:
            raise ValueError(f"the id {min(twice)!r} is used twice: give each its own")
    entities = {entity.id: entity for entity in attribution.entities}
    for claim in attribution.claims:
        for entity in claim.speaker.entities:
            known = entities.get(entity.id)
            # Mostly the very same object, which need not be compared mention by mention.
            if known is not entity and known != entity:
                raise ValueError(
                    f"claim {claim.id} is by entity {entity.id!r}, which is not among the "
                    "entities: pass the same entity in both places"
                )
        if any(not 0 <= index < len(attribution.sentences) for index in claim.sentences):
            raise ValueError(
                f"claim {claim.id} is in sentences {claim.sentences}, of "
                f"{len(attribution.sentences)}: pass the sentences and indices into them"
            )


def _check_parents(claims: tuple[Claim, ...]) -> None:
    parents = {claim.id: claim.parent for claim in claims}
    settled: set[str | None] = {None}
    for claim in claims:
        path: set[str | None] = set()
        ancestor: str | None = claim.id
        while ancestor not in settled:
            if ancestor in path or ancestor not in parents:
                raise ValueError(
                    f"the parents of claim {claim.id} lead to {ancestor!r}, which is "
                    f"{'in a circle' if ancestor in path else 'no claim here'}: pass the id of "
                    "the claim whose content holds this one"
                )
            path.add(ancestor)
            ancestor = parents[ancestor]
        settled |= path
