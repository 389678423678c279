"""The notebook view: the whole text and nothing but, who speaks, and no way to smuggle markup."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from articles import ARTICLE, CLAIMS, TEXT, overlapping
from hypothesis import given
from strategies import attributions, unhurried

from attrib._attribution import Attribution
from attrib._choices import Mode
from attrib._output import html
from attrib._values import Claim, Content, Span, Speaker

EMPTY = {"meta"}  # elements without an end


class Page(HTMLParser):
    """The elements of a page in order, the running text, and what of it is marked."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.text = self.marked = self.listed = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = tag, {name: value or "" for name, value in attributes}
        self.seen.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = [attributes.get("class", "") for _, attributes in self.open]
        if "attrib-text" in classes:
            self.text += data
            self.marked += data if "mark" in [tag for tag, _ in self.open] else ""
        elif "attrib-side" in classes:
            self.listed += data

    def of(self, kind: str) -> list[dict[str, str]]:
        """The attributes of the elements of this class."""
        return [found for _, found in self.seen if kind in found.get("class", "").split()]


def shown(text: str) -> str:
    """The text with what cannot be shown replaced."""
    bad = {"Cc", "Cs"}
    return "".join(
        "\ufffd" if unicodedata.category(c) in bad and c not in "\t\n\r" else c for c in text
    )


ELEMENTS = {"div", "style", "details", "summary", "span", "mark", "bdi", "p", "em", "dl", "dt",
            "dd"}  # fmt: skip
ATTRIBUTES = {"class", "title", "role", "aria-label", "tabindex", "lang", "dir", "open",
              "data-attrib"}  # fmt: skip


@unhurried
@given(attributions())
def test_the_text_is_shown_and_nothing_else(result: Attribution) -> None:
    """The view is well formed, shows exactly the text, and takes no markup from it."""
    page = Page(result._repr_html_())
    assert page.text == shown(result.text)
    assert not page.open
    assert {tag for tag, _ in page.seen} <= ELEMENTS
    assert {name for _, attributes in page.seen for name in attributes} <= ATTRIBUTES


@unhurried
@given(attributions())
def test_the_contents_are_marked(result: Attribution) -> None:
    """The characters in `<mark>` are those of the contents, each once."""
    covered = {
        place
        for claim in result
        for span in claim.content.spans
        for place in range(span.start, span.end)
    }
    marked = "".join(result.text[i] for i in sorted(covered))
    assert Page(result._repr_html_()).marked == shown(marked)


@unhurried
@given(attributions())
def test_every_claim_is_listed_once(result: Attribution) -> None:
    """Each claim has one entry, under its speaker."""
    page = Page(result._repr_html_())
    assert len(page.of("attrib-said")) == len(result)
    assert len(page.of("attrib-count")) == len(result.by_speaker())


def test_speakers_are_lettered() -> None:
    """Speakers stand in a list by number of claims, the unknown one last and in grey."""
    listed = " ".join(Page(ARTICLE._repr_html_()).listed.split())
    assert listed.startswith("6 claims by 4 speakers")
    for line in ("A Ana Sol Harbour master 2 claims", "B Bo Marsh person 1 claim"):
        assert line.replace(" ", "") in listed.replace(" ", "")
    assert 'attrib-by-0" role="listitem"' in ARTICLE._repr_html_()
    assert listed.index("Cy Oram") < listed.index("unknown speaker")


def test_speakers_outnumber_letters_and_colours() -> None:
    """After Z comes AA, and a colour that comes again has another letter."""
    page = Page(overlapping(30, 99)._repr_html_())
    same = [found for found in page.of("attrib-content") if "attrib-by-1" in found["class"].split()]
    assert [found["data-attrib"] for found in same if "data-attrib" in found] == [
        "A1", "I1", "Q1", "Y1",
    ]  # fmt: skip
    assert "AD1" in overlapping(30, 99)._repr_html_()


def test_marks_carry_labels() -> None:
    """A claim shows its label, a source the letter of its speaker, and pointing tells the rest."""
    page = Page(ARTICLE._repr_html_())
    contents = {found.get("data-attrib"): found for found in page.of("attrib-content")}
    assert "attrib-over-1" in contents["A1"]["class"]
    assert "attrib-over-0" in contents["B1"]["class"]
    assert contents["B1"]["title"].splitlines()[:3] == [
        "B1: Bo Marsh", "source: Bo Marsh (named)", "cue: had promised",
    ]  # fmt: skip
    sources = [(found["data-attrib"], found.get("title")) for found in page.of("attrib-source")]
    assert ("A", "A: Ana Sol, pronoun") in sources


def test_a_nested_claim_is_drawn_inside() -> None:
    """The mark of a claim inside another one is an element inside that one's."""
    markup = ARTICLE._repr_html_()
    outer = markup.index('data-attrib="A1"', markup.index("attrib-text"))
    assert "</mark>" not in markup[outer : markup.index('data-attrib="B1"', outer)]


def test_a_withheld_claim_is_labelled_at_its_cue() -> None:
    """A claim without content shows its label at its cue, and says that it has none."""
    page = Page(ARTICLE._repr_html_())
    assert [found["data-attrib"] for found in page.of("attrib-cue") if "data-attrib" in found] == [
        "D1"
    ]
    assert "no content" in page.listed


def test_a_shared_quantity_is_drawn_once() -> None:
    """What two claims share is marked once, with its reading."""
    page = Page(ARTICLE._repr_html_())
    titles = [found.get("title") for found in page.of("attrib-quantity")]
    assert titles == [None, "40 × ferry", "a rise of 5 percent"]


def test_the_list_tells_what_is_known() -> None:
    """An entry tells evidence, addressee, quantities, confidence, and what the claim is inside."""
    listed = Page(ARTICLE._repr_html_()).listed
    for fact in (
        "commitmentneutral (“could”)", "engagementdistance", "said toreporters", "insideA1",
        "quantity40 ferries = 40 × ferry", "confidence91 %", "idc6",
        "sourceshe (pronoun, takes up “Ana Sol”, 98 %)",
    ):  # fmt: skip
        assert fact in listed
    assert "polarity" not in listed


HOSTILE = "\"'><script>alert(1)</script>&amp;{style}"


def test_hostile_values_are_escaped() -> None:
    """Names, ids, languages and texts that look like markup are shown as they are."""
    text = HOSTILE * 2
    claim = Claim(id=HOSTILE, speaker=Speaker(Span.of(text, 0, 5), name=HOSTILE), cue=None,
                  content=Content.of(text, [Span.of(text, 5, 40)]), mode=Mode.DIRECT)  # fmt: skip
    result = Attribution(text, [claim], id=HOSTILE, language=HOSTILE)
    page = Page(html.page(result))
    assert page.text == text
    assert HOSTILE in page.listed
    assert {tag for tag, _ in page.seen} <= ELEMENTS | {"html", "head", "meta", "title", "body",
                                                        "main", "h1"}  # fmt: skip
    assert page.seen[0] == ("html", {"lang": HOSTILE})


def test_styles_stay_inside() -> None:
    """Every rule is for the view or its page alone, and none fetches anything."""
    sheet = re.sub(r"/\*.*?\*/", "", html._style(), flags=re.DOTALL)
    sheet = re.sub(r"@media[^{]*\{", "", sheet)
    selectors = [part.strip(" }\n") for part in re.findall(r"([^{}]+)\{", sheet.replace("}}", "}"))]
    assert len(selectors) > 40
    for selector in ",".join(selectors).split(","):
        assert re.match(r"\S+ \.attrib$|\.attrib(-page)?( |$)", selector), selector
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_an_empty_text_has_a_view() -> None:
    """Nothing said is told in words."""
    assert "No claims found" in Page(Attribution("")._repr_html_()).listed
    assert "No claims found" in Page(Attribution("It rained.")._repr_html_()).listed


def test_pages_grow_with_their_texts() -> None:
    """Twice as many overlapping spans in twice the text make a page about twice as long."""
    shorter, longer = (len(html.page(overlapping(n, 100 * n))) for n in (300, 600))
    assert longer < 2.1 * shorter
    result = overlapping(600, 100_000)
    assert Page(result._repr_html_()).text == result.text


def test_crossing_spans_are_labelled_once() -> None:
    """A mark that a crossing one closes is opened again, without its label."""
    text = "abcdef"
    spans = [Span.of(text, 0, 4), Span.of(text, 2, 6)]
    result = Attribution(text, [
        Claim(id=f"c{i}", speaker=Speaker(), cue=None, content=Content.of(text, [span]),
              mode=Mode.INDIRECT) for i, span in enumerate(spans)])  # fmt: skip
    page = Page(result._repr_html_())
    assert page.text == text
    labels = [found.get("data-attrib") for found in page.of("attrib-content")]
    assert labels == ["A1", "?1", "?2", None]


def test_the_page_stands_alone(tmp_path: Path) -> None:
    """`to_html` writes a whole document in UTF-8, named after the text."""
    path = tmp_path / "ferries.html"
    ARTICLE.to_html(path)
    written = path.read_bytes().decode("utf8")
    assert written == html.page(ARTICLE)
    assert written.startswith('<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">')
    assert "<title>ferries.txt</title>" in written
    assert 'name="viewport"' in written
    assert Page(written).text == TEXT
    assert "<title>Who said what</title>" in html.page(attrs.evolve(ARTICLE, id=None))


def test_the_page_as_a_string(tmp_path: Path) -> None:
    """Without a path `to_html` returns the page that it writes with one."""
    path = tmp_path / "page.html"
    ARTICLE.to_html(path)
    assert path.read_bytes() == ARTICLE.to_html().encode("utf8")


def test_what_no_file_can_hold_is_replaced(tmp_path: Path) -> None:
    """Lone surrogates and control characters are shown as replacement signs everywhere."""
    odd = "a\ud800\x00\x1b\x9fb\r\n"
    claim = attrs.evolve(CLAIMS[3], id=odd, speaker=Speaker(name=odd),
                         cue=None, content=Content.of(odd, [Span.of(odd, 1, 3)]))  # fmt: skip
    Attribution(odd, [claim], id=odd, language=odd).to_html(str(tmp_path / "odd.html"))
    written = (tmp_path / "odd.html").read_bytes().decode("utf8")
    assert Page(written).text == "a\ufffd\ufffd\ufffd\ufffdb\r\n"
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f]", written)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Where there is no folder to write to, the error says what to do."""
    with pytest.raises(FileNotFoundError, match=r"no folder .*away to write a.html to: make it"):
        ARTICLE.to_html(tmp_path / "away" / "a.html")
