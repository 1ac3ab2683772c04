"""NetCDF by h5netcdf, and dimensions of groups."""

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import load, save, write


def test_dimensions_of_groups(tmp_path):
    netcdf4 = pytest.importorskip("netCDF4")
    save(tmp_path / "x.nc", {"a": np.arange(3), "b": {"a": np.arange(2)}}, dims={"a": "time"})
    with netcdf4.Dataset(tmp_path / "x.nc") as file:
        assert file["a"].dimensions == ("time",)
        assert file["b"]["a"].shape == (2,)


@pytest.mark.parametrize("dtype", ["f8", "i2", "U3"])
def test_h5netcdf(tmp_path, monkeypatch, dtype):
    netcdf = pytest.importorskip("bu_interop.io._netcdf")
    monkeypatch.setattr(netcdf, "Dataset", pytest.importorskip("h5netcdf.legacyapi").Dataset)
    values = np.arange(4).reshape(2, 2).astype(dtype)
    save(tmp_path / "x.nc", {"v": values, "group": {"q": np.ones((2, 2)) * u.metre}}, chunks=True)
    write(tmp_path / "x.nc", "group/q", np.ones((3, 2)) * u.km, append=0)
    np.testing.assert_array_equal(load(tmp_path / "x.nc")["v"], values)
    assert load(tmp_path / "x.nc")["group"]["q"].shape == (5, 2)
