"""New arrays, with a unit where one is given."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import Row, Rows, X, Y, check, q

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_jax import lax
from bu_units import Unit, UnitMismatchError


class TestRows(Rows):
    MODULE = "creation"
    BY_HAND = frozenset(["broadcasted_iota", "iota", "zeros_like_array"])
    ROWS = [
        Row("full", [(Y[0, 0], "m")], "m", lambda f, x: f((2, 3), x)),
        Row("full", [(Y[0, 0], "m")], "m", lambda f, x: f((2,), x, jnp.int32)),
        Row("full_like", [(X, "m"), (Y[0, 0], "m")], "m"),
    ]


def test_creation():
    check(lax.iota("int32", 3), jnp.arange(3, dtype="int32"))
    check(lax.iota("float32", 3, unit=Unit("mV")), jnp.arange(3, dtype="float32"), "mV")
    check(lax.broadcasted_iota("int32", (2, 3), 1), jax.lax.broadcasted_iota("int32", (2, 3), 1))
    check(
        lax.broadcasted_iota("int32", (2, 3), 0, unit=Unit("s")),
        jax.lax.broadcasted_iota("int32", (2, 3), 0),
        "s",
    )
    with pytest.raises(TypeError, match=r"iota: unit must be a Unit or a text.*got int"):
        lax.iota("int32", 3, unit=3)
    check(lax.iota("int32", 3, unit="mV"), jnp.arange(3), "mV")
    check(lax.full((2,), Quantity(3.0, "m")), jnp.full(2, 3.0), "m")
    check(lax.full((2,), 3), jnp.full(2, 3))
    check(lax.full_like(q("m"), Quantity(1.0, "km")), jnp.full_like(X, 1000), "m")
    check(lax.full_like(q("m"), 0), jnp.zeros_like(X), "m")
    with pytest.raises(UnitMismatchError, match=r"^full_like"):
        lax.full_like(q("m"), 1.0)


def test_zeros_like_array():
    check(lax.zeros_like_array(q("m")), jnp.zeros_like(X), "m")
    check(lax.zeros_like_array(q("m"), unit=Unit("km")), jnp.zeros_like(X), "km")
    check(lax.zeros_like_array(X), jnp.zeros_like(X))
    check(lax.zeros_like_array(X, Unit("s")), jnp.zeros_like(X), "s")
    with pytest.raises(UnitMismatchError, match=r"^zeros_like_array.*units are m and s"):
        lax.zeros_like_array(q("m"), unit=Unit("s"))
    with pytest.raises(BackendError, match="zeros_like_array requires the jax backend"):
        lax.zeros_like_array(Quantity(np.ones(2), "m"))
