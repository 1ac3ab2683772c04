"""What units add to whole models under jax: nothing, or the conversions that `explain` lists, line by line.

Each model is written once. `s` has the functions and units of brainunit, or those of jax and one for
every unit. `c` converts what is named: in the program written by hand it multiplies by the factor.
"""

from types import SimpleNamespace

import pytest

import brainunit as u

jax = pytest.importorskip("jax")


import jax.numpy as jnp  # noqa: E402  # jax may be missing
from programs import check_equal, check_listed, multiplications, traced  # noqa: E402  # as above

UNITS = SimpleNamespace(m=u.math, lax=u.lax, mV=u.mV, ms=u.ms, Hz=u.hertz)
BARE = SimpleNamespace(m=jnp, lax=jax.lax, mV=1.0, ms=1.0, Hz=1.0)

G, C = u.mS / u.cm**2, u.uF / u.cm**2
KM_S, GRAVITY = u.km / u.second, u.meter**3 / (u.kilogram * u.second**2)


def unchanged(name, x):
    return x


# ---------------------------------------------------------------- the models


def membrane(s, c, v, m, h, n, current, g, capacitance, dt):
    """A step of Hodgkin and Huxley (1952), forward Euler."""
    per = 1.0 / s.ms
    x = (v + 40.0 * s.mV) / (10.0 * s.mV)
    a_m = 1.0 * per * x / -s.m.expm1(-x)
    b_m = 4.0 * per * s.m.exp(-(v + 65.0 * s.mV) / (18.0 * s.mV))
    a_h = 0.07 * per * s.m.exp(-(v + 65.0 * s.mV) / (20.0 * s.mV))
    b_h = 1.0 * per / (1.0 + s.m.exp(-(v + 35.0 * s.mV) / (10.0 * s.mV)))
    x = (v + 55.0 * s.mV) / (10.0 * s.mV)
    a_n = 0.1 * per * x / -s.m.expm1(-x)
    b_n = 0.125 * per * s.m.exp(-(v + 65.0 * s.mV) / (80.0 * s.mV))
    ionic = g[0] * m**3 * h * (v - 50.0 * s.mV) + g[1] * n**4 * (v + 77.0 * s.mV) + g[2] * (v + 54.4 * s.mV)
    change = (-ionic + c("current", current)) / capacitance
    return (
        s.m.clip(v + c("v", dt * change), -100.0 * s.mV, 100.0 * s.mV),
        m + c("m", dt * (a_m * (1.0 - m) - b_m * m)),
        h + c("h", dt * (a_h * (1.0 - h) - b_h * h)),
        n + c("n", dt * (a_n * (1.0 - n) - b_n * n)),
    )


def response(s, c, v, m, h, n, current, g, capacitance, dt):
    """Steps of `membrane` in a compiled loop: the voltages."""

    def step(state, _):
        state = membrane(s, c, *state, current, g, capacitance, dt)
        return state, state[0]

    return s.lax.scan(step, (v, m, h, n), None, 5)


def network(s, c, rates, weights, bias, inputs, threshold, dt, tau):
    """A step of a leaky network of rates."""
    drive = s.m.matmul(rates, weights) + c("bias", bias) + inputs
    target = 100.0 * s.Hz * s.m.tanh(s.m.maximum(drive, 0.0) / threshold)
    return rates + c("step", dt / tau) * (target - rates)


def bodies(s, c, place, velocity, masses, gravity, soft, dt):
    """A step of leapfrog for bodies that attract each other."""

    def acceleration(place):
        apart = place[None, :, :] - place[:, None, :]
        distance = s.m.sqrt(s.m.sum(apart**2, axis=-1) + c("soft", soft**2))
        return s.m.sum(gravity * masses[None, :, None] * apart / distance[:, :, None] ** 3, axis=1)

    half = velocity + c("kick", 0.5 * dt * acceleration(place))
    place = place + c("drift", dt * half)
    return place, half + c("kick", 0.5 * dt * acceleration(place))


# ---------------------------------------------------------------- their inputs

X = jnp.linspace(0.1, 0.9, 4)
SQUID = (-65.0 + X, X, X, X, 10.0 * X, jnp.array([120.0, 36.0, 0.3]), jnp.float32(1.0), jnp.float32(0.01))
RATES = (X, jnp.outer(X, X), X + 1.0, X - 0.5, jnp.float32(20.0), jnp.float32(0.1), jnp.float32(10.0))
PLACES = jnp.linspace(-1.0, 1.0, 12).reshape(4, 3)
PLANETS = (PLACES, -PLACES, X, jnp.float32(6.7e-11), jnp.float32(0.01), jnp.float32(0.1))

ONE = u.UNITLESS
ALIKE = {
    "membrane": (membrane, SQUID, (u.mV, ONE, ONE, ONE, u.uA / u.cm**2, G, C, u.ms)),
    "response": (response, SQUID, (u.mV, ONE, ONE, ONE, u.uA / u.cm**2, G, C, u.ms)),
    "network": (network, RATES, (u.hertz, u.mV / u.hertz, u.mV, u.mV, u.mV, u.ms, u.ms)),
    "bodies": (bodies, PLANETS, (u.meter, u.meter / u.second, u.kilogram, GRAVITY, u.meter, u.second)),
}
MILLI = 1e-3
MIXED = {
    "membrane": (
        *(membrane, SQUID, (u.mV, ONE, ONE, ONE, u.nA / u.cm**2, G, C, u.usecond)),
        {"current": MILLI, "v": MILLI, "m": MILLI, "h": MILLI, "n": MILLI},
    ),
    "response": (
        *(response, SQUID, (u.mV, ONE, ONE, ONE, u.nA / u.cm**2, G, C, u.usecond)),
        {"current": MILLI, "v": MILLI, "m": MILLI, "h": MILLI, "n": MILLI},
    ),
    "network": (
        *(network, RATES, (u.hertz, u.mV / u.hertz, u.volt, u.mV, u.mV, u.ms, u.second)),
        {"bias": 1e3, "step": MILLI},
    ),
    "bodies": (
        *(bodies, PLANETS, (u.au, KM_S, u.kilogram, GRAVITY, u.km, u.day)),
        {
            "soft": (u.km**2).factor_to(u.au**2),
            "kick": (u.day * GRAVITY * u.kilogram / u.au**2).factor_to(KM_S),
            "drift": (u.day * KM_S).factor_to(u.au),
        },
    ),
}


def prepared(model, arrays, units):
    given = [array if unit is ONE else array * unit for array, unit in zip(arrays, units, strict=True)]
    return (lambda *given: model(UNITS, unchanged, *given)), given


@pytest.mark.parametrize("name", ALIKE)
def test_nothing_where_units_agree(name):
    model, arrays, units = ALIKE[name]
    aware, given = prepared(model, arrays, units)
    check_equal(traced(aware, *given), traced(lambda *bare: model(BARE, unchanged, *bare), *arrays))
    assert not u.explain(aware, *given)


@pytest.mark.parametrize("name", MIXED)
def test_the_factors_where_they_differ(name):
    model, arrays, units, factors = MIXED[name]
    aware, given = prepared(model, arrays, units)

    def converting(*bare):
        return model(BARE, lambda name, x: x * factors[name], *bare)

    def without(*bare):
        return model(BARE, unchanged, *bare)

    check_equal(traced(aware, *given), traced(converting, *arrays))
    listed = u.explain(aware, *given)
    check_listed(listed, multiplications(aware, *given), multiplications(without, *arrays))
    assert {each.file for each in listed} == {__file__}
    named = {name: [each.factor for each in listed if f'c("{name}"' in each.code] for name in factors}
    assert {name: set(found) for name, found in named.items()} == {
        name: {factor} for name, factor in factors.items()
    }
    assert sum(map(len, named.values())) == len(listed)
