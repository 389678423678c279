"""What Web Annotations promise: the standard's own words, and what these hold comes back."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import attributions, members, unhurried

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


def form(*path: str | int, to: object) -> Any:
    """The form of RESULT with one member set to something else."""
    whole = RESULT.to_web_annotation()
    *way, last = path
    place: Any = whole
    for step in way:
        place = place[step]
    place[last] = to
    return whole


ITEM = ("first", "items", 0)
PLACE = r"first\.items\[0\]"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"type": "AnnotationPage", "items": []}, "no 'first' beside"),
        ([], r"\[\] stands where an object"),
        (None, "None stands where an object"),
        (form("label", to=7), "label: 7 is no string"),
        (form("first", to=[]), r"first: \[\] stands where an object"),
        (form("first", "items", to={}), r"first\.items: \{\} is no list"),
        (form(*ITEM, to="c1"), f"{PLACE}: 'c1' stands where an object"),
        (form(*ITEM, "id", to=1), rf"{PLACE}\.id: 1 is no string"),
        (form(*ITEM, "body", to=None), rf"{PLACE}\.body: None is no list"),
        (form(*ITEM, "body", 0, to="x"), rf"{PLACE}\.body\[0\]: 'x' stands where an object"),
        (form(*ITEM, "body", 0, "type", to="Sound"), r".*\.body\[0\]\.type: 'Sound' is no type"),
        (form(*ITEM, "body", 0, "purpose", to=[]), r".*\.body\[0\]\.purpose: \[\] is no string"),
        (form(*ITEM, "body", 0, "selector", to=[]), r".*body\[0\]\.selector: no 'TextPositionSel"),
        (form(*ITEM, "target", 0, to={}), rf"{PLACE}\.target\[0\]: no 'selector' beside"),
        (form(*ITEM, "target", 0, "selector", 0, to=3), r".*target\[0\]\.selector\[0\]: 3 stands"),
        (
            form(*ITEM, "target", 0, "selector", 0, "type", to={}),
            r".*selector\[0\]\.type: \{\} is no",
        ),
        (form(*ITEM, "target", 0, "selector", 0, "end", to="8"), r".*selector\.end: '8' is no int"),
        (form(*ITEM, "target", 0, "selector", 0, "end", to=99), r".*selector: .*inside the text"),
        (
            form(*ITEM, "target", 0, "selector", 1, "exact", to=None),
            r".*\.exact: None is no string",
        ),
        (form(*ITEM, "body", 4, "value", to="mode: sung"), f"{PLACE}.*mode: 'sung' is no Mode"),
        (form(*ITEM, "body", 4, "value", to="moody"), f"{PLACE}.*: no 'mode' beside"),
        (
            form(*ITEM, "body", 10, "value", to="confidence: high"),
            ".*confidence: 'high' is no prob",
        ),
        (
            form(*ITEM, "body", 10, "value", to="parent: c7"),
            "first.items: .*'c7', which is no claim",
        ),
        (
            form(
                *ITEM, "body", 10, to={"type": "TextualBody", "purpose": "tagging", "value": None}
            ),
            rf"{PLACE}\.body\[10\]\.value: None is no string",
        ),
        (
            form(*ITEM, "body", 10, to={"type": "TextualBody", "purpose": "tagging", "value": "6"}),
            rf"{PLACE}\.body\[10\]\.value: 6 stands where an object",
        ),
        (
            form(*ITEM, "body", 10, to={"type": "TextualBody", "purpose": "tagging", "value": "{"}),
            rf"{PLACE}\.body\[10\]\.value: Expecting",
        ),
    ],
)
def test_another_form(data: Any, message: str) -> None:
    """What is no collection of ours is refused with the member that is wrong or missing."""
    with pytest.raises(ValueError, match=f"^{message}"):
        Attribution.from_web_annotation(data, text=TEXT)


odd = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 60) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
)


@unhurried
@given(attributions(), st.data())
def test_whatever_is_changed_is_told(result: Attribution, data: st.DataObject) -> None:
    """A collection with any value in any place is read, or ends in a `ValueError`."""
    whole = json.loads(json.dumps(result.to_web_annotation()))
    *way, last = data.draw(st.sampled_from(members(whole)))
    place = whole
    for step in way:
        place = place[step]
    place[last] = data.draw(odd)
    with contextlib.suppress(ValueError):
        read = Attribution.from_web_annotation(whole, text=result.text)
        json.loads(read.to_json())


@pytest.mark.parametrize("text", [None, b"Snow."])
def test_the_text_is_a_string(text: Any) -> None:
    """A text that is no string is refused before the collection is looked at."""
    with pytest.raises(TypeError, match="pass the str that was attributed"):
        Attribution.from_web_annotation(RESULT.to_web_annotation(), text=text)
