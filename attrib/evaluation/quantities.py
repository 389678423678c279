"""Predictions for the scorer of quantities: one line for each sentence of NewsQuant."""

from __future__ import annotations

import json
import pathlib

from attrib._quantities.figures import quantities


def predict(sentences: pathlib.Path, out: pathlib.Path) -> None:
    """Read the quantities of every sentence of a file in NewsQuant's form."""
    with out.open("w", encoding="utf8") as lines:
        for row in json.loads(sentences.read_text(encoding="utf8")):
            found = [quantity.to_dict() for quantity in quantities(row["text"])]
            lines.write(json.dumps({"quantities": found}, ensure_ascii=False) + "\n")
