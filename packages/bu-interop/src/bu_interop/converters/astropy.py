"""Quantities and units of astropy, and back."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import astropy.units as units
import numpy as np
from astropy.table import Column
from astropy.time import TimeDelta
from astropy.utils.masked import Masked

from bu_array import Quantity
from bu_array.core import Neighbour
from bu_units import UNITLESS, LevelUnit, Unit

from ._matching import (
    NoCounterpartError,
    fraction_of,
    known,
    level_of,
    mantissa_of,
    matched,
    multiplied,
    taken_apart,
    written,
)

__all__ = ["NEIGHBOUR", "read_unit", "to_astropy", "to_astropy_unit", "written_unit"]

# What astropy's irreducible units are here; what is not listed (a bin, a Sun) has no counterpart.
_ROOTS = {
    "m": "m",
    "kg": "kg",
    "s": "s",
    "A": "A",
    "K": "K",
    "mol": "mol",
    "cd": "cd",
    "rad": "rad",
    "bit": "bit",
    "ct": "count",
    "ph": "photon",
    "pix": "pixel",
    "vox": "voxel",
    "adu": "adu",
    "electron": "electron",
    "beam": "beam",
}
_POINTS = {"deg_C": "degC", "deg_F": "degF"}
_LEVELS = ("dB", "dex", "mag")
_LEVELS_ABOVE = ("dBm", "dBW", "dBV", "dBuV", "dBu", "dBZ", "dBSPL", "ABmag", "STmag", "pH_scale")
_MODULES = (units, units.imperial, units.astrophys, units.misc, units.cgs, units.photometric)


def _root(unit: Any) -> Unit:
    root = UNITLESS
    parts = unit.decompose()
    for base, power in zip(parts.bases, parts.powers, strict=True):
        if base.name not in _ROOTS:
            raise NoCounterpartError(
                f"astropy's unit {unit.to_string()!r} has no counterpart here: it is counted in {base.name!r}"
            )
        root = root * Unit(_ROOTS[base.name]) ** fraction_of(power)
    return root


# By identity, with the unit itself: a becquerel and a hertz are equal, and a user may define a name again.
_atoms: dict[tuple[int, bool], tuple[Any, Unit]] = {}


def _atom(atom: Any, alone: bool) -> Unit:
    """Return the unit that equals a named one of astropy's."""
    key = id(atom), alone
    kept = _atoms.get(key)
    if kept is not None:
        return kept[1]
    if len(_atoms) >= 4096:
        _atoms.clear()
    found = _atom_met(atom, alone)
    _atoms[key] = atom, found
    return found


def _atom_met(atom: Any, alone: bool) -> Unit:
    if isinstance(atom, units.UnrecognizedUnit):
        raise NoCounterpartError(f"astropy itself does not know the unit {atom.to_string()!r}")
    if atom.name in _POINTS:  # differences in products; astropy converts values by an equivalency
        return Unit(_POINTS[atom.name] if alone else f"delta_{_POINTS[atom.name]}")
    parts = atom.decompose()
    size = float(parts.scale.real) if isinstance(parts.scale, complex) else float(parts.scale)
    if [base.name for base in parts.bases] == ["dex"]:
        if parts.powers != [1]:
            raise NoCounterpartError(f"astropy's unit {atom.to_string()!r} is a power of a logarithm")
        return level_of((*atom.names, *_LEVELS), UNITLESS, 1 / size)
    return matched(atom.names, _root(atom), size)


def read_unit(unit: Any) -> Unit:
    """Return the unit that equals one of astropy's."""
    if isinstance(unit, units.function.FunctionUnitBase):
        return _function_unit(unit)
    if isinstance(unit, units.StructuredUnit):
        raise NoCounterpartError(
            f"the fields of a structured unit, {unit}, have units of their own: take them one by one"
        )
    if len(unit.bases) == 1 and unit.powers[0] == 1 and unit.scale == 1:
        return _atom(unit.bases[0], True)
    pairs = [
        (_atom(base, False), fraction_of(power)) for base, power in zip(unit.bases, unit.powers, strict=True)
    ]
    found = known(pairs)
    return found if unit.scale == 1 else matched([unit.to_string()], found, float(unit.scale))


def _function_unit(unit: Any) -> Unit:
    """Return the scale that equals a logarithmic unit such as dB(mW), mag(ST)."""
    physical = unit.physical_unit
    step = unit.function_unit.decompose()
    per_decade = 1 / float(step.scale)
    if physical == units.dimensionless_unscaled:
        return level_of((unit.function_unit.to_string(), *_LEVELS), UNITLESS, per_decade)
    reference = read_unit(physical)
    return level_of((unit.to_string(), *_LEVELS_ABOVE), reference, per_decade)


# ---------------------------------------------------------------- quantities


def _read(quantity: Any) -> tuple[Any, Unit]:
    if isinstance(quantity, TimeDelta):
        shown, own = ("sec", "s") if quantity.format == "sec" else ("jd", "d")
        return mantissa_of(quantity.to_value(shown), "astropy"), Unit(own)
    if isinstance(quantity, Column):
        unit = UNITLESS if quantity.unit is None else read_unit(quantity.unit)
        return mantissa_of(
            quantity.view(np.ma.MaskedArray if hasattr(quantity, "mask") else np.ndarray), "astropy"
        ), unit
    unit = read_unit(quantity.unit)
    if isinstance(quantity, Masked):
        return np.ma.MaskedArray(quantity.unmasked.value, mask=quantity.mask), unit
    return mantissa_of(quantity.value, "astropy"), unit


@lru_cache(maxsize=4096)
def _find(name: str) -> Any:
    found = next((getattr(module, name) for module in _MODULES if hasattr(module, name)), None)
    return found if isinstance(found, (units.UnitBase, units.function.FunctionUnitBase)) else None


_named: dict[str, Any] = {}
_SPELT = {"%": "percent", "°": "deg"}
_SPELT |= {f"{prefix}{ours}": theirs for theirs, ours in _POINTS.items() for prefix in ("", "delta_")}
_FUNCTIONS = {10.0: units.dB, 1.0: units.dex, -2.5: units.mag}


def _named_atom(atom: Unit) -> Any:
    if atom.ident not in _named:
        _named[atom.ident] = _level(atom) or written(
            atom, lambda unit: _atom(unit, not _is_delta(atom)), lambda name: _find(_SPELT.get(name, name))
        )
    return _named[atom.ident]


def _of_no_delta(atom: Unit) -> Any:
    return None if _is_delta(atom) else _named_atom(atom)


def _is_delta(atom: Unit) -> bool:
    return atom.name.startswith("delta_")


def _level(atom: Unit) -> Any:
    """Return the logarithmic unit that equals a level such as dBm; None for other units."""
    if not isinstance(atom, LevelUnit) or atom.is_difference or atom.per_decade not in _FUNCTIONS:
        return None
    return _FUNCTIONS[atom.per_decade](written_unit(atom.reference))


def written_unit(unit: Unit) -> Any:
    """Return the unit of astropy's that equals one of ours."""
    unit = unit.without_kind()
    # A degree alone is a point on its scale, so that a difference is in kelvins.
    named = _of_no_delta if _is_delta(unit) else _named_atom
    pairs, ours = taken_apart(unit, named, "astropy")
    found = multiplied(pairs, units.dimensionless_unscaled)
    if ours != unit:
        found = units.CompositeUnit(float(unit.exact / ours.exact), [found], [1])
    return found


def to_astropy(quantity: Quantity) -> Any:
    """Return the Quantity of astropy that equals `quantity`, in the same unit; numpy's array is the same.

    An array of another library is converted to numpy's; a mask stays. Raises NoCounterpartError for a unit
    that astropy has nothing for.
    """
    unit = written_unit(quantity.unit)
    array = quantity.to_numpy().mantissa
    dtype = getattr(array, "dtype", None)
    if isinstance(array, np.ma.MaskedArray):
        return Masked(units.Quantity(array.data, unit, dtype=dtype, copy=False, subok=True), mask=array.mask)
    return units.Quantity(array, unit, dtype=dtype, copy=False, subok=True)


def to_astropy_unit(unit: Unit | str) -> Any:
    """Return the unit of astropy that equals `unit`.

    unit: a unit or its text.
    Raises NoCounterpartError for a unit that astropy has nothing for.
    """
    return written_unit(Unit(unit))


NEIGHBOUR = Neighbour(
    (units.Quantity, Column, TimeDelta),
    (units.UnitBase, units.function.FunctionUnitBase, units.StructuredUnit),
    _read,
    read_unit,
    to_astropy,
    to_astropy_unit,
)
