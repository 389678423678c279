"""The edges of contents: whole quotations, and nothing of the cue and source."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from attrib._claims.edges import closed, grown, merged
from attrib._claims.found import Extent
from attrib._claims.quotation import quotations

TEXT = "“Go home,” Ana said, “and sleep.” The “old” house fell; so did “the new”."
QUOTES = quotations(TEXT, [(0, len(TEXT))])
SAID = (TEXT.index("said"), TEXT.index("said") + 4)
ANA = (TEXT.index("Ana"), TEXT.index("Ana") + 3)


def extent(part: str) -> Extent:
    start = TEXT.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (["home"], ["“Go home,”"]),
        (["home", "sleep"], ["“Go home,”", "“and sleep.”"]),
        (["The “ol"], ["The “old”"]),
        (["house fell;"], ["house fell"]),
        (["home,” Ana"], ["“Go home,”"]),
        (["did", "new"], ["did “the new”"]),
        ([";"], []),
        ([], []),
    ],
)
def test_content_is_grown_to_whole_quotations(content: list[str], expected: list[str]) -> None:
    """Content takes in each quotation that it touches, but not its own cue, source and commas."""
    found = grown(TEXT, QUOTES, [extent(part) for part in content], [SAID, ANA])
    assert [TEXT[start:end] for start, end in found] == expected


def test_content_does_not_leave_the_speech_of_its_cue() -> None:
    """The content of a cue inside a quotation ends where the quotation does, before its mark."""
    found = grown(TEXT, QUOTES, [extent("sleep.” The")], [extent("and")])
    assert [TEXT[start:end] for start, end in found] == ["sleep."]


def test_content_stands_outside_a_quotation_of_its_cue_alone() -> None:
    """Where nothing of the content lies in the quotation of its cue, it is kept whole."""
    text = "It “does not prove” that he fell."
    cue = (text.index("does"), text.index("”"))
    content = (text.index("that"), text.index("."))
    assert grown(text, quotations(text, [(0, len(text))]), [content], [cue]) == [content]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('"It was me." She sat down.', '"It was me."'),
        ("\"It was me.\"\n\n'No Way Back'", '"It was me."'),
        ('"It was me." "And me." She sat down.', '"It was me." "And me."'),
        ('"It was me.\n\n"And me." She sat down.', '"It was me.\n\n"And me."'),
        ('"Fire" was all', '"Fire" was all'),
        ('"Do not run," until he falls', '"Do not run," until he falls'),
        ('"Why?" and "how?"', '"Why?" and "how?"'),
        ('"It was me.\nShe sat down.', '"It was me.\nShe sat down.'),
        ("'It was me.' She sat down.", "'It was me.' She sat down."),
        ('It was "me." She sat down.', 'It was "me." She sat down.'),
        ('"', '"'),
    ],
)
def test_content_ends_with_its_quotation(text: str, kept: str) -> None:
    """A content that begins as a quotation of sentences does not run on into the one after it."""
    lines = [(m.start(), m.end()) for m in re.finditer("[^\n]+", text)]
    found = closed(text, quotations(text, lines), [(0, len(text))])
    assert [text[start:end] for start, end in found] == [kept]


places = st.integers(0, len(TEXT))
extents = st.tuples(places, places).map(sorted).map(tuple).filter(lambda e: e[0] < e[1])


@given(st.lists(extents, max_size=4), extents, st.lists(extents, max_size=1))
def test_grown_content_is_exact(content: list[Extent], cue: Extent, source: list[Extent]) -> None:
    """Whatever the spans, grown ones are ordered, trimmed, and apart from cue and source."""
    assume(all(cue[1] <= start or end <= cue[0] for start, end in source))
    found = grown(TEXT, QUOTES, content, [cue, *source])
    assert all(before[1] <= after[0] for before, after in pairwise(found))
    assert all(TEXT[start:end].strip() == TEXT[start:end] != "" for start, end in found)
    for first, last in (cue, *source):
        assert all(end <= first or last <= start for start, end in found)


@given(st.lists(extents, max_size=6))
def test_merged_spans_are_apart(given: list[Extent]) -> None:
    """Merged spans are those given, those together between which there is nothing but space."""
    found = merged(TEXT, given)
    assert all(TEXT[before[1] : after[0]].strip() for before, after in pairwise(found))
    inside = {i for start, end in found for i in range(start, end)}
    own = {i for start, end in given for i in range(start, end)}
    assert own <= inside
    assert all(TEXT[i].isspace() for i in inside - own)
