"""`python -m attrib.evaluation TASK`: the figures of the model card, made again."""

from __future__ import annotations

import argparse
import pathlib
import sys
from collections.abc import Sequence

from attrib._attributor import Attributor, Config
from attrib._reading.models import SHIPPED
from attrib._reading.reader import reader
from attrib.evaluation import batches, chains, quantities, speakers, stance
from attrib.evaluation.claims import predict, read_texts, score_cases, score_polnear
from attrib.evaluation.reading import name_score, treebank_scores
from attrib.evaluation.scale import measure as measure_scale
from attrib.evaluation.speed import measure


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the task asked for and print its figures."""
    options = _parser().parse_args(arguments)
    status: int = options.run(options)
    return status


def _reading(options: argparse.Namespace) -> int:
    read = reader(options.models, options.precision == "full")
    if options.data:
        for metric, value in treebank_scores(read, options.data).items():
            print(f"{metric:10} {value:6.2f}")
    if options.names:
        score = name_score(read, options.names)
        print(f"{'Names':10} {score.f1:6.2f}  (P {score.precision:.2f}, R {score.recall:.2f})")
    return 0


def _polnear(options: argparse.Namespace) -> int:
    predict(_attributor(options), options.gold / "text", options.out)
    return score_polnear(options.scorer, options.gold, options.out) if options.scorer else 0


def _cases(options: argparse.Namespace) -> int:
    predict(_attributor(options), options.gold, options.out)
    return score_cases(options.scorer, options.gold, options.out) if options.scorer else 0


def _attributor(options: argparse.Namespace) -> Attributor:
    return Attributor(
        Config(
            models=options.models,
            claims=options.claims,
            threshold=options.threshold,
            noun_threshold=options.noun_threshold,
            precision=options.precision,
        )
    )


def _speed(options: argparse.Namespace) -> int:
    speed = measure(options.texts)
    print(f"attribute     {speed.attribute:8.2f} s  {speed.words / speed.attribute:8.0f} words/s")
    print(f"encoder alone {speed.encoder:8.2f} s  {speed.words / speed.encoder:8.0f} words/s")
    print(f"ratio         {speed.ratio:8.2f}")
    print(f"peak memory   {speed.megabytes:8.0f} MB")
    return 0


def _batches(options: argparse.Namespace) -> int:
    found = batches.measure(options.texts, options.count, options.processes, options.words)
    print(f"loop          {found.loop:8.2f} s  {found.words / found.loop:8.0f} words/s")
    print(f"together      {found.together:8.2f} s  {found.words / found.together:8.0f} words/s")
    print(f"ratio         {found.ratio:8.2f}")
    print(f"equal         {found.equal:8} of {found.texts}")
    return 0


def _scale(options: argparse.Namespace) -> int:
    for processes in options.processes:
        scale = measure_scale(options.texts, processes, options.count)
        print(
            f"{processes:3} processes {scale.rate:7.2f} articles/s  "
            f"{scale.core_seconds / scale.articles:6.2f} core seconds an article  "
            f"{scale.core_hours:5.0f} core hours a million",
            flush=True,
        )
    return 0


def _quantities(options: argparse.Namespace) -> int:
    quantities.predict(options.sentences, options.out)
    return 0


def _stance(options: argparse.Namespace) -> int:
    labelled = list(stance.read_labels(options.labels))
    told = stance.predicted(reader(), options.split / "text", labelled)
    for at, field in enumerate(stance.FIELDS):
        first, second = ([one.labels[reading][at] for one in labelled] for reading in (0, 1))
        read = [values[at] for values in told]
        print(f"{field:10} readings   {stance.agreement(first, second).line}")
        print(f"{'':10} attrib, 1  {stance.agreement(first, read).line}")
        print(f"{'':10} attrib, 2  {stance.agreement(second, read).line}")
    return 0


def _speakers(options: argparse.Namespace) -> int:
    for type, tally in speakers.score(options.data, options.genres).items():
        shares = f"{tally.right:4} right, {tally.unresolved:4} unresolved of {tally.of:4}"
        print(f"{type:16} {shares}  {100 * tally.accuracy:6.2f}")
    return 0


def _chains(options: argparse.Namespace) -> int:
    parses = dict(chains.read_parses(options.gold))
    found = [
        pair
        for name, text in read_texts(options.gold / "text")
        if name in parses
        for pair in chains.pairs(name, Attributor().attribute(text), parses[name])
    ]
    print("\n".join(chains.table(found)))
    if options.out:
        chains.write(found, options.out)
    if options.judged:
        print("\n".join(chains.judged(options.judged)))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m attrib.evaluation", description=__doc__)
    tasks = parser.add_subparsers(required=True)
    path = pathlib.Path
    reading = tasks.add_parser("reading", help="words, tags, dependencies and names")
    reading.add_argument("--data", type=path, help="a CoNLL-U file")
    reading.add_argument("--names", type=path, help="a Universal NER file (.iob2)")
    _add_reading(reading)
    reading.set_defaults(run=_reading)
    for name, gold, run in (
        ("polnear", "a PolNeAR split (train or dev)", _polnear),
        ("cases", "cases with gold claims (.jsonl)", _cases),
    ):
        task = tasks.add_parser(name, help=f"attribute the texts of {gold}, and score the claims")
        task.add_argument("gold", type=path, help=gold)
        task.add_argument("--out", type=path, required=True, help="attrib/1 documents, one a line")
        task.add_argument("--scorer", type=path, help="the scorer to run on them")
        _add_reading(task)
        task.add_argument("--claims", choices=("model", "syntax"), default="model")
        task.add_argument("--threshold", type=float, default=Config().threshold)
        task.add_argument("--noun-threshold", type=float, default=Config().noun_threshold)
        task.set_defaults(run=run)
    speed = tasks.add_parser("speed", help="attribute beside one plain pass of the encoder")
    speed.add_argument("texts", type=path, help="a folder of .txt files")
    speed.set_defaults(run=_speed)
    many = tasks.add_parser("batches", help="attribute_many beside a loop over attribute")
    many.add_argument("texts", type=path, help="a folder of .txt files")
    many.add_argument("--count", type=int, default=200, help="how many of them are read (200)")
    many.add_argument("--processes", type=int, default=1, help="(1)")
    many.add_argument("--words", type=int, help="of each text only the first")
    many.set_defaults(run=_batches)
    scale = tasks.add_parser("scale", help="articles a second by number of processes")
    scale.add_argument("texts", type=path, help="a folder of .txt files")
    scale.add_argument("--count", type=int, default=40, help="how many of them are read (40)")
    scale.add_argument("--processes", type=int, nargs="+", default=[1, 2], help="(1 2)")
    scale.set_defaults(run=_scale)
    labels = tasks.add_parser("stance", help="stance of given attributions, against labels")
    labels.add_argument("split", type=path, help="a PolNeAR split (dev)")
    labels.add_argument("--labels", type=path, required=True, help="labels by offsets (.jsonl)")
    labels.set_defaults(run=_stance)
    pronouns = tasks.add_parser("speakers", help="pronouns and names against gold coreference")
    pronouns.add_argument("--data", type=path, required=True, help="GUM as a CoNLL-U file")
    pronouns.add_argument("--genres", nargs="+", default=speakers.GENRES)
    pronouns.set_defaults(run=_speakers)
    linked = tasks.add_parser("chains", help="sources beside PolNeAR's CoreNLP chains")
    linked.add_argument("gold", type=path, help="a PolNeAR split (train or dev)")
    linked.add_argument("--out", type=path, help="the disagreements (.csv)")
    linked.add_argument("--judged", type=path, help="judgements of disagreements (.csv)")
    linked.set_defaults(run=_chains)
    amounts = tasks.add_parser("quantities", help="NewsQuant sentences in, quantities out")
    amounts.add_argument("sentences", type=path, help="a .json file in NewsQuant's form")
    amounts.add_argument("--out", type=path, required=True)
    amounts.set_defaults(run=_quantities)
    return parser


def _add_reading(task: argparse.ArgumentParser) -> None:
    task.add_argument("--models", default=SHIPPED)
    task.add_argument("--precision", choices=("fast", "full"), default=Config().precision)


if __name__ == "__main__":
    sys.exit(main())
