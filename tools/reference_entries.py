"""The entries of the reference: what autodoc is asked for, and below it what only this project knows.

Signatures, docstrings, types and links to the source are Sphinx's business (sphinx.ext.autodoc). An entry
adds the unit rule, the libraries on which the name has been run, and an example. What that says does not
depend on the machine, on the Python version or on the optional array libraries that are installed.
"""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import resolve_name
from pathlib import Path
from typing import Any, NamedTuple

from sphinx.pycode import ModuleAnalyzer
from sphinx.util.rst import escape

from reference_examples import CALLS, example, of_docstring
from reference_fields import libraries_of, measured_as, unit_rule_of
from reference_members import OTHER_DATA
from rule_texts import BY_FUNCTION, RULES

__all__ = ["DECLARED", "OURS", "class_entries", "data", "entries", "is_ours", "rules_in_use", "shared"]

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bu_units", "bu_dispatch", "bu_array", "bu_jax", "bu_torch", "bu_interop", "brainunit")
# Modules of declared functions: public name, where they are declared, in the order of the pages.
DECLARED = {
    "brainunit.math": "bu_array.math",
    "brainunit.linalg": "bu_array.linalg",
    "brainunit.fft": "bu_array.fft",
    "brainunit.lax": "bu_jax.lax",
}
# Classes with entries of their own, whose members are not repeated in those of their subclasses.
BASES = {
    "Unit": "brainunit.Unit",
    "ScaleUnit": "bu_units.ScaleUnit",
    "SparseMatrix": "brainunit.sparse.SparseMatrix",
    "ActsAsQuantity": "brainunit.Quantity",
}

_PROJECT = tomllib.loads((ROOT / "packages/brainunit/pyproject.toml").read_text("utf-8"))["project"]
_EXTRAS = [f"brainunit[{extra}]" for extra in _PROJECT["optional-dependencies"]]


class Entry(NamedTuple):
    """One documented name: the directive, its name and options, and what stands below the docstring."""

    directive: str
    name: str
    options: str
    parts: tuple[str, ...]

    def text(self) -> str:
        """Return the entry as reStructuredText."""
        below = "\n\n".join(part for part in self.parts if part)
        indented = re.sub(r"^(?=.)", "   ", f"{self.options}\n\n{below}".strip("\n"), flags=re.MULTILINE)
        gap = "\n" if self.options else "\n\n"
        return f".. {self.directive}:: {self.name}{gap}{indented}\n"


# ---------------------------------------------------------------- what is known about a function


@cache
def declarations() -> dict[tuple[str, str], Any]:
    """Return the declarations by public module and name."""
    for module in DECLARED.values():
        import_module(module)
    found = {}
    for declaration in import_module("bu_array.declare.arrays").DECLARED:
        for public, package in DECLARED.items():
            if declaration.module.startswith(package):
                found[public, declaration.name] = declaration
    return found


@cache
def _measured() -> dict[str, Any]:
    """Return what runs where, as measured, by library."""
    measured: dict[str, Any] = json.loads((ROOT / "docs/backends/support.json").read_text("utf-8"))
    gpu = ROOT / "docs/backends/gpu.json"
    on_gpu = json.loads(gpu.read_text("utf-8")) if gpu.exists() else {}
    measured |= {name.split()[0]: result for name, result in on_gpu.items() if name.startswith("cupy")}
    return {name: measured[name] for name in libraries() if name in measured}


def libraries() -> list[str]:
    """Return the names of the libraries: those that come with brainunit, then as their extras stand."""
    records = import_module("bu_dispatch").builtin_backends()
    place = {record.name: _EXTRAS.index(record.extra) for record in records if record.extra in _EXTRAS}
    known = [record.name for record in records if record.name not in place]
    return [*reversed(known), *sorted(place, key=lambda name: place[name])]


def support(key: str) -> str:
    """Return on which libraries a function runs, as measured, with the reasons against."""
    parts = []
    for library, result in _measured().items():
        for status in ("yes", "partly", "no"):
            if key in result.get(status, ()):
                why = escape(" ".join(result["notes"].get(key, "").split()).rstrip(". "))
                word = {"yes": library, "partly": f"{library} in part", "no": f"**not on {library}**"}[status]
                parts.append(word if status == "yes" or not why else f"{word} ({why})")
    return ", ".join(parts)


def rule_text(declaration: Any) -> str:
    """Return the sentence that says what becomes of the units."""
    rule: str = declaration.rule
    text = BY_FUNCTION.get(f"{declaration.module.split('.')[1]}.{declaration.name}")
    annotations = [
        str(each.annotation) for each in inspect.signature(declaration.function).parameters.values()
    ]
    if not text and rule == "same" and [each for each in annotations if re.search(r"\bQ\b", each)] == ["Q"]:
        text = "The unit of the operand."
    text = text or RULES.get(rule) or _laws().get(rule)
    if text is None:
        raise SystemExit(f"tools/rule_texts.py has no text for the unit rule {rule!r}")
    return " ".join(text.split())


@cache
def _laws() -> dict[str, str]:
    """Return what the rules of one and of two units say of themselves."""
    laws = (d for d in import_module("bu_array.declare.arrays").DECLARED if d.law is not None)
    return {d.rule: d.law.__doc__.split("\n\n")[0] for d in laws if d.law.__doc__}


def rules_in_use() -> dict[str, list[str]]:
    """Return the functions under each unit rule, by its sentence."""
    found: dict[str, list[str]] = {}
    for (module, name), declaration in sorted(declarations().items()):
        found.setdefault(rule_text(declaration), []).append(f"{module}.{name}")
    return found


def _declared_as(value: Any) -> tuple[str, str] | None:
    name = getattr(value, "__name__", "")
    for public, package in DECLARED.items():
        if getattr(value, "__module__", "").startswith(package) and (public, name) in declarations():
            return public, name
    return None


def method_support(owner: str, member: str) -> str:
    """Return where a method of Quantity or AtIndex runs."""
    if owner == "Quantity" and measured_as(member) != member:
        owner = "AtIndex"
    calls = [swept for name, swept, _ in CALLS if swept and name == f"{owner}.{measured_as(member)}"]
    return support(f"Quantity: {calls[0]}") if calls else ""


def _fields(said: Mapping[str, str]) -> str:
    return "\n".join(f":{title}: {text}" for title, text in said.items() if text)


# ---------------------------------------------------------------- functions and data


def entries(module: str, names: Iterable[str]) -> Iterator[Entry]:
    """Yield an entry for each name of a public module, and those of the members of classes."""
    for name in names:
        value = getattr(import_module(module), name)
        if isinstance(value, type) and value.__name__ == name and is_ours(value):
            yield from class_entries(module, name, value)
        elif inspect.isroutine(value) and is_ours(value):
            yield _function(module, name, value)
        else:
            yield data(f"{module}.{name}", _data_text(module, name, value))


def _function(module: str, name: str, value: Any) -> Entry:
    """Return the entry of a function; a second name refers to the first."""
    own = _own_name(module, name, value)
    declared = _declared_as(value)
    rule = rule_text(declarations()[declared]) if declared else unit_rule_of(f"{module}.{own}")
    short = module.removeprefix("brainunit.")
    where = support(f"{short}.{own}") or ("jax" if short == "lax" else libraries_of(module))
    same = f"The same as :py:func:`{own} <{module}.{own}>`." if own != name else ""
    shown = example(f"{module}.{name}") if same else shown_with(value, module, name)
    fields = _fields({"Unit rule": rule, "Runs on": where})
    return Entry("autofunction", f"{module}.{name}", "", (same, fields, shown))


def _own_name(module: str, name: str, value: Any) -> str:
    """Return the first name of a function that has several in its module."""
    if (module, name) in declarations():
        return name
    own: str = getattr(value, "__name__", name)
    return own if getattr(import_module(module), own, None) is value else name


def shown_with(value: Any, module: str, name: str) -> str:
    """Return the examples of a docstring, with names as readers have them; else the one of our own."""
    own = of_docstring(inspect.getdoc(value) or "", module) if is_ours(value) else ""
    return own or example(f"{module}.{name}")


def is_ours(value: Any) -> bool:
    """Whether something is written in these packages, and its docstring with it."""
    value = getattr(value, "fget", None) or getattr(value, "__func__", value)
    module = getattr(value, "__module__", None) or "bu_array"  # an attrgetter has none
    return str(module).split(".")[0] in {*OURS, "operator"}


def data(name: str, *parts: str) -> Entry:
    """Return the entry of a constant, type or alias, given its full name and what is said of it."""
    module, _, own = name.rpartition(".")
    return Entry("py:data", own, f":module: {module}", (*parts, example(name)))


def _data_text(module: str, name: str, value: Any) -> str:
    """Return what a constant, type or alias is."""
    for each in (module, *_sources(module)):
        said = ModuleAnalyzer.for_module(each).find_attr_docs().get(("", name))
        if said:
            return "\n".join(said)
    if is_ours(type(value)) and value.__doc__ and value.__doc__ != type(value).__doc__:  # such as a rule
        return inspect.cleandoc(value.__doc__)
    marks = getattr(value, "__metadata__", None)
    if marks:
        return f"Annotation: a quantity of {marks[0].name}, of dimension {escape(str(marks[0].dim))}."
    if isinstance(value, float | int):
        return f"The number {value}."
    unit_system = getattr(value, "base_units", None)
    if unit_system:
        return f"System of units with the base units {', '.join(f'``{unit}``' for unit in unit_system)}."
    if module == "brainunit.math" and name not in OTHER_DATA:
        return "Kind of number of array elements: a dtype, that of the array library."
    return OTHER_DATA.get(name) or RULES.get(getattr(value, "__name__", ""), "")


@cache
def _sources(module: str) -> list[str]:
    """Return the modules that a module passes names on from."""
    owner = import_module(module)
    names = re.findall(r"^from ([\w.]+) import", inspect.getsource(owner), re.MULTILINE)
    found = (resolve_name(name, owner.__package__) for name in names)
    return sorted({name for name in found if name.split(".")[0] in OURS and not name.endswith("names")})


def shared(name: str) -> str | None:
    """Return the package that has a name of the top level too, as the same object."""
    value = getattr(import_module("brainunit"), name, None)
    for package in map(import_module, ("bu_units", "bu_dispatch")):
        if name in package.__all__ and not name.startswith("_") and getattr(package, name) is value:
            return None if inspect.ismodule(value) else package.__name__
    return None


# ---------------------------------------------------------------- classes


def class_entries(module: str, name: str, cls: type) -> Iterator[Entry]:
    """Yield the entries of a class and of its public members."""
    kind = "autoexception" if issubclass(cls, Exception) else "autoclass"
    base = next((BASES[each.__name__] for each in cls.__mro__[1:] if each.__name__ in BASES), None)
    inherited = f"It has all that :py:class:`{base}` has." if base else ""
    yield Entry(kind, f"{module}.{name}", "", (inherited, shown_with(cls, module, name)))
    for member in members(cls):
        yield _member(f"{module}.{name}", cls, member)


def members(cls: type) -> list[str]:
    """Return the public members of a class, without those of a base that has an entry of its own."""
    found = set()
    for base in cls.__mro__:
        if base is not cls and base.__name__ in BASES:
            break
        if base.__module__.split(".")[0] in OURS:
            names = (*vars(base), *inspect.get_annotations(base))
            found |= {word for word in names if not word.startswith("_")}
    return sorted(found - {"ident"}, key=lambda word: (word.lower(), word))


def _member(owner: str, cls: type, member: str) -> Entry:
    """Return the entry of a method, property or attribute."""
    value = inspect.getattr_static(cls, member, None)
    plain = value.__func__ if isinstance(value, staticmethod | classmethod) else value
    shown = shown_with(value, owner, member)
    if isinstance(value, property):
        return Entry("autoproperty", f"{owner}.{member}", "", (shown,))
    if not callable(plain) or isinstance(plain, type):
        return Entry("autoattribute", f"{owner}.{member}", ":no-value:", (example(f"{owner}.{member}"),))
    declared = _declared_as(plain)
    where = method_support(cls.__name__, member) or libraries_of(owner)
    rule = unit_rule_of(f"{owner}.{member}")
    alike = declarations().get(("brainunit.math", member.rstrip("_")))
    if not rule and alike and cls.__name__ in {"Quantity", "CustomArray"}:
        rule = rule_text(alike)
    same = ""
    if declared:
        function = ".".join(declared)
        rule, where = (
            rule_text(declarations()[declared]),
            where or support(function.removeprefix("brainunit.")),
        )
        same = f"As :py:func:`{function}`."
    fields = _fields({"Unit rule": rule, "Runs on": where})
    return Entry("automethod", f"{owner}.{member}", "", (same, fields, shown))
