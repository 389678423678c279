"""Speakers: whom the source of a claim refers to, and the entities of the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from parses import Parse, parse

from attrib._choices import CueKind, Gender, How, SpeakerKind
from attrib._claims.claims import find_claims
from attrib._claims.found import Drawn, Found
from attrib._speakers.resolution import resolve
from attrib._values import Entity, Speaker

CONTENT = """
rents rent NOUN NNS {fell} nsubj
fell fall VERB VBD {said} ccomp"""
NAMED = """Ana Ana PROPN NNP 3 nsubj person
Sol Sol PROPN NNP 1 flat person
said say VERB VBD 0 root"""
ABBREVIATED = """Prof Prof PROPN NNP 5 nsubj
+. . PROPN NNP 3 nmod:desc
Ana Ana PROPN NNP 1 flat person
Sol Sol PROPN NNP 3 flat person
said say VERB VBD 0 root"""
TITLED = """President president PROPN NNP 4 nsubj
Ana Ana PROPN NNP 1 flat person
Sol Sol PROPN NNP 1 flat person
said say VERB VBD 0 root"""
NAME_THEN_ROLE = """Ana Ana PROPN NNP 7 nsubj person
Sol Sol PROPN NNP 1 flat person
+, , PUNCT , 5 punct
the the DET DT 5 det
mayor mayor NOUN NN 1 appos
+, , PUNCT , 5 punct
said say VERB VBD 0 root"""
ROLE_THEN_NAME = """The the DET DT 2 det
mayor mayor NOUN NN 7 nsubj
+, , PUNCT , 4 punct
Ana Ana PROPN NNP 2 appos person
Sol Sol PROPN NNP 4 flat person
+, , PUNCT , 4 punct
said say VERB VBD 0 root"""
COMPOUND = """Acme Acme PROPN NNP 2 compound organization
chairwoman chairwoman NOUN NN 5 nsubj
Ana Ana PROPN NNP 2 appos person
Sol Sol PROPN NNP 3 flat person
said say VERB VBD 0 root"""
ORGANIZATION = """The the DET DT 2 det
Treasury Treasury PROPN NNP 3 nsubj organization
said say VERB VBD 0 root"""
CAPITAL = """Moscow Moscow PROPN NNP 2 nsubj place
said say VERB VBD 0 root"""
PRONOUN = """She she PRON PRP 2 nsubj
said say VERB VBD 0 root"""
ROLE = """The the DET DT 2 det
minister minister NOUN NN 3 nsubj
said say VERB VBD 0 root"""
IN_A_PLACE = """A a DET DT 2 det
spokesman spokesman NOUN NN 5 nsubj
in in ADP IN 4 case
Moscow Moscow PROPN NNP 2 nmod place
said say VERB VBD 0 root"""
OF_A_FIRM = """Acme Acme PROPN NNP 3 nmod:poss organization
+'s 's PART POS 1 case
lawyer lawyer NOUN NN 4 nsubj
said say VERB VBD 0 root"""
FOR_A_PERSON = """A a DET DT 2 det
lawyer lawyer NOUN NN 6 nsubj
for for ADP IN 4 case
Ana Ana PROPN NNP 2 nmod person
Sol Sol PROPN NNP 4 flat person
said say VERB VBD 0 root"""
TWO = """Ana Ana PROPN NNP 6 nsubj person
Sol Sol PROPN NNP 1 flat person
and and CCONJ CC 4 cc
Bo Bo PROPN NNP 1 conj person
Lund Lund PROPN NNP 4 flat person
said say VERB VBD 0 root"""
NOBODY = """It it PRON PRP 3 expl
was be AUX VBD 3 aux:pass
said say VERB VBN 0 root"""


def told(source: str) -> Parse:
    """The parse of "(source) said rents fell", from the rows up to "said"."""
    said = len(source.split("\n"))
    return parse(source + CONTENT.format(said=said, fell=said + 2))


def resolved(parsed: Parse, *drawn: Drawn) -> tuple[tuple[Entity, ...], tuple[Speaker, ...]]:
    """The entities, and the speakers of the claims that the syntax finds or that were drawn."""
    claims = find_claims(parsed.text, parsed.sentences, parsed.quotes, list(drawn) or None)
    return resolve(parsed.text, parsed.sentences, claims)


def speaker_of(*parts: str) -> Speaker:
    """The speaker of the last claim of "(part) said rents fell. (part) said rents fell." """
    parsed = parse(
        "\n\n".join(part + CONTENT.format(said=n, fell=n + 2) for part, n in _said(parts))
    )
    return resolved(parsed)[1][-1]


def _said(parts: Sequence[str]) -> list[tuple[str, int]]:
    return [(part, len(part.split("\n"))) for part in parts]


@pytest.mark.parametrize(
    ("source", "text", "name", "how"),
    [
        (NAMED, "Ana Sol", "Ana Sol", How.NAMED),
        (NAME_THEN_ROLE, "Ana Sol, the mayor,", "Ana Sol", How.NAMED),
        (ROLE_THEN_NAME, "The mayor, Ana Sol,", "Ana Sol", How.APPOSITION),
        (COMPOUND, "Acme chairwoman Ana Sol", "Ana Sol", How.APPOSITION),
        (ORGANIZATION, "The Treasury", "Treasury", How.NAMED),
        (CAPITAL, "Moscow", "Moscow", How.NAMED),
        (PRONOUN, "She", None, How.PRONOUN),
        (ROLE, "The minister", "The minister", How.ROLE),
        (NOBODY, "", None, How.NONE),
    ],
)
def test_the_evidence(source: str, text: str, name: str | None, how: How) -> None:
    """A speaker has the name that its source holds, and tells how it was found."""
    found = speaker_of(source)
    assert (found.text, found.name, found.how) == (text, name, how)


@pytest.mark.parametrize("source", [TITLED, ABBREVIATED])
def test_a_name_behind_a_title(source: str) -> None:
    """Where a title is the head of a name, the speaker has the name."""
    assert speaker_of(source).name == "Ana Sol"


def test_two_names_are_two_entities() -> None:
    """A source of two coordinated names has both of them for its entities."""
    found = speaker_of(TWO)
    assert [entity.name for entity in found.entities] == ["Ana Sol", "Bo Lund"]
    assert found.name == "Ana Sol and Bo Lund"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (IN_A_PLACE, "A spokesman in Moscow"),
        (OF_A_FIRM, "Acme's lawyer"),
        (FOR_A_PERSON, "A lawyer for Ana Sol"),
    ],
)
def test_a_name_inside_a_description_is_not_the_speaker(source: str, name: str) -> None:
    """A spokesman in Moscow is not Moscow, and whoever speaks for somebody is not that person."""
    found = speaker_of(source)
    assert (found.name, found.kind, found.how) == (name, SpeakerKind.UNNAMED, How.ROLE)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (NAMED, SpeakerKind.PERSON),
        (ORGANIZATION, SpeakerKind.ORGANIZATION),
        (CAPITAL, SpeakerKind.PLACE),
        (PRONOUN, SpeakerKind.UNKNOWN),
        (ROLE, SpeakerKind.UNNAMED),
    ],
)
def test_the_kind_is_that_of_the_name(source: str, kind: SpeakerKind) -> None:
    """A named speaker is of the kind of its name, and one that is only described is unnamed."""
    assert speaker_of(source).kind is kind


def test_no_source_no_speaker() -> None:
    """A claim without a source has the speaker that nothing is known of."""
    assert speaker_of(NOBODY) == Speaker()


def test_the_speaker_is_an_entity_of_the_text() -> None:
    """The entity of a speaker is one of those of the text."""
    entities, (speaker,) = resolved(told(ROLE_THEN_NAME))
    assert speaker.entities == entities


def test_a_name_in_the_sentence_before() -> None:
    """A source that was drawn in another sentence than the cue gives its name all the same."""
    parsed = parse(f"{NAMED}\n\n{PRONOUN}{CONTENT.format(said=2, fell=4)}")
    _, (found,) = resolved(parsed, Drawn((4, 5), ((0, 2),), ((5, 7),), 0.9))
    assert (found.text, found.name, found.how) == ("Ana Sol", "Ana Sol", How.NAMED)


def test_entities_gather_their_mentions() -> None:
    """Names that read the same are one entity, whose mentions stand in the order of the text."""
    entities, _ = resolved(parse("\n\n".join([NAMED, CAPITAL, NAMED])))
    assert [(e.id, e.name) for e in entities] == [("e1", "Ana Sol"), ("e2", "Moscow")]
    assert [(m.start, m.text) for m in entities[0].mentions] == [(0, "Ana Sol"), (25, "Ana Sol")]


def test_the_commonest_kind_wins() -> None:
    """A name that was read as several kinds is of the kind that it was read as most often."""
    rows = [CAPITAL, CAPITAL.replace("place", "organization"), CAPITAL]
    entities, _ = resolved(parse("\n\n".join(rows)))
    assert [entity.kind for entity in entities] == [SpeakerKind.PLACE]


def test_no_names_no_entities() -> None:
    """A text without names, and of which nothing is said, has no entities."""
    assert resolved(parse(PRONOUN))[0] == ()


SURNAME = """Sol Sol PROPN NNP 2 nsubj person
said say VERB VBD 0 root"""
MALE = """Bo Bo PROPN NNP 3 nsubj person
Lund Lund PROPN NNP 1 flat person
said say VERB VBD 0 root"""
BROTHER = """Her she PRON PRP$ 2 nmod:poss
brother brother NOUN NN 4 nsubj
Max Max PROPN NNP 2 appos person
said say VERB VBD 0 root"""
HE = """He he PRON PRP 2 nsubj
said say VERB VBD 0 root"""
THEY = """They they PRON PRP 2 nsubj
said say VERB VBD 0 root"""
BOTH = """Both both DET DT 2 nsubj
said say VERB VBD 0 root"""
LEADERS = """The the DET DT 3 det
two two NUM CD 3 nummod
leaders leader NOUN NNS 4 nsubj
said say VERB VBD 0 root"""
LATTER = """The the DET DT 2 det
latter latter ADJ JJ 3 nsubj
said say VERB VBD 0 root"""
RUSSIAN = """Russian Russian ADJ JJ 2 amod
President president PROPN NNP 3 nmod:desc
Ivan Ivan PROPN NNP 5 nsubj person
Petrov Petrov PROPN NNP 3 flat person
said say VERB VBD 0 root"""
RUSSIAN_LEADER = """The the DET DT 3 det
Russian Russian ADJ JJ 3 amod
leader leader NOUN NN 4 nsubj
said say VERB VBD 0 root"""
FRENCH_LEADER = RUSSIAN_LEADER.replace("Russian", "French")
AGED = """The the DET DT 2 det
54-year-old 54-year-old NOUN NN 3 nsubj
said say VERB VBD 0 root"""
BANK = """Nordic Nordic PROPN NNP 2 compound organization
Bank Bank PROPN NNP 3 nsubj organization
said say VERB VBD 0 root"""
THE_BANK = """The the DET DT 2 det
bank bank NOUN NN 3 nsubj
said say VERB VBD 0 root"""
THE_COMPANY = THE_BANK.replace("bank", "company")
SOMEBODY = """A a DET DT 2 det
person person NOUN NN 6 nsubj
familiar familiar ADJ JJ 2 amod
with with ADP IN 5 case
it it PRON PRP 3 obl
said say VERB VBD 0 root"""
WHO = """Ana Ana PROPN NNP 8 nsubj person
Sol Sol PROPN NNP 1 flat person
+, , PUNCT , 5 punct
who who PRON WP 5 nsubj
won win VERB VBD 1 acl:relcl
+, , PUNCT , 5 punct
later later ADV RB 8 advmod
said say VERB VBD 0 root"""
THEY_WHO_MET = """Ana Ana PROPN NNP 2 nsubj person
told tell VERB VBD 0 root
Bo Bo PROPN NNP 2 iobj person
that that SCONJ IN 6 mark
they they PRON PRP 6 nsubj
said say VERB VBD 2 ccomp"""
COUPLE = """Ana Ana PROPN NNP 6 nsubj person
Lund Lund PROPN NNP 1 flat person
and and CCONJ CC 4 cc
Bo Bo PROPN NNP 1 conj person
Lund Lund PROPN NNP 4 flat person
said say VERB VBD 0 root"""
FAMILY = """The the DET DT 2 det
Lunds Lund PROPN NNPS 3 nsubj person
said say VERB VBD 0 root"""
THEIR_CHILD = """Their they PRON PRP$ 2 nmod:poss
child child NOUN NN 4 nsubj
Eva Eva PROPN NNP 2 appos person
said say VERB VBD 0 root"""
HER_DAUGHTER = BROTHER.replace("brother", "daughter").replace(
    "Max Max PROPN NNP 2 appos person\n", ""
)
HER_DAUGHTER = HER_DAUGHTER.replace("NN 4 nsubj", "NN 3 nsubj")
HER_PARENTS = HER_DAUGHTER.replace("daughter", "parent").replace("parent parent", "parents parent")
HER_PARENTS = HER_PARENTS.replace("NOUN NN", "NOUN NNS")
CITY = """Nordic Nordic PROPN NNP 2 nsubj place
said say VERB VBD 0 root"""
HURRICANE = """Hurricane hurricane PROPN NNP 2 compound
Ada Ada PROPN NNP 3 nsubj
said say VERB VBD 0 root"""
ADA = """Ada Ada PROPN NNP 2 nsubj
said say VERB VBD 0 root"""
CONGRESS = """National National PROPN NNP 2 amod organization
Congress Congress PROPN NNP 3 nsubj organization
said say VERB VBD 0 root"""
THE_CONGRESS = """Congress Congress PROPN NNP 2 nsubj organization
said say VERB VBD 0 root"""
CHINA = CITY.replace("Nordic", "China")
THE_CHINESE = """The the DET DT 2 det
Chinese Chinese PROPN NNP 3 nsubj
said say VERB VBD 0 root"""
TWO_OFFICERS = """Two two NUM CD 5 nsubj
of of ADP IN 4 case
the the DET DT 4 det
officers officer NOUN NNS 1 nmod
said say VERB VBD 0 root"""
NO_PILOT = """No no DET DT 2 det
pilot pilot NOUN NN 3 nsubj
said say VERB VBD 0 root"""
NOBODY_AT_ALL = """Nobody nobody PRON NN 2 nsubj
said say VERB VBD 0 root"""


@pytest.mark.parametrize(
    ("parts", "names"),
    [
        pytest.param([NAMED, SURNAME], ["Ana Sol"], id="a surname"),
        pytest.param([NAMED, PRONOUN], ["Ana Sol"], id="she"),
        pytest.param([NAMED, BROTHER], ["Max"], id="her brother"),
        pytest.param([NAMED, BROTHER, PRONOUN], ["Ana Sol"], id="she, not her brother"),
        pytest.param([NAMED, BROTHER, HE], ["Max"], id="he, her brother"),
        pytest.param([TWO, THEY], ["Ana Sol", "Bo Lund"], id="they, joined before"),
        pytest.param([THEY_WHO_MET], ["Ana", "Bo"], id="they, named in the sentence"),
        pytest.param([NAMED, MALE, BOTH], ["Ana Sol", "Bo Lund"], id="both"),
        pytest.param([NAMED, MALE, LEADERS], ["Ana Sol", "Bo Lund"], id="the two leaders"),
        pytest.param([TWO, LATTER], ["Bo Lund"], id="the latter"),
        pytest.param([RUSSIAN, NAMED, RUSSIAN_LEADER], ["Ivan Petrov"], id="office and country"),
        pytest.param([RUSSIAN, FRENCH_LEADER], ["The French leader"], id="of another country"),
        pytest.param([NAMED, AGED], ["Ana Sol"], id="an age"),
        pytest.param([BANK, THE_BANK], ["Nordic Bank"], id="the noun in the name"),
        pytest.param([BANK, NAMED, THE_COMPANY], ["Nordic Bank"], id="the company"),
        pytest.param([WHO], ["Ana Sol"], id="a relative clause"),
        pytest.param([NAMED, SOMEBODY], ["A person familiar with it"], id="unnamed"),
        pytest.param([COUPLE, FAMILY], ["Ana Lund", "Bo Lund"], id="a family"),
        pytest.param([MALE, FAMILY], ["Lunds"], id="a family of which one is known"),
        pytest.param([COUPLE, THEIR_CHILD, HER_PARENTS], ["Ana Lund", "Bo Lund"], id="her parents"),
        pytest.param(
            [NAMED, BROTHER.replace("brother", "child"), HER_DAUGHTER], ["Max"], id="a child"
        ),
        pytest.param([CITY, BANK, CITY], ["Nordic"], id="a place and a bank that is named by it"),
        pytest.param([HURRICANE, ADA], ["Hurricane Ada"], id="a name without its sort"),
        pytest.param([CONGRESS, THE_CONGRESS], ["National Congress"], id="the end of a name"),
        pytest.param([CHINA, NAMED, THE_CHINESE], ["China"], id="a people"),
        pytest.param([TWO, TWO_OFFICERS], [], id="two of others"),
        pytest.param([NAMED, NO_PILOT, PRONOUN], ["Ana Sol"], id="she, not no pilot"),
        pytest.param([NAMED, NOBODY_AT_ALL], [], id="nobody"),
        pytest.param([BANK, PRONOUN], [], id="no person to be she"),
    ],
)
def test_whom_a_source_refers_to(parts: list[str], names: list[str]) -> None:
    """A source refers to whom the sentences before it have told of."""
    assert [entity.name for entity in speaker_of(*parts).entities] == names


def test_the_antecedent_is_told() -> None:
    """A resolved pronoun tells the mention that it takes up, and how sure that is."""
    found = speaker_of(NAMED, PRONOUN)
    assert found.antecedent is not None
    assert found.antecedent.text == "Ana Sol"
    assert found.confidence is not None
    assert 0.4 <= found.confidence <= 1


def test_two_women_leave_a_doubt() -> None:
    """A pronoun with two antecedents that fit is less sure than with one."""
    other = NAMED.replace("Ana", "Eva").replace("Sol", "Roth")
    one, two = speaker_of(NAMED, PRONOUN), speaker_of(NAMED, other, PRONOUN)
    assert two.confidence is not None
    assert one.confidence is not None
    assert two.confidence < one.confidence


def test_what_the_text_tells_of_an_entity() -> None:
    """An entity has its full name, gender, mentions and descriptions."""
    parsed = parse(f"{RUSSIAN}\n\n{HE}")
    (entity, *_), _ = resolved(parsed)
    assert entity.name == "Ivan Petrov"
    assert entity.gender is Gender.MALE
    assert [mention.text for mention in entity.mentions] == [
        "Russian President",
        "Ivan Petrov",
        "He",
    ]
    assert entity.descriptions == ("Russian President",)


def test_the_first_person_of_a_quotation() -> None:
    """ "I" in a quotation is its speaker, and whom it names is somebody else."""
    parsed = parse(
        """" " PUNCT `` 3 punct
+I I PRON PRP 3 nsubj
said say VERB VBD 9 ccomp
so so ADV RB 3 advmod
then then ADV RB 3 advmod
+, , PUNCT , 3 punct
+" " PUNCT '' 3 punct
Ana Ana PROPN NNP 9 nsubj person
told tell VERB VBD 0 root
Bo Bo PROPN NNP 9 iobj person"""
    )
    said = Found(0, (3, 7), ((8, 10),), (1, 2), "say", CueKind.VERB, parent=1)
    quote = Found(0, (22, 26), ((0, 17),), (18, 21), "tell", CueKind.VERB, quoted=((0, 17),))
    _, speakers = resolve(parsed.text, parsed.sentences, (said, quote))
    assert [(s.name, s.how) for s in speakers] == [
        ("Ana", How.FIRST_PERSON),
        ("Ana", How.NAMED),
    ]


def test_a_quotation_that_goes_on_has_the_same_speaker() -> None:
    """A quotation without a source, right behind another one, is by the same speaker."""
    parsed = parse(
        """Ana Ana PROPN NNP 2 nsubj person
said say VERB VBD 0 root
+: : PUNCT : 5 punct
" " PUNCT `` 5 punct
+Yes yes INTJ UH 2 ccomp
+. . PUNCT . 5 punct
+" " PUNCT '' 5 punct
" " PUNCT `` 9 punct
+Never never ADV RB 0 root
+. . PUNCT . 9 punct
+" " PUNCT '' 9 punct"""
    )
    first = Found(0, (4, 8), ((10, 16),), (0, 3), "say", CueKind.VERB, None, ((10, 16),), False)
    second = Found(0, (17, 18), ((17, 25),), None, "say", CueKind.VERB, None, ((17, 25),), False)
    _, speakers = resolve(parsed.text, parsed.sentences, (first, second))
    assert [(s.name, s.how) for s in speakers] == [
        ("Ana", How.NAMED),
        ("Ana", How.CARRIED_OVER),
    ]
