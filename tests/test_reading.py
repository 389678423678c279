"""The shipped models on real text; every test here loads them."""

from __future__ import annotations

import json
import pathlib
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attrib import Attribution, attribute
from attrib._reading import reader as _reading
from attrib._reading.reader import reader

pytestmark = pytest.mark.model

SEEDS = pathlib.Path(__file__).parent.parent / "seeds"
GOLD = [json.loads(line) for line in (SEEDS / "gold.jsonl").read_text("utf8").splitlines()]


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in reader().read(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Lund met Mrs. Sol in the U.S. on Tuesday.",
        "Shares of Norvik Inc. rose 3 percent.",
        "J. R. Okafor and Maria K. Lund signed it.",
        "The prime minister left No. 10 before noon.",
        "Sen. Ana Sol abstained.",
        '"We lost..." she said.',
        "“Go home!” the chief shouted.",
        '"Is it over?" he asked.',
    ],
)
def test_abbreviations_ellipses_and_quotation_marks_split_no_sentence(text: str) -> None:
    """A sentence with dots or closing marks inside stays whole, and the next one stands apart."""
    assert sentences(text + " Nobody knew.") == [text, "Nobody knew."]


def test_news_layout_never_runs_into_a_sentence() -> None:
    """Headline, time stamp, byline, dateline and bullets stand apart from the sentences."""
    parts = [
        "Council backs new bridge over the Orva",
        "Updated 21:09, 14-Sep-2018",
        "By Jane Okafor",
        "The council backed the bridge.",
        "Costs rose.",
    ]
    text = "\n".join(parts[:3]) + f"\n\nORVA, Sept. 14 (Reuters) - {parts[3]}\n• {parts[4]}\n"
    assert set(parts) <= set(sentences(text))


def test_words_carry_tags_dependencies_and_names() -> None:
    """Every word of a plain sentence is tagged and hangs on a head, and its names are found."""
    (sentence,) = reader().read("Maria Lund told the Norvik Times that rents fell.")
    assert [w.lemma for w in sentence.words][2:7] == ["tell", "the", "Norvik", "Times", "that"]
    assert sum(w.head == -1 for w in sentence.words) == 1
    first = sentence.names[0]
    assert [w.text for w in sentence.words[first.first : first.last]] == ["Maria", "Lund"]


@pytest.mark.parametrize("case", GOLD, ids=lambda case: case["id"])
def test_seed_articles_yield_most_of_their_gold_claims(case: dict[str, object]) -> None:
    """At least three in five outermost gold claims of each seed article are found by their cue."""
    text = str(case["text"])
    gold = [claim for claim in case["claims"] if claim["parent"] is None and claim["cue_span"]]  # type: ignore[attr-defined]
    found = [claim.cue.span for claim in attribute(text) if claim.cue]
    hit = [
        any(span.start < end and start < span.end for span in found)
        for claim in gold
        for start, end in claim["cue_span"]
    ]
    assert sum(hit) >= 0.6 * len(hit)


def test_no_socket_is_ever_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading the models and attributing a text touch no network."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    _reading._loaded.cache_clear()
    assert len(attribute("Ana Sol said the bridge would reopen.")) == 1


def assert_well_formed(result: Attribution) -> None:
    text = result.text
    for claim in result:
        own = [claim.cue.span] if claim.cue else []
        own += [claim.speaker.source] if claim.speaker.source else []
        for span in (*claim.content.spans, *own):
            assert 0 <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
        for span in claim.content.spans:
            assert not any(span.start < o.end and o.start < span.end for o in own)
    assert Attribution.from_dict(json.loads(result.to_json()), text=text) == result


PIECES = st.sampled_from(
    [
        *("She said ", "“no", "”", '"', " he added", ".", "\r\n", "\u200b", "\ud800", "🙂"),
        *("\x00", "قال ", "that it ", "rose 3%", ", ", ": ", "''", "\n\n", "• ", "Lund "),
        "according to ",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_any_string_gives_a_well_formed_attribution(text: str) -> None:
    """Whatever the characters, nothing is raised, spans are slices, and results repeat."""
    result = attribute(text)
    assert_well_formed(result)
    assert attribute(text) == result


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "said " * 3_000,
        '"' * 5_000,
        "\r\n".join(["“We won,” she said."] * 50),
        "Der Minister sagte, dass die Brücke im Mai öffnet. Niemand widersprach.",
    ],
    ids=["no space", "one word", "quotation marks", "CRLF", "German"],
)
def test_extreme_texts_are_read_without_an_error(text: str) -> None:
    """Endless words, sentences, marks and other languages give whatever claims are found."""
    assert_well_formed(attribute(text))
