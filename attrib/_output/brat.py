"""brat standoff, in the form of PolNeAR's attributions: spans, and an event that links them.

brat reads annotations line by line and shows a text line by line, so a span that crosses a line end
is written as one discontinuous span, as brat itself does.  Offsets are code points.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from attrib._choices import CueKind
from attrib._claims.claims import with_parents
from attrib._claims.found import Extent, Found, has_letters, with_quoted
from attrib._claims.quotation import quotations
from attrib._output.members import check_text, shown
from attrib._reading.layout import blocks
from attrib._values import Claim, Content, Cue, Span, Speaker

if TYPE_CHECKING:
    from attrib._attribution import Attribution

# What brat needs in the folder of the documents, as `annotation.conf`.
CONFIGURATION = """\
[entities]
Source
Cue
Content

[relations]
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]
Attribution\tSource?:Source, Cue?:Cue, Content*:Content
Attribution-no-source\tCue?:Cue, Content*:Content

[attributes]
"""

NOWHERE = (-1, -1)  # the cue of a claim without one

# Offsets longer than this are in no text.
_SPAN = re.compile(r"(T\d+)\t\S+ (\d{1,18} \d{1,18}(?:;\d{1,18} \d{1,18})*)(?:\t|\r?$)")
_EVENT = re.compile(r"E\d+\t(\S+):(\S+)((?: +\S+:\S+)*)\s*$")
_LABELS = ("Attribution", "Attribution-no-source")
# Relations, equivalences, attributes, normalizations and notes, which tell nothing of claims.
_OTHER = re.compile(r"[RAMN]\d+\t|\*\t|#")
_FORMS = {
    "T": "T1, a tab, a label and two offsets, a tab, and the words",
    "E": "E1, a tab, label:trigger, and role:span for each span",
}
_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # where str.splitlines() splits
_NUMBER = re.compile(r"\d+$")


def to_brat(attribution: Attribution) -> str:
    r"""The lines of an `.ann` file: spans of source, cue and content, and an event a claim.

    >>> from attrib._attribution import Attribution
    >>> from attrib._choices import Mode
    >>> text = '"No,"\nshe said.'
    >>> claim = Claim(id="c1", speaker=Speaker(Span.of(text, 6, 9)), mode=Mode.DIRECT,
    ...               cue=Cue(Span.of(text, 10, 14), "say", CueKind.VERB),
    ...               content=Content.of(text, [Span.of(text, 0, 5)]))
    >>> print(to_brat(Attribution(text, [claim])).expandtabs(4))
    T1  Source 6 9  she
    T2  Cue 10 14   said
    T3  Content 0 5 "No,"
    T4  Attribution 10 14   said
    E1  Attribution:T4 Content:T3 Cue:T2 Source:T1
    <BLANKLINE>

    Raises:
        ValueError: a source, cue or content is white space alone, which brat has no place for.
    """
    numbers = itertools.count(1)
    lines = [
        line for event, claim in enumerate(attribution, 1) for line in _lines(claim, event, numbers)
    ]
    return "".join(f"{line}\n" for line in lines)


def _lines(claim: Claim, event: int, numbers: Iterator[int]) -> Iterator[str]:
    cue = [claim.cue.span] if claim.cue else []
    spans = {
        "Source": [claim.speaker.source] if claim.speaker.source else [],
        "Cue": cue,
        "Content": claim.content.spans,
    }
    ids = {}
    for role, parts in spans.items():
        if parts:
            ids[role] = f"T{next(numbers)}"
            yield f"{ids[role]}\t{_written(claim, role, parts)}"
    label = "Attribution" if "Source" in ids else "Attribution-no-source"
    trigger = f"T{next(numbers)}"
    yield f"{trigger}\t{_written(claim, label, cue or claim.content.spans)}"
    links = "".join(f" {role}:{ids[role]}" for role in ("Content", "Cue", "Source") if role in ids)
    yield f"E{event}\t{label}:{trigger}{links}"


def _written(claim: Claim, label: str, spans: Sequence[Span]) -> str:
    pieces = [piece for span in spans for piece in _pieces(span)]
    if not pieces:
        raise ValueError(
            f"the {label.lower()} of claim {claim.id} is white space alone, "
            f"{spans[0].text!r}: brat has no place for that"
        )
    offsets = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
    return f"{label} {offsets}\t{' '.join(piece.text for piece in pieces)}"


def _pieces(span: Span) -> Iterator[Span]:
    """What stands on each of the lines that a span runs over, without white space at the breaks."""
    if not _BREAK.search(span.text):
        yield from [span] if span.text.strip() else []
        return
    start = span.start
    for line in span.text.splitlines(keepends=True):
        text = line.strip()
        if text:
            at = start + line.index(text)
            yield Span(at, at + len(text), text)
        start += len(line)


def from_brat(ann: str, text: str, id: str | None = None) -> Attribution:
    """The claims of an `.ann` file: its spans and links, and what can be read off the text.

    The quoted parts, the mode and the nesting follow from the spans; the lemma of a cue is its
    words in lower case, its kind a verb, as most are, or punctuation.  A source or cue in pieces is
    taken whole, from the first to the last.

    Raises:
        ValueError: a line is none of brat's, a span is not in the text, or an event links to a span
            that is not there; the message says which line.
        TypeError: the lines or the text are no `str`.
    """
    from attrib._attribution import Attribution  # which imports the forms

    check_text(text)
    if not isinstance(ann, str):
        raise TypeError(f"from_brat() takes the lines of an .ann file, not {type(ann).__name__}")
    marks = quotations(text, [(block.start, block.end) for block in blocks(text)])
    # An event of a trigger alone is one that an annotator gave up.
    events = [event for event in _events(ann, text) if event["Cue"] or event["Content"]]
    found = sorted((_found(text, event) for event in events), key=lambda claim: claim.cue)
    read = [with_quoted(text, claim, marks) for claim in found]
    claims = [_claim(text, number, claim) for number, claim in enumerate(with_parents(read), 1)]
    return Attribution(text, claims, id=id)


def _events(ann: str, text: str) -> Iterator[defaultdict[str, list[Extent]]]:
    """The extents of each event by role; the trigger's are under ""."""
    spans: dict[str, list[Extent]] = {}
    links: list[tuple[int, re.Match[str]]] = []
    last: Sequence[Extent] = ()
    # A span's text may hold any line end but this one.
    for number, line in enumerate(ann.split("\n"), 1):
        try:
            if span := _SPAN.match(line):
                last = spans[span[1]] = _extents(span[1], span[2], line[span.end() :], text)
            elif event := _EVENT.match(line):
                links.append((number, event))
            elif not _OTHER.match(line) and not _continues(line, last, text):
                raise ValueError(f"{shown(line)} is no line of brat: {_advice(line)}")
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None
    for number, event in links:
        if event[1] in _LABELS:
            yield _linked(number, event, spans)


def _continues(line: str, last: Sequence[Extent], text: str) -> bool:
    """Whether a line is blank, or the words of the span before it go on (brat allows neither)."""
    words = " ".join(text[start:end] for start, end in last)
    return " ".join(line.split()) in " ".join(words.split())


def _advice(line: str) -> str:
    return next(
        (f"write {form}" for letter, form in _FORMS.items() if line.startswith(letter)),
        "pass the lines of an .ann file",
    )


def _linked(
    number: int, event: re.Match[str], spans: dict[str, list[Extent]]
) -> defaultdict[str, list[Extent]]:
    roles: defaultdict[str, list[Extent]] = defaultdict(list)
    for role, _, id in (("", ":", event[2]), *(part.partition(":") for part in event[3].split())):
        if id not in spans:
            raise ValueError(
                f"line {number}: {event[0]!r} links to {id}, which is no span here: add its line"
            )
        roles[_NUMBER.sub("", role)] += spans[id]
    for (_, end), (start, _) in itertools.pairwise(sorted(roles["Content"])):
        if start < end:
            raise ValueError(
                f"line {number}: the contents of {event[0]!r} overlap at {start}: link to spans "
                "that are apart"
            )
    return roles


def _extents(id: str, offsets: str, words: str, text: str) -> list[Extent]:
    pairs = [tuple(map(int, pair.split())) for pair in offsets.split(";")]
    pieces = [Span.of(text, start, end) for start, end in pairs]
    if not all(piece.text for piece in pieces):
        raise ValueError(
            f"{id} has an empty piece in {offsets}: write spans of a character or more"
        )
    found = " ".join(" ".join(piece.text for piece in pieces).split())
    # Tools differ in what they make of white space, and some cut a span's text at a line end.
    if not found.startswith(" ".join(words.split())):
        raise ValueError(
            f"{id} reads {words!r}, the text has {found!r} there: pass the text of this file"
        )
    return _joined(sorted((piece.start, piece.end) for piece in pieces), text)


def _joined(extents: Iterable[Extent], text: str) -> list[Extent]:
    """Extents, those joined that only a line end parts."""
    joined: list[Extent] = []
    for start, end in extents:
        gap = text[joined[-1][1] : start] if joined else ""
        if _BREAK.search(gap) and not gap.strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _found(text: str, roles: dict[str, list[Extent]]) -> Found:
    cue = _whole(roles["Cue"])
    words = text[slice(*cue)] if cue else ""
    return Found(
        sentence=0,
        cue=cue or NOWHERE,
        content=tuple(sorted(roles["Content"])),
        source=_whole(roles["Source"]),
        lemma=words.lower(),
        kind=CueKind.VERB if has_letters(words) else CueKind.PUNCTUATION,
    )


def _whole(extents: Sequence[Extent]) -> Extent | None:
    ends = [end for _, end in extents]
    return (min(extents)[0], max(ends)) if extents else None


def _claim(text: str, number: int, claim: Found) -> Claim:
    def span(extent: Extent | None) -> Span | None:
        return None if extent is None else Span.of(text, *extent)

    def spans(extents: Iterable[Extent]) -> tuple[Span, ...]:
        return tuple(Span.of(text, *extent) for extent in extents)

    cue = None if claim.cue == NOWHERE else Span.of(text, *claim.cue)
    return Claim(
        id=f"c{number}",
        speaker=Speaker(span(claim.source)),
        cue=Cue(cue, claim.lemma, claim.kind) if cue else None,
        content=Content.of(text, spans(claim.content), spans(claim.quoted)),
        mode=claim.mode,
        parent=None if claim.parent is None else f"c{claim.parent + 1}",
    )
