"""Where elements are: selection, order, positions."""

from __future__ import annotations

from typing import Any

from .._declare import Array, Namespace, Q, unary
from .._declare_several import aligned
from .._rules import drop, keep

__all__ = ["argmax", "argmin", "argsort", "sort", "where"]


@aligned("x", "y", plain=("condition",))
def where(xp: Namespace, condition: Array, x: Q | None = None, y: Q | None = None) -> Q:
    """Elements of `x` where `condition` holds, else of `y`, in the unit of `x`.

    `condition` takes no unit; a plain zero as one branch takes the unit of the other. With
    `condition` alone: the positions where it holds, plain integer arrays.
    """
    if x is None and y is None:
        return xp.nonzero(condition)
    if x is None or y is None:
        raise TypeError("where takes both x and y, or neither")
    return xp.where(condition if hasattr(condition, "shape") else xp.asarray(condition), x, y)


@unary(drop)
def argmax(xp: Namespace, a: Q, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the largest element along `axis`: plain integers."""
    return xp.argmax(a, axis=axis, keepdims=keepdims)


@unary(drop)
def argmin(xp: Namespace, a: Q, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the smallest element along `axis`: plain integers."""
    return xp.argmin(a, axis=axis, keepdims=keepdims)


def _ascending(kind: Any, order: Any) -> None:
    if kind is not None or order is not None:
        raise TypeError("sorting takes no kind= and order=: use stable=, the array API's option")


@unary(keep)
def sort(
    xp: Namespace,
    a: Q,
    axis: int = -1,
    *,
    kind: None = None,
    order: None = None,
    stable: bool = True,
    descending: bool = False,
) -> Q:
    """`a` sorted along `axis`, in the unit of `a`."""
    _ascending(kind, order)
    return xp.sort(a, axis=axis, stable=stable, descending=descending)


@unary(drop)
def argsort(
    xp: Namespace,
    a: Q,
    axis: int = -1,
    *,
    kind: None = None,
    order: None = None,
    stable: bool = True,
    descending: bool = False,
) -> Array:
    """Positions that sort `a` along `axis`: plain integers."""
    _ascending(kind, order)
    return xp.argsort(a, axis=axis, stable=stable, descending=descending)
