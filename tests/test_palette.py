"""The colours of the view, measured: readable in both themes, and apart for every eye."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from attrib._output.palette import DARK, LIGHT, Theme

# How the world looks without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1).
EYES = {
    "all cones": np.eye(3),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
CONES = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                  [0.2119034982, 0.6806995451, 0.1073969566],
                  [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
OKLAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                  [1.9779984951, -2.4285922050, 0.4505937099],
                  [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip
APART = 0.06  # in Oklab; some three just noticeable differences

themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def linear(colour: str) -> np.ndarray:
    shares = np.array(list(bytes.fromhex(colour[1:]))) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    weights = [0.2126, 0.7152, 0.0722]
    darker, lighter = sorted(float(linear(colour) @ weights) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def backgrounds(theme: Theme) -> list[str]:
    return [theme.surface, *(theme.tint(c) for c in (theme.nobody, *theme.speakers))]


def test_contrast_is_wcag() -> None:
    """Contrast is 21 for black on white and 4.54 for the grey that is just enough."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@themes
def test_everything_is_readable(theme: Theme) -> None:
    """All text, in a speaker's colour too, has a contrast of 4.5 on the surface and every tint."""
    for colour in (theme.ink, theme.muted, theme.nobody, *theme.speakers):
        for background in backgrounds(theme):
            assert contrast(colour, background) >= 4.5, (colour, background)


@themes
@pytest.mark.parametrize("eye", EYES)
def test_speakers_are_told_apart(theme: Theme, eye: str) -> None:
    """Any two speakers' colours differ clearly, whichever cones a reader has."""
    seen = {
        colour: OKLAB @ np.cbrt(CONES @ np.clip(EYES[eye] @ linear(colour), 0, 1))
        for colour in theme.speakers
    }
    for one, other in combinations(theme.speakers, 2):
        assert np.linalg.norm(seen[one] - seen[other]) >= APART, (one, other)
