"""Encoder states: each word's stands where the word does, however sentences are put together."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from strategies import unhurried
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from attrib._reading.encoder import (
    MAX_PIECES,
    Encoder,
    EncoderShape,
    PieceTokenizer,
    RememberingEncoder,
)
from attrib._reading.states import Encoded, encode, grouped, passes
from attrib._sentence import Sentence, Word

VOCABULARY = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "go", "##ing", "##es", "home", "."]
TAP, LAYERS = 1, 3
TEXTS = ["Going home .", "GO", "Home goes home going . . .", "Home .", "go going goes"]


@st.composite
def sentences(draw: st.DrawFn) -> list[Encoded]:
    """Sentences whose every state is a number of its own, of words of one or more pieces."""
    found: list[Encoded] = []
    lengths = st.one_of(st.integers(0, 6), st.integers(100, 330))
    for number, count in enumerate(draw(st.lists(lengths, max_size=9)), 1):
        pieces = count + draw(st.integers(0, count)) + 2
        places = draw(st.permutations(range(1, pieces - 1))) if count < 7 else range(1, count + 1)
        tapped = 1000 * number + torch.arange(pieces).unsqueeze(1).float()
        ends = tuple(sorted(places[:count]))
        found.append(Encoded(tapped, -tapped[list(ends)], ends))
    return found


def read(text: str) -> Sentence:
    """A sentence of words that nobody has tagged."""
    tags = ("", "X", "", "", 0, "dep")
    words = [Word(i, word, 0, 0, *tags) for i, word in enumerate(text.split())]
    return Sentence(0, 0, tuple(words))


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return Encoder(EncoderShape(len(VOCABULARY), 8, LAYERS, 2, 16)).eval()


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    ids = {piece: number for number, piece in enumerate(VOCABULARY)}
    pieces = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    pieces.normalizer = None
    pieces.pre_tokenizer = pre_tokenizers.Whitespace()
    ends = [("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])]
    pieces.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, ends)
    return PieceTokenizer(pieces, len(VOCABULARY))


@unhurried
@given(sentences())
def test_a_state_stands_where_its_word_stands(given: list[Encoded]) -> None:
    """Every word's number through the text leads to its own states, in one group only."""
    expected = [s.tapped[end].item() for s in given for end in s.ends]
    tapped, final = [0.0] * len(expected), [0.0] * len(expected)
    for group in grouped(given):
        for place, row, end, state in zip(
            group.places.tolist(), group.rows, group.ends, group.final, strict=True
        ):
            assert tapped[place] == 0
            tapped[place], final[place] = group.tapped[row, end].item(), state.item()
    assert tapped == expected
    assert final == [-value for value in expected]


@unhurried
@given(sentences())
def test_only_what_pads_is_absent(given: list[Encoded]) -> None:
    """Every state of every sentence is present once, and everything else is marked absent."""
    present = [group.tapped[~group.absent].flatten() for group in grouped(given)]
    everything = [sentence.tapped.flatten() for sentence in given]
    assert sorted(v for part in present for v in part.tolist()) == sorted(
        v for part in everything for v in part.tolist()
    )


@unhurried
@given(sentences())
def test_groups_are_bounded(given: list[Encoded]) -> None:
    """A group holds one sentence, or no more places for pieces than one pass may take."""
    for group in grouped(given):
        rows, pieces, _ = group.tapped.shape
        assert rows == 1 or rows * pieces <= 1280


def test_half_precision_comes_back() -> None:
    """States kept in half precision are handed on in full precision."""
    (group,) = grouped([Encoded(torch.ones(4, 2).half(), torch.ones(2, 2).half(), (1, 2))])
    assert (group.tapped.dtype, group.final.dtype) == (torch.float32, torch.float32)


def test_no_sentences_no_groups() -> None:
    """Without sentences there is nothing to hand on."""
    assert grouped([]) == []


@pytest.mark.parametrize("remembering", [False, True])
def test_sentences_are_encoded_as_if_alone(
    encoder: Encoder, tokenizer: PieceTokenizer, remembering: bool
) -> None:
    """A sentence has the states, in its place, that it has when it is encoded by itself."""
    reading = RememberingEncoder(encoder) if remembering else encoder
    found = encode(reading, tokenizer, [read(text) for text in TEXTS], TAP)
    assert len(found) == len(TEXTS)
    for text, encoded in zip(TEXTS, found, strict=True):
        pieces = tokenizer([text.split()])
        ids, mask = (torch.tensor(pieces[name]) for name in ("input_ids", "attention_mask"))
        with torch.no_grad():
            layers = encoder(ids, mask).hidden_states
        ends = list(encoded.ends)
        torch.testing.assert_close(encoded.tapped, layers[TAP][0], atol=1e-5, rtol=0)
        torch.testing.assert_close(encoded.final, layers[-1][0][ends], atol=1e-5, rtol=0)


def test_a_word_ends_with_its_last_piece(encoder: Encoder, tokenizer: PieceTokenizer) -> None:
    """The place of a word is that of its last piece, after the mark that begins the sentence."""
    (found,) = encode(encoder, tokenizer, [read("going home goes")], TAP)
    assert found.ends == (2, 3, 5)
    assert len(found.tapped) == 7


def test_an_endless_sentence_is_cut(encoder: Encoder, tokenizer: PieceTokenizer) -> None:
    """Words beyond the longest sequence that the encoder takes have the state of its end."""
    count = MAX_PIECES + 40
    (found,) = encode(encoder, tokenizer, [read("home " * count)], TAP)
    assert len(found.tapped) == MAX_PIECES
    assert found.ends[MAX_PIECES - 3 :] == (MAX_PIECES - 2, *[MAX_PIECES - 1] * 42)
    assert found.final.shape == (count, 8)


def test_every_sentence_is_passed_once(encoder: Encoder, tokenizer: PieceTokenizer) -> None:
    """The last layers' states are those of a sentence by itself, and each is encoded only once."""
    words = [text.split() for text in TEXTS]
    seen: list[int] = []
    with torch.inference_mode():
        for read in passes(encoder, tokenizer, words):
            for row, number in enumerate(read.numbers):
                seen.append(number)
                pieces = tokenizer([words[number]])
                ids, mask = (torch.tensor(pieces[name]) for name in ("input_ids", "attention_mask"))
                layers = encoder(ids, mask).hidden_states[-2:]
                alone = torch.stack([layer[0, read.ends[row]] for layer in layers])
                torch.testing.assert_close(read.top(row, 2), alone, atol=1e-5, rtol=0)
                assert len(read.ends[row]) == 1 + len(words[number])
    assert sorted(seen) == list(range(len(TEXTS)))
