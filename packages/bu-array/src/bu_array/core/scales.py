"""Values on scales: points (degC) and levels (dBm) converted to other scales and to plain units."""

from __future__ import annotations

import math
from typing import Any

from bu_dispatch import backend_of
from bu_units import LevelUnit, PointUnit, ScaleUnit, Unit, convert_value

from . import listening
from .rules import Unary, UnaryRule, drop, keep

__all__ = ["convert_scale", "outcome_on_scale", "refused_on_scale"]

# What a function makes of values on a scale. It moves or picks values: the scale stays. It averages
# them: for points, whose mean does not depend on the zero. It takes distances: the unit of differences.
_MOVES = frozenset(
    "broadcast_to expand_dims flip max min nanmax nanmin positive ravel reshape sort squeeze transpose"
    " astype delete einrearrange einrepeat diagonal flatten fliplr flipud matrix_transpose moveaxis partition permute_dims remove_diag"
    " repeat resize roll rollaxis rot90 swapaxes tile unflatten unique_values".split()
)
_AVERAGES = frozenset("mean median nanmean nanmedian nanpercentile nanquantile percentile quantile".split())
_DISTANCES = frozenset({"diff", "nanstd", "ptp", "std"})
# These need a zero that is nothing, although their result has no unit.
_NEEDS_ZERO = frozenset({"angle", "sign", "signbit", "nonzero", "flatnonzero", "argwhere", "count_nonzero"})


def outcome_on_scale(name: str, rule: UnaryRule, unit: Unit) -> Unary:
    """Return what a function of one array makes of a value on a scale; TypeError where it has no meaning."""
    if rule is drop and name not in _NEEDS_ZERO:
        return None, None, None
    if rule is keep:
        difference = isinstance(unit, LevelUnit) and unit.is_difference
        if difference or name in _MOVES or (name in _AVERAGES and isinstance(unit, PointUnit)):
            return None, unit, None
        if name in _DISTANCES and isinstance(unit, PointUnit):
            return None, unit.difference, None
    raise refused_on_scale(name, unit)


def refused_on_scale(name: str, *units: Unit) -> TypeError:
    """Build the error for a function that has no meaning on a scale."""
    unit = next(unit for unit in units if isinstance(unit, ScaleUnit))
    hint = f", such as {unit.reference}" if isinstance(unit, LevelUnit) else ", such as kelvin"
    return TypeError(
        f"{name} has no meaning for values on the scale {unit}; convert them to a linear unit first{hint}"
    )


def convert_scale(mantissa: Any, unit: Unit, target: Unit) -> Any:
    """Return the mantissa of a value in `unit` as one in `target`, where either of them is a scale.

    Raises UnitMismatchError for another dimension, and where a point or a level would become a
    difference or the other way round.
    """
    if listening.listener is not None:
        given = (mantissa, unit, target, _log10)
        return listening.listener(convert_value, given, None, unit, target)
    return convert_value(mantissa, unit, target, _log10)


def _log10(x: Any) -> Any:
    backend = backend_of(x)
    if backend is not None:
        return backend.xp.log10(x)
    if x > 0:
        return math.log10(x)
    return -math.inf if x == 0 else math.nan  # as in an array of any library
