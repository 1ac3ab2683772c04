"""Quantity: an array of any library times a physical unit, and functions that know both.

>>> import numpy as np
>>> from bu_array import Quantity
>>> print(Quantity(np.array([3.0, 6.0]), "m") / Quantity(np.array([2.0, 4.0]), "s"))
[1.5 1.5] m / s
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from . import _former as _former  # reads pickles that name modules where they were
from . import _torch as _torch  # tells torch of quantities, once torch is there
from . import math
from . import pytrees as pytrees  # registers Quantity with jax and torch
from ._quantity.quantity import Quantity
from ._version import __version__
from .accessors import (
    array_with_unit,
    as_unit,
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
from .checks import (
    assert_quantity,
    fail_for_dimension_mismatch,
    fail_for_unit_mismatch,
    get_dim_for_display,
    is_scalar_type,
    is_unit_equal_math,
    unit_scale_align_to_first,
)
from .decorators import assign_units, check_dims, check_units, converts
from .plotting import enable_matplotlib_support  # registers Quantity with matplotlib
from .temperatures import celsius2kelvin, fahrenheit2kelvin, kelvin2celsius, kelvin2fahrenheit
from .text import parse_quantity

__all__ = [
    "Quantity",
    "__version__",
    "array_with_unit",
    "as_unit",
    "assert_quantity",
    "assign_units",
    "bare",
    "boundary",
    "celsius2kelvin",
    "check_dims",
    "check_units",
    "converts",
    "display_in_unit",
    "enable_matplotlib_support",
    "fahrenheit2kelvin",
    "fail_for_dimension_mismatch",
    "fail_for_unit_mismatch",
    "get_dim",
    "get_dim_for_display",
    "get_magnitude",
    "get_mantissa",
    "get_unit",
    "has_same_unit",
    "have_same_dim",
    "is_dimensionless",
    "is_quantity",
    "is_scalar_type",
    "is_unit_equal_math",
    "is_unitless",
    "kelvin2celsius",
    "kelvin2fahrenheit",
    "math",
    "maybe_decimal",
    "nondimensional",
    "parse_quantity",
    "ravel",
    "split_mantissa_unit",
    "unit_scale_align_to_first",
]

# Modules that few programs need: imported at first use.
_SUBMODULES = ("bridge", "fft", "forms", "linalg", "typing")
_OF_THE_BRIDGE = ("bare", "boundary", "nondimensional", "ravel")


def __getattr__(name: str) -> Any:
    if name in _OF_THE_BRIDGE:
        return getattr(import_module(f"{__name__}.bridge"), name)
    if name not in _SUBMODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name)
    return import_module(f"{__name__}.{name}")  # which makes it an attribute


# Last: a companion finds everything above.
from . import _companions as _companions  # noqa: E402
