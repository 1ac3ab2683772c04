"""What a letter stands for in a call: one unit for a whole array, or the units of the parts of a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import is_dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from bu_array.bridge import Layout
from bu_array.core import Pair, detach, has_unit, is_neutral, join, scaled, settled, split
from bu_dispatch import BackendError, backend_of
from bu_units import UNITLESS, ScaleUnit, Unit

__all__ = [
    "Carrier",
    "Holder",
    "One",
    "Parts",
    "difference",
    "first_of",
    "in_unit",
    "layout_of",
    "plain",
    "structured",
    "unit_of",
]

_NUMPY = np.zeros(0)
"""Beside a list: without an array inside it becomes one of numpy's, whatever the default is."""


class Holder:
    """An object of scipy with units; `bare` is scipy's own."""

    bare: Any


class Carrier(Holder):
    """One with a unit that stands for its numbers, as a sparse matrix."""

    unit: Unit


def difference(unit: Unit) -> Unit:
    """Return the unit of differences of values in `unit`: itself for one that is a factor."""
    return unit.difference if isinstance(unit, ScaleUnit) else unit


def plain(value: Any) -> bool:
    """Whether nothing in a value, or in a container, has a unit."""
    if isinstance(value, dict):
        return all(plain(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        return all(plain(part) for part in value)
    if is_dataclass(value) and not isinstance(value, (type, Pair)):
        return all(plain(part) for part in vars(value).values()) if hasattr(value, "__dict__") else False
    if isinstance(value, Holder) or has_unit(value) or _foreign(value):
        return False
    # Bounds and constraints keep what they are given.
    return not any(hasattr(value, name) and not plain(getattr(value, name)) for name in ("lb", "ub", "A"))


def _foreign(value: Any) -> bool:
    """Whether a value is of another units library: what reads it tells its unit, or refuses it."""
    if value is None or isinstance(value, (str, bytes)) or callable(value):
        return False
    kind = type(value)
    if kind in (int, float, complex, bool, np.ndarray) or isinstance(value, np.generic):
        return False
    said = (
        hasattr(value, "units") or hasattr(value, "unit") or "units" in (getattr(value, "attrs", None) or ())
    )
    return said and split(value)[1] is not UNITLESS


def in_unit(value: Any, unit: Unit, place: str) -> Any:
    """Return the numbers of a value in `unit`, as scipy takes them; errors name the place and both units."""
    if isinstance(value, Carrier):
        factor = detach(join(1.0, value.unit), unit, place)
        return value.bare if factor == 1.0 else value.bare * factor
    if isinstance(value, (list, tuple)) and any(part is None for part in value):
        return type(value)([None if part is None else in_unit(part, unit, place) for part in value])
    if unit is UNITLESS and plain(value):
        return value  # scipy itself
    mantissa = (
        detach(value, unit, place, _NUMPY) if isinstance(value, (list, tuple)) else detach(value, unit, place)
    )
    if isinstance(value, Pair):
        _of_numpy(mantissa, place)
    return mantissa


def _of_numpy(mantissa: Any, place: str) -> None:
    backend = backend_of(mantissa)
    if backend is not None and backend.name != "numpy":
        raise BackendError(
            f"{place}: scipy computes on numpy arrays, got one of {backend.name}; "
            "call .to_numpy() on the quantity first"
        )


class One:
    """One unit for a whole array."""

    __slots__ = ("fold", "out", "unit")

    def __init__(self, unit: Unit, *, computed: bool = False) -> None:
        self.unit = unit
        # A computed m/cm is a number, one that was given stays as it is.
        self.out, self.fold = settled(unit) if computed else (None if unit is UNITLESS else unit, None)

    @property
    def is_pure(self) -> bool:
        """Whether there is no unit at all."""
        return self.unit is UNITLESS

    def __pow__(self, exponent: Fraction) -> One:
        return One(difference(self.unit) ** exponent, computed=True)

    def __mul__(self, other: One | Parts) -> Any:
        if isinstance(other, Parts):
            return other * self
        return One(difference(self.unit) * difference(other.unit), computed=True)

    def take(self, value: Any, place: str) -> Any:
        """Return the numbers of a value."""
        return None if value is None else in_unit(value, self.unit, place)

    def give(self, array: Any, axis: int = 0) -> Any:
        """Return numbers with the unit."""
        if array is None:
            return None
        if type(array) is tuple or type(array) is list:
            return type(array)([self.give(part) for part in array])
        if self.fold is not None:
            array = scaled(array, self.fold)
        return array if self.out is None else join(array, self.out)

    def __str__(self) -> str:
        return str(self.unit)


class Parts:
    """The units of the parts of a tree, which is a vector to the solver; see `bu_array.bridge.Layout`."""

    __slots__ = ("kind", "layout")
    is_pure = False

    def __init__(self, layout: Layout, kind: type | None = None) -> None:
        self.layout = layout
        self.kind = kind

    @property
    def units(self) -> tuple[Unit, ...]:
        return self.layout.units

    def __pow__(self, exponent: Fraction) -> Parts:
        return self._like([difference(unit) ** exponent for unit in self.units])

    def _like(self, units: list[Unit]) -> Parts:
        return Parts(self.layout.of_units(units), self.kind)

    def __mul__(self, other: One | Parts) -> Parts:
        others = other.units if isinstance(other, Parts) else [other.unit] * len(self.units)
        return self._like(
            [difference(own) * difference(its) for own, its in zip(self.units, others, strict=True)]
        )

    def take(self, tree: Any, place: str) -> Any:
        """Return the vector of a tree alike; a plain number or array that fits any unit stays."""
        if tree is None or (isinstance(tree, (int, float, np.ndarray, np.generic)) and is_neutral(tree)):
            return tree
        vector = self.layout.ravel(self._alike(tree), place)
        if type(vector) is not np.ndarray:
            _of_numpy(vector, place)
        return vector

    def take_many(self, tree: Any, columns: int, place: str) -> Any:
        """Return a matrix, a column for each of several states: the parts have a further axis at the end."""
        leaves = self.layout.structure.leaves(self._alike(tree), place)
        parts = zip(leaves, self.units, self.layout.shapes, self.layout.structure.places, strict=True)
        rows = [
            np.broadcast_to(in_unit(leaf, unit, place + where), (*shape, columns)).reshape((-1, columns))
            for leaf, unit, shape, where in parts
        ]
        return np.concatenate(rows)

    def _alike(self, tree: Any) -> Any:
        # scipy's users return lists where the state is a tuple.
        given = type(tree)
        return self.kind(tree) if given in (list, tuple) and self.kind in (list, tuple) else tree

    def give(self, vector: Any, axis: int = 0) -> Any:
        """Return the tree of a vector; further axes stay where they are."""
        array = np.asarray(vector)
        if array.size == 0 and array.ndim == 1 and self.layout.size:
            array = array.reshape((0, self.layout.size) if axis else (self.layout.size, 0))
        return self.layout(array, axis)

    def each(self, vector: Any) -> list[Any]:
        """Return the parts of a vector, with their units, in their order."""
        return list(self.layout.structure.leaves(self.layout(np.asarray(vector)), "parts"))

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.units))})"


def structured(value: Any) -> bool:
    """Whether a value is a container that says by itself that its parts are apart."""
    return isinstance(value, (tuple, dict)) or (is_dataclass(value) and not isinstance(value, (type, Pair)))


def first_of(values: Any) -> Any:
    """Return the first of a list's leaves that tells a unit, None where all are neutral."""
    if not isinstance(values, (list, tuple)):
        return None if values is None or is_neutral(values) else values
    return next((leaf for value in values if (leaf := first_of(value)) is not None), None)


def layout_of(value: Any, *, tree: bool) -> One | Parts:
    """Return what the first value of a letter says; with `tree` a container may have several units."""
    if isinstance(value, Carrier):
        return One(value.unit)
    if tree and structured(value) and (isinstance(value, dict) or is_dataclass(value) or not plain(value)):
        return Parts(Layout.of(value), type(value))
    if tree and isinstance(value, list) and _several_dimensions(value):
        return Parts(Layout.of(value), type(value))
    if isinstance(value, (list, tuple)):
        value = first_of(value)
        return One(UNITLESS) if value is None else layout_of(value, tree=False)
    return One(unit_of(value))


def unit_of(value: Any) -> Unit:
    """Return the unit of a value; what is no number has none."""
    if value is None or isinstance(value, (str, bytes)) or plain(value):
        return UNITLESS
    return value.unit if isinstance(value, Carrier) else split(value)[1]


def _several_dimensions(values: Sequence[Any]) -> bool:
    if plain(values):
        return False
    if any(isinstance(value, dict) or structured(value) for value in values):
        return True
    units = [layout_of(value, tree=False) for value in values if not is_neutral(value)]
    return len({one.unit.dim for one in units if isinstance(one, One)}) > 1
