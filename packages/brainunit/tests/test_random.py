"""`random` is that of bu_interop."""

import numpy as np

import brainunit as u


def test_the_names_are_those_of_bu_interop():
    from bu_interop import random

    assert u.random.__name__ == "brainunit.random"
    assert u.random.__all__ == random.__all__
    for name in random.__all__:
        assert getattr(u.random, name) is getattr(random, name)


def test_units():
    found = u.random.normal(np.random.default_rng(1), -65.0 * u.mV, 0.5 * u.mV, 3)
    assert found.unit is u.mV
    assert np.array_equal(found.mantissa, np.random.default_rng(1).normal(-65.0, 0.5, 3))
