"""What selection by position and by mask is made of: masks, whole-number indices, elements in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar, cast

from bu_dispatch import BackendError, backend_of, common_backend

from ..core import Pair
from ..declare import DECLARED, Arguments, Namespace, register

__all__ = [
    "as_array",
    "at",
    "counted",
    "flat",
    "index_dtype",
    "indexed",
    "padded",
    "placed",
    "positions_of",
    "promoted",
    "scattered",
    "taken",
    "truth",
    "unraveled",
    "whole",
]

P = ParamSpec("P")
R = TypeVar("R")
Declare = Callable[[Callable[..., Any]], Callable[..., Any]]


def indexed(declare: Declare, *names: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Declare as `declare` does; numbers and lists in the arguments `names` are whole numbers.

    Beside an array of floats a list would become one too, and an index must not be rounded.
    """

    def outer(body: Callable[..., R]) -> Callable[..., R]:
        listed = len(DECLARED)
        inner = declare(body)
        known = DECLARED[listed]
        del DECLARED[listed:]
        arguments = Arguments(body)

        def function(*args: Any, **kwargs: Any) -> Any:
            given = arguments.bind(args, kwargs)
            for key in names:
                if isinstance(given.get(key), (int, list, tuple)):
                    given[key] = _of_integers(given[key], given.values())
            return arguments.call(inner, given)

        return cast("Callable[..., R]", register(body, function, known.kind, known.rule))

    return outer


def _of_integers(x: Any, beside: Iterable[Any]) -> Any:
    """Return Python integers as an array of the library of the arrays `beside` them."""
    if not all(isinstance(leaf, int) for leaf in _leaves(x)):
        return x
    mantissas = [leaf._mantissa if isinstance(leaf, Pair) else leaf for leaf in _leaves(list(beside))]
    backend = common_backend(*mantissas)
    like = next((m for m in mantissas if backend_of(m) is backend), None)
    empty = not isinstance(x, int) and not any(True for _ in _leaves(x))
    return backend.asarray(x, dtype=int if empty else None, device=getattr(like, "device", None))


def _leaves(x: Any) -> Iterable[Any]:
    if isinstance(x, (list, tuple)):
        for item in x:
            yield from _leaves(item)
    else:
        yield x


def as_array(xp: Namespace, x: Any, like: Any = None) -> Any:
    """Return a Python number as an array, in the dtype that it takes beside `like`."""
    if hasattr(x, "dtype"):
        return x
    return xp.asarray(x) if like is None else xp.like_array(x, like)


def promoted(xp: Namespace, first: Any, *others: Any) -> list[Any]:
    """Return all as arrays of their common dtype."""
    first = as_array(xp, first, next((x for x in others if hasattr(x, "dtype")), None))
    arrays = [first, *(as_array(xp, x, first) for x in others)]
    dtype = arrays[0].dtype
    for x in arrays[1:]:
        dtype = dtype if x.dtype == dtype else xp.result_type(dtype, x.dtype)
    return [x if x.dtype == dtype else xp.astype(x, dtype) for x in arrays]


def flat(xp: Namespace, x: Any) -> Any:
    """Return `x` as a vector; a vector itself, whose length dask may not know."""
    return x if len(x.shape) == 1 else xp.reshape(x, (-1,))


def truth(xp: Namespace, x: Any) -> Any:
    """Return a condition as an array of booleans: what is not zero is true."""
    if not hasattr(x, "dtype"):
        x = xp.asarray(x)
    return x if x.dtype == xp.bool else x != 0


def at(x: Any, key: Any) -> Any:
    """Return ``x[key]``. To mypy an operand may be a number, which has no elements."""
    return x[key]


def index_dtype(xp: Namespace) -> Any:
    """Return the default integer dtype: the one that every library indexes with."""
    return xp.asarray(0).dtype


def whole(xp: Namespace, function: str, x: Any) -> Any:
    """Return indices in the default integer dtype; TypeError for what is no integer."""
    x = as_array(xp, x)
    if not xp.isdtype(x.dtype, "integral"):
        raise TypeError(f"{function}: indices must be integers, got {x.dtype}")
    dtype = index_dtype(xp)
    return x if x.dtype == dtype else xp.astype(x, dtype)


def counted(xp: Namespace, start: int, stop: int, like: Any) -> Any:
    """Return the integers from `start` to `stop` on the device of `like`."""
    return xp.arange(start, stop, dtype=index_dtype(xp), device=getattr(like, "device", None))


def placed(
    xp: Namespace, function: str, index: Any, length: int, mode: str | None, lowest: int | None = None
) -> tuple[Any, Any]:
    """Return indices within an axis of `length` as `mode` says, and where they were (None: not asked).

    They count from the end below zero, down to `lowest`.
    """
    if mode is None:
        return index, None
    inside = xp.logical_and(index >= (-length if lowest is None else lowest), index < length)
    if mode == "fill":
        return xp.where(inside, xp.remainder(index, max(length, 1)), xp.zeros_like(index)), inside
    if mode == "wrap":
        return xp.remainder(index, max(length, 1)), None
    if mode == "clip":
        return xp.clip(index, 0, max(length - 1, 0)), None
    if mode != "raise":
        raise ValueError(f"{function}: mode must be 'raise', 'wrap', 'clip' or 'fill', got {mode!r}")
    if not xp.backend.is_concrete(index):
        raise BackendError(
            f"{function} with mode='raise' looks at the indices, and those of {xp.backend.name} have no "
            "values yet; pass mode='clip' or mode='wrap'"
        )
    if not bool(xp.all(inside)):
        raise IndexError(f"{function}: an index is out of bounds for an axis of length {length}")
    return xp.where(index < 0, index + length, index), None


def taken(xp: Namespace, x: Any, index: Any, axis: int = 0, **promises: bool) -> Any:
    """Return the elements of `x` along `axis` at an index of any shape, which replaces the axis."""
    found = xp.take_promised(x, flat(xp, index), axis=axis, **promises)
    if len(index.shape) == 1:
        return found
    return xp.reshape(found, (*x.shape[:axis], *index.shape, *x.shape[axis + 1 :]))


def positions_of(xp: Namespace, mask: Any, size: int | None) -> tuple[Any, Any]:
    """Return the positions where a vector of booleans holds, and which of them there are (None: all).

    With `size` there are so many, whatever the values are: cut off, or 0 at the end.
    """
    if size is None:
        return xp.nonzero(mask)[0], None
    ranks = counted(xp, 1, size + 1, mask)
    if mask.shape[0] == 0:
        return xp.zeros_like(ranks), ranks < 0
    count = xp.cumulative_sum(xp.astype(mask, ranks.dtype))
    there = ranks <= count[-1]
    return xp.where(there, xp.searchsorted(count, ranks), xp.zeros_like(ranks)), there


def padded(xp: Namespace, x: Any, there: Any, fill: Any, axis: int = 0) -> Any:
    """Return `x` with `fill` where its index along `axis` was not there."""
    if there is None:
        return x
    rest = len(x.shape) - axis - len(there.shape)
    there = xp.reshape(there, (*(1,) * axis, *there.shape, *(1,) * rest))
    return xp.where(there, x, as_array(xp, fill, x))


def unraveled(xp: Namespace, index: Any, shape: tuple[int, ...]) -> tuple[Any, ...]:
    """Return an index into the flattened array as one along each axis of `shape`."""
    parts = []
    for length in reversed(shape):
        length = max(length, 1)
        parts.append(xp.remainder(index, length))
        index = index // length
    return tuple(reversed(parts))


def scattered(xp: Namespace, x: Any, index: Any, values: Any) -> Any:
    """Return a vector with `values` at `index`; the last of equal indices counts, as in numpy.

    Each element looks up the value that goes there, if any: array libraries have no other way in
    common, for many cannot write into an array.
    """
    if index.shape[0] == 0:
        return x
    order = xp.argsort(index, stable=True)
    ordered = xp.take(index, order, axis=0)
    places = counted(xp, 0, x.shape[0], x)
    slot = xp.searchsorted(ordered, places, side="right") - 1
    safe = xp.astype(xp.clip(slot, 0, index.shape[0] - 1), places.dtype)
    hit = xp.logical_and(slot >= 0, xp.take(ordered, safe, axis=0) == places)
    return xp.where(hit, xp.take(values, xp.take(order, safe, axis=0), axis=0), x)
