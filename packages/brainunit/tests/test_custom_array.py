"""`custom_array` is that of bu_jax."""

import numpy as np
import pytest

import brainunit as u

pytest.importorskip("jax")


def test_the_names_are_those_of_bu_jax():
    from bu_jax import custom_array

    assert u.custom_array.__name__ == "brainunit.custom_array"
    assert u.custom_array.__all__ == custom_array.__all__
    for name in custom_array.__all__:
        assert getattr(u.custom_array, name) is getattr(custom_array, name)


def test_units():
    class Weight(u.CustomArray):
        def __init__(self, data):
            self.data = data

    weight = Weight(np.array([1.0, 2.0]) * u.mS)
    assert str(weight * (3 * u.mV)) == "[3. 6.] uA"
    assert u.custom_array.maybe_custom_array(weight) is weight.data
    assert u.CustomArray is u.custom_array.CustomArray
