"""dask: nothing is computed unasked, and the functions that dask has otherwise or not at all."""

import numpy as np
import pytest

dask = pytest.importorskip("dask")
pytest.importorskip("dask.array")

from bu_dispatch import BackendError, convert, get_backend  # noqa: E402  where dask is

DASK = get_backend("dask")
XP = DASK.xp
X = np.arange(12, dtype="float32").reshape(3, 4) - 5


@pytest.fixture(autouse=True)
def one_thread():
    with dask.config.set(scheduler="synchronous"):
        yield


def chunked(x, chunks=2):
    return convert(np.asarray(x), DASK, chunks=chunks)


def test_nothing_is_computed():
    def scheduler(*args, **kwargs):
        raise AssertionError("something was computed")

    x = chunked(X)
    with dask.config.set(scheduler=scheduler):
        for name in ("median", "nanmedian"):
            getattr(XP, name)(x, axis=1)
        XP.quantile(x, 0.5, axis=0)
        XP.convolve(x[0], x[1])
        XP.tensordot(x, x.T, axes=((-1,), (-2,)))
        XP.heaviside(x, 0.5)


def test_axes_from_the_end():
    result = XP.tensordot(chunked(X), chunked(X.T), axes=((-1,), (-2,)))
    np.testing.assert_array_equal(result.compute(), X @ X.T)
    np.testing.assert_array_equal(XP.dot(chunked(X), chunked(X.T)).compute(), X @ X.T)


def test_dtypes_stay():
    matrix = X[:, :3] @ X[:, :3].T + np.eye(3, dtype="float32")
    inverse = XP.linalg.inv(chunked(matrix, 3)).compute()
    assert inverse.dtype == np.float32
    np.testing.assert_allclose(inverse @ matrix, np.eye(3), atol=1e-2)
    assert XP.eye(2, 3, k=1, dtype=np.float32).compute().tolist() == np.eye(2, 3, 1).tolist()


def test_the_lower_triangle():
    matrix = np.array([[4.0, 2.0], [2.0, 3.0]])
    lower = np.linalg.cholesky(matrix)
    np.testing.assert_allclose(XP.linalg.cholesky(chunked(matrix)).compute(), lower)
    np.testing.assert_allclose(XP.linalg.cholesky(chunked(matrix), upper=True).compute(), lower.T)


def test_singular_values():
    tall = chunked(X.T, (2, 3))
    with pytest.raises(BackendError, match="full_matrices=True is not available on the dask backend"):
        XP.linalg.svd(tall)
    expected = np.linalg.svd(X.T, compute_uv=False)
    np.testing.assert_allclose(XP.linalg.svdvals(tall).compute(), expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(
        XP.linalg.svd(tall, full_matrices=False)[1].compute(), expected, rtol=1e-4, atol=1e-5
    )


def test_places_along_an_axis_of_several_chunks():
    places = np.argsort(X, axis=1)[:, ::-1]
    result = XP.take_along_axis(chunked(X), chunked(places), axis=1)
    np.testing.assert_array_equal(result.compute(), np.take_along_axis(X, places, 1))


@pytest.mark.parametrize("name", ["quantile", "nanquantile"])
def test_quantiles_over_several_chunks(name):
    q = np.array([0.25, 0.5])
    for axis, keepdims in ((None, False), (0, True), ((0, 1), True), (-1, False)):
        result = getattr(XP, name)(chunked(X), q, axis=axis, keepdims=keepdims)
        expected = getattr(np, name)(X, q, axis=axis, keepdims=keepdims)
        assert result.shape == expected.shape
        np.testing.assert_allclose(result.compute(), expected, rtol=1e-6)


def test_numpys_functions_block_by_block():
    a, b = np.array([12, 18, 7]), np.array([8, 27, 21])
    for name in ("gcd", "lcm"):
        assert (
            getattr(XP, name)(chunked(a), chunked(b)).compute().tolist() == getattr(np, name)(a, b).tolist()
        )
    assert XP.heaviside(chunked([-1.0, 0.0, 2.0]), 0.5).compute().tolist() == [0.0, 0.5, 1.0]


def test_counts_of_each_block_are_added():
    index, weights = np.array([0, 2, 2, 1, 2]), np.array([1, 2, 3, 4, 5], "float32")
    assert XP.tally(chunked(index), None, 4).compute().tolist() == [1, 1, 3, 0]
    counts = XP.tally(chunked(index), chunked(weights, 3), 4).compute()
    assert counts.dtype == np.float32
    assert counts.tolist() == [1, 4, 10, 0]


def test_chunks():
    assert chunked(np.arange(4.0)).chunks == ((2, 2),)
    x = chunked(np.arange(4.0))
    assert DASK.asarray(x, chunks="auto") is x
    assert DASK.asarray(x, chunks=1).chunks == ((1, 1, 1, 1),)


def test_versions_are_those_of_dask():
    assert DASK.version() == dask.__version__
