"""Shapes: functions that move elements and leave their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._declare import Namespace, Q, unary
from .._declare_several import aligned
from .._rules import drop, keep

__all__ = [
    "broadcast_to",
    "concatenate",
    "expand_dims",
    "flip",
    "ndim",
    "ravel",
    "reshape",
    "shape",
    "size",
    "squeeze",
    "stack",
    "transpose",
]


def _order(order: str) -> None:
    if order != "C":
        raise ValueError(f"order must be 'C', got {order!r}: most array libraries have no other")


@unary(keep)
def reshape(xp: Namespace, a: Q, shape: int | tuple[int, ...], order: str = "C") -> Q:
    """`a` in another shape, in the unit of `a`; one length may be -1."""
    _order(order)
    return xp.reshape(a, (shape,) if isinstance(shape, int) else tuple(shape))


@unary(keep)
def ravel(xp: Namespace, a: Q, order: str = "C") -> Q:
    """`a` as a vector, in the unit of `a`."""
    _order(order)
    return xp.reshape(a, (-1,))


@unary(keep)
def transpose(xp: Namespace, a: Q, axes: Sequence[int] | None = None) -> Q:
    """`a` with its axes in another order (reversed where `axes` is None), in the unit of `a`."""
    return xp.permute_dims(a, tuple(range(len(a.shape))[::-1]) if axes is None else tuple(axes))


@unary(keep)
def squeeze(xp: Namespace, a: Q, axis: int | tuple[int, ...] | None = None) -> Q:
    """`a` without axes of length one (all of them where `axis` is None), in the unit of `a`."""
    if axis is None:
        axis = tuple(i for i, length in enumerate(a.shape) if length == 1)
    return xp.squeeze(a, axis=axis)


@unary(keep)
def expand_dims(xp: Namespace, a: Q, axis: int) -> Q:
    """`a` with a new axis of length one at `axis`, in the unit of `a`."""
    return xp.expand_dims(a, axis=axis)


@unary(keep)
def broadcast_to(xp: Namespace, array: Q, shape: tuple[int, ...]) -> Q:
    """`array` repeated to `shape` without a copy where the library can, in the unit of `array`."""
    return xp.broadcast_to(array, shape)


@unary(keep)
def flip(xp: Namespace, m: Q, axis: int | tuple[int, ...] | None = None) -> Q:
    """`m` with the order of elements reversed along `axis` (all axes for None), in the unit of `m`."""
    return xp.flip(m, axis=axis)


@aligned("*arrays")
def concatenate(xp: Namespace, arrays: Sequence[Q], axis: int | None = 0, dtype: Any = None) -> Q:
    """`arrays` joined along `axis`, in the unit of the first; a plain zero fits any unit."""
    joined = xp.concat(_arrays(xp, arrays), axis=axis)
    return joined if dtype is None else xp.astype(joined, xp.backend.dtype(dtype))


def _arrays(xp: Namespace, arrays: Sequence[Any]) -> list[Any]:
    """Return arrays, the Python numbers among them in the dtype of the first array."""
    like = next((x.dtype for x in arrays if hasattr(x, "dtype")), None)
    return [x if hasattr(x, "dtype") else xp.asarray(x, dtype=like) for x in arrays]


@aligned("*arrays")
def stack(xp: Namespace, arrays: Sequence[Q], axis: int = 0, dtype: Any = None) -> Q:
    """`arrays` joined along a new `axis`, in the unit of the first; a plain zero fits any unit."""
    joined = xp.stack(_arrays(xp, arrays), axis=axis)
    return joined if dtype is None else xp.astype(joined, xp.backend.dtype(dtype))


@unary(drop)
def shape(xp: Namespace, a: Q) -> tuple[int, ...]:
    """Lengths of the axes of `a`: plain integers."""
    return tuple(a.shape)


@unary(drop)
def ndim(xp: Namespace, a: Q) -> int:
    """Number of axes of `a`: a plain integer."""
    return len(a.shape)


@unary(drop)
def size(xp: Namespace, a: Q, axis: int | None = None) -> int:
    """Number of elements of `a`, or its length along `axis`: a plain integer."""
    if axis is not None:
        return int(a.shape[axis])
    total = 1
    for length in a.shape:
        total *= length
    return total
