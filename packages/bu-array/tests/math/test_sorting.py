"""Order, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math

X = np.array([[3.0, -1.0, 2.0, 2.0], [0.5, 7.0, -4.0, 7.0]], np.float32)


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


def test_sort_flattened(backend):
    q = quantity(backend, X, "mV")
    check(math.sort(q, None), backend, np.sort(X, None), "mV")
    check(math.argsort(q, axis=None), backend, np.argsort(X, None, stable=True), dtype=False)
    check(math.sort(quantity(backend, X, "degC")), backend, np.sort(X), "degC")


@pytest.mark.parametrize("kth", [0, 2, -1, (0, 3)])
@pytest.mark.parametrize("axis", [0, -1, None])
def test_partition(backend, kth, axis):
    if axis == 0:
        kth = 1
    q = quantity(backend, X, "mV")
    expected = np.sort(X, axis)
    found = math.partition(q, kth, axis)
    assert str(found.unit) == "mV"
    positions = values(math.argpartition(q, kth, axis))
    x, axis = (X.ravel(), 0) if axis is None else (X, axis)
    for result in (values(found), np.take_along_axis(x, positions, axis)):
        assert result.dtype == np.float32
        at = [kth] if isinstance(kth, int) else kth
        np.testing.assert_array_equal(np.take(result, at, axis), np.take(expected, at, axis))
        np.testing.assert_array_equal(np.sort(result, axis), expected)
        front = np.take(result, np.arange(at[0] % expected.shape[axis]), axis)
        assert (front <= np.take(expected, [at[0]], axis)).all()


def test_partition_out_of_range(backend):
    for name in ("partition", "argpartition"):
        with pytest.raises(ValueError, match="kth is 4, but the axis has 4"):
            getattr(math, name)(quantity(backend, X, "mV"), 4)


def test_lexsort(backend):
    first, second = np.array([3, 1, 2, 1, 0], np.int32), np.array([1.0, 2.0, 1.0, 2.0, 1.0], np.float32)
    keys = [quantity(backend, first, "m"), quantity(backend, second, "s")]
    check(math.lexsort(keys), backend, np.lexsort((first, second)), dtype=False)
    check(math.lexsort([array(backend, second)]), backend, np.lexsort((second,)), dtype=False)
    rows = [quantity(backend, X, "m"), quantity(backend, X[::-1].copy(), "s")]
    check(math.lexsort(rows, axis=0), backend, np.lexsort((X, X[::-1]), axis=0), dtype=False)
    with pytest.raises(TypeError, match="at least one key"):
        math.lexsort([])


@pytest.mark.parametrize("axis", [0, -1])
@pytest.mark.parametrize("largest", [True, False])
def test_top_k(backend, axis, largest):
    q = quantity(backend, X, "mV")
    found, positions = result = math.top_k(q, 2, axis, largest=largest)
    order = np.argsort(-X if largest else X, axis, kind="stable")
    order = np.take(order, [0, 1], axis)
    check(found, backend, np.take_along_axis(X, order, axis), "mV")
    check(positions, backend, order, dtype=False)
    assert result._fields == ("values", "indices")
    with pytest.raises(ValueError, match="k is 9, but the axis has"):
        math.top_k(q, 9, axis)


def test_trim_zeros(backend):
    x = np.array([0.0, 0.0, 1.0, 0.0, 2.0, 0.0], np.float32)
    for trim in ("fb", "f", "b", ""):
        expected = x[2:] if trim == "f" else x[:5] if trim == "b" else x if not trim else x[2:5]
        check(math.trim_zeros(quantity(backend, x, "mV"), trim), backend, expected, "mV")
    check(math.trim_zeros(quantity(backend, x * 0, "mV")), backend, x[:0], "mV")
    with pytest.raises(ValueError, match="made of 'f' and 'b'"):
        math.trim_zeros(quantity(backend, x, "mV"), "x")
    with pytest.raises(TypeError, match="trim is a text, got Quantity"):
        math.trim_zeros(quantity(backend, x, "mV"), quantity(backend, x, "mV"))
    with pytest.raises(ValueError, match="takes a vector, got 2 axes"):
        math.trim_zeros(quantity(backend, X, "mV"))


def test_top_k_under_jit_and_grad():
    jax = pytest.importorskip("jax")
    x = jax.numpy.asarray(X)
    found = jax.jit(lambda q: math.top_k(q, 1))(Quantity(x, "mV"))
    assert values(found.values).tolist() == [[3.0], [7.0]]
    slope = jax.grad(lambda x: math.top_k(x, 1).values.sum())(x)
    assert slope.tolist() == [[1, 0, 0, 0], [0, 1, 0, 0]]
