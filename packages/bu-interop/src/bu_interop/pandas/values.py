"""What a column of quantities takes: quantities of every library, texts, numbers beside a given unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from bu_array import Quantity, parse_quantity
from bu_array.core import NoMantissaError, detach_asked, has_unit, is_time_difference
from bu_dispatch import BackendError, backend_of
from bu_units import Unit

__all__ = ["element", "floats", "from_text", "is_missing", "numbers_in", "unit_among"]


def floats(mantissa: Any) -> np.ndarray[Any, Any]:
    """Return a mantissa as the numpy array of floats or complex numbers that a column holds.

    Raises BackendError for a lazy one, TypeError for objects, ValueError where an integer would lose digits.
    """
    backend = backend_of(mantissa)
    if backend is not None and backend.lazy:
        raise BackendError(
            f"a column needs values, and {backend.title} computes them when asked: {backend.way_out}"
        )
    if isinstance(mantissa, np.ma.MaskedArray):
        return floats(np.ma.filled(mantissa.astype(np.result_type(mantissa.dtype, np.float64)), np.nan))
    array = mantissa if isinstance(mantissa, np.ndarray) else Quantity(mantissa).to_numpy().mantissa
    array = np.asarray(array)
    if array.dtype.name in ("float32", "float64", "complex64", "complex128"):
        return array
    if array.dtype.kind not in "biuf" and "float" not in array.dtype.name:
        raise NoMantissaError(
            f"a column of quantities holds floats, got {array.dtype}: make an array of floats first"
        )
    goal = np.float32 if array.dtype.itemsize < 4 and array.dtype.kind not in "biu" else np.float64
    held = array.astype(goal)
    if array.dtype.itemsize >= 8 and array.dtype.kind != "b":
        same = (held.astype(array.dtype) == array) | (array != array)
        if not same.all():
            raise ValueError(f"a column of quantities holds float64, which cuts digits of {array[~same][0]}")
    return held


def is_missing(x: Any) -> bool:
    """Whether `x` stands for a missing value: None, NaN, NA, NaT."""
    return x is None or x is pd.NA or x is pd.NaT or (isinstance(x, float) and x != x)


def element(x: Any, unit: Unit) -> Any:
    """Return one value as a number in `unit`; a plain number fits where it is neutral, or has no unit
    to want.
    """
    if is_missing(x):
        return np.nan
    if isinstance(x, (str, bytes)):
        raise TypeError(f"Invalid value {x!r} for a column in {unit}: parse_quantity reads a text")
    value = floats(detach_asked(x, unit, "a column of quantities"))
    if value.ndim:
        raise ValueError(f"one value of a column is one number, got {value.ndim} dimensions")
    return value[()]


def numbers_in(values: Any, unit: Unit, given: bool) -> np.ndarray[Any, Any]:
    """Return a sequence as numbers in `unit`, where plain numbers and texts are taken if the unit is `given`.

    values: an array, a quantity, a list, a Series, or another column.
    """
    own = getattr(getattr(values, "dtype", None), "unit", None)
    if isinstance(own, Unit):  # a column of ours, in a Series or not
        values = getattr(values, "array", values).quantity
    if isinstance(values, Quantity):
        return floats(detach_asked(values, unit, "a column of quantities"))
    if isinstance(values, np.ndarray) and values.dtype.kind in "biufc":
        if not given:
            detach_asked(values, unit, "a column of quantities")
        return floats(values)
    if isinstance(getattr(values, "dtype", None), np.dtype) and values.dtype.kind == "m":
        return floats(detach_asked(np.asarray(values), unit, "a column of quantities"))
    read = _given if given else element
    found = [read(x, unit) for x in values]
    kind = np.complex128 if any(isinstance(x, complex) for x in found) else np.float64
    array = np.array(found) if found else np.array([], np.float64)
    return floats(array if array.dtype.kind in "iufc" else array.astype(kind))


def _given(x: Any, unit: Unit) -> Any:
    """Return one value as a number in `unit`; a plain number is one in it, a text is read."""
    if is_missing(x):
        return np.nan
    if isinstance(x, str):
        return from_text(x, unit)
    if has_unit(x):
        return element(x, unit)
    if isinstance(x, (int, float, complex, np.number)):
        return float(floats(np.asarray(x))) if isinstance(x, (int, np.integer)) else x
    raise TypeError(f"Invalid value {x!r} for a column in {unit}")


def from_text(text: str, unit: Unit) -> float:
    """Return what a text says, ``"5 km"``, as a number in `unit`; a bare number is one in it."""
    try:
        return float(text)
    except ValueError:
        pass
    found = parse_quantity(text, "numpy")
    value = element(found, unit)
    return float(np.asarray(value)[()])


def unit_among(items: Any) -> Unit:
    """Return the unit of the first quantity among values; TypeError where there is none."""
    for x in items:
        if isinstance(x, Quantity):
            return x.unit
        if isinstance(x, Unit):
            return x
        if is_time_difference(x) and not is_missing(x):
            return Quantity(x).unit
    raise TypeError("no quantity among the values, and no unit given")
