"""Classes that hold an array or a quantity, and what is in them."""

import jax
import jax.numpy as jnp
import numpy as np

from bu_array import Quantity
from bu_jax.custom_array import CustomArray
from bu_units import Unit

X = jnp.array([[4.0, 1.0, 2.0], [1.0, 3.0, 5.0]])
V = jnp.array([3.0, 1.0, 2.0])
SQUARE = jnp.array([[4.0, 1.0], [1.0, 3.0]])
LENGTHS = Quantity(X, "m")


@jax.tree_util.register_pytree_node_class
class Held(CustomArray):
    """A subclass with an attribute."""

    def __init__(self, data):
        self.data = data


class State(CustomArray):
    """A subclass with a property, which sees each new value."""

    def __init__(self, value):
        self.values = [value]

    @property
    def data(self):
        return self.values[-1]

    @data.setter
    def data(self, value):
        self.values.append(value)


def check(result, expected, unit=None):
    assert not isinstance(result, CustomArray)
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    np.testing.assert_allclose(result, expected, rtol=1e-6)
