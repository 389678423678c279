"""What the form attrib/1 promises: it is described by its schema, and nothing is lost in it."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from strategies import attributions, members, unhurried

import attrib
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
    Path(attrib.__file__).with_name("schema").joinpath("attrib-1.schema.json").read_text()
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
        (changed("schema", to="attrib/2"), "schema: .* only 'attrib/1' can be read"),
        (changed("length", to=28), "length: .* pass the very text"),
        (changed("length", to="27"), "length: '27' is no integer"),
        (changed("id", to=7), "id: 7 is no string"),
        (changed("language", to=None), "language: None is no string"),
        (changed("sentences", to=[[0, 99]]), r"sentences\[0\]: .*lie inside the text"),
        (changed("sentences", to=["0-9"]), r"sentences\[0\]: .*two integers"),
        (changed("sentences", to=[[False, True]]), r"sentences\[0\]: .*two integers"),
        (changed("entities", to=[]), r"claims\[0\]\.speaker\.entities\[0\]: no entity has the id"),
        (changed("entities", 0, "id", to=["e1"]), r"entities\[0\]\.id: \['e1'\] is no string"),
        (
            changed("entities", 0, "mentions", 0, to=[8, 0]),
            r"entities\[0\]\.mentions\[0\]: .*backw",
        ),
        (changed("entities", to=RESULT.to_dict()["entities"] * 2), r"entities\[1\]\.id: .* twice"),
        (changed("claims", to=RESULT.to_dict()["claims"] * 2), r"claims\[1\]\.id: 'c1' is used tw"),
        (changed("claims", to=None), "claims: None is no list: write a list"),
        (changed("claims", to="c1"), "claims: 'c1' is no list"),
        (changed("claims", 0, to="c1"), r"claims\[0\]: 'c1' stands where an object"),
        (changed("claims", 0, "cue", "span", to=[9, 9]), r"claims\[0\]\.cue\.span: .* is empty"),
        (changed("claims", 0, "cue", "span", to=[-3, 9]), r"claims\[0\]\.cue\.span: "),
        (changed("claims", 0, "cue", to=[]), r"claims\[0\]\.cue: \[\] stands where an object"),
        (
            changed("claims", 0, "quantities", 0, "ratio", to=["1"]),
            r".*\[0\]\.ratio: .*two integers",
        ),
        (
            changed("claims", 0, "quantities", 0, "low", to="many"),
            r".*\[0\]\.low: .*write a string",
        ),
        (changed("claims", 0, "quantities", 0, "low", to=6), r".*\[0\]\.low: 6 is no number"),
        (
            changed("claims", 0, "quantities", 0, "low", to="6E+3"),
            r".*\[0\]\.low: '6E\+3' is no num",
        ),
        (changed("claims", 0, "quantities", 0, "unit", to=1), r".*\[0\]\.unit: 1 is no string"),
        (
            changed("claims", 0, "quantities", 0, "low_open", to=0),
            r".*\[0\]\.low_open: 0 is neither",
        ),
        (
            changed("claims", 0, "quantities", 0, "whole", to=None),
            r".*\[0\]\.whole: None is no span",
        ),
        (changed("claims", 0, "parent", to="c7"), r"claims\[0\]\.parent: 'c7' is no claim"),
        (changed("claims", 0, "parent", to="c1"), "claims: .* in a circle"),
        (changed("claims", 0, "sentences", to=[1]), r"claims\[0\]\.sentences\[0\]: 1 is no index"),
        (changed("claims", 0, "sentences", to=[True]), r".*sentences\[0\]: True is no integer"),
        (changed("claims", 0, "mode", to="spoken"), ".*mode: .*use one of direct, indirect, mixed"),
        (
            changed("claims", 0, "confidence", to="0.5"),
            r"claims\[0\]\.confidence: '0.5' is no prob",
        ),
        (
            changed("claims", 0, "confidence", to=float("nan")),
            ".*confidence: nan is no probability",
        ),
        (
            changed("claims", 0, "content", "spans", to=[[16, 18], [9, 15]]),
            ".*content: .*wrong order",
        ),
        (
            changed("claims", 0, "stance", "evidence", 0, "value", to="deny"),
            r"claims\[0\]\.stance\.evidence\[0\]: 'deny' is no value of polarity",
        ),
    ],
)
def test_reading_says_what_is_wrong(form: dict[str, Any], message: str) -> None:
    """A form that is not attrib/1, or not of this text, ends in an error that names the member."""
    with pytest.raises(ValueError, match=f"^{message}"):
        Attribution.from_dict(form, text=TEXT)


leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.text("0123456789.-")
)
# Words of the form, and numbers within the text, as what is nearly right is what slips through.
leaves |= st.sampled_from(["c1", "e1", "none", "deny", "direct", "money", "person", "attrib/1"])
leaves |= st.integers(-1, 30)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=2),
)


@settings(unhurried, max_examples=300)
@given(attributions(), st.data())
def test_whatever_is_changed_is_told(result: Attribution, data: st.DataObject) -> None:
    """A form with any value in any place is read as it is, or ends in a `ValueError`."""
    form = json.loads(result.to_json())
    *way, last = data.draw(st.sampled_from(members(form)))
    _at(form, tuple(way))[last] = data.draw(values)
    try:
        read = Attribution.from_dict(form, text=result.text)
    except ValueError:
        return
    assert VALID.is_valid(form)
    assert plain(read.to_dict()) == plain(form)
    assert Attribution.from_dict(read.to_dict(), text=result.text) == read


def plain(form: Any) -> Any:
    """A form with its decimals as numbers, for "007" is read and written as "7"."""
    for claim in form["claims"]:
        for quantity in claim["quantities"]:
            for bound in ("low", "high"):
                quantity[bound] = quantity[bound] and Decimal(quantity[bound])
    return form


def test_errors_are_plain() -> None:
    """The error is a `ValueError` and no other, so it can be told in another process."""
    with pytest.raises(ValueError, match="id: ") as raised:
        Attribution.from_dict(changed("id", to=1), text=TEXT)
    assert type(raised.value) is ValueError
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


@pytest.mark.parametrize("text", [None, b"The port", ["The port"]])
def test_the_text_is_a_string(text: Any) -> None:
    """A text that is no string is refused before the form is looked at."""
    with pytest.raises(TypeError, match="pass the str that was attributed"):
        Attribution.from_dict(RESULT.to_dict(), text=text)


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("", r"no JSON \(Expecting value.*\): pass what to_json\(\) gave"),
        (TEXT, "no JSON"),
        (RESULT.to_json()[:-1], "no JSON"),
        ("[" * 100_000, "no JSON .*nested too deeply"),
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
