"""Examples of the reference where a docstring has none: programs whose results are worked out here.

Calls are those of tests-integration/support/calls.txt, which the sweep over the libraries runs too; members
of further classes are in reference_members.py, longer programs in reference_sessions.txt. Nearly all run on
numpy, and give the same where only numpy is installed. An example shows the arrays that it uses, and what the
interpreter prints. Where last digits or signs depend on the machine, as in decompositions, it shows rounded
numbers or puts the parts together again.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests-integration"))

from support.cases import CALLS, EXAMPLE_ARRAYS  # noqa: E402  # a package of the tests, which no one installs

from reference_members import DTYPES, HELD, MEMBERS, TYPED  # noqa: E402  # beside this file

__all__ = ["CALLS", "example", "of_docstring"]

# Where a class of the list of calls is, if not in brainunit.
OWNERS = {"AtIndex": "bu_array._quantity.at"}
SESSIONS = Path(__file__).with_name("reference_sessions.txt")
# Its methods are shown on the class that its own example defines.
HOLDER = "brainunit.custom_array.CustomArray"


@cache
def _programs() -> dict[str, str]:
    """Return the programs of the examples by full name: calls from the tables, and longer ones."""
    found: dict[str, str] = {}
    for name, _, shown in CALLS:
        if shown and name != "Quantity":  # the operators
            found.setdefault(f"{OWNERS.get(name.split('.')[0], 'brainunit')}.{name}", shown.replace("'", '"'))
    for owner, members in MEMBERS.items():
        for subject, uses in members:
            for use in uses.split():
                (name,) = re.findall(r"^\w+", use)
                found[f"{owner}.{name}"] = ast.unparse(ast.parse(f"{subject}.{use}")).replace("'", '"')
    for array, names in DTYPES.items():
        found |= {f"brainunit.math.{name}": f"{array}.astype(u.math.{name}).dtype" for name in names.split()}
    for name, unit in TYPED.items():
        found[f"brainunit.typing.{name}"] = DOUBLED.format(name=name, unit=unit)
    found |= _of_libraries() | _sessions()
    for name in {*import_module("brainunit.math")._HELPERS} & {*dir(import_module("brainunit"))}:
        program = found.get(f"brainunit.{name}", "")
        found[f"brainunit.math.{name}"] = program.replace(f"u.{name}", f"u.math.{name}")
    for name in import_module("brainunit")._CONSTANTS:
        found[f"brainunit.{name}"] = f"u.{name}"
    return found


def _of_libraries() -> dict[str, str]:
    """Return the programs of the names that are made of the records of libraries."""
    found = {}
    for record in import_module("bu_dispatch").builtin_backends():
        found[f"brainunit.is_{record.name}_array"] = f"u.is_{record.name}_array(np.ones(2))"
        found[f"brainunit.Quantity.to_{record.name}"] = (
            f">>> import {record.module}\n>>> q = np.array([3.0, -1.0, 2.0]) * u.mV\n"
            f">>> q.to_{record.name}().backend\n{record.name!r}"
        )
    return found


DOUBLED = """\
@u.typing.validate_units
def double(x: u.typing.{name}):
    return 2 * x
double(3.0 * {unit})"""


def _sessions() -> dict[str, str]:
    found: dict[str, str] = {}
    name = ""
    for line in SESSIONS.read_text("utf-8").splitlines():
        if line.startswith("    ") or (name and not line):
            found[name] += line[4:] + "\n"
        elif line and not line.startswith("#"):
            name = line
            found[name] = ""
    return {name: program.strip("\n") for name, program in found.items()}


def recorded() -> dict[str, str]:
    """Return the programs that are not run here: they need what not every machine has, or change it."""
    return {
        name: text
        for name, text in (_of_libraries() | _sessions()).items()
        if text.startswith((">>> ", "# "))
    }


@cache
def example(name: str) -> str:
    """Return an example of a public name, given in full, as a block of code; "" where there is none."""
    program = _programs().get(name, "")
    if not program and name.startswith("brainunit.constants."):  # what most are used for, their names say
        program = name.replace("brainunit", "u", 1)
    if program.startswith("# "):
        return _block(program, "python")
    session = program if program.startswith(">>> ") else _session(name, program)
    return _block(session, "pycon") if session else ""


def of_docstring(docstring: str, module: str) -> str:
    """Return the examples of a docstring as a block of code; "" where there is none.

    `module`: where the names of the docstring are public; they are shown as a reader has them.
    """
    blocks = [block for block in re.split(r"\n\s*\n", docstring) if block.lstrip().startswith(">>> ")]
    return "\n\n".join(_block(qualified(cleandoc(block), module), "pycon") for block in blocks)


def _block(text: str, language: str) -> str:
    return f".. code-block:: {language}\n\n" + re.sub(r"^(?=.)", "   ", text, flags=re.MULTILINE)


def _session(name: str, program: str) -> str:
    """Return a program with its results, as the interpreter shows them."""
    scope: dict[str, Any] = {"np": import_module("numpy"), "u": import_module("brainunit")}
    scope["jax"], scope["jnp"] = import_module("jax"), import_module("jax.numpy")
    scope["bu_units"], scope["bu_dispatch"] = import_module("bu_units"), import_module("bu_dispatch")
    arrays = EXAMPLE_ARRAYS
    if name.startswith(f"{HOLDER}."):
        arrays = EXAMPLE_ARRAYS | HELD
        exec(next(_statements(_programs()[HOLDER])), scope)
    lines = [*_assignments(program, arrays), *_statements(program)]
    return "\n".join(line for text in lines for line in _run(text, scope))


def qualified(session: str, module: str) -> str:
    """Return the example of a docstring with our names as a reader has them: `u.parse_unit`.

    `module`: where the names of the docstring are public.
    """
    lines = session.split("\n")
    source = "\n".join(line[4:] if line.startswith((">>> ", "... ")) else "" for line in lines)
    tree = ast.parse(source)
    ours = [node for node in tree.body if isinstance(node, ast.ImportFrom) and str(node.module)[:3] == "bu_"]
    bound = _bound(node for node in tree.body if node not in ours)
    found = [node for node in _outside_texts(tree) if isinstance(node, ast.Name) and node.id not in bound]
    for node in sorted(found, key=lambda each: -each.col_offset):
        i, at = node.lineno - 1, node.col_offset + 4
        lines[i] = lines[i][:at] + _owner(node.id, module) + lines[i][at:]
    return "\n".join(line for i, line in enumerate(lines) if i not in {node.lineno - 1 for node in ours})


def _owner(name: str, module: str) -> str:
    """Return what stands before a name of ours, with its dot; "" for any other name."""
    parts = module.split(".")
    for owner in (*(".".join(parts[:end]) for end in range(len(parts), 0, -1)), "brainunit", "bu_dispatch"):
        found = sys.modules.get(owner)
        if name in (*getattr(found, "__all__", ()), *getattr(found, "_LATER", ())):
            return re.sub(r"^brainunit\b", "u", owner) + "."
    return ""


def _outside_texts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a program but for those in f-strings, whose places Python 3.11 does not know."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.JoinedStr):
            yield child
            yield from _outside_texts(child)


def _assignments(program: str, arrays: Mapping[str, str]) -> dict[str, None]:
    """Return the statements that make the arrays of a program, each behind those that it uses itself."""
    found: dict[str, None] = {}
    for word in _free(program):
        if word in arrays:
            found |= _assignments(arrays[word], arrays)
            found[f"{word} = {arrays[word]}"] = None
    return found


def _free(program: str) -> list[str]:
    """Return the names that a program uses and does not bind, in order."""
    tree = ast.parse(program)
    used = dict.fromkeys(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
    bound = _bound(tree.body)
    return [word for word in used if word not in bound]


def _bound(statements: Iterable[ast.stmt]) -> set[str]:
    """Return the names that statements bind."""
    found = set()
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.split(".")[0])
    return found


def _statements(program: str) -> Iterator[str]:
    lines = program.split("\n")
    for node in ast.parse(program).body:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        yield "\n".join(lines[first - 1 : node.end_lineno])


def _run(text: str, scope: dict[str, Any]) -> list[str]:
    """Run a statement as the interpreter does; return what a session shows."""
    out = io.StringIO()
    shown = sys.displayhook
    sys.displayhook = lambda value: None if value is None else print(repr(value))
    try:
        with contextlib.redirect_stdout(out):
            exec(compile(text + "\n", "<example>", "single"), scope)  # our own programs
    finally:
        sys.displayhook = shown
    first, *rest = text.split("\n")
    lines = [f">>> {first}", *(f"... {line}" for line in rest)]
    return lines + [line or "<BLANKLINE>" for line in out.getvalue().splitlines()]
