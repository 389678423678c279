"""The head of a claim's source, where the parser or the tagger went astray."""

from __future__ import annotations

from parses import parse

from attrib._choices import CueKind
from attrib._claims.found import Found
from attrib._speakers.document import place_of_source


def place(notation: str, source: str) -> str | None:
    """The word that heads a source at the beginning of a sentence."""
    parsed = parse(notation)
    claim = Found(0, (0, 1), (), (0, len(source)), "say", CueKind.VERB)
    assert parsed.text.startswith(source)
    found = place_of_source(parsed.sentences, claim)
    return None if found is None else parsed.sentences[found[0]].words[found[1]].text


def test_a_handle_is_no_mark() -> None:
    """A handle that the tagger takes for punctuation speaks; a mark alone does not."""
    handle = "@sol_ @sol_ PUNCT : 0 root\n+: : PUNCT : 1 punct\nrain rain NOUN NN 1 parataxis"
    assert place(handle, "@sol_") == "@sol_"
    dash = "– – PUNCT : 0 root\n+: : PUNCT : 1 punct\nrain rain NOUN NN 1 parataxis"
    assert place(dash, "–") is None
