"""The trees that the tagger and the parser learn, and those that they stop by."""

from __future__ import annotations

import pathlib

from attrib.training.reading import prepare_trees


def test_no_tree_is_learned_and_held_out(tmp_path: pathlib.Path) -> None:
    """All of train and dev is learned but for every fifth tree of dev, which alone is held out."""
    dev = {f"# dev {number}" for number in range(11)}
    held_out = {"# dev 4", "# dev 9"}
    (tmp_path / "train.conllu").write_text("# train 0\n\n# train 1\n\n", encoding="utf8")
    (tmp_path / "dev.conllu").write_text(
        "".join(f"# dev {number}\n\n" for number in range(11)), encoding="utf8"
    )
    prepare_trees(tmp_path, tmp_path)
    learned, kept = (
        set((tmp_path / f"trees-{split}.conllu").read_text(encoding="utf8").split("\n\n")) - {""}
        for split in ("train", "dev")
    )
    assert kept == held_out
    assert learned == {"# train 0", "# train 1"} | dev - held_out
