"""Solvers of every library through the bridge: the values are those of the bare program, bit for bit."""

import numpy as np
import pytest

import brainunit as u


def rise(x, exp):
    return {
        "m": 0.1 * (x + 40) / (1 - exp(-(x + 40) / 10)),
        "h": 0.07 * exp(-(x + 65) / 20),
        "n": 0.01 * (x + 55) / (1 - exp(-(x + 55) / 10)),
    }


def fall(x, exp):
    return {
        "m": 4 * exp(-(x + 65) / 18),
        "h": 1 / (1 + exp(-(x + 35) / 10)),
        "n": 0.125 * exp(-(x + 65) / 80),
    }


def axon(t, y):
    """The squid axon of Hodgkin and Huxley, in units."""
    x, density = y["V"] / u.mV, u.mS / u.cm**2
    up, down = rise(x, np.exp), fall(x, np.exp)
    current = 120 * density * y["m"] ** 3 * y["h"] * (y["V"] - 50 * u.mV)
    current += 36 * density * y["n"] ** 4 * (y["V"] + 77 * u.mV) + 0.3 * density * (y["V"] + 54.387 * u.mV)
    gates = {g: (up[g] * (1 - y[g]) - down[g] * y[g]) / u.ms for g in "mhn"}
    return {"V": (10.0 * u.uA / u.cm**2 - current) / (1.0 * u.uF / u.cm**2), **gates}


def bare_axon(t, y):
    x, h, m, n = y
    up, down = rise(x, np.exp), fall(x, np.exp)
    current = 120 * m**3 * h * (x - 50)
    current += 36 * n**4 * (x + 77) + 0.3 * (x + 54.387)
    gates = [up[g] * (1 - value) - down[g] * value for g, value in zip("hmn", (h, m, n), strict=True)]
    return np.array([(10.0 - current) / 1.0, *gates])


STATE = {"V": -65.0 * u.mV, "m": 0.05, "h": 0.6, "n": 0.32}


@pytest.fixture
def x64():
    jax = pytest.importorskip("jax")
    with jax.enable_x64(True):
        yield jax


def test_scipy_solves_the_axon():
    integrate = pytest.importorskip("scipy.integrate")
    start, unravel = u.ravel(STATE)
    assert start.tolist() == [-65.0, 0.6, 0.05, 0.32]
    right = u.bare(axon, inputs=("ms", unravel), outputs=unravel.per("ms"))
    tolerances = {"rtol": 1e-6, "atol": 1e-8}
    bare = integrate.solve_ivp(bare_axon, (0.0, 20.0), start, **tolerances)
    found = integrate.solve_ivp(right, (0.0, 20.0), start, **tolerances)
    assert np.array_equal(found.t, bare.t)
    assert np.array_equal(found.y, bare.y)
    solve = u.boundary(
        integrate.solve_ivp,
        inputs={
            "fun": u.bare(inputs=("ms", unravel), outputs=unravel.per("ms")),
            "t_span": "ms",
            "y0": unravel,
        },
        outputs={"t": "ms", "y": unravel},
    )
    again = solve(axon, (0.0 * u.ms, 0.02 * u.second), {**STATE, "V": -0.065 * u.volt}, **tolerances)
    assert np.array_equal(again.y["V"].mantissa, bare.y[0])
    assert again.t.unit == u.ms
    assert again.nfev == bare.nfev


def test_what_is_wrong_is_said_before_the_solver_starts():
    integrate = pytest.importorskip("scipy.integrate")
    _, unravel = u.ravel(STATE)
    calls = []
    solve = u.boundary(
        lambda fun, t_span, y0: calls.append(1),
        inputs=(u.bare(inputs=("ms", unravel), outputs=unravel.per("ms")), "ms", unravel),
    )
    for arguments, text in (
        ((axon, (0.0 * u.ms, 1.0 * u.mV), STATE), r"t_span\[1\] must be in ms, got one in mV"),
        ((axon, (0.0 * u.ms, 1.0), STATE), r"t_span\[1\] must be in ms, got a plain value"),
        ((axon, (0 * u.ms, 1 * u.ms), {**STATE, "V": 1 * u.nA}), r"\['V'\] must be in mV, got one in nA"),
    ):
        with pytest.raises(u.UnitMismatchError, match=text):
            solve(*arguments)
    with pytest.raises(TypeError, match=r"lacks \['n'\]"):
        solve(axon, (0 * u.ms, 1 * u.ms), {"V": 1 * u.mV, "m": 0.0, "h": 0.0})
    assert calls == []
    wrong = u.bare(
        lambda t, y: {**y, "V": y["V"] / u.metre}, inputs=("ms", unravel), outputs=unravel.per("ms")
    )
    with pytest.raises(u.UnitMismatchError, match=r"\['V'\] must be in mV / ms"):
        integrate.solve_ivp(wrong, (0.0, 1.0), u.ravel(STATE)[0])


def decay(t, height, tau):
    return height * u.math.exp(-t / tau)


def samples():
    times = np.linspace(0.0, 50.0, 51)
    return times, 3.0 * np.exp(-times / 12.0) + np.random.default_rng(1).normal(scale=0.05, size=51)


def test_scipy_fits_decay_times():
    optimize = pytest.importorskip("scipy.optimize")
    times, values = samples()
    bare, covariance = optimize.curve_fit(lambda t, a, b: a * np.exp(-t / b), times, values, p0=[1.0, 5.0])
    _, parameters = u.ravel((1.0 * u.mV, 1.0 * u.ms))
    fit = u.boundary(
        optimize.curve_fit,
        inputs={
            "f": u.bare(inputs=("ms", "mV", "ms"), outputs="mV"),
            "xdata": "ms",
            "ydata": "mV",
            "p0": parameters,
        },
        outputs=(parameters, None),
    )
    (height, tau), found = fit(decay, times * u.ms, values * u.mV, p0=(1.0 * u.mV, 5.0 * u.ms))
    assert (height, tau) == (bare[0] * u.mV, bare[1] * u.ms)
    assert np.array_equal(found, covariance)


def test_a_problem_in_natural_scales():
    integrate = pytest.importorskip("scipy.integrate")

    def sinking(t, v):
        return 9.81 * u.metre / u.second**2 - v / (2.0 * u.second)

    slope = u.nondimensional(sinking, {"t": 2.0 * u.second, "v": 19.62 * u.metre / u.second})
    found = integrate.solve_ivp(slope, (0.0, 3.0), [0.0], rtol=1e-10, atol=1e-12)
    assert found.y[0, -1] == pytest.approx(1 - np.exp(-3.0), rel=1e-9)


@pytest.mark.slow
def test_diffrax(x64):
    diffrax = pytest.importorskip("diffrax")
    jnp = x64.numpy
    ball = {"x": jnp.array(0.0) * u.metre, "v": jnp.array(20.0) * u.metre / u.second}
    start, unravel = u.ravel(ball)

    def flight(t, ball, args):
        return {"x": ball["v"], "v": -9.81 * u.metre / u.second**2 - ball["v"] / (5.0 * u.second)}

    def solve(right, times, step, start):
        saved = diffrax.SaveAt(ts=times)
        term = diffrax.ODETerm(right)
        return diffrax.diffeqsolve(term, diffrax.Tsit5(), times[0], times[-1], step, start, saveat=saved).ys

    times = jnp.linspace(0.0, 2.0, 5)
    bare = solve(lambda t, y, args: jnp.stack([-9.81 - y[0] / 5.0, y[0]]), times, 0.01, start)
    right = u.bare(flight, inputs=("s", unravel, None), outputs=unravel.per("s"))
    path = u.boundary(lambda times, step, ball: solve(right, times, step, ball), ("s", "s", unravel))
    found = path(times * u.second, 10.0 * u.ms, ball)
    assert np.array_equal(found, bare)
    course = unravel(found, axis=-1)
    assert course["x"].unit == u.metre
    assert course["x"].shape == (5,)


@pytest.mark.slow
def test_optimistix(x64):
    optimistix = pytest.importorskip("optimistix")
    jnp = x64.numpy
    times, values = (jnp.asarray(part) for part in samples())
    solver = optimistix.LevenbergMarquardt(rtol=1e-8, atol=1e-8)
    bare = optimistix.least_squares(
        lambda p, _: p[0] * jnp.exp(-times / p[1]) - values, solver, jnp.array([1.0, 5.0])
    )
    guess, unravel = u.ravel({"height": jnp.array(1.0) * u.mV, "tau": jnp.array(5.0) * u.ms})
    residuals = u.bare(
        lambda p, _: decay(times * u.ms, p["height"], p["tau"]) - values * u.mV, (unravel, None), "mV"
    )
    found = optimistix.least_squares(residuals, solver, guess)
    assert np.array_equal(found.value, bare.value)
    assert unravel(found.value)["tau"].unit == u.ms


@pytest.mark.slow
def test_torchdiffeq():
    torch = pytest.importorskip("torch")
    odeint = pytest.importorskip("torchdiffeq").odeint
    times = torch.linspace(0.0, 20.0, 3, dtype=torch.float64)
    cell = {"v": torch.tensor([1.0, 2.0], dtype=torch.float64) * u.mV, "n": 0.5}
    start, unravel = u.ravel(cell)

    def slope(tau):
        rates = unravel.per("ms")
        return u.bare(lambda t, y: {"v": -y["v"] / (tau * u.ms), "n": 0.0 / u.ms}, ("ms", unravel), rates)

    tau = torch.tensor(10.0, dtype=torch.float64, requires_grad=True)
    found = odeint(slope(tau), start, times)
    own = torch.tensor(10.0, dtype=torch.float64, requires_grad=True)
    bare = odeint(lambda t, y: torch.cat([torch.zeros(1, dtype=y.dtype), -y[1:] / own]), start, times)
    assert torch.equal(found, bare)
    unravel(found, axis=-1)["v"][-1].to_decimal("mV").sum().backward()
    bare[-1, 1:].sum().backward()
    assert torch.equal(tau.grad, own.grad)
