"""`python -m attrib.training TASK`: rebuild all that attrib has learned, task by task."""

from __future__ import annotations

import argparse
import logging
import pathlib
import sys
from collections.abc import Sequence
from itertools import islice

import attrs
import torch

from attrib._claims.network import save_network
from attrib._reading.encoder import load_encoder, save_encoder
from attrib.evaluation.claims import read_texts
from attrib.training.antecedents import train as train_antecedents
from attrib.training.joint import TEACHING, JointRecipe, learn
from attrib.training.learner import Learner, Reads, learner, load_teaching, save_teacher
from attrib.training.lessons import Corpora, Lessons, load_lessons, prepared, save_lessons
from attrib.training.measures import calibrate, measured
from attrib.training.names import prepare_names
from attrib.training.pretrained import pretrained_encoder, pretrained_tokenizer
from attrib.training.ranges import write_ranges
from attrib.training.reading import PROCESSORS, pack, prepare, train
from attrib.training.stance import LEAST, held_out, write_neighbours
from attrib.training.teacher import Teacher, load_teacher

STEPS = (*PROCESSORS, "pack")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the steps asked for, in order; all of them by default."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.run(options)
    return 0


def _reading(options: argparse.Namespace) -> None:
    data, work = options.data, options.work
    encoder = work / "encoder"
    for step in options.steps:
        if step == "pack":
            pack(work, options.out)
        else:
            if not (work / "dev.contracted.conllu").exists():
                prepare(data, work)
            if step == "ner":
                given = options.news, options.table, options.written, options.names
                prepare_names(data, *given, work)
            train(step, work, encoder)


def _lessons(options: argparse.Namespace) -> None:
    _, tokenizer = pretrained_tokenizer(options.out.parent / "encoder")
    given = options.names, options.table, options.written
    corpora = Corpora(options.data, options.polnear, *given)
    save_lessons(prepared(tokenizer, corpora), options.out)


def _teacher(options: argparse.Namespace) -> None:
    recipe = attrs.evolve(
        TEACHING, epochs=options.epochs, seconds=options.seconds, seed=options.seed
    )
    teacher = _joint(_learning(options), recipe, load_teacher(options.weights, recipe.dropout))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    save_teacher(teacher, options.out)


def _encoder(options: argparse.Namespace) -> None:
    recipe = JointRecipe(
        options.epochs,
        options.seconds,
        seed=options.seed,
        share=options.share,
        exchanged=options.exchanged,
    )
    lessons = _learning(options)
    teachers = [load_teaching(path, lessons.labels).bfloat16() for path in options.teachers]
    average = _joint(lessons, recipe, pretrained_encoder(), teachers)
    calibrate(average, lessons.dev_news)
    tokenizer_file, _ = pretrained_tokenizer(options.out / "encoder")
    save_encoder(average.encoder, tokenizer_file, options.out / "encoder")
    save_network(average.network, options.out / "claims")


def _learning(options: argparse.Namespace) -> Lessons:
    """The lessons, on the device that is there to learn with."""
    torch.set_default_device("cuda" if torch.cuda.is_available() else "cpu")
    torch.set_float32_matmul_precision("high")
    torch.backends.cuda.enable_cudnn_sdp(False)  # it plans anew for every shape of a batch
    return load_lessons(options.lessons)


def _joint(
    lessons: Lessons,
    recipe: JointRecipe,
    encoder: Reads,
    teachers: Sequence[Learner[Teacher]] = (),
) -> Learner[Reads]:
    torch.manual_seed(recipe.seed)
    pupil = learner(encoder, lessons.labels, recipe.dropout).to(torch.get_default_device())
    average = learn(pupil, lessons, recipe, teachers)
    logging.info("%s", measured(average, lessons))
    return average


def _ranges(options: argparse.Namespace) -> None:
    articles = (text for _, text in read_texts(options.texts))
    write_ranges(options.models, islice(articles, options.count))


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
    reading = tasks.add_parser("reading", help="Stanza's processors, on the encoder")
    path = pathlib.Path
    reading.add_argument("--data", type=path, required=True, help="folder of train and dev .conllu")
    reading.add_argument("--out", type=path, required=True, help="the model directory to write")
    reading.add_argument(
        "--work", type=path, default=path("build/reading"), help="checkpoints, logs"
    )
    reading.add_argument(
        "--news", type=path, required=True, help="a PolNeAR split to learn names of"
    )
    _add_names(reading)
    reading.add_argument("--steps", nargs="+", choices=STEPS, default=STEPS)
    reading.set_defaults(run=_reading)
    lessons = tasks.add_parser("lessons", help="all that encoder and claims are learned from")
    lessons.add_argument("--data", type=path, required=True, help="folder of train and dev .conllu")
    lessons.add_argument("--polnear", type=path, required=True, help="folder of train and dev")
    _add_names(lessons)
    lessons.add_argument("--out", type=path, required=True, help="the file to write")
    lessons.set_defaults(run=_lessons)
    teacher = tasks.add_parser("teacher", help="a larger encoder, to teach the one that is shipped")
    teacher.add_argument("--weights", type=path, required=True, help="MPNet-base (.safetensors)")
    teacher.add_argument("--out", type=path, required=True, help="the file to write")
    _add_joint(teacher, TEACHING)
    teacher.set_defaults(run=_teacher)
    encoder = tasks.add_parser("encoder", help="the shared encoder and the network of claims")
    encoder.add_argument("--teachers", type=path, nargs="*", default=(), help="what they wrote")
    encoder.add_argument("--share", type=float, default=JointRecipe().share, help="teachers' say")
    encoder.add_argument(
        "--exchanged", type=float, default=JointRecipe().exchanged, help="words put for others"
    )
    encoder.add_argument("--out", type=path, required=True, help="folder of both, to write")
    _add_joint(encoder, JointRecipe())
    encoder.set_defaults(run=_encoder)
    ranges = tasks.add_parser("ranges", help="what eight bits count, measured on articles")
    ranges.add_argument("--texts", type=path, required=True, help="folder of articles (.txt)")
    ranges.add_argument("--count", type=int, default=40, help="how many of them are read")
    ranges.add_argument("--models", type=path, required=True, help="models to write them to")
    ranges.set_defaults(run=_ranges)
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


def _add_names(task: argparse.ArgumentParser) -> None:
    told = {
        "names": "Universal NER's dev (.iob2)",
        "table": "names of train and news (.tsv)",
        "written": "sentences written to learn names of (.txt)",
    }
    for name, meaning in told.items():
        task.add_argument(f"--{name}", type=pathlib.Path, required=True, help=meaning)


def _add_joint(task: argparse.ArgumentParser, recipe: JointRecipe) -> None:
    task.add_argument("--lessons", type=pathlib.Path, required=True, help="the prepared file")
    task.add_argument("--epochs", type=int, default=recipe.epochs, help="passes over the news")
    task.add_argument("--seconds", type=float, default=recipe.seconds, help="time to learn at most")
    task.add_argument("--seed", type=int, default=recipe.seed)


if __name__ == "__main__":
    sys.exit(main())
