"""The dtype of a column of quantities: ``"quantity[mV]"``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from pandas.api.extensions import ExtensionDtype, register_extension_dtype

from bu_array import Quantity
from bu_units import UNITLESS, Unit, parse_unit

__all__ = ["QuantityDtype"]

_NAME = re.compile(r"quantity\[(?P<unit>.*?)(?:, (?P<numbers>(?:float|complex)\d+))?\]\Z")
_HELD = ("float32", "float64", "complex64", "complex128")


@register_extension_dtype
class QuantityDtype(ExtensionDtype):  # type: ignore[misc]  # pandas is not followed
    """The dtype of a pandas column in one unit: ``pd.Series([1.0, 2.0], dtype="quantity[mV]")``.

    unit: a unit or its text; numbers: the numpy dtype of the values, float64 by default (``quantity[mV,
    float32]``).
    Two are equal when units and numbers are. Raises TypeError for a dtype that is not of floats or
    complex numbers:
    an integer has no place for a missing value.
    """

    type = Quantity
    kind: ClassVar[str] = "O"
    na_value: ClassVar[float] = np.nan
    _is_numeric: ClassVar[bool] = True
    _metadata = ("unit", "numbers")

    def __init__(self, unit: Unit | str = UNITLESS, numbers: Any = "float64") -> None:
        if not isinstance(unit, (Unit, str)):
            raise TypeError(f"the unit must be a Unit or a text such as 'mV', got {type(unit).__name__}")
        self.unit = parse_unit(unit) if isinstance(unit, str) else unit
        self.numbers = np.dtype(numbers)
        if self.numbers.name not in _HELD:
            raise TypeError(f"a column of quantities holds {', '.join(_HELD)}, got {self.numbers}")

    @property
    def name(self) -> str:
        """The text of the dtype, which `construct_from_string` reads."""
        numbers = "" if self.numbers == np.float64 else f", {self.numbers}"
        return f"quantity[{'1' if self.unit is UNITLESS else self.unit.dispname}{numbers}]"

    def __repr__(self) -> str:
        return self.name

    @classmethod
    def construct_from_string(cls, string: str) -> QuantityDtype:
        """Return the dtype that a text such as ``"quantity[km/h]"`` names; TypeError for any other text."""
        if not isinstance(string, str):
            raise TypeError(f"'construct_from_string' expects a string, got {type(string)}")
        match = _NAME.fullmatch(string)
        if match is None:
            raise TypeError(f"Cannot construct a '{cls.__name__}' from '{string}'")
        try:
            return cls(match["unit"], match["numbers"] or "float64")
        except ValueError as error:  # UnitParseError, which pandas would take for something of its own
            raise TypeError(f"Cannot construct a '{cls.__name__}' from '{string}': {error}") from error

    @classmethod
    def construct_array_type(cls) -> Any:
        """Return the class of the columns."""
        from .array import QuantityArray  # which needs this class

        return QuantityArray

    def _get_common_dtype(self, dtypes: Sequence[Any]) -> QuantityDtype | None:
        """Return the dtype of several columns joined: in the first's unit; None (objects) where nothing
        fits.
        """
        ours = [dtype for dtype in dtypes if isinstance(dtype, QuantityDtype)]
        if len(ours) < len(dtypes):
            return None
        unit = ours[0].unit
        if not all(_joins(dtype.unit, unit) for dtype in ours):
            return None
        return QuantityDtype(unit, np.result_type(*(dtype.numbers for dtype in ours)))

    def __from_arrow__(self, array: Any) -> Any:
        """Return the column of an array of pyarrow's."""
        from ..arrow import to_quantity_array

        return to_quantity_array(array, self)


def _joins(unit: Unit, other: Unit) -> bool:
    """Whether columns in two units go into one: multiples of one unit, of one kind; of scales the same
    alone.
    """
    if unit == other:
        return True
    return type(unit) is Unit and type(other) is Unit and unit.is_comparable(other)
