"""`bu_array.math` under its public name; `linalg` and `fft` are here too, as in numpy, and the helpers."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bu_array import math as _math
from bu_array.math import *
from bu_array.math import __all__ as __all__

from ._unknown import unknown

_SUBMODULES = ("fft", "linalg")

# Helpers that are here and at the top level, which is not complete yet when this module is imported.
_HELPERS = (
    "assert_quantity",
    "check_dims",
    "check_units",
    "display_in_unit",
    "fail_for_dimension_mismatch",
    "fail_for_unit_mismatch",
    "get_dim",
    "get_magnitude",
    "get_mantissa",
    "get_or_create_dimension",
    "get_unit",
    "is_dimensionless",
    "is_quantity",
    "is_unitless",
    "maybe_decimal",
)


def __getattr__(name: str) -> Any:
    if name in _SUBMODULES:
        value = import_module(f"brainunit.{name}")
    elif name in _HELPERS:
        value = getattr(import_module("brainunit"), name)
    elif name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    else:
        try:
            value = getattr(_math, name)  # dtypes that are imported at first use
        except AttributeError:
            raise unknown(__name__, name, __dir__()) from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *_SUBMODULES, *_HELPERS})
