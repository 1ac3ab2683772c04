"""Medians, quantiles and averages with weights."""

from __future__ import annotations

from math import prod
from typing import Any

from bu_dispatch import backend_of, convert
from bu_units import UNITLESS, LevelUnit, Unit

from ..core import (
    as_result,
    averaged,
    detach_asked,
    has_unit,
    join,
    keep,
    linear,
    pure_number,
    refused_on_scale,
    split,
)
from ..core.elements import functions_for
from ..declare import Array, Finish, Namespace, Q, floating, prepared, unary
from ._options import Axis

__all__ = [
    "average",
    "median",
    "nanmedian",
    "nanpercentile",
    "nanquantile",
    "percentile",
    "quantile",
]


@unary(keep, on_scale=averaged)
def median(
    xp: Namespace, x: Q, axis: Axis = None, overwrite_input: bool = False, keepdims: bool = False
) -> Q:
    """Median of the elements along `axis`, in the unit of `x`; NaN where one of them is NaN.

    Of an even number of elements the mean of the middle two. `overwrite_input` is a leave, not used.
    """
    return functions_for(xp, x).median(x, axis=axis, keepdims=keepdims)


@unary(keep, on_scale=averaged)
def nanmedian(
    xp: Namespace, x: Q, axis: Axis = None, overwrite_input: bool = False, keepdims: bool = False
) -> Q:
    """Median of the elements along `axis` that are not NaN, in the unit of `x`; see `median`."""
    return functions_for(xp, x).nanmedian(x, axis=axis, keepdims=keepdims)


def _fractions(xp: Namespace, name: str, q: Any, x: Any, whole: float) -> Any:
    """Return `q` as a fraction of `whole`: a number, or an array of the library that computes.

    A ratio in a unit of its own says what it is: 25 percent is the 25th percentile.
    """
    _, unit = split(q, x)
    if whole == 100 and unit.dim.is_dimensionless and unit is not UNITLESS:
        q = detach_asked(q, Unit("percent"), name, x)
    else:
        q = pure_number(q, name, "q", x)
    if backend_of(q) is None:
        if not 0 <= q <= whole:
            raise ValueError(f"{name}: q must be between 0 and {whole:g}, got {q}")
        return float(q) / whole
    q = convert(q, xp.backend)
    device = getattr(x, "device", None)
    if device is not None and q.device != device:  # a list has become an array on the default device
        q = xp.asarray(q, device=device)
    return floating(xp, q) / whole if whole != 1 else floating(xp, q)


@unary(keep, on_scale=averaged)
def quantile(
    xp: Namespace, a: Q, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Q:
    """Quantiles of the elements along `axis`, in the unit of `a`.

    q: fractions from 0 to 1, a number or an array without a unit, whose axes come first in the
    result. `method`: how to interpolate, as numpy has it; "linear", "lower", "higher", "midpoint"
    and "nearest" on every backend. NaN where one of the elements is NaN.
    """
    q = _fractions(xp, "quantile", q, a, 1)
    return functions_for(xp, a).quantile(a, q, axis=axis, method=method, keepdims=keepdims)


@unary(keep, on_scale=averaged)
def percentile(
    xp: Namespace, a: Q, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Q:
    """Percentiles of the elements along `axis`, in the unit of `a`: `quantile` with `q` from 0 to 100.

    q: from 0 to 100, a number or an array without a unit, whose axes come first in the result.
    A `q` in percent, per mille and kin is converted to percent.
    """
    q = _fractions(xp, "percentile", q, a, 100)
    return functions_for(xp, a).quantile(a, q, axis=axis, method=method, keepdims=keepdims)


@unary(keep, on_scale=averaged)
def nanquantile(
    xp: Namespace, a: Q, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Q:
    """Quantiles of the elements along `axis` that are not NaN, in the unit of `a`; see `quantile`.

    q: fractions from 0 to 1, a number or an array without a unit, whose axes come first in the result.
    """
    q = _fractions(xp, "nanquantile", q, a, 1)
    return functions_for(xp, a).nanquantile(a, q, axis=axis, method=method, keepdims=keepdims)


@unary(keep, on_scale=averaged)
def nanpercentile(
    xp: Namespace, a: Q, q: Any, axis: Axis = None, method: str = "linear", keepdims: bool = False
) -> Q:
    """Percentiles of the elements along `axis` that are not NaN, in the unit of `a`; see `percentile`.

    q: from 0 to 100, a number or an array without a unit, whose axes come first in the result.
    """
    q = _fractions(xp, "nanpercentile", q, a, 100)
    return functions_for(xp, a).nanquantile(a, q, axis=axis, method=method, keepdims=keepdims)


def _own_and_weights(name: str, given: dict[str, Any]) -> Finish:
    x, weights = given["x"], given.get("weights")
    given["x"], unit = split(x, weights)
    if isinstance(unit, LevelUnit) and not unit.is_difference:
        raise refused_on_scale(name, unit)
    beside = None
    if weights is not None:
        given["weights"], beside = linear(name, weights, x)

    def finish(result: Any) -> Any:
        mean, total = result
        mean = as_result(mean, unit, bare=not has_unit(x))
        if not given.get("returned"):
            return mean
        return mean, total if beside is None or not has_unit(weights) else join(total, beside)

    return finish


@prepared(_own_and_weights, "x", "weights")
def average(
    xp: Namespace,
    x: Q,
    axis: Axis = None,
    weights: Any = None,
    returned: bool = False,
    keepdims: bool = False,
) -> Q:
    """Average of the elements along `axis` with `weights`, in the unit of `x`.

    weights: the shape of `x`, or that of its `axis` (several: in their order); they may have a unit
    of their own. With `returned` a tuple of the average and the sum of the weights, in their unit.
    """
    return _averaged(xp, floating(xp, x), axis, weights, returned, keepdims)


def _averaged(xp: Namespace, x: Any, axis: Axis, weights: Any, returned: bool, keepdims: bool) -> Any:
    """Return the average and the sum of the weights; None for what nobody asked for."""
    if weights is None:
        mean = xp.mean(x, axis=axis, keepdims=keepdims)
        count = prod(x.shape) // max(1, prod(mean.shape))
        return mean, xp.full_like(mean, count) if returned else None
    weights = _weights(xp, x, weights, axis)
    total = xp.sum(weights, axis=axis, keepdims=keepdims)
    mean = xp.sum(x * weights, axis=axis, keepdims=keepdims) / total
    return mean, total


def _weights(xp: Namespace, x: Any, weights: Any, axis: Axis) -> Array:
    """Return weights as an array of the shape of `x`; integers in the dtype of `x`."""
    weights = weights if backend_of(weights) is not None else xp.like_array(weights, x)
    if xp.isdtype(weights.dtype, ("bool", "integral")):
        weights = xp.astype(weights, x.dtype)
    if weights.shape != x.shape:
        if axis is None:
            raise TypeError("average: weights of another shape than x need an axis")
        axes = [i % len(x.shape) for i in ((axis,) if isinstance(axis, int) else axis)]
        if tuple(weights.shape) != tuple(x.shape[i] for i in axes):
            raise ValueError(
                f"average: weights of shape {tuple(weights.shape)} do not fit axis {axis} of {tuple(x.shape)}"
            )
        order = sorted(range(len(axes)), key=axes.__getitem__)
        weights = xp.permute_dims(weights, tuple(order))
        weights = xp.reshape(weights, tuple(n if i in axes else 1 for i, n in enumerate(x.shape)))
    return xp.broadcast_to(weights, x.shape)
