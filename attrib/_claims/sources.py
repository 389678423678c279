"""The sources of cues: the subject phrase of a verb, the possessor of a noun."""

from __future__ import annotations

from attrib._claims.frames import support_verbs
from attrib._sentence import ROOT, Sentence, Word

_SHARING = frozenset({"conj", "xcomp", "advcl", "csubj"})
_EXPLETIVE = frozenset({"it", "there"})


def source(sentence: Sentence, cue: Word) -> set[int]:
    """The subject phrase of a cue, or the one it shares with the verb that governs it."""
    subject = _subject(sentence, cue)
    if subject is None or (subject.lemma.lower() in _EXPLETIVE and _is_empty(sentence, subject)):
        return set()
    words = sentence.phrase(subject.index, leave={cue.index})
    if subject.relation == "obl":
        words -= {w.index for w in sentence.all(subject.index, "case")}
    return words


def whole(sentence: Sentence, start: int, end: int, until: int) -> int:
    """Where a source ends that goes on to the end of the relative clause of its noun.

    It was cut in the clause, or before it; what begins at the offset `until` is no part of it.
    """
    words = sentence.words
    inside = [w.index for w in words if start <= w.start and w.end <= end]
    for clause in words:
        if clause.deprel not in ("acl:relcl", "acl") or clause.head not in inside:
            continue
        phrase = sentence.phrase(clause.index)
        first, last = min(phrase), max(phrase)
        begun = first in inside or (first - 1 in inside and clause.deprel == "acl:relcl")
        behind = words[first - 1].text == "," and first - 2 == inside[-1]
        told = begun or (behind and clause.deprel == "acl:relcl" and words[first].upos == "PRON")
        unbroken = len(phrase) == last - first + 1 and words[last].end <= until
        if told and unbroken and end < words[last].end and inside[-1] < last:
            mark = words[last + 1] if last + 1 < len(words) else None
            comma = (
                "," in (words[first].text, words[first - 1].text)
                and mark is not None
                and mark.text == ","
                and mark.end <= until
            )
            return mark.end if mark is not None and comma else words[last].end
    return _with_garden_path(sentence, inside, end, until)


def _with_garden_path(sentence: Sentence, inside: list[int], end: int, until: int) -> int:
    """Where a source ends whose participle was read as a verb: "one email read *to the court*"."""
    verb = sentence.words[inside[-1]] if inside else None
    if verb is None or verb.upos != "VERB" or sentence.find(verb.index, "nsubj") is None:
        return end
    behind = [w for w in sentence.words[verb.index + 1 :] if w.end <= until]
    own = {i for w in sentence.all(verb.index, "obl") for i in sentence.phrase(w.index)}
    close = bool(behind) and own >= {w.index for w in behind}
    return behind[-1].end if close else end


def _is_empty(sentence: Sentence, subject: Word) -> bool:
    if subject.relation == "expl" or subject.text.lower() == "there":
        return True
    clause = sentence.find(subject.head, "csubj", "ccomp")
    return clause is not None and subject.deprel == "nsubj:pass"


def _subject(sentence: Sentence, cue: Word) -> Word | None:
    if is_passive(sentence, cue):
        return sentence.find(cue.index, "obl:agent")
    word, agent = cue, None
    for _ in sentence.words:  # never around a cycle
        agent = sentence.find(word.index, "nsubj", "expl") or sentence.find(word.index, "csubj")
        if agent is not None or word.head == ROOT:
            break
        governor = sentence.words[word.head]
        if word.relation == "acl":
            return governor if word.deprel != "acl:relcl" else None
        if word.relation not in _SHARING or sentence.find(word.index, "obl:agent"):
            return sentence.find(word.index, "obl:agent")
        if word.relation == "xcomp" or _is_as_clause(sentence, word):
            controlled = sentence.find(governor.index, "obj", "iobj")
            if controlled is not None and controlled.index < word.index:
                return controlled
        word = governor
    return agent


def _is_as_clause(sentence: Sentence, verb: Word) -> bool:
    """Whether a participle tells what its verb's object does: "cited Sol *as saying*"."""
    mark = sentence.find(verb.index, "mark", "case")
    return verb.xpos == "VBG" and mark is not None and mark.lemma.lower() == "as"


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """Whether a verb is passive by its auxiliary or subject, or as a bare past participle."""
    if verb.upos == "ADJ":  # "he was excited", whatever the parser made of it
        return False
    if sentence.find(verb.index, "aux:pass"):
        return True
    if verb.xpos != "VBN":  # an active form is surer than a passive subject
        return False
    if sentence.find(verb.index, "nsubj:pass"):
        return True
    if sentence.find(verb.index, "aux", "nsubj", "cop"):
        return False
    if verb.relation == "conj":
        return is_passive(sentence, sentence.words[verb.head])
    return verb.relation in ("acl", "advcl", "amod")


def possessor(sentence: Sentence, noun: Word) -> set[int]:
    owner = sentence.find(noun.index, "nmod:poss")
    if owner is not None:
        mark = {w.index for w in sentence.all(owner.index, "case")}
        return sentence.phrase(owner.index) - mark
    for word in sentence.all(noun.index, "nmod", "obl"):
        case = sentence.find(word.index, "case")
        if case is not None and case.lemma in ("by", "from", "among"):
            return sentence.phrase(word.index) - {case.index}
    if noun.relation == "obj" and sentence.words[noun.head].lemma.lower() in support_verbs():
        return source(sentence, sentence.words[noun.head])
    return set()
