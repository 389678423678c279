"""The view in a real browser: drawn in both themes, readable, nothing overlaps or sticks out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from html import unescape
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from articles import ARTICLE, overlapping
from markupsafe import escape

from attrib._output import html

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--virtual-time-budget=2000",
)  # fmt: skip
SCHEMES = {"dark": 0, "light": 1}  # as the browser numbers them
Run = Callable[..., str]

# Opens all lists, then tells the size of the page and, for each run of text, its box, the
# contrast of its colour with what it stands on.
MEASURE = """
function numbers(colour) { return colour.match(/[0-9.]+/g).map(Number) }
function luminance(colour) {
  const [r, g, b] = numbers(colour).map(c => c / 255)
    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function ground(element) {
  for (; element; element = element.parentElement) {
    const colour = getComputedStyle(element).backgroundColor;
    if (numbers(colour)[3] !== 0) return colour;
  }
}
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
document.querySelectorAll('details').forEach(found => found.open = true);
const walker = document.createTreeWalker(document.querySelector('.attrib'), NodeFilter.SHOW_TEXT);
const texts = [];
while (walker.nextNode()) {
  const node = walker.currentNode, parent = node.parentElement, range = new Range();
  if (!node.data.trim() || parent.closest('style, .attrib-unseen')) continue;
  range.selectNodeContents(node);
  // What is cut short with an ellipsis is only as large as what cuts it.
  const cut = getComputedStyle(parent).overflow == 'hidden' ? parent : range;
  const boxes = [...cut.getClientRects()].map(b => [b.left, b.top, b.right, b.bottom]);
  const colour = getComputedStyle(parent).color;
  texts.push([node.data, contrast(colour, ground(parent)), boxes]);
}
const labels = [...document.querySelectorAll('[data-attrib]')].map(found => {
  const style = getComputedStyle(found, '::before');
  return style.content == 'none' ? 21 : contrast(style.color, style.backgroundColor);
});
const box = kind => { const b = document.querySelector(kind).getBoundingClientRect();
                      return [b.left, b.top, b.right, b.bottom] };
const root = document.scrollingElement;
const told = {width: innerWidth, scrolled: root.scrollWidth, height: root.scrollHeight,
  dark: luminance(ground(document.querySelector('.attrib-text'))) < 0.5, texts, labels,
  side: box('.attrib-side'), text: box('.attrib-text')};
parent.document.title = JSON.stringify(told);
"""


@pytest.fixture(scope="module")
def browse(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the browser over a page, with options; what it prints."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed")
    folder = tmp_path_factory.mktemp("browser")

    def run(markup: str, *options: str, scheme: str = "light") -> str:
        page = folder / "page.html"
        page.write_bytes(markup.encode("utf8"))
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        colours = f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}"
        profile = f"--user-data-dir={folder / 'profile'}"
        command = [found, *OPTIONS, *root, colours, profile, *options, page.as_uri()]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
        return done.stdout.decode("utf8")

    return run


def measured(browse: Run, markup: str, width: int, scheme: str = "light") -> dict[str, Any]:
    """What the browser tells of a page in a window of this width."""
    inside = escape(f"{markup}<script>{MEASURE}</script>")
    frame = f'<!DOCTYPE html><iframe srcdoc="{inside}" width="{width}" height="900"></iframe>'
    dom = browse(frame, "--dump-dom", "--window-size=1400,1000", scheme=scheme)
    (title,) = re.findall(r"<title>(\{.*?\})</title>", dom, flags=re.DOTALL)
    told: dict[str, Any] = json.loads(unescape(title))
    return told


def picture(browse: Run, markup: str, path: Path, scheme: str) -> np.ndarray:
    """The page as pixels in rows, each of red, green and blue."""
    browse(markup, f"--screenshot={path}", "--window-size=1100,900", scheme=scheme)
    image = pytest.importorskip("PIL.Image", reason="Pillow reads the picture")
    with image.open(path) as opened:
        return np.asarray(opened.convert("RGB"), dtype=int)


def overlap(one: list[float], other: list[float]) -> float:
    """The area, in pixels, that two boxes share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return max(width, 0) * max(height, 0)


def test_pictures_of_both_themes(browse: Run, tmp_path: Path) -> None:
    """The page is drawn in the window's size, on white or near black, in speakers' colours."""
    markup = html.page(ARTICLE)
    light, dark = (picture(browse, markup, tmp_path / f"{s}.png", s) for s in ("light", "dark"))
    assert light.shape == dark.shape == (900, 1100, 3)
    assert light[0, 0].min() > 230
    assert dark[0, 0].max() < 30
    colours = {*np.unique(light @ [0x10000, 0x100, 1]).tolist()}
    assert {0x0348A1, 0x8C0F00, 0x5B626B, 0x1C1F23} <= colours
    assert len(np.unique(dark @ [0x10000, 0x100, 1])) > 200


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [1200, 700, 320])
def test_all_is_readable_at_any_width(browse: Run, width: int, scheme: str) -> None:
    """Nothing sticks out or overlaps, and every text has the contrast that WCAG asks for."""
    told = measured(browse, html.page(ARTICLE), width, scheme)
    assert (told["width"], told["dark"]) == (width, scheme == "dark")
    assert told["scrolled"] <= width
    assert "".join(text for text, _, _ in told["texts"]).count("ليلى حداد") == 3
    assert min(contrast for _, contrast, _ in told["texts"]) >= 4.5
    assert min(told["labels"]) >= 4.5
    assert overlap(told["side"], told["text"]) == 0
    boxes = [(text, box) for text, _, boxes in told["texts"] for box in boxes]
    for (one, box), (other, beside) in combinations(boxes, 2):
        # Boxes of a font are a little higher than its letters.
        allowed = 0.2 * (box[2] - box[0]) * (box[3] - box[1])
        assert overlap(box, beside) <= allowed, (one, other)


def test_speakers_stand_beside_the_text_or_above(browse: Run) -> None:
    """A wide page has its speakers on the right, a narrow one above."""
    wide, narrow = (measured(browse, html.page(ARTICLE), width) for width in (1200, 400))
    assert wide["side"][0] >= wide["text"][2]
    assert narrow["side"][3] <= narrow["text"][1]


@pytest.mark.parametrize(("host", "dark"), [
    ('<body data-jp-theme-light="false">', True), ('<body data-jp-theme-light="true">', False),
    ('<body class="vscode-dark">', True), ('<body class="vscode-light">', False),
])  # fmt: skip
def test_notebooks_choose_the_theme(browse: Run, host: str, dark: bool) -> None:
    """A notebook's own theme wins over the system's, and the rest of its page stays as it is."""
    markup = f"<!DOCTYPE html>{host}<p>before</p>{ARTICLE._repr_html_()}<mark>after</mark>"
    told = measured(browse, markup, 900, scheme="light" if dark else "dark")
    assert told["dark"] == dark
    assert min(contrast for _, contrast, _ in told["texts"]) >= 4.5


def test_long_texts_scroll_in_place(browse: Run) -> None:
    """In a notebook a long text scrolls in a box of its own, and hundreds of spans are drawn."""
    result = overlapping(400, 100_000)
    told = measured(browse, result._repr_html_(), 900)
    assert told["text"][3] - told["text"][1] < 800
    assert told["height"] < 1000
    assert told["scrolled"] <= 900
    assert "".join(text for text, _, boxes in told["texts"] if boxes).count("rose") > 5000


def test_speakers_stay_in_sight(browse: Run) -> None:
    """While a page scrolls the speakers stay beside the text, and never cover it where above."""
    markup = html.page(overlapping(3, 20_000)) + "<script>scrollTo(0, 2000)</script>"
    wide, between = (measured(browse, markup, width) for width in (1200, 838))
    assert wide["text"][1] < -1000
    assert 0 <= wide["side"][1] < wide["side"][3] <= 900
    assert overlap(between["side"], between["text"]) == 0
