"""Positions and sorting by several keys, against numpy."""

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import convert
from bu_dispatch._generic import searching

pytestmark = pytest.mark.skip_backend(
    "jax",
    "ndonnx",
    reason="each call makes a program: seconds; bu_array's tests have these functions on them",
)

KEYS = [np.array([3, 1, 3, 1, 2, 3]), np.array([0, 1, 0, 0, 1, 0])]


@pytest.mark.skip_backend("dask", reason="how many there are is unknown before it computes")
def test_argwhere(backend):
    x = np.array([[0, 2, 0], [1, 0, 3]])
    np.testing.assert_array_equal(values(searching.argwhere(backend.xp, convert(x, backend))), np.argwhere(x))


@pytest.mark.skip_backend("dask", reason="it sorts nothing across its chunks")
def test_lexsort(backend):
    keys = [convert(key, backend) for key in KEYS]
    np.testing.assert_array_equal(values(searching.lexsort(backend.xp, keys)), np.lexsort(KEYS))
    np.testing.assert_array_equal(values(backend.xp.lexsort(keys)), np.lexsort(KEYS))


@pytest.mark.skip_backend("dask", reason="it sorts nothing across its chunks")
def test_lexsort_along_an_axis(backend):
    columns = [np.stack([key, key[::-1]], axis=1) for key in KEYS]
    result = searching.lexsort(backend.xp, [convert(key, backend) for key in columns], axis=0)
    np.testing.assert_array_equal(values(result), np.lexsort(columns, axis=0))


def test_promises_change_nothing(backend):
    x, places = np.array([[1.0, 2.0, 3.0]], "float32"), np.array([0, 2])
    for promise in ({}, {"unique_indices": True, "indices_are_sorted": True}):
        for take in (backend.xp.take_promised, lambda *a, **o: searching.take_promised(backend.xp, *a, **o)):
            result = take(convert(x, backend), convert(places, backend), axis=1, **promise)
            assert values(result).tolist() == [[1.0, 3.0]]


@pytest.mark.parametrize("side", ["left", "right"])
def test_searchsorted_by(backend, side):
    a, v = np.array([1.0, 2.0, 2.0, 5.0], "float32"), np.array([2.0, 0.0, 9.0], "float32")
    result = backend.xp.searchsorted_by(convert(a, backend), convert(v, backend), side=side, method="scan")
    np.testing.assert_array_equal(values(result), np.searchsorted(a, v, side))
