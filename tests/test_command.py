"""What the command promises: each file is shown or explained, and none keeps the others away."""

from __future__ import annotations

import functools
import io
import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterable
from itertools import islice
from pathlib import Path

import pytest
from commands import FERRY, SNOW, python, told
from jsonschema import Draft202012Validator

import attrib
from attrib import Attribution, Attributor, Config, Unattributed
from attrib.__main__ import main
from attrib._command import run
from attrib._output.documents import together
from attrib._output.files import JSONL, TABLE

SCHEMA = Path(attrib.__file__).with_name("schema").joinpath("attrib-1.schema.json")
VALID = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf8")))


@pytest.fixture
def ferry(tmp_path: Path) -> str:
    path = tmp_path / "ferry.txt"
    path.write_bytes(FERRY.encode())
    return str(path)


def standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))


# A program that runs the command without models, and says what the text is.
FAKE = """
import sys
import attrib._command as command
from attrib import Attribution
from attrib.__main__ import main
command.Attributor.attribute = lambda self, text: Attribution(text, id=None)
import attrib._output.terminal
attrib._output.terminal.render = lambda attribution, width: attribution.text
sys.exit(main(sys.argv[1:]))
"""


def test_table(ferry: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The table shows the file's name without its folder, and all words of the claim."""
    assert run([ferry], told) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("ferry.txt: 1 claim in 1 sentence\n")
    assert "Ana Sol  said  the ferry would sail “at dawn”  mixed" in shown.out
    assert shown.err == ""


def test_jsonl(ferry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With jsonl each file is one line, valid by the schema, that gives the attribution back."""
    snow = tmp_path / "snow.txt"
    snow.write_text(SNOW, encoding="utf8")
    assert run([ferry, str(snow)], told, JSONL) == 0
    first, second = capsys.readouterr().out.splitlines()
    for line, text, name in [(first, FERRY, "ferry.txt"), (second, SNOW, "snow.txt")]:
        form = json.loads(line)
        VALID.validate(form)
        assert form["id"] == name
        assert Attribution.from_dict(form, text=text).claims == told(text).claims


def test_byte_order_mark(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Offsets in a file with a byte order mark count from the character after it."""
    path = tmp_path / "mark.txt"
    path.write_bytes(FERRY.encode("utf-8-sig"))
    assert run([str(path)], told, JSONL) == 0
    form = json.loads(capsys.readouterr().out)
    assert form["length"] == len(FERRY)
    assert form["claims"][0]["cue"]["span"] == [8, 12]


def test_line_ends_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Offsets count both characters of a Windows line end."""
    path = tmp_path / "windows.txt"
    path.write_bytes(b"Snow.\r\nRain.\r\n")
    assert run([str(path)], told, JSONL) == 0
    assert json.loads(capsys.readouterr().out)["length"] == 14


def test_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dash is standard input, in UTF-8 whatever the locale, and its own id."""
    standard_input(monkeypatch, FERRY.encode())
    assert run(["-"], told, JSONL) == 0
    form = json.loads(capsys.readouterr().out)
    assert form["id"] == "-"
    assert Attribution.from_dict(form, text=FERRY)[0].speaker.text == "Ana Sol"


def test_empty_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard input without text is told like a file without text."""
    standard_input(monkeypatch, b"")
    assert run(["-"], told) == 1
    assert capsys.readouterr().err == "attrib: -: is empty\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b" \n\t\xc2\xa0\n", "holds nothing but white space"),
        (b"\x89PNG\x00\x01", "not a text (NUL byte at 4): pass plain text in UTF-8"),
        (
            b"Ana Sol went to caf\xe9s.",
            "not UTF-8 (byte 0xe9 at 19): convert it first, e.g. iconv -f latin1 -t utf-8",
        ),
        (
            b"\xef\xbb\xbfcaf\xe9",
            "not UTF-8 (byte 0xe9 at 6): convert it first, e.g. iconv -f latin1 -t utf-8",
        ),
        (
            b"Snow\xe2\x80",
            "not UTF-8 (byte 0xe2 at 4): convert it first, e.g. iconv -f latin1 -t utf-8",
        ),
        (
            "Snow".encode("utf-16"),
            "UTF-16, not UTF-8: convert it first, e.g. iconv -f utf-16 -t utf-8",
        ),
    ],
    ids=["empty", "mark only", "blank", "binary", "latin-1", "offset", "cut short", "utf-16"],
)
def test_unreadable(
    data: bytes, reason: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file without text in UTF-8 gets one line on standard error that says why, and code 1."""
    path = tmp_path / "odd.txt"
    path.write_bytes(data)
    assert run([str(path)], told) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"attrib: {path}: {reason}\n")


def test_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file gets one line, even where its name has two."""
    assert run([str(tmp_path / "no\nsuch.txt")], told) == 1
    assert capsys.readouterr().err.endswith("no such.txt: No such file or directory\n")


def test_directory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A directory without texts gets one line that says what to name instead."""
    assert run([str(tmp_path)], told) == 1
    reason = "is a directory without .txt files: name the files in it"
    assert capsys.readouterr().err == f"attrib: {tmp_path}: {reason}\n"


def test_forbidden(
    ferry: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that must not be read gets one line with the system's reason."""

    # In place of a real one, which an administrator could read all the same.
    def forbidden(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert run([ferry], told) == 1
    assert capsys.readouterr().err == f"attrib: {ferry}: Permission denied\n"


def test_good_among_bad(ferry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files before and after one that cannot be read are all shown, and the code is 1."""
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    (tmp_path / "empty").mkdir()
    paths = [str(tmp_path / "none"), ferry, str(bad), str(tmp_path / "empty"), ferry]
    assert run(paths, told, JSONL) == 1
    shown = capsys.readouterr()
    assert [json.loads(line)["id"] for line in shown.out.splitlines()] == ["ferry.txt"] * 2
    assert len(shown.err.splitlines()) == 3


def test_main(
    ferry: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command attributes with an `Attributor` of the options that it was given."""
    used = []

    def attribute(self: Attributor, text: str) -> Attribution:
        used.append(self.config)
        return told(text)

    monkeypatch.setattr(Attributor, "attribute", attribute)
    assert main([ferry]) == 0
    given = ["--models", "official", "--claims", "syntax", "--threshold", "0.5"]
    given += ["--noun-threshold", "0.4", "--precision", "full"]
    assert main([ferry, *given, "--format", "jsonl"]) == 0
    asked = Config(
        models="official", claims="syntax", threshold=0.5, noun_threshold=0.4, precision="full"
    )
    assert used == [Config(), asked]
    heading, *_, last = capsys.readouterr().out.splitlines()
    assert heading == "ferry.txt: 1 claim in 1 sentence"
    VALID.validate(json.loads(last))


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "Missing argument 'FILE...'"),
        (["x.txt", "--format", "xml"], "'xml' is not one of 'table', 'jsonl'"),
        (["x.txt", "y.txt", "--format", "html"], "several documents as html: give the --output"),
        (["x.txt", "--no-such-option"], "No such option"),
        (["x.txt", "--table", "entities"], "table has no table of entities: leave --table out"),
        (["x.txt", "--format", "csv", "--table", "names"], "'names' is not one of 'claims'"),
        (["x.txt", "--processes", "0"], "0 is not in the range x>=1"),
        (["x.txt", "--threshold", "2"], "2.0 is not in the range 0<=x<=1"),
        (["x.txt", "--models", "/no/such/folder"], "no model folder at /no/such/folder"),
        (["x.txt", "--models", "/proc/self"], "no resources.json in the model folder /proc/self"),
    ],
)
def test_wrong_arguments(
    arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Wrong arguments end with code 2 and the reason, before any file is read."""
    assert main(arguments) == 2
    assert reason in capsys.readouterr().err


def many(texts: Iterable[str]) -> Generator[Attribution | Unattributed, None, None]:
    """Attributes texts two at a time, and fails on snow."""
    given = iter(texts)
    index = 0
    while batch := list(islice(given, 2)):
        for text in batch:
            yield Unattributed(index, RuntimeError("cold")) if text == SNOW else told(text)
            index += 1


def test_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is attributed together comes in order, and one document's error is its own alone."""
    for name, data in {
        "a": b"\xff",
        "b": FERRY.encode(),
        "c": SNOW.encode(),
        "d": b"",
        "e": b"",
        "f": FERRY.encode(),
        "g": FERRY.encode(),
        "h": b"\xff",
    }.items():
        (tmp_path / f"{name}.txt").write_bytes(data)  # fmt: skip
    read = functools.partial(together, attribute_many=many)
    assert run([str(tmp_path)], told, JSONL, several=read) == 1
    shown = capsys.readouterr()
    forms = [json.loads(line) for line in shown.out.splitlines()]
    assert [(form["id"], len(form["claims"])) for form in forms] == [
        ("b.txt", 1), ("f.txt", 1), ("g.txt", 1)
    ]  # fmt: skip
    told_of = [Path(line.split(": ")[1]).stem for line in shown.err.splitlines()]
    assert told_of == ["a", "c", "d", "e", "h"]
    assert "c.txt: could not be attributed (RuntimeError: cold)\n" in shown.err


def test_together_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Documents that have a file already are not read again by several processes either."""
    out = tmp_path / "out"
    for name in "ab":
        (tmp_path / f"{name}.txt").write_bytes(FERRY.encode())
    read = functools.partial(together, attribute_many=many)
    assert run([str(tmp_path / "a.txt")], told, JSONL, out, several=read) == 0
    (tmp_path / "a.txt").write_bytes(b"")
    assert run([str(tmp_path)], told, JSONL, out, several=read) == 0
    assert sorted(path.name for path in out.iterdir()) == ["a.jsonl", "b.jsonl"]
    assert "1 already in" in capsys.readouterr().err


def test_processes(
    ferry: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No more processes are asked for than there are documents, and one reads as ever."""
    asked = []

    def attribute_many(self: Attributor, texts: Iterable[str], **options: object) -> object:
        asked.append((self.config.claims, options))
        return many(texts)

    monkeypatch.setattr(Attributor, "attribute_many", attribute_many)
    monkeypatch.setattr(Attributor, "attribute", lambda self, text: told(text))
    assert main([ferry, ferry, "--processes", "8", "--claims", "syntax"]) == 0
    assert main([ferry, "--processes", "1"]) == 0
    assert asked == [("syntax", {"errors": "yield", "n_process": 2})]
    assert capsys.readouterr().out.count("ferry.txt: 1 claim in 1 sentence") == 3


@pytest.mark.model
def test_processes_find_the_same(tmp_path: Path) -> None:
    """Two processes tell what one does, with the same error for a file that cannot be read."""
    for name, data in {"a": FERRY, "b": "Bo Lund denied it.", "c": "", "d": SNOW}.items():
        (tmp_path / f"{name}.txt").write_text(data, "utf8")
    command = ["-m", "attrib", str(tmp_path), "--format", "csv", "--table", "entities"]
    one, two = python(*command), python(*command, "--processes", "2")
    assert (two.returncode, two.stdout, two.stderr) == (1, one.stdout, one.stderr)
    assert b"Bo Lund" in two.stdout


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is printed without any file."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("attrib ")


def test_ascii_terminal(ferry: str) -> None:
    """Where the terminal knows only ASCII, other characters are escaped."""
    shown = python("-c", FAKE, ferry, PYTHONIOENCODING="ascii")
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert b"\\u201cat dawn\\u201d" in shown.stdout


def test_surrogate_in_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file name that is no UTF-8 is shown escaped in JSON, and in a table does no harm."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(path)).write_text(SNOW, encoding="utf8")
    except OSError:
        pytest.skip("this file system has no such names")
    shown = python("-c", FAKE.replace("attribution.text", "attribution.id"), os.fsdecode(path))
    assert (shown.returncode, shown.stderr) == (0, b"")
    assert shown.stdout.strip() == b"caf\\udce9.txt"
    assert run([os.fsdecode(path)], told, JSONL) == 0
    assert "caf\\udce9.txt" in capsys.readouterr().out


def test_broken_pipe(tmp_path: Path) -> None:
    """When nobody reads the output any more, the command ends quietly with code 1."""
    path = tmp_path / "long.txt"
    path.write_text(SNOW * 100_000, encoding="utf8")
    command = [sys.executable, "-c", FAKE, *[str(path)] * 3]
    folder = str(Path(attrib.__file__).parents[1])
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": folder},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(4) == b"Snow"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_help_as_a_module() -> None:
    """`python -m attrib` is the command."""
    shown = python("-m", "attrib", "--help")
    assert shown.returncode == 0
    assert shown.stdout.startswith(b"Usage: attrib ")


def test_cheap_import() -> None:
    """Importing the command loads neither torch nor Stanza."""
    check = "import attrib.__main__, sys; print(sorted({'stanza', 'torch'} & set(sys.modules)))"
    assert python("-c", check).stdout.split() == [b"[]"]


def test_default_format(ferry: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a format, the output is the table."""
    run([ferry], told)
    default = capsys.readouterr().out
    run([ferry], told, TABLE)
    assert capsys.readouterr().out == default


def test_file_named_like_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is called like a command is read under its path, and so is one after `read`."""
    monkeypatch.setattr(Attributor, "attribute", lambda self, text: told(text))
    monkeypatch.chdir(tmp_path)
    Path("models").write_bytes(FERRY.encode())
    assert main(["./models"]) == 0
    assert main(["read", "models"]) == 0
    assert capsys.readouterr().out.count("models: 1 claim in 1 sentence") == 2


@pytest.mark.parametrize(("name", "task"), [("evaluate", "polnear"), ("train", "antecedents")])
def test_other_commands(name: str, task: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`evaluate` and `train` hand all their arguments, --help too, to those packages."""
    with pytest.raises(SystemExit) as stop:
        main([name, task, "--help"])
    assert stop.value.code == 0
    assert "--out OUT" in capsys.readouterr().out


def test_interrupted(ferry: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An interruption ends with code 130 and one line."""
    program = FAKE.replace("Attribution(text, id=None)", "(_ for _ in ()).throw(KeyboardInterrupt)")
    shown = python("-c", program, ferry)
    assert (shown.returncode, shown.stderr.strip()) == (130, b"attrib: interrupted")
