"""Write the files that follow from the declarations; with ``--check`` say which are out of date.

    python tools/gen.py [--check]      # exit status 1 when --check finds a difference

Generated: the sizes of the units, the stubs of their names, the exports of `bu_array.math` and
`bu_jax.lax`, the stubs of `brainunit`, of the constants and of what is made of the records of libraries, and
in docs/ the data of the explorer and the pages of measurements. The reference is made when the site is built
(tools/reference.py).
"""

from __future__ import annotations

import argparse
import ast
import json
import keyword
import re
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

from page_text import NOTICE, cell, table

ROOT = Path(__file__).resolve().parent.parent
MATH = ROOT / "packages/bu-array/src/bu_array/math"
LINALG = ROOT / "packages/bu-array/src/bu_array/linalg"
LAX = ROOT / "packages/bu-jax/src/bu_jax/lax"
# The modules of declared functions: what the reference calls them, and where they are.
MODULES = {"math": "bu_array.math", "linalg": "bu_array.linalg", "fft": "bu_array.fft", "lax": "bu_jax.lax"}
# Functions of no array.
PLAIN = {
    "set_exprel_order",
    *"finfo iinfo isdtype isscalar issubdtype can_cast result_type get_promote_dtypes".split(),
    "broadcast_shapes",
    "tree_ones_like",
    "tree_zeros_like",
    "piecewise",
}


def sizes() -> str:
    """Return bu_units/_sizes.py: what the definitions of the catalogue's rows come to, worked out anew."""
    registry = import_module("bu_units._registry")
    for known in (registry.SIZES, registry._sizes, registry._units):
        known.clear()
    lines = [
        '"""Dimension and magnitude of each row of the catalogue, read from its definition.',
        "",
        "Exponents of base dimensions, and of primes (0 stands for pi); a fraction is a text.",
        '"""',
        "",
        f"# {NOTICE}",
        "",
        "from __future__ import annotations",
        "",
        "Pairs = tuple[tuple[object, int | str], ...]",
        "",
        "SIZES: dict[str, tuple[Pairs, Pairs]] = {",
    ]
    for row in registry.ROWS:
        if not row.definition.startswith("["):
            dimension, size = registry._defined(row)
            found = tuple(_exponents(dimension.order)), tuple(_exponents(size.parts))
            lines += [f"    {json.dumps(row.names)}: {str(found).replace(chr(39), chr(34))},"]
    return "\n".join([*lines, "}"]) + "\n"


def _exponents(pairs: Iterable[tuple[object, Any]]) -> Iterable[tuple[object, int | str]]:
    for base, power in pairs:
        yield base, power.numerator if power.denominator == 1 else str(power)


def unit_names_stub() -> str:
    """Return bu_units/names.pyi: every unit by name, for editors and mypy."""
    kinds = dict.fromkeys(import_module("bu_units").attribute_names(), "Unit")
    for name in import_module("bu_units._scale_rows").scale_names():
        kinds[name] = type(import_module("bu_units").parse_unit(name)).__name__
    lines = [f"# {NOTICE}", "from bu_units import LevelUnit, PointUnit, Unit", "", "UNITLESS: Unit"]
    return "\n".join([*lines, *(f"{name}: {kind}" for name, kind in sorted(kinds.items()))]) + "\n"


def si_stub() -> str:
    """Return bu_units/si.pyi: the units of the SI by name and symbol, but for the keyword ``as``."""
    names = [name for name in import_module("bu_units._registry").si_names() if not keyword.iskeyword(name)]
    lines = [f"# {NOTICE}", "from bu_units._unit import Unit", "", "__all__: list[str]"]
    return "\n".join([*lines, *(f"{name}: Unit" for name in names)]) + "\n"


def exports(folder: Path) -> str:
    """Return the ``__init__.py`` of a package of chapters: the functions of all of them."""
    init = folder / "__init__.py"
    docstring = ast.get_docstring(ast.parse(init.read_text("utf-8")))
    chapters = {path.stem: _all_of(path) for path in sorted(folder.glob("*.py")) if path.stem[0] != "_"}
    lazy = {path.stem: _list_in(path, "LAZY") for path in sorted(folder.glob("*.py"))}
    quotes = '\n"""' if "\n" in str(docstring) else '"""'
    lines = [f'"""{docstring}{quotes}', "", f"# {NOTICE}", "", "from __future__ import annotations", ""]
    if any(lazy.values()):
        lines += ["from typing import TYPE_CHECKING, Any", ""]
        lines += [f"from . import {chapter}" for chapter, names in lazy.items() if names]
    for chapter, names in chapters.items():
        lines += [f"from .{chapter} import (", *(f"    {name}," for name in _sorted(names)), ")"]
    every = _sorted(name for names in chapters.values() for name in names)
    lines += ["", "__all__ = [", *(f'    "{name}",' for name in every), "]"]
    for chapter, found in lazy.items():
        if found:
            lines += ["", "if TYPE_CHECKING:", *(f"    {name}: Any" for name in _sorted(found)), "else:", ""]
            lines += ["    def __getattr__(name):", f"        return getattr({chapter}, name)"]
    return "\n".join(lines) + "\n"


def _all_of(path: Path) -> list[str]:
    """Return the ``__all__`` of a source file."""
    names = _list_in(path, "__all__")
    if names is None:
        raise SystemExit(f"{path} has no __all__")
    return names


def _list_in(path: Path, variable: str) -> list[str] | None:
    """Return a list of names that a source file assigns."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == variable:
            return list(ast.literal_eval(node.value))
    return None


def _sorted(names: Iterable[str]) -> list[str]:
    """Sort as ruff does: constants, classes, the rest, each in natural order."""

    def key(name: str) -> tuple[int, list[tuple[int, int, str]]]:
        kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
        parts = [(0, int(p), "") if p.isdigit() else (1, 0, p) for p in re.split(r"(\d+)", name) if p]
        return kind, parts

    return sorted(names, key=key)


def facade_stub() -> str:
    """Return brainunit/__init__.pyi: the public names with the types they have where they are defined."""
    source = (ROOT / "packages/brainunit/src/brainunit/__init__.py").read_text("utf-8")
    lines = [f"# {NOTICE}"]
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("bu_"):
            names = ", ".join(f"{alias.name} as {alias.name}" for alias in node.names)
            lines.append(f"from {node.module} import {names}")
    tests = import_module("brainunit")._ARRAY_TESTS
    lines.append(f"from bu_dispatch import {', '.join(f'{name} as {name}' for name in tests)}")
    later = import_module("brainunit")._LATER
    lines += [f"from {module} import {name} as {name}" for name, module in later.items()]
    lines.append("from bu_units.names import *")
    # The facade's `si` and `systems` pass names on as Any; the modules behind them have stubs.
    from_units = ("si", "systems")
    lines.append(f"from bu_units import {', '.join(f'{name} as {name}' for name in from_units)}")
    submodules = _sorted({"math", *import_module("brainunit")._SUBMODULES} - {*from_units})
    lines.append(f"from . import {', '.join(f'{name} as {name}' for name in submodules)}")
    lines += ["", *(f"{name}: Quantity" for name in import_module("brainunit")._CONSTANTS)]
    return "\n".join([*lines, "", "__version__: str", "__version_info__: tuple[int, ...]"]) + "\n"


def facade_math_stub() -> str:
    """Return brainunit/math.pyi: the functions, the lazy dtypes and the helpers, with their types."""
    facade = import_module("brainunit.math")
    lazy = _sorted(_list_in(MATH / "dtypes.py", "LAZY") or [])
    helpers = [name for name in facade._HELPERS if hasattr(import_module("brainunit"), name)]
    lines = [f"# {NOTICE}", "from bu_array.math import *"]
    for module, names in (("bu_array.math", ["__all__", *lazy]), ("brainunit", helpers)):
        lines.append(f"from {module} import {', '.join(f'{name} as {name}' for name in names)}")
    lines.append(f"from . import {', '.join(f'{name} as {name}' for name in facade._SUBMODULES)}")
    return "\n".join(lines) + "\n"


def membership_stub() -> str:
    """Return bu_dispatch/_membership.pyi: ``is_<name>_array`` for each record."""
    dispatch = import_module("bu_dispatch")
    names = sorted(f"is_{record.name}_array" for record in dispatch.builtin_backends())
    lines = [
        f"# {NOTICE}",
        "from collections.abc import Callable",
        "",
        "__all__ = [",
        *(f'    "{name}",' for name in names),
        "]",
        "",
        "def of_another_package(name: str) -> Callable[[object], bool] | None: ...",
    ]
    for name in names:
        doc = getattr(dispatch, name).__doc__
        lines += [f"def {name}(x: object) -> bool:", f'    """{doc}"""']
    return "\n".join(lines) + "\n"


# Other libraries of units that bu-interop names, with the options of ``q.to_<name>()``.
NEIGHBOURS = {
    "astropy": "",
    "pint": ", *, registry: Any = None",
    "quantities": "",
    "saiunit": "",
    "unxt": "",
    "unyt": "",
}


def libraries_stub() -> str:
    """Return bu_array/_quantity/libraries.pyi: ``to_<name>`` for each record, with its options."""
    lines = [
        f"# {NOTICE}",
        "from typing import Any",
        "",
        "from .quantity import Quantity",
        "",
        "class Libraries:",
        "    __slots__ = ()",
    ]
    libraries = import_module("bu_array._quantity.libraries").Libraries
    records = import_module("bu_dispatch").builtin_backends()
    for record in sorted(records, key=lambda record: str(record.name)):
        options = ", ".join(f"{name}: Any = {default!r}" for name, default in record.options.items())
        doc = getattr(libraries, f"to_{record.name}").__doc__
        lines += [f"    def to_{record.name}(self, *, {options}) -> Quantity:", f'        """{doc}"""']
    writer_to = import_module("bu_array.core.foreign").writer_to
    for name, options in NEIGHBOURS.items():
        doc = writer_to(name).__doc__
        lines += [f"    def to_{name}(self{options}) -> Any:", f'        """{doc}"""']
    return "\n".join(lines) + "\n"


def other_texts_page() -> str:
    """Return docs/guide/other-texts.md: what becomes of the texts that other libraries read."""
    return str(import_module("other_texts").texts_page())


def constants_stub() -> str:
    """Return the stub of `bu_array.constants`: every constant by name. That of the facade passes it on."""
    module = import_module("bu_array.constants")
    names = [name for name in dir(module) if name not in module.__all__]
    lines = [f"# {NOTICE}", "from bu_array import Quantity"]
    lines.append(f"from bu_units.names import {', '.join(f'{name} as {name}' for name in module.__all__)}")
    return "\n".join([*lines, "", *(f"{name}: Quantity" for name in names)]) + "\n"


def facade_constants_stub() -> str:
    """Return brainunit/constants.pyi."""
    return f"# {NOTICE}\nfrom bu_array.constants import *\n"


def _summary(library: str, result: Any, signs: Any) -> list[Any]:
    """Return the row of a library: functions by how they run, and the calls behind that."""
    refused = sum(result["refused"].values())
    functions = [len(result.get(status, ())) for status in signs]
    counts = [result["calls"], result["calls"] - refused, refused]
    return [library, result["version"], result["device"], *functions, *counts]


def support_page() -> str:
    """Return docs/backends/support.md: what runs on which library, as measured."""
    measured = json.loads((ROOT / "docs/backends/support.json").read_text("utf-8"))
    on_gpu = ROOT / "docs/backends/gpu.json"
    gpu = json.loads(on_gpu.read_text("utf-8")) if on_gpu.exists() else {}
    columns = {**measured, **{f"{name} (GPU)": result for name, result in gpu.items()}}
    signs = {"yes": "yes", "partly": "partly", "no": "-"}
    names = sorted(
        {name for result in columns.values() for status in signs for name in result.get(status, ())}
    )
    lines = ["# What runs where", "", f"<!-- {NOTICE} -->", "", SUPPORT_INTRODUCTION, ""]
    head = ["library", "version", "device", *signs, "calls", "equal", "refused"]
    lines += table(head, (_summary(library, result, signs) for library, result in columns.items()))
    if not gpu:
        lines += ["", "cupy, and jax and torch on CUDA: not yet run on a GPU."]
    rows = (
        (
            f"`{cell(name)}`",
            *(
                next((sign for status, sign in signs.items() if name in result.get(status, ())), "")
                for result in columns.values()
            ),
        )
        for name in names
    )
    lines += ["", *table(["function", *columns], rows), "", "## Why not", ""]
    for library, result in columns.items():
        notes = (f"- `{cell(n)}`: {cell(why)}" for n, why in result["notes"].items())
        lines += [f"### {library}", "", *notes, ""]
    return "\n".join([*lines, *_array_api()])


def _array_api() -> list[str]:
    """Return what the array API standard's tests and its programs say of the namespaces, as measured."""
    suite = json.loads((ROOT / "docs/backends/array_api.json").read_text("utf-8"))
    lines = ["## The array API", "", ARRAY_API_INTRODUCTION, ""]
    words = ("passed", "failed", "skipped")
    head = ["library", "version", *(f"{word}, {kind}" for kind in ("quantities", "bare") for word in words)]
    rows = [
        [
            name,
            found["version"],
            *(found[kind].get(word, 0) for kind in ("quantities", "bare") for word in words),
        ]
        for name, found in suite.items()
    ]
    lines += [*table(head, rows), "", PROGRAMS_INTRODUCTION, ""]
    measured = json.loads((ROOT / "docs/backends/array_api_programs.json").read_text("utf-8"))
    outcomes = measured["outcomes"]
    reasons: dict[str, str] = {}
    calls = [(consumer, call) for consumer, found in outcomes["numpy"].items() for call in found]
    rows = []
    for consumer, call in calls:
        found = {library: outcomes[library][consumer][call] for library in outcomes}
        signs = (
            "yes" if text == "yes" else "bare too" if text.startswith("bare") else "-"
            for text in found.values()
        )
        rows.append([f"`{consumer}.{cell(call)}`", *signs])
        reasons |= {
            cell(text): f"`{consumer}.{cell(call)}`"
            for text in found.values()
            if text[:4] not in ("yes", "bare")
        }
    versions = ", ".join(f"{name} {number}" for name, number in measured["versions"].items())
    lines += [*table([versions, *outcomes], rows), "", "Why not, each reason once:", ""]
    return [*lines, *(f"- {call}: {text}" for text, call in reasons.items()), ""]


def walk_page() -> str:
    """Return docs/backends/walk.md: what numpy and scipy do with quantities, as measured."""
    measured = json.loads((ROOT / "docs/backends/walk.json").read_text("utf-8"))
    columns = ("functions", "accepting", "calls", "equal", "known", "refused")
    rows = {name: [counts.get(key, 0) for key in columns] for name, counts in measured["chapters"].items()}
    rows["all"] = [sum(column) for column in zip(*rows.values(), strict=True)]
    versions = f"numpy {measured['numpy']}, scipy {measured['scipy']}"
    lines = ["# All of numpy and scipy", "", f"<!-- {NOTICE} -->", "", WALK_INTRODUCTION, ""]
    head = [versions, "functions", "that accept", "calls", "equal", "as written", "refused"]
    lines += table(head, ([name, *counts] for name, counts in rows.items()))
    lines += ["", "## As written", "", WALK_KNOWN, ""]
    lines += [f"- {why}: `{cell(', '.join(calls))}`" for why, calls in measured["known"].items()]
    lines += ["", "## Left out", ""]
    lines += [
        f"- {why}: {', '.join(f'`{name}`' for name in names)}" for why, names in measured["left out"].items()
    ]
    slow = ", ".join(f"`{call}`" for call in measured["slow"])
    lines += [f"- stopped after two seconds of computing: {slow}"] if slow else []
    return "\n".join([*lines, ""])


NEIGHBOURS_INTRODUCTION = """\
Small programs with quantities in other people's libraries, run by `tools/neighbours.py` with the versions named here.
"kept": the result has its unit, and the right value; "refused": an error, whose text stands behind; "lost" would be a
bare result, of which there is none. A refusal is right where nothing is to be had, `np.asarray(q)` say."""
FOREIGN_INTRODUCTION = """\
Every unit of the other libraries, taken here and back, by `tools/foreign_units.py`: "by name" equals a named unit
here, "as a number" is an exact number of base units, "came back" is of the size that it went with, and what has no
counterpart is refused by name. The last columns are the names that brainunit's catalogue has for units, without their
prefixes: those that the other library has a unit for, and those that come back exactly equal; the rest came back with a
size that float64 rounds, which is all that the library holds."""


def neighbours_page() -> str:
    """Return docs/backends/neighbours.md: what became of units in other people's libraries, as measured."""
    measured = json.loads((ROOT / "docs/neighbours.json").read_text("utf-8"))
    lines = ["# Other people's libraries", "", f"<!-- {NOTICE} -->", "", NEIGHBOURS_INTRODUCTION, ""]
    rows = []
    for name, found in measured.items():
        answers = [answer.partition(":")[0] for answer in found["programs"].values()]
        counts = (answers.count(answer) for answer in ("kept", "refused", "lost"))
        rows.append([name, found["version"], len(answers), *counts])
    rows.append(["all", "", *(sum(row[column] for row in rows) for column in range(2, 6))])
    lines += table(["neighbour", "version", "programs", "kept", "refused", "lost"], rows)
    lines += ["", "## Every unit, there and back", "", FOREIGN_INTRODUCTION, "", *_foreign_units()]
    for name, found in measured.items():
        lines += ["", f"## {name}", ""]
        lines += table(
            ["program", "unit", "says"],
            ([f"`{cell(title)}`", *_answer_of(answer)] for title, answer in found["programs"].items()),
        )
    return "\n".join([*lines, ""])


def _answer_of(answer: str) -> list[str]:
    kind, _, text = answer.partition(": ")
    return [kind, f"`{cell(text)}`" if text else ""]


def _foreign_units() -> list[str]:
    measured = json.loads((ROOT / "docs/foreign-units.json").read_text("utf-8"))
    head = "library,version,units,by name,as a number,refused,came back,wrong,names here,there,back equal"
    rows = []
    for name, found in measured.items():
        here, there = found["from"], found["to"]
        counts = [
            here["all"],
            here["named"],
            here["numbers"],
            len(here["refused"]),
            here["back"],
            len(here["wrong"]),
        ]
        rows.append([name, found["version"], *counts, there["all"], there["there"], there["back"]])
    return table(head.split(","), rows)


def torch_functions_page() -> str:
    """Return docs/backends/torch-functions.md: what each function of torch does to units."""
    return str(import_module("torch_functions").torch_functions_page())


def ecosystem_page() -> str:
    """Return docs/ecosystem.md: what the libraries that live on brainunit say of this one, as measured."""
    measured = json.loads((ROOT / "docs/ecosystem.json").read_text("utf-8"))
    libraries = measured["libraries"]
    lines = ["# The ecosystem", "", f"<!-- {NOTICE} -->", "", ECOSYSTEM_INTRODUCTION, ""]
    words = ("passed", "failed", "skipped")
    rows = (
        (
            name,
            result["version"],
            *(result.get(word, "not yet run") for word in words),
            *(result["reference"][word] for word in words[:2]),
        )
        for name, result in sorted(libraries.items())
    )
    lines += table(["library", "version", *words, "passed with its own", "failed with its own"], rows)
    for name, result in sorted(libraries.items()):
        reasons = {test: result["reasons"].get(test, "") for test in result.get("failures", ())}
        if reasons:
            lines += ["", f"## {name}", "", *(f"- `{test}`: {why}" for test, why in reasons.items())]
        if "note" in result:
            lines += ["", result["note"]]
    lines += ["", "## Others", "", "Run by hand, without a run on another brainunit beside it:", ""]
    lines += [
        f"- {name} {result['version']}: {result['passed']} passed, {result['failed']} failed, "
        f"{result['skipped']} skipped; {result['note']}"
        for name, result in sorted(measured["others"].items())
    ]
    return "\n".join([*lines, ""])


def explorer_data() -> str:
    """Return docs/explorer/assets/explorer-data.js: the catalogue for the Unit explorer."""
    return str(import_module("explorer").explorer_data())


WALK_INTRODUCTION = """\
Measured: every public function of numpy and scipy is called with vectors, matrices, numbers, lists, masked
arrays and functions, once in volts and once with the same physical values in millivolts, a quantity at each
place in turn, and at each option. What is accepted must be the same quantity both times, and a bare result the
same numbers; so must be what is written into the arguments, and what an object holds that is made of them.
Nearly all of scipy makes arrays of its arguments first, which refuses what would lose its unit: these calls are
counted as refused, and want `.to_decimal(unit)`. No call differs but those "as written", whose reasons stand below.
`hatch run walk` measures it anew, each night a test."""

WALK_KNOWN = """\
The answer depends on the unit of writing, and that is the question: a quantity in volts has other whole numbers than
one in millivolts. The patterns are of names and kinds of arguments."""

ECOSYSTEM_INTRODUCTION = """\
brainstate, brainevent and braintools import `brainunit`. Their own tests, as they ship in the wheels of
the registry, run here on this brainunit, in place of the release that each was made with:
`hatch run downstream` runs a sample, `hatch run downstream-all` everything and writes the numbers of
this page. "With its own": what the same tests say with the brainunit they were released with."""


SUPPORT_INTRODUCTION = """\
Measured, not written: each function and method is called on each library with and without units, in
float32, float64 and, where they have a meaning, complex numbers, on arrays of three axes, of none and
without elements; value, unit, shape, kind of dtype and precision are compared with numpy's. "partly": some of
these calls are refused with a BackendError, "-": all are; the reasons stand below the table. On dask nothing
is computed early; its arrays here have one chunk. With several, math does the same, while fft and
linalg want the chunks that dask's own functions ask for. ndonnx has no complex numbers."""

ARRAY_API_INTRODUCTION = """\
`q.__array_namespace__()` gives the functions of the [array API standard](../guide/array-api.md) on quantities. The
standard's own tests (array-api-tests, version 2025.12) run on these namespaces and on the bare libraries; on those
in the table no test fails on quantities that passes on the bare library."""

PROGRAMS_INTRODUCTION = """\
Functions of other libraries that follow the standard, called with quantities in mV: "yes": the values are those of the
bare numbers, and the units right; "-": refused; "bare too": refused with the library's bare arrays, too. scipy with
`SCIPY_ARRAY_API=1`, scikit-learn with `array_api_dispatch=True`. Functions that hand the numbers to compiled code
refuse, as numpy's `np.asarray(q)` does: a unit would be lost."""


def _declared() -> list[Any]:
    """Return the declarations of all packages."""
    for module in ("bu_jax", *MODULES.values()):
        import_module(module)
    declared: list[Any] = import_module("bu_array.declare.arrays").DECLARED
    return declared


def undeclared() -> list[str]:
    """Return the names that are exported or declared, but not both."""
    declared = {d.name for d in _declared()}
    modules = [import_module(module) for module in MODULES.values()]
    exported = {
        name for module in modules for name in module.__all__ if _is_function(name, getattr(module, name))
    }
    return sorted(declared ^ (exported - PLAIN))


def _is_function(name: str, value: object) -> bool:
    """Whether an exported name is a function's first; others are constants, dtypes and second names."""
    return callable(value) and not isinstance(value, type) and getattr(value, "__name__", name) == name


def main() -> int:
    """Write or check every generated file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")
    check = parser.parse_args().check
    # The exports first, from the sources alone: the packages import only once these are right.
    files: dict[str, Callable[[], str]] = {
        "packages/bu-array/src/bu_array/math/__init__.py": lambda: exports(MATH),
        "packages/bu-array/src/bu_array/linalg/__init__.py": lambda: exports(LINALG),
        "packages/bu-jax/src/bu_jax/lax/__init__.py": lambda: exports(LAX),
        "packages/bu-units/src/bu_units/_sizes.py": sizes,
        "packages/bu-units/src/bu_units/names.pyi": unit_names_stub,
        "packages/bu-units/src/bu_units/si.pyi": si_stub,
        "packages/bu-dispatch/src/bu_dispatch/_membership.pyi": membership_stub,
        "packages/bu-array/src/bu_array/_quantity/libraries.pyi": libraries_stub,
        "packages/brainunit/src/brainunit/__init__.pyi": facade_stub,
        "packages/brainunit/src/brainunit/math.pyi": facade_math_stub,
        "packages/bu-array/src/bu_array/constants.pyi": constants_stub,
        "docs/guide/other-texts.md": other_texts_page,
        "packages/brainunit/src/brainunit/constants.pyi": facade_constants_stub,
        "docs/backends/support.md": support_page,
        "docs/backends/walk.md": walk_page,
        "docs/backends/neighbours.md": neighbours_page,
        "docs/backends/torch-functions.md": torch_functions_page,
        "docs/ecosystem.md": ecosystem_page,
        "docs/explorer/assets/explorer-data.js": explorer_data,
    }
    stale = [name for name, text in files.items() if _differs(ROOT / name, text(), write=not check)]
    for name in stale:
        print(f"{'out of date' if check else 'written'}: {name}")
    wrong = undeclared()
    if wrong:
        print("declared or exported, not both:", ", ".join(wrong))
    return 1 if wrong or (stale and check) else 0


def _differs(path: Path, text: str, write: bool) -> bool:
    """Return whether a file differs from its text, which is written to it if asked for."""
    if path.exists() and path.read_text("utf-8") == text:
        return False
    if write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main())
