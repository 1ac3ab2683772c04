"""Quantity -> the form in which messages and files of text have it: a dict of plain values.

================= ==========================================================================================
key               what it has
================= ==========================================================================================
``value``         a number, or lists of numbers; a complex one is a pair, an exact one a text: "1.10", "1/3"
``unit``          the text of the unit
``dtype``         the array's dtype, or the type of Python's number: "int", "Decimal" ...
``shape``         where the lists do not say it: of an array without axes, and of an empty one
``mask``          of a masked array: where it is masked
``fill_value``    of a masked array, where it is not the usual one
``kind``          where the unit has one: "torque"
``backend``       the library of the array, where it is not numpy
================= ==========================================================================================

`bu_array.forms` reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from math import isfinite, isnan
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of
from bu_units import UNITLESS, Unit

from ..core.pair import is_masked
from .written import dtype_named, quantity_text

__all__ = ["LARGEST", "NUMBERS", "form_of"]

LARGEST = 2**53 - 1
"""Up to here readers of JSON have every integer (RFC 7493)."""

# Types of Python's numbers by the name that stands in `dtype`.
NUMBERS: dict[str, type] = {kind.__name__: kind for kind in (bool, int, float, complex, Decimal, Fraction)}


def form_of(mantissa: Any, unit: Unit, strict: bool, null: bool) -> dict[str, Any]:
    """Return the form of a quantity; see `Quantity.to_dict`."""
    said: dict[str, Any] = {
        "value": None,
        "unit": unit.without_kind().dispname if unit.should_display_unit else "1",
    }
    if unit.kind is not None:
        said["kind"] = unit.kind
    plain = _Plain(strict or null, null)
    backend = backend_of(mantissa)
    if backend is None:
        said["dtype"] = _type_name(mantissa)
        said["value"] = plain.number(mantissa)
        return said
    if not backend.is_concrete(mantissa):
        raise BackendError(
            f"to_dict() needs values, and this array of {backend.title} has none yet: {backend.way_out}"
        )
    values = backend.peek(mantissa)
    name = str(getattr(mantissa.dtype, "name", mantissa.dtype)).rpartition(".")[2]
    dtype = dtype_named(name) or values.dtype
    masked = is_masked(mantissa)
    data = np.asarray(values.data if masked else values)
    objects = data.ravel().tolist() if data.dtype.kind == "O" else []
    said["dtype"] = _dtype_name(name, data.dtype, objects)
    said["value"] = plain.array(data, dtype, said["dtype"])
    _say_shape(said, mantissa, backend.gives_way(type(mantissa)))
    if masked:
        _say_mask(said, mantissa, plain, dtype)
    if backend.name != "numpy":
        said["backend"] = backend.name
    return said


def _type_name(x: Any) -> str:
    """Return the name of a type of Python's numbers; TypeError for another."""
    for name, kind in NUMBERS.items():
        if isinstance(x, kind):
            return name
    raise TypeError(
        f"to_dict() writes numbers of Python's and of array libraries, and no {type(x).__name__}; "
        "take its value first, e.g. float(q.mantissa)"
    )


def _dtype_name(name: str, dtype: np.dtype[Any], objects: list[Any]) -> str:
    if not dtype.isnative:
        return dtype.str
    for exact in (Decimal, Fraction):
        if objects and all(type(x) is exact for x in objects):
            return exact.__name__
    return name


def _say_shape(said: dict[str, Any], mantissa: Any, scalar: bool) -> None:
    shape = tuple(mantissa.shape)
    if scalar:
        if said["dtype"] == "bool":  # which is Python's
            said["dtype"] = "bool_"
    elif shape == () or (0 in shape[:-1]):
        said["shape"] = list(shape)


def _say_mask(said: dict[str, Any], mantissa: Any, plain: _Plain, dtype: np.dtype[Any]) -> None:
    said["mask"] = np.ma.getmaskarray(mantissa).tolist()
    fill = np.asarray(mantissa.fill_value)
    usual = np.asarray(np.ma.default_fill_value(mantissa.dtype)).astype(mantissa.dtype)
    if not (fill == usual or (fill != fill and usual != usual)):
        said["fill_value"] = plain.array(fill, dtype, said["dtype"])


class _Plain:
    """What numbers become. `strict`: nothing that JSON has not; `null`: NaN is None."""

    def __init__(self, strict: bool, null: bool) -> None:
        self.strict, self.null = strict, null

    def number(self, x: Any) -> Any:
        """Return a number of Python's as plain values."""
        if isinstance(x, bool):
            return x
        if isinstance(x, int):
            return self.integer(int(x))
        if isinstance(x, float):
            return self.real(float(x))
        if isinstance(x, complex):
            return [self.real(x.real), self.real(x.imag)]
        return str(x)

    def integer(self, x: int) -> int | str:
        if x.bit_length() > 1300:  # Python prints no more than 4300 digits
            return hex(x)
        return str(x) if self.strict and not -LARGEST <= x <= LARGEST else x

    def real(self, x: float) -> float | str | None:
        if isfinite(x) or not self.strict:
            return x
        if isnan(x):
            return None if self.null else "NaN"
        return "Infinity" if x > 0 else "-Infinity"

    def array(self, data: np.ndarray[Any, Any], dtype: np.dtype[Any], name: str) -> Any:
        """Return the elements in lists, one for each row."""
        if dtype.kind == "O":
            one: Callable[[Any], Any] = str if name in NUMBERS else self.object
            return _each(data.tolist(), one, data.ndim)
        if dtype.kind == "c":
            parts = np.stack([data.real, data.imag], axis=-1)
            return self.array(parts, parts.dtype, parts.dtype.name)
        if dtype.kind == "f" and dtype.itemsize > 8:  # Python's float would cut it
            return _each(data.astype(object).tolist(), self.long, data.ndim)
        if dtype.kind not in "biu":  # with those of ml_dtypes
            floats = dtype.kind == "f" or "float" in dtype.name
            data = data.astype(np.float64 if floats else np.int64)
        if self.strict and data.dtype.kind == "f" and not np.isfinite(data).all():
            return _each(data.tolist(), self.real, data.ndim)
        if self.strict and data.dtype.kind in "iu" and data.size:
            beyond = int(data.max()) > LARGEST or int(data.min()) < -LARGEST
            return _each(data.tolist(), self.integer, data.ndim) if beyond else data.tolist()
        return data.tolist()

    def long(self, x: Any) -> Any:
        """Return a long double: digits as a text."""
        return str(x) if np.isfinite(x) else self.real(float(x))

    def object(self, x: Any) -> Any:
        """Return an element of an array of objects; what is no bool, int or float as `to_text` writes it."""
        if type(x) in (bool, int, float):
            return self.number(x)
        return quantity_text(x, UNITLESS)


def _each(values: Any, one: Callable[[Any], Any], depth: int) -> Any:
    if depth == 0:
        return one(values)
    return [_each(value, one, depth - 1) for value in values]
