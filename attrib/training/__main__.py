"""`python -m attrib.training reading`: rebuild every weight that reading is shipped with."""

from __future__ import annotations

import argparse
import logging
import pathlib
import sys
from collections.abc import Sequence

from attrib.training.encoder import Recipe, train_encoder
from attrib.training.reading import PROCESSORS, pack, prepare, prepare_names, train

STEPS = ("encoder", *PROCESSORS, "pack")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the steps asked for, in order; all of them by default."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
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
                prepare_names(data, silver, options.names, work)
            train(step, work, encoder)
    return 0


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
    reading.add_argument("--epochs", type=float, default=5.0, help="passes of the encoder")
    reading.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
