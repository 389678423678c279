"""The sizes that eight bits count, measured and written into models."""

from __future__ import annotations

import pathlib
import shutil

import pytest
from safetensors.torch import load_file

from attrib._reading.models import shipped_models, verify
from attrib.training.ranges import write_ranges

pytestmark = pytest.mark.model

SHIPPED = shipped_models()


def test_ranges_are_written_into_the_models(tmp_path: pathlib.Path) -> None:
    """Every product of encoder and claims has its inputs measured, and the manifest knows it."""
    models = shutil.copytree(SHIPPED, tmp_path / "models")
    write_ranges(models, ["Ana Sol said the bank would not pay.", "“No,” she added."])
    verify(models)
    for part in ("encoder", "claims"):
        found, shipped = (load_file(at / part / "ranges.safetensors") for at in (models, SHIPPED))
        assert found.keys() == shipped.keys()
        for name, sizes in found.items():
            assert sizes.shape == shipped[name].shape
            assert sizes.max() > 0
