"""Mentions: which words refer, which of them belong together, and what they tell."""

from __future__ import annotations

import pytest
from parses import parse

from attrib._choices import Gender, SpeakerKind
from attrib._speakers.detection import mentions
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.names import proper_names

HYPHENATED = """Leyla Leyla PROPN NNP 5 nsubj person
Aksoy Aksoy PROPN NNP 1 flat person
+- - PUNCT HYPH 4 punct
+Brandt Brandt PROPN NNP 1 flat person
smiled smile VERB VBD 0 root"""
PROFESSOR = """Prof Prof PROPN NNP 5 nsubj
+. . PUNCT . 3 punct
Ada Ada PROPN NNP 5 nsubj person
Roth Roth PROPN NNP 3 flat person
smiled smile VERB VBD 0 root"""
OF_A_CITY = """The the DET DT 2 det
Bank bank PROPN NNP 5 nsubj organization
of of ADP IN 4 case
Lund Lund PROPN NNP 2 nmod organization
paid pay VERB VBD 0 root"""
INITIALS = """Mr. Mr. PROPN NNP 3 nmod:desc
V. V. PROPN NNP 3 compound
Rao Rao PROPN NNP 4 nsubj person
smiled smile VERB VBD 0 root"""
IN_MAY = """In in ADP IN 2 case
May May PROPN NNP 4 obl
Ana Ana PROPN NNP 4 nsubj person
smiled smile VERB VBD 0 root"""
UNITED = """Lund Lund PROPN NNP 2 compound
United unite VERB NNP 3 nsubj
smiled smile VERB VBD 0 root"""
SHOUTED = """POLICE police NOUN NN 2 nsubj
FIND find VERB VBP 0 root
BOAT boat PROPN NNP 2 obj"""
ACRONYM = """Coastal Coastal PROPN NNP 3 compound organization
Fishing Fishing PROPN NNP 3 compound organization
Alliance Alliance PROPN NNP 7 nsubj organization
+( ( PUNCT -LRB- 5 punct
+CFA CFA PROPN NNP 3 appos organization
+) ) PUNCT -RRB- 5 punct
paid pay VERB VBD 0 root"""
REPORT = """The the DET DT 2 det
report report NOUN NN 9 nsubj
+, , PUNCT , 5 punct
" " PUNCT `` 5 punct
+Late late ADV RB 2 amod
Trains train NOUN NNS 5 dep
+" " PUNCT '' 5 punct
+, , PUNCT , 2 punct
came come VERB VBD 0 root"""
CHIEF = """Harbour harbour PROPN NNP 2 compound organization
chief chief NOUN NN 3 nsubj organization
smiled smile VERB VBD 0 root"""
SWEDE = """The the DET DT 2 det
Swede Swede PROPN NNP 3 nsubj person
smiled smile VERB VBD 0 root"""
EDITED = """They they PRON PRP 6 nsubj
[ [ PUNCT -LRB- 4 punct
+the the DET DT 4 det
lenders lender NOUN NNS 1 appos
+] ] PUNCT -RRB- 4 punct
paid pay VERB VBD 0 root"""
WIFE = """Lund Lund PROPN NNP 3 nmod:poss person
+'s 's PART POS 1 case
wife wife NOUN NN 7 nsubj
+, , PUNCT , 5 punct
Eva Eva PROPN NNP 3 appos person
+, , PUNCT , 3 punct
smiled smile VERB VBD 0 root"""
NICKNAMED = """Ana Ana PROPN NNP 8 nsubj person
+, , PUNCT , 3 punct
nicknamed nickname VERB VBN 1 acl
" " PUNCT `` 5 punct
+Nan Nan PROPN NNP 3 xcomp
+" " PUNCT '' 5 punct
+, , PUNCT , 1 punct
smiled smile VERB VBD 0 root"""


PAIR = """Moor Moor PROPN NNP 4 nsubj organization
and and CCONJ CC 3 cc organization
Lind Lind PROPN NNP 1 conj organization
Announce announce VERB VBP 0 root
Merger merger NOUN NN 4 obj"""
FIRM = PAIR.replace("Announce announce VERB VBP", "Announces announce VERB VBZ")
VERB_IN_NAME = """Moor Moor PROPN NNP 5 nsubj person
and and CCONJ CC 3 cc
Lind Lind PROPN NNP 1 conj organization
Deny Deny PROPN NNP 1 conj organization
Charges charge NOUN NNS 0 root"""
SENATORS = """Senators senator PROPN NNPS 2 nmod:desc
Moor Moor PROPN NNP 3 nsubj person
met meet VERB VBD 0 root"""
CAMEL = """FarmLink FarmLink PROPN NNP 2 nsubj person
met meet VERB VBD 0 root
McAvoy McAvoy PROPN NNP 2 obj person"""
OF_LAND = """Norway Norway PROPN NNP 3 nmod:poss place
+'s 's PART POS 1 case
Jo Jo PROPN NNP 6 nsubj person
Ek Ek PROPN NNP 3 flat person
once once ADV RB 6 advmod
smiled smile VERB VBD 0 root"""


def told(notation: str) -> dict[str, Mention]:
    """The mentions of a sentence by their text."""
    parsed = parse(notation)
    return {mention.text: mention for mention in mentions(parsed.text, parsed.sentences[0], 0)}


@pytest.mark.parametrize(
    ("notation", "names"),
    [
        (HYPHENATED, ["Leyla Aksoy-Brandt"]),
        (PROFESSOR, ["Ada Roth"]),
        (OF_A_CITY, ["Bank of Lund"]),
        (INITIALS, ["V. Rao"]),
        (IN_MAY, ["Ana"]),
        (UNITED, ["Lund United"]),
        (SHOUTED, []),
        (SWEDE, []),
        (CHIEF, []),
    ],
)
def test_names_are_whole(notation: str, names: list[str]) -> None:
    """A name has its hyphens, initials and "of", and no title, month, headline or nation."""
    assert [text for text, m in told(notation).items() if m.form is Form.NAME] == names


def test_a_title_stands_before_its_name() -> None:
    """The title before a name is told apart from it."""
    (name,) = proper_names(parse(PROFESSOR).sentences[0])
    assert name.title == (0, 2)


def test_a_title_tells_the_gender() -> None:
    """A name behind "Mr." is a man's."""
    assert told(INITIALS)["V. Rao"].gender is Gender.MALE


@pytest.mark.parametrize(
    ("notation", "one", "other"),
    [
        (ACRONYM, "CFA", "Coastal Fishing Alliance"),
        (REPORT, "Late Trains", "The report"),
        (EDITED, "They", "the lenders"),
        (WIFE, "Eva", "Lund's wife"),
        (NICKNAMED, "Nan", "Ana"),
    ],
)
def test_what_a_sentence_says_to_be_the_same(notation: str, one: str, other: str) -> None:
    """Acronyms, titles of works, editors' notes, appositions and nicknames are linked."""
    found = told(notation)
    linked = {(found[one].head, found[one].same), (found[one].same, found[one].head)}
    linked |= {(found[other].same, found[other].head)}
    assert (found[one].head, found[other].head) in linked


@pytest.mark.parametrize(
    ("notation", "names"),
    [
        (PAIR, ["Moor", "Lind"]),
        (FIRM, ["Moor and Lind"]),
        (VERB_IN_NAME, ["Moor", "Lind"]),
        (SENATORS, ["Moor"]),
    ],
)
def test_names_beside_a_headlines_verb_or_a_title(notation: str, names: list[str]) -> None:
    """A plural verb makes two people of "and", and neither it nor a title is part of a name."""
    found = [m.text for m in told(notation).values() if m.form is Form.NAME]
    assert found == names


def test_a_capital_inside_makes_an_institution() -> None:
    """A name in camel case is a firm's, unless it begins as surnames do."""
    found = told(CAMEL)
    assert found["FarmLink"].kind is SpeakerKind.ORGANIZATION
    assert found["McAvoy"].kind is SpeakerKind.PERSON


def test_a_person_is_of_the_country_that_stands_with_the_name() -> None:
    """Whom "Norway's" stands before may be "the Norwegian leader"."""
    assert told(OF_LAND)["Jo Ek"].country == "Norway"


def test_whose_wife_is_not_the_wife() -> None:
    """The possessor of a description is somebody else, and is remembered as its owner."""
    found = told(WIFE)
    assert found["Lund"].same is None
    assert found["Lund's wife"].owner == found["Lund"].head
    assert found["Lund's wife"].gender is Gender.FEMALE


def test_a_lower_case_person_is_described() -> None:
    """ "Harbour chief", which a recogniser may take for an organisation's name, is a person."""
    assert told(CHIEF)["Harbour chief"].kind is SpeakerKind.PERSON


def test_somebody_by_nation() -> None:
    """ "The Swede" is a description of a person from Sweden."""
    swede = told(SWEDE)["The Swede"]
    assert (swede.kind, swede.country) == (SpeakerKind.PERSON, "Sweden")
