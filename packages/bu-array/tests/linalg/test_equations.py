"""Equations and inverses, against numpy's results, on every backend that can."""

import numpy as np
import pytest
from array_checks import array, quantity, values
from matrix_checks import (
    TALL,
    adjoint,
    near,
    no_dask,
    no_linalg,
)

from bu_array import Quantity, linalg
from bu_dispatch import BackendError


@no_linalg
def test_inverses(backend, matrix):
    if backend.name == "dask" and matrix.ndim > 2:
        matrix = matrix[0]
    q = quantity(backend, matrix, "ms")
    near(linalg.inv(q), backend, np.linalg.inv(matrix), "kHz")
    if backend.name != "dask":
        near(linalg.pinv(q), backend, np.linalg.pinv(matrix), "kHz")


@no_linalg
def test_pinv(backend):
    near(linalg.pinv(quantity(backend, TALL, "ms")), backend, np.linalg.pinv(TALL), "kHz")
    low = np.outer(TALL[:, 0], TALL[0])
    near(linalg.pinv(quantity(backend, low, "ms"), rcond=1e-8), backend, np.linalg.pinv(low, 1e-8), "kHz")
    with pytest.raises(ValueError, match="one option"):
        linalg.pinv(array(backend, TALL), rtol=1, rcond=1)


@no_dask
def test_pinv_hermitian(backend, matrix):
    a = matrix + adjoint(matrix)
    near(linalg.pinv(quantity(backend, a, "s"), hermitian=True), backend, np.linalg.pinv(a), "Hz")


@no_linalg
def test_solve(backend, matrix, rng):
    if backend.name == "dask" and (matrix.ndim > 2 or matrix.dtype.kind == "c"):
        pytest.skip("dask takes one real matrix")
    b = rng.normal(size=(3, 2)).astype(matrix.real.dtype)
    q = quantity(backend, matrix, "ohm")
    near(linalg.solve(q, quantity(backend, b, "mV")), backend, np.linalg.solve(matrix, b), "mA")
    near(linalg.solve(q, quantity(backend, b[:, 0], "mV")), backend, np.linalg.solve(matrix, b[:, 0]), "mA")
    near(linalg.solve(a=q, b=array(backend, b)), backend, np.linalg.solve(matrix, b), "1/ohm")
    near(linalg.solve(q, quantity(backend, b, "kohm")), backend, np.linalg.solve(matrix, b) * 1000)


@no_linalg
def test_tensorsolve_and_tensorinv(backend, rng):
    a = rng.normal(size=(2, 3, 6)) + np.eye(6).reshape(2, 3, 6) * 4
    b = rng.normal(size=(2, 3))
    q, r = quantity(backend, a, "ohm"), quantity(backend, b, "mV")
    near(linalg.tensorsolve(q, r), backend, np.linalg.tensorsolve(a, b), "mA")
    near(linalg.tensorinv(q), backend, np.linalg.tensorinv(a), "siemens")
    near(
        linalg.tensorinv(quantity(backend, a.reshape(6, 2, 3), "ohm"), ind=1),
        backend,
        np.linalg.tensorinv(a.reshape(6, 2, 3), ind=1),
        "siemens",
    )
    moved = np.moveaxis(a, -1, 0)
    near(
        linalg.tensorsolve(quantity(backend, moved, "ohm"), r, axes=(0,)),
        backend,
        np.linalg.tensorsolve(moved, b, axes=(0,)),
        "mA",
    )
    with pytest.raises(ValueError, match="as many elements"):
        linalg.tensorinv(q, ind=1)


@no_linalg
@pytest.mark.parametrize("columns", [0, 2])
def test_lstsq(backend, columns, rng):
    b = rng.normal(size=(5, columns) if columns else 5)
    result = linalg.lstsq(quantity(backend, TALL, "ohm"), quantity(backend, b, "mV"))
    x, residuals, rank, s = np.linalg.lstsq(TALL, b)
    near(result.x, backend, x, "mA")
    near(result.residuals, backend, residuals.reshape(values(result.residuals).shape), "mV^2")
    assert not isinstance(result.rank, Quantity)
    assert int(values(result.rank)) == rank
    near(result.s, backend, s, "ohm")


@no_dask
def test_lstsq_of_low_rank(backend):
    low = np.outer(TALL[:, 0], TALL[0])
    result = linalg.lstsq(quantity(backend, low, "ohm"), quantity(backend, TALL[:, 1], "V"), numpy_resid=True)
    x, residuals, rank, _ = np.linalg.lstsq(low, TALL[:, 1])
    near(result.x, backend, x, "A")
    near(result.residuals, backend, residuals, "V^2")
    assert int(values(result.rank)) == rank == 1


@pytest.mark.only_backends("dask", reason="the others know the rank")
def test_lstsq_computes_nothing(backend):
    with pytest.raises(BackendError, match="rank"):
        linalg.lstsq(array(backend, TALL), array(backend, TALL[:, 0]), numpy_resid=True)


@pytest.mark.only_backends(
    "numpy", "torch", "array_api_strict", reason="jax gives inf, dask computes nothing"
)
def test_singular_matrices(backend):
    singular = quantity(backend, np.ones((2, 2)), "ohm")
    error = (np.linalg.LinAlgError, RuntimeError)  # torch's is a RuntimeError
    with pytest.raises(error, match=r"(?i)singular"):
        linalg.inv(singular)
    with pytest.raises(error, match=r"(?i)singular"):
        linalg.solve(singular, quantity(backend, np.ones(2), "V"))
