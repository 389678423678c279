"""A claim laid over the parse: which words are its cue, its source and its content."""

from __future__ import annotations

import bisect
from collections.abc import Collection, Iterator, Sequence

import attrs

from attrib._choices import CueKind, Mode
from attrib._claims.found import Extent, Found
from attrib._sentence import ROOT, Sentence, Word

WH = frozenset(
    {"whether", "if", "who", "whom", "whose", "what", "which", "where", "when", "why", "how"}
)
_OPEN = frozenset({"whether", "if"})
_CLOSERS = frozenset("\"'”’»)]")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
_LOOSE = frozenset({"PUNCT", "CCONJ", "SCONJ", "ADP", "PART", "DET", "INTJ"})


@attrs.frozen
class Report:
    """The words of a claim as indices: cue, source and content in the sentence with the cue.

    `opening` is the sentence that the content begins in, `said` are its words there; `ends` is the
    last character of the content but for a mark that closes a quotation.
    """

    sentence: Sentence
    kind: CueKind
    lemma: str
    mode: Mode
    cue: tuple[int, ...]
    source: frozenset[int]
    content: frozenset[int]
    opening: Sentence
    said: frozenset[int]
    ends: str = ""

    def words(self, indices: Collection[int]) -> list[Word]:
        """The words of the sentence with the cue, in its order."""
        return [self.sentence.words[index] for index in sorted(indices)]


def report(text: str, sentences: Sequence[Sentence], claim: Found) -> Report:
    """The claim with its words found in the sentences of its text."""
    sentence = sentences[claim.sentence]
    opening = sentence
    if claim.content:
        first = bisect.bisect_right(sentences, claim.content[0][0], key=lambda s: s.end)
        opening = sentences[min(first, len(sentences) - 1)]
    told = text[claim.content[0][0] : claim.content[-1][1]] if claim.content else ""
    return Report(
        sentence,
        claim.kind,
        claim.lemma.lower(),
        claim.mode,
        tuple(sorted(_within(sentence, [claim.cue]))),
        _within(sentence, [claim.source] if claim.source else []),
        _within(sentence, claim.content),
        opening,
        _within(opening, claim.content),
        told[:-1].rstrip(" ")[-1:] if told[-1:] in _CLOSERS else told[-1:],
    )


def _within(sentence: Sentence, extents: Sequence[Extent]) -> frozenset[int]:
    return frozenset(
        word.index
        for start, end in extents
        for word in sentence.words
        if start < word.end and word.start < end
    )


def tops(sentence: Sentence, words: Collection[int]) -> Iterator[Word]:
    """Those of the words whose heads are not among them, function words only if alone."""
    found = [
        sentence.words[index] for index in sorted(words) if sentence.words[index].head not in words
    ]
    full = [word for word in found if word.upos not in _LOOSE and word.relation != "discourse"]
    yield from full or found


def complements(given: Report) -> tuple[tuple[str, Word], ...]:
    """The content as complements of the cue, each with its form in the notation of frames.

    A content in other sentences is a clause, and so is one without words.
    """
    return tuple((_form(given, word), word) for word in tops(given.sentence, given.content))


def _form(given: Report, word: Word) -> str:
    sentence = given.sentence
    marks = [w for w in sentence.all(word.index, "mark", "case") if w.index < word.index]
    if word.relation != "conj" and _is_infinitive(sentence, word):
        return "to-VP"
    first = _first(sentence, given.content, word)
    links = [w.lemma.lower() for w in marks if w.lemma.lower() not in ("that", "to", *WH)]
    links += [w.lemma.lower() for w in marks if w.upos == "ADP" and w.lemma.lower() == "to"]
    if not links and (before := _cue_link(given, word)):
        links = [before]
    nominal = word.upos in _NOMINAL and not sentence.find(word.index, "cop", "nsubj")
    if not links and first.lemma.lower() in WH and word.deprel != "acl:relcl":
        return "wh-S"
    if word.xpos == "VBG" and not sentence.find(word.index, "aux", "nsubj"):
        return _linked(links, "V-ing")
    if word.relation == "xcomp" or (word.upos == "ADJ" and not sentence.find(word.index, "cop")):
        return _linked(links, "XP") if not links else _linked(links, "NP")
    if nominal and word.relation not in ("ccomp", "parataxis"):
        return _linked(links, "NP")
    return "subj-S" if is_subjunctive(sentence, word) else "S"


def open_question(given: Report) -> Word | None:
    """The "whether" or "if" that a content in the reporter's words begins with, as a complement."""
    asking = complements(given)[:1] if given.mode is not Mode.DIRECT else ()
    for form, word in asking:
        for mark in given.sentence.all(word.index, "mark"):
            asks = form in ("wh-S", "to-VP") and mark.lemma.lower() in _OPEN
            if asks and mark.index in given.content:
                return mark
    return None


def _cue_link(given: Report, top: Word) -> str:
    """The preposition that a cue ends with, where the first of the content stands behind it."""
    words = given.sentence.words
    last = given.cue[-1] if given.cue else -1
    behind = min(given.content, default=0) == last + 1 == min(_spoken(given, top))
    return words[last].lemma.lower() if behind and words[last].upos == "ADP" else ""


def _spoken(given: Report, top: Word) -> set[int]:
    return given.sentence.phrase(top.index).intersection(given.content) or {top.index}


def _linked(links: Sequence[str], form: str) -> str:
    return f"{links[0]}-{form}" if links else form


def _first(sentence: Sentence, words: Collection[int], top: Word) -> Word:
    inside = sentence.phrase(top.index).intersection(words)
    spoken = [index for index in sorted(inside) if sentence.words[index].upos != "PUNCT"]
    return sentence.words[spoken[0] if spoken else top.index]


def _is_infinitive(sentence: Sentence, word: Word) -> bool:
    to = [w for w in sentence.all(word.index, "mark", "aux") if w.lemma == "to" and w.upos != "ADP"]
    return bool(to) and not sentence.find(word.index, "nsubj")


def is_subjunctive(sentence: Sentence, word: Word) -> bool:
    """Whether a clause has a subject and a verb in its base form: "that he leave"."""
    if not sentence.find(word.index, "nsubj"):
        return False
    helpers = list(sentence.all(word.index, "aux", "cop"))
    if any(w.xpos in ("MD", "TO") or w.lemma in ("do", "to", "let") for w in helpers):
        return False
    if word.xpos == "VB" and not helpers:
        return not sentence.find(word.index, "mark") or _marked_that(sentence, word)
    return any(w.xpos == "VB" and w.text.lower() == "be" for w in helpers)


def _marked_that(sentence: Sentence, word: Word) -> bool:
    return any(w.lemma.lower() == "that" for w in sentence.all(word.index, "mark"))


def is_imperative(sentence: Sentence, word: Word) -> bool:
    """Whether a clause is an order: a base form without subject, "to" or auxiliary."""
    if word.xpos != "VB" or sentence.find(word.index, "nsubj", "mark", "csubj", "expl"):
        return False
    helpers = [w for w in sentence.all(word.index, "aux") if w.text.lower() != "do"]
    return not helpers and word.relation in ("root", "ccomp", "parataxis", "conj", "dep", "obj")


def clause_of(sentence: Sentence, word: Word) -> Word:
    """The predicate whose clause a word belongs to as a member of a coordination."""
    return sentence.climb(word.index, lambda w: w.relation != "conj" or w.head == ROOT)


def is_finite(sentence: Sentence, word: Word) -> bool:
    """Whether a verb tells its time, by itself or by an auxiliary, or an adjective has a copula."""
    if word.upos == "ADJ":
        return sentence.find(word.index, "cop") is not None
    clause = clause_of(sentence, word)
    helped = [*sentence.all(word.index, "aux"), *sentence.all(clause.index, "aux")]
    return word.xpos in ("VBD", "VBZ", "VBP") or any(w.lemma != "to" for w in helped)


def phrase_around(sentence: Sentence, word: Word, taken: Collection[int] = ()) -> Extent:
    """A noun with the words of its phrase that touch it, without preposition and clauses."""
    left = {w.index for w in sentence.all(word.index, "case", "acl", "punct", "cc")}
    words = sentence.phrase(word.index, leave=left).difference(taken)
    first = last = word.index
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    return sentence.words[first].start, sentence.words[last].end
