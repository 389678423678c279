"""Two numbers that make one quantity: ranges, scores and ratios."""

from __future__ import annotations

from decimal import Decimal

import attrs

from attrib._choices import QuantityKind
from attrib._quantities.amounts import Amount, amount_at
from attrib._quantities.bounds import leading
from attrib._quantities.counted import ends_phrase, is_plural, singular
from attrib._quantities.draft import Draft, changed, single
from attrib._quantities.numerals import Form, share, times
from attrib._quantities.tokens import DASHES, Tokens, words
from attrib._quantities.units import PERCENT

_SEPARATORS = ("to", "-", "‐", "‑", "–", "—", "−", "or", "through")
_SECOND_AFTER = {"between": ("and",), "from": ("to",)}
_APART = 5  # times the first number, from which on a second one is no other end of a range
_FURTHEST = 8  # tokens from one end of a range to the other: "from $5 a year ago to $6"


def score(tokens: Tokens, index: int, amount: Amount, opener: str) -> Draft | None:
    """2-0, 28-31: two small numbers with a dash, that no unit or plural follows."""
    first, dash = amount.whole, amount.end
    if first is None or opener or not 0 <= first <= 200 or not amount.digits or amount.scale != 1:
        return None
    if tokens.key(dash) not in (*DASHES, "–", "−") or not tokens.glued(dash):
        return None
    if tokens[dash + 1].kind != "number" or not tokens.glued(dash + 1):
        return None
    other = amount_at(tokens, dash + 1)
    second = other.whole if other else None
    if other is None or second is None or second > 200 or other.scale != 1:
        return None
    if tokens.key(other.end) in DASHES and tokens.glued(other.end):
        return None
    if first < second and is_plural(tokens.key(other.end)):
        return None
    draft = single(index, amount)
    draft.last, draft.number, draft.kind = other.end, other.end, QuantityKind.SCORE
    draft.high, draft.ratio = other.point, (first, second)
    return draft


def in_ratio(tokens: Tokens, index: int, amount: Amount, effects: list[str]) -> Draft | None:
    """One in five, four out of five, 571 of the 714."""
    above = amount.whole
    if above is None or above < 1:
        return None
    place = _denominator(tokens, amount.end)
    below = amount_at(tokens, place) if place else None
    whole = below.whole if below else None
    if below is None or whole is None or whole <= above or below.per:
        return None
    if tokens.key(amount.end) == "in" and (whole > 1000 or tokens.key(place - 1) != "in"):
        return None
    draft = single(index, amount)
    draft.last, draft.number = below.end, below.number
    draft.low = draft.high = share(above, whole)
    draft.ratio, draft.kind, draft.form = (above, whole), QuantityKind.SHARE, Form.FRACTION
    return draft


def _denominator(tokens: Tokens, index: int) -> int:
    """The index of the second number of a ratio, 0 where none can follow."""
    if tokens.key(index) == "in":
        place = index + 1
        return place + (tokens.key(place) == "every")
    if tokens.keys(index, index + 2) == ("out", "of"):
        place = index + 2
        return place + (tokens.key(place) in words("determiner") or tokens.key(place) == "every")
    if tokens.key(index) == "of" and tokens.key(index + 1) in words("determiner"):
        return index + 2
    both = tokens[index - 1].kind == tokens[index + 1].kind == "number"
    return index + 1 if both and tokens.key(index) == "of" else 0


def in_range(
    tokens: Tokens, out: bytearray, index: int, amount: Amount, opener: str
) -> Draft | None:
    """5 to 10, $3-5 million, between 1 and 2 percent; one side takes unit and scale of the other.

    A vote, the greater number first ("217 to 213"), becomes a score.
    """
    place = _second(tokens, out, amount, opener)
    if not place:
        return None
    _, start, _ = leading(tokens, place)
    if start < len(tokens) and out[start]:
        return None
    other = amount_at(tokens, start)
    if other is None or not _compatible(tokens, amount, other):
        return None
    to = not opener and tokens.key(place - 1) == "to" and changed(tokens, index)
    if to and (amount.unit or _leads_to(tokens, index, amount, other)):
        return None
    lower, upper = _shared_scale(amount, other)
    if lower is None or upper is None:
        return None
    votes = {"", PERCENT} >= {one.unit.id if one.unit else "" for one in (amount, other)}
    if tokens.key(place - 1) == "to" and not opener and votes and lower > upper:
        return _tally(index, amount, other)
    if tokens.key(place - 1) == "or" and not lower < upper <= 10 * lower:
        return None
    draft = single(index, attrs.evolve(other, low=min(lower, upper), high=max(lower, upper)))
    draft.unit = other.unit or amount.unit
    draft.per = other.per or amount.per
    draft.number = other.number if other.unit or amount.unit is None else other.end
    draft.scaled = amount.scale > 1 or other.scale > 1
    return draft


def _leads_to(tokens: Tokens, index: int, amount: Amount, other: Amount) -> bool:
    """Whether numbers are a change and what it led to: "fell by 200 to 1,400", not "by 5 to 7"."""
    if tokens.key(index - 1) != "by" or other.unit or amount.point is None or other.point is None:
        return False
    return other.point >= _APART * amount.point


def _tally(index: int, amount: Amount, other: Amount) -> Draft:
    """A vote or a result, the greater number first: "217 to 213"."""
    draft = single(index, amount)
    draft.last, draft.number, draft.kind = other.end, other.end, QuantityKind.SCORE
    draft.high, draft.unit = other.point, amount.unit or other.unit
    if amount.whole is not None and other.whole is not None:
        draft.ratio = amount.whole, other.whole
    return draft


def tally(tokens: Tokens, index: int, amount: Amount) -> Draft | None:
    """A vote or a result whose first figure has the noun: "312 votes to 296"."""
    noun = amount.end
    if tokens.key(noun) not in words("tallied") or tokens.key(noun + 1) != "to":
        return None
    other = amount_at(tokens, noun + 2)
    first, second = amount.whole, other.whole if other else None
    if other is None or first is None or second is None or first < second:
        return None
    follower = tokens[other.end]
    if changed(tokens, index) or (follower.kind == "word" and not ends_phrase(follower.key)):
        return None
    draft = _tally(index, amount, other)
    draft.counted = singular(tokens.key(noun))
    return draft


def _second(tokens: Tokens, out: bytearray, amount: Amount, opener: str) -> int:
    """The index of what may be the second end of a range, 0 where there is none."""
    end = amount.end
    separator = tokens.key(end)
    if separator in _SECOND_AFTER.get(opener, ()):
        return end + 1
    if separator in _SEPARATORS:
        dash = tokens[end].kind == "mark"
        if separator in DASHES and not tokens.glued(end):
            return 0
        if separator == "—" and not (tokens.glued(end) and tokens.glued(end + 1)):
            return 0
        place = end + 1
        if separator == "to" and tokens.key(place) in DASHES and tokens.glued(place):
            place += 1
        return place if not dash or tokens[place].kind == "number" or _is_sign(tokens, place) else 0
    if not opener:
        return 0
    for place in range(end, end + _FURTHEST):
        if tokens.key(place) in _SECOND_AFTER[opener]:
            return place + 1
        if tokens.key(place) in (".", ";", "") or (
            tokens[place].kind == "number" and not out[place]
        ):
            return 0
    return 0


def _is_sign(tokens: Tokens, index: int) -> bool:
    return tokens[index].kind == "mark" or tokens[index].text.isupper()


def _compatible(tokens: Tokens, first: Amount, second: Amount) -> bool:
    """Whether two amounts may be the ends of one range."""
    if first.point is None or second.point is None:
        return False
    if Form.MULTIPLE in (first.form, second.form):
        return False
    if first.unit is None and second.unit is not None:
        return first.form == Form.CARDINAL
    if second.unit is None and first.unit is not None:
        counts = is_plural(tokens.key(second.end)) and tokens[second.end].kind == "word"
        return second.form == Form.CARDINAL and not counts and second.whole != 1
    if first.unit is None or second.unit is None:
        return first.form == second.form
    return first.unit.id == second.unit.id


def _shared_scale(first: Amount, second: Amount) -> tuple[Decimal | None, Decimal | None]:
    """The two ends; in "5 to 10 million" both are millions, in "$200 to $4 million" only one."""
    lower, upper = first.point, second.point
    if lower is None or upper is None or first.scale != 1 or second.scale == 1:
        return lower, upper
    bare = upper / second.scale
    if lower >= bare and not (first.unit is None and lower < 10 * bare):
        return lower, upper
    if first.signed and lower * 20 < bare:
        return lower, upper
    return times(lower, second.scale), upper
