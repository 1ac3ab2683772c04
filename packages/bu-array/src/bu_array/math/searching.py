"""Choosing among arrays; where elements are: extremes, what is not zero, values among sorted ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_dispatch import backend_of
from bu_units import UNITLESS, Unit

from ..core import drop, has_unit, has_zero, join, nothing, split, zero_wanted
from ..declare import PURE, Array, Namespace, Plan, Q, aligned, ruled, unary
from ._options import Axis
from ._positions import (
    as_array,
    at,
    flat,
    index_dtype,
    indexed,
    padded,
    placed,
    positions_of,
    promoted,
    truth,
    unraveled,
    whole,
)

__all__ = [
    "argmax",
    "argmin",
    "argwhere",
    "choose",
    "count_nonzero",
    "digitize",
    "flatnonzero",
    "nanargmax",
    "nanargmin",
    "nonzero",
    "piecewise",
    "searchsorted",
    "select",
    "where",
]

Fill = int | Sequence[int] | None

# What jax knows: how to search, not what to find.
_METHODS = ("default", "scan", "scan_unrolled", "sort", "compare_all")


@aligned("x", "y", plain=("condition",))
def where(
    xp: Namespace,
    condition: Array,
    x: Q | None = None,
    y: Q | None = None,
    /,
    *,
    size: int | None = None,
    fill_value: Fill = None,
) -> Q:
    """Elements of `x` where `condition` holds, else of `y`, in the unit of `x`.

    x, y: what to take where it holds, and where it does not.
    condition: booleans, without a unit. A plain zero as one branch takes the unit of the other. With
    `condition` alone: the positions where it holds, plain integer arrays as `nonzero` gives them with `size`
    and `fill_value`.
    """
    condition = truth(xp, condition)
    if x is None and y is None:
        return _nonzero(xp, condition, size, fill_value)
    if x is None or y is None:
        raise TypeError("where takes both x and y, or neither")
    if size is not None or fill_value is not None:
        raise TypeError("where takes size and fill_value with the condition alone")
    return xp.where(condition, x, y)


# ---------------------------------------------------------------- choosing among arrays


def _of_choices(choices: list[Unit], default: Unit | None, conditions: list[Unit]) -> Plan:
    """The unit of the first choice that has one; conditions are plain."""
    units = [unit for unit in (*choices, default) if unit is not None]
    unit = next((unit for unit in units if unit is not UNITLESS), UNITLESS)
    if unit.dim.is_dimensionless and units[0] is UNITLESS:
        unit = UNITLESS
    if default is None and not has_zero(unit):
        raise zero_wanted("select", "default", unit)
    return Plan({"choicelist": unit, "default": unit, "condlist": PURE}, unit)


@ruled(_of_choices, "*choicelist", "default", "*condlist", on_scales=True)
def select(xp: Namespace, condlist: Sequence[Array], choicelist: Sequence[Q], default: Q | complex = 0) -> Q:
    """Elements of the choice whose condition is the first to hold, in the unit of the first choice.

    condlist: plain conditions; choicelist: as many arrays of one dimension; default: what stands where no
    condition holds; 0 fits any unit. On a scale (degC), where 0 is a value like any other, it is needed.
    """
    if len(condlist) != len(choicelist) or not choicelist:
        raise ValueError(
            f"select takes a condition for each choice, got {len(condlist)} and {len(choicelist)}"
        )
    result, *choices = promoted(xp, as_array(xp, default, choicelist[0]), *choicelist)
    for condition, choice in zip(reversed(condlist), reversed(choices), strict=True):
        result = xp.where(truth(xp, condition), choice, result)
    return result


def _of_list(choices: list[Unit], index: Unit) -> Plan:
    plan = _of_choices(choices, choices[0] if choices else UNITLESS, [])
    return Plan({"choices": plan.results, "a": PURE}, plan.results)


@indexed(ruled(_of_list, "*choices", "a", on_scales=True), "a")
def choose(xp: Namespace, a: Array, choices: Sequence[Q], mode: str = "raise") -> Q:
    """Elements of the array in `choices` that the plain integers `a` name, in the unit of the first.

    a: plain integers; choices: an array whose first axis they count, or a sequence of arrays of one
    dimension.
    `a` and the choices are broadcast. mode: what becomes of other integers: "raise" an IndexError,
    "wrap" around, "clip" to the nearest. "raise" looks at the values: not under jit, not lazy.
    """
    index = whole(xp, "choose", a)
    count = len(choices)
    if mode not in ("raise", "wrap", "clip"):
        raise ValueError(f"choose: mode must be 'raise', 'wrap' or 'clip', got {mode!r}")
    index, _ = placed(xp, "choose", index, count, mode, 0)
    result, *others = promoted(xp, *choices)
    if not others:
        return xp.broadcast_arrays(result, index)[0]
    for number, choice in enumerate(others, 1):
        result = xp.where(index == number, choice, result)
    return result


def piecewise(x: Q, condlist: Any, funclist: Sequence[Any], *args: Any, **kw: Any) -> Any:
    """Values of the function whose condition is the last to hold, in the unit of the last value.

    condlist: plain conditions on `x`; funclist: a function or a value for each, and one more for where none
    holds (0 without it); args, kw: what functions are called with behind `x`. All values have one dimension.
    Functions are called with the whole of `x`, so they must stand elements that their condition excludes.
    """
    conditions = list(condlist) if isinstance(condlist, (list, tuple)) else [condlist]
    found = [value(x, *args, **kw) if callable(value) else _number_beside(x, value) for value in funclist]
    if len(found) not in (len(conditions), len(conditions) + 1):
        raise ValueError(f"piecewise takes a function for each condition and one more, got {len(found)}")
    default = found.pop() if len(found) > len(conditions) else 0
    return select(conditions[::-1], found[::-1], default)


def _number_beside(x: Any, value: Any) -> Any:
    """Return a number as an array in the dtype that it takes beside `x`; 0 stays, which fits any unit."""
    number, unit = split(value)
    like, _ = split(x)
    own = backend_of(like)
    if own is None or not isinstance(number, (int, float, complex)) or number == 0:
        return value
    array = own.xp.like_array(number, like)
    return join(array, unit) if has_unit(value) else array


# ---------------------------------------------------------------- extremes


def _position(xp: Namespace, name: str, a: Any, axis: int | None, keepdims: bool | None) -> Array:
    if xp.isdtype(a.dtype, "bool"):
        a = xp.astype(a, xp.uint8)  # the standard has numbers only
    return getattr(xp, name)(a, axis=axis, keepdims=bool(keepdims))


@unary(drop)
def argmax(xp: Namespace, a: Q, axis: int | None = None, keepdims: bool | None = None) -> Array:
    """Position of the largest element along `axis`: plain integers."""
    return _position(xp, "argmax", a, axis, keepdims)


@unary(drop)
def argmin(xp: Namespace, a: Q, axis: int | None = None, keepdims: bool | None = None) -> Array:
    """Position of the smallest element along `axis`: plain integers."""
    return _position(xp, "argmin", a, axis, keepdims)


def _position_of_number(xp: Namespace, name: str, a: Any, axis: int | None, keepdims: bool) -> Array:
    """Return `argmax` or `argmin` without NaN."""
    if not xp.isdtype(a.dtype, "real floating"):
        return _position(xp, name, a, axis, keepdims)
    missing = xp.isnan(a)
    worst = -xp.inf if name == "argmax" else xp.inf
    found = getattr(xp, name)(xp.where(missing, worst, a), axis=axis, keepdims=keepdims)
    nothing = xp.all(missing, axis=axis, keepdims=keepdims)
    if not xp.backend.is_concrete(a):
        return xp.where(nothing, -1, found)
    if bool(xp.any(nothing)):
        raise ValueError(f"nan{name}: All-NaN slice encountered")
    return found


@unary(drop)
def nanargmax(xp: Namespace, a: Q, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the largest element that is a number along `axis`: plain integers.

    Raises ValueError where there is none; -1 where the values are not known yet (under jit, lazy).
    """
    return _position_of_number(xp, "argmax", a, axis, keepdims)


@unary(drop)
def nanargmin(xp: Namespace, a: Q, axis: int | None = None, keepdims: bool = False) -> Array:
    """Position of the smallest element that is a number along `axis`: plain integers.

    Raises ValueError where there is none; -1 where the values are not known yet (under jit, lazy).
    """
    return _position_of_number(xp, "argmin", a, axis, keepdims)


# ---------------------------------------------------------------- what is not zero


def _nonzero(xp: Namespace, mask: Any, size: int | None, fill_value: Fill) -> Any:
    count = len(mask.shape)
    if count == 0:
        raise ValueError("nonzero takes an array with axes: a number has no positions")
    if size is None:
        return tuple(xp.nonzero(mask))
    index, there = positions_of(xp, flat(xp, mask), size)
    fills = [fill_value or 0] * count if isinstance(fill_value, int | None) else list(fill_value)
    parts = unraveled(xp, index, mask.shape)
    return tuple(padded(xp, part, there, fill) for part, fill in zip(parts, fills, strict=True))


@unary(drop, on_scale=nothing)
def nonzero(xp: Namespace, a: Q, *, size: int | None = None, fill_value: Fill = None) -> tuple[Array, ...]:
    """Positions of the elements that are not zero: plain integers, an array for each axis.

    How many there are depends on the values, which jit and lazy arrays do not know: with `size`
    there are so many, the rest cut off or filled up with `fill_value` (one for all axes, or one
    each; 0 by default).
    """
    return _nonzero(xp, truth(xp, a), size, fill_value)


@unary(drop, on_scale=nothing)
def argwhere(xp: Namespace, a: Q, *, size: int | None = None, fill_value: Fill = None) -> Array:
    """Positions of the elements that are not zero: plain integers, a row each.

    For `size` and `fill_value` see `nonzero`.
    """
    mask = truth(xp, a)
    if len(mask.shape) == 0:
        rows, _ = positions_of(xp, xp.reshape(mask, (1,)), size)
        return rows[:, None][:, :0]
    if size is None:
        return xp.argwhere(mask)
    return xp.stack(_nonzero(xp, mask, size, fill_value), axis=-1)


@unary(drop, on_scale=nothing)
def flatnonzero(xp: Namespace, a: Q, *, size: int | None = None, fill_value: int | None = None) -> Array:
    """Positions of the elements that are not zero in the flattened array: plain integers.

    For `size` and `fill_value` see `nonzero`.
    """
    index, there = positions_of(xp, flat(xp, truth(xp, a)), size)
    return padded(xp, index, there, fill_value or 0)


@unary(drop, on_scale=nothing)
def count_nonzero(xp: Namespace, a: Q, axis: Axis = None, keepdims: bool | None = None) -> Array:
    """Number of elements along `axis` that are not zero: plain integers."""
    return xp.sum(xp.astype(truth(xp, a), index_dtype(xp)), axis=axis, keepdims=bool(keepdims))


# ---------------------------------------------------------------- among sorted values


def _search(xp: Namespace, a: Any, v: Any, side: str, method: str = "scan") -> Any:
    """Return where the elements of `v`, of any shape, go in the sorted vector `a`."""
    found = xp.searchsorted_by(a, flat(xp, v), side=side, method=method)
    return found if len(v.shape) == 1 else xp.reshape(found, v.shape)


@indexed(aligned("a", "v", plain=("sorter",), unitless=True), "sorter")
def searchsorted(
    xp: Namespace, a: Q, v: Q, side: str = "left", sorter: Array | None = None, *, method: str = "scan"
) -> Array:
    """Positions at which `v` goes into the sorted vector `a` so that it stays sorted: plain integers.

    v: what goes in, converted to the unit of `a`. side: before equal elements ("left") or behind ("right").
    sorter: the positions that sort `a`. method: how jax searches; other libraries have one way.
    """
    if side not in ("left", "right"):
        raise ValueError(f"searchsorted: side must be 'left' or 'right', got {side!r}")
    if method not in _METHODS:
        raise ValueError(f"searchsorted: method must be one of {', '.join(_METHODS)}, got {method!r}")
    a, v = promoted(xp, a, v)
    if len(a.shape) != 1:
        raise ValueError(f"searchsorted: a must be a vector, got {len(a.shape)} axes")
    if sorter is not None:
        a = xp.take(a, whole(xp, "searchsorted", sorter), axis=0)
    return _search(xp, a, v, side, method)


@aligned("x", "bins", unitless=True)
def digitize(xp: Namespace, x: Q, bins: Q, right: bool = False) -> Array:
    """Number of the bin that each element of `x` falls into: plain integers.

    bins: a rising or falling vector of edges, converted to the unit of `x`; right: whether a bin includes
    its upper edge, and not its lower one. Before the first edge the number is 0.
    """
    x, bins = promoted(xp, as_array(xp, x), bins)
    if len(bins.shape) != 1:
        raise ValueError(f"digitize: bins must be a vector, got {len(bins.shape)} axes")
    return xp.own("digitize", _numbered)(x, bins, right)


def _numbered(xp: Namespace, x: Any, bins: Any, right: bool) -> Any:
    side = "left" if right else "right"
    rising = _search(xp, bins, x, side)
    count = bins.shape[0]
    if count < 2:
        return rising
    falling = count - _search(xp, xp.flip(bins), x, side)
    return xp.where(at(bins, -1) < at(bins, 0), falling, rising)
