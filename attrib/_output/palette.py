"""The colours of the notebook view: one for each speaker, in a light and a dark theme.

Each is read easily as text on the surface and on every tint (WCAG contrast 4.5 or more), and the
eight differ for colour-blind eyes too.  They were searched for with these conditions; letters tell
speakers apart where there are more than colours.

>>> LIGHT.tint(LIGHT.speakers[0])
'#e6edf6'
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

# How much of its colour a speaker's tint has; the rest is the surface.
_TINT = 0.1


@attrs.frozen
class Theme:
    """The colours of a page: `muted` for lesser text, `line` for edges, `nobody` for unknowns."""

    surface: str
    ink: str
    muted: str
    line: str
    nobody: str
    speakers: tuple[str, ...]
    strength: float = _TINT

    def tint(self, colour: str) -> str:
        """The background of what the speaker of this colour said."""
        mixed = (
            round(self.strength * above + (1 - self.strength) * below)
            for above, below in zip(_channels(colour), _channels(self.surface), strict=True)
        )
        return "#" + "".join(f"{channel:02x}" for channel in mixed)

    def css(self) -> str:
        """The theme as declarations of CSS variables; speaker 0 is nobody."""
        plain = (("surface", self.surface), ("ink", self.ink), ("muted", self.muted))
        values = dict((*plain, ("line", self.line)))
        for number, colour in enumerate((self.nobody, *self.speakers)):
            values |= {f"hue-{number}": colour, f"tint-{number}": self.tint(colour)}
        return "".join(f"--attrib-{name}:{value};" for name, value in values.items())


LIGHT = Theme(
    surface="#ffffff",
    ink="#1c1f23",
    muted="#5b626b",
    line="#d5d9de",
    nobody="#5b626b",
    speakers=(
        "#0348a1", "#8c0f00", "#004e35", "#7e46ce", "#b43467", "#7d5a12", "#0e6e8d", "#79066f",
    ),
)  # fmt: skip
DARK = Theme(
    surface="#16191d",
    ink="#e8eaed",
    muted="#a3abb5",
    line="#3a4149",
    nobody="#a3abb5",
    speakers=(
        "#7aa2ff", "#fea135", "#53dca6", "#c4b4f4", "#fb7d74", "#eee05e", "#9feeed", "#d09cc4",
    ),
    strength=0.16,
)  # fmt: skip

# Who says which theme a page has: Jupyter, VS Code, Sphinx, Colab; else the reader's system.
_SAYS_LIGHT = ("[data-jp-theme-light=true]", ".vscode-light", "[data-theme=light]", "[theme=light]")
_SAYS_DARK = ("[data-jp-theme-light=false]", ".vscode-dark", "[data-theme=dark]", "[theme=dark]")


def themes() -> str:
    """The style sheet that gives a view its colours, and each speaker's class its own."""
    return "".join(_rules())


def _rules() -> Iterator[str]:
    light, dark = f"color-scheme:light;{LIGHT.css()}", f"color-scheme:dark;{DARK.css()}"
    yield f".attrib{{{light}}}"
    # Paper is white whatever the screen is.
    yield f"@media screen and (prefers-color-scheme:dark){{.attrib{{{dark}}}}}"
    yield f"{_within(_SAYS_LIGHT)}{{{light}}}"
    yield f"@media screen{{{_within(_SAYS_DARK)}{{{dark}}}}}"
    for number in range(len(LIGHT.speakers) + 1):
        hue, tint = f"var(--attrib-hue-{number})", f"var(--attrib-tint-{number})"
        yield f".attrib .attrib-by-{number}{{--attrib-hue:{hue};--attrib-tint:{tint}}}"


def _within(pages: tuple[str, ...]) -> str:
    return ",".join(f"{page} .attrib" for page in pages)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
