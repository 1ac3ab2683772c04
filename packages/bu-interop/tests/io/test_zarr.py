"""Zarr as xarray has it."""

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import save, write


def test_xarray_finds_the_metadata_in_one(tmp_path):
    pytest.importorskip("zarr")
    xr = pytest.importorskip("xarray")
    path = str(tmp_path / "x.zarr")
    save(path, {"v": np.ones((2, 2)) * u.metre}, chunks=1)
    write(path, "v", np.ones((3, 2)) * u.km, append=0)
    with xr.open_zarr(path) as found:  # it warns where they are not in one
        assert found.v.shape == (5, 2)
