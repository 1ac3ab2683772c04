"""The exact number behind a conversion factor: what a float64 is the rounded value of."""

from __future__ import annotations

import sys

from ._magnitude import Magnitude, magnitude

__all__ = ["exact_factor", "noted_factor"]

_LIMIT = 4096
# By the identity of a factor, which the entry keeps alive. Factors are passed on as the very objects that
# a unit keeps, and two of them may be equal that are roundings of different numbers.
_known: dict[int, tuple[float, Magnitude]] = {}
_room = _LIMIT


def noted_factor(exact: Magnitude) -> float:
    """Return the float64 nearest to an exact factor, of which `exact_factor` finds it again."""
    factor = float(exact)
    if len(_known) >= _room:
        _make_room()
    _known[id(factor)] = factor, exact
    return factor


def exact_factor(factor: float) -> Magnitude:
    """Return the exact number that a conversion factor is the rounded value of.

    factor: the float that `Unit.factor_to` gave; any other is the number that its shortest text says.
    """
    known = _known.get(id(factor))
    return magnitude(factor) if known is None or known[0] is not factor else known[1]


def _holders(entry: tuple[float, Magnitude]) -> int:
    return sys.getrefcount(entry[0])


_ALONE = _holders((float("2"), magnitude(2)))  # versions of Python count differently what is on their stack


def _make_room() -> None:
    """Drop the factors that nobody has any more: those of units that are no longer in use."""
    global _room
    for key, entry in list(_known.items()):
        if _holders(entry) <= _ALONE:
            _known.pop(key, None)
    _room = max(_LIMIT, 2 * len(_known))
