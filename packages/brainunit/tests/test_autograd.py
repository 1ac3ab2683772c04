"""`autograd` is that of bu_jax."""

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")


def test_the_names_are_those_of_bu_jax():
    from bu_jax import autograd

    assert u.autograd.__name__ == "brainunit.autograd"
    assert u.autograd.__all__ == autograd.__all__
    for name in autograd.__all__:
        assert getattr(u.autograd, name) is getattr(autograd, name)


def test_units():
    slope = u.autograd.grad(lambda x: u.math.sum(x * x))(jax.numpy.array([1.0, 2.0]) * u.metre)
    assert slope.unit == u.metre
    assert slope.mantissa.tolist() == [2.0, 4.0]
    with pytest.raises(u.BackendError, match=r"brainunit\.autograd\.grad requires the jax backend"):
        u.autograd.grad(u.math.sum)(np.ones(2) * u.metre)
