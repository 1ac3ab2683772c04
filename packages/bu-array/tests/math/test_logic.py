"""Comparisons, against numpy's results, on every backend."""

import operator

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_units import UnitMismatchError

X = np.array([[1.0, 2.0, -3.0], [0.0, 5.0, 6.0]], np.float32)
Y = np.array([1.0, -2.0, 5000.0], np.float32)

NAMES = [
    ("equal", operator.eq),
    ("not_equal", operator.ne),
    ("less", operator.lt),
    ("less_equal", operator.le),
    ("greater", operator.gt),
    ("greater_equal", operator.ge),
]


@pytest.mark.parametrize("name, sign", NAMES, ids=[row[0] for row in NAMES])
def test_compare(backend, name, sign):
    function, reference = getattr(math, name), getattr(np, name)
    q, r = quantity(backend, X, "km"), quantity(backend, Y, "m")
    expected = reference(X, Y * np.float32(1e-3))
    for compare in (function, function, sign, sign):
        check(compare(q, r), backend, expected)
        check(compare(q, q), backend, reference(X, X))
        check(compare(q, Quantity(1000, "m")), backend, reference(X, np.float32(1)))
        check(compare(q, 0), backend, reference(X, 0))
        check(compare(0, q), backend, reference(0, X))
        check(compare(Quantity(q.mantissa), array(backend, Y)), backend, reference(X, Y))
    for wrong in (quantity(backend, Y, "s"), 1.0):
        for compare in (function, sign):
            if sign in (operator.eq, operator.ne):
                check(compare(q, wrong), backend, np.full(X.shape, sign is operator.ne))
            else:
                with pytest.raises(UnitMismatchError, match=f"^{name}: "):
                    compare(q, wrong)


def test_isclose(backend):
    q = quantity(backend, [1.0, 1.0, np.nan, 5.0], "m", "float64")
    r = quantity(backend, [1000.001, 1002.0, np.nan, np.inf], "mm", "float64")
    check(math.isclose(q, r), backend, [True, False, False, False])
    check(math.isclose(q, r, equal_nan=True), backend, [True, False, True, False])
    check(math.isclose(q, r, rtol=0.01), backend, [True, True, False, False])
    check(math.isclose(q, r, rtol=0, atol=Quantity(3, "mm")), backend, [True, True, False, False])
    check(math.isclose(q, r, rtol=0, atol=Quantity(1, "mm")), backend, [True, False, False, False])
    check(math.isclose(q, r, 1e-9, 0), backend, [False] * 4)
    check(math.isclose(q, Quantity(1.0, "m")), backend, [True, True, False, False])
    check(math.isclose(q.mantissa, 1.0), backend, [True, True, False, False])
    for wrong in (Quantity(1.0, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=r"^isclose: "):
            math.isclose(q, wrong)
        with pytest.raises(UnitMismatchError, match=r"^isclose: "):
            math.isclose(q, r, atol=wrong)
    with pytest.raises(TypeError, match="isclose: rtol takes no unit, got one in m"):
        math.isclose(q, r, rtol=Quantity(1e-3, "m"))


def test_allclose(backend):
    q = quantity(backend, X, "km")
    check(math.allclose(q, quantity(backend, X * 1000, "m")), backend, True)
    check(math.allclose(q, quantity(backend, X * 1001, "m")), backend, False)
    check(math.allclose(q, quantity(backend, X * 1001, "m"), rtol=0.01), backend, True)


def test_isclose_of_numbers():
    result = math.isclose(Quantity(1.0, "m"), Quantity(1000.001, "mm"), rtol=1e-3, atol=Quantity(1, "mm"))
    assert bool(result)


def test_array_equal(backend):
    q = quantity(backend, X, "km")
    check(math.array_equal(q, q), backend, True)
    check(math.array_equal(quantity(backend, X * 1000, "m"), q), backend, True)
    check(math.array_equal(q, quantity(backend, X, "m")), backend, False)
    check(math.array_equal(q, quantity(backend, X[0], "km")), backend, False)
    check(math.array_equal(q, 0), backend, False)
    check(math.array_equal(quantity(backend, np.zeros(()), "km"), 0), backend, True)
    check(math.array_equal(array(backend, X), array(backend, X)), backend, True)
    check(math.array_equal(quantity(backend, [], "km"), quantity(backend, [], "m")), backend, True)
    nan = quantity(backend, [1.0, np.nan], "km")
    check(math.array_equal(nan, nan), backend, False)
    check(math.array_equal(nan, nan, equal_nan=True), backend, True)
    for wrong in (quantity(backend, Y, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=r"^array_equal: "):
            math.array_equal(q, wrong)
    with pytest.raises(TypeError):
        math.array_equal(q, 1.0)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "bool"])
@pytest.mark.parametrize("name", ["logical_and", "logical_or", "logical_xor"])
def test_connectives(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for shape in [(), (0,), (1,), (2, 2, 3)]:
        x = np.resize(np.array([0, 1, 0, 5]), shape).astype(dtype)
        y = np.resize(np.array([0, 1, 3]), shape).astype(dtype)
        q, r = quantity(backend, x, "km"), quantity(backend, y, "m")
        expected = np.asarray(reference(x, y))
        check(function(q, r), backend, expected)
        check(function(q, r), backend, expected)
        check(function(q.mantissa, r.mantissa), backend, expected)
        check(function(q, 0), backend, np.asarray(reference(x, 0)))
        check(function(0.0, q), backend, np.asarray(reference(0, x)))
        check(function(q.mantissa, True), backend, np.asarray(reference(x, True)))
    for wrong in (quantity(backend, y, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=rf"^{name}: "):
            function(q, wrong)
    with pytest.raises(TypeError, match=f"^{name}: "):
        function(q, 1.0)
    with pytest.raises(TypeError, match="bogus"):
        function(q, r, bogus=1)


@pytest.mark.parametrize("dtype", ["float32", "int32", "bool"])
def test_logical_not(backend, dtype):
    for shape in [(), (0,), (2, 2, 3)]:
        x = np.resize(np.array([0, 1, 0, 5]), shape).astype(dtype)
        check(math.logical_not(array(backend, x)), backend, np.asarray(np.logical_not(x)))
        check(math.logical_not(Quantity(array(backend, x))), backend, np.asarray(np.logical_not(x)))
    with pytest.raises(TypeError, match=r"^logical_not needs a dimensionless argument, got one in km"):
        math.logical_not(quantity(backend, X, "km"))


def test_alltrue_and_sometrue(backend):
    x = np.array([[True, False], [True, True]])
    for axis in (None, 0, 1):
        check(math.alltrue(array(backend, x), axis=axis), backend, np.asarray(x.all(axis=axis)))
        check(math.sometrue(array(backend, ~x), axis=axis), backend, np.asarray((~x).any(axis=axis)))
    for function in (math.alltrue, math.sometrue):
        check(function(quantity(backend, [1.0, 2.0], "km")), backend, True)  # in whatever unit
        with pytest.raises(TypeError, match=r"^(all|any) has no meaning for values on the scale degC"):
            function(quantity(backend, X, "degC"))
