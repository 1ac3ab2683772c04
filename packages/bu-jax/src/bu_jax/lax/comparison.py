"""Comparisons, tests, and choice by a condition."""

from __future__ import annotations

from bu_array.core import compared, drop
from bu_array.declare import Array, Namespace, Q, aligned, binary, unary

from ._jax import JAX, lax, paired

__all__ = ["eq", "ge", "gt", "is_finite", "le", "lt", "ne", "select", "select_n"]


@binary(compared, requires=JAX)
def eq(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x == y``: a bare boolean array."""
    return lax.eq(*paired(x, y))


@binary(compared, requires=JAX)
def ne(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x != y``: a bare boolean array."""
    return lax.ne(*paired(x, y))


@binary(compared, requires=JAX)
def lt(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x < y``: a bare boolean array."""
    return lax.lt(*paired(x, y))


@binary(compared, requires=JAX)
def le(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x <= y``: a bare boolean array."""
    return lax.le(*paired(x, y))


@binary(compared, requires=JAX)
def gt(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x > y``: a bare boolean array."""
    return lax.gt(*paired(x, y))


@binary(compared, requires=JAX)
def ge(xp: Namespace, x: Q, y: Q) -> Array:
    """Whether ``x >= y``: a bare boolean array."""
    return lax.ge(*paired(x, y))


@unary(drop, requires=JAX)
def is_finite(xp: Namespace, x: Q) -> Array:
    """Whether elements are neither infinite nor NaN: a bare boolean array."""
    return lax.is_finite(x)


@aligned("on_true", "on_false", plain=("pred",), requires=JAX)
def select(xp: Namespace, pred: Array, on_true: Q, on_false: Q) -> Q:
    """Elements of `on_true` where `pred` holds, else of `on_false`, in the unit of `on_true`.

    on_true, on_false: what to take where it holds, and where it does not.
    pred: booleans; the shape of the others, or no axes.
    """
    return lax.select(pred, on_true, on_false)


@aligned("*cases", plain=("which",), requires=JAX)
def select_n(xp: Namespace, which: Array, *cases: Q) -> Q:
    """Elements of the array in `cases` that `which` numbers, in the unit of the first.

    cases: arrays or quantities of one shape, one after another.
    which: plain, booleans for two cases, else integers of type int32; the shape of the cases, or no axes.
    """
    return lax.select_n(which, *cases)
