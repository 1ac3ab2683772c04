"""Annotations that say the unit or the physical type of a quantity, and a decorator that checks them.

>>> from bu_array.typing import LENGTH, SPEED, TIME, validate_units
>>> @validate_units
... def speed(distance: LENGTH, duration: TIME) -> SPEED:
...     return distance / duration

For a type checker `LENGTH` and kin are `Quantity`. ``Quantity[u.metre]`` and ``Quantity["length"]`` work
when the program runs, for isinstance as well, which looks at the dimension: kilometres are a
``Quantity[u.metre]``. What a type checker reads needs the longhand that they stand for,
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
    NamedTuple,
    ParamSpec,
    Protocol,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    overload,
)

from bu_units import Dimension, DimensionMismatchError, Unit, UnitMismatchError

from ._quantity.annotation import PhysicalType, annotation, meant
from ._quantity.quantity import Quantity
from .checks import name_of, unit_of
from .core import MissingUnitError, has_unit, is_plain_zero
from .declare import Array

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

for _name in [name for name, hint in globals().items() if get_origin(hint) is Annotated]:
    # The same to a type checker, and isinstance answers: ``isinstance(q, LENGTH)``.
    globals()[_name] = annotation(Quantity, *globals()[_name].__metadata__)

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
    """Return ``Quantity[item]``: the annotation for a unit, a dimension, or the name of a physical type.

    item: a unit, a dimension, or a name such as "length".
    """
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

    func: the function; strict: whether the unit itself must agree.
    ``Quantity[u.metre]`` and ``LENGTH`` want a length in any unit; with `strict`, ``Quantity[u.metre]``
    wants metres. DimensionMismatchError or, when strict, UnitMismatchError says which argument is
    wrong, and for a plain number it is a TypeError as well. None and other annotations pass, and so does a
    plain zero; of a union one part must fit. A function that asks for nothing is returned as it is.
    """
    if func is None:
        return lambda function: _validated(function, strict)
    return _validated(func, strict)


class MissingDimensionError(DimensionMismatchError, TypeError):
    """An argument without a unit where a dimension is wanted: a TypeError too, as `MissingUnitError` is."""


def _asks_nothing(function: Callable[..., Any]) -> bool:
    """Whether no annotation asks for a unit; not known yet of texts and of names to come."""
    try:
        hints = getattr(_annotated(function), "__annotations__", {}).values()
    except NameError:  # Python 3.14 looks them up when they are asked for
        return False
    return not any(isinstance(hint, str) or _wanted(hint).one_of for hint in hints)


def _validated(function: Callable[P, R], strict: bool) -> Callable[P, R]:
    if _asks_nothing(function):
        return function
    kinds = inspect.Parameter
    parameters = inspect.signature(function).parameters.values()
    names = [p.name for p in parameters if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)]
    keywords = {p.name for p in parameters if p.kind in (kinds.POSITIONAL_OR_KEYWORD, kinds.KEYWORD_ONLY)}
    rest = next((p.name for p in parameters if p.kind is kinds.VAR_POSITIONAL), None)
    others = next((p.name for p in parameters if p.kind is kinds.VAR_KEYWORD), None)
    later = inspect.iscoroutinefunction(function)
    wanted: dict[str | None, Wanted] = {}
    read = False

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        nonlocal read
        if not read:  # at the first call: annotations may name what is defined behind the function
            hints = get_type_hints(_annotated(function), include_extras=True)
            wanted.update({name: found for name, hint in hints.items() if (found := _wanted(hint)).one_of})
            read = True
        for name, value in zip(names, args, strict=False):
            if name in wanted:
                _check(function, name, value, wanted[name], strict)
        if rest in wanted:
            for value in args[len(names) :]:
                _check(function, rest, value, wanted[rest], strict)
        for name, value in kwargs.items():
            key = name if name in keywords else others
            if key in wanted:
                _check(function, name, value, wanted[key], strict)
        result = function(*args, **kwargs)
        if "return" in wanted and not later:
            _check(function, None, result, wanted["return"], strict)
        return result

    if not later:
        return checked

    @wraps(function)
    async def awaited(*args: P.args, **kwargs: P.kwargs) -> Any:
        result = await cast("Any", checked(*args, **kwargs))
        if "return" in wanted:
            _check(function, None, result, wanted["return"], strict)
        return result

    return cast("Callable[P, R]", awaited)


class Wanted(NamedTuple):
    """What an annotation asks for: one of some units and physical types, or nothing."""

    one_of: tuple[Unit | PhysicalType, ...]
    bare: bool = False
    """Whether bare numbers and arrays pass, too."""


_NOTHING = Wanted(())


def _annotated(function: Any) -> Any:
    """Return the function that has the annotations: of a `functools.partial` the one inside."""
    while not hasattr(function, "__annotations__") and hasattr(function, "func"):
        function = function.func
    return function


def _wanted(hint: Any) -> Wanted:
    """Return what an annotation asks for; of a union that of its parts, unless one may be anything."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(hint) if part is not type(None)]
        asked = [_wanted(part) for part in parts]
        bare = [_is_bare(part) for part in parts]
        if not all(one.one_of or plain for one, plain in zip(asked, bare, strict=True)):
            return _NOTHING
        return Wanted(tuple(unit for one in asked for unit in one.one_of), any(bare))
    if origin is not Annotated or not _is_quantity(get_args(hint)[0]):
        return _NOTHING
    for meta in hint.__metadata__:
        if isinstance(meta, (Unit, PhysicalType, str)):
            return Wanted((meant(meta),))
    return _NOTHING


def _is_bare(part: Any) -> bool:
    """Whether a part of a union is a class of numbers or arrays that no quantity belongs to."""
    kind = get_origin(part) or part
    if not isinstance(kind, type) or kind in (Any, type(None)) or getattr(kind, "_is_protocol", False):
        return False
    return not issubclass(Quantity, kind)


def _is_quantity(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Quantity)


def _check(function: Callable[..., Any], name: str | None, value: Any, wanted: Wanted, strict: bool) -> None:
    """Raise unless an argument, or the result where there is no name, is what is wanted."""
    if value is None:
        return
    unit = value._unit if type(value) is Quantity else unit_of(value)
    for one in wanted.one_of:
        exact = strict and isinstance(one, Unit)
        if (unit == one or unit.without_kind() == one) if exact else unit.dim is one.dim:
            return
    if is_plain_zero(value) or (wanted.bare and not has_unit(value)):
        return
    what = f"{name_of(function)}: " + (f"argument {name!r}" if name else "the result")
    units = [one for one in wanted.one_of if isinstance(one, Unit)]
    if strict and len(units) == len(wanted.one_of):
        missing = MissingUnitError if not has_unit(value) else UnitMismatchError
        raise missing(f"{what} is in another unit", unit, *units)
    dims = [one.dim for one in wanted.one_of]
    names = " or ".join(one.name if isinstance(one, PhysicalType) else str(one) for one in wanted.one_of)
    error = DimensionMismatchError if has_unit(value) else MissingDimensionError
    raise error(f"{what} must be of {names}, got one in {unit}", unit.dim, *dims)
