"""What changes in place: `data` is bound once to the result, or changes itself."""

import jax.numpy as jnp
import pytest
from held_arrays import LENGTHS, Held, State, X, check

from bu_array import Quantity


@pytest.mark.parametrize("make", [Held, State])
def test_in_place(make):
    held = same = make(X)
    held += 1
    held *= make(jnp.float32(2.0))
    held -= jnp.ones(3)
    held /= 4
    assert held is same
    check(held.data, ((X + 1) * 2 - 1) / 4)
    held **= 2
    held //= 1
    held %= 3
    held @= jnp.ones((3, 2))
    check(held.data, (((((X + 1) * 2 - 1) / 4) ** 2 // 1) % 3) @ jnp.ones((3, 2)))
    bits = Held(jnp.array([5, 6]))
    bits &= 7
    bits |= 8
    bits ^= 1
    bits <<= 2
    bits >>= 1
    check(bits.data, ((((jnp.array([5, 6]) & 7) | 8) ^ 1) << 2) >> 1)
    lengths = make(LENGTHS)
    lengths *= Quantity(2.0, "s")
    check(lengths.data, X * 2, "m s")
    check(LENGTHS, X, "m")


def test_methods_in_place():
    state = State(LENGTHS)
    state.fill(Quantity(2.0, "km"))
    check(state.data, jnp.full((2, 3), 2000.0), "m")
    state.put(jnp.array([0, 5]), Quantity(jnp.array([1.0, 2.0]), "m"))
    check(state.data, jnp.array([[1.0, 2000, 2000], [2000, 2000, 2]]), "m")
    state.resize((2, 2))
    check(state.data, jnp.array([[1.0, 2000], [2000, 2000]]), "m")
    assert state.clamp_(max_data=Quantity(1.5, "km")) is state
    check(state.data, jnp.array([[1.0, 1500], [1500, 1500]]), "m")
    assert state.zero_() is state
    check(state.data, jnp.zeros((2, 2)), "m")
    check(LENGTHS, X, "m")
