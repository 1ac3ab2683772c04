"""Operators on quantities: the mantissas' own operators, the unit by rule, remembered per pair of units."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

from bu_dispatch import backend_of, common_backend, convert
from bu_units import UNITLESS, ScaleUnit, Unit
from bu_units.tracing import tracing

from . import rules
from .pair import (
    AS_IT_IS,
    NUMBERS,
    Pair,
    as_result,
    is_neutral,
    join,
    known_number,
    met,
    pure_number,
    refuse_no_number,
    scaled,
    split,
    when_attached,
)
from .rules import Binary, BinaryRule, Factor
from .scales import ScaleRule
from .times import is_date, shifted

__all__ = [
    "LIMIT",
    "Outcomes",
    "Table",
    "operation",
    "earlier",
    "later",
    "may_be_date",
    "raised_pair",
    "remember",
    "scale_operation",
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


class Outcomes:
    """The answers of a binary rule, by the identity of the two units."""

    def __init__(self, name: str, rule: BinaryRule) -> None:
        self.name = name
        self.rule = rule
        self.table: Table = {}

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
            return cast("Binary", self.rule.of(first, first))
        if first is UNITLESS and is_neutral(x, second):
            return cast("Binary", self.rule.of(second, second))
        for operand in (x, y):
            refuse_no_number(self.name, operand)
        raise self.rule.refuse(self.name, first, second)


def operation(
    name: str,
    rule: BinaryRule,
    operator: Callable[[Any, Any], Any],
    of_dates: Callable[[Any, Any], Any] | None = None,
) -> Callable[[Any, Any], Any]:
    """Return an operator on quantities: the mantissas' own `operator`, the unit by `rule`.

    Python numbers stay Python numbers. NotImplemented for operands of unknown kind. `of_dates` computes where
    one operand is a date, or dates.
    """
    outcomes = Outcomes(name, rule)
    table = outcomes.table

    def apply(x: Any, y: Any) -> Any:
        if type(x) is _Quantity and type(y) is _Quantity:
            kind, other = type(x._mantissa), type(y._mantissa)
            if kind is not other and kind not in _NUMBERS and other not in _NUMBERS:
                return general(x, y)  # a library must be chosen
            try:
                fx, fy, unit, fold = table[x._unit.ident][y._unit.ident]
            except KeyError:
                fx = _UNKNOWN
            if fx is _UNKNOWN:  # not in the handler: an error would show the KeyError first
                return general(x, y)
            if fx is None and fy is None:
                result = operator(x._mantissa, y._mantissa)
            else:
                # No name holds a scaled operand, so that numpy computes in its memory.
                result = operator(scaled(x._mantissa, fx), scaled(y._mantissa, fy))
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
        if of_dates is not None and (may_be_date(x) or may_be_date(y)):
            return of_dates(x, y)
        a, first = split(x, y)
        b, second = split(y, x)
        if not (_is_operand(a) and _is_operand(b)):
            if name == "multiply":  # Python would repeat a text, as often as the quantity says
                refuse_no_number(name, a)
                refuse_no_number(name, b)
            return NotImplemented
        fx, fy, unit, fold = outcomes.find(x, y, first, second)
        if type(a) is not type(b) and backend_of(a) is not backend_of(b):
            a, b = _in_one_library(a, b)
        result = scaled(operator(scaled(a, fx), scaled(b, fy)), fold)
        return result if unit is None else join(result, unit)

    return apply


def may_be_date(x: Any) -> bool:
    """Whether `x` is a date, or dates; at once for what is met most."""
    return type(x) not in AS_IT_IS and not isinstance(x, (Pair, Unit, list, tuple)) and is_date(x)


def later(x: Any, y: Any) -> Any:
    """``date + q`` and ``q + date``."""
    date, q = (x, y) if is_date(x) else (y, x)
    return shifted(date, *split(q)) if isinstance(q, Pair) else NotImplemented


def earlier(x: Any, y: Any) -> Any:
    """``date - q``."""
    if not (is_date(x) and isinstance(y, Pair)):
        return NotImplemented
    mantissa, unit = split(y)
    return shifted(x, -mantissa, unit)


def scale_operation(
    name: str, rule: ScaleRule, operator: Callable[[Any, Any], Any]
) -> Callable[[Any, Any], Any]:
    """Return an operator on quantities of which one is on a scale, as `operation` does for others."""

    def apply(x: Any, y: Any) -> Any:
        if not (_is_operand(split(x, y)[0]) and _is_operand(split(y, x)[0])):
            return NotImplemented
        a, b, unit = met(rule, name, x, y)
        if type(a) is not type(b) and backend_of(a) is not backend_of(b):
            a, b = _in_one_library(a, b)
        return as_result(operator(a, b), unit)

    return apply


def _is_operand(mantissa: Any) -> bool:
    return isinstance(mantissa, (*NUMBERS, Decimal)) or backend_of(mantissa) is not None


def _in_one_library(a: Any, b: Any) -> tuple[Any, Any]:
    """Return two mantissas of different kinds as arrays of the library that computes with them.

    Python numbers stay, and so do numpy scalars that meet an array: they are no array's library.
    """
    if backend_of(a) is None or backend_of(b) is None:
        return known_number(a), known_number(b)
    backend = common_backend(a, b)
    return convert(a, backend), convert(b, backend)


def raised_pair(name: str, x: Any, y: Any) -> tuple[Any, Any, Unit | None, Factor]:
    """Return base, exponent, unit and factor of the result of ``x ** y``.

    Raises TypeError for an exponent with a dimension, or of more than one number where `x` has one.
    """
    base, unit = split(x, y)
    exponent = pure_number(y, name, "the exponent", x)
    result: tuple[Unit | None, Factor] = (None, None)
    if unit.dim.is_dimensionless and (unit is UNITLESS or not _is_one_number(exponent)):
        base = scaled(base, rules.suited(unit, UNITLESS))
    elif _is_one_number(exponent):
        known = exponent if isinstance(exponent, (int, Fraction)) else float(exponent)
        result = rules.raised(unit, known)
    else:
        raise TypeError(
            f"{name}: the exponent of a quantity in {unit} must be one number whose value is known; "
            "each element, or each call, would have another unit"
        )
    if isinstance(exponent, Fraction):  # array libraries know no fractions
        exponent = exponent.numerator if exponent.denominator == 1 else float(exponent)
    elif type(base) is not type(exponent) and backend_of(base) is not backend_of(exponent):
        base, exponent = _in_one_library(base, exponent)
    return base, exponent, *result


def _is_one_number(x: Any) -> bool:
    if isinstance(x, (int, float, Fraction)):
        return True
    backend = backend_of(x)
    return backend is not None and x.shape == () and bool(backend.is_concrete(x))
