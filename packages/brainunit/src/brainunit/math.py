"""`bu_array.math` under its public name; `linalg` and `fft` are here too, as in numpy."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bu_array.math import *
from bu_array.math import __all__ as __all__


def __getattr__(name: str) -> Any:
    if name not in ("fft", "linalg"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    value = globals()[name] = import_module(f"brainunit.{name}")
    return value
