"""Statistics of what is not NaN."""

from __future__ import annotations

from math import inf, nan
from typing import Any

from bu_dispatch import backend_of, convert
from bu_units import Unit

from ..core import Factor, averaged, keep, moved, pure_number, rules, spread, spread_squared, squared
from ..declare import Array, Namespace, Q, shaped, unary
from ._options import Axis, dtype_of, mask_of
from .statistical import bare_number, count_along, count_chosen, deviations, freedom, masked_mean, nothing_but

__all__ = [
    "nancumprod",
    "nancumsum",
    "nanmax",
    "nanmean",
    "nanmin",
    "nanprod",
    "nanstd",
    "nansum",
    "nanvar",
]


def _valid(xp: Namespace, x: Any, where: Any = None) -> Any:
    """Return where elements count: those that are not NaN, and that `where` selects."""
    whole = xp.isdtype(x.dtype, ("bool", "integral"))
    found = xp.ones_like(x, dtype=xp.bool) if whole else xp.logical_not(xp.isnan(x))
    if where is None:
        return found
    return xp.logical_and(found, xp.broadcast_to(mask_of(xp, where), x.shape))


def _filled(xp: Namespace, x: Any, valid: Any, value: float) -> Any:
    """Return `x` with another value where it does not count; the NaN leaves no trace in gradients."""
    return xp.where(valid, x, xp.full_like(x, value))


@unary(keep, "initial")
def nansum(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    keepdims: bool = False,
    initial: Q | complex | None = None,
    where: Array | None = None,
) -> Q:
    """Sum of the elements along `axis` that are not NaN, in the unit of `x`; see `sum`."""
    x = _filled(xp, x, _valid(xp, x, where), 0)
    total = xp.sum(x, axis=axis, dtype=dtype_of(xp, dtype), keepdims=keepdims)
    return total if initial is None else total + initial


@unary(keep)
def nancumsum(xp: Namespace, x: Q, axis: int | None = None, dtype: Any = None) -> Q:
    """Running sum along `axis` with NaN as zero, in the unit of `x`; see `cumsum`."""
    return xp.cumsum(_filled(xp, x, _valid(xp, x), 0), axis=axis, dtype=dtype_of(xp, dtype))


@unary(bare_number)
def nancumprod(xp: Namespace, x: Q, axis: int | None = None, dtype: Any = None) -> Q:
    """Running product of a pure number along `axis` with NaN as one, bare; see `cumprod`."""
    return xp.cumprod(_filled(xp, x, _valid(xp, x), 1), axis=axis, dtype=dtype_of(xp, dtype))


@unary(keep, on_scale=averaged)
def nanmean(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    keepdims: bool = False,
    *,
    where: Array | None = None,
) -> Q:
    """Arithmetic mean of the elements along `axis` that are not NaN, in the unit of `x`."""
    x = x if dtype is None else xp.astype(x, dtype_of(xp, dtype))
    valid = _valid(xp, x, where)
    return masked_mean(xp, _filled(xp, x, valid, 0), axis, keepdims, valid)


@unary(squared, on_scale=spread_squared)
def nanvar(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    ddof: float = 0,
    keepdims: bool = False,
    where: Array | None = None,
    *,
    correction: float | None = None,
) -> Q:
    """Variance of the elements along `axis` that are not NaN, in the square of the unit of `x`."""
    return _variance(xp, x, axis, dtype, freedom(ddof, correction), keepdims, where)


def _variance(
    xp: Namespace, x: Any, axis: Axis, dtype: Any, ddof: float, keepdims: bool, where: Array | None
) -> Any:
    x = x if dtype is None else xp.astype(x, dtype_of(xp, dtype))
    valid = _valid(xp, x, where)
    return deviations(xp, _filled(xp, x, valid, 0), axis, ddof, keepdims, valid)


@unary(keep, on_scale=spread)
def nanstd(
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
    """Standard deviation of the elements along `axis` that are not NaN, in the unit of `x`."""
    return xp.sqrt(_variance(xp, x, axis, dtype, freedom(ddof, correction), keepdims, where))


def _extreme(xp: Namespace, name: str, x: Any, axis: Axis, keepdims: bool, initial: Any, where: Any) -> Any:
    """Return the largest or smallest element that is not NaN; NaN where there is none."""
    if where is not None and initial is None:
        raise ValueError(f"nan{name} with where= needs initial=, for what where= leaves empty")
    if initial is not None and 0 in x.shape:
        return nothing_but(xp, initial, x, axis, keepdims)
    function, larger = getattr(xp, name), xp.maximum if name == "max" else xp.minimum
    if xp.isdtype(x.dtype, ("bool", "integral")):
        if where is not None:
            x = xp.where(mask_of(xp, where), x, initial)
        found = function(x, axis=axis, keepdims=keepdims)
        return found if initial is None else larger(found, initial)
    if where is None and initial is None:
        return xp.own(f"nan{name}", _NUMBERS_ALONE[name])(x, axis, keepdims)
    return _chosen(xp, name, x, axis, keepdims, initial, where)


def _chosen(xp: Namespace, name: str, x: Any, axis: Axis, keepdims: bool, initial: Any, where: Any) -> Any:
    function, larger = getattr(xp, name), xp.maximum if name == "max" else xp.minimum
    valid = _valid(xp, x, where)
    found = function(_filled(xp, x, valid, -inf if name == "max" else inf), axis=axis, keepdims=keepdims)
    some = xp.any(valid, axis=axis, keepdims=keepdims)
    if initial is None:
        return xp.where(some, found, xp.full_like(found, nan))
    extended = larger(found, initial)
    # A NaN to begin with counts no more than one among the elements.
    return xp.where(xp.logical_and(some, xp.isnan(extended)), found, extended)


def _largest(xp: Namespace, x: Any, axis: Axis, keepdims: bool) -> Any:
    return _chosen(xp, "max", x, axis, keepdims, None, None)


def _smallest(xp: Namespace, x: Any, axis: Axis, keepdims: bool) -> Any:
    return _chosen(xp, "min", x, axis, keepdims, None, None)


_NUMBERS_ALONE = {"max": _largest, "min": _smallest}


@unary(keep, "initial", on_scale=moved)
def nanmax(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    keepdims: bool = False,
    initial: Q | complex | None = None,
    where: Array | None = None,
) -> Q:
    """Largest element along `axis` that is not NaN, in the unit of `x`; NaN where there is none."""
    return _extreme(xp, "max", x, axis, keepdims, initial, where)


@unary(keep, "initial", on_scale=moved)
def nanmin(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    keepdims: bool = False,
    initial: Q | complex | None = None,
    where: Array | None = None,
) -> Q:
    """Smallest element along `axis` that is not NaN, in the unit of `x`; NaN where there is none."""
    return _extreme(xp, "min", x, axis, keepdims, initial, where)


def _to_the_count(
    unit: Unit, x: Array, axis: Axis = None, where: Array | None = None, **options: Any
) -> tuple[Unit | None, Factor]:
    """Return the unit to the number of elements multiplied, those that are not NaN."""
    backend = backend_of(x)
    assert backend is not None  # the body has had it
    xp: Namespace = backend.xp
    axes = range(len(x.shape)) if axis is None else (axis,) if isinstance(axis, int) else axis
    count = count_along("nanprod", unit, x, axes)
    if where is None and (xp.isdtype(x.dtype, ("bool", "integral")) or 0 in x.shape):
        return rules.raised(unit, count)
    chosen = _valid(xp, x)
    if where is not None:
        chosen = xp.logical_and(chosen, xp.broadcast_to(convert(where, backend), x.shape))
    way_out = "use prod, or compute the values first"
    return rules.raised(unit, count_chosen("nanprod", unit, chosen, axis, "NaN", way_out))


@shaped(_to_the_count)
def nanprod(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    dtype: Any = None,
    keepdims: bool = False,
    initial: complex | None = None,
    where: Array | None = None,
) -> Q:
    """Product of the elements along `axis` that are not NaN, in the unit to the number of these.

    initial: a pure number. The unit depends on the values, and on `where`: TypeError where the
    results would have different units, BackendError where no values are known (lazy and traced arrays).
    """
    x = _filled(xp, x, _valid(xp, x, where), 1)
    result = xp.prod(x, axis=axis, dtype=dtype_of(xp, dtype), keepdims=keepdims)
    return result if initial is None else result * pure_number(initial, "nanprod", "initial")
