"""Differences, derivatives, integrals, interpolation, against numpy's results, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(5)
X = RNG.normal(size=(3, 4, 5)).round(3)
T = np.array([0.0, 0.5, 1.5, 2.0, 4.0])

# ---------------------------------------------------------------- differences


def test_diff(backend):
    q = quantity(backend, X, "mV")
    for options in ({}, {"n": 2}, {"n": 0}, {"axis": 0}, {"n": 3, "axis": 1}):
        check(math.diff(q, **options), backend, np.diff(X, **options), "mV", atol=1e-14)
    check(math.diff(q.mantissa), backend, np.diff(X), atol=1e-14)
    edge = quantity(backend, X[:, :1], "mV")
    expected = np.diff(X, axis=1, prepend=X[:, :1], append=2.0)
    volt = Quantity(2e-3, "V")
    check(math.diff(q, axis=1, prepend=edge, append=volt), backend, expected, "mV", atol=1e-14)
    expected = np.diff(X, prepend=0)
    check(math.diff(q, prepend=0), backend, expected, "mV", atol=1e-14)
    whole = np.array([1, 4, 9])
    check(math.diff(quantity(backend, whole, "m")), backend, [3, 5], "m")
    check(math.diff(quantity(backend, whole, "m"), prepend=0), backend, [1, 3, 5], "m")
    check(math.diff(array(backend, [True, False, False])), backend, [True, False])
    check(math.diff(quantity(backend, X, "mV", "f4")), backend, np.diff(X.astype("f4")), "mV", atol=1e-6)
    for wrong in (1.0, Quantity(1.0, "s")):
        with pytest.raises(UnitMismatchError, match=r"^diff: "):
            math.diff(q, append=wrong)
    with pytest.raises(ValueError, match="n must not be negative"):
        math.diff(q, -1)
    with pytest.raises(ValueError, match="one axis at least"):
        math.diff(quantity(backend, 1.0, "m"))


def test_ediff1d(backend):
    q = quantity(backend, X, "m")
    check(math.ediff1d(q), backend, np.ediff1d(X), "m", atol=1e-14)
    ends = quantity(backend, [1.0, 2.0], "km")
    expected = np.ediff1d(X, to_end=[1000.0, 2000.0], to_begin=3.0)
    check(math.ediff1d(q, ends, Quantity(3.0, "m")), backend, expected, "m", atol=1e-14)
    check(math.ediff1d(q, to_begin=0), backend, np.ediff1d(X, to_begin=0), "m", atol=1e-14)
    with pytest.raises(UnitMismatchError, match=r"^ediff1d: "):
        math.ediff1d(q, to_end=Quantity(1.0, "s"))


# ---------------------------------------------------------------- gradient


@pytest.mark.parametrize("edge_order", [None, 1, 2])
def test_gradient(backend, edge_order):
    q, options = quantity(backend, X, "m"), {"edge_order": edge_order}
    reference = {"edge_order": edge_order or 1}
    close = {"atol": 1e-13}
    for axis in (0, -1):
        expected = np.gradient(X, axis=axis, **reference)
        check(math.gradient(q, axis=axis, **options), backend, expected, "m", **close)
    step = Quantity(0.5, "s")
    for axis in (1, (0, 2), None):
        expected = np.gradient(X, 0.5, axis=axis, **reference)
        result = math.gradient(q, step, axis=axis, **options)
        if axis == 1:
            result, expected = [result], [expected]
        assert type(result) is list
        for one, other in zip(result, expected, strict=True):
            check(one, backend, other, "m/s", **close)
    times = quantity(backend, T, "s")
    expected = np.gradient(X, T, axis=2, **reference)
    check(math.gradient(q, times, axis=2, **options), backend, expected, "m/s", **close)
    expected = np.gradient(X, 0.5, T, axis=(0, 2), **reference)
    found = math.gradient(q, Quantity(0.5, "kg"), times, axis=(0, 2), **options)
    check(found[0], backend, expected[0], "m/kg", **close)
    check(found[1], backend, expected[1], "m/s", **close)


def test_gradient_units_and_types(backend):
    q = quantity(backend, [1.0, 2.0, 4.0], "m")
    check(math.gradient(q.mantissa), backend, [1.0, 1.5, 2.0])
    check(math.gradient(q.mantissa, Quantity(2.0, "s")), backend, [0.5, 0.75, 1.0], "Hz")
    check(math.gradient(q, Quantity(1.0, "km")), backend, [0.001, 0.0015, 0.002])
    single = quantity(backend, [1.0, 2.0, 4.0], "m", "float32")
    expected = np.array([2.0, 3.0, 4.0], "f4")
    check(math.gradient(single, Quantity(0.5, "s")), backend, expected, "m/s")
    whole = quantity(backend, [1, 2, 4], "m")
    check(math.gradient(whole), backend, [1.0, 1.5, 2.0], "m", dtype=False)
    with pytest.raises(TypeError, match="one for each of 1 axes; got 2"):
        math.gradient(q, 1.0, 2.0)
    with pytest.raises(ValueError, match="at least 2 samples"):
        math.gradient(q[:1])
    with pytest.raises(ValueError, match="coordinates of shape"):
        math.gradient(q, quantity(backend, T, "s"))
    with pytest.raises(ValueError, match="edge_order"):
        math.gradient(q, edge_order=3)


# ---------------------------------------------------------------- integrals


def test_trapezoid(backend):
    y, t = quantity(backend, X, "m"), quantity(backend, T, "s")
    check(math.trapezoid(y), backend, np.trapezoid(X), "m", atol=1e-14)
    check(math.trapezoid(y, t), backend, np.trapezoid(X, T), Unit("m s"), atol=1e-13)
    check(math.trapezoid(y, axis=1), backend, np.trapezoid(X, axis=1), "m", atol=1e-14)
    expected = np.trapezoid(X, dx=0.5, axis=0)
    check(math.trapezoid(y, dx=Quantity(0.5, "s"), axis=0), backend, expected, Unit("m s"), atol=1e-14)
    check(math.trapezoid(y, dx=0.5, axis=0), backend, expected, "m", atol=1e-14)
    points = np.cumsum(np.abs(X), axis=1)
    expected = np.trapezoid(X, points, axis=1)
    check(
        math.trapezoid(y, quantity(backend, points, "s"), axis=1), backend, expected, Unit("m s"), atol=1e-13
    )
    check(math.trapezoid(y.mantissa, t.mantissa), backend, np.trapezoid(X, T), atol=1e-13)
    check(
        math.trapezoid(quantity(backend, [1.0, 2.0], "Hz"), quantity(backend, [0.0, 3.0], "s")), backend, 4.5
    )
    single = quantity(backend, X, "m", "f4")
    check(
        math.trapezoid(single, dx=Quantity(0.5, "s")),
        backend,
        np.trapezoid(X.astype("f4"), dx=0.5).astype("f4"),
        Unit("m s"),
        atol=1e-6,
    )


def test_cumulative_trapezoid(backend):
    y, t = quantity(backend, X, "m"), quantity(backend, T, "s")
    expected = np.cumsum(np.diff(T) * (X[..., 1:] + X[..., :-1]) / 2, axis=-1)
    check(math.cumulative_trapezoid(y, t), backend, expected, Unit("m s"), atol=1e-13)
    padded = np.concatenate([np.zeros((3, 4, 1)), expected], -1)
    check(math.cumulative_trapezoid(y, t, initial=0), backend, padded, Unit("m s"), atol=1e-13)
    expected = np.cumsum((X[1:] + X[:-1]) / 4, axis=0)
    check(math.cumulative_trapezoid(y, dx=0.5, axis=0), backend, expected, "m", atol=1e-13)
    with pytest.raises(ValueError, match="initial must be 0 or None"):
        math.cumulative_trapezoid(y, initial=1)


# ---------------------------------------------------------------- interpolation

POINTS = np.array([0.0, 1.0, 2.5, 3.0])
HEIGHTS = np.array([1.0, 3.0, 2.0, 5.0])
AT = np.array([[-1.0, 0.0, 0.4], [2.9, 3.0, 7.0]])


def test_interp(backend):
    x, xs, fs = (quantity(backend, *pair) for pair in ((AT, "s"), (POINTS, "s"), (HEIGHTS, "m")))
    expected = np.interp(AT, POINTS, HEIGHTS)
    check(math.interp(x, xs, fs), backend, expected, "m")
    check(math.interp(quantity(backend, AT / 60, "min"), xs, fs), backend, expected, "m")
    check(math.interp(x.mantissa, xs.mantissa, fs.mantissa), backend, expected)
    check(math.interp(x, xs, fs.mantissa), backend, expected)  # what is interpolated has no unit
    check(math.interp(x[1, 0], xs, fs), backend, np.asarray(expected[1, 0]), "m")
    expected = np.interp(AT, POINTS, HEIGHTS, left=-1000.0, right=0)
    check(math.interp(x, xs, fs, Quantity(-1.0, "km"), 0), backend, expected, "m")
    single = quantity(backend, HEIGHTS, "m", "f4")
    points, at = quantity(backend, POINTS, "s", "f4"), quantity(backend, AT, "s", "f4")
    check(math.interp(at, points, single), backend, np.interp(AT, POINTS, HEIGHTS).astype("f4"), "m")
    check(math.interp(x, xs[:1], fs[:1]), backend, np.ones((2, 3)), "m")
    with pytest.raises(UnitMismatchError, match="interp: argument 'x'"):
        math.interp(quantity(backend, AT, "m"), xs, fs)
    with pytest.raises(UnitMismatchError, match="interp: argument 'left'"):
        math.interp(x, xs, fs, left=Quantity(1.0, "s"))
    with pytest.raises(ValueError, match="two vectors of points"):
        math.interp(x, xs, fs[:2])


def test_interp_period(backend):
    angles, heights = np.array([190.0, -170.0, 5.0, 350.0]), np.array([5.0, 10.0, 3.0, 4.0])
    angles[1] = -100.0
    at = np.array([-180.0, 0.0, 185.0, 355.0, 700.0])
    expected = np.interp(at, angles, heights, period=360)
    xs, fs = quantity(backend, angles, "deg"), quantity(backend, heights, "m")
    for turn in (Quantity(360.0, "deg"), Quantity(1.0, "turn")):
        check(
            math.interp(quantity(backend, at, "deg"), xs, fs, period=turn), backend, expected, "m", rtol=1e-9
        )


def test_interp_of_nan(backend):
    x = quantity(backend, [np.nan, 1.0], "s")
    xs, fs = quantity(backend, POINTS, "s"), quantity(backend, HEIGHTS, "m")
    check(math.interp(x, xs, fs), backend, [np.nan, 3.0], "m")


# ---------------------------------------------------------------- angles


def test_unwrap(backend):
    phase = np.array([[0.0, 3.0, -3.0, -0.5, 2.9, -2.9], [0.0, 2.0, 4.0, 6.0, 1.0, 3.0]])
    for axis in (0, 1):
        expected = np.unwrap(phase, axis=axis)
        check(math.unwrap(array(backend, phase), axis=axis), backend, expected, atol=1e-14)
    check(math.unwrap(quantity(backend, phase, "rad")), backend, np.unwrap(phase), "rad", atol=1e-14)
    degrees = np.array([0.0, 170.0, -170.0, 10.0, 190.0, 5.0])
    expected = np.unwrap(degrees, period=360)
    check(math.unwrap(quantity(backend, degrees, "deg")), backend, expected, "deg")
    check(math.unwrap(quantity(backend, degrees, "deg", "f4")), backend, expected.astype("f4"), "deg")
    expected = np.unwrap(degrees, discont=350, period=360)
    check(math.unwrap(quantity(backend, degrees, "deg"), Quantity(350, "deg")), backend, expected, "deg")
    metres = quantity(backend, [0.0, 9.0, 1.0], "m")
    check(math.unwrap(metres, period=Quantity(0.01, "km")), backend, [0.0, -1.0, 1.0], "m")
    with pytest.raises(TypeError, match="needs period="):
        math.unwrap(metres)
    with pytest.raises(UnitMismatchError, match="argument 'period'"):
        math.unwrap(metres, period=Quantity(1.0, "s"))


def test_unwrap_integers(backend):
    x = np.array([0, 170, -170, 10, 190, 5])
    expected = np.unwrap(x, period=360)
    check(math.unwrap(quantity(backend, x, "deg")), backend, expected, "deg")
    steps = np.array([0, 3, 5, 2, -1, 6, 8])
    for period in (4, 5, 7):
        expected = np.unwrap(steps, period=period)
        check(math.unwrap(array(backend, steps), period=period), backend, expected)
        check(
            math.unwrap(quantity(backend, steps, "m"), period=quantity(backend, period, "m")),
            backend,
            expected,
            "m",
        )


# ---------------------------------------------------------------- several libraries' own


def test_gradients():
    torch = pytest.importorskip("torch")
    y = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
    math.trapezoid(Quantity(y, "m"), dx=Quantity(2.0, "s")).mantissa.backward()
    assert y.grad.tolist() == [1.0, 2.0, 1.0]
    x = torch.tensor([0.5, 2.0], requires_grad=True)
    points, heights = torch.tensor([0.0, 1.0, 3.0]), torch.tensor([0.0, 3.0, 5.0])
    math.sum(math.interp(Quantity(x, "s"), Quantity(points, "s"), Quantity(heights, "m"))).mantissa.backward()
    assert x.grad.tolist() == [3.0, 1.0]


def test_traced_by_jax():
    jax = pytest.importorskip("jax")
    y = Quantity(jax.numpy.asarray(X), "m")
    np.testing.assert_allclose(values(jax.jit(math.diff)(y)), np.diff(X), rtol=1e-4, atol=1e-6)
    slopes = jax.jit(lambda y: math.gradient(y, Quantity(2.0, "s"), axis=1))(y)
    np.testing.assert_allclose(values(slopes), np.gradient(X, 2.0, axis=1), rtol=1e-4, atol=1e-6)
    result = jax.jit(lambda x: math.interp(x, POINTS, HEIGHTS))(jax.numpy.asarray(AT))
    np.testing.assert_allclose(values(result), np.interp(AT, POINTS, HEIGHTS), rtol=1e-5)


def test_coordinates_on_a_scale(backend):
    """Distances between coordinates are differences; a single value is a distance and no point."""
    at, heights = np.array([10.0, 14.0, 30.0]), np.array([1.0, 4.0, 9.0])
    x, y = quantity(backend, at, "degC"), quantity(backend, heights, "m")
    per_degree = Unit("m") / Unit("delta_degC")
    check(math.gradient(y, x), backend, np.gradient(heights, at), per_degree)
    check(math.gradient(x, x), backend, np.ones(3))
    check(math.trapezoid(y, x), backend, 57.0 + 57.0, Unit("m") * Unit("delta_degC"))
    check(math.cumulative_trapezoid(y, x=x), backend, [10.0, 114.0], Unit("m") * Unit("delta_degC"))
    check(
        math.gradient(y, quantity(backend, 2.0, "delta_degC")), backend, np.gradient(heights, 2.0), per_degree
    )
    losses = quantity(backend, heights, "dB")
    check(math.trapezoid(losses, dx=quantity(backend, 2.0, "s")), backend, 18.0, Unit("dB") * Unit("s"))
    point = quantity(backend, 2.0, "degC")
    for integrate in (
        lambda: math.gradient(y, point),
        lambda: math.trapezoid(y, dx=point),
        lambda: math.trapezoid(x, dx=1.0),
    ):
        with pytest.raises(TypeError, match="has no meaning for values on the scale degC"):
            integrate()


def test_on_a_scale():
    q = Quantity(np.array([10.0, 14.0, 30.0]), "degC")
    steps = math.diff(q)
    assert (steps.mantissa.tolist(), steps.unit) == ([4.0, 16.0], Unit("delta_degC"))
    hours = Quantity(np.array([0.0, 1.0, 2.0]), "h")
    found = math.interp(Quantity(30.0, "min"), hours, q)
    assert (float(found.mantissa), str(found.unit)) == (12.0, "degC")
    with pytest.raises(TypeError, match="trapezoid has no meaning"):
        math.trapezoid(q)


def test_ends_of_interpolation_are_of_the_values(backend):
    x, points = array(backend, [0, 9], "uint8"), array(backend, [1.0, 2.0])
    check(math.interp(x, points, points, left=-1, right=-2.5), backend, np.array([-1, -2.5]))


def test_no_difference_at_all_is_the_array_itself():
    points = Quantity(np.array([10.0, 20.0]), "degC")
    for found in (
        math.diff(points, n=0),
        math.diff(points, 0),
        math.diff(x=points, n=0),
        np.diff(points, n=0),
    ):
        assert found is points
    assert math.diff(points).unit == Unit("delta_degC")
    assert math.diff([1, 2], n=0).tolist() == [1, 2]
