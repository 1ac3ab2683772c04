"""The error for a name that a module has not, with near ones and with what other libraries call it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import NoReturn

__all__ = ["raise_unknown", "unknown"]

# Modules without jax in which the name may be, where it is in another one.
_MODULES = ("math", "linalg", "fft")


def raise_unknown(module: str, names: Iterable[str]) -> Callable[[str], NoReturn]:
    """Return the ``__getattr__`` of a module that has these names and no others."""
    known = list(names)

    def missing(name: str) -> NoReturn:
        raise unknown(module, name, known)

    return missing


def unknown(module: str, name: str, names: Iterable[str]) -> AttributeError:
    """Return the error for a name that is none of a module's."""
    text = f"module {module!r} has no attribute {name!r}"
    if not name.startswith("_"):
        text += _hint(module, name, list(names))
    return AttributeError(text, name=name)


def _hint(module: str, name: str, names: list[str]) -> str:
    for other in _MODULES:
        if f"brainunit.{other}" != module and name in import_module(f"bu_array.{other}").__all__:
            return f"; brainunit.{other} has it"
    return import_module("bu_units.nearness").hint(name, names)  # type: ignore[no-any-return]  # by its text
