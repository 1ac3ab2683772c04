"""Arrays taken apart: into pieces, slices, and what is left when some are gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from ..core import has_unit, keep, moved, pure_number
from ..core.pair import PositionError
from ..core.pair import split as pair_of
from ..declare import Namespace, Q, aligned, unary
from ._places import along, axis_of, known, picked, place_of, whole_numbers

__all__ = ["array_split", "delete", "dsplit", "hsplit", "split", "unstack", "vsplit"]

Sections = int | Sequence[int]


def _pieces(x: Any, cuts: Iterable[int], axis: int) -> list[Any]:
    """Return the slices of `x` between `cuts`, which count as they do in Python's slices."""
    length = x.shape[axis]
    ends = [0, *cuts, length]
    bounds = [slice(start, stop).indices(length) for start, stop in pairwise(ends)]
    return [x[along(axis, slice(start, max(start, stop)))] for start, stop, _ in bounds]


def _split(name: str, x: Any, sections: Sections, axis: int, *, equal: bool = True) -> list[Any]:
    axis = axis_of(axis, len(x.shape))
    parts, length = whole_numbers(sections), x.shape[axis]
    if isinstance(parts, list):
        return _pieces(x, parts, axis)
    if parts <= 0:
        raise ValueError(f"{name}: the number of sections must be larger than 0, got {parts}")
    each, extra = divmod(length, parts)
    if equal and extra:
        raise ValueError(f"{name}: axis {axis} of length {length} does not divide into {parts} equal parts")
    return _pieces(x, [i * each + min(i, extra) for i in range(1, parts)], axis)


@aligned("a")
def split(xp: Namespace, a: Q, indices_or_sections: Sections, axis: int = 0) -> list[Q]:
    """List of pieces of `a` along `axis`, each in the unit of `a`.

    indices_or_sections: into how many equal pieces, or the positions where to cut. Raises ValueError
    if there are no equal pieces; see `array_split`.
    """
    return _split("split", a, indices_or_sections, axis)


@aligned("ary")
def array_split(xp: Namespace, ary: Q, indices_or_sections: Sections, axis: int = 0) -> list[Q]:
    """List of pieces of `ary` along `axis`, the first ones longer by one where needed, each in its unit."""
    return _split("array_split", ary, indices_or_sections, axis, equal=False)


@aligned("a")
def vsplit(xp: Namespace, a: Q, indices_or_sections: Sections) -> list[Q]:
    """List of pieces of `a` along axis 0, each in the unit of `a`; see `split`."""
    if len(a.shape) < 2:
        raise ValueError(f"vsplit takes an array with 2 axes or more, got {len(a.shape)}")
    return _split("vsplit", a, indices_or_sections, 0)


@aligned("a")
def hsplit(xp: Namespace, a: Q, indices_or_sections: Sections) -> list[Q]:
    """List of pieces of `a` along axis 1 (0 for a vector), each in the unit of `a`; see `split`."""
    if not a.shape:
        raise ValueError("hsplit takes an array with 1 axis or more, got 0")
    return _split("hsplit", a, indices_or_sections, 1 if len(a.shape) > 1 else 0)


@aligned("a")
def dsplit(xp: Namespace, a: Q, indices_or_sections: Sections) -> list[Q]:
    """List of pieces of `a` along axis 2, each in the unit of `a`; see `split`."""
    if len(a.shape) < 3:
        raise ValueError(f"dsplit takes an array with 3 axes or more, got {len(a.shape)}")
    return _split("dsplit", a, indices_or_sections, 2)


@aligned("x")
def unstack(xp: Namespace, x: Any, *, axis: int = 0) -> tuple[Any, ...]:
    """Tuple of the slices of `x` along `axis`, which they are without, each in the unit of `x`."""
    axis = axis_of(axis, len(x.shape))
    return tuple(x[along(axis, i)] for i in range(x.shape[axis]))


@unary(keep, on_scale=moved)
def delete(xp: Namespace, arr: Any, obj: Any, axis: int | None = None) -> Any:
    """`arr` without what is at the places `obj` along `axis`, in the unit of `arr`.

    obj: a number, a slice, a sequence of numbers or of booleans. `arr` is flattened where `axis` is
    None.
    """
    arr, axis = (xp.reshape(arr, (-1,)), 0) if axis is None else (arr, axis_of(axis, len(arr.shape)))
    if isinstance(obj, int):
        place = place_of(obj, arr.shape[axis], "delete")
        parts = (arr[along(axis, slice(None, place))], arr[along(axis, slice(place + 1, None))])
        return xp.concat(parts, axis=axis)
    if has_unit(obj):  # numpy would ask this function again
        unit = pair_of(obj)[1]
        if not unit.dim.is_dimensionless:
            raise PositionError(f"delete: obj takes no unit, got one in {unit}")
        obj = pure_number(obj, "delete", "obj")
    rest = np.delete(np.arange(arr.shape[axis]), obj if isinstance(obj, slice) else known(obj))
    return picked(xp, arr, rest, axis)
