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
from attrib._figures import quantities
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
    "Engagement",
    "Entity",
    "Evidence",
    "Force",
    "Gender",
    "How",
    "Intensity",
    "Mode",
    "Occurrence",
    "Polarity",
    "Quantity",
    "QuantityKind",
    "Role",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Stance",
    "Unattributed",
    "attribute",
    "quantities",
]
