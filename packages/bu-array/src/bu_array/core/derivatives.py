"""What units derivatives, tangents and cotangents have. Whoever computes them, jax or torch, asks here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_units import UNITLESS, PointUnit, Unit

from .pair import is_plain_zero, join, scaled
from .rules import quotient, refused_on_scale

__all__ = ["differential", "slope", "total"]


def differential(name: str, unit: Unit | None) -> Unit:
    """Return the unit of small differences in `unit`; TypeError for levels, whose differences have none.

    name: the function that asks, for the error; unit: None for a plain value.
    """
    if unit is None:
        return UNITLESS
    if type(unit) is Unit:
        return unit
    if isinstance(unit, PointUnit):
        return unit.difference
    raise refused_on_scale(name, unit)


def slope(mantissa: Any, of: Unit, *per: Unit) -> Any:
    """Return a derivative in the unit `of` per each of `per`; bare where the dimension cancels.

    mantissa: its numbers; of: the unit of the value; per: those of the arguments.
    """
    below = UNITLESS
    for unit in per:
        below = below * unit
    whole, fold = quotient.result(of, below)
    return scaled(mantissa, fold) if whole is None else join(mantissa, whole)


def total(leaves: Sequence[Any], found: Sequence[Unit]) -> Unit:
    """Return the one unit that tangents ask for per primal, or cotangents times value; of a plain zero none.

    leaves: the tangents or cotangents; found: what each asks for. Where they differ, the leaves that ask for
    none are believed.
    """
    if any(unit.dim is not found[0].dim for unit in found):
        found = [unit for x, unit in zip(leaves, found, strict=True) if not is_plain_zero(x)]
    return UNITLESS if not found or any(unit.dim.is_dimensionless for unit in found) else found[0]
