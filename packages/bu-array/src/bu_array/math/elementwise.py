"""Functions of each element: arithmetic, rounding, exponentials, logarithms, trigonometry."""

from __future__ import annotations

from bu_units import Unit

from .._declare import Array, Namespace, Q, aligned, binary, powered, pure_unary, unary
from .._rules import cube_rooted, drop, inverted, keep, product, quotient, rooted, same, squared

__all__ = [
    "abs",
    "add",
    "cbrt",
    "ceil",
    "clip",
    "cos",
    "cosh",
    "divide",
    "exp",
    "expm1",
    "floor",
    "isfinite",
    "isinf",
    "isnan",
    "log",
    "log1p",
    "log2",
    "log10",
    "maximum",
    "minimum",
    "multiply",
    "negative",
    "positive",
    "power",
    "reciprocal",
    "round",
    "sign",
    "sin",
    "sinh",
    "sqrt",
    "square",
    "subtract",
    "tan",
    "tanh",
    "true_divide",
]


# ---------------------------------------------------------------- arithmetic


@binary(same)
def add(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Sum ``x + y``, in the unit of `x`.

    >>> import numpy as np
    >>> from bu_array import Quantity
    >>> print(add(Quantity(np.array([1.0, 2.0]), "km"), Quantity(np.array([5.0, 6.0]), "m")))
    [1.005 2.006] km
    """
    return xp.add(x, y)


@binary(same)
def subtract(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Difference ``x - y``, in the unit of `x`."""
    return xp.subtract(x, y)


@binary(product)
def multiply(xp: Namespace, x: Q, y: Q | Array | complex) -> Q:
    """Product ``x * y``, in the product of the units; a bare array where the dimension cancels."""
    return xp.multiply(x, y)


@binary(quotient)
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


@unary(keep)
def negative(xp: Namespace, x: Q) -> Q:
    """``-x``, in the unit of `x`."""
    return xp.negative(x)


@unary(keep)
def positive(xp: Namespace, x: Q) -> Q:
    """``+x``, in the unit of `x`."""
    return xp.positive(x)


@unary(keep)
def abs(xp: Namespace, x: Q) -> Q:
    """Absolute value, in the unit of `x`."""
    return xp.abs(x)


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


@binary(same)
def maximum(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Larger of `x1` and `x2`, in the unit of `x1`."""
    return xp.maximum(x1, x2)


@binary(same)
def minimum(xp: Namespace, x1: Q, x2: Q | Array | complex) -> Q:
    """Smaller of `x1` and `x2`, in the unit of `x1`."""
    return xp.minimum(x1, x2)


@aligned("a", "a_min", "a_max")
def clip(xp: Namespace, a: Q, a_min: Q | complex | None = None, a_max: Q | complex | None = None) -> Q:
    """`a` limited to ``[a_min, a_max]``, in the unit of `a`; a bound of None is none."""
    return xp.clip(a, a_min, a_max)


# ---------------------------------------------------------------- rounding and tests


@unary(keep)
def round(xp: Namespace, x: Q, decimals: int = 0) -> Q:
    """`x` rounded to `decimals` places of its mantissa, halves to even, in the unit of `x`."""
    if decimals == 0:
        return xp.round(x)
    if xp.isdtype(x.dtype, "integral"):
        return (
            x if decimals > 0 else xp.astype(xp.round(xp.divide(x, 10**-decimals)) * 10**-decimals, x.dtype)
        )
    if decimals < 0:  # 10.0**-2 is no exact number
        return xp.multiply(xp.round(xp.divide(x, 10.0**-decimals)), 10.0**-decimals)
    return xp.divide(xp.round(xp.multiply(x, 10.0**decimals)), 10.0**decimals)


@unary(keep)
def floor(xp: Namespace, x: Q) -> Q:
    """Largest whole number of units not above `x`, in the unit of `x`."""
    return xp.floor(x)


@unary(keep)
def ceil(xp: Namespace, x: Q) -> Q:
    """Smallest whole number of units not below `x`, in the unit of `x`."""
    return xp.ceil(x)


@unary(drop)
def sign(xp: Namespace, x: Q) -> Q:
    """Sign of each element: -1, 0 or 1, a bare array."""
    return xp.sign(x)


@unary(drop)
def isnan(xp: Namespace, a: Q) -> Q:
    """Whether each element is not a number: a bare boolean array."""
    return xp.isnan(a)


@unary(drop)
def isinf(xp: Namespace, a: Q) -> Q:
    """Whether each element is infinite: a bare boolean array."""
    return xp.isinf(a)


@unary(drop)
def isfinite(xp: Namespace, a: Q) -> Q:
    """Whether each element is finite: a bare boolean array."""
    return xp.isfinite(a)


# ---------------------------------------------------------------- functions of a pure number


@pure_unary
def exp(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Exponential of a pure number, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.exp(x)


@pure_unary
def expm1(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """``exp(x) - 1``, exact for small `x`: a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.expm1(x)


@pure_unary
def log(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Natural logarithm, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log(x)


@pure_unary
def log1p(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """``log(1 + x)``, exact for small `x`: a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log1p(x)


@pure_unary
def log2(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Logarithm to base 2, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log2(x)


@pure_unary
def log10(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Logarithm to base 10, a bare array; of ``x / unit_to_scale`` where it is given."""
    return xp.log10(x)


@pure_unary
def sin(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Sine of an angle (a pure number is in radians), a bare array."""
    return xp.sin(x)


@pure_unary
def cos(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Cosine of an angle (a pure number is in radians), a bare array."""
    return xp.cos(x)


@pure_unary
def tan(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Tangent of an angle (a pure number is in radians), a bare array."""
    return xp.tan(x)


@pure_unary
def sinh(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Hyperbolic sine of a pure number, a bare array."""
    return xp.sinh(x)


@pure_unary
def cosh(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Hyperbolic cosine of a pure number, a bare array."""
    return xp.cosh(x)


@pure_unary
def tanh(xp: Namespace, x: Q, unit_to_scale: Unit | None = None) -> Q:
    """Hyperbolic tangent of a pure number, a bare array."""
    return xp.tanh(x)
