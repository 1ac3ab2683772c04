"""Order statistics, counts and sums of products over windows."""

from __future__ import annotations

from math import inf, nan, prod

from bu_dispatch._generic.elementwise import _floating, like_array

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace

# The two parameters of the methods that interpolate, by Hyndman and Fan (1996).
_PLOTTING = {
    "linear": (1.0, 1.0),
    "hazen": (0.5, 0.5),
    "weibull": (0.0, 0.0),
    "median_unbiased": (1 / 3, 1 / 3),
    "normal_unbiased": (3 / 8, 3 / 8),
    "interpolated_inverted_cdf": (0.0, 1.0),
}
_PICKING = ("lower", "higher", "midpoint", "nearest")


def _lanes(xp: Namespace, x: Any, axis: Any) -> tuple[Any, tuple[int, ...], tuple[int, ...]]:
    """`x` with the reduced axes as one, the last; the shape of what is left, and that with ones kept."""
    ndim = len(x.shape)
    wanted = range(ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    if any(not -ndim <= i < ndim for i in wanted):
        raise IndexError(f"axis {axis} is out of bounds for an array of {ndim} axes")
    axes = sorted({i % ndim for i in wanted})
    rest = [i for i in range(ndim) if i not in axes]
    shape = tuple(x.shape[i] for i in rest)
    kept = tuple(1 if i in axes else x.shape[i] for i in range(ndim))
    lanes = xp.permute_dims(x, (*rest, *axes)) if [*rest, *axes] != list(range(ndim)) else x
    # A list: torch.compile follows no generator into prod.
    count = prod([x.shape[i] for i in axes])
    if count == 0:  # no elements have no quantile, as a NaN has none
        return xp.full((*shape, 1), nan, dtype=x.dtype, device=getattr(x, "device", None)), shape, kept
    return xp.reshape(lanes, (*shape, count)), shape, kept


def _places(xp: Namespace, q: Any, n: Any, method: str) -> tuple[Any, Any, Any]:
    """Positions below and above the quantiles `q` of `n` sorted elements, and the weight of the upper."""
    last = n - 1
    if method in _PLOTTING:
        alpha, beta = _PLOTTING[method]
        place = last * q if method == "linear" else n * q + (alpha + q * (1 - alpha - beta)) - 1
        place = xp.minimum(xp.maximum(place, xp.zeros_like(place)), last + xp.zeros_like(place))
    elif method in _PICKING:
        place = last * q
    else:
        raise ValueError(f"method must be one of {', '.join((*_PLOTTING, *_PICKING))}; got {method!r}")
    low, high = xp.floor(place), xp.ceil(place)
    if method == "nearest":
        low = high = xp.round(place)
    elif method in ("lower", "higher"):
        low = high = low if method == "lower" else high
    weight = xp.where(high > low, (low + high) / 2 if method == "midpoint" else place, low) - low
    index = xp.asarray(0).dtype
    return xp.astype(low, index), xp.astype(high, index), weight


def _between(xp: Namespace, lower: Any, upper: Any, weight: Any) -> Any:
    """The point between two, without NaN where an infinity has no distance or no weight."""
    weight = xp.astype(weight, xp.result_type(lower.dtype, weight.dtype), copy=False)
    plain = xp.logical_or(lower == upper, weight == 0)
    step = xp.where(plain, xp.zeros_like(lower), upper - lower)
    return xp.where(plain, lower, lower + step * weight)


def _shaped_back(xp: Namespace, result: Any, q: Any, shape: tuple[int, ...]) -> Any:
    """The axes of `q` in front, as numpy has them."""
    ndim = len(result.shape)
    result = xp.permute_dims(result, (ndim - 1, *range(ndim - 1)))
    return xp.reshape(result, (*q.shape, *shape))


def quantile(
    xp: Namespace, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Quantiles `q` of the elements along `axis`; NaN where one of them is NaN."""
    x = _floating(xp, x)
    q = q if hasattr(q, "dtype") else like_array(xp, q, x)
    lanes, shape, kept = _lanes(xp, x, axis)
    ordered = xp.sort(lanes, axis=-1)
    low, high, weight = _places(xp, xp.reshape(q, (-1,)), lanes.shape[-1], method)
    result = _between(xp, xp.take(ordered, low, axis=-1), xp.take(ordered, high, axis=-1), weight)
    spoilt = xp.any(xp.isnan(lanes), axis=-1, keepdims=True)
    result = xp.where(spoilt, nan, result)  # an array of NaN would stop jax_debug_nans
    return _shaped_back(xp, result, q, kept if keepdims else shape)


def nanquantile(
    xp: Namespace, x: Any, q: Any, /, *, axis: Any = None, method: str = "linear", keepdims: bool = False
) -> Any:
    """Quantiles `q` of the elements along `axis` that are not NaN; NaN where there are none."""
    x = _floating(xp, x)
    q = q if hasattr(q, "dtype") else like_array(xp, q, x)
    lanes, shape, kept = _lanes(xp, x, axis)
    valid = xp.logical_not(xp.isnan(lanes))
    ordered = xp.sort(xp.where(valid, lanes, like_array(xp, inf, lanes)), axis=-1)
    count = xp.sum(xp.astype(valid, q.dtype), axis=-1, keepdims=True)
    some = xp.maximum(count, xp.ones_like(count))
    low, high, weight = _places(xp, xp.reshape(q, (1,) * len(shape) + (-1,)), some, method)
    lower, upper = (xp.take_along_axis(ordered, place, axis=-1) for place in (low, high))
    result = _between(xp, lower, upper, weight)
    result = xp.where(count > 0, result, nan)
    return _shaped_back(xp, result, q, kept if keepdims else shape)


def median(xp: Namespace, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    """Middle of the sorted elements along `axis`, the mean of the middle two of an even number."""
    return quantile(xp, x, 0.5, axis=axis, keepdims=keepdims)


def nanmedian(xp: Namespace, x: Any, /, *, axis: Any = None, keepdims: bool = False) -> Any:
    """Median of the elements along `axis` that are not NaN."""
    return nanquantile(xp, x, 0.5, axis=axis, keepdims=keepdims)


def tally(xp: Namespace, index: Any, weights: Any, length: int, /) -> Any:
    """How often each of the numbers below `length` is in the vector `index`, or the sum of its weights.

    By comparison with each of the numbers; libraries that can write into places have their own.
    """
    numbers = xp.arange(length, dtype=index.dtype, device=getattr(index, "device", None))
    hits = index[:, None] == numbers[None, :]
    if weights is None:
        return xp.sum(xp.astype(hits, xp.int64), axis=0)
    weights = weights[:, None]
    return xp.sum(xp.where(hits, weights, xp.zeros_like(weights)), axis=0)


def convolve(xp: Namespace, a: Any, v: Any, /, mode: str = "full") -> Any:
    """Discrete convolution of two vectors: windows of the longer, each times the shorter reversed."""
    a, v = _vectors(xp, a, v)
    if a.shape[0] < v.shape[0]:
        a, v = v, a
    n, m = a.shape[0], v.shape[0]
    before, length = convolution_window(mode, n, m)
    device = getattr(a, "device", None)
    edge = xp.ones((m - 1,), dtype=a.dtype, device=device)
    padded = xp.concat([edge, a, edge])
    starts, steps = xp.arange(length, device=device), xp.arange(m, device=device)
    places = xp.reshape((starts + before)[:, None] + steps[None, :], (-1,))
    products = xp.reshape(xp.take(padded, places, axis=0), (length, m)) * xp.flip(v)[None, :]
    inside = xp.reshape((places >= m - 1) & (places < n + m - 1), (length, m))
    # What is beyond the ends is no part of the sum, zeros neither: zero times NaN or infinity is NaN.
    return xp.sum(xp.where(inside, products, xp.zeros_like(products)), axis=1)


def _vectors(xp: Namespace, a: Any, v: Any) -> tuple[Any, Any]:
    """Two vectors of one dtype; ValueError for what is none, or empty."""
    a, v = (xp.reshape(x, (1,)) if len(x.shape) == 0 else x for x in (a, v))
    if len(a.shape) != 1 or len(v.shape) != 1:
        raise ValueError(f"vectors are needed, got arrays of shape {tuple(a.shape)} and {tuple(v.shape)}")
    if a.shape[0] == 0 or v.shape[0] == 0:
        raise ValueError("a vector that is not empty is needed")
    common = xp.result_type(a.dtype, v.dtype)
    return xp.astype(a, common, copy=False), xp.astype(v, common, copy=False)


def convolution_window(mode: str, n: int, m: int) -> tuple[int, int]:
    """Where in the full convolution of `n` and `m` elements, n >= m, that of `mode` begins; its length."""
    windows = {"full": (0, n + m - 1), "same": ((m - 1) // 2, n), "valid": (m - 1, n - m + 1)}
    if mode not in windows:
        raise ValueError(f"mode must be 'full', 'same' or 'valid', got {mode!r}")
    return windows[mode]


def correlate(xp: Namespace, a: Any, v: Any, /, mode: str = "valid") -> Any:
    """Cross-correlation of two vectors: the convolution with the second, reversed and conjugate."""
    a, v = _vectors(xp, a, v)
    if xp.isdtype(v.dtype, "complex floating"):
        v = xp.conj(v)
    n, m = a.shape[0], v.shape[0]
    if m <= n or mode != "same":
        return xp.convolve(a, xp.flip(v), mode=mode)
    # numpy takes the longer first and turns the result round, which moves the middle.
    return xp.flip(xp.convolve(v, xp.flip(a), mode=mode))


GENERIC = (
    *(quantile, nanquantile, median, nanmedian),
    *(tally, convolve, correlate),
)
