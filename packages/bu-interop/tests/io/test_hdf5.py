"""HDF5 as h5py has it."""

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import save


def test_h5py_reads_the_files(tmp_path):
    h5py = pytest.importorskip("h5py")
    save(
        tmp_path / "run.h5",
        {"v": np.ones(3) * u.mV, "group": {"t": 1.0 * u.second}, "n": 3},
        dims={"v": "time"},
    )
    with h5py.File(tmp_path / "run.h5") as file:
        assert file["v"].attrs["units"] == "mV"
        assert file["v"].dims[0].label == "time"
        assert file["group/t"][()] == 1.0
        assert file.attrs["n"] == 3
