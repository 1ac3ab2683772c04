"""`sparse` is that of bu_jax."""

import numpy as np
import pytest

import brainunit as u

jax = pytest.importorskip("jax")


def test_the_names_are_those_of_bu_jax():
    from bu_jax import sparse

    assert u.sparse.__name__ == "brainunit.sparse"
    assert u.sparse.__all__ == sparse.__all__
    for name in sparse.__all__:
        assert getattr(u.sparse, name) is getattr(sparse, name)


def test_units():
    matrix = u.sparse.CSR.fromdense(jax.numpy.array([[0.0, 2.0], [3.0, 0.0]]) * u.mS)
    found = matrix @ (jax.numpy.array([1.0, 2.0]) * u.mV)
    assert found.unit is u.uA
    assert found.mantissa.tolist() == [4.0, 3.0]
    with pytest.raises(u.BackendError, match=r"brainunit\.sparse\.csr_fromdense requires the jax backend"):
        u.sparse.CSR.fromdense(np.eye(2) * u.mS)
