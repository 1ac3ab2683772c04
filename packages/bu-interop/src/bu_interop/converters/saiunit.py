"""Quantities and units of saiunit, and back."""

from __future__ import annotations

from typing import Any

import saiunit

from bu_array import Quantity
from bu_array.core import Neighbour
from bu_units import UNITLESS, ScaleUnit, Unit

from ._deferring import defer_operators, defer_ufuncs
from ._matching import NoCounterpartError, base_units, fraction_of, mantissa_of, matched

__all__ = ["NEIGHBOUR", "to_saiunit", "to_saiunit_unit"]

_BASES = {
    "length": "m",
    "mass": "kg",
    "time": "s",
    "current": "A",
    "temperature": "K",
    "substance": "mol",
    "luminosity": "cd",
}


def read_unit(unit: Any) -> Unit:
    """Return the unit that equals one of saiunit's."""
    root = UNITLESS
    for base, name in _BASES.items():
        power = fraction_of(unit.dim.get_dimension(base))
        if power:
            root = root * Unit(name) ** power
    return matched([unit.dispname, unit.name], root, float(unit.magnitude))


def _read(quantity: Any) -> tuple[Any, Unit]:
    return mantissa_of(quantity.mantissa, "saiunit"), read_unit(quantity.unit)


def to_saiunit_unit(unit: Unit | str) -> Any:
    """Return the unit of saiunit that equals `unit`.

    unit: a unit or its text.
    Raises NoCounterpartError for scales (degC, dBm) and for dimensions outside the seven of the SI.
    """
    wanted = Unit(unit).without_kind()
    if isinstance(wanted, ScaleUnit):
        raise NoCounterpartError(f"saiunit has no scales like {wanted}; convert to {Unit(wanted.dim)} first")
    powers = {}
    for atom, power in base_units(wanted.dim):
        base = next((base for base, name in _BASES.items() if name == atom.dispname), None)
        if base is None:
            raise NoCounterpartError(f"saiunit has no unit for {atom}, in {wanted}")
        powers[base] = power.numerator if power.denominator == 1 else float(power)
    for name in (wanted.name, wanted.dispname):
        found = getattr(saiunit, name, None)
        if isinstance(found, saiunit.Unit) and read_unit(found) == wanted:
            return found
    return _made(wanted, saiunit.get_or_create_dimension(**powers))


def _made(unit: Unit, dimension: Any) -> Any:
    ten = unit.exact.power_of_ten
    name = str(unit)
    if ten is not None:
        scale = ten.numerator if ten.denominator == 1 else float(ten)
        return saiunit.Unit(dimension, scale=scale, name=name, dispname=name)
    return saiunit.Unit(dimension, factor=unit.magnitude, name=name, dispname=name)


def to_saiunit(quantity: Quantity) -> Any:
    """Return the Quantity of saiunit that equals `quantity`, in the same unit; the array is the same.

    Raises NoCounterpartError for a unit that saiunit has nothing for.
    """
    return saiunit.Quantity(quantity.mantissa, unit=to_saiunit_unit(quantity.unit))


defer_operators(saiunit.Quantity)
defer_operators(saiunit.Unit)
defer_ufuncs(saiunit.Quantity)

NEIGHBOUR = Neighbour((saiunit.Quantity,), (saiunit.Unit,), _read, read_unit, to_saiunit, to_saiunit_unit)
