"""Checkpoints of Stanza's trainers as they are packed."""

from __future__ import annotations

from typing import Any

import pytest

from attrib.training.reading import without_words

SPECIAL = ["<PAD>", "<UNK>", "<EMPTY>", "<ROOT>"]


def checkpoint(width: int) -> dict[str, Any]:
    """What a head with embeddings of words of such a width keeps."""
    units = [*SPECIAL, "the", "port"]
    vocabulary = {"_id2unit": units, "_unit2id": {unit: i for i, unit in enumerate(units)}}
    return {
        "config": {"word_emb_dim": width},
        "vocab": {name: vocabulary | {"lower": True} for name in ("word", "lemma", "upos")},
    }


def test_words_that_no_head_looks_up_are_left_out() -> None:
    """Without embeddings of words only special ones are kept, and all of the other units."""
    given = checkpoint(width=0)
    kept = without_words(given)["vocab"]
    assert kept["upos"] == given["vocab"]["upos"]
    for name in ("word", "lemma"):
        assert kept[name]["_id2unit"] == SPECIAL
        assert kept[name]["_unit2id"] == {unit: i for i, unit in enumerate(SPECIAL)}
        assert kept[name]["lower"]
    assert given == checkpoint(width=0)


@pytest.mark.parametrize("config", [{"word_emb_dim": 75}, {}])
def test_words_that_have_embeddings_are_kept(config: dict[str, int]) -> None:
    """A checkpoint that looks words up, or says nothing of it, is kept as it is."""
    given = checkpoint(width=0) | {"config": config}
    assert without_words(given) == given
