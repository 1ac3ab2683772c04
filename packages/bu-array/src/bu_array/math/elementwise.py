"""Functions of each element: arithmetic, complex numbers, signs and tests."""

from __future__ import annotations

from typing import Any

from ..core import (
    added,
    cube_rooted,
    divided,
    drop,
    floored,
    inverted,
    keep,
    moved,
    multiplied_by,
    nothing,
    of_first,
    picked,
    product,
    quotient,
    rated,
    rooted,
    same,
    spread,
    squared,
    subtracted,
)
from ..core import remainder as remainder_rule
from ..core.operate import earlier, later, units_attached, units_split_off
from ..declare import Array, Namespace, Q, aligned, binary, floating, parted, powered, unary

__all__ = [
    "abs",
    "absolute",
    "add",
    "cbrt",
    "clip",
    "conj",
    "conjugate",
    "copysign",
    "divide",
    "divmod",
    "fabs",
    "floor_divide",
    "fmax",
    "fmin",
    "fmod",
    "gcd",
    "heaviside",
    "imag",
    "lcm",
    "maximum",
    "minimum",
    "mod",
    "multiply",
    "negative",
    "nextafter",
    "positive",
    "pow",
    "power",
    "real",
    "reciprocal",
    "remainder",
    "sign",
    "signbit",
    "sqrt",
    "square",
    "subtract",
    "true_divide",
]


# ---------------------------------------------------------------- arithmetic


@binary(same, on_scale=added, aside=later)
def add(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Sum ``x + y``, in the unit of `x`.

    >>> import numpy as np
    >>> from bu_array import Quantity
    >>> print(add(Quantity(np.array([1.0, 2.0]), "km"), Quantity(np.array([5.0, 6.0]), "m")))
    [1.005 2.006] km
    """
    return xp.add(x, y)


@binary(same, on_scale=subtracted, aside=earlier)
def subtract(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Difference ``x - y``, in the unit of `x`."""
    return xp.subtract(x, y)


@binary(product, on_scale=multiplied_by, aside=units_attached)
def multiply(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Product ``x * y``, in the product of the units; a bare array where the dimension cancels."""
    return xp.multiply(x, y)


@binary(quotient, on_scale=divided, aside=units_split_off)
def divide(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Quotient ``x / y``, in the quotient of the units; a bare array where the dimension cancels."""
    return xp.divide(x, y)


true_divide = divide


@powered
def power(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """`x` to the power `y`, in the unit to that power.

    `y` is one dimensionless number; an array only where `x` is dimensionless (TypeError otherwise).
    """
    return xp.pow(x, y)


pow = power  # the standard's name


@unary(keep)
def negative(xp: Namespace, x: Q) -> Q:
    """``-x``, in the unit of `x`."""
    return xp.negative(x)


@unary(keep, on_scale=moved)
def positive(xp: Namespace, x: Q) -> Q:
    """``+x``, in the unit of `x`."""
    return xp.positive(x)


@unary(keep)
def abs(xp: Namespace, x: Q) -> Q:
    """Absolute value, in the unit of `x`."""
    return xp.abs(x)


absolute = abs


@unary(keep)
def fabs(xp: Namespace, x: Q) -> Q:
    """Absolute value of real numbers in floating point, in the unit of `x`."""
    if xp.isdtype(x.dtype, "complex floating"):
        raise TypeError("fabs takes real numbers; use abs")
    return xp.abs(_floating(xp, x))


def _floating(xp: Namespace, x: Any) -> Any:
    """Return integers and booleans in the library's default floating-point dtype."""
    return xp.astype(x, xp.asarray(0.0).dtype) if xp.isdtype(x.dtype, ("bool", "integral")) else x


@unary(inverted)
def reciprocal(xp: Namespace, x: Q) -> Q:
    """``1 / x``, in the unit to the power -1."""
    return xp.divide(1, x)  # reciprocal() of integers is an integer: 0


@unary(squared)
def square(xp: Namespace, x: Q) -> Q:
    """``x * x``, in the square of the unit of `x`."""
    return xp.square(x)


@unary(rooted)
def sqrt(xp: Namespace, x: Q) -> Q:
    """Square root, in the unit of `x` to the power 1/2."""
    return xp.sqrt(x)


@unary(cube_rooted)
def cbrt(xp: Namespace, x: Q) -> Q:
    """Real cube root, in the unit of `x` to the power 1/3."""
    return xp.cbrt(x)


@binary(same, on_scale=picked)
def maximum(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Larger of `x1` and `x2`, in the unit of `x1`."""
    return xp.maximum(x1, x2)


@binary(same, on_scale=picked)
def minimum(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Smaller of `x1` and `x2`, in the unit of `x1`."""
    return xp.minimum(x1, x2)


@aligned("a", "min", "max", "a_min", "a_max")
def clip(
    xp: Namespace,
    a: Q,
    min: Q | complex | None = None,
    max: Q | complex | None = None,
    *,
    a_min: Q | complex | None = None,
    a_max: Q | complex | None = None,
) -> Q:
    """`a` limited to ``[min, max]``, in the unit of `a`; a bound of None is none.

    min, max: the bounds, or None for none; a_min, a_max: other names of them.
    """
    if (min is not None and a_min is not None) or (max is not None and a_max is not None):
        raise TypeError("clip got one bound twice: a_min is min, and a_max is max")
    min, max = a_min if min is None else min, a_max if max is None else max
    bounds = [bound for bound in (min, max) if bound is not None]
    if xp.isdtype(a.dtype, ("bool", "integral")) and any(_fraction(xp, bound) for bound in bounds):
        # Of arrays, the standard leaves the result in the dtype of `a`: it would cut the bounds.
        arrays = [bound for bound in bounds if hasattr(bound, "dtype") and _fraction(xp, bound)]
        a = xp.astype(a, xp.result_type(a, *arrays)) if arrays else floating(xp, a)
    return xp.clip(a, min, max)


def _fraction(xp: Namespace, x: Any) -> bool:
    """Whether `x` is a floating-point number or an array of them."""
    return xp.isdtype(x.dtype, "real floating") if hasattr(x, "dtype") else isinstance(x, float)


@binary(same, on_scale=picked)
def fmax(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Larger of `x1` and `x2`, the other where one is NaN, in the unit of `x1`."""
    return xp.fmax(x1, x2)


@binary(same, on_scale=picked)
def fmin(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Smaller of `x1` and `x2`, the other where one is NaN, in the unit of `x1`."""
    return xp.fmin(x1, x2)


@binary(same)
def nextafter(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Next floating-point number from `x` towards `y`, in the unit of `x`."""
    return xp.nextafter(x, y)


# ---------------------------------------------------------------- division with a rest


@binary(floored)
def floor_divide(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Whole part of the quotient, towards negative infinity.

    A bare array for one dimension, else in the quotient of the units: of the coherent SI units of two
    dimensions, of the unit as it is beside a plain operand.
    """
    return xp.floor_divide(x, y)


@binary(remainder_rule)
def remainder(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Rest of the floor division, with the sign of `y`, in the unit of `x`."""
    return xp.remainder(x, y)


@binary(remainder_rule)
def mod(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Rest of the floor division, with the sign of `x2`, in the unit of `x1`."""
    return xp.remainder(x1, x2)


@binary(remainder_rule)
def fmod(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Rest of the division towards zero, with the sign of `x1`, in the unit of `x1`."""
    return xp.fmod(x1, x2)


@parted(floored, remainder_rule)
def divmod(xp: Namespace, x: Q, y: Q | Array | complex) -> tuple[Q, Q]:
    """Pair of `floor_divide`, in its unit, and of `remainder`, in the unit of `x`."""
    return xp.floor_divide(x, y), xp.remainder(x, y)


@binary(same)
def gcd(xp: Namespace, x1: Q, x2: Q | Array | int) -> Q:
    """Greatest common divisor of integers, in the unit of `x1`."""
    return xp.gcd(x1, x2)


@binary(same)
def lcm(xp: Namespace, x1: Q, x2: Q | Array | int) -> Q:
    """Least common multiple of integers, in the unit of `x1`."""
    return xp.lcm(x1, x2)


# ---------------------------------------------------------------- signs, complex numbers, tests


@binary(of_first)
def copysign(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """`x1` with the sign of `x2`, in the unit of `x1`; the unit of `x2` does not matter.

    x2: whose signs are taken.
    """
    return xp.copysign(x1, x2)


@binary(rated)
def heaviside(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """0 for negative `x1`, 1 for positive, the pure number `x2` at 0: a bare array.

    x2: the values where the first is zero.
    """
    return xp.heaviside(x1, x2)


@unary(drop, on_scale=nothing)
def signbit(xp: Namespace, x: Q) -> Q:
    """Whether the sign of each element is minus, that of -0.0 too: a bare boolean array."""
    return xp.signbit(x)


@unary(keep, on_scale=moved)
def real(xp: Namespace, x: Q) -> Q:
    """Real part, in the unit of `x`."""
    return xp.real(x) if xp.isdtype(x.dtype, "complex floating") else x


@unary(keep, on_scale=spread)
def imag(xp: Namespace, x: Q) -> Q:
    """Imaginary part, 0 of real numbers, in the unit of `x`."""
    return xp.imag(x) if xp.isdtype(x.dtype, "complex floating") else xp.zeros_like(x)


@unary(keep)
def conj(xp: Namespace, x: Q) -> Q:
    """Complex conjugate, in the unit of `x`."""
    return xp.conj(x) if xp.isdtype(x.dtype, "complex floating") else x


conjugate = conj


@unary(drop, on_scale=nothing)
def sign(xp: Namespace, x: Q) -> Q:
    """Sign of each element: -1, 0 or 1, a bare array."""
    return xp.sign(x)
