"""Indices: numpy's meaning on every library, lists and quantities without a unit among them."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values
from index_checks import BASIC, FANCY, index_of

from bu_array import Quantity
from bu_array._quantity.index import basic, element, full_key, plain_index, positions, standard_key
from bu_dispatch import backend_of, get_backend

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def test_indexing(backend):
    q = quantity(backend, X, "m")
    indices = [
        (0, 1),
        (slice(None), 1),
        (Ellipsis, slice(1, None)),
        (slice(None), slice(None, None, 2)),
        (None, 0, 1),
    ]
    if backend.name not in ("array_api_strict", "ndonnx"):  # the standard wants an index for every axis
        indices += [1, slice(1, None), -1]
    for index in indices:
        check(q[index], backend, X[index], "m")
    if backend.name != "dask":  # the length of the result would not be known
        check(q[q > Quantity(200, "cm")], backend, X[X > 2], "m")


@pytest.mark.parametrize("index", BASIC + FANCY, ids=str)
def test_indices(backend, index):
    if backend.name == "dask" and isinstance(index, tuple) and isinstance(index[0], np.ndarray):
        pytest.skip("dask takes one array of positions")
    q = quantity(backend, X, "m")
    if backend.name == "dask" and isinstance(index, np.ndarray) and index.dtype == bool:
        assert values(q[index_of(backend, index)]).tolist() == X[index].tolist()  # of unknown length before
        return
    check(q[index_of(backend, index)], backend, X[index], "m")
    check(q.at[index_of(backend, index)].get(), backend, X[index], "m")


def test_indices_that_are_quantities(backend):
    q = quantity(backend, X, "m")
    check(q[Quantity(1)], backend, X[1], "m")
    check(q[:, Quantity(1)], backend, X[:, 1], "m")
    check(q[Quantity(1) :, 0], backend, X[1:, 0], "m")
    check(q[quantity(backend, [1, 0], "1", "int64")], backend, X[[1, 0]], "m")
    check(q[[Quantity(1), 0]], backend, X[[1, 0]], "m")
    check(q[[], 0] if backend.name != "ndonnx" else q[:0, 0], backend, X[:0, 0], "m")
    for wrong in (Quantity(1, "deg"), Quantity(1, "m"), [Quantity(1, "m")]):
        with pytest.raises(TypeError, match="an index has no unit, got one in"):
            q[wrong]
        with pytest.raises(TypeError, match="an index has no unit"):
            q[wrong] = Quantity(1, "m")
        with pytest.raises(TypeError, match="an index has no unit"):
            q.at[wrong].get()


def test_indices_of_another_library(backend):
    numpy = get_backend("numpy")
    q = quantity(backend, X, "m")
    check(q[np.array([1, 0])], backend, X[[1, 0]], "m")
    if backend.name not in ("array_api_strict", "ndonnx"):  # masks of all axes only
        check(q[np.array([True, False])], backend, X[:1], "m")
    if not backend.lazy:
        check(quantity(numpy, X, "m")[array(backend, [1, 0])], numpy, X[[1, 0]], "m")


def test_what_every_library_takes():
    assert all(map(basic, (1, slice(None), None, ..., (0, ..., None, slice(1)), ())))
    assert not any(map(basic, ([1], np.array([1]), (0, [1]), Quantity(1), np.int64(1))))


def test_an_index_as_the_library_takes_it(backend):
    for untouched in (1, ..., None, slice(1, 2), (0, slice(None))):
        assert plain_index(untouched, backend) == untouched
    listed = plain_index([1, 0], backend)
    assert backend_of(listed) is (get_backend("numpy") if backend.numpy_index else backend)
    assert values(listed).tolist() == [1, 0]
    nothing = plain_index([[]], backend)
    assert values(nothing).dtype == np.int64  # an empty list is no list of floats
    assert plain_index(slice(Quantity(1), None), backend) == slice(1, None)
    assert plain_index([1, 0], None) == [1, 0]  # a Python number has no elements to refuse it


def test_a_part_for_every_axis():
    every, mask = slice(None), np.ones((2, 3), bool)
    assert full_key((..., 1), 3) == (every, every, 1)
    assert full_key(1, 2) == (1, every)
    assert full_key((None, 0), 2) == (None, 0, every)
    assert full_key((0, 1, ...), 2) == (0, 1)
    first, rest = full_key(mask, 3)
    assert first is mask
    assert rest == every
    assert standard_key(mask, 2) is mask
    assert standard_key(1, 1) == 1
    assert standard_key(1, 2) == (1, every)


@pytest.mark.parametrize("index", BASIC + FANCY, ids=str)
@pytest.mark.skip_backend("dask", "ndonnx", reason="places are looked for where the shape is known")
def test_places_in_the_flattened_array(backend, index):
    x, places = array(backend, X), np.arange(X.size).reshape(X.shape)
    found = positions(x, plain_index(index_of(backend, index), backend), backend)
    assert values(found).tolist() == places[index].tolist()


@pytest.mark.skip_backend("dask", "ndonnx", reason="places are looked for where the shape is known")
def test_places_beyond_the_end(backend):
    def bound(part, length):
        return min(part, length) if isinstance(part, int) else backend.xp.clip(part, 0, length)

    x = array(backend, X)
    assert values(positions(x, (5, slice(None)), backend, bound)).tolist() == [-1, -1, -1]
    assert values(positions(x, (1, array(backend, [0, 7])), backend, bound)).tolist() == [3, -1]
    assert values(positions(x, (slice(None), 1), backend, bound)).tolist() == [1, 4]
    assert values(positions(x, array(backend, X > 2), backend, bound)).tolist() == [2, 3, 4, 5]


def test_an_element_of_a_number():
    with pytest.raises(TypeError, match="not subscriptable"):
        element(3.0, 0, None)


def test_a_number_is_indexed_as_an_array_without_axes():
    number = Quantity(3.0, "m")
    assert number[()].mantissa == number[...].mantissa == 3.0
    assert number[None].shape == (1,)
    with pytest.raises((IndexError, TypeError)):
        number[0]
