"""JSON Lines: one attrib/1 object a line, which holds offsets; the texts are kept elsewhere."""

from __future__ import annotations

import json
import os
import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from attrib._output.members import member, parsed
from attrib._output.texts import decoded, text_of

if TYPE_CHECKING:
    from attrib._attribution import Attribution

Path = str | os.PathLike[str]
Texts = Mapping[str, str] | Callable[[str], str] | Path


def write_jsonl(attributions: Iterable[Attribution], path: Path) -> None:
    """Write attributions to a file, one attrib/1 object a line.

    Give each an `id` by which `read_jsonl` finds its text: `attrs.evolve(attribution, id=...)`.
    They may come from a generator, and each is written as soon as it is there, under another name
    until the last: a file that is there already stays as it is until then.

    Raises:
        TypeError: what is given is no attribution, or not several.  As with every error, the lines
            before it are then in a file of the same name with ".part" behind.
    """
    from attrib._output.files import replacing  # which imports the forms

    _check_several(attributions)
    file = pathlib.Path(os.path.realpath(path))
    if file.exists() and not file.is_file():  # a pipe or a device, which has no place to be taken
        with file.open("wb") as opened:
            opened.writelines(map(_line, attributions))
        return
    with replacing(file, file.with_name(f"{file.name}.part")) as opened:
        opened.writelines(map(_line, attributions))


def _check_several(attributions: object) -> None:
    from attrib._attribution import Attribution

    if isinstance(attributions, Attribution):
        raise TypeError("write_jsonl() takes a list of attributions, not one: pass [attribution]")
    if isinstance(attributions, str | bytes | Mapping) or not isinstance(attributions, Iterable):
        raise TypeError(
            f"write_jsonl() writes attributions, not {type(attributions).__name__}: "
            "pass a list of Attribution, and the path after it"
        )


def _line(attribution: object) -> bytes:
    from attrib._attribution import Attribution, Unattributed

    if isinstance(attribution, Unattributed):
        raise TypeError(
            f"text {attribution.index} has no attribution but an error ({attribution.error}): "
            "leave out what is Unattributed, as in "
            "write_jsonl((one for one in found if isinstance(one, Attribution)), path)"
        )
    if not isinstance(attribution, Attribution):
        raise TypeError(
            f"write_jsonl() writes attributions, not {type(attribution).__name__}: "
            "pass a list of Attribution"
        )
    return f"{attribution.to_json()}\n".encode("ascii")


def read_jsonl(path: Path, *, texts: Texts) -> Iterator[Attribution]:
    """The attributions of a file of attrib/1 objects, read one at a time.

    Args:
        path: a file as `write_jsonl` and `attrib --format jsonl` write it; empty lines are skipped.
        texts: where the text of each `id` is: a mapping, a function, or the folder of the files
            that the ids name.

    >>> import pathlib, tempfile
    >>> from attrib import Attribution
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "out.jsonl")
    ...     write_jsonl([Attribution("Snow fell.", id="snow")], path)
    ...     list(read_jsonl(path, texts={"snow": "Snow fell."}))
    [<Attribution 'snow': 0 claims in 10 characters>]

    Raises:
        ValueError: a line is not in the form attrib/1, has no text, or is about another text; the
            message says which line, and which member of it is wrong.
    """
    from attrib._attribution import Attribution  # which imports the forms

    find = _finder(texts)
    with open(path, "rb") as file:  # so that a line that is no UTF-8 is told as any other
        for number, line in enumerate(file, 1):
            try:
                form = decoded(line).strip()
                if not form:
                    continue
                data = _parsed(form)
                result = Attribution.from_dict(data, text=_text(find, _id(data)))
            except ValueError as error:
                raise ValueError(f"{os.fspath(path)}, line {number}: {error}") from error
            yield result


def _parsed(form: str) -> Any:
    try:
        return parsed(form)
    except json.JSONDecodeError as error:
        raise ValueError(f"no JSON ({error.msg} at character {error.pos})") from error


def _id(data: Any) -> str:
    id = member(data, "id")
    if not isinstance(id, str):
        raise ValueError("no 'id' that is a string: write one, by which its text can be found")
    return id


def _text(find: Callable[[str], str], id: str) -> str:
    try:
        text = find(id)
    except KeyError:  # as `texts` may be the method of a mapping
        raise ValueError(f"no text for {id!r}: add it to `texts`") from None
    if not isinstance(text, str):
        raise ValueError(f"`texts` has {type(text).__name__} for {id!r}: give a str")
    return text


def _finder(texts: Texts) -> Callable[[str], str]:
    if callable(texts):
        return texts
    if isinstance(texts, Mapping):
        return lambda id: _looked_up(texts, id)
    folder = pathlib.Path(texts)
    return lambda id: _read(folder, id)


def _looked_up(texts: Mapping[str, str], id: str) -> str:
    if id not in texts:
        raise KeyError(id)
    return texts[id]


def _read(folder: pathlib.Path, id: str) -> str:
    path = folder / id
    if not path.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"the id {id!r} leads out of {folder}: pass the texts as a mapping")
    try:
        return text_of(path)
    except ValueError as error:
        raise ValueError(f"no text for {id!r} at {path}: {error}") from error
