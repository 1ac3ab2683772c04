"""Two operands: what becomes of their units in operators and functions, remembered per pair of units."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any, cast

from numpy import ndarray

from bu_dispatch import Backend, backend_of, common_backend, convert
from bu_units import UNITLESS, ScaleUnit, Unit, UnitMismatchError, watch_names
from bu_units.tracing import tracing

from . import rules
from .containers import answered
from .foreign import is_foreign
from .objects import explain_mixture, exponent_of, is_object_number, of_objects, together
from .pair import (
    AS_IT_IS,
    AT_ONCE,
    NUMBERS,
    Pair,
    is_neutral,
    join,
    met,
    pure_number,
    refuse_no_number,
    scaled,
    split,
    unwrapped,
    when_attached,
)
from .rules import Binary, BinaryRule, Factor, NoMantissaError, refused_on_scale
from .scales import ScaleRule
from .times import is_date, is_time_difference, shifted

__all__ = [
    "INCOMPARABLE",
    "LIMIT",
    "Outcomes",
    "Settled",
    "Table",
    "apart",
    "earlier",
    "is_operand",
    "later",
    "may_be_date",
    "new_table",
    "no_operand",
    "operation",
    "raised_pair",
    "remember",
    "units_attached",
    "units_split_off",
]

_new = object.__new__
_UNKNOWN: Any = object()
_NUMBERS = frozenset((int, float))  # they take part in any library's arithmetic
_Quantity: type[Pair] = Pair


@when_attached
def _attach(quantity: type[Pair]) -> None:
    global _Quantity
    _Quantity = quantity


# What was answered for a unit and a partner (another unit's identity, an exponent). A plain dict of dicts:
# Python looks into a subclass of dict the slow way.
Table = dict[object, dict[Any, Any]]

LIMIT = 4096
"""A program that makes units without end must not keep an answer for each."""

_tables: list[dict[Any, Any]] = []


def new_table() -> dict[Any, Any]:
    """Return an empty table of answers for as long as the program runs, emptied when a unit gets a name."""
    _tables.append({})
    return _tables[-1]


def _forget() -> None:
    for table in _tables:
        table.clear()


watch_names(_forget)


def remember(table: Table, first: Unit, partner: object, answer: Any) -> Any:
    """Keep an answer in a table and return it."""
    if tracing():
        return answer
    row = table.get(first.ident)
    if row is None or len(row) >= LIMIT:
        if len(table) >= LIMIT:
            table.clear()
        row = table[first.ident] = {}
    row[partner] = answer
    return answer


Settled = tuple[Any, Any, Factor, Factor, Unit | None, Factor]
"""Two operands as a rule wants them: mantissas and their factors, unit and factor of the result."""


class Outcomes:
    """What a function makes of two operands: every door to it (operator, in place, numpy's, ours) asks here.

    `rule` is that of multiples of units, `on_scale` that where one operand is on a scale; None refuses it.
    """

    def __init__(self, name: str, rule: BinaryRule, on_scale: ScaleRule | None = None) -> None:
        self.name = name
        self.rule = rule
        self.on_scale = on_scale
        self.table: Table = new_table()
        """The answers of `rule`, by the identity of the two units."""

    def settle(self, x: Any, y: Any) -> Settled | None:
        """Answer for two operands; None where one of them is no operand (a text, None, a stranger)."""
        a, first = split(x, y)
        b, second = split(y, x)
        # What is asked quickest first. torch.compile asks again whether a set has grown that was looked into.
        if not (
            (isinstance(x, Pair) or type(a) in AS_IT_IS or _is_mantissa(a))
            and (isinstance(y, Pair) or type(b) in AS_IT_IS or _is_mantissa(b))
        ):
            return None
        if (type(first) is Unit and type(second) is Unit) or self._of_units(x, y, first, second):
            fx, fy, unit, fold = self.find(x, y, first, second)
            return a, b, fx, fy, unit, fold
        if self.on_scale is None:
            raise refused_on_scale(self.name, first, second)
        a, b, unit = met(self.on_scale, self.name, x, y)
        return a, b, None, None, unit, None

    def _of_units(self, x: Any, y: Any, first: Unit, second: Unit) -> bool:
        """Whether what is on a scale is a unit itself: in a product it counts differences (W/(m2 degC))."""
        if self.rule is not rules.product and self.rule is not rules.quotient:
            return False
        return (type(first) is Unit or isinstance(x, Unit)) and (type(second) is Unit or isinstance(y, Unit))

    def find(self, x: Any, y: Any, first: Unit, second: Unit) -> Binary:
        """Answer for two operands, and remember it. Neutral values fit; raises where nothing does."""
        known: Binary | None = self.table.get(first.ident, {}).get(second.ident)
        if known is not None:
            return known
        outcome = self.rule.of(first, second)
        if outcome is not None and isinstance(outcome[2], ScaleUnit):
            return outcome  # whoever finds one makes a plain Quantity; dB/km times km is of another class
        if outcome is not None:
            return cast("Binary", remember(self.table, first, second.ident, outcome))
        # A plain zero, NaN or infinity takes the other's unit.
        if second is UNITLESS and is_neutral(y, first):
            outcome = self.rule.of(first, first)
        elif first is UNITLESS and is_neutral(x, second):
            outcome = self.rule.of(second, second)
        if outcome is None:
            for operand in (x, y):
                refuse_no_number(self.name, operand)
            raise self.rule.refuse(self.name, first, second)
        return outcome


def operation(
    name: str,
    rule: BinaryRule,
    operator: Callable[[Any, Any], Any],
    on_scale: ScaleRule | None = None,
    aside: Callable[[Any, Any], Any] | None = None,
) -> Callable[[Any, Any], Any]:
    """Return an operator on quantities: the mantissas' own `operator`, the unit by `rule`.

    Python numbers stay Python numbers. NotImplemented for operands of unknown kind. `on_scale` is the rule
    where one operand is on a scale. `aside` is asked first where an operand is met that is no quantity; what
    it answers NotImplemented to goes by the rules.
    """
    outcomes = Outcomes(name, rule, on_scale)
    table = outcomes.table

    def apply(x: Any, y: Any) -> Any:
        if type(x) is _Quantity and type(y) is _Quantity:
            a, b = x._mantissa, y._mantissa
            kind, other = type(a), type(b)
            if kind is not other and kind not in _NUMBERS and other not in _NUMBERS:
                return general(x, y)  # a library must be chosen
            try:
                fx, fy, unit, fold = table[x._unit.ident][y._unit.ident]
            except KeyError:
                fx = _UNKNOWN
            if fx is _UNKNOWN:  # not in the handler: an error would show the KeyError first
                return general(x, y)
            if fx is None and fy is None:
                if kind is not other and (kind is Decimal or other is Decimal):
                    return general(x, y)  # which says what does not mix
                result = operator(a, b)
            # There may be decimals beside integers, which take the exact factor:
            elif (
                (kind is ndarray and (a.dtype is not b.dtype if other is ndarray else a.dtype.char == "O"))
                or (other is ndarray is not kind and b.dtype.char == "O")
                or (kind is not other and kind is not ndarray is not other and _mixed(kind, other))
            ):
                return general(x, y)
            else:
                # No name holds a scaled operand, so that numpy computes in its memory.
                result = operator(scaled(a, fx), scaled(b, fy))
            if fold is not None:
                result = scaled(result, fold)
            if unit is None:
                return result
            quantity = _new(_Quantity)
            quantity._mantissa = result
            quantity._unit = unit
            return quantity
        return general(x, y)

    def general(x: Any, y: Any) -> Any:
        found = answered(apply, x, y)
        if found is not NotImplemented:
            return found
        if aside is not None:
            found = aside(x, y)
            if found is not NotImplemented:
                return found
        settled = outcomes.settle(x, y)
        if settled is None:
            if name == "multiply":  # Python would repeat a text, as often as the quantity says
                refuse_no_number(name, x)
                refuse_no_number(name, y)
            return NotImplemented
        a, b, fx, fy, unit, fold = settled
        a, b = _prepared(a, b)
        result = scaled(_answer(name, operator, scaled(a, fx), scaled(b, fy)), fold)
        return result if unit is None else join(result, unit)

    return apply


# ---------------------------------------------------------------- operands of other kinds


def units_attached(x: Any, y: Any) -> Any:
    """``array * unit``: the unit is attached or split off, and nothing is computed; else NotImplemented."""
    return x * y if _is_array_by_unit(x, y) or _is_array_by_unit(y, x) else NotImplemented


def units_split_off(x: Any, y: Any) -> Any:
    """``array / unit``: as above."""
    return x / y if _is_array_by_unit(x, y) else NotImplemented


def _is_array_by_unit(x: Any, y: Any) -> bool:
    return isinstance(y, Unit) and backend_of(x._mantissa if isinstance(x, Pair) else x) is not None


def is_operand(x: Any) -> bool:
    """Whether `x` is of a kind that is computed with: other kinds have a say of their own, or none."""
    x = unwrapped(x)
    return (
        isinstance(x, (Pair, Unit, int, float, complex, list, tuple))
        or backend_of(x) is not None
        or type(x) in AS_IT_IS  # sparse arrays
        or is_object_number(x)
        or is_time_difference(x)
        or is_foreign(x)
    )


def no_operand(name: str, *operands: Any) -> TypeError:
    """Build the error for an operand that is neither a number nor an array."""
    kind = next((type(x).__name__ for x in operands if not is_operand(x)), "something else")
    return TypeError(f"{name} takes quantities, numbers and arrays, got {kind}")


def may_be_date(x: Any) -> bool:
    """Whether `x` is a date, or dates; at once for what is met most."""
    return type(x) not in AS_IT_IS and not isinstance(x, (Pair, Unit, list, tuple)) and is_date(x)


def later(x: Any, y: Any) -> Any:
    """``date + q`` and ``q + date``; NotImplemented where there is no date."""
    date, q = (x, y) if isinstance(y, Pair) else (y, x)
    return shifted(date, *split(q)) if isinstance(q, Pair) and may_be_date(date) else NotImplemented


def earlier(x: Any, y: Any) -> Any:
    """``date - q``; NotImplemented where there is no date."""
    if not (isinstance(y, Pair) and may_be_date(x)):
        return NotImplemented
    mantissa, unit = split(y)
    return shifted(x, -mantissa, unit)


INCOMPARABLE = (UnitMismatchError, NoMantissaError)
"""What says that two operands have nothing in common: they are unequal."""


def apart(x: Any, y: Any, answer: bool) -> Any:
    """Return `answer` for two operands that have nothing in common, in their shape and library."""
    found = answered(lambda x, y: apart(x, y, answer), x, y)
    if found is not NotImplemented:
        return found
    a, b = _extent(x, y), _extent(y, x)
    if a is None or b is None:
        return answer
    a, b = _prepared(a, b)
    return operators.eq(a, b) | True if answer else operators.eq(a, b) & False


def _extent(x: Any, beside: Any) -> Any:
    """Return a mantissa in the shape of `x`, in the library of `beside` if need be; None for a mere list."""
    try:
        return split(x, beside)[0]
    except INCOMPARABLE:
        if backend_of(x) is None:
            return None
        like = beside._mantissa if isinstance(beside, Pair) else None
        xp = cast("Backend", backend_of(like) or backend_of(x)).xp
        return xp.zeros(x.shape, dtype=getattr(like, "dtype", xp.bool), device=getattr(like, "device", None))


def _is_mantissa(x: Any) -> bool:
    # Fraction, the last of them, takes long to ask.
    return backend_of(x) is not None or isinstance(x, NUMBERS) or is_object_number(x)


def _answer(name: str, operator: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    try:
        return operator(a, b)
    except TypeError:
        explain_mixture(name, a, b)
        raise


def _mixed(kind: type, other: type) -> bool:
    """Whether one of two types may be of object numbers; one of them is that of a Python number."""
    return any(each not in _NUMBERS and each.__name__ not in AT_ONCE for each in (kind, other))


def _prepared(a: Any, b: Any) -> tuple[Any, Any]:
    """Return two mantissas as they compute with each other: of one library, and of one kind of numbers."""
    if type(a) is type(b) and getattr(a, "dtype", None) is getattr(b, "dtype", None):
        return a, b
    a, b = together((a, b))
    if type(a) is not type(b) and backend_of(a) is not backend_of(b):
        return _in_one_library(a, b)
    return a, b


def _in_one_library(a: Any, b: Any) -> tuple[Any, Any]:
    """Return two mantissas of different kinds as arrays of the library that computes with them.

    Python numbers stay, and so do numpy scalars that meet an array: they are no array's library.
    """
    if backend_of(a) is None or backend_of(b) is None:
        return a, b
    backend = common_backend(a, b)
    return convert(a, backend), convert(b, backend)


def raised_pair(name: str, x: Any, y: Any) -> tuple[Any, Any, Unit | None, Factor]:
    """Return base, exponent, unit and factor of the result of ``x ** y``.

    Raises TypeError for an exponent with a dimension, or of more than one number where `x` has one.
    """
    base, unit = split(x, y)
    if not rules.has_zero(unit):
        raise refused_on_scale(name, unit)
    exponent = pure_number(y, name, "the exponent", x)
    result: tuple[Unit | None, Factor] = (None, None)
    is_number = unit.dim.is_dimensionless and type(unit) is Unit
    if is_number and (unit is UNITLESS or not _is_one_number(exponent)):
        base = scaled(base, rules.suited(unit, UNITLESS))
    elif _is_one_number(exponent):
        known = exponent if isinstance(exponent, (int, Fraction, Decimal)) else float(exponent)
        result = rules.raised(unit, known)
    else:
        raise TypeError(
            f"{name}: the exponent of a quantity in {unit} must be one number whose value is known; "
            "each element, or each call, would have another unit"
        )
    if of_objects(base):
        exponent = exponent_of(base, exponent)
    elif isinstance(exponent, Fraction):  # array libraries know no fractions
        exponent = exponent.numerator if exponent.denominator == 1 else float(exponent)
    else:
        base, exponent = _prepared(base, exponent)
    return base, exponent, *result


def _is_one_number(x: Any) -> bool:
    if isinstance(x, (int, float, Fraction)):
        return True
    backend = backend_of(x)
    if backend is None:
        return isinstance(x, (Real, Decimal))
    return x.shape == () and bool(backend.is_concrete(x))
