"""Quantity: the pair of an array and a unit, its operators and conversions."""

from __future__ import annotations

import copy
import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, TypeAlias, cast

from bu_dispatch import backend_of, default_backend
from bu_units import UNITLESS, ScaleUnit, Unit, attach_quantity

from .. import math as functions
from .._numpy.protocols import NumpyProtocols
from ..core import (
    Pair,
    added,
    admitted,
    as_result,
    as_unit,
    cast_to,
    class_for,
    compared_on_scale,
    divided,
    has_unit,
    join,
    multiplied_by,
    operation,
    raised_pair,
    rules,
    scaled,
    split,
    subtracted,
    unwrapped,
)
from ..core.containers import answered
from ..core.elements import floor_divided
from ..core.foreign import unit_of
from ..core.holding import counts, held_as
from ..core.objects import as_floats, explain_mixture, of_objects
from ..core.operate import INCOMPARABLE, Table, apart, earlier, is_operand, later, new_table, remember
from ..core.pair import AS_IT_IS, BY_KIND, NUMERIC, attach, is_masked
from ..declare import Array
from .annotation import annotation, meant
from .display import Shown
from .in_place import InPlace
from .methods import ArrayMethods

__all__ = ["Quantity"]

_new = object.__new__
_APART: Any = object()

_add = operation("add", rules.same, operator.add, added, later)
_subtract = operation("subtract", rules.same, operator.sub, subtracted, earlier)
_multiply = operation("multiply", rules.product, operator.mul, multiplied_by)
_divide = operation("divide", rules.quotient, operator.truediv, divided)
_floor_divide = operation("floor_divide", rules.floored, floor_divided)
_remainder = operation("remainder", rules.remainder, operator.mod)
_matmul = operation("matmul", rules.product, operator.matmul)
_less = operation("less", rules.compared, operator.lt, compared_on_scale)
_less_equal = operation("less_equal", rules.compared, operator.le, compared_on_scale)
_greater = operation("greater", rules.compared, operator.gt, compared_on_scale)
_greater_equal = operation("greater_equal", rules.compared, operator.ge, compared_on_scale)
_equal = operation("equal", rules.compared, operator.eq, compared_on_scale)
_not_equal = operation("not_equal", rules.compared, operator.ne, compared_on_scale)
_and = operation("bitwise_and", rules.bits, operator.and_)
_or = operation("bitwise_or", rules.bits, operator.or_)
_xor = operation("bitwise_xor", rules.bits, operator.xor)
_left_shift = operation("bitwise_left_shift", rules.bits, operator.lshift)
_right_shift = operation("bitwise_right_shift", rules.bits, operator.rshift)

# What products, quotients and powers of units become, for the fast paths below: (unit or None, factor).
_PRODUCTS: Table = new_table()
_QUOTIENTS: Table = new_table()
_POWERS: Table = new_table()

_ONE = UNITLESS.ident

# What is added, for a type checker: no text, which is a sequence of texts.
Summand: TypeAlias = (
    "Quantity | Array | Unit | complex | Fraction"
    " | list[Any] | tuple[Any, ...] | Sequence[Quantity | Array | complex]"
)

# A plain factor of these types, or of the mantissa's own, scales and leaves the unit.
_PLAIN_FACTORS = frozenset((int, float))


class Quantity(InPlace, ArrayMethods, NumpyProtocols, Shown):
    """An array of any library, the mantissa, times a physical unit.

    >>> import numpy as np
    >>> voltage = Quantity(np.array([-65.0, 40.0]), "mV")
    >>> voltage.to("V")
    Quantity([-0.065  0.04 ], "V")

    `mantissa`: a number or an array, kept as it is; a list or tuple (also of quantities) becomes an
    array of the default backend; a quantity is converted to `unit`; a unit is one of it. `unit`: a
    Unit or its text, the number one by default. `dtype`: makes an array of that dtype. Raises
    TypeError for a str or what is no number, UnitMismatchError where a conversion does not fit.
    """

    __slots__ = ()

    __module__ = "bu_array"  # where users find it, and where pickles will, whichever file it is in

    __hash__ = None  # type: ignore[assignment]  # equal quantities have different mantissas: a set would mislead

    def __init__(
        self,
        mantissa: Any,
        unit: Unit | str | None = None,  # torch.compile takes no object as a default
        dtype: Any = None,
        *,
        _unit: Unit | None = None,
    ) -> None:
        if _unit is not None:
            # jax rebuilds a pytree so, with placeholders of any type as the mantissa.
            self._mantissa, self._unit = mantissa, _unit
            return
        target = as_unit(unit)
        self._mantissa, self._unit = admitted(mantissa, target)
        if type(self._unit) is not Unit:
            self.__class__ = cast("type[Quantity]", class_for(self._unit))
        if dtype is not None:
            self._mantissa = cast_to(self._fitting(mantissa, dtype), dtype)

    def _fitting(self, given: Any, dtype: Any) -> Any:
        """Return the mantissa as `dtype` holds it; ValueError for what integers cannot hold."""
        if not counts(dtype):
            if isinstance(given, (list, tuple)) and of_objects(self._mantissa):  # floats, after all
                return default_backend().asarray(as_floats(self._mantissa))
            return self._mantissa
        backend = backend_of(self._mantissa) or default_backend()
        values = given if has_unit(given) else self
        return held_as(values, backend.dtype(dtype), backend, self._unit, "Quantity", asked=True)

    # ------------------------------------------------------------ arithmetic

    # Operands of one class, in units met before, take the first lines. Everything else (plain
    # operands, other units, two libraries, errors) goes through `operate`.

    def __add__(self, other: Summand) -> Quantity:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if self._unit.ident == other._unit.ident and type(mantissa) is type(other._mantissa):
                quantity = _new(Quantity)
                try:
                    quantity._mantissa = mantissa + other._mantissa
                except TypeError:
                    explain_mixture("add", mantissa, other._mantissa)
                    raise
                quantity._unit = self._unit
                return quantity
        return _add(self, other)  # type: ignore[no-any-return]  # operate answers for any operand

    def __sub__(self, other: Summand) -> Quantity:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if self._unit.ident == other._unit.ident and type(mantissa) is type(other._mantissa):
                quantity = _new(Quantity)
                try:
                    quantity._mantissa = mantissa - other._mantissa
                except TypeError:
                    explain_mixture("subtract", mantissa, other._mantissa)
                    raise
                quantity._unit = self._unit
                return quantity
        return _subtract(self, other)  # type: ignore[no-any-return]  # as above

    def __mul__(self, other: Any) -> Any:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if type(mantissa) is type(other._mantissa):
                try:
                    answer = _PRODUCTS[self._unit.ident][other._unit.ident]
                except KeyError:
                    answer = None
                if answer is None:  # not in the handler: an error would show the KeyError first
                    answer = rules.product.result(self._unit, other._unit)
                    _remember(_PRODUCTS, self._unit, other._unit.ident, answer)
                    return as_result(mantissa * other._mantissa, *answer)
                unit, fold = answer
                result = mantissa * other._mantissa
                if unit is None:
                    return result if fold is None else scaled(result, fold)
                quantity = _new(Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
        elif type(other) is Unit:
            return as_result(self._mantissa, *rules.product.result(self._unit, other))
        elif type(other) in _PLAIN_FACTORS or (
            type(other) is type(self._mantissa)
            and getattr(other, "dtype", None)
            is getattr(self._mantissa, "dtype", None)  # so it is of numbers, too
        ):
            try:
                return _times_plain(self._mantissa * other, self._unit)
            except TypeError:
                explain_mixture("multiply", self._mantissa, other)
                raise
        return _multiply(self, other)

    def __truediv__(self, other: Any) -> Any:
        if type(other) is Quantity:
            mantissa = self._mantissa
            if type(mantissa) is type(other._mantissa):
                try:
                    answer = _QUOTIENTS[self._unit.ident][other._unit.ident]
                except KeyError:
                    answer = None
                if answer is None:  # not in the handler: an error would show the KeyError first
                    answer = rules.quotient.result(self._unit, other._unit)
                    _remember(_QUOTIENTS, self._unit, other._unit.ident, answer)
                    return as_result(mantissa / other._mantissa, *answer)
                unit, fold = answer
                result = mantissa / other._mantissa
                if unit is None:
                    return result if fold is None else scaled(result, fold)
                quantity = _new(Quantity)
                quantity._mantissa = result
                quantity._unit = unit
                return quantity
        elif type(other) is Unit:
            return as_result(self._mantissa, *rules.quotient.result(self._unit, other))
        elif type(other) in _PLAIN_FACTORS or (
            type(other) is type(self._mantissa)
            and getattr(other, "dtype", None)
            is getattr(self._mantissa, "dtype", None)  # so it is of numbers, too
        ):
            try:
                return _times_plain(self._mantissa / other, self._unit)
            except TypeError:
                explain_mixture("divide", self._mantissa, other)
                raise
        return _divide(self, other)

    def __radd__(self, other: Summand) -> Quantity:
        return _add(other, self)  # type: ignore[no-any-return]  # as above

    def __rsub__(self, other: Summand) -> Quantity:
        return _subtract(other, self)  # type: ignore[no-any-return]  # as above

    def __rmul__(self, other: Any) -> Any:
        if type(other) in _PLAIN_FACTORS or (
            type(other) is type(self._mantissa)
            and getattr(other, "dtype", None)
            is getattr(self._mantissa, "dtype", None)  # so it is of numbers, too
        ):
            try:
                return _times_plain(other * self._mantissa, self._unit)
            except TypeError:
                explain_mixture("multiply", self._mantissa, other)
                raise
        return _multiply(other, self)

    def __rtruediv__(self, other: Any) -> Any:
        return _divide(other, self)

    # Python 2's names, which some programs still call.
    __div__ = __truediv__
    __rdiv__ = __rtruediv__

    def __floordiv__(self, other: Any) -> Any:
        return _floor_divide(self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return _floor_divide(other, self)

    def __mod__(self, other: Any) -> Any:
        return _remainder(self, other)

    def __rmod__(self, other: Any) -> Any:
        return _remainder(other, self)

    def __divmod__(self, other: Any) -> tuple[Any, Any]:
        rest = self % other  # first: it is what fewer units have
        return self // other, rest

    def __rdivmod__(self, other: Any) -> tuple[Any, Any]:
        rest = other % self
        return other // self, rest

    def __matmul__(self, other: Any) -> Any:
        if is_masked(self) or is_masked(other):
            return functions.matmul(self, other)  # numpy's operator shows what the mask hides
        return _matmul(self, other)

    def __rmatmul__(self, other: Any) -> Any:
        if is_masked(self) or is_masked(other):
            return functions.matmul(other, self)
        return _matmul(other, self)

    def __pow__(self, exponent: Any) -> Any:
        if type(exponent) is int or type(exponent) is float:
            try:
                answer = _POWERS[self._unit.ident][exponent]
            except KeyError:
                answer = None
            if answer is None:  # as in a product
                pure = self._unit is UNITLESS  # which has powers that no unit has: NaN
                answer = (None, None) if pure else rules.raised(self._unit, exponent)
                _remember(_POWERS, self._unit, exponent, answer)
            unit = answer[0]
            if unit is not None:
                try:
                    power = self._mantissa**exponent
                except TypeError:
                    power = None
                if power is not None:  # a Decimal takes no float
                    quantity = _new(Quantity if type(unit) is Unit else class_for(unit))
                    quantity._mantissa = power
                    quantity._unit = unit
                    return quantity
        if not is_operand(exponent):
            return answered(operator.pow, self, exponent)
        base, power, unit, fold = raised_pair("power", self, exponent)
        return as_result(base**power, unit, fold)

    def __rpow__(self, base: Any) -> Any:
        if not is_operand(base):
            return answered(operator.pow, base, self)
        base, power, unit, fold = raised_pair("power", base, self)
        return as_result(base**power, unit, fold)

    def __neg__(self) -> Quantity:
        quantity = _new(Quantity)
        quantity._mantissa = -self._mantissa
        quantity._unit = self._unit
        return quantity

    def __pos__(self) -> Quantity:
        return cast("Quantity", join(+self._mantissa, self._unit))

    def __abs__(self) -> Quantity:
        quantity = _new(Quantity)
        quantity._mantissa = abs(self._mantissa)
        quantity._unit = self._unit
        return quantity

    def __round__(self, ndigits: int | None = None) -> Quantity:
        if backend_of(self._mantissa) is None:
            return cast("Quantity", join(round(self._mantissa, ndigits), self._unit))
        return functions.round(self, ndigits or 0)

    def __and__(self, other: Any) -> Any:
        return _and(self, other)

    def __rand__(self, other: Any) -> Any:
        return _and(other, self)

    def __or__(self, other: Any) -> Any:
        return _or(self, other)

    def __ror__(self, other: Any) -> Any:
        return _or(other, self)

    def __xor__(self, other: Any) -> Any:
        return _xor(self, other)

    def __rxor__(self, other: Any) -> Any:
        return _xor(other, self)

    def __lshift__(self, other: Any) -> Any:
        return _left_shift(self, other)

    def __rlshift__(self, other: Any) -> Any:
        return _left_shift(other, self)

    def __rshift__(self, other: Any) -> Any:
        return _right_shift(self, other)

    def __rrshift__(self, other: Any) -> Any:
        return _right_shift(other, self)

    def __invert__(self) -> Any:
        outcome = rules.truth.of(self._unit) if type(self._unit) is Unit else None
        if outcome is None:
            raise rules.truth.refuse("invert", self._unit)
        return ~scaled(self._mantissa, outcome[0])

    # ------------------------------------------------------------ comparison

    def __eq__(self, other: object) -> Any:
        try:
            answer = _equal(self, other)
        except INCOMPARABLE:  # of another dimension, texts: nowhere equal
            answer = _APART  # answered below: an error about shapes would show this one first
        return apart(self, other, False) if answer is _APART else answer

    def __ne__(self, other: object) -> Any:
        try:
            answer = _not_equal(self, other)
        except INCOMPARABLE:
            answer = _APART
        return apart(self, other, True) if answer is _APART else answer

    def __lt__(self, other: Any) -> Any:
        if type(other) is Quantity and self._unit.ident == other._unit.ident:
            mantissa = self._mantissa
            if type(mantissa) is type(other._mantissa):
                return mantissa < other._mantissa
        return _less(self, other)

    def __le__(self, other: Any) -> Any:
        return _less_equal(self, other)

    def __gt__(self, other: Any) -> Any:
        return _greater(self, other)

    def __ge__(self, other: Any) -> Any:
        return _greater_equal(self, other)

    # ------------------------------------------------------------ annotations

    def __class_getitem__(cls, item: Any) -> Any:
        """Return an annotation: ``Quantity[u.metre]``, ``Quantity["length"]``; see `bu_array.typing`."""
        return annotation(cls, meant(item))

    # ------------------------------------------------------------ copying

    def __copy__(self) -> Quantity:
        return cast("Quantity", join(self._mantissa, self._unit))

    def __deepcopy__(self, memo: dict[int, Any]) -> Quantity:
        return cast("Quantity", join(copy.deepcopy(self._mantissa, memo), self._unit))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._mantissa, self._unit)


# ---------------------------------------------------------------- helpers of the operators


def _remember(table: Table, unit: Unit, partner: object, answer: Any) -> None:
    """Keep what a rule said; of a scale nothing: what finds it makes a plain Quantity (dB/km times km)."""
    if not isinstance(answer[0], ScaleUnit):
        remember(table, unit, partner, answer)


def _times_plain(mantissa: Any, unit: Unit) -> Any:
    """Return the result of scaling by a plain factor: bare where the unit is the number one."""
    if unit.ident == _ONE:
        return mantissa
    quantity = _new(Quantity)
    quantity._mantissa = mantissa
    quantity._unit = unit
    return quantity


def _restored(mantissa: Any, unit: Unit) -> Quantity:
    """Unpickle."""
    return cast("Quantity", join(mantissa, unit))


_restored.__module__ = "bu_array._quantity"  # as above


# ---------------------------------------------------------------- a number or an array times a unit


def _times_unit(x: Any, unit: Unit) -> Any:
    """``x * unit`` and ``unit * x``."""
    kind = type(x)
    if (kind in AS_IT_IS or (kind in BY_KIND and x.dtype.kind in NUMERIC)) and type(unit) is Unit:
        quantity = _new(Quantity)
        quantity._mantissa = x
        quantity._unit = unit
        return quantity
    x = unwrapped(x)
    if isinstance(x, Pair) and x._stands_for_arrays:
        return cast("Any", x) * unit
    found = unit_of(x)
    if found is not None:  # of another library
        return found * unit
    found = answered(_times_unit, x, unit)
    if found is not NotImplemented:
        return found
    if getattr(type(x), "__array_ufunc__", True) is None:  # a sparse matrix: it has the last word
        return NotImplemented
    mantissa, own = split(x) if isinstance(x, (Pair, list, tuple)) else admitted(x, UNITLESS)
    if own is UNITLESS:
        return join(mantissa, unit)
    # a quantity, a list of them, a time difference
    if type(own) is not Unit:  # by the rules of scales
        return join(mantissa, own) * unit
    return as_result(mantissa, *rules.product.result(own, unit))


def _unit_by(x: Any, unit: Unit) -> Any:
    """``unit / x``."""
    if isinstance(x, Pair) and x._stands_for_arrays:
        return cast("Any", x).__rtruediv__(unit)
    found = unit_of(x)
    if found is not None:
        return unit / found
    found = answered(_unit_by, x, unit)
    if found is not NotImplemented:
        return found
    mantissa, own = split(x) if isinstance(x, (Pair, list, tuple)) else admitted(x, UNITLESS)
    if type(own) is not Unit:
        return join(1, unit) / join(mantissa, own)
    if own is UNITLESS and not isinstance(x, Pair):
        return join(1 / mantissa, unit)  # as ``x * unit``, also for the unit one
    return as_result(1 / mantissa, *rules.quotient.result(unit, own))


attach(Quantity)
attach_quantity(_times_unit, _unit_by)
