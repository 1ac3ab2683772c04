"""What each parameter is: from the docstring, else from the words that functions share.

A docstring says it in the house style, ``a: (..., n, n); b: (..., n).``, or below "Args:", as
sphinx.ext.napoleon reads it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from sphinx.ext.napoleon.docstring import GoogleDocstring

from parameter_texts import BY_OWNER, TEXTS
from reference_entries import is_ours, members

__all__ = ["described", "parameters", "public_functions", "split_docstring"]

FIELD = re.compile(r"^:param \\?\*{0,2}(\w+): (.*(?:\n(?:    .*)?)*)", re.MULTILINE)


def parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """Return the public parameters: not those of the object, nor those that begin with an underscore.

    A class that takes whatever comes, as protocols do, has none.
    """
    try:
        found = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return []
    if isinstance(function, type) and [each.name for each in found] == ["args", "kwargs"]:
        return []
    return [each for each in found if each.name[0] != "_" and each.name not in {"self", "cls"}]


def split_docstring(docstring: str, names: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return a docstring without its examples and parameters, and what it says of each parameter."""
    blocks = [block for block in re.split(r"\n\s*\n", docstring) if not block.lstrip().startswith(">>> ")]
    known = "|".join(names)
    if known:
        blocks[1:] = [_with_arguments(block, known) for block in blocks[1:]]
    text = str(GoogleDocstring("\n\n".join(blocks), what="function"))
    said: dict[str, str] = {}
    for name, what in FIELD.findall(text):
        said[name] = "; ".join(filter(None, (said.get(name), " ".join(what.split()))))
    return FIELD.sub("", text).strip("\n"), said


def _with_arguments(block: str, known: str) -> str:
    """Return a paragraph with what it says of parameters in the house style below "Args:"."""
    if block[:1] in " -" or block.startswith("Args:"):
        return block
    word = rf"`?(?:{known})`?(?:(?:, | and )`?(?:{known})`?)*"
    start = rf"{word}: |With(?:out)? `(?:{known})`(?! alone) "
    defined = re.compile(rf"(?:^|(?<=[.;] ))({start})(.+?)(?:; (?={word}: )|\.(?: |$)|$)")
    line = " ".join(block.split())
    said = defined.findall(line)
    if not said:
        return block
    arguments = [
        f"    {name}: {_said(head)}{text}"
        for head, text in said
        for name in re.findall(rf"\b(?:{known})\b", head)
    ]
    return "\n".join([re.sub(r";$", ".", defined.sub("", line).strip()), "", "Args:", *arguments, ""])


def _said(head: str) -> str:
    """Return how what is said of a parameter begins."""
    return "with it, " if head.startswith("With ") else "without it, " if head.startswith("Without ") else ""


def described(function: Callable[..., Any], full: str) -> dict[str, str]:
    """Return what each parameter of a function is, given with its full name; "" where nothing says it."""
    found = parameters(function)
    said = split_docstring(inspect.getdoc(function) or "", [each.name for each in found])[1]
    shared = TEXTS.copy()
    for owner, texts in BY_OWNER.items():
        shared |= texts if f".{owner}." in f".{full}." else {}
    return {each.name: said.get(each.name) or shared.get(each.name, "") for each in found}


PACKAGES = ("brainunit", "bu_units", "bu_dispatch", "bu_array.core", "bu_array.declare")
CHAPTERS = (
    *(
        "math",
        "linalg",
        "fft",
        "lax",
        "autograd",
        "sparse",
        "custom_array",
        "random",
        "typing",
        "io",
        "systems",
    ),
    *("torch", "torch.nn", "torch.autograd"),
)


def public_functions() -> dict[str, Callable[..., Any]]:
    """Return every public function, class and method by its full name."""
    found: dict[str, Callable[..., Any]] = {}
    for module in (*PACKAGES, *(f"brainunit.{chapter}" for chapter in CHAPTERS)):
        public = import_module(module)
        names = {*getattr(public, "__all__", ()), *getattr(public, "_LATER", ())}
        for name in sorted(names):
            value = getattr(public, name)
            if isinstance(value, type) and (value.__name__ != name or value in found.values()):
                continue
            if is_ours(value) and (isinstance(value, type) or inspect.isroutine(value)):
                found[f"{module}.{name}"] = value
    found["bu_array._quantity.at.AtIndex"] = import_module("bu_array._quantity.at").AtIndex
    for full, value in list(found.items()):
        for member in members(value) if isinstance(value, type) else ():
            method = inspect.getattr_static(value, member, None)
            method = getattr(method, "__func__", method)
            if inspect.isroutine(method):
                found[f"{full}.{member}"] = method
    return found
