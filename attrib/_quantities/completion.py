"""What completes a draft: its counted noun or whole, ages, and what passes from draft to draft."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import attrs

from attrib._choices import Direction, QuantityKind, Role
from attrib._quantities.counted import (
    Counter,
    ends_phrase,
    is_one,
    phrase_after,
    plural_end,
    singular,
)
from attrib._quantities.draft import Draft, is_percent
from attrib._quantities.effects import behind
from attrib._quantities.numerals import Form, number_words
from attrib._quantities.tokens import DASHES, Tokens, words
from attrib._quantities.units import ITEM, Unit, rate_after

_MORE = ("more", "fewer", "less", "other", "such")
_OLDEST = 115
_MEMORY = 60  # tokens over which a percentage is remembered
_NEAR = 8  # tokens before "points" that tell what they are points of
_PERCENT = 100
_YEAR = Unit("year")
_PRONOUNS = ("he", "she", "i")
_BE = ("is", "was", "be")


def add_noun(tokens: Tokens, draft: Draft, counter: Counter, starts: dict[int, int]) -> None:
    """Find what a draft counts, or what it is a share of or a rate to."""
    if draft.kind in (QuantityKind.SCORE, QuantityKind.ORDINAL, QuantityKind.AGE):
        return
    if is_percent(draft) or draft.kind == QuantityKind.SHARE:
        draft.whole = _whole(tokens, draft)
    elif draft.unit is not None:
        _add_item(tokens, draft)
    elif draft.form != Form.MULTIPLE:
        _add_counted(tokens, draft, counter, starts)


def _whole(tokens: Tokens, draft: Draft) -> tuple[int, int] | None:
    """What a share is of: "two-thirds *of voters*", "one in three *Germans*"."""
    in_ratio = {"in", "of"}.intersection(tokens.keys(draft.first, draft.last))
    if tokens.key(draft.last) != "of" and not (in_ratio and draft.ratio):
        return None
    start = draft.last + (tokens.key(draft.last) == "of")
    place = start + (tokens.key(start) in words("determiner") or tokens.key(start) in ("a", "an"))
    place += tokens.key(place) in words("determiner")
    phrase = phrase_after(tokens, place)
    return (start, plural_end(tokens, phrase)) if phrase else None


def _add_item(tokens: Tokens, draft: Draft) -> None:
    """$3 a share, 20 euros per head."""
    word, noun = tokens.key(draft.last), tokens[draft.last + 1]
    if draft.per or noun.kind != "word" or draft.unit is None or not draft.unit.money:
        return
    if word == "per" or (word in ("a", "an") and noun.key in words("rate_noun")):
        draft.per, draft.counted = ITEM, singular(noun.key)
        draft.last += 2


def _add_counted(tokens: Tokens, draft: Draft, counter: Counter, starts: dict[int, int]) -> None:
    if _multiplied(tokens, draft) or _adjective(tokens, draft):
        return
    place = _noun_place(tokens, draft)
    one = is_one(draft.low, draft.high) and not draft.digits
    noun = counter(tokens[draft.first].start, tokens[place - 1].end, one)
    if noun is None:
        return
    draft.counted = noun.lemma
    if noun.end:
        draft.last = max(draft.last, starts.get(noun.end, draft.last))
    if noun.lemma == "time" and tokens.key(draft.last) in words("compared"):
        draft.kind = QuantityKind.MULTIPLE
        return
    rate = rate_after(tokens, draft.last)
    if rate:
        draft.per, draft.last = rate


def _multiplied(tokens: Tokens, draft: Draft) -> bool:
    """Tenfold, 10x."""
    place = draft.number + (tokens.key(draft.number) in DASHES)
    word = tokens.key(place)
    if word == "fold" or (word == "x" and tokens.glued(place)):
        draft.kind, draft.last = QuantityKind.MULTIPLE, place + 1
        return True
    return False


def _adjective(tokens: Tokens, draft: Draft) -> bool:
    """A *10,000-strong* crowd: what follows is not what the number counts."""
    joined = tokens.key(draft.number) in DASHES
    if joined and tokens.key(draft.number + 1) in words("joined_adjective"):
        draft.last = draft.number + 2
        return True
    return False


def _noun_place(tokens: Tokens, draft: Draft) -> int:
    effect, place = behind(tokens, draft.number)
    if effect:
        draft.effects.append(effect)
        draft.last = place
        return place
    if tokens.key(place) in _MORE and tokens.key(place + 1) != "than":
        return place + 1
    partitive = draft.low != 1 and tokens.key(place + 1) in words("determiner")
    if tokens.key(place) == "of" and (draft.form == Form.VAGUE or partitive):
        place += 1
        place += tokens.key(place) in words("determiner")
        place += tokens.key(place) in words("determiner")
    return place


def holds(tokens: Tokens, draft: Draft) -> bool:
    """Whether a draft is a quantity, now that its noun is known."""
    before, after = tokens.key(draft.first - 1), tokens.key(draft.last)
    if draft.form == Form.FRACTION and draft.ratio and draft.kind == QuantityKind.SHARE:
        return _is_share(tokens, draft)
    if draft.form == Form.VAGUE and not draft.scaled:
        told = draft.counted is not None or draft.unit is not None
        return told and not _is_noun(tokens, draft)
    if draft.bare and not draft.digits and draft.counted is None:
        if is_one(draft.low, draft.high):
            return bool(draft.effects) and ends_phrase(after)
        return before not in words("definite") or bool(draft.effects)
    return True


def _is_noun(tokens: Tokens, draft: Draft) -> bool:
    """Whether a vague plural is a noun of its own: "the scores of", "test scores of"."""
    phrase = " ".join(tokens.keys(draft.number - 2, draft.number))
    if number_words().get(phrase, ("", ""))[0] != "vague plural":
        return False
    before = tokens[draft.first - 1]
    if before.key in words("determiner"):
        return True
    return before.kind == "word" and not (ends_phrase(before.key) or before.key.endswith("ed"))


def _is_share(tokens: Tokens, draft: Draft) -> bool:
    """Half of, two-thirds, by a third; no "third party", no "half" of a match."""
    if draft.ratio is None or draft.ratio[0] > 1 or draft.digits:
        return True
    if draft.low != Decimal("0.5") and draft.last - draft.first >= 3:
        return True
    after = tokens.key(draft.last)
    if after in words("parted") or draft.effects:
        return after not in ("time", "party")
    before = tokens.key(draft.first - 1)
    ended = ends_phrase(after) or tokens[draft.last].kind != "word"
    return before in words("before_part") and ended


def add_age(tokens: Tokens, draft: Draft) -> None:
    """Read a bare number as an age: "aged 40", "turned 18", "Ana Sol, 66,"."""
    bare = draft.unit is None and draft.form == Form.CARDINAL and not draft.per
    if not bare or draft.low is None or not 0 < draft.low <= _OLDEST or draft.scaled:
        return
    if draft.kind not in (None, QuantityKind.SCORE):
        return
    if _follows_age_word(tokens, draft) or (draft.kind is None and _between_commas(tokens, draft)):
        draft.kind, draft.unit, draft.counted, draft.ratio = QuantityKind.AGE, _YEAR, None, None
    elif draft.kind is None and draft.counted is None and _of_pronoun(tokens, draft):
        draft.kind, draft.unit = QuantityKind.AGE, _YEAR


def _follows_age_word(tokens: Tokens, draft: Draft) -> bool:
    before = draft.first - 1
    if tokens.keys(before - 1, before + 1) == ("age", "of"):
        return True
    return tokens.key(before) in words("age") and draft.counted is None


def _between_commas(tokens: Tokens, draft: Draft) -> bool:
    before, after = draft.first - 1, tokens.key(draft.number)
    before -= tokens.key(before) in ("then", "now", "just", "only")
    if tokens.key(before) == "(":
        return (
            after == ")"
            and _is_name(tokens, before - 1)
            and draft.low is not None
            and draft.low > 9
        )
    if tokens.key(before) != "," or after not in (",", "."):
        return False
    named = _is_name(tokens, before - 1) or before < draft.first - 1
    return named and tokens[before - 1].kind == "word" and draft.digits


def _is_name(tokens: Tokens, index: int) -> bool:
    return tokens[index].kind == "word" and tokens[index].text[0].isupper()


def _of_pronoun(tokens: Tokens, draft: Draft) -> bool:
    """He was 35; "she will be 40 by then"."""
    words_before = tokens.keys(draft.first - 3, draft.first)
    if not words_before or words_before[-1] not in _BE or draft.low is None or draft.low < 10:
        return False
    after = tokens[draft.number]
    return any(word in _PRONOUNS for word in words_before[:-1]) and (
        after.kind != "word" or after.key in ("by", "when", "and", "at", "in", "on", "but")
    )


def pass_on(tokens: Tokens, drafts: Sequence[Draft]) -> None:
    """Let drafts take from the one before what they leave out, or say again in other units."""
    percent: Draft | None = None
    for before, draft in pairwise(drafts):
        percent = before if is_percent(before) else percent
        _restate(tokens, before, draft)
        if percent and draft.first - percent.last < _MEMORY:
            _take_percent(tokens, percent, draft)
        _take_noun(tokens, before, draft)
        _add_window(tokens, before, draft)
    for draft, before in pairwise(reversed(drafts)):
        _give_back(tokens, before, draft)


def _restate(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """Over 7 million crowns (1.1 million dollars): the second is over, too."""
    opening = draft.first - 1
    if tokens.key(opening) not in ("(", "/") or opening != before.last:
        return
    if draft.unit is None or before.unit is None or draft.effects or is_percent(draft):
        return
    if draft.unit.money != before.unit.money or draft.unit.duration != before.unit.duration:
        return
    if draft.kind or before.kind or None in (draft.low, draft.high):
        return
    if before.low is None and draft.low == draft.high:
        draft.low, draft.high_open = None, before.high_open
    elif before.high is None and draft.low == draft.high:
        draft.high, draft.low_open = None, before.low_open
    draft.approximation = before.approximation
    draft.role, draft.direction = before.role, before.direction


def _take_percent(tokens: Tokens, percent: Draft, draft: Draft) -> None:
    """It grew by 3 percent, or by 2; at 44 percent, then at 51."""
    word = tokens.key(draft.first - 1)
    delta = percent.role == Role.DELTA
    number = draft.low if draft.low is not None else draft.high
    if word == "by" and delta and is_percent(draft) and draft.direction == Direction.NONE:
        draft.role, draft.direction = percent.role, percent.direction
    if not draft.bare or draft.counted or draft.scaled or number is None or number > 100:
        return
    if (word == "by" and delta) or (word == "at" and not delta):
        draft.unit = attrs.evolve(Unit("percent"), assumed=True)
        if delta and draft.direction == Direction.NONE:
            draft.role, draft.direction = percent.role, percent.direction


def _give_back(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """280 million of the 1.5 billion *euros*; four-, five- and six-*door*."""
    between = tokens.keys(before.last, draft.first)
    if not before.bare or before.counted:
        return
    if draft.unit and before.scaled and between in (("of",), ("of", "the"), ("of", "its")):
        before.unit = draft.unit
    if draft.counted and between[:1] == ("-",) and set(between) <= {"-", ",", "and", "or"}:
        before.counted = draft.counted


def _take_noun(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """40,000 doses, fewer than 6,000; 412 passengers, 90 more."""
    if not draft.bare or draft.counted or before.unit or before.kind or not before.counted:
        return
    following = tokens.key(draft.last)
    if draft.low_open or draft.high_open or following == "more":
        draft.counted = before.counted
        draft.last += following == "more"


def add_points(tokens: Tokens, draft: Draft) -> None:
    """Read a difference in points, near words of percentages, as one in percent."""
    if draft.counted != "point" or draft.unit or (draft.low or 0) > _PERCENT:
        return
    around = tokens.keys(draft.first - _NEAR, draft.last + 3)
    if any(word in words("percent_context") for word in around):
        draft.kind, draft.counted = QuantityKind.POINTS, None
        draft.unit = Unit("percent", assumed=True, points=True)


def _add_window(tokens: Tokens, before: Draft, draft: Draft) -> None:
    """Third time *in four months*."""
    if before.kind == QuantityKind.ORDINAL and draft.unit and draft.unit.duration:
        between = tokens.keys(before.last, draft.first)
        if len(between) < 4 and between[:1] in (("in",), ("over",), ("within",)):
            before.window = draft.first, draft.last
