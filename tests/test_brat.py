"""What brat standoff promises: PolNeAR's form, lines that brat can read, spans that come back."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import attributions, unhurried

from attrib import Attribution, Claim, Content, Cue, CueKind, Mode, Span, Speaker
from attrib._output.brat import CONFIGURATION
from attrib.training.polnear import read_attributions

DOCS = Path(__file__).parents[1] / "docs" / "formats.md"
TEXT = (
    "Ana Sol said “the pass is shut”\n\n  and would stay so, adding that Bo knew. Hm, Cy went on.\n"
    "“So be it.”"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def claim(id: str, source: str, cue: str, *content: str, mode: Mode, parent: str = "") -> Claim:
    spans = [span(words) for words in content]
    quoted = [span(quote) for words in content for quote in re.findall("“.*”", words)]
    return Claim(
        id=id,
        speaker=Speaker(span(source) if source else None),
        cue=Cue(span(cue), cue, CueKind.VERB) if cue else None,
        content=Content.of(TEXT, spans, quoted),
        mode=mode,
        parent=parent or None,
    )


SAID = claim("c2", "Ana Sol", "said", "“the pass is shut”\n\n  and would stay so", mode=Mode.MIXED)
ADDED = claim("c3", "", "adding", "that Bo knew", mode=Mode.INDIRECT)
KNEW = claim("c4", "Bo", "knew", mode=Mode.INDIRECT, parent="c3")
WENT = claim("c5", "Cy", "went on", "Hm", ".", mode=Mode.INDIRECT)
BARE = claim("c1", "", "", "“So be it.”", mode=Mode.DIRECT)
RESULT = Attribution(TEXT, [BARE, SAID, ADDED, KNEW, WENT], id="pass")

ANN = """\
T1\tContent 91 102\t“So be it.”
T2\tAttribution-no-source 91 102\t“So be it.”
E1\tAttribution-no-source:T2 Content:T1
T3\tSource 0 7\tAna Sol
T4\tCue 8 12\tsaid
T5\tContent 13 31;35 52\t“the pass is shut” and would stay so
T6\tAttribution 8 12\tsaid
E2\tAttribution:T6 Content:T5 Cue:T4 Source:T3
T7\tCue 54 60\tadding
T8\tContent 61 73\tthat Bo knew
T9\tAttribution-no-source 54 60\tadding
E3\tAttribution-no-source:T9 Content:T8 Cue:T7
"""


def test_form() -> None:
    """Spans and events are those of PolNeAR: the label tells whether there is a source."""
    assert RESULT.to_brat().startswith(ANN)


def test_round_trip() -> None:
    """Claims that the form can hold come back with quotes, modes and nesting read off the text."""
    assert Attribution.from_brat(RESULT.to_brat(), text=TEXT, id="pass") == RESULT


def test_configuration_names_every_label() -> None:
    """The configuration for brat declares each label and role that is written."""
    labels = {line.split("\t")[1].split(" ")[0] for line in ANN.splitlines() if line[0] == "T"}
    assert labels <= set(re.findall(r"[\w-]+", CONFIGURATION))
    sections = re.findall(r"^\[(\w+)\]$", CONFIGURATION, re.MULTILINE)
    assert sections == ["entities", "relations", "events", "attributes"]


def test_docs_give_the_configuration() -> None:
    """The page on formats has the configuration as it is written."""
    assert f"```text\n{CONFIGURATION}```\n" in DOCS.read_text("utf8")


def test_polnear_reads_it(tmp_path: Path) -> None:
    """What reads PolNeAR's own files reads ours to the same spans."""
    path = tmp_path / "pass.ann"
    path.write_text(RESULT.to_brat(), "utf8")
    read = list(read_attributions(path))
    assert [attribution.cue for attribution in read] == [((8, 12),), ((54, 60),), ((82, 89),)]
    assert read[0].content == ((13, 31), (35, 52))


@unhurried
@given(attributions())
def test_any_text(result: Attribution) -> None:
    """Each record is one line however lines are split, and reads as its offsets do in the text."""
    ann = written(result)
    assert ann.splitlines() == ann.split("\n")[:-1]
    for line in ann.splitlines():
        if line[0] == "T":
            _, place, words = line.split("\t", 2)
            pairs = [tuple(map(int, pair.split())) for pair in place.split(" ", 1)[1].split(";")]
            assert words == " ".join(result.text[start:end] for start, end in pairs)


@unhurried
@given(attributions())
def test_words_come_back(result: Attribution) -> None:
    """After the round trip every character but white space plays the parts that it played."""
    read = Attribution.from_brat(written(result), text=result.text)
    assert sorted(map(parts, read)) == sorted(map(parts, result))


def written(result: Attribution) -> str:
    """The lines for brat; examples that it has no place for are passed over."""
    try:
        return result.to_brat()
    except ValueError:
        assume(False)
        raise


def parts(claim: Claim) -> list[list[int]]:
    """Where the characters of source, cue and content stand that are no white space."""
    source, cue = claim.speaker.source, claim.cue.span if claim.cue else None
    roles = [[source] if source else [], [cue] if cue else [], claim.content.spans]
    return [
        [s.start + i for s in spans for i, letter in enumerate(s.text) if not letter.isspace()]
        for spans in roles
    ]


def test_second_content_and_pieces() -> None:
    """A second content is part of the first, a cue in pieces is one, a mere trigger none."""
    ann = (
        "T1\tContent 61 73\tthat Bo knew\nT2\tContent 75 77\tHm\nT3\tCue 54 60;79 83\tadding Cy w\n"
        "T4\tAttribution 54 60\tadding\nE1\tAttribution:T4 Content:T1 Cue:T3 Content2:T2\n"
        "#1\tAnnotatorNotes T1\tOdd.\nT5\tDiscuss 0 7\tAna Sol\nE2\tAttribution:T4 \n"
    )
    (read,) = Attribution.from_brat(ann, text=TEXT)
    assert read.content.text == "that Bo knew ... Hm"
    assert read.cue is not None
    assert (read.cue.span.start, read.cue.span.end, read.speaker.source) == (54, 83, None)


@pytest.mark.parametrize(
    ("ann", "message"),
    [
        ("T1\tCue 0 3\tBob\n", "line 1: T1 reads 'Bob', the text has 'Ana' there: pass the text"),
        ("\nE1\tAttribution:T9 Cue:T9\n", "line 2: .* links to T9, which is no span here"),
        ("T1\tCue 900 903\tBob\n", "line 1: .*inside the text"),
        ("T1\tCue 3 0\tAna\n", "line 1: .*runs backwards"),
        ("T1\tCue 3 3\t\n", "line 1: T1 has an empty piece"),
        ("T1\tCue 0\tAna\n", "line 1: 'T1.* is no line of brat: write T1, a tab, a label and two"),
        ("T1 Cue 0 3 Ana\n", "line 1: .* a tab"),
        (f"T1\tCue 0 {'9' * 5000}\tAna\n", "line 1: .* is no line of brat"),
        ("T1\n", "line 1: 'T1' is no line of brat: write T1"),
        ("E1\tAttribution\n", "line 1: .* is no line of brat: write E1, a tab, label:trigger"),
        ("T1\tCue 0 3\tAna\nE1\tAttribution:T1 Cue\n", "line 2: .* and role:span for each span"),
        (
            "T1\tContent 0 7\tAna Sol\nT2\tContent 4 7\tSol\n"
            "E1\tAttribution:T1 Content:T1 Content2:T2\n",
            "line 3: the contents of .* overlap at 4",
        ),
        ("Q7\tAna\n", "line 1: .* is no line of brat: pass the lines of an .ann file"),
        ("pass.ann", "line 1: 'pass.ann' is no line of brat"),
    ],
)
def test_what_does_not_fit(ann: str, message: str) -> None:
    """Spans of another text, links to nothing, and lines of another form are told by the line."""
    with pytest.raises(ValueError, match=message):
        Attribution.from_brat(ann, text=TEXT)


@pytest.mark.parametrize(("ann", "text"), [(None, TEXT), ([ANN], TEXT), (ANN, None), (ANN, b"")])
def test_lines_and_text_are_strings(ann: Any, text: Any) -> None:
    """What is no string is refused, with what to pass."""
    with pytest.raises(TypeError, match=r"takes the lines of an \.ann file|pass the str"):
        Attribution.from_brat(ann, text=text)


def test_other_lines_of_brat() -> None:
    """Relations, attributes, notes and other events are passed over."""
    other = (
        "R1\tIs Arg1:T1 Arg2:T2\nA1\tOld E1\n*\tEquiv T1 T2\n#1\tAnnotatorNotes T1\tOdd.\nM1\tX T1"
    )
    assert Attribution.from_brat(f"{ANN}{other}\nE9\tDiscuss:T1\n", text=TEXT) == (
        Attribution.from_brat(ANN, text=TEXT)
    )


def test_words_that_go_on() -> None:
    """The words of a span may go on over line ends, as in files of PolNeAR that were made so."""
    ann = ANN.replace("shut” and", "shut”\n\nand")
    assert Attribution.from_brat(ann, text=TEXT) == Attribution.from_brat(ANN, text=TEXT)


@given(st.integers(0, len(ANN) - 1), st.text(st.sampled_from("TE19: ;\t\n²a"), max_size=3))
def test_any_lines(place: int, change: str) -> None:
    """Lines that were changed anywhere are read, or refused with an error that names one."""
    told = "line 1: "
    try:
        Attribution.from_brat(ANN[:place] + change + ANN[place + 1 :], text=TEXT)
    except ValueError as error:
        told = str(error)
    assert re.match(r"line \d+: ", told)


def test_white_space_alone() -> None:
    """A span of white space has no place in brat, and the error says which it is."""
    blank = Claim(id="c7", speaker=Speaker(), cue=Cue(Span.of(TEXT, 31, 33), "", CueKind.VERB),
                  content=Content(), mode=Mode.INDIRECT)  # fmt: skip
    with pytest.raises(ValueError, match=r"the cue of claim c7 is white space alone, '\\n\\n'"):
        Attribution(TEXT, [blank]).to_brat()


def test_windows_line_ends() -> None:
    """Lines may end as in Windows."""
    assert len(Attribution.from_brat(ANN.replace("\n", "\r\n"), text=TEXT)) == 3
