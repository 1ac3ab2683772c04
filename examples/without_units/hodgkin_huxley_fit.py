"""``hodgkin_huxley_fit.py`` without units: mS, uF and uA per cm^2, mV and ms, and nobody checks.

The equations are those of ``axon/model.py``, on numbers and with the functions of jax.numpy.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from axon import model
from axon.parameters import Kinetics, Membrane

__all__ = ["Conductances", "Fit", "Setup", "fit", "loss", "simulate"]

Array = jax.Array


class Conductances(NamedTuple):
    """The largest conductances, in mS / cm^2."""

    g_na: Array
    g_k: Array
    g_l: Array


class Fit(NamedTuple):
    """The conductances and the moments of their gradient."""

    conductances: Conductances
    first: Conductances
    second: Conductances


class Setup(NamedTuple):
    """What is known: the currents, in uA / cm^2, the time step, in ms, and the rest of the axon."""

    stimuli: Array
    step: Array
    membrane: Membrane
    kinetics: Kinetics


def simulate(g: Conductances, setup: Setup, steps: int) -> Array:
    """Return the voltages after each step, in mV: (steps, stimuli)."""
    stimuli, step, membrane, kinetics = setup
    membrane = membrane._replace(**g._asdict())

    def advance(state: model.State, _: None) -> tuple[model.State, Array]:
        state = model.runge_kutta(state, step, stimuli, membrane, kinetics, jnp)
        return state, state.v

    v = membrane.rest * jnp.ones_like(stimuli)
    _, voltages = jax.lax.scan(advance, model.resting(v, kinetics, jnp), None, steps)
    return voltages


def loss(g: Conductances, trace: Array, setup: Setup) -> Array:
    """Return the mean square of the difference to the trace, in mV^2."""
    voltages = simulate(g, setup, trace.shape[0])
    return jnp.mean((voltages - trace) ** 2)


def fit(
    start: Conductances, rates: Conductances, trace: Array, setup: Setup, iterations: int
) -> tuple[Conductances, Array]:
    """Return the conductances that Adam finds, and the loss before each iteration."""

    def improve(fit: Fit, i: Array) -> tuple[Fit, Array]:
        value, slopes = jax.value_and_grad(loss)(fit.conductances, trace, setup)
        slow = 0.5 * (1.0 + jnp.cos(jnp.pi * i / iterations))
        news = [_adam(*leaf, slow, i) for leaf in zip(*fit, slopes, rates, strict=True)]
        return Fit(*(Conductances(*part) for part in zip(*news, strict=True))), value

    firsts = Conductances(*(jnp.zeros_like(g) for g in start))
    seconds = Conductances(*(jnp.zeros_like(g) for g in start))
    end, losses = jax.lax.scan(improve, Fit(start, firsts, seconds), jnp.arange(iterations))
    return end.conductances, losses


def _adam(g: Array, first: Array, second: Array, slope: Array, rate: Array, slow: Array, i: Array) -> Any:
    first = 0.9 * first + 0.1 * slope
    second = 0.9 * second + 0.1 * slope**2
    direction = (first / (1.0 - 0.9 ** (i + 1))) / jnp.sqrt(second / (1.0 - 0.9 ** (i + 1)))
    return g - slow * rate * direction, first, second
