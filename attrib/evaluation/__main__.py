"""`python -m attrib.evaluation reading --data DIR`: figures of the model card, made again."""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Sequence

from attrib._models import SHIPPED
from attrib._reading import reader
from attrib.evaluation.claims import predict
from attrib.evaluation.reading import name_score, treebank_scores


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the task asked for and print its figures."""
    options = _parser().parse_args(arguments)
    options.run(options)
    return 0


def _reading(options: argparse.Namespace) -> None:
    read = reader(options.models)
    if options.data:
        for metric, value in treebank_scores(read, options.data).items():
            print(f"{metric:10} {value:6.2f}")
    if options.names:
        score = name_score(read, options.names)
        print(f"{'Names':10} {score.f1:6.2f}  (P {score.precision:.2f}, R {score.recall:.2f})")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attrib.evaluation", description=__doc__)
    tasks = parser.add_subparsers(required=True)
    path = pathlib.Path
    reading = tasks.add_parser("reading", help="words, tags, dependencies and names")
    reading.add_argument("--data", type=path, help="a CoNLL-U file")
    reading.add_argument("--names", type=path, help="a Universal NER file (.iob2)")
    reading.add_argument("--models", default=SHIPPED)
    reading.set_defaults(run=_reading)
    claims = tasks.add_parser("claims", help="texts in, one attrib/1 document a line out")
    claims.add_argument("texts", type=path, help="a folder of .txt files, or a .jsonl of cases")
    claims.add_argument("--out", type=path, required=True)
    claims.set_defaults(run=lambda options: predict(options.texts, options.out))
    return parser


if __name__ == "__main__":
    sys.exit(main())
