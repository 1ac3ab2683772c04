"""Counts in bins, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import MissingFunctionError
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(6)
X = RNG.normal(size=(4, 10)).round(3)
Y = RNG.normal(size=40).round(3)
W = RNG.random(size=(4, 10)).round(3)
BINS = np.array([-1.0, -0.25, 0.0, 0.5, 2.0])


@pytest.mark.parametrize("options", [{}, {"bins": 4}, {"range": (-1.0, 0.5)}, {"bins": 3, "range": (5, 9)}])
def test_histogram(backend, options):
    q = quantity(backend, X, "m")
    expected, edges = np.histogram(X, **options)
    own = dict(options)
    if "range" in own:
        own["range"] = tuple(Quantity(end / 1000, "km") for end in own["range"])
    counts, found = math.histogram(q, **own)
    check(counts, backend, expected, dtype=False)
    check(found, backend, edges, "m", atol=1e-14)
    check(math.histogram_bin_edges(q, **own), backend, edges, "m", atol=1e-14)
    counts, found = math.histogram(q.mantissa, **options)
    check(counts, backend, expected, dtype=False)
    check(found, backend, edges, atol=1e-14)


def test_edges(backend):
    q = quantity(backend, X, "m")
    expected, _ = np.histogram(X, BINS)
    for bins in (quantity(backend, BINS * 100, "cm"), [Quantity(b, "m") for b in BINS.tolist()]):
        counts, found = math.histogram(q, bins)
        check(counts, backend, expected, dtype=False)
        check(found, backend, BINS, "m")
    for wrong in (BINS.tolist(), quantity(backend, BINS, "s")):
        with pytest.raises(UnitMismatchError, match="histogram: argument 'bins'"):
            math.histogram(q, wrong)
    with pytest.raises(UnitMismatchError, match="histogram: argument 'range'"):
        math.histogram(q, range=(0.0, 1.0))


def test_weights_and_density(backend):
    q, w = quantity(backend, X, "m"), quantity(backend, W, "kg")
    expected, _ = np.histogram(X, 5, weights=W)
    check(math.histogram(q, 5, weights=w)[0], backend, expected, "kg")
    check(math.histogram(q, 5, weights=w.mantissa)[0], backend, expected)
    expected, _ = np.histogram(X, 5, density=True)
    check(math.histogram(q, 5, density=True)[0], backend, expected, "m^-1")
    check(math.histogram(q.mantissa, 5, density=True)[0], backend, expected)
    expected, _ = np.histogram(X, BINS, weights=W, density=True)
    bins = quantity(backend, BINS, "m")
    check(math.histogram(q, bins, weights=w, density=True)[0], backend, expected, "kg/m")
    single = quantity(backend, X, "m", "f4")
    counts, edges = math.histogram(single, 5, density=True)
    assert values(counts).dtype == values(edges).dtype == np.float32


def test_degenerate(backend):
    counts, edges = math.histogram(quantity(backend, [2.0, 2.0], "m"), 2)
    check(counts, backend, np.histogram([2.0, 2.0], 2)[0], dtype=False)
    check(edges, backend, [1.5, 2.0, 2.5], "m")
    counts, edges = math.histogram(quantity(backend, [1, 2, 2, 5], "m"), 4)
    check(counts, backend, [1, 2, 0, 1], dtype=False)
    check(edges, backend, [1.0, 2.0, 3.0, 4.0, 5.0], "m", dtype=False)
    with pytest.raises(ValueError, match="bins must be positive"):
        math.histogram(quantity(backend, [1.0, 2.0], "m"), 0)


def test_of_numpy_by_name():
    q = Quantity(X, "m")
    counts, edges = math.histogram(q, "auto")
    expected = np.histogram(X, "auto")
    assert values(counts).tolist() == expected[0].tolist()
    np.testing.assert_allclose(values(edges), expected[1])


def test_two_axes(backend):
    x, y, w = quantity(backend, X[0], "m"), quantity(backend, Y[:10], "s"), quantity(backend, W[0], "kg")
    expected = np.histogram2d(X[0], Y[:10], (3, 4))
    found = math.histogram2d(x, y, (3, 4))
    assert type(found) is tuple
    check(found[0], backend, expected[0], dtype=False)
    check(found[1], backend, expected[1], "m", atol=1e-14)
    check(found[2], backend, expected[2], "s", atol=1e-14)
    expected = np.histogram2d(X[0], Y[:10], 3, ((-1, 1), (0, 2)), True, W[0])
    ends = (tuple(Quantity(float(e), u) for e in pair) for pair, u in (((-1, 1), "m"), ((0, 2), "s")))
    found = math.histogram2d(x, y, 3, tuple(ends), True, w)
    check(found[0], backend, expected[0], Unit("kg") / (Unit("m") * Unit("s")))
    check(found[2], backend, expected[2], "s", atol=1e-14)


def test_many_axes(backend):
    expected = np.histogramdd([X[0], X[1], Y[:10]], (2, 3, 2))
    sample = [quantity(backend, X[0], "m"), array(backend, X[1]), quantity(backend, Y[:10], "s")]
    counts, edges = math.histogramdd(sample, (2, 3, 2))
    check(counts, backend, expected[0], dtype=False)
    for one, other, unit in zip(edges, expected[1], ("m", None, "s"), strict=True):
        check(one, backend, other, unit, atol=1e-14)
    columns = quantity(backend, X[:, :2], "m")
    counts, edges = math.histogramdd(columns, 2, density=True)
    check(counts, backend, np.histogramdd(X[:, :2], 2, density=True)[0], "m^-2")
    assert len(edges) == 2
    counts, edges = math.histogramdd(quantity(backend, X[0], "m"), 3)  # a vector is one column, as in numpy
    expected = np.histogramdd(X[0], 3)
    check(counts, backend, expected[0], dtype=False)
    check(edges[0], backend, expected[1][0], "m", atol=1e-14)


# ---------------------------------------------------------------- bincount

NUMBERS = np.array([1, 0, 3, 3, 1, 3])


def test_bincount(backend):
    x, w = array(backend, NUMBERS), quantity(backend, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0], "kg")
    heavy = np.bincount(NUMBERS, values(w))
    check(math.bincount(x, length=4), backend, np.bincount(NUMBERS), dtype=False)
    check(math.bincount(x, length=6), backend, np.bincount(NUMBERS, minlength=6), dtype=False)
    check(math.bincount(x, length=2), backend, [1, 2], dtype=False)
    check(math.bincount(x, w, length=4), backend, heavy, "kg")
    check(math.bincount(x, w.mantissa, length=4), backend, heavy)
    check(math.bincount(NUMBERS.tolist(), w, length=4), backend, heavy, "kg")
    check(math.bincount(Quantity(x, "m"), length=4), backend, np.bincount(NUMBERS), dtype=False)
    if backend.name == "ndonnx":
        with pytest.raises(MissingFunctionError, match="bincount is not available on the ndonnx backend"):
            math.bincount(x)
    elif backend.name == "dask":
        result = math.bincount(x, w, minlength=6)
        assert result.unit == Unit("kg")
        assert values(result).tolist() == np.bincount(NUMBERS, values(w), 6).tolist()
    else:
        check(math.bincount(x), backend, np.bincount(NUMBERS), dtype=False)
        check(math.bincount(x, w, 6), backend, np.bincount(NUMBERS, values(w), 6), "kg")
        check(math.bincount(x[:0], minlength=2), backend, [0, 0], dtype=False)
        with pytest.raises(ValueError, match="no negative numbers"):
            math.bincount(-x)
    with pytest.raises(TypeError, match="vector of integers"):
        math.bincount(w)
    with pytest.raises(ValueError, match="weights of shape"):
        math.bincount(x, w[:2])


def test_gradient_of_weights():
    torch = pytest.importorskip("torch")
    w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    counts = math.bincount(torch.tensor([0, 1, 1]), Quantity(w, "kg"))
    counts.mantissa[1].backward()
    assert w.grad.tolist() == [0.0, 1.0, 1.0]


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    x = Quantity(jax.numpy.asarray(X), "m")
    counts, edges = jax.jit(lambda x: math.histogram(x, 5))(x)
    assert edges.unit == Unit("m")
    assert int(values(counts).sum()) == X.size
    result = jax.jit(lambda x: math.bincount(x, length=4))(jax.numpy.asarray(NUMBERS))
    assert values(result).tolist() == [1, 2, 0, 3]


def test_on_a_scale():
    q = Quantity(np.array([10.0, 14.0, 30.0]), "degC")
    counts, edges = math.histogram(q, 2)
    assert counts.tolist() == [2, 1]
    assert (edges.mantissa.tolist(), str(edges.unit)) == ([10.0, 20.0, 30.0], "degC")
    assert math.histogram(q, 2, density=True)[0].unit == Unit("delta_degC") ** -1
