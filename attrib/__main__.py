"""The command line: `attrib FILE...`, and the same as `python -m attrib FILE...`."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

import click

from attrib._command import READ, command

INTERRUPTED = 130  # what shells give to a command that was stopped by Ctrl-C


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name, `read` where they name none; the exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in {*command.commands, "--help", "--version"}:
        arguments.insert(0, READ)
    _print_anything()
    try:
        code: int = command.main(arguments, prog_name="attrib", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        print("attrib: interrupted", file=sys.stderr)
        return INTERRUPTED
    except OSError as error:
        print(f"attrib: {error}", file=sys.stderr)
        return 1
    return code


def _print_anything() -> None:
    # A terminal that knows only ASCII still shows the rest of a text with curly quotes, and line
    # ends are those of the format.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace", newline="")


if __name__ == "__main__":
    sys.exit(main())
