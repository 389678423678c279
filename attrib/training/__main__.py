"""`python -m attrib.training TASK`: rebuild all that attrib has learned, task by task."""

from __future__ import annotations

import argparse
import logging
import pathlib
import sys
from collections.abc import Sequence

from attrib._encoder import load_encoder, save_encoder
from attrib._models import write_manifest
from attrib._network import NetworkShape, load_network, save_network
from attrib._reading import reader
from attrib.training.adaptation import AdaptationRecipe, adapt, taught
from attrib.training.antecedents import train as train_antecedents
from attrib.training.claims import (
    ClaimRecipe,
    calibrate,
    fresh_network,
    passages,
    read_passages,
    train_claims,
)
from attrib.training.encoder import Recipe, train_encoder
from attrib.training.polnear import read_articles
from attrib.training.reading import PROCESSORS, pack, prepare, prepare_names, train
from attrib.training.stance import LEAST, held_out, write_neighbours
from attrib.training.treebank import read_trees

STEPS = ("encoder", *PROCESSORS, "pack")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the steps asked for, in order; all of them by default."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.run(options)
    return 0


def _reading(options: argparse.Namespace) -> None:
    data, work = options.data, options.work
    encoder = work / "encoder"
    silver = [options.silver] if options.silver else []
    for step in options.steps:
        if step == "encoder":
            train_encoder(data, encoder, Recipe(epochs=options.epochs), silver)
        elif step == "pack":
            pack(work, encoder, options.out)
        else:
            if not (work / "dev.contracted.conllu").exists():
                prepare(data, work)
            if step == "ner":
                prepare_names(data, options.web_names, silver, options.names, work)
            train(step, work, encoder)


def _claims(options: argparse.Namespace) -> None:
    recipe = ClaimRecipe(epochs=options.epochs, seed=options.seed)
    encoder, pieces = load_encoder(options.models / "encoder")
    network = fresh_network(encoder, NetworkShape(), recipe.dropout)
    train = options.polnear / "train"
    data = list(read_passages(train, encoder, pieces, recipe, options.share))
    average = train_claims(data, network, recipe, options.out)
    calibrate(average, read_passages(options.polnear / "dev", encoder, pieces, recipe))
    save_network(average, options.out)
    if options.out.is_relative_to(options.models):
        write_manifest(options.models)


def _adaptation(options: argparse.Namespace) -> None:
    recipe, claims = AdaptationRecipe(epochs=options.epochs, seed=options.seed), ClaimRecipe()
    teacher, pieces = load_encoder(options.teacher / "encoder")
    data = [
        passage
        for article in read_articles(options.polnear / "train", reader())
        for passage in passages(
            article,
            taught(teacher, pieces, [[w.text for w in s.words] for s in article.sentences]),
            claims.passage,
        )
    ]
    treebank = taught(teacher, pieces, [tree.words for tree in read_trees(options.treebank)])
    encoder, _ = load_encoder(options.models / "encoder")
    network = load_network(options.models / "claims")
    for mean, average in adapt(encoder, network, data, treebank, recipe):
        save_encoder(mean, options.models / "encoder" / "tokenizer.json", options.out / "encoder")
        save_network(average, options.out / "claims")
    adapted, _ = load_encoder(options.out / "encoder")
    average = load_network(options.out / "claims")
    calibrate(average, read_passages(options.polnear / "dev", adapted, pieces, claims))
    save_network(average, options.out / "claims")


def _stance(options: argparse.Namespace) -> None:
    encoder, pieces = load_encoder(options.models / "encoder")
    for kind in LEAST:
        figures = held_out(encoder, pieces, kind)
        scores = (figures.guessed, figures.by_frame, figures.majority)
        cells = "  ".join(f"{accuracy:.3f} {f1:.3f}" for accuracy, f1 in scores)
        print(f"{kind:10} {figures.frames:4} {cells}")
    write_neighbours(encoder, pieces, options.data / "train.conllu", options.out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attrib.training", description=__doc__)
    tasks = parser.add_subparsers(required=True)
    reading = tasks.add_parser("reading", help="the encoder and Stanza's processors")
    path = pathlib.Path
    reading.add_argument("--data", type=path, required=True, help="folder of train and dev .conllu")
    reading.add_argument("--out", type=path, required=True, help="the model directory to write")
    reading.add_argument(
        "--work", type=path, default=path("build/reading"), help="checkpoints, logs"
    )
    reading.add_argument("--silver", type=path, help="a PolNeAR split with CoreNLP's names")
    reading.add_argument("--names", type=path, help="gold names to stop by (Universal NER, .iob2)")
    reading.add_argument("--web-names", type=path, help="EWT's names, by sentence and words (.tsv)")
    reading.add_argument("--epochs", type=float, default=5.0, help="passes of the encoder")
    reading.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    reading.set_defaults(run=_reading)
    claims = tasks.add_parser("claims", help="the network of attribution relations")
    claims.add_argument("--polnear", type=path, required=True, help="folder of train and dev")
    claims.add_argument("--models", type=path, required=True, help="models with the encoder")
    claims.add_argument("--out", type=path, required=True, help="the folder to write")
    claims.add_argument("--epochs", type=int, default=ClaimRecipe().epochs)
    claims.add_argument("--share", type=float, default=1.0, help="of the articles to learn from")
    claims.add_argument("--seed", type=int, default=ClaimRecipe().seed)
    claims.set_defaults(run=_claims)
    adaptation = tasks.add_parser("adaptation", help="the encoder and that network together")
    adaptation.add_argument("--polnear", type=path, required=True, help="folder of train and dev")
    adaptation.add_argument("--treebank", type=path, required=True, help="sentences to hold too")
    adaptation.add_argument("--models", type=path, required=True, help="models to begin with")
    adaptation.add_argument("--teacher", type=path, required=True, help="models to read as before")
    adaptation.add_argument("--out", type=path, required=True, help="the folder to write")
    adaptation.add_argument("--epochs", type=int, default=AdaptationRecipe().epochs)
    adaptation.add_argument("--seed", type=int, default=AdaptationRecipe().seed)
    adaptation.set_defaults(run=_adaptation)
    stance = tasks.add_parser(
        "stance",
        help="the listed cues nearest to unlisted ones; prints, for each kind of cue held out, "
        "accuracy and macro-F1 of the guess, of the frame alone, and of the majority",
    )
    stance.add_argument("--data", type=path, required=True, help="folder of train.conllu")
    stance.add_argument("--models", type=path, required=True, help="models with the encoder")
    stance.add_argument("--out", type=path, required=True, help="the table to write (.csv)")
    stance.set_defaults(run=_stance)
    antecedents = tasks.add_parser("antecedents", help="the weights that rank antecedents")
    antecedents.add_argument("--gum", type=path, required=True, help="a CoNLL-U file with entities")
    antecedents.add_argument(
        "--cases", type=path, nargs="*", default=[], help="gold cases (.jsonl)"
    )
    antecedents.add_argument("--out", type=path, required=True, help="the .csv file to write")
    antecedents.set_defaults(
        run=lambda options: train_antecedents(options.gum, options.cases, options.out)
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
