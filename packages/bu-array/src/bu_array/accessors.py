"""Questions about any object, with or without a unit: its unit, dimension, mantissa."""

from __future__ import annotations

from typing import Any

from bu_units import UNITLESS, Dimension, Unit

from ._quantity import display
from ._quantity.quantity import Quantity
from .core import Pair, detach_asked, rules, split, unwrapped

__all__ = [
    "array_with_unit",
    "as_unit",
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
    "maybe_decimal",
    "split_mantissa_unit",
]


def array_with_unit(mantissa: Any, unit: Unit, dtype: Any = None) -> Quantity:
    """Return ``Quantity(mantissa, unit, dtype)``.

    unit: a unit.
    """
    return Quantity(mantissa, unit, dtype)


def as_unit(unit: Any) -> Unit:
    """Return the unit that equals `unit`: one of another library of units, a unit itself, or its text.

    unit: a Unit, a text, None for the number one, or a unit of pint, astropy, unyt, quantities or saiunit.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    what is no unit, and where nothing here equals it.
    """
    return rules.as_unit(unit)


def is_quantity(x: Any) -> bool:
    """Return whether `x` is a Quantity."""
    return isinstance(x, Quantity)


def get_unit(obj: Any) -> Unit:
    """Return the unit of a quantity, a unit itself, UNITLESS for anything else."""
    if isinstance(obj, Pair):
        return obj._unit
    obj = unwrapped(obj)
    return obj._unit if isinstance(obj, Pair) else obj if isinstance(obj, Unit) else UNITLESS


def get_dim(obj: Any) -> Dimension:
    """Return the dimension of a quantity, unit or dimension; that of a number for anything else."""
    return obj if isinstance(obj, Dimension) else get_unit(obj).dim


def get_mantissa(obj: Any) -> Any:
    """Return the mantissa of a quantity; anything else as it is."""
    inside = unwrapped(obj)
    return inside._mantissa if isinstance(inside, Pair) else obj


get_magnitude = get_mantissa


def split_mantissa_unit(obj: Any) -> tuple[Any, Unit]:
    """Return mantissa and unit; UNITLESS for what has no unit."""
    return split(obj)


def is_unitless(obj: Any) -> bool:
    """Return whether the unit of `obj` is the number one."""
    return get_unit(obj).is_unitless


def is_dimensionless(obj: Any) -> bool:
    """Return whether `obj` has no dimension; it may have a scale, such as degree."""
    return get_dim(obj).is_dimensionless


def have_same_dim(obj1: Any, obj2: Any) -> bool:
    """Return whether both have one dimension."""
    return get_dim(obj1) is get_dim(obj2)


def has_same_unit(obj1: Any, obj2: Any) -> bool:
    """Return whether both have one unit: dimension and magnitude agree."""
    return get_unit(obj1) == get_unit(obj2)


def maybe_decimal(val: Any, unit: Unit | None = None) -> Any:
    """Return the bare array of a dimensionless quantity, its scale folded in; others as they are.

    val: a quantity, or anything else.
    With `unit` the bare array in that unit; UnitMismatchError for another dimension.
    """
    if unit is not None:
        return detach_asked(val, unit, "maybe_decimal")
    inside = unwrapped(val)
    if isinstance(inside, Quantity) and inside.dim.is_dimensionless:
        return inside.to_decimal(UNITLESS)
    return val


def display_in_unit(x: Any, u: Unit | str | None = None, precision: int | None = None) -> str:
    """Return ``3.14 mV``: `x` in its unit, or in `u`, with `precision` digits behind the point.

    u: a unit or its text; precision: how many digits behind the point; None for those that numpy prints.
    """
    mantissa, unit = split(x)
    if u is not None:
        unit = as_unit(u)
        mantissa = detach_asked(x, unit, "display_in_unit")
    return display.shown(mantissa, unit, precision)
