"""Rounding: to whole numbers of the unit, to decimals, and NaN and infinities to numbers."""

from __future__ import annotations

from operator import index
from typing import Any

from bu_units import Unit

from ..core import keep, moved
from ..declare import Array, Namespace, Plan, Q, ruled, unary

__all__ = ["around", "ceil", "fix", "floor", "modf", "nan_to_num", "rint", "round", "trunc"]


@unary(keep, on_scale=moved)
def round(xp: Namespace, x: Q, decimals: int = 0) -> Q:
    """`x` rounded to `decimals` places of its mantissa, halves to even, in the unit of `x`."""
    decimals = index(decimals)
    if getattr(xp, "of_objects", False):
        return xp.round(x, decimals)
    if decimals == 0:
        return xp.round(x)
    if xp.isdtype(x.dtype, "integral"):
        return (
            x if decimals > 0 else xp.astype(xp.round(xp.divide(x, 10**-decimals)) * 10**-decimals, x.dtype)
        )
    if decimals < 0:  # 10.0**-2 is no exact number
        return xp.multiply(xp.round(xp.divide(x, 10.0**-decimals)), 10.0**-decimals)
    return xp.divide(xp.round(xp.multiply(x, 10.0**decimals)), 10.0**decimals)


@unary(keep, on_scale=moved)
def floor(xp: Namespace, x: Q) -> Q:
    """Largest whole number of units not above `x`, in the unit of `x`."""
    return xp.floor(x)


@unary(keep, on_scale=moved)
def ceil(xp: Namespace, x: Q) -> Q:
    """Smallest whole number of units not below `x`, in the unit of `x`."""
    return xp.ceil(x)


around = round


@unary(keep, on_scale=moved)
def rint(xp: Namespace, x: Q) -> Q:
    """Nearest whole number of units, halves to even, in the unit of `x`."""
    return xp.rint(x)


@unary(keep, on_scale=moved)
def trunc(xp: Namespace, x: Q) -> Q:
    """Whole number of units towards zero, in the unit of `x`."""
    return xp.trunc(x)


fix = trunc


def _as_it_is(x: Unit) -> Plan:
    """The unit of `x`, for both parts."""
    return Plan({}, x)


@ruled(_as_it_is, "x")
def modf(xp: Namespace, x: Q) -> tuple[Q, Q]:
    """Fractional and whole part of each element, with its sign, in the unit of `x`."""
    fractional, whole = xp.modf(x)
    return fractional, whole


@unary(keep, "nan", "posinf", "neginf", on_scale=moved, fills="nan")
def nan_to_num(
    xp: Namespace,
    x: Q,
    nan: Q | Array | complex | None = None,
    posinf: Q | Array | complex | None = None,
    neginf: Q | Array | complex | None = None,
) -> Q:
    """`x` with `nan` for NaN, `posinf` and `neginf` for the infinities, in the unit of `x`.

    nan, posinf, neginf: what stands there instead, converted to that unit; by default 0 and the largest and
    smallest finite number. On a scale (degC), where 0 is a value like any other, `nan` is needed. The parts
    of complex numbers are replaced one by one.
    """
    if xp.isdtype(x.dtype, "complex floating"):
        parts = [_finite(xp, part, nan, posinf, neginf) for part in (xp.real(x), xp.imag(x))]
        return xp.astype(parts[0], x.dtype) + parts[1] * 1j
    return _finite(xp, x, nan, posinf, neginf) if xp.isdtype(x.dtype, "real floating") else x


def _finite(xp: Namespace, x: Any, nan: Any, posinf: Any, neginf: Any) -> Any:
    """Replace what is not finite in a real array."""
    info = xp.finfo(x.dtype)
    x_ = x
    for found, value in (
        (xp.isnan(x), 0.0 if nan is None else nan),
        (x == xp.inf, float(info.max) if posinf is None else posinf),
        (x == -xp.inf, float(info.min) if neginf is None else neginf),
    ):
        x_ = xp.where(found, xp.asarray(value, dtype=x.dtype), x_)
    return x_
