"""Indices: what libraries do not take as it is - lists, quantities without unit, others' arrays - made so."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from types import EllipsisType
from typing import Any

from bu_dispatch import Backend, backend_of, convert, get_backend

from ..core import Pair, gather, unwrapped
from ..core.pair import AS_IT_IS, position

__all__ = ["BASIC", "basic", "element", "plain_index", "positions", "standard_key"]

# Types of indices that every library takes.
BASIC = frozenset((int, slice, type(None), EllipsisType))


def basic(key: Any) -> bool:
    """Whether an index selects a part that no element is in twice, without arrays: slices and numbers."""
    return all(type(part) in BASIC for part in (key if isinstance(key, tuple) else (key,)))


def plain_index(index: Any, backend: Backend | None) -> Any:
    """Return an index that the library takes.

    Raises IndexUnitError for a quantity with a unit, even one of degrees: a position has none.
    """
    if backend is None:
        return index
    if type(index) in BASIC and not (isinstance(index, slice) and _has_quantity(index)):
        return index
    if isinstance(index, tuple):
        return tuple([plain_index(part, backend) for part in index])
    if isinstance(index, slice):
        return slice(*(plain_index(part, backend) for part in (index.start, index.stop, index.step)))
    if isinstance(index, list):
        home = get_backend("numpy") if backend.numpy_index else backend
        if not _has_leaves(index):
            return home.asarray([], dtype="int64")
        index, unit = gather(index, (home.asarray(0),))
        return position(index, unit)
    index = unwrapped(index)
    if isinstance(index, Pair):
        index = position(index._mantissa, index._unit)
    own = backend_of(index)
    if own is None or own is backend or own.gives_way(type(index)):
        return index
    # dask and jax take numpy's arrays, and dask knows the length of the result only so.
    return index if own.name == "numpy" and backend.numpy_index else convert(index, backend)


def _has_quantity(index: slice) -> bool:
    return any(isinstance(part, Pair) for part in (index.start, index.stop, index.step))


def _has_leaves(items: list[Any]) -> bool:
    return any(not isinstance(item, list) or _has_leaves(item) for item in items)


def element(x: Any, key: Any, backend: Backend | None) -> Any:
    """Return ``x[key]`` for an index that `plain_index` has made, with numpy's meaning on every library."""
    for part in key if isinstance(key, tuple) else (key,):
        if type(part) in AS_IT_IS and hasattr(part, "is_known") and not hasattr(x, "is_known"):
            x = part.beside(x)  # a symbol: arrays do not know it as an index
    if backend is None:
        keys = key if isinstance(key, tuple) else (key,)
        if all(part is None or part is ... for part in keys):  # xarray asks a number so for axes
            return get_backend("numpy").asarray(x)[key] if None in keys else x  # with every digit
    if backend is None or backend.rich_index:
        return x[key]
    parts = full_key(key, len(x.shape))
    arrays = [at for at, part in enumerate(parts) if _is_positions(part)]
    if not arrays or (1 < len(arrays) == len(x.shape) == len(parts)):
        return x[standard_key(key, len(x.shape))]
    if len(arrays) > 1 or any(type(part) is int for part in parts[: arrays[0]]):
        return x[parts]  # which the library refuses in its own words
    # One array of positions among slices: take along its axis, then the rest.
    (place,) = arrays
    positions = parts[place]
    axis = sum(part is not None for part in parts[:place])
    taken = backend.xp.take(x, backend.xp.reshape(positions, (-1,)), axis=axis)
    rest = taken[(*parts[:place], slice(None), *parts[place + 1 :])]
    if len(positions.shape) == 1:
        return rest
    return backend.xp.reshape(rest, (*rest.shape[:place], *positions.shape, *rest.shape[place + 1 :]))


def full_key(key: Any, ndim: int) -> tuple[Any, ...]:
    """Return an index with a part for every axis, the ellipsis written out."""
    parts = key if isinstance(key, tuple) else (key,)
    axes = sum(_axes_of(part) for part in parts)
    rest = (slice(None),) * (ndim - axes)
    for place, part in enumerate(parts):
        if part is Ellipsis:
            return (*parts[:place], *rest, *parts[place + 1 :])
    return (*parts, *rest)


def standard_key(key: Any, ndim: int) -> Any:
    """Return an index as the standard has it: a mask alone, else a tuple with a part for every axis."""
    parts = full_key(key, ndim)
    return parts[0] if len(parts) == 1 else parts


def _axes_of(part: Any) -> int:
    """Return how many axes a part of an index stands for: a mask for as many as it has."""
    if part is None or part is Ellipsis:
        return 0
    return len(part.shape) if _is_mask(part) and part.shape else 1


def _is_mask(part: Any) -> bool:
    backend = backend_of(part)
    return backend is not None and bool(backend.xp.isdtype(part.dtype, "bool"))


def _is_positions(part: Any) -> bool:
    return backend_of(part) is not None and len(part.shape) > 0 and not _is_mask(part)


def positions(x: Any, key: Any, backend: Backend, bound: Callable[[Any, int], Any] | None = None) -> Any:
    """Return the places in the flattened `x` that an index selects, as an array of integers.

    `bound` is given an index of one axis and its length, and returns it within ``[0, length]``;
    the place of an element at `length`, which does not exist, is -1.
    """
    xp, shape = backend.xp, tuple(x.shape)
    device = getattr(x, "device", None)
    places = xp.reshape(xp.arange(prod(shape), device=device), shape)
    if bound is None:
        return xp.asarray(element(places, key, backend))
    for axis in range(len(shape)):
        edge = list(places.shape)
        edge[axis] = 1
        places = xp.concat([places, xp.full(tuple(edge), -1, dtype=places.dtype, device=device)], axis=axis)
    parts: list[Any] = []
    axis = 0
    for part in full_key(key, len(shape)):
        if part is None:
            parts.append(None)
            continue
        width = _axes_of(part)
        parts.extend(_bounded(part, shape[axis : axis + width], backend, bound))
        axis += width
    return xp.asarray(element(places, tuple(parts), backend))


def _bounded(
    part: Any, lengths: tuple[int, ...], backend: Backend, bound: Callable[[Any, int], Any]
) -> list[Any]:
    """Return a part of an index that stays off the edge, but for positions beyond the end."""
    if isinstance(part, slice):
        start, stop, step = part.indices(lengths[0])
        return [slice(start, stop if stop >= 0 else None, step)]
    if isinstance(part, int):
        return [bound(part, lengths[0])]
    if len(lengths) > 1 or backend.xp.isdtype(part.dtype, "bool"):
        return list(backend.xp.nonzero(part))
    return [bound(part, lengths[0])]
