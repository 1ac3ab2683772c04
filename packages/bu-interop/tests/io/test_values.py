"""Values as files hold them: other dtypes and libraries."""

import interop_names as u
import numpy as np
import pytest

from bu_interop.io import load, save

LIBRARY = {".h5": "h5py", ".zarr": "zarr", ".nc": "netCDF4", ".npz": "numpy"}


@pytest.fixture(params=LIBRARY)
def path(request, tmp_path):
    pytest.importorskip(LIBRARY[request.param])
    return str(tmp_path / f"tree{request.param}")


def test_half_precision_of_other_libraries(path):
    dtypes = pytest.importorskip("ml_dtypes")
    values = np.arange(3).astype(dtypes.bfloat16)
    save(path, values)
    found = load(path)
    assert (type(found), found.dtype) == (type(values), values.dtype)
    np.testing.assert_array_equal(found, values)


@pytest.mark.parametrize("library", ["jax", "torch", "dask"])
def test_arrays_of_other_libraries(path, library):
    pytest.importorskip(library)
    values = u.Quantity(np.arange(6, dtype="f4").reshape(3, 2), "mV").to_backend(library)
    save(path, {"q": values, "plain": values.mantissa})
    found = load(path)
    u.assert_quantity(found["q"], np.arange(6, dtype="f4").reshape(3, 2), u.mV)
    assert type(found["plain"]) is np.ndarray
    assert load(path, backend=library)["q"].backend == library
