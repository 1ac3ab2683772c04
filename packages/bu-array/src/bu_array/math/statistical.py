"""Sums, means, extremes: functions that reduce or accumulate along axes."""

from __future__ import annotations

from collections.abc import Iterable
from math import nan
from typing import Any

import numpy as np

from bu_dispatch import BackendError, backend_of, get_backend
from bu_units import Unit

from ..core import (
    Factor,
    UnaryRule,
    averaged,
    drop,
    keep,
    moved,
    nothing,
    number_needed,
    pure,
    pure_number,
    rules,
    spread,
    spread_squared,
    squared,
)
from ..declare import Array, Namespace, Q, shaped, unary
from ._options import Axis, dtype_of, mask_of

__all__ = [
    "all",
    "amax",
    "amin",
    "any",
    "cumprod",
    "cumproduct",
    "cumsum",
    "cumulative_prod",
    "cumulative_sum",
    "max",
    "mean",
    "min",
    "prod",
    "product",
    "ptp",
    "std",
    "sum",
    "var",
]

bare_number = UnaryRule(pure.of, number_needed)
"""As `pure`, for functions without the option `unit_to_scale`, which the error of that offers."""


@unary(keep, "initial")
def sum(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    keepdims: bool = False,
    initial: Q | complex | None = None,
    where: Array | None = None,
) -> Q:
    """Sum of the elements along `axis`, in the unit of `x`; `initial` is converted to it."""
    if where is not None:
        x = xp.where(mask_of(xp, where), x, xp.zeros_like(x))
    total = xp.sum(x, axis=axis, dtype=dtype_of(xp, dtype), keepdims=keepdims)
    return total if initial is None else total + initial


@unary(keep)
def cumsum(xp: Namespace, x: Q, axis: int | None = None, dtype: Any = None) -> Q:
    """Running sum along `axis` (of the flattened array where it is None), in the unit of `x`."""
    return xp.cumsum(x, axis=axis, dtype=dtype_of(xp, dtype))


@unary(keep)
def cumulative_sum(
    xp: Namespace, x: Q, axis: int | None = None, dtype: Any = None, include_initial: bool = False
) -> Q:
    """Running sum along `axis`, in the unit of `x`; with `include_initial` a zero in front.

    `axis` may be None for a vector; a number is one of one element. Source: array API 2025.12.
    """
    x = x if len(x.shape) else xp.reshape(x, (1,))
    return xp.cumulative_sum(x, axis=axis, dtype=dtype_of(xp, dtype), include_initial=include_initial)


@unary(bare_number)
def cumprod(xp: Namespace, x: Q, axis: int | None = None, dtype: Any = None) -> Q:
    """Running product of a pure number along `axis` (of the flattened array where it is None), bare.

    TypeError for a quantity with a unit: each element would have another power of it.
    """
    return xp.cumprod(x, axis=axis, dtype=dtype_of(xp, dtype))


@unary(bare_number)
def cumulative_prod(
    xp: Namespace, x: Q, axis: int | None = None, dtype: Any = None, include_initial: bool = False
) -> Q:
    """Running product of a pure number along `axis`, bare; with `include_initial` a one in front.

    `axis` may be None for a vector; a number is one of one element. Source: array API 2025.12.
    """
    x = x if len(x.shape) else xp.reshape(x, (1,))
    return xp.cumulative_prod(x, axis=axis, dtype=dtype_of(xp, dtype), include_initial=include_initial)


@unary(keep, on_scale=averaged)
def mean(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    keepdims: bool = False,
    *,
    where: Array | None = None,
) -> Q:
    """Arithmetic mean of the elements along `axis`, in the unit of `x`."""
    if dtype is not None:
        x = xp.astype(x, dtype_of(xp, dtype))
    return masked_mean(xp, x, axis, keepdims, where)


def masked_mean(xp: Namespace, x: Any, axis: Axis, keepdims: bool, where: Array | None) -> Any:
    if where is None:
        return xp.mean(x, axis=axis, keepdims=keepdims)
    total, count = over(xp, x, axis, keepdims, where)
    return total / count


def over(xp: Namespace, x: Any, axis: Axis, keepdims: bool, where: Array) -> tuple[Any, Any]:
    """Return the sum of the elements that `where` selects, and how many there are."""
    where = xp.broadcast_to(mask_of(xp, where), x.shape)
    if isinstance(x, np.ma.MaskedArray):  # what is masked is not counted either
        where = np.ma.array(where, mask=x.mask)
    total = xp.sum(xp.where(where, x, xp.zeros_like(x)), axis=axis, keepdims=keepdims)
    count = xp.sum(xp.astype(where, xp.int32), axis=axis, keepdims=keepdims)
    # An integer beside float32 would make float64 of the quotient.
    if xp.isdtype(x.dtype, "integral") or not hasattr(total, "dtype"):  # one object
        return total, count
    return total, xp.astype(count, total.dtype)


def deviations(xp: Namespace, x: Any, axis: Axis, ddof: float, keepdims: bool, where: Array) -> Any:
    """Return the mean square deviation over the elements that `where` selects."""
    if xp.isdtype(x.dtype, "bool"):  # torch subtracts no booleans
        x = xp.astype(x, xp.int32)
    residual = x - masked_mean(xp, x, axis, True, where)
    square = xp.real(xp.conj(residual) * residual) if xp.isdtype(x.dtype, "complex floating") else residual**2
    total, count = over(xp, square, axis, keepdims, where)
    free = count - ddof
    some = free > 0
    return xp.where(some, total / xp.where(some, free, xp.ones_like(free)), nan)


def freedom(ddof: float, correction: float | None) -> float:
    """Return what is taken from the number of elements: `ddof`, or `correction`, its other name."""
    if correction is None:
        return ddof
    if ddof != 0:
        raise TypeError("ddof and correction are two names of one option: give one of them")
    return correction


@unary(squared, on_scale=spread_squared)
def var(
    xp: Namespace,
    a: Q,
    axis: Axis = None,
    dtype: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    *,
    where: Array | None = None,
    correction: float | None = None,
) -> Q:
    """Variance of the elements along `axis`, in the square of the unit of `a`.

    The sum of squares is divided by ``n - ddof``; `correction` is the standard's name of `ddof`.
    """
    ddof = freedom(ddof, correction)
    if dtype is not None:
        a = xp.astype(a, dtype_of(xp, dtype))
    if where is not None:
        return deviations(xp, a, axis, ddof, keepdims, where)
    return xp.var(a, axis=axis, correction=ddof, keepdims=keepdims)


@unary(keep, on_scale=spread)
def std(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    *,
    where: Array | None = None,
    correction: float | None = None,
) -> Q:
    """Standard deviation of the elements along `axis`, in the unit of `x`; see `var`."""
    ddof = freedom(ddof, correction)
    if dtype is not None:
        x = xp.astype(x, dtype_of(xp, dtype))
    if where is not None:
        return xp.sqrt(deviations(xp, x, axis, ddof, keepdims, where))
    return xp.std(x, axis=axis, correction=ddof, keepdims=keepdims)


def _extreme(xp: Namespace, name: str, x: Any, axis: Axis, keepdims: bool, initial: Any, where: Any) -> Any:
    """Return `max` or `min` with the options that the standard lacks."""
    larger = xp.maximum if name == "max" else xp.minimum
    if where is not None:
        if initial is None:
            raise ValueError(f"{name} with where= needs initial=, for what where= leaves empty")
        x = xp.where(mask_of(xp, where), x, initial)
    if initial is not None and 0 in x.shape:
        return nothing_but(xp, initial, x, axis, keepdims)
    found = getattr(xp, name)(x, axis=axis, keepdims=keepdims)
    return found if initial is None else larger(found, initial)


def nothing_but(xp: Namespace, initial: Any, x: Any, axis: Axis, keepdims: bool) -> Any:
    """Return the extreme of no elements and `initial`: no library has one of no elements alone."""
    zeros = xp.sum(x, axis=axis, keepdims=keepdims)  # of no elements
    return xp.astype(zeros, x.dtype, copy=False) + initial


@unary(keep, "initial", on_scale=moved)
def max(
    xp: Namespace,
    a: Q,
    axis: Axis = None,
    keepdims: bool = False,
    initial: Q | complex | None = None,
    where: Array | None = None,
) -> Q:
    """Largest element along `axis`, in the unit of `a`; `initial` is converted to it."""
    return _extreme(xp, "max", a, axis, keepdims, initial, where)


@unary(keep, "initial", on_scale=moved)
def min(
    xp: Namespace,
    a: Q,
    axis: Axis = None,
    keepdims: bool = False,
    initial: Q | complex | None = None,
    where: Array | None = None,
) -> Q:
    """Smallest element along `axis`, in the unit of `a`; `initial` is converted to it."""
    return _extreme(xp, "min", a, axis, keepdims, initial, where)


@unary(keep, on_scale=spread)
def ptp(xp: Namespace, x: Q, axis: Axis = None, keepdims: bool = False) -> Q:
    """Largest less smallest element along `axis`, in the unit of `x`."""
    return xp.max(x, axis=axis, keepdims=keepdims) - xp.min(x, axis=axis, keepdims=keepdims)


def _to_the_count(
    unit: Unit, x: Array, axis: Axis = None, where: Array | bool | None = None, **options: Any
) -> tuple[Unit | None, Factor]:
    """Return the unit to the number of elements multiplied."""
    axes = range(len(x.shape)) if axis is None else (axis,) if isinstance(axis, int) else axis
    count = count_along("prod", unit, x, axes)
    if isinstance(x, np.ma.MaskedArray):  # what is masked is not multiplied
        where = np.asarray(True if where is None else where) & ~np.ma.getmaskarray(x)
    if where is not None and where is not True:
        library = backend_of(where) or get_backend("numpy")  # not that of x, which may be traced
        chosen = library.xp.broadcast_to(library.asarray(where), tuple(x.shape))
        way_out = "compute the values first, or multiply the bare numbers: .mantissa"
        count = count_chosen("prod", unit, chosen, axis, "multiplied", way_out)
    return rules.raised(unit, count)


def count_along(name: str, unit: Unit, x: Array, axes: Iterable[int]) -> int:
    """Return the number of elements along `axes`; BackendError where a lazy library does not know it yet."""
    count: int = 1
    for axis in axes:
        length = x.shape[axis]
        if (
            length is None or length != length
        ):  # ndonnx has None, dask a NaN; torch traces with other integers
            backend = backend_of(x)
            assert backend is not None  # it has a shape
            raise BackendError(
                f"{name} of a quantity in {unit}: the unit of the result depends on the number of elements, which "
                f"{backend.title} does not know before computing (the {backend.name} backend has the shape "
                f"{tuple(x.shape)}); {backend.way_out}, fix the shape, or multiply the bare numbers: .mantissa"
            )
        count *= length
    return count


def count_chosen(name: str, unit: Unit, chosen: Array, axis: Axis, what: str, way_out: str) -> int:
    """Return how many elements are `chosen` along `axis`; TypeError unless it is one number everywhere.

    BackendError where a lazy or traced array does not tell `what` its number depends on.
    """
    backend = backend_of(chosen)
    assert backend is not None  # an array of booleans
    xp: Namespace = backend.xp
    if not backend.is_concrete(chosen):
        raise BackendError(
            f"{name} of a quantity in {unit}: its unit depends on how many elements are {what}, which the "
            f"{backend.name} backend does not know yet; {way_out}"
        )
    if isinstance(chosen, np.ma.MaskedArray):
        chosen = chosen.filled(False)
    counts = xp.sum(xp.astype(chosen, xp.int32), axis=axis)
    if 0 in counts.shape:
        return 0
    fewest, most = int(xp.min(counts)), int(xp.max(counts))
    if fewest != most:
        raise TypeError(
            f"{name} of a quantity in {unit}: between {fewest} and {most} elements are multiplied, "
            "so that the results would have different units"
        )
    return most


@shaped(_to_the_count)
def prod(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    keepdims: bool = False,
    initial: complex | None = None,
    where: Array | None = None,
) -> Q:
    """Product of the elements along `axis`, in the unit to the number of elements multiplied.

    initial: a pure number. With `where` all results must have one number of elements: TypeError
    for others, BackendError where a lazy or traced array does not tell the number.
    """
    if where is not None:
        x = xp.where(mask_of(xp, where), x, xp.ones_like(x))
    result = xp.prod(x, axis=axis, dtype=dtype_of(xp, dtype), keepdims=keepdims)
    return result if initial is None else result * pure_number(initial, "prod", "initial")


@unary(drop, on_scale=nothing)
def all(xp: Namespace, x: Q, axis: Axis = None, keepdims: bool = False, where: Array | None = None) -> Q:
    """Whether all elements along `axis` are true, not 0 in whatever unit: a bare boolean array."""
    if where is not None:
        x = xp.logical_or(xp.astype(x, xp.bool), xp.logical_not(mask_of(xp, where)))
    return xp.all(x, axis=axis, keepdims=keepdims)


@unary(drop, on_scale=nothing)
def any(xp: Namespace, x: Q, axis: Axis = None, keepdims: bool = False, where: Array | None = None) -> Q:
    """Whether any element along `axis` is true, not 0 in whatever unit: a bare boolean array."""
    if where is not None:
        x = xp.logical_and(xp.astype(x, xp.bool), mask_of(xp, where))
    return xp.any(x, axis=axis, keepdims=keepdims)


amax, amin, product, cumproduct = max, min, prod, cumprod
