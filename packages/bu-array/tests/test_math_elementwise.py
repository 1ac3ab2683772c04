"""Functions of each element, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
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
    ("round", np.round, ANY, "mV", "mV"),
    ("floor", np.floor, ANY, "mV", "mV"),
    ("ceil", np.ceil, ANY, "mV", "mV"),
    ("reciprocal", np.reciprocal, POSITIVE, "ms", "ms^-1"),
    ("square", np.square, ANY, "mV", "mV^2"),
    ("sqrt", np.sqrt, POSITIVE, "mV", "mV^0.5"),
    ("cbrt", np.cbrt, ANY, "mV", "mV^(1/3)"),
    ("sign", np.sign, ANY, "mV", None),
    ("isnan", np.isnan, [*ANY, np.nan, np.inf], "mV", None),
    ("isinf", np.isinf, [*ANY, np.nan, -np.inf], "mV", None),
    ("isfinite", np.isfinite, [*ANY, np.nan, np.inf], "mV", None),
]
PURE = [
    ("exp", np.exp, SMALL),
    ("expm1", np.expm1, SMALL),
    ("log", np.log, POSITIVE),
    ("log1p", np.log1p, POSITIVE),
    ("log2", np.log2, POSITIVE),
    ("log10", np.log10, POSITIVE),
    ("sin", np.sin, SMALL),
    ("cos", np.cos, SMALL),
    ("tan", np.tan, SMALL),
    ("sinh", np.sinh, SMALL),
    ("cosh", np.cosh, SMALL),
    ("tanh", np.tanh, SMALL),
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


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, reference, data", PURE, ids=[row[0] for row in PURE])
def test_pure_number(backend, name, reference, data, dtype):
    function = getattr(math, name)
    for shape in SHAPES:
        x = cut(data, shape, dtype)
        bare = array(backend, x)
        expected = np.asarray(reference(x))
        check(function(bare), backend, expected)
        check(function(bare), backend, expected)  # by the short way
        check(function(Quantity(bare)), backend, expected)
        check(function(Quantity(bare, "mV"), unit_to_scale=Unit("mV")), backend, expected)
        scaled = reference(x * np.array(10, dtype))
        if not np.isfinite(scaled).all():
            continue
        check(
            function(Quantity(bare, "cm"), Unit("mm")),
            backend,
            scaled,
            rtol=1e-4 if dtype == "float32" else 1e-11,
        )


def test_pure_number_folds_its_scale_in(backend):
    x = np.array([0.0, 30.0, 90.0])
    check(math.sin(quantity(backend, x, "deg")), backend, np.sin(np.deg2rad(x)), atol=1e-15)
    check(math.exp(quantity(backend, [50.0], "mV") / Quantity(0.1, "V")), backend, np.exp([0.5]))


@pytest.mark.parametrize("name", [row[0] for row in PURE])
def test_pure_number_refuses_units(name):
    function = getattr(math, name)
    q = Quantity(np.array([1.0]), "mV")
    with pytest.raises(
        TypeError, match=rf"^{name} needs a dimensionless argument, got one in mV; pass unit_to_scale"
    ):
        function(q)
    with pytest.raises(UnitMismatchError, match=f"{name} with unit_to_scale"):
        function(q, unit_to_scale=Unit("m"))
    with pytest.raises(TypeError, match="unit_to_scale must be a Unit, got str"):
        function(q, unit_to_scale="mV")
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


BINARY = [
    ("add", np.add, "m"),
    ("subtract", np.subtract, "m"),
    ("maximum", np.maximum, "m"),
    ("minimum", np.minimum, "m"),
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


@pytest.mark.parametrize("decimals", [-2, -1, 0, 1, 3])
def test_round(backend, decimals):
    x = np.array([123456.789, -0.0625, 15.0, 25.0, 0.1], np.float64)
    check(math.round(quantity(backend, x, "m"), decimals), backend, np.round(x, decimals), "m")
    check(quantity(backend, x, "m").round(decimals=decimals), backend, np.round(x, decimals), "m")


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers and floats")
@pytest.mark.parametrize("decimals", [-1, 0, 1])
def test_round_keeps_integers(backend, decimals):
    x = np.array([15, 25, -16], np.int32)
    check(math.round(quantity(backend, x, "m"), decimals), backend, np.round(x, decimals), "m")


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
