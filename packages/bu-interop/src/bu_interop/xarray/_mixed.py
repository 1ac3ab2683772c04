"""Arithmetic of quantities with arrays whose unit is in their attributes, which xarray itself takes for bare.

``da * (2 * u.s)`` for a `da` with ``attrs["units"] = "m"`` would be in seconds, with an attribute that
says metres. Such an array is quantified first, where it meets a quantity or a unit; arrays among
themselves are xarray's.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

import xarray as xr

from bu_array import Quantity
from bu_units import Unit

from .._cf import is_date_unit, unit_of, without_unit
from ._natural import replace
from ._variables import held, on_dataset, quantified

__all__ = ["install"]

_OPERATORS = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow")
_COMPARISONS = ("lt", "le", "gt", "ge", "eq", "ne")
# What takes a derivative or an integral by a coordinate, whose unit is in the attributes of a plain index.
_BY_COORDINATE = ("differentiate", "integrate", "cumulative_integrate")


def _carries(x: Any) -> bool:
    """Return whether `x` is a unit or a quantity, alone or in a variable."""
    return isinstance(x, (Quantity, Unit)) or (isinstance(x, xr.Variable) and held(x) is not None)


def _says(x: Any) -> bool:
    """Return whether `x` is a plain variable whose attributes say a unit."""
    return isinstance(x, xr.Variable) and "units" in x.attrs and held(x) is None


def _quantified(x: Any) -> Any:
    """Return a plain variable that says a unit as a quantity in it."""
    if not _says(x) or x.dtype.kind not in "iufcb" or is_date_unit(x.attrs["units"]):
        return x
    return xr.Variable(x.dims, Quantity(x.data, unit_of(x.attrs)), without_unit(x.attrs), x.encoding)


def _honest(before: Callable[..., Any], operation: Callable[..., Any], swapped: bool) -> Callable[..., Any]:
    """Return a method of variables that reads the unit in attributes where the other operand has one."""

    @functools.wraps(before)
    def method(self: Any, other: Any) -> Any:
        if isinstance(other, (xr.Variable, Quantity, Unit)) and (
            (_says(self) and _carries(other)) or (_says(other) and _carries(self))
        ):
            mine, theirs = _quantified(self), _quantified(other)
            if mine is not self or theirs is not other:
                return operation(theirs, mine) if swapped else operation(mine, theirs)
        return before(self, other)

    return method


def _honest_ufunc(before: Callable[..., Any]) -> Callable[..., Any]:
    """Return `__array_ufunc__` that reads the units in attributes where another operand has one."""

    @functools.wraps(before)
    def method(self: Any, ufunc: Any, call: str, *inputs: Any, **options: Any) -> Any:
        if any(_with_unit(x) for x in inputs):
            inputs = tuple(_read(x) for x in inputs)
        return before(self, ufunc, call, *inputs, **options)

    return method


def _with_unit(x: Any) -> bool:
    if isinstance(x, xr.Dataset):
        return any(held(variable) is not None for variable in x.data_vars.values())
    return _carries(x.variable if isinstance(x, xr.DataArray) else x)


def _read(x: Any) -> Any:
    """Return an array of xarray's as a quantity, if its attributes say a unit; its coordinates as they
    are.
    """
    if isinstance(x, xr.DataArray) and _says(x.variable):
        variable = _quantified(x.variable)
        made = x.copy(deep=False, data=variable.data)
        made.attrs = variable.attrs
        return made
    if isinstance(x, xr.Dataset):
        return quantified(x, None, [n for n, v in x.data_vars.items() if _says(v.variable)])
    return _quantified(x)


def _by_coordinate(before: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method by a coordinate that reads the unit in the attributes of that coordinate."""

    @functools.wraps(before)
    def method(self: Any, coord: Any, *given: Any, **options: Any) -> Any:
        names = [coord] if isinstance(coord, str) or not isinstance(coord, (list, tuple)) else list(coord)
        said = [name for name in names if name in self.coords and _says(self.coords[name].variable)]
        if said and _with_unit(self):
            self = on_dataset(self, lambda ds: quantified(ds, None, said))
        return before(self, coord, *given, **options)

    return method


def install() -> None:
    """Put the methods in place of xarray's, once."""
    for name in (*_OPERATORS, *_COMPARISONS):
        operation = getattr(operator, name)
        replace(xr.Variable, f"__{name}__", functools.partial(_honest, operation=operation, swapped=False))
        if name in _OPERATORS:
            replace(
                xr.Variable, f"__r{name}__", functools.partial(_honest, operation=operation, swapped=True)
            )
    for kind in (xr.Variable, xr.DataArray, xr.Dataset):
        replace(kind, "__array_ufunc__", _honest_ufunc)
    for kind in (xr.DataArray, xr.Dataset):
        for name in _BY_COORDINATE:
            if hasattr(kind, name):
                replace(kind, name, _by_coordinate)
