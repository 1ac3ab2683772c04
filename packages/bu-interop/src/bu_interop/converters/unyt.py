"""Quantities and units of unyt, and back."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import unyt

from bu_array import Quantity
from bu_array.core import Neighbour
from bu_units import UNITLESS, Magnitude, ScaleUnit, Unit

from ._deferring import defer_functions, defer_operators, defer_ufuncs
from ._matching import (
    NoCounterpartError,
    fraction_of,
    known,
    level_of,
    mantissa_of,
    matched,
    matched_scale,
    multiplied,
    near,
    numpy_mantissa,
    taken_apart,
    written,
)

__all__ = ["NEIGHBOUR", "to_unyt", "to_unyt_unit"]

# What unyt's base dimensions are counted in here: its sizes are in these units.
_ROOTS = {
    unyt.dimensions.length: "m",
    unyt.dimensions.mass: "kg",
    unyt.dimensions.time: "s",
    unyt.dimensions.temperature: "K",
    unyt.dimensions.angle: "rad",
    unyt.dimensions.current_mks: "A",
    unyt.dimensions.luminous_intensity: "cd",
}
_SPELT = {"B": "Bel"}
_SPELT_THERE = {"Bel": "B", "°": "degree", "%": "percent"}
_LEVELS = ("dB", "Bel", "Np")

_atoms: dict[tuple[Any, ...], Unit] = {}


def _root(name: str, dimensions: Any) -> Unit:
    root = UNITLESS
    for base, power in dimensions.as_powers_dict().items():
        if base == 1:
            continue
        if base not in _ROOTS:
            raise NoCounterpartError(
                f"unyt's unit {name!r} has no counterpart here: its dimension is {dimensions}"
            )
        root = root * Unit(_ROOTS[base]) ** fraction_of(power)
    return root


def _atom(registry: Any, name: str) -> Unit:
    unit = unyt.Unit(name, registry=registry)
    # By what it means now: registries can be modified.
    key = name, unit.base_value, unit.base_offset, unit.dimensions
    found = _atoms.get(key)
    if found is None:
        if len(_atoms) >= 4096:
            _atoms.clear()
        found = _atoms[key] = _atom_met(name, unit)
    return found


def _atom_met(name: str, unit: Any) -> Unit:
    names = [_SPELT.get(name, name), name]
    size = float(unit.base_value)
    if unit.dimensions == unyt.dimensions.logarithmic:  # counted in nepers
        return level_of([*names, *_LEVELS], UNITLESS, _NEPER / size)
    root = _root(name, unit.dimensions)
    offset = float(unit.base_offset)
    if offset:
        return matched_scale(names, root, lambda value: (value - offset) * size)
    return matched(names, root, size)


_NEPER = 1.151292546497023  # nepers in a decade of power: ln(10) / 2


def read_unit(unit: Any) -> Unit:
    """Return the unit that equals one of unyt's."""
    pairs, number = [], Fraction(1)
    for atom, power in unit.expr.as_powers_dict().items():
        if atom.is_number:
            number *= _exact(atom, power)
        elif str(atom) != "dimensionless":
            pairs.append((_atom(unit.registry, str(atom)), fraction_of(power)))
    found = known(pairs)
    if isinstance(found, ScaleUnit):
        return found
    if number != 1:
        exact: Any = Magnitude(number) * found.exact
        found = Unit(found.dim, factor=exact)
    size = float(unit.base_value)
    # The unit itself has the last word: its registry may have been modified since it was made.
    same = near(found.magnitude, size)
    return found if same else matched([str(unit)], _root(str(unit), unit.dimensions), size)


def _exact(number: Any, power: Any) -> Fraction:
    """Return a power of one of sympy's numbers, exactly where it is a fraction."""
    if number.is_Rational and power.is_Integer:
        return Fraction(int(number.p), int(number.q)) ** int(power)
    return Fraction(repr(float(number) ** float(power)))


# ---------------------------------------------------------------- quantities


def _read(quantity: Any) -> tuple[Any, Unit]:
    array = quantity.view(np.ndarray)
    return mantissa_of(array if array.ndim else array[()], "unyt"), read_unit(quantity.units)


def _find(name: str) -> Any:
    try:
        return unyt.Unit(_SPELT_THERE.get(name, name))
    except unyt.exceptions.UnitParseError:
        return None


_named: dict[str, Any] = {}


def _named_atom(atom: Unit) -> Any:
    if atom.ident not in _named:
        _named[atom.ident] = written(atom, read_unit, _find)
    return _named[atom.ident]


def to_unyt_unit(unit: Unit | str) -> Any:
    """Return the unit of unyt that equals `unit`.

    unit: a unit or its text.
    Raises NoCounterpartError for a unit that unyt has nothing for: an amount of substance is a number there.
    """
    wanted = Unit(unit).without_kind()
    pairs, ours = taken_apart(wanted, _named_atom, "unyt")
    try:
        found = multiplied(pairs, unyt.dimensionless)
    except unyt.exceptions.InvalidUnitOperation as error:
        raise NoCounterpartError(f"unyt has no unit for {wanted}: {error}") from None
    if ours == wanted:
        return found
    size = wanted.exact / ours.exact
    ratio = size.fraction  # as text: a float would become one of 15 digits
    return unyt.Unit(f"({ratio if ratio is not None else repr(float(size))})*({found.expr})")


def to_unyt(quantity: Quantity) -> Any:
    """Return the array of unyt that equals `quantity`, in the same unit; numpy's array is the same.

    A number becomes a unyt_quantity; an array of another library is converted to numpy's. Raises TypeError
    for a masked array, NoCounterpartError for a unit that unyt has nothing for.
    """
    unit = to_unyt_unit(quantity.unit)
    array = numpy_mantissa(quantity, quantity.unit, "unyt")
    return unyt.unyt_array(array, unit) if np.ndim(array) else unyt.unyt_quantity(array, unit)


defer_operators(unyt.unyt_array)
defer_ufuncs(unyt.unyt_array)
defer_functions(unyt.unyt_array)
defer_operators(unyt.Unit)

NEIGHBOUR = Neighbour((unyt.unyt_array,), (unyt.Unit,), _read, read_unit, to_unyt, to_unyt_unit)
