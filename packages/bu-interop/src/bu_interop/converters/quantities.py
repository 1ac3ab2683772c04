"""Quantities and units of quantities, and of what is built on it (neo), and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import quantities

from bu_array import Quantity
from bu_array.core import Neighbour
from bu_units import UNITLESS, Unit

from ._deferring import defer_operators
from ._matching import (
    NoCounterpartError,
    fraction_of,
    known,
    mantissa_of,
    matched,
    multiplied,
    numpy_mantissa,
    taken_apart,
    written,
)

__all__ = ["NEIGHBOUR", "to_quantities", "to_quantities_unit"]

# What its base units are here, by their symbols.
_ROOTS = {"m": "m", "kg": "kg", "s": "s", "A": "A", "K": "K", "mol": "mol", "cd": "cd", "bit": "bit"}
# Its degrees are factors: it converts 20 degC to 20 K. So they are differences.
_SPELT = {"degC": "delta_degC", "degF": "delta_degF"}
_SPELT_THERE = {"delta_degC": "degC", "delta_degF": "degF", "°": "degree", "%": "percent"}

# By identity, with the unit itself: a user may define a name again.
_atoms: dict[int, tuple[Any, Unit]] = {}


def _atom(unit: Any) -> Unit:
    kept = _atoms.get(id(unit))
    if kept is not None:
        return kept[1]
    if len(_atoms) >= 4096:
        _atoms.clear()
    found = _atom_met(unit)
    _atoms[id(unit)] = unit, found
    return found


def _atom_met(unit: Any) -> Unit:
    names = [_SPELT.get(unit.symbol, unit.symbol), _SPELT.get(unit.name, unit.name)]
    try:
        base = unit.simplified
    except ValueError as error:
        raise NoCounterpartError(
            f"quantities itself cannot convert its unit {unit.name!r}: {error}"
        ) from None
    root = UNITLESS
    for part, power in base.dimensionality.items():
        if part.symbol not in _ROOTS:
            raise NoCounterpartError(
                f"the unit {unit.name!r} of quantities has no counterpart here: it is counted in {part.symbol!r}"
            )
        root = root * Unit(_ROOTS[part.symbol]) ** fraction_of(power)
    return matched(names, root, float(base.magnitude))


def read_unit(unit: Any) -> Unit:
    """Return the unit that equals one of quantities'; of a quantity, that which it is in."""
    return known(
        (_atom(part), fraction_of(power))
        for part, power in unit.dimensionality.items()
        if part is not quantities.dimensionless
    )


def _read(quantity: Any) -> tuple[Any, Unit]:
    if isinstance(quantity, quantities.UncertainQuantity):
        raise TypeError(
            "an UncertainQuantity has an uncertainty, which would be lost: give Quantity(x.magnitude, unit) "
            "and that of x.uncertainty apart, or make numbers of the package uncertainties"
        )
    array = np.asarray(quantity.magnitude)
    return mantissa_of(array if array.ndim else array[()], "quantities"), read_unit(quantity)


def _find(name: str) -> Any:
    found = getattr(quantities, _SPELT_THERE.get(name, name), None)
    return found if isinstance(found, quantities.UnitQuantity) else None


_named: dict[str, Any] = {}


def _named_atom(atom: Unit) -> Any:
    if atom.ident not in _named:
        _named[atom.ident] = written(atom, read_unit, _find)
    return _named[atom.ident]


def _product(unit: Unit) -> tuple[Any, float]:
    """Return a unit or a product of units of quantities, and how many of it `unit` is."""
    pairs, ours = taken_apart(unit, _named_atom, "quantities")
    size = 1.0 if ours == unit else float(unit.exact / ours.exact)
    return multiplied(pairs, quantities.dimensionless), size


def to_quantities_unit(unit: Unit | str) -> Any:
    """Return the unit of quantities that equals `unit`; a product of units is a CompoundUnit."""
    product, size = _product(Unit(unit).without_kind())
    if size == 1 and isinstance(product, quantities.UnitQuantity):
        return product
    text = product.dimensionality.string
    return quantities.CompoundUnit(text if size == 1 else f"{size!r}*{text}")


def to_quantities(quantity: Quantity) -> Any:
    """Return the Quantity of quantities that equals `quantity`, in the same unit; numpy's array is the same.

    An array of another library is converted to numpy's. Raises TypeError for a masked array,
    NoCounterpartError for a unit that quantities has nothing for.
    """
    unit, size = _product(quantity.unit.without_kind())
    unit = unit if size == 1 else to_quantities_unit(quantity.unit)
    return quantities.Quantity(numpy_mantissa(quantity, quantity.unit, "quantities"), unit)


defer_operators(quantities.Quantity)

NEIGHBOUR = Neighbour(
    (quantities.Quantity,), (quantities.UnitQuantity,), _read, read_unit, to_quantities, to_quantities_unit
)
