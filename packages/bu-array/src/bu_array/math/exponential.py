"""Exponentials, logarithms and powers, and the parts of floating-point numbers."""

from __future__ import annotations

from math import factorial
from math import log as log_of
from typing import Any

from bu_units import Unit

from ..core import pure_pair, pure_second, truth
from ..declare import Array, Namespace, Q, powered, pure_unary, scalable, unary

__all__ = [
    "exp",
    "exp2",
    "expm1",
    "exprel",
    "float_power",
    "frexp",
    "ldexp",
    "log",
    "log1p",
    "log2",
    "log10",
    "logaddexp",
    "logaddexp2",
    "set_exprel_order",
]


@pure_unary
def exp(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Exponential of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.exp(x)


@pure_unary
def expm1(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``exp(x) - 1``, exact for small `x`: a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.expm1(x)


@pure_unary
def log(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Natural logarithm, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log(x)


@pure_unary
def log1p(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``log(1 + x)``, exact for small `x`: a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log1p(x)


@pure_unary
def log2(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Logarithm to base 2, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log2(x)


@pure_unary
def log10(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """Logarithm to base 10, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log10(x)


@pure_unary
def exp2(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> Q:
    """``2**x`` of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.exp2(x)


@scalable(pure_pair)
def logaddexp(xp: Namespace, x: Q, y: Q | Array | complex, unit_to_scale: Unit | str | None = None) -> Q:
    """``log(exp(x) + exp(y))`` of pure numbers without overflow on the way, a bare array."""
    return xp.logaddexp(x, y)


@scalable(pure_pair)
def logaddexp2(xp: Namespace, x: Q, y: Q | Array | complex, unit_to_scale: Unit | str | None = None) -> Q:
    """``log2(2**x + 2**y)`` of pure numbers without overflow on the way, a bare array."""
    return xp.logaddexp2(x, y)


@powered
def float_power(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """`x` to the power `y` in floating point, also for integers; in the unit to that power.

    numpy and torch compute it in float64 at least. `y` is as in `power`.
    """
    return xp.float_power(x, y)


# ---------------------------------------------------------------- (exp(x) - 1) / x

_exprel_order = 5


def set_exprel_order(order: int) -> None:
    """Set how many powers of `x` the series of `exprel` near zero has; 5 where nothing is set.

    order: the number of terms.
    The series serves the numbers for which it is exact to the last place, so that the order tells
    how wide its range is. What jax or torch have compiled already stays as it is.
    """
    global _exprel_order
    _exprel_order = _order("set_exprel_order", order)


def _order(name: str, order: Any) -> int:
    if not isinstance(order, int) or isinstance(order, bool):
        raise TypeError(f"{name}: the order is an integer, got {type(order).__name__}")
    if order < 1:
        raise ValueError(f"{name}: the order is at least 1, got {order}")
    return order


@unary(truth)
def exprel(xp: Namespace, x: Q, *, order: int | None = None) -> Q:
    """``(exp(x) - 1) / x`` of a pure number, 1 at 0: a bare array.

    order: the highest power of the series used near 0, by default that of `set_exprel_order`; the lower it
    is the nearer to 0 the series ends, so that no digits depend on it.
    Exact and differentiable at 0 and near it; 0 and infinity at the infinities. Raises ValueError for an
    `order` below 1.
    """
    order = _exprel_order if order is None else _order("exprel", order)
    if xp.isdtype(x.dtype, ("bool", "integral")):
        x = xp.astype(x, xp.asarray(0.0).dtype)
    value: Any = x
    size, one, top = xp.abs(x), xp.ones_like(x), log_of(float(xp.finfo(x.dtype).max))
    # The first power that the series leaves out is below the last place of the result.
    edge = (float(xp.finfo(x.dtype).eps) / 4 * factorial(order + 2)) ** (1 / (order + 1))
    near, middle = size < edge, size < 1
    high, over = value > 0.9 * top, value > top + 1.1 * log_of(top)
    # Each branch sees safe numbers only: a gradient runs through all of them.
    small = xp.where(near, x, 0 * one)
    result = one
    for n in range(order + 1, 1, -1):
        result = 1 + result * small / n
    # Kahan's: what exp rounds off goes out of the quotient. jax's own expm1 (0.10) is off by 5 ulp here.
    u = xp.exp(xp.where(xp.logical_and(middle, xp.logical_not(near)), x, one))
    result = xp.where(near, result, (u - 1) / xp.log(u))
    outer = xp.where(xp.logical_or(middle, high), one, x)
    result = xp.where(middle, result, xp.expm1(outer) / outer)
    # exp(x) overflows before the quotient by x does.
    large = xp.where(xp.logical_and(high, xp.logical_not(over)), x, one)
    root = xp.exp(large / 2)
    result = xp.where(high, root / large * root, result)
    return xp.where(over, xp.where(over, x, one) * xp.inf, result)


# ---------------------------------------------------------------- mantissa and exponent of a float


@pure_unary
def frexp(xp: Namespace, x: Q, unit_to_scale: Unit | str | None = None) -> tuple[Q, Array]:
    """Pair (m, n) with ``x == m * 2**n`` and ``0.5 <= abs(m) < 1`` of a pure number: bare arrays."""
    m, n = xp.frexp(x)
    return m, n


@scalable(pure_second, second_plain=True)
def ldexp(xp: Namespace, x: Q, y: Array | int, unit_to_scale: Unit | str | None = None) -> Q:
    """``x * 2**y`` for whole `y`, in the unit of `x`; a bare array where `unit_to_scale` is given.

    y: the exponents of two, plain integers.
    """
    if not (isinstance(y, int) or (hasattr(y, "dtype") and xp.isdtype(y.dtype, ("bool", "integral")))):
        raise TypeError(f"ldexp: the exponent is an integer, got {getattr(y, 'dtype', type(y).__name__)}")
    return xp.ldexp(x, y)
