"""Links from the reference to the source: those of our own packages, not of the libraries behind a name."""

from __future__ import annotations

import re
from functools import partial, reduce
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OURS = ("bu_units", "bu_dispatch", "bu_array", "bu_jax", "bu_torch", "bu_interop", "brainunit")


def _where(app: Sphinx, module: str, attribute: str) -> str:
    """Return the module that has the source of a documented name."""
    try:
        value = reduce(getattr, attribute.split("."), import_module(module))
    except AttributeError:
        return module
    found = str(getattr(value, "__module__", None) or module)
    return found if found.split(".")[0] in OURS else module


def _return(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Keep the links from a source to the reference that lead to an entry.

    viewcode makes them of the name in one module, and an object may be public in two.
    """
    if page.startswith("_modules/") and "body" in context:
        link = re.compile(r'(<a class="viewcode-back" href=")[^"#]*#([^"]+)(">.*?</a>)')
        context["body"] = link.sub(partial(_known, app, page), context["body"])


def _known(app: Sphinx, page: str, link: re.Match[str]) -> str:
    entry = app.env.domains.python_domain.objects.get(link[2])
    if entry is None:
        return ""
    there = app.builder.get_relative_uri(page, entry.docname)
    return f"{link[1]}{there}#{entry.node_id}{link[3]}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Tell sphinx.ext.viewcode where to look."""
    app.setup_extension("sphinx.ext.viewcode")
    app.connect("viewcode-follow-imported", _where)
    app.connect("html-page-context", _return)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
