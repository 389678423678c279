"""The word of a cue that tells what is done, found below verbs that only govern it.

In "is expected to announce" and "made a pledge" that is "announce" and "pledge"; the words above it
tell whether it was done at all.  `data/governors.csv` lists them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

import attrs

from attrib._choices import Act, CueKind, Force
from attrib._claims.found import Extent
from attrib._claims.frames import support_verbs
from attrib._claims.lexicon import base_forms, listed_as, senses
from attrib._claims.report import Report, tops
from attrib._claims.sources import is_passive
from attrib._data import rows
from attrib._sentence import ROOT, Sentence, Word

_KINDS = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
    "ADV": "adverb",
    "ADP": "adposition",
    "SCONJ": "adposition",
    "PUNCT": "punctuation",
    "SYM": "punctuation",
}
_BELOW = ("xcomp", "advcl", "ccomp", "acl", "obj", "obl", "conj", "nmod", "dep")
_UP = ("xcomp", "ccomp", "advcl", "csubj")
_SEEMING = ("seem", "appear")
_FULL = ("VERB", "NOUN", "ADJ", "PROPN", "AUX")


@attrs.frozen
class Effect:
    """What a governing word makes of the saying: the value of a field, or nothing."""

    field: str
    value: str


@attrs.frozen
class Reporting:
    """The reporting word, its entry in the table (None if it has none), and what governs it."""

    word: Word
    entry: str | None
    kind: str
    governors: tuple[tuple[Word, Effect], ...] = ()

    @property
    def chain(self) -> tuple[Word, ...]:
        """The governing words from the outermost on, and the reporting word."""
        return (*(word for word, _ in self.governors), self.word)


def reporting(given: Report, outer: Extent | None = None) -> Reporting:
    """The reporting word of a claim's cue; `outer` is the cue of the claim that it is part of."""
    sentence = given.sentence
    if given.kind is CueKind.ADPOSITION:
        word = _head(given)
        entry = listed_as(given.lemma, "adposition", _beside(given, word))
        return Reporting(word, entry, "adposition")
    word = _head(given)
    governors = [
        (above, effect)
        for above, effect in _above(given, word)
        # whether to vouch for it is told of the claim that it is part of
        if effect.field != "engagement" or not (outer and outer[0] <= above.start < outer[1])
    ]
    for _ in given.cue:
        below = _below(given, word)
        if below is None:
            break
        effect = _effect(sentence, word)
        if effect is not None:
            governors.append((word, effect))
        word = below
    entry, kind = _entry(given, word)
    colon = given.sentence.words[given.cue[-1]]
    if colon.text == ":" and not (entry and kind == "verb"):
        return Reporting(colon, ":", "punctuation")
    return Reporting(word, entry, kind, tuple(governors))


def _head(given: Report) -> Word:
    words = given.words(given.cue)
    inside = set(given.cue)
    outer = [word for word in words if word.head not in inside] or words
    return min(outer, key=lambda word: (word.upos not in _FULL, word.upos == "AUX", word.index))


def _entry(given: Report, word: Word) -> tuple[str | None, str]:
    """The entry of a word and the kind that it is listed under, its own first."""
    beside = _beside(given, word)
    own = _KINDS.get(word.upos, "verb")
    lemma = word.lemma.lower()
    for kind in dict.fromkeys((own, "verb", "noun", "adjective", "adverb", "punctuation")):
        for form in dict.fromkeys((lemma, *base_forms(lemma), *base_forms(word.text.lower()))):
            entry = listed_as(form, kind, beside)
            if entry is not None:
                return entry, kind
    return None, own


def _beside(given: Report, word: Word) -> list[str]:
    """The lemmas that may make one cue with a word: those behind it in the cue, and particles."""
    near = {index for index in given.cue if index > word.index}
    near |= {w.index for w in given.sentence.all(word.index, "compound:prt", "obj", "advmod")}
    for predicate in given.sentence.all(word.index, "xcomp"):
        if predicate.upos == "ADJ":
            near |= given.sentence.phrase(predicate.index)
    return [w.lemma.lower() for w in given.words(near) if w.index > word.index]


def _below(given: Report, word: Word) -> Word | None:
    """The listed word of the cue that this one only governs, if it does."""
    sentence = given.sentence
    own, kind = _entry(given, word)
    lends = word.lemma.lower() in support_verbs()
    governs = _effect(sentence, word) is not None and not _asks(own, kind)
    if own is not None and (" " in own or not (lends or governs)):
        return None
    for below in sentence.all(word.index, *_BELOW):
        listed = below.index > word.index and _entry(given, below)[0] is not None
        if below.index in given.cue and listed and (below.upos in _FULL):
            nominal = below.upos in ("NOUN", "PROPN")
            if nominal if lends and not governs else (not nominal or own is None):
                return below
    felt = _feeling(given, word) if lends else None
    if felt is not None:
        return felt
    effect = _effect(sentence, word)
    awaited = effect is not None and effect.value == "expected" and is_passive(sentence, word)
    if effect is None or not (own is None or own in _SEEMING or awaited):
        return None
    return _governed(given, word, only_spoken=awaited)


def _asks(entry: str | None, kind: str) -> bool:
    """Whether a word asks somebody else to speak: its own act is what counts."""
    own = senses()[entry, kind] if entry else ()
    return bool(own) and own[-1].act in (Act.ASK, Act.DIRECT)


def _feeling(given: Report, word: Word) -> Word | None:
    """The feeling that a content begins with and its cue only voices: "expressed *concern* at"."""
    for noun in given.sentence.all(word.index, "obj"):
        own = senses().get((noun.lemma.lower(), "noun"), ())
        if noun.index in given.content and own and own[-1].act is Act.EXPRESS:
            return noun
    return None


def _governed(given: Report, word: Word, only_spoken: bool) -> Word | None:
    """The listed verb that a cue governs in the content: "is expected" with "to *announce* it"."""
    for top in tops(given.sentence, given.content):
        own = senses().get((top.lemma.lower(), "verb"), ())
        fits = bool(own) and top.lemma.lower() not in _governors()
        fits = fits and (not only_spoken or _is_spoken(own[-1].act))
        if fits and top.head == word.index and top.xpos == "VB":
            return top
    return None


def _is_spoken(act: Act) -> bool:
    return act.force is not Force.MENTAL and act not in (Act.FIND, Act.EXPRESS)


def _above(given: Report, word: Word) -> Iterator[tuple[Word, Effect]]:
    """What governs a cue from outside it: "plans to *announce*"."""
    if word.relation not in _UP or word.head == ROOT:
        return
    governor = given.sentence.words[word.head]
    marks = {w.lemma for w in given.sentence.all(word.index, "mark")}
    effect = _effect(given.sentence, governor)
    if effect is None or governor.index in given.cue or not ("to" in marks or word.xpos == "VBG"):
        return
    if word.relation == "advcl" and governor.upos != "ADJ":
        return
    yield governor, effect


def _effect(sentence: Sentence, word: Word) -> Effect | None:
    listed = _governors().get(word.lemma.lower())
    if listed is None:
        return None
    voice = "passive" if is_passive(sentence, word) else ""
    return listed.get(voice) or listed.get("" if word.upos != "ADJ" else "adjective")


@functools.cache
def _governors() -> Mapping[str, Mapping[str, Effect]]:
    found: dict[str, dict[str, Effect]] = {}
    for row in rows("governors.csv"):
        found.setdefault(row["lemma"], {})[row["voice"]] = Effect(row["field"], row["value"])
    return found
