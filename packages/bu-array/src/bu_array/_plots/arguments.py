"""Arguments of matplotlib's own classes that are quantities: what each stands for, and what takes none.

The tables in the modules beside this one say what an argument is; one without a row is a plain number,
which a quantity would make a crash when the figure is drawn. Loaded beside matplotlib only; see `plotting`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from types import ModuleType
from typing import Any, NamedTuple

import bu_units
from bu_units import LevelUnit, ScaleUnit, Unit, UnitMismatchError

from .axis_units import first_unit, has_quantity, numbers

__all__ = [
    "POINTS",
    "Call",
    "difference",
    "in_points",
    "is_difference",
    "refused",
    "replace_method",
    "roles_of",
    "subclasses",
]

POINTS = {
    "pt": Unit("inch / 72"),  # widths of lines, sizes of letters and markers
    "pt2": Unit("inch / 72") ** 2,  # the area of a marker
    "deg": Unit("degree"),
}
"""The units of what has nothing to do with an axis: lengths and areas on the page, and angles."""


class Call(NamedTuple):
    """A call in which quantities are converted: the method with its conversion, and what it was given."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    arguments: Mapping[str, Any]


Convert = Callable[[Any, dict[str, Any], Call], None]
"""Changes the arguments that hold quantities, by name, in place."""


def in_points(role: str, value: Any) -> Any:
    """Return a length, an area or an angle as the number that matplotlib means."""
    unit, own = POINTS[role], first_unit(value)
    if own.dim is not unit.dim:
        raise UnitMismatchError(_MEANT[role], own, unit)
    number = numbers(value, unit)
    return number.item() if getattr(number, "ndim", 1) == 0 else number  # rotations are no arrays


_MEANT = {
    "pt": "a size on the page is a length",
    "pt2": "the size of a marker is its area on the page",
    "deg": "a rotation is an angle",
}


def difference(unit: Unit) -> Unit:
    """Return the unit of distances along an axis in `unit`."""
    return unit.difference if isinstance(unit, ScaleUnit) else unit


def is_difference(unit: Unit) -> bool:
    """Whether values in `unit` are no positions: delta_degC, dB."""
    return bu_units.is_difference(unit) or (isinstance(unit, LevelUnit) and unit.is_difference)


def refused(function: str, name: str, value: Any) -> TypeError:
    """Return the error of a quantity where a plain number stands."""
    return TypeError(f"{function}: {name} takes no quantity, got {value}")


def roles_of(row: str) -> dict[str, str]:
    """Return a row of a table, "base:d offset:d", by name."""
    return dict(pair.split(":") for pair in row.split())


def replace_method(cls: Any, name: str, convert: Convert) -> None:
    """Let a method convert the quantities among its arguments, under all its names.

    A call without a quantity passes through.
    """
    method = vars(cls).get(name)
    if method is None or hasattr(method, "takes_quantities"):  # a version without it; done before
        return
    taught = _converting(method, convert)
    for alias in [key for key, value in vars(cls).items() if value is method]:
        setattr(cls, alias, taught)


def _converting(method: Callable[..., Any], convert: Convert) -> Callable[..., Any]:
    signature = inspect.signature(method)
    rest = next((p.name for p in signature.parameters.values() if p.kind is p.VAR_KEYWORD), "")

    @wraps(method)
    def converted(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        if not any(map(has_quantity, args)) and not any(map(has_quantity, kwargs.values())):
            return method(self, *args, **kwargs)
        bound = signature.bind(self, *args, **kwargs)
        more = bound.arguments.get(rest, {})
        arguments = {key: value for key, value in (bound.arguments | more).items() if key != rest}
        given = {key: value for key, value in arguments.items() if has_quantity(value)}
        convert(self, given, Call(converted, args, kwargs, arguments))
        for key, value in given.items():
            (more if key in more else bound.arguments)[key] = value
        return method(*bound.args, **bound.kwargs)

    converted.takes_quantities = True  # type: ignore[attr-defined]  # read back in `replace_method`
    return converted


def subclasses(module: ModuleType, base: type) -> list[type]:
    """Return the classes in `module` that derive from `base`."""
    return [x for x in vars(module).values() if isinstance(x, type) and issubclass(x, base)]
