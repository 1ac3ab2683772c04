"""Locators, formatters and scales of matplotlib that are given quantities.

A locator made with quantities counts in the unit of the first; on an axis it counts in that of the axis,
also when the axis changes its unit. A scale is made for its axis. Loaded beside matplotlib only; see
`plotting`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib import import_module
from types import ModuleType
from typing import Any

from bu_units import Unit, UnitMismatchError

from ..core import as_unit, join
from .arguments import (
    Call,
    Convert,
    difference,
    is_difference,
    refused,
    replace_method,
    roles_of,
    subclasses,
)
from .axis_units import first_unit, numbers

__all__ = ["counts_in_unit", "settle", "tick_helpers", "teach_axis", "teach_scales", "teach_tickers"]

# What an argument is: "p" a position on the axis, "d" a distance along it. Everything else is plain.
_TICKERS = {
    "AsinhLocator": "linear_width:d",
    "EngFormatter": "useOffset:p",
    "FixedLocator": "locs:p",
    "LogFormatter": "linthresh:d",
    "MultipleLocator": "base:d offset:d",
    "PercentFormatter": "xmax:d",
    "ScalarFormatter": "useOffset:p val:p",
    "SymmetricalLogLocator": "linthresh:d",
}
_SETTERS = ("__init__", "set_base", "set_params", "set_powerlimits", "set_useOffset")
_SCALES = {"AsinhScale": "linear_width:d", "SymmetricalLogScale": "linthresh:d"}


# ---------------------------------------------------------------- locators and formatters


def teach_tickers(ticker: ModuleType) -> None:
    """Let the locators and formatters of matplotlib.ticker take quantities, or refuse them at the call."""
    for cls in subclasses(ticker, ticker.TickHelper):
        for name in _SETTERS:
            replace_method(cls, name, _counting(cls.__name__, roles_of(_TICKERS.get(cls.__name__, ""))))


def _counting(owner: str, roles: dict[str, str]) -> Convert:
    def convert(self: Any, given: dict[str, Any], call: Call) -> None:
        for name, value in given.items():
            if name not in roles:
                raise refused(owner, name, value)
        unit = vars(self).get("_counts_in") or _unit_of(self.axis)
        if unit is None:
            unit = first_unit(next(iter(given.values())))
        for name, value in given.items():
            given[name] = numbers(value, unit if roles[name] == "p" else difference(unit))
        self._counts_in = unit
        # What was asked for in quantities is asked for again in another unit; see `settle`.
        vars(self).setdefault("_quantities", []).append((call.function, call.args, call.kwargs))

    return convert


def counts_in_unit(helper: Any) -> Unit | None:
    """Return the unit of a locator or formatter that was made with quantities; None for others."""
    unit = getattr(helper, "_counts_in", None)
    return unit if isinstance(unit, Unit) else None


def settle(helper: Any, unit: Unit | None) -> None:
    """Let a locator or formatter that was given quantities count in `unit`; others stay as they are."""
    calls = getattr(helper, "_quantities", None)
    if not calls or unit is None or unit is helper._counts_in:
        return
    before = dict(vars(helper))
    helper._counts_in, helper._quantities = unit, []
    try:
        for function, args, kwargs in calls:
            function(helper, *args, **kwargs)
    except UnitMismatchError:
        vars(helper).update(before)
        raise


def teach_axis(axis_module: ModuleType) -> None:
    """Let an axis tell its unit to locators and formatters with quantities that are put on it."""
    for name in ("set_major_locator", "set_minor_locator", "set_major_formatter", "set_minor_formatter"):
        _settling(axis_module.Axis, name)


def _settling(axis_class: Any, name: str) -> None:
    method: Callable[..., Any] = vars(axis_class)[name]
    if hasattr(method, "takes_quantities"):
        return

    @wraps(method)
    def put(self: Any, helper: Any) -> None:
        own = counts_in_unit(helper)
        if own is not None:
            if not is_difference(own):
                self.update_units(join(1.0, own))  # the first quantity on an axis sets its unit
            settle(helper, _unit_of(self))
        method(self, helper)

    put.takes_quantities = True  # type: ignore[attr-defined]  # read back above
    setattr(axis_class, name, put)


def tick_helpers(axis: Any) -> list[Any]:
    """Return the locators and formatters of an axis."""
    return [helper for ticks in (axis.major, axis.minor) for helper in (ticks.locator, ticks.formatter)]


def _unit_of(axis: Any) -> Unit | None:
    unit = getattr(axis, "units", None)
    return as_unit(unit) if isinstance(unit, (Unit, str)) else None


# ---------------------------------------------------------------- scales


def teach_scales(scale: ModuleType) -> None:
    """Let the scales of matplotlib.scale take quantities, or refuse them at the call."""
    transform = import_module("matplotlib.transforms").Transform
    for cls in subclasses(scale, scale.ScaleBase) + subclasses(scale, transform):
        name = cls.__name__
        replace_method(cls, "__init__", _for_its_axis(name, roles_of(_SCALES.get(name, ""))))


def _for_its_axis(owner: str, roles: dict[str, str]) -> Convert:
    def convert(self: Any, given: dict[str, Any], call: Call) -> None:
        axis = call.arguments.get("axis")
        for name, value in given.items():
            if name not in roles or axis is None:
                raise refused(owner, name, value)
            own = first_unit(value)
            if not is_difference(own):
                axis.update_units(join(1.0, own))
            unit = _unit_of(axis)
            given[name] = numbers(value, own if unit is None else difference(unit))
            self.unit = unit

    return convert
