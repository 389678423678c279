"""Claim-and-quote attribution for news text: who said what, how, and with which figures.

>>> from attrib import attribute
>>> [claim.cue.lemma for claim in attribute("Ana Sol denied that she had voted.")]
['deny']
"""

from attrib._attribution import Attribution, Unattributed
from attrib._attributor import Attributor, Config, attribute
from attrib._choices import (
    Act,
    Approximation,
    Attitude,
    Commitment,
    CueKind,
    Direction,
    Engagement,
    Force,
    Gender,
    How,
    Intensity,
    Mode,
    Occurrence,
    Polarity,
    QuantityKind,
    Role,
    SpeakerKind,
)
from attrib._output.jsonl import read_jsonl, write_jsonl
from attrib._quantities.figures import quantities
from attrib._sentence import Document, Name, NameKind, Sentence, Word
from attrib._values import Claim, Content, Cue, Entity, Evidence, Quantity, Span, Speaker, Stance

__all__ = [
    "Act",
    "Approximation",
    "Attitude",
    "Attribution",
    "Attributor",
    "Claim",
    "Commitment",
    "Config",
    "Content",
    "Cue",
    "CueKind",
    "Direction",
    "Document",
    "Engagement",
    "Entity",
    "Evidence",
    "Force",
    "Gender",
    "How",
    "Intensity",
    "Mode",
    "Name",
    "NameKind",
    "Occurrence",
    "Polarity",
    "Quantity",
    "QuantityKind",
    "Role",
    "Sentence",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Stance",
    "Unattributed",
    "Word",
    "attribute",
    "quantities",
    "read_jsonl",
    "write_jsonl",
]
