"""The part of a quantity in a change: what something rose by, from and to.

`data/change_words.csv` has the words of change with their direction.  Measured verbs ("added 10
cents", but not "added two chapters") need a percentage, points or a currency.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrib._choices import Direction, QuantityKind, Role
from attrib._quantities.counted import ends_phrase
from attrib._quantities.draft import Draft, change_place, change_words, is_percent, is_phrasal
from attrib._quantities.tokens import Tokens, words

_VERBS = ("verb", "free verb", "measured verb", "percent verb")
_LEADING = ("free verb", "leading verb")  # with "to" and "from", whatever changes
_CROSSING = {Direction.UP: "crossed_upwards", Direction.DOWN: "crossed_downwards"}
_REACH = 14  # tokens back to the word of change


def _direction(tokens: Tokens, index: int, *classes: str) -> Direction:
    found = change_words().get(tokens.key(index))
    if is_phrasal(tokens, index):
        return Direction.NONE
    if found and found[1].intersection(classes):
        return found[0]
    return Direction.NONE


def add_changes(tokens: Tokens, drafts: Sequence[Draft]) -> None:
    """Give every draft its role and its direction."""
    before: Draft | None = None
    for draft in drafts:
        _add_change(tokens, draft, before)
        before = draft


def _add_change(tokens: Tokens, draft: Draft, before: Draft | None) -> None:
    if draft.kind in (QuantityKind.ORDINAL, QuantityKind.SCORE, QuantityKind.AGE):
        return
    if draft.kind == QuantityKind.MULTIPLE:
        return
    if draft.opener == "from" and draft.low != draft.high:
        draft.direction = _change_before(tokens, draft, before)
        return
    direction = _delta(tokens, draft)
    again = before is not None and tokens.keys(before.last, draft.first) == (",", "or")
    if direction == Direction.NONE and before and again and before.role == Role.DELTA:
        direction = before.direction  # 81 cents, or 1.1 percent
    if direction != Direction.NONE:
        draft.role = Role.AFTER if _crossed(tokens, draft) else Role.DELTA
        draft.direction = direction
        return
    side = _side(tokens, draft)
    if side is None:
        return
    direction = _change_before(tokens, draft, before)
    if direction != Direction.NONE:
        draft.role, draft.direction = side, direction


def _measured(draft: Draft) -> bool:
    return draft.unit is not None and (
        draft.unit.money or is_percent(draft) or draft.unit.id == "permyriad"
    )


def _classes(draft: Draft) -> tuple[str, ...]:
    if draft.unit and not draft.unit.money and _measured(draft):
        return "verb", "free verb", "measured verb", "percent verb"
    if _measured(draft):
        return "verb", "free verb", "measured verb"
    things = draft.unit is None and draft.counted and draft.counted not in words("step")
    return ("verb",) if things else ("verb", "free verb")


def _nouns(draft: Draft) -> tuple[str, ...]:
    return ("noun", "percent noun") if is_percent(draft) else ("noun",)


def _delta(tokens: Tokens, draft: Draft) -> Direction:
    """The direction of a change by the draft itself: "rose 3%", "up by 3%", "a rise of 3%"."""
    if draft.opener == "from":
        return Direction.NONE
    if draft.positive:
        return Direction.UP
    place = change_place(tokens, draft.first)
    by = tokens.key(draft.first - 1) == "by"
    direction = _direction(tokens, place, *_classes(draft), *(("free verb",) if by else ()))
    if direction == Direction.NONE and by and (draft.unit or not draft.counted):
        direction = _by(tokens, draft.first - 1)
    if direction == Direction.NONE and tokens.key(place) == "of":
        direction = _direction(tokens, place - 1, *_nouns(draft))
    return direction if direction != Direction.NONE else _behind(tokens, draft)


def _by(tokens: Tokens, by: int) -> Direction:
    """The direction of a change that is told before "by": "cut the risk of a stroke by 3%"."""
    for place in range(by - 1, max(-1, by - _REACH), -1):
        if tokens.key(place) in words("change_stop") or tokens[place].kind != "word":
            break
        direction = _direction(tokens, place, *_VERBS)
        if direction != Direction.NONE:
            return direction
    noun = by - (1 if tokens.key(by - 1) in change_words() else 2)
    return _direction(tokens, noun, "noun")


def _crossed(tokens: Tokens, draft: Draft) -> bool:
    """Whether a change leads past a figure: "fell below $70", but not "rose under 4%"."""
    verb = _direction(tokens, change_place(tokens, draft.first), *_VERBS)
    return verb in _CROSSING and tokens.key(draft.first) in words(_CROSSING[verb])


def _behind(tokens: Tokens, draft: Draft) -> Direction:
    """The direction of "3% higher", "3% up" and of "a 3% pay rise"."""
    percent = ("percent comparative",) if is_percent(draft) else ()
    direction = _direction(tokens, draft.last, "comparative", *percent)
    if draft.unit is None or draft.unit.duration:
        return Direction.NONE
    if direction != Direction.NONE:
        return direction
    for place in (draft.last, draft.last + 1):
        direction = _direction(tokens, place, *_nouns(draft))
        if direction != Direction.NONE:
            return direction
        if tokens[place].kind != "word" or ends_phrase(tokens.key(place)):
            break
    return Direction.NONE


def _side(tokens: Tokens, draft: Draft) -> Role | None:
    """Whether a draft stands where a change leads to, or where it comes from."""
    word = tokens.key(draft.first - 1)
    if word == "the":
        word = tokens.key(draft.first - 2)
    if word in words("leads_to"):
        return Role.AFTER
    return (
        Role.BEFORE
        if word == "from" or (draft.opener == "from" and draft.low == draft.high)
        else None
    )


def _change_before(tokens: Tokens, draft: Draft, before: Draft | None) -> Direction:
    if before and before.direction != Direction.NONE and draft.first - before.last <= 2:
        return before.direction
    for place in range(draft.first - 1, max(-1, draft.first - _REACH), -1):
        if tokens.key(place) in words("change_stop"):
            break
        direction = _direction(tokens, place, "noun", *_LEADING, *_classes(draft))
        if direction != Direction.NONE:
            return direction
    return Direction.NONE
