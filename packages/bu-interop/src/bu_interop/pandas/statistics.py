"""The unit of a statistic of a column, as the functions of `bu_array.math` have it."""

from __future__ import annotations

from typing import Any

import numpy as np

from bu_array import Quantity, math
from bu_units import UNITLESS, Unit

__all__ = ["KEPT", "as_result", "unit_of"]

KEPT = frozenset("min max first last nth cummin cummax mode ffill bfill shift any_value".split())
"""What picks among the values, which every unit and scale allows."""
_PURE = frozenset("count skew kurt kurtosis rank nunique idxmin idxmax argmin argmax".split())
_LIKE = {"sem": "std", "quantile": "median", "interpolate": "mean", "cumsum": "cumsum"}

_known: dict[tuple[str, str], Unit | None] = {}


def unit_of(name: str, unit: Unit) -> Unit | None:
    """Return the unit of a statistic of values in `unit`, None for a number; TypeError where it has no
    meaning.
    """
    if name in KEPT:
        return unit
    if name in _PURE:
        return None
    key = name, unit.ident
    if key not in _known:
        _known[key] = _asked(name, unit)
    return _known[key]


def _asked(name: str, unit: Unit) -> Unit | None:
    """Ask the rule of the function itself, on two values."""
    function = getattr(math, _LIKE.get(name, name), None)
    if function is None:
        raise TypeError(f"{name} is not defined for quantities")
    result = function(Quantity(np.array([1.0, 2.0]), unit))
    return result.unit if isinstance(result, Quantity) else None


def as_result(number: Any, unit: Unit | None) -> Any:
    """Return a number in its unit; NaN where there is none."""
    if unit is None or unit is UNITLESS:
        return number
    return Quantity(np.asarray(number)[()], unit) if number == number else np.nan
