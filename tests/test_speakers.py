"""Speakers: whose name a source holds, and the entities that the names of a text stand for."""

from __future__ import annotations

import pytest
from parses import Parse, parse

from attrib._choices import How, SpeakerKind
from attrib._claims import find_claims
from attrib._speakers import entities, speaker
from attrib._values import Speaker

CONTENT = """
rents rent NOUN NNS {fell} nsubj
fell fall VERB VBD {said} ccomp"""
NAMED = """Ana Ana PROPN NNP 3 nsubj person
Sol Sol PROPN NNP 1 flat person
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


def speaker_of(parsed: Parse) -> Speaker:
    """The speaker of the only claim."""
    (claim,) = find_claims(parsed.text, parsed.sentences)
    sentence = parsed.sentences[claim.sentence]
    return speaker(parsed.text, sentence, claim, entities(parsed.text, parsed.sentences))


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
        (ROLE, "The minister", None, How.DESCRIPTION),
        (NOBODY, "", None, How.NONE),
    ],
)
def test_the_evidence(source: str, text: str, name: str | None, how: How) -> None:
    """A speaker has the name that its source holds, and tells how it was found."""
    found = speaker_of(told(source))
    assert (found.text, found.name, found.how) == (text, name, how)


def test_a_name_behind_a_title() -> None:
    """Where a title is the head of a name, the speaker has the name."""
    assert speaker_of(told(TITLED)).name == "Ana Sol"


def test_two_names_are_two_entities() -> None:
    """A source of two coordinated names has both of them for its entities."""
    found = speaker_of(told(TWO))
    assert [entity.name for entity in found.entities] == ["Ana Sol", "Bo Lund"]
    assert found.name == "Ana Sol and Bo Lund"


@pytest.mark.parametrize("source", [IN_A_PLACE, OF_A_FIRM, FOR_A_PERSON])
def test_a_name_inside_a_description_is_not_the_speaker(source: str) -> None:
    """A spokesman in Moscow is not Moscow, and whoever speaks for somebody is not that person."""
    found = speaker_of(told(source))
    assert (found.name, found.entities, found.how) == (None, (), How.DESCRIPTION)


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (NAMED, SpeakerKind.PERSON),
        (ORGANIZATION, SpeakerKind.ORGANIZATION),
        (CAPITAL, SpeakerKind.PLACE),
        (PRONOUN, SpeakerKind.UNKNOWN),
    ],
)
def test_the_kind_is_that_of_the_name(source: str, kind: SpeakerKind) -> None:
    """A named speaker is of the kind of its name, and of unknown kind without one."""
    assert speaker_of(told(source)).kind is kind


def test_no_source_no_speaker() -> None:
    """A claim without a source has the speaker that nothing is known of."""
    assert speaker_of(told(NOBODY)) == Speaker()


def test_the_speaker_is_an_entity_of_the_text() -> None:
    """The entity of a speaker is the one that the text has under that name."""
    parsed = told(ROLE_THEN_NAME)
    assert speaker_of(parsed).entities == tuple(entities(parsed.text, parsed.sentences).values())


def test_entities_gather_their_mentions() -> None:
    """Names that read the same are one entity, whose mentions stand in the order of the text."""
    parsed = parse("\n\n".join([NAMED, CAPITAL, NAMED]))
    known = entities(parsed.text, parsed.sentences)
    assert [(e.id, name) for name, e in known.items()] == [("e1", "Ana Sol"), ("e2", "Moscow")]
    assert [mention.start for mention in known["Ana Sol"].mentions] == [0, 25]
    assert all(mention.text == "Ana Sol" for mention in known["Ana Sol"].mentions)


def test_the_commonest_kind_wins() -> None:
    """A name that was read as several kinds is of the kind that it was read as most often."""
    rows = [CAPITAL, CAPITAL.replace("place", "organization"), CAPITAL]
    parsed = parse("\n\n".join(rows))
    assert entities(parsed.text, parsed.sentences)["Moscow"].kind is SpeakerKind.PLACE


def test_no_names_no_entities() -> None:
    """A text without names has no entities."""
    parsed = parse(PRONOUN)
    assert entities(parsed.text, parsed.sentences) == {}
