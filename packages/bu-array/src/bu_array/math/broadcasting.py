"""Several arrays, each in a unit of its own, brought to shapes that go together."""

from __future__ import annotations

from typing import Any

import numpy as np

from bu_units import UNITLESS, Unit

from ..declare import Namespace, Plan, Q, ruled
from ._places import leading, lengths_of

__all__ = ["atleast_1d", "atleast_2d", "atleast_3d", "broadcast_arrays", "broadcast_shapes", "meshgrid"]


def broadcast_shapes(*shapes: int | tuple[int, ...]) -> tuple[int, ...]:
    """Shape that arrays of `shapes` are broadcast to; ValueError where there is none. No array is made."""
    return np.broadcast_shapes(*shapes)


def _each(units: list[Unit]) -> Plan:
    """Each its own unit."""
    if len(units) == 1:
        return Plan({}, [units[0]])
    return Plan({}, [None if unit is UNITLESS else unit for unit in units])


def _each_or_one(units: list[Unit]) -> Plan:
    """Each its own unit; one alone is no tuple."""
    return Plan({}, units[0]) if len(units) == 1 else _each(units)


@ruled(_each, "*args", on_scales=True)
def broadcast_arrays(xp: Namespace, *args: Q) -> tuple[Q, ...]:
    """Tuple of the arrays, all repeated to one shape, each in its own unit."""
    shape = broadcast_shapes(*(lengths_of(xp, x, "broadcast_arrays") for x in args))
    return tuple(xp.broadcast_to(x, shape) for x in args)


def _one_or_tuple(arrays: list[Any]) -> Any:
    return arrays[0] if len(arrays) == 1 else tuple(arrays)


@ruled(_each_or_one, "*arys", on_scales=True)
def atleast_1d(xp: Namespace, *arys: Q) -> Any:
    """Each array with one axis at least, in its own unit; a tuple of them where there are several."""
    return _one_or_tuple([leading(xp, x, 1) for x in arys])


@ruled(_each_or_one, "*arys", on_scales=True)
def atleast_2d(xp: Namespace, *arys: Q) -> Any:
    """Each array with two axes at least, in its own unit: a vector becomes a row; see `atleast_1d`."""
    return _one_or_tuple([leading(xp, x, 2) for x in arys])


@ruled(_each_or_one, "*arys", on_scales=True)
def atleast_3d(xp: Namespace, *arys: Q) -> Any:
    """Each array with three axes at least, in its own unit; see `atleast_1d`.

    A vector gets an axis in front and one behind, a matrix one behind.
    """
    planes = [leading(xp, x, 2) for x in arys]
    return _one_or_tuple([x if len(x.shape) > 2 else xp.expand_dims(x, axis=2) for x in planes])


@ruled(_each, "*xi", on_scales=True)
def meshgrid(
    xp: Namespace, *xi: Q, copy: bool = True, sparse: bool = False, indexing: str = "xy"
) -> tuple[Q, ...]:
    """Tuple of the coordinates at the points of a grid, each in the unit of its vector.

    xi: the vectors, of any units.
    indexing: ``"ij"`` has an axis for each vector, in their order; ``"xy"`` has the first two
    swapped. With `sparse` the coordinates keep length one along the axes that they do not depend
    on. Without `copy` they share memory where the library can.
    """
    if indexing not in ("xy", "ij"):
        raise ValueError(f"meshgrid: indexing must be 'xy' or 'ij', got {indexing!r}")
    count = len(xi)
    places = list(range(count))
    if indexing == "xy" and count > 1:
        places[:2] = [1, 0]
    lines = [
        xp.reshape(x, tuple(-1 if axis == place else 1 for axis in range(count)))
        for x, place in zip(xi, places, strict=True)
    ]
    if not sparse:
        shape = broadcast_shapes(*(tuple(x.shape) for x in lines))
        lines = [xp.broadcast_to(x, shape) for x in lines]
    return tuple(xp.backend.asarray(x, copy=True) if copy else x for x in lines)
