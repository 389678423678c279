"""Mention detection: the names, pronouns and descriptions in a sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import takewhile

import attrs

from attrib._choices import Gender, SpeakerKind
from attrib._sentence import ROOT, Sentence, Word
from attrib._speakers.appositions import told_same
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.names import (
    ProperName,
    head_of,
    is_camel_cased,
    is_firm,
    proper_names,
    tokens,
)
from attrib._speakers.nouns import (
    Noun,
    capitals,
    countries,
    folded,
    listed,
    peoples,
    pronouns,
    speaker_nouns,
    titles,
)
from attrib._speakers.phrases import (
    age,
    compound,
    country,
    extent,
    is_people,
    is_whole_people,
    known_nouns,
    lemma_of,
    modifiers,
    owner,
)

_INSIDE_NAMES = frozenset({"flat", "compound", "fixed", "goeswith", "punct", "case", "cc", "det"})
_OPENING, _CLOSING = frozenset("\"“«‘'"), frozenset("\"”»’'")
_LONGEST_TITLE = 10  # words


def mentions(
    text: str, sentence: Sentence, index: int, sources: Collection[int] = ()
) -> tuple[Mention, ...]:
    """The mentions of a sentence, the `index`-th of the text, in order of their heads.

    `sources` are the heads of sources, which are mentions whatever their part of speech.
    """
    names = proper_names(sentence)
    found: dict[int, Mention] = {}
    for name in names:
        for mention in _of_name(text, sentence, index, name):
            found.setdefault(mention.head, mention)
    for word in sentence.words:
        if (title := _of_work(text, sentence, index, word)) is not None:
            found.setdefault(title.head, title)
    covered = {
        i
        for name in names
        for i in range((name.title or (name.first,))[0], name.last)
        if any(name.first <= head < name.last for head in found)
    }
    for word in sentence.words:
        if word.index in found or (word.index in covered and word.upos != "NOUN"):
            continue
        other = _of_word(text, sentence, index, word)
        if other is None and word.index in sources:
            other = _of_source(text, sentence, index, word)
        if other is not None:
            found[word.index] = other
    return tuple(told_same(sentence, [found[head] for head in sorted(found)]))


def _of_name(text: str, sentence: Sentence, index: int, name: ProperName) -> Iterator[Mention]:
    words = sentence.words
    head = head_of(sentence, name.first, name.last).index
    start, end = words[name.first].start, words[name.last - 1].end
    key = tokens(text[start:end])
    if not key or _is_common(sentence, name, key):
        return
    shown = [titles().get(folded(w.text)) for w in _title_words(sentence, name)]
    nouns = [noun for w in _title_words(sentence, name) for noun in known_nouns(folded(w.text))]
    told = [*shown, *(n.gender for n in nouns), _gender_of_self(sentence, name.last)]
    gender = next((g for g in told if g), None)
    kind = name.kind
    place = folded(" ".join(key))
    if kind is not SpeakerKind.PERSON and (place in countries() or place in capitals()):
        kind = SpeakerKind.PLACE
    camel = is_camel_cased(text[start:end]) and not name.title
    if camel or is_firm(key) or (kind is not SpeakerKind.PERSON and _is_institution(key)):
        kind = SpeakerKind.ORGANIZATION
    top = head
    if name.title and head >= name.first and name.title[0] <= words[head].head < name.title[1]:
        top = words[head].head
    person = kind is SpeakerKind.PERSON
    country = _land_of(sentence, head) if person else _country_of(key, words[top].relation)
    yield Mention(
        sentence=index,
        head=head,
        start=start,
        end=end,
        text=" ".join(text[start:end].split()),
        form=Form.NAME,
        role=words[top].deprel,
        kind=kind,
        gender=gender,
        plural=False,
        name=key,
        country=country,
        owner=owner(sentence, head),
        block=sentence.block,
    )
    if name.title:
        yield from _of_title(text, sentence, index, name, head)


def _gender_of_self(sentence: Sentence, index: int) -> Gender | None:
    """The gender that "Sol *himself*" shows, by the word at an index."""
    after = "".join(word.text.lower() for word in sentence.words[index : index + 1])
    return pronouns().get(after, ("", None))[1] if after.endswith("self") else None


def _narrows_title(word: Word, noun: int, head: int) -> bool:
    """Whether a word before a title belongs to it: "*Chinese* President Xi Jinping"."""
    beside = word.head in (noun, head) and word.deprel in ("amod", "compound", "nmod:desc")
    return beside or (word.upos in ("ADJ", "PROPN") and _land(word) is not None)


def _land(word: Word) -> str | None:
    """The country that a word names, or whose people it does."""
    return countries().get(folded(word.text)) or peoples().get(folded(word.text))


def _country_of(key: tuple[str, ...], role: str) -> str | None:
    """The country that a name names: its own, or that of the capital that does something."""
    name = " ".join(key)
    if name in countries():
        return countries()[name]
    doer = role == "nsubj" and name not in speaker_nouns()
    return capitals().get(name) if doer else None


def _land_of(sentence: Sentence, head: int) -> str | None:
    """The country that somebody's name stands with: "*Norway*'s Jo Ek", "Jo Ek of *Norway*"."""
    for word in sentence.all(head, "nmod"):
        case = sentence.find(word.index, "case")
        link = "" if case is None else case.text.casefold()
        if word.deprel == "nmod:poss" or link in ("of", "from"):
            return countries().get(folded(word.text))
    return None


def _of_title(
    text: str, sentence: Sentence, index: int, name: ProperName, head: int
) -> Iterator[Mention]:
    """The title before a name as a description of the same person."""
    first, last = name.title or (0, 0)
    words = sentence.words[first:last]
    noun = next((w for w in reversed(words) if known_nouns(folded(w.text))), None)
    if noun is None:
        return
    lemma, known = compound(sentence, noun)
    while first and _narrows_title(sentence.words[first - 1], noun.index, head):
        first -= 1
    start, end = sentence.words[first].start, words[-1].end
    lands = (_land(word) for word in sentence.words[first : noun.index])
    yield Mention(
        sentence=index,
        head=noun.index,
        start=start,
        end=end,
        text=" ".join(text[start:end].split()),
        form=Form.DESCRIPTION,
        role=noun.deprel,
        kind=SpeakerKind.PERSON,
        noun=lemma,
        known=tuple(n for n in known if n.kind is SpeakerKind.PERSON),
        modifiers=modifiers(sentence, noun),
        country=country(sentence, noun) or next(filter(None, lands), None),
        definite=True,
        owner=owner(sentence, noun.index),
        same=head,
        block=sentence.block,
    )


def _title_words(sentence: Sentence, name: ProperName) -> list[Word]:
    """The words of the title in front of a name."""
    if name.title:
        return list(sentence.words[name.title[0] : name.title[1]])
    before = sentence.words[name.first - 1] if name.first else None
    return [before] if before is not None and folded(before.text) in titles() else []


def _is_institution(key: Sequence[str]) -> bool:
    """Whether a name holds the noun of an institution: "Almond Trust", "Bank of Norway"."""
    of = key.index("of") if "of" in key else len(key)
    last = key[of - 1] if of else key[-1]
    return len(key) > 1 and any(n.kind is SpeakerKind.ORGANIZATION for n in known_nouns(last))


def _is_common(sentence: Sentence, name: ProperName, key: tuple[str, ...]) -> bool:
    """Whether what was taken for a name describes: "the Swede", "Minister", "Ex-harbour chief"."""
    last = sentence.words[name.last - 1]
    if all(word in titles() for word in key) or _is_lower_case_person(last):
        return True
    if len(key) > 1 or name.title:
        return False
    word = sentence.words[name.first]
    if is_people(sentence, word) or (word.xpos == "NNPS" and lemma_of(word) in peoples()):
        return True
    the = sentence.find(word.index, "det")
    told = name.kind is None or (name.kind is SpeakerKind.PERSON and the is not None)
    return told and bool(known_nouns(key[0])) and not word.text.isupper()


def _is_lower_case_person(word: Word) -> bool:
    """Whether a word is a lower-case noun for a person, which ends no name: "chief"."""
    nouns = known_nouns(lemma_of(word)) if word.upos == "NOUN" and word.text.islower() else ()
    return any(noun.kind is SpeakerKind.PERSON for noun in nouns)


def _of_work(text: str, sentence: Sentence, index: int, mark: Word) -> Mention | None:
    """The title, in quotation marks behind a noun, of a document: the report, "Late and Over"."""
    words = sentence.words
    noun = mark.index - 1 - (mark.index > 1 and words[mark.index - 1].text == ",")
    if noun < 0 or mark.text not in _OPENING or words[noun].upos != "NOUN":
        return None
    inside = list(takewhile(lambda w: w.text not in _CLOSING, words[mark.index + 1 :]))
    document = any(n.kind is SpeakerKind.DOCUMENT for n in known_nouns(lemma_of(words[noun])))
    ends = [w for w in (inside[:1] + inside[-1:]) if w.text[:1].isupper()]
    if not document or len(ends) < 2 or len(inside) > _LONGEST_TITLE:
        return None
    start, end = inside[0].start, inside[-1].end
    return Mention(
        sentence=index,
        head=inside[0].index,
        start=start,
        end=end,
        text=" ".join(text[start:end].split()),
        form=Form.NAME,
        role="appos",
        kind=SpeakerKind.DOCUMENT,
        name=tokens(text[start:end]),
        same=noun,
        block=sentence.block,
    )


def _of_word(text: str, sentence: Sentence, index: int, word: Word) -> Mention | None:
    if word.relation in _INSIDE_NAMES:
        return None
    form = word.text.casefold()
    if word.upos in ("PRON", "DET", "NUM") and form in pronouns() and _stands_alone(sentence, word):
        return _of_pronoun(text, sentence, index, word)
    if word.upos in ("NOUN", "PROPN") or (
        word.upos in ("ADJ", "NUM") and sentence.find(word.index, "det")
    ):
        return _of_description(text, sentence, index, word)
    return None


def _of_source(text: str, sentence: Sentence, index: int, word: Word) -> Mention:
    """A source of an odd part of speech: "several", "seven in ten parents"."""
    if word.text.casefold() in pronouns():
        return _of_pronoun(text, sentence, index, word)
    mention = _of_description(text, sentence, index, word)
    whole = sentence.find(word.index, "nmod")
    if whole is None or word.upos != "NUM":
        return mention
    part = _of_description(text, sentence, index, whole)
    return attrs.evolve(mention, noun=part.noun, known=part.known, kind=part.kind, plural=True)


def _stands_alone(sentence: Sentence, word: Word) -> bool:
    if word.upos == "PRON":
        return not (word.text.casefold() == "that" and word.xpos == "IN")
    return word.relation in ("nsubj", "obj", "iobj", "obl", "nmod", "conj", "root", "appos")


def _of_pronoun(text: str, sentence: Sentence, index: int, word: Word) -> Mention:
    type, gender = pronouns()[word.text.casefold()]
    if type == "relative" and _antecedent_of_relative(sentence, word) is None:
        type = "nobody"
    whole = type in ("other", "pair") and word.upos in ("PRON", "DET", "NUM")
    start, end = extent(sentence, word) if whole else (word.start, word.end)
    return Mention(
        sentence=index,
        head=word.index,
        start=start,
        end=end,
        text=" ".join(text[start:end].split()),
        form=Form.PRONOUN,
        role=word.deprel,
        kind=SpeakerKind.PERSON if type == "person" else None,
        gender=gender,
        plural=word.text.casefold() in listed("several"),
        type=type,
        same=_antecedent_of_relative(sentence, word) if type == "relative" else None,
        block=sentence.block,
    )


def _antecedent_of_relative(sentence: Sentence, word: Word) -> int | None:
    """The head of the noun whose relative clause a pronoun stands in."""
    clause = sentence.climb(word.index, lambda w: w.deprel == "acl:relcl")
    if clause.deprel != "acl:relcl" or clause.head == ROOT or clause.head > word.index:
        return None
    return clause.head


def _of_description(text: str, sentence: Sentence, index: int, word: Word) -> Mention:
    lemma, known = compound(sentence, word)
    plural = word.xpos in ("NNS", "NNPS")
    start, end = extent(sentence, word)
    determiner = sentence.find(word.index, "det", "det:predet")
    years = age(sentence, word)
    somebody = is_people(sentence, word) and not is_whole_people(folded(word.text))
    person = bool(years) or somebody
    kind = SpeakerKind.PERSON if person else _kind_of(known, plural)
    if plural and lemma in peoples():
        kind = SpeakerKind.GROUP
    possessive = sentence.find(word.index, "nmod:poss") is not None
    return Mention(
        sentence=index,
        head=word.index,
        start=start,
        end=end,
        text=" ".join(text[start:end].split()),
        form=Form.DESCRIPTION,
        role=word.deprel,
        kind=kind,
        gender=next((noun.gender for noun in known if noun.gender), None),
        plural=plural,
        noun=lemma,
        known=known,
        modifiers=modifiers(sentence, word),
        country=peoples().get(folded(word.text)) or country(sentence, word),
        age=years or _age_beside(sentence, word),
        definite=possessive
        or is_label(sentence, word)
        or (determiner is not None and determiner.text.casefold() in listed("definite")),
        owner=owner(sentence, word.index),
        block=sentence.block,
    )


def is_label(sentence: Sentence, word: Word) -> bool:
    """Whether a word begins a turn of a conversation, as always the same one's: "Q:"."""
    return word.index == 0 and any(w.text == ":" for w in sentence.words[1:2])


def _age_beside(sentence: Sentence, word: Word) -> str:
    """The age that an adjective tells: "the *41-year-old* engineer"."""
    return next(
        (years for w in sentence.all(word.index, "amod") if (years := age(sentence, w))), ""
    )


def _kind_of(known: Sequence[Noun], plural: bool) -> SpeakerKind | None:
    if not known:
        return None
    return SpeakerKind.GROUP if plural and known[0].kind is SpeakerKind.PERSON else known[0].kind
