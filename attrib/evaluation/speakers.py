"""Speakers against GUM's coreference: what pronouns are joined to, and what entities are called."""

from __future__ import annotations

import pathlib
from collections import Counter
from collections.abc import Collection, Iterator

import attrs

from attrib._choices import SpeakerKind
from attrib._speakers.antecedents import ranked
from attrib._speakers.document import Document as Read
from attrib._speakers.mentions import Form
from attrib._speakers.names import tokens
from attrib._speakers.nouns import speaker_nouns, titles
from attrib._speakers.referents import Referent
from attrib._speakers.resolution import name_of
from attrib.training.antecedents import TYPES, gold_of, read_document
from attrib.training.coreference import Document, read_documents

GENRES = ("news", "interview", "bio", "speech")
_NAMED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANIZATION, SpeakerKind.PLACE})


@attrs.frozen
class Tally:
    """Pronouns whose gold entity has a name: how many, joined rightly, left alone.

    Of names: how many there are, right, and of entities that are not found.
    """

    of: int
    right: int
    unresolved: int

    @property
    def accuracy(self) -> float:
        """The share that is right."""
        return self.right / self.of if self.of else 0.0


def score(path: pathlib.Path, genres: Collection[str] = GENRES) -> dict[str, Tally]:
    """The tally of each type of third-person pronoun in the documents of some genres, and of names.

    Parses and the names in them are gold; all else is attrib's.  "gold names" are the people,
    organisations and places that GUM names, each right if the entity that most of its names went
    to has its fullest name; "gold, by pronoun" those of them that some pronoun takes up; "found
    names" are attrib's of these, each right if it is the fullest of the gold entity's.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for document in read_documents(path, genres):
        read = read_document(document, ranked)
        _count(document, read, counts)
        _count_names(document, read, counts)
    return {
        type: Tally(counts[type, "of"], counts[type, "right"], counts[type, "unresolved"])
        for type in (*TYPES, "gold names", "gold, by pronoun", "found names")
    }


def _count(document: Document, read: Read, counts: Counter[tuple[str, str]]) -> None:
    for index, found in enumerate(read.mentions):
        for mention in found:
            gold = document.entities.get((index, mention.head))
            if mention.form is not Form.PRONOUN or mention.type not in TYPES:
                continue
            if gold not in document.named:
                continue
            referent = read.discourse.at(index, mention.head)
            _note(counts, mention.type, referent, gold == _named_by(document, referent))


def _note(
    counts: Counter[tuple[str, str]], type: str, referent: Referent | None, right: bool
) -> None:
    counts[type, "of"] += 1
    counts[type, "right"] += right
    counts[type, "unresolved"] += referent is None


def _named_by(document: Document, referent: Referent | None) -> str | None:
    """The gold entity that most of a referent's proper nouns are of, or that a group is."""
    if referent is None:
        return None
    if referent.members:
        return gold_of(document, referent)
    seen = Counter(
        gold
        for mention in referent.mentions
        for gold in [document.entities.get((mention.sentence, mention.head))]
        if gold and _is_proper(document, mention.sentence, mention.head)
    )
    return seen.most_common(1)[0][0] if seen else None


def _is_proper(document: Document, index: int, head: int) -> bool:
    return document.sentences[index].words[head].xpos in ("NNP", "NNPS")


def _count_names(document: Document, read: Read, counts: Counter[tuple[str, str]]) -> None:
    by_pronoun = set(_taken_up(document, read))
    names = {gold: _fullest(forms) for gold, forms in document.names.items()}
    for gold, forms in names.items():
        if not forms:
            continue
        referent = _bearer(document, read, gold)
        right = referent is not None and _bare(name_of(referent)) in forms
        _note(counts, "gold names", referent, right)
        if gold in by_pronoun:
            _note(counts, "gold, by pronoun", referent, right)
    for referent in read.discourse.referents:
        found = _named_by(document, referent)
        if names.get(found or "") and referent.named and referent.kind in _NAMED:
            right = _bare(name_of(referent)) in names[found or ""]
            _note(counts, "found names", referent, right)


def _taken_up(document: Document, read: Read) -> Iterator[str]:
    for index, found in enumerate(read.mentions):
        for mention in found:
            if mention.form is Form.PRONOUN and mention.type in TYPES:
                yield document.entities.get((index, mention.head), "")


def _bearer(document: Document, read: Read, gold: str) -> Referent | None:
    """The referent that most of a gold entity's proper nouns went to, the first of several."""
    seen = Counter(
        referent.order
        for place, entity in document.entities.items()
        if entity == gold and _is_proper(document, *place)
        for referent in [read.discourse.at(*place)]
        if referent is not None
    )
    return read.discourse.referents[seen.most_common(1)[0][0]] if seen else None


def _fullest(forms: Collection[str]) -> frozenset[tuple[str, ...]]:
    """The longest of some names, without titles; none where all are offices."""
    names = {name for form in forms if (name := _bare(form))}
    longest = max(map(len, names), default=0)
    return frozenset(name for name in names if len(name) == longest)


def _bare(name: str) -> tuple[str, ...]:
    """The words of a name behind titles, () where that is no name: "Queen of the Netherlands"."""
    words = tokens(name)
    first = next((i for i, word in enumerate(words[:-1]) if not _is_title(word)), len(words) - 1)
    return () if first and words[first : first + 1] == ("of",) else words[first:]


def _is_title(word: str) -> bool:
    kinds = [noun.kind for noun in speaker_nouns().get(word, ())]
    return word in titles() or word in ("the", "vice") or kinds[:1] == [SpeakerKind.PERSON]
