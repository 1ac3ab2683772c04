"""Covariance, correlation and convolution, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(4)
M = RNG.normal(size=(3, 7)).round(3)
Y = RNG.normal(size=(2, 7)).round(3)
TIMES = [1, 2, 1, 3, 1, 1, 2]
WEIGHTS = [0.5, 1.0, 2.0, 0.25, 1.5, 1.0, 3.0]


def test_cov(backend):
    m, y = quantity(backend, M, "m"), quantity(backend, Y, "m")
    check(math.cov(m), backend, np.cov(M), "m^2", atol=1e-14)
    check(math.cov(m.mantissa), backend, np.cov(M), atol=1e-14)
    check(math.cov(m, y), backend, np.cov(M, Y), "m^2", atol=1e-14)
    check(math.cov(m[0]), backend, np.cov(M[0]), "m^2", atol=1e-14)
    columns = quantity(backend, M.T, "m")
    check(math.cov(columns, rowvar=False), backend, np.cov(M), "m^2", atol=1e-14)
    for options in (
        {"bias": True},
        {"ddof": 2},
        {"fweights": TIMES},
        {"aweights": WEIGHTS},
        {"fweights": TIMES, "aweights": WEIGHTS, "ddof": 0},
    ):
        expected = np.cov(M, Y, **options)
        options = {key: array(backend, x) if isinstance(x, list) else x for key, x in options.items()}
        check(math.cov(m, y, **options), backend, expected, "m^2", atol=1e-14)
    single = M.astype("float32")
    check(math.cov(quantity(backend, single, "m")), backend, np.cov(M).astype("f4"), "m^2", atol=1e-6)
    with pytest.raises(ValueError, match="fweights of shape"):
        math.cov(m, fweights=[1.0, 2.0])


def test_cov_of_two_units(backend):
    m = quantity(backend, M, "m")
    expected = np.cov(M, 1000 * Y)
    check(math.cov(m, quantity(backend, Y, "km")), backend, expected, "m^2", atol=1e-9)
    for other in (quantity(backend, Y, "s"), array(backend, Y)):
        with pytest.raises(UnitMismatchError, match="several units"):
            math.cov(m, other)


def test_cov_unit_to_scale(backend):
    m, y, km = quantity(backend, M, "m"), quantity(backend, Y, "km"), Unit("km")
    expected = np.cov(M / 1000, Y)
    check(math.cov(m, y, unit_to_scale=km), backend, expected, atol=1e-14)
    with pytest.raises(UnitMismatchError, match="cov with unit_to_scale"):
        math.cov(m, unit_to_scale=Unit("s"))
    with pytest.raises(TypeError, match="unit_to_scale must be a Unit"):
        math.cov(m, unit_to_scale=3)


def test_corrcoef(backend):
    m = quantity(backend, M, "m")
    check(math.corrcoef(m), backend, np.corrcoef(M), atol=1e-14)
    check(math.corrcoef(m, quantity(backend, Y, "s")), backend, np.corrcoef(M, Y), atol=1e-14)
    check(math.corrcoef(m, unit_to_scale=Unit("km")), backend, np.corrcoef(M), atol=1e-13)
    check(math.corrcoef(quantity(backend, M.T, "m"), rowvar=False), backend, np.corrcoef(M), atol=1e-14)
    check(math.corrcoef(m[0]), backend, 1.0)
    with pytest.raises(UnitMismatchError):
        math.corrcoef(m, unit_to_scale=Unit("s"))


@pytest.mark.skip_backend("ndonnx", reason="ndonnx has no complex numbers")
def test_complex(backend):
    z = M + 1j * RNG.normal(size=M.shape).round(3)
    check(math.cov(quantity(backend, z, "m")), backend, np.cov(z), "m^2", atol=1e-13)
    check(math.corrcoef(quantity(backend, z, "m")), backend, np.corrcoef(z), atol=1e-13)
    a, v = quantity(backend, z[0], "m"), quantity(backend, z[1, :3], "s")
    check(math.correlate(a, v), backend, np.correlate(z[0], z[1, :3]), Unit("m s"), atol=1e-13)


@pytest.mark.parametrize("name", ["convolve", "correlate"])
def test_windows(backend, name):
    function, reference = getattr(math, name), getattr(np, name)
    for n, m in ((7, 3), (3, 7), (4, 4), (6, 1), (2, 5)):
        a, v = M[0, :n], Y[0, :m]
        x, y = quantity(backend, a, "m"), quantity(backend, v, "s")
        for mode in ("full", "same", "valid"):
            expected = reference(a, v, mode)
            check(function(x, y, mode), backend, expected, Unit("m s"), atol=1e-14)
        check(function(x, y.mantissa, mode="full"), backend, reference(a, v, "full"), "m", atol=1e-14)
        check(function(x.mantissa, y.mantissa), backend, reference(a, v), atol=1e-14)
    single = quantity(backend, M[0], "m", "float32"), quantity(backend, Y[0, :3], "s", "float32")
    expected = reference(M[0], Y[0, :3]).astype("float32")
    check(function(*single), backend, expected, Unit("m s"), atol=1e-6)
    whole = quantity(backend, [1, 2, 3], "m"), quantity(backend, [0, 1, 5], "s")
    keeps = backend.name != "jax"  # jax makes floats of integers
    check(function(*whole), backend, reference([1, 2, 3], [0, 1, 5]), Unit("m s"), dtype=keeps)
    x = quantity(backend, [1.0, 2.0, 3.0], "m")
    check(function(x, [0.5, 1.0]), backend, reference([1, 2, 3], [0.5, 1.0]), "m")
    with pytest.raises(ValueError):
        values(function(*single, mode="most"))


@pytest.mark.parametrize("hole", [np.nan, np.inf])
def test_windows_end_where_the_vectors_end(backend, hole):
    a, v = np.array([1.0, 2.0, 4.0, 1.0]), np.array([1.0, hole])
    x, y = quantity(backend, a, "m"), quantity(backend, v, "s")
    check(math.convolve(x, y), backend, np.convolve(a, v), Unit("m s"))
    check(math.convolve(y, x), backend, np.convolve(a, v), Unit("m s"))


def test_units_that_cancel(backend):
    m, per_km = quantity(backend, [1.0, 2.0], "m"), quantity(backend, [3.0, 4.0], "km^-1")
    check(math.convolve(m, per_km), backend, [0.003, 0.01, 0.008])
    check(math.correlate(m, per_km), backend, [0.011])


def test_correlate_unit_to_scale(backend):
    a, v = quantity(backend, [1.0, 2.0], "m"), quantity(backend, [3.0, 4.0], "km")
    check(math.correlate(a, v, unit_to_scale=Unit("m")), backend, [11000.0])
    with pytest.raises(UnitMismatchError, match="correlate with unit_to_scale"):
        math.correlate(a, v, unit_to_scale=Unit("s"))


@pytest.mark.parametrize("name", ["convolve", "correlate"])
def test_options_of_jax(backend, name):
    a = quantity(backend, [1.0, 2.0], "m")
    if backend.name == "jax":
        expected = getattr(np, name)([1.0, 2.0], [1.0, 2.0])
        check(getattr(math, name)(a, a, precision="highest"), backend, expected, "m^2")
    else:
        with pytest.raises(BackendError, match="precision are options of jax's"):
            getattr(math, name)(a, a, precision="highest")


def test_gradients():
    torch = pytest.importorskip("torch")
    a = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
    v = Quantity(torch.tensor([3.0, 5.0]), "s")
    math.sum(math.convolve(Quantity(a, "m"), v)).mantissa.backward()
    assert a.grad.tolist() == [8.0, 8.0, 8.0]
    a.grad = None
    math.cov(Quantity(a, "m")).mantissa.backward()
    np.testing.assert_allclose(a.grad, (np.array([1, 2, 4]) - 7 / 3), rtol=1e-5)


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    m = Quantity(jax.numpy.asarray(M), "m")
    np.testing.assert_allclose(values(jax.jit(math.cov)(m)), np.cov(M), rtol=1e-4, atol=1e-6)


def test_a_number_is_a_window_of_one(backend):
    v = np.array([1.0, 2.0, -1.0], "f4")
    q = quantity(backend, v, "mV")
    check(math.convolve(q, Quantity(2.0, "s")), backend, 2 * v, "mWb")
    check(math.convolve(3, q), backend, 3 * v, "mV")
    check(math.correlate(q, 2), backend, 2 * v, "mV")


@pytest.mark.filterwarnings("ignore:(divide|invalid|Degrees):RuntimeWarning")
def test_covariance_without_freedom_has_no_sign(backend):
    expected = np.cov([1.0, 3.0], ddof=3)
    check(math.cov(quantity(backend, [1.0, 3.0], "m"), ddof=3), backend, expected, "m^2")
