"""The counted noun of a number, found without a parse: "two armed police officers" are officers.

A heuristic over the words after the number: they end with a word of `data/phrase_ends.txt`, and the
first plural among them is counted.  `data/nouns.csv` has the nouns whose plural follows no rule.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest

import attrs

from attrib._data import rows, word_list
from attrib._quantities.numerals import number_words
from attrib._quantities.tokens import DASHES, Tokens, words

_FURTHEST = 6  # words from the number to its noun
_ADJECTIVE_ENDINGS = ("ly", "ful", "ous", "ic", "ive", "able", "ible", "less", "ish", "ing", "ed")
_ADJECTIVES = ("al", "ary", "ant", "ent")


@attrs.frozen
class Noun:
    """The lemma of a counted noun, and where the noun ends in the text (0: it is not there)."""

    lemma: str
    end: int


# Finds the noun that a number counts by where the number stands in the text.
Counter = Callable[[int, int, bool], Noun | None]


@functools.cache
def _listed() -> Mapping[str, tuple[str, str]]:
    return {row["form"]: (row["lemma"], row["class"]) for row in rows("nouns.csv")}


def singular(noun: str) -> str:
    """The lemma of a noun in lower case, by its ending.

    >>> [singular(noun) for noun in ("cities", "boxes", "cases", "people", "glass")]
    ['city', 'box', 'case', 'person', 'glass']
    """
    lemma, _ = _listed().get(noun, ("", ""))
    if lemma:
        return lemma
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return noun[:-2]
    return noun[:-1] if _ends_in_s(noun) else noun


def _ends_in_s(noun: str) -> bool:
    return noun.endswith("s") and len(noun) > 2 and not noun.endswith(("ss", "us", "is", "'s"))


def is_plural(word: str) -> bool:
    """Whether a word in lower case looks like a plural noun."""
    kind = _listed().get(word, ("", ""))[1]
    return kind in ("plural", "collective") or (
        not kind and _ends_in_s(word) and not ends_phrase(word)
    )


def ends_phrase(word: str) -> bool:
    """Whether a word in lower case ends a noun phrase."""
    return word in word_list("phrase_ends.txt")


def designation_end(tokens: Tokens, index: int) -> int:
    """The index after letters in capitals, a hyphen and a number ("F-16"), 0 where none stand."""
    first = tokens[index]
    joined = tokens.key(index + 1) in DASHES and tokens[index + 2].kind == "number"
    apart = not tokens.glued(index) and tokens.glued(index + 1) and tokens.glued(index + 2)
    return index + 3 if joined and apart and first.kind == "word" and first.text[0].isupper() else 0


def phrase_after(tokens: Tokens, index: int) -> list[int]:
    """The indices of the words after a number that may belong to its noun phrase."""
    return list(_phrase(tokens, index))


def _phrase(tokens: Tokens, index: int) -> Iterator[int]:
    found = 0
    while found < _FURTHEST:
        token = tokens[index]
        if token.key in DASHES and tokens.glued(index) and tokens.glued(index + 1):
            index += 1
            continue
        if token.key in ("“", '"', "‘") and found == 0:
            index += 1
            continue
        if designation_end(tokens, index):
            index, found = index + 3, found + 1
            continue
        joins = token.key in ("and", "or") and found and not is_plural(tokens.key(index - 1))
        if joins and not ends_phrase(tokens.key(index + 1)):
            index += 1
            continue
        if token.kind != "word" or ends_phrase(token.key) or _is_number(token.key):
            return
        yield index
        index, found = index + 1, found + 1


def _is_number(word: str) -> bool:
    return number_words().get(word, ("", ""))[0] in ("unit", "ten", "scale", "scales")


def noun_after(tokens: Tokens, index: int, one: bool) -> tuple[str, int] | None:
    """The lemma of the noun that a number before token `index` counts, and the index after it.

    >>> from attrib._quantities.tokens import read_tokens
    >>> noun_after(read_tokens("armed police officers who were"), 0, one=False)
    ('officer', 3)
    >>> noun_after(read_tokens("very good recipe."), 0, one=True)
    ('recipe', 3)
    """
    phrase = phrase_after(tokens, index)
    if not phrase:
        return None
    if tokens.key(index) in DASHES and phrase[0] == index + 1:
        return singular(_word(tokens, phrase[0])), phrase[0] + 1
    first = _listed().get(tokens.key(phrase[0]), ("", ""))
    if first[1] == "people" or first[0] == "time":
        return first[0], phrase[0] + 1
    head = None if one else _first_plural(tokens, phrase)
    if head is None:
        head = _first_noun(tokens, phrase, one)
    return None if head is None else (singular(_word(tokens, head)), head + 1)


def plural_end(tokens: Tokens, phrase: list[int]) -> int:
    """The index after the first plurals of a phrase, else after the phrase: "Americans | own"."""
    end = _first_plural(tokens, phrase)
    if end is None:
        return phrase[-1] + 1
    while end + 1 in phrase and is_plural(tokens.key(end + 1)):
        end += 1
    return end + 1


def _word(tokens: Tokens, index: int) -> str:
    return tokens.key(index).removesuffix("'s").removesuffix("'")


def _first_plural(tokens: Tokens, phrase: list[int]) -> int | None:
    for place, following in zip_longest(phrase, phrase[1:]):
        if is_plural(tokens.key(place)):
            collective = _listed().get(tokens.key(place), ("", ""))[1] == "collective"
            if not (collective and following and is_plural(tokens.key(following))):
                return place
    return None


def _first_noun(tokens: Tokens, phrase: list[int], one: bool) -> int | None:
    """The first word that no ending marks as an adjective; the last of a compound in hyphens."""
    for place in phrase:
        word = tokens.key(place)
        if _listed().get(word, ("", ""))[1] == "adjective":
            continue
        if word.endswith(_ADJECTIVE_ENDINGS) and len(word) > 4:
            if not one:
                return None
            continue
        if one and word.endswith(_ADJECTIVES) and len(phrase) > 1 and place != phrase[-1]:
            continue
        if word in words("adjective"):
            continue
        return place
    return None


def by_words(tokens: Tokens, starts: Mapping[int, int]) -> Counter:
    """The counter that goes by words alone; `starts` maps offsets to the tokens there."""

    def counted(_: int, end: int, one: bool) -> Noun | None:
        found = noun_after(tokens, starts.get(end, len(tokens)), one)
        return None if found is None else Noun(found[0], tokens[found[1] - 1].end)

    return counted


def is_one(low: Decimal | None, high: Decimal | None) -> bool:
    """Whether an amount is one, so that its noun is singular."""
    return low == high == 1
