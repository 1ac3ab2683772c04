"""Products, sums and elementwise operators, with the units of dense arrays."""

import operator

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.experimental import sparse as jax_sparse
from sparse_checks import FORMATS, MANY, D, E, F, X, Y, check, made, q

from bu_jax.sparse import COO, CSC, CSR
from bu_units import Unit, UnitMismatchError


@FORMATS
def test_matmul_with_dense(kind):
    matrix, bare = made(kind), made(kind, unit=None)
    for x in (X, MANY, np.stack([MANY, MANY + 1])):
        check(matrix @ q(x, "mV"), D @ x, "uA")
        check(matrix @ x, D @ x, "mS")
        check(matrix @ jnp.asarray(x), D @ x, "mS")
        check(bare @ q(x, "mV"), D @ x, "mV")
        check(bare @ x, D @ x)
    for y in (Y, np.stack([Y, Y + 1]), np.ones((2, 3, 4), "f4")):
        check(q(y, "mV") @ matrix, y @ D, "uA")
        check(y @ matrix, y @ D, "mS")
        check(jnp.asarray(y) @ bare, y @ D)
    check(matrix @ X.tolist(), D @ X, "mS")
    check(q(Y, "kohm") @ matrix, Y @ D)
    check(matrix @ q(X, "ohm"), D @ X / 1000)
    check(matrix @ np.arange(5), D @ np.arange(5), "mS")
    for other in (X[:4], MANY[:4], np.float32(2)):
        with pytest.raises(ValueError, match="do not fit"):
            matrix @ other
    with pytest.raises(ValueError, match="do not fit"):
        X @ matrix


@FORMATS
def test_matmul_with_sparse(kind):
    matrix = made(kind)
    for other in (CSR, CSC, COO):
        product = matrix @ made(other, F, "mV")
        assert type(product) is kind
        assert product.nse == np.count_nonzero(D @ F)
        check(product, D @ F, "uA")
    check(matrix @ made(kind, F, None), D @ F, "mS")
    check(made(kind, F.T, "V") @ matrix.T, F.T @ D.T, "mA")
    check(matrix @ made(kind, np.zeros((5, 3), "f4")), np.zeros((4, 3)), "mS^2")
    for theirs in (jax_sparse.BCOO, jax_sparse.BCSR, jax_sparse.CSR, jax_sparse.CSC, jax_sparse.COO):
        check(matrix @ theirs.fromdense(jnp.asarray(F)), D @ F, "mS")
    with pytest.raises(ValueError, match="do not fit"):
        matrix @ matrix


@FORMATS
def test_the_program_of_a_product_has_no_dense_matrix(kind):
    matrix = made(kind)
    program = str(jax.make_jaxpr(lambda a, x: a @ x)(matrix, q(X, "mV")))
    assert "f32[4,5]" not in program


@FORMATS
@pytest.mark.parametrize("name", ["mul", "truediv", "floordiv", "mod"])
def test_with_numbers_and_arrays(kind, name):
    apply = getattr(operator, name)
    matrix, bare = made(kind), made(kind, unit=None)
    for other in (2.0, np.float32(3), jnp.float32(3), E + 1, (E + 1)[0], (E + 1)[:, :1], (E + 1).tolist()):
        result = apply(bare, other)
        assert type(result) is kind
        assert result.nse == 8
        check(result, apply(D, np.asarray(other, "f4")))
    unit = {"mul": "uA", "truediv": None, "floordiv": None, "mod": "mS"}[name]
    other = q(E + 1, "mV" if name == "mul" else "mS")
    result = apply(matrix, other)
    assert type(result) is kind
    check(result, apply(D, E + 1), unit)
    check(apply(matrix, 2 * Unit("mV" if name == "mul" else "mS")), apply(D, 2), unit)
    with pytest.raises(ValueError, match="do not give a matrix"):
        apply(bare, jnp.ones((3, 4, 5)))


@FORMATS
def test_units_of_elements(kind):
    matrix = made(kind)
    check(2 * matrix, 2 * D, "mS")
    check(q(2.0, "mV") * matrix, 2 * D, "uA")
    check(q(E, "mV") * matrix, D * E, "uA")
    check(E * matrix, D * E, "mS")
    check(matrix * Unit("mV"), D, "uA")
    check(matrix / Unit("mV"), D, "S / V")
    check(-matrix, -D, "mS")
    check(+matrix, D, "mS")
    check(abs(-matrix), D, "mS")
    check(1 / made(kind, E + 1), 1 / (E + 1), "mS^-1")
    check(q(D, "mS") // made(kind, E + 1), D // (E + 1))
    check(q(D, "mS") % made(kind, E + 1), D % (E + 1), "mS")
    check(matrix * made(COO, E, "V"), D * E, "mA")
    with pytest.raises(TypeError, match="with_data"):
        matrix / matrix
    check(Unit("mV") * matrix, D, "uA")
    with pytest.raises(TypeError):
        matrix * "text"


@FORMATS
def test_sums(kind):
    matrix = made(kind)
    for other in (CSR, CSC, COO):
        result = matrix + made(other, E, "S")
        assert type(result) is kind
        assert result.nse == np.count_nonzero(D + E)
        check(result, D + 1000 * E, "mS")
        check(matrix - made(other, E, "S"), D - 1000 * E, "mS")
    assert (matrix + matrix).nse == 8
    check(matrix + matrix, 2 * D, "mS")
    check(matrix - matrix, 0 * D, "mS")
    check(matrix + kind.fromdense(q(D, "S")), 1001 * D, "mS")
    check(sum([matrix, matrix]), 2 * D, "mS")
    assert matrix + 0 is matrix
    check(0 - matrix, -D, "mS")
    check(matrix + q(E, "S"), D + 1000 * E, "mS")
    check(q(E, "mS") - matrix, E - D, "mS")
    check(made(kind, unit=None) + 1.0, D + 1)
    with pytest.raises(UnitMismatchError):
        matrix + made(kind, E, "mV")
    with pytest.raises(UnitMismatchError):
        matrix + made(kind, E, None)
    with pytest.raises(UnitMismatchError):
        matrix + 1
    with pytest.raises(ValueError, match="shapes"):
        matrix + made(kind, F)
