"""Documents that were read elsewhere: what is refused, and that their claims are `attribute`'s."""

from __future__ import annotations

import pathlib
import subprocess
import sys
from typing import Any

import attrs
import pytest
from hypothesis import given
from parses import Parse, parse
from trees import parses

from attrib import Attribution, Attributor, Config, Document, Name, NameKind, Sentence, Word
from attrib._reading.encoder import shared_encoder
from attrib._reading.layout import blocks
from attrib._reading.models import shipped_models
from attrib._reading.parsed import in_blocks, parsed_parts
from attrib._reading.reader import reader

SYNTAX = Attributor(Config(claims="syntax"))
SEEDS = pathlib.Path(__file__).parent.parent / "seeds"

# The firm denied it. Lund smiled.
TOLD = parse("""The the DET DT 2 det
firm firm NOUN NN 3 nsubj
denied deny VERB VBD 0 root
it it PRON PRP 3 obj
+. . PUNCT . 3 punct

Lund Lund PROPN NNP 2 nsubj person
smiled smile VERB VBD 0 root
+. . PUNCT . 2 punct""")


def changed(sentence: int = 0, word: int = 0, **fields: Any) -> Document:
    """The example, with one word changed."""
    sentences = list(TOLD.sentences)
    words = list(sentences[sentence].words)
    words[word] = attrs.evolve(words[word], **fields)
    sentences[sentence] = attrs.evolve(sentences[sentence], words=tuple(words))
    return Document(TOLD.text, sentences)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"index": 1}, "word 0 of sentence 0 has the index 1: count words from 0"),
        ({"start": -1}, "word 0 of sentence 0 is from -1 to 3, .* in order"),
        ({"end": 2}, "'The', but the text has 'Th' from 0 to 2: take"),
        ({"text": "the"}, "'the', but the text has 'The'"),
        ({"end": 5}, "'The', but the text has 'The f'"),
        ({"word": 4, "end": 99}, "word 4 of sentence 0 is from 18 to 99, which is not between 18"),
        ({"word": 1, "start": 2}, "word 1 of sentence 0 is from 2 to 8, which is not between 3"),
        ({"sentence": 1, "head": 3}, "word 0 of sentence 1 has the head 3, .* 3 words: pass"),
        ({"head": -2}, "word 0 of sentence 0 has the head -2"),
        ({"sentence": 1, "word": 1, "head": 0}, "sentence 1 go in a circle from word 0: one of"),
    ],
)
def test_words_that_do_not_fit_are_refused(fields: Any, told: str) -> None:
    """A word out of order, off the text or without a root ends in an error that names it."""
    with pytest.raises(ValueError, match=told):
        changed(**fields)


def test_sentences_that_do_not_fit_are_refused() -> None:
    """Sentences out of order, beyond the text or without words end in an error that names them."""
    first, second = TOLD.sentences
    with pytest.raises(ValueError, match="sentence 1 is from 0 to 19, which is not between 32"):
        Document(TOLD.text, [second, first])
    with pytest.raises(ValueError, match=r"sentence 1 is from 20 to 32, .* between 19 and 20"):
        Document(TOLD.text[:20], [first, second])
    with pytest.raises(ValueError, match="sentence 0 has no words: leave it out"):
        Document(TOLD.text, [attrs.evolve(first, words=())])
    with pytest.raises(ValueError, match="name 0 of sentence 0 is from word 4 to 6, of 5"):
        Document(TOLD.text, [attrs.evolve(first, names=(Name(4, 6, NameKind.PERSON),))])


@pytest.mark.parametrize(("text", "sentences"), [(b"No.", ()), (None, ()), ("No.", ["No."])])
def test_what_is_no_document_is_refused(text: Any, sentences: Any) -> None:
    """A document is a string with sentences, and nothing else is attributed as one."""
    with pytest.raises(TypeError, match=r"must be <class"):
        Document(text, sentences)
    entrance: Any = Attributor().attribute_parsed
    with pytest.raises(TypeError, match=r"a Document, not str: .* by attribute\(\)"):
        entrance("No.")


@pytest.mark.parametrize("field", ["lemma", "upos", "xpos", "feats", "deprel"])
@pytest.mark.parametrize("value", [None, 1, 1.5, b"x", ["x"]])
def test_fields_of_words_are_strings(field: str, value: Any) -> None:
    """A field of a word that is no string, such as None, is named, and so is the word."""
    told = f"{field} of word 1 of sentence 1 is .*: pass one of type str"
    with pytest.raises(TypeError, match=told):
        changed(1, 1, **{field: value})


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (None, "name 0 of sentence 0 is None: pass one of type Name"),
        (Name(0, True, NameKind.PERSON), "last of name 0 of sentence 0 is True: pass one of"),
        (Name(0, 1, "person"), "kind of name 0 of sentence 0 is 'person': pass one of"),  # type: ignore
        (Name(0, 1.0, NameKind.PERSON), "last of name 0 of sentence 0 is 1.0: pass"),  # type: ignore
    ],
)
def test_what_names_hold_is_told(name: Any, told: str) -> None:
    """A name whose words or kind are of another type is named."""
    sentence = attrs.evolve(TOLD.sentences[0], names=(name,))
    with pytest.raises(TypeError, match=told):
        Document(TOLD.text, (sentence, *TOLD.sentences[1:]))


def test_a_true_head_is_told() -> None:
    """True is no head, though Python counts with it."""
    with pytest.raises(TypeError, match="head of word 0 of sentence 0 is True: pass one of"):
        changed(0, 0, head=True)


def test_any_block_will_do() -> None:
    """What a sentence says of its block is not asked, for it is found again."""
    sentences = [attrs.evolve(sentence, block=None) for sentence in TOLD.sentences]
    read = SYNTAX.attribute_parsed(Document(TOLD.text, sentences))
    assert read == SYNTAX.attribute_parsed(Document(TOLD.text, TOLD.sentences))


def test_id() -> None:
    """An id that is given is that of the attribution; none is the default."""
    document = Document(TOLD.text, TOLD.sentences)
    assert SYNTAX.attribute_parsed(document).id is None
    assert SYNTAX.attribute_parsed(document, id="a.txt").id == "a.txt"
    assert SYNTAX.attribute_parsed(Document("No."), id="a.txt").id == "a.txt"


def test_a_document_without_sentences_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without sentences there are no claims, and no model is loaded to find none."""
    monkeypatch.setattr(
        "attrib._reading.encoder.shared_encoder", lambda *_: pytest.fail("was loaded")
    )
    assert Attributor().attribute_parsed(Document("No.")) == Attribution("No.")


def test_the_syntax_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the engine that reads the syntax alone, a document is attributed without any model."""
    monkeypatch.setattr(
        "attrib._reading.encoder.shared_encoder", lambda *_: pytest.fail("was loaded")
    )
    told = parse("""Lund Lund PROPN NNP 2 nsubj person
denied deny VERB VBD 0 root
knowing know VERB VBG 2 xcomp
+. . PUNCT . 2 punct""")
    syntax = Attributor(Config(claims="syntax"))
    (claim,) = syntax.attribute_parsed(Document(told.text, told.sentences))
    assert (claim.speaker.name, claim.content.text) == ("Lund", "knowing")


@given(parses())
def test_any_tree_is_a_document(parsed: Parse) -> None:
    """Whatever the trees over its words, a parsed text is attributed, with slices of it."""
    result = Attributor(Config(claims="syntax")).attribute_parsed(
        Document(parsed.text, parsed.sentences)
    )
    assert [span.start for span in result.sentences] == [s.start for s in parsed.sentences]
    assert Attribution.from_dict(result.to_dict(), text=parsed.text) == result


def test_blocks_are_found_again() -> None:
    """A sentence is in the block that it begins in, whatever its own number says."""
    text = "Ports reopen\n\nAll is well. Lund agreed.\n\nHe left."
    starts = [0, 14, 27, 41]
    read = [attrs.evolve(TOLD.sentences[0], start=start, block=7) for start in starts]
    assert [s.block for s in in_blocks(read, blocks(text))] == [0, 1, 1, 2]


def test_long_texts_are_encoded_in_parts() -> None:
    """What is encoded at once is bounded, and every sentence is in one part."""
    step = 20_000
    text = "\n\n".join("a" * 900 + " a" * 9_550 for _ in range(3))
    starts = range(0, len(text), step + 2)
    read = tuple(
        Sentence(at, at + 900, (Word(0, "a" * 900, at, at + 900, "a", "X", "", "", -1, "root"),))
        for at in starts
    )
    parts = list(parsed_parts("shipped", False, text, blocks(text), read, None))
    assert [part.sentences for part in parts] == [(s,) for s in read]


def without_confidence(result: Attribution) -> Attribution:
    return attrs.evolve(result, claims=[attrs.evolve(c, confidence=None) for c in result])


@pytest.mark.model
@pytest.mark.parametrize("claims", ["model", "syntax"])
@pytest.mark.parametrize("name", ["court", "storm", "summit"])
def test_our_own_sentences_give_our_own_claims(name: str, claims: Any) -> None:
    """The sentences that attrib reads of a text give the claims that it finds in the text.

    Confidences are equal but for the last digits, which depend on what is multiplied together.
    """
    text = (SEEDS / f"{name}.txt").read_text("utf8")
    attributor = Attributor(Config(claims=claims))
    document = Document(text, (attrs.evolve(s, block=0) for s in reader().read(text)))
    result = attributor.attribute_parsed(document)
    assert len(result) > 3
    whole = attributor.attribute(text)
    assert without_confidence(result) == without_confidence(whole)
    confidence = [claim.confidence for claim in result]
    assert confidence == [pytest.approx(claim.confidence, abs=1e-5) for claim in whole]


@pytest.mark.model
def test_claims_are_found_without_stanza() -> None:
    """The network reads a parsed document though Stanza is not even imported."""
    told = "Word(0, 'Lund', 0, 4, 'Lund', 'PROPN', 'NNP', '', 1, 'nsubj')"
    lied = "Word(1, 'lied', 5, 9, 'lie', 'VERB', 'VBD', '', -1, 'root')"
    program = f"""
import sys
from attrib import Attributor, Document, Sentence, Word
sentence = Sentence(0, 9, ({told}, {lied}))
print(len(Attributor().attribute_parsed(Document("Lund lied.", [sentence])).sentences))
print("torch" in sys.modules, "stanza" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout.split(), run.stderr) == (["1", "True", "False"], "")


@pytest.mark.model
def test_the_weights_of_the_encoder_are_in_memory_once() -> None:
    """The encoder that reads for Stanza's processors has the weights of the one that does not."""
    encoder, _ = shared_encoder(shipped_models())
    remembering = reader().pipeline.remembering
    assert encoder.pieces.weight.data_ptr() == remembering.pieces.weight.data_ptr()
