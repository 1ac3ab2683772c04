"""Functions of several arrays with units of their own, on every backend."""

import numpy as np
import pytest
from array_checks import check, quantity

from bu_array import Quantity, math
from bu_dispatch import get_backend

X = np.arange(6.0, dtype=np.float32).reshape(2, 3)
V = np.array([1.0, 2.0, 3.0], "f4")


def test_broadcast_arrays(backend):
    q, r = quantity(backend, X, "m"), quantity(backend, V, "s")
    parts = math.broadcast_arrays(q, r, r.mantissa, 2.0)
    assert type(parts) is tuple
    wanted = np.broadcast_arrays(X, V, V, np.float32(2))
    for part, expected, unit in zip(parts, wanted, ("m", "s", None, None), strict=True):
        check(part, backend, expected, unit)
    (alone,) = math.broadcast_arrays(q)
    check(alone, backend, X, "m")
    (alone,) = math.broadcast_arrays(q.mantissa)
    check(alone, backend, X)
    with pytest.raises(ValueError, match="shape"):
        math.broadcast_arrays(q, quantity(backend, [1.0, 2.0], "s"))


def test_broadcast_shapes():
    assert math.broadcast_shapes((2, 1), (3,), ()) == (2, 3)
    assert math.broadcast_shapes(3, (2, 1)) == (2, 3)
    assert math.broadcast_shapes() == ()
    with pytest.raises(ValueError, match="broadcast"):
        math.broadcast_shapes((2,), (3,))


@pytest.mark.parametrize("name", ["atleast_1d", "atleast_2d", "atleast_3d"])
@pytest.mark.parametrize("shape", [(), (3,), (2, 3), (2, 3, 2), (0,)])
def test_at_least(backend, name, shape):
    function, reference = getattr(math, name), getattr(np, name)
    x = np.ones(shape, "f4")
    q = quantity(backend, x, "m")
    check(function(q), backend, reference(x), "m")
    check(function(q.mantissa), backend, reference(x))
    first, second, third = function(q, quantity(backend, V, "s"), q.mantissa)
    check(first, backend, reference(x), "m")
    check(second, backend, reference(V), "s")
    check(third, backend, reference(x))


def test_at_least_of_numbers():
    q = math.atleast_1d(Quantity(3.0, "m"))
    assert (q.shape, str(q.unit)) == ((1,), "m")
    assert math.atleast_2d([Quantity(3.0, "m"), Quantity(1.0, "km")]).shape == (1, 2)
    assert math.atleast_1d(Quantity(3.0, "degC")).unit is Quantity(3.0, "degC").unit


@pytest.mark.parametrize("indexing", ["xy", "ij"])
@pytest.mark.parametrize("sparse", [True, False])
@pytest.mark.parametrize("copy", [True, False])
def test_meshgrid(backend, indexing, sparse, copy):
    x, y, z = V, np.array([1.0, 2.0]), np.float32(4)
    vectors = [quantity(backend, x, "m"), quantity(backend, y, "s").mantissa, quantity(backend, z, "V")]
    for count in (1, 2, 3):
        found = math.meshgrid(*vectors[:count], copy=copy, sparse=sparse, indexing=indexing)
        assert type(found) is tuple
        wanted = np.meshgrid(*(x, y, z)[:count], sparse=sparse, indexing=indexing)
        for part, expected, unit in zip(found, wanted, ("m", None, "V"), strict=False):
            check(part, backend, expected, unit)


def test_meshgrid_of_nothing_and_of_nonsense():
    assert math.meshgrid() == ()
    with pytest.raises(ValueError, match="indexing must be 'xy' or 'ij', got 'yx'"):
        math.meshgrid(Quantity(V, "m"), indexing="yx")
    with pytest.raises(TypeError, match="index"):
        math.meshgrid(Quantity(V, "m"), index="ij")


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    backend = get_backend("jax")
    x, y = jax.jit(math.meshgrid)(quantity(backend, V, "m"), quantity(backend, V[:2], "s"))
    wanted = np.meshgrid(V, V[:2])
    check(x, backend, wanted[0], "m")
    check(y, backend, wanted[1], "s")
