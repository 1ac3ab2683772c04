"""The entries of docs/reference: signature, text, unit rule, libraries and example of a public name.

What they say does not depend on the machine, on the Python version or on the optional array libraries
that are installed.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from reference_examples import example, qualified
from reference_fields import libraries_of, measured_as, unit_rule_of
from reference_members import ATTRIBUTES, OTHER_DATA
from reference_signatures import annotated, signature
from reference_text import code, fenced, markdown, prose
from rule_texts import BY_FUNCTION, RULES

__all__ = [
    "DECLARED",
    "Entry",
    "class_entries",
    "entries",
    "entry",
    "rule_text",
    "rules_in_use",
    "shared",
    "shown_with",
]

ROOT = Path(__file__).resolve().parent.parent
OURS = ("bu_units", "bu_dispatch", "bu_array", "bu_jax", "brainunit")
# Modules of declared functions: public name, where they are declared, in the order of the pages.
DECLARED = {
    "brainunit.math": "bu_array.math",
    "brainunit.linalg": "bu_array.linalg",
    "brainunit.fft": "bu_array.fft",
    "brainunit.lax": "bu_jax.lax",
}
_PROJECT = tomllib.loads((ROOT / "packages/brainunit/pyproject.toml").read_text("utf-8"))["project"]
_EXTRAS = [f"brainunit[{extra}]" for extra in _PROJECT["optional-dependencies"]]


class Entry(NamedTuple):
    """One documented name: the directive, the name in its module with its signature, and the text."""

    directive: str
    name: str
    signature: str
    body: str

    def lines(self) -> list[str]:
        """Return the entry as MyST."""
        return [f"````{{py:{self.directive}}} {self.name}{self.signature}", self.body, "````", ""]


# ---------------------------------------------------------------- what is known about a function


@cache
def _declarations() -> dict[tuple[str, str], Any]:
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
                why = prose(result["notes"].get(key, "").rstrip(". "))
                word = {"yes": library, "partly": f"{library} in part", "no": f"**not on {library}**"}[status]
                parts.append(word if status == "yes" or not why else f"{word} ({why})")
    return ", ".join(parts)


def rule_text(declaration: Any) -> str:
    """Return the sentence that says what becomes of the units."""
    rule: str = declaration.rule
    text = BY_FUNCTION.get(f"{declaration.module.split('.')[1]}.{declaration.name}")
    if not text and rule == "same" and _operands(declaration.function) == ["Q"]:
        text = "The unit of the operand."
    text = text or RULES.get(rule) or _laws().get(rule)
    if text is None:
        raise SystemExit(f"tools/rule_texts.py has no text for the unit rule {rule!r}")
    return prose(text)


def _operands(function: Callable[..., Any]) -> list[str]:
    """Return the annotations of the parameters that may have a unit."""
    annotations = (str(each.annotation) for each in inspect.signature(function).parameters.values())
    return [text for text in annotations if re.search(r"\bQ\b", text)]


@cache
def _laws() -> dict[str, str]:
    """Return what the rules of one and of two units say of themselves."""
    laws = (d for d in import_module("bu_array.declare.arrays").DECLARED if d.law is not None)
    return {d.rule: d.law.__doc__.split("\n\n")[0] for d in laws if d.law.__doc__}


def rules_in_use() -> dict[str, list[str]]:
    """Return the functions under each unit rule, by its sentence."""
    found: dict[str, list[str]] = {}
    for (module, name), declaration in sorted(_declarations().items()):
        found.setdefault(rule_text(declaration), []).append(f"{module}.{name}")
    return found


def body(
    module: str, name: str, value: Any, fields: Mapping[str, str], known: frozenset[str], full: str = ""
) -> str:
    """Return the text of an entry: the docstring, its fields, its example.

    `module`: what the names in `known` are attributes of; `full`: the full name of the entry.
    """
    said = value.__doc__ or ATTRIBUTES.get(f"{module.rpartition('.')[2]}.{name}", "")
    doc = inspect.cleandoc(said) if _is_ours(value) else ""
    try:
        own = {*inspect.signature(value).parameters}
    except (TypeError, ValueError):
        own = set()
    linked = {word: f"{module}.{word}" for word in known if word not in own and word != name}
    text, sessions = markdown(doc, linked)
    examples = [fenced(qualified(session, module), "pycon") for session in sessions]
    return shown_with("" if examples else full or f"{module}.{name}", *text, rows(fields), *examples)


def rows(fields: Mapping[str, str]) -> str:
    """Return the lines of the fields that say something."""
    return "\n".join(f":{title}: {said}" for title, said in fields.items() if said)


def shown_with(full: str, *parts: str) -> str:
    """Return the parts of a text, and the example of a public name given in full, where it has one."""
    return "\n\n".join(part for part in (*parts, example(full)) if part)


def _is_ours(value: Any) -> bool:
    module = getattr(value, "__module__", None)
    if module is None and isinstance(value, property):
        module = getattr(value.fget, "__module__", "bu_array")  # an attrgetter has none
    if isinstance(value, staticmethod | classmethod):
        module = value.__func__.__module__
    return str(module).split(".")[0] in {*OURS, "operator"}


def entries(module: str, names: Iterable[str], support_prefix: str = "") -> Iterator[Entry]:
    """Yield an entry for each name of a public module; a second name refers to the first."""
    names = list(names)
    known = frozenset(name for name in names if len(name) > 2)
    for name in names:
        yield from entry(module, name, getattr(import_module(module), name), known, support_prefix)


def entry(module: str, name: str, value: Any, known: frozenset[str], prefix: str) -> Iterator[Entry]:
    """Yield the entry of one name, and those of the members of a class."""
    if isinstance(value, type) and value.__name__ == name and _is_ours(value):
        yield from class_entries(module, name, value)
    elif inspect.isroutine(value) and _is_ours(value):
        own = _own_name(module, name, value)
        declared = _declared_as(value)
        rule = rule_text(_declarations()[declared]) if declared else unit_rule_of(f"{module}.{own}")
        where = "jax" if module == "brainunit.lax" else libraries_of(module)
        fields = {"Unit rule": rule, "Runs on": support(f"{prefix}.{own}") or where}
        if own == name:
            text = body(module, name, value, fields, known)
        else:
            said = f"The same as {{py:func}}`{own} <{module}.{own}>`."
            text = shown_with(f"{module}.{name}", said, rows(fields))
        yield Entry("function", name, signature(value), _canonical(module, name) + text)
    else:
        text = shown_with(f"{module}.{name}", data_text(module, name, value))
        yield Entry("data", name, "", _canonical(module, name) + text)


def _canonical(module: str, name: str) -> str:
    """Return the option that gives an entry the other name under which the same object is public."""
    package = shared(name) if module == "brainunit" else None
    if (module, name) == ("brainunit.custom_array", "CustomArray"):
        package = "brainunit"
    return f":canonical: {package}.{name}\n\n" if package else ""


def shared(name: str) -> str | None:
    """Return the package that has a name of the top level too, as the same object."""
    value = getattr(import_module("brainunit"), name, None)
    for package in map(import_module, ("bu_units", "bu_dispatch")):
        if name in package.__all__ and not name.startswith("_") and getattr(package, name) is value:
            return None if inspect.ismodule(value) else package.__name__
    return None


def _own_name(module: str, name: str, value: Any) -> str:
    """Return the first name of a function that has several in its module."""
    if (module, name) in _declarations():
        return name
    own: str = getattr(value, "__name__", name)
    return own if getattr(import_module(module), own, None) is value else name


def data_text(module: str, name: str, value: Any) -> str:
    """Return what a constant, type or alias is."""
    said = _docs_of_assignments(module).get(name)
    if said:
        return "\n\n".join(markdown(said, {})[0])
    marks = getattr(value, "__metadata__", None)
    if marks:
        dimension = prose(str(marks[0].dim))
        return f"Annotation: a quantity of {marks[0].name}, of dimension {dimension}."
    if isinstance(value, float | int):
        return f"The number {value}."
    unit_system = getattr(value, "base_units", None)
    if unit_system:
        return f"System of units with the base units {', '.join(map(code, map(str, unit_system)))}."
    return OTHER_DATA.get(name) or "Kind of number of array elements: a dtype, that of the array library."


@cache
def _docs_of_assignments(module: str) -> dict[str, str]:
    """Return the texts below assignments of a module, or of what it passes on."""
    found: dict[str, str] = {}
    for name in (module, *_sources(module)):
        found |= _texts_below(ast.parse(inspect.getsource(import_module(name))).body)
    return found


def _sources(module: str) -> list[str]:
    tree = ast.parse(inspect.getsource(import_module(module)))
    froms = (n.module for n in tree.body if isinstance(n, ast.ImportFrom) and n.level == 0 and n.module)
    return sorted({name for name in froms if name.split(".")[0] in OURS and not name.endswith("names")})


def _texts_below(statements: list[ast.stmt]) -> dict[str, str]:
    found = {}
    for node, following in pairwise(statements):
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        text = following.value if isinstance(following, ast.Expr) else None
        if isinstance(target, ast.Name) and isinstance(text, ast.Constant) and isinstance(text.value, str):
            found[target.id] = inspect.cleandoc(text.value)
    return found


# ---------------------------------------------------------------- classes


# Classes with entries of their own, whose members are not repeated in those of their subclasses.
BASES = {
    "Unit": "brainunit.Unit",
    "ScaleUnit": "bu_units.ScaleUnit",
    "SparseMatrix": "brainunit.sparse.SparseMatrix",
}


def class_entries(module: str, name: str, cls: type, title: str = "") -> Iterator[Entry]:
    """Yield the entries of a class and of its public members."""
    directive = "exception" if issubclass(cls, Exception) else "class"
    member_names = members(cls)
    known = frozenset(word for word in member_names if len(word) > 2)
    try:
        shown = signature(cls) if "__new__" not in vars(cls) else signature(cls.__new__, drop=1)
    except ValueError:
        shown = ""
    shown = re.sub(r" -> .*", "", shown) if directive == "class" and "*args" not in shown else ""
    text = body(f"{module}.{name}", name, cls, {}, known, full=f"{module}.{name}")
    base = next((BASES[each.__name__] for each in cls.__mro__[1:] if each.__name__ in BASES), None)
    if base:
        text += f"\n\nIt has all that {{py:class}}`{base}` has."
    yield Entry(directive, title or name, shown, _canonical(module, name) + text)
    for member in member_names:
        yield member_entry(module, title or name, cls, member, known)


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


def member_entry(module: str, name: str, cls: type, member: str, known: frozenset[str]) -> Entry:
    """Return the entry of a method, property or attribute."""
    value = inspect.getattr_static(cls, member, None)
    shown = f"{name}.{member}"
    plain = value.__func__ if isinstance(value, staticmethod | classmethod) else value
    if isinstance(value, property):
        getter = value.fget if inspect.isfunction(value.fget) else None
        returned = annotated(inspect.signature(getter).return_annotation) if getter else ""
        options = f":type: {returned}\n\n" if returned else ""
        return Entry("property", shown, "", options + body(f"{module}.{name}", member, value, {}, known))
    if not callable(plain) or isinstance(plain, type):
        annotation = annotated(_annotations(cls).get(member, inspect.Parameter.empty))
        annotation = re.sub(r"^ClassVar\[(.*)\]$", r"\1", annotation)
        options = f":type: {annotation}\n\n" if annotation else ""
        known_as = _attribute_docs(cls).get(member) or ATTRIBUTES.get(f"{name}.{member}", "")
        return Entry(
            "attribute",
            shown,
            "",
            options + shown_with(f"{module}.{name}.{member}", *markdown(known_as, {})[0]),
        )
    shown_signature = signature(plain, drop=0 if isinstance(value, staticmethod) else 1)
    options = ":staticmethod:\n\n" if isinstance(value, staticmethod) else ""
    options = ":classmethod:\n\n" if isinstance(value, classmethod) else options
    full = f"{module}.{name}.{member}"
    declared = _declared_as(plain)
    where = method_support(cls.__name__, member) or libraries_of(f"{module}.{name}")
    if not declared:
        fields = {"Unit rule": unit_rule_of(full), "Runs on": where}
        text = body(f"{module}.{name}", member, plain, fields, known)
        return Entry("method", shown, shown_signature, options + text)
    said = prose(inspect.cleandoc(plain.__doc__ or "").split("\n\n")[0])
    function = f"{declared[0].removeprefix('brainunit.')}.{declared[1]}"
    fields = {"Unit rule": rule_text(_declarations()[declared]), "Runs on": where or support(function)}
    reference = f"As {{py:func}}`{'.'.join(declared)}`, which has the details."
    text = shown_with(full, f"{said} {reference}", rows(fields))
    return Entry("method", shown, shown_signature, text)


def _annotations(cls: type) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for base in reversed(cls.__mro__):
        found |= inspect.get_annotations(base)
    return found


def _declared_as(value: Any) -> tuple[str, str] | None:
    name = getattr(value, "__name__", "")
    for public, package in DECLARED.items():
        if getattr(value, "__module__", "").startswith(package) and (public, name) in _declarations():
            return public, name
    return None


def method_support(owner: str, member: str) -> str:
    """Return where a method of Quantity or AtIndex runs: the sweep calls it in an expression."""
    called = {"Quantity": rf"[^ ]*\.{member}", "AtIndex": rf"[^ ]*\.at\[[^ ]*\]\.{measured_as(member)}"}
    if owner not in called:
        return ""
    if owner == "Quantity" and measured_as(member) != member:
        return method_support("AtIndex", member)
    keys = {
        key
        for result in _measured().values()
        for status in ("yes", "partly", "no")
        for key in result.get(status, ())
    }
    calls = sorted(key for key in keys if re.search(rf"^Quantity: {called[owner]}\b(?!\.)", key))
    return support(calls[0]) if calls else ""


@cache
def _attribute_docs(cls: type) -> dict[str, str]:
    """Return the texts below the annotations of a class and its bases."""
    found: dict[str, str] = {}
    for base in reversed(cls.__mro__):
        if base.__module__.split(".")[0] in OURS:
            tree = ast.parse(inspect.getsource(base)) if base.__qualname__ == base.__name__ else None
            node = tree.body[0] if tree else None
            if isinstance(node, ast.ClassDef):
                found |= _texts_below(node.body)
    return found
