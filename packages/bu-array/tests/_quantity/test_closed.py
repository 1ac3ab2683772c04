"""The quantities that the array API namespaces make: operators, items, copies, conversions, pytrees."""

import copy
import pickle

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity
from bu_array._quantity.closed import Closed
from bu_array.core import MissingUnitError
from bu_array.namespace import namespace
from bu_dispatch import BackendError, get_backend
from bu_units import UNITLESS, Unit, UnitMismatchError

X = np.array([3.0, -4.0, 0.5])


def test_operators_stay_in_the_namespace(backend):
    q, own = quantity(backend, X, "mV"), namespace(backend.name).asarray(array(backend, X), unit="mV")
    for result in (
        own + q,
        q + own,
        q - own,
        q * own,
        own / q,
        q / own,
        q > own,
        own == q,
        q == own,
        -own,
        abs(own),
    ):
        assert isinstance(result, Closed)
        assert isinstance(result, Quantity)
    check(own / q, backend, np.ones(3), UNITLESS)
    check(q - own, backend, X * 0, "mV")
    check(2 * own, backend, 2 * X, "mV")
    for result in (own * Unit("s"), Unit("s") * own, own / Unit("mV"), Unit("mV") / own):
        assert isinstance(result, Closed)
    check(Unit("mV") / own, backend, 1 / X, UNITLESS)
    check(1 / own, backend, 1 / X, "1/mV")
    check(own**2, backend, X**2, "mV^2")
    if backend.name != "array_api_strict":  # whose arrays (2.6) leave nothing to the right operand
        check(array(backend, X) * own, backend, X * X, "mV")
    check(own == quantity(backend, X, "s"), backend, X != X, UNITLESS)
    check(
        own[own > 0.0] if not backend.lazy else own[:1],
        backend,
        X[X > 0] if not backend.lazy else X[:1],
        "mV",
    )
    assert own.__array_namespace__() is (own / q).__array_namespace__()


def test_operators_in_place():
    xp = namespace("numpy")
    data = X.copy()
    own = alias = xp.asarray(data, unit="mV")
    own += Quantity(0.001, "V")
    own *= 2.0
    assert own is alias
    np.testing.assert_array_equal(data, (X + 1) * 2)
    own *= Quantity(2.0, "s")  # another unit: a new quantity
    assert own is not alias
    check(own, get_backend("numpy"), (X + 1) * 4, "mV s")
    plain = same = xp.ones(3)
    plain += 1.0
    assert plain is same
    plain *= Quantity(2.0, "s")
    check(plain, get_backend("numpy"), [4.0] * 3, "s")
    check(same, get_backend("numpy"), [2.0] * 3, UNITLESS)


def test_items_are_set():
    xp = namespace("numpy")
    own = xp.zeros(3, unit="mV")
    own[0] = Quantity(1.0, "V")
    own[1] = xp.asarray(0.0)  # fits any unit
    own[own > 1.0 * Unit("mV")] = xp.asarray(2.0, unit="mV")
    check(own, get_backend("numpy"), [2.0, 0.0, 0.0], "mV")
    single = own[0]
    single[...] = Quantity(5.0, "mV")  # without axes, and an array all the same
    check(single, get_backend("numpy"), 5.0, "mV")
    with pytest.raises(MissingUnitError):
        own[0] = xp.asarray(1.0)
    with pytest.raises(UnitMismatchError):
        xp.zeros(2)[0] = Quantity(1.0, "mV")


def test_reductions_of_numpy_are_arrays():
    xp = namespace("numpy")
    total = xp.sum(xp.asarray(X, unit="mV"))
    assert type(total.mantissa) is np.ndarray
    assert type(xp.asarray(X)[0].mantissa) is np.ndarray
    assert type((xp.asarray(X)[0] > 0).mantissa) is np.ndarray
    assert float(xp.sum(xp.asarray(X))) == X.sum()


def test_texts_copies_and_pickles(backend):
    own = namespace(backend.name).asarray(array(backend, X), unit="mV")
    assert str(own) == str(quantity(backend, X, "mV"))
    assert repr(own) == repr(quantity(backend, X, "mV"))
    copies = [copy.copy(own)]
    if not backend.lazy:
        copies += [copy.deepcopy(own), pickle.loads(pickle.dumps(own))]
    for each in copies:
        assert type(each) is type(own)
        check(each, backend, X, "mV")
    with pytest.raises(TypeError, match="unhashable"):
        hash(own)


def test_conversions_leave_the_namespace(backend):
    own = namespace(backend.name).asarray(array(backend, X), unit="mV")
    for left in (own.to("V"), own.to("mV"), Quantity(own), own.in_unit("V"), own.to_backend(backend.name)):
        assert type(left) is Quantity
    check(own.to("V"), backend, X * 1e-3, "V")
    assert own.to("mV").mantissa is own.mantissa
    assert own.to_decimal("mV") is own.mantissa


def test_axes_and_devices(backend):
    own = namespace(backend.name).asarray(array(backend, [X, X]), unit="mV")
    check(own.T, backend, np.array([X, X]).T, "mV")
    check(own.mT, backend, np.array([X, X]).T, "mV")
    assert (own.shape, own.ndim, own.size) == ((2, 3), 2, 6)
    for q in (own, quantity(backend, X, "mV")):
        moved = q.to_device(q.device)
        assert type(moved) is type(q)
        assert moved.device == q.device
    with pytest.raises(AttributeError, match="a Python number is on no device"):
        Quantity(1.0, "mV").device  # asked for
    with pytest.raises(BackendError, match="a Python number is on no device"):
        Quantity(1.0, "mV").to_device("cpu")


def test_rows_are_iterated_over():
    rows = list(namespace("numpy").asarray([X, X], unit="mV"))
    assert all(isinstance(row, Closed) for row in rows)
    with pytest.raises(TypeError, match="cannot be iterated over"):
        iter(rows[0][0])


def test_numpys_functions_stay_in_the_namespace():
    own = namespace("numpy").asarray(X, unit="mV")
    for result in (
        np.mean(own),
        np.add(own, own),
        np.add(X * 0, own),
        own / own + X,
        np.concatenate([own, own]),
    ):
        assert isinstance(result, Closed)
    target = Quantity(np.zeros(3), "V")
    np.add(own, own, out=target)
    check(target, get_backend("numpy"), X * 2e-3, "V", rtol=1e-12)
    check(np.where(own > 0, own, 0), get_backend("numpy"), np.where(X > 0, X, 0), "mV")


def test_memory_is_handed_over():
    xp = namespace("numpy")
    plain = xp.asarray(X)
    assert np.shares_memory(np.from_dlpack(plain), X)
    assert not np.shares_memory(np.from_dlpack(plain, copy=True), X)
    assert np.shares_memory(xp.from_dlpack(X).mantissa, X)
    assert not np.shares_memory(xp.from_dlpack(X, copy=True).mantissa, X)
    check(xp.from_dlpack(X, unit="mV"), get_backend("numpy"), X, "mV")
    with pytest.raises(TypeError, match="would lose the unit"):
        np.from_dlpack(xp.asarray(X, unit="mV"))
    with pytest.raises(TypeError, match=r"would lose the unit|a unit"):
        np.asarray(xp.asarray(X, unit="mV"))
    assert Quantity(X).__dlpack__(stream=None, max_version=(1, 0), dl_device=(1, 0), copy=False) is not None


# ---------------------------------------------------------------- transformations


def test_programs_of_jax():
    jax = pytest.importorskip("jax")

    def spread(q):
        xp = q.__array_namespace__()
        return xp.sqrt(xp.mean((q - xp.mean(q)) ** 2)) / xp.max(q)

    q = Quantity(jax.numpy.asarray(X), "mV")
    result = jax.jit(spread)(q)
    assert isinstance(result, Closed)
    check(result, get_backend("jax"), X.std() / X.max(), UNITLESS, rtol=1e-6, dtype=False)
    own = namespace("jax").asarray(q)
    assert type(jax.tree.map(lambda x: x * 2, own)) is type(own)
    check(jax.vmap(lambda x: x * x)(own), get_backend("jax"), X * X, "mV^2", rtol=1e-6, dtype=False)


def test_pytrees_of_torch():
    pytest.importorskip("torch")
    from torch.utils import _pytree

    own = namespace("torch").asarray([1.0, 2.0], unit="mV")
    again = _pytree.tree_map(lambda x: x * 2, own)
    assert type(again) is type(own)
    np.testing.assert_array_equal(values(again), [2.0, 4.0])
