"""A chart of who makes which claims, drawn with matplotlib."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import attrs

from attrib._output.facts import short
from attrib._output.palette import LIGHT
from attrib._output.voices import voices

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from attrib._attribution import Attribution

OTHER, UNREAD = "other acts", "not read"
_COLOURS = (*LIGHT.speakers, LIGHT.nobody)
_CENTRED: dict[str, Any] = {"ha": "center", "va": "center"}
_LEGIBLE = 0.04  # of the longest bar; no figure fits a shorter piece
_NAME = 40  # characters
_ROW, _AROUND, _WIDTH = 0.36, 1.1, 8.0  # inches


@attrs.frozen
class Bar:
    """A speaker, or several together, with how often each act is done."""

    name: str
    acts: Counter[str]


def bars(attribution: Attribution, most: int) -> list[Bar]:
    """The bars of a chart: the speakers with most claims first, then all others in one.

    >>> from attrib._attribution import Attribution
    >>> bars(Attribution("Nobody spoke."), 5)
    []
    """
    if most < 1:
        raise ValueError(f"most is {most}: pass the number of speakers to draw, 1 or more")
    found = [
        Bar(short(voice.name, _NAME), Counter(str(c.stance.act or UNREAD) for c in voice.claims))
        for voice in voices(attribution, len(LIGHT.speakers))
    ]
    rest = found[most:]
    together = sum((bar.acts for bar in rest), Counter[str]())
    name = "1 other" if len(rest) == 1 else f"{len(rest)} others"
    return [*found[:most], *([Bar(name, together)] if rest else [])]


def plot_speakers(attribution: Attribution, most: int, axes: Axes | None) -> Axes:
    """The chart of these bars, in a figure of its own unless axes are given."""
    drawn = bars(attribution, most)
    axes = _axes(len(drawn)) if axes is None else axes
    starts = [0] * len(drawn)
    legible = max(1, _LEGIBLE * max((bar.acts.total() for bar in drawn), default=0))
    for (act, counts), colour in zip(_stacks(drawn), _COLOURS, strict=False):
        axes.barh(range(len(drawn)), counts, left=starts, color=colour, ec="white", label=act)
        for row, (start, number) in enumerate(zip(starts, counts, strict=True)):
            if number >= legible:  # so that colours are not all there is to go by
                axes.text(start + number / 2, row, str(number), color="white", **_CENTRED)
        starts = [start + number for start, number in zip(starts, counts, strict=True)]
    axes.set_yticks(range(len(drawn)), [bar.name for bar in drawn], parse_math=False)
    axes.invert_yaxis()
    axes.locator_params(axis="x", integer=True)
    axes.set_xlabel("claims")
    axes.spines[["top", "right"]].set_visible(False)
    if drawn:
        axes.legend(title="act", loc="upper left", bbox_to_anchor=(1.01, 1), frameon=False)
    return axes


def _axes(rows: int) -> Axes:
    try:
        pyplot = importlib.import_module("matplotlib.pyplot")
    except ModuleNotFoundError as error:
        raise ImportError("plot_speakers() needs matplotlib: pip install 'attrib[plot]'") from error
    size = (_WIDTH, _AROUND + _ROW * max(rows, 6))
    axes: Axes = pyplot.subplots(figsize=size, layout="constrained")[1]
    return axes


def _stacks(drawn: Sequence[Bar]) -> list[tuple[str, list[int]]]:
    """The acts with their counts by bar, most common first; what has no colour left is one."""
    total = sum((bar.acts for bar in drawn), Counter[str]())
    acts = [act for act, _ in total.most_common()]
    kept, rest = acts[: len(LIGHT.speakers)], acts[len(LIGHT.speakers) :]
    stacks = [(act, [bar.acts[act] for bar in drawn]) for act in kept]
    if rest:
        stacks.append((OTHER, [sum(bar.acts[act] for act in rest) for bar in drawn]))
    return stacks
