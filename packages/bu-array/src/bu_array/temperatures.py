"""Temperatures on the scales of Celsius and Fahrenheit from and to kelvin.

The units degC and degF say the same within quantities: ``Quantity(20, "degC").to("K")``.
"""

from __future__ import annotations

from typing import Any

from bu_units import UNITLESS, Unit, parse_unit

from ._quantity.quantity import Quantity
from .core import gather, join, split

__all__ = ["celsius2kelvin", "fahrenheit2kelvin", "kelvin2celsius", "kelvin2fahrenheit"]


def celsius2kelvin(celsius: Any) -> Quantity:
    """Return a temperature in kelvin: `celsius` is a plain number or array of degrees Celsius.

    celsius: a number or an array of degrees Celsius, or a quantity.
    A quantity of temperature, in degC or any other unit, is converted.

    >>> celsius2kelvin(20.0)
    Quantity(293.15, "K")
    """
    return _in_kelvin(celsius, "degC")


def fahrenheit2kelvin(fahrenheit: Any) -> Quantity:
    """Return a temperature in kelvin: `fahrenheit` is a plain number or array of degrees Fahrenheit.

    fahrenheit: a number or an array of degrees Fahrenheit, or a quantity.
    A quantity of temperature, in degF or any other unit, is converted.
    """
    return _in_kelvin(fahrenheit, "degF")


def kelvin2celsius(value: Any) -> Any:
    """Return a plain number or array of degrees Celsius; a plain `value` is in kelvin.

    value: a temperature in kelvin, or a quantity.
    """
    return _from_kelvin(value, "degC")


def kelvin2fahrenheit(value: Any) -> Any:
    """Return a plain number or array of degrees Fahrenheit; a plain `value` is in kelvin.

    value: a temperature in kelvin, or a quantity.
    """
    return _from_kelvin(value, "degF")


def _in_kelvin(x: Any, scale: str) -> Quantity:
    return _quantity(x, parse_unit(scale)).in_unit(parse_unit("K"))


def _from_kelvin(x: Any, scale: str) -> Any:
    return _quantity(x, parse_unit("K")).to_decimal(parse_unit(scale))


def _quantity(x: Any, plain: Unit) -> Quantity:
    """Return a temperature as a quantity, in `plain` where it has no unit."""
    mantissa, unit = gather(x) if isinstance(x, (list, tuple)) else split(x)
    result: Quantity = join(mantissa, plain if unit is UNITLESS else unit)
    return result
