"""Text -> Quantity."""

from __future__ import annotations

from fractions import Fraction

from bu_units import parse_unit, split_number

from ._quantity import Quantity

__all__ = ["parse_quantity"]

# The temperature of 0 on the scale, and of one step, in kelvin (SI Brochure, 9th ed., 2.3.1; NIST
# SP 811, B.8).
_CELSIUS = (Fraction("273.15"), Fraction(1))
_FAHRENHEIT = (Fraction("459.67") * Fraction(5, 9), Fraction(5, 9))
_POINTS = {"degC": _CELSIUS, "°C": _CELSIUS, "degF": _FAHRENHEIT, "°F": _FAHRENHEIT}


def parse_quantity(text: str) -> Quantity:
    """Return the quantity of a text such as ``"120 mS / cm^2"``, with a Python number as mantissa.

    ``degC`` and ``degF`` stand behind a whole value only, which is given in kelvin. Raises
    UnitParseError for what is no number with a unit, TypeError for a non-string.

    >>> parse_quantity("-65 mV")
    Quantity(-65, "mV")
    """
    number, unit = split_number(text)
    if unit in _POINTS:
        zero, step = _POINTS[unit]
        # One rounding: 6.3 degC is 279.45 K, not 279.45000000000005 K.
        return Quantity(float(Fraction(repr(number)) * step + zero), "K")
    return Quantity(number, parse_unit(unit))
