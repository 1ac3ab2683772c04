"""Conversion to a unit of another dimension, by the equivalencies that were given or are enabled."""

from __future__ import annotations

from typing import Any

import numpy as np

import bu_units
from bu_units import Unit, UnitMismatchError

from .objects import of_objects, under
from .pair import scaled
from .scales import log10

__all__ = ["across", "reachable"]

# bu_units.equivalencies is imported at the first conversion across dimensions, by its name there.

_PYTHONS = frozenset((bool, int, float, complex))
_LARGEST_HALF, _SMALLEST_HALF = 65504.0, 2.0**-14


def across(mantissa: Any, own: Unit, target: Unit, given: Any, err_msg: str | None) -> Any:
    """Return a mantissa in `own` as one in `target`, of another dimension.

    own, target: units; given: equivalencies; err_msg: the text of the error.
    Raises UnitMismatchError, with the text `err_msg` if given, where no equivalency leads there.
    """
    if err_msg is not None and not reachable(own, target, given):
        raise UnitMismatchError(err_msg, own, target)
    convert = bu_units.equivalencies.convert
    return convert(mantissa, own, target, given, times=scaled, under=_under, log10=log10)


def reachable(own: Unit, target: Unit, given: Any) -> bool:
    """Whether the equivalencies that were given or are enabled lead from one dimension to the other.

    own, target: units; given: equivalencies.
    """
    return bu_units.equivalencies.reachable(own, target, given)


def _under(factor: float, mantissa: Any) -> Any:
    """Return ``factor / mantissa``, in the mantissa's own precision."""
    if of_objects(mantissa):
        try:
            return under(factor, mantissa)
        except ArithmeticError as error:  # of Python's own: decimal has errors of its own for it
            raise _no_reciprocal(mantissa) from error
    if type(mantissa) in _PYTHONS and not mantissa:
        if type(mantissa) is complex:
            raise _no_reciprocal(mantissa)
        return (factor / np.float64(mantissa)).item()  # 0.0 nm is of infinite energy, as it is in an array
    if not _SMALLEST_HALF < factor < _LARGEST_HALF and "float16" in str(getattr(mantissa, "dtype", "")):
        return scaled(1.0 / mantissa, factor)  # the factor itself is beyond half precision
    return factor / mantissa


def _no_reciprocal(mantissa: Any) -> ZeroDivisionError:
    return ZeroDivisionError(
        f"the conversion divides by the value, and a {type(mantissa).__name__} of zero has no reciprocal; "
        "in floats it is infinite"
    )
