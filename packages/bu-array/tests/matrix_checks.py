"""Matrices that the tests of linear algebra share, and how near results come to numpy's."""

import numpy as np
import pytest
from array_checks import check

_RNG = np.random.default_rng(7)
SQUARE = _RNG.normal(size=(3, 3)) + 3 * np.eye(3)
STACK = _RNG.normal(size=(2, 3, 3)) + 3 * np.eye(3)
COMPLEX = SQUARE + 1j * _RNG.normal(size=(3, 3))
TALL = _RNG.normal(size=(5, 3))
MATRICES = {"square": SQUARE, "stack": STACK, "complex": COMPLEX, "single": SQUARE.astype("float32")}
CLOSE = {"float32": 2e-5, "complex64": 2e-5, "float64": 1e-11, "complex128": 1e-11}

no_linalg = pytest.mark.skip_backend("ndonnx", reason="ndonnx has no linalg")
no_dask = pytest.mark.skip_backend("ndonnx", "dask", reason="ndonnx has no linalg, dask not this one")


def positive(a):
    return a @ np.conj(np.swapaxes(a, -1, -2)) + np.eye(a.shape[-1], dtype=a.dtype)


def near(result, backend, expected, unit=None):
    tolerance = CLOSE.get(np.asarray(expected).dtype.name, 0)
    check(result, backend, expected, unit, rtol=tolerance, atol=tolerance)


def adjoint(a):
    return np.conj(np.swapaxes(a, -1, -2))
