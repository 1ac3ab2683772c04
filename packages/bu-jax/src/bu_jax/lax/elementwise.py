"""Functions of each element: sums, products, powers, roots, rounding, complex numbers."""

from __future__ import annotations

from typing import Any

from bu_array.core import (
    added,
    cube_rooted,
    divided,
    drop,
    has_zero,
    inverse_rooted,
    inverted,
    join,
    keep,
    moved,
    multiplied_by,
    nothing,
    product,
    pure_number,
    quotient,
    raised,
    raised_pair,
    refused_on_scale,
    remainder,
    require,
    rooted,
    same,
    scaled,
    squared,
    subtracted,
)
from bu_array.declare import Array, Namespace, Q, aligned, binary, unary
from bu_dispatch import backend_of
from bu_units import UNITLESS

from ._declare import listed, parted
from ._jax import JAX, lax, like, paired

__all__ = [
    "abs",
    "add",
    "cbrt",
    "ceil",
    "clamp",
    "complex",
    "conj",
    "div",
    "floor",
    "imag",
    "integer_pow",
    "max",
    "min",
    "mul",
    "neg",
    "nextafter",
    "pow",
    "real",
    "reciprocal",
    "rem",
    "round",
    "rsqrt",
    "sign",
    "sqrt",
    "square",
    "sub",
]


@unary(keep, requires=JAX)
def neg(xp: Namespace, x: Q) -> Q:
    """``-x``, in the unit of `x`."""
    return lax.neg(x)


@binary(same, requires=JAX, on_scale=added)
def add(xp: Namespace, x: Q, y: Q) -> Q:
    """``x + y``, in the unit of `x`."""
    return lax.add(*paired(x, y))


@binary(same, requires=JAX, on_scale=subtracted)
def sub(xp: Namespace, x: Q, y: Q) -> Q:
    """``x - y``, in the unit of `x`."""
    return lax.sub(*paired(x, y))


@binary(product, requires=JAX, on_scale=multiplied_by)
def mul(xp: Namespace, x: Q, y: Q) -> Q:
    """``x * y``, in the product of the units."""
    return lax.mul(*paired(x, y))


@binary(quotient, requires=JAX, on_scale=divided)
def div(xp: Namespace, x: Q, y: Q) -> Q:
    """``x / y`` (rounded towards zero for integers), in the quotient of the units."""
    return lax.div(*paired(x, y))


@binary(remainder, requires=JAX)
def rem(xp: Namespace, x: Q, y: Q) -> Q:
    """Remainder of ``x / y`` with the sign of `x`, in the unit of `x`.

    A plain `y` divides the mantissa as it is.
    """
    return lax.rem(*paired(x, y))


@binary(same, requires=JAX)
def nextafter(xp: Namespace, x1: Q, x2: Q) -> Q:
    """Next number after `x1` towards `x2`, in the unit of `x1`."""
    return lax.nextafter(*paired(x1, x2))


# ---------------------------------------------------------------- powers and roots


@listed("powered", "power")
def pow(x: Any, y: Any) -> Any:
    """``x ** y``, in the unit of `x` to the power `y`, one number whose value is known.

    An array `y` needs a pure number `x`. TypeError for an exponent with a unit.
    """
    for operand in (x, y):
        backend = require(JAX, "pow", operand)
    base, exponent, unit, fold = raised_pair("pow", x, y)
    if backend_of(exponent) is backend:
        base = like(base, exponent)
    if backend_of(base) is not backend:
        base = backend.asarray(base)
    # jax raises to a whole number by multiplication: it stays one.
    result = lax.pow(base, like(exponent, base) if isinstance(exponent, float) else exponent)
    return scaled(result, fold) if unit is None else join(result, unit)


@listed("powered", "power")
def integer_pow(x: Any, y: int) -> Any:
    """``x ** y`` by repeated multiplication, in the unit of `x` to the power `y`, a Python int.

    y: a Python integer.
    """
    mantissa, unit = parted("integer_pow", x)
    if not has_zero(unit):
        raise refused_on_scale("integer_pow", unit)
    result = lax.integer_pow(mantissa, pure_number(y, "integer_pow", "y"))
    if unit is UNITLESS:
        return result
    raised_unit, fold = raised(unit, y)
    return scaled(result, fold) if raised_unit is None else join(result, raised_unit)


@unary(squared, requires=JAX)
def square(xp: Namespace, x: Q) -> Q:
    """``x * x``, in the square of the unit."""
    return lax.square(x)


@unary(rooted, requires=JAX)
def sqrt(xp: Namespace, x: Q, *, accuracy: Any = None) -> Q:
    """Square root, in the unit of `x` to the power 1/2."""
    return lax.sqrt(x, accuracy=accuracy)


@unary(cube_rooted, requires=JAX)
def cbrt(xp: Namespace, x: Q, *, accuracy: Any = None) -> Q:
    """Cube root, in the unit of `x` to the power 1/3."""
    return lax.cbrt(x, accuracy=accuracy)


@unary(inverse_rooted, requires=JAX)
def rsqrt(xp: Namespace, x: Q, *, accuracy: Any = None) -> Q:
    """``1 / sqrt(x)``, in the unit of `x` to the power -1/2."""
    return lax.rsqrt(x, accuracy=accuracy)


@unary(inverted, requires=JAX)
def reciprocal(xp: Namespace, x: Q) -> Q:
    """``1 / x``, in the unit of `x` to the power -1."""
    return lax.reciprocal(x)


# ---------------------------------------------------------------- sign, size, rounding


@unary(keep, requires=JAX)
def abs(xp: Namespace, x: Q) -> Q:
    """Absolute value, in the unit of `x`."""
    return lax.abs(x)


@unary(drop, requires=JAX, on_scale=nothing)
def sign(xp: Namespace, x: Q) -> Array:
    """-1, 0 or 1, a bare array; for complex numbers ``x / abs(x)``."""
    return lax.sign(x)


@unary(keep, requires=JAX, on_scale=moved)
def floor(xp: Namespace, x: Q) -> Q:
    """Largest whole number of the unit of `x` that is not larger than `x`, in that unit."""
    return lax.floor(x)


@unary(keep, requires=JAX, on_scale=moved)
def ceil(xp: Namespace, x: Q) -> Q:
    """Smallest whole number of the unit of `x` that is not smaller than `x`, in that unit."""
    return lax.ceil(x)


@unary(keep, requires=JAX, on_scale=moved)
def round(xp: Namespace, x: Q, rounding_method: Any = lax.RoundingMethod.AWAY_FROM_ZERO) -> Q:
    """Nearest whole number of the unit of `x`, in that unit; halves as `rounding_method` says.

    rounding_method: a jax.lax.RoundingMethod.
    """
    return lax.round(x, rounding_method)


@aligned("x", "y", requires=JAX)
def max(xp: Namespace, x: Q, y: Q) -> Q:
    """The larger of `x` and `y`, in the unit of `x`; of complex numbers by real, then imaginary part."""
    return lax.max(*paired(x, y))


@aligned("x", "y", requires=JAX)
def min(xp: Namespace, x: Q, y: Q) -> Q:
    """The smaller of `x` and `y`, in the unit of `x`; of complex numbers by real, then imaginary part."""
    return lax.min(*paired(x, y))


@aligned("x", "min", "max", requires=JAX)
def clamp(xp: Namespace, min: Q, x: Q, max: Q) -> Q:
    """`x`, not below `min` and not above `max`, which are converted to its unit.

    `min` and `max` have the shape of `x`, or no axes.
    """
    return lax.clamp(like(min, x), x, like(max, x))


# ---------------------------------------------------------------- complex numbers


@binary(same, requires=JAX)
def complex(xp: Namespace, x: Q, y: Q) -> Q:
    """``x + 1j * y``, in the unit of `x`."""
    return lax.complex(*paired(x, y))


@unary(keep, requires=JAX)
def conj(xp: Namespace, x: Q) -> Q:
    """Complex conjugate, in the unit of `x`; complex for real numbers too."""
    return lax.conj(x)


@unary(keep, requires=JAX)
def real(xp: Namespace, x: Q) -> Q:
    """Real part of complex numbers, in the unit of `x`."""
    return lax.real(x)


@unary(keep, requires=JAX)
def imag(xp: Namespace, x: Q) -> Q:
    """Imaginary part of complex numbers, in the unit of `x`."""
    return lax.imag(x)
