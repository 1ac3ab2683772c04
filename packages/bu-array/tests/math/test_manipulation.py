"""Functions that move elements, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend

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
    ("expand_dims", (0, -1), np.expand_dims),
    ("expand_dims", (1, 3), np.expand_dims),
    ("fliplr", (), np.fliplr),
    ("flipud", (), np.flipud),
    ("permute_dims", (1, 2, 0), np.permute_dims),
    ("permute_dims", (-1, 0, 1), np.permute_dims),
    ("matrix_transpose", (), np.matrix_transpose),
    ("rot90", (), np.rot90),
    ("roll", 2, np.roll),
    ("roll", (1, 2), np.roll),
    ("roll", -1, np.roll),
    ("repeat", 2, np.repeat),
    ("repeat", 0, np.repeat),
    ("repeat", list(range(12)), np.repeat),
    ("tile", 2, np.tile),
    ("tile", (2, 1), np.tile),
    ("tile", (2, 1, 1, 3), np.tile),
    ("resize", (2, 2), np.resize),
    ("resize", 30, np.resize),
    ("resize", (0, 3), np.resize),
    ("flatten", (), np.ravel),
]


@pytest.mark.parametrize("name, option, reference", CALLS)
def test_one_array(backend, name, option, reference):
    q = quantity(backend, X, "mV")
    options = () if option == () else (option,)
    expected = reference(X, *options)
    check(getattr(math, name)(q, *options), backend, expected, "mV")
    check(getattr(math, name)(q.mantissa, *options), backend, expected)
    assert q.shape == X.shape


SEVERAL = [
    ("moveaxis", (0, -1), {}),
    ("moveaxis", (-1, 0), {}),
    ("moveaxis", ((0, 1), (-1, -2)), {}),
    ("moveaxis", ([2, 0], [0, 1]), {}),
    ("swapaxes", (0, -1), {}),
    ("swapaxes", (1, 1), {}),
    ("rollaxis", (2,), {}),
    ("rollaxis", (0, 3), {}),
    ("rollaxis", (1, -1), {}),
    ("rollaxis", (-1, 1), {}),
    ("rot90", (2,), {}),
    ("rot90", (-1, (1, 2)), {}),
    ("rot90", (4, (0, 2)), {}),
    ("rot90", (1, (2, 0)), {}),
    ("roll", (1,), {"axis": 1}),
    ("roll", (-4,), {"axis": -1}),
    ("roll", ((1, 2), (0, 1)), {}),
    ("roll", (1, (0, 1)), {}),
    ("roll", ((1, 2), 1), {}),
    ("roll", ((1, 2), (1, 1)), {}),
    ("roll", ((), ()), {}),
    ("repeat", (3, 1), {}),
    ("repeat", ([1, 2, 0], 1), {}),
    ("repeat", (np.array([1, 2, 0]),), {"axis": -2}),
    ("repeat", ([2], 0), {}),
]


@pytest.mark.parametrize("name, args, options", SEVERAL)
def test_options(backend, name, args, options):
    q = quantity(backend, X, "mV")
    expected = getattr(np, name)(X, *args, **options)
    check(getattr(math, name)(q, *args, **options), backend, expected, "mV")
    whole = array(backend, X.astype("i4"))
    check(getattr(math, name)(whole, *args, **options), backend, expected.astype("i4"))


@pytest.mark.parametrize(
    "axes, expected",
    [
        ((), (12,)),
        ((1,), (2, 6)),
        ((0, 1), (6, 2)),
        ((None, -2), (6, 2)),
        ((1, 1), (2, 3, 2)),
        ((-2, -1), (2, 6)),
    ],
)
def test_flatten(backend, axes, expected):
    check(math.flatten(quantity(backend, X, "mV"), *axes), backend, X.reshape(expected), "mV")


def test_flatten_ends(backend):
    check(math.flatten(quantity(backend, 1.0, "mV", "f4")), backend, np.ones(1, "f4"), "mV")
    check(math.flatten(quantity(backend, X[:0], "mV"), 0, 1), backend, np.ones((0, 2), "f4"), "mV")
    with pytest.raises(ValueError, match="start_axis 2 comes after end_axis 1"):
        math.flatten(quantity(backend, X, "mV"), 2, 1)


@pytest.mark.parametrize("axis, sizes", [(1, (3, 1)), (1, (-1, 3)), (-2, [1, 3]), (0, (2,)), (2, (1, -1, 1))])
def test_unflatten(backend, axis, sizes):
    q = math.unflatten(quantity(backend, X, "mV"), axis, sizes)
    place = axis % 3
    expected = np.arange(X.shape[place]).reshape(sizes).shape
    check(q, backend, X.reshape(X.shape[:place] + expected + X.shape[place + 1 :]), "mV")


@pytest.mark.parametrize("sizes", [(2, 2), (-1, 2), (-1, -1), (-3, -1)])
def test_unflatten_that_does_not_fit(sizes):
    with pytest.raises(ValueError, match=r"^unflatten: sizes .* axis 1 of shape \(2, 3, 2\)"):
        math.unflatten(Quantity(X, "mV"), 1, sizes)


def test_astype(backend):
    q = quantity(backend, X, "mV")
    check(math.astype(q, "float64"), backend, X.astype("f8"), "mV")
    check(math.astype(q, np.int32), backend, X.astype("i4"), "mV")
    for truth in (math.astype(q, backend.dtype("bool")), math.astype(q, bool), q.astype(bool)):
        check(truth, backend, X.astype(bool))  # whether it is zero, in whatever unit
    with pytest.raises(TypeError, match=r"^astype to booleans has no meaning for values on the scale degC"):
        math.astype(quantity(backend, X, "degC"), bool)
    with pytest.raises(TypeError, match=r"^astype to booleans has no meaning for values on the scale degC"):
        quantity(backend, X, "degC").astype(bool)
    check(math.astype(q.mantissa, "float64"), backend, X.astype("f8"))
    check(math.astype(q, "float32", copy=False), backend, X, "mV")


def test_repeat_to_a_length(backend):
    q = quantity(backend, [1.0, 2.0, 3.0], "mV", "f4")
    repeats = [2, 0, 1]
    for total, expected in [(3, [1, 1, 3]), (2, [1, 1]), (5, [1, 1, 3, 3, 3])]:
        expected = np.array(expected, "f4")
        check(math.repeat(q, repeats, total_repeat_length=total), backend, expected, "mV")
        counts = array(backend, repeats)
        check(math.repeat(q, counts, 0, total_repeat_length=total), backend, expected, "mV")
    check(math.repeat(q, 2, total_repeat_length=4), backend, np.array([1, 1, 2, 2], "f4"), "mV")


def test_repeat_by_an_array(backend):
    q, counts = quantity(backend, X, "mV"), array(backend, [1, 0, 2])
    if backend.name == "dask":
        with pytest.raises(BackendError, match=r"^repeat by an array .* dask .*call .compute\(\) first"):
            math.repeat(q, counts, 1)
    else:
        check(math.repeat(q, counts, 1), backend, np.repeat(X, [1, 0, 2], 1), "mV")


def test_resize_of_nothing(backend):
    check(math.resize(quantity(backend, X[:0], "mV"), (2, 2)), backend, np.zeros((2, 2), "f4"), "mV")
    with pytest.raises(ValueError, match="no length can be negative"):
        math.resize(quantity(backend, X, "mV"), (-1, 2))


@pytest.mark.parametrize(
    "name, args",
    [
        ("moveaxis", (3, 0)),
        ("swapaxes", (0, -4)),
        ("rollaxis", (0, 4)),
        ("expand_dims", (5,)),
        ("repeat", (2, 3)),
        ("permute_dims", ((0, 1, 3),)),
        ("rot90", (1, (0, 3))),
    ],
)
def test_axes_out_of_range(name, args):
    with pytest.raises(np.exceptions.AxisError, match="is out of bounds"):
        getattr(math, name)(Quantity(X, "mV"), *args)


def test_axes_that_make_no_sense():
    q = Quantity(X, "mV")
    with pytest.raises(ValueError, match=r"named twice among \(0, -3\)"):
        math.moveaxis(q, (0, -3), (0, 1))
    with pytest.raises(ValueError, match="2 axes cannot go to 1 places"):
        math.moveaxis(q, (0, 1), 0)
    with pytest.raises(ValueError, match="2 shifts do not go with 3 axes"):
        math.roll(q, (1, 2), (0, 1, 2))
    with pytest.raises(np.exceptions.AxisError):
        math.fliplr(q[0, 0])


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    q = quantity(get_backend("jax"), X, "mV")

    @jax.jit
    def moved(q, counts):
        return math.roll(q, 1, 0), math.repeat(q, counts, 1, total_repeat_length=4), math.resize(q, (3, 3))

    rolled, repeated, resized = moved(q, jax.numpy.asarray([2, 1, 0]))
    check(rolled, get_backend("jax"), np.roll(X, 1, 0), "mV")
    check(repeated, get_backend("jax"), np.take(X, [0, 0, 1, 2], 1), "mV")
    check(resized, get_backend("jax"), np.resize(X, (3, 3)), "mV")


def test_gradients_pass_through_torch():
    torch = pytest.importorskip("torch")
    x = torch.ones(3, requires_grad=True)
    math.repeat(Quantity(x, "mV"), [1, 2, 0]).mantissa.sum().backward()
    assert x.grad.tolist() == [1.0, 2.0, 0.0]


@pytest.mark.parametrize(
    "name, args", [("moveaxis", (0, 1)), ("repeat", (2,)), ("tile", (2,)), ("roll", (1,))]
)
def test_values_on_a_scale_move(name, args):
    q = Quantity(X, "degC")
    moved = getattr(math, name)(q, *args)
    assert moved.unit is q.unit
    np.testing.assert_array_equal(moved.mantissa, getattr(np, name)(X, *args))


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
    with pytest.raises(ValueError, match="order must be 'C' or 'F', got 'A'"):
        math.reshape(Quantity(X, "mV"), (12,), order="A")


@pytest.mark.parametrize("shape", [(4, 3), (-1, 2), (2, 1, 6), 12, -1])
def test_the_first_axis_runs_fastest(backend, shape):
    q = quantity(backend, X, "mV")
    check(math.reshape(q, shape, order="F"), backend, np.reshape(X, shape, order="F"), "mV")
    check(math.ravel(q.mantissa, order="F"), backend, np.ravel(X, order="F"))


def test_shape(backend):
    q = quantity(backend, X, "mV")
    for x in (q, q.mantissa):
        assert math.shape(x) == (2, 3, 2)
        assert math.ndim(x) == 3
        assert math.size(x) == 12
        assert math.size(x, 1) == math.size(x, np.int64(1)) == 3
        assert math.size(x, (0, -1)) == x.shape[0] * x.shape[-1]
    assert math.shape(quantity(backend, 1.0, "mV")) == ()
    assert math.size(quantity(backend, np.zeros((0, 3)), "mV")) == 0
    assert type(math.shape(q)) is tuple
    assert all(type(length) is int for length in math.shape(q))


def test_shape_of_numbers_and_lists():
    assert math.shape(Quantity(1.0, "m")) == math.shape(3) == ()
    assert math.shape([[1, 2], [3, 4], [5, 6]]) == (3, 2)
    assert math.size([Quantity(1, "m"), Quantity(2, "m")]) == 2


def test_turns_are_a_whole_number(backend):
    m = quantity(backend, [[1.0, 2.0], [3.0, 4.0]], "m")
    check(math.rot90(m, np.int64(5)), backend, np.rot90([[1.0, 2.0], [3.0, 4.0]]), "m")
    for wrong in (0.5, Quantity(2, "V"), Quantity(2000, "mV")):
        with pytest.raises(TypeError):
            math.rot90(m, wrong)
