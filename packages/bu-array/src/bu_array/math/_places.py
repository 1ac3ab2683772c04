"""Axes, positions and devices: what the functions that move elements share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import index
from typing import Any

import numpy as np
from numpy.exceptions import AxisError

from bu_dispatch import BackendError, backend_of

from ..declare import Namespace

__all__ = [
    "along",
    "axes_of",
    "axis_of",
    "device_of",
    "grid",
    "known",
    "leading",
    "lengths_of",
    "number_arrays",
    "picked",
    "place_of",
    "whole_numbers",
]


def axis_of(axis: int, ndim: int) -> int:
    """Return an axis counted from the front; AxisError where there is none."""
    place = index(axis)
    if not -ndim <= place < ndim:
        raise AxisError(axis, ndim)
    return place % ndim


def axes_of(axes: int | Sequence[int], ndim: int) -> tuple[int, ...]:
    """Return axes counted from the front; ValueError for one that is named twice."""
    each = axes if isinstance(axes, Sequence) else (axes,)
    places = tuple(axis_of(axis, ndim) for axis in each)
    if len(set(places)) != len(places):
        raise ValueError(f"an axis is named twice among {tuple(each)}")
    return places


def place_of(place: Any, length: int, function: str, *, last: bool = False) -> int:
    """Return a position counted from the front; with `last` the one behind all others is one too."""
    position = index(place)
    if not -length <= position < length + last:
        raise IndexError(f"{function}: position {position} is out of bounds for an axis of length {length}")
    return position + length if position < 0 else position


def along(axis: int, where: Any) -> tuple[Any, ...]:
    """Return the index that is `where` on `axis`, and everything on the others."""
    return (*(slice(None),) * axis, where, ...)


def lengths_of(xp: Namespace, x: Any, function: str) -> tuple[int, ...]:
    """Return the shape; BackendError where dask or ndonnx does not know it before values are there."""
    shape = tuple(x.shape)
    if all(hasattr(length, "__index__") for length in shape):
        return shape
    backend = xp.backend
    raise BackendError(
        f"{function} needs to know the shape, which is {shape} on the {backend.name} backend; {backend.way_out}"
    )


def leading(xp: Namespace, x: Any, ndim: int) -> Any:
    """Return `x` with axes of length one in front, so that it has `ndim` axes."""
    for _ in range(ndim - len(x.shape)):
        x = xp.expand_dims(x, axis=0)
    return x


def device_of(xp: Namespace, x: Any) -> Any:
    """Return where new arrays beside `x` belong; None where the library sees to it.

    jax, the one library whose arrays do not change, moves constants to the operands; what its
    arrays call their device may be a sharding that fits no other shape.
    """
    return getattr(x, "device", None) if xp.backend.mutable else None


def grid(xp: Namespace, rows: int, columns: int, x: Any = None) -> tuple[Any, Any]:
    """Return the numbers of rows and of columns, shaped to broadcast to the matrix."""
    device = device_of(xp, x)
    down, across = xp.arange(rows, device=device), xp.arange(columns, device=device)
    return xp.expand_dims(down, axis=1), xp.expand_dims(across, axis=0)


def picked(xp: Namespace, x: Any, places: Any, axis: int = 0) -> Any:
    """Return the elements of `x` at places along `axis`: an array of numpy, or a list."""
    if not len(places):
        return x[along(axis, slice(0, 0))]
    if not xp.backend.chunked:  # dask knows the chunks of the result only where the places are numpy's
        places = xp.backend.asarray(places, device=device_of(xp, x))
    return xp.take(x, places, axis=axis)


def known(x: Any) -> Any:
    """Return positions or counts as numpy has them; BackendError for those without a value yet."""
    backend = backend_of(x)
    return x if backend is None else backend.to_numpy(x)


def whole_numbers(x: int | Iterable[int]) -> int | list[int]:
    """Return one number, or a list of them, as Python's."""
    if isinstance(x, int):
        return x
    if isinstance(x, (list, tuple)):  # as they are: torch.compile does not follow numpy's values
        return [index(value) for value in x]
    values = np.asarray(known(x))
    return index(values[()]) if values.ndim == 0 else [index(value) for value in values]


def number_arrays(xp: Namespace, operands: Sequence[Any]) -> list[Any]:
    """Return arrays; Python numbers among them take the dtype that they have beside the first array."""
    for x in operands:
        if not hasattr(x, "dtype"):
            break
    else:
        return list(operands)  # as nearly always
    like = next((x for x in operands if hasattr(x, "dtype")), None)
    if like is None:
        return [xp.asarray(x) for x in operands]
    return [x if hasattr(x, "dtype") else xp.like_array(x, like) for x in operands]
