"""Polynomials through quantities: each coefficient has a unit of its own."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import xarray as xr

from bu_array import Quantity
from bu_units import UNITLESS, PointUnit, Unit

from ._variables import SELF, dequantified, units_of

__all__ = ["fitted"]


def fitted(obj: Any, dim: Hashable, deg: int, skipna: bool | None, unit: Unit | None) -> xr.Dataset:
    """Return a Dataset of a variable for each coefficient; for a Dataset of each variable along `dim`."""
    single = isinstance(obj, xr.DataArray)
    ds = obj.to_dataset(name=SELF) if single else obj
    units = units_of(ds)
    fit = dequantified(ds).polyfit(dim, deg, skipna=skipna)
    along = UNITLESS if unit is None else getattr(unit, "difference", unit) if deg else unit
    if isinstance(unit, PointUnit) and deg > 1:
        raise TypeError(
            f"polyfit: powers of points on the scale of {unit} have no unit; convert the coordinate to {unit.difference}"
        )
    found = {}
    for name in ds.data_vars:
        key = f"{name}_polyfit_coefficients"
        if key not in fit:
            continue
        own = units.get(name, UNITLESS)
        step = getattr(own, "difference", own)
        for degree in range(deg + 1):
            part = fit[key].sel(degree=degree, drop=True)
            part_unit = own if degree == 0 else step / along**degree
            data = part.data if name not in units and unit is None else Quantity(part.data, part_unit)
            found[f"degree_{degree}" if single else f"{name}_degree_{degree}"] = part.copy(data=data)
            found[f"degree_{degree}" if single else f"{name}_degree_{degree}"].attrs = {}
    return xr.Dataset(found)
