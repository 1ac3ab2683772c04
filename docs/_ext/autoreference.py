"""The reference: its pages are written before Sphinx reads, and autodoc shows signatures and parameters.

tools/reference.py writes the pages, whose directives are autodoc's. Here: signatures as they stand in the
source, a table of parameters for each function, and second names of what two packages have.
"""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.typing import stringify_annotation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

from reference_parameters import described, parameters, split_docstring  # noqa: E402  # in tools

# What the pages are made from; where nothing of it is newer than they are, nothing has to be done.
SOURCES = ("packages/*/src/**/*.py", "tools/*.*", "tests-integration/support/*.*", "docs/backends/*.json")


def _write_pages(app: Sphinx) -> None:
    """Write the pages in another process: Sphinx forks its own, which jax must not have run in."""
    folder = Path(app.srcdir) / "reference"
    stamp = folder / ".written"
    newest = max(path.stat().st_mtime for pattern in SOURCES for path in ROOT.glob(pattern))
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        subprocess.run([sys.executable, ROOT / "tools/reference.py", folder], check=True)
        stamp.touch()


def _signature(app: Sphinx, what: str, name: str, obj: Any, options: Any, *given: str | None) -> Any:
    """Leave out private parameters, and those of classes that take whatever comes."""
    signature, result = given
    if not signature:
        return None
    if isinstance(obj, type) and not parameters(obj):
        return "()", None
    private = r"(?:, _\w+: [^,)]*)"
    return re.sub(private, "", re.sub(rf"(?:, \*)?{private}+\)$", ")", signature)), result


def _docstring(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Take out the examples, which the page has; put in what is known of each parameter, with its type."""
    found = parameters(obj) if what in {"function", "method", "class", "exception"} else []
    if what == "method" and isinstance(getattr(obj, "__wrapped__", None), partial):
        del found[0]  # a declared function as a method
    text, _ = split_docstring("\n".join(lines), [each.name for each in found])
    texts = described(obj, name) if found else {}
    lines[:] = [*text.split("\n"), ""]
    for each in found:
        lines.append(f":param {each.name}: {texts[each.name]}")
        if each.annotation is not each.empty:
            lines.append(f":type {each.name}: {stringify_annotation(each.annotation, 'smart')}")
    lines.append("")


def _second_names(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Let second names lead to the entries: `bu_units.Unit` is the same object as `brainunit.Unit`."""
    facade = import_module("brainunit")
    second = {"brainunit.custom_array.CustomArray": "brainunit.CustomArray"}
    for package in map(import_module, ("bu_units", "bu_dispatch")):
        same = (name for name in package.__all__ if getattr(facade, name, None) is getattr(package, name))
        second |= {f"brainunit.{name}": f"{package.__name__}.{name}" for name in same}
    objects = env.domains.python_domain.objects
    for full, entry in list(objects.items()):
        owner = full if full in second else full.rpartition(".")[0]
        if owner in second:
            objects.setdefault(second[owner] + full.removeprefix(owner), entry._replace(aliased=True))
    return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages, and have a say in what autodoc makes of them."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("builder-inited", _write_pages)
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _docstring)
    app.connect("env-updated", _second_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
