"""Sources: that they are whole, with the relative clause of their noun."""

from __future__ import annotations

import pytest
from parses import parse

from attrib._claims.sources import whole

NURSE = """A a DET DT 2 det
nurse nurse NOUN NN 7 nsubj
+, , PUNCT , 5 punct
who who PRON WP 5 nsubj
slept sleep VERB VBD 2 acl:relcl
+, , PUNCT , 2 punct
said say VERB VBD 0 root
no no INTJ UH 7 obj"""
EMAIL = """One one NUM CD 2 nummod
email email NOUN NN 3 nsubj
read read VERB VBD 0 root
to to ADP IN 5 case
Sol Sol PROPN NNP 3 obl
said say VERB VBD 3 advcl
no no INTJ UH 6 obj"""


@pytest.mark.parametrize(
    ("notation", "cut", "source"),
    [
        (NURSE, "A nurse", "A nurse, who slept,"),
        (NURSE, "A nurse, who", "A nurse, who slept,"),
        (NURSE, "A nurse, who slept,", "A nurse, who slept,"),
        (EMAIL, "One email read", "One email read to Sol"),
        (EMAIL, "One email", "One email"),
    ],
)
def test_sources_are_whole(notation: str, cut: str, source: str) -> None:
    """A source goes on to the end of its relative clause or participle, and not into the cue."""
    read = parse(notation)
    end = whole(read.sentences[0], 0, len(cut), read.text.index("said"))
    assert read.text[:end] == source
