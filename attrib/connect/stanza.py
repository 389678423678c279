"""attrib in a Stanza pipeline: the processor `attrib`, over whatever models the pipeline has.

>>> from attrib.connect.stanza import register
>>> register()
>>> from stanza.pipeline.registry import PIPELINE_NAMES
>>> PIPELINE_NAMES[-1]
'attrib'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal

import attrs
from stanza.models.common.doc import Document as StanzaDocument
from stanza.models.common.foundation_cache import BertRecord, FoundationCache
from stanza.pipeline.processor import Processor, register_processor
from stanza.pipeline.registry import NAME_TO_PROCESSOR_CLASS

from attrib._attributor import Attributor, Config
from attrib._reading.encoder import NAME as ENCODER
from attrib._reading.encoder import shared_encoder
from attrib._reading.models import shipped_models
from attrib._sentence import NAME_KINDS, ROOT, Document, Name, Sentence, Word

_NAME = "attrib"


def register() -> None:
    """Give Stanza the processor `attrib`; to call it again changes nothing.

    A pipeline with it among its processors sets `claims`, an `Attribution`, on every document that
    it reads.  Options are those of `Config`, given to the pipeline as `attrib_threshold=0.5`.
    """
    if _NAME not in NAME_TO_PROCESSOR_CLASS:
        register_processor(_NAME)(AttribProcessor)
        StanzaDocument.add_property("claims", setter=_set_claims)


def shipped(precision: Literal["fast", "full"] = "fast") -> dict[str, Any]:
    """The options with which a Stanza pipeline reads by the models inside attrib.

    Nothing is downloaded, and the encoder is in memory once, whoever else reads with it in this
    `precision` (that of `Config`): it stays on the processor, so the pipeline does not use a GPU.
    With "full" the processor `attrib` computes in it too.
    """
    folder = shipped_models()
    encoder, tokenizer = shared_encoder(folder, precision == "full")
    cache = FoundationCache(local_files_only=True)
    cache.bert[ENCODER] = BertRecord(encoder, tokenizer, {})
    return {
        "dir": str(folder),
        "download_method": None,
        "foundation_cache": cache,
        "use_gpu": False,
        **({"attrib_precision": "full"} if precision == "full" else {}),
    }


class AttribProcessor(Processor):  # type: ignore[misc]  # Stanza has no types
    """Finds the claims of documents that the pipeline has tagged and parsed.

    The names in them count where the pipeline finds names (`ner`).
    """

    PROVIDES_DEFAULT = frozenset({_NAME})
    REQUIRES_DEFAULT = frozenset({"tokenize", "pos", "lemma", "depparse"})

    def __init__(self, config: dict[str, Any], pipeline: Any, device: Any) -> None:
        super().__init__(config, pipeline, device)
        options = {field.name for field in attrs.fields(Config)} & config.keys()
        _check_options(getattr(pipeline, "config", {}))
        self._attributor = Attributor(Config(**{name: config[name] for name in options}))

    def process(self, document: Any) -> Any:
        """The document with its claims.

        Raises:
            ValueError: the document has no text, as one that was made of words alone.
        """
        document.claims = self._attributor.attribute_parsed(document_of(document))
        return document

    def mark_inactive(self) -> None:
        """Called by Stanza where the pipeline lacks a processor that this one needs."""


def _check_options(given: Iterable[str]) -> None:
    # Stanza itself adds paths, such as attrib_model_path.
    known = [f"{_NAME}_{field.name}" for field in attrs.fields(Config)]
    mine = [name for name in given if name.startswith(f"{_NAME}_") and not name.endswith("_path")]
    if unknown := [name for name in mine if name not in known]:
        raise ValueError(f"there is no option {unknown[0]}: pass one of {', '.join(known)}")


def document_of(document: Any) -> Document:
    """A document that a Stanza pipeline has read, as attrib's own values.

    Raises:
        ValueError: the document has no text.
    """
    if document.text is None:
        raise ValueError(
            "a Stanza document without a text cannot be attributed: pass the text itself to the "
            "pipeline, or words with tokenize_pretokenized=True"
        )
    return Document(document.text, (_sentence(s, document.text) for s in document.sentences))


def _sentence(sentence: Any, text: str) -> Sentence:
    words = tuple(word for token in sentence.tokens for word in _words(token, text))
    return Sentence(words[0].start, words[-1].end, words, tuple(_names(sentence, words)))


def _words(token: Any, text: str) -> Iterator[Word]:
    """The words of a token; those of a contraction share its letters between them."""
    start = token.start_char
    for word in token.words:
        last = word is token.words[-1]
        end = token.end_char if last else min(start + len(word.text), token.end_char)
        yield Word(
            index=word.id - 1,
            text=text[start:end],
            start=start,
            end=end,
            lemma=word.lemma or word.text,
            upos=word.upos or "X",
            xpos=word.xpos or "",
            feats=word.feats or "",
            head=word.head - 1 if word.head else ROOT,
            deprel=word.deprel or "dep",
        )
        start = end


def _names(sentence: Any, words: Sequence[Word]) -> Iterator[Name]:
    for ent in sentence.ents:
        inside = [w.index for w in words if w.start < ent.end_char and ent.start_char < w.end]
        if inside and ent.type in NAME_KINDS:
            yield Name(inside[0], inside[-1] + 1, NAME_KINDS[ent.type])


def _set_claims(document: Any, claims: object) -> None:
    document._claims = claims
