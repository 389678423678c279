"""Stance on parses made by hand: frames, negation, modals, hedges, moods, and what caused them."""

from __future__ import annotations

import pytest
from hypothesis import given
from parses import Parse, parse
from trees import parses

from attrib._attributor import assembled
from attrib._choices import CueKind
from attrib._claims.claims import find_claims
from attrib._claims.found import Found
from attrib._claims.lexicon import defaults
from attrib._stance.stances import stances
from attrib._values import STANCE_CHOICES, Stance

PLAIN = {
    "act": "assert",
    "polarity": "positive",
    "commitment": "full",
    "engagement": "acknowledge",
    "occurrence": "happened",
    "attitude": "neutral",
    "intensity": "medium",
}


def found_in(given: Parse) -> tuple[Found, ...]:
    return find_claims(given.text, given.sentences, given.quotes)


def read(rows: str) -> tuple[Stance, ...]:
    """The stances of the claims that the syntax finds in a parse."""
    given = parse(rows)
    return stances(given.text, given.sentences, found_in(given))


def moved(stance: Stance) -> dict[str, str]:
    """The values that are not those of a plain "She said so"."""
    values = {field: str(getattr(stance, field)) for field in STANCE_CHOICES}
    return {field: value for field, value in values.items() if value != PLAIN[field]}


def causes(stance: Stance) -> dict[str, str]:
    """The words that the text gives for each field."""
    return {item.field: item.span.text for item in stance.evidence}


SAID = """Lund Lund PROPN NNP 2 nsubj
{cue} VERB VBD 0 root
rents rent NOUN NNS {verb} nsubj
{content}"""


def said(cue: str, content: str = "fell fall VERB VBD 2 ccomp", verb: int = 4) -> Stance:
    """The stance of "Lund [cue] rents [content]"."""
    (stance,) = read(SAID.format(cue=cue, content=content, verb=verb))
    return stance


def test_saying_is_plain() -> None:
    """A claim that was simply said has the plain values, and no evidence for any of them."""
    stance = said("said say")
    assert moved(stance) == {}
    assert stance.evidence == ()


@pytest.mark.parametrize(
    ("cue", "values"),
    [
        ("denied deny", {"act": "deny", "polarity": "negative"}),
        ("predicted predict", {"act": "predict", "commitment": "partial"}),
        ("hoped hope", {"act": "want", "commitment": "neutral"}),
        ("claimed claim", {"engagement": "distance"}),
        ("revealed reveal", {"act": "disclose", "engagement": "endorse"}),
        ("stressed stress", {"intensity": "high"}),
        ("feared fear", {"act": "express", "commitment": "neutral", "attitude": "negative"}),
    ],
)
def test_cues_mean_what_the_table_says(cue: str, values: dict[str, str]) -> None:
    """What a cue does is read off its entry, and the cue is the evidence."""
    stance = said(cue)
    assert moved(stance) == values
    assert causes(stance) == dict.fromkeys(values, cue.split()[0])


def test_a_cue_with_a_lemma_gone_wrong_is_still_known() -> None:
    """The entry of an inflected form is found though the lemmatizer left its ending."""
    given = parse(SAID.format(cue="denies denie", content="fell fall VERB VBD 2 ccomp", verb=4))
    _, cue, first, last = given.words
    found = Found(0, (cue.start, cue.end), ((first.start, last.end),), None, "denie", CueKind.VERB)
    assert stances(given.text, given.sentences, [found])[0].act == "deny"


AGREED = """They they PRON PRP 2 nsubj
agreed agree VERB VBD 0 root
{rest}"""


def test_an_infinitive_makes_a_commitment_of_agreeing() -> None:
    """To agree to do a thing is to commit to it."""
    (stance,) = read(AGREED.format(rest="to to PART TO 4 mark\nmeet meet VERB VB 2 xcomp"))
    assert stance.act == "commit"


def test_a_clause_makes_an_affirmation_of_agreeing() -> None:
    """To agree that something holds is to affirm it, and the reporter only passes it on."""
    rest = "that that SCONJ IN 5 mark\nrents rent NOUN NNS 5 nsubj\nfell fall VERB VBD 2 ccomp"
    (stance,) = read(AGREED.format(rest=rest))
    assert (stance.act, stance.engagement) == ("affirm", "acknowledge")


def test_a_subjunctive_makes_an_order_of_insisting() -> None:
    """To insist that somebody do a thing is to direct, not to argue."""
    stance = said("insisted insist", "be be AUX VB 5 aux:pass\ncut cut VERB VBN 2 ccomp", verb=5)
    assert (stance.act, stance.commitment) == ("direct", "none")


DID_NOT = """Lund Lund PROPN NNP 4 nsubj
did do AUX VBD 4 aux
not not PART RB 4 advmod
{cue} VERB VB 0 root
rents rent NOUN NNS 6 nsubj
fell fall VERB VBD 4 ccomp"""


def test_what_was_not_said_is_open() -> None:
    """A negated saying did not take place, and leaves the source's side open."""
    (stance,) = read(DID_NOT.format(cue="say say"))
    assert moved(stance) == {"polarity": "open", "commitment": "none", "occurrence": "negated"}
    assert causes(stance) == dict.fromkeys(moved(stance), "not")


def test_who_does_not_believe_it_is_against_it() -> None:
    """The negation of a neg-raising verb is that of its clause: the belief is there."""
    (stance,) = read(DID_NOT.format(cue="believe believe"))
    assert (stance.polarity, stance.occurrence, stance.commitment) == (
        "negative",
        "happened",
        "partial",
    )


def test_what_is_presupposed_stays_so_under_negation() -> None:
    """The reporter vouches for what was not admitted, but not for what was not confirmed."""
    (admitted,) = read(DID_NOT.format(cue="admit admit"))
    (confirmed,) = read(DID_NOT.format(cue="confirm confirm"))
    assert (admitted.engagement, confirmed.engagement) == ("endorse", "acknowledge")


def test_a_negative_source_denies_the_saying() -> None:
    """ "Nobody said" is a saying that did not take place."""
    rows = SAID.replace("Lund Lund PROPN NNP", "Nobody nobody PRON NN")
    (stance,) = read(rows.format(cue="said say", content="fell fall VERB VBD 2 ccomp", verb=4))
    assert (stance.occurrence, stance.polarity) == ("negated", "open")


MODAL = """Lund Lund PROPN NNP 3 nsubj
{modal} AUX MD 3 aux
say say VERB VB 0 root
rents rent NOUN NNS 5 nsubj
fell fall VERB VBD 3 ccomp"""


@pytest.mark.parametrize(
    ("modal", "occurrence"),
    [
        ("will will", "expected"),
        ("would would", "hypothetical"),
        ("might might", "hypothetical"),
        ("can can", "happened"),
    ],
)
def test_modals_of_the_cue(modal: str, occurrence: str) -> None:
    """A saying with "will" is expected, one with "would" or "might" only thought of."""
    (stance,) = read(MODAL.format(modal=modal))
    assert stance.occurrence == occurrence


def test_a_condition_is_hypothetical() -> None:
    """What is said in an if-clause was not said yet, and "if" is the evidence."""
    stance, *_ = read("""If if SCONJ IN 3 mark
        Lund Lund PROPN NNP 3 nsubj
        says say VERB VBZ 8 advcl
        rents rent NOUN NNS 5 nsubj
        fell fall VERB VBD 3 ccomp
        +, , PUNCT , 8 punct
        we we PRON PRP 8 nsubj
        move move VERB VBP 0 root""")
    assert stance.occurrence == "hypothetical"
    assert causes(stance) == {"occurrence": "If"}


@pytest.mark.parametrize(
    ("words", "commitment", "cause"),
    [
        ("may may AUX MD 5 aux\nfall fall VERB VB 2 ccomp", "neutral", "may"),
        ("probably probably ADV RB 5 advmod\nfell fall VERB VBD 2 ccomp", "partial", "probably"),
        ("would would AUX MD 5 aux\nfall fall VERB VB 2 ccomp", "full", None),
    ],
)
def test_hedges_of_the_content(words: str, commitment: str, cause: str | None) -> None:
    """Modals and adverbs of the content lower the source's certainty."""
    stance = said("said say", words, verb=5)
    assert stance.commitment == commitment
    assert causes(stance).get("commitment") == cause


def test_a_hedge_never_raises_certainty() -> None:
    """A belief stays a possibility where its content is one, however strong its verb."""
    stance = said("hoped hope", "probably probably ADV RB 5 advmod\nfell fall VERB VBD 2 ccomp", 5)
    assert stance.commitment == "neutral"


def test_an_adverb_keeps_the_reporter_off() -> None:
    """ "Falsely" before the cue contradicts the claim."""
    (stance,) = read("""Lund Lund PROPN NNP 3 nsubj
        falsely falsely ADV RB 3 advmod
        said say VERB VBD 0 root
        rents rent NOUN NNS 5 nsubj
        fell fall VERB VBD 3 ccomp""")
    assert stance.engagement == "contradict"
    assert causes(stance) == {"engagement": "falsely"}


def test_what_is_said_of_somebody_is_kept_off() -> None:
    """A passive without an agent, "is said to", is hearsay."""
    (stance,) = read("""Lund Lund PROPN NNP 3 nsubj:pass
        is be AUX VBZ 3 aux:pass
        said say VERB VBN 0 root
        to to PART TO 5 mark
        sleep sleep VERB VB 3 xcomp""")
    assert (stance.act, stance.engagement) == ("assert", "distance")


QUOTED = """“ “ PUNCT `` 2 punct
+{first}
+{last} {last} PUNCT . 2 punct
+” ” PUNCT '' 2 punct
Lund Lund PROPN NNP 6 nsubj
said say VERB VBD 0 root"""


def test_a_quoted_question_is_asked() -> None:
    """Who says a question asks, and takes no side."""
    rows = QUOTED.format(first="Why why ADV WRB 6 ccomp", last="?")
    (stance,) = read(rows)
    assert (stance.act, stance.polarity, stance.commitment) == ("ask", "open", "none")


def test_a_quoted_order_is_given() -> None:
    """Who says an imperative directs."""
    (stance,) = read(QUOTED.format(first="Leave leave VERB VB 6 ccomp", last="!"))
    assert (stance.act, stance.commitment) == ("direct", "none")


def test_praise_has_a_target() -> None:
    """Whoever is praised is the target of a positive attitude."""
    given = parse("""Lund Lund PROPN NNP 2 nsubj
        praised praise VERB VBD 0 root
        her her PRON PRP$ 4 nmod:poss
        team team NOUN NN 2 obj""")
    (stance,) = stances(given.text, given.sentences, found_in(given))
    assert stance.target is not None
    assert (stance.attitude, stance.target.text) == ("positive", "her team")


@given(parses())
def test_any_parse_has_a_stance_with_reasons(given: Parse) -> None:
    """Whatever the parse, every value that is not plain has evidence that lies in the text."""
    for stance in stances(given.text, given.sentences, found_in(given)):
        assert causes(stance).keys() == moved(stance).keys()
        for item in stance.evidence:
            assert given.text[item.span.start : item.span.end] == item.span.text
            assert item.value == getattr(stance, item.field)


@given(parses())
def test_any_parse_has_claims_in_full(given: Parse) -> None:
    """Whatever the parse, claims with stances, addressees and quantities can be written down."""
    result = assembled(given.text, given.sentences, found_in(given))
    assert result.from_dict(result.to_dict(), text=given.text) == result


def test_every_act_has_defaults() -> None:
    """The table of acts has a row for each act, and its values are choices of their fields."""
    assert set(defaults()) == set(STANCE_CHOICES["act"])
    for values in defaults().values():
        assert all(value in list(STANCE_CHOICES[field]) for field, value in values.items())
