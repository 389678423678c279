"""The whole public API with the types that it promises; checked, never run."""

# pyright: strict

from collections.abc import Generator, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, assert_type

from matplotlib.axes import Axes

import attrib
from attrib import (
    Act,
    Approximation,
    Attitude,
    Attribution,
    Attributor,
    Claim,
    Commitment,
    Config,
    Content,
    Cue,
    CueKind,
    Direction,
    Document,
    Engagement,
    Entity,
    Evidence,
    Force,
    Gender,
    How,
    Intensity,
    Mode,
    Name,
    NameKind,
    Occurrence,
    Polarity,
    Quantity,
    QuantityKind,
    Role,
    Sentence,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Unattributed,
    Word,
)
from attrib.connect import attribute_batch, claim_rows


def functions(text: str) -> None:
    assert_type(attrib.attribute(text), Attribution)
    assert_type(attrib.attribute(text, id="a.txt"), Attribution)
    assert_type(attrib.quantities(text), tuple[Quantity, ...])


def attributor(text: str) -> None:
    config = Config(models="shipped", claims="syntax", threshold=0.5, precision="full")
    assert_type(config.models, str)
    assert_type(Config(models=Path("models")).models, str)
    assert_type(config.claims, Literal["model", "syntax"])
    assert_type(config.threshold, float)
    assert_type(config.noun_threshold, float)
    assert_type(config.precision, Literal["fast", "full"])
    reader = Attributor(config)
    assert_type(Attributor(), Attributor)
    assert_type(reader.config, Config)
    assert_type(reader.attribute(text), Attribution)
    assert_type(reader.attribute(text, id="a.txt"), Attribution)


def many(reader: Attributor, texts: list[str]) -> None:
    found = reader.attribute_many(texts)
    assert_type(found, Generator[Attribution | Unattributed, None, None])
    for one in reader.attribute_many(
        iter(texts), batch_size=8, progress=True, errors="yield", n_process=2
    ):
        if isinstance(one, Unattributed):
            assert_type(one.index, int)
            assert_type(one.error, Exception)
        else:
            assert_type(one, Attribution)


def parsed(reader: Attributor) -> None:
    word = Word(0, "Yes", 0, 3, "yes", "INTJ", "UH", "", -1, "root")
    sentence = Sentence(0, 3, (word,), names=(Name(0, 1, NameKind.PERSON),), block=0)
    document = Document("Yes.", [sentence])
    assert_type(document.text, str)
    assert_type(document.sentences, tuple[Sentence, ...])
    assert_type(reader.attribute_parsed(document), Attribution)


def sentence(sentence: Sentence, name: Name) -> None:
    assert_type(sentence.start, int)
    assert_type(sentence.end, int)
    assert_type(sentence.words, tuple[Word, ...])
    assert_type(sentence.names, tuple[Name, ...])
    assert_type(sentence.block, int)
    assert_type(sentence.dependents, tuple[tuple[int, ...], ...])
    assert_type(sentence.find(0, "nsubj", "obj"), Word | None)
    assert_type(sentence.all(0, "conj"), Iterator[Word])
    assert_type(sentence.phrase(0, leave=[1]), set[int])
    assert_type(sentence.climb(0, lambda word: word.upos == "VERB"), Word)
    assert_type(name.first, int)
    assert_type(name.last, int)
    assert_type(name.kind, NameKind)


def word(word: Word) -> None:
    assert_type(word.index, int)
    assert_type(word.text, str)
    assert_type(word.start, int)
    assert_type(word.end, int)
    assert_type(word.lemma, str)
    assert_type(word.upos, str)
    assert_type(word.xpos, str)
    assert_type(word.feats, str)
    assert_type(word.head, int)
    assert_type(word.deprel, str)
    assert_type(word.relation, str)


def columns(texts: list[str]) -> None:
    rows = attribute_batch({"body": texts}, text="body", config=Config())
    assert_type(rows, dict[str, Any])
    assert_type(claim_rows(rows, text="body"), dict[str, list[Any]])


def attribution(result: Attribution) -> None:
    assert_type(result.text, str)
    assert_type(result.claims, tuple[Claim, ...])
    assert_type(result.entities, tuple[Entity, ...])
    assert_type(result.sentences, tuple[Span, ...])
    assert_type(result.id, str | None)
    assert_type(result.language, str)
    assert_type(result.by_speaker(), dict[str, tuple[Claim, ...]])
    assert_type(result.outermost(), tuple[Claim, ...])


def sequence(result: Attribution, claim: Claim) -> None:
    assert_type(len(result), int)
    assert_type(result[0], Claim)
    assert_type(result[1:], tuple[Claim, ...])
    assert_type(iter(result), Iterator[Claim])
    assert_type(result.index(claim), int)
    assert_type(result.count(claim), int)
    assert_type(claim in result, bool)
    assert_type(hash(result) == hash(claim), bool)


def output(result: Attribution) -> None:
    form = result.to_dict()
    assert_type(form, dict[str, Any])
    assert_type(result.to_json(), str)
    assert_type(result.to_json(indent=2), str)
    assert_type(Attribution.from_dict(form, text=result.text), Attribution)
    assert_type(Attribution.from_json(result.to_json(), text=result.text), Attribution)
    assert_type(result.to_html(), str)
    result.to_html("page.html")
    result.to_html(Path("page.html"))


def tables(result: Attribution) -> None:
    assert_type(result.records(), list[dict[str, Any]])
    assert_type(result.records("quantities"), list[dict[str, Any]])
    assert_type(result.to_csv("entities"), str)
    result.to_pandas("claims")  # Any, as is the next: both libraries are optional
    result.to_polars("claims")


def formats(result: Attribution, text: str) -> None:
    assert_type(result.to_brat(), str)
    assert_type(Attribution.from_brat(result.to_brat(), text=text, id="a.txt"), Attribution)
    form = result.to_web_annotation("https://example.org/a")
    assert_type(form, dict[str, Any])
    assert_type(Attribution.from_web_annotation(form, text=text), Attribution)
    attrib.write_jsonl(iter([result]), Path("claims.jsonl"))
    assert_type(attrib.read_jsonl("claims.jsonl", texts={"a.txt": text}), Iterator[Attribution])
    assert_type(attrib.read_jsonl("claims.jsonl", texts=str.upper), Iterator[Attribution])
    assert_type(attrib.read_jsonl("claims.jsonl", texts="news"), Iterator[Attribution])


def chart(result: Attribution, axes: Axes) -> None:
    assert_type(result.plot_speakers(), Axes)
    assert_type(result.plot_speakers(most=3, axes=axes), Axes)


def claim(claim: Claim) -> None:
    assert_type(claim.id, str)
    assert_type(claim.speaker, Speaker)
    assert_type(claim.cue, Cue | None)
    assert_type(claim.content, Content)
    assert_type(claim.mode, Mode)
    assert_type(claim.stance, Stance)
    assert_type(claim.quantities, tuple[Quantity, ...])
    assert_type(claim.addressee, Span | None)
    assert_type(claim.parent, str | None)
    assert_type(claim.children, tuple[str, ...])
    assert_type(claim.sentences, tuple[int, ...])
    assert_type(claim.confidence, float | None)


def speaker(speaker: Speaker, entity: Entity) -> None:
    assert_type(speaker.source, Span | None)
    assert_type(speaker.entities, tuple[Entity, ...])
    assert_type(speaker.name, str | None)
    assert_type(speaker.kind, SpeakerKind)
    assert_type(speaker.how, How)
    assert_type(speaker.antecedent, Span | None)
    assert_type(speaker.confidence, float | None)
    assert_type(speaker.text, str)
    assert_type(entity.id, str)
    assert_type(entity.name, str)
    assert_type(entity.kind, SpeakerKind)
    assert_type(entity.gender, Gender | None)
    assert_type(entity.mentions, tuple[Span, ...])
    assert_type(entity.descriptions, tuple[str, ...])


def words(span: Span, cue: Cue, content: Content) -> None:
    assert_type(span.start, int)
    assert_type(span.end, int)
    assert_type(span.text, str)
    assert_type(Span.of("Ana Sol agreed.", 4, 7), Span)
    assert_type(span < span, bool)
    assert_type(sorted([span]), list[Span])
    assert_type(cue.span, Span)
    assert_type(cue.lemma, str)
    assert_type(cue.kind, CueKind)
    assert_type(cue.text, str)
    assert_type(content.spans, tuple[Span, ...])
    assert_type(content.text, str)
    assert_type(content.quoted, tuple[Span, ...])
    assert_type(Content.of("Ana Sol agreed.", [span], quoted=(span,)), Content)


def stance(stance: Stance, evidence: Evidence) -> None:
    assert_type(stance.act, Act | None)
    assert_type(stance.polarity, Polarity | None)
    assert_type(stance.commitment, Commitment | None)
    assert_type(stance.engagement, Engagement | None)
    assert_type(stance.occurrence, Occurrence | None)
    assert_type(stance.attitude, Attitude | None)
    assert_type(stance.intensity, Intensity | None)
    assert_type(stance.target, Span | None)
    assert_type(stance.evidence, tuple[Evidence, ...])
    assert_type(evidence.span, Span)
    assert_type(evidence.field, str)
    assert_type(evidence.value, str)


def quantity(quantity: Quantity) -> None:
    assert_type(quantity.span, Span)
    assert_type(quantity.kind, QuantityKind)
    assert_type(quantity.low, Decimal | None)
    assert_type(quantity.high, Decimal | None)
    assert_type(quantity.low_open, bool)
    assert_type(quantity.high_open, bool)
    assert_type(quantity.approximation, Approximation)
    assert_type(quantity.unit, str | None)
    assert_type(quantity.unit_assumed, bool)
    assert_type(quantity.counted, str | None)
    assert_type(quantity.ratio, tuple[int, int] | None)
    assert_type(quantity.whole, Span | None)
    assert_type(quantity.role, Role)
    assert_type(quantity.direction, Direction)
    assert_type(quantity.window, Span | None)
    assert_type(quantity.value, Decimal | None)
    assert_type(quantity.to_dict(), dict[str, Any])


def construction(text: str) -> None:
    span = Span(0, 7, text[:7])
    ana = Entity("e1", "Ana Sol", SpeakerKind.PERSON, Gender.FEMALE, (span,), ("mayor",))
    cue = Cue(span=span, lemma="say", kind=CueKind.VERB)
    evidence = Evidence(span, "act", Act.ASSERT)
    figure = Quantity(span=span, kind=QuantityKind.COUNT, low=Decimal(3), role=Role.LEVEL)
    claim = Claim(
        id="c1",
        speaker=Speaker(span, (ana,), name=ana.name, kind=ana.kind, how=How.NAMED),
        cue=cue,
        content=Content(spans=(span,), text=span.text),
        mode=Mode.INDIRECT,
        stance=Stance(act=Act.ASSERT, evidence=(evidence,)),
        quantities=(figure,),
    )
    assert_type(Attribution(text, [claim], entities=(ana,), sentences=(span,)), Attribution)


def choices(act: Act, mode: Mode) -> None:
    assert_type(act.force, Force)
    assert_type(Mode("direct"), Mode)
    assert_type(mode == "direct", bool)
    assert_type(list(Occurrence), list[Occurrence])
    texts: list[str] = [act, act.value, mode]
    assert_type(texts, list[str])
