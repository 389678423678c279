"""A text with its claims highlighted, as HTML for a notebook.

The spans of claims nest and cross, elements of HTML must not: so the text is cut at every edge of
a span, and each piece carries the elements of the innermost spans that cover it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from attrib._values import Claim, Span

if TYPE_CHECKING:
    from attrib._attribution import Attribution

# From the inside out: the element that a role is drawn as.
ELEMENTS = {"cue": "span", "source": "span", "content": "mark"}

# Translucent, so that the text stays readable on light and dark pages.
STYLE = (
    ".attrib{white-space:pre-wrap}"
    ".attrib-content{background:rgba(255,205,60,.35);color:inherit}"
    ".attrib-nested{background:rgba(255,150,40,.5)}"
    ".attrib-source{border-bottom:2px solid rgba(30,110,220,.9)}"
    ".attrib-cue{border-bottom:2px dotted rgba(200,50,90,.9)}"
)


@attrs.frozen
class _Layer:
    """A span to draw: the role that it plays in a claim, and what to show when pointed at."""

    span: Span
    role: str
    title: str


def render(attribution: Attribution) -> str:
    """The text as HTML: content in `<mark>`, source and cue in `<span>`, all text escaped.

    >>> from attrib._attribution import Attribution
    >>> render(Attribution("1 < 2")).endswith("</style>1 &lt; 2</div>")
    True
    """
    layers = [layer for claim in attribution for layer in _layers(claim)]
    pieces = "".join(_pieces(attribution.text, layers))
    return f'<div class="attrib"><style>{STYLE}</style>{pieces}</div>'


def _layers(claim: Claim) -> Iterator[_Layer]:
    name = claim.speaker.name or "unknown"
    facts = [name, claim.mode, *filter(None, [claim.stance.act])]
    for span in claim.content.spans:
        yield _Layer(span, "content", f"{claim.id}: {', '.join(facts)}")
    if claim.speaker.source:
        title = f"source of {claim.id}: {name} ({claim.speaker.how})"
        yield _Layer(claim.speaker.source, "source", title)
    if claim.cue:
        yield _Layer(claim.cue.span, "cue", f"cue of {claim.id}: {claim.cue.lemma}")


def _pieces(text: str, layers: Iterable[_Layer]) -> Iterator[str]:
    opening: defaultdict[int, list[_Layer]] = defaultdict(list)
    closing: defaultdict[int, list[_Layer]] = defaultdict(list)
    # The longest first, so that the last one opened is the innermost.
    for layer in sorted(layers, key=lambda layer: (layer.span.start, -layer.span.end)):
        opening[layer.span.start].append(layer)
        closing[layer.span.end].append(layer)
    covering: dict[str, dict[int, _Layer]] = {role: {} for role in ELEMENTS}
    for start, end in pairwise(sorted({0, len(text), *opening, *closing})):
        for layer in closing[start]:
            del covering[layer.role][id(layer)]
        for layer in opening[start]:
            covering[layer.role][id(layer)] = layer
        yield _piece(text[start:end], covering)


def _piece(text: str, covering: dict[str, dict[int, _Layer]]) -> str:
    markup = escape(text)
    for role, element in ELEMENTS.items():
        layers = covering[role]
        if layers:
            innermost = layers[next(reversed(layers))]
            nested = " attrib-nested" if role == "content" and len(layers) > 1 else ""
            opening = f'<{element} class="attrib-{role}{nested}" title="{escape(innermost.title)}">'
            markup = f"{opening}{markup}</{element}>"
    return markup
