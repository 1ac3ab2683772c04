"""Decompositions and eigenvalues, against numpy's, on every backend that can."""

import numpy as np
import pytest
from array_checks import array, quantity, values
from matrix_checks import (
    CLOSE,
    COMPLEX,
    TALL,
    adjoint,
    near,
    no_dask,
    no_linalg,
    positive,
)

from bu_array import Quantity, linalg
from bu_units import Unit


@no_linalg
def test_svdvals(backend, matrix):
    if backend.name == "dask":
        matrix = TALL
    near(linalg.svdvals(quantity(backend, matrix, "mV")), backend, np.linalg.svdvals(matrix), "mV")


@no_dask
def test_eigenvalues(backend, matrix):
    hermitian = positive(matrix)
    near(
        linalg.eigvalsh(quantity(backend, hermitian, "mV")) / 100,
        backend,
        np.linalg.eigvalsh(hermitian) / 100,
        "mV",
    )
    found = linalg.eigvals(quantity(backend, hermitian, "mV"))
    assert found.unit == Unit("mV")
    tolerance = CLOSE[matrix.dtype.name] * 100
    np.testing.assert_allclose(
        np.sort(values(found).real), np.linalg.eigvalsh(hermitian), rtol=tolerance, atol=tolerance
    )


@no_linalg
@pytest.mark.parametrize("mode", ["reduced", "complete", "r"])
def test_qr(backend, mode):
    if backend.name == "dask" and mode == "complete":
        pytest.skip("dask has the reduced form only")
    if mode == "r":
        r = linalg.qr(quantity(backend, TALL, "mV"), "r")
    else:
        q, r = linalg.qr(quantity(backend, TALL, "mV"), mode=mode)
        assert not isinstance(q, Quantity)
        np.testing.assert_allclose(values(q) @ values(r), TALL, atol=1e-12)
        assert values(q).shape == ((5, 5) if mode == "complete" else (5, 3))
    assert r.unit == Unit("mV")
    np.testing.assert_allclose(np.abs(values(r)[:3]), np.abs(np.linalg.qr(TALL, mode="r")), atol=1e-12)


@no_dask
@pytest.mark.parametrize("hermitian", [False, True])
@pytest.mark.parametrize("full", [False, True])
def test_svd(backend, matrix, full, hermitian):
    a = (matrix + adjoint(matrix)) / 2 - np.eye(3, dtype=matrix.dtype) if hermitian else matrix
    u, s, vh = linalg.svd(quantity(backend, a, "mV"), full_matrices=full, hermitian=hermitian)
    near(s, backend, np.linalg.svdvals(a), "mV")
    assert not isinstance(u, Quantity)
    assert not isinstance(vh, Quantity)
    product = values(u) * values(s)[..., None, :] @ values(vh)
    np.testing.assert_allclose(product, a, atol=CLOSE[a.dtype.name] * 10)
    alone = linalg.svd(quantity(backend, a, "mV"), compute_uv=False, hermitian=hermitian)
    near(alone, backend, np.linalg.svdvals(a), "mV")


@no_linalg
def test_svd_of_a_tall_matrix(backend):
    result = linalg.svd(quantity(backend, TALL, "mV"), full_matrices=False)
    np.testing.assert_allclose(values(result.U) * values(result.S) @ values(result.Vh), TALL, atol=1e-12)
    bare = linalg.svd(array(backend, TALL), full_matrices=False)
    assert not any(isinstance(part, Quantity) for part in bare)


@no_dask
def test_eig_and_eigh(backend, matrix):
    a = positive(matrix)
    tolerance = CLOSE[a.dtype.name] * 100
    for function in (linalg.eig, linalg.eigh):
        w, v = function(quantity(backend, a, "mV"))
        assert w.unit == Unit("mV")
        assert not isinstance(v, Quantity)
        np.testing.assert_allclose(a @ values(v), values(v) * values(w)[..., None, :], atol=tolerance)


@no_dask
@pytest.mark.parametrize("uplo", ["L", "U"])
def test_eigh_of_one_triangle(backend, uplo):
    half = np.tril(COMPLEX) if uplo == "L" else np.triu(COMPLEX)
    np.fill_diagonal(half, half.diagonal().real)
    q = quantity(backend, half, "mV")
    near(linalg.eigh(q, uplo).eigenvalues, backend, np.linalg.eigvalsh(half, uplo), "mV")
    found = linalg.eigvalsh(q, uplo, symmetrize_input=False)
    near(found, backend, np.linalg.eigvalsh(half, uplo), "mV")
    with pytest.raises(ValueError, match="UPLO"):
        linalg.eigh(q, "X")


@no_linalg
@pytest.mark.parametrize("upper", [False, True])
def test_cholesky(backend, matrix, upper):
    if backend.name == "dask" and matrix.ndim > 2:
        pytest.skip("dask takes one matrix")
    a = positive(matrix)
    expected = np.linalg.cholesky(a)
    expected = adjoint(expected) if upper else expected
    near(linalg.cholesky(quantity(backend, a, "mV^2"), upper=upper), backend, expected, "mV")
    triangle = np.triu(a) if upper else np.tril(a)
    found = linalg.cholesky(quantity(backend, triangle, "mV^2"), upper=upper, symmetrize_input=False)
    near(found, backend, expected, "mV")
