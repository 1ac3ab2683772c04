"""Products, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, quantity
from matrix_checks import (
    SQUARE,
    near,
    no_linalg,
)

from bu_array import Quantity, linalg, math
from bu_units import Unit


def test_products_are_those_of_math():
    for name in "dot vdot vecdot inner outer kron matmul tensordot cross multi_dot matrix_power".split():
        assert getattr(linalg, name) is getattr(math, name)


def test_vdot_inner_kron_cross(backend, rng):
    a, b = rng.normal(size=(2, 3)), rng.normal(size=(2, 3))
    q, r = quantity(backend, a, "mV"), quantity(backend, b, "nA")
    near(linalg.vdot(q, r), backend, np.vdot(a, b), "pW")
    near(linalg.inner(q, r), backend, np.inner(a, b), "pW")
    near(linalg.inner(q, Quantity(2.0, "s")), backend, a * 2, "mV s")
    near(linalg.kron(q, r), backend, np.kron(a, b), "pW")
    near(linalg.kron(quantity(backend, a[0], "mV"), r), backend, np.kron(a[0], b), "pW")
    near(linalg.cross(q, r), backend, np.cross(a, b), "pW")
    near(linalg.cross(q, r[0, ...]), backend, np.cross(a, b[0]), "pW")
    near(
        linalg.cross(quantity(backend, a.T, "mV"), r, axisa=0, axisc=0),
        backend,
        np.cross(a.T, b, axisa=0, axisc=0),
        "pW",
    )
    near(linalg.cross(q.T, r.T, axis=0), backend, np.cross(a.T, b.T, axis=0), "pW")
    near(linalg.inner(quantity(backend, a, "ms"), quantity(backend, b, "Hz")), backend, np.inner(a, b) * 1e-3)
    with pytest.raises(ValueError, match="cross takes vectors of 3 or 2 elements"):
        linalg.cross(q[..., :2], r)


def test_multi_dot(backend, rng):
    a, b, c = (rng.normal(size=shape) for shape in ((4, 2), (2, 5), (5, 3)))
    v, w = rng.normal(size=4), rng.normal(size=3)
    qa, qb, qc = quantity(backend, a, "mV"), quantity(backend, b, "nA"), quantity(backend, c, "s")
    near(linalg.multi_dot([qa, qb, qc]), backend, a @ b @ c, Unit("mV nA s"))
    near(linalg.multi_dot(arrays=(qa, array(backend, b))), backend, a @ b, "mV")
    near(
        linalg.multi_dot([array(backend, v), qa, qb, qc, array(backend, w)]),
        backend,
        v @ a @ b @ c @ w,
        Unit("mV nA s"),
    )
    near(linalg.multi_dot([qa, qb, quantity(backend, c, "1/W")]), backend, a @ b @ c * 1e-12)
    near(linalg.multi_dot([array(backend, a), array(backend, b)]), backend, a @ b)
    with pytest.raises(ValueError, match="at least two"):
        linalg.multi_dot([qa])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7])
def test_matrix_power(backend, matrix, n):
    if backend.name == "ndonnx" and matrix.dtype.kind == "c":
        pytest.skip("ndonnx has no complex numbers")
    if backend.name == "ndonnx" and n == 7:
        pytest.skip("3 goes the same way, and ndonnx evaluates each node of a graph as it is built")
    expected = np.linalg.matrix_power(matrix, n)
    near(
        linalg.matrix_power(quantity(backend, matrix, "mV"), n) / 10**n,
        backend,
        expected / 10**n,
        f"mV^{n}" if n else None,
    )
    near(linalg.matrix_power(array(backend, matrix), n=n) / 10**n, backend, expected / 10**n)


@no_linalg
def test_matrix_power_below_zero(backend):
    near(
        linalg.matrix_power(quantity(backend, SQUARE, "ms"), -2),
        backend,
        np.linalg.matrix_power(SQUARE, -2),
        "1/ms^2",
    )
