"""Quantiles, counts and convolutions on the standard alone, and the libraries' own, against numpy."""

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import convert
from bu_dispatch._generic import statistical

pytestmark = pytest.mark.skip_backend(
    "jax",
    "ndonnx",
    reason="each call makes a program: seconds; bu_array's tests have these functions on them",
)

X = np.array([[3.0, -1.0, 2.0, 8.0, 0.5], [5.0, 5.0, -2.0, 1.0, 4.0]], "float32")
NANS = np.where(X == 5.0, np.float32(np.nan), X)
METHODS = (
    "linear lower higher midpoint nearest interpolated_inverted_cdf hazen weibull median_unbiased "
    "normal_unbiased"
).split()
NO_SORTING = pytest.mark.skip_backend("dask", reason="it sorts nothing across its chunks, and has its own")


def functions(backend, name):
    """The library's function of this name, and the generic one."""
    generic = getattr(statistical, name)
    return [getattr(backend.xp, name), lambda *args, **options: generic(backend.xp, *args, **options)]


@NO_SORTING
def test_methods(backend):
    q = np.array([0.0, 0.2, 0.5, 0.77, 1.0], "float32")
    for name, x in (("quantile", X), ("nanquantile", NANS)):
        for method in METHODS:
            expected = getattr(np, name)(x, q, axis=1, method=method)
            for function in functions(backend, name):
                result = function(convert(x, backend), convert(q, backend), axis=1, method=method)
                np.testing.assert_allclose(values(result), expected, 2e-5, 1e-6, err_msg=method)
    with pytest.raises(ValueError, match=r"method must be one of linear, .*; got 'best'"):
        statistical.quantile(backend.xp, convert(X, backend), 0.5, method="best")


@NO_SORTING
def test_axes(backend):
    for name in ("median", "nanmedian"):
        for axis in (None, 0, -1, (0, 1)):
            for keepdims in (False, True):
                expected = getattr(np, name)(X, axis=axis, keepdims=keepdims)
                for function in functions(backend, name):
                    result = values(function(convert(X, backend), axis=axis, keepdims=keepdims))
                    assert result.shape == np.shape(expected)
                    np.testing.assert_allclose(result, expected, rtol=1e-6)


@NO_SORTING
@np.errstate(invalid="ignore")  # numpy warns of inf - inf, and so do libraries that compute with it
def test_nan_and_infinity(backend):
    rows = np.array([[1.0, np.nan, 3.0], [np.inf, np.inf, 1.0], [np.nan] * 3, [1.0, 2.0, np.inf]], "float32")
    x = convert(rows, backend)
    found = values(statistical.quantile(backend.xp, x, 0.5, axis=1))
    np.testing.assert_array_equal(found, [np.nan, np.inf, np.nan, 2.0])
    found = values(statistical.nanquantile(backend.xp, x, 0.5, axis=1))
    np.testing.assert_array_equal(found, [2.0, np.inf, np.nan, 2.0])


def test_tally_without_writing(backend):
    index, weights = np.array([3, 0, 3, 1]), np.array([0.5, 1.0, 2.0, -1.0], "float32")
    assert values(statistical.tally(backend.xp, convert(index, backend), None, 5)).tolist() == [1, 1, 0, 2, 0]
    result = statistical.tally(backend.xp, convert(index, backend), convert(weights, backend), 5)
    assert values(result).tolist() == [1.0, -1.0, 0.0, 2.5, 0.0]


def test_tally(backend, xp):
    index, weights = np.array([3, 0, 3, 1]), np.array([0.5, 1.0, 2.0, -1.0], "float32")
    assert values(xp.tally(convert(index, backend), None, 5)).tolist() == [1, 1, 0, 2, 0]
    result = values(xp.tally(convert(index, backend), convert(weights, backend), 5))
    assert result.tolist() == [1.0, -1.0, 0.0, 2.5, 0.0]
    assert result.dtype == np.float32


@pytest.mark.parametrize("name", ["convolve", "correlate"])
def test_windows(backend, name):
    for n, m in [(5, 3), (3, 5), (4, 2), (2, 4), (3, 3), (1, 4)]:
        a, v = np.arange(n, dtype="float32") - 1, np.arange(m, dtype="float32") ** 2 + 1
        for mode in ("full", "same", "valid"):
            expected = getattr(np, name)(a, v, mode)
            for function in functions(backend, name):
                result = values(function(convert(a, backend), convert(v, backend), mode=mode))
                np.testing.assert_allclose(result, expected, 1e-6, err_msg=f"{n} {m} {mode}")


def test_the_second_is_conjugate(backend):
    a, v = np.array([1 + 1j, 2, 3j], "complex64"), np.array([1j, 2 - 1j], "complex64")
    result = statistical.correlate(backend.xp, convert(a, backend), convert(v, backend), mode="full")
    np.testing.assert_allclose(values(result), np.correlate(a, v, "full"), rtol=1e-6)


def test_what_is_no_window(backend):
    x = convert(X[0], backend)
    for arguments, reason in [
        ((x, convert(X, backend)), r"vectors are needed, got arrays of shape \(5,\) and \(2, 5\)"),
        ((x, convert(X[0, :0], backend)), "a vector that is not empty"),
        ((x, x, "most"), "mode must be 'full', 'same' or 'valid', got 'most'"),
    ]:
        with pytest.raises(ValueError, match=reason):
            statistical.convolve(backend.xp, *arguments)
