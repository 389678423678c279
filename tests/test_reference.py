import pathlib

import attrib
import attrib.connect

DOCS = pathlib.Path(__file__).parents[1] / "docs"


def test_reference_has_every_public_name_once() -> None:
    """The page of the API documents each name of the package, and no other."""
    lines = (DOCS / "api.md").read_text().splitlines()
    documented = [line.split(":: attrib.")[1] for line in lines if line.startswith(".. auto")]
    columns = [f"connect.{name}" for name in attrib.connect.__all__]
    assert sorted(documented) == sorted([*attrib.__all__, *columns])
