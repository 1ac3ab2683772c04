"""The page of torch's functions and what each does to units, from the tables by which torch is answered.

`hatch run gen` writes it into docs/backends/torch-functions.md.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from page_text import NOTICE, cell, table
from reference_entries import rule_text

__all__ = ["torch_functions_page"]

INTRODUCTION = """\
Each function of torch on quantities, from the tables by which torch is answered. "The rule" is that of the
function of brainunit with the same meaning; a line such as `input=a weight=b bias=ab -> ab` has a letter for the unit
of each parameter, `ab` for a product, `1` for a pure number; one with `-` takes no quantity. A mark `!`: the number that
torch has as a default would have no unit, and must be given as a quantity; `?`: torch's small number against a
division by zero becomes the least of the dtype. A function that ends in `_` writes into its first argument, which
keeps its unit: where the result has another one it is refused.

Tests call each of these functions with and without units, eager and under `torch.compile`, every method of tensors in
torch's own words, and fail for a function that is not here."""

CHAPTERS = {
    "torch.nn.functional": "torch.nn.functional",
    "torch.linalg": "torch.linalg",
    "torch.fft": "torch.fft",
    "torch.special": "torch.special",
    "torch.nn.init": "torch.nn.init",
    "torch.autograd": "torch.autograd",
    "torch.Tensor": "Methods of tensors",
    "torch": "torch",
}
TEXTS = {
    "about": "no unit: a question about the array",
    "pure": "pure numbers alone; with a dimension refused: divide by a unit first",
    "kept": "the unit of the first argument",
}

# Answered by hand, by closures that say nothing of themselves.
_BY_NAME = {
    **dict.fromkeys(("max", "min"), "the unit; of two arrays that of the first"),
    **dict.fromkeys(("pow", "float_power"), "the unit to the power, which is one number"),
    "det": "the unit to the number of rows",
    "matrix_power": "the unit to the power `n`",
    "rsub": "the unit of the second",
}


def torch_functions_page() -> str:
    """Return docs/backends/torch-functions.md."""
    rows: dict[str, dict[str, str]] = {chapter: {} for chapter in CHAPTERS}
    refused: dict[str, list[str]] = {}
    for name, kind, text in sorted(set(_entries())):
        chapter = next(known for known in CHAPTERS if name.startswith(f"{known}."))
        if kind == "refused":
            refused.setdefault(text, []).append(name)
        else:
            rows[chapter][name] = text
    counts = [(title, len(rows[chapter])) for chapter, title in CHAPTERS.items()]
    total = sum(count for _, count in counts), sum(map(len, refused.values()))
    lines = ["# Functions of torch", "", f"<!-- {NOTICE} -->", "", INTRODUCTION, ""]
    lines += [f"{total[0]} are answered, {total[1]} refused.", ""]
    for chapter, title in CHAPTERS.items():
        found = ((f"`{name.removeprefix(f'{chapter}.')}`", text) for name, text in rows[chapter].items())
        lines += [f"## {title}", "", *table(["function", "unit of the result"], found), ""]
    lines += ["## Refused", "", "Each with the reason that its error says:", ""]
    lines += [
        f"- {cell(why)}: {', '.join(f'`{name}`' for name in names)}" for why, names in sorted(refused.items())
    ]
    return "\n".join([*lines, ""])


def _entries() -> Iterator[tuple[str, str, str]]:
    """Yield name, kind and text of every public function that is answered or refused."""
    functions = import_module("bu_array._torch.functions")
    functions.fill()
    for func in functions.ANSWERS:
        name = functions.public_name(func)
        last = name.rpartition(".")[2]
        known = any(name.startswith(f"{chapter}.") for chapter in CHAPTERS)
        if last.startswith("_") or not known or re.search(r"\._", name):
            continue
        kind, what = functions.source_of(func)
        yield (
            name,
            kind,
            _BY_NAME.get(last.rstrip("_"), _text(kind, what)) if kind == "own" else _text(kind, what),
        )


def _text(kind: str, what: Any) -> str:
    if kind == "refused":
        return str(what)
    if kind == "line":
        return f"`{what.text}`"
    if kind == "declared":
        return cell(f"the rule of `{what.name}`: {rule_text(what)}")
    if kind == "own":
        return cell(_own(what))
    return TEXTS[kind]


def _own(maker: Any) -> str:
    """Return what an answer by hand says of itself, behind its example."""
    said = (inspect.getdoc(maker) or "").split("\n\n")[0].strip().rstrip(".")
    return said.replace("``", "`")
