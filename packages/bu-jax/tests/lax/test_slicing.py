"""Parts of arrays, and updates converted to the unit of the array."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import Row, Rows, X, Y, check, kept, q

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_jax import lax
from bu_units import UnitMismatchError


class TestRows(Rows):
    MODULE = "slicing"
    BY_HAND = frozenset(["dynamic_slice_ind_dim"])
    ROWS = [
        kept("slice", lambda f, x: f(x, (0, 1), (2, 3))),
        kept("slice", lambda f, x: f(x, (0, 0), (2, 3), (1, 2))),
        kept("slice_in_dim", lambda f, x: f(x, 0, 1)),
        kept("slice_in_dim", lambda f, x: f(x, 0, None, stride=2, axis=1)),
        kept("index_in_dim", lambda f, x: f(x, 1)),
        kept("index_in_dim", lambda f, x: f(x, 1, 1, False)),
        kept("index_take", lambda f, x: f(x, (jnp.array([1, 0]),), (0,))),
        kept("split", lambda f, x: f(x, (1, 2), axis=1)),
        kept("dynamic_slice", lambda f, x: f(x, (0, 1), (1, 2))),
        kept("dynamic_slice_in_dim", lambda f, x: f(x, 1, 2, axis=1)),
        kept("dynamic_index_in_dim", lambda f, x: f(x, 1, axis=1, keepdims=False)),
        Row("dynamic_update_slice", [(X, "m"), (Y[:1, :2], "m")], "m", lambda f, x, y: f(x, y, (1, 1))),
        Row("dynamic_update_slice_in_dim", [(X, "m"), (Y[:, :2], "m")], "m", lambda f, x, y: f(x, y, 1, 1)),
        Row("dynamic_update_index_in_dim", [(X, "m"), (Y[:, 0], "m")], "m", lambda f, x, y: f(x, y, 2, 1)),
    ]


def test_updates_are_converted():
    row = Quantity(jnp.array([[7.0, 8.0]], "float32"), "km")
    expected = jax.lax.dynamic_update_slice(X, row.mantissa * 1000, (1, 1))
    check(lax.dynamic_update_slice(q("m"), row, (1, 1)), expected, "m")
    check(lax.dynamic_update_slice(operand=q("m"), update=row, start_indices=(1, 1)), expected, "m")
    check(lax.dynamic_update_slice(q("m"), jnp.zeros((1, 2)), (0, 0)), X.at[0, :2].set(0), "m")
    check(lax.dynamic_update_slice_in_dim(q("m"), Quantity(Y[:1], "km"), 0, 0), X.at[0].set(Y[0] * 1000), "m")
    with pytest.raises(UnitMismatchError, match=r"^dynamic_update_slice\b"):
        lax.dynamic_update_slice(q("m"), jnp.ones((1, 2)), (0, 0))
    with pytest.raises(UnitMismatchError, match=r"^dynamic_update_index_in_dim\b"):
        lax.dynamic_update_index_in_dim(q("m"), Quantity(Y[0], "s"), 0, 0)


def test_the_two_spellings():
    check(lax.dynamic_slice_ind_dim(q("m"), 1, 2, axis=1), X[:, 1:], "m")
    check(lax.dynamic_slice_in_dim(q("m"), 1, 2, axis=1), X[:, 1:], "m")
    with pytest.raises(BackendError, match=r"lax\.dynamic_slice_ind_dim requires the jax backend"):
        lax.dynamic_slice_ind_dim(Quantity(np.ones(3), "m"), 0, 1)
