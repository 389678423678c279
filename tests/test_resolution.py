"""Resolution on any parse and on texts made to overwhelm it: bounded, exact, never an error."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import Parse, parse
from strategies import unhurried
from trees import parses

from attrib._choices import CueKind
from attrib._claims.claims import find_claims
from attrib._claims.found import Found
from attrib._sentence import Name, NameKind, Sentence
from attrib._speakers.resolution import resolve
from attrib._values import Span, Speaker

SAID = """{form} {form} PROPN NNP 2 nsubj{kind}
said say VERB VBD 0 root
so so ADV RB 2 advmod"""
WORDS = {
    **dict.fromkeys(["he", "her", "it", "they", "I", "we", "who", "both", "each"], "PRON"),
    **dict.fromkeys(["Ana", "Lund", "U.S.", "Beijing"], "PROPN"),
    **dict.fromkeys(["mayor", "sister", "company", "study", "leaders"], "NOUN"),
}


@st.composite
def peopled(draw: st.DrawFn) -> Parse:
    """Any parse, some of whose words name people, places and pronouns."""
    parsed = draw(parses())
    sentences = []
    for sentence in parsed.sentences:
        words = list(sentence.words)
        for index in draw(st.sets(st.sampled_from(range(len(words))))):
            form = draw(st.sampled_from(list(WORDS)))
            plural = form.endswith("s") and WORDS[form] == "NOUN"
            tags = ("NNS" if plural else "NN", draw(st.sampled_from(["nsubj", "appos", "conj"])))
            words[index] = attrs.evolve(
                words[index], lemma=form, upos=WORDS[form], xpos=tags[0], deprel=tags[1]
            )
        kinds = draw(st.sampled_from(list(NameKind)))
        first = draw(st.integers(0, len(words) - 1))
        names = (Name(first, first + 1, kinds),) if draw(st.booleans()) else ()
        sentences.append(Sentence(sentence.start, sentence.end, tuple(words), names))
    return Parse(parsed.text, tuple(sentences))


@st.composite
def found_in(draw: st.DrawFn, text: str) -> Found:
    """Any claim in a text."""
    places = sorted(draw(st.sets(st.integers(0, len(text)), min_size=6, max_size=6)))
    source, cue, content = (tuple(places[i : i + 2]) for i in (0, 2, 4))
    return Found(
        0,
        cue,  # type: ignore[arg-type]
        (content,),  # type: ignore[arg-type]
        draw(st.none() | st.just(source)),  # type: ignore[arg-type]
        draw(st.sampled_from(["say", "add", "reply"])),
        draw(st.sampled_from(list(CueKind))),
        quoted=draw(st.sampled_from([(), (content,)])),  # type: ignore[arg-type]
    )


@unhurried
@given(peopled(), st.data())
def test_any_parse_is_resolved(parsed: Parse, data: st.DataObject) -> None:
    """Whatever the parse and the claims, there is a speaker for each, and spans are slices."""
    claims = []
    if len(parsed.text) > 6:
        claims = data.draw(st.lists(found_in(parsed.text), max_size=3))
        claims.sort(key=lambda claim: claim.cue)
    entities, speakers = resolve(parsed.text, parsed.sentences, claims)
    assert len(speakers) == len(claims)
    for entity in entities:
        assert entity.name
        for mention in entity.mentions:
            assert mention == Span.of(parsed.text, mention.start, mention.end)
    for speaker in speakers:
        assert set(speaker.entities) <= set(entities)
        assert (speaker.name is None) == (not speaker.entities)


@unhurried
@given(peopled())
def test_resolution_is_the_same_every_time(parsed: Parse) -> None:
    """The same parse gives the same entities and speakers."""
    claims = find_claims(parsed.text, parsed.sentences, parsed.quotes)
    once = resolve(parsed.text, parsed.sentences, claims)
    assert once == resolve(parsed.text, parsed.sentences, claims)


def said_by(forms: list[str], kind: str = "") -> tuple[Parse, list[Found]]:
    """Sentences "(form) said so" with the claims in them."""
    rows = [SAID.format(form=form, kind=kind) for form in forms]
    parsed = parse("\n\n".join(rows))
    claims = []
    for index, sentence in enumerate(parsed.sentences):
        source, cue, content = ((w.start, w.end) for w in sentence.words)
        claims.append(Found(index, cue, (content,), source, "say", CueKind.VERB))
    return parsed, claims


def seconds(parsed: Parse, claims: list[Found]) -> tuple[float, tuple[Speaker, ...]]:
    start = time.perf_counter()
    _, speakers = resolve(parsed.text, parsed.sentences, claims)
    return time.perf_counter() - start, speakers


def pronouns(count: int) -> tuple[Parse, list[Found]]:
    parsed, claims = said_by(["He"] * count)
    sentences = tuple(
        attrs.evolve(s, words=(attrs.evolve(s.words[0], upos="PRON", xpos="PRP"), *s.words[1:]))
        for s in parsed.sentences
    )
    return Parse(parsed.text, sentences), claims


def test_ten_thousand_pronouns_without_a_name() -> None:
    """Ten thousand pronouns and no name are ten thousand unknown speakers, in a few seconds."""
    took, speakers = seconds(*pronouns(10_000))
    assert all(speaker.name is None for speaker in speakers)
    assert took < 30


def named(count: int) -> tuple[Parse, list[Found]]:
    return said_by(["Lund"] * count, " person")


def namesakes(count: int) -> tuple[Parse, list[Found]]:
    """Claims of people who all have another first name, and one surname."""
    letters = itertools.product("vwxyz", "lmnopqrstu", "bcdefghijk", "lmnopqr")
    first = ["A" + "".join(four) for four in itertools.islice(letters, count)]
    rows = [
        f"{name} {name} PROPN NNP 3 nsubj person\nLund Lund PROPN NNP 1 flat person\n"
        "said say VERB VBD 0 root\nso so ADV RB 3 advmod"
        for name in first
    ]
    parsed = parse("\n\n".join(rows))
    claims = [
        Found(
            index,
            (s.words[2].start, s.words[2].end),
            ((s.words[3].start, s.words[3].end),),
            (s.words[0].start, s.words[1].end),
            "say",
            CueKind.VERB,
        )
        for index, s in enumerate(parsed.sentences)
    ]
    return parsed, claims


def quotation(count: int) -> tuple[Parse, list[Found]]:
    """A text that is one quotation, by nobody."""
    rows = '" " PUNCT `` 3 punct\n+I I PRON PRP 3 nsubj\nsaid say VERB VBD 0 root'
    more = "I I PRON PRP 2 nsubj\nsaid say VERB VBD 0 root\nso so ADV RB 2 advmod"
    parsed = parse("\n\n".join([rows, *[more] * count]))
    return parsed, list(find_claims(parsed.text, parsed.sentences, parsed.quotes))


def families(count: int) -> tuple[Parse, list[Found]]:
    """People with one surname, and their family after each of them."""
    parsed, _ = namesakes(count)
    family = "the the DET DT 2 det\nLunds Lund PROPN NNPS 3 nsubj\nsaid say VERB VBD 0 root"
    rows = [
        "\n".join(
            f"{w.text} {w.lemma} {w.upos} {w.xpos} {w.head + 1} {w.deprel}"
            + (" person" if w.upos == "PROPN" else "")
            for w in sentence.words
        )
        for sentence in parsed.sentences
    ]
    both = parse("\n\n".join(row for one in rows for row in (one, family)))
    return both, []


@pytest.mark.parametrize("text", [pronouns, named, namesakes, quotation, families])
def test_time_grows_with_the_text(text: Callable[[int], tuple[Parse, list[Found]]]) -> None:
    """Four times the text takes about four times as long, and not sixteen times."""
    short, long = (min(seconds(*text(n))[0] for _ in range(3)) for n in (500, 2000))
    assert long < 10 * short


def test_five_hundred_people_with_one_surname() -> None:
    """Each of five hundred people with one surname keeps the own name, in a few seconds."""
    parsed, claims = namesakes(500)
    took, speakers = seconds(parsed, claims)
    assert [speaker.name for speaker in speakers] == [
        f"{sentence.words[0].text} Lund" for sentence in parsed.sentences
    ]
    assert took < 30


def test_a_text_that_is_one_quotation() -> None:
    """In a text that is one quotation by nobody, "I" and "he" are nobody that is known."""
    took, speakers = seconds(*quotation(3000))
    assert all(speaker.name is None for speaker in speakers)
    assert took < 30
