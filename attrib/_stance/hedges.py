"""How sure a source is, by the words of its content: modals, hedging adverbs, "I think".

`data/stance_markers.csv` lists them.  Questions and orders take no stand at all.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import attrs

from attrib._choices import Act, Commitment, CueKind, Mode
from attrib._claims.lexicon import defaults, senses
from attrib._claims.report import Report, is_imperative, tops
from attrib._data import rows
from attrib._sentence import Sentence, Word

_FIRST = frozenset({"i", "we"})
_NEAR = ("aux", "cop", "advmod", "amod", "mark")
_Listed = tuple[tuple[str, ...], str, str]  # a phrase, the field that it tells of, its value
_LADDER = (Commitment.FULL, Commitment.PARTIAL, Commitment.NEUTRAL, Commitment.NONE)


class Mood(Enum):
    """The mood of a content in the speaker's own words."""

    STATEMENT = "statement"
    QUESTION = "question"
    ORDER = "order"


@attrs.frozen
class Marker:
    """What a word or phrase makes of a field, and the words that it stands on."""

    field: str
    value: str
    words: tuple[Word, ...]


def mood(given: Report) -> Mood:
    """Whether quoted words ask or order; words that are told again in a clause only tell."""
    own_words = given.mode is Mode.DIRECT or given.kind is CueKind.PUNCTUATION
    if not own_words or not given.said:
        return Mood.STATEMENT
    if given.ends == "?":
        return Mood.QUESTION
    first = next(_clauses(given), None)
    ordered = first is not None and is_imperative(given.opening, first)
    return Mood.ORDER if ordered else Mood.STATEMENT


def hedge(given: Report) -> Marker | None:
    """What lowers the certainty of a content: the hedge of its first clause."""
    for top in _clauses(given):
        return _hedge(given.opening, top, _beginning(given))
    return None


def _beginning(given: Report) -> int:
    """The first word of the content that is no punctuation."""
    words = given.opening.words
    return next((i for i in sorted(given.said) if words[i].upos != "PUNCT"), len(words))


def _clauses(given: Report) -> Iterator[Word]:
    """The tops of the content in the sentence that it begins in, predicates first."""
    found = list(tops(given.opening, given.said))
    yield from (top for top in found if _is_predicate(given.opening, top))
    yield from found


def _is_predicate(sentence: Sentence, word: Word) -> bool:
    return word.upos in ("VERB", "AUX") or bool(sentence.find(word.index, "cop", "nsubj"))


def _hedge(sentence: Sentence, top: Word, first: int) -> Marker | None:
    near = {top, *(w for w in sentence.all(top.index, *_NEAR))}
    near |= {w for w in sentence.words[first : first + 1] if w.upos == "ADV"}
    found = marked("content", sorted(near, key=lambda word: word.index))
    if found is not None:
        return found
    subject = sentence.find(top.index, "nsubj")
    own = senses().get((top.lemma.lower(), "verb"), ())
    if subject and subject.text.lower() in _FIRST and own and own[-1].act is Act.BELIEVE:
        sure = own[-1].values.get("commitment", defaults()[Act.BELIEVE]["commitment"])
        if sentence.find(top.index, "ccomp", "parataxis"):
            return Marker("commitment", sure, (subject, top))
    return None


def lower(first: Commitment, second: Commitment) -> Commitment:
    """The less certain of two.

    >>> lower(Commitment.PARTIAL, Commitment.NEUTRAL).value
    'neutral'
    """
    return max(first, second, key=_LADDER.index)


def marked(place: str, words: Sequence[Word]) -> Marker | None:
    """The first of the listed markers of a place that stands among words, the longest there."""
    return next(markers(place, words), None)


def markers(place: str, words: Sequence[Word]) -> Iterator[Marker]:
    """The listed markers of a place among words, each where the longest one begins."""
    spelled = [(word.lemma.lower(), word.text.lower()) for word in words]
    start = 0
    while start < len(words):
        for phrase, field, value in _opening(place, spelled[start]):
            end = start + len(phrase)
            if end <= len(words) and all(
                part in forms for part, forms in zip(phrase, spelled[start:end], strict=True)
            ):
                yield Marker(field, value, tuple(words[start:end]))
                start = end - 1
                break
        start += 1


def _opening(place: str, forms: Iterable[str]) -> Sequence[_Listed]:
    """The listed phrases that begin with a word of one of the forms, the longest first."""
    found = [row for form in dict.fromkeys(forms) for row in _listed(place).get(form, ())]
    return sorted(found, key=_length, reverse=True)


@functools.cache
def _listed(place: str) -> dict[str, list[_Listed]]:
    """The phrases of a place with field and value, by their first words."""
    found: dict[str, list[_Listed]] = {}
    for row in rows("stance_markers.csv"):
        if row["place"] == place:
            phrase = tuple(row["phrase"].split())
            found.setdefault(phrase[0], []).append((phrase, row["field"], row["value"]))
    return found


def _length(listed: _Listed) -> int:
    return len(listed[0])
