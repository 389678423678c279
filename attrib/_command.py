"""The command line: reading documents, and the commands beside it."""

from __future__ import annotations

import contextlib
import functools
import importlib
import importlib.metadata
import os
import pathlib
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import attrs
import click
from tqdm import tqdm

from attrib._attribution import Attribution
from attrib._attributor import Attributor, Config
from attrib._output import inventory
from attrib._output.columns import COLUMNS
from attrib._output.documents import Document, Outcomes, documents, one_by_one, together
from attrib._output.files import (
    FORMATS,
    TABLE,
    Format,
    UnwritableError,
    format_of,
    placed,
    prepare,
    printed,
    save,
    told_apart,
)
from attrib._output.terminal import one_line
from attrib._output.texts import UnreadableError
from attrib._reading.models import SHIPPED, model_folder, shipped_models

Attribute = Callable[[Sequence[Document]], Outcomes]

READ = "read"
_MANY = 5  # documents; fewer need no bar
_DEFAULTS = Config()
_SHARE = click.FloatRange(0, 1)
_ARGUMENTS = {"ignore_unknown_options": True, "help_option_names": []}
_CODES = (
    "Exit codes: 0 all was done; 1 a file could not be read or written, a model is damaged, or "
    "nobody reads the output; 2 wrong arguments; 130 interrupted."
)


def _version() -> str:
    try:
        return importlib.metadata.version("attrib")
    except importlib.metadata.PackageNotFoundError:  # a checkout on the path
        return "(not installed)"


@click.group(epilog=_CODES)
@click.version_option(_version(), message="attrib %(version)s")
def command() -> None:
    """Who said what in news articles, how, and with which figures.

    "attrib FILE..." is "attrib read FILE...". A file that is called like a command is "./FILE".
    """


@command.command(READ, epilog=_CODES)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default=TABLE, show_default=True,
    help="What to write for each document.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=pathlib.Path), metavar="DIR",
    help="Write a file for each document into this directory, but for those already there.",
)  # fmt: skip
@click.option(
    "--table", type=click.Choice(list(COLUMNS)),
    help="Which table to write as csv: claims, unless another one is named.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Write files anew that are already there.")
@click.option(
    "--processes", type=click.IntRange(1), default=1, show_default=True, metavar="N",
    help="How many processes read documents, each with some 0.7 GB of models.",
)  # fmt: skip
@click.option(
    "--models", default=SHIPPED, show_default=True,
    help='"shipped", "official", or the path of a Stanza model directory.',
)  # fmt: skip
@click.option(
    "--claims", type=click.Choice(["model", "syntax"]), default=_DEFAULTS.claims, show_default=True,
    help="What finds claims: the network, or the dependencies alone.",
)  # fmt: skip
@click.option(
    "--threshold", type=_SHARE, default=_DEFAULTS.threshold, show_default=True,
    help="The least confidence of a claim.",
)  # fmt: skip
@click.option(
    "--noun-threshold", type=_SHARE, default=_DEFAULTS.noun_threshold, show_default=True,
    help="The same for a claim whose cue is a noun.",
)  # fmt: skip
@click.option(
    "--precision", type=click.Choice(["fast", "full"]), default=_DEFAULTS.precision,
    show_default=True, help='How the networks compute; "full" is the same on every machine.',
)  # fmt: skip
def read(
    files: Sequence[str],
    form: str,
    table: str | None,
    output: pathlib.Path | None,
    overwrite: bool,
    processes: int,
    models: str,
    **options: Any,
) -> int:
    """Show who said what in each FILE: a plain text in UTF-8, one article.

    A directory stands for the .txt files below it, "-" for standard input, and patterns such as
    "news/**/*.txt" are understood.
    """
    try:
        model_folder(models)  # a wrong name is told before any file is read
    except FileNotFoundError as error:
        raise click.BadParameter(str(error), param_hint="--models") from error
    attributor = Attributor(Config(models=models, **options))
    return run(
        files, attributor.attribute, form, output, overwrite, table=table,
        several=None if processes == 1 else _in_processes(attributor, processes),
    )  # fmt: skip


def _in_processes(attributor: Attributor, processes: int) -> Attribute:
    def attributed(found: Sequence[Document]) -> Outcomes:
        # None would have anything to do but so many.
        count = max(1, min(processes, len(found)))
        many = functools.partial(attributor.attribute_many, errors="yield", n_process=count)
        return together(found, many)

    return attributed


def run(
    names: Iterable[str],
    attribute: Callable[[str], Attribution],
    form: str = TABLE,
    output: pathlib.Path | None = None,
    overwrite: bool = False,
    *,
    table: str | None = None,
    several: Attribute | None = None,
) -> int:
    """Print or save the attribution of each document: 0, or 1 where one could not be.

    A document that cannot be read or written gets one line on standard error, and the others
    still come.  They are attributed one by one unless there is what attributes `several`.
    """
    attributed = several or functools.partial(one_by_one, attribute=attribute)
    try:
        written = format_of(form, table)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    found: Sequence[Document] = documents(names, without=output)
    if output is not None:
        return _saved(found, attributed, written, output, overwrite)
    if written.alone and len(found) > 1:
        raise click.UsageError(f"several documents as {form}: give the --output directory")
    show = printed(written)
    return _each(told_apart(found), attributed, lambda result, _: show(result), _quiet())


def _saved(
    found: Sequence[Document],
    attributed: Attribute,
    form: Format,
    output: pathlib.Path,
    overwrite: bool,
) -> int:
    """Save the attribution of each document that has no file yet, or of all."""
    try:
        files = placed(found, output, form)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    prepare(output, form)
    left = {doc: file for file, doc in files.items() if overwrite or not os.path.isfile(file)}
    if len(left) < len(files):
        _tell(f"{len(files) - len(left)} already in {output}: --overwrite writes them anew")
    return _each(
        list(left), attributed, lambda result, doc: save(result, form, left[doc], doc.path)
    )


def _quiet() -> bool:
    # A bar would stand between the tables.
    return sys.stdout.isatty()


def _each(
    found: Sequence[Document],
    attributed: Attribute,
    put: Callable[[Attribution, Document], None],
    quiet: bool = False,
) -> int:
    code = 0
    hidden = True if quiet or len(found) < _MANY else None  # None hides it but in a terminal
    with contextlib.closing(attributed(found)) as outcomes:
        bar = tqdm(outcomes, total=len(found), unit="document", disable=hidden)
        for document, outcome in bar:
            problem = _problem(document, outcome, put)
            if problem is not None:
                _tell(f"{one_line(document.path)}: {one_line(str(problem))}")
                code = 1
    return code


def _problem(
    document: Document,
    outcome: Attribution | UnreadableError,
    put: Callable[[Attribution, Document], None],
) -> Exception | None:
    """What kept a document from being read or written, if anything did."""
    if isinstance(outcome, UnreadableError):
        return outcome
    try:
        put(attrs.evolve(outcome, id=document.id), document)
    except (UnreadableError, UnwritableError) as error:
        return error
    return None


def _tell(line: str) -> None:
    # Above the bar, where there is one.
    tqdm.write(f"attrib: {line}", file=sys.stderr)


@command.command(epilog=_CODES)
def models() -> int:
    """List the models in the package: sizes, checksums, licences."""
    files = inventory.inventory(shipped_models())
    click.echo(f"{shipped_models()}\n{inventory.described(files)}")
    return 0 if all(file.state is inventory.State.INTACT for file in files) else 1


@command.command(context_settings=_ARGUMENTS)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def evaluate(arguments: Sequence[str]) -> int:
    """Measure again what the docs report: python -m attrib.evaluation."""
    return _main("attrib.evaluation", arguments)


@command.command(context_settings=_ARGUMENTS)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def train(arguments: Sequence[str]) -> int:
    """Learn the models again: python -m attrib.training."""
    return _main("attrib.training", arguments)


def _main(package: str, arguments: Sequence[str]) -> int:
    # These load torch, which reading a file name does not need.
    code: int = importlib.import_module(f"{package}.__main__").main(list(arguments))
    return code
