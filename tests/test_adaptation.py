"""Adapting the encoder to claims: what it is held to, and that it and the network learn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import torch
from networks import SHAPE, tiny
from parses import parse
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from attrib._encoder import Encoder, EncoderShape, PieceTokenizer
from attrib._states import encode, grouped
from attrib.training.adaptation import AdaptationRecipe, Taught, adapt, read_batch, taught
from attrib.training.claims import Passage, passages
from attrib.training.polnear import Article, Attribution

# Rents fell, Sol said. It rained.
PARSED = parse("""Rents rent NOUN NNS 2 nsubj
fell fall VERB VBD 5 ccomp
+, , PUNCT , 2 punct
Sol Sol PROPN NNP 5 nsubj
said say VERB VBD 0 root
+. . PUNCT . 5 punct

It it PRON PRP 2 nsubj
rained rain VERB VBD 0 root
+. . PUNCT . 2 punct""")
WORDS = [[word.text for word in sentence.words] for sentence in PARSED.sentences]
SAID = Attribution(source=((12, 15),), cue=((16, 20),), content=((0, 10),))
ARTICLE = Article("a", PARSED.text, PARSED.sentences, ((SAID,),))
LAYERS = 4


@pytest.fixture
def encoder() -> Encoder:
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return Encoder(EncoderShape(40, SHAPE.width, LAYERS, SHAPE.heads, SHAPE.inner)).eval()


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    forms = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *sorted({w for words in WORDS for w in words})]
    pieces = Tokenizer(models.WordPiece({f: i for i, f in enumerate(forms)}, unk_token="[UNK]"))
    pieces.pre_tokenizer = pre_tokenizers.Whitespace()
    pieces.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", None, [("[CLS]", 2), ("[SEP]", 3)]
    )
    return PieceTokenizer(pieces, 40)


def test_what_was_seen_is_the_mean_of_the_upper_layers(
    encoder: Encoder, tokenizer: PieceTokenizer
) -> None:
    """A sentence keeps the mean of its words' states in the last four layers."""
    _, rained = taught(encoder, tokenizer, WORDS)
    ids = torch.tensor([rained.pieces])
    with torch.inference_mode():
        states = encoder(ids, torch.ones_like(ids)).hidden_states[-4:]
    expected = torch.stack([state[0, list(rained.ends)] for state in states]).mean(0)
    torch.testing.assert_close(rained.seen, expected.half(), atol=1e-3, rtol=1e-3)


def test_groups_are_those_that_the_network_reads(
    encoder: Encoder, tokenizer: PieceTokenizer
) -> None:
    """Reading a batch to learn from gives what reading it to find claims gives, and no drift."""
    groups, apart = read_batch(encoder, taught(encoder, tokenizer, WORDS), 1)
    expected = grouped(encode(encoder, tokenizer, PARSED.sentences, 1))
    assert len(groups) == len(expected) == 1
    for name in ("rows", "ends", "places", "absent"):
        assert torch.equal(getattr(groups[0], name), getattr(expected[0], name)), name
    kept = ~expected[0].absent
    torch.testing.assert_close(groups[0].tapped[kept], expected[0].tapped[kept])
    torch.testing.assert_close(groups[0].final, expected[0].final)
    assert apart.item() < 1e-4


def last_drift(
    encoder: Encoder, data: Sequence[Passage[Taught]], held: float
) -> tuple[float, list[float]]:
    """How far the encoder drifted after some steps, and the changes of its weights."""
    before = [value.clone() for value in encoder.state_dict().values()]
    recipe = AdaptationRecipe(epochs=20, words=30, encoder_rate=3e-3, held=held)
    *_, (mean, _) = adapt(encoder, tiny(), data, (), recipe)
    _, apart = read_batch(mean, [s for p in data for s in p.states], 1)
    moved = zip(before, mean.state_dict().values(), strict=True)
    return apart.item(), [(old - new).abs().max().item() for old, new in moved]


def test_the_encoder_learns_and_is_held(encoder: Encoder, tokenizer: PieceTokenizer) -> None:
    """Adapting moves the encoder's weights; what is seen of it moves less where it is held."""
    start = {name: value.clone() for name, value in encoder.state_dict().items()}
    data = list(passages(ARTICLE, taught(encoder, tokenizer, WORDS), 30))
    loose, moved = last_drift(encoder, data, held=0)
    assert max(moved) > 1e-3
    encoder.load_state_dict(start)
    firm, _ = last_drift(encoder, data, held=1000)
    assert firm < loose / 2


def test_treebank_sentences_are_held_too(encoder: Encoder, tokenizer: PieceTokenizer) -> None:
    """Sentences of which nobody marked the claims take part, and the result is finite."""
    data = list(passages(ARTICLE, taught(encoder, tokenizer, WORDS), 30))
    treebank = taught(encoder, tokenizer, [["Sol", "rained", "."]])
    *_, (mean, network) = adapt(encoder, tiny(), data, treebank, AdaptationRecipe(words=30))
    for model in (mean, network):
        assert all(value.isfinite().all() for value in model.state_dict().values())
