"""Medians, quantiles and averages, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import convert, get_backend
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(3)
X = RNG.normal(size=(2, 3, 4)).round(3)
HOLES = X.copy()
HOLES[0, 1, 2] = HOLES[1, 0, :2] = np.nan
PLAIN, SKIPPING = ("median", "quantile", "percentile"), ("nanmedian", "nanquantile", "nanpercentile")
COMMON = ["linear", "lower", "higher", "midpoint", "nearest"]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", ["median", "nanmedian"])
def test_median(backend, name, dtype):
    function, reference = getattr(math, name), getattr(np, name)
    for data in (X, HOLES):
        if data is HOLES and name == "median":
            continue
        x = data.astype(dtype)
        q = quantity(backend, x, "mV")
        close = {"atol": 1e-6 if dtype == "float32" else 1e-14}
        for axis in (None, 0, -1, (0, 2)):
            check(function(q, axis=axis), backend, np.asarray(reference(x, axis=axis)), "mV", **close)
        check(function(q, 1, True, True), backend, reference(x, 1, keepdims=True), "mV", **close)
        check(function(q, keepdims=True), backend, reference(x, keepdims=True), "mV", **close)
        check(function(q.mantissa, axis=1), backend, reference(x, axis=1), **close)
    even = np.array([3.0, 1.0, 2.0, 10.0])
    check(function(quantity(backend, even, "m")), backend, 2.5, "m")


@pytest.mark.skip_backend("numpy", reason="numpy's median of what is NaN warns")
def test_nan_propagates(backend):
    x = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]])
    q = quantity(backend, x, "m")
    check(math.median(q, axis=1), backend, [np.nan, 5.0], "m")
    check(math.quantile(q, 0.25, axis=1), backend, [np.nan, 4.5], "m")


def test_infinities(backend):
    x = np.array([-np.inf, 1.0, 2.0, np.inf, np.inf])
    q = quantity(backend, x, "m")
    check(math.median(q), backend, 2.0, "m")
    check(math.nanmedian(q), backend, 2.0, "m")
    check(math.nanmedian(quantity(backend, [1.0, np.nan, np.inf], "m")), backend, np.inf, "m")


@pytest.mark.parametrize("name", ["quantile", "percentile", "nanquantile", "nanpercentile"])
def test_quantile(backend, name):
    function, reference, data = getattr(math, name), getattr(np, name), HOLES if name[0] == "n" else X
    whole = 100 if "percent" in name else 1
    q = quantity(backend, data, "mV")
    for fraction in (0.0, 0.3, 0.5, 1.0):
        for axis in (None, 1):
            expected = np.asarray(reference(data, fraction * whole, axis=axis))
            check(function(q, fraction * whole, axis), backend, expected, "mV", atol=1e-14)
    several = np.array([0.1, 0.25, 0.9]) * whole
    for axis in (None, 0, (0, 2)):
        expected = reference(data, several, axis=axis)
        check(function(q, several.tolist(), axis=axis), backend, expected, "mV", atol=1e-13)
        if not backend.lazy:
            check(function(q, array(backend, several), axis=axis), backend, expected, "mV", atol=1e-13)
    expected = reference(data, several, axis=-1, keepdims=True)
    check(function(q, several, axis=-1, keepdims=True), backend, expected, "mV", atol=1e-13)
    check(function(q.mantissa, 0.5 * whole), backend, reference(data, 0.5 * whole), atol=1e-14)
    check(function(q, Quantity(0.5 * whole)), backend, reference(data, 0.5 * whole), "mV", atol=1e-14)
    single = data.astype("float32")
    expected = reference(single, 0.3 * whole, axis=0)
    check(function(quantity(backend, single, "mV"), 0.3 * whole, 0), backend, expected, "mV", atol=1e-6)
    with pytest.raises(TypeError, match=rf"^{name}: q takes no unit, got one in s"):
        function(q, Quantity(0.5, "s"))
    with pytest.raises(ValueError, match=f"^{name}: q must be between 0 and {whole}"):
        function(q, 1.5 * whole)


def test_q_with_a_unit_of_a_plain_number(backend):
    q = quantity(backend, X, "mV")
    check(math.quantile(q, Quantity(90.0, "deg") / np.pi), backend, np.quantile(X, 0.5), "mV", rtol=1e-6)


@pytest.mark.parametrize("method", COMMON)
@pytest.mark.parametrize("name", ["quantile", "nanquantile"])
def test_method(backend, name, method):
    reference, data = getattr(np, name), HOLES if name[0] == "n" else X
    q = quantity(backend, data, "mV")
    for fraction in (0.0, 0.1, 0.5, 0.77, 1.0):
        expected = reference(data, fraction, axis=(0, 2), method=method)
        result = getattr(math, name)(q, fraction, axis=(0, 2), method=method)
        check(result, backend, expected, "mV", atol=1e-13)


@pytest.mark.skip_backend("cupy", reason="its own knows the five common methods")
@pytest.mark.parametrize("method", ["hazen", "weibull", "median_unbiased", "interpolated_inverted_cdf"])
def test_rarer_method(backend, method):
    for fraction in (0.0, 0.1, 0.5, 0.77, 1.0):
        expected = np.quantile(X, fraction, axis=1, method=method)
        result = math.quantile(quantity(backend, X, "mV"), fraction, 1, method=method)
        check(result, backend, expected, "mV", atol=1e-13)


def test_unknown_method(backend):
    with pytest.raises((ValueError, TypeError), match=r"(?i)method"):
        values(math.quantile(quantity(backend, X, "mV"), 0.5, method="guess"))


def test_integers(backend):
    q = quantity(backend, [1, 2, 4, 8], "m")
    check(math.median(q), backend, 3.0, "m", dtype=False, rtol=1e-6)
    check(math.nanquantile(q, 0.5), backend, 3.0, "m", dtype=False, rtol=1e-6)


@pytest.mark.slow
def test_several_chunks_stay_lazy():
    da = pytest.importorskip("dask.array")
    x = da.from_array(X, chunks=(1, 2, 3))
    for axis in (None, 0, (0, 2)):
        result = math.median(Quantity(x, "mV"), axis)
        assert result.shape == np.median(X, axis).shape
        np.testing.assert_allclose(values(result), np.median(X, axis), atol=1e-14)
        result = math.nanquantile(Quantity(x, "mV"), [0.2, 0.7], axis)
        np.testing.assert_allclose(values(result), np.quantile(X, [0.2, 0.7], axis), atol=1e-14)


@pytest.mark.parametrize("name", ["median", "nanmedian"])
def test_gradient(name):
    torch = pytest.importorskip("torch")
    x = torch.tensor([4.0, 1.0, 2.0, 10.0], requires_grad=True)
    getattr(math, name)(Quantity(x, "mV")).mantissa.backward()
    assert x.grad.tolist() == [0.5, 0, 0.5, 0]


@pytest.mark.slow
def test_compiled_by_torch():
    torch = pytest.importorskip("torch")
    q = Quantity(torch.tensor(X), "mV")
    compiled = torch.compile(lambda q: math.median(q, axis=(0, 2)), fullgraph=True, backend="eager")
    np.testing.assert_allclose(values(compiled(q)), np.median(X, axis=(0, 2)))


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    q = Quantity(jax.numpy.asarray(X), "mV")
    result = jax.jit(lambda q: math.quantile(q, 0.3, axis=1))(q)
    np.testing.assert_allclose(values(result), np.quantile(X, 0.3, axis=1), rtol=1e-4)


# ---------------------------------------------------------------- average


def test_average(backend):
    q = quantity(backend, X, "mV")
    for axis in (None, 0, -1):
        check(math.average(q, axis), backend, np.asarray(np.average(X, axis)), "mV", atol=1e-14)
    weights = np.abs(X) + 0.5
    heavy = quantity(backend, weights, "kg")
    for axis in (None, 1):
        expected, total = np.average(X, axis, weights, returned=True)
        check(math.average(q, axis, heavy), backend, np.asarray(expected), "mV", atol=1e-14)
        found = math.average(q, axis, heavy, returned=True)
        assert type(found) is tuple
        check(found[0], backend, np.asarray(expected), "mV", atol=1e-14)
        check(found[1], backend, np.asarray(total), "kg")
        plain = math.average(q, axis, heavy.mantissa, returned=True)
        check(plain[1], backend, np.asarray(total))
    check(math.average(q.mantissa, 1), backend, np.average(X, 1), atol=1e-14)
    expected, total = np.average(X, 1, returned=True, keepdims=True)
    mean, count = math.average(q, 1, returned=True, keepdims=True)
    check(mean, backend, expected, "mV", atol=1e-14)
    check(count, backend, total)


def test_average_weights_of_one_axis(backend):
    q = quantity(backend, X, "mV")
    expected = np.average(X, 1, [1.0, 2.0, 3.0])
    check(math.average(q, 1, [1.0, 2.0, 3.0]), backend, expected, "mV", atol=1e-14)
    whole = array(backend, [1, 2, 3])
    check(math.average(q, axis=1, weights=whole), backend, expected, "mV", atol=1e-14)
    single = quantity(backend, X, "mV", "float32")
    check(math.average(single, 1, whole), backend, expected.astype("f4"), "mV", atol=1e-6)
    pair = np.abs(X[:, 0, :]) + 1
    expected = np.average(X, (0, 2), pair)
    check(math.average(q, (0, 2), array(backend, pair)), backend, expected, "mV", atol=1e-14)
    expected = np.average(X, (2, 0), pair.T)
    check(math.average(q, (2, 0), array(backend, pair.T)), backend, expected, "mV", atol=1e-14)
    with pytest.raises(TypeError, match="need an axis"):
        math.average(q, weights=[1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="do not fit axis 0"):
        math.average(q, 0, weights=[1.0, 2.0, 3.0])


def test_average_of_a_list():
    result = math.average([Quantity(1.0, "m"), Quantity(1.0, "km")], weights=[3, 1])
    assert result.unit == Unit("m")
    assert float(result.mantissa) == pytest.approx(250.75)


def test_on_a_scale():
    q = Quantity(np.array([10.0, 14.0, 30.0]), "degC")
    for result, value in (
        (math.median(q), 14.0),
        (math.quantile(q, 0.25), 12.0),
        (math.average(q, weights=[2, 1, 1]), 16.0),
    ):
        assert (result.mantissa, str(result.unit)) == (value, "degC")
    with pytest.raises(TypeError, match="average has no meaning"):
        math.average(Quantity(np.array([10.0, 20.0]), "dBm"))
    with pytest.raises(TypeError, match="average has no meaning"):
        math.average(q, weights=q)


def test_weights_of_another_library_take_the_default():
    jax, numpy = get_backend("jax"), get_backend("numpy")
    weights = convert(np.array([1.0, 3.0], "f4"), jax) if jax.installed() else np.array([1.0, 3.0])
    result = math.average(quantity(numpy, [1.0, 2.0], "m", "float32"), weights=weights)
    check(result, jax if jax.installed() else numpy, 1.75, "m", dtype=False, rtol=1e-6)


def test_mixed_units_in_a_list_of_weights():
    with pytest.raises(UnitMismatchError):
        math.average(Quantity(np.ones(2), "m"), weights=[Quantity(1.0, "kg"), Quantity(1.0, "s")])


def test_a_ratio_in_its_own_unit_says_which_percentile(backend):
    x = np.array([3.0, 1.0, 2.0, 5.0, 4.0])
    q = quantity(backend, x, "mV")
    for name in ("percentile", "nanpercentile"):
        expected = np.asarray(np.percentile(x, 25))
        check(getattr(math, name)(q, Quantity(25.0, "percent")), backend, expected, "mV")
        check(getattr(math, name)(q, Quantity(0.25e6, "ppm")), backend, expected, "mV")
        check(getattr(math, name)(q, Quantity(25.0)), backend, expected, "mV")
        with pytest.raises(TypeError, match=f"^{name}: "):
            getattr(math, name)(q, Quantity(25.0, "s"))
    check(math.quantile(q, Quantity(25.0, "percent")), backend, np.asarray(np.quantile(x, 0.25)), "mV")
