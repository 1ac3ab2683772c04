"""Arrays with more elements at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from operator import index
from typing import Any

from ..declare import Namespace, Q, aligned
from ._places import known, lengths_of, picked

__all__ = ["pad"]

_COPIES = ("edge", "reflect", "symmetric", "wrap")


def _fills(given: dict[str, Any]) -> str | None:
    constant = given.get("mode", "constant") == "constant"
    return "constant_values" if constant and "constant_values" not in given else None


@aligned("array", "constant_values", into={"constant_values": "array"}, fills=_fills)
def pad(
    xp: Namespace,
    array: Q,
    pad_width: int | Sequence[int] | Sequence[Sequence[int]],
    mode: str = "constant",
    *,
    constant_values: Any = 0,
) -> Q:
    """`array` with `pad_width` elements more at both ends of each axis, in the unit of `array`.

    constant_values: what is added, a plain zero by default; needed on a scale (degC), where 0 is a value like
    any other.
    pad_width: one number, (before, after), or such a pair for each axis. mode: ``"constant"`` adds
    `constant_values`, which is shaped as `pad_width` is and is converted to the unit; ``"edge"``
    repeats the outermost elements; ``"reflect"`` and ``"symmetric"`` mirror, without and with the
    outermost element; ``"wrap"`` goes on at the other end.
    """
    ndim = len(lengths_of(xp, array, "pad"))
    widths = _widths(pad_width, ndim)
    if any(width < 0 for pair in widths for width in pair):
        raise ValueError(f"pad: pad_width cannot be negative, got {pad_width}")
    if mode in _COPIES:
        for axis, (before, after) in enumerate(widths):
            length = array.shape[axis]
            if before or after:
                places = (range(-before, 0), range(length, length + after))
                ends = [picked(xp, array, _beyond(mode, length, each), axis) for each in places]
                array = xp.concat([ends[0], array, ends[1]], axis=axis)
        return array
    if mode != "constant":
        raise ValueError(f"pad: mode must be 'constant' or one of {', '.join(_COPIES)}; got {mode!r}")
    if not hasattr(constant_values, "dtype"):
        constant_values = xp.like_array(constant_values, array)
    ends = xp.astype(xp.broadcast_to(constant_values, (ndim, 2)), array.dtype)
    for axis, pair in enumerate(widths):
        parts = [_filled(xp, array, axis, width, ends[axis, end]) for end, width in enumerate(pair)]
        array = xp.concat([parts[0], array, parts[1]], axis=axis) if any(pair) else array
    return array


def _widths(pad_width: Any, ndim: int) -> list[tuple[int, int]]:
    """Return how much goes before and behind each axis."""
    if not isinstance(pad_width, (int, list, tuple)):
        pad_width = known(pad_width).tolist()
    each = pad_width if isinstance(pad_width, (list, tuple)) else (pad_width,)
    pairs = each if each and isinstance(each[0], (list, tuple)) else (each,)
    pairs = [(*pair, *pair) if len(pair) == 1 else tuple(pair) for pair in pairs]
    pairs = pairs * ndim if len(pairs) == 1 else pairs
    if len(pairs) != ndim or any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"pad: pad_width must be a number or a pair, or a pair for each of {ndim} axes")
    return [(index(before), index(after)) for before, after in pairs]


def _beyond(mode: str, length: int, places: range) -> list[int]:
    """Return which elements stand at places before or behind an axis of `length`."""
    if places and not length:
        raise ValueError(f"pad: mode {mode!r} has nothing to add to an axis without elements")
    if mode == "edge":
        return [0 if place < 0 else length - 1 for place in places]
    if mode == "wrap":
        return [place % length for place in places]
    if mode == "symmetric":
        return [min(place % (2 * length), 2 * length - 1 - place % (2 * length)) for place in places]
    period = max(1, 2 * length - 2)
    return [min(place % period, -place % period) for place in places]


def _filled(xp: Namespace, array: Any, axis: int, width: int, value: Any) -> Any:
    """Return `value` in the shape of `array`, but for `width` elements along `axis`."""
    return xp.broadcast_to(value, (*array.shape[:axis], width, *array.shape[axis + 1 :]))
