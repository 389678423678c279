"""The component for spaCy: what it reads, what documents keep, and where they keep it."""

from __future__ import annotations

import importlib
import pathlib
import tomllib
from typing import Any

import attrs
import pytest
from clear_trees import SENTENCES, clear, ud
from parses import Parse, parse

pytest.importorskip("spacy", reason="the component needs spaCy")

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from attrib import Attribution, Attributor, Config
from attrib._sentence import Document
from attrib.connect.spacy import AttribPipe, document_of, make

LABELS = {"person": "PERSON", "organization": "ORG", "place": "GPE"}
SYNTAX = {"claims": "syntax"}

# Lund denied that Norvik had lied. She left, saying "no".
TOLD = """Lund Lund PROPN NNP 2 nsubj person
denied deny VERB VBD 0 ROOT
that that SCONJ IN 6 mark
Norvik Norvik PROPN NNP 6 nsubj organization
had have AUX VBD 6 aux
lied lie VERB VBN 2 ccomp
+. . PUNCT . 2 punct

She she PRON PRP 2 nsubj
left leave VERB VBD 0 ROOT
+, , PUNCT , 2 punct
saying say VERB VBG 2 advcl
" " PUNCT `` 4 punct
+no no INTJ UH 4 dobj
+" " PUNCT '' 4 punct
+. . PUNCT . 2 punct"""
SAID = [("Lund", "denied", "that Norvik had lied"), ("Lund", "saying", '"no"')]


def doc_of(parsed: Parse, vocab: Vocab) -> Doc:
    """A document as a spaCy pipeline would have parsed it."""
    words = parsed.words
    firsts = [words.index(sentence.words[0]) for sentence in parsed.sentences]
    pairs = [
        (first, word) for first, s in zip(firsts, parsed.sentences, strict=True) for word in s.words
    ]
    doc = Doc(
        vocab,
        words=[word.text for word in words],
        spaces=[parsed.text[word.end : word.end + 1] == " " for word in words],
        heads=[first + (word.index if word.head < 0 else word.head) for first, word in pairs],
        deps=[word.deprel for word in words],
        pos=[word.upos for word in words],
        tags=[word.xpos for word in words],
        lemmas=[word.lemma for word in words],
    )
    assert doc.text == parsed.text
    doc.ents = [
        Span(doc, first + name.first, first + name.last, LABELS[name.kind])
        for first, sentence in zip(firsts, parsed.sentences, strict=True)
        for name in sentence.names
    ]
    return doc


@Language.component("parsed_by_hand")
def parsed_by_hand(doc: Doc) -> Doc:
    """Stands in for the components of a trained pipeline: gives the example its annotation."""
    return doc_of(parse(TOLD), doc.vocab)


@pytest.fixture
def nlp() -> Language:
    pipeline = spacy.blank("en")
    pipeline.add_pipe("parsed_by_hand")
    pipeline.add_pipe("attrib", config=SYNTAX)
    return pipeline


def said(doc: Doc) -> list[tuple[str | None, str, str]]:
    return [(c.speaker.name, c.cue.text, c.content.text) for c in doc._.claims]


@pytest.mark.parametrize("rows", SENTENCES.values(), ids=SENTENCES)
def test_documents_become_our_own(rows: str) -> None:
    """A parsed spaCy document has the sentences, words and names of its universal tree."""
    read = document_of(doc_of(clear(rows), Vocab()))
    assert read == Document(ud(rows).text, ud(rows).sentences)


@pytest.mark.parametrize("rows", SENTENCES.values(), ids=SENTENCES)
def test_universal_documents_are_used_as_they_are(rows: str) -> None:
    """A document parsed in Universal Dependencies keeps its tree, whose root spaCy writes large."""
    expected = ud(rows)
    doc = doc_of(expected, Vocab())
    for token in doc:
        token.dep_ = "ROOT" if token.dep_ == "root" else token.dep_
    assert document_of(doc) == Document(expected.text, expected.sentences)


def test_white_space_is_no_word() -> None:
    """Tokens of white space are left out, heads are counted anew, and offsets stay exact."""
    words = ["\n\n", "Lund", "  ", "left", "\n", " "]
    labels = ["dep", "nsubj", "dep", "ROOT", "dep", "ROOT"]
    pos = ["SPACE", "PROPN", "SPACE", "VERB", "SPACE", "SPACE"]
    doc = Doc(Vocab(), words=words, heads=[1, 3, 1, 3, 3, 5], deps=labels, pos=pos)
    assert len(list(doc.sents)) == 2
    (sentence,) = document_of(doc).sentences
    shown = [(w.text, doc.text[w.start : w.end], w.head, w.deprel) for w in sentence.words]
    assert shown == [("Lund", "Lund", 1, "nsubj"), ("left", "left", -1, "root")]


def test_what_is_missing_is_filled_in() -> None:
    """Without lemmas and tags a word's lemma is its form in lower case, its part of speech X."""
    doc = Doc(Vocab(), words=["Lund", "Left"], heads=[1, 1], deps=["nsubj", "ROOT"])
    shown = [(w.lemma, w.upos, w.xpos, w.feats) for w in document_of(doc).sentences[0].words]
    assert shown == [("lund", "X", "", ""), ("left", "X", "", "")]


def test_names_are_those_that_can_speak() -> None:
    """People, organizations and places are names; nationalities and dates are not."""
    doc = doc_of(parse(TOLD), Vocab())
    labels = ["PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "DATE"]
    doc.ents = [Span(doc, i, i + 1, label) for i, label in enumerate(labels)]
    (first, _) = document_of(doc).sentences
    kinds = ["person", "organization", "place", "place", "place"]
    assert [(name.first, name.last, name.kind) for name in first.names] == [
        (i, i + 1, kind) for i, kind in enumerate(kinds)
    ]


def test_claims_and_spans(nlp: Language) -> None:
    """A document has its claims, and for each the labelled spans of its parts with its id."""
    doc = nlp("anything")
    assert said(doc) == SAID
    assert isinstance(doc._.claims, Attribution)
    assert doc._.claims == Attributor(Config(claims="syntax")).attribute_parsed(document_of(doc))
    assert [(span.text, span.label_, span.id_) for span in doc.spans["claims"]] == [
        ("Lund", "source", "c1"),
        ("denied", "cue", "c1"),
        ("that Norvik had lied", "content", "c1"),
        ("She", "source", "c2"),
        ("saying", "cue", "c2"),
        ('"no"', "content", "c2"),
    ]


def test_spans_are_grown_to_tokens(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a claim ends inside a token, the span has all of it, and the claim its own offsets."""
    doc = nlp("anything")
    found = doc._.claims
    entrance = "attrib._attributor.Attributor.attribute_parsed"
    monkeypatch.setattr(entrance, lambda *_: found)
    retold = Doc(
        nlp.vocab,
        words=["Lund denied", "that", *[token.text for token in doc[3:]]],
        spaces=[True, True, *[bool(token.whitespace_) for token in doc[3:]]],
        deps=["dep"] * (len(doc) - 1),
        heads=[0] * (len(doc) - 1),
    )
    assert retold.text == doc.text
    retold = AttribPipe()(retold)
    assert [span.text for span in retold.spans["claims"]][:2] == ["Lund denied", "Lund denied"]
    assert retold._.claims == found


def same(doc: Doc, other: Doc) -> bool:
    spans = [[(s.start, s.end, s.label_, s.id_) for s in d.spans["claims"]] for d in (doc, other)]
    return bool(doc._.claims == other._.claims) and spans[0] == spans[1] != []


def test_claims_survive_in_bytes(nlp: Language) -> None:
    """A document written to bytes and read with another vocabulary has the same claims."""
    doc = nlp("anything")
    assert same(doc, Doc(Vocab()).from_bytes(doc.to_bytes()))
    (stored,) = DocBin(docs=[doc], store_user_data=True).get_docs(Vocab())
    assert same(doc, stored)
    packed = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (stored,) = DocBin().from_bytes(packed).get_docs(Vocab())
    assert same(doc, stored)


def test_claims_come_from_other_processes(nlp: Language) -> None:
    """Documents attributed by two processes come back in order with the claims of one."""
    alone = nlp("anything")
    docs = list(nlp.pipe(["one", "two", "three", "four"], n_process=2, batch_size=1))
    assert len(docs) == 4
    assert all(same(alone, doc) for doc in docs)


def test_pipelines_are_saved_with_their_options(nlp: Language, tmp_path: pathlib.Path) -> None:
    """A pipeline read from disk has the component with the options that it was saved with."""
    nlp.to_disk(tmp_path)
    read = spacy.load(tmp_path)
    pipe = read.get_pipe("attrib")
    assert pipe == AttribPipe(Attributor(Config(claims="syntax")), "auto")
    assert same(nlp("anything"), read("anything"))
    again = spacy.blank("en")
    again.add_pipe("parsed_by_hand")
    again.add_pipe("attrib", config=SYNTAX)
    assert said(again.from_disk(tmp_path)("anything")) == SAID


def test_our_own_reading_is_aligned(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a parser, or where asked for, the claims are those of the text by itself."""
    parsed = parse(TOLD.replace("ROOT", "root").replace("dobj", "obj"))
    found = Attributor(Config(claims="syntax")).attribute_parsed(
        Document(parsed.text, parsed.sentences)
    )
    monkeypatch.setattr("attrib._attributor.Attributor.attribute", lambda *_: found)
    monkeypatch.setattr(
        "attrib._attributor.Attributor.attribute_parsed", lambda *_: pytest.fail("was asked")
    )
    blank = spacy.blank("en")
    blank.add_pipe("attrib")
    assert said(blank(parsed.text)) == SAID
    own = nlp.create_pipe("attrib", config={"reading": "attrib"})
    assert said(own(nlp.get_pipe("parsed_by_hand")(nlp.make_doc("anything")))) == SAID


def test_a_parse_that_is_missing_is_told() -> None:
    """Where the pipeline's parse is asked for and there is none, the error says what to do."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("attrib", config={"reading": "spacy"})
    with pytest.raises(ValueError, match=r'add a parser before "attrib", or .*"reading": "attrib"'):
        pipeline("Lund left.")


@pytest.mark.parametrize("reading", ["auto", "attrib", "spacy"])
def test_empty_documents_have_no_claims(reading: str) -> None:
    """A document without a token has no claims, whatever reads it."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("attrib", config={"reading": reading})
    doc = pipeline("")
    assert (len(doc._.claims), len(doc.spans["claims"])) == (0, 0)


def test_claims_not_asked_for_are_told() -> None:
    """A document that no component saw says so instead of having no claims."""
    with pytest.raises(ValueError, match="was not attributed"):
        _ = spacy.blank("en")("Lund left.")._.claims


@pytest.mark.parametrize(
    "config", [{"reading": "stanza"}, {"claims": "magic"}, {"threshold": 2.0}, {"threshold": "x"}]
)
def test_wrong_options_are_refused(config: dict[str, Any]) -> None:
    """An option that does not exist is refused when the component is added."""
    with pytest.raises(ValueError, match=next(iter(config))):
        spacy.blank("en").add_pipe("attrib", config=config)


def test_spacy_finds_the_component() -> None:
    """The entry point by which spaCy finds the component leads to it."""
    project = pathlib.Path(__file__).parent.parent / "pyproject.toml"
    points = tomllib.loads(project.read_text("utf8"))["project"]["entry-points"]
    module, name = points["spacy_factories"]["attrib"].split(":")
    assert getattr(importlib.import_module(module), name) is make


@pytest.mark.model
def test_the_network_reads_over_a_parse() -> None:
    """The network finds the claims of a document that spaCy parsed, with their confidence."""
    pipeline = spacy.blank("en")
    pipeline.add_pipe("parsed_by_hand")
    pipeline.add_pipe("attrib")
    doc = pipeline("anything")
    (first, *_) = doc._.claims
    assert (first.speaker.name, first.content.text) == ("Lund", "that Norvik had lied")
    assert first.confidence > 0.5
    assert attrs.asdict(pipeline.get_pipe("attrib").attributor.config) == attrs.asdict(Config())
