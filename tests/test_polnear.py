"""PolNeAR's files: spans and relations as brat writes them, and the words that spans take in."""

from __future__ import annotations

import pathlib
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import parse

from attrib._reading.layout import blocks
from attrib._sentence import Sentence
from attrib.training.polnear import Attribution, read_articles, read_attributions, words_in

TEXT = "“Rents fell,” Ana Sol said on Monday.\r\n“They will fall again.”"
# The content is in two parts, and its text goes on in a second line of the file.
ANNOTATIONS = """T1\tContent 0 13;39 62\t“Rents fell,”
T9 “They will fall again.”
T2\tSource 14 21\tAna Sol
T3\tCue 22 26\tsaid
T4\tAttribution 22 26\tsaid
E1\tAttribution:T4 Content:T1 Cue:T3 Source:T2
"""


@attrs.frozen
class Blocks:
    """Stands in for a reader: each block of a text is a sentence without words."""

    def words(self, text: str) -> tuple[Sentence, ...]:
        return tuple(Sentence(block.start, block.end, ()) for block in blocks(text))


READER: Any = Blocks()


def attributions(folder: pathlib.Path, annotations: str) -> list[Attribution]:
    (folder / "a.ann").write_bytes(annotations.encode())
    return list(read_attributions(folder / "a.ann"))


def test_a_span_may_be_in_parts_and_over_lines(tmp_path: pathlib.Path) -> None:
    """A span in two parts is two extents, whatever lines its text is broken over."""
    (found,) = attributions(tmp_path, ANNOTATIONS)
    assert found == Attribution(((14, 21),), ((22, 26),), ((0, 13), (39, 62)))
    assert [TEXT[start:end] for start, end in found.content] == [
        "“Rents fell,”",
        "“They will fall again.”",
    ]


def test_parts_come_in_the_order_of_the_text(tmp_path: pathlib.Path) -> None:
    """A role that is filled twice has the extents of both, in the order of the text."""
    changed = ANNOTATIONS.replace("0 13;39 62", "39 62") + "T5\tContent 0 13\t“Rents fell,”\n"
    changed = changed.replace("E1\tAttribution:T4 Content:T1", "E1\tA:T4 Content:T1 Content2:T5")
    (found,) = attributions(tmp_path, changed)
    assert found.content == ((0, 13), (39, 62))


@pytest.mark.parametrize("missing", ["Content:T1 ", "Cue:T3 "])
def test_what_has_no_cue_or_content_is_left_out(tmp_path: pathlib.Path, missing: str) -> None:
    """A record without content, or without a cue, is no attribution to learn from."""
    assert attributions(tmp_path, ANNOTATIONS.replace(missing, "")) == []


def test_what_has_no_source_is_kept(tmp_path: pathlib.Path) -> None:
    """A record without a source is an attribution to nobody."""
    (found,) = attributions(tmp_path, ANNOTATIONS.replace(" Source:T2", ""))
    assert found.source == ()


def test_a_reference_to_nothing_is_nothing(tmp_path: pathlib.Path) -> None:
    """A role that refers to a span which the file does not have is not filled."""
    assert attributions(tmp_path, ANNOTATIONS.replace("Content:T1", "Content:T8")) == []


def test_records_may_come_before_their_spans(tmp_path: pathlib.Path) -> None:
    """The order of the lines in a file does not matter, nor how they end."""
    lines = ANNOTATIONS.splitlines()
    turned = "\r\n".join([lines[-1], *lines[:-1]])
    assert attributions(tmp_path, turned) == attributions(tmp_path, ANNOTATIONS)


@pytest.mark.parametrize("content", ["", "\n", "#1\tAnnotatorNotes T1\tunsure\n"])
def test_a_file_without_records(tmp_path: pathlib.Path, content: str) -> None:
    """A file may have no records at all."""
    assert attributions(tmp_path, content) == []


@pytest.fixture
def split(tmp_path: pathlib.Path) -> pathlib.Path:
    """Two articles: one that two people annotated, and one that nobody did."""
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "b_1.txt").write_bytes(TEXT.encode())
    (tmp_path / "text" / "a_1.txt").write_bytes(b"It rained.")
    (tmp_path / "attributions" / "b_1_x1.ann").write_bytes(ANNOTATIONS.encode())
    (tmp_path / "attributions" / "b_1_x2.ann").write_bytes(b"")
    return tmp_path


def test_articles_have_the_annotations_of_everybody(split: pathlib.Path) -> None:
    """An article has the attributions of each annotator apart; one may have found none."""
    one, other = read_articles(split, READER)
    assert (one.name, other.name) == ("a_1.txt", "b_1.txt")
    assert one.annotations == ()
    assert [len(annotation) for annotation in other.annotations] == [1, 0]


def test_articles_keep_their_line_ends(split: pathlib.Path) -> None:
    """The text is as the file has it, so that offsets fit, and its sentences are the reader's."""
    _, article = read_articles(split, READER)
    assert article.text == TEXT
    assert article.sentences == READER.words(TEXT)


WORDS = parse("Rents rent NOUN NNS 2 nsubj\nfell fall VERB VBD 0 root\n+. . PUNCT . 2 punct").words


@pytest.mark.parametrize(
    ("extent", "words"),
    [
        ((0, 5), ["Rents"]),
        ((0, 6), ["Rents"]),
        ((4, 7), ["Rents", "fell"]),
        ((5, 6), []),
        ((6, 11), ["fell", "."]),
        ((10, 99), ["."]),
        ((11, 99), []),
    ],
)
def test_words_in_an_extent(extent: tuple[int, int], words: list[str]) -> None:
    """The words of an extent are those that share a character with it, in part too."""
    starts, ends = [w.start for w in WORDS], [w.end for w in WORDS]
    assert [WORDS[i].text for i in words_in(starts, ends, extent)] == words


@given(
    st.lists(st.integers(0, 30), unique=True).map(sorted), st.integers(0, 30), st.integers(1, 12)
)
def test_words_in_are_those_that_touch(edges: list[int], start: int, length: int) -> None:
    """Whatever the words, the words of an extent are those that looking at each would find."""
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    starts, ends = [s for s, _ in spans], [e for _, e in spans]
    expected = [i for i, (s, e) in enumerate(spans) if s < start + length and start < e]
    assert list(words_in(starts, ends, (start, start + length))) == expected
