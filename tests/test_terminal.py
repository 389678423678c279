"""What the table of an attribution promises: every word of it, on lines that fit the terminal."""

from __future__ import annotations

import itertools
import os

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import attributions, unhurried

from attrib._attribution import Attribution
from attrib._choices import Act, CueKind, Mode, QuantityKind
from attrib._output.terminal import NARROWEST, WITHOUT_TERMINAL, one_line, render, terminal_width
from attrib._values import Claim, Content, Cue, Quantity, Span, Speaker, Stance

TEXT = (
    "Ana Sol said the union had warned that 300 drivers would walk out before the first snow "
    "fell on the pass. She would not comment further. It is over, a note read."
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def content(words: str) -> Content:
    return Content.of(TEXT, [span(words)] if words else [])


OUTER = Claim(
    id="c1",
    speaker=Speaker(span("Ana Sol"), name="Ana Sol"),
    cue=Cue(span("said"), "say", CueKind.VERB),
    content=content(TEXT[13 : TEXT.index(". She")]),
    mode=Mode.INDIRECT,
)
INNER = Claim(
    id="c2",
    speaker=Speaker(span("the union")),
    cue=Cue(span("had warned"), "warn", CueKind.VERB),
    content=content(TEXT[34 : TEXT.index(". She")]),
    mode=Mode.INDIRECT,
    parent="c1",
)
SILENT = Claim(
    id="c3",
    speaker=Speaker(span("She"), name="Ana Sol"),
    cue=Cue(span("would not comment"), "comment", CueKind.VERB),
    content=content(""),
    mode=Mode.INDIRECT,
)
NOTE = Claim(id="c4", speaker=Speaker(), cue=None, content=content("It is over"), mode=Mode.DIRECT)
LABELLED = Claim(
    id="c5",
    speaker=Speaker(span("the union")),
    cue=INNER.cue,
    content=INNER.content,
    mode=Mode.INDIRECT,
    stance=Stance(act=Act.WARN),
    quantities=(
        Quantity(span=span("300 drivers"), kind=QuantityKind.COUNT),
        Quantity(span=span("first"), kind=QuantityKind.ORDINAL),
    ),
)


def lines(*claims: Claim, width: int = 200) -> list[str]:
    """The table's lines without the heading."""
    return render(Attribution(TEXT, claims), width).split("\n")[1:]


def claim_column(table: list[str]) -> list[str]:
    """What stands below the title and the rule of the column of claims."""
    rule = next(index for index, line in enumerate(table) if set(line) == {"-", " "})
    start = table[0].index("claim")
    end = start + len(table[rule][start:].split("  ")[0])
    return [line[start:end].rstrip() for line in table[rule + 1 :]]


def test_columns() -> None:
    """A table without acts and quantities has four columns, titled, ruled and aligned."""
    assert lines(NOTE) == [
        "speaker  cue  claim       mode",
        "-------  ---  ----------  ------",
        "—             It is over  direct",
    ]


def test_labels() -> None:
    """Acts and quantities have columns as soon as one claim has them."""
    titles, _, first, second = lines(LABELLED, NOTE)
    assert titles.split() == ["speaker", "cue", "claim", "mode", "act", "quantities"]
    assert first.endswith("indirect  warn  300 drivers; first")
    assert second.endswith("direct")


def test_labels_without_quantities() -> None:
    """A table has no column of quantities when no claim has any."""
    only_act = attrs.evolve(NOTE, stance=Stance(act=Act.ASSERT))
    assert lines(only_act)[0].split() == ["speaker", "cue", "claim", "mode", "act"]


def test_speaker_with_another_name() -> None:
    """A speaker whose name is not what the text says is shown as both."""
    assert lines(SILENT)[2].startswith("Ana Sol (She)  would not comment")


@pytest.mark.parametrize(
    ("claim", "shown"), [(OUTER, "Ana Sol  "), (INNER, "the union  "), (NOTE, "—  ")]
)
def test_speaker_shown_once(claim: Claim, shown: str) -> None:
    """A speaker is the name, else the words of the text, else a dash."""
    outer = [OUTER] if claim.parent else []
    assert lines(*outer, claim)[-1].startswith(shown)


def test_speaker_in_other_case() -> None:
    """A name that differs from the words of the text only in case is shown alone."""
    claim = attrs.evolve(SILENT, speaker=Speaker(span("the union"), name="The union"))
    assert lines(claim)[2].startswith("The union  would")


def test_speaker_broken_over_lines() -> None:
    """A name that the text breaks over two lines is not shown a second time for that."""
    text = "Ana\nSol left."
    claim = Claim(
        id="c1",
        speaker=Speaker(Span.of(text, 0, 7), name="Ana Sol"),
        cue=Cue(Span.of(text, 8, 12), "leave", CueKind.VERB),
        content=Content(),
        mode=Mode.INDIRECT,
    )
    assert render(Attribution(text, [claim]), 80).endswith("Ana Sol  left         indirect")


def test_nested_under_parent() -> None:
    """A nested claim stands right under its parent, marked and indented, wherever it came from."""
    first, second, third = claim_column(lines(INNER, NOTE, OUTER))
    assert first == NOTE.content.text
    assert second == OUTER.content.text
    assert third == "↳ " + INNER.content.text


def test_nesting_moves_wrapped_lines_too() -> None:
    """Each level of a nest moves all lines of a claim by two columns."""
    deeper = Claim(
        id="c9",
        speaker=Speaker(),
        cue=None,
        content=content("300 drivers would walk out before the first snow"),
        mode=Mode.INDIRECT,
        parent="c2",
    )
    column = claim_column(lines(OUTER, INNER, deeper, width=60))
    nested = column[next(i for i, line in enumerate(column) if line.startswith("  ↳ ")) :]
    assert len(nested) > 1
    assert all(line.startswith("    ") for line in nested[1:])


def test_deep_nests_keep_room() -> None:
    """Claims in a very deep nest still have room for whole words."""
    claims = [
        Claim(
            id=f"c{depth}",
            speaker=Speaker(),
            cue=None,
            content=NOTE.content,
            mode=Mode.DIRECT,
            parent=f"c{depth - 1}" if depth else None,
        )
        for depth in range(1500)
    ]
    assert sum("It is over" in line for line in lines(*claims, width=60)) == 1500


def test_long_claims_wrap() -> None:
    """A long claim takes several lines, and rows of several lines are set apart."""
    table = lines(OUTER, SILENT, width=70)
    assert len(table) > 5
    assert table[-2] == "" or table[-3] == ""
    assert " ".join(" ".join(claim_column(table)).split()) == OUTER.content.text


def test_labels_share_a_column() -> None:
    """Where six columns leave no room for the claims, the labels stand below each other."""
    table = lines(LABELLED, width=60)
    assert [line.split()[-1] for line in table[:3]] == ["mode", "act", "quantities"]
    assert [line.rsplit("  ", 1)[-1] for line in table[4:7]] == ["indirect", "warn", "300 drivers;"]


def test_withheld() -> None:
    """A claim without content leaves its cell empty, and keeps its row."""
    assert claim_column(lines(SILENT)) == [""]


def test_heading() -> None:
    """The first line names the document, and counts its claims and sentences."""
    sentence = Span.of(TEXT, 0, len(TEXT))
    result = Attribution(TEXT, [NOTE], sentences=[sentence], id="pass.txt")
    assert render(result, 80).split("\n")[0] == "pass.txt: 1 claim in 1 sentence"
    assert render(Attribution(TEXT, [OUTER, INNER]), 80).startswith("2 claims in 0 sentences\n")


def test_no_claims() -> None:
    """An attribution without claims is one line that says so."""
    assert render(Attribution("Snow.", id="snow"), 80) == "snow: no claims found in 0 sentences"


def test_no_terminal_controls() -> None:
    """What would steer a terminal or start a new line is a space in every cell and the heading."""
    text = "\x1b[2JAna\r\nSol\u2028said\x07\u202eno\x85thing"
    claim = Claim(
        id="c1",
        speaker=Speaker(Span.of(text, 4, 12)),
        cue=Cue(Span.of(text, 13, 17), "say", CueKind.VERB),
        content=Content.of(text, [Span.of(text, 17, len(text))]),
        mode=Mode.INDIRECT,
    )
    table = render(Attribution(text, [claim], id="a\x1b[2J\nb"), 80)
    assert table.startswith("a [2J b: 1 claim")
    assert table.endswith("Ana Sol  said  no thing  indirect")
    assert all(character.isprintable() for character in table.replace("\n", ""))


@unhurried
@given(attributions(), st.integers(0, 200))
def test_lines_fit(result: Attribution, width: int) -> None:
    """Every attribution is shown, on lines that fit the width and end without spaces."""
    for line in render(result, width).split("\n"):
        assert len(line) <= max(width, NARROWEST)
        assert line == line.rstrip()


@unhurried
@given(attributions(), st.integers(0, 200))
def test_all_words(result: Attribution, width: int) -> None:
    """No character of any claim is missing from the column of claims, but for white space."""
    table = render(result, width).split("\n")
    titles = [index for index, line in enumerate(table) if line.startswith("speaker  ")]
    shown = claim_column(table[titles[0] :]) if result.claims else []
    wanted = [one_line(claim.content.text) for claim in result.claims]
    assert letters(shown) == letters(wanted)


def letters(parts: list[str]) -> list[str]:
    """The characters of all parts in alphabetical order, without white space and nest marks."""
    return sorted(
        character
        for character in itertools.chain(*parts)
        if not character.isspace() and character != "↳"
    )


@pytest.mark.parametrize(
    ("columns", "width"), [("", WITHOUT_TERMINAL), ("132", 132), ("20", NARROWEST)]
)
def test_terminal_width(columns: str, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as the terminal, at least 60 columns, and 100 where there is none."""

    def no_terminal(descriptor: int) -> os.terminal_size:
        raise OSError(f"{descriptor} is no terminal")

    monkeypatch.setattr(os, "get_terminal_size", no_terminal)
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width() == width
