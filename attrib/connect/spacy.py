"""attrib in a spaCy pipeline: `nlp.add_pipe("attrib")`.

Importing this module tells spaCy of the component and of `doc._.claims`; with attrib installed,
`add_pipe` and `spacy.load` do so by themselves.  What a document keeps is plain data in the form
attrib/1, so that it survives wherever documents go; claims are made from it when asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import attrs
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from attrib._attribution import Attribution
from attrib._attributor import Attributor, Config
from attrib._sentence import NAME_KINDS, ROOT, Document, Name, Sentence, Word
from attrib._values import Claim
from attrib.connect._clearnlp import is_universal, universal

AUTO, SPACY, OWN = "auto", "spacy", "attrib"
_DATA = "attrib_json"  # the extension that holds a document's attribution in the form attrib/1


@attrs.frozen
class AttribPipe:
    """A component that finds the claims of documents.

    It sets `doc._.claims`, an `Attribution`, and `doc.spans["claims"]`: for each claim the spans
    labelled source, cue and content, with its id, of all tokens that it touches.

    Args:
        attributor: Finds the claims.
        reading: "spacy" for claims over the pipeline's own parse and entities, "attrib" for those
            of `attribute(doc.text)`, "auto" for the former where the document is parsed.
    """

    attributor: Attributor = attrs.field(factory=Attributor)
    reading: str = attrs.field(default=AUTO, validator=attrs.validators.in_((AUTO, SPACY, OWN)))

    def __call__(self, doc: Doc) -> Doc:
        """The document, with its claims.

        Raises:
            ValueError: `reading` is "spacy", and the document is not parsed.
        """
        parsed = doc.has_annotation("DEP")
        if self.reading == SPACY and not parsed and len(doc):
            raise ValueError(
                'a document has no dependencies to read: add a parser before "attrib", or pass '
                'config={"reading": "attrib"}'
            )
        if self.reading == OWN or not parsed:
            _keep(doc, self.attributor.attribute(doc.text))
        else:
            _keep(doc, self.attributor.attribute_parsed(document_of(doc)))
        return doc


@Language.factory(
    "attrib",
    assigns=["doc._.claims", "doc.spans"],
    default_config={"reading": AUTO, **attrs.asdict(Config())},
)
def make(
    nlp: Language,
    name: str,
    reading: str,
    models: str,
    claims: str,
    threshold: float,
    noun_threshold: float,
    precision: str,
) -> AttribPipe:
    """The component that a pipeline's configuration describes, with the options of `Config`."""
    config = Config(
        models=models,
        claims=claims,  # type: ignore[arg-type]  # a string is what configuration files hold
        threshold=threshold,
        noun_threshold=noun_threshold,
        precision=precision,  # type: ignore[arg-type]
    )
    return AttribPipe(Attributor(config), reading)


def document_of(doc: Doc) -> Document:
    """A parsed document as attrib's own values, its dependencies as universal ones.

    Tokens of white space are left out.  Lemmas and tags are the pipeline's, a missing lemma is the
    word in lower case.

    >>> doc = Doc(Language().vocab, words=["Lund", "denied", "it"], heads=[1, 1, 1],
    ...           deps=["nsubj", "ROOT", "dobj"], pos=["PROPN", "VERB", "PRON"])
    >>> [(word.text, word.head, word.deprel) for word in document_of(doc).sentences[0].words]
    [('Lund', 1, 'nsubj'), ('denied', -1, 'root'), ('it', 1, 'obj')]
    """
    read = [sentence for sent in doc.sents if (sentence := _sentence(sent)) is not None]
    if not is_universal([word for sentence in read for word in sentence.words]):
        read = [attrs.evolve(s, words=universal(s.words, s.names)) for s in read]
    return Document(doc.text, read)


def _sentence(sent: Span) -> Sentence | None:
    tokens = [token for token in sent if not token.text.isspace()]
    if not tokens:
        return None
    places = {token.i: index for index, token in enumerate(tokens)}
    words = tuple(_word(token, places) for token in tokens)
    return Sentence(words[0].start, words[-1].end, words, tuple(_names(sent, places)))


def _word(token: Token, places: dict[int, int]) -> Word:
    return Word(
        index=places[token.i],
        text=token.text,
        start=token.idx,
        end=token.idx + len(token.text),
        lemma=token.lemma_ or token.text.lower(),
        upos=token.pos_ or "X",
        xpos=token.tag_,
        feats=str(token.morph),
        head=_head(token, places),
        deprel="root" if token.dep_ == "ROOT" else token.dep_ or "dep",
    )


def _head(token: Token, places: dict[int, int]) -> int:
    """The place of a token's head, above white space; those outside the sentence make it a root."""
    head = token.head
    while head.text.isspace() and head.head.i != head.i:
        head = head.head
    return ROOT if head.i == token.i else places.get(head.i, ROOT)


def _names(sent: Span, places: dict[int, int]) -> Iterator[Name]:
    for ent in sent.ents:
        inside = [places[token.i] for token in ent if token.i in places]
        if inside and ent.label_ in NAME_KINDS:
            yield Name(inside[0], inside[-1] + 1, NAME_KINDS[ent.label_])


def _keep(doc: Doc, attribution: Attribution) -> None:
    # A string: lists inside user data come back from some of spaCy's stores as tuples.
    doc._.set(_DATA, attribution.to_json())
    doc.spans["claims"] = [span for claim in attribution for span in _spans(doc, claim)]


def _spans(doc: Doc, claim: Claim) -> Iterator[Span]:
    """The spans of a claim, grown to whole tokens."""
    parts = [("source", claim.speaker.source), ("cue", claim.cue.span if claim.cue else None)]
    parts += [("content", span) for span in claim.content.spans]
    for label, part in parts:
        if part is not None:
            found = doc.char_span(
                part.start, part.end, label, span_id=claim.id, alignment_mode="expand"
            )
            if found is not None:
                yield found


def _claims(doc: Doc) -> Attribution:
    form = doc._.get(_DATA)
    if form is None:
        raise ValueError(
            'this document was not attributed: pass it through a pipeline with the pipe "attrib"'
        )
    return Attribution.from_dict(json.loads(form), text=doc.text)


if not Doc.has_extension(_DATA):
    Doc.set_extension(_DATA, default=None)
if not Doc.has_extension("claims"):
    Doc.set_extension("claims", getter=_claims)
