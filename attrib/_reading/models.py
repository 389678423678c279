"""Where models come from: the folder inside the package, or one that the caller names.

The shipped folder is a Stanza model directory with the encoder beside it.  `manifest.json` holds
the SHA-256 of every file, checked before anything is loaded; nothing is ever fetched.
"""

from __future__ import annotations

import hashlib
import importlib.resources
import json
import pathlib

SHIPPED = "shipped"
OFFICIAL = "official"
MANIFEST = "manifest.json"
_LAYOUT = ("resources.json", "en")  # what a Stanza model directory for English holds
_CHUNK = 1 << 20


def model_folder(models: str) -> pathlib.Path | None:
    """The folder that `Config.models` names; None for Stanza's own download folder.

    >>> model_folder("shipped").name
    'models'
    >>> model_folder("/no/such/folder")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    FileNotFoundError: no model folder at /no/such/folder: pass "shipped", ...
    """
    if models == OFFICIAL:
        return None
    if models == SHIPPED:
        return shipped_models()
    folder = pathlib.Path(models)
    missing = [name for name in _LAYOUT if not (folder / name).exists()]
    if missing:
        lacks = f"no {missing[0]} in the model folder" if folder.is_dir() else "no model folder at"
        raise FileNotFoundError(
            f'{lacks} {models}: pass "shipped", "official" (Stanza\'s own models, downloaded '
            "before with stanza.download) or a Stanza model directory as stanza.download makes it, "
            "with resources.json and, in en, models to tokenize, tag, lemmatize, parse and name"
        )
    return folder


def shipped_models() -> pathlib.Path:
    """The folder of models inside the package."""
    return pathlib.Path(str(importlib.resources.files("attrib"))) / "models"


def encoder_folder(models: str) -> pathlib.Path:
    """The folder whose encoder reads, and whose network of claims stands on it.

    It is the one that `Config.models` names where that holds an encoder, else the shipped one.
    """
    folder = model_folder(models)
    own = folder is not None and (folder / "encoder").is_dir()
    return folder if folder is not None and own else shipped_models()


def verify(folder: pathlib.Path) -> None:
    """Every file of the folder's manifest is there and unchanged; a folder may have no manifest.

    Raises:
        ValueError: a file differs from its checksum; the package should be installed again.
        FileNotFoundError: a file of the manifest is missing.
    """
    manifest = folder / MANIFEST
    if not manifest.exists():
        return
    for name, expected in json.loads(manifest.read_text(encoding="utf8")).items():
        if checksum(folder / name) != expected:
            raise ValueError(
                f"the model file {folder / name} is damaged (its SHA-256 is not the one in "
                f"{MANIFEST}): install attrib again"
            )


def write_manifest(folder: pathlib.Path) -> None:
    """Write the checksums of all files below a folder into its manifest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    sums = {path.relative_to(folder).as_posix(): checksum(path) for path in files}
    (folder / MANIFEST).write_text(json.dumps(sums, indent=1) + "\n", encoding="utf8")


def checksum(path: pathlib.Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
