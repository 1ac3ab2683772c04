"""Methods of xarray's that compute with bare coordinates, on objects whose coordinates or values have units.

xarray sorts, pads, stacks and interpolates by numpy arrays of the labels, and writes numpy arrays. On
objects with units these methods are those of the accessor `.bu`; on all others they are xarray's, untouched.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib import import_module
from typing import Any

import xarray as xr

from ._variables import dequantified, held, on_dataset

__all__ = ["install", "replace"]

# By what the object must have for the method to be the accessor's.
_OF_COORDINATES = (
    *("sortby", "pad", "stack", "unstack", "swap_dims", "broadcast_like", "coarsen"),
    *("reindex", "reindex_like", "drop_sel", "groupby_bins"),
)
_OF_VALUES = ("interp", "interp_like", "interpolate_na", "ffill", "bfill", "chunk")
_WRITTEN = ("to_netcdf", "to_zarr")


def has_units(x: Any, only_coordinates: bool = False) -> bool:
    """Return whether values or coordinates of an object of xarray's are quantities."""
    if any(held(coordinate) is not None for coordinate in x.coords.values()):
        return True
    if only_coordinates:
        return False
    variables = x.data_vars.values() if isinstance(x, xr.Dataset) else (x,)
    return any(held(variable) is not None for variable in variables)


def _natural(name: str, only_coordinates: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def made(before: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(before)
        def method(self: Any, *given: Any, **options: Any) -> Any:
            if has_units(self, only_coordinates):
                return getattr(self.bu, name)(*given, **options)
            return before(self, *given, **options)

        return method

    return made


def _grouped(before: Callable[..., Any]) -> Callable[..., Any]:
    """Return `groupby`, which is the accessor's for groups by a coordinate with a unit."""

    @functools.wraps(before)
    def method(self: Any, group: Any = None, *given: Any, **options: Any) -> Any:
        names = list(options) if group is None else [group] if isinstance(group, str) else []
        if any(name in self.coords and held(self.coords[name]) is not None for name in names):
            return self.bu.groupby(group, *given, **options)
        return before(self, group, *given, **options)

    return method


def _written(before: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that writes numbers, with the units in CF's attributes."""

    @functools.wraps(before)
    def method(self: Any, *given: Any, **options: Any) -> Any:
        plain = on_dataset(self, dequantified) if has_units(self) else self
        return before(plain, *given, **options)

    return method


def _computed(before: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return `load` or `persist`: xarray refuses chunks of two types, quantities and plain, in one
    Dataset.
    """

    @functools.wraps(before)
    def method(self: Any, **options: Any) -> Any:
        lazy = {key: variable for key, variable in self.variables.items() if variable.chunks is not None}
        if any(held(variable) is not None for variable in lazy.values()):
            compute = getattr(import_module("dask"), "compute" if name == "load" else "persist")
            done = compute(*(variable.data for variable in lazy.values()), **options)
            if name == "persist":
                self = self.copy(deep=False)
            for key, data in zip(lazy, done, strict=True):
                self.variables[key].data = data
            if name == "persist":
                return self
        return before(self, **options)

    return method


def install() -> None:
    """Put the methods in place of xarray's, once."""
    for kind in (xr.DataArray, xr.Dataset):
        for name in _OF_COORDINATES:
            replace(kind, name, _natural(name, True))
        for name in _OF_VALUES:
            replace(kind, name, _natural(name, False))
        for name in _WRITTEN:
            replace(kind, name, _written)
        replace(kind, "groupby", _grouped)
    for name in ("load", "persist"):
        replace(xr.Dataset, name, functools.partial(_computed, name=name))


def replace(kind: Any, name: str, made: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Put what `made` makes of a method in its place, once."""
    before = getattr(kind, name)
    if not hasattr(before, "_knows_units"):
        method = made(before)
        method._knows_units = True  # type: ignore[attr-defined]  # a function has any attribute
        setattr(kind, name, method)
