"""Functions of each element, and running ones along an axis."""

from __future__ import annotations

from bu_array._declare import Array, Namespace, Q, binary, unary
from bu_array._rules import compared, inverse_rooted, keep, product, quotient, same

from ._jax import JAX, lax

__all__ = [
    "cummax",
    "cummin",
    "cumsum",
    "div",
    "eq",
    "ge",
    "gt",
    "le",
    "lt",
    "mul",
    "ne",
    "neg",
    "rsqrt",
    "sub",
]


@unary(keep, requires=JAX)
def neg(xp: Namespace, x: Q) -> Q:
    """``-x``, in the unit of `x`."""
    return lax.neg(x)


@binary(same, requires=JAX)
def sub(xp: Namespace, x: Q, y: Q) -> Q:
    """``x - y``, in the unit of `x`."""
    return lax.sub(x, y)


@binary(product, requires=JAX)
def mul(xp: Namespace, x: Q, y: Q) -> Q:
    """``x * y``, in the product of the units."""
    return lax.mul(x, y)


@binary(quotient, requires=JAX)
def div(xp: Namespace, x: Q, y: Q) -> Q:
    """``x / y`` (rounded towards zero for integers), in the quotient of the units."""
    return lax.div(x, y)


@unary(inverse_rooted, requires=JAX)
def rsqrt(xp: Namespace, x: Q) -> Q:
    """``1 / sqrt(x)``, in the unit of `x` to the power -1/2."""
    return lax.rsqrt(x)


@unary(keep, requires=JAX)
def cumsum(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Q:
    """Running sum along `axis`, in the unit of `operand`."""
    return lax.cumsum(operand, axis, reverse)


@unary(keep, requires=JAX)
def cummax(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Q:
    """Running maximum along `axis`, in the unit of `operand`."""
    return lax.cummax(operand, axis, reverse)


@unary(keep, requires=JAX)
def cummin(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Q:
    """Running minimum along `axis`, in the unit of `operand`."""
    return lax.cummin(operand, axis, reverse)


@binary(compared, requires=JAX)
def eq(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x == y``: a bare boolean array."""
    return lax.eq(x, y)


@binary(compared, requires=JAX)
def ne(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x != y``: a bare boolean array."""
    return lax.ne(x, y)


@binary(compared, requires=JAX)
def lt(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x < y``: a bare boolean array."""
    return lax.lt(x, y)


@binary(compared, requires=JAX)
def le(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x <= y``: a bare boolean array."""
    return lax.le(x, y)


@binary(compared, requires=JAX)
def gt(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x > y``: a bare boolean array."""
    return lax.gt(x, y)


@binary(compared, requires=JAX)
def ge(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x >= y``: a bare boolean array."""
    return lax.ge(x, y)
