"""Signatures for the reference: alike on every Python version."""

from __future__ import annotations

import ast
import enum
import inspect
import re
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

__all__ = ["annotated", "signature"]

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


def signature(function: Callable[..., Any], drop: int = 0) -> str:
    """Return the signature as Python source, without parameters that begin with an underscore."""
    found = inspect.signature(function)
    parameters = list(found.parameters.values())[drop:]
    parts: list[str] = []
    kinds = [p.kind for p in parameters]
    for i, p in enumerate(parameters):
        if p.name.startswith("_"):
            continue
        star = p.kind is p.KEYWORD_ONLY and p.VAR_POSITIONAL not in kinds[:i]
        if star and (i == 0 or kinds[i - 1] is not p.KEYWORD_ONLY) and "*" not in parts:
            parts.append("*")
        parts.append(_parameter(p))
        last = p.kind is p.POSITIONAL_ONLY and (i + 1 == len(parameters) or kinds[i + 1] is not p.kind)
        if last:
            parts.append("/")
    if parts and parts[-1] == "*":
        parts.pop()
    result = annotated(found.return_annotation)
    text = f"({', '.join(parts)})" + (f" -> {result}" if result and result != "None" else "")
    ast.parse(f"def f{text}: ...")  # Sphinx reads it so
    return text


def _parameter(p: inspect.Parameter) -> str:
    stars = "*" if p.kind is p.VAR_POSITIONAL else "**" if p.kind is p.VAR_KEYWORD else ""
    annotation = annotated(p.annotation)
    text = f"{stars}{p.name}" + (f": {annotation}" if annotation else "")
    if p.default is p.empty:
        return text
    return f"{text} = {_default(p.default)}" if annotation else f"{text}={_default(p.default)}"


def annotated(annotation: object) -> str:
    """Return an annotation as it stands in the source."""
    if annotation is inspect.Parameter.empty:
        return ""
    text = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    # A forward reference inside an annotation is a name like any other.
    text = text.replace('"', "").replace("'", "") if "Literal" not in text else text
    return re.sub(rf"\b({'|'.join(SHORT)})\b", lambda found: _in_full(found[1]), text)


@cache
def _in_full(name: str) -> str:
    """Return what a short name stands for."""
    stands_for = str(getattr(import_module(SHORT[name]), name))
    return re.sub(r"\b(collections\.abc|typing)\.", "", stands_for)


def _default(value: object) -> str:
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if value is import_module("bu_units").UNITLESS:
        return "UNITLESS"
    text = getattr(value, "__name__", "") or repr(value)
    if text.startswith("_"):
        return "..."
    try:
        ast.parse(text, mode="eval")
    except SyntaxError:
        return "..."
    return text
