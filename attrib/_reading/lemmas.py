"""Lemmas: a dictionary of words first, and Stanza's network that spells for what it does not hold.

The network tells beforehand which words it will keep, or only put in lower case: most names, so
that few words are left to be spelled letter by letter.  Where it makes up a base form ("begge",
"friendshipp"), a known one that the word may be a form of takes its place.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import attrs
from stanza.models.common.doc import Document
from stanza.models.common.utils import unsort
from stanza.models.lemma.data import DataLoader
from stanza.models.lemma.edit import EDIT_TO_ID
from stanza.models.lemma.trainer import unpack_batch

from attrib._claims.frames import cue_frames
from attrib._claims.lexicon import base_forms

_SHORTEST_PLURAL = 4
_MOST = 100_000  # words that are kept

_Pair = tuple[str, str]  # a word and its part of speech


@attrs.frozen(eq=False)
class Lemmatizer:
    """A Stanza lemmatizer that a word and its part of speech are enough for.

    News says the same words again and again, so what was found is `kept` for the next text.
    """

    processor: Any
    known: Collection[str] = frozenset()
    kept: dict[_Pair, str] = attrs.field(factory=dict)

    @staticmethod
    def of(processor: Any) -> Lemmatizer | None:
        """The lemmatizer of a processor; None if it needs more, or has no dictionary."""
        config = processor.config
        by_words = config.get("ensemble_dict") and not config.get("dict_only")
        plain = (
            not processor.use_identity
            and by_words
            and config.get("edit")
            and not config.get("caseless")
            and not processor.trainer.has_contextual_lemmatizers()
        )
        return Lemmatizer(processor, _known(processor.trainer.pos_dict.values())) if plain else None

    def lemmas(self, words: Sequence[_Pair]) -> list[str]:
        """The lemmas of words with their parts of speech."""
        if len(self.kept) > _MOST:
            self.kept.clear()
        new = [pair for pair in dict.fromkeys(words) if pair not in self.kept]
        if new:
            self.kept.update(_found(self.processor, self.known, new))
        return [self.kept[pair] for pair in words]


def _known(dictionaries: Iterable[Mapping[str, str]]) -> frozenset[str]:
    """The lemmas of a lemmatizer's dictionaries, and those of cues."""
    lemmas = chain.from_iterable(dictionary.values() for dictionary in dictionaries)
    return frozenset(chain(lemmas, (lemma for lemma, _ in cue_frames())))


def _found(processor: Any, known: Collection[str], pairs: Sequence[_Pair]) -> dict[_Pair, str]:
    trainer = processor.trainer
    found = dict(zip(pairs, trainer.predict_dict(pairs), strict=True))
    listed = trainer.skip_seq2seq(pairs)
    new = [pair for pair, is_listed in zip(pairs, listed, strict=True) if not is_listed]
    edits = dict(zip(new, _edits(processor, new), strict=True)) if new else {}
    found.update((pair, pair[0].lower()) for pair in new if edits[pair] == EDIT_TO_ID["lower"])
    spelled = [pair for pair in new if edits[pair] == EDIT_TO_ID["none"]]
    if spelled:
        read = processor.process(_word_list(spelled)).sentences[0].words
        found.update((pair, word.lemma) for pair, word in zip(spelled, read, strict=True))
    found.update((pair, mended(*pair, found[pair], known)) for pair in new)
    return {pair: pair[0] if lemma in ("", "_", None) else lemma for pair, lemma in found.items()}


def mended(word: str, upos: str, lemma: str, known: Collection[str]) -> str:
    """The lemma, unless it is not known while one is that the verb or plural may be a form of.

    >>> mended("begged", "VERB", "begge", {"beg"}), mended("digs", "NOUN", "digg", {"beg"})
    ('beg', 'digg')
    """
    form = word.lower()
    plural = upos == "NOUN" and form.endswith("s") and len(form) >= _SHORTEST_PLURAL
    if lemma in known or not (plural or upos == "VERB"):
        return lemma
    # Spelling is the writer's: "authorised" is no form of "authorize" here.
    bases = (base for base in base_forms(form) if not base.endswith("ize") or "iz" in form)
    return next((base for base in bases if base in known), lemma)


def _edits(processor: Any, pairs: Sequence[_Pair]) -> list[int]:
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


def _word_list(pairs: Sequence[_Pair]) -> Document:
    rows = [{"id": i, "text": word, "upos": upos} for i, (word, upos) in enumerate(pairs, 1)]
    return Document([rows])
