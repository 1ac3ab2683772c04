"""Products, convolutions, decompositions and equations: a unit for each part."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import DOT, IMAGE, KERNEL, M, Row, Rows, V, X, Y, check, kept, q, several

from bu_jax import autograd, lax
from bu_units import Unit, UnitMismatchError


class TestRows(Rows):
    MODULE = "linear_algebra"
    ROWS = [
        Row("dot_general", [(X, "m"), (Y, "s")], "m s", lambda f, x, y: f(x, y, DOT)),
        Row("dot_general", [(X, "m"), (Y, "m^-1")], None, lambda f, x, y: f(x, y, DOT, None, jnp.float32)),
        Row("batch_matmul", [(M[None], "m"), (M[None], "s")], "m s"),
        Row("conv", [(IMAGE, "m"), (KERNEL, "s")], "m s", lambda f, x, y: f(x, y, (1, 1), "SAME")),
        Row(
            "conv_transpose",
            [(IMAGE.mT[..., None][0], "m"), (KERNEL.T, "s")],
            "m s",
            lambda f, x, y: f(x, y, (2, 2), "VALID"),
        ),
        Row(
            "conv_general_dilated",
            [(IMAGE, "m"), (KERNEL, "s")],
            "m s",
            lambda f, x, y: f(x, y, (1, 1), "SAME"),
        ),
        Row("cholesky", [(M, "m^2")], "m"),
        Row("cholesky", [(M, "m")], "m^0.5", lambda f, x: f(x, symmetrize_input=False)),
        several("eig", [1, 0, 0]),
        several("eig", [1, 0], lambda f, x: f(x, compute_left_eigenvectors=False)),
        several(
            "eig", [1], lambda f, x: f(x, compute_left_eigenvectors=False, compute_right_eigenvectors=False)
        ),
        several("eigh", [0, 1]),
        several("eigh", [0, 1], lambda f, x: f(x, lower=False, sort_eigenvalues=False)),
        several("hessenberg", [1, 0]),
        Row("householder_product", [(M, "m"), (V, "")], None),
        several("lu", [1, 0, 0]),
        several("qdwh", [0, 1, 0, 0]),
        several("qr", [0, 1]),
        several("qr", [0, 1], lambda f, x: f(x, full_matrices=False)),
        several("schur", [1, 0]),
        several("svd", [0, 1, 0]),
        kept("svd", lambda f, x: f(x, compute_uv=False), M),
        several("tridiagonal", [1, 1, 1, 0]),
        Row("triangular_solve", [(M, "ohm"), (X, "V")], "A"),
        Row(
            "triangular_solve",
            [(M, "ohm"), (X.T, "V")],
            "A",
            lambda f, a, b: f(a, b, left_side=True, lower=True, unit_diagonal=True),
        ),
        Row(
            "tridiagonal_solve",
            [(V.at[0].set(0), "ohm"), (V + 8, "ohm"), (V.at[2].set(0), "ohm"), (M, "V")],
            "A",
        ),
    ]


def test_equations_convert_what_has_one_dimension():
    dl, d, du = V.at[0].set(0), V + 8, V.at[2].set(0)
    result = lax.tridiagonal_solve(q("kohm", dl), q("ohm", d), q("ohm", du), q("V", M))
    check(result, jax.lax.linalg.tridiagonal_solve(dl * 1000, d, du, M), "A")
    with pytest.raises(UnitMismatchError, match=r"^tridiagonal_solve: argument 'dl'.*ohm and s"):
        lax.tridiagonal_solve(q("s", dl), q("ohm", d), q("ohm", du), q("V", M))
    with pytest.raises(TypeError, match="the second operand takes no unit"):
        lax.householder_product(q("m", M), q("m", V))


def test_decompositions_give_the_matrix_back():
    x = q("m", M)
    vectors, values = lax.eigh(x)
    np.testing.assert_allclose((vectors * values @ vectors.T).mantissa, M, rtol=1e-5)
    u, s, vh = lax.svd(x)
    np.testing.assert_allclose((u * s @ vh).mantissa, M, rtol=1e-5)
    rest = lax.triangular_solve(lax.cholesky(x), x, left_side=True, lower=True)
    assert rest.unit == Unit("m^0.5")
    np.testing.assert_allclose(rest.mantissa, lax.cholesky(x).mantissa.T, rtol=1e-5)


def test_derivative_of_a_decomposition():
    expected = jax.grad(lambda m: jax.lax.linalg.cholesky(m).sum())(M)
    check(autograd.grad(lambda m: lax.cholesky(m).sum())(q("m", M)), expected, "m^-0.5")
    expected = jax.grad(lambda m: jax.lax.linalg.triangular_solve(m, X, lower=True).sum())(M)
    slope = autograd.grad(lambda m: lax.triangular_solve(m, q("V"), lower=True).sum())(q("ohm", M))
    check(slope, expected, "A / ohm")
