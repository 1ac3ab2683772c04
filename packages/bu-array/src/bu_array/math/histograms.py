"""Counts of values in bins."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

from bu_dispatch import backend_of
from bu_units import UNITLESS, ScaleUnit, Unit

from ..core import Pair, as_result, detach, has_unit, linear, rules, split
from ..declare import WHOLE, Array, Finish, Namespace, Plan, Q, floating, prepared, ruled

__all__ = [
    "bincount",
    "histogram",
    "histogram2d",
    "histogram_bin_edges",
    "histogramdd",
]

# ---------------------------------------------------------------- units of samples, bins and weights


def _is_count(bins: Any) -> bool:
    """Whether `bins` is how many there are, or numpy's name of a rule for that; not their edges."""
    return isinstance(bins, str) or (hasattr(bins, "__index__") and not getattr(bins, "shape", ()))


def _edges(name: str, bins: Any, unit: Unit, x: Any) -> Any:
    """Return the option `bins` with edges in the unit of the sample."""
    if isinstance(bins, Pair) or not _is_count(bins):
        return detach(bins, unit, f"{name}: argument 'bins'", x)
    return bins


def _ends(name: str, ends: Any, unit: Unit, x: Any) -> Any:
    """Return the option `range` in the unit of the sample."""
    if ends is None:
        return None
    first, last = ends
    return [detach(end, unit, f"{name}: argument 'range'", x) for end in (first, last)]


def _finish(name: str, given: dict[str, Any], units: list[Unit], bare: list[bool]) -> Finish:
    """Take the weights from their unit, and return what joins counts and edges to theirs."""
    density, weights = given.get("density"), given.get("weights")
    unit = UNITLESS
    if weights is not None:
        given["weights"], unit = linear(name, weights)
    plain = not has_unit(weights) and (not density or all(bare))
    part: tuple[Unit | None, float | None] = (unit, None)
    if density:
        volume = UNITLESS
        for each in units:
            volume = volume * (each.difference if isinstance(each, ScaleUnit) else each)
        part = rules.quotient.result(unit, volume)

    def finish(result: Any) -> Any:
        counts, edges = result
        joined = [as_result(x, u, bare=b) for x, u, b in zip(edges, units, bare, strict=True)]
        return as_result(counts, *part, bare=plain), joined

    return finish


def _of_sample(name: str, given: dict[str, Any]) -> Finish:
    x = given["x"]
    given["x"], unit = split(x)
    if "bins" in given:
        given["bins"] = _edges(name, given["bins"], unit, x)
    given["range"] = _ends(name, given.get("range"), unit, x)
    finish = _finish(name, given, [unit], [not has_unit(x)])

    def single(result: Any) -> Any:
        counts, (edges,) = finish(result)
        return counts, edges

    return single


def _of_edges(name: str, given: dict[str, Any]) -> Finish:
    finish = _of_sample(name, given)
    return lambda result: finish((0, result))[1]


def _each(option: Any, count: int) -> list[Any]:
    """Return an option for each of the axes: one for all of them, or a sequence of one for each."""
    if isinstance(option, (list, tuple)) and len(option) == count:
        return list(option)
    return [option] * count


def _of_samples(name: str, given: dict[str, Any], xs: Sequence[Any]) -> Finish:
    """Take the samples, their bins and ranges from their units; leave lists of them."""
    pairs = [split(x, *xs) for x in xs]
    given["sample"] = [mantissa for mantissa, _ in pairs]
    units = [unit for _, unit in pairs]
    every = list(zip(units, xs, strict=True))
    bins = _each(given.get("bins", 10), len(xs))
    given["bins"] = [_edges(name, b, *of) for b, of in zip(bins, every, strict=True)]
    ends = given.get("range")
    ranges = [None] * len(xs) if ends is None else list(ends)
    pieces = [_ends(name, e, *of) or [None, None] for e, of in zip(ranges, every, strict=True)]
    given["range"] = [end for piece in pieces for end in piece]
    return _finish(name, given, units, [not has_unit(x) for x in xs])


def _of_pair(name: str, given: dict[str, Any]) -> Finish:
    finish = _of_samples(name, given, [given["x"], given["y"]])
    given["x"], given["y"] = given.pop("sample")

    def flat(result: Any) -> Any:
        counts, edges = finish(result)
        return counts, *edges

    return flat


def _of_columns(name: str, given: dict[str, Any]) -> Finish:
    sample = given["sample"]
    if not isinstance(sample, (list, tuple)):
        sample = [sample[:, i] for i in range(sample.shape[1])] if len(sample.shape) > 1 else [sample]
    return _of_samples(name, given, sample)


# ---------------------------------------------------------------- counting


def _limits(xp: Namespace, x: Any, ends: Sequence[Any] | None) -> tuple[Any, Any]:
    """Return the first and the last edge, half a unit off where they are equal."""
    if ends is None or ends[0] is None:
        if not prod(x.shape):
            return xp.like_array(0.0, x), xp.like_array(1.0, x)
        first, last = xp.min(x), xp.max(x)
    else:
        first, last = (
            xp.like_array(end, x) if backend_of(end) is None else xp.astype(end, x.dtype, copy=False)
            for end in ends
        )
    half = xp.where(first == last, xp.full_like(first, 0.5), xp.zeros_like(first))
    return first - half, last + half


def _all_edges(xp: Namespace, x: Any, bins: Any, ends: Sequence[Any] | None) -> Any:
    """Return the edges of `bins`: these themselves, or so many of equal width."""
    if isinstance(bins, str):
        return xp.histogram_bin_edges(x, bins=bins, range=ends)
    if not _is_count(bins):
        if len(bins.shape) != 1:
            raise ValueError("the edges of bins are a vector")
        return bins
    count = bins.__index__()
    if count < 1:
        raise ValueError(f"bins must be positive, got {count}")
    first, last = _limits(xp, x, ends)
    steps = xp.arange(count, dtype=x.dtype, device=getattr(x, "device", None))
    return xp.concat([steps * ((last - first) / count) + first, xp.reshape(last, (1,))])


def _counted(
    xp: Namespace, samples: list[Any], bins: list[Any], ends: list[Any], weights: Any, density: bool | None
) -> tuple[Any, list[Any]]:
    """Return how many points are in each box of bins, and the edges along each axis."""
    samples = [floating(xp, xp.reshape(x, (-1,))) for x in samples]
    if weights is not None:
        weights = xp.reshape(weights, (-1,))
    counts, edges = xp.own("histogram", _in_boxes)(samples, bins, ends, weights)
    if density:
        counts = floating(xp, counts) if weights is not None else xp.astype(counts, samples[0].dtype)
        counts = counts / xp.sum(counts)
        for axis, edge in enumerate(edges):
            shape = [1] * len(edges)
            shape[axis] = int(edge.shape[0]) - 1
            counts = counts / xp.reshape(edge[1:] - edge[:-1], tuple(shape))
    return counts, edges


def _in_boxes(
    xp: Namespace, samples: list[Any], bins: list[Any], ends: list[Any], weights: Any
) -> tuple[Any, list[Any]]:
    """Return how many points, or how much weight, is in each box, and the edges along each axis."""
    edges = [_all_edges(xp, *each) for each in zip(samples, bins, ends, strict=True)]
    lengths = [int(edge.shape[0]) - 1 for edge in edges]
    total = prod(lengths)
    place: Any = 0
    inside: Any = None
    for x, edge, length in zip(samples, edges, lengths, strict=True):
        along = xp.searchsorted(floating(xp, edge), x, side="right") - 1
        along = xp.where(x == edge[-1], xp.full_like(along, length - 1), along)  # the last bin is closed
        within = xp.logical_and(along >= 0, along < length)
        inside = within if inside is None else xp.logical_and(inside, within)
        place = place * length + along
    place = xp.where(inside, place, xp.full_like(place, total))
    # What is beyond the bins is counted behind the last.
    return xp.reshape(xp.tally(place, weights, total + 1)[:total], tuple(lengths)), edges


# ---------------------------------------------------------------- functions


@prepared(_of_sample, "x", "bins", "range", "weights")
def histogram(
    xp: Namespace,
    x: Q,
    bins: Any = 10,
    range: Any = None,
    weights: Q | None = None,
    density: bool | None = None,
) -> tuple[Any, Any]:
    """Counts of the elements in bins, bare or in the unit of `weights`, and edges in the unit of `x`.

    bins: how many from the smallest to the largest element, or in the `range` (first, last); or the
    edges. Edges and range are converted to the unit of `x`. With `density` the counts are divided
    by their sum and the widths of the bins: in one per unit of `x`.
    """
    return _counted(xp, [x], [bins], [range], weights, density)


@prepared(_of_edges, "x", "bins", "range", "weights")
def histogram_bin_edges(
    xp: Namespace, x: Q, bins: Any = 10, range: Any = None, weights: Q | None = None
) -> Q:
    """Edges of the bins that `histogram` takes, in the unit of `x`; `weights` make no difference."""
    return [_all_edges(xp, floating(xp, xp.reshape(x, (-1,))), bins, range)]  # type: ignore[return-value]  # one for each axis: see _finish


@prepared(_of_pair, "x", "y", "bins", "range", "weights")
def histogram2d(
    xp: Namespace,
    x: Q,
    y: Q,
    bins: Any = 10,
    range: Any = None,
    density: bool | None = None,
    weights: Q | None = None,
) -> tuple[Any, Any, Any]:
    """Counts of points in boxes of bins, bare or in the unit of `weights`, and the edges along x and y.

    x, y: vectors of one length, of any units.
    bins: how many, or the edges; one for both axes or a pair. range: a pair of (first, last). The
    edges are in the units of `x` and `y`, which may differ. With `density` the counts are in one per
    unit of `x` and `y`. See `histogram`.
    """
    counts, edges = _counted(xp, [x, y], bins, [range[:2], range[2:]], weights, density)
    return counts, edges  # type: ignore[return-value]  # see _finish


@prepared(_of_columns, "sample", "bins", "range", "weights")
def histogramdd(
    xp: Namespace,
    sample: Any,
    bins: Any = 10,
    range: Any = None,
    density: bool | None = None,
    weights: Q | None = None,
) -> tuple[Any, list[Any]]:
    """Counts of points in boxes of bins, bare or in the unit of `weights`, and the edges of each axis.

    bins: how many, or the edges; one for all axes or one for each; range: a pair (first, last) for each
    axis.
    sample: (points, axes), or a sequence of vectors, one for each axis, that may have different
    units. See `histogram2d`.
    """
    ends = [[first, last] for first, last in zip(range[::2], range[1::2], strict=True)]
    return _counted(xp, sample, bins, ends, weights, density)


def _of_weights(x: Unit, weights: Unit | None) -> Plan:
    """The unit of the weights; a bare array without any."""
    return Plan({"x": WHOLE}, None if weights is None or weights is UNITLESS else weights)


@ruled(_of_weights, "x", "weights")
def bincount(
    xp: Namespace, x: Array, weights: Q | None = None, minlength: int = 0, *, length: int | None = None
) -> Q:
    """How often each number from 0 is in a vector of such, bare; or sums of `weights` in their unit.

    x: plain integers that are not negative; minlength: the least number of bins; length: the number of bins,
    which jit needs.
    The result reaches to the largest number in `x`, to `minlength` at least; or to `length`, beyond
    which elements are not counted, and which traced and lazy arrays need (dask does without).
    """
    if len(x.shape) != 1 or not xp.isdtype(x.dtype, "integral"):
        raise TypeError(f"bincount takes a vector of integers, got {x.dtype} of shape {tuple(x.shape)}")
    if weights is not None and weights.shape != x.shape:
        raise ValueError(f"bincount: weights of shape {tuple(weights.shape)} for {tuple(x.shape)}")
    return _numbers_counted(xp, x, weights, minlength, length)


def _numbers_counted(xp: Namespace, x: Any, weights: Any, minlength: int, length: int | None) -> Any:
    if length is not None:
        x = xp.where(xp.logical_and(x >= 0, x < length), x, xp.full_like(x, length))
        return xp.tally(x, weights, length + 1)[:length]
    if not xp.backend.is_concrete(x):
        counts = xp.bincount(x, weights=weights, minlength=minlength)
        return counts if weights is None else xp.astype(counts, weights.dtype)  # dask makes float64
    if not prod(x.shape):
        return xp.tally(x, weights, minlength)
    if int(xp.min(x)) < 0:
        raise ValueError("bincount takes no negative numbers")
    return xp.tally(x, weights, max(minlength, int(xp.max(x)) + 1))
