"""What Web Annotations promise: the standard's own words, and what these hold comes back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from strategies import attributions, unhurried

from attrib import (
    Act,
    Attribution,
    Claim,
    Content,
    Cue,
    CueKind,
    How,
    Mode,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
)

SCHEMA = Path(__file__).parent / "data" / "web-annotation.schema.json"
VALID = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf8")))
IRI = re.compile(r"[\w.~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)

TEXT = "“🌧, no,” Ana Sol said. Bo would not comment."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


SAID = Claim(
    id="c1",
    speaker=Speaker(span("Ana Sol"), (), "Ana Sol", SpeakerKind.PERSON, How.NAMED),
    cue=Cue(span("said"), "say", CueKind.VERB),
    content=Content.of(TEXT, [span("“🌧, no,”")], [span("“🌧, no,”")]),
    mode=Mode.DIRECT,
    stance=Stance(act=Act.DENY),
    confidence=0.75,
)
WITHHELD = Claim(
    id="c2",
    speaker=Speaker(span("Bo")),
    cue=Cue(span("would not comment"), "comment", CueKind.VERB),
    content=Content(),
    mode=Mode.INDIRECT,
)
RESULT = Attribution(TEXT, [SAID, WITHHELD], id="rain #1.txt")


def held(claim: Claim) -> Claim:
    """A claim without what the annotations have no word for."""
    speaker, stance = claim.speaker, claim.stance
    return attrs.evolve(
        claim,
        speaker=attrs.evolve(speaker, entities=(), antecedent=None, confidence=None),
        stance=attrs.evolve(stance, target=None, evidence=()),
        addressee=None,
        sentences=(),
    )


@unhurried
@given(attributions())
def test_round_trip(result: Attribution) -> None:
    """What the annotations can hold comes back equal, through JSON, whatever the text."""
    form = json.loads(json.dumps(result.to_web_annotation()))
    VALID.validate(form)
    expected = attrs.evolve(
        result, claims=[held(claim) for claim in result], entities=(), sentences=()
    )
    assert Attribution.from_web_annotation(form, text=result.text) == expected


@unhurried
@given(attributions())
def test_identifiers(result: Attribution) -> None:
    """Every identifier is an IRI, and no two are the same."""
    form = result.to_web_annotation()
    ids = [form["id"], form["first"]["id"], *(item["id"] for item in form["first"]["items"])]
    assert all(IRI.fullmatch(id) for id in ids)
    assert len(set(ids)) == len(ids)


def test_annotation() -> None:
    """Targets are the content by position and quote; the purpose of a body tells what it is."""
    first, second = RESULT.to_web_annotation()["first"]["items"]
    assert first["id"] == "rain%20%231.txt#c1"
    assert first["target"] == [
        {
            "type": "SpecificResource",
            "source": "rain%20%231.txt",
            "selector": [
                {"type": "TextPositionSelector", "start": 0, "end": 8},
                {
                    "type": "TextQuoteSelector",
                    "exact": "“🌧, no,”",
                    "prefix": "",
                    "suffix": " Ana Sol said. Bo would not comm",
                },
            ],
        }
    ]
    texts = [(body["purpose"], body["value"]) for body in first["body"] if "value" in body]
    assert texts == [
        ("identifying", "Ana Sol"),
        *(("classifying", label) for label in (
            "mode: direct", "kind: person", "how: named", "cue: verb", "lemma: say", "act: deny",
            "confidence: 0.75",
        )),
    ]  # fmt: skip
    parts = [(body["purpose"], body["selector"][1]["exact"]) for body in first["body"]
             if "selector" in body]  # fmt: skip
    assert parts == [("identifying", "Ana Sol"), ("linking", "said"), ("highlighting", "“🌧, no,”")]
    assert [part["selector"][1]["exact"] for part in second["target"]] == ["would not comment"]


def test_source() -> None:
    """The text's own address can be given; else the id serves, or a hash of the text."""
    given = RESULT.to_web_annotation("https://example.org/rain")
    assert given["first"]["items"][0]["id"] == "https://example.org/rain#c1"
    nameless = attrs.evolve(RESULT, id=None)
    assert nameless.to_web_annotation()["id"].startswith("urn:uuid:")
    assert nameless.to_web_annotation() == nameless.to_web_annotation()


def test_another_text() -> None:
    """Annotations are refused on a text that they do not quote."""
    with pytest.raises(ValueError, match="'said' is quoted from 17 on, where the text has 'sang'"):
        Attribution.from_web_annotation(
            RESULT.to_web_annotation(), text=TEXT.replace("said", "sang")
        )


def test_another_form() -> None:
    """What is no collection is refused with the member that is missing."""
    with pytest.raises(ValueError, match="no 'first' beside"):
        Attribution.from_web_annotation({"type": "AnnotationPage", "items": []}, text=TEXT)
