"""cupy: what its record says where there is no device; with one, arrays there and back."""

from importlib.util import find_spec

import numpy as np
import pytest

from bu_dispatch import BackendError, backend_of, convert, get_backend, is_cupy_array

CUPY = get_backend("cupy")


def test_it_is_usable_with_a_device_alone():
    if CUPY.usable():
        assert CUPY.lib.cuda.runtime.getDeviceCount() > 0
        return
    reason = (
        "finds no CUDA device" if find_spec("cupy") else r"is not installed: pip install brainunit\[cupy\]"
    )
    for use in (CUPY.require, lambda: convert([1.0], CUPY), lambda: CUPY.xp):
        with pytest.raises(BackendError, match=f"^CuPy {reason}"):
            use()


def test_dtypes_are_those_of_numpy():
    assert CUPY.dtype("float32") == np.float32
    assert CUPY.dtype(None) is None


@pytest.mark.only_backends("cupy", reason="arrays on a GPU")
def test_there_and_back(backend):
    x = np.arange(6.0).reshape(2, 3)
    there = convert(x, backend)
    assert is_cupy_array(there)
    assert not backend.on_host(there)
    np.testing.assert_array_equal(backend.to_host(there), x)
    np.testing.assert_array_equal(convert(x.astype(">f8"), backend).get(), x)
    assert backend.to_cuda(there) is there
    assert backend_of(convert(x, backend, device="cuda:0")) is backend


@pytest.mark.only_backends("cupy", reason="arrays on a GPU")
def test_functions_that_cupy_has_otherwise(backend, xp):
    index, weights = convert(np.array([0, 2, 2]), backend), convert(np.array([1, 2, 3], "f4"), backend)
    counts = xp.tally(index, weights, 4)
    assert counts.dtype == np.float32
    assert counts.get().tolist() == [1, 0, 5, 0]
    keys = [np.array([3, 1, 3, 1]), np.array([0.5, 1.0, 0.5, 0.0])]
    assert xp.lexsort([convert(key, backend) for key in keys]).get().tolist() == np.lexsort(keys).tolist()
