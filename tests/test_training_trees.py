"""The trees that the tagger and the parser learn, and those that they stop by."""

from __future__ import annotations

import pathlib

from attrib.training.reading import prepare_trees
from attrib.training.treebank import read_texts


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


def test_a_treebank_is_read_as_texts(tmp_path: pathlib.Path) -> None:
    """Each document is one text of its sentences, a blank line between paragraphs."""
    path = tmp_path / "train.conllu"
    sentence = "# text = {}\n1\tx\tx\tX\tX\t_\t0\troot\t_\t_\n\n"
    path.write_text(
        "# newdoc id = a\n# newpar\n"
        + sentence.format("Rents fell.")
        + sentence.format("So it goes.")
        + "# newpar\n"
        + sentence.format("Sol left.")
        + "# newdoc id = b\n"
        + sentence.format("It's late."),
        encoding="utf8",
    )
    assert list(read_texts(path)) == ["Rents fell. So it goes.\n\nSol left.", "It's late."]
    path.write_text(sentence.format("No document."), encoding="utf8")
    assert list(read_texts(path)) == ["No document."]
