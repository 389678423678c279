"""Many texts: in order, lazily, and one text's error kept from the others."""

from __future__ import annotations

import contextlib
import io
import json
import os
import pathlib
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from parses import Parse, parse

import attrib
from attrib import Attribution, Attributor, Config, Unattributed
from attrib._processes import parts, sendable
from attrib._reading.layout import blocks
from attrib._reading.reader import Part, Piece, Portion, bundles, portions

SEEDS = pathlib.Path(__file__).parent.parent / "seeds"

# Lund said it fell. / It rained.
TOLD = """Lund Lund PROPN NNP 2 nsubj person
said say VERB VBD 0 root
it it PRON PRP 4 nsubj
fell fall VERB VBD 2 ccomp
+. . PUNCT . 2 punct"""
RAIN = """It it PRON PRP 2 nsubj
rained rain VERB VBD 0 root
+. . PUNCT . 2 punct"""


class OddError(ValueError):
    """An error that cannot be made again from what it holds, as in another process."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


class Frame(list[str]):
    """Like a data frame, which gives the names of its columns."""

    columns = ("text",)


@attrs.define
class Prepared:
    """Stands in for a reader: knows some texts, and fails on every other."""

    parses: dict[str, Parse]
    sizes: list[int] = attrs.field(factory=list)

    def together(self, given: Sequence[Portion], tap: int | None = None) -> list[Part]:
        self.sizes.append(len(given))
        return [Part(tuple(self._parsed(portion.text).sentences)) for portion in given]

    def parts(self, text: str, found: object, tap: int | None = None) -> Iterator[Part]:
        yield from self.together(list(portions(text, blocks(text))), tap)

    def _parsed(self, text: str) -> Parse:
        if text not in self.parses:
            raise OddError(1, 2)
        return self.parses[text]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Prepared:
    known = [parse(TOLD), parse(RAIN)]
    prepared = Prepared({parsed.text: parsed for parsed in known})
    monkeypatch.setattr("attrib._attributor.reader", lambda *_: prepared)
    return prepared


SYNTAX = Attributor(Config(claims="syntax"))
SAID, RAINED = parse(TOLD).text, parse(RAIN).text


@pytest.mark.parametrize("size", [1, 2, 3, 32])
def test_texts_are_attributed_in_order(reader: Prepared, size: int) -> None:
    """Whatever the size of batches, each text has the result that it has by itself, in order."""
    texts = [RAINED, SAID, "", SAID, RAINED]
    expected = [SYNTAX.attribute(text) for text in texts]
    assert list(SYNTAX.attribute_many(texts, batch_size=size)) == expected
    assert len(expected[1]) == 1


def test_texts_of_a_batch_are_read_together(reader: Prepared) -> None:
    """The texts of one batch go to the reader at once."""
    list(SYNTAX.attribute_many([SAID, RAINED, " ", SAID], batch_size=3))
    assert reader.sizes == [2, 1]


def test_texts_are_taken_as_results_are_asked_for(reader: Prepared) -> None:
    """No text is taken before the first result is asked for, and then one batch at a time."""
    taken: list[int] = []

    def texts() -> Iterator[str]:
        for number in range(9):
            taken.append(number)
            yield SAID

    found = SYNTAX.attribute_many(texts(), batch_size=2)
    assert taken == []
    next(found)
    next(found)
    assert taken == [0, 1]
    next(found)
    assert taken == [0, 1, 2, 3]


@pytest.mark.parametrize("size", [1, 2, 5])
@pytest.mark.parametrize("bad", [None, b"It rained.", "Unread.", ["x"]])
def test_one_bad_text_never_loses_the_others(reader: Prepared, size: int, bad: Any) -> None:
    """With errors="yield" a text that fails has its error in its place, and all others theirs."""
    found = list(SYNTAX.attribute_many([SAID, bad, RAINED], batch_size=size, errors="yield"))
    assert [type(one) for one in found] == [Attribution, Unattributed, Attribution]
    assert isinstance(found[1], Unattributed)
    assert found[1].index == 1
    assert isinstance(found[1].error, ValueError if bad == "Unread." else TypeError)
    assert found[2] == SYNTAX.attribute(RAINED)


def test_the_first_error_is_raised_in_its_turn(reader: Prepared) -> None:
    """With errors="raise" the results before the bad text come first, then its error."""
    found = SYNTAX.attribute_many([SAID, RAINED, None, SAID])  # type: ignore[list-item]
    assert next(found) == SYNTAX.attribute(SAID)
    assert next(found) == SYNTAX.attribute(RAINED)
    with pytest.raises(TypeError, match="the text of one article as a str, not NoneType"):
        next(found)


def test_models_that_cannot_be_loaded_are_no_texts_fault(tmp_path: pathlib.Path) -> None:
    """Even with errors="yield" an error in loading the models is raised."""
    lost = Attributor(Config(models=str(tmp_path / "none"), claims="syntax"))
    with pytest.raises(FileNotFoundError, match="no model folder"):
        list(lost.attribute_many([SAID], errors="yield"))


def lost(count: int) -> Iterator[str]:
    """So many texts, and then no more than an error."""
    yield from [SAID] * count
    raise OSError("the connection was lost")


@pytest.mark.parametrize("size", [1, 3, 5, 32])
@pytest.mark.parametrize("errors", ["raise", "yield"])
def test_texts_before_an_error_of_the_iterable_are_kept(
    reader: Prepared, size: int, errors: Any
) -> None:
    """Where the iterable itself fails, all texts before have their results, then it is raised."""
    found = SYNTAX.attribute_many(lost(5), batch_size=size, errors=errors)
    assert [len(next(found)) for _ in range(5)] == [1] * 5  # type: ignore[arg-type]
    with pytest.raises(OSError, match="the connection was lost"):
        next(found)


@pytest.mark.model
def test_texts_before_an_error_of_the_iterable_are_kept_in_processes() -> None:
    """With several processes too, an error of the iterable comes after all results."""
    found = Attributor().attribute_many(lost(5), batch_size=2, n_process=2)
    assert [len(next(found)) for _ in range(5)] == [1] * 5  # type: ignore[arg-type]
    with pytest.raises(OSError, match="the connection was lost"):
        next(found)


@pytest.mark.parametrize(
    ("options", "error", "advice"),
    [
        ({"texts": SAID}, TypeError, r"use attribute\(text\)"),
        ({"texts": b"It."}, TypeError, "iterable of texts"),
        ({"texts": None}, TypeError, "iterable of texts"),
        ({"texts": {"a": SAID}}, TypeError, r"keys of a dict: pass its values, .*texts.values\(\)"),
        ({"texts": Frame()}, TypeError, "column names of a Frame: pass the column of texts"),
        ({"batch_size": 0}, ValueError, "batch_size is 0, but must be 1 or more"),
        ({"batch_size": 2.0}, TypeError, "batch_size is a number"),
        ({"batch_size": True}, TypeError, "batch_size is a number"),
        ({"n_process": -1}, ValueError, "n_process is -1"),
        ({"n_process": None}, TypeError, "n_process is a number"),
        ({"errors": "ignore"}, ValueError, "Unattributed"),
    ],
)
def test_options_are_checked_at_once(
    options: dict[str, Any], error: type[Exception], advice: str
) -> None:
    """What cannot be meant is refused before any result is asked for, with what to pass."""
    with pytest.raises(error, match=advice):
        SYNTAX.attribute_many(**{"texts": [SAID], **options})


def test_progress_counts_the_texts(reader: Prepared) -> None:
    """The progress bar tells how many of the texts are done."""
    with redirect_stderr(io.StringIO()) as shown:
        list(SYNTAX.attribute_many([SAID, RAINED], progress=True))
    assert "2/2" in shown.getvalue()


def test_errors_reach_another_process() -> None:
    """An error that would not survive the way between processes is told by its text."""
    plain = TypeError("no text")
    assert sendable(plain) is plain
    told = sendable(OddError(1, 2))
    assert isinstance(told, RuntimeError)
    assert str(pickle.loads(pickle.dumps(told))) == "OddError: 1 and 2"


@given(st.lists(st.integers(0, 15_000).map("a".__mul__) | st.just(TypeError("no text"))))
def test_parts_are_handed_over_whole(batch: list[str | TypeError]) -> None:
    """What processes are handed keeps every text in its place, and only the last part is small."""
    found = list(parts(batch, 10_000))
    assert [text for part in found for text in part] == batch
    assert all(
        sum(len(text) for text in part if isinstance(text, str)) >= 10_000 for part in found[:-1]
    )


@pytest.mark.parametrize("sizes", [[1, 2], [20_000, 20_000, 5_000], [40_000, 1], []])
def test_bundles_are_bounded(sizes: list[int]) -> None:
    """Portions keep their order, and several are read together only if they are one's worth."""
    given = [Portion("", (Piece(0, size, 0),)) for size in sizes]
    found = list(bundles(given))
    assert [portion for bundle in found for portion in bundle] == given
    assert all(len(b) == 1 or sum(p.size for p in b) <= 30_000 for b in found)


def rounded(found: Attribution | Unattributed) -> str:
    """An attribution with confidences to three digits: beyond, they hang on the batch."""
    assert isinstance(found, Attribution)
    form = found.to_dict()
    claims = [{**c, "confidence": round(c.get("confidence") or 0, 3)} for c in form["claims"]]
    return json.dumps({**form, "claims": claims})


@pytest.mark.model
def test_seeds_are_attributed_alike_in_batches_and_processes() -> None:
    """Alone, in a batch, or by two processes, each seed article gives the same attribution."""
    texts = [path.read_text(encoding="utf8") for path in sorted(SEEDS.glob("*.txt"))]
    texts.append("")
    attributor = Attributor()
    alone = [rounded(attributor.attribute(text)) for text in texts]
    assert [rounded(found) for found in attributor.attribute_many(texts)] == alone
    several = attributor.attribute_many([*texts, None], batch_size=2, n_process=2, errors="yield")  # type: ignore[list-item]
    *found, last = several
    assert [rounded(one) for one in found] == alone
    assert isinstance(last, Unattributed)


@pytest.mark.model
def test_processes_end_when_the_results_are_no_longer_wanted() -> None:
    """Closing the generator early ends the processes that it started."""
    import multiprocessing

    found = Attributor().attribute_many(["It rained."] * 4, batch_size=1, n_process=2)
    next(found)
    assert multiprocessing.active_children()
    found.close()
    assert not multiprocessing.active_children()


# Work that never ends in another process than the first, and says so.
ENDLESS = """
import multiprocessing, signal, time
from attrib._processes import in_processes

def work(part):
    if multiprocessing.parent_process():
        print("at work", flush=True)
        time.sleep(600)
    return part

if __name__ == "__main__":
    # What runs in the background of a shell may have it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    list(in_processes(work, [["a" * 20_000] * 4], 2))
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_the_first(number: signal.Signals, tmp_path: pathlib.Path) -> None:
    """Where the process that asks is killed or interrupted, those that work for it end too."""
    program = tmp_path / "endless.py"
    program.write_text(ENDLESS, "utf8")
    with subprocess.Popen(
        [sys.executable, str(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(pathlib.Path(attrib.__file__).parents[1])},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"at work\n"
        kill = os.kill if number == signal.SIGKILL else os.killpg
        kill(process.pid, number)
        try:
            # The output ends only with the last process that could write to it.
            _, errors = process.communicate(timeout=30)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert errors.count(b"Traceback") == (number == signal.SIGINT)
