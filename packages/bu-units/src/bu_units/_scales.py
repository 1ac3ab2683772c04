"""Scales: units whose zero is not nothing (degC) or that count logarithms (dBm).

A value on a scale is converted by more than a factor. What may be added to it is a difference: in a plain
unit for points (``delta_degC``), a level difference for levels (``dB``). In products and powers of units a
scale stands for its differences (``W / (m^2 * delta_degC)``, ``dB / km``); a level (dBm), whose
differences are in another unit, takes no part.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from weakref import ref

from ._dimension import Dimension
from ._magnitude import ONE, Magnitude, magnitude
from ._unit import Unit, enter, make_atom, new_ident
from .errors import UnitMismatchError

TYPE_CHECKING = False  # typing itself takes longer to import than this module
if TYPE_CHECKING:
    from typing import Any, TypeVar

    S = TypeVar("S", bound="ScaleUnit")

__all__ = [
    "LevelUnit",
    "PointUnit",
    "ScaleUnit",
    "affine_between",
    "affine_exact",
    "convert_value",
    "counts",
    "described",
    "is_difference",
    "make_level",
    "make_point",
    "ratio",
    "scale_of_step",
]


class ScaleUnit(Unit):
    """A unit that is no factor: a value in it is a point or a level on a scale."""

    __slots__ = ("_difference", "_step")

    _difference: Unit | None
    _step: Unit | None

    def __new__(cls, *args: Any, **kwargs: Any) -> ScaleUnit:
        raise TypeError(
            f"{cls.__name__} is made by Unit.define, with of= and zero= or reference= and per_decade="
        )

    @property
    def difference(self) -> Unit:
        """The unit of a difference of two values on this scale."""
        return self if self._difference is None else self._difference

    @property
    def step(self) -> Unit | None:
        """The unit, a factor, that counts differences on this scale in products; None for levels (dBm)."""
        return self._step

    @property
    def is_unitless(self) -> bool:
        """False: even a level of a pure number is no number."""
        return False

    def __eq__(self, other: object) -> bool:
        return self is other if isinstance(other, Unit) else NotImplemented

    __hash__ = object.__hash__

    def factor_to(self, other: Unit) -> float:
        """Return 1.0 for the unit itself; UnitMismatchError for any other: there is no factor."""
        if other is self:
            return 1.0
        raise UnitMismatchError(f"{self} is a scale, from which no factor leads to another unit", self, other)

    def _in_products(self, alone: bool) -> Unit:
        """Return the unit of differences; TypeError for a level, and for a point with but a number."""
        reason = self._refused_in_products(alone)
        if reason:
            raise TypeError(reason)
        assert self._step is not None
        return self._step

    def _refused_in_products(self, alone: bool) -> str:
        """Return why the scale, `alone` but for a number, takes no part in a product; empty where it does."""
        return ""


class PointUnit(ScaleUnit):
    """An affine unit: a point on a scale of temperature, say, counted from a zero of its own."""

    __slots__ = ("_zero",)

    _zero: Fraction
    """Where the scale's zero lies, in units of its differences."""

    @property
    def zero(self) -> Fraction:
        """Where the zero of the scale lies, exactly, in units of `difference`: 273.15 for degC."""
        return self._zero

    def __reduce__(self) -> tuple[Any, ...]:
        return make_point, (self._name, self._symbol, self._step, self._zero)

    def _refused_in_products(self, alone: bool) -> str:
        if not alone:
            return ""
        return (
            f"{self} is a scale and takes no part in products and powers of numbers; "
            f"use {self.step} for a difference, or convert a value to {Unit(self.dim).name}"
        )

    def affine_to(self, other: Unit) -> tuple[float, float]:
        """Return `factor` and `offset`: ``value * factor + offset`` is the value in `other`.

        Each is the correctly rounded float64. Raises UnitMismatchError for another dimension.
        """
        if other.dim is not self.dim or isinstance(other, LevelUnit):
            raise UnitMismatchError("Cannot convert between scales of different dimension", self, other)
        return affine_between(self, other)


class LevelUnit(ScaleUnit):
    """A logarithmic unit: the level of a quantity above a reference, or a difference of levels."""

    __slots__ = ("_per_decade", "_reference")

    _reference: Unit
    """The unit whose one has the level 0; UNITLESS for a level difference."""
    _per_decade: float
    """How many of this unit a factor of ten of the quantity is: 10 for dBm, 20 for dBV, -1 for pH."""

    @property
    def reference(self) -> Unit:
        """The unit whose one has the level 0; the number one for a level difference."""
        return self._reference

    @property
    def per_decade(self) -> float:
        """How many of this unit a factor of ten of the quantity is."""
        return self._per_decade

    @property
    def is_difference(self) -> bool:
        """Whether values are differences of levels (dB) rather than levels (dBm)."""
        return self._difference is None

    def __reduce__(self) -> tuple[Any, ...]:
        own = self._reference, self._per_decade, self._difference, self._step
        return make_level, (self._name, self._symbol, *own)

    def _refused_in_products(self, alone: bool) -> str:
        if self._step is not None:
            return ""
        return (
            f"{self} is a scale and takes no part in products and powers; "
            f"convert a value to a linear unit first, such as {self._reference}"
        )


def affine_exact(first: Unit, second: Unit) -> tuple[Fraction, Fraction]:
    """Return factor and offset between two units of one dimension, either of them a PointUnit, exactly.

    first: the unit of the value; second: the unit that it is wanted in.
    """
    if first.dim is not second.dim:
        raise UnitMismatchError("Cannot convert between scales of different dimension", first, second)
    if is_difference(first) or is_difference(second):
        raise UnitMismatchError("A point on a scale is no difference, nor the other way round", first, second)
    factor = ratio(first, second)
    return factor, _zero_of(first) * factor - _zero_of(second)


def ratio(first: Unit, second: Unit) -> Fraction:
    """Return how many of the second unit the first is; rounded where that is no fraction (rad in deg)."""
    size = first.exact / second.exact
    return size.fraction or Fraction(float(size))


def affine_between(first: Unit, second: Unit) -> tuple[float, float]:
    """Return factor and offset between two units, each correctly rounded; see `affine_exact`.

    first: the unit of the value; second: the unit that it is wanted in.
    """
    factor, offset = affine_exact(first, second)
    return float(factor), float(offset)


def _zero_of(unit: Unit) -> Fraction:
    return unit._zero if isinstance(unit, PointUnit) else Fraction(0)


def _log10(value: float) -> float:
    if value <= 0.0:
        raise ValueError(f"{value} has no level: a logarithm is of a positive number")
    return math.log10(value)


def convert_value(value: Any, unit: Unit, target: Unit, log10: Callable[[Any], Any] = _log10) -> Any:
    """Return `value` in `unit` as a value in `target`, where either of them is a scale.

    unit: the unit of the value; target: the unit that it is wanted in; log10: the logarithm of its library.
    value: a number, or an array of a library whose `log10` is given. Raises UnitMismatchError for
    another dimension, and where a point or a level would become a difference or the other way round.
    """
    if unit is target:
        return value
    if isinstance(unit, PointUnit) or isinstance(target, PointUnit):
        factor, offset = affine_between(unit, target)
        return (value if factor == 1.0 else value * factor) + offset
    if unit.dim is not target.dim or _kind(unit) * _kind(target) < 0:
        counted, wanted = _counted(unit), _counted(target)
        if counted.dim is wanted.dim and _kind(unit) * _kind(target) == 0:
            return value * counted.factor_to(wanted)
        raise UnitMismatchError("Cannot convert between these scales", unit, target)
    if not isinstance(unit, LevelUnit):
        assert isinstance(target, LevelUnit)
        return log10(value * unit.factor_to(target.reference)) * target.per_decade
    if isinstance(target, LevelUnit):
        return _from_level_to_level(value, unit, target)
    return 10.0 ** (value * (1.0 / unit.per_decade)) * unit.reference.factor_to(target)


def _counted(unit: Unit) -> Unit:
    """Return the factor that counts differences of levels: what dB is in dB/km; another unit itself."""
    return (unit.step or unit) if isinstance(unit, LevelUnit) else unit


def _kind(unit: Unit) -> int:
    """1 for levels, -1 for differences of levels, 0 for what is no level."""
    return (-1 if unit.is_difference else 1) if isinstance(unit, LevelUnit) else 0


def _from_level_to_level(value: Any, unit: LevelUnit, target: LevelUnit) -> Any:
    """Shift by the ratio of the references, in place of going through the linear value and back."""
    factor = target.per_decade / unit.per_decade
    shift = math.log10(unit.reference.factor_to(target.reference)) * target.per_decade
    scaled = value if factor == 1.0 else value * factor
    return scaled if shift == 0.0 else scaled + shift


def described(unit: ScaleUnit) -> str:
    """Return what a scale is, for messages: ``points counted from 1.01325 delta_barg``."""
    if isinstance(unit, PointUnit):
        return f"a scale of points whose zero lies at {float(unit.zero):.12g} {unit.difference}"
    assert isinstance(unit, LevelUnit)
    if unit.is_difference:
        return f"a scale of level differences, {unit.per_decade:.12g} a decade"
    return f"a scale of levels above {unit.reference}, {unit.per_decade:.12g} a decade"


# What is made for differences of points is named so, the user's own as those of the catalogue.
_DELTA = "delta_"


def is_difference(unit: Unit) -> bool:
    """Whether `unit` is made for differences of points (``delta_degC``).

    unit: a unit.
    By name: kelvin is equal to delta_degC, but a value in kelvin may be a temperature or a
    difference of two, and which of them no one can tell.
    """
    if type(unit) is not Unit:
        return False
    return _is_delta(unit) or any(_is_delta(atom) for atom, _ in unit._atoms)


def _is_delta(atom: Unit) -> bool:
    return atom._name is not None and atom._name[: len(_DELTA)] == _DELTA


# ---------------------------------------------------------------- one object per scale

# How many of a base dimension's unit (dB, mag, delta_pH) a factor of ten is.
_PER_DECADE = {"level": 10.0, "stellar_magnitude": -2.5, "acidity": -1.0}
LEVEL_DIMENSIONS = tuple(Dimension([(base, 1)]) for base in _PER_DECADE)

# By what counts them in products, the first made first: another of the same step may come, and go again.
_of_steps: dict[str, list[ref[LevelUnit]]] = {}


def make_point(name: str, symbol: str, difference: Unit, zero: Fraction) -> PointUnit:
    """Return the scale of points whose zero lies at so many units of its differences."""
    unit = _filled(object.__new__(PointUnit), name, symbol, difference.dim, difference.exact)
    unit._difference = unit._step = difference
    unit._zero = zero
    return enter(("point", name, symbol, difference.ident, zero), unit)


def make_level(
    name: str,
    symbol: str,
    reference: Unit,
    per_decade: float,
    difference: Unit | None = None,
    step: Unit | None = None,
) -> LevelUnit:
    """Return the scale of levels above a reference; of differences of levels where there is no `difference`.

    step: what counts differences in products; see `counts`.
    """
    unit = _filled(object.__new__(LevelUnit), name, symbol, reference.dim, ONE)
    unit._difference, unit._step = difference, step
    unit._reference, unit._per_decade = reference, per_decade
    key = "level", name, symbol, reference.ident, per_decade, difference and difference.ident
    unit = enter((*key, step and step.ident), unit)
    if step is not None:
        made = [each for each in _of_steps.get(step.ident, ()) if each() is not None]
        _of_steps[step.ident] = made if any(each() is unit for each in made) else [*made, ref(unit)]
    return unit


def counts(name: str, symbol: str, base: str, per_decade: float) -> Unit:
    """Return the unit that counts differences of levels in products, in a base dimension: dB in dB/km."""
    return make_atom(name, symbol, Dimension([(base, 1)]), magnitude(_PER_DECADE[base] / per_decade))


def scale_of_step(atom: Unit) -> LevelUnit | None:
    """Return the scale whose differences an atom counts in products; None for any other atom."""
    made = (each() for each in _of_steps.get(atom.ident, ()))
    return next((scale for scale in made if scale is not None), None)


def _filled(unit: S, name: str, symbol: str, dimension: Dimension, size: Magnitude) -> S:
    """Fill in what every unit has."""
    unit.ident = new_ident()
    unit._dimension, unit._magnitude = dimension, size
    unit._atoms, unit._coefficient = (), ONE
    unit._name, unit._symbol, unit._scale = name, symbol, None
    unit.kind = unit._plain = None
    unit._products, unit._quotients, unit._powers, unit._factors = {}, {}, {}, {}
    return unit
