"""Drafts of quantities, from left to right over the tokens of a text.

At every token the grammar reads phrases of `data/amount_phrases.csv`, an amount, and what joins it
to a second one; or a recurrence ("third time").  What else belongs to a quantity, its noun and its
part in a change, is added to the draft later.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from decimal import Decimal

from attrib._choices import QuantityKind
from attrib._quantities.amounts import Amount, amount_at
from attrib._quantities.bounds import leading
from attrib._quantities.counted import is_plural
from attrib._quantities.draft import Draft, single
from attrib._quantities.effects import phrases
from attrib._quantities.numerals import Form, first_words, number_words
from attrib._quantities.pairs import in_range, in_ratio, score, tally
from attrib._quantities.tokens import DASHES, Tokens, words
from attrib._quantities.units import measure_at

_STARTS = frozenset(("a", "an", "minus", "negative", "plus", "between", "from", "half", "the"))


@functools.cache
def _openings() -> frozenset[str]:
    return phrases("before").starts() | first_words() | _STARTS


def drafts(tokens: Tokens, out: bytearray) -> Iterator[Draft]:
    """Every quantity of the tokens that are not `out`, from left to right."""
    index = 0
    while index < len(tokens):
        draft = None if out[index] else _draft_at(tokens, out, index)
        if draft:
            yield draft
        index = draft.last if draft else index + 1


def _draft_at(tokens: Tokens, out: bytearray, index: int) -> Draft | None:
    token = tokens[index]
    if token.kind == "word" and token.key not in _openings() and not _may_begin(tokens, index):
        return None
    article = token.key in ("a", "the")
    ordinal = _ordinal_at(tokens, index + article)
    if ordinal:
        return ordinal
    effects, place, opener = leading(tokens, index)
    if place < len(tokens) and out[place]:
        return None
    amount = amount_at(tokens, place)
    if amount is None and not opener:
        amount = _one_unit(tokens, place, index)
    if amount is None:
        return None
    if effects and (_is_span_of_time(tokens, index, amount) or _moves_up(tokens, index, amount)):
        index, effects = place, []
    draft = (
        score(tokens, index, amount, opener)
        or in_ratio(tokens, index, amount, effects)
        or tally(tokens, index, amount)
        or in_range(tokens, out, index, amount, opener)
        or single(index, amount)
    )
    draft.effects += effects
    draft.opener = opener
    if opener and draft.low == draft.high and tokens.key(index) == opener:
        draft.first += 1
    return draft


def _is_span_of_time(tokens: Tokens, index: int, amount: Amount) -> bool:
    """Whether "over six years" says in which time, and not for how long."""
    if amount.unit is None or not amount.unit.duration:
        return False
    if tokens.key(index) != "over":
        return tokens.key(amount.end) in words("point_of_time")
    return tokens.key(index - 1) not in words("over_is_more")


def _moves_up(tokens: Tokens, index: int, amount: Amount) -> bool:
    """Whether "up to $5" says where something went, and not the most: "up to $5 from $4"."""
    if tokens.keys(index, index + 2) != ("up", "to"):
        return False
    if tokens.key(index - 1) in words("moving"):
        return True
    place = amount.end + (tokens.key(amount.end) == ",")
    other = amount_at(tokens, place + 1) if tokens.key(place) == "from" else None
    return other is not None and other.unit == amount.unit and not is_plural(tokens.key(other.end))


def _may_begin(tokens: Tokens, index: int) -> bool:
    """Whether a word may be the code or letters of a currency: a number or a sign follows."""
    follower = tokens[index + 1]
    return follower.kind == "number" or follower.text in ("$", "=", "-", ".")


def _one_unit(tokens: Tokens, index: int, start: int) -> Amount | None:
    """A minute, a year: one of a unit of time, where a preposition or a phrase asks how long."""
    if tokens.key(index) not in ("a", "an"):
        return None
    if index == start and tokens.key(index - 1) not in words("how_long"):
        return None
    found = measure_at(tokens, index + 1)
    if found is None or not found[0].duration or tokens.key(found[1]) in DASHES:
        return None
    if tokens.key(found[1]) in words("point_of_time"):
        return None
    one = Decimal(1)
    return Amount(index, found[1], index + 1, one, one, Form.CARDINAL, one, unit=found[0])


def _ordinal_at(tokens: Tokens, index: int) -> Draft | None:
    """A recurrence: "third time", "fifth straight quarter", "third year running"."""
    found = _ordinal_number(tokens, index)
    if found is None:
        return None
    value, end = found
    straight = tokens.key(end) in words("recurrence")
    place = end + straight
    noun = tokens.key(place)
    if tokens[place].kind != "word":
        return None
    behind = _running(tokens, place + 1)
    if not (noun == "time" or straight or behind):
        return None
    draft = Draft(index, behind or place + 1, end, value, value, kind=QuantityKind.ORDINAL)
    draft.counted = noun
    return draft


def _ordinal_number(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    kind, value = number_words().get(tokens.key(index), ("", ""))
    if kind == "ten":
        after = index + 1 + (tokens.key(index + 1) in DASHES)
        unit = number_words().get(tokens.key(after), ("", "0"))
        if unit[1] and unit[0] in ("part", "ordinal"):
            return Decimal(value) + Decimal(unit[1]), after + 1
        return None
    if kind == "ordinal" or (kind == "part" and tokens.key(index) not in ("half", "quarter")):
        return Decimal(value), index + 1
    glued = tokens.glued(index + 1) and tokens.key(index + 1) in ("st", "nd", "rd", "th")
    if glued and tokens[index].text.isdecimal() and len(tokens[index].text) < 5:
        return Decimal(int(tokens[index].text)), index + 2
    return None


def _running(tokens: Tokens, index: int) -> int:
    """The index after "running", "in a row" or "in succession", 0 where none of them stands."""
    if tokens.key(index) == "running":
        return index + 1
    if tokens.keys(index, index + 3) == ("in", "a", "row"):
        return index + 3
    return index + 2 if tokens.keys(index, index + 2) == ("in", "succession") else 0
