"""The tokens of a text that quantities are read from, and phrases of them in tables.

One compiled expression cuts the text, from left to right and without going back, into numbers,
words and single marks; what a token means is for the tables in `attrib/data` to say.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Mapping
from typing import Generic, NamedTuple, TypeVar

import attrs
import regex

from attrib._data import data

Payload = TypeVar("Payload")

_TOKEN = r"""
      (?P<number> \p{Nd}++
                  (?: [.,．，] \p{Nd}++ | ['’\u00a0\u2009\u202f] \p{Nd}{3}+ (?! \p{Nd} ) )*+
                | (?<! [\p{L}\p{N}] ) [.．] \p{Nd}++
                | [¼-¾⅐-⅞] )
    | (?P<word>   (?: \p{L}\. ){2,4}+
                | (?: [kcm]?m | ft | in ) [23] (?! [\p{L}\p{Nd}] )
                | [º°] [CF] \b
                | \p{L} [\p{L}\p{M}]*+ (?: ['’] \p{L}++ )*+ [²³]? )
    | (?P<mark>   \S )
    """
DASHES = frozenset("-‐‑")


class Token(NamedTuple):
    """A number, a word or a mark; `key` is what tables know it by: no case, no dots inside."""

    start: int
    end: int
    text: str
    key: str
    kind: str


@attrs.frozen
class Tokens:
    """The tokens of a text; asking for one beyond either end gives an empty token.

    >>> [token.text for token in read_tokens("US$1,200.50 a sq. km").tokens]
    ['US', '$', '1,200.50', 'a', 'sq', '.', 'km']
    """

    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def __getitem__(self, index: int) -> Token:
        if 0 <= index < len(self.tokens):
            return self.tokens[index]
        return _NOTHING

    def key(self, index: int) -> str:
        """What tables know the token by, "" beyond either end."""
        return self.tokens[index].key if 0 <= index < len(self.tokens) else ""

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this token and the one before."""
        return 0 < index < len(self.tokens) and self[index - 1].end == self[index].start

    def keys(self, start: int, end: int) -> tuple[str, ...]:
        """The keys from token `start` up to `end`."""
        return tuple(token.key for token in self.tokens[max(start, 0) : end])


_NOTHING = Token(0, 0, "", "", "nothing")


def read_tokens(text: str) -> Tokens:
    """Cut a text into tokens; white space is no token."""
    return Tokens(text, tuple(_cut(text)))


@functools.cache
def _pattern() -> regex.Pattern[str]:
    return regex.compile(_TOKEN, regex.VERBOSE)


def _cut(text: str) -> Iterator[Token]:
    for match in _pattern().finditer(text):
        token = match[0]
        key = token.casefold().replace("’", "'")
        if match.lastgroup == "word":
            key = key.replace(".", "")
        yield Token(match.start(), match.end(), token, key, match.lastgroup or "mark")


class Phrases(Generic[Payload]):
    """Phrases with what they stand for; the longest that begins at a token is found.

    Hyphens inside a phrase and white space do not count.  Capitals count only between namesakes
    ("MW" and "mW"), in single letters, and in the words of `exact`.

    >>> table = Phrases({"more than": 1, "more": 2, "mW": 3, "MW": 4})
    >>> table.at(read_tokens("More than that"), 0), table.at(read_tokens("5 MW"), 1)
    ((1, 2), (4, 2))
    """

    def __init__(
        self, meanings: Mapping[str, Payload], exact: Mapping[str, Payload] | None = None
    ) -> None:
        self._exact: dict[str, Payload] = dict(exact or {})
        self._folded: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        for form, meaning in meanings.items():
            self._add(form, meaning)
        for entries in self._folded.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, form: str, meaning: Payload) -> None:
        tokens = [token for token in read_tokens(form).tokens if token.text not in DASHES]
        if len(tokens) == 1:
            self._exact[tokens[0].text] = meaning
        words = tuple(token.key for token in tokens)
        if words and not (len(words) == 1 and len(words[0]) == 1 and words[0].isalpha()):
            self._folded.setdefault(words[0], []).append((words, meaning))

    def at(self, tokens: Tokens, index: int) -> tuple[Payload, int] | None:
        """The meaning of the longest phrase from this token on, and the index after it."""
        longest = None
        for words, meaning in self._folded.get(tokens.key(index), ()):
            end = _after(tokens, index, words)
            if end is not None:
                longest = meaning, end
                break
        exact = self._exact.get(tokens[index].text)
        if exact is not None and (longest is None or longest[1] == index + 1):
            return exact, index + 1
        return longest

    def starts(self) -> frozenset[str]:
        """The keys that a phrase may begin with."""
        return frozenset(self._folded)


def _after(tokens: Tokens, index: int, words: tuple[str, ...]) -> int | None:
    for position, word in enumerate(words):
        if position and tokens.key(index) in DASHES:
            index += 1
        if position and tokens.key(index) == "." and word != ".":
            index += 1
        if tokens.key(index) != word:
            return None
        index += 1
    return index


@functools.cache
def words(name: str) -> frozenset[str]:
    """The words of a list of `data/amount_words.toml`.

    >>> "aged" in words("age")
    True
    """
    return _lists()[name]


@functools.cache
def _lists() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads(data("amount_words.toml"))
    return {name: frozenset(listed.split()) for name, listed in lists.items()}
