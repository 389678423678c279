"""What the entrance promises: arguments checked early, and nothing loaded before it is needed."""

from __future__ import annotations

import inspect
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

import attrs
import pytest
from networks import encoded, tiny
from parses import Parse, parse

import attrib
from attrib import Attribution, Attributor, Config, attribute
from attrib._attributor import models_of
from attrib._claims.found import Drawn
from attrib._reading.layout import Block, blocks
from attrib._reading.reader import Part

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
    """Stands in for a reader: has one text read already, in parts of one sentence."""

    parsed: Parse

    def parts(self, text: str, found: Sequence[Block], tap: int | None = None) -> Iterator[Part]:
        assert text == self.parsed.text
        assert tuple(found) == blocks(text)
        for sentence in self.parsed.sentences:
            yield Part((sentence,), (encoded(len(sentence.words)),) if tap else ())


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
    monkeypatch.setattr("attrib._attributor.reader", lambda *_: Prepared(parsed))
    return Attributor(Config(claims="syntax")).attribute(parsed.text)


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> str:
    """A text that is read already, for a tiny network in place of the shipped one."""
    parsed = parse(TOLD)
    monkeypatch.setattr("attrib._attributor.reader", lambda *_: Prepared(parsed))
    monkeypatch.setattr("attrib._attributor._network", lambda *_: tiny())
    return parsed.text


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


@pytest.mark.parametrize("id", [1, b"a.txt", ["a"], True])
def test_an_id_is_a_string(id: Any) -> None:
    """An id that is no string is refused before the text is read."""
    with pytest.raises(TypeError, match=r"^id is .*: pass a str such as the name"):
        attribute("Ana Sol denied it.", id=id)


def test_an_id_is_kept() -> None:
    """An id that is given is that of the attribution, of a blank text too."""
    assert attribute(" ", id="a.txt") == Attribution(" ", id="a.txt")
    assert Attributor().attribute("", id="").id == ""
    assert attribute(" ").id is None


@pytest.mark.model
def test_an_id_changes_nothing_else() -> None:
    """With an id the claims are the same, and `attrs.evolve` would give the same attribution."""
    text = "Ana Sol denied that rents had risen."
    assert attribute(text, id="a") == attrs.evolve(attribute(text), id="a")


@pytest.mark.parametrize("claims", ["magic", "", None, "Syntax", ["syntax"]])
def test_unknown_engines_are_refused(claims: Any) -> None:
    """An engine that does not exist ends in an error that names those that do."""
    with pytest.raises(
        ValueError, match=re.escape(f'claims is {claims!r}: pass "model" or "syntax"')
    ):
        Config(claims=claims)


@pytest.mark.parametrize("precision", ["half", "", None, 32, "Full"])
def test_unknown_precisions_are_refused(precision: Any) -> None:
    """A precision that does not exist ends in an error that names those that do."""
    with pytest.raises(ValueError, match=f'^precision is {precision!r}: pass "fast" or "full"$'):
        Config(precision=precision)


@pytest.mark.parametrize(("precision", "full"), [("fast", False), ("full", True)])
def test_reader_and_network_have_the_precision(
    precision: Any, full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is asked for is what both models are laid out in."""
    monkeypatch.setattr("attrib._attributor.reader", lambda *asked: asked)
    monkeypatch.setattr("attrib._attributor._network", lambda *asked: asked)
    asked: Any = models_of(Config(precision=precision))
    assert asked == (("shipped", full), ("shipped", full))


@pytest.mark.parametrize("threshold", [-0.1, 1.01, 40, float("nan"), float("inf")])
def test_a_threshold_is_a_probability(threshold: float) -> None:
    """A threshold that is no probability ends in an error that names the option."""
    with pytest.raises(ValueError, match=r"^threshold is .*: pass a number from 0 to 1$"):
        Config(threshold=threshold)
    with pytest.raises(ValueError, match="noun_threshold"):
        Config(noun_threshold=threshold)


@pytest.mark.parametrize("threshold", ["0.5", None, [0.5], True])
def test_a_threshold_is_a_number(threshold: Any) -> None:
    """A threshold that is no number ends in an error that names the option."""
    with pytest.raises(TypeError, match=r"^threshold is .*: pass a number from 0 to 1$"):
        Config(threshold=threshold)


@pytest.mark.parametrize("threshold", [0, 0.0, 0.4, 1, 1.0])
def test_thresholds_go_from_nought_to_one(threshold: float) -> None:
    """Every probability is a threshold, and so are its ends."""
    assert Config(threshold=threshold).threshold == threshold


@pytest.mark.parametrize("claims", ["model", "syntax"])
def test_the_engines(claims: Any) -> None:
    """There are two engines, and the model is the one that is used where none is named."""
    assert Config(claims=claims).claims == claims
    assert Config().claims == "model"


@pytest.mark.parametrize("models", [None, 3, b"shipped"])
def test_models_are_named_by_a_string(models: Any) -> None:
    """Models are named by a string or a path, and anything else is told what to pass."""
    with pytest.raises(TypeError, match=f'^models is {models!r}: pass "shipped", "official", or'):
        Config(models=models)
    assert Config(models=pathlib.Path("my", "models")) == Config(models="my/models")


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
    with pytest.raises(TypeError, match=r"^config is 'shipped': pass a Config"):
        make("shipped")


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
    assert [entity.name for entity in told.entities] == ["The firm", "Lund"]
    assert [claim.sentences for claim in told] == [(0,), (0,)]


def test_syntax_has_no_confidence(told: Attribution) -> None:
    """A claim that was read off the syntax says nothing of a probability."""
    assert [claim.confidence for claim in told] == [None, None]


def test_drawn_claims_are_assembled(prepared: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the network drew in each part of a text is told in the words of the whole text."""
    drawn = {
        8: Drawn((2, 3), ((0, 2),), ((3, 7),), 0.75),
        3: Drawn((1, 2), ((0, 1),), ((2, 3),), 0.5),
    }
    monkeypatch.setattr(
        "attrib._claims.relations.relations_in",
        lambda _network, part, _quotes: (drawn[len(part.sentences[0].words)],),
    )
    result = attribute(prepared)
    shown = [(c.id, c.speaker.text, c.cue and c.cue.text, c.content.text) for c in result]
    assert shown == [
        ("c1", "The firm", "said", "it denied the charges"),
        ("c2", "it", "denied", "the charges"),
        ("c3", "Lund", "smiled", "."),
    ]
    assert [claim.confidence for claim in result] == [0.75, None, 0.5]
    assert [claim.parent for claim in result] == [None, "c1", None]
    assert [claim.sentences for claim in result] == [(0,), (0,), (1,)]


def test_the_threshold_is_the_least_confidence(prepared: str) -> None:
    """With a threshold there are just those drawn claims that are as sure as that."""
    low, high = (
        Attributor(Config(threshold=threshold, noun_threshold=threshold)).attribute(prepared)
        for threshold in (0.0, 0.3)
    )
    sure = [claim.confidence for claim in low if claim.confidence is not None]
    assert min(sure) < 0.3 < max(sure)
    kept = [claim.confidence for claim in high if claim.confidence is not None]
    assert kept == [confidence for confidence in sure if confidence >= 0.3]


def test_importing_is_cheap() -> None:
    """Importing the package imports neither torch nor Stanza."""
    program = "import sys, attrib; print(sorted({'torch', 'stanza'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.strip(), run.stderr) == ("[]", "")


@pytest.mark.model
def test_reading_imports_no_more_than_it_needs() -> None:
    """The first call imports neither torch's compiler nor transformers, a second each."""
    program = (
        "import sys, attrib; attrib.attribute('Ana Sol said rents fell.'); "
        "print(sorted({'torch._dynamo', 'transformers'} & sys.modules.keys()))"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.stdout.strip() == "[]", run.stderr


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
