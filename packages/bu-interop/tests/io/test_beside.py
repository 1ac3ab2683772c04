"""Writing beside the file, then renaming."""

import os

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import FileError, load, save, write

LIBRARY = {".h5": "h5py", ".zarr": "zarr", ".nc": "netCDF4", ".npz": "numpy"}


@pytest.fixture(params=LIBRARY)
def path(request, tmp_path):
    pytest.importorskip(LIBRARY[request.param])
    return str(tmp_path / f"tree{request.param}")


def test_a_failure_of_dask_leaves_the_file(path):
    da = pytest.importorskip("dask.array")

    def fail(block):
        raise RuntimeError("boom")

    lazy = da.ones(4, chunks=2).map_blocks(fail, dtype=float, meta=np.ones(0))
    save(path, {"v": np.ones(4) * u.mV})
    for call in (
        lambda: save(path, {"v": u.Quantity(lazy, "mV")}),
        lambda: write(path, "v", u.Quantity(lazy, "mV")),
    ):
        with pytest.raises(FileError, match=r"'v'.*boom"):
            call()
        u.assert_quantity(load(path)["v"], np.ones(4), u.mV)
    assert len(os.listdir(os.path.dirname(path))) == 1


def test_a_link_stays_and_so_do_the_rights(tmp_path):
    save(tmp_path / "a.npz", {"v": 1.0 * u.mV})
    os.chmod(tmp_path / "a.npz", 0o640)
    os.symlink(tmp_path / "a.npz", tmp_path / "b.npz")
    save(tmp_path / "b.npz", {"v": 2.0 * u.mV})
    assert os.path.islink(tmp_path / "b.npz")
    assert os.stat(tmp_path / "a.npz").st_mode & 0o777 == 0o640
    assert load(tmp_path / "a.npz")["v"].to_decimal(u.mV) == 2.0
