"""What each parameter is: from the docstring, else from the words that functions share.

A docstring says it below "Args:", which sphinx.ext.napoleon reads, or in a line of the house style:
``a: (..., n, n); b: (..., n).``
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any

from parameter_texts import BY_MODULE, TEXTS
from sphinx.ext.napoleon import Config, GoogleDocstring

__all__ = ["described", "parameters", "split_docstring", "undescribed"]

CONFIG = Config(napoleon_use_param=True)
FIELD = re.compile(r"^:param \\?\*{0,2}(\w+): (.*(?:\n(?:    .*)?)*)", re.MULTILINE)


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the public parameters: not those of the object, nor those that begin with an underscore."""
    try:
        found = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [each for each in found if each.name[0] != "_" and each.name not in {"self", "cls"}]


def split_docstring(docstring: str, names: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return a docstring without its examples and parameters, and what it says of each parameter."""
    known = "|".join(names) or "-"
    blocks = [block for block in re.split(r"\n\s*\n", docstring) if not block.lstrip().startswith(">>> ")]
    lines = []
    for line in "\n\n".join(blocks).split("\n"):
        if re.match(rf"(?:{known}): ", line):
            line = "\nArgs:\n    " + re.sub(rf"; (?=(?:{known}): )", "\n    ", line) + "\n"
        lines.append(line)
    text = str(GoogleDocstring("\n".join(lines), CONFIG, what="function"))
    said = {name: " ".join(what.split()) for name, what in FIELD.findall(text)}
    return FIELD.sub("", text).strip("\n"), said


def described(function: Callable[..., Any], full: str) -> dict[str, str]:
    """Return what each parameter of a public function, given with its full name, is; "" where nothing says it."""
    found = parameters(function)
    said = split_docstring(inspect.getdoc(function) or "", [each.name for each in found])[1]
    shared = TEXTS.copy()
    for module, texts in BY_MODULE.items():
        shared |= texts if f"{full}.".startswith(f"{module}.") else {}
    return {each.name: said.get(each.name) or shared.get(each.name, "") for each in found}


def undescribed(functions: dict[str, Callable[..., Any]]) -> list[str]:
    """Return the parameters that nothing describes, each behind the full name of its function."""
    return [
        f"{full}: {name}"
        for full, function in functions.items()
        for name, text in described(function, full).items()
        if not text
    ]
