"""Functions that join arrays, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_units import UnitMismatchError

X = np.arange(12.0, dtype=np.float32).reshape(2, 3, 2)
KILO = np.float32(1000)


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


STACKS = [("vstack", np.vstack), ("row_stack", np.vstack), ("hstack", np.hstack), ("dstack", np.dstack)]
SHAPES = [(), (3,), (2, 3), (2, 3, 2)]


@pytest.mark.parametrize("name, reference", STACKS)
@pytest.mark.parametrize("shape", SHAPES)
def test_stacks(backend, name, reference, shape):
    function = getattr(math, name)
    x = np.arange(np.prod(shape, dtype=int), dtype="f4").reshape(shape) + 1
    q, r = quantity(backend, x, "m"), quantity(backend, x, "km")
    expected = reference([x, x * KILO])
    check(function([q, r]), backend, expected, "m")
    check(function((q, r), dtype="float64"), backend, expected.astype("f8"), "m")
    check(function([q.mantissa, q.mantissa]), backend, reference([x, x]))
    check(function([q]), backend, reference([x]), "m")
    with pytest.raises(UnitMismatchError, match=r"\(units are m and s\)\.$"):
        function([q, quantity(backend, x, "s")])


def test_concat_and_row_stack_are_second_names():
    assert math.concat is math.concatenate
    assert math.row_stack is math.vstack


@pytest.mark.skip_backend("array_api_strict", reason="its arrays allow no iteration")
def test_rows_of_a_quantity(backend):
    q = quantity(backend, X[0], "m")
    check(math.hstack(q), backend, np.hstack(X[0]), "m")


def test_column_stack(backend):
    x = X[0]
    vector, matrix = quantity(backend, x[:, 0], "m"), quantity(backend, x, "km")
    check(math.column_stack([vector, matrix]), backend, np.column_stack([x[:, 0], x * KILO]), "m")
    check(math.column_stack((vector, vector)), backend, np.column_stack([x[:, 0], x[:, 0]]), "m")
    check(math.column_stack([vector.mantissa]), backend, x[:, :1])


def test_append(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, X, "km")
    for axis in (None, 0, 1, -1):
        check(math.append(q, r, axis), backend, np.append(X, X * KILO, axis), "m")
    check(math.append(q.mantissa, X.tolist(), axis=0), backend, np.append(X, X, 0))
    check(math.append(q, Quantity(2, "km")), backend, np.append(X, np.float32(2000)), "m")
    check(math.append(q, 0), backend, np.append(X, np.float32(0)), "m")
    check(math.append(q, [Quantity(2, "km"), 0]), backend, np.append(X, np.array([2000, 0], "f4")), "m")
    with pytest.raises(UnitMismatchError, match=r"^append: .*\(units are m and 1\)\.$"):
        math.append(q, 1.0)


def test_a_float_beside_integers_stays_one(backend):
    whole = array(backend, [1, 2])
    if backend.name == "array_api_strict":
        with pytest.raises(TypeError, match="promoted"):
            math.append(whole, 0.5)
    else:
        assert values(math.append(whole, 0.5)).tolist() == [1, 2, 0.5]


INSERTED = [
    (1, 1, 5.0),
    (1, 0, [[1.0], [2.0], [3.0]]),
    (0, 1, [1.0, 2.0]),
    (-1, 2, 5.0),
    ([0, 2], 1, 5.0),
    ([2, 0, 2], 1, [[1.0], [2.0], [3.0]]),
    (slice(0, 2), 1, [[1.0, 2.0], [3.0, 4.0]]),
    ([True, False, True], 1, 5.0),
    ([1], 1, [[1.0], [2.0]]),
    (3, None, 5.0),
    ([0, 12], None, [1.0, 2.0]),
    ([], 1, 5.0),
]


@pytest.mark.parametrize("obj, axis, new", INSERTED)
def test_insert(backend, obj, axis, new):
    q = quantity(backend, X, "m")
    if isinstance(obj, list):
        obj = np.array(obj, bool if True in obj and False in obj and obj[0] is True else int)
    expected = np.insert(X, obj, np.array(new, "f4") * KILO, axis)
    check(math.insert(q, obj, quantity(backend, new, "km", "f4"), axis), backend, expected, "m")
    check(
        math.insert(q.mantissa, obj, array(backend, new, "f4"), axis), backend, np.insert(X, obj, new, axis)
    )


def test_insert_numbers(backend):
    q = quantity(backend, X, "m")
    check(math.insert(q, 1, 0, 0), backend, np.insert(X, 1, 0, 0), "m")
    check(math.insert(q, 1, Quantity(1, "km")), backend, np.insert(X, 1, 1000), "m")
    with pytest.raises(UnitMismatchError, match=r"^insert: .*\(units are m and s\)\.$"):
        math.insert(q, 1, Quantity(1, "s"), 0)
    with pytest.raises(IndexError, match="out of bounds"):
        math.insert(q, 5, Quantity(1, "m"), 0)


def test_insert_needs_known_places():
    pytest.importorskip("dask.array")
    dask = get_backend("dask")
    with pytest.raises(BackendError, match=r"call .compute\(\) first"):
        math.insert(quantity(dask, X, "m"), array(dask, [1]), Quantity(1, "m"))


def test_block(backend):
    a, b = X[0], X[1] + 1
    q, r, s = quantity(backend, a, "m"), quantity(backend, b, "km"), quantity(backend, [7.0, 8.0], "cm", "f4")
    small = np.array([0.07, 0.08], "f4")
    check(math.block([[q, r], [r, q]]), backend, np.block([[a, b * KILO], [b * KILO, a]]), "m")
    check(math.block([q, r]), backend, np.block([a, b * KILO]), "m")
    check(math.block([[q], [s]]), backend, np.block([[a], [small]]), "m")
    check(math.block([[[q], [r]]]), backend, np.block([[[a], [b * KILO]]]), "m")
    check(math.block(q), backend, a, "m")
    check(math.block([s, 0]), backend, np.block([np.array([7, 8], "f4"), np.float32(0)]), "cm")
    check(math.block([[q.mantissa, q.mantissa]]), backend, np.block([[a, a]]))
    with pytest.raises(UnitMismatchError, match=r"^block: .*\(units are m and s\)\.$"):
        math.block([[q, quantity(backend, a, "s")]])


def test_blocks_nested_wrongly():
    with pytest.raises(ValueError, match="equally deep"):
        math.block([[Quantity(X[0], "m")], Quantity(X[0], "m")])
    with pytest.raises(ValueError, match="empty"):
        math.block([[Quantity(X[0], "m")], []])
    with pytest.raises(TypeError, match=r"unexpected keyword|positional"):
        math.block([[1]], 2)


def test_joined_by_jax_and_differentiated():
    jax = pytest.importorskip("jax")
    q = quantity(get_backend("jax"), X, "m")
    joined = jax.jit(lambda q: math.insert(math.block([q, q.to("km")]), 1, math.min(q), 0))(q)
    check(joined, get_backend("jax"), np.insert(np.block([X, X]), 1, 0, 0), "m")
    slope = jax.grad(lambda x: math.append(Quantity(x, "m"), Quantity(x, "km")).mantissa.sum())(q.mantissa)
    np.testing.assert_allclose(slope, np.full(X.shape, 1001))


def test_gradients_pass_through_torch():
    torch = pytest.importorskip("torch")
    x = torch.ones(2, requires_grad=True)
    math.vstack([Quantity(x, "m"), Quantity(x, "km")]).mantissa.sum().backward()
    assert x.grad.tolist() == [1001.0, 1001.0]


def test_values_on_a_scale_are_converted():
    joined = math.hstack([Quantity(np.array([20.0]), "degC"), Quantity(np.array([300.15]), "K")])
    assert str(joined.unit) == str(Quantity(1.0, "degC").unit)
    np.testing.assert_allclose(joined.mantissa, [20.0, 27.0])
