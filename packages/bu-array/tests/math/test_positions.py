"""What selection is made of: masks, whole-number indices, modes at the end of an axis, scattering."""

import numpy as np
import pytest
from array_checks import array, check, quantity, unlisted, values

from bu_array import Quantity
from bu_array.declare import aligned
from bu_array.math import _positions as p
from bu_dispatch import BackendError, backend_of
from bu_units import Unit

X = np.array([5.0, 3.0, 8.0])
EAGER = pytest.mark.skip_backend("dask", "ndonnx", reason="asked for in test_indices_without_values_yet")


def test_lists_of_whole_numbers_stay_whole(backend):
    with unlisted():

        @p.indexed(aligned("x", plain=("index",)), "index")
        def chosen(xp, x, index, scale=1):
            """Elements."""
            assert backend_of(index) is backend
            assert xp.isdtype(index.dtype, "integral")
            return xp.take(x, index, axis=0) * scale

    q = quantity(backend, X, "m", "float32")
    for index in ([2, 0], (2, 0)):
        check(chosen(q, index), backend, X[[2, 0]].astype("f4"), "m")
    check(chosen(q, index=[], scale=2), backend, X[:0].astype("f4"), "m")


def test_an_indexed_function_is_declared_once(backend):
    with unlisted() as rows:

        @p.indexed(aligned("x", plain=("index",)), "index")
        def chosen(xp, x, index):
            """Elements."""
            return xp.take(x, index, axis=0)

    (row,) = rows
    assert (row.name, row.function, row.kind) == ("chosen", chosen, "aligned")


def test_numbers_beside_an_array(backend):
    single = array(backend, X, "float32")
    assert p.as_array(backend.xp, single) is single
    check(p.as_array(backend.xp, 2.0, single), backend, np.float32(2.0))
    assert p.as_array(backend.xp, 2).dtype == backend.xp.asarray(0).dtype


def test_one_dtype_for_all(backend):
    single, double = array(backend, X, "float32"), array(backend, X, "float64")
    first, second, third = p.promoted(backend.xp, single, double, 2)
    assert first.dtype == second.dtype == third.dtype == double.dtype
    assert second is double
    check(p.promoted(backend.xp, 1.0, single)[0], backend, np.float32(1.0))


def test_vectors(backend):
    vector = array(backend, X)
    assert p.flat(backend.xp, vector) is vector
    check(p.flat(backend.xp, array(backend, [[1.0, 2.0], [3.0, 4.0]])), backend, [1.0, 2.0, 3.0, 4.0])


def test_truth(backend):
    mask = array(backend, [True, False])
    assert p.truth(backend.xp, mask) is mask
    check(p.truth(backend.xp, array(backend, [0.0, -2.0, np.nan])), backend, [False, True, True])
    check(p.truth(backend.xp, 3), backend, np.array(True))


def test_whole(backend):
    own = p.index_dtype(backend.xp)
    index = array(backend, [1, 2], "int8")
    assert p.whole(backend.xp, "f", index).dtype == own
    check(p.whole(backend.xp, "f", index), backend, [1, 2], dtype=False)
    for wrong in (array(backend, [1.0]), array(backend, [True]), 1.5):
        with pytest.raises(TypeError, match=r"f: indices must be integers, got .*(float|bool)"):
            p.whole(backend.xp, "f", wrong)


def test_counted(backend):
    found = p.counted(backend.xp, 2, 5, array(backend, X))
    check(found, backend, [2, 3, 4], dtype=False)
    assert found.dtype == p.index_dtype(backend.xp)


# What becomes of the indices at an end of an axis of three, and which of them were within (None: not asked).
INDEX = np.array([-4, -3, -1, 0, 2, 3, 7])
MODES = {
    None: (INDEX, None),
    "wrap": (INDEX % 3, None),
    "clip": ([0, 0, 0, 0, 2, 2, 2], None),
    "fill": ([0, 0, 2, 0, 2, 0, 0], [False, True, True, True, True, False, False]),
}


@pytest.mark.parametrize("mode", MODES)
def test_modes(backend, mode):
    expected, inside = MODES[mode]
    found, within = p.placed(backend.xp, "f", array(backend, INDEX), 3, mode)
    check(found, backend, expected, dtype=False)
    if inside is None:
        assert within is None
    else:
        check(within, backend, inside)


@pytest.mark.parametrize("mode", ["wrap", "clip", "fill"])
def test_modes_of_an_empty_axis(backend, mode):
    found, _ = p.placed(backend.xp, "f", array(backend, INDEX), 0, mode)
    assert not values(found).any()


@EAGER
def test_indices_out_of_bounds(backend):
    inside = array(backend, INDEX[1:5])
    check(p.placed(backend.xp, "f", inside, 3, "raise")[0], backend, [0, 2, 0, 2], dtype=False)
    for beyond in (INDEX[:5], INDEX[1:]):
        with pytest.raises(IndexError, match="f: an index is out of bounds for an axis of length 3"):
            p.placed(backend.xp, "f", array(backend, beyond), 3, "raise")
    with pytest.raises(IndexError):  # where none counts from the end
        p.placed(backend.xp, "f", array(backend, [-1]), 3, "raise", lowest=0)
    with pytest.raises(ValueError, match=r"mode must be .*, got 'bogus'"):
        p.placed(backend.xp, "f", inside, 3, "bogus")


@pytest.mark.only_backends("dask", "ndonnx", reason="the others have the values")
def test_indices_without_values_yet(backend):
    index = array(backend, INDEX)
    if backend.name == "ndonnx":  # which knows constants
        import ndonnx

        index = ndonnx.argument(shape=(7,), dtype=ndonnx.int64)
    with pytest.raises(BackendError, match=r"looks at the indices.* pass mode='clip' or mode='wrap'"):
        p.placed(backend.xp, "f", index, 3, "raise")


def test_elements_at_an_index_of_any_shape(backend):
    x, index = np.arange(12.0).reshape(3, 4), np.array([[0, 2], [1, 1], [3, 0]])
    found = p.taken(backend.xp, array(backend, x), array(backend, index), axis=1)
    check(found, backend, np.take(x, index, axis=1))
    check(p.taken(backend.xp, array(backend, x), array(backend, [2, 0])), backend, x[[2, 0]])


@pytest.mark.skip_backend("dask", reason="the length of what a mask selects is not known")
def test_positions_of_a_mask(backend):
    mask = array(backend, [False, True, True, False, True])
    found, there = p.positions_of(backend.xp, mask, None)
    assert there is None
    check(found, backend, [1, 2, 4], dtype=False)


@pytest.mark.parametrize("size, expected", [(2, [1, 2]), (3, [1, 2, 4]), (5, [1, 2, 4, 0, 0])])
def test_so_many_positions_of_a_mask(backend, size, expected):
    found, there = p.positions_of(backend.xp, array(backend, [False, True, True, False, True]), size)
    check(found, backend, expected, dtype=False)
    check(there, backend, [place < 3 for place in range(size)])


def test_so_many_positions_of_nothing(backend):
    found, there = p.positions_of(backend.xp, array(backend, np.zeros(0, bool)), 2)
    check(found, backend, [0, 0], dtype=False)
    check(there, backend, [False, False])


def test_fill_where_nothing_was(backend):
    x, there = np.arange(6.0).reshape(2, 3), np.array([True, False, True])
    own = array(backend, x)
    assert p.padded(backend.xp, own, None, 9.0) is own
    check(p.padded(backend.xp, own, array(backend, there), 9.0, axis=1), backend, np.where(there, x, 9.0))
    check(
        p.padded(backend.xp, own, array(backend, there[:2]), 9.0), backend, np.where(there[:2, None], x, 9.0)
    )


@pytest.mark.parametrize("shape", [(6,), (2, 3), (3, 1, 2)])
def test_unraveled(backend, shape):
    index = np.arange(6)
    parts = p.unraveled(backend.xp, array(backend, index), shape)
    for part, expected in zip(parts, np.unravel_index(index, shape), strict=True):
        check(part, backend, expected, dtype=False)


@pytest.mark.parametrize("index", [[1], [2, 0], [1, 1, 1], [0, 2, 0], []])
def test_scattered(backend, index):
    new, expected = -1.0 - np.arange(len(index)), X.copy()
    expected[np.array(index, int)] = new
    found = p.scattered(backend.xp, array(backend, X), array(backend, index, "int64"), array(backend, new))
    check(found, backend, expected)


def test_an_element_of_an_operand():
    assert p.at(X, 1) == 3.0
    assert p.at(Quantity(X, "m"), 1).unit is Unit("m")
