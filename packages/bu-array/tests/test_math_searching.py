"""Selection, order and positions, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import UnitMismatchError

X = np.array([[3.0, -1.0, 2.0, 2.0], [0.5, 7.0, -4.0, 7.0]], np.float32)
MASK = X > 1


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_position(backend, name):
    q, reference = quantity(backend, X, "mV"), getattr(np, name)
    for axis in (None, 0, -1):
        for keepdims in (False, True):
            expected = np.asarray(reference(X, axis=axis, keepdims=keepdims))
            check(getattr(math, name)(q, axis=axis, keepdims=keepdims), backend, expected, dtype=False)
    check(getattr(q, name)(axis=1), backend, reference(X, axis=1), dtype=False)


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("descending", [False, True])
def test_sort(backend, axis, descending):
    q = quantity(backend, X, "mV")
    step = -1 if descending else 1
    expected = np.flip(np.sort(X, axis=axis), axis) if descending else np.sort(X, axis=axis)
    check(math.sort(q, axis, descending=descending), backend, expected, "mV")
    check(
        math.argsort(q, axis, descending=descending),
        backend,
        np.argsort(step * X, axis, stable=True),
        dtype=False,
    )
    if not descending:
        check(q.sort(axis), backend, expected, "mV")
        check(q.argsort(axis=axis), backend, np.argsort(X, axis, stable=True), dtype=False)
    np.testing.assert_array_equal(values(q), X)  # not in place


@pytest.mark.parametrize("name", ["sort", "argsort"])
@pytest.mark.parametrize("option", [{"kind": "stable"}, {"order": "x"}])
def test_sort_refuses_numpys_options(name, option):
    with pytest.raises(TypeError, match="use stable="):
        getattr(math, name)(Quantity(X, "mV"), **option)


def test_where(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    mask = array(backend, MASK)
    kilo = X * np.float32(1000)
    check(math.where(mask, q, r), backend, np.where(MASK, X, kilo), "m")
    check(math.where(mask, x=q, y=r), backend, np.where(MASK, X, kilo), "m")
    check(math.where(mask, q, 0), backend, np.where(MASK, X, np.float32(0)), "m")
    check(math.where(mask, 0.0, r), backend, np.where(MASK, np.float32(0), X), "km")
    check(math.where(mask, q, Quantity(1, "km")), backend, np.where(MASK, X, np.float32(1000)), "m")
    check(math.where(Quantity(mask), q, r), backend, np.where(MASK, X, kilo), "m")
    check(math.where(MASK.tolist(), q, r), backend, np.where(MASK, X, kilo), "m")
    check(math.where(True, q, r), backend, X, "m")
    check(math.where(mask, q.mantissa, r.mantissa), backend, X)
    check(math.where(q > r, q, r), backend, np.where(kilo < X, X, kilo), "m")
    for wrong in (Quantity(1.0, "s"), 1.0):
        with pytest.raises(UnitMismatchError, match=r"^where: "):
            math.where(mask, q, wrong)
    with pytest.raises(TypeError, match="where: condition takes no unit, got one in m"):
        math.where(q, q, r)
    with pytest.raises(TypeError, match="both x and y, or neither"):
        math.where(mask, q)


def test_where_of_a_condition_alone(backend):
    found = math.where(array(backend, MASK))
    assert isinstance(found, tuple)
    for position, expected in zip(found, np.nonzero(MASK), strict=True):
        np.testing.assert_array_equal(values(position), expected)
