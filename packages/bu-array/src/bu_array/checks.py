"""Checks that raise where units do not fit, and questions about kinds of objects."""

from __future__ import annotations

from typing import Any

from bu_dispatch import backend_of, convert, get_backend
from bu_units import (
    DIMENSIONLESS,
    UNITLESS,
    Dimension,
    DimensionMismatchError,
    KindMismatchError,
    Unit,
    UnitMismatchError,
)

from ._quantity.quantity import Quantity
from .accessors import get_dim
from .core import Pair, detach, gather, has_unit, is_plain_zero, join, split

__all__ = [
    "assert_quantity",
    "fail_for_dimension_mismatch",
    "fail_for_unit_mismatch",
    "get_dim_for_display",
    "is_scalar_type",
    "is_unit_equal_math",
    "name_of",
    "unit_of",
    "unit_scale_align_to_first",
]


def assert_quantity(q: Any, mantissa: Any, unit: Unit | str | None = None) -> None:
    """Raise AssertionError unless `q` has the values of `mantissa`, and `unit` (None: that of `mantissa`).

    unit: a unit or its text; None for that of `mantissa`.
    q: the quantity or array that is checked; mantissa: its values.
    Units are compared, not converted: 1 km is not 1000 m. Values are compared as floats are:
    with a relative tolerance of 1e-5, NaN equal to NaN. For tests: the values are looked at.
    """
    value, own = split(q)
    expected, wanted = split(mantissa)
    if unit is not None:
        wanted = Unit(unit) if isinstance(unit, str) else unit
    if own != wanted:
        raise AssertionError(f"the unit is {own}, expected {wanted}")
    numpy = get_backend("numpy")
    a, b = (numpy.asarray(_seen(x)) for x in (value, expected))
    if a.shape != b.shape and a.size and b.size and a.ndim and b.ndim:
        raise AssertionError(f"the shape is {a.shape}, expected {b.shape}")
    if not numpy.lib.allclose(a, b, equal_nan=True):
        raise AssertionError(f"the mantissa is {a}, expected {b}")


def _seen(x: Any) -> Any:
    """Return the values of an array of any library."""
    backend = backend_of(x)
    if backend is None:
        return x
    return backend.peek(x) if not backend.lazy else convert(x, get_backend("numpy"), explicit=True)


def fail_for_dimension_mismatch(
    obj1: Any, obj2: Any = None, error_message: str | None = None, **error_arrays: Any
) -> tuple[Dimension, Dimension]:
    """Return the dimensions of both; DimensionMismatchError if they differ.

    Without `obj2`: unless `obj1` has none. A plain zero fits any dimension. `error_message` is the text
    of the error, with ``{name}`` for each of `error_arrays`.
    """
    first = get_dim(obj1)
    second = DIMENSIONLESS if obj2 is None else get_dim(obj2)
    if first is not second and not _zero_fits(obj1, obj2):
        raise DimensionMismatchError(_text(error_message, error_arrays, "dimension"), first, second)
    return first, second


def fail_for_unit_mismatch(
    obj1: Any, obj2: Any = None, error_message: str | None = None, **error_arrays: Any
) -> tuple[Unit, Unit]:
    """Return the units of both; UnitMismatchError if one cannot be converted into the other.

    Without `obj2`: unless `obj1` has no dimension. A plain zero fits any unit. For `error_message` see
    `fail_for_dimension_mismatch`.
    """
    first = unit_of(obj1)
    second = UNITLESS if obj2 is None else unit_of(obj2)
    if not first.is_comparable(second) and not _zero_fits(obj1, obj2):
        mismatch = KindMismatchError if first.dim is second.dim else UnitMismatchError
        raise mismatch(_text(error_message, error_arrays, "unit"), first, second)
    return first, second


def unit_of(obj: Any) -> Unit:
    """Return the unit of a quantity, a unit, or a list of quantities; UNITLESS of anything else."""
    if isinstance(obj, Pair):
        return obj._unit
    if isinstance(obj, Unit):
        return obj
    return gather(obj)[1] if has_unit(obj) else UNITLESS


def name_of(function: Any) -> str:
    """Return what errors call a function; of a `functools.partial` that of the function inside."""
    while not hasattr(function, "__qualname__"):
        if not hasattr(function, "func"):
            return type(function).__qualname__
        function = function.func
    return str(function.__qualname__)


def _zero_fits(obj1: Any, obj2: Any) -> bool:
    """Whether one of the two is a plain zero."""
    return is_plain_zero(obj1) or (obj2 is not None and is_plain_zero(obj2))


def _text(message: str | None, arrays: dict[str, Any], what: str) -> str:
    if message is None:
        return f"the operands need one {what}"
    return message.format(**arrays) if arrays else message


def get_dim_for_display(d: Any) -> str:
    """Return the text of a dimension, or of that of a quantity or unit: ``m kg s^-2``, ``1`` for none.

    d: a dimension, or what has one.
    """
    dim = get_dim(d)
    return "1" if dim.is_dimensionless else str(dim)


def is_scalar_type(obj: Any) -> bool:
    """Return whether `obj` is one number, without a dimension: a Python number, or an array without axes."""
    mantissa, unit = (obj._mantissa, obj._unit) if isinstance(obj, Pair) else (obj, UNITLESS)
    if not unit.dim.is_dimensionless or isinstance(mantissa, (str, bytes)):
        return False
    if backend_of(mantissa) is not None:
        return tuple(mantissa.shape) == ()
    return isinstance(mantissa, (int, float, complex))


def is_unit_equal_math(u1: Unit, u2: Unit) -> bool:
    """Return whether two units have one dimension and one magnitude, whatever they are called: Hz and Bq.

    u1, u2: the two units.
    """
    return u1 is u2 or u1 == u2


def unit_scale_align_to_first(*args: Any) -> list[Quantity]:
    """Return the arguments as quantities in the unit of the first; a plain zero fits any unit.

    UnitMismatchError for another dimension.
    """
    if not args:
        return []
    unit = unit_of(args[0])
    return [join(detach(x, unit, "unit_scale_align_to_first", *args), unit) for x in args]
