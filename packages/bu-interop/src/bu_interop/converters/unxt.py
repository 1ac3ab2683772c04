"""Quantities of unxt, whose units are astropy's, and back."""

from __future__ import annotations

from typing import Any

import unxt
from astropy.units import FunctionUnitBase

from bu_array import Quantity
from bu_array.core import Neighbour
from bu_units import Unit

from ._matching import NoCounterpartError, mantissa_of
from .astropy import read_unit, to_astropy_unit

__all__ = ["NEIGHBOUR", "to_unxt"]


def _read(quantity: Any) -> tuple[Any, Unit]:
    value = quantity.value
    return mantissa_of(getattr(value, "array", value), "unxt"), read_unit(
        quantity.unit
    )  # array: a static value's


def to_unxt(quantity: Quantity) -> Any:
    """Return the Quantity of unxt that equals `quantity`, in the same unit; jax's array is the same.

    An array of another library is converted to jax's. Raises NoCounterpartError for a unit that astropy,
    whose units unxt takes, has nothing for.
    """
    unit = to_astropy_unit(quantity.unit)
    if isinstance(unit, FunctionUnitBase):
        raise NoCounterpartError(
            f"unxt has no logarithmic units such as {quantity.unit}; convert to a factor first"
        )
    return unxt.Quantity(quantity.to_jax().mantissa, unit)


NEIGHBOUR = Neighbour((unxt.AbstractQuantity,), (), _read, read_unit, to_unxt, to_astropy_unit)
