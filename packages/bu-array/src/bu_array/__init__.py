"""Quantity: an array of any library times a physical unit, and functions that know both.

>>> import numpy as np
>>> from bu_array import Quantity
>>> print(Quantity(np.array([3.0, 6.0]), "m") / Quantity(np.array([2.0, 4.0]), "s"))
[1.5 1.5] m / s
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from . import math
from . import pytrees as pytrees  # registers Quantity with jax and torch
from ._quantity import Quantity
from ._text import parse_quantity
from ._version import __version__
from .accessors import (
    array_with_unit,
    display_in_unit,
    get_dim,
    get_magnitude,
    get_mantissa,
    get_unit,
    has_same_unit,
    have_same_dim,
    is_dimensionless,
    is_quantity,
    is_unitless,
    maybe_decimal,
    split_mantissa_unit,
)

__all__ = [
    "Quantity",
    "__version__",
    "array_with_unit",
    "display_in_unit",
    "get_dim",
    "get_magnitude",
    "get_mantissa",
    "get_unit",
    "has_same_unit",
    "have_same_dim",
    "is_dimensionless",
    "is_quantity",
    "is_unitless",
    "math",
    "maybe_decimal",
    "parse_quantity",
    "split_mantissa_unit",
]

# Modules that few programs need: imported at first use.
_SUBMODULES = ("fft", "linalg")


def __getattr__(name: str) -> Any:
    if name not in _SUBMODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    return import_module(f"{__name__}.{name}")  # which makes it an attribute
