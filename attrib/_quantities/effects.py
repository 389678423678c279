"""The phrases around an amount, by where they stand, and their effects on it."""

from __future__ import annotations

import functools

from attrib._data import rows
from attrib._quantities.tokens import DASHES, Phrases, Tokens


@functools.cache
def phrases(*places: str) -> Phrases[str]:
    """The phrases that may stand in any of the places, with their effects."""
    listed = (row for row in rows("amount_phrases.csv") if row["place"] in places)
    return Phrases({row["phrase"]: row["effect"] for row in listed})


def behind(tokens: Tokens, index: int) -> tuple[str, int]:
    """The effect of what stands between a number and its noun, and the index after it.

    >>> from attrib._quantities.tokens import read_tokens
    >>> behind(read_tokens("or more people"), 0), behind(read_tokens("people"), 0)
    (('from', 2), ('', 0))
    """
    if tokens.key(index) in DASHES:
        return phrases("joined").at(tokens, index + 1) or ("", index)
    return closing(tokens, index, "between") or ("", index)


def closing(tokens: Tokens, index: int, *places: str) -> tuple[str, int] | None:
    """The effect of a phrase at a token, and the index after it; marks are glued to the number."""
    marked = tokens[index].kind == "word" or tokens.glued(index)
    return phrases(*places).at(tokens, index) if marked else None
