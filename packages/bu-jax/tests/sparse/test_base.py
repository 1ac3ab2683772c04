"""What all formats have in common: entries, sums, and a base for formats of others."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from sparse_checks import FORMATS, D, X, Y, check, made, q

from bu_array import Quantity
from bu_jax.sparse import CSR, SparseMatrix
from bu_units import Unit


@FORMATS
def test_with_data(kind):
    matrix = made(kind)
    check(matrix.with_data(matrix.data * 2), D * 2, "mS")
    check(matrix.with_data(matrix.data.mantissa), D)
    check(matrix.with_data(matrix.data / (2 * Unit("ms"))), D / 2, "S / s")
    with pytest.raises(ValueError, match=r"shape \(8,\), got \(3,\)"):
        matrix.with_data(jnp.ones(3))


@FORMATS
def test_reductions(kind):
    matrix = made(kind)
    check(matrix.sum(), D.sum(), "mS")
    check(matrix.sum(axis=(0, 1)), D.sum(), "mS")
    for axis in (0, 1, -1):
        check(matrix.sum(axis=axis), D.sum(axis), "mS")
    check(made(kind, D > 0, None).sum(0), (D > 0).sum(0))
    with pytest.raises(ValueError, match="axes"):
        matrix.sum(2)


@FORMATS
def test_yw_to_w(kind):
    matrix = made(kind)
    row, col = (np.asarray(x) for x in matrix.tocoo().tree_flatten()[0][1:])
    entries = D[row, col]
    check(matrix.yw_to_w(q(Y, "mV"), matrix.data), Y[row] * entries, "uA")
    check(matrix.yw_to_w(Y, matrix.data.mantissa), Y[row] * entries)
    check(
        matrix.yw_to_w(np.stack([Y, 2 * Y]), np.stack([entries] * 2)), np.stack([Y, 2 * Y])[:, row] * entries
    )
    check(matrix.yw_to_w_transposed(q(X, "mV"), matrix.data), X[col] * entries, "uA")
    with pytest.raises(ValueError, match="expected 4 values"):
        matrix.yw_to_w(X, matrix.data)


def test_what_numpy_makes_of_them():
    matrix = made(CSR)
    with pytest.raises(TypeError, match="todense"):
        np.asarray(matrix)
    with pytest.raises(TypeError):
        np.sin(matrix)
    check(X[:4].astype("f8") @ matrix, X[:4] @ D, "mS")


def test_a_format_of_ones_own():
    @jax.tree_util.register_pytree_node_class
    class Diagonal(SparseMatrix):
        def __init__(self, args, *, shape):
            self.data, self.first = args
            super().__init__(args, shape=shape)

        def _places(self):
            places = jnp.arange(self.nse)
            return places, places + self.first

        def tree_flatten(self):
            return (self.data,), (self.first, self.shape)

        @classmethod
        def tree_unflatten(cls, aux_data, children):
            return cls((*children, aux_data[0]), shape=aux_data[1])

    matrix = Diagonal((q(Y, "mS"), 0), shape=(4, 4))
    dense = np.diag(Y)
    assert repr(matrix) == "Diagonal(float32[4, 4], nse=4, unit=mS)"
    check(matrix, dense, "mS")
    check(jax.jit(lambda a: a @ q(X[:4], "mV"))(matrix), dense @ X[:4], "uA")
    check(matrix @ made(CSR, D), dense @ D, "mS^2")
    check(matrix.tocsr(), dense, "mS")
    beside = Diagonal((q(Y[:2], "mS"), 2), shape=(4, 4))
    check(matrix + beside, dense + np.pad(np.diag(Y[:2]), ((0, 2), (2, 0))), "mS")
    shifted = Diagonal((q(Y, "mS"), 1), shape=(4, 5))
    check(
        shifted - Diagonal((q(Y, "mS"), 0), shape=(4, 5)),
        np.eye(4, 5, 1) * Y[:, None] - np.eye(4, 5) * Y[:, None],
        "mS",
    )
    assert isinstance(matrix * 2, Diagonal)
    check(matrix * q(2.0, "mV"), dense * 2, "uA")
    check(matrix + matrix, dense * 2, "mS")
    check(matrix[1], dense[1], "mS")
    check(matrix.sum(0), Y, "mS")
    check(X[:4] @ matrix, X[:4] @ dense, "mS")
    check(shifted.T, np.eye(5, 4, -1) * Y, "mS")


def test_the_base_class_is_light():
    base = SparseMatrix((jnp.ones(1),), shape=[2, 3])
    assert base.shape == (2, 3)
    assert (base.ndim, base.size) == (2, 6)
    assert repr(base) == "SparseMatrix(<no entries>)"
    for call in (base.tree_flatten, base._places, base.todense):
        with pytest.raises(NotImplementedError, match=r"SparseMatrix\."):
            call()
    with pytest.raises(NotImplementedError):
        SparseMatrix.tree_unflatten(None, ())


def test_a_sparse_matrix_of_jax_is_no_mantissa():
    matrix = jax.experimental.sparse.BCOO.fromdense(jnp.eye(2))
    with pytest.raises(TypeError, match="got BCOO; make it dense first"):
        Quantity(matrix, "mV")
