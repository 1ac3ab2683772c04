"""``coba_network.py`` without units: mV, ms, nS and pF, and nobody checks."""

from __future__ import annotations

from typing import Any, NamedTuple

import brainevent
import brainstate
import jax
import jax.numpy as jnp

__all__ = ["State", "simulate"]

Array = jax.Array

STEP = 0.1  # ms
CAPACITANCE = 200.0  # pF
LEAK = 10.0  # nS
REST, THRESHOLD, RESET = -60.0, -50.0, -60.0  # mV
REVERSAL_E, REVERSAL_I = 0.0, -80.0  # mV
DECAY_E, DECAY_I = 5.0, 10.0  # ms
WEIGHT_E, WEIGHT_I = 6.0, 67.0  # nS
REFRACTORY = 5.0  # ms


class State(NamedTuple):
    """Membrane potential, excitatory and inhibitory conductance: one value a neuron."""

    v: Array  # mV
    g_e: Array  # nS
    g_i: Array  # nS


def _slope(v: Array, g_e: Array, g_i: Array) -> Array:
    current = LEAK * (REST - v) + g_e * (REVERSAL_E - v) + g_i * (REVERSAL_I - v)
    return current / CAPACITANCE


def _decay(g: Array, tau: float) -> Array:
    return -g / tau


class Network(brainstate.nn.Module):  # type: ignore[misc]  # brainstate is not there for mypy
    """Neurons of two populations, the excitatory first; spikes arrive one time step later."""

    def __init__(self, start: State, excitatory: Any, inhibitory: Any) -> None:
        super().__init__()
        self.v = brainstate.HiddenState(start.v)
        self.g_e = brainstate.HiddenState(start.g_e)
        self.g_i = brainstate.HiddenState(start.g_i)
        self.wait = brainstate.ShortTermState(jnp.zeros(start.v.shape, jnp.int32))
        size = start.v.size
        self.from_e = brainevent.CSR((WEIGHT_E, *excitatory), shape=(len(excitatory.starts) - 1, size))
        self.from_i = brainevent.CSR((WEIGHT_I, *inhibitory), shape=(len(inhibitory.starts) - 1, size))

    def update(self) -> Array:
        """Advance all states by one time step; return which neurons spike."""
        step = brainstate.nn.exp_euler_step
        v = step(_slope, self.v.value, self.g_e.value, self.g_i.value)
        v = jnp.where(self.wait.value > 0, RESET, v)
        spikes: Array = v > THRESHOLD
        self.v.value = jnp.where(spikes, RESET, v)
        self.wait.value = jnp.where(spikes, round(REFRACTORY / STEP), jnp.maximum(self.wait.value - 1, 0))
        excitatory, inhibitory = jnp.split(spikes, [self.from_e.shape[0]])
        arrived_e = brainevent.BinaryArray(excitatory) @ self.from_e
        arrived_i = brainevent.BinaryArray(inhibitory) @ self.from_i
        self.g_e.value = step(_decay, self.g_e.value, DECAY_E) + arrived_e
        self.g_i.value = step(_decay, self.g_i.value, DECAY_I) + arrived_i
        return spikes


def simulate(start: State, *, links: Any, steps: int) -> Array:
    """Return which neurons spike in each time step: (steps, neurons)."""
    with brainstate.environ.context(dt=STEP):
        network = Network(start, *links)
        spikes: Array = brainstate.transform.for_loop(lambda _: network.update(), jnp.arange(steps))
    return spikes
