"""Text -> Quantity."""

from __future__ import annotations

from bu_units import parse_unit, split_number

from ._quantity.quantity import Quantity

__all__ = ["parse_quantity"]


def parse_quantity(text: str) -> Quantity:
    """Return the quantity of a text such as ``"120 mS / cm^2"``, with a Python number as mantissa.

    Raises UnitParseError for what is no number with a unit, TypeError for a non-string.

    >>> parse_quantity("-65 mV")
    Quantity(-65, "mV")
    >>> parse_quantity("6.3 degC").to("K")
    Quantity(279.45, "K")
    """
    number, unit = split_number(text)
    return Quantity(number, parse_unit(unit))
