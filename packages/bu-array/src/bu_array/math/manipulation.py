"""Shapes: functions of one array that move elements and leave their values."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from operator import index
from typing import Any

import numpy as np

from bu_dispatch import BackendError

from ..core import Pair, drop, keep, moved, pure_number
from ..declare import Namespace, Q, liked, unary
from ._places import axes_of, axis_of, device_of, picked, whole_numbers

__all__ = [
    "astype",
    "broadcast_to",
    "expand_dims",
    "flatten",
    "flip",
    "fliplr",
    "flipud",
    "matrix_transpose",
    "moveaxis",
    "ndim",
    "permute_dims",
    "ravel",
    "repeat",
    "reshape",
    "resize",
    "roll",
    "rollaxis",
    "rot90",
    "shape",
    "size",
    "squeeze",
    "swapaxes",
    "tile",
    "transpose",
    "unflatten",
]


def _order(order: str) -> None:
    if order not in ("C", "F"):
        raise ValueError(f"order must be 'C' or 'F', got {order!r}: most array libraries know no layout")


# ---------------------------------------------------------------- shapes


@unary(keep, on_scale=moved)
def reshape(
    xp: Namespace, a: Q, shape: int | tuple[int, ...], order: str = "C", *, copy: bool | None = None
) -> Q:
    """`a` in another shape, in the unit of `a`; one length may be -1.

    order: which axis runs fastest, the last ("C") or the first ("F").
    copy: True for elements of its own, None where that is needed, False for an error instead.
    """
    _order(order)
    lengths = (shape,) if isinstance(shape, int) else tuple(shape)
    if order == "C":
        return xp.reshape(a, lengths) if copy is None else xp.reshape(a, lengths, copy=copy)
    if copy is not None:
        raise ValueError("reshape: copy= is known for order='C' alone; most array libraries know no layout")
    return _reversed(xp, xp.reshape(_reversed(xp, a), lengths[::-1]))


def _reversed(xp: Namespace, a: Any) -> Any:
    return xp.permute_dims(a, tuple(range(len(a.shape)))[::-1])


@unary(keep, on_scale=moved)
def ravel(xp: Namespace, a: Q, order: str = "C") -> Q:
    """`a` as a vector, in the unit of `a`; order: which axis runs fastest, as in `reshape`."""
    _order(order)
    return xp.reshape(a if order == "C" else _reversed(xp, a), (-1,))


@unary(keep, on_scale=moved)
def flatten(xp: Namespace, x: Q, start_axis: int | None = None, end_axis: int | None = None) -> Q:
    """`x` with the axes from `start_axis` to `end_axis`, that one too, as one, in the unit of `x`.

    start_axis, end_axis: the first and the last axis that become one.
    The first and the last axis where they are None; a single number becomes a vector.
    """
    if not x.shape:
        return xp.reshape(x, (1,))
    ndim = len(x.shape)
    first = 0 if start_axis is None else axis_of(start_axis, ndim)
    last = ndim - 1 if end_axis is None else axis_of(end_axis, ndim)
    if first > last:
        raise ValueError(f"flatten: start_axis {start_axis} comes after end_axis {end_axis}")
    merged = x.shape[first : last + 1]
    length = -1 if None in merged else prod(merged)  # ndonnx may not know a length
    return xp.reshape(x, (*x.shape[:first], length, *x.shape[last + 1 :]))


@unary(keep, on_scale=moved)
def unflatten(xp: Namespace, x: Q, axis: int, sizes: Sequence[int]) -> Q:
    """`x` with `axis` cut into axes of the lengths `sizes`, in the unit of `x`; one may be -1.

    sizes: the lengths of the axes that take its place.
    """
    axis, sizes = axis_of(axis, len(x.shape)), list(sizes)
    if -1 in sizes:
        rest = -prod(sizes)
        sizes[sizes.index(-1)] = x.shape[axis] // rest if rest > 0 else 0
    if prod(sizes) != x.shape[axis] or min(sizes, default=1) < 0:
        raise ValueError(f"unflatten: sizes {tuple(sizes)} do not make up axis {axis} of shape {x.shape}")
    return xp.reshape(x, (*x.shape[:axis], *sizes, *x.shape[axis + 1 :]))


@unary(keep, on_scale=moved)
def squeeze(xp: Namespace, a: Q, axis: int | tuple[int, ...] | None = None) -> Q:
    """`a` without axes of length one (all of them where `axis` is None), in the unit of `a`."""
    if axis is None:
        axis = tuple(i for i, length in enumerate(a.shape) if length == 1)
    return xp.squeeze(a, axis=axis)


@unary(keep, on_scale=moved)
def expand_dims(xp: Namespace, a: Q, axis: int | Sequence[int]) -> Q:
    """`a` with new axes of length one, which are `axis` in the result, in the unit of `a`."""
    count = len(axis) if isinstance(axis, Sequence) else 1
    for place in sorted(axes_of(axis, len(a.shape) + count)):
        a = xp.expand_dims(a, axis=place)
    return a


@unary(keep, on_scale=moved)
def broadcast_to(xp: Namespace, array: Q, shape: tuple[int, ...]) -> Q:
    """`array` repeated to `shape` without a copy where the library can, in the unit of `array`."""
    return xp.broadcast_to(array, shape)


@liked(converts=True)
def astype(xp: Namespace, x: Q, dtype: Any, *, copy: bool = True, device: Any = None) -> Q:
    """`x` in another dtype, in the unit of `x`; with ``copy=False`` `x` itself where nothing is to do.

    Booleans, whether an element is not 0, have no unit.
    """
    options = {} if device is None else {"device": device}
    return xp.astype(x, dtype, copy=copy, **options)


@unary(drop)
def shape(xp: Namespace, a: Q) -> tuple[int, ...]:
    """Lengths of the axes of `a`: plain integers."""
    return tuple(a.shape)


@unary(drop)
def ndim(xp: Namespace, a: Q) -> int:
    """Number of axes of `a`: a plain integer."""
    return len(a.shape)


@unary(drop)
def size(xp: Namespace, a: Q, axis: int | tuple[int, ...] | None = None) -> int:
    """Number of elements of `a`, or its length along `axis`, of several their product: a plain integer."""
    if axis is not None and not isinstance(axis, tuple):
        return int(a.shape[axis])
    total = 1
    for length in a.shape if axis is None else [a.shape[one] for one in axes_of(axis, len(a.shape))]:
        total *= length
    return total


# ---------------------------------------------------------------- order of the axes


@unary(keep, on_scale=moved)
def transpose(xp: Namespace, a: Q, axes: Sequence[int] | None = None) -> Q:
    """`a` with its axes in another order (reversed where `axes` is None), in the unit of `a`."""
    return xp.permute_dims(a, tuple(range(len(a.shape))[::-1]) if axes is None else tuple(axes))


@unary(keep, on_scale=moved)
def permute_dims(xp: Namespace, x: Q, axes: Sequence[int]) -> Q:
    """`x` with its axes in the order `axes`, in the unit of `x`."""
    return xp.permute_dims(x, axes_of(tuple(axes), len(x.shape)))


@unary(keep, on_scale=moved)
def matrix_transpose(xp: Namespace, x: Q) -> Q:
    """`x` with its last two axes swapped, in the unit of `x`."""
    return xp.matrix_transpose(x)


@unary(keep, on_scale=moved)
def moveaxis(xp: Namespace, a: Q, source: int | Sequence[int], destination: int | Sequence[int]) -> Q:
    """`a` with the axes `source` at the places `destination`, in the unit of `a`.

    source: the axes that go elsewhere; destination: where they go.
    """
    ndim = len(a.shape)
    moved, places = axes_of(source, ndim), axes_of(destination, ndim)
    if len(moved) != len(places):
        raise ValueError(f"moveaxis: {len(moved)} axes cannot go to {len(places)} places")
    order = [axis for axis in range(ndim) if axis not in moved]
    for place, axis in sorted(zip(places, moved, strict=True)):
        order.insert(place, axis)
    return xp.permute_dims(a, tuple(order))


@unary(keep, on_scale=moved)
def swapaxes(xp: Namespace, a: Q, axis1: int, axis2: int) -> Q:
    """`a` with two axes swapped, in the unit of `a`."""
    return _swapped(xp, a, axis1, axis2)


def _swapped(xp: Namespace, a: Any, axis1: int, axis2: int) -> Any:
    order = list(range(len(a.shape)))
    first, second = axis_of(axis1, len(order)), axis_of(axis2, len(order))
    order[first], order[second] = second, first
    return xp.permute_dims(a, tuple(order))


@unary(keep, on_scale=moved)
def rollaxis(xp: Namespace, a: Q, axis: int, start: int = 0) -> Q:
    """`a` with `axis` moved in front of the axis `start`, in the unit of `a`; see `moveaxis`.

    start: in front of which axis it goes.
    """
    order = list(range(len(a.shape)))
    axis, start = axis_of(axis, len(order)), axis_of(start, len(order) + 1) if start >= 0 else start
    start = axis_of(start, len(order)) if start < 0 else start
    order.remove(axis)
    order.insert(start - (axis < start), axis)
    return xp.permute_dims(a, tuple(order))


# ---------------------------------------------------------------- order of the elements


@unary(keep, on_scale=moved)
def flip(xp: Namespace, m: Q, axis: int | tuple[int, ...] | None = None) -> Q:
    """`m` with the order of elements reversed along `axis` (all axes for None), in the unit of `m`."""
    return xp.flip(m, axis=axis)


@unary(keep, on_scale=moved)
def fliplr(xp: Namespace, m: Q) -> Q:
    """`m` with its columns (axis 1) in reverse order, in the unit of `m`."""
    return xp.flip(m, axis=axis_of(1, len(m.shape)))


@unary(keep, on_scale=moved)
def flipud(xp: Namespace, m: Q) -> Q:
    """`m` with its rows (axis 0) in reverse order, in the unit of `m`."""
    return xp.flip(m, axis=axis_of(0, len(m.shape)))


@unary(keep, on_scale=moved)
def rot90(xp: Namespace, m: Q, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Q:
    """`m` turned by `k` quarters in the plane of `axes`, from the first to the second, in the unit of `m`.

    k: how many times.
    """
    first, second = axes_of(axes, len(m.shape))
    k = index(k) % 4
    if k == 0:
        return m
    if k == 2:
        return xp.flip(m, axis=(first, second))
    if k == 1:
        return _swapped(xp, xp.flip(m, axis=second), first, second)
    return xp.flip(_swapped(xp, m, first, second), axis=second)


@unary(keep, on_scale=moved)
def roll(xp: Namespace, a: Q, shift: int | Sequence[int], axis: int | Sequence[int] | None = None) -> Q:
    """`a` moved on by `shift` elements along `axis`, the last ones to the front, in the unit of `a`.

    shift: by how many places, one number or one for each axis.
    The flattened array moves where `axis` is None. Several shifts along one axis add up.
    """
    shifts = tuple(shift) if isinstance(shift, Sequence) else (shift,)
    if axis is None:
        return xp.roll(a, sum(shifts), axis=None)
    axes = tuple(axis) if isinstance(axis, Sequence) else (axis,)
    if len(shifts) != len(axes) and 1 not in (len(shifts), len(axes)):
        raise ValueError(f"roll: {len(shifts)} shifts do not go with {len(axes)} axes")
    count = 0 if () in (shifts, axes) else max(len(shifts), len(axes))
    shifts, axes = shifts * (count // len(shifts or (0,))), axes * (count // len(axes or (0,)))
    return xp.roll(a, shifts, axis=axes) if count else a


# ---------------------------------------------------------------- copies of the elements


@unary(keep, on_scale=moved)
def tile(xp: Namespace, A: Q, reps: int | Sequence[int]) -> Q:
    """`A` repeated as a whole `reps` times along each axis, in the unit of `A`.

    A: an array or a quantity.
    """
    return xp.tile(A, (reps,) if isinstance(reps, int) else tuple(reps))


@unary(keep, on_scale=moved)
def repeat(
    xp: Namespace,
    a: Q,
    repeats: int | Sequence[int],
    axis: int | None = None,
    total_repeat_length: int | None = None,
) -> Q:
    """Elements of `a`, each repeated `repeats` times along `axis`, in the unit of `a`.

    The flattened array where `axis` is None. With `total_repeat_length` the result has that length:
    what is more is cut off, what is missing repeats the last element.
    """
    repeats = pure_number(repeats, "repeat", "repeats") if isinstance(repeats, Pair) else repeats
    flat, place = (xp.reshape(a, (-1,)), 0) if axis is None else (a, axis_of(axis, len(a.shape)))
    if isinstance(repeats, int) and total_repeat_length is None:
        return xp.repeat(flat, repeats, axis=place)
    length = flat.shape[place]
    if isinstance(repeats, (int, list, tuple, np.ndarray, np.integer)):
        return picked(xp, flat, _repeated(length, repeats, total_repeat_length), place)
    if total_repeat_length is None:
        if xp.backend.chunked:
            raise BackendError(
                "repeat by an array is not available on the dask backend: the shape would not be known; "
                "pass repeats as a list of numbers, or call .compute() first"
            )
        return xp.repeat(flat, repeats, axis=place)
    ends = xp.cumulative_sum(xp.broadcast_to(repeats, (length,)))
    numbers = xp.arange(total_repeat_length, dtype=ends.dtype, device=device_of(xp, a))
    chosen = xp.searchsorted(ends, numbers, side="right")
    return xp.take(flat, xp.clip(chosen, 0, length - 1), axis=place)


def _repeated(length: int, repeats: Any, total: int | None) -> list[int]:
    """Return which elements stand in the result of `repeat`."""
    counts = whole_numbers(repeats)
    if isinstance(counts, int) or len(counts) == 1:
        counts = [counts if isinstance(counts, int) else counts[0]] * length
    if len(counts) != length or min(counts, default=0) < 0:
        raise ValueError(f"repeat takes {length} counts for {length} elements, none negative, got {counts}")
    places = [place for place, count in enumerate(counts) for _ in range(count)]
    if total is None:
        return places
    return places[:total] + places[-1:] * (total - len(places))


@unary(keep, on_scale=moved)
def resize(xp: Namespace, a: Q, new_shape: int | tuple[int, ...]) -> Q:
    """Elements of `a` in `new_shape`, from the start again where there are too few, in the unit of `a`."""
    new_shape = (new_shape,) if isinstance(new_shape, int) else tuple(new_shape)
    flat = xp.reshape(a, (-1,))
    total = prod(new_shape)
    if min(new_shape, default=0) < 0:
        raise ValueError(f"resize: no length can be negative, got {new_shape}")
    if total and not flat.shape[0]:
        return xp.zeros(new_shape, dtype=a.dtype, device=device_of(xp, a))
    copies = xp.tile(flat, (-(-total // max(1, flat.shape[0])),))
    return xp.reshape(copies[:total], new_shape)
