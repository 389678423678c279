"""How Sphinx builds the documentation: nothing is fetched, and a warning is an error."""

from __future__ import annotations

import importlib.metadata
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs

import attrib

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_METADATA = importlib.metadata.metadata("attrib")

project = _METADATA["Name"]
version = release = _METADATA["Version"]
author = "the attrib maintainers"
project_copyright = author

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
nitpicky = True
# Only what is ours can be linked without fetching the index of others.
nitpick_ignore_regex = [("py:.*", r"(?!attrib\b).*")]

myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 600

# Docstrings write code between single backticks.
default_role = "code"
smartquotes = False
add_module_names = False
autodoc_default_options = {"members": True, "undoc-members": True, "member-order": "bysource"}
autodoc_typehints_format = "short"

html_theme = "furo"
html_title = f"attrib {version}"
html_static_path = ["_static"]
html_css_files = ["attrib.css"]


def _link_public(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.Element
) -> nodes.Element | None:
    """A link to the public name of what is annotated by the private module that defines it."""
    module, _, name = str(node.get("reftarget", "")).rpartition(".")
    if not module.startswith("attrib.") or name not in attrib.__all__:
        return None
    python = env.domains.python_domain
    public = f"attrib.{name}"
    return python.resolve_xref(env, node["refdoc"], app.builder, "obj", public, node, text)


def _name_fields(
    app: Sphinx, what: str, name: str, value: Any, options: Any, *_: object
) -> tuple[str, None] | None:
    """The names and defaults of a class whose fields are listed below it, with their types."""
    if not (attrs.has(value) and options.undoc_members):
        return None
    fields = attrs.fields(value)
    named = [f"{field.name}{_default(field)}" for field in fields]
    keyword_only = sum(not field.kw_only for field in fields)
    if keyword_only < len(fields):
        named.insert(keyword_only, "*")
    return f"({', '.join(named)})", None


def _default(field: attrs.Attribute[Any]) -> str:
    match field.default:
        case attrs.NOTHING:
            return ""
        case Enum() as choice:
            return f"={choice.value!r}"
        case attrs.Factory() as made:
            return f"={made.factory.__name__}()"
        case value if attrs.has(type(value)):
            return f"={type(value).__name__}()"
        case value:
            return f"={value!r}"


def setup(app: Sphinx) -> None:
    """Take the signatures of attrs classes from their fields, and link private names."""
    app.connect("autodoc-process-signature", _name_fields)
    app.connect("missing-reference", _link_public)
