"""Sets, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import DimensionMismatchError, UnitMismatchError

X = np.array([[3.0, 1.0, 3.0], [2.0, 1.0, 0.5]], np.float32)
Y = np.array([2.0, 2.0, 3.0, 9.0], np.float32)
GAPS = np.array([np.nan, 1.0, np.nan, 1.0], np.float32)


@pytest.mark.parametrize("options", [(False, False, False), (True, False, True), (True, True, True)])
@pytest.mark.parametrize("x", [X, X.ravel(), np.array([4, 2, 4, 4], np.int32), X[:0]])
def test_unique(backend, options, x):
    q = quantity(backend, x, "mV")
    expected = np.unique(x, *options)
    found = math.unique(q, *options)
    if not any(options):
        found, expected = (found,), (expected,)
    check(found[0], backend, expected[0], "mV")
    assert len(found) == len(expected)
    for part, wanted in zip(found[1:], expected[1:], strict=True):
        check(part, backend, wanted, dtype=False)
    check(math.unique(q.mantissa), backend, np.unique(x))


def test_unique_of_booleans(backend):
    x = np.array([True, False, True])
    values_, counts = math.unique(array(backend, x), return_counts=True)
    check(values_, backend, [False, True])
    check(counts, backend, [1, 2], dtype=False)


@pytest.mark.parametrize("equal_nan", [False, True])
def test_unique_nan(backend, equal_nan):
    q = quantity(backend, GAPS, "mV")
    found, counts = math.unique(q, return_counts=True, equal_nan=equal_nan)
    expected, many = np.unique(GAPS, return_counts=True, equal_nan=equal_nan)
    check(found, backend, expected, "mV")
    check(counts, backend, many, dtype=False)


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_unique_parts(backend, axis):
    x = np.array([[1, 2, 1, 1], [3, 0, 3, 2], [1, 2, 1, 1]], np.float32)
    found = math.unique(quantity(backend, x, "mV"), True, True, True, axis)
    expected = np.unique(x, True, True, True, axis)
    check(found[0], backend, expected[0], "mV")
    for part, wanted in zip(found[1:], expected[1:], strict=True):
        check(part, backend, wanted, dtype=False)


def test_unique_of_a_size(backend):
    q = quantity(backend, X, "m")
    found = math.unique(q, True, True, True, size=6)
    check(found[0], backend, np.array([0.5, 1, 2, 3, 0.5, 0.5], "f4"), "m")
    check(found[1], backend, [5, 1, 3, 0, 5, 5], dtype=False)
    check(found[2], backend, [[3, 1, 3], [2, 1, 0]], dtype=False)
    check(found[3], backend, [1, 2, 1, 2, 0, 0], dtype=False)
    filled = math.unique(q, size=5, fill_value=Quantity(1.0, "km"))
    check(filled, backend, np.array([0.5, 1, 2, 3, 1000], "f4"), "m")
    check(math.unique(q, size=5, fill_value=0), backend, np.array([0.5, 1, 2, 3, 0], "f4"), "m")
    check(math.unique(q, size=2), backend, np.array([0.5, 1], "f4"), "m")
    with pytest.raises(UnitMismatchError, match=r"^unique: argument 'fill_value': .*m and s"):
        math.unique(q, size=5, fill_value=Quantity(1.0, "s"))


def test_unique_of_the_standard(backend):
    q = quantity(backend, X, "mV")
    expected = np.unique_all(X)
    found = math.unique_all(q)
    assert found._fields == expected._fields
    check(found.values, backend, expected.values, "mV")
    for part, wanted in zip(found[1:], expected[1:], strict=True):
        check(part, backend, wanted, dtype=False)
    counted, inverse = math.unique_counts(q), math.unique_inverse(q)
    check(counted.values, backend, expected.values, "mV")
    check(counted.counts, backend, expected.counts, dtype=False)
    check(inverse.values, backend, expected.values, "mV")
    check(inverse.inverse_indices, backend, expected.inverse_indices, dtype=False)
    check(math.unique_values(q), backend, expected.values, "mV")
    check(math.unique_values(quantity(backend, X, "degC")), backend, expected.values, "degC")
    check(math.unique_values(quantity(backend, GAPS, "s")), backend, np.unique(GAPS, equal_nan=False), "s")


def test_intersect1d(backend):
    q, r = quantity(backend, X * 1000, "m"), quantity(backend, Y, "km")
    expected = np.intersect1d(X, Y, return_indices=True)
    check(math.intersect1d(q, r), backend, expected[0] * 1000, "m")
    found = math.intersect1d(q, r, return_indices=True)
    check(found[0], backend, expected[0] * 1000, "m")
    for part, wanted in zip(found[1:], expected[1:], strict=True):
        check(part, backend, wanted, dtype=False)
    once = quantity(backend, Y[1:], "km")
    check(math.intersect1d(once, r, True), backend, np.array([2, 3, 9], "f4"), "km")
    check(math.intersect1d(*[quantity(backend, x, "degC") for x in (X, Y)]), backend, expected[0], "degC")
    nothing = math.intersect1d(q, quantity(backend, Y[:0], "m"), return_indices=True)
    check(nothing[0], backend, X[0, :0], "m")
    with pytest.raises(DimensionMismatchError, match=r"^intersect1d: "):
        math.intersect1d(q, quantity(backend, Y, "s"))
    for plain in ((q, array(backend, Y)), (array(backend, Y), q)):
        with pytest.raises(UnitMismatchError, match=r"^intersect1d: "):
            math.intersect1d(*plain)
    check(math.intersect1d(q, [0.0, 0.0]), backend, X[:0, 0], "m")


@pytest.mark.parametrize("name", ["setdiff1d", "union1d", "setxor1d"])
def test_two_sets(backend, name):
    function, reference = getattr(math, name), getattr(np, name)
    q, r = quantity(backend, X * 1000, "m"), quantity(backend, Y, "km")
    check(function(q, r), backend, reference(X, Y) * 1000, "m")
    check(function(r, quantity(backend, X, "km")), backend, reference(Y, X), "km")
    check(function(q.mantissa, r.mantissa), backend, reference(X * 1000, Y))
    check(function(q, quantity(backend, Y[:0], "m")), backend, reference(X, Y[:0]) * 1000, "m")
    with pytest.raises(UnitMismatchError, match=rf"^{name}: .*m and s"):
        function(q, quantity(backend, Y, "s"))


def test_setdiff1d_in_order(backend):
    found = math.setdiff1d(quantity(backend, [5.0, 2.0, 3.0], "m"), quantity(backend, [3.0], "m"), True)
    check(found, backend, [5.0, 2.0], "m")


def test_union1d_of_a_size(backend):
    found = math.union1d(quantity(backend, X, "m"), quantity(backend, Y, "m"), size=6)
    check(found, backend, np.array([0.5, 1, 2, 3, 9, 0.5], "f4"), "m")


def test_isin(backend):
    q, r = quantity(backend, X * 1000, "m"), quantity(backend, Y, "km")
    check(math.isin(q, r), backend, np.isin(X, Y))
    check(math.isin(q, r, invert=True), backend, ~np.isin(X, Y))
    check(math.isin(q, [Quantity(3.0, "km"), Quantity(500.0, "m")]), backend, np.isin(X, [3, 0.5]))
    check(math.isin(q, quantity(backend, Y[:0], "m")), backend, X < 0)
    check(math.isin(quantity(backend, GAPS, "m"), quantity(backend, GAPS, "m")), backend, GAPS == 1)
    infinite = np.array([np.inf, 1.0], "f4")
    check(math.isin(array(backend, infinite), array(backend, GAPS)), backend, [False, True])
    check(math.isin(array(backend, infinite), array(backend, infinite)), backend, [True, True])
    check(math.isin(q, Quantity(3.0, "km")), backend, X == 3)
    with pytest.raises(UnitMismatchError, match=r"^isin: .*m and s"):
        math.isin(q, quantity(backend, Y, "s"))


def test_under_jit_and_grad():
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray(X), "mV")
    found, counts = jax.jit(lambda q: math.unique(q, return_counts=True, size=4))(q)
    assert values(found).tolist() == [0.5, 1, 2, 3]
    assert counts.tolist() == [1, 2, 1, 2]
    assert jax.jit(math.isin)(q, q[0]).tolist() == np.isin(X, X[0]).tolist()
    torch = pytest.importorskip("torch")
    x = torch.tensor(X, requires_grad=True)
    math.unique(Quantity(x, "m")).mantissa.sum().backward()
    assert x.grad.tolist() == [[1, 1, 0], [1, 0, 1]]


def test_difference_keeps_the_dtype(backend):
    q, wide = quantity(backend, X, "mV"), array(backend, [0.001, 0.5])
    for options in ({}, {"assume_unique": True}):
        found = math.setdiff1d(q, Quantity(wide, "V"), **options)
        check(found, backend, np.setdiff1d(X, [1.0, 500.0], **options), "mV")
