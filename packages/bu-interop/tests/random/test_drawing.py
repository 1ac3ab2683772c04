"""Which library draws, and the shape of what it draws."""

import numpy as np
import pytest

from bu_interop.random.drawing import library_of, shape_of


def test_the_library_is_that_of_the_source():
    rng = np.random.default_rng(0)
    library, source = library_of(rng)
    assert library.name == "numpy"
    assert source is rng
    for wrong in (0, None, np.random, "rng", np.zeros(2)):
        with pytest.raises(TypeError, match="random numbers come from"):
            library_of(wrong)


def test_a_key_and_a_generator():
    jax = pytest.importorskip("jax")
    torch = pytest.importorskip("torch")
    assert library_of(jax.random.key(0))[0].name == "jax"
    assert library_of(jax.random.PRNGKey(0))[0].name == "jax"
    assert library_of(torch.Generator())[0].name == "torch"


def test_shapes():
    assert shape_of(None) == ()
    assert shape_of(3, np.zeros((2, 1))) == (3,)
    assert shape_of((2, 3)) == (2, 3)
    assert shape_of(None, np.zeros((2, 1)), 1.0, np.zeros(3)) == (2, 3)
