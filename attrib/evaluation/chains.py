"""Sources beside CoreNLP's chains: whom attrib and PolNeAR's automatic coreference take them for.

CoreNLP's chains are no gold.  Where the two name different people, somebody has to read the
passage; a table of such judgements tells who was right (docs/accuracy.md).
"""

from __future__ import annotations

import csv
import gzip
import json
import pathlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs

from attrib._attribution import Attribution
from attrib._choices import SpeakerKind
from attrib._speakers.names import is_short_for, tokens
from attrib._speakers.nouns import listed, titles
from attrib._values import Entity, Speaker

TYPES = ("named", "apposition", "role", "description", "pronoun")
RELATIONS = ("agree", "differ", "attrib alone", "CoreNLP alone", "neither")
VERDICTS = ("attrib", "CoreNLP", "both", "neither")
_RELATIVES = frozenset({"who", "whom", "whose", "which", "that"})
_NAMED = frozenset({"PERSON", "ORGANIZATION", "LOCATION", "MISC"})
_NAMELESS = frozenset({SpeakerKind.UNNAMED, SpeakerKind.GROUP, SpeakerKind.UNKNOWN})
_ARTICLES = frozenset({"a", "an", "the"})
_PLACE = ("document", "start", "end")
Token = Sequence[Any]  # begin, end, form, lemma, part of speech, name, head, relation
Extent = tuple[int, int]


@attrs.frozen
class Parse:
    """CoreNLP's tokens of an article, and its chains as mentions of them."""

    sentences: Sequence[Sequence[Token]]
    chains: Sequence[Sequence[tuple[int, int, int, int, bool]]]


@attrs.frozen
class Pair:
    """A source, by its offsets, and what attrib and CoreNLP call whom it refers to."""

    document: str
    start: int
    end: int
    type: str
    ours: str | None
    theirs: str | None
    same: bool

    @property
    def relation(self) -> str:
        """How the two stand to each other, one of `RELATIONS`."""
        match self.ours, self.theirs:
            case None, None:
                return "neither"
            case _, None:
                return "attrib alone"
            case None, _:
                return "CoreNLP alone"
        return "agree" if self.same else "differ"


def read_parses(split: pathlib.Path) -> Iterator[tuple[str, Parse]]:
    """The parses of a split of PolNeAR, by the name of the article."""
    with gzip.open(split / "parses.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            document = json.loads(line)
            yield f"{document['doc']}.txt", Parse(document["sentences"], document["coref"])


def pairs(name: str, found: Attribution, parse: Parse) -> Iterator[Pair]:
    """Each source of an article once, with what both call it; not "I", "we" and relatives."""
    seen: set[Extent] = set()
    for claim in found:
        source = claim.speaker.source
        if source is None or (source.start, source.end) in seen or _left_out(claim.speaker):
            continue
        seen.add((source.start, source.end))
        place = _head(parse, source.start, source.end)
        if place is not None:
            theirs = _named_mention(parse, place)
            yield _pair(name, claim.speaker, theirs, found)


def _left_out(speaker: Speaker) -> bool:
    return speaker.how not in TYPES or speaker.text.casefold() in _RELATIVES


def _pair(name: str, speaker: Speaker, theirs: Extent | None, found: Attribution) -> Pair:
    assert speaker.source is not None
    ours = [entity for entity in speaker.entities if is_named(entity)]
    text = None if theirs is None else found.text[slice(*theirs)]
    return Pair(
        name,
        speaker.source.start,
        speaker.source.end,
        str(speaker.how),
        " and ".join(entity.name for entity in ours) or None,
        text,
        text is not None and any(_is_same(entity, theirs, text) for entity in ours),
    )


def is_named(entity: Entity) -> bool:
    """Whether an entity is called by a proper name, and not by a description alone."""
    words = [word for word in entity.name.split() if word[0].isalpha()]
    small = listed("links") | listed("particles") | {"and"}
    proper = all(word[0].isupper() or word in small for word in words) and bool(words)
    return entity.kind not in _NAMELESS and proper and words[0].casefold() not in _ARTICLES


def _is_same(entity: Entity, theirs: Extent | None, text: str) -> bool:
    """Whether CoreNLP's name stands at a mention of the entity, or is a form of its name."""
    start, end = theirs or (0, 0)
    if any(m.start <= start and end <= m.end for m in entity.mentions):
        return True
    person = entity.kind is SpeakerKind.PERSON
    one, other = (
        tuple(word for word in tokens(name) if word not in titles()) for name in (entity.name, text)
    )
    return is_short_for(one, other, person) or is_short_for(other, one, person)


def _head(parse: Parse, start: int, end: int) -> tuple[int, int] | None:
    """The sentence and the token that a source is headed by in CoreNLP's parse."""
    for index, sentence in enumerate(parse.sentences):
        inside = {i for i, token in enumerate(sentence) if start <= token[0] and token[1] <= end}
        tops = [i for i in sorted(inside) if sentence[i][6] not in inside]
        named = [i for i in tops if sentence[i][4][:2] in ("NN", "PR")]
        if tops:
            return index, (named or tops)[0]
    return None


def _named_mention(parse: Parse, place: tuple[int, int]) -> Extent | None:
    """The name in the chain that a token heads a mention of, the representative's before others."""
    chain = next((c for c in parse.chains if any((m[0], m[3]) == place for m in c)), None)
    own = (place[0], place[1], place[1] + 1, place[1], False)
    ordered = sorted(chain or [own], key=lambda m: (not m[4], m[1] - m[2]))
    for sentence, first, last, head, _ in ordered:
        if found := _name(parse.sentences[sentence], first, last, head, chain is None):
            return found
    return None


def _name(
    sentence: Sequence[Token], first: int, last: int, head: int, alone: bool
) -> Extent | None:
    """The tokens around the head of a mention that were recognised as one name with it."""
    kind = sentence[head][5]
    if kind not in _NAMED:
        return None
    low, high = head, head + 1
    while low > (0 if alone else first) and sentence[low - 1][5] == kind:
        low -= 1
    while high < (len(sentence) if alone else last) and sentence[high][5] == kind:
        high += 1
    return sentence[low][0], sentence[high - 1][1]


def table(found: Iterable[Pair]) -> Iterator[str]:
    """The lines of a table of how many sources of each type stand how."""
    counts = Counter((pair.type, pair.relation) for pair in found)
    yield f"{'source':12}" + "".join(f"{relation:>14}" for relation in RELATIONS)
    for type in TYPES:
        yield f"{type:12}" + "".join(f"{counts[type, relation]:14}" for relation in RELATIONS)


def write(found: Iterable[Pair], out: pathlib.Path) -> None:
    """Write the disagreements as CSV: names from articles, to be kept out of the repository."""
    with out.open("w", encoding="utf8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow((*_PLACE, "type", "relation", "attrib", "CoreNLP"))
        for pair in found:
            if pair.relation not in ("agree", "neither"):
                place = pair.document, pair.start, pair.end
                rows.writerow((*place, pair.type, pair.relation, pair.ours, pair.theirs))


def judged(path: pathlib.Path) -> Iterator[str]:
    """The lines of a table of judgements: by type of source and relation, who was right."""
    lines = path.read_text(encoding="utf8").splitlines()
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    counts = Counter((row["type"], row["relation"], row["right"]) for row in rows)
    yield f"{'right':27}" + "".join(f"{verdict:>10}" for verdict in VERDICTS)
    for kind in sorted({(row["type"], row["relation"]) for row in rows}):
        shown = "".join(f"{counts[(*kind, verdict)]:10}" for verdict in VERDICTS)
        yield f"{', '.join(kind):27}{shown}"
