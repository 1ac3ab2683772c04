"""Updates of elements that an index may meet several times."""

from __future__ import annotations

TYPE_CHECKING = False  # typing itself costs more to import than this package
if TYPE_CHECKING:
    from typing import Any

    from bu_dispatch._namespace import Namespace


def scatter(xp: Namespace, x: Any, places: Any, values: Any, how: str, /) -> Any:
    """A copy of the vector `x` with each of `values` brought in at its place, a place given twice twice.

    `how`: "set" (the last counts), "add", "multiply", "min", "max", or "apply" for a function `values` of
    the elements. In rounds: the first value of every place, the second of those that have one ...
    """
    order = xp.argsort(places, stable=True)
    sorted_places = xp.take(places, order, axis=0)
    count = xp.arange(places.shape[0])
    turn = count - xp.searchsorted(sorted_places, sorted_places, side="left")
    rounds = int(xp.max(turn)) + 1 if places.shape[0] else 0
    for number in range(rounds):
        chosen = turn == number
        at = sorted_places[chosen]
        old = xp.take(x, at, axis=0)
        if how == "apply":
            new = values(old)
        else:
            given = xp.take(values, order[chosen], axis=0)
            new = _combined(xp, old, given, how)
        x = _replaced(xp, x, at, xp.astype(new, x.dtype))
    return x


def _combined(xp: Namespace, old: Any, given: Any, how: str) -> Any:
    if how == "set":
        return given
    if how in ("min", "max"):
        return xp.minimum(old, given) if how == "min" else xp.maximum(old, given)
    return old + given if how == "add" else old * given


def _replaced(xp: Namespace, x: Any, places: Any, values: Any) -> Any:
    """A copy of the vector `x` with `values` at different `places`, by functions of the standard alone."""
    order = xp.argsort(places)
    sorted_places = xp.take(places, order, axis=0)
    if not places.shape[0]:
        return x
    every = xp.arange(x.shape[0])
    nearest = xp.clip(xp.searchsorted(sorted_places, every), 0, places.shape[0] - 1)
    met = xp.take(sorted_places, nearest, axis=0) == every
    return xp.where(met, xp.take(xp.take(values, order, axis=0), nearest, axis=0), x)


GENERIC = (scatter,)
