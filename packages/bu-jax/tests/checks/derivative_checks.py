"""Arguments of the functions that are differentiated, and a comparison of derivatives."""

import jax.numpy as jnp
import numpy as np

from bu_array import Quantity, math
from bu_units import Unit

LENGTH = Quantity(jnp.array([1.0, 2.0, 3.0]), "m")
TIME = Quantity(jnp.float32(2.0), "s")


def energy(length):
    return math.sum(length * length)


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    np.testing.assert_allclose(result, expected, rtol=1e-6)
