"""A text with its claims marked and its speakers listed, as HTML for a notebook or a page.

It needs no JavaScript, and its styles touch nothing else on a page.  MarkupSafe escapes all that
comes from outside.
"""

from __future__ import annotations

import functools
import os
import pathlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from attrib._data import data
from attrib._output.facts import facts, short
from attrib._output.marks import Mark, marked
from attrib._output.palette import LIGHT, themes
from attrib._output.readings import reading
from attrib._output.voices import Voice, voices
from attrib._values import Claim

if TYPE_CHECKING:
    from attrib._attribution import Attribution

# Controls but for white space, and lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

_VIEW = Markup(
    '<div class="attrib" role="group" aria-label="{summary}"><style>{style}</style>'
    '<details class="attrib-side" open><summary>{summary}</summary>'
    '{key}<div class="attrib-speakers" role="list">{speakers}</div></details>'
    '<div class="attrib-text" role="region" aria-label="Text with its claims marked" tabindex="0"'
    ' lang="{language}" dir="auto">{text}</div></div>'
)
_SPEAKER = Markup(
    '<div class="attrib-by-{colour}" role="listitem"><details><summary>'
    '<span class="attrib-label">{letter}</span>'
    '<bdi class="attrib-name">{name}</bdi> <bdi class="attrib-described">{described}</bdi>'
    ' <span class="attrib-count">{number}<span class="attrib-unseen"> {noun}</span></span>'
    "</summary>"
    '<div class="attrib-claims" role="list">{claims}</div></details></div>'
)
_CLAIM = Markup(
    '<div role="listitem"><p class="attrib-said" dir="auto">'
    '<span class="attrib-label">{label}</span> {said}</p><dl>{facts}</dl></div>'
)
_WITHHELD = Markup("<em>no content</em>")
_FACT = Markup('<div><dt>{}</dt><dd dir="auto">{}</dd></div>')
_KEY = Markup(
    '<p class="attrib-key attrib-by-1"><span class="attrib-content" data-attrib="A1">claim</span> '
    '<span class="attrib-source" data-attrib="A">source</span> '
    '<span class="attrib-cue">cue</span> <span class="attrib-quantity">quantity</span></p>'
)
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark">'
    '<title>{title}</title></head>\n<body class="attrib-page"><main><h1>{title}</h1>\n{view}\n'
    "</main></body></html>\n"
)


def render(attribution: Attribution) -> str:
    """The view for a notebook: who speaks, how often and what, beside the text with its marks.

    >>> from attrib._attribution import Attribution
    >>> render(Attribution("1 < 2")).endswith('dir="auto">1 &lt; 2</div></div>')
    True
    """
    return _printable(_view(attribution))


def page(attribution: Attribution) -> str:
    """The view as a whole HTML document, which needs no other file.

    >>> from attrib._attribution import Attribution
    >>> page(Attribution("Rents fell.", id="rents.txt")).partition("<title>")[2][:9]
    'rents.txt'
    """
    title = short(attribution.id or "") or "Who said what"
    return _printable(
        _PAGE.format(language=attribution.language, title=title, view=_view(attribution))
    )


def write(attribution: Attribution, path: str | os.PathLike[str]) -> None:
    """Write the page to a file in UTF-8."""
    file = pathlib.Path(path)
    try:
        file.write_bytes(page(attribution).encode("utf8"))
    except FileNotFoundError as error:
        raise FileNotFoundError(
            f"there is no folder {file.parent} to write {file.name} to: make it first, "
            "or pass another path"
        ) from error


def _printable(markup: str) -> str:
    """The markup with a replacement sign for each character that HTML or UTF-8 cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", str(markup))


def _view(attribution: Attribution) -> Markup:
    speaking = voices(attribution, len(LIGHT.speakers))
    labels = {id: label for voice in speaking for id, label in voice.labels()}
    return _VIEW.format(
        summary=_summary(len(attribution), speaking),
        style=_style(),
        speakers=Markup("").join(_speaker(voice, labels) for voice in speaking),
        key=_KEY if speaking else "",
        language=attribution.language,
        text=marked(attribution.text, _marks(attribution.claims, speaking, labels)),
    )


@functools.cache
def _style() -> Markup:
    return Markup(themes() + data("view.css"))  # our own files, nothing to escape


def _summary(claims: int, speaking: Sequence[Voice]) -> str:
    if not claims:
        return "No claims found"
    known = sum(voice.colour > 0 for voice in speaking)
    return f"{_counted(claims, 'claim')} by {_counted(known, 'speaker')}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _speaker(voice: Voice, labels: dict[str, str]) -> Markup:
    return _SPEAKER.format(
        colour=voice.colour,
        letter=voice.letter,
        name=short(voice.name),
        described=short(voice.described),
        number=len(voice.claims),
        noun="claim" if len(voice.claims) == 1 else "claims",
        claims=Markup("").join(_claim(claim, labels) for claim in voice.claims),
    )


def _claim(claim: Claim, labels: dict[str, str]) -> Markup:
    told = [*facts(claim)]
    if claim.parent:
        told.append(("inside", labels[claim.parent]))
    told.append(("id", claim.id))
    return _CLAIM.format(
        label=labels[claim.id],
        said=short(claim.content.text) or _WITHHELD,
        facts=Markup("").join(_FACT.format(*fact) for fact in told),
    )


def _marks(
    claims: Sequence[Claim], speaking: Sequence[Voice], labels: dict[str, str]
) -> Iterator[Mark]:
    """What to mark of all claims; what several share, and what stands in its like, only once."""
    by = {claim.id: voice for voice in speaking for claim in voice.claims}
    heights = _heights(claims)
    parts: defaultdict[tuple[str, str], list[Mark]] = defaultdict(list)
    for claim in claims:
        voice, label = by[claim.id], labels[claim.id]
        colour = f"attrib-by-{voice.colour}"
        title = "\n".join([f"{label}: {short(voice.name)}", *map(": ".join, facts(claim))])
        for span in claim.content.spans:
            yield Mark(span, "content", f"{colour} attrib-over-{heights[claim.id]}", title, label)
        for mark in _parts(claim, voice, label, colour):
            parts[mark.role, mark.label if mark.role == "source" else ""].append(mark)
    for alike in parts.values():
        yield from _apart(alike)


def _apart(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Those of the marks that stand in no other one, the longest of any that overlap first."""
    end = 0
    for mark in sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end)):
        if mark.span.end > end:
            end = mark.span.end
            yield mark


def _parts(claim: Claim, voice: Voice, label: str, colour: str) -> Iterator[Mark]:
    if claim.speaker.source:
        title = f"{voice.letter}: {short(voice.name)}, {claim.speaker.how}"
        yield Mark(claim.speaker.source, "source", colour, title, voice.letter)
    if claim.cue:
        # A claim without content has no other place to show its label.
        shown = "" if claim.content.spans else label
        act = f", {claim.stance.act}" if claim.stance.act else ""
        yield Mark(claim.cue.span, "cue", colour, f"cue of {label}{act}", shown)
    for quantity in claim.quantities:
        yield Mark(quantity.span, "quantity", "", short(reading(quantity)))


def _heights(claims: Sequence[Claim]) -> dict[str, int]:
    """How many levels of claims each one holds, two at most, so that it is drawn around them."""
    parents = {claim.id: claim.parent for claim in claims}
    heights = dict.fromkeys(parents, 0)
    for parent in filter(None, parents.values()):
        heights[parent] = max(heights[parent], 1)
        if above := parents[parent]:
            heights[above] = 2
    return heights
