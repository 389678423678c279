"""The back-off of stance: which listed cues lie nearest to words that no table lists."""

from __future__ import annotations

import csv
import pathlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import attrs
import torch
from torch import Tensor

from attrib._choices import Act
from attrib._claims.lexicon import senses
from attrib._reading.encoder import Encoder, PieceTokenizer
from attrib._stance.guesses import Neighbours, acts_by_form, listed_frames, voted
from attrib.training.treebank import read_trees

NEAREST = 5
LEAST = {"verb": 1, "noun": 5, "adjective": 5}  # occurrences of a word in the treebank
_KINDS = {"VERB": "verb", "NOUN": "noun", "ADJ": "adjective"}


@attrs.frozen
class HeldOut:
    """How well listed cues are guessed from the others, over their frames: accuracy, macro-F1."""

    kind: str
    frames: int
    guessed: tuple[float, float]
    by_frame: tuple[float, float]
    majority: tuple[float, float]


def write_neighbours(
    encoder: Encoder, pieces: PieceTokenizer, treebank: pathlib.Path, out: pathlib.Path
) -> None:
    """Write the listed cues nearest to each unlisted word that is common in a treebank."""
    with out.open("w", encoding="utf8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["lemma", "kind", "nearest"])
        for kind, least in LEAST.items():
            find = _finder(encoder, pieces, kind)
            for lemma in _unlisted(treebank, kind, least):
                near = " ".join(f"{cue}:{round(100 * weight)}" for cue, weight in find(lemma))
                table.writerow([lemma, kind, near])


def held_out(encoder: Encoder, pieces: PieceTokenizer, kind: str) -> HeldOut:
    """Guess each listed cue in each of its frames as if it were not listed."""
    find = _finder(encoder, pieces, kind)
    listed = listed_frames(kind)
    pairs: list[tuple[Act, Act, Act, Act]] = []
    whole = Counter(act for _, _, act in listed)
    for lemma, forms, act in listed:
        own = Counter(a for cue, f, a in listed if cue == lemma and f[-1] == forms[-1])
        prior = Counter(acts_by_form(kind)[forms[-1]]) - own
        rest = whole - Counter(a for cue, _, a in listed if cue == lemma)
        guess = voted(find(lemma), kind, forms, prior)
        pairs.append((act, guess, _commonest(prior), _commonest(rest)))
    golds, guesses, framed, commonest = zip(*pairs, strict=True)
    scores = [_scores(golds, given) for given in (guesses, framed, commonest)]
    return HeldOut(kind, len(pairs), *scores)


def _commonest(acts: Mapping[Act, int]) -> Act:
    return max(acts, key=acts.__getitem__, default=Act.ASSERT)


def _scores(golds: Sequence[Act], guesses: Sequence[Act]) -> tuple[float, float]:
    right = Counter(gold for gold, guess in zip(golds, guesses, strict=True) if gold == guess)
    of, given = Counter(golds), Counter(guesses)
    f1 = [2 * right[act] / (of[act] + given[act]) for act in of]
    return sum(right.values()) / len(golds), sum(f1) / len(f1)


def _finder(encoder: Encoder, pieces: PieceTokenizer, kind: str) -> Callable[[str], Neighbours]:
    """Finds the nearest listed cues of a kind by the cosine of centred input embeddings."""
    listed = sorted(lemma for lemma, own in senses() if own == kind and " " not in lemma)
    raw = torch.stack([_embedded(encoder, pieces, lemma) for lemma in listed])
    middle = raw.mean(0)
    unit = torch.nn.functional.normalize(raw - middle, dim=1)

    def find(lemma: str) -> Neighbours:
        own = torch.nn.functional.normalize(_embedded(encoder, pieces, lemma) - middle, dim=0)
        near = (unit @ own).topk(NEAREST + 1)
        ranked = zip(near.indices.tolist(), near.values.tolist(), strict=True)
        found = [(listed[place], max(0.0, value)) for place, value in ranked]
        return [(cue, value) for cue, value in found if cue != lemma][:NEAREST]

    return find


def _embedded(encoder: Encoder, pieces: PieceTokenizer, lemma: str) -> Tensor:
    """The mean of the input embeddings of a word's pieces."""
    ids = torch.tensor(pieces([[lemma]])["input_ids"][0][1:-1]) % encoder.shape.vocabulary
    return encoder.pieces.weight.detach()[ids].mean(0)


def _unlisted(treebank: pathlib.Path, kind: str, least: int) -> Iterable[str]:
    rows = (row for tree in read_trees(treebank) for row in tree.rows)
    counts = Counter(row.lemma.lower() for row in rows if _KINDS.get(row.upos) == kind)
    common = (lemma for lemma, count in counts.items() if count >= least)
    plain = (lemma for lemma in common if lemma.isascii() and lemma.isalpha())
    return sorted(lemma for lemma in plain if (lemma, kind) not in senses())
