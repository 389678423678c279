"""What each cue does, by lemma and frame: the tables of `attrib/data` that stance is read from.

`stances.csv` lists cues, `acts.csv` what an act means for the other fields where a cue does not say
otherwise, `stance_words.toml` classes of words.  `docs/stance.md` describes their format.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping, Sequence

import attrs

from attrib._choices import Act, CueKind
from attrib._data import data, rows

STANCE_FIELDS = ("polarity", "commitment", "engagement", "attitude", "intensity")
Values = Mapping[str, str]


@attrs.frozen
class Sense:
    """What a cue does in some frames, or, without frames, in all that no other sense has.

    A frame is a row of conditions, each a form of the content ("to-VP", "NP:request" with the class
    of its noun) or a property of the claim ("agentless", "quoted", "evidence").
    """

    frames: tuple[tuple[str, ...], ...]
    act: Act
    values: Values

    def fits(self, forms: Sequence[str]) -> bool:
        """Whether the forms, in their order, hold those of one of the frames."""
        return not self.frames or any(_in_order(frame, forms) for frame in self.frames)


def _in_order(frame: Sequence[str], forms: Iterable[str]) -> bool:
    left = iter(forms)
    return all(form in left for form in frame)


def fitting(own: Sequence[Sense], forms: Sequence[str]) -> Sense:
    """The first of a cue's senses that fits the forms of its content, else the last."""
    return next((sense for sense in own if sense.fits(forms)), own[-1])


@functools.cache
def senses() -> Mapping[tuple[str, str], tuple[Sense, ...]]:
    """The senses of every listed cue, by lemma and kind, the one without frames last.

    >>> [sense.act.value for sense in senses()["agree", "verb"]]
    ['commit', 'affirm']
    """
    found: dict[tuple[str, str], list[Sense]] = {}
    for row in rows("stances.csv"):
        frames = tuple(tuple(frame.split()) for frame in row["frames"].split(";") if frame)
        values = {field: row[field] for field in STANCE_FIELDS if row[field]}
        found.setdefault((row["lemma"], row["kind"]), []).append(
            Sense(frames, Act(row["act"]), values)
        )
    return {cue: tuple(listed) for cue, listed in found.items()}


@functools.cache
def defaults() -> Mapping[Act, Values]:
    """For each act the values of the other fields, where the cue does not say otherwise.

    >>> defaults()[Act.DENY]["polarity"]
    'negative'
    """
    return {
        Act(row["act"]): {field: row[field] for field in STANCE_FIELDS} for row in rows("acts.csv")
    }


@functools.cache
def _phrases() -> Mapping[tuple[str, str], tuple[tuple[str, ...], ...]]:
    """The listed cues of several words, by their first word and kind, the longest first."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for lemma, kind in senses():
        words = tuple(lemma.split())
        if len(words) > 1:
            found.setdefault((words[0], kind), []).append(words)
    return {key: tuple(sorted(listed, key=len, reverse=True)) for key, listed in found.items()}


def listed_as(lemma: str, kind: CueKind | str, beside: Sequence[str] = ()) -> str | None:
    """The entry of a cue: one of several words if the others stand beside it, or its lemma's.

    >>> listed_as("point", "verb", ["out", "that"]), listed_as("zap", "verb")
    ('point out', None)
    """
    for phrase in _phrases().get((lemma, str(kind)), ()):
        if _in_order(phrase[1:], beside):
            return " ".join(phrase)
    return lemma if (lemma, str(kind)) in senses() else None


def base_forms(form: str) -> tuple[str, ...]:
    """The base forms that an inflected verb or noun may have, in American spelling too.

    >>> base_forms("denies"), base_forms("begged")[:3]
    (('denies', 'denie', 'deni', 'deny'), ('begged', 'begge', 'begg'))
    """
    found = [form, *([_irregular()[form]] if form in _irregular() else [])]
    for ending, bases in _ENDINGS:
        stem = form.removesuffix(ending)
        if stem != form and len(stem) > 1:
            doubled = len(stem) > 2 and stem[-1] == stem[-2]
            found += [stem + base for base in bases] + ([stem[:-1]] if doubled else [])
    found += [f"{base[:-3]}ize" for base in found if base.endswith("ise")]
    return tuple(dict.fromkeys(found))


@functools.cache
def _irregular() -> Mapping[str, str]:
    return {row["form"]: row["lemma"] for row in rows("irregular_forms.csv")}


_ENDINGS = (
    ("s", ("",)),
    ("es", ("",)),
    ("ies", ("y",)),
    ("d", ("",)),
    ("ed", ("",)),
    ("ied", ("y",)),
    ("ing", ("", "e")),
)


@functools.cache
def word_class(name: str) -> frozenset[str]:
    """The words of a class of `stance_words.toml`.

    >>> "study" in word_class("evidence")
    True
    """
    return _classes().get(name, frozenset())


@functools.cache
def _classes() -> Mapping[str, frozenset[str]]:
    lists = tomllib.loads(data("stance_words.toml"))
    return {name: frozenset(listed.split()) for name, listed in lists.items()}
