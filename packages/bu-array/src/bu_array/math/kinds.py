"""What kind of number each element is: not one, infinite, real, complex."""

from __future__ import annotations

from typing import Any

from ..core import drop
from ..declare import Array, Namespace, Q, unary

__all__ = [
    "iscomplex",
    "iscomplexobj",
    "isfinite",
    "isinf",
    "isnan",
    "isneginf",
    "isposinf",
    "isreal",
    "isrealobj",
]


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


@unary(drop)
def isposinf(xp: Namespace, x: Q) -> Array:
    """Whether each element of real numbers is infinite and positive: a bare boolean array.

    Raises TypeError for complex numbers, which have no sign.
    """
    _refuse_complex(xp, x, "isposinf")
    return xp.logical_and(xp.isinf(x), xp.greater(x, 0))


@unary(drop)
def isneginf(xp: Namespace, x: Q) -> Array:
    """Whether each element of real numbers is infinite and negative: a bare boolean array.

    Raises TypeError for complex numbers, which have no sign.
    """
    _refuse_complex(xp, x, "isneginf")
    return xp.logical_and(xp.isinf(x), xp.less(x, 0))


def _refuse_complex(xp: Namespace, x: Any, function: str) -> None:
    """Raise TypeError: libraries compare complex numbers by their real parts, or warn, or raise."""
    if xp.isdtype(x.dtype, "complex floating"):
        raise TypeError(f"{function} takes real numbers; use isinf")


@unary(drop)
def isreal(xp: Namespace, a: Q) -> Array:
    """Whether each element has no imaginary part: a bare boolean array."""
    if xp.isdtype(a.dtype, "complex floating"):
        return xp.imag(a) == 0
    return xp.ones_like(a, dtype=xp.bool)


@unary(drop)
def iscomplexobj(xp: Namespace, x: Q) -> bool:
    """Whether the elements are complex numbers, by their dtype."""
    return bool(xp.isdtype(x.dtype, "complex floating"))


@unary(drop)
def iscomplex(xp: Namespace, x: Q) -> Array:
    """Whether each element has an imaginary part: a bare boolean array."""
    if xp.isdtype(x.dtype, "complex floating"):
        return xp.imag(x) != 0
    return xp.zeros_like(x, dtype=xp.bool)


@unary(drop)
def isrealobj(xp: Namespace, x: Q) -> bool:
    """Whether the elements are real numbers, by their dtype."""
    return not xp.isdtype(x.dtype, "complex floating")
