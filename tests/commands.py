"""What tests of the command line share: texts, an engine without models, a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrib
from attrib import Attribution, Claim, Content, Cue, CueKind, Mode, Span, Speaker

FERRY = "Ana Sol said the ferry would sail “at dawn”.\n"
SNOW = "Snow fell.\n"


def told(text: str) -> Attribution:
    """The claim of a text in which somebody "said" something, found without any model."""
    start = text.find(" said ")
    claims = [claim_at(text, start)] if start > 0 else []
    return Attribution(text, claims, sentences=[Span.of(text, 0, len(text))])


def claim_at(text: str, start: int) -> Claim:
    return Claim(
        id="c1",
        speaker=Speaker(Span.of(text, 0, start)),
        cue=Cue(Span.of(text, start + 1, start + 5), "say", CueKind.VERB),
        content=Content.of(text, [Span.of(text, start + 6, len(text.rstrip(".\n")))]),
        mode=Mode.MIXED,
        sentences=(0,),
    )


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python with attrib on its path, and wait for its end."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(attrib.__file__).parents[1]), **environment},
    )
