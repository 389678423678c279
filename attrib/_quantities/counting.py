"""The counted noun of a number, read off the parse: "one *fund* manager" is a manager."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from attrib._quantities.counted import Counter, Noun, by_words, singular
from attrib._quantities.tokens import read_tokens
from attrib._sentence import ROOT, Sentence, Word

_FURTHEST = 6  # words from the number to its noun


def by_parse(text: str, sentences: Sequence[Sentence]) -> Counter:
    """The counter that goes by the nouns that numbers modify in the parse, else by words alone."""
    tokens = read_tokens(text)
    otherwise = by_words(tokens, {token.end: i + 1 for i, token in enumerate(tokens.tokens)})
    ends = [sentence.end for sentence in sentences]

    def counted(start: int, end: int, one: bool) -> Noun | None:
        place = bisect.bisect_right(ends, start)
        noun = _noun(sentences[place], start, end) if place < len(sentences) else None
        if noun is None:
            return otherwise(start, end, one)
        return Noun(singular(noun.text.lower()), noun.end)

    return counted


def _noun(sentence: Sentence, start: int, end: int) -> Word | None:
    """The noun that the number between two offsets modifies, if it stands soon behind it."""
    words = [word for word in sentence.words if start <= word.start and word.end <= end]
    for word in reversed(words):
        if word.head == ROOT or word.relation not in ("nummod", "compound"):
            continue
        head = sentence.words[word.head]
        named = head.upos == "NOUN" and any(map(str.isalpha, head.text))  # no mark of inches
        if named and 0 < head.index - words[-1].index <= _FURTHEST:
            return head
    return None
