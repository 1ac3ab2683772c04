"""Every function of `lax`: values to the last bit, units, jit, and the refusal of other libraries."""

import inspect
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity
from bu_dispatch import BackendError, get_backend
from bu_jax import lax
from bu_units import Unit

pytestmark = pytest.mark.slow  # every function compiled: half a minute

X = jnp.array([[3.25, 1.5, 2.125], [6.0, 5.75, 4.0]], "float32")
Y = jnp.array([[1.0, 2.0, 2.5], [4.0, 0.5, 6.0]], "float32")
UNIT = jnp.array([[0.25, 0.5, 0.125], [0.75, 0.625, 0.0625]], "float32")
N = jnp.array([[7, -3, 12], [0, 1, 255]], "int32")
B = jnp.array([[True, False, True], [False, False, True]])
C = X + 1j * Y
M = jnp.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]], "float32")
V = jnp.array([1.0, 2.0, 3.0], "float32")
IMAGE = jnp.arange(16, dtype="float32").reshape(1, 1, 4, 4)
KERNEL = jnp.array([[[[1.0, -2.0], [0.5, 3.0]]]], "float32")
INDEX = jnp.array([[0], [2]])
GATHER = jax.lax.GatherDimensionNumbers(offset_dims=(), collapsed_slice_dims=(0,), start_index_map=(0,))
SCATTER = jax.lax.ScatterDimensionNumbers(
    update_window_dims=(), inserted_window_dims=(0,), scatter_dims_to_operand_dims=(0,)
)
TWO = jnp.array([10.0, -20.0], "float32")
TOP_K_HAS_AXIS = "axis" in inspect.signature(jax.lax.top_k).parameters  # jax 0.8.0 has not
DOT = (((1,), (1,)), ((), ()))


def half(x):
    return x / 2


class Row(NamedTuple):
    name: str
    operands: list
    results: object  # the unit of the result, or a list of units
    call: object = lambda f, *xs: f(*xs)


def kept(name, call=lambda f, x: f(x), x=X, unit="mV"):
    return Row(name, [(x, unit)], unit, call)


def pure(name, *xs):
    return Row(name, [(x, "") for x in xs], None)


def several(name, results, call=lambda f, x: f(x), x=M):
    return Row(name, [(x, "mV")], ["mV" if r else None for r in results], call)


ROWS = [
    # elementwise
    *(kept(name) for name in ("neg", "abs", "floor", "ceil", "round")),
    kept("round", lambda f, x: f(x, jax.lax.RoundingMethod.TO_NEAREST_EVEN)),
    *(kept(name, x=C) for name in ("neg", "abs", "conj", "real", "imag")),
    *(
        Row(name, [(X, "m"), (Y, "m")], "m")
        for name in ("add", "sub", "rem", "nextafter", "max", "min", "complex")
    ),
    Row("mul", [(X, "m"), (Y, "s")], "m s"),
    Row("mul", [(X, "ms"), (Y, "s^-1")], None, lambda f, x, y: f(x, y)),
    Row("div", [(X, "m"), (Y, "s")], "m / s"),
    Row("div", [(X, "m"), (Y, "m")], None),
    Row("pow", [(X, "m")], "m^3", lambda f, x: f(x, 3)),
    Row("pow", [(X, "m")], "m^0.5", lambda f, x: f(x, 0.5)),
    Row("pow", [(X, ""), (Y, "")], None),
    Row("integer_pow", [(X, "m")], "m^-2", lambda f, x: f(x, -2)),
    Row("square", [(X, "m")], "m^2"),
    Row("sqrt", [(X, "m")], "m^0.5"),
    Row("rsqrt", [(X, "m")], "m^-0.5"),
    Row("cbrt", [(X, "m")], "m^(1/3)"),
    Row("reciprocal", [(X, "m")], "1 / m"),
    Row("sign", [(X, "m")], None),
    Row("clamp", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f(y, x, y + y)),
    # comparison
    *(Row(name, [(X, "m"), (Y, "m")], None) for name in ("eq", "ne", "lt", "le", "gt", "ge")),
    Row("is_finite", [(X, "m")], None),
    Row("select", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f(B, x, y)),
    Row("select_n", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f(B, x, y)),
    # bits
    kept("convert_element_type", lambda f, x: f(x, "int32")),
    kept("bitcast_convert_type", lambda f, x: f(x, jnp.int32)),
    kept("reduce_precision", lambda f, x: f(x, 5, 10)),
    *(
        Row(name, [(N, ""), (N % 3, "")], None)
        for name in (
            *("shift_left", "shift_right_arithmetic", "shift_right_logical"),
            *("bitwise_and", "bitwise_or", "bitwise_xor"),
        )
    ),
    pure("bitwise_not", N),
    Row("population_count", [(N, "m")], None),
    Row("clz", [(N, "m")], None),
    # special
    *(
        pure(name, UNIT)
        for name in (
            *("exp", "exp2", "expm1", "log", "log1p", "logistic", "sin", "cos", "tan", "asin", "acos"),
            *("atan", "sinh", "cosh", "tanh", "asinh", "atanh", "erf", "erfc", "erf_inv", "lgamma"),
            *("digamma", "bessel_i0e", "bessel_i1e"),
        )
    ),
    pure("acosh", X),
    *(pure(name, X, Y) for name in ("atan2", "igamma", "igammac", "igamma_grad_a", "random_gamma_grad")),
    pure("polygamma", jnp.ones_like(X), Y),
    pure("zeta", X, Y),
    pure("betainc", X, Y, UNIT),
    Row("fft", [(C, "")], None, lambda f, x: f(x, "FFT", (3,))),
    # slicing
    kept("slice", lambda f, x: f(x, (0, 1), (2, 3))),
    kept("slice", lambda f, x: f(x, (0, 0), (2, 3), (1, 2))),
    kept("slice_in_dim", lambda f, x: f(x, 0, 1)),
    kept("slice_in_dim", lambda f, x: f(x, 0, None, stride=2, axis=1)),
    kept("index_in_dim", lambda f, x: f(x, 1)),
    kept("index_in_dim", lambda f, x: f(x, 1, 1, False)),
    kept("index_take", lambda f, x: f(x, (jnp.array([1, 0]),), (0,))),
    kept("split", lambda f, x: f(x, (1, 2), axis=1)),
    kept("dynamic_slice", lambda f, x: f(x, (0, 1), (1, 2))),
    kept("dynamic_slice_in_dim", lambda f, x: f(x, 1, 2, axis=1)),
    kept("dynamic_index_in_dim", lambda f, x: f(x, 1, axis=1, keepdims=False)),
    Row("dynamic_update_slice", [(X, "m"), (Y[:1, :2], "m")], "m", lambda f, x, y: f(x, y, (1, 1))),
    Row("dynamic_update_slice_in_dim", [(X, "m"), (Y[:, :2], "m")], "m", lambda f, x, y: f(x, y, 1, 1)),
    Row("dynamic_update_index_in_dim", [(X, "m"), (Y[:, 0], "m")], "m", lambda f, x, y: f(x, y, 2, 1)),
    # scattering
    kept("gather", lambda f, x: f(x, INDEX, GATHER, (1,)), V),
    kept("gather", lambda f, x: f(x, INDEX + 1, GATHER, (1,), mode="fill"), V),
    *(
        Row(name, [(V, "m"), (TWO, "m")], "m", lambda f, x, y: f(x, INDEX, y, SCATTER, unique_indices=True))
        for name in ("scatter", "scatter_add", "scatter_sub", "scatter_min", "scatter_max")
    ),
    Row("scatter_mul", [(V, "m"), (TWO, "")], "m", lambda f, x, y: f(x, INDEX, y, SCATTER)),
    Row(
        "scatter_apply",
        [(V, "m")],
        "m",
        lambda f, x: f(x, INDEX, half, SCATTER, update_shape=(2,)),
    ),
    # shapes
    kept("broadcast", lambda f, x: f(x, (2, 1))),
    kept("broadcast_in_dim", lambda f, x: f(x, (2, 4, 3), (0, 2))),
    kept("broadcast_to_rank", lambda f, x: f(x, 4)),
    kept("collapse", lambda f, x: f(x, 0)),
    kept("collapse", lambda f, x: f(x, 0, 1)),
    kept("expand_dims", lambda f, x: f(x, (0, 2))),
    kept("squeeze", lambda f, x: f(x, (0,)), X[:1]),
    kept("reshape", lambda f, x: f(x, (3, 2))),
    kept("reshape", lambda f, x: f(x, (6,), (1, 0))),
    kept("transpose", lambda f, x: f(x, (1, 0))),
    kept("rev", lambda f, x: f(x, (1,))),
    Row("concatenate", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f([x, y], 1)),
    Row("pad", [(X, "m"), (Y[0, 0], "m")], "m", lambda f, x, y: f(x, y, [(1, 0, 0), (0, 1, 1)])),
    # creation
    Row("full", [(Y[0, 0], "m")], "m", lambda f, x: f((2, 3), x)),
    Row("full", [(Y[0, 0], "m")], "m", lambda f, x: f((2,), x, jnp.int32)),
    Row("full_like", [(X, "m"), (Y[0, 0], "m")], "m"),
    # reductions
    kept("cumsum", lambda f, x: f(x, 1)),
    kept("cumsum", lambda f, x: f(x, axis=1, reverse=True)),
    kept("cummax", lambda f, x: f(x, 1)),
    kept("cummin", lambda f, x: f(x, 0, reverse=True)),
    Row("cumprod", [(X, "")], None, lambda f, x: f(x, 1)),
    Row("cumlogsumexp", [(X, "")], None, lambda f, x: f(x, 1)),
    kept("reduce_sum", lambda f, x: f(x, (0,))),
    kept("reduce_max", lambda f, x: f(x, (0, 1))),
    kept("reduce_min", lambda f, x: f(x, (1,))),
    Row("reduce_prod", [(X, "m")], "m^3", lambda f, x: f(x, (1,))),
    *(
        Row(name, [(x, "")], None, lambda f, x: f(x, (1,)))
        for name in ("reduce_and", "reduce_or", "reduce_xor")
        for x in (N, B)
    ),
    Row("argmax", [(X, "m")], None, lambda f, x: f(x, 1, jnp.int32)),
    Row("argmin", [(X, "m")], None, lambda f, x: f(x, 1, jnp.int32)),
    # sorting
    kept("sort"),
    kept("sort", lambda f, x: f(x, dimension=0)),
    Row("sort", [(X, "m"), (Y, "s")], ["m", "s"], lambda f, x, y: f((x, y), num_keys=2)),
    Row("sort_key_val", [(X, "m"), (Y, "s")], ["m", "s"]),
    several("top_k", [1, 0], lambda f, x: f(x, 2)),
    *([several("top_k", [1, 0], lambda f, x: f(x, 2, axis=0))] if TOP_K_HAS_AXIS else []),
    several("approx_max_k", [1, 0], lambda f, x: f(x, 2)),
    several("approx_min_k", [1, 0], lambda f, x: f(x, 2, reduction_dimension=0)),
    # linear algebra
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
        "conv_general_dilated", [(IMAGE, "m"), (KERNEL, "s")], "m s", lambda f, x, y: f(x, y, (1, 1), "SAME")
    ),
    Row("cholesky", [(M, "m^2")], "m"),
    Row("cholesky", [(M, "m")], "m^0.5", lambda f, x: f(x, symmetrize_input=False)),
    several("eig", [1, 0, 0]),
    several("eig", [1, 0], lambda f, x: f(x, compute_left_eigenvectors=False)),
    several("eig", [1], lambda f, x: f(x, compute_left_eigenvectors=False, compute_right_eigenvectors=False)),
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


BY_HAND = {
    # without an operand that has a unit, with trees of them, or not in jax.lax
    *("broadcast_shapes", "broadcasted_iota", "iota", "zeros_like_array", "dynamic_slice_ind_dim", "reduce"),
    *("associative_scan", "cond", "fori_loop", "map", "scan", "stop_gradient", "switch", "while_loop"),
}
IDS = [f"{row.name}-{i}" for i, row in enumerate(ROWS)]


def check(result, expected, unit):
    """Compare dtype, shape and every bit."""
    if isinstance(expected, (tuple, list)):
        assert isinstance(result, (tuple, list))
        units = unit if isinstance(unit, list) else [unit] * len(expected)
        for part, wanted, each in zip(result, expected, units, strict=True):
            check(part, wanted, each)
        return
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, jax.Array)
    assert (result.dtype, result.shape) == (expected.dtype, expected.shape)
    np.testing.assert_array_equal(result, expected)


def theirs(name):
    return getattr(jax.lax, name, None) or getattr(jax.lax.linalg, name)


def wanted(row):
    """The result of jax.lax, its scale folded in where the dimension cancels."""
    result = row.call(theirs(row.name), *(x for x, _ in row.operands))
    return result * jnp.float32(1e-3) if row.operands[0][1] == "ms" else result


def bare_units(row):
    return [None] * len(row.results) if isinstance(row.results, list) else None


def quantities(row):
    return [Quantity(x, unit) if unit else x for x, unit in row.operands]


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_values_and_units(row):
    function, expected = getattr(lax, row.name), wanted(row)
    for _ in range(2):  # the second time what is known of the units and types is at hand
        check(row.call(function, *quantities(row)), expected, row.results)


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_bare_arrays_are_jaxs(row):
    function, xs = getattr(lax, row.name), [x for x, _ in row.operands]
    expected = row.call(theirs(row.name), *xs)
    check(row.call(function, *xs), expected, bare_units(row))
    check(row.call(function, *map(np.asarray, xs)), expected, bare_units(row))


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_under_jit(row):
    function = getattr(lax, row.name)
    expected = jax.jit(lambda *xs: row.call(theirs(row.name), *xs))(*(x for x, _ in row.operands))
    expected = expected * jnp.float32(1e-3) if row.operands[0][1] == "ms" else expected
    check(jax.jit(lambda *xs: row.call(function, *xs))(*quantities(row)), expected, row.results)


@pytest.mark.parametrize("backend", ["numpy", "torch"])
@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_other_libraries_are_refused(row, backend):
    record = get_backend(backend)
    if not record.usable():
        pytest.skip(f"{backend} is not usable")
    function, xs = getattr(lax, row.name), quantities(row)
    for place, (x, unit) in enumerate(row.operands):
        other = Quantity(record.asarray(np.array(x)), unit or "1")
        text = (
            f"brainunit.lax.{row.name} requires the jax backend; got {backend}-backed Quantity. "
            "Call .to_jax() on the input first."
        )
        with pytest.raises(BackendError) as error:
            row.call(function, *xs[:place], other, *xs[place + 1 :])
        assert str(error.value) == text
    if backend != "numpy":
        with pytest.raises(BackendError, match=f"got {backend}-backed array"):
            row.call(function, *(record.asarray(np.array(x)) for x, _ in row.operands))


def test_every_function_is_here():
    assert {row.name for row in ROWS} | BY_HAND == set(lax.__all__)


@pytest.mark.parametrize(
    "name", ["erf", "sin", "cumlogsumexp", "zeta", "betainc", "cumprod", "bitwise_not", "shift_left"]
)
def test_the_library_is_refused_before_the_unit(name):
    function = getattr(lax, name)
    length = Quantity(np.ones(3), "m")
    count = {"zeta": 2, "betainc": 3, "shift_left": 2}.get(name, 1)
    with pytest.raises(BackendError, match=rf"lax\.{name} requires the jax backend; got numpy-backed"):
        function(*[length] * count)
