"""Quantities on a scale: what makes a plain quantity in `Quantity` goes by the rules of `core.scales`."""

from __future__ import annotations

import operator
from typing import Any

from ..core import by_default, join, keep
from ..core.pair import attach_scale
from .quantity import Quantity, _divide, _multiply

__all__ = ["ScaleQuantity"]

_like_numbers = by_default(keep)


class ScaleQuantity(Quantity):
    """A quantity whose unit is a scale: 20 degC, 10 dBm, 3 dB.

    A point or a level plus a difference is a point or a level, the difference of two is a
    difference: ``10 dBm + 3 dB = 13 dBm``, ``20 degC - 15 degC = 5 delta_degC``. Differences add,
    scale by plain numbers, and multiply with other quantities: ``-0.5 dB/km * 3 km = -1.5 dB``. Everything
    else wants a linear unit first: ``.to("mW")``.
    """

    __slots__ = ()
    __hash__ = None  # as in Quantity

    # The short ways of `Quantity` take any unit for one that scales.

    def __mul__(self, other: Any) -> Any:
        return _multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        return _multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        return _divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _divide(other, self)

    __div__, __rdiv__ = __truediv__, __rtruediv__

    def __neg__(self) -> Any:
        return self._as_a_number("negative", operator.neg)

    def __abs__(self) -> Any:
        return self._as_a_number("abs", operator.abs)

    def _as_a_number(self, name: str, compute: Any) -> Any:
        if _like_numbers.of(self._unit) is None:
            raise _like_numbers.refuse(name, self._unit)
        return join(compute(self._mantissa), self._unit)


attach_scale(ScaleQuantity)
