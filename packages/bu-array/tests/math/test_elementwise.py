"""Functions of each element, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

ANY = [-7.5, -1.0, -0.25, 0.0, 0.5, 2.5, 3.5, 1e3]
POSITIVE = [1e-3, 0.25, 1.0, 2.0, 64.0, 1e3]
SMALL = [-1.5, -0.5, 0.0, 1e-3, 0.5, 1.25]
SHAPES = [(), (0,), (1,), (2, 2, 3)]


def cut(data, shape, dtype):
    """`data`, repeated, in another shape."""
    return np.resize(np.array(data, dtype), shape)


UNARY = [
    ("negative", np.negative, ANY, "mV", "mV"),
    ("positive", np.positive, ANY, "mV", "mV"),
    ("abs", np.abs, ANY, "mV", "mV"),
    ("absolute", np.absolute, ANY, "mV", "mV"),
    ("fabs", np.fabs, ANY, "mV", "mV"),
    ("real", np.real, ANY, "mV", "mV"),
    ("imag", np.imag, ANY, "mV", "mV"),
    ("conj", np.conj, ANY, "mV", "mV"),
    ("conjugate", np.conjugate, ANY, "mV", "mV"),
    ("signbit", np.signbit, [*ANY, -0.0, np.inf, -np.inf], "mV", None),
    ("reciprocal", np.reciprocal, POSITIVE, "ms", "ms^-1"),
    ("square", np.square, ANY, "mV", "mV^2"),
    ("sqrt", np.sqrt, POSITIVE, "mV", "mV^0.5"),
    ("cbrt", np.cbrt, ANY, "mV", "mV^(1/3)"),
    ("sign", np.sign, ANY, "mV", None),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, reference, data, unit, result", UNARY, ids=[row[0] for row in UNARY])
def test_one_operand(backend, name, reference, data, unit, result, dtype):
    function = getattr(math, name)
    for shape in SHAPES:
        x = cut(data, shape, dtype)
        q = quantity(backend, x, unit)
        expected = np.asarray(reference(x))
        check(function(q), backend, expected, result)
        check(function(q), backend, expected, result)  # by the short way
        check(function(q.mantissa), backend, expected)


BINARY = [
    ("add", np.add, "m"),
    ("subtract", np.subtract, "m"),
    ("maximum", np.maximum, "m"),
    ("minimum", np.minimum, "m"),
    ("fmax", np.fmax, "m"),
    ("fmin", np.fmin, "m"),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, reference, unit", BINARY, ids=[row[0] for row in BINARY])
def test_one_dimension(backend, name, reference, unit, dtype):
    function = getattr(math, name)
    for shape in SHAPES:
        x, y = cut(ANY, shape, dtype), cut(SMALL, shape, dtype)
        q, r = quantity(backend, x, "m"), quantity(backend, y, "km")
        expected = np.asarray(reference(x, y * np.array(1000, dtype)))
        check(function(q, r), backend, expected, unit)
        check(function(q, r), backend, expected, unit)
        check(function(q.mantissa, r.mantissa), backend, np.asarray(reference(x, y)))
        check(function(q, 0), backend, np.asarray(reference(x, np.array(0, dtype))), unit)
        check(function(0.0, q), backend, np.asarray(reference(np.array(0, dtype), x)), unit)
        check(function(q, Quantity(1, "m")), backend, np.asarray(reference(x, np.array(1, dtype))), unit)
    with pytest.raises(UnitMismatchError, match=rf"^{name}: .*\(units are m and s\)\.$"):
        function(q, quantity(backend, ANY, "s"))
    with pytest.raises(TypeError, match=rf"^{name}: .*\(units are m and 1\)\.$"):
        function(q, 1.0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nextafter(backend, dtype):
    x, y = np.array([1.0, 0.0, -2.0], dtype), np.array([2.0, 1.0, 2.0], dtype)
    q, r = quantity(backend, x, "m"), quantity(backend, y, "m")
    if backend.name == "ndonnx":
        with pytest.raises(BackendError, match="nextafter is not available on the ndonnx backend"):
            math.nextafter(q, r)
        return
    check(math.nextafter(q, r), backend, np.nextafter(x, y), "m", rtol=0)
    with pytest.raises(UnitMismatchError, match=r"^nextafter: "):
        math.nextafter(q, quantity(backend, y, "s"))


def test_fmax_and_fmin_pass_nan_over(backend):
    x, y = np.array([np.nan, 1.0, np.nan, 2.0]), np.array([3.0, np.nan, np.nan, 5.0])
    q, r = quantity(backend, x, "m"), quantity(backend, y, "m")
    check(math.fmax(q, r), backend, np.fmax(x, y), "m")
    check(math.fmin(q, r), backend, np.fmin(x, y), "m")


RESTS = [("mod", np.mod), ("remainder", np.remainder), ("fmod", np.fmod)]
TOP, BOTTOM = [-7.5, -1.0, 7.0, 2.5], [2.0, -3.0, 0.75]


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
@pytest.mark.parametrize("name, reference", RESTS, ids=[row[0] for row in RESTS])
def test_rest_of_a_division(backend, name, reference, dtype):
    function = getattr(math, name)
    for shape in SHAPES:
        x, y = cut(TOP, shape, dtype), cut(np.ceil(BOTTOM), shape, dtype)
        q, r = quantity(backend, x, "m"), quantity(backend, y, "m")
        check(function(q, r), backend, np.asarray(reference(x, y)), "m")
        check(function(q, r), backend, np.asarray(reference(x, y)), "m")
        check(function(q.mantissa, r.mantissa), backend, np.asarray(reference(x, y)))
        check(function(q.mantissa, 2), backend, np.asarray(reference(x, np.array(2, dtype))))
    if dtype != "int32":
        km = reference(x, y * np.array(1000, dtype))
        check(function(q, quantity(backend, y, "km")), backend, km, "m")
    check(
        function(q, r.mantissa), backend, np.asarray(reference(x, y)), "m"
    )  # a plain divisor divides as it is
    with pytest.raises(UnitMismatchError, match=rf"^{name}: "):
        function(q, quantity(backend, y, "s"))
    with pytest.raises(TypeError, match="bogus"):
        function(q, r, bogus=1)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
def test_floor_divide_and_divmod(backend, dtype):
    for shape in SHAPES:
        x, y = cut(TOP, shape, dtype), cut(np.ceil(BOTTOM), shape, dtype)
        q, r = quantity(backend, x, "m"), quantity(backend, y, "m")
        whole, rest = (np.asarray(part) for part in np.divmod(x, y))
        check(math.floor_divide(q, r), backend, whole)
        check(math.floor_divide(q.mantissa, r.mantissa), backend, whole)
        check(math.floor_divide(q, r.mantissa), backend, whole, "m")
        check(math.floor_divide(q, quantity(backend, y, "s")), backend, whole, "m/s")
        for pair, units in (
            ((q, r), (None, "m")),
            ((q.mantissa, r.mantissa), (None, None)),
            ((q, r.mantissa), ("m", "m")),
        ):
            result = math.divmod(*pair)
            assert isinstance(result, tuple)
            check(result[0], backend, whole, units[0])
            check(result[1], backend, rest, units[1])
    with pytest.raises(UnitMismatchError):
        math.divmod(q, quantity(backend, y, "s"))
    if dtype != "int32":
        check(math.floor_divide(q, quantity(backend, y, "dam")), backend, np.floor_divide(x, 10 * y))
        check(math.divmod(q, quantity(backend, y, "dam"))[1], backend, np.mod(x, 10 * y), "m")
    with pytest.raises(TypeError, match="bogus"):
        math.divmod(q, r, bogus=1)


@pytest.mark.parametrize("dtype", ["int16", "int32", "int64"])
@pytest.mark.parametrize("name", ["gcd", "lcm"])
def test_divisors_and_multiples(backend, name, dtype):
    if backend.name == "ndonnx" and dtype == "int64":
        pytest.skip("a graph of 93 steps of Euclid's takes long; the other dtypes show the same")
    function, reference = getattr(math, name), getattr(np, name)
    # Euclid's steps are 47 times three nodes of a graph on ndonnx.
    for shape in [(0,), (2, 3)] if backend.name == "ndonnx" else SHAPES:
        x, y = cut([12, -18, 0, 7, 144], shape, dtype), cut([8, 27, 5, 0, 89, -6], shape, dtype)
        q, r = quantity(backend, x, "m"), quantity(backend, y, "m")
        check(function(q, r), backend, np.asarray(reference(x, y)), "m")
        check(function(q.mantissa, r.mantissa), backend, np.asarray(reference(x, y)))
        check(function(q.mantissa, 6), backend, np.asarray(reference(x, np.array(6, dtype))))
    for wrong in (quantity(backend, y, "s"), 1):
        with pytest.raises(UnitMismatchError, match=rf"^{name}: "):
            function(q, wrong)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_copysign(backend, dtype):
    for shape in SHAPES:
        x, y = cut(ANY, shape, dtype), cut([1.0, -2.0, -0.0, 0.0], shape, dtype)
        q = quantity(backend, x, "m")
        expected = np.asarray(np.copysign(x, y))
        for other in (quantity(backend, y, "s"), array(backend, y)):
            check(math.copysign(q, other), backend, expected, "m")
            check(math.copysign(q.mantissa, other), backend, expected)
        check(math.copysign(q, -1), backend, np.asarray(np.copysign(x, np.array(-1, dtype))), "m")


@pytest.mark.skip_backend("array_api_strict", reason="the standard's is of floating-point numbers")
def test_copysign_of_integers_is_floating_point(backend):
    found = math.copysign(quantity(backend, [3, -4], "m", "int32"), array(backend, [-1, 2], "int32"))
    assert "float" in str(found.dtype)
    check(found, backend, np.array([-3.0, 4.0]), "m", dtype=False)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_heaviside(backend, dtype):
    for shape in SHAPES:
        x, y = cut([*ANY, np.nan, np.inf], shape, dtype), cut([0.5, 0.25, 1.0], shape, dtype)
        q, r = quantity(backend, x, "m"), array(backend, y)
        expected = np.asarray(np.heaviside(x, y))
        check(math.heaviside(q, r), backend, expected)
        check(math.heaviside(q, Quantity(r)), backend, expected)
        check(math.heaviside(q.mantissa, r), backend, expected)
        check(math.heaviside(q, 0.5), backend, np.asarray(np.heaviside(x, np.array(0.5, dtype))))
    with pytest.raises(TypeError, match="heaviside: the second operand takes no unit, got one in s"):
        math.heaviside(q, Quantity(r, "s"))


@pytest.mark.skip_backend("ndonnx", reason="ndonnx has no complex numbers")
def test_complex(backend):
    z = np.array([[1 + 2j, -3j, 4.0, 0.0]])
    q = quantity(backend, z, "m")
    for name in ("real", "imag", "conj", "conjugate", "abs", "absolute", "negative", "square"):
        unit = "m^2" if name == "square" else "m"
        check(getattr(math, name)(q), backend, getattr(np, name)(z), unit)
    with pytest.raises(TypeError, match="fabs takes real numbers"):
        math.fabs(q)


def test_fabs_of_integers_is_a_float(backend):
    check(math.fabs(quantity(backend, [-2, 3], "m")), backend, [2.0, 3.0], "m", dtype=False)


def test_signbit_has_no_meaning_on_a_scale():
    with pytest.raises(TypeError, match="no meaning"):
        math.signbit(Quantity(1.0, "degC"))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_products(backend, dtype):
    x, y = cut(ANY, (2, 3), dtype), cut(POSITIVE, (2, 3), dtype)
    volt, ampere = quantity(backend, x, "mV"), quantity(backend, y, "nA")
    check(math.multiply(volt, ampere), backend, x * y, Unit("mV") * Unit("nA"))
    check(math.divide(volt, ampere), backend, x / y, "Mohm")
    check(math.true_divide(volt, ampere), backend, x / y, "Mohm")
    check(math.divide(volt, quantity(backend, y, "V")), backend, x / y * np.array(1e-3, dtype))
    check(math.multiply(volt, 2), backend, x * 2, "mV")
    check(math.multiply(2.0, volt), backend, x * 2, "mV")
    check(math.divide(volt, 2), backend, x / 2, "mV")
    check(math.divide(1, ampere), backend, 1 / y, Unit("nA") ** -1)
    check(math.multiply(volt.mantissa, volt.mantissa), backend, x * x)


def test_power(backend):
    x = np.array([0.25, 1.0, 4.0])
    q = quantity(backend, x, "mm")
    for exponent in (2, -1, 0.5, 3, Quantity(2), np.float64(2)):
        power = getattr(exponent, "mantissa", exponent)
        check(math.power(q, exponent), backend, x**power, Unit("mm") ** float(power))
    check(math.power(q, 0), backend, np.ones(3))
    check(math.power(q.mantissa, 2), backend, x**2)
    check(math.power(2.0, q.mantissa), backend, 2**x)
    check(math.power(q.mantissa, q.mantissa), backend, x**x)
    angle = quantity(backend, x, "deg")
    check(math.power(angle, q.mantissa), backend, np.deg2rad(x) ** x)
    for wrong in (q.mantissa, Quantity(1, "s"), 2j):
        with pytest.raises(TypeError):
            math.power(q, wrong)


def test_power_by_a_fraction_is_exact():
    from fractions import Fraction

    q = Quantity(np.array([8.0, 27.0]), "m")
    result = math.power(q, Fraction(1, 3))
    assert result.unit == Unit("m^(1/3)")
    np.testing.assert_allclose(result.mantissa, [2.0, 3.0])
    bare = math.power(np.array([4.0]), Fraction(1, 2))
    assert bare.dtype == np.float64
    assert bare.tolist() == [2.0]


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers and floats")
def test_reciprocal_of_integers_is_no_integer(backend):
    result = math.reciprocal(quantity(backend, [2, 4], "s"))
    check(result, backend, [0.5, 0.25], "Hz", dtype=False)


def test_clip(backend):
    x = np.array([-5.0, 0.5, 20.0])
    q = quantity(backend, x, "m")
    low, high = Quantity(0.0, "m"), Quantity(1.0, "dam")
    check(math.clip(q, low, high), backend, np.clip(x, 0, 10), "m")
    check(math.clip(q, 0, high), backend, np.clip(x, 0, 10), "m")
    check(math.clip(q, None, high), backend, np.clip(x, None, 10), "m")
    check(math.clip(q, a_min=low), backend, np.clip(x, 0, None), "m")
    check(q.clip(low, high), backend, np.clip(x, 0, 10), "m")
    check(q.clip(max=high), backend, np.clip(x, None, 10), "m")
    check(math.clip(q.mantissa, 0.0, 1.0), backend, np.clip(x, 0, 1))
    check(math.clip(q, quantity(backend, x * 0, "m"), high), backend, np.clip(x, 0, 10), "m")
    for wrong in (Quantity(1.0, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=r"^clip: "):
            math.clip(q, wrong, high)


def test_the_input_is_untouched(backend):
    x = np.array([0.25, 1.0, 4.0])
    q = quantity(backend, x.copy(), "mm")
    for name, *_ in UNARY:
        getattr(math, name)(q)
    math.add(q, quantity(backend, x, "m"))
    math.round(q, 1)
    np.testing.assert_array_equal(values(q), x)
    assert q.unit is Unit("mm")


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers with floats")
def test_bounds_of_integers_are_not_cut(backend):
    whole = np.array([1, 3], "i4")
    q = quantity(backend, whole, "m")
    check(math.clip(q, None, Quantity(250.0, "cm")), backend, np.array([1, 2.5]), "m", dtype=False)
    bounds = array(backend, [0.5, 2.5])
    check(math.clip(q.mantissa, None, bounds), backend, np.array([0.5, 2.5]))
    check(math.clip(q.mantissa, 2, 2), backend, np.array([2, 2], "i4"))
    check(math.clip(array(backend, whole, "f4"), 1.5, None), backend, np.array([1.5, 3], "f4"))


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers with floats")
@pytest.mark.parametrize("name", ["hypot", "logaddexp", "logaddexp2", "arctan2"])
def test_integers_become_floats(backend, name):
    whole = np.array([3, 4], "i4")
    function, reference = getattr(math, name), getattr(np, name)
    for args in ((whole, whole), (whole, 2), (whole, np.array([0.5, 1.5]))):
        given = [array(backend, x) if isinstance(x, np.ndarray) else x for x in args]
        check(function(*given), backend, reference(*args), dtype=False, rtol=1e-6)


@pytest.mark.skip_backend("array_api_strict", reason="the standard takes no integers here")
@pytest.mark.parametrize(
    "name", ["sqrt", "exp", "log", "sin", "cosh", "tanh", "arctan", "arcsinh", "mean", "std"]
)
def test_functions_of_integers(backend, name):
    whole = np.array([1, 2, 4], "i4")
    found = getattr(math, name)(array(backend, whole))
    check(found, backend, getattr(np, name)(whole), dtype=False, rtol=1e-6)
    assert values(found).dtype.kind == "f"


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers with floats")
def test_a_float_beside_integers_is_not_cut(backend):
    whole = np.array([5, 7], "i4")
    x = array(backend, whole)
    check(math.hypot(x, 2.5), backend, np.hypot(whole, 2.5), dtype=False, rtol=1e-6)
    check(math.arctan2(x, 2.5), backend, np.arctan2(whole, 2.5), dtype=False, rtol=1e-6)
    check(math.floor_divide(x, 2.5), backend, np.floor_divide(whole, 2.5), dtype=False)
