"""The chart of speakers: who makes most claims, by act, with all others in one bar."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from itertools import count
from typing import Any

import attrs
import pytest
from articles import ARTICLE, CLAIMS, overlapping

from attrib._attribution import Attribution
from attrib._choices import Act
from attrib._output import plot
from attrib._values import Speaker, Stance


@pytest.fixture
def pyplot(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Matplotlib without a screen."""
    pytest.importorskip("matplotlib", reason="matplotlib draws the chart")
    monkeypatch.setenv("MPLBACKEND", "Agg")
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    yield pyplot
    pyplot.close("all")


def labels(axes: Any) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def test_most_claims_first() -> None:
    """The bars hold the claims of each speaker by act, those with most claims first."""
    assert plot.bars(ARTICLE, 15) == [
        plot.Bar("Ana Sol", Counter({"assert": 1, "deny": 1})),
        plot.Bar("Bo Marsh", Counter({"commit": 1})),
        plot.Bar("ليلى حداد", Counter({"not read": 1})),
        plot.Bar("Cy Oram", Counter({"withhold": 1})),
        plot.Bar("unknown speaker", Counter({"assert": 1})),
    ]


def test_the_rest_shares_a_bar() -> None:
    """Speakers beyond the number asked for are counted together."""
    drawn = plot.bars(overlapping(30, 99), 5)
    assert [bar.name for bar in drawn[4:]] == ["Speaker 4", "25 others"]
    assert sum(bar.acts.total() for bar in drawn) == 30
    assert plot.bars(ARTICLE, 4)[-1].name == "1 other"


def test_the_chart_is_labelled(pyplot: Any) -> None:
    """The bars are as long as there are claims, and named, with a legend of acts."""
    axes = ARTICLE.plot_speakers()
    axes.figure.canvas.draw_idle()
    assert labels(axes)[:2] == ["Ana Sol", "Bo Marsh"]
    assert axes.get_xlabel() == "claims"
    assert axes.yaxis_inverted()
    acts = [text.get_text() for text in axes.get_legend().get_texts()]
    assert acts[0] == "assert"
    assert {*acts} == {"assert", "deny", "commit", "withhold", "not read"}
    ends = [patch.get_x() + patch.get_width() for patch in axes.patches]
    assert max(ends) == 2


def test_names_are_shown_as_they_are(pyplot: Any) -> None:
    """Dollar signs in a name are no formula, and nothing is cut off at the edges."""
    speaker = Speaker(name="$a^b$ and a very long name " + "x" * 90)
    axes = Attribution(ARTICLE.text, [attrs.evolve(CLAIMS[4], speaker=speaker)]).plot_speakers()
    axes.figure.canvas.draw()
    (label,) = axes.get_yticklabels()
    assert label.get_text() == "$a^b$ and a very long name xxxxxxxxxxxx…"
    assert label.get_window_extent().x0 >= 0


def test_rare_acts_are_taken_together(pyplot: Any) -> None:
    """Acts beyond the colours share the last one, so that no colour means two of them."""
    numbers = count()
    claims = [
        attrs.evolve(CLAIMS[5], id=f"c{next(numbers)}", stance=Stance(act=act))
        for act in Act
        for _ in range(2 if act is Act.DENY else 1)
    ]
    axes = Attribution(ARTICLE.text, claims).plot_speakers()
    acts = [text.get_text() for text in axes.get_legend().get_texts()]
    assert (acts[0], acts[-1], len(acts)) == ("deny", "other acts", 9)
    colours = [handle.get_facecolor() for handle in axes.get_legend().get_patches()]
    assert len({*colours}) == 9
    assert sum(patch.get_width() for patch in axes.patches) == len(claims)


def test_it_draws_where_it_is_told(pyplot: Any) -> None:
    """Axes that are passed are drawn on; no claims make an empty chart."""
    _, axes = pyplot.subplots()
    assert ARTICLE.plot_speakers(axes=axes) is axes
    assert labels(Attribution("").plot_speakers()) == []


def test_matplotlib_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without matplotlib, the error says what to install; a bad number is told as well."""
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r"pip install 'attrib\[plot\]'"):
        ARTICLE.plot_speakers()
    with pytest.raises(ValueError, match="pass the number of speakers to draw, 1 or more"):
        ARTICLE.plot_speakers(most=0)
