"""What is written into an array of integers: whole numbers within its bounds, or an error."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from bu_dispatch import backend_of
from bu_units import Unit

from .pair import detach

__all__ = ["held"]


def held(values: Any, array: Any, unit: Unit, name: str, *beside: Any) -> Any:
    """Return the mantissa of `values` in `unit`, to be written into `array`; for `beside` see `split`.

    Raises ValueError for what an array of integers cannot hold: 50 cm among whole metres. What is not known
    (traced, lazy) is not looked at.
    """
    mantissa = detach(values, unit, name, *beside)
    if type(mantissa) is int:
        return mantissa  # the library knows its bounds
    backend = backend_of(array)
    if backend is None or not _is_integral(array.dtype):
        return mantissa
    source = backend_of(mantissa)
    if source is None:
        if not isinstance(mantissa, (float, Fraction)):
            return mantissa
        bounds = backend.xp.iinfo(array.dtype)
        if bounds.min <= mantissa <= bounds.max and mantissa == int(mantissa):
            return int(mantissa)
        raise _too_fine(mantissa, array.dtype, unit, name)
    if mantissa.dtype == array.dtype or not source.is_concrete(mantissa):
        return mantissa
    if source.xp.isdtype(mantissa.dtype, ("integral", "real floating")):
        known = mantissa.compressed() if hasattr(mantissa, "compressed") else mantissa
        bounds = backend.xp.iinfo(array.dtype)
        fits = (known >= float(bounds.min)) & (known < float(bounds.max + 1)) & (known % 1 == 0)
        if not source.xp.all(fits):
            raise _too_fine(known[~fits][0] if known.ndim else known[()], array.dtype, unit, name)
        if source is backend and backend.name != "numpy":
            return backend.xp.astype(mantissa, array.dtype)  # numpy's writes do it themselves
    return mantissa


def _is_integral(dtype: Any) -> bool:
    kind = getattr(dtype, "kind", None)
    if isinstance(kind, str) and kind != "V":
        return kind in "iu"
    return "int" in str(dtype)


def _too_fine(value: Any, dtype: Any, unit: Unit, name: str) -> ValueError:
    text = f"{float(value):g}" if unit.is_unitless else f"{float(value):g} {unit}"
    return ValueError(
        f"{name}: {text} does not fit {dtype}; make the quantity one of floats first: .astype(float)"
    )
