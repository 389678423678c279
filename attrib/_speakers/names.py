"""Names: which words of a sentence make one up, and which names stand for the same."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence

import attrs
import regex

from attrib._choices import SpeakerKind
from attrib._claims.lexicon import senses
from attrib._sentence import ROOT, NameKind, Sentence, Word
from attrib._speakers.nouns import (
    countries,
    first_names,
    folded,
    listed,
    not_names,
    peoples,
    speaker_nouns,
    titles,
)

_KINDS = {
    NameKind.PERSON: SpeakerKind.PERSON,
    NameKind.ORGANIZATION: SpeakerKind.ORGANIZATION,
    NameKind.PLACE: SpeakerKind.PLACE,
}
_JOINED = frozenset({"flat", "compound", "nmod:desc", "appos", "amod", "nmod:unmarked", "goeswith"})
_DASHES = frozenset("-‐‑'’")
_INNER_CAPITAL = regex.compile(r"(\p{L}\p{Ll}*)(?:\p{Lu}\p{Ll}+)+")

_SHORT = 5  # letters; prepositions that headlines set in small letters have no more


@attrs.frozen
class ProperName:
    """A name in a sentence: the words from `first` to before `last`, and the title before them."""

    first: int
    last: int
    kind: SpeakerKind | None
    title: tuple[int, int] | None = None


def proper_names(sentence: Sentence) -> tuple[ProperName, ...]:
    """The names of a sentence: those that were recognised, made whole, and other proper nouns."""
    kinds = {i: name.kind for name in sentence.names for i in range(name.first, name.last)}
    for link in _pairs(sentence):
        kinds.pop(link, None)
        kinds.update((i, NameKind.PERSON) for i in (link - 1, link + 1))
    named = {i for i in kinds if _nameable(sentence.words[i])}
    if not _all_capitals(sentence):
        named |= {w.index for w in sentence.words if _is_proper(w)}
    named = {i for i in named if i in kinds or folded(sentence.words[i].text) not in not_names()}
    runs = ((first, _before_verb(sentence, first, last)) for first, last in _runs(sentence, named))
    return tuple(
        _without_title(sentence, first, last, _kind(kinds, first, last)) for first, last in runs
    )


def _pairs(sentence: Sentence) -> Iterator[int]:
    """The "and" of two surnames that a headline's plural verb makes two people.

    "Sol and Brandt Announce", where a firm announces.
    """
    words = sentence.words
    for name in sentence.names:
        link, verb = name.first + 1, name.first + 3
        if name.kind is not NameKind.ORGANIZATION or not verb <= name.last or verb >= len(words):
            continue
        plural = words[link].text.casefold() == "and" and _is_headline(sentence)
        if plural and (folded(words[verb].text), "verb") in senses():
            yield link


def _before_verb(sentence: Sentence, first: int, last: int) -> int:
    """Where the second of two names ends in a headline, its verb apart: "Sol and Brandt *Vow*"."""
    words = sentence.words
    joined = first > 1 and words[first - 1].text.casefold() in ("and", "&")
    if not joined or words[first - 2].upos != "PROPN" or not _is_headline(sentence):
        return last
    verbs = (i for i in range(first + 1, last) if (folded(words[i].text), "verb") in senses())
    return next(verbs, last)


def _is_headline(sentence: Sentence) -> bool:
    """Whether a sentence has no final mark, and a capital in every word of some length."""
    long = [word.text for word in sentence.words if len(word.text) > _SHORT]
    mark = sentence.words[-1].upos == "PUNCT"
    return not mark and all(text[0].isupper() or not text[0].isalpha() for text in long)


@functools.cache
def _between() -> frozenset[str]:
    """What may stand between the words of a name."""
    return listed("links") | listed("particles") | _DASHES | {"."}


def _nameable(word: Word) -> bool:
    return any(c.isalnum() for c in word.text)


def _all_capitals(sentence: Sentence) -> bool:
    """Whether a sentence is set in capitals, which tell no names then."""
    letters = [w.text for w in sentence.words if w.text.isalpha()]
    return len(letters) > 1 and all(text.isupper() for text in letters)


def _is_proper(word: Word) -> bool:
    if word.text.startswith("@") and len(word.text) > 1:
        return True
    capital = word.text[:1].isupper()
    return capital and (word.upos == "PROPN" or word.xpos == "NNP")


def _kind(kinds: dict[int, NameKind], first: int, last: int) -> SpeakerKind | None:
    seen = [kinds[i] for i in range(first, last) if i in kinds]
    return _KINDS[max(seen, key=seen.count)] if seen else None


def _runs(sentence: Sentence, named: Collection[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring words that make up one name each."""
    first: int | None = None
    last = 0
    for index in sorted(named):
        if first is not None and not _joined(sentence, first, last, index):
            yield first, last
            first = None
        first, last = index if first is None else first, index + 1
    if first is not None:
        yield first, last


def _joined(sentence: Sentence, first: int, last: int, index: int) -> bool:
    """Whether the word at an index goes on with the name from first to before last."""
    words = sentence.words
    between = words[last:index]
    if len(between) > 2 or any(w.text.casefold() not in _between() for w in between):
        return False
    if between and words[last - 1].text.casefold() in titles() and between[0].text == ".":
        return len(between) == 1
    if any(w.text.casefold() in listed("particles") for w in between):
        return words[index].deprel in _JOINED or words[index].head in range(first, last)
    if between and all(w.text in _DASHES for w in between):
        close = words[last - 1].end == between[0].start and between[-1].end == words[index].start
        return (
            close
            or _in_one_recognised(sentence, first, index)
            or _has_members(words[last - 1], between, words[index])
        )
    if [w.text for w in between] == ["&"]:
        return True
    if any(w.text.casefold() in listed("links") for w in between):
        return _in_one_recognised(sentence, first, index) or _is_of_institution(
            sentence, last, between
        )
    inside = range(first, last)
    return (
        _in_one_recognised(sentence, last - 1, index)
        or (words[index].head in inside and words[index].deprel in _JOINED)
        or any(words[i].head == index and words[i].deprel in _JOINED for i in inside)
        or (
            words[index].head == words[last - 1].head
            and {words[index].deprel, words[last - 1].deprel} <= _JOINED
        )
    )


def _in_one_recognised(sentence: Sentence, first: int, index: int) -> bool:
    return any(name.first <= first and index < name.last for name in sentence.names)


def _has_members(before: Word, between: Sequence[Word], noun: Word) -> bool:
    """Whether an institution is named by whose it is: "Bakers' Union"."""
    plural = [w.text in "'’" for w in between] == [True] and before.text.endswith("s")
    return plural and any(
        known.kind is SpeakerKind.ORGANIZATION
        for known in speaker_nouns().get(folded(noun.text), ())
    )


def _is_of_institution(sentence: Sentence, last: int, between: Sequence[Word]) -> bool:
    """Whether an "of" follows the noun of an institution: "Bank of", "Ministry of"."""
    noun = sentence.words[last - 1].text.casefold()
    kinds = {noun.kind for noun in speaker_nouns().get(noun, ())}
    return between[0].text == "of" and SpeakerKind.ORGANIZATION in kinds


def _without_title(
    sentence: Sentence, first: int, last: int, kind: SpeakerKind | None
) -> ProperName:
    words = sentence.words
    if kind in (SpeakerKind.ORGANIZATION, SpeakerKind.PLACE):
        noun = words[first].text.islower() and is_title(words[first]) and last - first > 2
        gendered = last - first == 2 and titles().get(folded(words[first].text)) is not None
        office = 0 if noun or gendered else _office(words[first:last])
        if office is None:
            return ProperName(first, last, kind)
        start = first + office + 1
        return ProperName(start, last, SpeakerKind.PERSON, (first, start))
    start = first
    if folded(" ".join(w.text for w in words[first : first + 3])) in speaker_nouns():
        start = min(first + 3, last - 1)  # "Secretary of State Ana Sol"
    elif (inside := _behind_office(words, first, last)) is not None:
        return ProperName(inside, last, None)
    for index in range(first, last - 1):
        rest = {folded(w.text) for w in words[index + 1 : last]} - listed("suffixes")
        if not rest or not is_title(words[index]):
            continue
        if index == start or all(_is_title_modifier(words[i], index) for i in range(start, index)):
            start = index + 1
    while start < last - 1 and words[start].text in {".", *_DASHES}:
        start += 1
    if start == first:
        return ProperName(first, last, kind)
    return ProperName(start, last, SpeakerKind.PERSON, (first, start))


def _behind_office(words: Sequence[Word], first: int, last: int) -> int | None:
    """Where the name starts in what is an office and no name: "President of the *Lund Bank*"."""
    if not is_title(words[first]):
        return None
    index = first + 1
    while index < last and words[index].text.casefold() in ("of", "for", "the", "at"):
        index += 1
    return index if first + 1 < index < last else None


def _office(words: Sequence[Word]) -> int | None:
    """Where a person's office stands in what was taken for one name: "Labour *Leader* Jo Ek"."""
    for index, word in enumerate(words[1:-2], 1):
        kinds = [noun.kind for noun in speaker_nouns().get(folded(word.text), ())]
        if kinds == [SpeakerKind.PERSON] and folded(words[index + 1].text) in first_names():
            return index
    return None


def is_title(word: Word) -> bool:
    """Whether a word may stand before a name and say what the person is."""
    form = folded(word.text)
    form = next(
        (form.removeprefix(p) for p in listed("office_prefixes") if form.startswith(p)), form
    )
    if word.xpos == "NNPS" and word.deprel == "nmod:desc":  # "Senators Sol and Brandt"
        form = form.removesuffix("s")
    if form in titles():
        return True
    return form not in first_names() and any(
        noun.kind is SpeakerKind.PERSON for noun in speaker_nouns().get(form, ())
    )


def _is_title_modifier(word: Word, title: int) -> bool:
    form = folded(word.text)
    known = any(form in words for words in (speaker_nouns(), peoples(), countries(), _DASHES))
    return known or is_title(word) or word.head == title


def head_of(sentence: Sentence, first: int, last: int) -> Word:
    """The first of the words from `first` to before `last` whose head lies outside of them."""
    inside = sentence.words[first:last]
    return next(w for w in inside if w.head == ROOT or not first <= w.head < last)


def tokens(text: str) -> tuple[str, ...]:
    """The words of a name, folded, without what is in parentheses and without marks.

    >>> tokens("J. R. Patel Jr.")
    ('j', 'r', 'patel', 'jr')
    """
    words = (folded(word.strip(",;:()“”\"'")) for word in text.split())
    return tuple(word for word in words if word)


def surname(name: Sequence[str]) -> str:
    """The last word of a person's name, without a suffix.

    >>> surname(tokens("J. R. Patel Jr."))
    'patel'
    """
    rest = [word for word in name if word not in listed("suffixes")]
    return rest[-1] if rest else name[-1]


def is_short_for(short: Sequence[str], full: Sequence[str], person: bool) -> bool:
    """Whether a name is a part of a longer one that is used for it.

    >>> is_short_for(tokens("Sol"), tokens("Ana Sol"), person=True)
    True
    >>> is_short_for(tokens("Sol Bank"), tokens("Ana Sol"), person=True)
    False
    """
    if tuple(short) == tuple(full):
        return True
    if is_acronym_of(short, full):
        return not person
    following = iter(full)
    if not short or not all(word in following for word in short):
        return False
    if short[0] == full[0] or (person and surname(short) == surname(full)):
        return True
    sort, rest = full[: -len(short)], full[-len(short) :]
    return tuple(short) == tuple(rest) and set(sort) <= listed("sorts")


def is_firm(name: Sequence[str]) -> bool:
    """Whether a name ends in the legal form of a firm.

    >>> is_firm(tokens("Norvik Plc")), is_firm(tokens("Plc"))
    (True, False)
    """
    return len(name) > 1 and name[-1] in listed("legal_forms")


def is_camel_cased(text: str) -> bool:
    """Whether a capital inside of a word makes it the name of a firm or website, and no surname.

    >>> is_camel_cased("FarmLink"), is_camel_cased("McAvoy"), is_camel_cased("Farm Link")
    (True, False, False)
    """
    found = _INNER_CAPITAL.fullmatch(text)
    return found is not None and folded(found[1]) not in listed("camel_prefixes")


def is_firm_of(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is a shorter one with the legal form of a firm.

    >>> is_firm_of(tokens("Norvik"), tokens("Norvik Plc"))
    True
    """
    return is_firm(full) and tuple(full[:-1]) == tuple(short)


def is_acronym_of(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is made of the first letters of a longer one.

    >>> is_acronym_of(("who",), tokens("World Health Organization"))
    True
    """
    if len(short) != 1 or len(full) < 2 or len(short[0]) < 2:
        return False
    letters = [word[0] for word in full]
    weighty = [word[0] for word in full if word not in listed("uninitialled")]
    return short[0] in ("".join(letters), "".join(weighty))
