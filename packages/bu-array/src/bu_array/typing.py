"""Annotations that say the unit or the physical type of a quantity, and a decorator that checks them.

>>> from bu_array.typing import LENGTH, SPEED, TIME, validate_units
>>> @validate_units
... def speed(distance: LENGTH, duration: TIME) -> SPEED:
...     return distance / duration

For a type checker `LENGTH` and kin are `Quantity`. ``Quantity[u.metre]`` and ``Quantity["length"]`` work
when the program runs; what a type checker reads needs the longhand that they stand for,
``Annotated[Quantity, u.metre]`` and ``Annotated[Quantity, "length"]``, which `validate_units` reads too.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Sequence
from functools import wraps
from typing import (
    Annotated,
    Any,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from bu_units import Dimension, DimensionMismatchError, Unit, UnitMismatchError

from ._checks import unit_of
from ._declare import Array
from ._pair import is_plain_zero
from ._physical import PhysicalType, meant
from ._quantity import Quantity

__all__ = [
    "ACCELERATION",
    "AREA",
    "CAPACITANCE",
    "CHARGE",
    "CONDUCTANCE",
    "CURRENT",
    "DENSITY",
    "DIMENSIONLESS_TYPE",
    "ENERGY",
    "FORCE",
    "FREQUENCY",
    "HAS_UNIT",
    "INDUCTANCE",
    "LENGTH",
    "LUMINOSITY",
    "MAGNETIC_FIELD",
    "MAGNETIC_FLUX",
    "MASS",
    "POWER",
    "PRESSURE",
    "RESISTANCE",
    "SPEED",
    "SUBSTANCE",
    "TEMPERATURE",
    "TIME",
    "VOLTAGE",
    "VOLUME",
    "Array",
    "ArrayLike",
    "Axes",
    "Axis",
    "DTypeLike",
    "DimensionLike",
    "PhysicalType",
    "PyTree",
    "QuantityLike",
    "ScalarOrArrayLike",
    "Shape",
    "UnitLike",
    "is_physical_type",
    "quantity_type",
    "validate_units",
]

P = ParamSpec("P")
R = TypeVar("R")
T_co = TypeVar("T_co", covariant=True)

# ---------------------------------------------------------------- physical types

ACCELERATION = Annotated[Quantity, PhysicalType("acceleration")]
AREA = Annotated[Quantity, PhysicalType("area")]
CAPACITANCE = Annotated[Quantity, PhysicalType("capacitance")]
CHARGE = Annotated[Quantity, PhysicalType("charge")]
CONDUCTANCE = Annotated[Quantity, PhysicalType("conductance")]
CURRENT = Annotated[Quantity, PhysicalType("current")]
DENSITY = Annotated[Quantity, PhysicalType("density")]
DIMENSIONLESS_TYPE = Annotated[Quantity, PhysicalType("dimensionless")]
ENERGY = Annotated[Quantity, PhysicalType("energy")]
FORCE = Annotated[Quantity, PhysicalType("force")]
FREQUENCY = Annotated[Quantity, PhysicalType("frequency")]
INDUCTANCE = Annotated[Quantity, PhysicalType("inductance")]
LENGTH = Annotated[Quantity, PhysicalType("length")]
LUMINOSITY = Annotated[Quantity, PhysicalType("luminosity")]
MAGNETIC_FIELD = Annotated[Quantity, PhysicalType("magnetic field")]
MAGNETIC_FLUX = Annotated[Quantity, PhysicalType("magnetic flux")]
MASS = Annotated[Quantity, PhysicalType("mass")]
POWER = Annotated[Quantity, PhysicalType("power")]
PRESSURE = Annotated[Quantity, PhysicalType("pressure")]
RESISTANCE = Annotated[Quantity, PhysicalType("resistance")]
SPEED = Annotated[Quantity, PhysicalType("speed")]
SUBSTANCE = Annotated[Quantity, PhysicalType("substance")]
TEMPERATURE = Annotated[Quantity, PhysicalType("temperature")]
TIME = Annotated[Quantity, PhysicalType("time")]
VOLTAGE = Annotated[Quantity, PhysicalType("voltage")]
VOLUME = Annotated[Quantity, PhysicalType("volume")]

HAS_UNIT = Quantity

# ---------------------------------------------------------------- what functions take

ScalarOrArrayLike: TypeAlias = Array | complex
"""A number or an array of any library."""
ArrayLike: TypeAlias = ScalarOrArrayLike | Sequence[Any]
"""What becomes an array: a number, an array, nested lists."""
QuantityLike: TypeAlias = Quantity | Array | complex | Sequence[Any]
"""What becomes a quantity."""
UnitLike: TypeAlias = Unit | str
"""A unit or its text."""
DimensionLike: TypeAlias = Dimension | Unit | Quantity
"""What has a dimension."""
Axis: TypeAlias = int
Axes: TypeAlias = int | Sequence[int]
Shape: TypeAlias = int | Sequence[int]
DTypeLike: TypeAlias = Any
"""A dtype of any library, numpy's name of it, or a type of Python's."""


class PyTree(Protocol[T_co]):
    """Nested containers with leaves of one type; any object passes."""


def quantity_type(item: Any) -> Any:
    """Return ``Quantity[item]``: the annotation for a unit, a dimension, or the name of a physical type."""
    return Quantity[item]  # type: ignore[misc]  # __class_getitem__ is for the running program


def is_physical_type(obj: Any) -> bool:
    """Return whether `obj` is a PhysicalType, or an annotation with one, such as LENGTH."""
    if isinstance(obj, PhysicalType):
        return True
    return get_origin(obj) is Annotated and any(isinstance(meta, PhysicalType) for meta in obj.__metadata__)


# ---------------------------------------------------------------- checks of annotations


@overload
def validate_units(func: Callable[P, R], *, strict: bool = False) -> Callable[P, R]: ...
@overload
def validate_units(
    func: None = None, *, strict: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]: ...
def validate_units(func: Callable[..., Any] | None = None, *, strict: bool = False) -> Any:
    """Check arguments and the result against the annotations whenever the function is called.

    ``Quantity[u.metre]`` and ``LENGTH`` want a length in any unit; with `strict`, ``Quantity[u.metre]``
    wants metres. DimensionMismatchError or, when strict, UnitMismatchError says which argument is
    wrong. None and other annotations pass, and so does a plain zero; of a union one part must fit.
    """
    if func is None:
        return lambda function: _validated(function, strict)
    return _validated(func, strict)


def _validated(function: Callable[P, R], strict: bool) -> Callable[P, R]:
    names = list(inspect.signature(function).parameters)
    wanted: dict[str, tuple[Unit | PhysicalType, ...]] = {}
    read = False

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        nonlocal read
        if not read:  # at the first call: annotations may name what is defined behind the function
            hints = get_type_hints(function, include_extras=True)
            wanted.update({name: found for name, hint in hints.items() if (found := _wanted(hint))})
            read = True
        for name, value in (*zip(names, args, strict=False), *kwargs.items()):
            if name in wanted:
                _check(function, f"argument {name!r}", value, wanted[name], strict)
        result = function(*args, **kwargs)
        if "return" in wanted:
            _check(function, "the result", result, wanted["return"], strict)
        return result

    return checked


def _wanted(hint: Any) -> tuple[Unit | PhysicalType, ...]:
    """Return what an annotation asks for: one thing, those of a union, or nothing."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        parts = [_wanted(part) for part in get_args(hint) if part is not type(None)]
        return tuple(one for part in parts for one in part) if all(parts) else ()
    if origin is not Annotated or not _is_quantity(get_args(hint)[0]):
        return ()
    for meta in hint.__metadata__:
        if isinstance(meta, (Unit, PhysicalType, str)):
            return (meant(meta),)
    return ()


def _is_quantity(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Quantity)


def _check(
    function: Callable[..., Any],
    what: str,
    value: Any,
    wanted: tuple[Unit | PhysicalType, ...],
    strict: bool,
) -> None:
    if value is None:
        return
    unit = unit_of(value)
    for one in wanted:
        exact = strict and isinstance(one, Unit)
        if (unit == one if exact else unit.dim is one.dim) or is_plain_zero(value):
            return
    units = [one for one in wanted if isinstance(one, Unit)]
    if strict and len(units) == len(wanted):
        raise UnitMismatchError(f"{function.__qualname__}: {what} is in another unit", unit, *units)
    dims = [one.dim for one in wanted]
    names = " or ".join(one.name if isinstance(one, PhysicalType) else str(one) for one in wanted)
    raise DimensionMismatchError(
        f"{function.__qualname__}: {what} must be of {names}, got one in {unit}", unit.dim, *dims
    )
