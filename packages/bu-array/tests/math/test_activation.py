"""Activations, against those of jax.nn, on every backend."""

import functools
import inspect

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

pytest.importorskip("jax")

PURE = """relu6 sigmoid log_sigmoid hard_sigmoid sparse_sigmoid softplus sparse_plus squareplus soft_sign
    hard_tanh silu swish hard_silu hard_swish mish elu celu selu gelu glu""".split()
KEPT = ["relu", "leaky_relu"]
OPTIONS = [
    ("leaky_relu", {"negative_slope": 0.2}),
    ("squareplus", {"b": 1.5}),
    ("elu", {"alpha": 0.5}),
    ("celu", {"alpha": 2.0}),
    ("gelu", {"approximate": False}),
    ("glu", {"axis": 0}),
    ("glu", {"axis": -2}),
]
X = np.linspace(-8, 8, 62, dtype=np.float64)
EDGES = [0.0, -0.0, 1.0, -1.0, 3.0, -3.0, 6.0, 20.0, 25.0, -25.0, 50.0, -50.0]
FAR = [1e3, -1e3, 1e10, -1e10]


def expected_of(name, x, **options):
    """What jax.nn makes of `x`."""
    return _computed(name, x.tobytes(), x.dtype.name, x.shape, tuple(options.items()))


@functools.cache  # the same for every backend
def _computed(name, data, dtype, shape, options):
    import jax

    with jax.enable_x64(True):
        x = jax.numpy.asarray(np.frombuffer(data, dtype).reshape(shape))
        return np.asarray(getattr(jax.nn, name)(x, **dict(options)))


# jax.nn's own formulas lose digits for negative x, where 1 + tanh or x + sqrt cancels: the last place
# that counts is that of `x`.
CANCEL = ("gelu", "squareplus")


def ulps(found, expected, at_least):
    """The largest distance in units in the last place of the values, or of `at_least` where that is more."""
    size = np.maximum(np.maximum(np.abs(expected), np.finfo(expected.dtype).eps), at_least)
    return np.max(np.abs(found - expected) / np.spacing(size), initial=0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", [*PURE, *KEPT])
def test_values(backend, name, dtype):
    function = getattr(math, name)
    for data in (X, np.array(EDGES), X[:6].reshape(3, 2), np.zeros((0, 2))):
        x = data.astype(dtype)
        bare = array(backend, x)
        expected = expected_of(name, x)
        result = function(bare)
        check(result, backend, expected, rtol=1e-3 if dtype == "float32" else 1e-6, atol=1e-6)
        assert ulps(values(result), expected, np.abs(x) if name in CANCEL else 0) <= 8
        check(function(Quantity(bare)), backend, values(result), None if name in PURE else "1")


@pytest.mark.parametrize("name", [*PURE, *KEPT])
def test_far_out(backend, name):
    for dtype in ("float32", "float64"):
        x = np.array(FAR, dtype)
        found = values(getattr(math, name)(array(backend, x)))
        np.testing.assert_allclose(found, expected_of(name, x), rtol=1e-6)
        assert np.all(np.isfinite(found))
        nan = values(getattr(math, name)(array(backend, [np.nan, np.nan], dtype)))
        assert np.all(np.isnan(nan))


@pytest.mark.parametrize("name, options", OPTIONS)
def test_options(backend, name, options):
    function = getattr(math, name)
    x = X.reshape(2, 31).astype("float32")
    expected = expected_of(name, x, **options)
    bare = array(backend, x)
    unit = None if name in PURE else "mV"
    check(function(bare, **options), backend, expected, atol=1e-6)
    check(function(bare, *options.values()), backend, expected, atol=1e-6)
    if unit:
        check(function(Quantity(bare, unit), **options), backend, expected, unit)
    else:
        check(function(Quantity(bare, "mV"), *options.values(), Unit("mV")), backend, expected, atol=1e-6)
    with pytest.raises(TypeError, match="bogus"):
        function(bare, bogus=1)


@pytest.mark.parametrize("name", PURE)
def test_units(backend, name):
    function = getattr(math, name)
    q = quantity(backend, [-1.5, 0.5, 1.0, 2.0], "cm")
    expected = expected_of(name, np.array([-15.0, 5.0, 10.0, 20.0]))
    check(function(q, unit_to_scale=Unit("mm")), backend, expected, atol=1e-15)
    check(function(x=q, unit_to_scale=Unit("mm")), backend, expected, atol=1e-15)
    percent = quantity(backend, [-150.0, 50.0], "percent")
    check(function(percent), backend, expected_of(name, np.array([-1.5, 0.5])))
    shown = {"swish": "silu", "hard_swish": "hard_silu"}.get(name, name)
    with pytest.raises(
        TypeError, match=rf"^{shown} needs a dimensionless argument, got one in cm; pass unit_"
    ):
        function(q)
    with pytest.raises(UnitMismatchError, match=f"{shown} with unit_to_scale"):
        function(q, unit_to_scale=Unit("s"))
    with pytest.raises(TypeError, match=r"unit_to_scale must be a Unit or a text.*got int"):
        function(q, unit_to_scale=3)


@pytest.mark.parametrize("name", KEPT)
def test_units_kept(backend, name):
    function = getattr(math, name)
    data = np.array([-1.5, 0.5, 0.0, 2.0])
    check(function(quantity(backend, data, "cm")), backend, expected_of(name, data), "cm")
    check(function(array(backend, data)), backend, expected_of(name, data))
    with pytest.raises(TypeError, match=f"{name} has no meaning for values on the scale"):
        function(quantity(backend, data, "degC"))


@pytest.mark.parametrize("name", [*PURE, *KEPT])
def test_whole_numbers(backend, name):
    whole = array(backend, [-3, 0, 1, 9], "int32")
    if name == "relu":
        check(math.relu(whole), backend, np.array([0, 0, 1, 9], "int32"))
        return
    found = values(getattr(math, name)(whole))
    default = values(backend.asarray(0.0)).dtype
    assert found.dtype == default
    np.testing.assert_allclose(found, expected_of(name, np.array([-3.0, 0, 1, 9])), rtol=1e-5, atol=1e-6)


def test_numbers_and_lists():
    assert float(math.relu(-1.0)) == 0
    assert values(math.relu6([1.0, 8.0])).tolist() == [1, 6]
    check_list = math.relu([Quantity(1.0, "m"), Quantity(-1.0, "km")])
    assert values(check_list).tolist() == [1, 0]
    assert check_list.unit == Unit("m")


def test_glu_of_an_odd_length(backend):
    with pytest.raises(ValueError, match="glu halves axis -1, which has the odd length 3"):
        math.glu(array(backend, [1.0, 2.0, 3.0]))


def test_gelu_is_exact_in_the_tail(backend):
    mpmath = pytest.importorskip("mpmath")
    x = np.array([-9.0, -6.0, -3.0, -1.0, -0.1, 0.1, 1.0, 5.0])
    expected = [float(v * mpmath.ncdf(v)) for v in map(mpmath.mpf, x.tolist())]
    # The argument of erfc is rounded, and x**2 / 2 magnifies that.
    check(math.gelu(array(backend, x), approximate=False), backend, expected, rtol=5e-14)


def test_half_precision_stays():
    x = np.array([-2.0, 0.5], "float16")
    for name in [*PURE, *KEPT]:
        assert getattr(math, name)(x).dtype == "float16"


# ---------------------------------------------------------------- jax and torch

SLOPES = [0.0, 1e-3, -1e-3, 0.5, -0.5, 30.0, -30.0, 1e4, -1e4, 1e8, -1e8]
ONE_BY_ONE = [name for name in [*PURE, *KEPT] if name != "glu"]


@pytest.mark.parametrize("name", ONE_BY_ONE)
def test_gradient(name):
    jax, torch = pytest.importorskip("jax"), pytest.importorskip("torch")
    function = getattr(math, name)
    expected = np.asarray(jax.vmap(jax.grad(getattr(jax.nn, name)))(jax.numpy.asarray(SLOPES)))
    found = np.asarray(jax.vmap(jax.grad(lambda x: function(x)))(jax.numpy.asarray(SLOPES)))
    np.testing.assert_array_equal(found, expected)
    assert np.all(np.isfinite(found))
    x = torch.tensor(SLOPES, requires_grad=True)
    function(x).sum().backward()
    slope = x.grad.numpy()
    smooth = np.array(SLOPES) != 0
    np.testing.assert_allclose(slope[smooth], expected[smooth], rtol=1e-3, atol=1e-6)
    assert np.all(np.isfinite(slope))


@pytest.mark.parametrize("name", [*PURE, *KEPT])
def test_jit_is_the_program_of_jax(name):
    jax = pytest.importorskip("jax")
    x = jax.numpy.asarray([[0.5, -2.0]])
    found = jax.make_jaxpr(lambda x: getattr(math, name)(Quantity(x)))(x)
    options = {"squareplus": (4,), "elu": (1.0,), "celu": (1.0,), "leaky_relu": (0.01,)}.get(name, ())
    expected = jax.make_jaxpr(lambda x: getattr(jax.nn, name)(x, *options))(x)
    assert str(found) == str(expected)


def test_signatures():
    assert list(inspect.signature(math.celu).parameters) == ["x", "alpha", "unit_to_scale"]
    assert list(inspect.signature(math.gelu).parameters) == ["x", "approximate", "unit_to_scale"]
    assert list(inspect.signature(math.squareplus).parameters) == ["x", "b", "unit_to_scale"]
    assert list(inspect.signature(math.leaky_relu).parameters) == ["x", "negative_slope"]
    assert math.swish is math.silu
    assert math.hard_swish is math.hard_silu
