"""How large the largest number of a mantissa is: what a unit to show it in is chosen by."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of

__all__ = ["largest_size"]

_ROUNDED = 4
"""So many of the last bits of a float are taken for rounding: 0.3 mm / 300 is a micrometre."""


def largest_size(mantissa: Any, what: str) -> Fraction:
    """Return the largest absolute value that is finite; 0 where there is none, and for booleans.

    what: who asks, for the error. Raises BackendError for an array whose values are not known.
    """
    backend = backend_of(mantissa)
    if backend is None:
        return _size(mantissa)
    if not backend.is_concrete(mantissa):
        raise BackendError(
            f"{what} chooses a unit by the values, and this array of {backend.title} has none yet: name the unit, "
            f"q.to(unit), or {backend.way_out}"
        )
    values = np.ma.compressed(backend.peek(mantissa))
    if values.dtype.kind in "fc":
        sizes = np.abs(values[np.isfinite(values)])
        return _size(sizes.max()) if sizes.size else Fraction(0)
    if values.dtype.kind in "iu":
        return Fraction(max(int(values.max()), -int(values.min()))) if values.size else Fraction(0)
    return max(map(_size, values.tolist()), default=Fraction(0))  # objects, floats of few bits


def _size(x: Any) -> Fraction:
    """Return an absolute value; of a float its shortest decimal, and a little more for rounding."""
    if isinstance(x, (bool, np.bool_)):
        return Fraction(0)
    if isinstance(x, (int, Fraction)):
        return abs(Fraction(x))
    if isinstance(x, Decimal):
        return abs(Fraction(x)) if x.is_finite() else Fraction(0)
    size = abs(x)
    if not isfinite(float(size)):
        return Fraction(0)
    size = size if isinstance(size, np.floating) else np.float64(size)
    return Fraction(str(size)) * (1 + Fraction(_ROUNDED, 2 ** np.finfo(size.dtype).nmant))
