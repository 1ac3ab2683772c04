"""Quantities on a scale: operators by the rules of `core.scales`."""

from __future__ import annotations

import operator
from typing import Any, NoReturn

from bu_units import UnitMismatchError

from ..core import (
    added,
    by_default,
    compared_on_scale,
    divided,
    join,
    keep,
    multiplied_by,
    refused_on_scale,
    scale_operation,
    subtracted,
)
from ..core.pair import attach_scale
from .quantity import Quantity, agreement

__all__ = ["ScaleQuantity"]

_add = scale_operation("add", added, operator.add)
_subtract = scale_operation("subtract", subtracted, operator.sub)
_multiply = scale_operation("multiply", multiplied_by, operator.mul)
_divide = scale_operation("divide", divided, operator.truediv)
_equal = scale_operation("equal", compared_on_scale, operator.eq)
_not_equal = scale_operation("not_equal", compared_on_scale, operator.ne)
_less = scale_operation("less", compared_on_scale, operator.lt)
_less_equal = scale_operation("less_equal", compared_on_scale, operator.le)
_greater = scale_operation("greater", compared_on_scale, operator.gt)
_greater_equal = scale_operation("greater_equal", compared_on_scale, operator.ge)
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

    def __add__(self, other: Any) -> Any:
        return _add(self, other)

    def __radd__(self, other: Any) -> Any:
        return _add(other, self)

    def __sub__(self, other: Any) -> Any:
        return _subtract(self, other)

    def __rsub__(self, other: Any) -> Any:
        return _subtract(other, self)

    def __mul__(self, other: Any) -> Any:
        return _multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        return _multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        return _divide(self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _divide(other, self)

    def __neg__(self) -> Any:
        return self._as_a_number("negative", operator.neg)

    def __abs__(self) -> Any:
        return self._as_a_number("abs", operator.abs)

    def _as_a_number(self, name: str, compute: Any) -> Any:
        if _like_numbers.of(self._unit) is None:
            raise _like_numbers.refuse(name, self._unit)
        return join(compute(self._mantissa), self._unit)

    def _refused(self, *_: Any) -> NoReturn:
        raise refused_on_scale("this operation", self._unit)

    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refused
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = _refused

    # ------------------------------------------------------------ comparison

    def __eq__(self, other: object) -> Any:
        try:
            return _equal(self, other)
        except UnitMismatchError:  # of another dimension: nowhere equal
            return agreement(self, other) & False

    def __ne__(self, other: object) -> Any:
        try:
            return _not_equal(self, other)
        except UnitMismatchError:
            return agreement(self, other) | True

    def __lt__(self, other: Any) -> Any:
        return _less(self, other)

    def __le__(self, other: Any) -> Any:
        return _less_equal(self, other)

    def __gt__(self, other: Any) -> Any:
        return _greater(self, other)

    def __ge__(self, other: Any) -> Any:
        return _greater_equal(self, other)


attach_scale(ScaleQuantity)
