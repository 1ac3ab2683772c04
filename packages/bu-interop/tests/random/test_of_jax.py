"""Quantities from a key of jax: its own numbers, and numpy's distributions."""

import numpy as np
import pytest
from random_checks import OF_EITHER, VOLT, compare

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_interop import random

OF_JAX = "normal uniform laplace gumbel logistic exponential rayleigh gamma triangular wald".split()


@pytest.mark.slow
@pytest.mark.parametrize("name", [*OF_JAX, *OF_EITHER, "beta", "chisquare", "f", "standard_t"])
def test_jax_draws_from_the_same_distribution(name):
    jax = pytest.importorskip("jax")
    compare(name, jax.random.key(1))


def test_jax_draws_as_jax_does():
    jax = pytest.importorskip("jax")
    key = jax.random.key(4)
    found = jax.jit(lambda k: random.normal(k, Quantity(1.0, "V"), Quantity(500.0, "mV"), (3,)))(key)
    assert found.unit is VOLT
    assert np.array_equal(found.mantissa, jax.jit(lambda k: 1.0 + 0.5 * jax.random.normal(k, (3,)))(key))
    q = Quantity(jax.numpy.arange(5.0), "mV")
    assert np.array_equal(random.permutation(key, q).mantissa, jax.random.permutation(key, q.mantissa))
    assert np.array_equal(random.choice(key, q, (2, 2)).mantissa, jax.random.choice(key, q.mantissa, (2, 2)))
    assert random.multivariate_normal(
        key, Quantity(jax.numpy.zeros(2), "V"), Quantity(np.eye(2), "V^2"), 3
    ).shape == (3, 2)
    assert jax.vmap(lambda k: random.exponential(k, Quantity(2.0, "ms")))(jax.random.split(key, 3)).shape == (
        3,
    )
    with pytest.raises(BackendError, match="permutation"):
        random.shuffle(key, q)
    with pytest.raises(BackendError, match="jax has no such distribution"):
        random.zipf(key, 2.0)
