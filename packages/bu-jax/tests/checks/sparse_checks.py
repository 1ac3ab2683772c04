"""Sparse matrices beside the dense arrays that they stand for."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity
from bu_jax.sparse import COO, CSC, CSR, SparseMatrix
from bu_units import Unit

FORMATS = pytest.mark.parametrize("kind", [CSR, CSC, COO])
D = np.array([[0, 2, 0, 1, 7], [0, 0, 0, 0, 0], [3, 0, 5, 0, 4], [0, 9, 0, 0, 6]], "f4")
E = np.array([[1, 2, 0, 0, 0], [0, 3, 0, 0, 8], [0, 0, 5, 0, 0], [7, 0, 0, 2, 0]], "f4")
F = np.array([[0, 1, 0], [2, 0, 0], [0, 0, 3], [0, 4, 0], [5, 0, 0]], "f4")
X = np.array([1, 2, 3, 4, 5], "f4")
Y = np.array([2, 3, 5, 7], "f4")
MANY = np.arange(10, dtype="f4").reshape(5, 2)


def q(x, unit):
    return Quantity(jnp.asarray(x), unit)


def made(kind, dense=D, unit="mS"):
    return kind.fromdense(q(dense, unit) if unit else jnp.asarray(dense))


def check(result, expected, unit=None):
    if isinstance(result, SparseMatrix):
        assert tuple(result.shape) == np.shape(expected)
        result = result.todense()
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, jax.Array)
    np.testing.assert_allclose(result, expected, rtol=1e-6)
