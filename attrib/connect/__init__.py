"""attrib inside other software: spaCy, Stanza, and engines that map columns to columns."""

from attrib.connect._batch import attribute_batch, claim_rows

__all__ = ["attribute_batch", "claim_rows"]
