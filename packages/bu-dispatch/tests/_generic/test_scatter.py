"""Updates at places that are met several times."""

import numpy as np
import pytest

from bu_dispatch import convert
from bu_dispatch._generic.scatter import scatter as general

COMBINE = {
    "set": lambda old, new: new,
    "add": lambda old, new: old + new,
    "multiply": lambda old, new: old * new,
    "min": min,
    "max": max,
}
PLACES = np.array([3, 0, 3, 3, 1])


@pytest.mark.parametrize("how", [*COMBINE, "apply"])
@pytest.mark.parametrize("dtype", ["float32", "int64"])
@pytest.mark.skip_backend("jax", "dask", "ndonnx", reason="updated by means of their own")
def test_scatter(backend, xp, how, dtype):
    x, by = np.array([5, 6, 7, 2, 9], dtype), np.array([4, 1, 3, 8, 10], dtype)
    expected = x.copy()
    for place, new in zip(PLACES, by, strict=True):
        expected[place] = expected[place] + 1 if how == "apply" else COMBINE[how](expected[place], new)
    given = convert(x.copy(), backend)
    values = (lambda old: old + 1) if how == "apply" else convert(by, backend)
    for scatter in (xp.scatter, lambda *args: general(xp, *args)):
        result = scatter(given, convert(PLACES, backend), values, how)
        assert result.dtype == given.dtype
        np.testing.assert_array_equal(backend.to_numpy(result), expected)
        np.testing.assert_array_equal(backend.to_numpy(given), x)


@pytest.mark.skip_backend("jax", "dask", "ndonnx", reason="updated by means of their own")
def test_scatter_nothing(backend, xp):
    x = convert(np.array([1.0, 2.0]), backend)
    nowhere = convert(np.array([], "int64"), backend)
    for how in ("add", "set", "max"):
        for scatter in (xp.scatter, lambda *args: general(xp, *args)):
            result = scatter(x, nowhere, convert(np.array([]), backend), how)
            assert backend.to_numpy(result).tolist() == [1.0, 2.0]
