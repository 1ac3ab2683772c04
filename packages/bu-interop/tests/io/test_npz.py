"""numpy's archives."""

import os

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import load, save


def test_numpy_reads_the_files(tmp_path):
    save(tmp_path / "run.npz", {"v": np.ones(3) * u.mV, "group": {"t": 1.0 * u.second}})
    with np.load(tmp_path / "run.npz") as file:
        np.testing.assert_array_equal(file["v"], np.ones(3))
        assert file["group/t"] == 1.0


@pytest.mark.parametrize("call", [np.save, np.savez, np.savez_compressed, np.savetxt])
def test_numpys_own_functions_say_where_to_go(tmp_path, call):
    with pytest.raises(TypeError, match=r"brainunit\.io\.save"):
        call(tmp_path / "x", np.ones(2) * u.mV)
    assert not os.listdir(tmp_path)


def test_npz_has_no_chunks(tmp_path):
    save(tmp_path / "x.npz", {"v": np.ones(4)}, chunks=2)
    with pytest.raises(ValueError, match="whole"):
        load(tmp_path / "x.npz", chunks=2)
