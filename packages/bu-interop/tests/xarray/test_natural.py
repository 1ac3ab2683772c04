"""xarray's own methods on objects with units are those of the accessor."""

import interop_names as u
import numpy as np
import pytest

xr = pytest.importorskip("xarray")


@pytest.mark.parametrize(
    "call",
    [
        lambda x: x.sortby("x"),
        lambda x: x.pad(x=1),
        lambda x: x.interp(x=1.5 * u.km),
        lambda x: x.reindex(x=np.array([1000.0, 5000.0]) * u.metre),
        lambda x: x.coarsen(x=3).max(),
        lambda x: x.swap_dims(x="label"),
    ],
)
def test_methods(call):
    coords = {"x": ("x", [1.0, 2.0, 3.0], {"units": "km"}), "label": ("x", [1, 2, 3])}
    da = xr.DataArray([1.0, 2.0, 4.0], dims="x", coords=coords, attrs={"units": "mV"}).bu.quantify()
    for found in (call(da), call(da.to_dataset(name="v")).v):
        assert found.bu.unit == u.mV
        assert found.bu.units["x"] == u.km
