"""Operators that change a quantity in place: ``q += x`` and kin.

Where the library's arrays can be written into and the unit stays, the array changes and everybody
who holds it sees that: ``r = q; r += x`` changes `q`. Otherwise (jax, dask, ndonnx, Python numbers,
another unit, as in ``q *= u.metre``) the name on the left is bound to a new quantity, and `q` stays.
Libraries refuse what does not fit into the array, such as a fraction into integers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from bu_dispatch import backend_of, convert
from bu_units import UNITLESS, Unit, UnitMismatchError

from ..core import (
    BinaryRule,
    ScaleRule,
    added,
    divided,
    join,
    multiplied_by,
    rules,
    scaled,
    subtracted,
)
from ..core.holding import counts, held
from ..core.objects import of_objects, together
from ..core.operate import Outcomes, may_be_date

__all__ = ["InPlace"]


def in_place(
    name: str, rule: BinaryRule, operate: Callable[[Any, Any], Any], on_scale: ScaleRule | None = None
) -> Callable[[Any, Any], Any]:
    """Return an operator that writes into the array of the left operand if the unit stays.

    NotImplemented otherwise: then Python takes the ordinary operator and binds the name anew. The
    right operand is converted first, so that an error leaves the left one as it was.
    """
    outcomes = Outcomes(name, rule, on_scale)

    def apply(self: Any, other: Any) -> Any:
        mantissa, unit = self._mantissa, self._unit
        backend = backend_of(mantissa)
        if backend is None or isinstance(other, Unit) or may_be_date(other):
            return NotImplemented
        try:
            found = outcomes.settle(self, other)
        except UnitMismatchError:
            found = None
        if found is None:
            return NotImplemented  # the ordinary operator says why
        a, operand, fx, fy, result, fold = found
        stays = result is unit or (result is None and unit is UNITLESS)
        if fx is not None or fold is not None or a is not mantissa or not stays:
            return NotImplemented
        cut = fy is not None or getattr(operand, "dtype", None) != mantissa.dtype
        if rule is rules.same and cut and counts(mantissa.dtype) and backend.mutable and not backend.lazy:
            operand, fy = held(other, mantissa, unit, name, self), None  # 2 km are whole metres
        _, operand = together((mantissa, operand))
        source = backend_of(operand)
        if source is not None and source is not backend:
            if not (backend.mutable and source.is_concrete(operand)):
                return NotImplemented
            operand = convert(operand, backend)  # what is written into stays in its library
        try:
            written = operate(mantissa, scaled(operand, fy))
        except TypeError:
            if of_objects(mantissa):
                return NotImplemented  # the ordinary operator says why, or knows a way
            raise
        return self if written is mantissa else join(written, unit)

    return apply


# Names of the module and not of the class: torch.compile asks where a function is to be found.
_add = in_place("add", rules.same, operator.iadd, added)
_subtract = in_place("subtract", rules.same, operator.isub, subtracted)
_multiply = in_place("multiply", rules.product, operator.imul, multiplied_by)
_divide = in_place("divide", rules.quotient, operator.itruediv, divided)
_floor_divide = in_place("floor_divide", rules.floored, operator.ifloordiv)
_remainder = in_place("remainder", rules.remainder, operator.imod)
_matmul = in_place("matmul", rules.product, operator.imatmul)
_and = in_place("bitwise_and", rules.bits, operator.iand)
_or = in_place("bitwise_or", rules.bits, operator.ior)
_xor = in_place("bitwise_xor", rules.bits, operator.ixor)
_left_shift = in_place("bitwise_left_shift", rules.bits, operator.ilshift)
_right_shift = in_place("bitwise_right_shift", rules.bits, operator.irshift)


class InPlace:
    """The operators in place: part of `Quantity`."""

    __slots__ = ()

    def __iadd__(self, other: Any) -> Any:
        return _add(self, other)

    def __isub__(self, other: Any) -> Any:
        return _subtract(self, other)

    def __imul__(self, other: Any) -> Any:
        return _multiply(self, other)

    def __itruediv__(self, other: Any) -> Any:
        return _divide(self, other)

    __idiv__ = __itruediv__

    def __ifloordiv__(self, other: Any) -> Any:
        return _floor_divide(self, other)

    def __imod__(self, other: Any) -> Any:
        return _remainder(self, other)

    def __imatmul__(self, other: Any) -> Any:
        return _matmul(self, other)

    def __iand__(self, other: Any) -> Any:
        return _and(self, other)

    def __ior__(self, other: Any) -> Any:
        return _or(self, other)

    def __ixor__(self, other: Any) -> Any:
        return _xor(self, other)

    def __ilshift__(self, other: Any) -> Any:
        return _left_shift(self, other)

    def __irshift__(self, other: Any) -> Any:
        return _right_shift(self, other)

    def __ipow__(self, exponent: Any) -> Any:
        return NotImplemented  # a power has another unit
