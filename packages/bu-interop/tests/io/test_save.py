"""Writing into variables that are there; names of axes, compression."""

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import FileError, load, save, write

LIBRARY = {".h5": "h5py", ".zarr": "zarr", ".nc": "netCDF4", ".npz": "numpy"}


@pytest.fixture(params=LIBRARY)
def path(request, tmp_path):
    pytest.importorskip(LIBRARY[request.param])
    return str(tmp_path / f"tree{request.param}")


def test_another_unit_is_converted(path):
    save(path, {"v": np.zeros((3, 2)) * u.mV})
    write(path, "v", 1.0 * u.volt, index=(0, slice(None)))
    write(path, "v", np.array([2.0, 3.0]) * u.mV, index=1)
    u.assert_quantity(load(path)["v"], np.array([[1000.0, 1000.0], [2.0, 3.0], [0.0, 0.0]]), u.mV)


@pytest.mark.parametrize(
    "value, options, error",
    [
        (1.0 * u.second, {}, u.UnitMismatchError),
        (1.0, {}, u.UnitMismatchError),
        (np.ones(5) * u.metre, {}, ValueError),
        (50 * u.cmetre, {}, ValueError),
        (1 * u.metre, {"index": 7}, ValueError),
        (1 * u.metre, {"index": [0, 1]}, ValueError),
        (1 * u.metre, {"index": slice(None, None, -1)}, ValueError),
        (1 * u.metre, {"append": 0}, ValueError),
        (1 * u.metre, {"append": 0, "index": 0}, ValueError),
        (np.ones(2) * u.second, {"append": 0}, u.UnitMismatchError),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(path, value, options, error):
    save(path, {"v": np.arange(3) * u.metre}, chunks=2)
    with pytest.raises(error, match=r"v|write"):
        write(path, "v", value, **options)
    u.assert_quantity(load(path)["v"], np.arange(3), u.metre)


def test_growing(path):
    save(path, {"v": np.arange(4.0).reshape(2, 2) * u.metre}, chunks=True)
    write(path, "v", np.ones((3, 2)) * u.km, append=0)
    found = load(path)["v"]
    assert found.shape == (5, 2)
    u.assert_quantity(found[2:], np.full((3, 2), 1000.0), u.metre)


@pytest.mark.parametrize("ending", [".h5", ".nc"])
def test_what_has_no_chunks_does_not_grow(tmp_path, ending):
    pytest.importorskip(LIBRARY[ending])
    save(tmp_path / f"x{ending}", {"v": np.ones(2) * u.metre})
    with pytest.raises(FileError, match="chunks"):
        write(tmp_path / f"x{ending}", "v", np.ones(2) * u.metre, append=0)


def test_new_variables_and_files(path):
    write(path, "v", np.arange(3.0) * u.mV)
    write(path, "group/w", np.arange(3.0) * u.second)
    found = load(path)
    u.assert_quantity(found["v"], np.arange(3.0), u.mV)
    u.assert_quantity(found["group"]["w"], np.arange(3.0), u.second)
    with pytest.raises(FileError, match="no such variable"):
        write(path, "x", 1.0 * u.mV, index=0)


@pytest.mark.parametrize("dims", [{"w": ("a",)}, {"v": ("a", "b")}])
def test_wrong_dims_are_refused(tmp_path, dims):
    with pytest.raises(ValueError, match="dims"):
        save(tmp_path / "x.npz", {"v": np.ones(2)}, dims=dims)
