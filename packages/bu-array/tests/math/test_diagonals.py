"""Diagonals and triangles, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError, backend_of, get_backend, using_backend
from bu_units import Unit, UnitMismatchError

X = np.arange(12.0, dtype=np.float32).reshape(3, 4) + 1
CUBE = np.arange(24.0, dtype=np.float32).reshape(2, 3, 4)
V = np.array([1.0, np.inf, 3.0], "f4")


@pytest.mark.parametrize("args", [(), (1,), (-2,), (9,), (0, 1, 2), (1, -1, 0), (-1, 2, 1)])
def test_diagonal_and_trace(backend, args):
    q = quantity(backend, CUBE, "mV")
    check(math.diagonal(q, *args), backend, np.diagonal(CUBE, *args), "mV")
    check(math.trace(q, *args), backend, np.trace(CUBE, *args), "mV")
    check(math.trace(q, *args, dtype="float64"), backend, np.trace(CUBE, *args, dtype="f8"), "mV")
    check(math.diagonal(q.mantissa, *args), backend, np.diagonal(CUBE, *args))


def test_trace_of_integers(backend):
    whole = array(backend, X.astype("i4"))
    assert values(math.trace(whole)) == np.trace(X)


@pytest.mark.parametrize("k", [0, 1, -2])
def test_diag(backend, k):
    for x in (V, X, V[:0]):
        q = quantity(backend, x, "mV")
        check(math.diag(q, k), backend, np.diag(x, k), "mV")
        check(math.diag(q, k=k, unit=Unit("uV")), backend, np.diag(x * np.float32(1000), k), "uV")
        check(math.diag(q.mantissa, k), backend, np.diag(x, k))
        check(math.diag(q.mantissa, k, Unit("s")), backend, np.diag(x, k), "s")
    check(math.diagflat(quantity(backend, X, "mV"), k), backend, np.diagflat(X, k), "mV")
    check(math.diag(array(backend, [True, False]), k), backend, np.diag([True, False], k))


def test_diag_refuses(backend):
    with pytest.raises(ValueError, match="a vector or a matrix, got an array with 3 axes"):
        math.diag(quantity(backend, CUBE, "mV"))
    with pytest.raises(UnitMismatchError, match=r"^diag: "):
        math.diag(quantity(backend, X, "mV"), unit=Unit("s"))
    with pytest.raises(TypeError, match=r"unit must be a Unit or a text.*got int"):
        math.diag(quantity(backend, X, "mV"), unit=3)


@pytest.mark.parametrize("name, reference", [("tril", np.tril), ("triu", np.triu)])
@pytest.mark.parametrize("k", [0, 1, -1])
def test_triangles(backend, name, reference, k):
    function = getattr(math, name)
    for x in (X, CUBE, V[::2], V[:0]):
        q = quantity(backend, x, "mV")
        check(function(q, k), backend, reference(x, k), "mV")
        check(function(q.mantissa, k=k), backend, reference(x, k))
    q = quantity(backend, X, "mV")
    check(function(q, k, Unit("uV")), backend, reference(X * 1000, k).astype("f4"), "uV")
    check(function(q.mantissa, unit=Unit("s")), backend, reference(X), "s")
    with pytest.raises(ValueError, match="has no triangle"):
        function(quantity(backend, 1.0, "m"))


@pytest.mark.parametrize("args", [(3,), (2, 4), (3, 2, -1), (3, 3, 1), (0,)])
def test_tri(backend, args):
    with using_backend(backend.name):
        check(math.tri(*args, dtype="float32", unit=Unit("mV")), backend, np.tri(*args, dtype="f4"), "mV")
        check(math.tri(*args, dtype="int32"), backend, np.tri(*args, dtype="i4"))
        assert math.tri(*args).dtype == math.zeros(1).dtype


@pytest.mark.parametrize("name", ["tril_indices", "triu_indices"])
def test_indices(backend, name):
    with using_backend(backend.name):
        for args in ((3,), (3, 1), (3, -1, 4), (0,)):
            for found, expected in zip(getattr(math, name)(*args), getattr(np, name)(*args), strict=True):
                check(found, backend, expected)
    x = quantity(backend, X, "mV")
    for found, expected in zip(
        getattr(math, name + "_from")(x, 1), getattr(np, name + "_from")(X, 1), strict=True
    ):
        check(found, backend, expected)
    with pytest.raises(ValueError, match=f"^{name}_from takes a matrix, got an array with 1 axes"):
        getattr(math, name + "_from")(quantity(backend, V, "mV"))


def test_diag_indices_from(backend):
    cube = CUBE[:, :2, :2]
    for x in (cube, X[:, :3]):
        found = math.diag_indices_from(quantity(backend, x, "mV"))
        assert type(found) is tuple
        for part, expected in zip(found, np.diag_indices_from(x), strict=True):
            check(part, backend, expected)
    for x in (V, CUBE):
        with pytest.raises(ValueError, match="2 or more equally long axes"):
            math.diag_indices_from(quantity(backend, x, "mV"))


def filled(x, val, wrap=False):
    x = x.copy()
    np.fill_diagonal(x, val, wrap)
    return x


SHAPES = [(3, 4), (4, 3), (7, 2), (3, 3, 3), (2, 2), (0, 3)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("wrap", [False, True])
def test_fill_diagonal(backend, shape, wrap):
    x = np.arange(np.prod(shape), dtype="f4").reshape(shape) + 1
    q = quantity(backend, x, "m")
    new = np.array([5.0, 6.0], "f4")
    check(math.fill_diagonal(q, Quantity(2, "km"), wrap), backend, filled(x, 2000, wrap), "m")
    check(math.fill_diagonal(q, 7.5, wrap), backend, filled(x, 7.5, wrap), "m")
    kilo = np.float32(1000)
    check(
        math.fill_diagonal(q, quantity(backend, new, "km"), wrap), backend, filled(x, new * kilo, wrap), "m"
    )
    check(math.fill_diagonal(q, array(backend, new), wrap=wrap), backend, filled(x, new, wrap), "m")
    check(math.fill_diagonal(q.mantissa, 3, wrap), backend, filled(x, 3, wrap))
    check(q, backend, x, "m")


def test_fill_diagonal_in_place(backend):
    q = quantity(backend, X, "m")
    if backend.name == "jax":
        with pytest.raises(BackendError, match="inplace=True is not available on the jax backend"):
            math.fill_diagonal(q, 0, inplace=True)
        return
    result = math.fill_diagonal(q, Quantity(1, "km"), inplace=True)
    check(q, backend, filled(X, 1000), "m")
    assert result.mantissa is q.mantissa


def test_fill_diagonal_refuses(backend):
    q = quantity(backend, X, "m")
    with pytest.raises(UnitMismatchError, match=r"^fill_diagonal.*\(units are m and s\)\.$"):
        math.fill_diagonal(q, Quantity(1, "s"))
    with pytest.raises(UnitMismatchError, match=r"^fill_diagonal"):
        math.fill_diagonal(q.mantissa, Quantity(1, "s"))
    with pytest.raises(ValueError, match="equally long axes"):
        math.fill_diagonal(quantity(backend, CUBE, "m"), 0)
    with pytest.raises(ValueError, match="equally long axes"):
        math.fill_diagonal(quantity(backend, V, "m"), 0)


def test_remove_diag(backend):
    for x in (X, X[:, :3], X[:1]):
        mask = ~np.eye(*x.shape, dtype=bool)
        expected = x[mask].reshape(x.shape[0], x.shape[1] - 1)
        check(math.remove_diag(quantity(backend, x, "mV")), backend, expected, "mV")
    for x in (V, X.T):
        with pytest.raises(ValueError, match="not taller than wide"):
            math.remove_diag(quantity(backend, x, "mV"))


def test_traced_and_differentiated_by_jax():
    jax = pytest.importorskip("jax")
    backend = get_backend("jax")
    q = quantity(backend, X[:, :3], "mV")

    @jax.jit
    def moved(q):
        return (
            math.diag(math.diagonal(q, 1)),
            math.fill_diagonal(q, math.sum(q)),
            math.remove_diag(q),
            math.tril(q),
        )

    diagonal, full, removed, lower = moved(q)
    x = X[:, :3]
    check(diagonal, backend, np.diag(np.diagonal(x, 1)), "mV")
    check(full, backend, filled(x, x.sum()), "mV")
    check(lower, backend, np.tril(x), "mV")
    assert removed.shape == (3, 2)
    slope = jax.grad(lambda x: math.trace(Quantity(x, "mV")).mantissa)(q.mantissa)
    np.testing.assert_array_equal(slope, np.eye(3))
    indices = jax.jit(math.tril_indices_from)(q)
    assert backend_of(indices[0]) is backend


def test_unknown_shapes():
    ndonnx = pytest.importorskip("ndonnx")
    q = Quantity(ndonnx.argument(shape=("N", 3), dtype=ndonnx.float32), "m")
    for name, args in [
        ("diagonal", ()),
        ("trace", ()),
        ("fill_diagonal", (0,)),
        ("remove_diag", ()),
        ("pad", (1,)),
    ]:
        with pytest.raises(BackendError, match=rf"^{name} needs to know the shape, .*; convert first"):
            getattr(math, name)(q, *args)
    assert math.flatten(q).shape == (None,)
    assert math.hstack([q, q]).shape == (None, 6)


def test_gradients_pass_through_torch():
    torch = pytest.importorskip("torch")
    x = torch.ones(3, 3, requires_grad=True)
    (
        math.fill_diagonal(Quantity(x, "m"), 0).mantissa.sum() + math.diag(Quantity(x, "m")).mantissa.sum()
    ).backward()
    assert x.grad.tolist() == [[1.0] * 3] * 3
