"""The accessor `.bu` of DataArrays and Datasets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import xarray as xr

from bu_array import Quantity
from bu_array.core import as_unit, detach
from bu_units import Unit

from .._cf import is_date_unit, unit_of
from ._index import bare
from ._polynomial import fitted
from ._variables import (
    SELF,
    attached,
    converted,
    dequantified,
    held,
    on_dataset,
    plain_coordinates,
    quantified,
    units_of,
)
from ._windows import Windows

__all__ = ["DataArrayUnits", "DatasetUnits"]

Asked = Unit | str | None
Names = Mapping[Any, Any] | None


class Units:
    """What `.bu` does on DataArrays and Datasets alike."""

    def __init__(self, obj: Any) -> None:
        self._obj = obj

    # ------------------------------------------------------------ from attributes and back

    def dequantify(self, format: str | None = None) -> Any:
        """Return the object with plain numbers, their units in the attributes, as CF has them.

        format: how units are written instead, as in ``f"{unit:~P}"``; "" as ``str(unit)`` has them.
        """
        return on_dataset(self._obj, lambda ds: dequantified(ds, style=format))

    def dequantify_coords(self) -> Any:
        """Return the object with plain coordinates, their units in the attributes; data stay quantities."""
        return on_dataset(self._obj, lambda ds: plain_coordinates(ds)[0])

    def _plainly(self, work: Callable[[Any], Any], more: Mapping[Hashable, Unit] | None = None) -> Any:
        """Return what `work` makes of the numbers, with the units of before on the names of before."""

        def of_dataset(ds: Any) -> Any:
            units = {**(more or {}), **units_of(ds)}
            result = work(dequantified(ds))
            return attached(result, {name: unit for name, unit in units.items() if name in result.variables})

        return on_dataset(self._obj, of_dataset)

    def _unit_of(self, name: Hashable) -> Unit | None:
        """Return the unit of a coordinate: its own, or the one that its attributes say."""
        if name not in self._obj.coords:
            return None
        variable = self._obj.coords[name].variable
        quantity = held(variable)
        if quantity is not None:
            return quantity.unit
        if (
            "units" not in variable.attrs
            or variable.dtype.kind not in "iufc"
            or is_date_unit(variable.attrs["units"])
        ):
            return None
        return unit_of(variable.attrs)

    def _labels(self, indexers: Names, others: Mapping[str, Any], function: str) -> dict[Any, Any]:
        """Return labels as numbers in the units of their coordinates."""
        if indexers is not None and others:
            raise ValueError(f"{function}: give the labels as a dict or by keyword, not both")
        plain = {}
        for name, label in {**(indexers or {}), **others}.items():
            unit = self._unit_of(name)
            if unit is not None:
                label = bare(label, unit, f"the coordinate {name!r}")
            elif isinstance(getattr(label, "data", label), Quantity):
                raise TypeError(
                    f"{function}: the coordinate {name!r} has no unit, and the label has: quantify it first"
                )
            plain[name] = label
        return plain

    # ------------------------------------------------------------ labels

    def sel(
        self,
        indexers: Names = None,
        method: str | None = None,
        tolerance: Any = None,
        drop: bool = False,
        **indexers_kwargs: Any,
    ) -> Any:
        """Return the values at labels, which are quantities; their units are those of before.

        Raises TypeError for a label without a unit, KeyError for one that is not there.
        """
        labels = self._labels(indexers, indexers_kwargs, "sel")
        tolerance = self._tolerance(tolerance, labels)
        return self._plainly(lambda ds: ds.sel(labels, method=method, tolerance=tolerance, drop=drop))

    def _tolerance(self, tolerance: Any, labels: Mapping[Any, Any]) -> Any:
        if not isinstance(tolerance, Quantity):
            return tolerance
        units = {self._unit_of(name) for name in labels} - {None}
        if len(units) != 1:
            raise TypeError("the tolerance has a unit: select by one coordinate with a unit at a time")
        (unit,) = units
        assert unit is not None
        return detach(tolerance, getattr(unit, "difference", unit), "tolerance")

    def drop_sel(self, labels: Names = None, **labels_kwargs: Any) -> Any:
        """Return the object without these labels, which are quantities; units are those of before."""
        plain = self._labels(labels, labels_kwargs, "drop_sel")
        return self._plainly(lambda ds: ds.drop_sel(plain))

    def interp(
        self,
        coords: Names = None,
        method: str = "linear",
        assume_sorted: bool = False,
        kwargs: Mapping[str, Any] | None = None,
        **coords_kwargs: Any,
    ) -> Any:
        """Return the values between the coordinates, at places that are quantities, in the units of
        before.
        """
        places = self._labels(coords, coords_kwargs, "interp")
        return self._plainly(
            lambda ds: ds.interp(places, method=method, assume_sorted=assume_sorted, kwargs=kwargs)
        )

    def interp_like(self, other: Any, method: str = "linear", assume_sorted: bool = False) -> Any:
        """Return the values at the coordinates of another object, in the units of before."""
        places = {
            name: other.coords[name] for name in other.dims if name in self._obj.dims and name in other.coords
        }
        return self.interp(places, method=method, assume_sorted=assume_sorted)

    def reindex(
        self,
        indexers: Names = None,
        method: str | None = None,
        tolerance: Any = None,
        fill_value: Any = None,
        **indexers_kwargs: Any,
    ) -> Any:
        """Return the object at these labels, which are quantities, in the units of before.

        fill_value: a quantity, or NaN, infinity or zero without a unit; by name for a Dataset.
        """
        labels = self._labels(indexers, indexers_kwargs, "reindex")
        filled = self._fill(fill_value)
        tolerance = self._tolerance(tolerance, labels)
        return self._plainly(lambda ds: ds.reindex(labels, method=method, tolerance=tolerance, **filled))

    def reindex_like(
        self, other: Any, method: str | None = None, tolerance: Any = None, fill_value: Any = None
    ) -> Any:
        """Return the object at the labels of another, in the units of before."""
        labels = {name: other.coords[name] for name in other.xindexes if name in self._obj.xindexes}
        return self.reindex(labels, method=method, tolerance=tolerance, fill_value=fill_value)

    def _fill(self, value: Any) -> dict[str, Any]:
        """Return the fill value of each variable as a number in its unit, as an option of xarray's."""
        if value is None:
            return {}
        given = value if isinstance(value, Mapping) else None

        def of_dataset(ds: Any) -> Any:
            units = units_of(ds)
            names = ds.data_vars if given is None else given
            return {
                name: detach(given[name] if given else value, units[name], "fill_value")
                if name in units
                else (given[name] if given else value)
                for name in names
            }

        return {"fill_value": on_dataset(self._obj, of_dataset)}

    # ------------------------------------------------------------ shapes: the units are those of before

    def interpolate_na(self, dim: Hashable, method: str = "linear", limit: int | None = None) -> Any:
        """Return the object with NaN filled in between neighbours, in the units of before."""
        return self._plainly(lambda ds: ds.interpolate_na(dim, method=method, limit=limit))

    def ffill(self, dim: Hashable, limit: int | None = None) -> Any:
        """Return the object with NaN filled by the last value before, in the units of before."""
        return self._plainly(lambda ds: ds.ffill(dim, limit))

    def bfill(self, dim: Hashable, limit: int | None = None) -> Any:
        """Return the object with NaN filled by the next value, in the units of before."""
        return self._plainly(lambda ds: ds.bfill(dim, limit))

    def sortby(self, variables: Any, ascending: bool = True) -> Any:
        """Return the object in the order of coordinates, by name, or of arrays, in the units of before."""
        listed = variables if isinstance(variables, list) else [variables]
        plain = [on_dataset(x, dequantified) if isinstance(x, xr.DataArray) else x for x in listed]
        return self._plainly(lambda ds: ds.sortby(plain, ascending=ascending))

    def swap_dims(self, dims_dict: Names = None, **dims_kwargs: Any) -> Any:
        """Return the object with other coordinates as its axes, in the units of before."""
        return self._plainly(lambda ds: ds.swap_dims({**(dims_dict or {}), **dims_kwargs}))

    def stack(self, dim: Names = None, **dim_kwargs: Any) -> Any:
        """Return the object with axes in one, in the units of before; those of its levels are attributes."""
        return self._plainly(lambda ds: ds.stack({**(dim or {}), **dim_kwargs}))

    def unstack(self, dim: Any = None) -> Any:
        """Return the object with stacked axes apart, in the units of before."""
        levels = {}
        for name, coordinate in self._obj.coords.items():
            if "units" in coordinate.attrs and held(coordinate) is None:
                unit = self._unit_of(name)
                if unit is not None:
                    levels[name] = unit
        return self._plainly(lambda ds: ds.unstack(dim), levels)

    def pad(
        self,
        pad_width: Names = None,
        mode: str = "constant",
        constant_values: Any = None,
        **pad_width_kwargs: Any,
    ) -> Any:
        """Return the object with more elements around, in the units of before; `constant_values` have
        units.
        """
        values = (
            {} if constant_values is None else {"constant_values": self._fill(constant_values)["fill_value"]}
        )
        return self._plainly(
            lambda ds: ds.pad({**(pad_width or {}), **pad_width_kwargs}, mode=mode, **values)
        )

    def broadcast_like(self, other: Any, exclude: Any = None) -> Any:
        """Return the object with the axes of another as well, in the units of before."""
        plain = on_dataset(other, dequantified)
        return self._plainly(lambda ds: ds.broadcast_like(plain, exclude=exclude))

    def chunk(self, chunks: Any = "auto", **sizes: Any) -> Any:
        """Return the object in chunks of dask, quantities around them, in the units of before.

        chunks: sizes by dimension, or one for all; sizes: the same by keyword, as xarray has it.
        """
        return self._plainly(lambda ds: ds.chunk(**sizes) if sizes else ds.chunk(chunks))

    # ------------------------------------------------------------ groups and windows: xarray's, units kept

    def groupby(self, group: Any = None, **groupers: Any) -> Windows:
        """Return xarray's groups by a coordinate, by name; what is computed of them has the units of it."""
        return self._windows("groupby", group, **groupers)

    def groupby_bins(
        self, group: Any, bins: Any, right: bool = True, labels: Any = None, include_lowest: bool = False
    ) -> Windows:
        """Return xarray's groups by bins of a coordinate, whose edges are quantities."""
        name = getattr(group, "name", group)
        unit = self._unit_of(name)
        edges = (
            bins if unit is None or isinstance(bins, int) else bare(bins, unit, f"the coordinate {name!r}")
        )
        return self._windows(
            "groupby_bins", name, edges, right=right, labels=labels, include_lowest=include_lowest
        )

    def coarsen(
        self,
        dim: Names = None,
        boundary: str = "exact",
        side: Any = "left",
        coord_func: Any = "mean",
        **windows: Any,
    ) -> Windows:
        """Return xarray's blocks; what is computed of them has the units of it."""
        return self._windows("coarsen", dim, boundary=boundary, side=side, coord_func=coord_func, **windows)

    def resample(self, indexer: Names = None, **indexers: Any) -> Windows:
        """Return xarray's groups by time; what is computed of them has the units of it."""
        return self._windows("resample", indexer, **indexers)

    def rolling(
        self, dim: Names = None, min_periods: int | None = None, center: bool = False, **windows: Any
    ) -> Windows:
        """Return xarray's windows; what is computed of them has the units of it."""
        return self._windows("rolling", dim, min_periods=min_periods, center=center, **windows)

    def _windows(self, name: str, *given: Any, **options: Any) -> Windows:
        plain = self.dequantify_coords()
        units = on_dataset(self._obj, lambda ds: plain_coordinates(ds)[1])
        return Windows(getattr(plain, name)(*given, **options), units)

    def polyfit(self, dim: Hashable, deg: int, skipna: bool | None = None) -> Any:
        """Return the coefficients of a polynomial, a variable of each degree, in their several units.

        ``fit["degree_1"]`` of a DataArray is in its unit per unit of the coordinate; of a Dataset the
        names begin with those of its variables, "speed_degree_1".
        """
        return fitted(self._obj, dim, deg, skipna, self._unit_of(dim))


class DataArrayUnits(Units):
    """What ``da.bu`` has: quantities out of attributes and back, other units, labels with units."""

    def quantify(self, units: Any = None, **unit_kwargs: Asked) -> Any:
        """Return the DataArray as a quantity in the unit that its attribute `units` says, coordinates too.

        units: the unit, instead of the attribute; or a dict with those of coordinates. An index of numbers
        with a unit becomes a `UnitIndex`. Dates and texts stay as they are.
        Raises ValueError for a unit that cannot be read, or that contradicts the quantity that is there.

        >>> da = xr.DataArray([1.0, 2.0], dims="x", attrs={"units": "m s-1"})
        >>> da.bu.quantify().data
        Quantity([1. 2.], "m / s")
        """
        return on_dataset(self._obj, lambda ds: quantified(ds, self._by_name(units, unit_kwargs)))

    def _by_name(self, units: Any, others: Mapping[str, Asked]) -> dict[Any, Asked]:
        """Return units by name, that of the DataArray under the name that it has meanwhile."""
        if units is None:
            given: dict[Any, Any] = dict(others)
        elif isinstance(units, Mapping):
            given = {**units, **others}
        else:
            given = {SELF: units, **others}
        own = self._obj.name
        if own is not None and own in given and own not in self._obj.coords:
            given[SELF] = given.pop(own)
        return given

    def to(self, units: Any = None, **unit_kwargs: Asked) -> Any:
        """Return the DataArray in another unit; by name for its coordinates.

        units: a unit or its text, or a dict of them.
        Raises UnitMismatchError for another dimension, TypeError for what is no quantity.

        >>> da = xr.DataArray(Quantity([1.0, 2.0], "m"), dims="x")
        >>> da.bu.to("cm").data
        Quantity([100. 200.], "cm")
        """
        return on_dataset(self._obj, lambda ds: converted(ds, self._by_name(units, unit_kwargs)))

    @property
    def unit(self) -> Unit | None:
        """The unit of the quantity, None for plain numbers."""
        quantity = held(self._obj)
        return None if quantity is None else quantity.unit

    @property
    def units(self) -> dict[Hashable, Unit]:
        """The units by name: of the DataArray under its own, and of its coordinates."""
        found: dict[Hashable, Unit] = units_of(self._obj.to_dataset(name=SELF))
        return {self._obj.name if name == SELF else name: unit for name, unit in found.items()}

    @property
    def quantity(self) -> Quantity:
        """The quantity: what is held, or the numbers in the unit that the attributes say; else in the unit
        1.
        """
        quantity = held(self._obj)
        if quantity is None:
            quantity = held(self.quantify())
        return Quantity(self._obj.data) if quantity is None else quantity

    @property
    def mantissa(self) -> Any:
        """The DataArray of the bare numbers, its coordinates as they are."""
        return self._obj if self.unit is None else self._obj.copy(deep=False, data=self.quantity.mantissa)

    def assign_index(self, name: Hashable, unit: Unit | str) -> Any:
        """Return the DataArray with a unit on the index of a coordinate, whose numbers are in it."""
        return on_dataset(self._obj, lambda ds: quantified(ds, {name: as_unit(unit)}, [name]))


class DatasetUnits(Units):
    """What ``ds.bu`` has: quantities out of attributes and back, other units, labels with units."""

    def quantify(self, units: Names = None, **unit_kwargs: Asked) -> Any:
        """Return the Dataset with quantities for all that has a `units` attribute, coordinates too.

        units: units by name, instead of the attributes; None leaves a variable as it is. An index of
        numbers with a unit becomes a `UnitIndex`. Dates and texts stay as they are.
        Raises ValueError that names each variable whose unit cannot be read, with the reason.
        """
        return quantified(self._obj, {**(units or {}), **unit_kwargs})

    def to(self, units: Names = None, **unit_kwargs: Asked) -> Any:
        """Return the Dataset with these variables in these units, by name.

        units: a dict of units or their texts.
        Raises UnitMismatchError for another dimension, TypeError for what is no quantity.
        """
        return converted(self._obj, {**(units or {}), **unit_kwargs})

    @property
    def units(self) -> dict[Hashable, Unit]:
        """The units by name, of variables and coordinates that have one."""
        return units_of(self._obj)
