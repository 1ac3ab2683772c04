"""Rounding, against numpy's results and the unit rules, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

ANY = [-7.5, -1.0, -0.25, 0.0, -0.0, 0.5, 2.5, 3.5, 1e3]
SHAPES = [(), (0,), (1,), (2, 2, 3)]
NAMES = ["round", "around", "rint", "trunc", "fix", "floor", "ceil"]


def cut(data, shape, dtype):
    """`data`, repeated, in another shape."""
    return np.resize(np.array(data, dtype), shape)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", NAMES)
def test_rounding(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, "trunc" if name == "fix" else name)
    for shape in SHAPES:
        x = cut(ANY, shape, dtype)
        q = quantity(backend, x, "mV")
        expected = np.asarray(reference(x))
        check(function(q), backend, expected, "mV")
        check(function(q), backend, expected, "mV")  # by the short way
        check(function(q.mantissa), backend, expected)
        check(function(x=q), backend, expected, "mV")
    with pytest.raises(TypeError, match="bogus"):
        function(q, bogus=1)


@pytest.mark.parametrize("decimals", [-2, -1, 0, 1, 3])
def test_decimals(backend, decimals):
    x = np.array([123456.789, -0.0625, 15.0, 25.0, 0.1], np.float64)
    for function in (math.round, math.around):
        check(function(quantity(backend, x, "m"), decimals), backend, np.round(x, decimals), "m")
    check(quantity(backend, x, "m").round(decimals=decimals), backend, np.round(x, decimals), "m")


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers and floats")
@pytest.mark.parametrize("decimals", [-1, 0, 1])
def test_round_keeps_integers(backend, decimals):
    x = np.array([15, 25, -16], np.int32)
    check(math.round(quantity(backend, x, "m"), decimals), backend, np.round(x, decimals), "m")


def test_rint_of_integers_is_a_float(backend):
    check(math.rint(quantity(backend, [15, -16], "m")), backend, [15.0, -16.0], "m", dtype=False)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_modf(backend, dtype):
    for shape in SHAPES:
        x = cut([*ANY, np.inf, -np.inf, np.nan], shape, dtype)
        for unit in ("mV", None):
            given = array(backend, x) if unit is None else quantity(backend, x, unit)
            result = math.modf(given)
            assert isinstance(result, tuple)
            for part, expected in zip(result, np.modf(x), strict=True):
                check(part, backend, np.asarray(expected), unit)


SPECIAL = [1.0, np.nan, np.inf, -np.inf, -2.0]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nan_to_num(backend, dtype):
    for shape in SHAPES:
        x = cut(SPECIAL, shape, dtype)
        q = quantity(backend, x, "m")
        check(math.nan_to_num(q), backend, np.asarray(np.nan_to_num(x)), "m")
        check(math.nan_to_num(q.mantissa), backend, np.asarray(np.nan_to_num(x)))
        expected = np.asarray(np.nan_to_num(x, nan=3.0, posinf=2000.0, neginf=0.0))
        result = math.nan_to_num(q, Quantity(3.0, "m"), posinf=Quantity(2, "km"), neginf=0)
        check(result, backend, expected, "m")
        check(math.nan_to_num(q.mantissa, 3.0, 2000.0, 0), backend, expected)
    check(
        math.nan_to_num(q, quantity(backend, 3.0, "m", dtype), Quantity(2, "km"), 0), backend, expected, "m"
    )
    for wrong in (1.0, Quantity(1.0, "s")):
        for option in ("nan", "posinf", "neginf"):
            with pytest.raises(UnitMismatchError, match="nan_to_num"):
                math.nan_to_num(q, **{option: wrong})
    with pytest.raises(TypeError, match="bogus"):
        math.nan_to_num(q, bogus=1)


def test_nan_to_num_of_other_kinds(backend):
    check(
        math.nan_to_num(quantity(backend, [1, -2], "m", np.int32)), backend, np.array([1, -2], np.int32), "m"
    )
    if backend.name != "ndonnx":  # it has no complex numbers
        z = np.array([complex(np.nan, 1), complex(2, np.inf), complex(-np.inf, np.nan)])
        check(math.nan_to_num(quantity(backend, z, "m")), backend, np.nan_to_num(z), "m")


def test_decimals_are_a_whole_number(backend):
    x = quantity(backend, [0.313, 0.911], "m")
    assert math.round(x, np.int64(1)).unit == Unit("m")
    for wrong in (0.5, Quantity(1, "m")):
        with pytest.raises(TypeError):
            math.round(x, wrong)
