"""``n_body.py`` without units: lengths in au, times in d, masses in kg, and nobody checks."""

from __future__ import annotations

from typing import NamedTuple

import jax
import jax.numpy as jnp

__all__ = ["State", "energy", "simulate"]

Array = jax.Array


class State(NamedTuple):
    """Where the bodies are, and how they move: two arrays (bodies, 3)."""

    place: Array  # au
    velocity: Array  # au / d


def _separations(place: Array) -> tuple[Array, Array]:
    apart = place[None, :, :] - place[:, None, :]
    # One au from itself: what is at distance zero has no part in any sum.
    itself = jnp.eye(place.shape[0], dtype=place.dtype)
    return apart, jnp.sqrt(jnp.sum(apart**2, axis=-1) + itself)


def _acceleration(place: Array, gm: Array) -> Array:
    apart, distance = _separations(place)
    return jnp.sum(gm[None, :, None] * apart / distance[:, :, None] ** 3, axis=1)


def energy(state: State, masses: Array, gravity: Array) -> Array:
    """Return the kinetic and potential energy of all bodies, in kg au^2 / d^2."""
    _, distance = _separations(state.place)
    others = 1.0 - jnp.eye(masses.shape[0], dtype=distance.dtype)
    kinetic = 0.5 * jnp.sum(masses * jnp.sum(state.velocity**2, axis=-1))
    potential = -0.5 * jnp.sum(masses[:, None] * (gravity * masses)[None, :] * others / distance)
    return kinetic + potential


def simulate(
    state: State, masses: Array, gravity: Array, step: Array, records: int, steps: int
) -> tuple[State, tuple[Array, Array]]:
    """Return the state in the end; the places and the energy at the end of each record of `steps` steps."""
    gm = gravity * masses

    def leap(_: Array, state: State) -> State:
        half = state.velocity + 0.5 * step * _acceleration(state.place, gm)
        place = state.place + step * half
        return State(place, half + 0.5 * step * _acceleration(place, gm))

    def record(state: State, _: None) -> tuple[State, tuple[Array, Array]]:
        state = jax.lax.fori_loop(0, steps, leap, state)
        return state, (state.place, energy(state, masses, gravity))

    return jax.lax.scan(record, state, None, records)
