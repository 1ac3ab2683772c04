"""What a mantissa and a unit may be, and what they become."""

from __future__ import annotations

from fractions import Fraction
from types import ModuleType
from typing import Any

from bu_dispatch import Backend, backend_of, default_backend
from bu_units import UNITLESS, Unit

from .pair import Pair, detach, gather, join, known_number, unwrapped

__all__ = ["AS_IT_IS", "admitted", "cast_to"]

# Types that need no look: Python numbers, and the arrays met so far.
AS_IT_IS: set[type] = {int, float, complex, bool}


def admitted(mantissa: Any, unit: Unit) -> tuple[Any, Unit]:
    """Return mantissa and unit of ``Quantity(mantissa, unit)``."""
    if type(mantissa) in AS_IT_IS:
        return mantissa, unit
    mantissa = unwrapped(mantissa)
    if isinstance(mantissa, Pair):
        if unit is UNITLESS:
            return mantissa._mantissa, mantissa._unit
        return detach(mantissa, unit, "Quantity"), unit
    if isinstance(mantissa, Unit):
        return (1, mantissa) if unit is UNITLESS else (detach(mantissa, unit, "Quantity"), unit)
    if isinstance(mantissa, (list, tuple)):
        array, own = gather(mantissa)
        return (array, own) if unit is UNITLESS or own is unit else (_regathered(array, own, unit), unit)
    if backend_of(mantissa) is not None and not isinstance(
        mantissa, (str, bytes)
    ):  # numpy has scalars of text
        AS_IT_IS.add(type(mantissa))
        return mantissa, unit
    return _foreign(mantissa), unit


def _regathered(array: Any, own: Unit, unit: Unit) -> Any:
    """Return a gathered array in `unit`; plain numbers take it as it is."""
    return array if own is UNITLESS else detach(join(array, own), unit, "Quantity")


def _foreign(mantissa: Any) -> Any:
    """Return the mantissa for an object of no known kind, or raise TypeError."""
    if isinstance(mantissa, (int, float, complex, Fraction)):  # their subclasses
        return mantissa
    if isinstance(mantissa, (str, bytes)):
        raise TypeError(
            f"the mantissa must be a number or an array, got {mantissa!r}; "
            "to read a text such as '3 mV', use parse_quantity"
        )
    if not isinstance(mantissa, (type, ModuleType)):  # numpy itself has a shape, a dtype, ...
        if hasattr(mantissa, "todense"):  # scipy's and jax's sparse arrays: of no array library of ours
            raise TypeError(
                f"the mantissa must be a number or a dense array, got {type(mantissa).__name__}; "
                "make it dense first, or use brainunit.sparse"
            )
        if hasattr(mantissa, "__array__"):  # pandas.Series and kin
            return default_backend().asarray(mantissa.__array__())
        if hasattr(mantissa, "shape") and hasattr(mantissa, "dtype"):
            return mantissa  # a placeholder of an array, such as jax.ShapeDtypeStruct
    if isinstance(mantissa, range):
        return default_backend().asarray(list(mantissa))
    raise TypeError(f"the mantissa must be a number or an array, got {type(mantissa).__name__}")


def cast_to(mantissa: Any, dtype: Any) -> Any:
    """Return the mantissa as an array of `dtype`, of its own library."""
    backend: Backend = backend_of(mantissa) or default_backend()
    if backend_of(mantissa) is None:
        return backend.asarray(known_number(mantissa), dtype=dtype)
    return backend.xp.astype(mantissa, backend.dtype(dtype))
