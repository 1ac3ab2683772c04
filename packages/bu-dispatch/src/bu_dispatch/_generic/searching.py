"""Elements by position and by order: what some libraries have more options for, and what few have."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bu_dispatch._namespace import Namespace


def argwhere(xp: Namespace, x: Any, /) -> Any:
    """Positions of what is not zero, a row each."""
    return xp.stack(xp.nonzero(x), axis=-1)


def take_promised(
    xp: Namespace,
    x: Any,
    indices: Any,
    /,
    *,
    axis: int,
    unique_indices: bool = False,
    indices_are_sorted: bool = False,
) -> Any:
    """`take` with promises about `indices`, which make jax faster and nobody else."""
    return xp.take(x, indices, axis=axis)


def searchsorted_by(xp: Namespace, a: Any, v: Any, /, *, side: str, method: str) -> Any:
    """`searchsorted` with a choice of `method`, which jax alone has."""
    return xp.searchsorted(a, v, side=side)


def lexsort(xp: Namespace, keys: Sequence[Any], /, *, axis: int = -1) -> Any:
    """Positions that sort by the last key, equal elements by the one before: stable sorts in turn."""
    first, *others = keys
    order = xp.argsort(first, axis=axis, stable=True)
    for key in others:
        moved = xp.take_along_axis(key, order, axis=axis)
        order = xp.take_along_axis(order, xp.argsort(moved, axis=axis, stable=True), axis=axis)
    return order


GENERIC = (argwhere, take_promised, searchsorted_by, lexsort)
