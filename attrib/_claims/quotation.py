"""Quotations: which stretches of a text stand between quotation marks.

One pass over the double marks of each block, then one over the single marks outside of them.  A
double quotation that is never closed runs to the end of its block, as news writes speech that goes
on in the next paragraph.  If that does not begin with a mark, the closing one was forgotten, and
the quotation ends where the reporter speaks again.  A single one needs its end, for an apostrophe
looks like its beginning.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Iterator, Sequence

import attrs
import regex

from attrib._choices import Act, Force
from attrib._claims.lexicon import base_forms, senses, word_class
from attrib._reading.layout import titles

QUOTE_MARKS = frozenset({'"', "“", "”", "''", "``", "«", "»", "„", "‟"})
_MARKS = regex.compile(r"[\"“”„‟«»]|''|``")
_LONE = regex.compile(r"(?<!')[‘’'](?!')")
_YEAR = regex.compile(r"['‘]\d\ds\b")
_SHORTEST = 3  # "rock 'n' roll" quotes nothing
_OPENERS = ('"', "“", "„", "‟", "«", "``", "''")
_OPENING, _CLOSING = frozenset("“„‟«") | {"``"}, frozenset("”»")
_BEFORE_OPENING = frozenset("([{—–-'‘")
_AFTER_CLOSING = frozenset(")]}.,;:!?—–-'’")
_SENTENCE_END = regex.compile(r"(?P<last>\S+[.!?…])\s+(?=\p{Lu})")
_PART_END = regex.compile(r"[,;:.!?…](?=\s|$)")
_WORD = regex.compile(r"[\w'’.-]*[\w'’]")
_OWN_VOICE = frozenset({"i", "we", "you"})
_SINGLE = ("‘", "’", "'")
_FARTHEST = 1000  # characters, so that time stays linear where a whole text is one speech
_SUBJECT = 8  # words, the most that are looked through for the verb of "..., he said"


@attrs.frozen(order=True)
class Quotation:
    """A stretch between quotation marks, marks included; `closed` tells if its end was marked."""

    start: int
    end: int
    closed: bool = True

    def covers(self, start: int, end: int) -> bool:
        """Whether a span lies wholly inside."""
        return self.start <= start and end <= self.end

    def touches(self, start: int, end: int) -> bool:
        """Whether a span shares a character with it."""
        return self.start < end and start < self.end


def quotations(text: str, blocks: Iterable[tuple[int, int]]) -> tuple[Quotation, ...]:
    """The quotations of a text, block by block, in order and never overlapping.

    >>> text = 'He said "no" twice. “Never again.'
    >>> [text[q.start:q.end] for q in quotations(text, [(0, len(text))])]
    ['"no"', '“Never again.']
    """
    places = list(blocks)
    follows = [text[start:end].startswith(_OPENERS) for start, end in [*places[1:], (0, 0)]]
    return tuple(
        quote
        for (start, end), goes_on in zip(places, follows, strict=False)
        for quote in _block_quotations(text, start, end, goes_on)
    )


def _block_quotations(text: str, start: int, end: int, goes_on: bool) -> Iterator[Quotation]:
    place = start
    for quote in _double(text, start, end, goes_on):
        yield from _single(text, place, quote.start)
        yield quote
        place = quote.end
    yield from _single(text, place, end)


def _double(text: str, start: int, end: int, goes_on: bool) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    for mark in _MARKS.finditer(text, start, end):
        if _is_inch(text, mark, end, opened is not None):
            continue
        if _opens(text, mark, start, end, opened is not None):
            if opened is not None and mark.start() > opened:
                found.append(_unclosed(text, opened, mark.start()))
            opened = mark.start()
        elif opened is not None:
            found.append(Quotation(opened, mark.end()))
            opened = None
    if opened is not None and goes_on:
        found.append(Quotation(opened, end, closed=False))
    elif opened is not None:
        found.append(_unclosed(text, opened, end))
    return found


def _is_inch(text: str, mark: regex.Match[str], end: int, inside: bool) -> bool:
    """Whether a straight mark behind a digit is that of inches, and no quotation's."""
    place = mark.start()
    if mark.group() != '"' or not text[place - 1 : place].isdigit():
        return False
    if not inside:
        return True
    following = _MARKS.search(text, place + 1, end)  # is it this one that closes, or the next?
    right = text[place + 1 : place + 2]
    left = text[following.start() - 1] if following else " "
    return right.isspace() and not (left.isspace() or left in _BEFORE_OPENING)


def _unclosed(text: str, start: int, end: int) -> Quotation:
    """A quotation whose end was forgotten, up to where the reporter speaks again.

    That is a tag (", he said") or a sentence by somebody who says something, but not the speaker.
    """
    first = start
    for stop in (*_sentence_ends(text, start, end), end):
        tag = _tag(text, first, stop)
        if tag is not None:
            return Quotation(start, tag, closed=False)
        if first > start and _reports(text[first:stop]):
            return Quotation(start, start + len(text[start:first].rstrip()), closed=False)
        first = stop
    return Quotation(start, end, closed=False)


def _sentence_ends(text: str, start: int, end: int) -> Iterator[int]:
    for found in _SENTENCE_END.finditer(text, start, end):
        last = found["last"].lstrip('"“„«(')
        if last not in titles() and len(last) > 2:
            yield found.end()


def _tag(text: str, start: int, end: int) -> int | None:
    """Where the comma of "..., he said" or "..., said Sol" stands in a sentence."""
    for comma in _PART_END.finditer(text, start, end):
        rest = _PART_END.search(text, comma.end(), end)
        words = _WORD.findall(text, comma.end(), rest.start() if rest else end)
        if comma.group() == "," and _tells_who(words):
            return comma.start()
    return None


def _tells_who(words: Sequence[str]) -> bool:
    """Whether words are who said it, with nothing that was said: "the mayor *said* on Monday"."""
    for place, word in enumerate(words[:_SUBJECT]):
        if not _is_said(word):
            continue
        if place == 0:
            return len(words) > 1 and (words[1][0].isupper() or _is_determiner(words[1]))
        behind = words[place + 1 : place + 2]
        named = words[0][0].isupper() or _is_determiner(words[0])
        return named and not (behind and not _begins_aside(behind[0]))
    return False


def _is_determiner(word: str) -> bool:
    return word.lower() in word_class("begins_subject")


def _begins_aside(word: str) -> bool:
    return word.lower() in word_class("begins_aside") or word.endswith("day")


def _reports(sentence: str) -> bool:
    """Whether somebody else than the speaker says something in a sentence."""
    for word in _WORD.findall(sentence)[:_SUBJECT]:
        if word.lower() in _OWN_VOICE:
            return False
        if _is_said(word):
            return True
    return False


@functools.cache
def _is_said(word: str) -> bool:
    """Whether a word may be the past of a verb of speech, or "says"."""
    if not word.islower() or (word.endswith("s") and word != "says"):
        return False
    listed = (senses().get((base, "verb"), ()) for base in base_forms(word)[1:])
    return any(own and _is_spoken(own[-1].act) for own in listed)


def _is_spoken(act: Act) -> bool:
    return act.force is not Force.MENTAL and act not in (Act.FIND, Act.EXPRESS)


def _single(text: str, start: int, end: int) -> Iterator[Quotation]:
    """Quotations between single marks; apostrophes inside words, "dogs'" and "'90s" are none."""
    opening: int | None = None
    doubtful: int | None = None
    for mark in _LONE.finditer(text, start, end):
        place = mark.start()
        kind = _single_kind(text, place, start, end)
        if kind == "open":
            if opening is not None and doubtful is not None:
                yield Quotation(opening, doubtful)
            opening, doubtful = place, None
        elif opening is None or place - opening < _SHORTEST:
            continue
        elif kind == "close":
            yield Quotation(opening, place + 1)
            opening = doubtful = None
        elif kind == "doubtful" and doubtful is None:
            doubtful = place + 1
    if opening is not None and doubtful is not None:
        yield Quotation(opening, doubtful)


def _single_kind(text: str, place: int, start: int, end: int) -> str:
    left = text[place - 1] if place > start else " "
    right = text[place + 1] if place + 1 < end else " "
    if left.isspace() or left in _BEFORE_OPENING:
        opens = text[place] != "’" and not right.isspace() and not _YEAR.match(text, place, end)
        return "open" if opens else ""
    if right.isspace() or right in _AFTER_CLOSING:
        possessive = left in "sS" and right.isspace() and place + 1 < end
        return "doubtful" if possessive else "close"
    return ""


def _opens(text: str, mark: regex.Match[str], start: int, end: int, inside: bool) -> bool:
    left = text[mark.start() - 1] if mark.start() > start else " "
    right = text[mark.end()] if mark.end() < end else " "
    space_left = left.isspace() or left in _BEFORE_OPENING
    space_right = right.isspace() or right in _AFTER_CLOSING
    if mark.group() in _OPENING:
        # an opening mark that stands where only a closing one can is one, too
        slip = inside and right.isspace() and mark.group() not in ("«", "``")
        return not slip
    if mark.group() in _CLOSING:
        # a closing mark that stands where only an opening one can is a slip of the keyboard
        return not inside and space_left and not right.isspace()
    if space_left and not right.isspace():
        return not (inside and space_right and not left.isspace())
    if space_right and not left.isspace():
        return False
    return not inside


def within(found: Sequence[Quotation], start: int, end: int) -> tuple[Quotation, ...]:
    """The quotations, of an ordered sequence, that share a character with a span."""
    first = bisect.bisect_right(found, start, key=lambda q: q.end)
    last = bisect.bisect_left(found, end, key=lambda q: q.start)
    return tuple(found[first:last])


def inside(
    text: str, quotes: Sequence[Quotation], cue: tuple[int, int], extent: tuple[int, int]
) -> tuple[Quotation, ...]:
    """The quotations between single marks in the speech that a cue stands in that touch an extent.

    A mark right before the extent may open one, which goes on behind it for so long at most.

    >>> text = "“She wrote, ‘Never again.’”"
    >>> [text[q.start : q.end] for q in inside(text, [Quotation(0, len(text))], (5, 10), (13, 18))]
    ['‘Never again.’']
    """
    speech = next((q for q in within(quotes, *cue) if q.covers(*cue)), None)
    if speech is None:
        return ()
    start, end = extent
    first = max(start - (text[start - 1 : start] in _SINGLE), speech.start + 1)
    last = min(end + _FARTHEST, speech.end - speech.closed)
    return tuple(q for q in _single(text, first, last) if q.touches(start, end))
