"""Groups, blocks and windows of xarray's, computed with plain coordinates whose units come back in the
result.
"""

from __future__ import annotations

import operator
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

import xarray as xr

from bu_units import Unit

from ._variables import attached, on_dataset, plain_coordinates

__all__ = ["Windows"]


class Windows:
    """xarray's groups or windows: its methods, whose results have coordinates with units again.

    `inner`: what xarray made; `units`: the units of coordinates by name.
    """

    def __init__(self, inner: Any, units: Mapping[Hashable, Unit]) -> None:
        self._inner = inner
        self._units = units

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(self._inner, name)
        if not callable(found):
            return found

        def method(*given: Any, **options: Any) -> Any:
            return self._again(found(*given, **options))

        method.__name__, method.__doc__ = name, found.__doc__
        return method

    def __iter__(self) -> Iterator[Any]:
        for label, part in self._inner:
            yield label, self._again(part)

    def __len__(self) -> int:
        return len(self._inner)

    def _combined(self, other: Any, operation: Any) -> Any:
        if isinstance(other, (xr.DataArray, xr.Dataset)):
            other = on_dataset(other, lambda ds: plain_coordinates(ds)[0])
        return self._again(operation(self._inner, other))

    def __add__(self, other: Any) -> Any:
        return self._combined(other, operator.add)

    def __sub__(self, other: Any) -> Any:
        return self._combined(other, operator.sub)

    def __mul__(self, other: Any) -> Any:
        return self._combined(other, operator.mul)

    def __truediv__(self, other: Any) -> Any:
        return self._combined(other, operator.truediv)

    def __dir__(self) -> list[str]:
        return dir(self._inner)

    def __repr__(self) -> str:
        return repr(self._inner)

    def _again(self, result: Any) -> Any:
        if not isinstance(result, (xr.DataArray, xr.Dataset)):
            return result

        def of_dataset(ds: Any) -> Any:
            units = {
                n: unit for n, unit in self._units.items() if n in ds.variables and ds[n].dtype.kind in "iufc"
            }
            return attached(ds, units)

        return on_dataset(result, of_dataset)
