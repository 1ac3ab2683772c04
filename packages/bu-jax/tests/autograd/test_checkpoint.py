"""checkpoint: the same derivatives with less kept."""

import jax
import jax.numpy as jnp
import numpy as np
from derivative_checks import LENGTH, TIME, check

from bu_array import Quantity, math
from bu_jax import autograd


def test_control_flow_and_checkpoint():
    step = Quantity(0.5, "s")

    def travelled(speed):
        def body(place, _):
            return place + speed * step, place

        place, _ = jax.lax.scan(body, Quantity(jnp.zeros(3), "m"), None, length=4)
        return math.sum(place * place)

    speed = Quantity(jnp.array([1.0, 2.0, 3.0]), "m / s")
    expected = 2 * 4 * np.array([1.0, 2.0, 3.0])
    for function in (
        travelled,
        autograd.checkpoint(travelled),
        jax.jit(travelled),
        jax.checkpoint(travelled),
    ):
        check(autograd.grad(function)(speed), expected, "m s")
    check(jax.jit(autograd.grad(autograd.checkpoint(travelled)))(speed), expected, "m s")
    _, slopes = jax.lax.scan(lambda c, x: (c, autograd.grad(lambda y: y**3)(x)), 0, LENGTH)
    check(slopes, [3.0, 12.0, 27.0], "m^2")

    def either(x):
        return jax.lax.cond(x > Quantity(1.5, "m"), lambda y: y * y, lambda y: y * Quantity(5.0, "m"), x)

    check(jax.vmap(autograd.grad(either))(LENGTH), [5.0, 4.0, 6.0], "m")


def test_checkpoint_passes_its_options():
    def power(x, n):
        return x**n

    saving = autograd.checkpoint(power, static_argnums=1, policy=jax.checkpoint_policies.nothing_saveable)
    assert saving.__name__ == "power"
    check(saving(TIME, 3), 8.0, "s^3")
    check(autograd.grad(lambda t: saving(t, 3))(TIME), 12.0, "s^2")
