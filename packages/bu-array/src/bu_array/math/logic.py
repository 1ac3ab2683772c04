"""Comparisons: operands of one dimension, a bare boolean array."""

from __future__ import annotations

from .._declare import Array, Namespace, Q, aligned, binary
from .._rules import compared

__all__ = [
    "allclose",
    "equal",
    "greater",
    "greater_equal",
    "isclose",
    "less",
    "less_equal",
    "not_equal",
]


@binary(compared)
def equal(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x == y``, element by element: a bare boolean array."""
    return xp.equal(x, y)


@binary(compared)
def not_equal(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x != y``, element by element: a bare boolean array."""
    return xp.not_equal(x, y)


@binary(compared)
def less(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x < y``, element by element: a bare boolean array."""
    return xp.less(x, y)


@binary(compared)
def less_equal(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x <= y``, element by element: a bare boolean array."""
    return xp.less_equal(x, y)


@binary(compared)
def greater(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x > y``, element by element: a bare boolean array."""
    return xp.greater(x, y)


@binary(compared)
def greater_equal(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x >= y``, element by element: a bare boolean array."""
    return xp.greater_equal(x, y)


# numpy's defaults. The absolute tolerance counts in the unit of `x`, as the mantissas do.
_RTOL, _ATOL = 1e-5, 1e-8


@aligned("x", "y", "atol", plain=("rtol",), unitless=True)
def isclose(
    xp: Namespace,
    x: Q,
    y: Q | complex,
    rtol: float | None = None,
    atol: Q | float | None = None,
    equal_nan: bool = False,
) -> Array:
    """Whether ``|x - y| <= atol + rtol * |y|``, element by element: a bare boolean array.

    `rtol` is a plain number, 1e-5 by default; `atol` a quantity of the dimension of `x`, or 0, by
    default 1e-8 in the unit of `x`.
    """
    rtol = _RTOL if rtol is None else rtol
    atol = _ATOL if atol is None else atol
    return xp.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)


@aligned("x", "y", "atol", plain=("rtol",), unitless=True)
def allclose(
    xp: Namespace,
    x: Q,
    y: Q | complex,
    rtol: float | None = None,
    atol: Q | float | None = None,
    equal_nan: bool = False,
) -> Array:
    """Whether all elements are close; see `isclose`. A bare boolean, of the array library."""
    rtol = _RTOL if rtol is None else rtol
    atol = _ATOL if atol is None else atol
    return xp.all(xp.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan))
