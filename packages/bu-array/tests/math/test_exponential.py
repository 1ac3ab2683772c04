"""Exponentials, logarithms and powers, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

SHAPES = [(), (0,), (1,), (2, 2, 3)]
SMALL = [-1.5, -0.5, 0.0, 1e-3, 0.5, 1.25]
POSITIVE = [1e-3, 0.25, 1.0, 2.0, 64.0, 1e3]

PURE = [
    ("exp", SMALL),
    ("exp2", SMALL),
    ("expm1", SMALL),
    ("log", POSITIVE),
    ("log1p", POSITIVE),
    ("log2", POSITIVE),
    ("log10", POSITIVE),
]
IDS = [row[0] for row in PURE]


def cut(data, shape, dtype):
    """`data`, repeated, in another shape."""
    return np.resize(np.array(data, dtype), shape)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, data", PURE, ids=IDS)
def test_pure_number(backend, name, data, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for shape in SHAPES:
        x = cut(data, shape, dtype)
        bare = array(backend, x)
        expected = np.asarray(reference(x))
        check(function(bare), backend, expected)
        check(function(bare), backend, expected)  # by the short way
        check(function(Quantity(bare)), backend, expected)
        check(function(Quantity(bare, "mV"), unit_to_scale=Unit("mV")), backend, expected)
    check(
        function(quantity(backend, cut(data, (6,), dtype), "cm"), Unit("mm")),
        backend,
        reference(cut(data, (6,), dtype) * np.array(10, dtype)),
        rtol=1e-4 if dtype == "float32" else 1e-11,
    )


def test_pure_number_folds_its_scale_in(backend):
    check(math.exp(quantity(backend, [50.0], "mV") / Quantity(0.1, "V")), backend, np.exp([0.5]))
    check(math.exp2(quantity(backend, [50.0], "percent")), backend, np.exp2([0.5]))


@pytest.mark.parametrize("name", [*IDS, "frexp"])
def test_pure_number_refuses_units(name):
    function = getattr(math, name)
    q = Quantity(np.array([1.0]), "mV")
    with pytest.raises(
        TypeError, match=rf"^{name} needs a dimensionless argument, got one in mV; pass unit_to_scale"
    ):
        function(q)
    with pytest.raises(UnitMismatchError, match=f"{name} with unit_to_scale"):
        function(q, unit_to_scale=Unit("m"))
    with pytest.raises(TypeError, match=r"unit_to_scale must be a Unit or a text.*got int"):
        function(q, unit_to_scale=3)
    with pytest.raises(TypeError, match="bogus"):
        function(q, unit_to_scale=Unit("mV"), bogus=1)


def test_a_key_error_of_the_library_comes_through_once():
    calls = []

    class Angry(np.ndarray):
        def __array_ufunc__(self, *args, **kwargs):
            calls.append(1)
            raise KeyError("mine")

    x = np.ones(2).view(Angry)
    for _ in range(2):
        with pytest.raises(KeyError, match="mine"):
            math.exp(x)
    assert len(calls) == 2


# ---------------------------------------------------------------- two operands


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["logaddexp", "logaddexp2"])
def test_logaddexp(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for shape in SHAPES:
        x, y = cut([-3.0, 0.5, 1e3, 0.25], shape, dtype), cut([4.0, 0.5, 1e3], shape, dtype)
        a, b = array(backend, x), array(backend, y)
        expected = np.asarray(reference(x, y))
        check(function(a, b), backend, expected)
        check(function(Quantity(a), Quantity(b)), backend, expected)
        check(function(Quantity(a), Quantity(b)), backend, expected)
        check(function(Quantity(a, "mV"), Quantity(b, "mV"), unit_to_scale=Unit("mV")), backend, expected)
    mixed = function(Quantity(a, "mV"), Quantity(b, "V"), Unit("mV"))
    check(mixed, backend, reference(x, y * np.array(1000, dtype)))
    check(function(a, 1.0), backend, reference(x, np.array(1, dtype)))
    percent = function(Quantity(a, "percent"), b)
    check(percent, backend, reference(x / np.array(100, dtype), y))
    for pair in ((Quantity(a, "mV"), b), (a, Quantity(b, "mV")), (Quantity(a, "mV"), Quantity(b, "mV"))):
        with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in mV"):
            function(*pair)
    with pytest.raises(UnitMismatchError, match="with unit_to_scale"):
        function(Quantity(a, "mV"), Quantity(b, "s"), unit_to_scale=Unit("mV"))


def test_logaddexp_of_infinities(backend):
    x, y = np.array([np.inf, -np.inf, 0.0]), np.array([np.inf, -np.inf, -np.inf])
    for name in ("logaddexp", "logaddexp2"):
        check(getattr(math, name)(array(backend, x), array(backend, y)), backend, getattr(np, name)(x, y))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_float_power(backend, dtype):
    x = cut(POSITIVE, (2, 3), dtype)
    q = quantity(backend, x, "mm")
    for exponent in (2, -1, 0.5):
        result = math.float_power(q, exponent)
        check(result, backend, x**exponent, Unit("mm") ** exponent, rtol=1e-5, dtype=False)
    check(math.float_power(q.mantissa, q.mantissa / 1000), backend, x ** (x / 1000), rtol=1e-5, dtype=False)
    check(math.float_power(array(backend, [2, 3]), 2), backend, [4.0, 9.0], dtype=False)
    with pytest.raises(TypeError):
        math.float_power(q, q.mantissa)
    with pytest.raises(TypeError, match="bogus"):
        math.float_power(q, 2, bogus=1)


# ---------------------------------------------------------------- parts of floats


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_frexp(backend, dtype):
    extremes = [np.finfo(dtype).max, np.finfo(dtype).tiny, np.inf, -np.inf, np.nan]
    for shape in [*SHAPES, (30,)]:
        x = cut([0.0, 1.0, -1.0, 8.0, 0.1, -1e30, 1e-30, 7.999999, *extremes], shape, dtype)
        bare = array(backend, x)
        for result in (math.frexp(bare), math.frexp(Quantity(bare, "m"), Unit("m"))):
            assert isinstance(result, tuple)
            expected = np.frexp(x)
            check(result[0], backend, np.asarray(expected[0]))
            finite = np.isfinite(x)  # the exponent of the others is unspecified
            np.testing.assert_array_equal(values(result[1])[finite], np.asarray(expected[1])[finite])
            assert values(result[1]).dtype == np.int32


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_ldexp(backend, dtype):
    big = 120 if dtype == "float32" else 1000
    for shape in SHAPES:
        x = cut([1.0, -0.75, 3.0, 0.0], shape, dtype)
        n = cut([0, 3, -2, big, -big], shape, np.int32)
        expected = np.asarray(np.ldexp(x, n))
        q, count = quantity(backend, x, "m"), array(backend, n)
        check(math.ldexp(q, count), backend, expected, "m")
        check(math.ldexp(q.mantissa, count), backend, expected)
        check(math.ldexp(q, Quantity(count)), backend, expected, "m")
        check(math.ldexp(q, count, unit_to_scale=Unit("m")), backend, expected)
        check(math.ldexp(q, 3), backend, np.asarray(x * np.array(8, dtype)), "m")
    tiny = np.array([np.finfo(dtype).tiny], dtype)
    large = array(backend, [2 * big], np.int32)
    check(math.ldexp(array(backend, tiny), large), backend, np.ldexp(tiny, [2 * big]))
    with pytest.raises(TypeError, match="ldexp: the second operand takes no unit, got one in s"):
        math.ldexp(q, Quantity(3, "s"))
    with pytest.raises(TypeError, match="ldexp: the exponent is an integer"):
        math.ldexp(q, 1.5)
    with pytest.raises(TypeError, match="ldexp: the exponent is an integer"):
        math.ldexp(q, q.mantissa)


# ---------------------------------------------------------------- exprel

NUMBERS = np.concatenate(
    [[0.0, 1.0, -1.0, 30.0, -30.0, 80.0], *[s * 10.0 ** np.arange(-20, 1) for s in (1, -1, 0.7, -3.1)]]
)


def exact(x):
    """exprel to double precision and beyond."""
    import mpmath

    with mpmath.workdps(60):
        return [float(mpmath.expm1(v) / v) if v else 1.0 for v in map(mpmath.mpf, map(float, x))]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_exprel(backend, dtype):
    x = NUMBERS.astype(dtype)
    result = math.exprel(array(backend, x))
    check(result, backend, np.array(exact(x), dtype))
    near = np.abs(x) <= 1
    np.testing.assert_array_max_ulp(values(result)[near], np.array(exact(x), dtype)[near], maxulp=4)
    for shape in SHAPES:
        part = cut(SMALL, shape, dtype)
        expected = np.resize(np.array(exact(part.ravel()), dtype), shape)
        check(math.exprel(Quantity(array(backend, part))), backend, expected)
    ends = array(backend, np.array([np.inf, -np.inf, np.nan], dtype))
    check(math.exprel(ends), backend, np.array([np.inf, 0.0, np.nan], dtype))
    with pytest.raises(TypeError, match="exprel needs a dimensionless argument, got one in mV"):
        math.exprel(Quantity(ends, "mV"))


@pytest.fixture
def order():
    """Put the order back."""
    yield
    math.set_exprel_order(5)


@pytest.mark.parametrize("n", [1, 2, 8])
def test_exprel_order(order, n):
    math.set_exprel_order(n)
    x = NUMBERS[np.abs(NUMBERS) <= 1]
    np.testing.assert_array_max_ulp(math.exprel(x), np.array(exact(x)), maxulp=4)


def test_exprel_order_is_a_count():
    for wrong in (0, -1):
        with pytest.raises(ValueError, match="at least 1"):
            math.set_exprel_order(wrong)
    for wrong in (1.5, "2", True):
        with pytest.raises(TypeError, match="an integer"):
            math.set_exprel_order(wrong)


SLOPES = np.array([-3.0, -0.5, -1e-2, -1e-9, 0.0, 1e-20, 1e-4, 9e-3, 0.25, 4.0])


def slope(x):
    """The derivative of exprel."""
    import mpmath

    with mpmath.workdps(60):
        return [
            float((mpmath.exp(v) * (v - 1) + 1) / v**2) if v else 0.5 for v in map(mpmath.mpf, map(float, x))
        ]


@pytest.mark.slow
def test_exprel_has_a_gradient_on_jax():
    jax = pytest.importorskip("jax")
    with jax.enable_x64(True):
        found = jax.vmap(jax.grad(math.exprel))(SLOPES)
        np.testing.assert_allclose(found, slope(SLOPES), rtol=1e-11)


def test_exprel_has_a_gradient_on_torch():
    torch = pytest.importorskip("torch")
    x = torch.tensor(SLOPES, requires_grad=True)
    math.exprel(x).sum().backward()
    np.testing.assert_allclose(x.grad.numpy(), slope(SLOPES), rtol=1e-11)
