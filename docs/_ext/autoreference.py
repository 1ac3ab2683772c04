"""The reference: its pages are written before Sphinx reads, and autodoc shows signatures and parameters.

tools/reference.py writes the pages, whose directives are autodoc's. Here: signatures as they stand in the
source, a table of parameters for each function, and second names of what two packages have.
"""

from __future__ import annotations

import ast
import enum
import inspect
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.inspect import stringify_signature
from sphinx.util.typing import stringify_annotation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

from reference_parameters import described, parameters, split_docstring  # noqa: E402  # in tools

# What the pages are made from; where nothing of it is newer than they are, nothing has to be done.
SOURCES = ("packages/*/src/**/*.py", "tools/*.*", "tests-integration/support/*.*", "docs/backends/*.json")
# Short names of annotations that the source keeps for itself, by their modules: a reader sees what they are.
SHORT = {
    "Argnums": "bu_jax.autograd._boundary",
    "Axes": "bu_array.fft",
    "Axis": "bu_array.math._options",
    "Fill": "bu_array.math.searching",
    "Reduction": "bu_array.math.einops",
    "Sections": "bu_array.math.splitting",
    "Shape": "bu_array.math.creation",
}


def _write_pages(app: Sphinx) -> None:
    """Write the pages in another process: Sphinx forks its own, which jax must not have run in."""
    stamp = Path(app.doctreedir) / "reference.stamp"
    newest = max(path.stat().st_mtime for pattern in SOURCES for path in ROOT.glob(pattern))
    if not stamp.exists() or stamp.stat().st_mtime < newest:
        subprocess.run(
            [sys.executable, ROOT / "tools/reference.py", Path(app.srcdir) / "reference"], check=True
        )
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.touch()


# ---------------------------------------------------------------- signatures


def _annotation(annotation: object) -> str:
    """Return an annotation as it stands in the source, with the short names in full."""
    if annotation is inspect.Parameter.empty:
        return ""
    text = stringify_annotation(annotation, "smart").replace("~", "")
    text = text.replace('"', "").replace("'", "") if "Literal" not in text else text
    return re.sub(rf"\b({'|'.join(SHORT)})\b", lambda found: _in_full(found[1]), text)


@cache
def _in_full(name: str) -> str:
    return re.sub(r"\b(collections\.abc|typing)\.", "", str(getattr(import_module(SHORT[name]), name)))


class _Shown:
    """A default value whose `repr` is the text that is shown."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __repr__(self) -> str:
        if isinstance(self.value, enum.Enum):
            return f"{type(self.value).__name__}.{self.value.name}"
        if self.value is import_module("bu_units").UNITLESS:
            return "UNITLESS"
        text = getattr(self.value, "__name__", "") or repr(self.value)
        try:
            ast.parse(text, mode="eval")
        except SyntaxError:
            return "..."
        return "..." if text.startswith("_") else text


def _signature(app: Sphinx, what: str, name: str, obj: Any, options: Any, *given: str | None) -> Any:
    """Return signature and type of the result, alike on every Python, without private parameters."""
    if what not in {"function", "method", "class", "exception"}:
        return None
    subject, dropped = _callable(name, obj)
    try:
        signature = inspect.signature(subject)
    except (TypeError, ValueError):
        return None  # an exception that Python itself makes
    kept = [
        each.replace(
            annotation=_annotation(each.annotation) or each.empty,
            default=each.default if each.default is each.empty else _Shown(each.default),
        )
        for each in list(signature.parameters.values())[dropped:]
        if not each.name.startswith("_")
    ]
    if what in {"class", "exception"} and not parameters(obj):
        return "()", None
    shown = stringify_signature(signature.replace(parameters=kept), show_return_annotation=False)
    result = _annotation(signature.return_annotation) if what in {"function", "method"} else ""
    return shown, result if result != "None" else None


def _callable(name: str, obj: Any) -> tuple[Callable[..., Any], int]:
    """Return what has the signature, and how many of its first parameters the caller does not pass."""
    if isinstance(obj, type):
        return (obj.__new__, 1) if "__new__" in vars(obj) else (obj, 0)
    owner = _owner(name)
    if isinstance(owner, type):
        found = inspect.getattr_static(owner, name.rpartition(".")[2])
        return (found.__func__, 1) if isinstance(found, classmethod) else (obj, int(found is obj))
    return obj, 0


def _owner(name: str) -> Any:
    """Return the class or module that a full name is in."""
    parts = name.split(".")[:-1]
    for end in range(len(parts), 0, -1):
        found: Any = sys.modules.get(".".join(parts[:end]))
        if found is not None:
            for part in parts[end:]:
                found = getattr(found, part)
            return found
    raise LookupError(name)


# ---------------------------------------------------------------- docstrings


def _docstring(app: Sphinx, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Take out the examples, which the page has; put in what is known of each parameter, with its type."""
    if what not in {"function", "method", "class", "exception"}:
        lines[:] = split_docstring("\n".join(lines), [])[0].split("\n")
        return
    subject, _ = _callable(name, obj)
    found = parameters(subject)
    lines[:] = [*split_docstring("\n".join(lines), [each.name for each in found])[0].split("\n"), ""]
    texts = described(subject, name)
    for each in found:
        if texts[each.name]:
            stars = {each.VAR_POSITIONAL: r"\*", each.VAR_KEYWORD: r"\*\*"}.get(each.kind, "")
            annotation = _annotation(each.annotation)
            lines.append(f":param {stars}{each.name}: {texts[each.name]}")
            lines += [f":type {stars}{each.name}: {annotation}"] if annotation else []
    lines.append("")


# ---------------------------------------------------------------- second names


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
