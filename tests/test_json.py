"""What the form attrib/1 promises: it is described by its schema, and nothing is lost in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from strategies import attributions, unhurried

import attrib._json
from attrib import _choices
from attrib._attribution import Attribution
from attrib._choices import Act, CueKind, How, Mode, Polarity, QuantityKind, SpeakerKind
from attrib._values import (
    STANCE_CHOICES,
    Claim,
    Content,
    Cue,
    Entity,
    Evidence,
    Quantity,
    Span,
    Speaker,
    Stance,
)

SCHEMA = json.loads(
    Path(attrib._json.__file__).with_name("schema").joinpath("attrib-1.schema.json").read_text()
)
VALID = Draft202012Validator(SCHEMA)

TEXT = "The port denied two delays."
PORT = Entity("e1", "The port", SpeakerKind.ORGANIZATION, None, (Span.of(TEXT, 0, 8),), ("host",))
CUE = Span.of(TEXT, 9, 15)
RESULT = Attribution(
    TEXT,
    [
        Claim(
            id="c1",
            speaker=Speaker(
                Span.of(TEXT, 0, 8), (PORT,), "The port", SpeakerKind.ORGANIZATION, How.NAMED
            ),
            cue=Cue(CUE, "deny", CueKind.VERB),
            content=Content.of(TEXT, [Span.of(TEXT, 16, 26)]),
            mode=Mode.INDIRECT,
            stance=Stance(act=Act.DENY, evidence=(Evidence(CUE, "polarity", Polarity.NEGATIVE),)),
            quantities=(Quantity(span=Span.of(TEXT, 16, 26), kind=QuantityKind.COUNT),),
            sentences=(0,),
            confidence=0.5,
        )
    ],
    [PORT],
    [Span.of(TEXT, 0, 27)],
    id="doc-1",
)


def changed(*path: str | int, to: object) -> dict[str, Any]:
    """The form of RESULT with one member set to something else."""
    form = RESULT.to_dict()
    *way, last = path
    place: Any = form
    for step in way:
        place = place[step]
    place[last] = to
    return form


@unhurried
@given(attributions())
def test_a_dict_gives_the_attribution_back(result: Attribution) -> None:
    """An attribution read from its own dict is equal to it."""
    assert Attribution.from_dict(result.to_dict(), text=result.text) == result


@unhurried
@given(attributions())
def test_json_gives_the_attribution_back(result: Attribution) -> None:
    """Nothing is lost on the way through a line of JSON."""
    line = result.to_json()
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert json.loads(line) == result.to_dict()
    assert Attribution.from_json(line, text=result.text) == result
    assert Attribution.from_json(result.to_json(indent=2), text=result.text) == result
    assert json.loads(result.to_json(indent=2)) == result.to_dict()


@unhurried
@given(attributions())
def test_the_schema_describes_the_form(result: Attribution) -> None:
    """Every form that is written is valid by the schema."""
    VALID.validate(json.loads(result.to_json()))


def test_the_form_of_a_claim() -> None:
    """The members have the names, the order and the meaning of attrib/1."""
    form = RESULT.to_dict()
    expected = {
        "schema": "attrib/1", "id": "doc-1", "language": "en", "length": 27,
        "sentences": [[0, 27]],
        "entities": [{"id": "e1", "name": "The port", "kind": "organization", "gender": None,
                      "mentions": [[0, 8]], "descriptions": ["host"]}],
        "claims": [{
            "id": "c1",
            "speaker": {"source": [0, 8], "entities": ["e1"], "name": "The port",
                        "kind": "organization", "how": "named"},
            "cue": {"span": [9, 15], "lemma": "deny", "kind": "verb"},
            "content": {"spans": [[16, 26]], "quoted": []},
            "mode": "indirect",
            "stance": {"act": "deny", "polarity": None, "commitment": None, "engagement": None,
                       "occurrence": None, "attitude": None, "intensity": None, "target": None,
                       "evidence": [{"span": [9, 15], "field": "polarity", "value": "negative"}]},
            "quantities": [{"span": [16, 26], "kind": "count", "low": None, "high": None,
                            "low_open": False, "high_open": False, "approximation": "exact",
                            "unit": None, "unit_assumed": False, "counted": None, "ratio": None,
                            "role": "level", "direction": "none"}],
            "addressee": None, "parent": None, "sentences": [0], "confidence": 0.5}],
    }  # fmt: skip
    assert json.dumps(form) == json.dumps(expected)


def test_the_schema_is_one() -> None:
    """The schema is itself a valid JSON Schema of draft 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_every_choice() -> None:
    """Each list of choices in the schema is that of the choice of the same name."""
    listed = {name: part["enum"] for name, part in SCHEMA["$defs"].items() if "enum" in part}
    for name, values in listed.items():
        choices = getattr(_choices, name[0].upper() + name[1:])
        assert values == [str(choice) for choice in choices], name
    fields = SCHEMA["$defs"]["evidence"]["properties"]["field"]["enum"]
    assert fields == list(STANCE_CHOICES)


@pytest.mark.parametrize(
    "form",
    [
        changed("schema", to="attrib/2"),
        changed("length", to=-1),
        changed("sentences", to=[[0]]),
        changed("claims", 0, "mode", to="spoken"),
        changed("claims", 0, "mode", to=None),
        changed("claims", 0, "cue", to={}),
        changed("claims", 0, "stance", "act", to="shout"),
        changed("claims", 0, "stance", "evidence", 0, "value", to="deny"),
        changed("claims", 0, "quantities", 0, "low", to=6),
        changed("claims", 0, "quantities", 0, "low", to="6E+3"),
        changed("claims", 0, "confidence", to=1.5),
    ],
)
def test_the_schema_is_strict(form: dict[str, Any]) -> None:
    """A known member with a value that the form does not allow is not valid."""
    assert not VALID.is_valid(form)


def objects(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all the objects in a form."""
    if isinstance(value, list):
        return [found for i, item in enumerate(value) for found in objects(item, (*path, i))]
    if isinstance(value, dict):
        inner = [found for key, item in value.items() for found in objects(item, (*path, key))]
        return [path, *inner]
    return []


@pytest.mark.parametrize("path", objects(RESULT.to_dict()))
def test_members_may_be_added(path: tuple[str | int, ...]) -> None:
    """A member that the form does not know is valid in every object, and passed over on reading."""
    form = changed(*path, "colour", to="red")
    VALID.validate(form)
    assert Attribution.from_dict(form, text=TEXT) == RESULT


@pytest.mark.parametrize("path", objects(RESULT.to_dict()))
def test_members_may_not_be_left_out(path: tuple[str | int, ...]) -> None:
    """A form without one of its members is not valid, and reading it says which one."""
    names = list(_at(RESULT.to_dict(), path))
    for name in names:
        form = RESULT.to_dict()
        del _at(form, path)[name]
        assert not VALID.is_valid(form)
        with pytest.raises(ValueError, match=f"no '{name}' beside"):
            Attribution.from_dict(form, text=TEXT)


def _at(form: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        form = form[step]
    return form


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (changed("schema", to="attrib/2"), "only 'attrib/1' can be read"),
        (changed("length", to=28), "pass the very text"),
        (changed("sentences", to=[[0, 99]]), "lie inside the text"),
        (changed("sentences", to=["0-9"]), "two integers"),
        (changed("entities", to=[]), "no entity has the id 'e1'"),
        (changed("entities", to=RESULT.to_dict()["entities"] * 2), "two entities"),
        (changed("claims", to=RESULT.to_dict()["claims"] * 2), "'c1' is used twice"),
        (changed("claims", to=None), "write a list"),
        (changed("claims", 0, to="c1"), "stands where an object"),
        (changed("claims", 0, "quantities", 0, "ratio", to=["1"]), "two integers"),
        (changed("claims", 0, "parent", to="c7"), "'c7', which is no claim"),
        (changed("claims", 0, "sentences", to=[1]), "in sentences"),
        (changed("claims", 0, "mode", to="spoken"), "use one of direct, indirect, mixed"),
        (changed("claims", 0, "quantities", 0, "low", to="many"), "write a string"),
    ],
)
def test_reading_says_what_is_wrong(form: dict[str, Any], message: str) -> None:
    """A form that is not attrib/1, or not of this text, ends in an error that says what to do."""
    with pytest.raises(ValueError, match=message):
        Attribution.from_dict(form, text=TEXT)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("", r"no JSON \(Expecting value.*\): pass what to_json\(\) gave"),
        (TEXT, "no JSON"),
        (RESULT.to_json()[:-1], "no JSON"),
        ("[]", "stands where an object"),
        ('"c1"', "stands where an object"),
        ("{}", "no 'schema'|only 'attrib/1'"),
        (json.dumps(changed("length", to=28)), "pass the very text"),
    ],
)
def test_reading_json_says_what_is_wrong(form: str, message: str) -> None:
    """What is no JSON, or not in the form, ends in an error that says what to do."""
    with pytest.raises(ValueError, match=message):
        Attribution.from_json(form, text=TEXT)


def test_choices_come_back_as_choices() -> None:
    """What is read holds the choices themselves, not only equal strings."""
    claim = Attribution.from_dict(RESULT.to_dict(), text=TEXT)[0]
    kinds: list[tuple[object, Callable[..., object]]] = [
        (claim.mode, Mode),
        (claim.stance.act, Act),
        (claim.speaker.how, How),
    ]
    assert all(type(value) is choices for value, choices in kinds)
