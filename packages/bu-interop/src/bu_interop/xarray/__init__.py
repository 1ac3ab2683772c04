"""Quantities in xarray: the accessor `.bu`, an index that knows its unit, plots with units at their axes.

ds = xr.open_dataset("weather.nc").bu.quantify()
ds.temperature.bu.to("K").bu.sel(height=2 * u.km)
ds.bu.dequantify().to_netcdf("converted.nc")
"""

from __future__ import annotations

import xarray as xr

from . import _mixed, _natural, _plots
from ._accessor import DataArrayUnits, DatasetUnits
from ._index import UnitIndex

__all__ = ["DataArrayUnits", "DatasetUnits", "UnitIndex"]

xr.register_dataarray_accessor("bu")(DataArrayUnits)
xr.register_dataset_accessor("bu")(DatasetUnits)
_mixed.install()
_natural.install()
_plots.install()
