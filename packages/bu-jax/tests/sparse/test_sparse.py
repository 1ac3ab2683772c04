"""Sparse matrices with units, compared with what dense arrays give."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from jax.experimental import sparse as jax_sparse
from sparse_checks import FORMATS, MANY, D, E, F, X, Y, check, made, q

from bu_array import Quantity, math
from bu_jax import autograd, sparse
from bu_jax.sparse import CSR
from bu_units import Unit

# ---------------------------------------------------------------- what they are


# ---------------------------------------------------------------- products


# ---------------------------------------------------------------- elements


# ---------------------------------------------------------------- parts


# ---------------------------------------------------------------- transformations of jax


@FORMATS
def test_jit(kind):
    def program(a, b, c, x, y):
        return a @ x, y @ a, a + b, a - a, a @ c, a * b, a.tocsr(), a.tocsc(), a.T.tocoo(), a.sum(0)

    args = (made(kind), made(kind, E, "S"), made(kind, F, "mV"), q(X, "mV"), q(Y, "mV"))
    results = jax.jit(program)(*args)
    expected = [
        *((D @ X, "uA"), (Y @ D, "uA"), (D + 1000 * E, "mS"), (0 * D, "mS"), (D @ F, "uA"), (D * E, "mS S")),
        *((D, "mS"), (D, "mS"), (D.T, "mS"), (D.sum(0), "mS")),
    ]
    for result, (values, unit) in zip(results, expected, strict=True):
        check(result, values, unit)
    check(results[2] @ X, (D + 1000 * E) @ X, "mS")
    check(jax.jit(lambda a: kind.fromdense(a, nse=9))(q(D, "mS")), D, "mS")
    with pytest.raises(jax.errors.JAXTypeError):
        jax.jit(kind.fromdense)(q(D, "mS"))


def test_equal_units_are_compiled_once():
    traces = []

    @jax.jit
    def product(a, x):
        traces.append(a)
        return a @ x

    for unit in ("mS", "mS", Unit("mA") / Unit("V"), 1e-3 * Unit("S")):
        unit = unit.unit if isinstance(unit, Quantity) else unit
        check(product(made(CSR, D, "mS"), q(X, "mV")), D @ X, "uA")
    assert len(traces) == 1


@FORMATS
def test_vmap(kind):
    matrix = made(kind)
    entries = Quantity(jnp.stack([matrix.data.mantissa, 2 * matrix.data.mantissa]), "mS")
    pair = np.stack([D, 2 * D])
    check(jax.vmap(lambda d: matrix.with_data(d) @ q(X, "mV"))(entries), pair @ X, "uA")
    check(jax.vmap(lambda d: q(Y, "mV") @ matrix.with_data(d))(entries), Y @ pair, "uA")
    check(jax.vmap(lambda d: matrix.with_data(d).todense())(entries), pair, "mS")
    check(jax.vmap(lambda d: (matrix.with_data(d) + made(kind, E)).todense())(entries), pair + E, "mS")
    check(jax.vmap(lambda x: matrix @ x)(q(MANY.T, "mV")), (D @ MANY).T, "uA")
    check(
        jax.vmap(lambda d: kind.fromdense(d, nse=20) @ X)(q(np.stack([D, E]), "mS")),
        np.stack([D, E]) @ X,
        "mS",
    )
    stacked = jax.tree.map(lambda x: jnp.stack([x, x]), matrix)
    check(jax.vmap(lambda a, x: a @ x)(stacked, q(MANY.T, "mV")), (D @ MANY).T, "uA")


@FORMATS
def test_grad(kind):
    matrix, other = made(kind), made(kind, F, "mV")
    row, col = matrix.tocoo().tree_flatten()[0][1:]
    bare = matrix.data.mantissa

    slope = autograd.grad(lambda d: math.sum(matrix.with_data(d) @ q(X, "mV")))(matrix.data)
    check(slope, X[col], "mV")
    slope = autograd.grad(lambda x: math.sum(matrix @ x))(q(X, "mV"))
    check(slope, D.sum(0), "mS")
    slope = autograd.grad(lambda y: math.sum(y @ matrix))(q(Y, "mV"))
    check(slope, D.sum(1), "mS")

    # Sums of squares: of a sparse product, of a sum, of parts; against the dense matrix.
    for program, dense in (
        (lambda a: (a @ other).todense().mantissa, lambda a: a @ F),
        (lambda a: (a + made(kind, E)).todense().mantissa, lambda a: a + E),
        (lambda a: a[::2, 1:].todense().mantissa, lambda a: a[::2, 1:]),
        (lambda a: (a * q(E, "mV")).sum(0).mantissa, lambda a: (a * E).sum(0)),
    ):
        expected = jax.grad(lambda a, dense=dense: (dense(a) ** 2).sum())(jnp.asarray(D))[row, col]

        def squares(d, program=program):
            return (program(matrix.with_data(Quantity(d, "mS"))) ** 2).sum()

        np.testing.assert_allclose(jax.grad(squares)(bare), expected, rtol=1e-6)
    check(
        autograd.grad(lambda x: math.sum(kind.fromdense(x, nse=8) @ q(X, "mV")))(q(D, "mS")),
        (D != 0) * X,
        "mV",
    )


def test_grad_of_a_traced_product():
    matrix, other = made(CSR), made(CSR, F, "mV")
    expected = jax.grad(lambda a: ((a @ F) ** 2).sum())(jnp.asarray(D))[D != 0]

    @jax.jit
    def slope(a, b):
        def squares(d):
            return ((a.with_data(Quantity(d, "mS")) @ b).todense().mantissa ** 2).sum()

        return jax.grad(squares)(a.data.mantissa)

    np.testing.assert_allclose(slope(matrix, other), expected, rtol=1e-6)


def test_jaxs_own_sparse_functions_take_them():
    matrix = made(CSR, unit=None)
    found = jax_sparse.grad(lambda a, x: (a @ x).sum())(matrix, jnp.asarray(X))
    assert type(found) is CSR
    check(found, (D != 0) * X)
    check(jax_sparse.todense(matrix), D)


def test_loops_and_second_derivatives():
    matrix = made(CSR, D[:, :4], None)
    found, _ = jax.lax.scan(lambda x, _: (matrix @ x / 10, None), jnp.asarray(Y), length=3)
    dense = D[:, :4] / 10
    check(found, dense @ (dense @ (dense @ Y)))
    second = jax.hessian(lambda x: ((matrix @ x) ** 2).sum())(jnp.asarray(Y))
    check(second, 2 * D[:, :4].T @ D[:, :4])


@pytest.mark.slow
@FORMATS
def test_strict_settings(kind):
    with jax.numpy_rank_promotion("raise"), jax.debug_nans(True), jax.checking_leaks():
        matrix = made(kind)
        check(jax.jit(lambda a, x: (a + a[:, ::-1]) @ x)(matrix, q(X, "mV")), (D + D[:, ::-1]) @ X, "uA")
        check(matrix * q(E, "mV"), D * E, "uA")
        check(
            autograd.grad(lambda d: math.sum(matrix.with_data(d) @ q(X, "mV")))(matrix.data),
            X[matrix.tocoo().col],
            "mV",
        )


@pytest.mark.slow
@FORMATS
def test_double_precision_and_other_dtypes(kind):
    with jax.enable_x64(True):
        matrix = kind.fromdense(q(D.astype("f8") / 3, "mS"))
        result = matrix @ q(X, "mV")
        assert result.dtype == "float64"
        np.testing.assert_allclose(result.mantissa, D.astype("f8") / 3 @ X, rtol=1e-14)
        assert (matrix @ matrix.T).dtype == "float64"
        assert (matrix + made(kind)).dtype == "float64"
        assert (made(kind) @ X).dtype == "float32"
        assert (made(kind) * 2.0).dtype == "float32"
    for dtype in ("float16", "bfloat16", "complex64", "int32"):
        matrix = kind.fromdense(jnp.asarray(D, dtype))
        result = matrix @ jnp.asarray(X, dtype)
        assert result.dtype == dtype
        np.testing.assert_allclose(np.asarray(result, "c8"), D @ X, rtol=1e-2)
        assert (jnp.asarray(Y, dtype) @ matrix).dtype == dtype


# ---------------------------------------------------------------- other libraries, other formats


def test_the_public_names():
    u = pytest.importorskip("brainunit")  # the facade is above this package, which is tested without it too

    assert u.sparse.__all__ == sparse.__all__
    assert u.sparse.CSR is CSR
    check(u.sparse.coo_fromdense(q(D, "mS")) @ (jnp.asarray(X) * u.mV), D @ X, "uA")
