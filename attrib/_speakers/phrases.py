"""Noun phrases: how far one reaches, what its noun is known as, and what narrows it down."""

from __future__ import annotations

from collections.abc import Sequence

from attrib._choices import SpeakerKind
from attrib._sentence import Sentence, Word
from attrib._speakers.nouns import Noun, capitals, countries, folded, listed, peoples, speaker_nouns

_STOPS = frozenset({",", ";", ":", "(", "—", "–"})
# Dependents of a noun that are no part of its phrase.
_OUTSIDE = (
    *("conj", "cc", "appos", "flat", "case", "parataxis", "punct", "cop"),
    *("nsubj", "mark", "aux", "advcl", "ccomp"),
)


_OF_PEOPLES = ("ese", "ish", "nch", "tch", "ss")  # ends of adjectives that mean a people as nouns


def known_nouns(lemma: str) -> tuple[Noun, ...]:
    return speaker_nouns().get(lemma, ())


def compound(sentence: Sentence, word: Word) -> tuple[str, tuple[Noun, ...]]:
    """The lemma of a noun, with the word before it if both are known as one: "prime minister"."""
    lemma = lemma_of(word)
    before = sentence.words[word.index - 1] if word.index else None
    if before is not None and before.upos in ("NOUN", "PROPN", "ADJ"):
        both = f"{folded(before.text)} {lemma}"
        if known := known_nouns(both):
            return both, known
    return lemma, known_nouns(lemma) or _by_suffix(lemma)


def lemma_of(word: Word) -> str:
    """The lemma as nouns are listed: folded, singular."""
    lemma = folded(word.lemma)
    form = folded(word.text)
    if word.xpos in ("NNS", "NNPS") and lemma == form and not known_nouns(form):
        lemma = form[:-1] if form.endswith("s") else form
    return lemma


def _by_suffix(lemma: str) -> tuple[Noun, ...]:
    """What the end of an unlisted noun tells: a "-woman", a "-person", an "-ologist"."""
    for suffix in sorted(listed("person_endings"), key=len, reverse=True):
        if lemma.endswith(suffix) and len(lemma) > len(suffix):
            gender = next((noun.gender for noun in known_nouns(suffix)), None)
            return (Noun(SpeakerKind.PERSON, frozenset({"other:" + lemma}), gender),)
    return ()


def is_people(sentence: Sentence, word: Word) -> bool:
    """Whether a word means somebody, or all, by the country: "the Swede", "the Swiss"."""
    the = sentence.find(word.index, "det")
    return folded(word.text) in peoples() and the is not None


def is_whole_people(noun: str) -> bool:
    """Whether "the" makes a people of an adjective.

    >>> is_whole_people("chinese"), is_whole_people("swede")
    (True, False)
    """
    return noun in peoples() and noun.endswith(_OF_PEOPLES)


def extent(sentence: Sentence, word: Word) -> tuple[int, int]:
    """A noun phrase up to its first comma after the head, without preposition and coordination."""
    words = sentence.words
    inside = sentence.phrase(word.index, {w.index for w in sentence.all(word.index, *_OUTSIDE)})
    first = last = word.index
    while (first - 1 in inside and words[first - 1].upos != "PUNCT") or _is_dash(
        words, first - 1, inside
    ):
        first -= 1
    while last + 1 in inside and words[last + 1].text not in _STOPS:
        last += 1
    while last > word.index and words[last].upos in ("PUNCT", "PART") and words[last].text != "'":
        last -= 1
    return words[first].start, words[last].end


def _is_dash(words: Sequence[Word], index: int, inside: set[int]) -> bool:
    return index > 0 and words[index].text == "-" and index - 1 in inside


def modifiers(sentence: Sentence, word: Word) -> frozenset[str]:
    """What narrows a noun down: adjectives, nouns before it, and names behind "of" or "for".

    An age does not, nor does an adjective of the hour ("the *outgoing* mayor").
    """
    before = sentence.all(word.index, "amod", "compound", "nmod:desc", "nummod")
    told = [folded(w.lemma) for w in before if not age(sentence, w)]
    found = [lemma for lemma in told if lemma not in listed("of_the_hour")]
    for behind in sentence.all(word.index, "nmod"):
        case = sentence.find(behind.index, "case")
        if case is not None and case.text.casefold() in ("of", "for", "at", "in", "on"):
            found.append(folded(behind.lemma))
    return frozenset(found)


def country(sentence: Sentence, word: Word) -> str | None:
    """The country that a phrase names: "the Russian president", "president of Russia"."""
    for index in sorted(sentence.phrase(word.index)):
        near = sentence.words[index]
        if (
            near.head != word.index
            or near.upos not in ("ADJ", "PROPN", "NOUN")
            or near.relation == "appos"
        ):
            continue
        form = folded(near.text)
        if near.index and folded(sentence.words[index - 1].text) in (
            "north",
            "south",
            "new",
            "saudi",
        ):
            form = f"{folded(sentence.words[index - 1].text)} {form}"
        country = peoples().get(form) or countries().get(form) or capitals().get(form)
        if country:
            return country
    return None


def age(sentence: Sentence, word: Word) -> str:
    """The number of "the 54-year-old", which is cut in various ways."""
    if word.lemma.casefold().endswith("year-old"):
        digits = word.text.split("-")[0]
        before = sentence.words[word.index - 1].text if word.index else ""
        return digits if digits.isdigit() else before if before.isdigit() else "?"
    if folded(word.text) not in ("old", "olds"):
        return ""
    inside = [
        sentence.words[i].text for i in sorted(sentence.phrase(word.index)) if i <= word.index
    ]
    if not any(form.casefold().startswith("year") for form in inside):
        return ""
    return next((form for form in inside if form.isdigit()), "?")


def owner(sentence: Sentence, head: int) -> int | None:
    """The head of the possessor of a noun: "*Ana*'s lawyer", "the lawyer of *Ana*"."""
    owner = sentence.find(head, "nmod:poss")
    if owner is not None:
        return owner.index
    for behind in sentence.all(head, "nmod"):
        case = sentence.find(behind.index, "case")
        if case is not None and case.text.casefold() in ("of", "for", "to", "at"):
            return behind.index
    return None
