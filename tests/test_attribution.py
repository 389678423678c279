"""What an attribution promises: a sequence that is exact, consistent, and safe to show."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given
from strategies import attributions, unhurried

from attrib._attribution import Attribution
from attrib._choices import Act, CueKind, How, Mode, QuantityKind, SpeakerKind
from attrib._values import Claim, Content, Cue, Entity, Evidence, Quantity, Span, Speaker, Stance

TEXT = "Ana Sol said <the union> had promised to wait 3 days. No comment came from Bo."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


ANA = Entity("e1", "Ana Sol", SpeakerKind.PERSON, mentions=(span("Ana Sol"),))
OUTER = Claim(
    id="c1",
    speaker=Speaker(span("Ana Sol"), (ANA,), "Ana Sol", SpeakerKind.PERSON, How.NAMED),
    cue=Cue(span("said"), "say", CueKind.VERB),
    content=Content.of(TEXT, [span("<the union> had promised to wait 3 days")]),
    mode=Mode.INDIRECT,
    stance=Stance(act=Act.ASSERT),
    sentences=(0,),
    confidence=0.9,
)
INNER = Claim(
    id="c2",
    speaker=Speaker(span("<the union>")),
    cue=Cue(span("had promised"), "promise", CueKind.VERB),
    content=Content.of(TEXT, [span("to wait 3 days")]),
    mode=Mode.INDIRECT,
    quantities=(Quantity(span=span("3 days"), kind=QuantityKind.DURATION),),
    parent="c1",
)
WITHHELD = Claim(
    id="c3",
    speaker=Speaker(span("Bo"), name="Bo"),
    cue=Cue(span("No comment"), "comment", CueKind.NOUN),
    content=Content(),
    mode=Mode.INDIRECT,
)
SENTENCES = (Span.of(TEXT, 0, 53), Span.of(TEXT, 54, len(TEXT)))
RESULT = Attribution(TEXT, (OUTER, INNER, WITHHELD), (ANA,), SENTENCES, id="doc-1")


def every_span(value: Any) -> Iterator[Span]:
    """The spans in a value, at any depth."""
    if isinstance(value, Span):
        yield value
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from every_span(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from every_span(item)


def test_it_is_a_sequence() -> None:
    """An attribution has the length, items, slices and membership of its claims."""
    assert isinstance(RESULT, Sequence)
    assert len(RESULT) == 3
    assert RESULT[-1] == WITHHELD
    assert WITHHELD in RESULT
    assert RESULT[1:] == (INNER, WITHHELD)
    assert next(reversed(RESULT)) == RESULT[-1]


def test_children_follow_from_parents() -> None:
    """The children of a claim are the claims that name it as their parent, whatever was passed."""
    assert RESULT[0].children == ("c2",)
    wrong = attrs.evolve(OUTER, children=("c9",))
    assert Attribution(TEXT, (wrong, INNER), (ANA,), SENTENCES)[0].children == ("c2",)


def test_claims_by_speaker() -> None:
    """Claims are grouped by name in document order, those of the unknown speaker under ""."""
    shuffled = attrs.evolve(RESULT, claims=RESULT.claims[::-1])
    assert shuffled.by_speaker() == {"Ana Sol": RESULT[0:1], "": (INNER,), "Bo": (WITHHELD,)}
    assert list(shuffled.by_speaker()) == ["Ana Sol", "", "Bo"]


def test_outermost_claims() -> None:
    """The outermost claims are those without a parent."""
    assert [claim.id for claim in RESULT.outermost()] == ["c1", "c3"]


def test_no_span_escapes_the_check() -> None:
    """A span that is no slice of the text is refused wherever in a claim it stands."""
    text = "word " * 5
    wrong, right = Span(5, 9, "WORD"), Span.of(text, 0, 4)
    quantity = Quantity(span=right, kind=QuantityKind.COUNT)
    claim = Claim(id="c1", speaker=Speaker(), cue=Cue(right, "word", CueKind.VERB),
                  content=Content(), mode=Mode.DIRECT)  # fmt: skip
    changes: list[dict[str, Any]] = [
        {"speaker": Speaker(wrong)},
        {"speaker": Speaker(entities=(Entity("e1", "word", mentions=(wrong,)),))},
        {"cue": Cue(wrong, "word", CueKind.VERB)},
        {"content": Content((wrong,), "WORD")},
        {"content": Content(quoted=(wrong,))},
        {"addressee": wrong},
        {"stance": Stance(target=wrong)},
        {"stance": Stance(evidence=(Evidence(wrong, "act", Act.DENY),))},
        {"quantities": (attrs.evolve(quantity, span=wrong),)},
        {"quantities": (attrs.evolve(quantity, whole=wrong),)},
        {"quantities": (attrs.evolve(quantity, window=wrong),)},
    ]
    for change in changes:
        bad = attrs.evolve(claim, **change)
        with pytest.raises(ValueError, match="not a slice of the text"):
            Attribution(text, [bad], bad.speaker.entities)


def test_it_introduces_itself() -> None:
    """The representation names the document and counts, and does not print the text."""
    assert repr(RESULT) == f"<Attribution 'doc-1': 3 claims in {len(TEXT)} characters>"


@unhurried
@given(attributions())
def test_every_span_is_a_slice(result: Attribution) -> None:
    """Every span in an attribution is the slice of its text."""
    for span in every_span(result):
        assert result.text[span.start : span.end] == span.text


@unhurried
@given(attributions())
def test_pickles_are_equal(result: Attribution) -> None:
    """An attribution comes out of a pickle equal, with an equal hash."""
    copy = pickle.loads(pickle.dumps(result))
    assert copy == result
    assert hash(copy) == hash(result)


@pytest.mark.parametrize(
    ("claims", "message"),
    [
        ([attrs.evolve(WITHHELD, addressee=Span(0, 3, "Bob"))], "not a slice of the text"),
        ([attrs.evolve(OUTER, content=Content((SENTENCES[0],), "Ana"))], "make it with Content.of"),
        ([WITHHELD, WITHHELD], "'c3' is used twice"),
        ([OUTER], "entity 'e1', which is not among"),
        ([attrs.evolve(WITHHELD, sentences=(0,))], "in sentences"),
        ([INNER], "lead to 'c1', which is no claim here"),
        ([attrs.evolve(WITHHELD, parent="c3")], "lead to 'c3', which is in a circle"),
    ],
)
def test_what_does_not_fit_is_refused(claims: list[Claim], message: str) -> None:
    """Claims that do not fit the text or each other end in an error that says where."""
    with pytest.raises(ValueError, match=message):
        Attribution(TEXT, claims)
