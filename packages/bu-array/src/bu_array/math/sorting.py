"""Order: sorting, and what sorted data give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bu_units import Unit

from ..core import drop, keep, moved, nothing
from ..declare import Array, Namespace, Plan, Q, ruled, unary
from ._places import axis_of
from ._positions import at, flat, truth

__all__ = ["argpartition", "argsort", "lexsort", "partition", "sort", "top_k", "trim_zeros"]


def _ascending(kind: Any, order: Any) -> None:
    if kind is not None or order is not None:
        raise TypeError("sorting takes no kind= and order=: use stable=, the array API's option")


@unary(keep, on_scale=moved)
def sort(
    xp: Namespace,
    a: Q,
    axis: int | None = -1,
    *,
    kind: None = None,
    order: None = None,
    stable: bool = True,
    descending: bool = False,
) -> Q:
    """`a` sorted along `axis` (the flattened array where it is None), in the unit of `a`."""
    _ascending(kind, order)
    a, axis = (flat(xp, a), -1) if axis is None else (a, axis)
    return xp.sort(a, axis=axis, stable=stable, descending=descending)


@unary(drop)
def argsort(
    xp: Namespace,
    a: Q,
    axis: int | None = -1,
    *,
    kind: None = None,
    order: None = None,
    stable: bool = True,
    descending: bool = False,
) -> Array:
    """Positions that sort `a` along `axis` (the flattened array where it is None): plain integers."""
    _ascending(kind, order)
    a, axis = (flat(xp, a), -1) if axis is None else (a, axis)
    return xp.argsort(a, axis=axis, stable=stable, descending=descending)


@unary(keep, on_scale=moved)
def partition(xp: Namespace, a: Q, kth: int | Sequence[int], axis: int | None = -1) -> Q:
    """`a` with its `kth` smallest element in place along `axis`, in the unit of `a`.

    Smaller elements stand before it, the others behind, in no particular order.
    """
    a, axis = (flat(xp, a), -1) if axis is None else (a, axis)
    if not isinstance(kth, int):
        return xp.sort(a, axis=axis, stable=False)  # every element in its place
    return xp.partition(a, _kth(a, kth, axis), axis=axis)


@unary(drop)
def argpartition(xp: Namespace, a: Q, kth: int | Sequence[int], axis: int | None = -1) -> Array:
    """Positions that put the `kth` smallest element of `a` in place along `axis`: plain integers.

    See `partition`.
    """
    a, axis = (flat(xp, a), -1) if axis is None else (a, axis)
    if not isinstance(kth, int):
        return xp.argsort(a, axis=axis, stable=False)
    return xp.argpartition(a, _kth(a, kth, axis), axis=axis)


def _kth(a: Any, kth: int, axis: int) -> int:
    length = a.shape[axis]
    if not -length <= kth < length:
        raise ValueError(f"partition: kth is {kth}, but the axis has {length} elements")
    return int(kth % length)


def _no_unit(keys: list[Unit]) -> Plan:
    return Plan({}, None)


@ruled(_no_unit, "*keys", on_scales=True)
def lexsort(xp: Namespace, keys: Sequence[Q], axis: int = -1) -> Array:
    """Positions that sort by the last of `keys`, equal elements by the one before: plain integers.

    Each key has its own unit.
    """
    if not keys:
        raise TypeError("lexsort needs at least one key")
    return xp.lexsort(tuple(keys), axis=axis)


class TopK(NamedTuple):
    """Elements with their unit, and their positions."""

    values: Any
    indices: Any


def _first_alone(unit: Unit) -> Plan:
    return Plan({}, [unit, None])


@ruled(_first_alone, "x", on_scales=True)
def top_k(xp: Namespace, x: Q, k: int, axis: int = -1, *, largest: bool = True) -> TopK:
    """The `k` largest (else smallest) elements along `axis`, sorted, in the unit of `x`.

    k: how many; largest: whether the largest ones are wanted, else the smallest.
    Their positions come with them, plain integers: ``(values, indices)``.
    """
    axis = axis_of(axis, len(x.shape))
    if not 0 <= k <= x.shape[axis]:
        raise ValueError(f"top_k: k is {k}, but the axis has {x.shape[axis]} elements")
    order = xp.argsort(x, axis=axis, descending=largest, stable=True)
    first = order[(slice(None),) * axis + (slice(0, k), ...)]
    return TopK(xp.take_along_axis(x, first, axis=axis), first)


@unary(keep, on_scale=nothing)
def trim_zeros(xp: Namespace, filt: Q, trim: str = "fb") -> Q:
    """A vector without the zeros at its front ("f" in `trim`) and back ("b"), in the unit of `filt`.

    filt: a vector; trim: which ends, "f" for the front and "b" for the back.
    The length depends on the values: not under jit.
    """
    if not isinstance(trim, str):
        raise TypeError(f"trim_zeros: trim is a text, got {type(trim).__name__}")
    if not {"f", "b"}.issuperset(trim.lower()):
        raise ValueError(f"trim_zeros: trim is made of 'f' and 'b', got {trim!r}")
    if len(filt.shape) != 1:
        raise ValueError(f"trim_zeros takes a vector, got {len(filt.shape)} axes")
    there = xp.astype(truth(xp, filt), xp.int32)
    inside = xp.ones_like(there) > 0
    if "f" in trim.lower():
        inside = xp.logical_and(inside, xp.cumulative_sum(there) > 0)
    if "b" in trim.lower():
        inside = xp.logical_and(inside, xp.flip(xp.cumulative_sum(xp.flip(there))) > 0)
    return at(filt, inside)
