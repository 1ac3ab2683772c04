"""Quantities and units of other libraries of units, and back.

Each library has a module here, which is loaded when a type of the library is met or its function is called.
"""

from __future__ import annotations

from typing import Any

from bu_array import Quantity
from bu_array.core import Neighbour, neighbour
from bu_units import Unit

from ._deferring import defer_operators as leave_to_quantities
from ._matching import NoCounterpartError

__all__ = [
    "NoCounterpartError",
    "from_astropy",
    "from_pint",
    "from_quantities",
    "from_saiunit",
    "from_unxt",
    "from_unyt",
    "leave_to_quantities",
    "to_astropy_unit",
    "to_pint_unit",
    "to_quantities_unit",
    "to_saiunit_unit",
    "to_unyt_unit",
]


def _known(library: str) -> Neighbour:
    known = neighbour(library)
    assert known is not None  # this package names it
    return known


def _from(library: str, x: Any) -> Quantity:
    known = _known(library)
    if isinstance(x, known.units):
        return Quantity(1, known.read_unit(x))
    if not isinstance(x, known.quantities):
        raise TypeError(f"from_{library} takes a quantity or a unit of {library}, got {type(x).__name__}")
    return Quantity(*known.read(x))


def from_pint(quantity: Any) -> Quantity:
    """Return the quantity that equals one of pint's, in the same unit; the array is the same.

    quantity: a Quantity or a Unit of pint's, of any registry; a unit is one of it.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    anything else, NoCounterpartError for a unit that nothing here equals.
    """
    return _from("pint", quantity)


def from_astropy(quantity: Any) -> Quantity:
    """Return the quantity that equals one of astropy's, in the same unit; the array is the same.

    quantity: a Quantity of astropy (an Angle, a Magnitude, a masked one), a column of a table, a TimeDelta,
    or a unit, which is one of it.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    anything else, NoCounterpartError for a unit that nothing here equals.
    """
    return _from("astropy", quantity)


def from_unyt(quantity: Any) -> Quantity:
    """Return the quantity that equals one of unyt's, in the same unit; the array is the same.

    quantity: a unyt_array, a unyt_quantity or a Unit of unyt's, which is one of it.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    anything else, NoCounterpartError for a unit that nothing here equals.
    """
    return _from("unyt", quantity)


def from_quantities(quantity: Any) -> Quantity:
    """Return the quantity that equals one of quantities', in the same unit; the array is the same.

    quantity: a Quantity, an array of a subclass such as neo's signals, or a unit, which is one of it.
    Its degrees (degC) are factors and so differences; an UncertainQuantity is refused by TypeError.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    anything else, NoCounterpartError for a unit that nothing here equals.
    """
    return _from("quantities", quantity)


def from_unxt(quantity: Any) -> Quantity:
    """Return the quantity that equals one of unxt's, in the same unit; the array is the same.

    quantity: a quantity of any of unxt's classes.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    anything else, NoCounterpartError for a unit that nothing here equals.
    """
    return _from("unxt", quantity)


def from_saiunit(quantity: Any) -> Quantity:
    """Return the quantity that equals one of saiunit's, in the same unit; the array is the same.

    quantity: a Quantity or a Unit of saiunit's, which is one of it.
    A unit that is unknown here, or of another size, is an exact number of base units. Raises TypeError for
    anything else, NoCounterpartError for a unit that nothing here equals.
    """
    return _from("saiunit", quantity)


def to_pint_unit(unit: Unit | str, registry: Any = None) -> Any:
    """Return the unit of pint that equals `unit`.

    unit: a unit or its text; registry: the UnitRegistry of pint, its application registry unless given.
    Raises NoCounterpartError for a unit that pint has nothing for: its units take no numbers in front.
    """
    return _known("pint").write_unit(Unit(unit), registry)


def to_astropy_unit(unit: Unit | str) -> Any:
    """Return the unit of astropy that equals `unit`.

    unit: a unit or its text.
    Raises NoCounterpartError for a unit that astropy has nothing for.
    """
    return _known("astropy").write_unit(Unit(unit))


def to_unyt_unit(unit: Unit | str) -> Any:
    """Return the unit of unyt that equals `unit`.

    unit: a unit or its text.
    Raises NoCounterpartError for a unit that unyt has nothing for: an amount of substance is a number there.
    """
    return _known("unyt").write_unit(Unit(unit))


def to_quantities_unit(unit: Unit | str) -> Any:
    """Return the unit of quantities that equals `unit`.

    unit: a unit or its text.
    A product of units is a CompoundUnit.
    Raises NoCounterpartError for a unit that quantities has nothing for: its degrees are differences.
    """
    return _known("quantities").write_unit(Unit(unit))


def to_saiunit_unit(unit: Unit | str) -> Any:
    """Return the unit of saiunit that equals `unit`.

    unit: a unit or its text.
    Raises NoCounterpartError for a unit that saiunit has nothing for: it has no scales (degC, dBm).
    """
    return _known("saiunit").write_unit(Unit(unit))
