"""Groups by coordinates with units."""

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


def test_groups_have_units_again():
    coords = {"x": ("x", [1.0, 2.0, 3.0], {"units": "km"})}
    da = xr.DataArray([1.0, 2.0, 4.0], dims="x", coords=coords, attrs={"units": "mV"}).bu.quantify()
    grouped = da.groupby("x")
    u.assert_quantity((grouped - grouped.mean()).data, np.zeros(3), u.mV)
    u.assert_quantity(grouped.mean().x.data, np.array([1.0, 2.0, 3.0]), u.km)
    assert [part.bu.unit for _, part in grouped] == [u.mV] * 3
    assert "mean" in dir(grouped)
