"""The processor for Stanza: how it is registered, and what it finds in whose annotation."""

from __future__ import annotations

import pathlib
from types import SimpleNamespace
from typing import Any

import pytest
import stanza
from stanza.models.common.doc import Document as StanzaDocument
from stanza.pipeline.core import PipelineRequirementsException
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS, PIPELINE_NAMES

from attrib import Attributor, Config, Document
from attrib._reading.encoder import NAME, shared_encoder
from attrib._reading.models import shipped_models
from attrib._reading.reader import reader
from attrib.connect.stanza import AttribProcessor, document_of, register, shipped

STORM = (pathlib.Path(__file__).parent.parent / "seeds" / "storm.txt").read_text("utf8")
PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"

# Lund denied he couldn't go.
ROWS: list[dict[str, Any]] = [
    {"id": 1, "text": "Lund", "head": 2, "deprel": "nsubj", "upos": "PROPN", "xpos": "NNP"},
    {"id": 2, "text": "denied", "head": 0, "deprel": "root", "upos": "VERB", "xpos": "VBD"},
    {"id": 3, "text": "he", "head": 6, "deprel": "nsubj", "upos": "PRON", "xpos": "PRP"},
    {"id": (4, 5), "text": "couldn't"},
    {"id": 4, "text": "could", "head": 6, "deprel": "aux", "upos": "AUX", "xpos": "MD"},
    {"id": 5, "text": "n't", "head": 6, "deprel": "advmod", "upos": "PART", "xpos": "RB"},
    {"id": 6, "text": "go", "head": 2, "deprel": "ccomp", "upos": "VERB", "xpos": "VB"},
    {"id": 7, "text": ".", "head": 2, "deprel": "punct"},
]
PLACES = [(0, 4), (5, 11), (12, 14), (15, 23), None, None, (24, 26), (26, 27)]
TEXT = "Lund denied he couldn't go."


def told() -> StanzaDocument:
    """The example, as a Stanza pipeline would have read it."""
    rows = [
        {**row, "lemma": "deny" if row["text"] == "denied" else row["text"]}
        | ({} if place is None else {"start_char": place[0], "end_char": place[1]})
        for row, place in zip(ROWS, PLACES, strict=True)
    ]
    document = StanzaDocument([rows], TEXT)
    document.sentences[0].ents = [
        SimpleNamespace(type="PERSON", start_char=0, end_char=4),
        SimpleNamespace(type="DATE", start_char=24, end_char=26),
    ]
    return document


def test_registering_again_changes_nothing() -> None:
    """However often it is registered, Stanza has the processor once, behind all others."""
    register()
    register()
    assert PIPELINE_NAMES.count("attrib") == 1
    assert NAME_TO_PROCESSOR_CLASS["attrib"] is AttribProcessor


def test_documents_become_our_own() -> None:
    """Words, contractions and names of a Stanza document keep their offsets, tags and heads."""
    document = document_of(told())
    (sentence,) = document.sentences
    assert document.text == TEXT
    assert [(w.text, w.start, w.end, w.head, w.deprel, w.upos) for w in sentence.words][1:6] == [
        ("denied", 5, 11, -1, "root", "VERB"),
        ("he", 12, 14, 5, "nsubj", "PRON"),
        ("could", 15, 20, 5, "aux", "AUX"),
        ("n't", 20, 23, 5, "advmod", "PART"),
        ("go", 24, 26, 1, "ccomp", "VERB"),
    ]
    assert [(w.upos, w.xpos, w.lemma, w.feats) for w in sentence.words][-1] == ("X", "", ".", "")
    assert [(name.first, name.last, name.kind) for name in sentence.names] == [(0, 1, "person")]


def test_the_processor_sets_claims() -> None:
    """The processor gives a parsed document its claims, by the options that it was made with."""
    register()
    config = {"claims": "syntax", "check_requirements": False}
    processor = AttribProcessor(config, SimpleNamespace(), "cpu")
    (claim,) = processor.process(told()).claims
    assert (claim.speaker.name, claim.content.text) == ("Lund", "he couldn't go")
    assert told().claims is None


def test_options_are_checked() -> None:
    """An option that Config refuses is refused in a pipeline's configuration too."""
    with pytest.raises(ValueError, match="threshold"):
        AttribProcessor({"threshold": 2.0, "check_requirements": False}, SimpleNamespace(), "cpu")


def test_unknown_options_are_refused() -> None:
    """An option that Config does not have ends in an error that names those that it has."""
    pipeline = SimpleNamespace(config={"attrib_model_path": "x", "attrib_treshold": 0.5, "lang": 1})
    with pytest.raises(ValueError, match=r"no option attrib_treshold: pass one of .*b_threshold,"):
        AttribProcessor({"treshold": 0.5, "check_requirements": False}, pipeline, "cpu")


@pytest.mark.model
def test_a_pipeline_is_given_words() -> None:
    """Words that the pipeline is given are attributed as the text that Stanza makes of them."""
    register()
    options = {**shipped(), "tokenize_pretokenized": True}
    pipeline = stanza.Pipeline("en", processors=PROCESSORS + ",attrib", **options)
    document = pipeline([sentence.split() for sentence in ("Ana Sol said no .", "She denied it .")])
    assert document.text == document.claims.text == "Ana Sol said no . She denied it ."
    assert [claim.content.text for claim in document.claims] == ["no", "it"]
    with pytest.raises(ValueError, match="there is no option attrib_treshold"):
        stanza.Pipeline("en", processors=PROCESSORS + ",attrib", **options, attrib_treshold=0.5)


def test_words_without_a_text_are_refused() -> None:
    """A document that was made of words alone ends in an error that says what to pass."""
    document = told()
    document.text = None
    with pytest.raises(ValueError, match="without a text cannot be attributed: pass the text"):
        document_of(document)


@pytest.mark.model
def test_a_pipeline_with_the_shipped_models() -> None:
    """In a pipeline over the shipped models the processor finds the claims of its annotation."""
    register()
    pipeline = stanza.Pipeline(
        "en",
        processors=PROCESSORS + ",attrib",
        attrib_noun_threshold=0.2,
        **shipped(),
    )
    document = pipeline(STORM)
    attributor = Attributor(Config(noun_threshold=0.2))
    assert len(document.claims) > 10
    assert document.claims == attributor.attribute_parsed(document_of(document))
    first, second = pipeline.bulk_process(["Ana Sol said no.", ""])
    assert [claim.speaker.name for claim in first.claims] == ["Ana Sol"]
    assert len(second.claims) == 0


@pytest.mark.model
def test_what_the_pipeline_reads_is_what_we_read() -> None:
    """The sentences that Stanza's pipeline hands on of a plain paragraph are those that we read."""
    pipeline = stanza.Pipeline("en", processors=PROCESSORS, **shipped())
    text = "Ana Sol said the bridge couldn't reopen in May. Norvik Inc. denied that it cost $12m."
    assert document_of(pipeline(text)) == Document(text, reader().read(text))


@pytest.mark.model
def test_the_processor_asks_for_a_parse() -> None:
    """A pipeline that does not parse cannot have the processor."""
    register()
    with pytest.raises(PipelineRequirementsException):
        stanza.Pipeline("en", processors="tokenize,mwt,attrib", **shipped())


@pytest.mark.model
def test_all_of_a_pipeline_reads_in_the_precision_asked_for() -> None:
    """With "full" the other processors' encoder computes in it, and attrib's processor too."""
    for options, full in ((shipped(), False), (shipped("full"), True)):
        encoder, _ = shared_encoder(shipped_models(), full)
        assert options["foundation_cache"].bert[NAME].model is encoder
        assert options.get("attrib_precision") == ("full" if full else None)
