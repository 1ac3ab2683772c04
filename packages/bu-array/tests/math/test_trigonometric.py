"""Trigonometric functions and angles, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

SHAPES = [(), (0,), (1,), (2, 2, 3)]
SMALL = [-1.5, -0.5, 0.0, 1e-3, 0.5, 1.25]
INNER = [-0.9, -0.5, 0.0, 1e-3, 0.5, 0.75]
OUTER = [1.0, 1.25, 1.5, 2.0, 64.0, 1e3]

PURE = [
    ("sin", SMALL),
    ("cos", SMALL),
    ("tan", SMALL),
    ("sinh", SMALL),
    ("cosh", SMALL),
    ("tanh", SMALL),
    ("arcsin", INNER),
    ("arccos", INNER),
    ("arctan", SMALL),
    ("arcsinh", SMALL),
    ("arccosh", OUTER),
    ("arctanh", INNER),
    ("sinc", [*SMALL, 2.0, 7.25]),
    ("deg2rad", [-720.0, 0.0, 30.0, 1e3]),
    ("radians", [-720.0, 0.0, 30.0, 1e3]),
    ("rad2deg", SMALL),
    ("degrees", SMALL),
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
        expected = np.asarray(reference(x), dtype)
        atol = np.finfo(dtype).eps if name == "sinc" else 0  # near a zero of sin(pi * x)
        check(function(bare), backend, expected, atol=atol)
        check(function(bare), backend, expected, atol=atol)  # by the short way
        check(function(Quantity(bare)), backend, expected, atol=atol)
        check(function(Quantity(bare, "mV"), unit_to_scale=Unit("mV")), backend, expected, atol=atol)
    if name != "arccosh":
        scaled = reference(cut(data, (3,), dtype) * np.array(0.1, dtype))
        check(
            function(quantity(backend, cut(data, (3,), dtype), "dm"), Unit("m")), backend, scaled, rtol=1e-4
        )


@pytest.mark.skip_backend("array_api_strict", reason="the standard's functions are of floating-point numbers")
def test_sinc_of_integers(backend):
    found = math.sinc(array(backend, [0, 1, 2], "int32"))
    np.testing.assert_allclose(values(found), np.sinc([0, 1, 2]), atol=1e-6)


def test_pure_number_folds_its_scale_in(backend):
    x = np.array([0.0, 30.0, 90.0])
    check(math.sin(quantity(backend, x, "deg")), backend, np.sin(np.deg2rad(x)), atol=1e-15)
    check(math.arctan(quantity(backend, x, "percent")), backend, np.arctan(x / 100))


def test_complex(backend):
    if backend.name == "ndonnx":
        pytest.skip("ndonnx has no complex numbers")
    x = np.array([0.5 + 0.25j, -1.5 - 2j, 2j])
    for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan",
                 "arcsinh", "arccosh", "arctanh"):  # fmt: skip
        if name == "arctan":
            x = x[:2]
        check(getattr(math, name)(array(backend, x)), backend, getattr(np, name)(x), rtol=1e-12)
    z = np.array([1 + 1j, -2j, -3.0, 0.0])
    check(math.angle(quantity(backend, z, "mV")), backend, np.angle(z))


@pytest.mark.parametrize("name", IDS)
def test_pure_number_refuses_units(name):
    function = getattr(math, name)
    q = Quantity(np.array([1.0]), "mV")
    with pytest.raises(TypeError, match=r"needs a dimensionless argument, got one in mV; pass unit_to_scale"):
        function(q)
    with pytest.raises(UnitMismatchError, match="with unit_to_scale"):
        function(q, unit_to_scale=Unit("m"))
    with pytest.raises(TypeError, match=r"unit_to_scale must be a Unit or a text.*got int"):
        function(q, unit_to_scale=3)
    with pytest.raises(TypeError, match="bogus"):
        function(q, unit_to_scale=Unit("mV"), bogus=1)


@pytest.mark.parametrize("name", ["deg2rad", "radians"])
def test_degrees_are_read_as_degrees(backend, name):
    function = getattr(math, name)
    x = np.array([0.0, 30.0, 180.0])
    check(function(quantity(backend, x, "deg")), backend, np.deg2rad(x))
    check(function(quantity(backend, x, "arcmin")), backend, np.deg2rad(x / 60))
    check(function(quantity(backend, x, "rad")), backend, np.deg2rad(x))
    check(function(quantity(backend, x, Unit("mV") / Unit("V"))), backend, np.deg2rad(x / 1000))
    check(function(quantity(backend, x, "deg"), unit_to_scale=Unit("deg")), backend, np.deg2rad(x))
    check(function(quantity(backend, x, "rad"), unit_to_scale=Unit("deg")), backend, x)


@pytest.mark.parametrize("name", ["rad2deg", "degrees"])
def test_radians_are_read_as_radians(backend, name):
    x = np.array([0.0, 30.0, 180.0])
    check(getattr(math, name)(quantity(backend, x, "deg")), backend, x)


SIDES = [("hypot", np.hypot, "m"), ("arctan2", np.arctan2, None)]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, reference, unit", SIDES, ids=[row[0] for row in SIDES])
def test_two_sides(backend, name, reference, unit, dtype):
    function = getattr(math, name)
    for shape in SHAPES:
        x, y = cut([-3.0, 0.5, 1e3, 0.25], shape, dtype), cut([4.0, -0.5, 1.0], shape, dtype)
        q, r = quantity(backend, x, "m"), quantity(backend, y, "km")
        expected = np.asarray(reference(x, y * np.array(1000, dtype)))
        check(function(q, r), backend, expected, unit)
        check(function(q, r), backend, expected, unit)
        check(function(q.mantissa, r.mantissa), backend, np.asarray(reference(x, y)))
        check(function(q, 0), backend, np.asarray(reference(x, np.array(0, dtype))), unit)
        check(function(q, r, unit_to_scale=Unit("m")), backend, expected)
        check(function(q, y=r), backend, expected, unit)
    for wrong in (quantity(backend, y, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=rf"^{name}: "):
            function(q, wrong)
    with pytest.raises(TypeError):
        function(q, 1.0)
    with pytest.raises(UnitMismatchError, match="with unit_to_scale"):
        function(q, r, unit_to_scale=Unit("s"))
    with pytest.raises(TypeError, match="bogus"):
        function(q, r, bogus=1)


def test_hypot_does_not_overflow(backend):
    q = quantity(backend, [3e300, 3e-300], "m", "float64")
    check(math.hypot(q, quantity(backend, [4e300, 4e-300], "m", "float64")), backend, [5e300, 5e-300], "m")


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_angle(backend, dtype):
    for shape in SHAPES:
        x = cut([-2.0, 3.0, 0.0], shape, dtype)
        check(math.angle(quantity(backend, x, "mV")), backend, np.asarray(np.angle(x)), dtype=False)
    check(math.angle(quantity(backend, x, "mV"), Unit("V")), backend, np.angle(x), dtype=False)
    with pytest.raises(TypeError, match="unit_to_scale must be a Unit"):
        math.angle(x, 3)
    with pytest.raises(TypeError, match="no meaning"):
        math.angle(Quantity(1.0, "degC"))
