"""The articles of `seeds/`: every claim in them is found as its gold has it."""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from attrib import attribute

GOLD = pathlib.Path(__file__).parent.parent / "seeds" / "gold.jsonl"
ARTICLES = [json.loads(line) for line in GOLD.read_text("utf8").splitlines()]
Key = tuple[str, str, frozenset[int]]


def letters(text: str, spans: list[list[int]]) -> frozenset[int]:
    """The places of the letters and digits in some spans."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def key(text: str, source: list[list[int]], mode: str, content: list[list[int]]) -> Key:
    """What a claim is compared by: its source, its mode and the letters of its content."""
    return " ".join(text[start:end] for start, end in source), mode, letters(text, content)


@pytest.mark.parametrize("article", ARTICLES, ids=[article["id"] for article in ARTICLES])
def test_every_claim_of_a_seed_is_found(article: dict[str, Any]) -> None:
    """Each gold claim is found with its source, its mode and every word of its content."""
    text = article["text"]
    found = {
        key(
            text,
            [[c.speaker.source.start, c.speaker.source.end]] if c.speaker.source else [],
            c.mode,
            [[span.start, span.end] for span in c.content.spans],
        )
        for c in attribute(text)
    }
    for claim in article["claims"]:
        source = claim["source_span"] or []
        wanted = key(text, source, claim["mode"], claim["content_spans"])
        assert wanted in found, claim["cue"]
