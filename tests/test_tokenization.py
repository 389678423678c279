"""The labels of letters as tokens: offsets, addresses and runs of blanks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attrib._reading.tokenization import _cuts, _places, spans_of

texts = st.text("ab .", min_size=1, max_size=12).map(str.strip).filter(bool)


def labels_of(text: str, *ends: int) -> list[int]:
    """Labels of a text in which a word ends with each of these letters."""
    return [int(place in ends) for place in range(len(text))]


@given(texts, st.data())
def test_tokens_take_every_letter_once(text: str, data: st.DataObject) -> None:
    """Whatever the labels, tokens follow each other and leave out nothing but blanks."""
    labels = data.draw(st.lists(st.integers(0, 4), min_size=len(text), max_size=len(text)))
    spans = list(spans_of(text, labels))
    edges = [0, *(edge for span in spans for edge in span[:2]), len(text)]
    assert edges == sorted(edges)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        assert not text[start:end].strip()
    for start, end, _ in spans:
        assert text[start:end] == text[start:end].strip() != ""


@pytest.mark.parametrize("address", ["ana.sol@norvik.example.org", "https://norvik.org/a.b"])
def test_addresses_are_left_whole(address: str) -> None:
    """A mail or web address is one token, wherever the labels would cut it."""
    text = f"see {address} now"
    cut = spans_of(text, [1] * len(text))
    assert address in [text[start:end] for start, end, _ in cut]


def test_the_last_letter_ends_its_sentence() -> None:
    """Whatever its label, the last letter of a paragraph ends a sentence, a contraction's too."""
    ends = [list(spans_of("I'm", [0, 0, label]))[-1].label for label in range(5)]
    assert ends == [2, 2, 2, 4, 4]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Ng. Sol", ["Ng", ".", "Sol"]),
        ("Ng.” Sol", ["Ng", ".", "”", "Sol"]),
        ("Lt. Sol", ["Lt.", "Sol"]),
        ("Ng. of Oslo", ["Ng.", "of", "Oslo"]),
    ],
)
def test_the_period_behind_a_short_name_ends_the_sentence(text: str, tokens: list[str]) -> None:
    """A period left with a word that is no abbreviation is cut off before a capital."""
    ends = [place for place, next_ in enumerate(text[1:]) if next_ in " ”" or text[place] == "”"]
    spans = list(spans_of(text, labels_of(text, *ends)))
    assert [text[start:end] for start, end, _ in spans] == tokens
    if tokens[:2] == ["Ng", "."]:
        assert spans[1].label == (2 if text[3] == " " else 1)


@given(st.text("a ", min_size=1, max_size=12))
def test_places_are_those_of_the_letters(paragraph: str) -> None:
    """Every letter that is read stands in the paragraph where it is said to stand."""
    text = paragraph
    while "  " in text:
        text = text.replace("  ", " ")
    assert [paragraph[place] for place in _places(paragraph, text)] == list(text)


def test_contractions_stand_for_their_words() -> None:
    """A letter that ends a contraction makes its token stand for the words that it is made of."""
    paragraph = "I  cannot."
    text = "I cannot."
    spans = list(spans_of(text, [1, 0, 0, 0, 0, 0, 0, 3, 2]))
    (cut,) = _cuts(7, paragraph, text, spans, {"cannot": ("can", "not")})
    assert cut.paragraph == 7
    assert cut.words == ["I", "can", "not", "."]
    assert [paragraph[token.start : token.end] for token in cut.tokens] == ["I", "cannot", "."]


def test_words_without_apostrophe_are_whole() -> None:
    """The word "Its" is one word, though treebanks of the web have it for "it's" too."""
    spans = list(spans_of("Its dock", [0, 0, 3, 1, 0, 0, 0, 2]))
    (cut,) = _cuts(0, "Its dock", "Its dock", spans, {"Its": ("It", "s")})
    assert cut.words == ["Its", "dock"]
