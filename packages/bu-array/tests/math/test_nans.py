"""Statistics of what is not NaN, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError, backend_of, get_backend
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(2)
X = RNG.normal(size=(2, 3, 4)).round(3)
X[0, 1, 2] = X[1, 0, :2] = np.nan
MASK = np.arange(24).reshape(2, 3, 4) % 5 != 0

KEPT = [
    ("nansum", np.nansum, "mV"),
    ("nanmean", np.nanmean, "mV"),
    ("nanstd", np.nanstd, "mV"),
    ("nanvar", np.nanvar, "mV^2"),
    ("nanmax", np.nanmax, "mV"),
    ("nanmin", np.nanmin, "mV"),
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name, reference, unit", KEPT, ids=[row[0] for row in KEPT])
def test_reduction(backend, name, reference, unit, dtype):
    function, x = getattr(math, name), X.astype(dtype)
    q = quantity(backend, x, "mV")
    close = {"atol": 1e-6 if dtype == "float32" else 1e-14}
    for axis in (None, 0, -1, (0, 2)):
        expected = np.asarray(reference(x, axis=axis))
        check(function(q, axis=axis), backend, expected, unit, **close)
    check(function(q, 1, keepdims=True), backend, reference(x, 1, keepdims=True), unit, **close)
    check(function(q.mantissa), backend, np.asarray(reference(x)), **close)
    whole = np.array([[1, 2], [4, 8]])
    if name in ("nansum", "nanmax", "nanmin"):
        check(function(quantity(backend, whole, "mV"), 0), backend, reference(whole, 0), unit)


@pytest.mark.parametrize("name", ["nansum", "nanmean", "nanstd", "nanvar"])
def test_where(backend, name):
    q, unit = quantity(backend, X, "mV"), "mV^2" if name == "nanvar" else "mV"
    for axis in (None, 1):
        expected = np.asarray(getattr(np, name)(X, axis=axis, where=MASK))
        check(getattr(math, name)(q, axis=axis, where=MASK), backend, expected, unit, atol=1e-14)
        where = array(backend, MASK)
        check(getattr(math, name)(q, axis=axis, where=where), backend, expected, unit, atol=1e-14)


@pytest.mark.parametrize("name", ["nansum", "nanmax", "nanmin"])
def test_initial(backend, name):
    q, function, reference = quantity(backend, X, "mV"), getattr(math, name), getattr(np, name)
    volt = Quantity(2e-3, "V")
    expected = reference(X, axis=1, initial=2.0)
    check(function(q, 1, initial=volt), backend, expected, "mV", atol=1e-14)
    expected = reference(X, axis=1, initial=2.0, where=MASK)
    check(function(q, 1, initial=volt, where=MASK), backend, expected, "mV", atol=1e-14)
    with pytest.raises(UnitMismatchError, match=f"^{name}: "):
        function(q, initial=Quantity(1.0, "s"))


@pytest.mark.parametrize("name", ["nanmax", "nanmin"])
def test_initial_that_is_nan(backend, name):
    """As numpy: it counts no more than a NaN among the elements, and stays where there is nothing else."""
    x = np.array([[1.0, np.nan], [np.nan, np.nan]])
    for initial in (np.nan, Quantity(np.nan, "km")):
        check(getattr(math, name)(quantity(backend, x, "m"), 1, initial=initial), backend, [1.0, np.nan], "m")


@pytest.mark.parametrize("name", ["nanmax", "nanmin"])
def test_extreme_of_nothing(backend, name):
    x = np.array([[1.0, np.nan], [np.nan, np.nan]])
    check(getattr(math, name)(quantity(backend, x, "m"), 1), backend, [1.0, np.nan], "m")
    with pytest.raises(ValueError, match="needs initial="):
        getattr(math, name)(quantity(backend, x, "m"), where=x > 0)


@pytest.mark.parametrize("name", ["nanvar", "nanstd"])
def test_degrees_of_freedom(backend, name):
    q, unit = quantity(backend, X, "mV"), "mV^2" if name == "nanvar" else "mV"
    expected = getattr(np, name)(X, axis=1, ddof=1)
    check(getattr(math, name)(q, axis=1, ddof=1), backend, expected, unit)
    check(getattr(math, name)(q, axis=1, correction=1), backend, expected, unit)
    with pytest.raises(TypeError, match="two names of one option"):
        getattr(math, name)(q, ddof=1, correction=1)


@pytest.mark.parametrize("axis", [None, 0, -1])
def test_running(backend, axis):
    q = quantity(backend, X, "mV")
    check(math.nancumsum(q, axis), backend, np.nancumsum(X, axis), "mV", atol=1e-14)
    check(math.nancumprod(q.mantissa, axis), backend, np.nancumprod(X, axis), atol=1e-14)
    percent = Quantity(q.mantissa, Unit("deg"))
    check(math.nancumprod(percent, axis), backend, np.nancumprod(np.deg2rad(X), axis), rtol=1e-9)
    with pytest.raises(TypeError, match=r"^nancumprod .*mV"):
        math.nancumprod(q, axis)


def test_nanprod(backend):
    x = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, np.nan]])
    q = quantity(backend, x, "m")
    check(math.nanprod(q.mantissa, axis=0), backend, np.nanprod(x, axis=0))
    check(math.nanprod(q.mantissa, where=x > 2, initial=2), backend, np.nanprod(x, where=x > 2, initial=2))
    if backend.lazy and backend.name != "ndonnx":
        with pytest.raises(BackendError, match="depends on how many elements are NaN"):
            math.nanprod(q)
    elif not backend.lazy:
        check(math.nanprod(q), backend, 60.0, "m^4")
        check(math.nanprod(q, axis=1, keepdims=True), backend, [[3.0], [20.0]], "m^2")
        check(math.nanprod(q, -1, initial=2.0), backend, [6.0, 40.0], "m^2")
        check(math.nanprod(q, where=x > 2), backend, 60.0, "m^3")
        check(math.nanprod(q, axis=1, where=[False, True, True]), backend, [3.0, 5.0], "m")
        with pytest.raises(TypeError, match="between 1 and 2 elements are multiplied"):
            math.nanprod(q, axis=0)
        with pytest.raises(TypeError, match="between 1 and 2 elements are multiplied"):
            math.nanprod(q, axis=1, where=x > 2)
    check(math.nanprod(quantity(backend, [2, 3], "m")), backend, 6, "m^2")


def test_nanprod_of_a_lazy_array_says_so():
    pytest.importorskip("ndonnx")
    q = quantity(get_backend("ndonnx"), X, "m")
    with pytest.raises(BackendError, match="depends on how many elements are NaN"):
        math.nanprod(q)


@pytest.mark.slow
def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray(X), "mV")
    np.testing.assert_allclose(values(jax.jit(math.nanstd)(q)), np.nanstd(X), rtol=1e-5)
    with pytest.raises(BackendError, match="nanprod"):
        jax.jit(math.nanprod)(q)


@pytest.mark.parametrize("name", ["nansum", "nanmean", "nanvar", "nanmax"])
def test_gradient_passes_nan_by(name):
    torch = pytest.importorskip("torch")
    x = torch.tensor([1.0, float("nan"), 3.0], requires_grad=True)
    result = getattr(math, name)(Quantity(x, "mV"))
    assert backend_of(result.mantissa).name == "torch"
    result.mantissa.backward()
    expected = {"nansum": [1, 0, 1], "nanmean": [0.5, 0, 0.5], "nanvar": [-1, 0, 1], "nanmax": [0, 0, 1]}
    assert x.grad.tolist() == expected[name]


def test_on_a_scale():
    q = Quantity(np.array([10.0, np.nan, 20.0]), "degC")
    assert (math.nanmean(q).mantissa, str(math.nanmean(q).unit)) == (15.0, "degC")
    assert (math.nanmax(q).mantissa, str(math.nanmax(q).unit)) == (20.0, "degC")
    assert math.nanstd(q).unit == Unit("delta_degC")
    with pytest.raises(TypeError, match="nansum has no meaning"):
        math.nansum(q)


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # numpy and dask, of the mean of nothing
def test_variance_without_freedom_is_nan(backend):
    for data, ddof in (([], 1), ([np.nan], 1), ([2.0, np.nan], 2), ([1.0, 2.0], 3)):
        q = quantity(backend, np.array(data), "mV")
        check(math.nanvar(q, ddof=ddof), backend, np.nan, "mV^2")
        check(math.nanstd(q, ddof=ddof), backend, np.nan, "mV")


@pytest.mark.skip_backend("array_api_strict", reason="the standard mixes no integers with floats")
def test_deviation_of_booleans(backend):
    found = math.nanstd(array(backend, [True, False, False, True]))
    check(found, backend, 0.5, dtype=False)
