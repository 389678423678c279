"""Headlines: who is meant by a description that the first sentence of the story then names.

"Ex-port chief denies bribes" stands before "Ana Sol, who ran the port, denied ...": newspapers open
a story with the one whom its headline is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrib._choices import SpeakerKind
from attrib._speakers.descriptions import agrees
from attrib._speakers.document import Document
from attrib._speakers.mentions import Form, Mention
from attrib._speakers.referents import Referent

FAIR = 0.7  # the confidence that the subject of the first sentence is who the headline means
_FINAL = frozenset('.!?…"”')


def announced(document: Document) -> Iterator[tuple[Mention, Referent]]:
    """The sources of headlines that nothing else refers to, each with whom the story opens with."""
    subject = _opening_subject(document)
    if subject is None:
        return
    first = document.sentences[0].block
    for index, sentence in enumerate(document.sentences):
        if sentence.block != first or document.text[sentence.end - 1] in _FINAL:
            break
        for mention in document.mentions[index]:
            alone = document.discourse.at(index, mention.head)
            told = alone is not None and not alone.named and len(alone.mentions) == 1
            source = (index, mention.head) in document.claims_at
            if told and source and _may_be(document, mention, subject):
                yield mention, subject


def _opening_subject(document: Document) -> Referent | None:
    """Whom the first sentence below the headline that has a subject is about."""
    for index, sentence in enumerate(document.sentences):
        if sentence.block == document.sentences[0].block:
            continue
        for word in sentence.words:
            if word.relation == "nsubj" and sentence.words[word.head].relation == "root":
                return document.discourse.at(index, word.index)
    return None


def _may_be(document: Document, mention: Mention, referent: Referent) -> bool:
    if mention.form is not Form.DESCRIPTION or mention.kind is not SpeakerKind.PERSON:
        return False
    fits = not referent.trades or mention.noun in referent.nouns
    person = referent.person and referent.named
    return person and fits and agrees(document.discourse, mention, referent)
