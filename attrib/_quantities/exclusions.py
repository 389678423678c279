"""Where no number is a quantity: dates, years, clock times, quarters, names with numbers, lists.

The patterns stand in `data/not_quantities.toml`.  Years of four digits, and numbers behind a name
("Ward 9"), take a look at what follows: "2000 metres" is a length.
"""

from __future__ import annotations

import functools
import tomllib
from bisect import bisect_left

import regex

from attrib._data import data
from attrib._quantities.counted import ends_phrase, is_plural
from attrib._quantities.numerals import number_words
from attrib._quantities.tokens import DASHES, Token, Tokens, words
from attrib._quantities.units import currency_before, unit_after

_YEARS = range(1500, 2200)
# A pattern begins with a word, a number, one of these marks, or a line: nowhere else is one tried.
_BEGINNING = r"(?:(?<![\p{L}\p{N}_])(?=\p{L})|(?=[\d'’#+(&])|^)"
_SENTENCE_ENDS = frozenset('.!?:;"“”‘()[]•')


@functools.cache
def _pattern() -> regex.Pattern[str]:
    tables = tomllib.loads(data("not_quantities.toml"))
    parts = []
    for patterns in tables["patterns"].values():
        for pattern in patterns:
            for word, listed in tables["words"].items():
                pattern = pattern.replace("{" + word + "}", listed)
            parts.append(pattern)
    any_of = "|".join(f"(?:{part})" for part in parts)
    return regex.compile(f"{_BEGINNING}(?:{any_of})", regex.MULTILINE)


def excluded(tokens: Tokens) -> bytearray:
    """One byte for each token, 1 where it is no part of a quantity.

    >>> from attrib._quantities.tokens import read_tokens
    >>> tokens = read_tokens("On 3 May 2019, Boeing 747s flew 2000 metres.")
    >>> [token.text for token, out in zip(tokens.tokens, excluded(tokens)) if out]
    ['3', 'May', '2019', 'Boeing', '747', 's']
    """
    out = bytearray(len(tokens))
    numeric = [index for index, token in enumerate(tokens.tokens) if _numeric(token)]
    if not numeric:
        return out
    starts = [token.start for token in tokens.tokens]
    for match in _pattern().finditer(tokens.text):
        for index in range(bisect_left(starts, match.start()), bisect_left(starts, match.end())):
            out[index] = 1
    for index in numeric:
        out[index] |= any(rule(tokens, index) for rule in _RULES)
    return out


def _numeric(token: Token) -> bool:
    return token.kind == "number" or token.key in number_words()


def _is_year(tokens: Tokens, index: int) -> bool:
    text = tokens[index].text
    if not (len(text) == 4 and text.isdecimal() and int(text) in _YEARS):
        return False
    if tokens.glued(index) and tokens[index - 1].kind != "mark":
        return False
    if tokens.key(index - 1) in "=~<>" and tokens.glued(index):
        return False
    if currency_before(tokens, index - 1):
        return False
    follower = tokens[index + 1]
    if follower.key == "s" and tokens.glued(index + 1):
        return True
    if unit_after(tokens, index + 1) or _scale(tokens, index + 1):
        return False
    if tokens.key(index - 1) not in words("before_count") and not text.endswith("00"):
        return True
    counts = follower.kind == "word" and follower.text[0].islower() and is_plural(follower.key)
    return not counts or tokens.key(index - 1) in words("before_year")


def _scale(tokens: Tokens, index: int) -> bool:
    kind = number_words().get(tokens[index].text, ("", ""))[0]
    return kind in ("scale", "suffix") or (kind == "money suffix" and tokens.glued(index))


def _is_name(tokens: Tokens, index: int) -> bool:
    """A number behind a capitalised word that does not begin a sentence: "Euro 6"."""
    token, before = tokens[index], tokens[index - 1]
    worded = number_words().get(token.key, ("", ""))[0] == "unit" and token.text[0].isupper()
    if not (token.kind == "number" or worded) or before.kind != "word" or tokens.glued(index):
        return False
    if before.key.endswith(("'s", "s'")) or currency_before(tokens, index - 1):
        return False
    if not before.text[0].isupper() or ends_phrase(before.key) or before.key in number_words():
        return False
    if worded:
        return tokens[index - 2].key not in _SENTENCE_ENDS and index > 1
    if unit_after(tokens, index + 1) or _scale(tokens, index + 1):
        return False
    follower = tokens[index + 1]
    return not (follower.kind == "word" and follower.text[0].islower())


def _is_in_compound(tokens: Tokens, index: int) -> bool:
    """A number behind a word and a hyphen ("last-32"), unless a unit follows ("now-18 months")."""
    if tokens[index].kind != "number" or not (tokens.glued(index) and tokens.glued(index - 1)):
        return False
    before = tokens[index - 2]
    if tokens.key(index - 1) not in DASHES or before.kind != "word":
        return False
    return before.key not in words("before_hyphen") and unit_after(tokens, index + 1) is None


def _in_word(tokens: Tokens, index: int) -> bool:
    """Digits before letters that are no unit: "3D"."""
    follower = tokens[index + 1]
    if tokens[index].kind != "number" or follower.kind != "word" or not tokens.glued(index + 1):
        return False
    if follower.key == "s" and tokens[index].text.isdecimal():
        return True  # the under-18s
    if _scale(tokens, index + 1) or follower.key in ("st", "nd", "rd", "th", "x"):
        return False
    return unit_after(tokens, index + 1) is None


_RULES = (_is_year, _is_name, _is_in_compound, _in_word)
