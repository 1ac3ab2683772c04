"""`lax` is that of bu_jax."""

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")


def test_the_names_are_those_of_bu_jax():
    from bu_jax import lax

    assert u.lax.__name__ == "brainunit.lax"
    assert u.lax.__all__ == lax.__all__
    for name in lax.__all__:
        assert getattr(u.lax, name) is getattr(lax, name)


def test_units():
    found = u.lax.mul(jax.numpy.array([2.0, 3.0]) * u.mV, jax.numpy.array([4.0, 5.0]) * u.nA)
    assert found.unit is u.pW
    assert found.mantissa.tolist() == [8.0, 15.0]
    with pytest.raises(u.BackendError, match=r"brainunit\.lax\.neg requires the jax backend"):
        u.lax.neg(np.ones(2) * u.mV)
