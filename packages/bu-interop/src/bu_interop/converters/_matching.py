"""Units of two libraries matched by size and dimension; a name alone decides nothing.

Names clash: a Gb is a gilbert in pint and a gigabarn here. So a unit of another library is taken apart into
atoms, and each atom is ours of the same name only where dimension and size agree; else it is its size, as an
exact number of base units.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import numpy as np

from bu_array import Quantity
from bu_array.core import admitted
from bu_units import (
    UNITLESS,
    Dimension,
    LevelUnit,
    Magnitude,
    ScaleUnit,
    Unit,
    UnitParseError,
    convert_value,
    parse_unit,
)

__all__ = [
    "NoCounterpartError",
    "base_units",
    "fraction_of",
    "known",
    "level_of",
    "mantissa_of",
    "matched",
    "matched_scale",
    "multiplied",
    "near",
    "numpy_mantissa",
    "taken_apart",
    "written",
]

_SAME = 1e-13  # sizes come out of a few roundings of float64; measured constants differ by more
_Pairs = list[tuple[Any, Fraction]]


class NoCounterpartError(TypeError):
    """A unit of one library of units that another has nothing for; the text names it and says a way out."""


def near(x: float, y: float) -> bool:
    """Whether two sizes are one, but for roundings."""
    return abs(x - y) <= _SAME * max(abs(x), abs(y))


def fraction_of(power: Any) -> Fraction:
    """Return an exponent of another library exactly: an integer, a fraction, sympy's, or a float near one."""
    if hasattr(power, "numerator") and not isinstance(power, float):
        return Fraction(int(power.numerator), int(power.denominator))
    close = Fraction(float(power)).limit_denominator(1000)
    return close if near(float(close), float(power)) else Fraction(repr(float(power)))


# ---------------------------------------------------------------- their units as ours


def _called(name: str) -> Unit | None:
    try:
        return parse_unit(name)
    except UnitParseError:
        return None


def matched(names: Iterable[str], root: Unit, size: float) -> Unit:
    """Return the unit of ours that is `size` times `root`: one of these names, else an exact number.

    Raises NoCounterpartError for a size that is no finite positive number.
    """
    names = list(names)
    if not 0 < size < float("inf"):
        raise NoCounterpartError(f"{names[0]!r} is no multiple of {root}: its size is {size}")
    for name in names:
        unit = _called(name)
        if unit is not None and _is(unit, root, size):
            return unit
    exact: Any = Magnitude(_exact(size)) * root.exact
    return Unit(root.dim, factor=exact)


def _exact(size: float) -> Fraction | float:
    """Return a size as the short fraction that rounds to it, 5/18, where there is one; else as it is."""
    for number in (size, 1 / size):
        short = Fraction(number).limit_denominator(1000)
        if short and float(short) == number and len(repr(number)) > _DIGITS:
            return short if number is size else 1 / short
    return size


_DIGITS = 15  # fewer are a decimal number that somebody wrote


def _is(unit: Unit, root: Unit, size: float) -> bool:
    if isinstance(unit, ScaleUnit) or unit.dim is not root.dim:
        return False
    try:
        return near(unit.magnitude, size * root.magnitude)
    except OverflowError:
        return False


def matched_scale(names: Iterable[str], root: Unit, value: Callable[[float], float]) -> Unit:
    """Return the scale of ours with one of these names on which values mean the same.

    value: a function that gives, for a number on their scale, how many of `root` it is.
    """
    names = list(names)
    for name in names:
        unit = _called(name)
        if isinstance(unit, ScaleUnit) and unit.dim is root.dim and _agrees(unit, root, value):
            return unit
    raise NoCounterpartError(
        f"the scale {names[0]!r} has no counterpart here; convert to a unit that is a factor first, such as {root}"
    )


def _agrees(unit: ScaleUnit, root: Unit, value: Callable[[float], float]) -> bool:
    try:
        return all(
            abs(convert_value(x, unit, root) - value(x)) <= 1e-12 * max(1e-300, abs(value(x)))
            for x in (0.0, 7.0)
        )
    except (ValueError, OverflowError):
        return False


def level_of(names: Iterable[str], reference: Unit, per_decade: float) -> Unit:
    """Return the scale of levels above `reference`, so many a decade; of differences for the number one."""
    names = list(names)
    for name in names:
        unit = _called(name)
        if (
            isinstance(unit, LevelUnit)
            and unit.is_difference == (reference is UNITLESS)
            and unit.reference.dim is reference.dim
            and near(unit.reference.magnitude, reference.magnitude)
            and near(unit.per_decade, per_decade)
        ):
            return unit
    raise NoCounterpartError(
        f"the logarithmic unit {names[0]!r} has no counterpart here; convert to a unit that is a factor first"
    )


def known(pairs: Iterable[tuple[Unit, Fraction]]) -> Unit:
    """Return the product of powers of units as it is written: kW h, and not 3.6 MJ."""
    pairs = list(pairs)
    unit = UNITLESS
    if len(pairs) == 1 and pairs[0][1] == 1:
        return pairs[0][0]
    for atom, power in pairs:
        unit = unit * (_step(atom) ** power)
    text = " * ".join(f"({_step(atom)})^({power})" for atom, power in pairs)
    kept = _called(text)
    return kept if kept is not None and kept == unit else unit


def _step(unit: Unit) -> Unit:
    """Return what counts differences on a scale, which a product is of: that of degC, of dB."""
    return unit.step or unit if isinstance(unit, ScaleUnit) else unit


# ---------------------------------------------------------------- ours as theirs


def base_units(dim: Dimension) -> list[tuple[Unit, Fraction]]:
    """Return the units of the base dimensions, with their exponents, that a dimension is made of."""
    return [(Unit(Dimension([(base, 1)])), Fraction(power)) for base, power in dim.exponents.items()]


def taken_apart(
    unit: Unit, named: Callable[[Unit], Any], library: str
) -> tuple[list[tuple[Any, Fraction]], Unit]:
    """Return units of a library, with exponents, and the unit of ours that their product is.

    named: a function that gives the library's unit that equals an atom of ours, or None. An atom that the
    library has not is taken as its base units, so that the unit that comes back may be of another size.
    Raises NoCounterpartError for a dimension that the library has no unit for.
    """
    theirs: _Pairs = []
    ours: _Pairs = []
    for atom, power in unit.without_kind().atoms:
        found = named(atom)
        if found is not None:
            theirs.append((found, power))
            ours.append((atom, power))
            continue
        if isinstance(atom, ScaleUnit):
            raise NoCounterpartError(
                f"{library} has no scale like {atom}; convert to a unit that is a factor first, such as {Unit(atom.dim)}"
            )
        for base, own in base_units(atom.dim):
            found = named(base)
            if found is None:
                raise NoCounterpartError(f"{library} has no unit for {base}, in {unit}")
            theirs.append((found, own * power))
            ours.append((base, own * power))
    return theirs, known(ours)


def written(unit: Unit, read: Callable[[Any], Unit], find: Callable[[str], Any]) -> Any:
    """Return the unit of another library that equals an atom of ours, found by its names; None for none.

    find: a function that gives the library's unit of a name, or None; read: one that gives ours for it.
    """
    for name in dict.fromkeys((unit.dispname, unit.name)):
        found = find(name)
        if found is None:
            continue
        try:
            back = read(found)
        except NoCounterpartError:
            continue
        if back == unit:
            return found
    return None


def multiplied(pairs: _Pairs, one: Any) -> Any:
    """Return the product of another library's units with exponents; `one` where there are none."""
    found = None
    for theirs, power in pairs:
        exponent = power.numerator if power.denominator == 1 else float(power)
        part = theirs if exponent == 1 else theirs**exponent
        found = part if found is None else found * part
    return one if found is None else found


# ---------------------------------------------------------------- numbers


def mantissa_of(value: Any, library: str) -> Any:
    """Return the number or array of another library's quantity; TypeError for what is none."""
    mantissa, own = admitted(value, UNITLESS)
    if own is not UNITLESS:
        raise TypeError(f"the value of a quantity of {library} has a unit of its own, {own}")
    return mantissa


def numpy_mantissa(quantity: Quantity, unit: Unit, library: str) -> Any:
    """Return the mantissa in `unit` as a number or an array of numpy, for a library that knows no others."""
    array = quantity.to_numpy().to_decimal(unit) if unit != quantity.unit else quantity.to_numpy().mantissa
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError(f"a quantity of {library} has no mask: fill it first, or take .compressed()")
    return array
