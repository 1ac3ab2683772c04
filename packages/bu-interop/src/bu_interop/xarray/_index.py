"""An index of xarray's that knows the unit of its coordinate: labels, joins and concatenations are
converted.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from xarray.indexes import Index, PandasIndex

from bu_array import Quantity, get_mantissa
from bu_array.core import as_unit, is_neutral
from bu_units import DimensionMismatchError, Unit, UnitMismatchError, exact_factor

from .._cf import unit_of, without_unit

__all__ = ["UnitIndex", "bare"]


def bare(x: Any, unit: Unit, what: str) -> Any:
    """Return labels as numbers in `unit`: of quantities, slices, lists, and arrays of xarray's; others as
    they are.

    `what` stands in the TypeError for a number without a unit, and in the UnitMismatchError.
    """
    if isinstance(x, slice):
        return slice(*(bare(end, unit, what) for end in (x.start, x.stop, x.step)))
    if isinstance(x, (xr.DataArray, xr.Variable)):
        if not isinstance(x.data, Quantity) and "units" in x.attrs:
            data = Quantity(x.data, unit_of(x.attrs))
        else:
            data = x.data
        plain = x.copy(deep=False, data=bare(data, unit, what))
        plain.attrs = without_unit(x.attrs)
        if isinstance(plain, xr.DataArray):  # its own coordinate, of the same name, would be left with a unit
            plain = plain.drop_vars([name for name in plain.coords if plain.coords[name].dims == (name,)])
        return plain
    if isinstance(x, (list, tuple)):
        x = Quantity(x) if any(isinstance(item, Quantity) for item in x) else np.asarray(x)
    if isinstance(x, Quantity):
        if x.unit.dim is not unit.dim:
            raise UnitMismatchError(f"{what} is in {unit}, and the label is not", unit, x.unit)
        return _converted(np.asarray(get_mantissa(x.to_numpy())), x.unit, unit)
    if x is None or (isinstance(x, (pd.Index, np.ndarray)) and not x.size) or _neutral(x, unit):
        return x
    if isinstance(x, pd.Index) and x.name is not None and what.endswith(repr(x.name)):
        return x  # its own labels, as xarray has them: drop_isel
    raise TypeError(f"{what} is in {unit}: give the label {x!r} a unit, too")


def _neutral(x: Any, unit: Unit) -> bool:
    return isinstance(x, (int, float, np.number)) and bool(is_neutral(x, unit))


def _converted(values: Any, own: Unit, unit: Unit) -> Any:
    """Return values in another unit, rounded once, so that 700 m are found at 0.7 km."""
    if own.ident == unit.ident or own == unit:
        return values
    if type(own) is Unit and type(unit) is Unit:
        inverse = exact_factor(unit.factor_to(own))
        number = float(inverse)
        if number.is_integer() and number > 1 and inverse == type(inverse)(number):
            return values / number
    return np.asarray(get_mantissa(Quantity(values, own).to(unit)))


class UnitIndex(Index):  # type: ignore[misc]  # xarray is not read by mypy here
    """An index of the numbers of a coordinate of one axis, and their unit.

    `index`: a PandasIndex of the numbers; `unit`: their unit.
    Labels are quantities of any unit of the dimension; objects in metres and kilometres are aligned as they
    stand in the world. ``ds.set_xindex("x", UnitIndex)`` makes one of a coordinate with a `units` attribute.
    """

    def __init__(self, index: PandasIndex, unit: Unit) -> None:
        self.index = index
        self.unit = unit

    @classmethod
    def from_variables(cls, variables: Mapping[Any, xr.Variable], *, options: Mapping[str, Any]) -> UnitIndex:
        """Return the index of one variable, by its quantities, its `units`, or ``unit=``."""
        if len(variables) != 1:
            raise ValueError(f"a UnitIndex is of one coordinate, got {len(variables)}")
        ((name, variable),) = variables.items()
        data, asked = variable.data, options.get("unit")
        if isinstance(data, Quantity):
            unit = data.unit if asked is None else as_unit(asked)
            data = bare(data, unit, f"the coordinate {name!r}")
        elif asked is None and "units" not in variable.attrs:
            raise ValueError(
                f"the coordinate {name!r} has no units: set_xindex({name!r}, UnitIndex, unit='m')"
            )
        else:
            unit = unit_of(variable.attrs) if asked is None else as_unit(asked)
        plain = xr.Variable(variable.dims, data)
        return cls(PandasIndex.from_variables({name: plain}, options={}), unit)

    def create_variables(self, variables: Mapping[Any, xr.Variable] | None = None) -> dict[Any, xr.Variable]:
        """Return the coordinate, as quantities."""
        made = {}
        for name, plain in self.index.create_variables(None).items():
            before = (variables or {}).get(name)
            attributes = {} if before is None else without_unit(before.attrs)
            encoding = {} if before is None else before.encoding
            data = Quantity(np.asarray(plain.data), self.unit)
            made[name] = xr.Variable(plain.dims, data, attributes, encoding)
        return made

    def _index_of(self, other: Index) -> PandasIndex:
        """Return the other's index in this one's unit."""
        if not isinstance(other, UnitIndex):
            raise TypeError(f"a coordinate in {self.unit} does not go with one without a unit: quantify both")
        if other.unit.dim is not self.unit.dim:
            raise DimensionMismatchError(
                f"the coordinates {self.index.dim!r} are in {self.unit} and {other.unit}",
                self.unit.dim,
                other.unit.dim,
            )
        if other.unit == self.unit:
            return other.index
        index = other.index.index
        values = _converted(np.asarray(index), other.unit, self.unit)
        return PandasIndex(pd.Index(values, name=index.name), other.index.dim)

    def to(self, unit: Unit) -> UnitIndex:
        """Return the index in another unit."""
        return UnitIndex(UnitIndex(self.index, unit)._index_of(self), unit)

    @classmethod
    def concat(
        cls, indexes: Sequence[Any], dim: Hashable, positions: Iterable[Iterable[int]] | None = None
    ) -> UnitIndex:
        """Return the indexes in one, in the unit of the first."""
        first = indexes[0]
        return cls(PandasIndex.concat([first._index_of(one) for one in indexes], dim, positions), first.unit)

    def sel(self, labels: dict[Any, Any], method: str | None = None, tolerance: Any = None) -> Any:
        """Return the places of labels, which are quantities; the tolerance, too."""
        plain = {name: bare(label, self.unit, f"the coordinate {name!r}") for name, label in labels.items()}
        return self.index.sel(plain, method=method, tolerance=self._tolerance(tolerance))

    def _tolerance(self, tolerance: Any) -> Any:
        """Return a tolerance, which is a difference, as a number."""
        if tolerance is None:
            return None
        unit = getattr(self.unit, "difference", self.unit)
        if isinstance(tolerance, Quantity) and tolerance.unit == self.unit:
            return get_mantissa(tolerance)
        return bare(tolerance, unit, "the tolerance")

    def isel(self, indexers: Mapping[Any, Any]) -> UnitIndex | None:
        """Return the index of a part, None where no axis is left."""
        found = self.index.isel(indexers)
        return None if found is None else UnitIndex(found, self.unit)

    def join(self, other: Any, how: str = "inner") -> UnitIndex:
        """Return the labels of both, of one, or of either, in the unit of the first."""
        return UnitIndex(self.index.join(self._index_of(other), how=how), self.unit)

    def reindex_like(self, other: Any, method: str | None = None, tolerance: Any = None) -> dict[Any, Any]:
        """Return the places of the other's labels in this index."""
        found: dict[Any, Any] = self.index.reindex_like(
            self._index_of(other), method, self._tolerance(tolerance)
        )
        return found

    def equals(self, other: Index, **options: Any) -> bool:
        """Return whether both have the same labels, in whatever unit."""
        if not isinstance(other, UnitIndex) or other.unit.dim is not self.unit.dim:
            return False
        return bool(self.index.equals(self._index_of(other), **options))

    def roll(self, shifts: Mapping[Any, int]) -> UnitIndex:
        """Return the index with its labels moved around."""
        return UnitIndex(self.index.roll(shifts), self.unit)

    def rename(self, name_dict: Mapping[Any, Any], dims_dict: Mapping[Any, Any]) -> UnitIndex:
        """Return the index under another name."""
        return UnitIndex(self.index.rename(name_dict, dims_dict), self.unit)

    def __getitem__(self, indexer: Any) -> UnitIndex:
        return UnitIndex(self.index[indexer], self.unit)

    def to_pandas_index(self) -> pd.Index:
        """Return the numbers as pandas' index."""
        return self.index.index

    def __repr__(self) -> str:
        return f"UnitIndex({self.index!r}, {self.unit})"

    def _repr_inline_(self, max_width: int) -> str:
        return f"UnitIndex({self.unit})"
