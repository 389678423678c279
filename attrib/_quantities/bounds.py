"""Bounds and approximators: the phrases before and after an amount, and what they make of it."""

from __future__ import annotations

from attrib._choices import Approximation, QuantityKind
from attrib._quantities.draft import Draft
from attrib._quantities.effects import closing, phrases
from attrib._quantities.numerals import Form
from attrib._quantities.tokens import DASHES, Tokens

OPENERS = ("between", "from")
_LEADING = 4  # phrases before an amount


def leading(tokens: Tokens, index: int) -> tuple[list[str], int, str]:
    """The effects of the phrases before an amount, its index, and what opens a range."""
    effects: list[str] = []
    opener = ""
    for _ in range(_LEADING):
        found = phrases("before").at(tokens, index)
        if found:
            effects.append(found[0])
            index = found[1]
            index += tokens.key(index) in DASHES and tokens.key(index + 1) not in DASHES
        elif tokens.key(index) in OPENERS and not opener:
            opener, index = tokens.key(index), index + 1
        elif tokens.key(index) == "the" and (effects or opener):
            index += 1
        else:
            break
    return effects, index, opener


def close_up(tokens: Tokens, draft: Draft) -> None:
    """Read the phrases behind a draft, and turn all its phrases into bounds."""
    found = closing(tokens, draft.last, "between", "after")
    if found:
        draft.effects.append(found[0])
        draft.last = found[1]
    if draft.kind == QuantityKind.SCORE:
        return
    if draft.form == Form.VAGUE:
        draft.approximation = Approximation.VAGUE
    for effect in draft.effects:
        _apply(draft, effect)


def _apply(draft: Draft, effect: str) -> None:
    if effect in ("about", "just_under", "just_over"):
        draft.approximation = Approximation(effect)
    if draft.low != draft.high or draft.low is None:
        return
    if effect in ("above", "from"):
        draft.high, draft.low_open = None, effect == "above"
    elif effect in ("below", "to"):
        draft.low, draft.high_open = None, effect == "below"
