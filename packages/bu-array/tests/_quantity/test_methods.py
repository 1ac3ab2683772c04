"""Methods and properties of a quantity's array, in the manner of numpy and torch, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity
from bu_dispatch import BackendError, backend_of
from bu_units import Unit, UnitMismatchError

X = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], "f4")


def test_properties(backend):
    q = quantity(backend, X, "m")
    check(q.mT, backend, X.T, "m")
    check(q.flat, backend, X.ravel(), "m")
    check(q.flat[4], backend, X.flat[4], "m")
    assert [values(x).item() for x in q.flat] == X.ravel().tolist()
    assert (q.itemsize, q.nbytes, q.strides) == (4, 24, (12, 4))
    assert not q.isscalar
    assert quantity(backend, 1.0, "m").isscalar
    odd = np.array([1.0, np.nan, np.inf, -np.inf])
    q = quantity(backend, odd, "m")
    check(q.isnan, backend, np.isnan(odd))
    check(q.isinf, backend, np.isinf(odd))
    check(q.isinfinite, backend, np.isinf(odd))
    check(q.isfinite, backend, np.isfinite(odd))
    check(q.isreal, backend, np.isreal(odd))


def test_properties_of_numbers():
    q = Quantity(3.0, "m")
    assert (q.itemsize, q.nbytes, q.strides, q.isscalar) == (8, 8, (), True)
    assert Quantity(1j, "m").itemsize == 16


def test_strides_are_the_arrays():
    torch = pytest.importorskip("torch")
    assert Quantity(np.zeros((2, 3))[:, ::2], "m").strides == (24, 16)
    assert Quantity(torch.zeros(2, 3).T, "m").strides == (4, 12)


def test_dtypes(backend):
    q = quantity(backend, X, "m")
    check(q.double(), backend, X.astype("f8"), "m")
    check(q.float(), backend, X, "m")
    if backend.name == "array_api_strict":  # the standard has no float16
        with pytest.raises(BackendError, match="float16"):
            q.half()
    else:
        check(q.half(), backend, X.astype("f2"), "m")


@pytest.mark.parametrize(
    "name, args, expected",
    [
        ("clone", (), X),
        ("conj", (), X),
        ("conjugate", (), X),
        ("unsqueeze", (1,), X[:, None]),
        ("diagonal", (), X.diagonal()),
        ("diagonal", (1,), X.diagonal(1)),
        ("trace", (), X.trace()),
        ("repeat", (2, 1), X.repeat(2, 1)),
        ("swapaxes", (0, 1), X.T),
        ("take", ([1, 0], 0), X[[1, 0]]),
        ("tile", (2,), np.tile(X, 2)),
        ("view", (3, 2), X.reshape(3, 2)),
        ("view", ((-1,),), X.ravel()),
    ],
)
def test_one_unit(backend, name, args, expected):
    check(getattr(quantity(backend, X, "m"), name)(*args), backend, expected, "m")


def test_two_arrays(backend):
    q = quantity(backend, X, "m")
    check(q.cross(quantity(backend, X[::-1].copy(), "s")), backend, np.cross(X, X[::-1]), "m s")
    check(quantity(backend, X[0], "m").expand_as(q), backend, np.broadcast_to(X[0], X.shape), "m")
    parts = q.split(3, axis=1)
    assert len(parts) == 3
    check(parts[2], backend, X[:, 2:], "m")
    if backend.name != "ndonnx":
        found = quantity(backend, X[0], "m").searchsorted(quantity(backend, [250.0], "cm", "f4"))
        assert backend_of(found) is backend
        assert values(found).tolist() == [2]


def test_products(backend):
    q, pure = quantity(backend, X, "m"), Quantity(array(backend, X))
    np.testing.assert_allclose(values(pure.cumprod(1)), X.cumprod(1), rtol=1e-5)
    with pytest.raises(TypeError):
        q.cumprod(1)
    with pytest.raises(TypeError):
        q.nancumprod(1)
    if not backend.lazy:
        check(q.nanprod(axis=0), backend, X.prod(0), "m^2", rtol=1e-5)


def test_nonzero(backend):
    if backend.lazy:
        assert len(quantity(backend, X, "m").nonzero()) == 2
        return
    rows, columns = quantity(backend, X - 1, "m").nonzero()
    assert values(rows).tolist() == [0, 0, 1, 1, 1]
    assert values(columns).tolist() == [1, 2, 0, 1, 2]


def test_view_of_bits(backend):
    q = quantity(backend, X, "m")
    if backend.name in ("ndonnx", "array_api_strict"):
        with pytest.raises(BackendError, match=f"view.* is not available on the {backend.name} backend"):
            q.view(dtype="int32")
        return
    check(q.view(dtype="int32"), backend, X.view("i4"), "m")
    check(q.view(backend.dtype("int32")), backend, X.view("i4"), "m")
    check(q.view((6,), dtype="int32"), backend, X.ravel().view("i4"), "m")


def test_fill(backend):
    q = quantity(backend, X.copy(), "m")
    before = q.mantissa
    q.fill(Quantity(1, "km"))
    check(q, backend, np.full_like(X, 1000), "m")
    assert (q.mantissa is before) == backend.mutable
    with pytest.raises(UnitMismatchError):
        q.fill(1.0)


def test_put(backend):
    q, expected = quantity(backend, X.copy(), "m"), X.copy()
    before = q.mantissa
    q.put([0, -1], Quantity(1, "km"))
    np.put(expected, [0, -1], 1000)
    q.put([1, 2, 3], quantity(backend, [7.0, 8.0], "m", "f4"))
    np.put(expected, [1, 2, 3], [7, 8])
    check(q, backend, expected, "m")
    if backend.name in ("numpy", "torch"):
        assert q.mantissa is before
    with pytest.raises(UnitMismatchError):
        q.put([0], 1.0)


def test_resize(backend):
    for shape in (4, (3, 3), (1, 2), (2, 3)):
        q, expected = quantity(backend, X, "m"), X.copy()
        expected.resize(shape, refcheck=False)
        q.resize(shape)
        check(q, backend, expected, "m")


def test_numbers_have_no_elements():
    for change in (lambda q: q.put(0, q), lambda q: q.fill(q)):
        with pytest.raises(TypeError, match="no elements to set"):
            change(Quantity(1, "m"))


def test_pytree_methods(backend):
    q = quantity(backend, X, "m")
    leaves, unit = q.tree_flatten()
    assert len(leaves) == 1
    again = Quantity.tree_unflatten(unit, leaves)
    assert again.mantissa is q.mantissa
    assert again.unit is q.unit


def test_round(backend):
    q = quantity(backend, X + np.float32(0.26), "m")
    check(round(q, 1), backend, np.round(X + np.float32(0.26), 1), "m", rtol=1e-6)
    check(round(q), backend, np.round(X + np.float32(0.26)), "m")
    assert round(Quantity(3.26, "m"), 1).mantissa == 3.3


def test_order_against_zero(backend):
    q = quantity(backend, X - 3, "m")
    check(q > 0, backend, X > 3)
    check(q <= 0.0, backend, X <= 3)
    with pytest.raises(UnitMismatchError):
        q < 1


def test_exponents(backend):
    check(2.0 ** quantity(backend, X, "1"), backend, 2.0**X, dtype=False)
    with pytest.raises(TypeError):
        2.0 ** quantity(backend, X, "m")


def test_reshape_takes_lengths_one_by_one(backend):
    q = quantity(backend, np.arange(6.0), "mV")
    for shaped in (q.reshape(2, 3), q.reshape((2, 3)), q.reshape(2, -1), q.reshape((2, 3), "C")):
        check(shaped, backend, np.arange(6.0).reshape(2, 3), "mV")
    check(q.reshape(shape=(3, 2), order="C"), backend, np.arange(6.0).reshape(3, 2), "mV")
    check(q.reshape(2, 3, "C"), backend, np.arange(6.0).reshape(2, 3), "mV")
    expected = np.arange(6.0).reshape(2, 3, order="F")
    check(q.reshape(2, 3, order="F"), backend, expected, "mV")
    with pytest.raises(ValueError, match="order must be 'C' or 'F', got 'K'"):
        q.reshape(2, 3, order="K")


def test_detach():
    torch = pytest.importorskip("torch")
    x = torch.ones(2, requires_grad=True)
    q = Quantity(x, "mV") * 2
    assert q.requires_grad
    bare = q.detach()
    assert bare.unit == Unit("mV")
    assert not bare.requires_grad
    np.testing.assert_array_equal(bare.to_numpy().mantissa, [2, 2])
    with pytest.raises(BackendError, match=r"\.detach\(\) first"):
        q.to_numpy()
    assert not Quantity(np.ones(2), "mV").requires_grad
    with pytest.raises(BackendError, match=r"detach is for torch tensors, got a mantissa of numpy.*to_torch"):
        Quantity(np.ones(2), "mV").detach()


def test_series_of_pandas():
    pd = pytest.importorskip("pandas")
    pytest.importorskip("bu_interop", reason="columns of quantities are in it")
    series = pd.Series([1.0, 2.0])
    for result in (series * Unit("mV"), Unit("mV") * series, pd.Index([1.0, 2.0]) * Unit("mV")):
        assert str(result.dtype) == "quantity[mV]"
        np.testing.assert_array_equal(result.array.quantity.mantissa, [1, 2])
    assert (series / Unit("s")).array.quantity.unit == Unit("Hz")
    assert (pd.DataFrame({"a": [1.0]}) * Unit("mV")).shape == (1, 1)
    assert str((series * Quantity(np.array([1.0, 2.0]), "mV")).array.quantity) == "[1. 4.] mV"
