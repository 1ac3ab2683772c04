"""Write the pages of docs/reference, each with its entries; the build of the site does so at its start.

    python tools/reference.py [FOLDER]      # default: docs/reference

A page says which names are on it and adds what autodoc cannot know. Pages that are up to date are left alone,
so that a build reads again only what has changed.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from page_text import table
from reference_entries import (
    DECLARED,
    ROOT,
    Entry,
    class_entries,
    data,
    entries,
    rules_in_use,
    shared,
)
from unit_tables import constants_page, units_page

__all__ = ["NOTICE", "pages", "write"]

FOLDER = ROOT / "docs/reference"
NOTICE = "<!-- written by tools/reference.py when the site is built -->"


class Page(NamedTuple):
    """A page: where it is, its title, its module, its introduction, and sections of entries."""

    path: str
    title: str
    module: str
    introduction: str
    sections: list[tuple[str, list[Entry]]]
    first: bool = True
    """Whether the module is documented here, or only some of its names."""

    def text(self) -> str:
        """Return the page as MyST; the entries are reStructuredText, as docstrings are."""
        directive = "module" if self.first else "currentmodule"
        lines = [f"# {self.title}", "", NOTICE, "", self.introduction, ""]
        lines += [f"```{{py:{directive}}} {self.module}", "```", ""]
        for title, found in self.sections:
            lines += [f"## {title}", ""] if title else []
            lines += ["````{eval-rst}", *(each.text() for each in found), "````", ""] if found else []
        return "\n".join(lines)


def pages() -> dict[str, str]:
    """Return the text of every generated page by its path below docs/reference."""
    found = [*_top(), *_classes(), *_chapters("brainunit.math"), *_chapters("brainunit.lax")]
    found += [*_modules(), *_alone(), _authors()]
    texts = {f"{page.path}.md": page.text() for page in found}
    return texts | {"rules.md": _rules(), "units.md": units_page(), "constants.md": constants_page()}


def write(folder: Path) -> None:
    """Write the pages that differ from what is there, and remove those that are no longer made."""
    made = pages()
    for name, text in made.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    for path in folder.rglob("*.md"):
        if path.relative_to(folder).as_posix() not in {*made, "index.md"}:
            path.unlink()


def links(module: str, names: Iterable[str]) -> str:
    """Return names of a module as links to their entries."""
    return ", ".join(f"{{py:obj}}`{name} <{module}.{name}>`" for name in names)


# ---------------------------------------------------------------- the top level

# Sections of the top level by where the functions are, and the names that the sections hold.
TOP = {
    "What a value is": ("bu_array.accessors", "bu_array.text"),
    "Checks": ("bu_array.checks",),
    "Temperatures": ("bu_array.temperatures",),
    "Solvers": ("bu_array.bridge", "bu_units.products"),
    "Across dimensions": ("bu_array.equivalencies", "bu_units.equivalencies"),
    "Units and dimensions": ("bu_units",),
    "Array libraries": ("bu_dispatch",),
}
ERRORS = (
    "BackendError",
    "DimensionMismatchError",
    "KindMismatchError",
    "UnitMismatchError",
    "UnitParseError",
)
DECORATORS = ("assign_units", "check_dims", "check_units", "converts")
CLASSES = ("Quantity", "Unit", "Dimension", "CustomArray")


def _top() -> Iterator[Page]:
    facade = import_module("brainunit")
    elsewhere = {*ERRORS, *DECORATORS, *CLASSES, "math"}
    names = [
        name for name in sorted({*facade.__all__, *facade._LATER}, key=str.lower) if name not in elsewhere
    ]
    sections: dict[str, list[str]] = {title: [] for title in (*TOP, "Further")}
    for name in names:
        module = getattr(getattr(facade, name), "__module__", "") or ""
        title = next((title for title, owners in TOP.items() if module.startswith(owners)), "Further")
        sections[title].append(name)
    constants = [
        data(f"brainunit.{name}", f"The same as :py:data:`brainunit.constants.{constant}`.")
        for name, constant in sorted(facade._CONSTANTS.items())
    ]
    found = [(title, list(entries("brainunit", each))) for title, each in sections.items() if each]
    introduction = (
        "Functions of `brainunit` itself. The classes, decorators and errors have pages of their own, and"
        " so have [the units](units.md) and [the constants](constants.md)."
    )
    yield Page(
        "top", "Top level", "brainunit", introduction, [*found, ("Constants at the top level", constants)]
    )
    introduction = "Say the units of the arguments and results of a function once, at its head."
    found = [("", list(entries("brainunit", DECORATORS)))]
    yield Page("decorators", "Decorators", "brainunit", introduction, found, first=False)
    introduction = (
        "What is raised, and what it says; the [guide](../guide/errors.md) says what to do about each."
    )
    found = [("", list(entries("brainunit", ERRORS)))]
    yield Page("errors", "Errors", "brainunit", introduction, found, first=False)


# ---------------------------------------------------------------- classes

OPERATORS = [
    ("`q + r`, `q - r`", "The unit of the left operand; the right one is converted to it."),
    ("`q * r`, `q @ r`", "The product of the units."),
    ("`q / r`", "The quotient of the units; a plain number where the dimensions cancel."),
    ("`q // r`, `divmod(q, r)`", "A plain number for one dimension, else the quotient of the units."),
    ("`q % r`", "The unit of the left operand."),
    ("`q ** n`", "The unit to the power, which is one number."),
    ("`-q`, `+q`, `abs(q)`, `round(q, n)`", "The unit of the operand."),
    ("`q == r`, `q != r`", "No unit; another dimension is unequal and no error."),
    ("`q < r`, `q <= r`, `q > r`, `q >= r`", "No unit; one dimension is needed."),
    ("`q & r`, `q \\| r`, `q ^ r`, `q << n`, `q >> n`", "No unit; operands are pure numbers."),
    ("`q[i]`, `for x in q`", "The unit of the quantity."),
    ("`q[i] = r`", "The unit of the quantity; `r` is converted to it."),
    ("`q += r` and kin", "As the operator; in the array itself where its library allows that."),
    ("`float(q)`, `int(q)`, `complex(q)`, `operator.index(q)`", "For a pure number only."),
]


def _classes() -> Iterator[Page]:
    facade = import_module("brainunit")
    head, *members = class_entries("brainunit", "Quantity", facade.Quantity)
    titles = ("Properties", "Unit and array library", "Methods of its array", "Changed elements")
    sections: dict[str, list[Entry]] = {"": [head], **{title: [] for title in titles}}
    for each in members:
        sections[_kind(each)].append(each)
    at = import_module("bu_array._quantity.at")
    sections["Changed elements"] += class_entries("bu_array._quantity.at", "AtIndex", at.AtIndex)
    operators = table(["operation", "unit of the result"], OPERATORS)
    introduction = "A quantity is an array, the mantissa, times a unit.\n\n" + "\n".join(operators)
    yield Page("quantity", "Quantity", "brainunit", introduction, [*sections.items()], first=False)
    for name, introduction in {
        "Unit": "A unit is a dimension and an exact size. Units are made by multiplication, from text, or by"
        " [name](units.md).",
        "Dimension": "A dimension is what units of one kind share: a product of powers of base dimensions.",
    }.items():
        found = list(entries("brainunit", [name]))
        yield Page(name.lower(), name, "brainunit", introduction, [("", found)], first=False)


def _kind(member: Entry) -> str:
    name = member.name.rpartition(".")[2]
    if member.directive != "automethod":
        return "Properties"
    if name in {"fill", "put", "resize"} or name.startswith("scatter"):
        return "Changed elements"
    conversions = import_module("bu_array._quantity.conversions").Conversions
    return "Unit and array library" if hasattr(conversions, name) else "Methods of its array"


# ---------------------------------------------------------------- modules of functions


def _chapters(module: str) -> Iterator[Page]:
    """Yield a page for each chapter of a module, and one that lists them."""
    public, short = import_module(module), module.rpartition(".")[2]
    chapters: dict[str, list[str]] = {}
    for name in dir(public):
        value = getattr(public, name)
        if name in public.__all__ or _chapter(module, value):
            chapters.setdefault(_chapter(module, value) or "dtypes", []).append(name)
        elif isinstance(value, type):  # a dtype that is imported at first use
            chapters["dtypes"].append(name)
    found = {
        chapter: (
            inspect.getdoc(import_module(f"{DECLARED[module]}.{chapter}")) or "",
            list(entries(module, names)),
        )
        for chapter, names in (
            (chapter, _ordered(module, names)) for chapter, names in sorted(chapters.items())
        )
    }
    helpers = [*getattr(public, "_HELPERS", ())]
    if helpers:
        text = "Helpers of the top level that are in this module too."
        found["helpers"] = text, [_helper(each) for each in entries(module, sorted(helpers))]
    lines, files = [], []
    for chapter, (text, listed) in found.items():
        title = chapter.replace("_", " ").capitalize()
        introduction = f"```{{eval-rst}}\n{text}\n```"
        yield Page(
            f"{short}/{chapter}", f"{title}: {module}", module, introduction, [("", listed)], first=False
        )
        lines.append(
            [f"[{title}]({chapter}.md)", links(module, [each.name.rpartition(".")[2] for each in listed])]
        )
        files.append(f"{title} <{chapter}.md>")
    contents = ["```{toctree}", ":hidden:", *files, "```"]
    introduction = "\n".join([MODULES[short], "", *table(["chapter", "names"], lines), "", *contents])
    yield Page(f"{short}/index", module, module, introduction, [])


def _helper(entry: Entry) -> Entry:
    name = entry.name.rpartition(".")[2]
    same = f"The same as :py:obj:`brainunit.{name}`."
    return entry._replace(parts=(same, *entry.parts))


def _chapter(module: str, value: Any) -> str:
    """Return the chapter of a module that a value is defined in; "" for what is defined elsewhere."""
    package = f"{DECLARED[module]}."
    where = str(getattr(value, "__module__", "") or "")
    return where.removeprefix(package).split(".")[0] if where.startswith(package) else ""


def _ordered(module: str, names: Iterable[str]) -> list[str]:
    """Return names in the order of the alphabet, second names behind the first."""

    def key(name: str) -> tuple[str, bool, str]:
        own = str(getattr(getattr(import_module(module), name), "__name__", name))
        first = own if own in names else name
        return first.lower(), first != name, name

    return sorted(names, key=key)


def _modules() -> Iterator[Page]:
    for name in (*MODULES,):
        if name in ("math", "lax"):  # these have a page for each chapter
            continue
        module = f"brainunit.{name}"
        public = import_module(module)
        exported = dir(public) if name == "systems" else public.__all__
        names = [each for each in exported if not each.startswith("_")]
        names = [each for each in names if not inspect.ismodule(getattr(public, each))]
        sections: dict[str, list[str]] = {}
        for each in _ordered(module, names):
            chapter = _chapter(module, getattr(public, each)) if name == "linalg" else ""
            sections.setdefault(chapter.capitalize(), []).append(each)
        found = [(title, list(entries(module, each))) for title, each in sorted(sections.items())]
        yield Page(name, module, module, MODULES[name], found)


MODULES = {
    "math": "Functions of arrays and quantities on every array library, by chapters. `linalg` and `fft` are"
    " here too: {py:mod}`brainunit.linalg`, {py:mod}`brainunit.fft`.",
    "lax": "The functions of `jax.lax` on quantities, by chapters; they run on jax alone. A quantity of"
    " another library is refused with the conversion to call.",
    "linalg": "Products, decompositions, equations and norms of matrices, with the unit of each result.",
    "fft": "Fourier transforms. A transform multiplies by the unit of time, its inverse divides by it; with"
    " `dt=` samples are that far apart, in value and unit.",
    "autograd": "Derivatives by jax of functions of quantities: the unit of the value per unit of the argument.",
    "sparse": "Sparse matrices with entries in a unit, on jax.",
    "custom_array": "A base for classes that hold an array or a quantity, and functions that take it out."
    " In the examples of its methods `Recording` is the class of the first example.",
    "torch": "What only torch has, with units: loops and branches, files. {py:mod}`brainunit.torch.nn` has parameters,"
    " {py:mod}`brainunit.torch.autograd` derivatives; the chapter on [torch](../backends/torch.md) shows them at"
    " work. Loaded with torch, of the extra `torch`.",
    "torch.nn": "Quantities in a torch.nn.Module: what is trained, and what goes along.",
    "torch.autograd": "Derivatives by torch of functions of quantities: the unit of the value per unit of the"
    " argument.",
    "random": "Random quantities, from a Generator of numpy, a key of jax or a Generator of torch: the distributions of"
    " numpy's Generator, with the unit of the samples.",
    "typing": "Annotations that say the unit or the dimension of a quantity; see the chapter of the"
    " [guide](../guide/index.md).",
    "io": "Files of quantities: HDF5, zarr, netCDF and numpy's archives, by the ending of the name; see the"
    " chapter on [files](../guide/files.md).",
    "systems": "Systems of units: base units, and the units that follow from them.",
}

# ---------------------------------------------------------------- for authors of libraries


def _alone() -> Iterator[Page]:
    for package, introduction in ALONE.items():
        public = import_module(package)
        same = sorted((n for n in public.__all__ if shared(n) == package), key=str.lower)
        own = [n for n in public.__all__ if n not in same and not inspect.ismodule(getattr(public, n))]
        text = f"{introduction}\n\nThe same objects as in `brainunit`, and described there: {links(package, same)}."
        sections = [("", list(entries(package, sorted(own, key=str.lower))))]
        if package == "bu_dispatch":
            marks = [
                f"- ``{mark}``: {what}" for mark, _, what in (m.partition(": ") for m in _testing().MARKS)
            ]
            said = inspect.getdoc(_testing()) or "", "\n".join(marks)
            sections.append(("Tests on every library", [data("bu_dispatch.testing.MARKS", *said)]))
        else:
            found = list(entries("bu_units.constants", ["Constant", "constant_names"]))
            sections.append(("Exact constants", found))
        yield Page(package, f"{package} alone", package, text, sections)


ALONE = {
    "bu_units": "Units without arrays, to be used without the other packages: it needs nothing but Python."
    " Its modules `names`, `si`, `systems` and `constants` are those of `brainunit`, but for `constants`,"
    " which has exact numbers.",
    "bu_dispatch": "Array libraries behind one interface, to be used without the other packages; it knows no"
    " units.",
}


def _testing() -> Any:
    return import_module("bu_dispatch.testing")


def _authors() -> Page:
    """Return the page of what packages of functions are made with: the public names of two packages."""
    sections = []
    for package in ("bu_array.core", "bu_array.declare"):
        public = import_module(package)
        # What annotations name, `Array`, is described under brainunit.typing.
        names = [name for name in public.__all__ if name not in import_module("brainunit.typing").__all__]
        sections.append((package, list(entries(package, sorted(names, key=str.lower)))))
    return Page("authors", "For authors of libraries", "bu_array", AUTHORS, sections)


AUTHORS = """\
What a package of functions needs that lives beside these and is versioned apart, as `bu_jax` does: these
names are public, and change as the version numbers promise. [Adding a function](../design/adding-a-function.md)
shows them at work; [For authors of libraries](../start/for-libraries.md) is about libraries that only use quantities.

| package | for |
|---|---|
| `bu_array.core` | the unit rules, and where mantissas and units meet |
| `bu_array.declare` | declaring a function: its rule, its signature, its body |
| [`bu_dispatch`](bu_dispatch.md) | array libraries, without units |
| [`bu_units`](bu_units.md) | units, without arrays |"""


def _rules() -> str:
    rows = []
    for text, names in sorted(rules_in_use().items(), key=lambda item: (-len(item[1]), item[0])):
        rows.append([text, ", ".join(f"{{py:obj}}`{n.removeprefix('brainunit.')} <{n}>`" for n in names)])
    lines = ["# Unit rules", "", NOTICE, "", RULES_INTRODUCTION, ""]
    return "\n".join([*lines, *table(["what becomes of the units", "functions"], rows), ""])


RULES_INTRODUCTION = """\
What becomes of the units in a function is a rule, and the functions under it are declared with it. A
"pure number" has no unit, or one of dimension one, whose size is multiplied in: 1 mV/V counts as 0.001."""


if __name__ == "__main__":
    write(Path(sys.argv[1]) if sys.argv[1:] else FOLDER)
