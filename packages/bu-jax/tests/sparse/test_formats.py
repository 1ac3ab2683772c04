"""The formats: how they are made and read, and what each becomes of the others."""

import pickle

import jax
import numpy as np
import pytest
from jax.experimental import sparse as jax_sparse
from sparse_checks import FORMATS, D, E, F, X, Y, check, made, q

from bu_jax import sparse
from bu_jax.sparse import COO, CSC, CSR, SparseMatrix
from bu_units import Unit


@FORMATS
def test_fields(kind):
    matrix = made(kind)
    assert isinstance(matrix, SparseMatrix)
    assert isinstance(matrix, jax_sparse.JAXSparse)
    assert (matrix.shape, matrix.ndim, matrix.size, matrix.nse, len(matrix)) == ((4, 5), 2, 20, 8, 4)
    assert matrix.dtype == "float32"
    assert matrix.unit == Unit("mS")
    assert matrix.data.unit == Unit("mS")
    assert repr(matrix) == f"{kind.__name__}(float32[4, 5], nse=8, unit=mS)"
    assert repr(made(kind, unit=None)) == f"{kind.__name__}(float32[4, 5], nse=8)"
    assert matrix.block_until_ready() is matrix
    with pytest.raises(TypeError):
        hash(matrix)


@FORMATS
def test_from_dense_and_back(kind):
    check(made(kind), D, "mS")
    check(made(kind, unit=None), D)
    check(kind.fromdense(D), D)
    check(kind.fromdense(D.tolist()), D)
    check(kind.fromdense(q(D.astype("i4"), "mS")), D, "mS")
    check(made(kind, np.zeros((3, 2), "f4")), np.zeros((3, 2)), "mS")
    name = kind.__name__.lower()
    matrix = getattr(sparse, f"{name}_fromdense")(q(D, "mS"), nse=11, index_dtype=np.int16)
    assert matrix.nse == 11
    assert all(x.dtype == "int16" for x in matrix.tree_flatten()[0][1:])
    check(getattr(sparse, f"{name}_todense")(matrix), D, "mS")
    # Entries that are there only to be counted change nothing.
    check(matrix @ X, D @ X, "mS")
    check(Y @ matrix, Y @ D, "mS")
    check(matrix + made(kind, E), D + E, "mS")
    check(matrix @ made(kind, F), D @ F, "mS^2")
    check(matrix.sum(), D.sum(), "mS")
    check(matrix.T.sum(axis=0), D.sum(1), "mS")
    check(matrix[::2, 1:], D[::2, 1:], "mS")
    with pytest.raises(ValueError, match="two axes"):
        kind.fromdense(q(X, "mS"))


def test_constructors():
    data = q([1.0, 2.0, 3.0], "mS")
    dense = np.array([[0, 1, 0], [2, 0, 3]])
    check(CSR((data, [1, 0, 2], [0, 1, 3]), shape=(2, 3)), dense, "mS")
    check(CSC((data, [1, 0, 2], [0, 1, 3]), shape=(3, 2)), dense.T, "mS")
    for places in (([0, 1, 1], [1, 0, 2]), (([0, 1, 1], [1, 0, 2]),)):
        check(COO((data, *places), shape=(2, 3)), dense, "mS")
    check(CSR(([1.0, 2.0, 3.0], [1, 0, 2], [0, 1, 3]), shape=[2, 3]), dense)
    check(CSR((np.arange(1, 4), np.array([1, 0, 2]), np.array([0, 1, 3])), shape=(2, 3)), dense)
    entries = [1.0 * Unit("mS"), 0.002 * Unit("S"), 3.0 * Unit("mS")]
    check(CSR((entries, [1, 0, 2], [0, 1, 3]), shape=(2, 3)), dense, "mS")
    assert CSR((data, [1, 0, 2], [0, 1, 3]), shape=(2, 3)).data.mantissa is data.mantissa


@FORMATS
def test_conversions(kind):
    matrix = made(kind)
    for other, name in ((CSR, "tocsr"), (CSC, "tocsc"), (COO, "tocoo")):
        found = getattr(matrix, name)()
        assert type(found) is other
        assert (found is matrix) == (kind is other)
        check(found, D, "mS")
    transposed = matrix.T
    assert type(transposed) is {CSR: CSC, CSC: CSR, COO: COO}[kind]
    assert transposed.data is matrix.data
    check(transposed, D.T, "mS")
    check(matrix.transpose((1, 0)), D.T, "mS")
    with pytest.raises(ValueError, match="axes"):
        matrix.transpose((0, 1))


@FORMATS
def test_pytrees(kind):
    matrix = made(kind)
    leaves, structure = jax.tree.flatten(matrix)
    assert leaves[0] is matrix.data.mantissa
    assert len(leaves) == 3
    check(jax.tree.unflatten(structure, leaves), D, "mS")
    children, aux_data = matrix.tree_flatten()
    check(kind.tree_unflatten(aux_data, children), D, "mS")
    assert repr(jax.tree.map(lambda x: None, matrix))
    check(jax.jit(lambda a: a)(matrix), D, "mS")
    check(jax.device_put(matrix), D, "mS")
    check(pickle.loads(pickle.dumps(matrix)), D, "mS")
    seen = []
    jax.jit(lambda a: seen.append(repr(a)))(matrix)
    assert seen == [f"{kind.__name__}(float32[4, 5], nse=8, unit=mS, traced)"]
