"""What reading hands on: sentences of words with lemmas, tags, dependencies and names.

No other module knows Stanza: they see these frozen values, which a test can build by hand, and
whoever reads texts with another parser.
Dependencies follow Universal Dependencies, version 2; heads are indices into the same sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache, cached_property

import attrs

ROOT = -1


class NameKind(StrEnum):
    """What a name in the text names (the three kinds of Universal NER)."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"


# The kinds by the labels of OntoNotes, CoNLL and Universal NER, of which others are no names here.
NAME_KINDS = {
    "PER": NameKind.PERSON,
    "PERSON": NameKind.PERSON,
    "ORG": NameKind.ORGANIZATION,
    "LOC": NameKind.PLACE,
    "GPE": NameKind.PLACE,
    "FAC": NameKind.PLACE,
}


@attrs.frozen
class Word:
    """A syntactic word; `start` and `end` are offsets into the caller's text.

    The parts of a contraction written without an apostrophe's help ("cannot") keep their own
    offsets, so that words never overlap.

    Args:
        index: Its place in its sentence, from 0.
        text: The slice of the text from `start` to before `end`.
        start: Where it begins, in code points.
        end: Where it ends, half open.
        lemma: Its dictionary form, as English treebanks have it ("say" for "said").
        upos: Its universal part of speech ("VERB").
        xpos: Its Penn Treebank tag ("VBD"), "" where there is none.
        feats: Its morphological features ("Mood=Ind|Tense=Past"), "" where there are none.
        head: The index of the word that it depends on, -1 for the root of the sentence.
        deprel: The relation to its head in Universal Dependencies ("nsubj:pass").
    """

    index: int
    text: str
    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype."""
        return _without_subtype(self.deprel)


@cache
def _without_subtype(deprel: str) -> str:
    return deprel.split(":")[0]


@attrs.frozen
class Name:
    """A name: the words from `first` to before `last` of a sentence, by their indices."""

    first: int
    last: int
    kind: NameKind


@attrs.frozen
class Sentence:
    """A sentence of the text, from `start` to before `end`, with its words and the names in it.

    What attrib reads never crosses the `block` (of the layout) that it lies in.  Sentences from
    elsewhere may, and need not say in which block they begin.
    """

    start: int
    end: int
    words: tuple[Word, ...]
    names: tuple[Name, ...] = ()
    block: int = 0

    @cached_property
    def dependents(self) -> tuple[tuple[int, ...], ...]:
        """For each word the indices of its direct dependents, in order."""
        lists: list[list[int]] = [[] for _ in self.words]
        for word in self.words:
            if word.head != ROOT:
                lists[word.head].append(word.index)
        return tuple(map(tuple, lists))

    def find(self, head: int, *relations: str) -> Word | None:
        """The first dependent of a word in one of the relations (subtypes count as theirs)."""
        return next(self.all(head, *relations), None)

    def all(self, head: int, *relations: str) -> Iterator[Word]:
        """The dependents of a word in one of the relations, in order."""
        for index in self.dependents[head]:
            word = self.words[index]
            if word.deprel in relations or word.relation in relations:
                yield word

    def phrase(self, head: int, leave: Collection[int] = ()) -> set[int]:
        """A word with everything below it, without the words to leave and all below those."""
        found: set[int] = set()
        waiting = [head]
        while waiting:
            index = waiting.pop()
            if index not in leave and index not in found:
                found.add(index)
                waiting.extend(self.dependents[index])
        return found

    def climb(self, index: int, until: Callable[[Word], bool]) -> Word:
        """The nearest word at or above another that fulfils a condition, else the topmost."""
        word = self.words[index]
        for _ in self.words:
            if until(word) or word.head == ROOT:
                break
            word = self.words[word.head]
        return word


# The types of what is read of sentences, words and names.
_OF_SENTENCES = {"start": int, "end": int}
_OF_WORDS = {
    **dict.fromkeys(("index", "start", "end", "head"), int),
    **dict.fromkeys(("text", "lemma", "upos", "xpos", "feats", "deprel"), str),
}
_OF_NAMES = {"first": int, "last": int, "kind": NameKind}


@attrs.frozen
class Document:
    """A text with its sentences, read by whatever parser: what `attribute_parsed` takes.

    Args:
        text: The text of one article.
        sentences: Its sentences in order; not all of the text need be in one.

    Raises:
        TypeError: the text is no `str`, a sentence no `Sentence`, or a field of a sentence, word or
            name of another type than declared, such as None.
        ValueError: words do not stand in the order of the text, are no slices of it, or have heads
            that are no words of their sentence or go in a circle.

    >>> yes = Word(0, "Yes", 0, 3, "yes", "INTJ", "UH", "", ROOT, "root")
    >>> Document("Yes.", [Sentence(0, 3, (yes,))]).sentences[0].words[0].lemma
    'yes'
    >>> Document("No.", [Sentence(0, 3, (yes,))])
    Traceback (most recent call last):
    ...
    ValueError: word 0 of sentence 0 is 'Yes', but the text has 'No.' from 0 to 3: take \
text[start:end]
    """

    text: str = attrs.field(validator=attrs.validators.instance_of(str))
    sentences: tuple[Sentence, ...] = attrs.field(
        default=(),
        converter=tuple[Sentence, ...],
        validator=attrs.validators.deep_iterable(attrs.validators.instance_of(Sentence)),
    )

    def __attrs_post_init__(self) -> None:
        place = 0
        for number, sentence in enumerate(self.sentences):
            _check_types(sentence, f"sentence {number}", _OF_SENTENCES)
            if not place <= sentence.start <= sentence.end <= len(self.text):
                raise ValueError(
                    f"sentence {number} is from {sentence.start} to {sentence.end}, which is not "
                    f"between {place} and {len(self.text)}: pass sentences of this text, in its "
                    "order"
                )
            _check_words(self.text, number, sentence)
            _check_heads(number, sentence)
            place = sentence.end


def _check_types(value: object, place: str, fields: Mapping[str, type]) -> None:
    for field, expected in fields.items():
        held = getattr(value, field)
        # True is a number to Python alone.
        if not isinstance(held, expected) or isinstance(held, bool):
            raise TypeError(f"{field} of {place} is {held!r}: pass one of type {expected.__name__}")


def _check_words(text: str, number: int, sentence: Sentence) -> None:
    for field in ("words", "names"):
        if not isinstance(getattr(sentence, field), tuple | list):
            raise TypeError(
                f"{field} of sentence {number} is {getattr(sentence, field)!r}: pass a tuple"
            )
    if not sentence.words:
        raise ValueError(f"sentence {number} has no words: leave it out")
    place = sentence.start
    for index, word in enumerate(sentence.words):
        name = f"word {index} of sentence {number}"
        if not isinstance(word, Word):
            raise TypeError(f"{name} is {word!r}: pass one of type Word")
        _check_types(word, name, _OF_WORDS)
        if word.index != index:
            raise ValueError(f"{name} has the index {word.index}: count words from 0")
        if not place <= word.start <= word.end <= sentence.end:
            raise ValueError(
                f"{name} is from {word.start} to {word.end}, which is not between {place} and "
                f"{sentence.end}: pass the words of the sentence in order, with offsets into the "
                "text"
            )
        if text[word.start : word.end] != word.text:
            raise ValueError(
                f"{name} is {word.text!r}, but the text has {text[word.start : word.end]!r} from "
                f"{word.start} to {word.end}: take text[start:end]"
            )
        place = word.end
    for index, found in enumerate(sentence.names):
        name = f"name {index} of sentence {number}"
        if not isinstance(found, Name):
            raise TypeError(f"{name} is {found!r}: pass one of type Name")
        _check_types(found, name, _OF_NAMES)
        if not 0 <= found.first < found.last <= len(sentence.words):
            raise ValueError(
                f"{name} is from word {found.first} to {found.last}, of "
                f"{len(sentence.words)}: pass the indices of its first word and after its last"
            )


def _check_heads(number: int, sentence: Sentence) -> None:
    rooted = {ROOT}
    for word in sentence.words:
        path: set[int] = set()
        last = index = word.index
        while index not in rooted:
            if not 0 <= index < len(sentence.words):
                raise ValueError(
                    f"word {last} of sentence {number} has the head {index}, which is none of its "
                    f"{len(sentence.words)} words: pass an index from 0, {ROOT} for the root"
                )
            if index in path:
                raise ValueError(
                    f"the heads of sentence {number} go in a circle from word {index}: one of "
                    f"its words must be the root, with the head {ROOT}"
                )
            path.add(index)
            last, index = index, sentence.words[index].head
        rooted |= path
