"""Lemmas: a dictionary of words first, and Stanza's network that spells for what it does not hold.

The network tells beforehand which words it will keep, or only put in lower case: most names, so
that few words are left to be spelled letter by letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from stanza.models.common.doc import Document
from stanza.models.common.utils import unsort
from stanza.models.lemma.data import DataLoader
from stanza.models.lemma.edit import EDIT_TO_ID
from stanza.models.lemma.trainer import unpack_batch


def plain_lemmatizer(processor: Any) -> bool:
    """Whether lemmas hang on a word and its part of speech alone, and a dictionary comes first."""
    config = processor.config
    by_words = config.get("ensemble_dict") and not config.get("dict_only")
    return (
        not processor.use_identity
        and by_words
        and config.get("edit")
        and not config.get("caseless")
        and not processor.trainer.has_contextual_lemmatizers()
    )


def lemmas(processor: Any, words: Sequence[tuple[str, str]]) -> list[str]:
    """The lemmas of words with their parts of speech."""
    pairs = list(dict.fromkeys(words))
    trainer = processor.trainer
    found = dict(zip(pairs, trainer.predict_dict(pairs), strict=True))
    known = trainer.skip_seq2seq(pairs)
    new = [pair for pair, is_known in zip(pairs, known, strict=True) if not is_known]
    edits = dict(zip(new, _edits(processor, new), strict=True)) if new else {}
    found.update((pair, pair[0].lower()) for pair in new if edits[pair] == EDIT_TO_ID["lower"])
    spelled = [pair for pair in new if edits[pair] == EDIT_TO_ID["none"]]
    if spelled:
        read = processor.process(_word_list(spelled)).sentences[0].words
        found.update((pair, word.lemma) for pair, word in zip(spelled, read, strict=True))
    return [found[pair] or pair[0] if found[pair] != "_" else pair[0] for pair in words]


def _edits(processor: Any, pairs: Sequence[tuple[str, str]]) -> list[int]:
    """For each word what the network makes of it: keep it, put it in lower case, or spell it."""
    trainer = processor.trainer
    size = processor.config["batch_size"]
    document = _word_list(pairs)
    data = DataLoader(
        document, size, processor.config, trainer.vocab, evaluation=True, expand_unk_vocab=True
    )
    model = trainer.model.eval()
    found: list[int] = []
    for batch in data:
        (letters, padding, _, _, pos, _), order, text = unpack_batch(batch, "cpu")
        inputs, _, lengths, _ = model.embed(letters, padding, pos, text)
        _, (last, _) = model.encode(inputs, lengths)
        found += unsort(model.edit_clf(last).argmax(1).tolist(), order)
    return found


def _word_list(pairs: Sequence[tuple[str, str]]) -> Document:
    rows = [{"id": i, "text": word, "upos": upos} for i, (word, upos) in enumerate(pairs, 1)]
    return Document([rows])
