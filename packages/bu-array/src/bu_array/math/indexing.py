"""Elements by position and by mask: taking them out, putting others in."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from bu_units import Unit

from ..declare import PURE, Array, Namespace, Plan, Q, aligned, creation, ruled
from ._options import dtype_of
from ._places import axis_of
from ._positions import (
    as_array,
    at,
    counted,
    flat,
    index_dtype,
    indexed,
    padded,
    placed,
    positions_of,
    scattered,
    taken,
    truth,
    unraveled,
    whole,
)

__all__ = [
    "compress",
    "extract",
    "gather",
    "indices",
    "ix_",
    "place",
    "put",
    "put_along_axis",
    "putmask",
    "ravel_multi_index",
    "take",
    "take_along_axis",
    "unravel_index",
]


# ---------------------------------------------------------------- taking elements


@indexed(aligned("a", "fill_value", plain=("indices",)), "indices")
def take(
    xp: Namespace,
    a: Q,
    indices: Array,
    axis: int | None = None,
    mode: str | None = None,
    unique_indices: bool = False,
    indices_are_sorted: bool = False,
    fill_value: Q | complex | None = None,
) -> Q:
    """Elements of `a` at `indices` along `axis` (of the flattened array for None), in the unit of `a`.

    indices: plain integers of any shape, which replaces the axis. What becomes of an index out of bounds, by
    `mode`: "raise" an IndexError, "wrap" around, "clip" to the last, "fill" with `fill_value` (converted to
    the unit of `a`; NaN by default, of integers the lowest); None leaves it to the library, and is "fill"
    with a `fill_value`. `unique_indices` and `indices_are_sorted` are promises that make jax faster.
    """
    a, index = as_array(xp, a), whole(xp, "take", indices)
    a, axis = (flat(xp, a), 0) if axis is None else (a, axis_of(axis, len(a.shape)))
    if mode is None and fill_value is not None:
        mode = "fill"
    index, inside = placed(xp, "take", index, a.shape[axis], mode)
    promises = {"unique_indices": unique_indices, "indices_are_sorted": indices_are_sorted}
    if mode is not None:  # moved indices may not hold the promises
        promises = {}
    if inside is not None and a.shape[axis] == 0:
        raise IndexError("take: an axis without elements has nothing to take, not even with mode='fill'")
    found = taken(xp, a, index, axis, **promises)
    return padded(xp, found, inside, _lowest(xp, a) if fill_value is None else fill_value, axis)


def _lowest(xp: Namespace, a: Any) -> Any:
    """Return what stands for a missing element: NaN, or the end of the range of integers, as in jax."""
    if xp.isdtype(a.dtype, "bool"):
        return True
    if xp.isdtype(a.dtype, "integral"):
        info = xp.iinfo(a.dtype)
        return int(info.min) or int(info.max)
    return float("nan")


@indexed(aligned("arr", plain=("indices",)), "indices")
def take_along_axis(xp: Namespace, arr: Q, indices: Array, axis: int | None = -1) -> Q:
    """Elements of `arr` at `indices`, one index for each place along `axis`, in the unit of `arr`.

    `indices` has as many axes as `arr`, both flattened where `axis` is None: what `argsort` gives.
    """
    arr, index = as_array(xp, arr), whole(xp, "take_along_axis", indices)
    if axis is None:
        arr, index, axis = flat(xp, arr), flat(xp, index), 0
    if len(index.shape) != len(arr.shape):
        raise ValueError(
            f"take_along_axis: indices need {len(arr.shape)} axes as arr has, got {len(index.shape)}"
        )
    return xp.take_along_axis(arr, index, axis=axis)


@indexed(aligned("input", plain=("index",)), "index")
def gather(xp: Namespace, input: Q, dim: int, index: Array) -> Q:
    """Elements of `input` at `index` along `dim`, in the unit of `input`: torch's gather.

    dim: the number of the axis; input: an array or a quantity.
    index: plain integers, with as many axes as `input`, which may be shorter along the others than `dim`;
    the result has its shape.
    """
    input, index = as_array(xp, input), whole(xp, "gather", index)
    count = len(input.shape)
    if len(index.shape) != count:
        raise ValueError(f"gather: index needs {count} axes as input has, got {len(index.shape)}")
    dim = axis_of(dim, count)
    for axis in range(count):
        if axis != dim and index.shape[axis] > input.shape[axis]:
            raise ValueError(
                f"gather: index has {index.shape[axis]} elements along axis {axis}, input {input.shape[axis]}"
            )
    key = tuple(slice(None) if axis == dim else slice(0, index.shape[axis]) for axis in range(count))
    return xp.take_along_axis(at(input, key), index, axis=dim)


def _compressed(xp: Namespace, mask: Any, a: Any, axis: int, size: int | None, fill_value: Any) -> Any:
    """Return the elements of `a` along `axis` where a vector of booleans holds."""
    if len(mask.shape) != 1:
        raise ValueError(f"compress: the condition must be a vector, got {len(mask.shape)} axes")
    if mask.shape[0] > a.shape[axis]:
        raise ValueError(
            f"compress: the condition has {mask.shape[0]} elements, the array {a.shape[axis]} along the axis"
        )
    index, there = positions_of(xp, mask, size)
    return padded(xp, xp.take(a, index, axis=axis), there, 0 if fill_value is None else fill_value, axis)


@aligned("a", "fill_value", plain=("condition",))
def compress(
    xp: Namespace,
    condition: Array,
    a: Q,
    axis: int | None = None,
    *,
    size: int | None = None,
    fill_value: Q | complex | None = None,
) -> Q:
    """Parts of `a` along `axis` (of the flattened array for None) where `condition` holds, in its unit.

    `condition` is a plain vector. With `size` there are so many parts, whatever the values are: cut
    off, or filled up with `fill_value` (converted to the unit of `a`; 0 by default).
    """
    a = as_array(xp, a)
    a, axis = (flat(xp, a), 0) if axis is None else (a, axis_of(axis, len(a.shape)))
    return _compressed(xp, truth(xp, condition), a, axis, size, fill_value)


@aligned("arr", "fill_value", plain=("condition",))
def extract(
    xp: Namespace,
    condition: Array,
    arr: Q,
    *,
    size: int | None = None,
    fill_value: Q | complex | None = None,
) -> Q:
    """Elements of `arr` where `condition` holds, as a vector, in the unit of `arr`.

    For `size` and `fill_value` see `compress`.
    """
    return _compressed(xp, flat(xp, truth(xp, condition)), flat(xp, as_array(xp, arr)), 0, size, fill_value)


# ---------------------------------------------------------------- putting elements in


def _cycled(xp: Namespace, values: Any, index: Any, like: Any) -> Any:
    """Return element ``i % n`` of `n` values for each of the numbers `index`, in the dtype of `like`."""
    values = flat(xp, as_array(xp, values, like))
    values = values if values.dtype == like.dtype else xp.astype(values, like.dtype)
    if values.shape[0] == 1:
        return xp.broadcast_to(values, index.shape)
    return xp.take(values, xp.remainder(index, max(values.shape[0], 1)), axis=0)


def _bounded(xp: Namespace, function: str, index: Any, length: int) -> tuple[Any, Any]:
    """Return indices counted from the front, and which are within bounds; IndexError for known others."""
    if xp.backend.is_concrete(index):
        placed(xp, function, index, length, "raise")
    inside = xp.logical_and(index >= -length, index < length)
    return xp.where(index < 0, index + length, index), inside


@indexed(aligned("a", "v", plain=("ind",), into={"v": "a"}), "ind")
def put(xp: Namespace, a: Q, ind: Array, v: Q | complex, mode: str | None = None) -> Q:
    """A new array: `a` with `v` at the positions `ind` of the flattened array, in the unit of `a`.

    v: converted to it and repeated as needed; the last of equal positions counts. For `mode` ("raise",
    "wrap", "clip") see `take`; without it a position out of bounds is an IndexError, and left out where the
    positions have no values yet (under jit, lazy).
    """
    a, index = as_array(xp, a), flat(xp, whole(xp, "put", ind))
    size = prod(a.shape)
    if mode == "fill":
        raise ValueError("put: mode must be 'raise', 'wrap' or 'clip', got 'fill'")
    index, _ = placed(xp, "put", index, size, mode)
    index, inside = _bounded(xp, "put", index, size)
    index = xp.where(inside, index, -1)
    values = _cycled(xp, v, counted(xp, 0, index.shape[0], a), a)
    return xp.reshape(scattered(xp, flat(xp, a), index, values), a.shape)


@indexed(aligned("arr", "values", plain=("indices",), into={"values": "arr"}), "indices")
def put_along_axis(xp: Namespace, arr: Q, indices: Array, values: Q | complex, axis: int | None = -1) -> Q:
    """A new array: `arr` with `values` at `indices` along `axis`, in the unit of `arr`.

    `values` are converted to it and broadcast to `indices`; see `take_along_axis`, and `put` for an
    index out of bounds.
    """
    arr, index = as_array(xp, arr), whole(xp, "put_along_axis", indices)
    values = as_array(xp, values, arr)
    values = xp.astype(values, arr.dtype) if values.dtype != arr.dtype else values
    if axis is None:
        shape: tuple[int, ...] = (prod(arr.shape),)
        index, axis = flat(xp, index), 0
    else:
        shape, axis = arr.shape, axis_of(axis, len(arr.shape))
    if len(index.shape) != len(shape):
        raise ValueError(f"put_along_axis: indices need {len(shape)} axes as arr has, got {len(index.shape)}")
    index = xp.broadcast_to(index, (*shape[:axis], index.shape[axis], *shape[axis + 1 :]))
    index, inside = _bounded(xp, "put_along_axis", index, shape[axis])
    place = index * prod(shape[axis + 1 :])
    for other, length in enumerate(shape):
        if other != axis:
            steps = counted(xp, 0, length, arr) * prod(shape[other + 1 :])
            place = place + xp.reshape(steps, (*(1,) * other, length, *(1,) * (len(shape) - other - 1)))
    values = flat(xp, xp.broadcast_to(values, place.shape))
    return xp.reshape(scattered(xp, flat(xp, arr), flat(xp, xp.where(inside, place, -1)), values), arr.shape)


@aligned("a", "values", plain=("mask",), into={"values": "a"})
def putmask(xp: Namespace, a: Q, mask: Array, values: Q | complex) -> Q:
    """A new array: `a` with `values` where the plain `mask` holds, in the unit of `a`.

    `values` of another shape are repeated over the flattened array, wherever the mask holds.
    """
    a, mask = as_array(xp, a), truth(xp, mask)
    chosen = _cycled(xp, values, counted(xp, 0, prod(a.shape), a), a)
    return xp.where(mask, xp.reshape(chosen, a.shape), a)


@aligned("arr", "vals", plain=("mask",), into={"vals": "arr"})
def place(xp: Namespace, arr: Q, mask: Array, vals: Q | complex) -> Q:
    """A new array: `arr` with the elements of `vals` in turn where the plain `mask` holds, in its unit.

    vals: converted to the unit of `arr` and repeated as needed: the inverse of `extract`.
    """
    arr, mask = as_array(xp, arr), truth(xp, mask)
    ranks = xp.cumulative_sum(xp.astype(flat(xp, mask), index_dtype(xp))) - 1
    chosen = _cycled(xp, vals, xp.clip(ranks, 0, max(prod(arr.shape) - 1, 0)), arr)
    return xp.where(mask, xp.reshape(chosen, arr.shape), arr)


# ---------------------------------------------------------------- indices themselves


def _bare(*units: Unit) -> Plan:
    return Plan(dict.fromkeys(("indices", "multi_index", "args"), PURE), None)


@indexed(ruled(_bare, "indices"), "indices")
def unravel_index(xp: Namespace, indices: Array, shape: int | Sequence[int]) -> tuple[Array, ...]:
    """Positions in an array of `shape` of `indices` into the flattened array: plain integers.

    shape: the shape of the array that is indexed.
    An array for each axis. An index out of bounds is not noticed.
    """
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    return unraveled(xp, whole(xp, "unravel_index", indices), shape)


def _bare_list(units: list[Unit]) -> Plan:
    return _bare()


@indexed(ruled(_bare_list, "*multi_index"), "multi_index")
def ravel_multi_index(
    xp: Namespace, multi_index: Sequence[Array], dims: Sequence[int], mode: str = "raise", order: str = "C"
) -> Array:
    """Index into the flattened array of `multi_index`, an array for each axis: plain integers.

    multi_index: arrays of plain integers, broadcast; order: which axis runs fastest, the last ("C") or the
    first ("F").
    dims: the shape of that array. For `mode` ("raise", "wrap", "clip") see `take`.
    """
    if order != "C":
        raise ValueError(f"order must be 'C', got {order!r}: most array libraries have no other")
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"ravel_multi_index: mode must be 'raise', 'wrap' or 'clip', got {mode!r}")
    if len(multi_index) != len(dims):
        raise ValueError(f"ravel_multi_index takes {len(dims)} arrays for {len(dims)} axes")
    total: Any = 0
    for part, length in zip(multi_index, dims, strict=True):
        inside, _ = placed(xp, "ravel_multi_index", whole(xp, "ravel_multi_index", part), length, mode, 0)
        total = total * length + inside
    return total


@indexed(ruled(_bare_list, "*args"), "args")
def ix_(xp: Namespace, *args: Array) -> tuple[Array, ...]:
    """Plain vectors of indices as arrays that select every combination of them by broadcasting.

    A vector of booleans stands for the positions where it holds.
    """
    found = []
    for axis, x in enumerate(args):
        if len(x.shape) != 1:
            raise ValueError(f"ix_ takes vectors, got {len(x.shape)} axes")
        index = positions_of(xp, x, None)[0] if xp.isdtype(x.dtype, "bool") else whole(xp, "ix_", x)
        found.append(index[(None,) * axis + (slice(None),) + (None,) * (len(args) - axis - 1)])
    return tuple(found)


@creation
def indices(xp: Namespace, dimensions: Sequence[int], dtype: Any = None, sparse: bool = False) -> Any:
    """Positions of all elements of an array whose shape is `dimensions`: plain integers.

    dimensions: the lengths of the axes.
    An array for each axis, stacked; with `sparse` a tuple of them that broadcast.
    """
    count = len(dimensions)
    dtype = index_dtype(xp) if dtype is None else dtype_of(xp, dtype)
    parts = [
        xp.reshape(xp.arange(n, dtype=dtype), (*(1,) * axis, n, *(1,) * (count - axis - 1)))
        for axis, n in enumerate(dimensions)
    ]
    if sparse:
        return tuple(parts)
    if not parts:
        raise ValueError("indices takes at least one dimension")
    return xp.stack([xp.broadcast_to(part, tuple(dimensions)) for part in parts])
