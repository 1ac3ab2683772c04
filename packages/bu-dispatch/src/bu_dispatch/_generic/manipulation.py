"""Functions that move elements."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace


def diagonal(xp: Namespace, a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, /) -> Any:
    """Diagonal `offset` in the plane of two axes, as the last axis."""
    ndim = len(a.shape)
    if axis1 % ndim == axis2 % ndim:
        raise ValueError(f"diagonal takes two axes, got {axis1} and {axis2}, which are one")
    first, second = axis1 % ndim, axis2 % ndim
    others = [axis for axis in range(ndim) if axis not in (first, second)]
    a = xp.permute_dims(a, (*others, first, second))
    rows, columns = a.shape[-2:]
    count = max(0, min(rows, columns - offset) if offset >= 0 else min(rows + offset, columns))
    start = offset if offset >= 0 else -offset * columns
    places = xp.arange(count, device=getattr(a, "device", None)) * (columns + 1) + start
    return xp.take(xp.reshape(a, (*a.shape[:-2], rows * columns)), places, axis=-1)


GENERIC = (diagonal,)
