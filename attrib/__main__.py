"""The command line: `python -m attrib FILE...`, also installed as `attrib`."""

from __future__ import annotations

import argparse
import codecs
import importlib.metadata
import io
import os
import pathlib
import sys
from collections.abc import Callable, Iterable, Sequence

import attrs

from attrib import _terminal
from attrib._attribution import Attribution
from attrib._attributor import Attributor, Config
from attrib._models import SHIPPED, model_folder

STDIN = "-"
TABLE, JSONL = "table", "jsonl"

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_EPILOG = (
    "Files hold one article each, as plain text in UTF-8.  Exit codes: 0 all files were read; "
    "1 a file could not be read, or nobody reads the output; 2 wrong arguments."
)


class UnreadableError(ValueError):
    """A file holds no text that could be attributed; the message says why and what to do."""


def main(argv: Sequence[str] | None = None) -> int:
    """Attribute the files named on the command line; the exit code."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        model_folder(options.models)  # a wrong name is told before any file is read
    except FileNotFoundError as error:
        parser.error(str(error))
    _print_anything()
    attributor = Attributor(Config(models=options.models))
    try:
        return run(options.files, attributor.attribute, options.format)
    except BrokenPipeError:
        _discard_output()
        return 1


def run(paths: Iterable[str], attribute: Callable[[str], Attribution], form: str = TABLE) -> int:
    """Print the attribution of each file: 0, or 1 where one of them could not be read.

    A file that cannot be read gets one line on standard error, and the others are still printed.
    """
    code = 0
    for path in paths:
        try:
            text = text_of(path)
        except UnreadableError as error:
            print(f"attrib: {_terminal.one_line(path)}: {error}", file=sys.stderr)
            code = 1
        else:
            result = attrs.evolve(attribute(text), id=_name(path))
            # Flushed, so that each document is there to read while the next is attributed.
            print(_shown(result, form), flush=True)
    return code


def text_of(path: str) -> str:
    """The text of a UTF-8 file, of standard input for "-"; a byte order mark is no part of it.

    Raises:
        UnreadableError: there is no such file, or it does not hold text in UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if path == STDIN else pathlib.Path(path).read_bytes()
    except IsADirectoryError as error:
        raise UnreadableError("is a directory: name the files in it") from error
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    text = decoded(data)
    if not text.strip():
        raise UnreadableError("is empty" if not text else "holds nothing but white space")
    return text


def decoded(data: bytes) -> str:
    r"""The text that UTF-8 bytes stand for, without the byte order mark.

    >>> decoded(b"\xef\xbb\xbfAna agreed.")
    'Ana agreed.'
    >>> decoded(b"caf\xe9")
    Traceback (most recent call last):
    ...
    attrib.__main__.UnreadableError: not UTF-8 (byte 0xe9 at 3): convert it first, \
e.g. iconv -f latin1 -t utf-8

    Raises:
        UnreadableError: the bytes are no text in UTF-8.
    """
    if data.startswith(_UTF16):
        raise UnreadableError("UTF-16, not UTF-8: convert it first, e.g. iconv -f utf-16 -t utf-8")
    if b"\0" in data:
        raise UnreadableError(f"not a text (NUL byte at {data.index(0)}): pass plain text in UTF-8")
    # The mark is taken off here, not by the codec "utf-8-sig", whose errors count without it.
    try:
        return data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        where = f"byte 0x{data[error.start]:02x} at {error.start}"
        raise UnreadableError(
            f"not UTF-8 ({where}): convert it first, e.g. iconv -f latin1 -t utf-8"
        ) from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="attrib", description="Print who said what in news articles.", epilog=_EPILOG
    )
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help=f"a text file; {STDIN} is standard input"
    )
    parser.add_argument(
        "--format",
        choices=[TABLE, JSONL],
        default=TABLE,
        help="a table to read (the default), or one attrib/1 object per file and line",
    )
    parser.add_argument(
        "--models",
        default=SHIPPED,
        help='"shipped" (the default), "official", or the path of a Stanza model directory',
    )
    parser.add_argument("--version", action="version", version=f"attrib {_version()}")
    return parser


def _version() -> str:
    try:
        return importlib.metadata.version("attrib")
    except importlib.metadata.PackageNotFoundError:  # a checkout on the path
        return "(not installed)"


def _name(path: str) -> str:
    return path if path == STDIN else pathlib.Path(path).name


def _shown(attribution: Attribution, form: str) -> str:
    if form == JSONL:
        return attribution.to_json()
    return _terminal.render(attribution, _terminal.terminal_width()) + "\n"


def _print_anything() -> None:
    # A terminal that knows only ASCII still shows the rest of a text with curly quotes.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    # Python flushes standard output once more when it exits, and would complain then.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
