"""The equations of Hodgkin and Huxley (1952), written once for all array libraries.

Voltages and parameters are quantities, and `lib` is `brainunit.math`: units go through every line.
Where all of them are bare (numbers in the units of `parameters.UNITS`, arrays of one library) and
`lib` has that library's own functions, the same lines compute the same numbers without units; the
demo does so to time what units cost.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import brainunit as u

from .parameters import Kinetics, Membrane, Rate, Temperature, Value

__all__ = [
    "Curves",
    "Rates",
    "State",
    "at_temperature",
    "curves",
    "peak",
    "rates",
    "resting",
    "runge_kutta",
    "spikes",
    "steady_state",
]


class State(NamedTuple):
    """The voltage, and the activation m, inactivation h and activation n of the channels."""

    v: Value
    m: Value
    h: Value
    n: Value


class Rates(NamedTuple):
    """How fast the gates open (alpha) and close (beta), per time."""

    alpha_m: Value
    beta_m: Value
    alpha_h: Value
    beta_h: Value
    alpha_n: Value
    beta_n: Value


class Curves(NamedTuple):
    """The rates, per time, and the ionic current of the steady state, per area."""

    alpha_m: Value
    beta_m: Value
    alpha_h: Value
    beta_h: Value
    alpha_n: Value
    beta_n: Value
    current: Value


def at_temperature(kinetics: Kinetics, conditions: Temperature) -> Kinetics:
    """Return the constants with the rates at the temperature of the axon: times Q10 every ten kelvin."""
    steps = (conditions.temperature - conditions.reference) / conditions.q10_step
    speed = conditions.q10**steps
    return Kinetics(*(constants._replace(rate=speed * constants.rate) for constants in kinetics))


# ---------------------------------------------------------------- functions of the voltage


def _linear(v: Value, constants: Rate, lib: Any) -> Value:
    """Return ``rate * width * x / (exp(x) - 1)``; its limit where the voltage equals `at`, x = 0."""
    x = (constants.at - v) / constants.width
    at_limit = x == 0.0
    x = lib.where(at_limit, 1.0, x)  # so that 0 / 0 is computed nowhere; around 0 expm1 is exact
    return constants.rate * constants.width * lib.where(at_limit, 1.0, x / lib.expm1(x))


def _exponential(v: Value, constants: Rate, lib: Any) -> Value:
    """Return ``rate * exp(x)``."""
    return constants.rate * lib.exp((constants.at - v) / constants.width)


def _sigmoid(v: Value, constants: Rate, lib: Any) -> Value:
    """Return ``rate / (exp(x) + 1)``."""
    return constants.rate / (lib.exp((constants.at - v) / constants.width) + 1.0)


def rates(v: Value, kinetics: Kinetics, lib: Any = u.math) -> Rates:
    """Return the six rates at the voltage `v`."""
    return Rates(
        alpha_m=_linear(v, kinetics.alpha_m, lib),
        beta_m=_exponential(v, kinetics.beta_m, lib),
        alpha_h=_exponential(v, kinetics.alpha_h, lib),
        beta_h=_sigmoid(v, kinetics.beta_h, lib),
        alpha_n=_linear(v, kinetics.alpha_n, lib),
        beta_n=_exponential(v, kinetics.beta_n, lib),
    )


def steady_state(r: Rates) -> tuple[Value, Value, Value]:
    """Return m, h and n after a long time at one voltage: pure numbers."""
    return (
        r.alpha_m / (r.alpha_m + r.beta_m),
        r.alpha_h / (r.alpha_h + r.beta_h),
        r.alpha_n / (r.alpha_n + r.beta_n),
    )


def ionic_current(state: State, membrane: Membrane) -> Value:
    """Return the current of sodium, potassium and leak out of the axon, per area."""
    v, m, h, n = state
    sodium = membrane.g_na * m**3 * h * (v - membrane.e_na)
    potassium = membrane.g_k * n**4 * (v - membrane.e_k)
    return sodium + potassium + membrane.g_l * (v - membrane.e_l)


def curves(v: Value, membrane: Membrane, kinetics: Kinetics, lib: Any = u.math) -> Curves:
    """Return the rates at the voltages `v` and the ionic current of the steady state there."""
    r = rates(v, kinetics, lib)
    return Curves(*r, current=ionic_current(State(v, *steady_state(r)), membrane))


# ---------------------------------------------------------------- the response in time


def resting(v: Value, kinetics: Kinetics, lib: Any = u.math) -> State:
    """Return the state of an axon that has been at the voltage `v` for a long time."""
    return State(v, *steady_state(rates(v, kinetics, lib)))


def _slopes(state: State, stimulus: Value, membrane: Membrane, kinetics: Kinetics, lib: Any) -> State:
    """Return the change of the state per time."""
    v, m, h, n = state
    r = rates(v, kinetics, lib)
    return State(
        v=(stimulus - ionic_current(state, membrane)) / membrane.capacitance,
        m=r.alpha_m * (1.0 - m) - r.beta_m * m,
        h=r.alpha_h * (1.0 - h) - r.beta_h * h,
        n=r.alpha_n * (1.0 - n) - r.beta_n * n,
    )


def _moved(state: State, slopes: State, time: Value) -> State:
    return State(*(x + time * slope for x, slope in zip(state, slopes, strict=True)))


def runge_kutta(
    state: State, step: Value, stimulus: Value, membrane: Membrane, kinetics: Kinetics, lib: Any = u.math
) -> State:
    """Return the state one time step later, by the classical Runge-Kutta method of fourth order."""
    k1 = _slopes(state, stimulus, membrane, kinetics, lib)
    k2 = _slopes(_moved(state, k1, 0.5 * step), stimulus, membrane, kinetics, lib)
    k3 = _slopes(_moved(state, k2, 0.5 * step), stimulus, membrane, kinetics, lib)
    k4 = _slopes(_moved(state, k3, step), stimulus, membrane, kinetics, lib)
    mean = State(*((a + d + 2.0 * (b + c)) / 6.0 for a, b, c, d in zip(k1, k2, k3, k4, strict=True)))
    return _moved(state, mean, step)


def peak(v: Value, lib: Any = u.math) -> Value:
    """Return the highest voltage of a response."""
    return lib.max(v)


def spikes(v: Value, lib: Any = u.math) -> Value:
    """Return how often a response crosses 0 mV upwards."""
    return lib.sum((v[:-1] < 0.0) & (v[1:] >= 0.0))  # a plain zero fits any unit
