"""Quantities on a scale: what may be added to a point or a level, and what may not."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NoReturn, cast

from bu_units import LevelUnit, PointUnit, ScaleUnit, Unit, UnitMismatchError, is_difference

from ..core.pair import Pair, attach_scale, join, scaled, split
from ..core.scales import convert_scale
from .quantity import Quantity

__all__ = ["ScaleQuantity"]


class ScaleQuantity(Quantity):
    """A quantity whose unit is a scale: 20 degC, 10 dBm, 3 dB.

    A point or a level plus a difference is a point or a level, the difference of two is a
    difference: ``10 dBm + 3 dB = 13 dBm``, ``20 degC - 15 degC = 5 delta_degC``. Differences add,
    scale by plain numbers, and multiply with other quantities: ``-0.5 dB/km * 3 km = -1.5 dB``. Everything
    else wants a linear unit first: ``.to("mW")``.
    """

    __slots__ = ()
    __hash__ = None  # as in Quantity

    # ------------------------------------------------------------ sums

    def __add__(self, other: Any) -> Any:
        return _sum(self, other)

    def __radd__(self, other: Any) -> Any:
        return _sum(self, other)

    def __sub__(self, other: Any) -> Any:
        return _less(self, other)

    def __rsub__(self, other: Any) -> Any:
        return _less(other, self)

    # ------------------------------------------------------------ scaling of differences

    def __mul__(self, other: Any) -> Any:
        if not _is_difference(self._unit):
            self._refuse("multiplied")
        if _dimensioned(other):
            return self._counted("multiplied") * _counted(other, "multiplied")
        return join(self._mantissa * other, self._unit)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if _is_difference(self._unit) and _is_difference(split(other)[1]):
            return self._mantissa / convert_scale(*split(other), self._unit)
        if not _is_difference(self._unit):
            self._refuse("divided")
        if _dimensioned(other):
            return self._counted("divided") / _counted(other, "divided")
        return join(self._mantissa / other, self._unit)

    def __rtruediv__(self, other: Any) -> Any:
        if not _is_difference(self._unit):
            self._refuse("divided by")
        return other / self._counted("divided by")

    def __neg__(self) -> Any:
        if not _is_difference(self._unit):
            self._refuse("negated")
        return join(-self._mantissa, self._unit)

    def __abs__(self) -> Any:
        if not _is_difference(self._unit):
            self._refuse("taken the absolute value of")
        return join(abs(self._mantissa), self._unit)

    def _refuse(self, what: str) -> NoReturn:
        unit = self._unit
        linear = unit.reference if isinstance(unit, LevelUnit) else "kelvin"
        raise TypeError(f"a value on the scale {unit} cannot be {what}; convert it to {linear} first")

    def _counted(self, what: str) -> Quantity:
        """Return a difference of levels as so many of the unit that counts them in products."""
        unit = self._unit
        if not _is_difference(unit):
            self._refuse(what)
        assert isinstance(unit, LevelUnit)
        assert unit.step is not None
        return cast("Quantity", join(self._mantissa, unit.step))

    def _product_refused(self, other: Any) -> NoReturn:
        self._refuse("multiplied, divided or raised to a power")

    __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _product_refused
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = _product_refused

    # ------------------------------------------------------------ comparison

    def __eq__(self, other: object) -> Any:
        try:
            return _compared(operator.eq, self, other)
        except UnitMismatchError:
            return (self._mantissa == split(other)[0]) & False

    def __ne__(self, other: object) -> Any:
        try:
            return _compared(operator.ne, self, other)
        except UnitMismatchError:
            return (self._mantissa == split(other)[0]) | True

    def __lt__(self, other: Any) -> Any:
        return _compared(operator.lt, self, other)

    def __le__(self, other: Any) -> Any:
        return _compared(operator.le, self, other)

    def __gt__(self, other: Any) -> Any:
        return _compared(operator.gt, self, other)

    def __ge__(self, other: Any) -> Any:
        return _compared(operator.ge, self, other)


def _is_difference(unit: Unit) -> bool:
    """Whether values in `unit` are differences of levels; they alone scale and negate."""
    return isinstance(unit, LevelUnit) and unit.is_difference


def _counted(x: Any, what: str) -> Any:
    """Return what a difference of levels is multiplied with, itself a plain quantity or unit."""
    return x._counted(what) if isinstance(x, ScaleQuantity) else x


def _dimensioned(x: Any) -> bool:
    return isinstance(x, (Pair, Unit)) and not split(x)[1].is_unitless


def _sum(x: ScaleQuantity, y: Any) -> Any:
    """Return ``x + y``: a value on a scale and a difference, in either order."""
    (a, first), (b, second) = split(x), split(y)
    if isinstance(second, ScaleUnit) and not _is_difference(second):
        if not _is_difference(first):
            raise UnitMismatchError(
                "add: two values on a scale cannot be added; one of them must be a difference", first, second
            )
        a, first, b, second = b, second, a, first
    return join(a + _as_difference(b, second, first), first)


def _less(x: Any, y: Any) -> Any:
    """Return ``x - y``: the difference of two values, or a value less a difference."""
    (a, first), (b, second) = split(x), split(y)
    if isinstance(second, LevelUnit) and not second.is_difference:
        if not isinstance(first, LevelUnit) or first.is_difference:
            raise UnitMismatchError("subtract: a value on a scale from one that is none", first, second)
        return join(a - convert_scale(b, second, first), first.difference)
    if isinstance(first, PointUnit) and not is_difference(second) and second.dim is first.dim:
        # A temperature in kelvin is a point: 20 degC - 293.15 K is no difference at all.
        return join(a - convert_scale(b, second, first), first.difference)
    if isinstance(second, PointUnit) and first.dim is second.dim and not is_difference(first):
        return join(convert_scale(a, first, second) - b, second.difference)
    if not isinstance(first, ScaleUnit):
        raise UnitMismatchError("subtract: a value on a scale from one that is none", first, second)
    return join(a - _as_difference(b, second, first), first)


def _as_difference(mantissa: Any, unit: Unit, scale: Unit) -> Any:
    """Return the mantissa of a difference in `unit` as one in the differences of `scale`."""
    assert isinstance(scale, ScaleUnit)
    difference = scale.difference
    if unit is difference:
        return mantissa
    if isinstance(scale, PointUnit) and is_difference(unit) and unit.dim is difference.dim:
        return scaled(mantissa, unit.factor_to(difference))
    if isinstance(unit, LevelUnit) and isinstance(difference, LevelUnit) and unit.is_difference:
        return convert_scale(mantissa, unit, difference)
    if _is_plain_zero(mantissa, unit):
        return mantissa
    raise UnitMismatchError(
        f"to a value on this scale only a difference in {difference} is added", scale, unit
    )


def _compared(compare: Callable[[Any, Any], Any], x: ScaleQuantity, y: Any) -> Any:
    b, second = split(y)
    if _is_difference(x._unit) and _is_plain_zero(b, second):
        return compare(x._mantissa, b)
    return compare(x._mantissa, convert_scale(b, second, x._unit))


def _is_plain_zero(x: Any, unit: Unit) -> bool:
    """Whether `x` is the plain zero that fits any difference."""
    return unit.is_unitless and isinstance(x, (int, float)) and x == 0


attach_scale(ScaleQuantity)
