"""Axes and positions: from the end, out of bounds, of every library."""

import numpy as np
import pytest
from array_checks import array, check, values
from numpy.exceptions import AxisError

from bu_array import Quantity
from bu_array.math._places import (
    along,
    axes_of,
    axis_of,
    device_of,
    grid,
    known,
    leading,
    lengths_of,
    number_arrays,
    picked,
    place_of,
    whole_numbers,
)
from bu_dispatch import BackendError, backend_of

X = np.arange(12.0).reshape(3, 4)


@pytest.mark.parametrize("axis, ndim, place", [(0, 1, 0), (-1, 3, 2), (2, 3, 2), (np.int64(-3), 3, 0)])
def test_an_axis_from_the_front(axis, ndim, place):
    assert axis_of(axis, ndim) == place


@pytest.mark.parametrize("axis, ndim", [(0, 0), (3, 3), (-4, 3)])
def test_an_axis_that_is_not_there(axis, ndim):
    with pytest.raises(AxisError, match=f"axis {axis} is out of bounds for array of dimension {ndim}"):
        axis_of(axis, ndim)
    with pytest.raises(TypeError):
        axis_of(1.0, 3)


def test_several_axes():
    assert axes_of(-1, 3) == (2,)
    assert axes_of((0, -1), 3) == axes_of([0, 2], 3) == (0, 2)
    with pytest.raises(ValueError, match=r"an axis is named twice among \(0, -3\)"):
        axes_of((0, -3), 3)


def test_a_position_from_the_front():
    assert [place_of(place, 3, "f") for place in (0, -1, np.int8(2))] == [0, 2, 2]
    assert place_of(3, 3, "f", last=True) == 3
    assert place_of(Quantity(np.array(2)), 3, "f") == 2
    for beyond in (3, -4):
        with pytest.raises(
            IndexError, match=f"f: position {beyond} is out of bounds for an axis of length 3"
        ):
            place_of(beyond, 3, "f")
    with pytest.raises(TypeError, match="would lose the unit"):
        place_of(Quantity(np.array(2), "m"), 3, "f")


def test_an_index_along_an_axis():
    for axis in range(2):
        np.testing.assert_array_equal(X[along(axis, slice(1, 2))], np.take(X, [1], axis=axis))


def test_lengths(backend):
    assert lengths_of(backend.xp, array(backend, X), "f") == (3, 4)


def test_lengths_that_are_not_known(backend):
    x = array(backend, X)
    if backend.name == "dask":
        unknown, way_out = x[x > 2], r"\.compute\(\)"
    elif backend.name == "ndonnx":
        import ndonnx

        unknown, way_out = ndonnx.argument(shape=("n",), dtype=ndonnx.float64), ""
    else:
        pytest.skip("shapes are always known")
    with pytest.raises(BackendError, match=f"f needs to know the shape, .*{backend.name} backend.*{way_out}"):
        lengths_of(backend.xp, unknown, "f")


def test_axes_in_front(backend):
    assert leading(backend.xp, array(backend, X), 4).shape == (1, 1, 3, 4)
    x = array(backend, X)
    assert leading(backend.xp, x, 1) is x


def test_numbers_of_rows_and_columns(backend):
    rows, columns = grid(backend.xp, 2, 3, array(backend, X))
    check(rows, backend, [[0], [1]], dtype=False)
    check(columns, backend, [[0, 1, 2]], dtype=False)
    check(rows >= columns, backend, np.tri(2, 3, dtype=bool))


def test_new_arrays_are_made_beside_the_others(backend):
    x = array(backend, X)
    device = device_of(backend.xp, x)
    assert device is None if not backend.mutable else device == getattr(x, "device", None)
    assert device_of(backend.xp, 3.0) is None


@pytest.mark.parametrize("places", [[2, 0], np.array([1]), [], np.array([], int)], ids=str)
def test_elements_at_places(backend, places):
    for axis in range(2):
        expected = np.take(X, np.asarray(places, int), axis=axis)
        check(picked(backend.xp, array(backend, X), places, axis=axis), backend, expected)


@pytest.mark.skip_backend("dask", "ndonnx", reason="their values are asked for in the next test")
def test_positions_as_numpy_has_them(backend):
    found = known(array(backend, [1, 2]))
    assert type(found) is np.ndarray
    assert found.tolist() == [1, 2]
    assert known([1, 2]) == [1, 2]


@pytest.mark.only_backends("dask", "ndonnx", reason="the others have the values")
def test_positions_without_values_yet(backend):
    lazy = array(backend, [1, 2])
    if backend.name == "ndonnx":  # which knows constants
        import ndonnx

        lazy = ndonnx.argument(shape=(2,), dtype=ndonnx.int64)
    for ask in (known, whole_numbers):
        with pytest.raises(BackendError, match=r"call|values"):
            ask(lazy)


def test_whole_numbers(backend):
    assert whole_numbers(3) == 3
    assert whole_numbers((np.int64(1), 2)) == [1, 2]
    if backend.name != "dask":
        assert whole_numbers(array(backend, [1, 2])) == [1, 2]
        assert whole_numbers(array(backend, 3)) == 3
    for broken in (1.5, [1.5], np.array([1.5])):
        with pytest.raises(TypeError):
            whole_numbers(broken)


def test_numbers_beside_arrays(backend):
    single = array(backend, [1.0], "float32")
    first, second = number_arrays(backend.xp, [single, 2.0])
    assert first is single
    check(second, backend, np.float32(2.0))
    assert all(x is single for x in number_arrays(backend.xp, (single, single)))
    numbers = number_arrays(backend.xp, [1, 2.5])
    assert all(backend_of(x) is backend for x in numbers)
    assert [float(values(x)) for x in numbers] == [1.0, 2.5]
