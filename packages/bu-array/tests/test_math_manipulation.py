"""Functions that move elements, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import UnitMismatchError

X = np.arange(12.0, dtype=np.float32).reshape(2, 3, 2)

CALLS = [
    ("reshape", (3, 4), np.reshape),
    ("reshape", (-1,), np.reshape),
    ("reshape", (2, -1), np.reshape),
    ("reshape", 12, np.reshape),
    ("ravel", (), np.ravel),
    ("transpose", (), np.transpose),
    ("transpose", (2, 0, 1), np.transpose),
    ("expand_dims", 0, np.expand_dims),
    ("expand_dims", -1, np.expand_dims),
    ("broadcast_to", (4, 2, 3, 2), np.broadcast_to),
    ("flip", None, np.flip),
    ("flip", 1, np.flip),
    ("flip", (0, 2), np.flip),
]


@pytest.mark.parametrize("name, option, reference", CALLS)
def test_one_array(backend, name, option, reference):
    q = quantity(backend, X, "mV")
    options = () if option == () else (option,)
    expected = reference(X, *options)
    check(getattr(math, name)(q, *options), backend, expected, "mV")
    check(getattr(math, name)(q.mantissa, *options), backend, expected)
    assert q.shape == X.shape


def test_squeeze(backend):
    x = X.reshape(1, 2, 1, 6)
    q = quantity(backend, x, "mV")
    check(math.squeeze(q), backend, x.squeeze(), "mV")
    check(math.squeeze(q, axis=0), backend, x.squeeze(0), "mV")
    check(math.squeeze(q, (0, 2)), backend, x.squeeze((0, 2)), "mV")
    check(q.squeeze(axis=2), backend, x.squeeze(2), "mV")
    check(math.squeeze(quantity(backend, X, "mV")), backend, X, "mV")


def test_methods(backend):
    q = quantity(backend, X, "mV")
    check(q.T, backend, X.T, "mV")
    check(q.transpose(2, 0, 1), backend, X.transpose(2, 0, 1), "mV")
    check(q.transpose((2, 0, 1)), backend, X.transpose(2, 0, 1), "mV")
    check(q.transpose(None), backend, X.T, "mV")
    check(q.reshape((4, 3)), backend, X.reshape(4, 3), "mV")
    check(q.flatten(), backend, X.ravel(), "mV")
    check(q.ravel(), backend, X.ravel(), "mV")
    check(q.expand_dims(1), backend, np.expand_dims(X, 1), "mV")


def test_order_is_the_standards():
    with pytest.raises(ValueError, match="order must be 'C', got 'F'"):
        math.reshape(Quantity(X, "mV"), (12,), order="F")


@pytest.mark.parametrize("name, reference", [("concatenate", np.concatenate), ("stack", np.stack)])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_join(backend, name, reference, axis):
    function = getattr(math, name)
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    expected = reference([X, X * np.float32(1000)], axis)
    check(function([q, r], axis), backend, expected, "m")
    check(function((q, r), axis=axis), backend, expected, "m")
    check(function([q.mantissa, q.mantissa], axis=axis), backend, reference([X, X], axis))
    zero = array(backend, X * 0)
    if not backend.lazy:
        check(function([q, zero], axis), backend, reference([X, X * 0], axis), "m")
        check(function([zero, r], axis), backend, reference([X * 0, X], axis), "km")
    check(function([q, q], axis, dtype="float64"), backend, reference([X, X], axis).astype("f8"), "m")
    check(function([q, q], axis, dtype=np.float64), backend, reference([X, X], axis).astype("f8"), "m")
    with pytest.raises(UnitMismatchError, match=rf"^{name}: .*\(units are m and s\)\.$"):
        function([q, quantity(backend, X, "s")])
    with pytest.raises(UnitMismatchError, match=rf"^{name}: .*\(units are m and 1\)\.$"):
        function([q, q.mantissa])


def test_concatenate_flattened(backend):
    q = quantity(backend, X, "m")
    check(math.concatenate([q, q], axis=None), backend, np.concatenate([X, X], axis=None), "m")


def test_stack_numbers(backend):
    q = quantity(backend, [1.0, 2.0], "m", "float32")
    expected = np.array([1, 0, 1000], "f4")
    check(math.stack([q[0], 0, Quantity(1, "km")]), backend, expected, "m")


def test_stack_of_no_arrays_at_all():
    result = math.stack([Quantity(1.0, "m"), Quantity(2.0, "km")])
    assert values(result).tolist() == [1.0, 2000.0]


def test_shape(backend):
    q = quantity(backend, X, "mV")
    for x in (q, q.mantissa):
        assert math.shape(x) == (2, 3, 2)
        assert math.ndim(x) == 3
        assert math.size(x) == 12
        assert math.size(x, 1) == 3
    assert math.shape(quantity(backend, 1.0, "mV")) == ()
    assert math.size(quantity(backend, np.zeros((0, 3)), "mV")) == 0
    assert type(math.shape(q)) is tuple
    assert all(type(length) is int for length in math.shape(q))


def test_shape_of_numbers_and_lists():
    assert math.shape(Quantity(1.0, "m")) == math.shape(3) == ()
    assert math.shape([[1, 2], [3, 4], [5, 6]]) == (3, 2)
    assert math.size([Quantity(1, "m"), Quantity(2, "m")]) == 2
