"""Quantities and units of other libraries of units: what reads and writes them, found by their types.

A package names such a library in an entry point of the group `bu_array.neighbours`, ``pint =
"bu_interop.converters.pint"``: the module has a `Neighbour` in its `NEIGHBOUR`. It is loaded when a type of
the library is met for the first time, and each type is judged once.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from functools import cache
from inspect import isroutine
from types import ModuleType
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from bu_dispatch import backend_of
from bu_units import Unit
from bu_units.tracing import tracing

from .rules import attach_units

__all__ = [
    "GROUP",
    "Neighbour",
    "carries_unit",
    "is_foreign",
    "may_carry",
    "neighbour",
    "own_unit",
    "prepare",
    "reader_of",
    "unit_of",
    "writer_to",
]

GROUP = "bu_array.neighbours"
Reader = Callable[[Any], "tuple[Any, Unit]"]


class Neighbour(NamedTuple):
    """What bu-array asks of another library of units.

    quantities, units: the classes of both; read, read_unit: give ours for one of theirs; write, write_unit:
    the way back.
    A reader raises TypeError, by name, for what has no counterpart: nothing is ever taken without its unit.
    """

    quantities: tuple[type, ...]
    """The classes of its quantities, and of whatever else carries a unit; subclasses count."""
    units: tuple[type, ...]
    """The classes of its units; subclasses count."""
    read: Reader
    """Returns mantissa and unit of one of its quantities, without a copy of an array."""
    read_unit: Callable[[Any], Unit]
    """Returns the unit that equals one of its units."""
    write: Callable[..., Any]
    """Returns its quantity that equals one of ours: ``q.to_<name>()``, with the library's options."""
    write_unit: Callable[..., Any]
    """Returns its unit that equals one of ours."""


class _Judged(NamedTuple):
    read: Reader
    unit: Callable[[Any], Unit] | None


_judged: WeakKeyDictionary[type, _Judged | None] = WeakKeyDictionary()
# Known to have no readers, so that the entry points are not looked for on their behalf.
_OWN = frozenset("builtins numpy typing abc datetime decimal fractions bu_array bu_units bu_jax".split())


@cache
def _points() -> dict[str, Any]:
    """Return the entry points by name: that of the library's top module."""
    from importlib.metadata import entry_points  # 20 ms, and most programs never get here

    return {point.name: point for point in entry_points(group=GROUP)}


def neighbour(name: str) -> Neighbour | None:
    """Return what is known of the library called `name`; None for an unknown one. ImportError without it."""
    point = _points().get(name)
    if point is None:
        return None
    try:
        known: Neighbour = point.load().NEIGHBOUR
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != name:
            raise
        raise ImportError(f"{name} is not installed: pip install {name}", name=name) from None
    return known


def prepare(name: str) -> None:
    """Load what is known of a library, for what its loading changes; not while it is being loaded."""
    point = _points().get(name)
    if point is not None and point.module not in sys.modules:
        point.load()


def writer_to(name: str) -> Callable[..., Any] | None:
    """Return what ``q.to_<name>(**options)`` calls; None for an unknown library."""
    if name not in _points():
        return None

    def write(quantity: Any, **options: Any) -> Any:
        known = neighbour(name)
        assert known is not None  # it is among the entry points
        return known.write(quantity, **options)

    write.__name__ = f"to_{name}"
    write.__qualname__ = f"Quantity.to_{name}"
    write.__doc__ = (
        f"Return the quantity of {name} that equals this one, in the same unit; see `from_{name}`."
    )
    return write


def _judge(kind: type) -> _Judged | None:
    for base in kind.__mro__:
        library = base.__module__.partition(".")[0]
        if library in _OWN or library not in _points():
            continue
        known = neighbour(library)
        assert known is not None  # it is among the entry points
        if issubclass(kind, known.units):
            return _Judged(_one_of(known.read_unit), known.read_unit)
        if issubclass(kind, known.quantities):
            return _Judged(known.read, None)
    return None


def _one_of(read_unit: Callable[[Any], Unit]) -> Reader:
    return lambda x: (1, read_unit(x))


def _judged_as(kind: type) -> _Judged | None:
    try:
        return _judged[kind]
    except KeyError:
        pass  # what is raised below shows no look-up of ours
    _judged[kind] = found = _judge(kind)
    return found


def reader_of(kind: type) -> Reader | None:
    """Return what gives mantissa and unit of a foreign quantity or unit of a type; None for another type."""
    found = _judged_as(kind)
    return None if found is None else found.read


def is_foreign(x: Any) -> bool:
    """Whether `x` is a quantity or a unit of another library of units that can be read."""
    return not tracing() and may_carry(x) and _judged_as(type(x)) is not None


def unit_of(x: Any) -> Unit | None:
    """Return the unit that equals a unit of another library; None for anything else."""
    if tracing():
        return None
    found = _judged_as(type(x))
    return None if found is None or found.unit is None else found.unit(x)


attach_units(unit_of)


# ---------------------------------------------------------------- who carries a unit


def own_unit(x: Any) -> Any:
    """Return the unit that an object of another library carries (xarray's, pandas' ...), or None."""
    if isinstance(x, (type, ModuleType)) or _is_time(x):
        return None  # pandas has the resolution of its times there
    for holder in (x, getattr(x, "dtype", None)):
        for name in _FIELDS:
            found = getattr(holder, name, None)
            if isinstance(found, Unit):
                return None  # a class of ours, a sparse matrix, which has the last word
            if found is not None and not (isroutine(found) or isinstance(found, type)):
                return found
    attributes = getattr(x, "attrs", None)
    return attributes.get("units") if isinstance(attributes, dict) else None


def may_carry(x: Any) -> bool:
    """Whether `x` is to be asked for a unit of its own: all but arrays of libraries that know no units."""
    return backend_of(x) is None or carries_unit(type(x)) or own_unit(x) is not None


def carries_unit(kind: type) -> bool:
    """Whether instances of a type of arrays can carry a unit: one without it says nothing of the others."""
    return any(hasattr(kind, name) for name in (*_FIELDS, "attrs"))


_FIELDS = ("units", "unit")


def _is_time(x: Any) -> bool:
    kind = getattr(getattr(x, "dtype", None), "kind", None)
    return isinstance(x, (datetime.date, datetime.timedelta)) or (isinstance(kind, str) and kind in "mM")
