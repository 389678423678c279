"""The syntactic engine: source, cue and content of each relation, read off parses made by hand."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable

import attrs
import pytest
from parses import parse

from attrib._choices import CueKind
from attrib._claims.adpositions import adpositional
from attrib._claims.clauses import Relation, relations
from attrib._reading.attachment import reattached
from attrib._sentence import Sentence

DATA = pathlib.Path(__file__).parent / "data" / "clauses.txt"


@attrs.frozen
class Case:
    """A parse, the relations with content that it has, and why they are not found if so.

    A relation is `lemma | kind | frame | source | cue | content`, with `-` for no source.
    """

    name: str
    expected: list[str]
    rows: str
    known_failure: str | None

    @classmethod
    def read(cls, section: str) -> Case:
        lines = section.splitlines()
        comments = [line.removeprefix("# ") for line in lines if line.startswith("# ")]
        reasons = [c.removeprefix("xfail: ") for c in comments[1:] if c.startswith("xfail: ")]
        return cls(
            name=comments[0],
            expected=[c for c in comments[1:] if " | " in c],
            rows="\n".join(lines[len(comments) :]),
            known_failure=reasons[0] if reasons else None,
        )


CASES = [Case.read(section) for section in DATA.read_text("utf-8").split("\n\n")]


def marked(case: Case) -> object:
    """The case as a parameter, strictly expected to fail where the data file gives a reason."""
    reason = case.known_failure
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case.name, marks=marks)


def spelled(sentence: Sentence, indices: Iterable[int]) -> str:
    """The words without punctuation (which is left to `find_claims`), `...` for words left out."""
    words = [word for word in sentence.words if word.upos != "PUNCT"]
    kept = "".join(f"{w.text} " if w.index in indices else "\n" for w in words)
    return " ... ".join(part.strip() for part in kept.split("\n") if part) or "-"


def shown(sentence: Sentence, relation: Relation) -> str:
    spans = (relation.source, relation.cue_words, relation.content)
    texts = [spelled(sentence, span) for span in spans]
    return " | ".join([relation.lemma, relation.kind, relation.frame, *texts])


def read(rows: str) -> tuple[Sentence, list[Relation]]:
    sentence = reattached(parse(rows).sentences[0])
    return sentence, [*relations(sentence), *adpositional(sentence)]


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_cases(case: Case) -> None:
    """Every parse in the data file has the relations that stand above it, and no others."""
    sentence, found = read(case.rows)
    assert [shown(sentence, relation) for relation in found if relation.content] == case.expected


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_parts_are_apart(case: Case) -> None:
    """No word is at once in two of the source, the cue and the content of a relation."""
    for relation in read(case.rows)[1]:
        parts = [relation.source, relation.cue_words, relation.content]
        assert sum(map(len, parts)) == len(frozenset().union(*parts))


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_cues_come_in_order(case: Case) -> None:
    """Relations come in the order of their cues, and each cue holds its own head."""
    found = read(case.rows)[1]
    assert [relation.cue for relation in found] == sorted(relation.cue for relation in found)
    assert all(relation.cue in relation.cue_words for relation in found)


def test_every_form_has_a_case() -> None:
    """The data file shows each form of slot, and each kind of cue but punctuation."""
    frames = " ".join(line.split(" | ")[2] for case in CASES for line in case.expected)
    assert all(form in frames for form in ("S", "wh-S", "to-VP", "V-ing", "NP", "XP", "[NP]"))
    kinds = {line.split(" | ")[1] for case in CASES for line in case.expected}
    assert kinds == set(CueKind) - {CueKind.PUNCTUATION}


def test_every_case_is_a_tree() -> None:
    """Each hand-built sentence has one root, and all its words hang below that."""
    for case in CASES:
        (sentence,) = parse(case.rows).sentences
        (root,) = (word for word in sentence.words if word.deprel == "root")
        assert sentence.phrase(root.index) == set(range(len(sentence.words))), case.name


def test_a_cue_may_wait_for_its_quotation() -> None:
    """A verb of speech with nothing to say has an empty content, which a quotation may fill."""
    _, (relation,) = read("Lund Lund PROPN NNP 2 nsubj\nadded add VERB VBD 0 root")
    assert (relation.lemma, relation.frame, relation.content) == ("add", "Q", frozenset())


def test_a_verb_that_is_no_cue_has_no_relation() -> None:
    """Verbs that are not listed have no relation, whatever hangs below them."""
    rows = """Lund Lund PROPN NNP 2 nsubj
        made make VERB VBD 0 root
        it it PRON PRP 4 nsubj
        snow snow VERB VB 2 ccomp"""
    assert read(rows)[1] == []


def test_capitals_do_not_hide_a_cue() -> None:
    """The lemma of a verb in capitals is looked up in lower case."""
    rows = "ROADS road NOUN NNS 3 nsubj\nSHUT shut ADJ JJ 3 amod\nSAYS SAY VERB VBZ 0 root"
    assert [relation.lemma for relation in read(rows)[1]] == ["say"]
