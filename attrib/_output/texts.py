"""The texts of files: what attrib takes as a text, and what it says of a file that holds none."""

from __future__ import annotations

import codecs
import pathlib
import sys

STDIN = "-"

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnreadableError(ValueError):
    """A file holds no text that could be attributed; the message says why and what to do."""


def text_of(path: str | pathlib.Path) -> str:
    """The text of a UTF-8 file, of standard input for "-"; a byte order mark is no part of it.

    Raises:
        UnreadableError: there is no such file, or it does not hold text in UTF-8.
    """
    try:
        data = sys.stdin.buffer.read() if path == STDIN else pathlib.Path(path).read_bytes()
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
    >>> decoded(b"caf\xe9")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    attrib._output.texts.UnreadableError: not UTF-8 (byte 0xe9 at 3): convert it first, ...

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
