"""What the tests call `u`: quantities, units and errors by name, without the package `brainunit`."""

from typing import Any

from bu_array import Quantity, assert_quantity, get_unit
from bu_units import Dimension, DimensionMismatchError, Unit, UnitMismatchError, names, parse_unit

__all__ = [
    "Dimension",
    "DimensionMismatchError",
    "Quantity",
    "Unit",
    "UnitMismatchError",
    "assert_quantity",
    "get_unit",
    "parse_unit",
]


def __getattr__(name: str) -> Any:
    return getattr(names, name)
