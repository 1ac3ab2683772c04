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
        with pytest.raises(UnitMismatchError, match=f"^{name}: "):
            function(q, wrong)
        if sign in (operator.eq, operator.ne):
            check(sign(q, wrong), backend, np.full(X.shape, sign is operator.ne))
        else:
            with pytest.raises(UnitMismatchError, match=f"^{name}: "):
                sign(q, wrong)


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
