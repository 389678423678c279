"""Chains: sources beside CoreNLP's coreference, and the judgements of where the two differ."""

from __future__ import annotations

import gzip
import json
import pathlib

import attrs
import pytest

from attrib import Attribution
from attrib._choices import How, Mode, SpeakerKind
from attrib._values import Claim, Content, Entity, Span, Speaker
from attrib.evaluation.chains import Pair, Parse, is_named, judged, pairs, read_parses, table, write

TEXT = "Ana Sol met Bo Lund. She left, she said. The mayor agreed."
ANA = Entity("e1", "Ana Sol", SpeakerKind.PERSON, mentions=(Span.of(TEXT, 0, 7),))
BO = Entity("e2", "Bo Lund", SpeakerKind.PERSON, mentions=(Span.of(TEXT, 12, 19),))
MAYOR = Entity("e3", "The mayor", SpeakerKind.UNNAMED, mentions=(Span.of(TEXT, 41, 50),))
# begin, end, form, lemma, part of speech, name, head, relation
FIRST = [
    [0, 3, "Ana", "Ana", "NNP", "PERSON", 1, "compound"],
    [4, 7, "Sol", "Sol", "NNP", "PERSON", 2, "nsubj"],
    [8, 11, "met", "meet", "VBD", "O", -1, "root"],
    [12, 14, "Bo", "Bo", "NNP", "PERSON", 4, "compound"],
    [15, 19, "Lund", "Lund", "NNP", "PERSON", 2, "dobj"],
]
SECOND = [
    [21, 24, "She", "she", "PRP", "O", 1, "nsubj"],
    [25, 29, "left", "leave", "VBD", "O", 4, "ccomp"],
    [31, 34, "she", "she", "PRP", "O", 4, "nsubj"],
    [35, 39, "said", "say", "VBD", "O", -1, "root"],
]
THIRD = [
    [41, 44, "The", "the", "DT", "O", 1, "det"],
    [45, 50, "mayor", "mayor", "NN", "O", 2, "nsubj"],
    [51, 57, "agreed", "agree", "VBD", "O", -1, "root"],
]
CHAINS = [[(0, 0, 2, 1, True), (1, 0, 1, 0, False), (1, 2, 3, 2, False)]]
PARSE = Parse([FIRST, SECOND, THIRD], CHAINS)


def attributed(start: int, end: int, *entities: Entity, how: How = How.PRONOUN) -> Attribution:
    """One claim with a source of these offsets that refers to some entities."""
    name = " and ".join(entity.name for entity in entities) or None
    speaker = Speaker(Span.of(TEXT, start, end), entities, name, how=how)
    content = Content.of(TEXT, [Span.of(TEXT, 21, 29)])
    claim = Claim(id="c1", speaker=speaker, cue=None, content=content, mode=Mode.INDIRECT)
    return Attribution(TEXT, [claim], entities)


@pytest.mark.parametrize(
    ("start", "end", "entities", "how", "relation"),
    [
        (31, 34, [ANA], How.PRONOUN, "agree"),
        (31, 34, [BO], How.PRONOUN, "differ"),
        (31, 34, [], How.PRONOUN, "CoreNLP alone"),
        (41, 50, [ANA], How.ROLE, "attrib alone"),
        (41, 50, [MAYOR], How.ROLE, "neither"),
        (12, 19, [BO], How.NAMED, "agree"),
    ],
)
def test_a_source_beside_its_chain(
    start: int, end: int, entities: list[Entity], how: How, relation: str
) -> None:
    """Both name somebody and agree or differ, only one does, or neither."""
    (pair,) = pairs("a.txt", attributed(start, end, *entities, how=how), PARSE)
    assert (pair.type, pair.relation) == (how, relation)


def test_who_speaks_of_himself_is_left_out() -> None:
    """Sources of the first person are not compared."""
    assert list(pairs("a.txt", attributed(31, 34, ANA, how=How.FIRST_PERSON), PARSE)) == []


def test_a_title_is_no_other_name() -> None:
    """Names that differ by a title alone are the same, and those with other words are not."""
    for name, relation in (("Ms. Ana Sol", "agree"), ("Eva Sol", "differ")):
        entity = attrs.evolve(ANA, name=name, mentions=())
        (pair,) = pairs("a.txt", attributed(31, 34, entity), PARSE)
        assert pair.relation == relation


@pytest.mark.parametrize(
    ("name", "kind", "named"),
    [
        ("Ana Sol", SpeakerKind.PERSON, True),
        ("Bank of Norway", SpeakerKind.ORGANIZATION, True),
        ("The company", SpeakerKind.ORGANIZATION, False),
        ("Data from Norway", SpeakerKind.DOCUMENT, False),
        ("Officials", SpeakerKind.GROUP, False),
    ],
)
def test_what_is_a_name(name: str, kind: SpeakerKind, named: bool) -> None:
    """An entity is named by words that are capitalised, and not by a description."""
    assert is_named(Entity("e1", name, kind)) == named


def test_parses_are_read(tmp_path: pathlib.Path) -> None:
    """The parses of a split come with the name of their article."""
    row = {"doc": "a", "sentences": [FIRST], "coref": []}
    with gzip.open(tmp_path / "parses.jsonl.gz", "wt", encoding="utf8") as file:
        file.write(json.dumps(row) + "\n")
    assert list(read_parses(tmp_path)) == [("a.txt", Parse([FIRST], []))]


PAIRS = [
    Pair("a.txt", 0, 3, "pronoun", "Ana Sol", "Ana Sol", same=True),
    Pair("a.txt", 4, 7, "pronoun", "Ana Sol", "Bo Lund", same=False),
    Pair("a.txt", 8, 9, "role", "Ana Sol", None, same=False),
]


def test_the_table_counts() -> None:
    """Each type of source has a line of how many stand how."""
    lines = {line.split()[0]: line.split()[1:] for line in table(PAIRS)}
    assert lines["pronoun"] == ["1", "1", "0", "0", "0"]
    assert lines["role"] == ["0", "0", "1", "0", "0"]


def test_disagreements_are_written(tmp_path: pathlib.Path) -> None:
    """What the two agree on is left out of the file."""
    write(PAIRS, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text(encoding="utf8").splitlines() == [
        "document,start,end,type,relation,attrib,CoreNLP",
        "a.txt,4,7,pronoun,differ,Ana Sol,Bo Lund",
        "a.txt,8,9,role,attrib alone,Ana Sol,",
    ]


def test_judgements_are_counted(tmp_path: pathlib.Path) -> None:
    """Judgements are counted by type, relation and who was right; comments are skipped."""
    path = tmp_path / "judged.csv"
    path.write_text(
        "# Who was right.\ndocument,start,end,type,relation,right\n"
        "a,0,3,pronoun,differ,attrib\na,4,7,pronoun,differ,neither\n",
        encoding="utf8",
    )
    *_, line = judged(path)
    assert line.split() == ["pronoun,", "differ", "1", "0", "0", "1"]


def test_the_judgements_of_the_documentation() -> None:
    """The shipped table holds a hundred different sources, each with a known verdict."""
    path = pathlib.Path(__file__).parent.parent / "docs" / "data" / "chains.csv"
    lines = [line for line in path.read_text(encoding="utf8").splitlines() if line[0] != "#"]
    rows = [line.split(",") for line in lines[1:]]
    assert len({tuple(row[:3]) for row in rows}) == 100
    assert {row[-1] for row in rows} <= {"attrib", "CoreNLP", "both", "neither"}
