"""Unit rules: units in, what becomes of them out. No array is touched here.

A rule is a pure function of units. It answers (factor for each input, unit of the result, factor
of the result), where None is "no factor" and, for the unit, "a bare array"; or None altogether
when the units do not go together. `declare` remembers the answer for each unit or pair of units.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from bu_units import (
    UNITLESS,
    KindMismatchError,
    LevelUnit,
    ScaleUnit,
    Unit,
    UnitMismatchError,
    parse_unit,
)

__all__ = [
    "as_unit",
    "attach_units",
    "Binary",
    "Factor",
    "MissingUnitError",
    "IndexUnitError",
    "InexactError",
    "NoMantissaError",
    "BinaryRule",
    "Unary",
    "UnaryRule",
    "binary_rule",
    "unary_rule",
    "bits",
    "compared",
    "cube_rooted",
    "drop",
    "floored",
    "has_zero",
    "keep",
    "number_needed",
    "of_one_kind",
    "one_unit",
    "plain_operand",
    "product",
    "pure",
    "quotient",
    "raised",
    "inverse_rooted",
    "inverted",
    "in_degrees",
    "is_level_difference",
    "matched",
    "pure_pair",
    "pure_second",
    "of_first",
    "rated",
    "refused_on_scale",
    "remainder",
    "rooted",
    "same",
    "settled",
    "squared",
    "suited",
    "truth",
    "zero_wanted",
]

Factor = float | None
Unary = tuple[Factor, Unit | None, Factor]
Binary = tuple[Factor, Factor, Unit | None, Factor]
Refusal = Callable[..., Exception]


class MissingUnitError(UnitMismatchError, TypeError):
    """An operand without a unit meets one that has a dimension.

    A TypeError too: what is wrong is what kind of thing was passed.
    """


class NoMantissaError(TypeError):
    """A value that is no number and no array of numbers: a text, a date, None, a record.

    Such a value is unequal to every quantity, and every other operation with it raises this.
    """


class InexactError(ValueError, TypeError):
    """A value is written that the array's dtype cannot hold: half a metre into whole ones.

    A ValueError, as the value does not fit, and a TypeError, as numpy's of the operators in place.
    """


class IndexUnitError(IndexError, TypeError):
    """A quantity with a unit stands where a position or a mask is wanted.

    An IndexError, as for every other value that is no position, and a TypeError: it is of the wrong kind.
    """


class UnaryRule:
    """A rule of one unit, and the error that says why it does not apply."""

    def __init__(self, of: Callable[[Unit], Unary | None], refuse: Refusal) -> None:
        self.of = of
        self.refuse = refuse
        self.__name__ = of.__name__
        self.__doc__ = of.__doc__


class BinaryRule:
    """A rule of two units, and the error that says why it does not apply."""

    def __init__(self, of: Callable[[Unit, Unit], Binary | None], refuse: Refusal) -> None:
        self.of = of
        self.refuse = refuse
        self.__name__ = of.__name__
        self.__doc__ = of.__doc__

    def result(self, first: Unit, second: Unit) -> tuple[Unit | None, Factor]:
        """Return unit and factor of the result, for a rule that leaves its inputs as they are."""
        outcome = self.of(first, second)
        if outcome is None:
            raise self.refuse(self.__name__, first, second)
        return outcome[2:]


def _never(name: str, *units: Unit) -> Exception:
    return AssertionError(f"{name} takes any unit")  # a rule that always answers has nothing to refuse


def unary_rule(refuse: Refusal = _never) -> Callable[[Callable[[Unit], Unary | None]], UnaryRule]:
    """Make a rule of a function; `refuse(name, unit)` builds the error for a unit it answers None to."""
    return lambda of: UnaryRule(of, refuse)


def binary_rule(refuse: Refusal = _never) -> Callable[[Callable[[Unit, Unit], Binary | None]], BinaryRule]:
    """Make a rule of a function; `refuse(name, *units)` builds the error for units it answers None to."""
    return lambda of: BinaryRule(of, refuse)


# ---------------------------------------------------------------- errors, built when they are raised


def one_unit(name: str, first: Unit, second: Unit) -> UnitMismatchError:
    """Build the error for two units of different dimension where one is needed."""
    if first.dim is second.dim:
        return of_one_kind(name, first, second)
    text = f"{name}: operands need units of one dimension"
    if UNITLESS in (first, second):
        return MissingUnitError(f"{text}; give the plain operand a unit, or strip the other's", first, second)
    return UnitMismatchError(text, first, second)


def of_one_kind(name: str, first: Unit, second: Unit) -> KindMismatchError:
    """Build the error for two units of one dimension and different kinds of quantity, or none."""
    kinds = [unit.kind or "one without a kind" for unit in (first, second)]
    way = ".of_kind(...) says what an operand is of, .without_kind() that anything goes"
    return KindMismatchError(
        f"{name}: operands of different kinds, {' and '.join(kinds)}; {way}", first, second
    )


def plain_operand(name: str, unit: Unit) -> TypeError:
    """Build the error for a unit where a pure number is needed and `unit_to_scale` may help."""
    if type(unit) is not Unit:
        return refused_on_scale(name, unit)
    return TypeError(
        f"{name} needs a dimensionless argument, got one in {unit}; "
        f"pass unit_to_scale=... to compute {name}(x / unit_to_scale), or divide by a unit first"
    )


def number_needed(name: str, unit: Unit) -> TypeError:
    """Build the error for a unit where a pure number is needed."""
    if type(unit) is not Unit:
        return refused_on_scale(name, unit)
    return TypeError(f"{name} needs a dimensionless argument, got one in {unit}; divide by a unit first")


def refused_on_scale(name: str, *units: Unit) -> TypeError:
    """Build the error for a function that has no meaning on a scale."""
    scales = [unit for unit in units if isinstance(unit, ScaleUnit)]
    unit = next((unit for unit in scales if not is_level_difference(unit)), scales[0])
    linear = unit.reference if isinstance(unit, LevelUnit) else Unit(unit.dim).name
    text = f"{name} has no meaning for values on the scale {unit}; convert them to a linear unit first"
    return TypeError(f"{text}, such as {linear}")


# ---------------------------------------------------------------- helpers


def is_level_difference(unit: Unit) -> bool:
    """Whether values in `unit` are differences of levels (dB): they add and scale like numbers."""
    return isinstance(unit, LevelUnit) and unit.is_difference


def has_zero(unit: Unit) -> bool:
    """Whether 0 in `unit` is nothing; among points and levels it is a value like any other."""
    return type(unit) is Unit or is_level_difference(unit)


def zero_wanted(name: str, option: str, unit: Unit) -> TypeError:
    """Build the error for a function that would fill with zeros on a scale; `option` says with what else."""
    way = f"; say what fills: {option}=" if option else "; convert to a linear unit first"
    return TypeError(f"{name} fills with 0, which on the scale {unit} is a value like any other{way}")


def _is_number(unit: Unit) -> bool:
    """Whether values in `unit` are pure numbers: 3 % are, 3 dB are not."""
    return type(unit) is Unit and unit.dim.is_dimensionless


def _no_unit(x: Any) -> None:
    """Answer for no other library of units."""


_unit_of: Callable[[Any], Unit | None] = _no_unit


def attach_units(unit_of: Callable[[Any], Unit | None]) -> None:
    """Set what gives the unit that equals a unit of another library; None for what is none."""
    global _unit_of
    _unit_of = unit_of


def as_unit(unit: Unit | str | None, function: str = "", option: str = "unit") -> Unit:
    """Return the Unit that a user means by a unit, its text, a unit of another library, or None for none.

    `function` and `option` stand in the TypeError for anything else.
    """
    if isinstance(unit, Unit):
        return unit
    if unit is None:
        return UNITLESS
    if isinstance(unit, str):
        return parse_unit(unit)
    found = _unit_of(unit)
    if found is not None:
        return found
    what = f"{function}: {option}" if function else f"the {option}"
    raise TypeError(f"{what} must be a Unit or a text such as 'mV', got {type(unit).__name__}")


def suited(unit: Unit, target: Unit) -> Factor:
    """Return the factor from `unit` to `target` of one dimension; None when it is 1."""
    if unit == target:
        return None
    factor = unit.factor_to(target)
    # Of a kind, newton metres and joules are unequal; a factor of one it is nevertheless.
    return factor if unit.kind is None or factor != 1.0 else None


def settled(unit: Unit) -> tuple[Unit | None, Factor]:
    """Return (unit, None), or (None, the scale to fold in) where the dimension cancels."""
    # dB, of dB/km times km, is no number; an angle that was said to be one stays one.
    if not unit.dim.is_dimensionless or type(unit) is not Unit or unit.kind is not None:
        return unit, None
    return None, suited(unit, UNITLESS)


def _own(unit: Unit) -> Unit | None:
    """Return the unit of a result that has that of one operand alone: a bare array for a plain one."""
    return None if unit is UNITLESS else unit


# ---------------------------------------------------------------- one operand


@unary_rule()
def keep(unit: Unit) -> Unary:
    """The unit of the operand."""
    return None, unit, None


@unary_rule()
def drop(unit: Unit) -> Unary:
    """No unit, whatever the operand's is: signs, indices, tests."""
    return None, None, None


@unary_rule(plain_operand)
def pure(unit: Unit) -> Unary | None:
    """No unit; the operand is a pure number, its scale folded in."""
    return (suited(unit, UNITLESS), None, None) if _is_number(unit) else None


@unary_rule(number_needed)
def truth(unit: Unit) -> Unary | None:
    """No unit; the operand is a pure number or a boolean."""
    return (suited(unit, UNITLESS), None, None) if _is_number(unit) else None


@unary_rule(plain_operand)
def in_degrees(unit: Unit) -> Unary | None:
    """No unit; the operand is a number of degrees, or an angle, converted to degrees.

    An angle is told from a mere ratio by pi: degree, arcminute and turn have it, mV/V has not.
    """
    if _is_number(unit) and unit.exact.fraction is None:
        return suited(unit, Unit("deg")), None, None
    return pure.of(unit)


def _power(exponent: Fraction) -> Callable[[Unit], Unary | None]:
    def raised_unit(unit: Unit) -> Unary:
        return None, *settled(unit**exponent)

    raised_unit.__name__ = f"power {exponent}"
    return raised_unit


inverted = UnaryRule(_power(Fraction(-1)), _never)
"""The unit to the power -1."""
squared = UnaryRule(_power(Fraction(2)), _never)
"""The unit to the power 2."""
rooted = UnaryRule(_power(Fraction(1, 2)), _never)
"""The unit to the power 1/2."""
cube_rooted = UnaryRule(_power(Fraction(1, 3)), _never)
"""The unit to the power 1/3."""

inverse_rooted = UnaryRule(_power(Fraction(-1, 2)), _never)
"""The unit to the power -1/2."""


def raised(unit: Unit, exponent: object) -> tuple[Unit | None, Factor]:
    """Return the unit to a power that depends on a value or a shape, and the factor to fold in.

    Raises TypeError for a scale of values that are no differences, which is what a unit to a power counts.
    """
    if not has_zero(unit):
        raise refused_on_scale("a power", unit)
    return settled(unit**exponent)


# ---------------------------------------------------------------- two operands


@binary_rule(one_unit)
def same(first: Unit, second: Unit) -> Binary | None:
    """The unit of the first; the second is converted to it."""
    if not first.is_comparable(second):
        return None
    return None, suited(second, first), first, None


@binary_rule(one_unit)
def compared(first: Unit, second: Unit) -> Binary | None:
    """No unit; the second is converted to the unit of the first."""
    if not first.is_comparable(second):
        return None
    return None, suited(second, first), None, None


@binary_rule()
def product(first: Unit, second: Unit) -> Binary:
    """The product of the units; scaling by a plain number keeps even a dimensionless unit."""
    if second is UNITLESS or first is UNITLESS:
        unit = first if second is UNITLESS else second
        return None, None, None if unit is UNITLESS else unit, None
    return None, None, *settled(first * second)


@binary_rule()
def quotient(first: Unit, second: Unit) -> Binary:
    """The quotient of the units; division by a plain number keeps even a dimensionless unit."""
    if second is UNITLESS:
        return None, None, None if first is UNITLESS else first, None
    return None, None, *settled(first / second)


@binary_rule()
def floored(first: Unit, second: Unit) -> Binary:
    """A plain number for one dimension, else the quotient of the units.

    A plain operand beside a dimension is taken as it is, and so is the mantissa beside it. Two dimensions are
    divided in coherent SI units: the whole part does not depend on the units of writing.
    """
    if first.dim is second.dim:
        return *_in_the_finer(first.without_kind(), second.without_kind()), None, None
    if first is UNITLESS or second is UNITLESS:
        return None, None, *quotient.result(first, second)
    one, other = Unit(first.dim), Unit(second.dim)
    return suited(first, one), suited(second, other), *quotient.result(one, other)


def _in_the_finer(first: Unit, second: Unit) -> tuple[Factor, Factor]:
    """Return the factors of two operands to the finer of their units.

    A kilometre holds 1000 metres; 0.001 as a float64 is a little more than a metre, and goes into 1
    but 999 times.
    """
    factor = suited(second, first)
    if factor is not None and factor < 1.0:
        return suited(first, second), None
    return None, factor


@binary_rule(one_unit)
def remainder(first: Unit, second: Unit) -> Binary | None:
    """The unit of the first; computed in the finer of the two and converted back.

    A plain divisor divides the mantissa of what has a dimension; beside a pure number (a percentage, an
    angle) it is one.
    """
    if second is UNITLESS and not first.dim.is_dimensionless:
        return None, None, first, None
    if not first.is_comparable(second):
        return None
    factors = _in_the_finer(first, second)
    return *factors, first, None if factors[0] is None else suited(second, first)


def _bits_refused(name: str, first: Unit, second: Unit) -> TypeError:
    return number_needed(name, second if _is_number(first) else first)


@binary_rule(_bits_refused)
def bits(first: Unit, second: Unit) -> Binary | None:
    """No unit; both operands are pure numbers or booleans."""
    if not (_is_number(first) and _is_number(second)):
        return None
    return suited(first, UNITLESS), suited(second, UNITLESS), None, None


@binary_rule(one_unit)
def matched(first: Unit, second: Unit) -> Binary | None:
    """No unit; one dimension is needed, the size of the units does not matter."""
    return (None, None, None, None) if first.is_comparable(second) else None


@binary_rule()
def of_first(first: Unit, second: Unit) -> Binary:
    """The unit of the first, whatever that of the second is."""
    return None, None, _own(first), None


def _pair_refused(name: str, first: Unit, second: Unit) -> TypeError:
    return plain_operand(name, second if _is_number(first) else first)


@binary_rule(_pair_refused)
def pure_pair(first: Unit, second: Unit) -> Binary | None:
    """No unit; both operands are pure numbers, their scales folded in."""
    return bits.of(first, second)


def _second_refused(name: str, first: Unit, second: Unit) -> TypeError:
    return TypeError(f"{name}: the second operand takes no unit, got one in {second}")


@binary_rule(_second_refused)
def pure_second(first: Unit, second: Unit) -> Binary | None:
    """The unit of the first; the second is a pure number."""
    return (None, suited(second, UNITLESS), _own(first), None) if _is_number(second) else None


@binary_rule(_second_refused)
def rated(first: Unit, second: Unit) -> Binary | None:
    """No unit, whatever that of the first is; the second is a pure number."""
    return (None, suited(second, UNITLESS), None, None) if _is_number(second) else None
