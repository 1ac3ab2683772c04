"""Norms, determinants, ranks and condition numbers, against numpy's, on every backend that can."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values
from matrix_checks import (
    STACK,
    TALL,
    near,
    no_dask,
    no_linalg,
)

from bu_array import Quantity, linalg
from bu_units import UnitMismatchError


@no_linalg
@pytest.mark.parametrize("ord", [None, 0, 1, 2, 3, np.inf, -np.inf])
def test_norm_of_vectors(backend, ord):
    data = TALL.copy()
    data[0, 0] = 0
    q = quantity(backend, data, "mV")
    unit = None if ord == 0 else "mV"
    near(linalg.norm(q, ord, axis=0), backend, np.linalg.norm(data, ord, axis=0), unit)
    near(
        linalg.norm(q[0, ...], ord, keepdims=True), backend, np.linalg.norm(data[0], ord, keepdims=True), unit
    )
    if ord is not None:
        expected = np.linalg.vector_norm(data, ord=ord, axis=-1)
        near(linalg.vector_norm(q, ord=ord, axis=-1), backend, expected, unit)
        near(linalg.vector_norm(array(backend, data), ord=ord, axis=-1), backend, expected)
    near(linalg.vector_norm(q), backend, np.linalg.norm(data), "mV")


@no_linalg
@pytest.mark.parametrize("ord", [None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf])
def test_norm_of_matrices(backend, ord):
    if backend.name == "dask" and ord in ("nuc", 2, -2):
        pytest.skip("dask takes these of one chunk of a matrix only")
    a = STACK
    near(linalg.norm(quantity(backend, a[0], "mV"), ord), backend, np.linalg.norm(a[0], ord), "mV")
    q = quantity(backend, a, "mV")
    for axes in ((-2, -1), (0, 2)):
        for keepdims in (False, True):
            expected = np.linalg.norm(a, ord, axis=axes, keepdims=keepdims)
            near(linalg.norm(q, ord, axes, keepdims), backend, expected, "mV")
    if ord is not None:
        near(linalg.matrix_norm(q, ord=ord), backend, np.linalg.matrix_norm(a, ord=ord), "mV")


@no_linalg
def test_norm_of_all_and_errors(backend):
    q = quantity(backend, STACK, "mV")
    near(linalg.norm(q), backend, np.linalg.norm(STACK), "mV")
    check(linalg.norm(quantity(backend, [3, 4], "mV")), backend, 5.0, "mV", rtol=1e-6, dtype=False)
    with pytest.raises(ValueError, match="one axis or two"):
        linalg.norm(q, 1)
    with pytest.raises(TypeError):
        linalg.norm(q, order=1)


@no_linalg
def test_transpose_trace_diagonal(backend):
    q = quantity(backend, STACK, "mV")
    near(linalg.matrix_transpose(q), backend, np.matrix_transpose(STACK), "mV")
    near(linalg.trace(q), backend, np.linalg.trace(STACK), "mV")
    near(linalg.diagonal(q, offset=1), backend, np.linalg.diagonal(STACK, offset=1), "mV")
    near(linalg.trace(q, offset=1), backend, np.linalg.trace(STACK, offset=1), "mV")


@no_dask
def test_det(backend, matrix):
    near(linalg.det(quantity(backend, matrix, "mV")), backend, np.linalg.det(matrix), "mV^3")
    near(linalg.det(array(backend, matrix)), backend, np.linalg.det(matrix))


@no_dask
def test_det_of_integers(backend):
    found = linalg.det(quantity(backend, [[2, 1], [1, 3]], "mV"))
    check(found, backend, 5.0, "mV^2", rtol=1e-6, dtype=False)


@no_dask
def test_slogdet(backend, matrix):
    expected = np.linalg.slogdet(matrix)
    for x in (array(backend, matrix), quantity(backend, matrix * 1000, "mV/V")):
        sign, logabsdet = linalg.slogdet(x)
        near(sign, backend, expected.sign)
        near(logabsdet, backend, expected.logabsdet)
    with pytest.raises(TypeError, match="slogdet needs a dimensionless argument, got one in mV"):
        linalg.slogdet(quantity(backend, matrix, "mV"))


@no_linalg
def test_cond(backend, matrix):
    if backend.name == "dask":
        near(linalg.cond(quantity(backend, TALL, "mV")), backend, np.linalg.cond(TALL))
        return
    for p in (None, 2, -2, 1, np.inf, "fro"):
        expected = np.linalg.cond(matrix, p).real  # before 2.4 a complex number without imaginary part
        near(linalg.cond(quantity(backend, matrix, "mV"), p), backend, expected)


@no_dask
def test_cond_of_singular_matrices_is_infinite(backend):
    flat = np.stack([np.array([[2.0, 1.0], [1.0, 3.0]]), np.ones((2, 2)), np.zeros((2, 2))])
    for p in (1, -1, np.inf, "fro"):
        near(linalg.cond(quantity(backend, flat, "mV"), p), backend, np.linalg.cond(flat, p))
    zero = quantity(backend, np.zeros((2, 2)), "mV")  # and no warning, as in numpy
    near(linalg.cond(zero), backend, np.float64(np.inf))
    near(linalg.cond(quantity(backend, flat[0], "mV"), -2), backend, np.linalg.cond(flat[0], -2))
    lost = np.array([[np.nan, 1.0], [1.0, 2.0]])
    near(linalg.cond(quantity(backend, lost, "mV"), 1), backend, np.float64(np.nan))


@no_linalg
def test_matrix_rank(backend):
    low = np.outer(TALL[:, 0], TALL[0])
    q = quantity(backend, low, "V")
    assert int(values(linalg.matrix_rank(q))) == 1
    assert int(values(linalg.matrix_rank(quantity(backend, TALL, "V")))) == 3
    s = np.linalg.svdvals(TALL)
    tol = Quantity(float(s[0] + s[1]) / 2 * 1000, "mV")
    assert int(values(linalg.matrix_rank(quantity(backend, TALL, "V"), tol=tol))) == 1
    assert int(values(linalg.matrix_rank(quantity(backend, TALL, "V"), rtol=2.0))) == 0
    with pytest.raises(UnitMismatchError):
        linalg.matrix_rank(q, tol=Quantity(1.0, "s"))
    with pytest.raises(ValueError, match="not both"):
        linalg.matrix_rank(q, 1.0, tol=tol)
