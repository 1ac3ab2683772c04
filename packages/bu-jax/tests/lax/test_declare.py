"""How functions of jax.lax are declared: numbers alone, lists as arrays, and all on the list."""

import inspect

import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import check, q

from bu_array import Quantity
from bu_array.declare.arrays import DECLARED
from bu_dispatch import BackendError
from bu_jax import lax


@pytest.mark.parametrize("name", ["cumprod", "reduce_and", "bitwise_not"])
def test_numbers_alone(name):
    args = ((0,),) if name == "reduce_and" else ()
    with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in m"):
        getattr(lax, name)(q("m"), *args)


def test_lists_are_arrays():
    check(lax.sort([3.0, 1.0, 2.0]), jnp.array([1.0, 2.0, 3.0]))
    check(lax.add([1.0, 2.0], [1.0, 1.0]), jnp.array([2.0, 3.0]))
    check(lax.neg([Quantity(jnp.float32(1), "m"), Quantity(jnp.float32(2), "km")]), -jnp.array([1, 2e3]), "m")
    check(lax.neg(3.0), jnp.float32(-3))


@pytest.mark.parametrize("sequence", [list, tuple])
@pytest.mark.parametrize("name", ["abs", "cumsum", "neg", "sort"])
def test_other_libraries_are_refused_in_sequences(name, sequence):
    items = sequence([Quantity(np.ones(2), "m"), Quantity(np.ones(2), "m")])
    with pytest.raises(BackendError, match=rf"lax\.{name} requires the jax backend; got numpy-backed"):
        getattr(lax, name)(items)


def test_declarations():
    declared = {row.name for row in DECLARED if row.module.startswith("bu_jax.lax")}
    assert declared == set(lax.__all__) - {"broadcast_shapes"}
    for name in lax.__all__:
        assert inspect.getdoc(getattr(lax, name))
