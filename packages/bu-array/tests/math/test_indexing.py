"""Elements by position and by mask, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_units import UnitMismatchError

X = np.array([[3.0, -1.0, 2.0, 5.0], [0.5, 7.0, -4.0, 8.0]], np.float32)
AT = np.array([[0, 1], [-1, 0]])


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
@pytest.mark.parametrize("index", [0, -1, [1, 0, 1], AT, np.array([1], np.int8)])
def test_take(backend, axis, index):
    q = quantity(backend, X, "mV")
    indices = array(backend, index) if isinstance(index, np.ndarray) else index
    expected = np.take(X, index, axis)
    check(math.take(q, indices, axis), backend, expected, "mV")
    check(math.take(q.mantissa, indices, axis=axis), backend, expected)
    check(
        math.take(q, Quantity(array(backend, index)), axis, mode="clip"),
        backend,
        np.take(X, np.clip(index, 0, 7 if axis is None else X.shape[axis] - 1), axis),
        "mV",
    )
    promised = math.take(q, indices, axis, unique_indices=False, indices_are_sorted=False)
    check(promised, backend, expected, "mV")


@pytest.mark.parametrize("mode", ["wrap", "clip"])
def test_take_outside(backend, mode):
    q = quantity(backend, X, "mV")
    for axis in (None, 0, 1):
        check(math.take(q, [9, -9, 1], axis, mode), backend, np.take(X, [9, -9, 1], axis, mode=mode), "mV")


def test_take_filled(backend):
    q = quantity(backend, X, "m")
    hole = np.concatenate([X[:, :1], np.full((2, 1), np.nan, "f4"), X[:, 3:]], 1)
    check(math.take(q, [0, 4, -1], 1, "fill"), backend, hole, "m")
    kilo = np.where(np.isnan(hole), np.float32(1000), hole)
    check(math.take(q, [0, 4, -1], 1, fill_value=Quantity(1, "km")), backend, kilo, "m")
    check(math.take(q, [0, -5, -1], 1, fill_value=0), backend, np.nan_to_num(hole, nan=0.0), "m")
    check(math.take(q, 8, mode="fill"), backend, np.float32(np.nan), "m")
    whole = quantity(backend, [4, 5], "m", "int32")
    check(math.take(whole, [1, 7], mode="fill"), backend, np.array([5, -(2**31)], "i4"), "m")
    with pytest.raises(UnitMismatchError, match=r"^take: .*m and s"):
        math.take(q, [0], fill_value=Quantity(1, "s"))


def test_take_refuses(backend):
    q = quantity(backend, X, "m")
    with pytest.raises(TypeError, match="take: indices must be integers"):
        math.take(q, array(backend, [0.5]))
    with pytest.raises(TypeError, match="take: indices takes no unit, got one in s"):
        math.take(q, Quantity([1], "s"))
    with pytest.raises(ValueError, match="mode must be"):
        math.take(q, [0], mode="bounce")
    if backend.lazy:
        with pytest.raises(BackendError, match="pass mode='clip' or mode='wrap'"):
            math.take(q, [0], mode="raise")
    else:
        with pytest.raises(IndexError, match="out of bounds for an axis of length 2"):
            math.take(q, [2], 0, mode="raise")
        check(math.take(q, [-2], 0, mode="raise"), backend, X[:1], "m")


def test_large_index_beside_half_precision(backend):
    dtype = "float32" if backend.name == "array_api_strict" else "float16"  # the standard has no float16
    q = quantity(backend, np.arange(3000) % 7, "m", dtype)
    check(math.take(q, [2999]), backend, np.array([2999 % 7], dtype), "m")


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_take_along_axis(backend, axis):
    q = quantity(backend, X, "mV")
    order = np.argsort(X, axis)
    check(math.take_along_axis(q, array(backend, order), axis), backend, np.sort(X, axis), "mV")
    check(math.take_along_axis(q, order.tolist(), axis), backend, np.sort(X, axis), "mV")
    check(math.take_along_axis(q, [0, 5, -1], None), backend, X.ravel()[[0, 5, -1]], "mV")
    with pytest.raises(ValueError, match="indices need 2 axes"):
        math.take_along_axis(q, [0], axis)


def test_gather(backend):
    q = quantity(backend, X, "mV")
    index = np.array([[0, 1, 1], [1, 0, 1], [0, 0, 0]])
    check(math.gather(q, 0, array(backend, index)), backend, np.take_along_axis(X[:, :3], index, 0), "mV")
    check(math.gather(q, 1, [[3, 0]]), backend, X[:1, [3, 0]], "mV")
    check(math.gather(q.mantissa, -1, [[3, 0]]), backend, X[:1, [3, 0]])
    with pytest.raises(ValueError, match="index has 3 elements along axis 0, input 2"):
        math.gather(q, 1, index.tolist())
    with pytest.raises(ValueError, match="index needs 2 axes"):
        math.gather(q, 1, [0])


@pytest.mark.parametrize("axis", [None, 0, 1, -1])
def test_compress(backend, axis):
    q = quantity(backend, X, "m")
    condition = [False, True] if axis != 1 else [True, False, True, True]
    expected = np.compress(condition, X, axis)
    check(math.compress(condition, q, axis), backend, expected, "m")
    check(math.compress(Quantity(array(backend, condition)), q, axis), backend, expected, "m")
    axis_ = 0 if axis is None else axis
    count = expected.shape[axis_]
    pad = [(0, 0)] * expected.ndim
    pad[axis_] = (0, 2)
    padded = np.pad(expected, pad, constant_values=1000)
    found = math.compress(condition, q, axis, size=count + 2, fill_value=Quantity(1, "km"))
    check(found, backend, padded, "m")
    short = np.take(expected, range(count - 1), axis_)
    check(math.compress(condition, q, axis, size=count - 1), backend, short, "m")
    with pytest.raises(ValueError, match="the condition has 9 elements"):
        math.compress([True] * 9, q, axis)
    with pytest.raises(ValueError, match="must be a vector"):
        math.compress([condition], q, axis)
    with pytest.raises(TypeError, match="condition takes no unit"):
        math.compress(q, q)


def test_extract_and_place(backend):
    q, mask = quantity(backend, X, "m"), array(backend, X > 2)
    check(math.extract(mask, q), backend, X[X > 2], "m")
    check(math.extract(q > Quantity(0.002, "km"), q), backend, X[X > 2], "m")
    expected = np.append(X[X > 2], [0, 0]).astype("f4")
    check(math.extract(mask, q, size=6), backend, expected, "m")
    expected = X.copy()
    np.place(expected, X > 2, [1000, 2000, 3000])
    check(math.place(q, mask, quantity(backend, [1.0, 2.0, 3.0], "km")), backend, expected, "m")
    np.putmask(expected := X.copy(), X > 2, [1000, 2000, 3000])
    check(math.putmask(q, mask, quantity(backend, [1.0, 2.0, 3.0], "km")), backend, expected, "m")
    check(math.putmask(q, mask, 0), backend, np.where(X > 2, np.float32(0), X), "m")
    check(q, backend, X, "m")
    for name in ("place", "putmask"):
        with pytest.raises(UnitMismatchError, match=rf"^{name}: .*m and s"):
            getattr(math, name)(q, mask, Quantity(1, "s"))


def test_put(backend):
    q = quantity(backend, X, "m")
    for index, put in (([0, -1, 3], [1, 2, 3]), ([5, 5, 2], [1, 2, 3]), ([1, 2, 3], [4]), (6, [9])):
        expected = X.copy()
        np.put(expected, index, np.array(put) * 1000)
        check(math.put(q, index, quantity(backend, put, "km", "float32")), backend, expected, "m")
    expected = X.copy()
    np.put(expected, [9, 1], 0, mode="wrap")
    check(math.put(q, [9, 1], 0, mode="wrap"), backend, expected, "m")
    np.put(expected := X.copy(), [9, 1], 0, mode="clip")
    check(math.put(q, [9, 1], 0, mode="clip"), backend, expected, "m")
    if backend.lazy:
        check(math.put(q, [100, -100], 0), backend, X, "m")
        check(math.put_along_axis(q, [[4], [-5]], 0), backend, X, "m")
    else:
        with pytest.raises(IndexError, match="put: an index is out of bounds for an axis of length 8"):
            math.put(q, [8], 0)
        with pytest.raises(IndexError, match="put_along_axis: an index is out of bounds"):
            math.put_along_axis(q, [[4], [0]], 0)
    check(math.put(q, [], 0), backend, X, "m")
    check(q, backend, X, "m")
    with pytest.raises(ValueError, match="mode must be"):
        math.put(q, [0], 0, mode="fill")
    with pytest.raises(UnitMismatchError, match=r"^put: .*m and s"):
        math.put(q, [0], Quantity(1, "s"))


@pytest.mark.parametrize("axis", [0, 1, -1, None])
def test_put_along_axis(backend, axis):
    q = quantity(backend, X, "m")
    index = np.array([2, -1]) if axis is None else np.argmax(X, axis, keepdims=True)
    for put in (1.0, np.arange(index.size, dtype=np.float32).reshape(index.shape)):
        expected = X.copy()
        np.put_along_axis(expected, index, put * 1000, axis)
        given = Quantity(1.0, "km") if isinstance(put, float) else quantity(backend, put, "km")
        check(math.put_along_axis(q, array(backend, index), given, axis), backend, expected, "m")
    if axis is not None:
        with pytest.raises(ValueError, match="indices need 2 axes as arr has, got 3"):
            math.put_along_axis(q, [[[0]]], 0, axis)


def test_flat_positions(backend):
    index = array(backend, [[0, 5], [11, 7]])
    parts = math.unravel_index(index, (3, 4))
    for part, expected in zip(parts, np.unravel_index([[0, 5], [11, 7]], (3, 4)), strict=True):
        check(part, backend, expected, dtype=False)
    check(math.ravel_multi_index(parts, (3, 4), "clip"), backend, [[0, 5], [11, 7]], dtype=False)
    found = math.ravel_multi_index([array(backend, [3, -1]), array(backend, [1, 4])], (3, 4), mode="wrap")
    check(found, backend, np.ravel_multi_index(([3, -1], [1, 4]), (3, 4), mode="wrap"), dtype=False)
    if not backend.lazy:
        check(math.ravel_multi_index(parts, (3, 4)), backend, [[0, 5], [11, 7]], dtype=False)
        with pytest.raises(IndexError, match="ravel_multi_index: an index is out of bounds"):
            math.ravel_multi_index(parts, (3, 3))
        with pytest.raises(IndexError, match="ravel_multi_index: an index is out of bounds"):
            math.ravel_multi_index([array(backend, [-1])], (3,))
    with pytest.raises(ValueError, match="takes 3 arrays for 3 axes"):
        math.ravel_multi_index(parts, (3, 2, 2), "clip")
    with pytest.raises(ValueError, match="order must be 'C'"):
        math.ravel_multi_index(parts, (3, 4), "clip", "F")


def test_open_mesh(backend):
    rows, columns = math.ix_(array(backend, [2, 0]), array(backend, [True, False, True]))
    check(rows, backend, [[2], [0]], dtype=False)
    check(columns, backend, [[0, 2]], dtype=False)
    with pytest.raises(ValueError, match="ix_ takes vectors"):
        math.ix_(array(backend, X > 1))


def test_indices():
    found = math.indices((2, 3))
    np.testing.assert_array_equal(values(found), np.indices((2, 3)))
    for part, expected in zip(
        math.indices((2, 3), sparse=True), np.indices((2, 3), sparse=True), strict=True
    ):
        np.testing.assert_array_equal(values(part), expected)
    assert values(math.indices((2,), dtype="float32")).dtype == np.float32
    with pytest.raises(ValueError, match="at least one dimension"):
        math.indices(())


def test_scales(backend):
    q = quantity(backend, X, "degC")
    check(math.take(q, [1], 1), backend, X[:, 1:2], "degC")
    check(math.compress([True, False], q, 0), backend, X[:1], "degC")
    check(math.put(q, [0], Quantity(4.0, "degC")), backend, np.where(X == 3, np.float32(4), X), "degC")


def test_a_plain_table_at_traced_positions():
    jax = pytest.importorskip("jax")
    table = Quantity(np.arange(4.0, dtype=np.float32), "m")
    found = jax.jit(lambda i: math.take(table, i, mode="clip"))(np.array([1, 9]))
    assert values(found).tolist() == [1.0, 3.0]


def test_under_jit():
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray(X), "m")
    found = jax.jit(lambda q: math.extract(q > Quantity(2.0, "m"), q, size=5, fill_value=0))(q)
    assert values(found).tolist() == [3, 5, 7, 8, 0]
    found = jax.jit(lambda q: math.compress(q[0] > Quantity(2.0, "m"), q, 1, size=2))(q)
    assert values(found).tolist() == X[:, [0, 3]].tolist()
    put = jax.jit(lambda q, i: math.put(q, i, 0))(q, np.array([1, 99]))
    assert values(put).tolist() == [[3, 0, 2, 5], [0.5, 7, -4, 8]]
    assert values(jax.jit(lambda q, i: math.take(q, i, 1))(q, np.array([0, 3]))).shape == (2, 2)
    with pytest.raises(BackendError, match="those of jax have no values yet"):
        jax.jit(lambda i: math.take(q, i, mode="raise"))(np.array([0, 1, 1, 0]))


def test_gradients():
    jax = pytest.importorskip("jax")
    torch = pytest.importorskip("torch")

    def f(x):
        q = math.put(math.take(Quantity(x, "m"), [0, 1, 1], 1), [0], Quantity(5.0, "m"))
        q = math.put_along_axis(q, [[2], [0]], 0, 1)
        return (math.gather(q, 1, [[0, 1], [1, 2]]).mantissa ** 2).sum()

    slope = jax.jit(jax.grad(f))(jax.numpy.asarray(X))
    x = torch.tensor(X, requires_grad=True)
    f(x).backward()
    expected = np.zeros_like(X)
    expected[0, 1], expected[1, 1] = 2 * X[0, 1], 4 * X[1, 1]
    np.testing.assert_allclose(slope, expected)
    np.testing.assert_allclose(x.grad, expected)
