"""Comparisons and connectives: operands of one dimension, a bare boolean array."""

from __future__ import annotations

from typing import Any

from ..core import compared, matched, truth
from ..core.objects import as_floats
from ..declare import Array, Namespace, Q, aligned, binary, unary
from .statistical import all, any

__all__ = [
    "allclose",
    "alltrue",
    "array_equal",
    "array_equiv",
    "equal",
    "greater",
    "greater_equal",
    "isclose",
    "less",
    "less_equal",
    "logical_and",
    "logical_not",
    "logical_or",
    "logical_xor",
    "not_equal",
    "sometrue",
]


@binary(compared, apart=False)
def equal(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x == y``, element by element: a bare boolean array; False where they have nothing in common.

    Values of two dimensions, texts and dates are unequal to each other, as with the operator.
    """
    return xp.equal(x, y)


@binary(compared, apart=True)
def not_equal(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether ``x != y``, element by element: a bare boolean array; True where they have nothing in common.

    As with `equal`.
    """
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

    rtol: a plain number, 1e-5 by default; atol: a quantity of the dimension of `x`, or 0, by default 1e-8 in
    the unit of `x`.
    """
    rtol = _RTOL if rtol is None else rtol
    atol = _ATOL if atol is None else atol
    return _close(xp, x, y, rtol, atol, equal_nan)


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
    return xp.all(_close(xp, x, y, rtol, atol, equal_nan))


def _close(xp: Namespace, x: Any, y: Any, rtol: Any, atol: Any, equal_nan: bool) -> Any:
    if getattr(xp, "of_objects", False):  # nearness is a question for floats: of decimals, of fractions
        x, y, rtol, atol = (as_floats(each) for each in (x, y, rtol, atol))
    return xp.isclose(x, y, rtol=rtol, atol=atol, equal_nan=equal_nan)


@binary(compared)
def array_equal(xp: Namespace, x: Q, y: Q | complex, equal_nan: bool = False) -> Array:
    """Whether shapes and all elements are equal: a bare boolean, of the array library.

    With `equal_nan` a NaN equals a NaN.
    """
    if getattr(x, "shape", ()) != getattr(y, "shape", ()):
        array = x if hasattr(x, "shape") else y
        return xp.any(xp.zeros_like(array, dtype=xp.bool))
    equal = xp.equal(x, y)
    if equal_nan:
        equal = equal | (xp.not_equal(x, x) & xp.not_equal(y, y))  # NaN alone is not itself
    return xp.all(equal)


@binary(compared)
def array_equiv(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether all elements are equal, one array repeated to the shape of the other: a bare boolean.

    False for shapes that do not go together. Source: numpy.
    """
    first, second = (tuple(getattr(each, "shape", ()))[::-1] for each in (x, y))
    apart = [pair for pair in zip(first, second, strict=False) if 1 not in pair and pair[0] != pair[1]]
    if apart:
        array = x if hasattr(x, "shape") else y
        return xp.any(xp.zeros_like(array, dtype=xp.bool))
    return xp.all(xp.equal(x, y))


# ---------------------------------------------------------------- connectives: all but 0 is true


def _true(xp: Namespace, x: Any) -> Any:
    """Return where an array is not 0; a Python number's truth."""
    if not hasattr(x, "dtype"):
        return x != 0
    return x if x.dtype == xp.bool else xp.not_equal(x, 0)


@binary(matched)
def logical_and(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether neither `x` nor `y` is 0, element by element: a bare boolean array."""
    return _true(xp, x) & _true(xp, y)


@binary(matched)
def logical_or(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether `x` or `y` is not 0, element by element: a bare boolean array."""
    return _true(xp, x) | _true(xp, y)


@binary(matched)
def logical_xor(xp: Namespace, x: Q, y: Q | complex) -> Array:
    """Whether one of `x` and `y` is 0, and the other is not: a bare boolean array."""
    return _true(xp, x) ^ _true(xp, y)


@unary(truth)
def logical_not(xp: Namespace, x: Q) -> Array:
    """Whether each element of a pure number is 0: a bare boolean array."""
    return xp.logical_not(_true(xp, x))


alltrue, sometrue = all, any
