"""What the source does with a claim, what the reporter does with it, and whether it was made.

The cue's entry in the table decides first, by the frame that it stands in; then negation, modals
and adverbs around the cue, hedges in the content, and questions or orders in the speaker's own
words.  Every value that is not the plain one of "She said so" names the words it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from attrib._choices import (
    Act,
    Attitude,
    Commitment,
    CueKind,
    Engagement,
    Intensity,
    Occurrence,
    Polarity,
)
from attrib._claims.found import Found
from attrib._claims.lexicon import defaults, fitting, senses, word_class
from attrib._claims.report import Report, complements, open_question, report
from attrib._claims.reporting import Reporting, reporting
from attrib._claims.sources import is_passive
from attrib._claims.withheld import withholds
from attrib._sentence import Sentence, Word
from attrib._stance.guesses import guessed
from attrib._stance.hedges import Mood, hedge, lower, markers, mood
from attrib._stance.occurrence import Happening, happening
from attrib._stance.targets import target
from attrib._values import PLAIN_STANCE, Evidence, Span, Stance

_HEDGED = frozenset(
    {
        Act.ASSERT,
        Act.ARGUE,
        Act.DISCLOSE,
        Act.AFFIRM,
        Act.ESTIMATE,
        Act.PREDICT,
        Act.WARN,
        Act.FIND,
        Act.BELIEVE,
        Act.CHARACTERIZE,
    }
)
_PAST = frozenset({"VBD", "VBN"})
_OPPOSITE = {Polarity.POSITIVE: Polarity.NEGATIVE, Polarity.NEGATIVE: Polarity.POSITIVE}


def stances(text: str, sentences: Sequence[Sentence], found: Sequence[Found]) -> tuple[Stance, ...]:
    """The stance of each of the claims of a text."""
    return tuple(
        stance_of(text, sentences, claim, None if claim.parent is None else found[claim.parent])
        for claim in found
    )


def stance_of(
    text: str, sentences: Sequence[Sentence], claim: Found, parent: Found | None = None
) -> Stance:
    """The stance of a claim, read with the one that it is part of."""
    given = report(text, sentences, claim)
    told = reporting(given, parent.cue if parent else None)
    reading = _Reading(told.word)
    _read_sense(reading, given, told)
    _read_mood(reading, given)
    _read_question(reading, given)
    _read_markers(reading, given, told)
    _read_occurrence(
        reading, told, happening(given, told, _is_backshifted(sentences, claim, parent))
    )
    if withholds(given, told):
        reading.become(Act.WITHHOLD, (told.word,))
        reading.put("occurrence", Occurrence.HAPPENED, ())
    aim = target(given, told, reading.values)
    return _stance(text, reading, None if aim is None else Span.of(text, *aim))


@attrs.define
class _Reading:
    """The values so far, and the words that each comes from."""

    word: Word
    values: dict[str, str] = attrs.field(factory=lambda: dict(PLAIN_STANCE))
    words: dict[str, tuple[Word, ...]] = attrs.field(factory=dict)

    def put(self, field: str, value: str, words: Sequence[Word]) -> None:
        self.values[field] = value
        self.words[field] = tuple(words)

    def become(
        self, act: Act, words: Sequence[Word], values: Mapping[str, str] | None = None
    ) -> None:
        """Take an act with all that it means, but for the values that are given."""
        self.put("act", act, words)
        for field, value in {**defaults()[act], **(values or {})}.items():
            self.put(field, value, words)


def _read_sense(reading: _Reading, given: Report, told: Reporting) -> None:
    own = senses()[told.entry, told.kind] if told.entry else None
    forms = _conditions(given, told)
    sense = fitting(own, forms) if own else guessed(told.word.lemma.lower(), told.kind, forms)
    reading.become(sense.act, (told.word,), sense.values)


def _conditions(given: Report, told: Reporting) -> list[str]:
    """The forms of the content, with the classes of their nouns, and what else frames ask for."""
    forms: list[str] = []
    passive = told.kind == "verb" and is_passive(given.sentence, told.word)
    agents = {w.index for w in given.sentence.all(told.word.index, "obl:agent")}
    if passive and not any(given.sentence.phrase(agent) & given.source for agent in agents):
        forms.append("agentless")
    if given.kind is not CueKind.PUNCTUATION and given.mode == "direct":
        forms.append("quoted")
    if any(w.lemma.lower() in word_class("evidence") for w in _source_heads(given)):
        forms.append("evidence")
    for word in given.words(given.cue):  # a cue may take in the noun that tells its sense
        if word.relation == "obj" and word.head == told.word.index:
            forms += [f"NP:{name}" for name in _classes_of(word)]
    for form, word in complements(given) if told.word.index not in given.content else ():
        forms += [f"{form}:{name}" for name in _classes_of(word)]
        forms.append(form)
        link, _, shape = form.partition("-")
        if shape in ("V-ing", "XP", "S"):  # a clause behind a preposition stands where a noun may
            forms.append(f"{link}-NP")
    return forms


def _source_heads(given: Report) -> list[Word]:
    return [word for word in given.words(given.source) if word.head not in given.source]


def _classes_of(word: Word) -> list[str]:
    names = ("request", "responsibility")
    return [name for name in names if word.lemma.lower() in word_class(name)]


def _read_mood(reading: _Reading, given: Report) -> None:
    spoken = mood(given)
    if reading.values["act"] != Act.ASSERT or spoken is Mood.STATEMENT:
        return
    first = min(given.said)
    act = Act.ASK if spoken is Mood.QUESTION else Act.DIRECT
    reading.become(act, (given.opening.words[first],))


def _read_question(reading: _Reading, given: Report) -> None:
    """Take no side where a clause leaves its matter open: "knows *whether* it will pass"."""
    left = open_question(given)
    if left is None or reading.values["polarity"] != Polarity.POSITIVE:
        return
    reading.put("polarity", Polarity.OPEN, (left,))
    reading.put("commitment", Commitment.NONE, (left,))
    if reading.values["engagement"] == Engagement.ENDORSE:
        reading.put("engagement", Engagement.ACKNOWLEDGE, (left,))


def _read_markers(reading: _Reading, given: Report, told: Reporting) -> None:
    for marker in markers("cue", given.words(_clause(given, told))):
        reading.put(marker.field, marker.value, marker.words)
    for word, effect in told.governors:
        if effect.field in ("commitment", "engagement"):
            reading.put(effect.field, effect.value, (word,))
        if effect.field == "commitment" and reading.values["engagement"] == Engagement.ENDORSE:
            reading.put("engagement", Engagement.ACKNOWLEDGE, (word,))
    hedged = hedge(given) if reading.values["act"] in _HEDGED else None
    if hedged is not None:
        sure = Commitment(reading.values["commitment"])
        if lower(sure, Commitment(hedged.value)) != sure:
            reading.put("commitment", hedged.value, hedged.words)


def _clause(given: Report, told: Reporting) -> set[int]:
    """The words that tell how something was said: the cue's, its adverbs, and asides to it."""
    sentence = given.sentence
    words = set(given.cue)
    for link in told.chain:
        for near in sentence.all(link.index, "advmod", "amod"):
            words |= sentence.phrase(near.index) - given.content
        for near in sentence.all(link.index, "obl", "advcl", "obj"):
            words |= _aside(given, near)
    return words - given.source


def _aside(given: Report, word: Word) -> set[int]:
    """A phrase with "without" or the like, even inside the content, or with an object denied."""
    sentence = given.sentence
    marks = [w.lemma.lower() for w in sentence.all(word.index, "case", "mark")]
    if word.relation != "obj" and set(marks[:1]) & {"without", "with", "against", "contrary"}:
        return sentence.phrase(word.index)
    objects = [word] if word.relation == "obj" else sentence.all(word.index, "obj")
    denied = [w for w in objects if (det := sentence.find(w.index, "det")) and det.lemma == "no"]
    return {index for w in denied for index in sentence.phrase(w.index)} - given.content


def _read_occurrence(reading: _Reading, told: Reporting, happened: Happening) -> None:
    act, negator = reading.values["act"], happened.negator
    if negator is None or act == Act.WITHHOLD:
        reading.put("occurrence", happened.occurrence, happened.words)
        return
    side = Polarity(reading.values["polarity"])
    if told.word.lemma.lower() in word_class("neg_raising"):
        reading.put("polarity", _OPPOSITE.get(side, side), (negator,))
        return
    reading.put("occurrence", Occurrence.NEGATED, (negator,))
    if side is not Polarity.NONE:
        reading.put("polarity", Polarity.OPEN, (negator,))
    reading.put("commitment", Commitment.NONE, (negator,))
    endorsed = reading.values["engagement"] == Engagement.ENDORSE
    if endorsed and told.word.lemma.lower() not in word_class("factive"):
        reading.put("engagement", Engagement.ACKNOWLEDGE, (negator,))


def _is_backshifted(sentences: Sequence[Sentence], claim: Found, parent: Found | None) -> bool:
    """Whether a claim is told again, not quoted, by one in the past: "would" was "will" there."""
    if parent is None or any(s <= claim.cue[0] < e for s, e in parent.quoted):
        return False
    return any(
        word.xpos in _PAST
        for word in sentences[parent.sentence].words
        if parent.cue[0] <= word.start and word.end <= parent.cue[1]
    )


def _stance(text: str, reading: _Reading, aim: Span | None) -> Stance:
    values = reading.values
    return Stance(
        act=Act(values["act"]),
        polarity=Polarity(values["polarity"]),
        commitment=Commitment(values["commitment"]),
        engagement=Engagement(values["engagement"]),
        occurrence=Occurrence(values["occurrence"]),
        attitude=Attitude(values["attitude"]),
        intensity=Intensity(values["intensity"]),
        target=aim,
        evidence=tuple(_evidence(text, reading)),
    )


def _evidence(text: str, reading: _Reading) -> list[Evidence]:
    found = []
    for field, value in reading.values.items():
        words = reading.words.get(field) or (reading.word,)
        if value != PLAIN_STANCE[field]:
            span = Span.of(text, min(w.start for w in words), max(w.end for w in words))
            found.append(Evidence(span, field, value))
    return found
