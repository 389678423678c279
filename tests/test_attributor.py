"""What the entrance promises: arguments checked early, and nothing loaded before it is needed."""

from __future__ import annotations

import inspect
import subprocess
import sys
from types import ModuleType
from typing import Any

import attrs
import pytest
from parses import Parse, parse

import attrib
from attrib import Attribution, Attributor, Config, attribute

# The firm said it denied the charges. Lund smiled.
TOLD = """The the DET DT 2 det
firm firm NOUN NN 3 nsubj
said say VERB VBD 0 root
it it PRON PRP 5 nsubj
denied deny VERB VBD 3 ccomp
the the DET DT 7 det
charges charge NOUN NNS 5 obj
+. . PUNCT . 3 punct

Lund Lund PROPN NNP 2 nsubj person
smiled smile VERB VBD 0 root
+. . PUNCT . 2 punct"""


@attrs.frozen
class Prepared:
    """Stands in for a reader: has one text read already."""

    parsed: Parse

    def read(self, text: str) -> object:
        assert text == self.parsed.text
        return self.parsed.sentences


@pytest.fixture
def no_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any attempt to load a model fails the test."""

    def refuse(models: str) -> None:
        pytest.fail(f"the models {models!r} were asked for")

    monkeypatch.setattr("attrib._attributor.reader", refuse)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Attribution:
    """What is attributed in the example, from a parse made by hand."""
    parsed = parse(TOLD)
    monkeypatch.setattr("attrib._attributor.reader", lambda _: Prepared(parsed))
    return attribute(parsed.text)


@pytest.mark.usefixtures("no_reader")
@pytest.mark.parametrize("entrance", [attribute, Attributor().attribute])
@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (None, "the text of one article as a str, not NoneType"),
        (3, "the text of one article as a str, not int"),
        (["No."], "the text of one article as a str, not list"),
        (b"No.", r"a str, not bytes: decode it first, as in data\.decode"),
        (b"", r"a str, not bytes: decode it first, as in data\.decode"),
    ],
)
def test_what_is_no_text_is_refused(entrance: Any, text: object, advice: str) -> None:
    """Anything but a string ends in an error that says what to pass."""
    with pytest.raises(TypeError, match=advice):
        entrance(text)


@pytest.mark.usefixtures("no_reader")
@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u00a0\u2028"])
def test_blank_text_loads_nothing(text: str) -> None:
    """A text of nothing but white space has no claims, and no model is loaded to find none."""
    assert attribute(text) == Attribution(text)
    assert Attributor().attribute(text) == Attribution(text)


@pytest.mark.parametrize("claims", ["magic", "", None, "Syntax", ["syntax"]])
def test_unknown_engines_are_refused(claims: Any) -> None:
    """An engine that does not exist ends in an error that names those that do."""
    with pytest.raises(ValueError, match="syntax"):
        Config(claims=claims)


@pytest.mark.parametrize("models", [None, 3, b"shipped"])
def test_models_are_named_by_a_string(models: Any) -> None:
    """Models are named by a string."""
    with pytest.raises(TypeError, match="models"):
        Config(models=models)


def test_unknown_options_are_refused() -> None:
    """An option that does not exist is an error, and options are given by name."""
    make: Any = Config
    with pytest.raises(TypeError, match="speed"):
        make(speed=3)
    with pytest.raises(TypeError, match="positional"):
        make("shipped")


def test_a_config_is_a_config() -> None:
    """A string in place of a `Config` is refused where it is passed, not with the first text."""
    make: Any = Attributor
    try:
        made = make("shipped")
    except TypeError:
        return
    raise AssertionError(made)


def test_attributors_are_values() -> None:
    """Attributors of the same config are equal, and cannot be changed."""
    assert Attributor() == Attributor(Config())
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Attributor().config = Config()  # type: ignore[misc]


def test_claims_are_assembled(told: Attribution) -> None:
    """The claims of a text have the spans, numbers and parents that were found."""
    shown = [(c.id, c.speaker.text, c.cue and c.cue.lemma, c.content.text) for c in told]
    assert shown == [
        ("c1", "The firm", "say", "it denied the charges"),
        ("c2", "it", "deny", "the charges"),
    ]
    assert [claim.parent for claim in told] == [None, "c1"]


def test_sentences_and_entities_are_assembled(told: Attribution) -> None:
    """An attribution holds the text, its sentences, and its entities, claimed or not."""
    assert [sentence.text for sentence in told.sentences] == [
        "The firm said it denied the charges.",
        "Lund smiled.",
    ]
    assert [entity.name for entity in told.entities] == ["Lund"]
    assert [claim.sentences for claim in told] == [(0,), (0,)]


def test_importing_is_cheap() -> None:
    """Importing the package imports neither torch nor Stanza."""
    program = "import sys, attrib; print(sorted({'torch', 'stanza'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


def test_all_is_sorted_and_complete() -> None:
    """`__all__` lists every public name of the package, sorted, each once."""
    public = {
        name
        for name, value in vars(attrib).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert attrib.__all__ == sorted(public)


@pytest.mark.parametrize("name", attrib.__all__)
def test_every_name_is_documented(name: str) -> None:
    """Every public name has a docstring of its own, and so has every public method."""
    value = getattr(attrib, name)
    assert vars(value).get("__doc__") if inspect.isclass(value) else value.__doc__
    for method, function in vars(value).items() if inspect.isclass(value) else ():
        assert method.startswith("_") or not callable(function) or function.__doc__, method
