"""Values on scales: points (degC) and levels (dBm). What functions make of their units, and conversions.

The rules here are asked where `rules` end: a value on a scale is no multiple of its unit. A rule of one
unit is a `UnaryRule` as any other, and stands in the declaration of a function as ``on_scale=``. A
`ScaleRule` says what becomes of two operands of which one is on a scale at least.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from bu_dispatch import backend_of
from bu_units import (
    UNITLESS,
    LevelUnit,
    PointUnit,
    ScaleUnit,
    Unit,
    UnitMismatchError,
    affine_exact,
    convert_value,
    is_difference,
)

from . import listening
from .elements import Steps
from .objects import mapped, moved_exactly, of_objects
from .rules import (
    Unary,
    UnaryRule,
    cube_rooted,
    drop,
    inverse_rooted,
    inverted,
    is_level_difference,
    keep,
    one_unit,
    refused_on_scale,
    rooted,
    settled,
    squared,
    unary_rule,
)

__all__ = [
    "ScaleRule",
    "added",
    "averaged",
    "by_default",
    "compared_on_scale",
    "convert_scale",
    "divided",
    "multiplied_by",
    "moved",
    "nothing",
    "picked",
    "spread",
    "spread_squared",
    "subtracted",
]


# ---------------------------------------------------------------- one operand


@unary_rule(refused_on_scale)
def nothing(unit: Unit) -> Unary | None:
    """No meaning on a scale."""
    return None


@unary_rule(refused_on_scale)
def moved(unit: Unit) -> Unary:
    """The scale itself: values are moved, picked or rounded."""
    return None, unit, None


@unary_rule(refused_on_scale)
def averaged(unit: Unit) -> Unary | None:
    """The scale itself, for points, whose mean does not depend on the zero, and for differences."""
    return (None, unit, None) if isinstance(unit, PointUnit) or is_level_difference(unit) else None


@unary_rule(refused_on_scale)
def spread(unit: Unit) -> Unary:
    """The unit of differences: distances between values."""
    assert isinstance(unit, ScaleUnit)
    return None, unit.difference, None


@unary_rule(refused_on_scale)
def spread_squared(unit: Unit) -> Unary:
    """The square of the unit of differences: squares of distances between values."""
    assert isinstance(unit, ScaleUnit)
    return None, *settled(unit.difference**2)


@unary_rule(refused_on_scale)
def _like_numbers(unit: Unit) -> Unary | None:
    """The unit, for differences of levels alone."""
    return (None, unit, None) if is_level_difference(unit) else None


def _power_of_differences(rule: UnaryRule) -> UnaryRule:
    @unary_rule(refused_on_scale)
    def power_of_differences(unit: Unit) -> Unary | None:
        """The unit to the power, for differences of levels alone."""
        return rule.of(unit) if is_level_difference(unit) else None

    return power_of_differences


_POWERS = {
    rule: _power_of_differences(rule) for rule in (squared, rooted, cube_rooted, inverted, inverse_rooted)
}


def by_default(rule: UnaryRule) -> UnaryRule:
    """Return what a function does on a scale whose declaration does not say it.

    Differences of levels add, and take part in products and powers.
    """
    if rule is drop:
        return drop
    if rule is keep:
        return _like_numbers
    return _POWERS.get(rule, nothing)


# ---------------------------------------------------------------- two operands


class ScaleRule(NamedTuple):
    """What becomes of two operands, one of them on a scale."""

    of: Callable[[str, Unit, Unit], tuple[Unit, Unit, Unit | None]]
    """Name of the function and two units -> what each operand is converted to, and the unit of the result."""
    neutral: Callable[[Unit], Unit] | None
    """The unit that a plain NaN, infinity or zero takes beside a scale; None where it is a plain number."""
    neutral_first: Callable[[Unit], Unit] | None = None
    """The same for one that stands first; None where that makes no difference."""


def _step(scale: ScaleUnit, unit: Unit) -> Unit | None:
    """Return the unit of differences to convert `unit` to, if values in it are differences on `scale`."""
    difference = scale.difference
    if isinstance(scale, PointUnit):
        # By name: kelvin is equal to delta_degC, but a value in kelvin may be a temperature.
        return difference if is_difference(unit) and unit.dim is difference.dim else None
    return difference if is_level_difference(unit) else None


def _difference_of(unit: Unit) -> Unit:
    return unit.difference if isinstance(unit, ScaleUnit) else unit


def _added(name: str, first: Unit, second: Unit) -> tuple[Unit, Unit, Unit]:
    for scale, other in ((first, second), (second, first)):
        if isinstance(scale, ScaleUnit) and not is_level_difference(scale):
            step = _step(scale, other)
            if step is not None:
                return (scale, step, scale) if scale is first else (step, scale, scale)
    if is_level_difference(first) and is_level_difference(second):
        return first, first, first
    raise _no_difference(name, first, second)


def _no_difference(name: str, first: Unit, second: Unit) -> UnitMismatchError:
    """Build the error for two values on a scale, or one and a plain value, where a difference is needed."""
    scales = [unit for unit in (first, second) if isinstance(unit, ScaleUnit)]
    if len(scales) == 2:
        text = f"{name}: two values on a scale cannot be added; one of them must be a difference"
    else:
        text = f"{name}: to a value on this scale only a difference in {scales[0].difference} is added"
    return UnitMismatchError(text, first, second)


def _subtracted(name: str, first: Unit, second: Unit) -> tuple[Unit, Unit, Unit]:
    if isinstance(second, LevelUnit) and not second.is_difference:
        if not isinstance(first, LevelUnit) or first.is_difference:
            raise UnitMismatchError(f"{name}: a value on a scale from one that is none", first, second)
        return first, first, first.difference
    # A temperature in kelvin is a point: 20 degC - 293.15 K is a difference, too.
    if isinstance(first, PointUnit) and not is_difference(second) and second.dim is first.dim:
        return first, first, first.difference
    if isinstance(second, PointUnit) and not is_difference(first) and first.dim is second.dim:
        return second, second, second.difference
    if not isinstance(first, ScaleUnit):
        raise UnitMismatchError(f"{name}: a value on a scale from one that is none", first, second)
    step = _step(first, second)
    if step is None:
        text = f"{name}: from a value on this scale only a difference in {first.difference} is taken"
        raise UnitMismatchError(text, first, second)
    return first, step, first


def _picked(name: str, first: Unit, second: Unit) -> tuple[Unit, Unit, Unit]:
    _refuse_plain(name, first, second)
    return first, first, first


def _refuse_plain(name: str, first: Unit, second: Unit) -> None:
    """Refuse a plain number beside a level of one: of ``snr > 10`` no one means the ratio, which is 10 dB."""
    if first is UNITLESS or second is UNITLESS:
        raise one_unit(name, first, second)


def _compared(name: str, first: Unit, second: Unit) -> tuple[Unit, Unit, None]:
    _refuse_plain(name, first, second)
    # In the linear unit, if there is one: ``x < y`` is ``y > x``, and -3 % has no level.
    unit = second if isinstance(first, ScaleUnit) and not isinstance(second, ScaleUnit) else first
    return unit, unit, None


def _multiplied(name: str, first: Unit, second: Unit) -> tuple[Unit, Unit, Unit]:
    if is_level_difference(first) and second.is_unitless:
        return first, second, first
    if is_level_difference(second) and first.is_unitless:
        return first, second, second
    _take_part(name, first, second)
    return first, second, first * second


def _divided(name: str, first: Unit, second: Unit) -> tuple[Unit, Unit, Unit | None]:
    if is_level_difference(first) and is_level_difference(second):
        return first, first, None
    if is_level_difference(first) and second.is_unitless:
        return first, second, first
    _take_part(name, first, second)
    return first, second, first / second


def _take_part(name: str, *units: Unit) -> None:
    """Refuse points and levels: differences of levels alone count something, and multiply."""
    if any(isinstance(unit, ScaleUnit) and not is_level_difference(unit) for unit in units):
        raise refused_on_scale(name, *units)


added = ScaleRule(_added, _difference_of)
"""The scale, for a value on it and a difference in either order; differences of levels add up."""
subtracted = ScaleRule(_subtracted, _difference_of, lambda unit: unit)
"""The unit of differences for two values on a scale; the scale for a value less a difference."""
picked = ScaleRule(_picked, lambda unit: unit)
"""The unit of the first; the second is converted to it."""
compared_on_scale = ScaleRule(_compared, lambda unit: unit)
"""No unit; both in the unit of the one that is on no scale, else of the first."""
multiplied_by = ScaleRule(_multiplied, None)
"""The product of the units, for differences of levels, which count in products (dB/km)."""
divided = ScaleRule(_divided, None)
"""The quotient of the units, for differences of levels; a plain number for two of them."""


# ---------------------------------------------------------------- values


def convert_scale(mantissa: Any, unit: Unit, target: Unit) -> Any:
    """Return the mantissa of a value in `unit` as one in `target`, where either of them is a scale.

    Raises UnitMismatchError for another dimension, and where a point or a level would become a
    difference or the other way round.
    """
    if type(mantissa).__name__ == "MaskedArray":  # numpy leaves what is hidden as it was, in the other unit
        with np.errstate(all="ignore"):
            return type(mantissa)(convert_scale(mantissa.data, unit, target), mask=mantissa.mask)
    if listening.listener is not None:
        given = (mantissa, unit, target, log10)
        return listening.listener(convert_value, given, None, unit, target)
    if of_objects(mantissa):
        return _converted_exactly(mantissa, unit, target)
    return convert_value(mantissa, unit, target, log10)


def _converted_exactly(mantissa: Any, unit: Unit, target: Unit) -> Any:
    """Return numbers that are objects on another scale: exact between points, in their own arithmetic."""
    if isinstance(unit, PointUnit) or isinstance(target, PointUnit):
        return moved_exactly(mantissa, *affine_exact(unit, target))
    if backend_of(mantissa) is None:
        return convert_value(Steps(mantissa), unit, target, Steps.log10).value
    return mapped(lambda x: convert_value(Steps(x), unit, target, Steps.log10).value, mantissa)


def log10(x: Any) -> Any:
    backend = backend_of(x)
    if backend is not None:
        return backend.xp.log10(x)
    if x > 0:
        return math.log10(x)
    return -math.inf if x == 0 else math.nan  # as in an array of any library
