"""Functions that take arrays apart, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend

X = np.arange(24.0, dtype=np.float32).reshape(2, 6, 2)

CALLS = [
    ("split", (2,)),
    ("split", (3, 1)),
    ("split", ([1, 4], 1)),
    ("split", ((4, 1, 9, -1), -2)),
    ("split", (np.array([2, 2]), 1)),
    ("split", ([], 0)),
    ("array_split", (4, 1)),
    ("array_split", (5,)),
    ("array_split", ([2, 3], 1)),
    ("vsplit", (2,)),
    ("vsplit", ([1],)),
    ("hsplit", (3,)),
    ("hsplit", ([1, 2],)),
    ("dsplit", (2,)),
    ("dsplit", ([1],)),
]


@pytest.mark.parametrize("name, args", CALLS)
def test_pieces(backend, name, args):
    q = quantity(backend, X, "mV")
    expected = getattr(np, name)(X, *args)
    for x, unit in ((q, "mV"), (q.mantissa, None)):
        pieces = getattr(math, name)(x, *args)
        assert type(pieces) is list
        assert len(pieces) == len(expected)
        for piece, part in zip(pieces, expected, strict=True):
            check(piece, backend, part, unit)


def test_hsplit_of_a_vector(backend):
    parts = math.hsplit(quantity(backend, X[0, :, 0], "mV"), 3)
    for part, expected in zip(parts, np.hsplit(X[0, :, 0], 3), strict=True):
        check(part, backend, expected, "mV")


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_unstack(backend, axis):
    parts = math.unstack(quantity(backend, X, "mV"), axis=axis)
    assert type(parts) is tuple
    for part, expected in zip(parts, np.unstack(X, axis=axis), strict=True):
        check(part, backend, expected, "mV")


DELETED = [
    (1, 1),
    (-1, 1),
    ([0, 5], 1),
    (np.array([0, 0, 3]), 1),
    (slice(1, None, 2), 1),
    (np.array([True, False, False, True, False, False]), -2),
    ([3, 30 % 24], None),
    (5, None),
    ([], 0),
]


@pytest.mark.parametrize("obj, axis", DELETED)
def test_delete(backend, obj, axis):
    obj = np.array(obj, int) if isinstance(obj, list) else obj
    q = quantity(backend, X, "mV")
    check(math.delete(q, obj, axis), backend, np.delete(X, obj, axis), "mV")
    check(math.delete(q.mantissa, obj, axis), backend, np.delete(X, obj, axis))


def test_delete_at_places_of_an_array(backend):
    q, places = quantity(backend, X, "mV"), array(backend, [0, 2])
    if backend.name == "dask":
        with pytest.raises(BackendError, match=r"call .compute\(\) first"):
            math.delete(q, places, 1)
    else:
        check(math.delete(q, places, 1), backend, np.delete(X, [0, 2], 1), "mV")


def test_places_to_delete_are_pure_numbers(backend):
    q = quantity(backend, X, "mV")
    places = Quantity(np.array([0, 2]))
    check(math.delete(q, places, 1), backend, np.delete(X, [0, 2], 1), "mV")
    for wrong in (Quantity(np.array([0, 2]), "m"), quantity(backend, [0, 2], "m")):
        with pytest.raises(IndexError, match="delete: obj takes no unit, got one in m"):
            math.delete(q, wrong, 1)


def test_no_such_pieces():
    q = Quantity(X, "mV")
    with pytest.raises(ValueError, match=r"^split: axis 1 of length 6 does not divide into 4 equal parts"):
        math.split(q, 4, 1)
    with pytest.raises(ValueError, match="must be larger than 0, got 0"):
        math.array_split(q, 0)
    with pytest.raises(TypeError, match="float"):
        math.split(q, 2.0)
    with pytest.raises(np.exceptions.AxisError):
        math.split(q, 2, 3)
    with pytest.raises(IndexError, match="out of bounds"):
        math.delete(q, 6, 1)
    for name, least in (("vsplit", 2), ("dsplit", 3)):
        with pytest.raises(ValueError, match=f"^{name} takes an array with {least} axes or more, got 1"):
            getattr(math, name)(q[0, :, 0], 2)
    with pytest.raises(ValueError, match=r"^hsplit takes"):
        math.hsplit(q[0, 0, 0], 2)


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    first, second = jax.jit(lambda q: math.split(q, 2))(quantity(get_backend("jax"), X, "mV"))
    check(first, get_backend("jax"), X[:1], "mV")
    check(second, get_backend("jax"), X[1:], "mV")


def test_values_on_a_scale_stay_there():
    q = Quantity(X, "degC")
    assert all(part.unit is q.unit for part in [*math.split(q, 2), *math.unstack(q), math.delete(q, 0)])
