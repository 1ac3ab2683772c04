"""Arrays joined: end to end, as rows and columns, as blocks, one inside another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import numpy as np

from ..declare import DECLARED, Namespace, Q, aligned, register
from ._options import dtype_of
from ._places import along, axis_of, known, leading, lengths_of, number_arrays, picked, place_of

__all__ = [
    "append",
    "block",
    "column_stack",
    "concat",
    "concatenate",
    "dstack",
    "hstack",
    "insert",
    "row_stack",
    "stack",
    "vstack",
]

P = ParamSpec("P")
R = TypeVar("R")


def _joined(xp: Namespace, arrays: Sequence[Any], axis: int | None, dtype: Any = None) -> Any:
    joined = xp.concat(arrays, axis=axis)
    return joined if dtype is None else xp.astype(joined, dtype_of(xp, dtype))


@aligned("*arrays", into={"arrays": "dtype"})
def concatenate(xp: Namespace, arrays: Sequence[Q], axis: int | None = 0, dtype: Any = None) -> Q:
    """`arrays` joined along `axis`, in the unit of the first; a plain zero fits any unit."""
    if dtype is None and axis == 0:
        return xp.concat(arrays)  # a keyword less to pass on
    return _joined(xp, arrays, axis, dtype)


concat = concatenate


@aligned("*arrays", into={"arrays": "dtype"})
def stack(xp: Namespace, arrays: Sequence[Q], axis: int = 0, dtype: Any = None) -> Q:
    """`arrays` joined along a new `axis`, in the unit of the first; a plain zero fits any unit."""
    joined = xp.stack(arrays, axis=axis)
    return joined if dtype is None else xp.astype(joined, dtype_of(xp, dtype))


@aligned("*tup", into={"tup": "dtype"})
def vstack(xp: Namespace, tup: Sequence[Q], dtype: Any = None) -> Q:
    """Arrays joined one below another (along axis 0), in the unit of the first; vectors are rows."""
    return _joined(xp, [leading(xp, x, 2) for x in tup], 0, dtype)


row_stack = vstack


@aligned("*arrays", into={"arrays": "dtype"})
def hstack(xp: Namespace, arrays: Sequence[Q], dtype: Any = None) -> Q:
    """`arrays` joined side by side (along axis 1; vectors end to end), in the unit of the first."""
    parts = [leading(xp, x, 1) for x in arrays]
    return _joined(xp, parts, 0 if parts and len(parts[0].shape) == 1 else 1, dtype)


@aligned("*arrays", into={"arrays": "dtype"})
def dstack(xp: Namespace, arrays: Sequence[Q], dtype: Any = None) -> Q:
    """`arrays` joined in depth (along axis 2), in the unit of the first; see `atleast_3d`."""
    parts = [leading(xp, x, 2) for x in arrays]
    return _joined(xp, [x if len(x.shape) > 2 else xp.expand_dims(x, axis=2) for x in parts], 2, dtype)


@aligned("*tup")
def column_stack(xp: Namespace, tup: Sequence[Q]) -> Q:
    """Vectors as columns, and matrices, joined side by side, in the unit of the first."""
    columns = [x if len(x.shape) > 1 else xp.reshape(x, (-1, 1)) for x in tup]
    return _joined(xp, columns, 1)


@aligned("arr", "values")
def append(xp: Namespace, arr: Q, values: Q | complex, axis: int | None = None) -> Q:
    """`arr` with `values` behind it along `axis`, in the unit of `arr`; a plain zero fits any unit.

    Both are flattened where `axis` is None.
    """
    return _joined(xp, number_arrays(xp, [arr, values]), axis)


@aligned("arr", "values", into={"values": "arr"})
def insert(xp: Namespace, arr: Any, obj: Any, values: Any, axis: int | None = None) -> Any:
    """`arr` with `values` in front of the places `obj` along `axis`, in the unit of `arr`.

    obj: a number, a slice, a sequence of numbers or of booleans, which say places in `arr`.
    `values` are converted to the unit, broadcast, and take the dtype of `arr`. `arr` is flattened
    where `axis` is None.
    """
    arr, values = number_arrays(xp, [arr, values])
    arr, axis = (xp.reshape(arr, (-1,)), 0) if axis is None else (arr, axis_of(axis, len(arr.shape)))
    values = xp.astype(leading(xp, values, len(arr.shape)), arr.dtype)
    shape = lengths_of(xp, arr, "insert")
    where: Any = obj if isinstance(obj, (int, slice)) else np.asarray(known(obj))
    if isinstance(where, int) or getattr(where, "ndim", 1) == 0:
        # As numpy has it, as many go to one place as there are along the first axis of `values`.
        values = _shaped(xp, xp.moveaxis(values, 0, axis), shape, axis)
        place = place_of(where, shape[axis], "insert", last=True)
        parts = (arr[along(axis, slice(None, place))], values, arr[along(axis, slice(place, None))])
        return xp.concat(parts, axis=axis)
    numbers = np.arange(shape[axis])
    chosen = numbers[where] if isinstance(where, slice) or where.dtype == bool else where
    values = _shaped(xp, values, shape, axis, chosen.size)
    order = np.insert(numbers, chosen.astype(int), len(numbers) + np.arange(values.shape[axis]))
    return picked(xp, xp.concat([arr, values], axis=axis), order, axis)


def _shaped(xp: Namespace, values: Any, shape: tuple[int, ...], axis: int, count: int = 1) -> Any:
    """Return `values` broadcast to `shape`, but for their own length, or `count`, along `axis`."""
    count = values.shape[axis] if count == 1 else count
    return xp.broadcast_to(values, (*shape[:axis], count, *shape[axis + 1 :]))


# ---------------------------------------------------------------- nested lists


def _nested(body: Callable[Concatenate[Namespace, P], R]) -> Callable[P, R]:
    """Declare a function of nested lists of arrays of one dimension."""

    def of_leaves(xp: Namespace, leaves: Sequence[Any], layout: Any) -> Any:
        of_lists = cast("Callable[..., Any]", body)
        return of_lists(xp, _rebuilt(layout, iter(leaves)))

    of_leaves.__name__ = body.__name__
    listed = len(DECLARED)
    join_leaves: Callable[..., Any] = aligned("*leaves")(of_leaves)
    del DECLARED[listed:]

    def function(arrays: Any) -> Any:
        return join_leaves(list(_leaves(arrays)), arrays)

    return cast("Callable[P, R]", register(body, function, "aligned", "same"))


def _leaves(items: Any) -> Iterator[Any]:
    if isinstance(items, (list, tuple)):
        for item in items:
            yield from _leaves(item)
    else:
        yield items


def _rebuilt(layout: Any, leaves: Iterator[Any]) -> Any:
    if isinstance(layout, (list, tuple)):
        return [_rebuilt(item, leaves) for item in layout]
    return next(leaves)


@_nested
def block(xp: Namespace, arrays: Any) -> Any:
    """Array put together from nested lists of blocks, in the unit of the first block.

    arrays: arrays of one dimension in nested lists, converted to the unit of the first.
    The innermost lists are joined along the last axis, those around them along the last but one,
    and so on. A plain zero fits any unit.
    """
    depth = _depth(arrays)
    ndim = max([depth, *(len(x.shape) for x in _leaves(arrays))])
    return _assembled(xp, arrays, depth, ndim)


def _depth(arrays: Any) -> int:
    """Return how deep lists are nested; ValueError where that is not the same everywhere."""
    if not isinstance(arrays, list):
        return 0
    depths = {_depth(item) for item in arrays}
    if not depths:
        raise ValueError("block: a list among the blocks is empty")
    if len(depths) > 1:
        raise ValueError("block: the lists are not nested equally deep everywhere")
    return 1 + depths.pop()


def _assembled(xp: Namespace, arrays: Any, depth: int, ndim: int) -> Any:
    if not depth:
        return leading(xp, arrays, ndim)
    return xp.concat([_assembled(xp, item, depth - 1, ndim) for item in arrays], axis=ndim - depth)
