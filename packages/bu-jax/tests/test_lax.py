"""jax.lax for quantities: conversions, errors, derivatives; for every function see test_lax_values.py."""

import inspect
import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.declare.arrays import DECLARED
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd, lax
from bu_units import Unit, UnitMismatchError

X = jnp.array([[3.0, 1.0, 2.0], [6.0, 5.0, 4.0]], "float32")
Y = jnp.array([[1.0, 2.0, 2.0], [4.0, -5.0, 6.0]], "float32")
V = jnp.array([1.0, 2.0, 3.0], "float32")
M = jnp.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]], "float32")
INDEX = jnp.array([[0], [2]])
SCATTER = jax.lax.ScatterDimensionNumbers(
    update_window_dims=(), inserted_window_dims=(0,), scatter_dims_to_operand_dims=(0,)
)
GATHER = jax.lax.GatherDimensionNumbers(offset_dims=(), collapsed_slice_dims=(0,), start_index_map=(0,))


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert isinstance(result, Quantity)
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert isinstance(result, jax.Array)
    assert result.dtype == expected.dtype
    np.testing.assert_array_equal(result, expected)


def q(unit="m", x=X):
    return Quantity(x, unit)


# ---------------------------------------------------------------- conversions

SAME = ("sub", "add", "rem", "nextafter", "max", "min", "complex")


@pytest.mark.parametrize("name", SAME)
def test_the_second_is_converted(name):
    function, expected = getattr(lax, name), getattr(jax.lax, name)
    for _ in range(2):
        check(function(q("m"), q("km", Y)), expected(X, Y * 1000), "m")
    with pytest.raises(UnitMismatchError, match=rf"^{name}.*\(units are m and s\)\.$"):
        function(q("m"), q("s", Y))
    if name != "rem":
        with pytest.raises(UnitMismatchError, match=rf"^{name}"):
            function(q("m"), Y)
        check(function(q("m"), jnp.zeros_like(X)), expected(X, jnp.zeros_like(X)), "m")


def test_products_and_quotients():
    for _ in range(2):
        check(lax.mul(q("mV"), q("nA", Y)), X * Y, "pW")
        check(lax.mul(q("ms"), q("kHz", Y)), X * Y)
        check(lax.div(q("mV"), q("nA", Y)), X / Y, "Mohm")
        check(lax.div(q("mV"), q("V", Y)), X / Y * jnp.float32(1e-3))
    check(lax.mul(q("m"), 2.0), X * 2, "m")
    check(lax.sub(q("m"), 0.0), X, "m")
    whole = lax.div(Quantity(jnp.array([7, -7]), "m"), Quantity(jnp.array([2, 2]), "s"))
    check(whole, jnp.array([3, -3]), "m / s")


def test_numbers_take_the_dtype_of_the_array():
    for x64 in (False, True):
        with jax.enable_x64(x64):
            for name in ("add", "sub", "max", "min", "eq", "lt"):
                function, expected = getattr(lax, name), getattr(jax.lax, name)
                check(function(q("m"), 0), expected(X, jnp.float32(0)), None if name in ("eq", "lt") else "m")
            check(lax.mul(2, q("m")), X * jnp.float32(2), "m")
            check(lax.div(q("m"), 2.0), X / jnp.float32(2), "m")
            check(lax.pow(q("m"), 0.5), jax.lax.pow(X, jnp.float32(0.5)), "m^0.5")
            check(lax.pow(2.0, X), jax.lax.pow(jnp.float32(2), X))
            check(lax.atan2(X, 2), jax.lax.atan2(X, jnp.float32(2)))
            check(lax.shift_left(jnp.array([1, 2], "int8"), 1), jnp.array([2, 4], "int8"))
            with pytest.raises(TypeError, match="float"):
                lax.max(Quantity(jnp.array([1, 2]), "m"), Quantity(0.5, "m"))


@pytest.mark.parametrize("name", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparisons(name):
    function, expected = getattr(lax, name), getattr(jax.lax, name)
    check(function(q("m"), q("km", Y)), expected(X, Y * 1000))
    check(function(q("m"), 0.0), expected(X, jnp.zeros_like(X)))
    with pytest.raises(UnitMismatchError, match=f"^{name}: "):
        function(q("m"), q("s", Y))


def test_rem_of_a_plain_divisor_is_that_of_the_mantissa():
    check(lax.rem(q("km"), 2 * jnp.ones_like(X)), X % 2, "km")


def test_powers():
    check(lax.pow(q("ms"), 2), X**2, "ms^2")
    check(lax.pow(q("m"), jnp.float32(2)), jax.lax.pow(X, jnp.float32(2)), "m^2")
    check(lax.pow(Quantity(2.0, "m"), 3.0), jnp.float32(8), "m^3")
    check(lax.pow(2.0, X), jax.lax.pow(jnp.float32(2), X))
    check(lax.integer_pow(Quantity(2.0, "m"), 3), jnp.float32(8), "m^3")
    check(lax.reciprocal(lax.sqrt(q("m^2"))), 1 / jnp.sqrt(X), "m^-1")
    for wrong in (q("s", Y), Y):
        with pytest.raises(TypeError, match=r"^pow: the exponent"):
            lax.pow(q("m"), wrong)
    with pytest.raises(TypeError, match="scale degC"):
        lax.integer_pow(q("degC"), 2)
    with pytest.raises(TypeError, match="known"):
        jax.jit(lambda n: lax.pow(q("m"), n))(2.0)


def test_clamp():
    check(lax.clamp(Quantity(2.0, "m"), q("m"), Quantity(0.005, "km")), jnp.clip(X, 2, 5), "m")
    check(lax.clamp(0, q("m"), Quantity(jnp.float32(3), "m")), jnp.clip(X, 0, 3), "m")
    check(lax.clamp(2, X, 5.0), jnp.clip(X, 2, 5))
    with pytest.raises(UnitMismatchError, match=r"^clamp.*units are m and s"):
        lax.clamp(0, q("m"), Quantity(1.0, "s"))
    with pytest.raises(UnitMismatchError, match=r"^clamp"):
        lax.clamp(1.0, q("m"), q("m"))


def test_choice():
    pred = X > 2
    check(lax.select(pred, q("m"), q("km", Y)), jnp.where(pred, X, Y * 1000), "m")
    which = jnp.array([[0, 1, 2], [2, 1, 0]], "int32")
    three = lax.select_n(which, q("m"), q("km", Y), jnp.zeros_like(X))
    check(three, jax.lax.select_n(which, X, Y * 1000, jnp.zeros_like(X)), "m")
    with pytest.raises(TypeError, match="select: pred takes no unit"):
        lax.select(q("m"), q("m"), q("m"))
    with pytest.raises(UnitMismatchError, match=r"^select.*units are m and s"):
        lax.select(pred, q("m"), q("s"))


# ---------------------------------------------------------------- pure numbers

PURE = sorted({d.name for d in DECLARED if d.module == "bu_jax.lax.special"} - {"fft"})


@pytest.mark.parametrize("name", PURE)
def test_unit_to_scale(name):
    function = getattr(lax, name)
    parameters = inspect.signature(function).parameters
    count = list(parameters).index("unit_to_scale")
    xs = [jnp.array([0.25, 0.5, 0.75], "float32")] * count
    if name == "polygamma":
        xs[0] = jnp.ones(3, "float32")
    expected = getattr(jax.lax, name)(*xs)
    unit = Unit("mV")
    check(function(*(Quantity(x, "mV") for x in xs), unit_to_scale=unit), expected)
    check(function(*(Quantity(x, "mV") for x in xs), unit), expected)
    with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in mV"):
        function(*(Quantity(x, "mV") for x in xs))
    with pytest.raises(UnitMismatchError, match=rf"^{name} with unit_to_scale.*units are s and mV"):
        function(*(Quantity(x, "mV") for x in xs), unit_to_scale=Unit("s"))
    with pytest.raises(TypeError, match=r"unit_to_scale must be a Unit or a text.*got int"):
        function(*xs, unit_to_scale=3)


def test_scales_of_pure_numbers_are_folded_in():
    np.testing.assert_allclose(lax.sin(Quantity(jnp.array([90.0]), "deg")), [1.0], rtol=1e-6)
    np.testing.assert_allclose(lax.atan2(q("mV/V"), Y), jnp.arctan2(X / 1000, Y), rtol=1e-6)
    check(lax.collapse(q("km"), 0, unit_to_scale=Unit("m")), X.ravel() * 1000)
    with pytest.raises(TypeError, match="fft needs a dimensionless"):
        lax.fft(q("m"), "FFT", (3,))
    scaled = lax.fft(Quantity(X + 0j, "m"), "FFT", (3,), unit_to_scale=Unit("m"))
    check(scaled, jax.lax.fft(X + 0j, "FFT", (3,)))
    check(lax.cumlogsumexp(q("mV"), 1, unit_to_scale=Unit("mV")), jax.lax.cumlogsumexp(X, 1))


@pytest.mark.parametrize("name", ["shift_left", "bitwise_and", "shift_right_logical"])
def test_bits_take_no_unit(name):
    n = jnp.array([1, 2])
    with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in m"):
        getattr(lax, name)(Quantity(n, "m"), n)


@pytest.mark.parametrize("name", ["cumprod", "reduce_and", "bitwise_not"])
def test_numbers_alone(name):
    args = ((0,),) if name == "reduce_and" else ()
    with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in m"):
        getattr(lax, name)(q("m"), *args)


# ---------------------------------------------------------------- slices and scatters


def test_updates_are_converted():
    row = Quantity(jnp.array([[7.0, 8.0]], "float32"), "km")
    expected = jax.lax.dynamic_update_slice(X, row.mantissa * 1000, (1, 1))
    check(lax.dynamic_update_slice(q("m"), row, (1, 1)), expected, "m")
    check(lax.dynamic_update_slice(operand=q("m"), update=row, start_indices=(1, 1)), expected, "m")
    check(lax.dynamic_update_slice(q("m"), jnp.zeros((1, 2)), (0, 0)), X.at[0, :2].set(0), "m")
    check(lax.dynamic_update_slice_in_dim(q("m"), Quantity(Y[:1], "km"), 0, 0), X.at[0].set(Y[0] * 1000), "m")
    with pytest.raises(UnitMismatchError, match=r"^dynamic_update_slice\b"):
        lax.dynamic_update_slice(q("m"), jnp.ones((1, 2)), (0, 0))
    with pytest.raises(UnitMismatchError, match=r"^dynamic_update_index_in_dim\b"):
        lax.dynamic_update_index_in_dim(q("m"), Quantity(Y[0], "s"), 0, 0)


@pytest.mark.parametrize("name", ["scatter", "scatter_add", "scatter_sub", "scatter_min", "scatter_max"])
def test_scattered_updates_are_converted(name):
    function, updates = getattr(lax, name), jnp.array([5.0, -6.0], "float32")
    expected = getattr(jax.lax, name)(V, INDEX, updates * 1000, SCATTER)
    check(function(q("m", V), INDEX, q("km", updates), SCATTER), expected, "m")
    check(
        function(q("m", V), INDEX, jnp.zeros(2), SCATTER),
        getattr(jax.lax, name)(V, INDEX, jnp.zeros(2), SCATTER),
        "m",
    )
    with pytest.raises(UnitMismatchError, match=rf"^{name}.*units are m and s"):
        function(q("m", V), INDEX, q("s", updates), SCATTER)


def test_scatter_mul_takes_numbers():
    check(lax.scatter_mul(q("m", V), INDEX, jnp.array([2.0, 4.0]), SCATTER), jnp.array([2.0, 2.0, 12.0]), "m")
    with pytest.raises(TypeError, match="scatter_mul: updates takes no unit, got one in s"):
        lax.scatter_mul(q("m", V), INDEX, Quantity(jnp.ones(2), "s"), SCATTER)


@pytest.mark.parametrize("fill", [Quantity(1.0, "km"), Quantity(jnp.float32(1), "km"), 0, None])
def test_gather_fills(fill):
    result = lax.gather(q("m", V), INDEX + 1, GATHER, (1,), mode="fill", fill_value=fill)
    expected = {None: np.nan, 0: 0.0}.get(fill if fill is None or isinstance(fill, int) else 1, 1000.0)
    check(result, jnp.array([2.0, expected], "float32"), "m")


def test_gather_of_another_fill():
    with pytest.raises(UnitMismatchError, match=r"^gather.*units are m and s"):
        lax.gather(q("m", V), INDEX, GATHER, (1,), mode="fill", fill_value=Quantity(1.0, "s"))


def test_indices_are_plain():
    check(jax.jit(lambda i: lax.dynamic_slice(q("m"), (i, 0), (1, 3)))(1), X[1:], "m")
    check(jax.jit(lambda i: lax.dynamic_index_in_dim(q("m"), i))(1), X[1:], "m")
    check(lax.dynamic_index_in_dim(q("m"), Quantity(jnp.array(1))), X[1:], "m")
    with pytest.raises(TypeError, match="dynamic_slice: start_indices takes no unit, got one in s"):
        lax.dynamic_slice(q("m"), (Quantity(1, "s"), 0), (1, 3))
    with pytest.raises(
        BackendError, match=r"lax\.gather requires the jax backend; got numpy-backed Quantity"
    ):
        lax.gather(q("m", V), Quantity(np.array([[0]])), GATHER, (1,))


def test_lists_are_arrays():
    check(lax.sort([3.0, 1.0, 2.0]), jnp.array([1.0, 2.0, 3.0]))
    check(lax.add([1.0, 2.0], [1.0, 1.0]), jnp.array([2.0, 3.0]))
    check(lax.neg([Quantity(jnp.float32(1), "m"), Quantity(jnp.float32(2), "km")]), -jnp.array([1, 2e3]), "m")
    check(lax.neg(3.0), jnp.float32(-3))


def test_the_two_spellings():
    check(lax.dynamic_slice_ind_dim(q("m"), 1, 2, axis=1), X[:, 1:], "m")
    check(lax.dynamic_slice_in_dim(q("m"), 1, 2, axis=1), X[:, 1:], "m")
    with pytest.raises(BackendError, match=r"lax\.dynamic_slice_ind_dim requires the jax backend"):
        lax.dynamic_slice_ind_dim(Quantity(np.ones(3), "m"), 0, 1)


def test_joined_and_padded():
    check(lax.concatenate([q("m"), q("km", Y)], 0), jnp.concatenate([X, Y * 1000]), "m")
    check(
        lax.pad(q("m"), Quantity(1.0, "km"), [(1, 0, 0), (0, 0, 0)]), jnp.vstack([1000 + 0 * X[:1], X]), "m"
    )
    check(lax.pad(q("m"), 0, [(1, 0, 0), (0, 0, 0)]), jnp.vstack([0 * X[:1], X]), "m")
    with pytest.raises(UnitMismatchError, match=r"^pad.*units are m and s"):
        lax.pad(q("m"), Quantity(1.0, "s"), [(1, 0, 0), (0, 0, 0)])
    assert lax.broadcast_shapes((2, 1), (1, 3)) == (2, 3)


# ---------------------------------------------------------------- creation


def test_creation():
    check(lax.iota("int32", 3), jnp.arange(3, dtype="int32"))
    check(lax.iota("float32", 3, unit=Unit("mV")), jnp.arange(3, dtype="float32"), "mV")
    check(lax.broadcasted_iota("int32", (2, 3), 1), jax.lax.broadcasted_iota("int32", (2, 3), 1))
    check(
        lax.broadcasted_iota("int32", (2, 3), 0, unit=Unit("s")),
        jax.lax.broadcasted_iota("int32", (2, 3), 0),
        "s",
    )
    with pytest.raises(TypeError, match=r"iota: unit must be a Unit or a text.*got int"):
        lax.iota("int32", 3, unit=3)
    check(lax.iota("int32", 3, unit="mV"), jnp.arange(3), "mV")
    check(lax.full((2,), Quantity(3.0, "m")), jnp.full(2, 3.0), "m")
    check(lax.full((2,), 3), jnp.full(2, 3))
    check(lax.full_like(q("m"), Quantity(1.0, "km")), jnp.full_like(X, 1000), "m")
    check(lax.full_like(q("m"), 0), jnp.zeros_like(X), "m")
    with pytest.raises(UnitMismatchError, match=r"^full_like"):
        lax.full_like(q("m"), 1.0)


def test_zeros_like_array():
    check(lax.zeros_like_array(q("m")), jnp.zeros_like(X), "m")
    check(lax.zeros_like_array(q("m"), unit=Unit("km")), jnp.zeros_like(X), "km")
    check(lax.zeros_like_array(X), jnp.zeros_like(X))
    check(lax.zeros_like_array(X, Unit("s")), jnp.zeros_like(X), "s")
    with pytest.raises(UnitMismatchError, match=r"^zeros_like_array.*units are m and s"):
        lax.zeros_like_array(q("m"), unit=Unit("s"))
    with pytest.raises(BackendError, match="zeros_like_array requires the jax backend"):
        lax.zeros_like_array(Quantity(np.ones(2), "m"))


# ---------------------------------------------------------------- reduce


@pytest.mark.parametrize("add", [lax.add, jax.lax.add, jnp.add, math.add, lambda a, b: a + b])
@pytest.mark.parametrize("start", [0.0, 0, Quantity(0.0, "km"), Quantity(jnp.float32(0), "m")])
def test_reduce(add, start):
    check(lax.reduce(q("m"), start, add, (0,)), jax.lax.reduce(X, 0.0, jax.lax.add, (0,)), "m")


def test_reduce_by_other_functions():
    low = Quantity(-jnp.inf, "m")
    for larger in (lax.max, jnp.maximum, math.maximum, lambda a, b: jnp.where(a > b, a, b)):
        check(lax.reduce(q("m"), low, larger, (1,)), X.max(axis=1), "m")
    start = Quantity(jnp.float32(0.001), "km")
    check(lax.reduce(q("m"), start, lambda a, b: a + b, (0,)), X.sum(axis=0) + 1, "m")
    check(lax.reduce(X, 1.0, jax.lax.mul, (0,)), X.prod(axis=0))
    jitted = jax.jit(lambda x: lax.reduce(x, 0.0, lax.add, (0, 1)))
    check(jitted(q("m")), X.sum(), "m")


def test_reduce_of_a_tree():
    def both(a, b):
        return {"sum": a["sum"] + b["sum"], "least": jnp.minimum(a["least"], b["least"])}

    result = lax.reduce(
        {"sum": q("m"), "least": Y}, {"sum": Quantity(0.0, "m"), "least": jnp.inf}, both, (0, 1)
    )
    check(result["sum"], X.sum(), "m")
    check(result["least"], Y.min())


@pytest.mark.parametrize("product", [lax.mul, jax.lax.mul, jnp.multiply, lambda a, b: a * b])
def test_reduce_must_keep_the_unit(product):
    with pytest.raises(UnitMismatchError, match=r"^reduce: .* changes the unit \(units are m and m\^2\)"):
        lax.reduce(q("m"), Quantity(1.0, "m"), product, (0,))


def test_reduce_refuses():
    with pytest.raises(UnitMismatchError, match=r"^reduce.*units are m and s"):
        lax.reduce(q("m"), Quantity(0.0, "s"), lax.add, (0,))
    with pytest.raises(UnitMismatchError, match=r"^reduce"):
        lax.reduce(q("m"), 1.0, lax.max, (0,))
    assert lax.reduce(q("m"), -jnp.inf, lax.max, (0,)).unit == Unit("m")  # fits any unit
    with pytest.raises(ValueError, match="differ in structure"):
        lax.reduce([q("m")], 0.0, lax.add, (0,))
    with pytest.raises(BackendError, match=r"lax\.reduce requires the jax backend; got numpy-backed"):
        lax.reduce(Quantity(np.ones(3), "m"), 0.0, lax.add, (0,))


@pytest.mark.parametrize("sequence", [list, tuple])
@pytest.mark.parametrize("name", ["abs", "cumsum", "neg", "sort"])
def test_other_libraries_are_refused_in_sequences(name, sequence):
    items = sequence([Quantity(np.ones(2), "m"), Quantity(np.ones(2), "m")])
    with pytest.raises(BackendError, match=rf"lax\.{name} requires the jax backend; got numpy-backed"):
        getattr(lax, name)(items)


# ---------------------------------------------------------------- linear algebra


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


# ---------------------------------------------------------------- values on a scale

MOVED = {
    "slice": ((0, 0), (1, 2)),
    "dynamic_slice": ((0, 0), (1, 2)),
    "sort": (),
    "cummax": (),
    "reduce_min": ((0,),),
    "reshape": ((6,),),
    "broadcast": ((2,),),
    "convert_element_type": ("float32",),
}


@pytest.mark.parametrize("name", MOVED)
def test_values_on_a_scale_are_moved_and_picked(name):
    check(getattr(lax, name)(q("degC"), *MOVED[name]), getattr(jax.lax, name)(X, *MOVED[name]), "degC")


def test_values_on_a_scale():
    values, places = lax.top_k(q("degC"), 2)
    check(values, jax.lax.top_k(X, 2)[0], "degC")
    check(places, jax.lax.top_k(X, 2)[1])
    kelvin = lax.max(q("degC"), q("K", X + 273.15))
    assert kelvin.unit == Unit("degC")
    np.testing.assert_allclose(kelvin.mantissa, X, atol=1e-4)
    for name, args in {"cumsum": (), "svd": (), "sqrt": (), "reduce_prod": ((0,),), "exp": ()}.items():
        with pytest.raises(TypeError, match="scale degC"):
            getattr(lax, name)(q("degC"), *args)


# ---------------------------------------------------------------- jax

# A differentiable function of X in metres for each chapter, and the unit of its result.
FAMILIES = {
    "elementwise": (lambda f, x: f.mul(f.sqrt(x), f.integer_pow(x, 2)), "m^2.5"),
    "comparison": (lambda f, x: f.select(Y > 0, x, f.neg(x)), "m"),
    "special": (lambda f, x: f.sin(f.div(x, x)), None),
    "slicing": (lambda f, x: f.dynamic_slice(f.rev(x, (1,)), (1, 0), (1, 2)), "m"),
    "scattering": (lambda f, x: f.scatter_add(f.index_in_dim(x, 0, 0, False), INDEX, x[1, :2], SCATTER), "m"),
    "shapes": (lambda f, x: f.pad(f.reshape(x, (6,)), x[0, 0], [(1, 1, 1)]), "m"),
    "reductions": (lambda f, x: f.mul(f.reduce_max(x, (0,)), f.reduce_sum(f.cumsum(x), (0,))), "m^2"),
    "reduce": (lambda f, x: f.reduce(x, 0.0, f.add, (0,)), "m"),
    "sorting": (lambda f, x: f.mul(f.sort(x), f.top_k(x, 3)[0]), "m^2"),
    "products": (lambda f, x: f.dot_general(x, x, (((1,), (1,)), ((), ()))), "m^2"),
}


def total(function, namespace):
    return lambda x: function(namespace, x).sum()


@pytest.mark.parametrize("family", FAMILIES)
def test_derivatives_are_jaxs(family):
    function, unit = FAMILIES[family]
    expected = jax.grad(total(function, jax.lax))(X)
    slope = autograd.grad(total(function, lax))(q("m"))
    per = (Unit(unit) if unit else Unit("1")) / Unit("m")
    check(slope, expected, None if per.is_unitless else str(per))


@pytest.mark.parametrize("family", FAMILIES)
def test_vmap(family):
    function, unit = FAMILIES[family]
    stack = jnp.stack([X, X + 1, Y + 7])
    expected = jax.vmap(lambda x: function(jax.lax, x))(stack)
    check(jax.vmap(lambda x: function(lax, x))(q("m", stack)), expected, unit)


def test_derivative_of_a_decomposition():
    expected = jax.grad(lambda m: jax.lax.linalg.cholesky(m).sum())(M)
    check(autograd.grad(lambda m: lax.cholesky(m).sum())(q("m", M)), expected, "m^-0.5")
    expected = jax.grad(lambda m: jax.lax.linalg.triangular_solve(m, X, lower=True).sum())(M)
    slope = autograd.grad(lambda m: lax.triangular_solve(m, q("V"), lower=True).sum())(q("ohm", M))
    check(slope, expected, "A / ohm")


def text(function, *args):
    program = jax.jit(function).lower(*args).as_text()
    return re.sub(r'jax.result_info = "[^"]*"', "", re.sub(r"@jit_\w+", "@jit", program))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_program_is_jaxs(family):
    function, _ = FAMILIES[family]
    assert text(lambda x: function(lax, x), q("m")) == text(lambda x: function(jax.lax, x), X)


def test_equal_units_are_compiled_once():
    traced = []

    @jax.jit
    def function(x):
        traced.append(x)
        return lax.cumsum(lax.mul(x, x))

    for unit in ("m", "m", "km", "m"):
        function(q(unit))
    assert len(traced) == 2


def test_no_leaks_no_rank_promotion_no_nan():
    with jax.checking_leaks(), jax.numpy_rank_promotion("raise"), jax.debug_nans(True):
        result = jax.jit(lambda x: lax.clamp(0, lax.sub(x, q("km", Y)), Quantity(1.0, "km")))(q("m"))
        check(result, jnp.clip(X - Y * 1000, 0, 1000), "m")
        check(lax.reduce(q("m"), Quantity(0.0, "km"), lambda a, b: a + b, (0,)), X.sum(axis=0), "m")


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_precision_is_kept(dtype):
    with jax.enable_x64():
        x = X.astype(dtype)
        for result in (
            lax.sub(q("m", x), q("km", x)),
            lax.clamp(0, q("m", x), Quantity(1.0, "km")),
            lax.pad(q("m", x), 0.0, [(1, 0, 0), (0, 0, 0)]),
            lax.reduce(q("m", x), Quantity(0.0, "km"), lambda a, b: a + b, (0,)),
            lax.scatter_add(q("m", x[0]), INDEX, q("km", x[1, :2]), SCATTER),
            lax.mul(q("mV", x), q("s", x)),
        ):
            assert result.dtype == dtype


# ---------------------------------------------------------------- other libraries, and the list


@pytest.mark.parametrize("name", ["torch", "dask", "ndonnx"])
def test_each_library_is_named(name):
    record = get_backend(name)
    if not record.usable():
        pytest.skip(f"{name} is not usable")
    x = record.asarray([1.0, 2.0])
    for value, kind in ((Quantity(x, "m"), "Quantity"), (x, "array")):
        for function in (
            lambda v: lax.slice(v, (0,), (1,)),
            lambda v: lax.sub(v, v),
            lambda v: lax.mul(q("m", X[0]), v),
            lambda v: lax.reduce(v, 0.0, lax.add, (0,)),
        ):
            with pytest.raises(
                BackendError, match=rf"; got {name}-backed {kind}\. Call \.to_jax\(\) on the input first\.$"
            ):
                function(value)


def test_the_way_out_works():
    other = Quantity(np.asarray(X), "m")
    check(lax.slice(other.to_jax(), (0, 0), (1, 1)), X[:1, :1], "m")
    assert str(lax.slice(Quantity(np.array([1.0]), "m").to_jax(), (0,), (1,))) == "[1.] m"


def test_declarations():
    declared = {row.name for row in DECLARED if row.module.startswith("bu_jax.lax")}
    assert declared == set(lax.__all__) - {"broadcast_shapes"}
    for name in lax.__all__:
        assert inspect.getdoc(getattr(lax, name))
