"""Other shapes of the same elements; arrays joined and padded."""

import jax.numpy as jnp
import pytest
from lax_rows import Row, Rows, X, Y, check, kept, q

from bu_array import Quantity
from bu_jax import lax
from bu_units import UnitMismatchError


class TestRows(Rows):
    MODULE = "shapes"
    BY_HAND = frozenset(["broadcast_shapes"])
    ROWS = [
        kept("broadcast", lambda f, x: f(x, (2, 1))),
        kept("broadcast_in_dim", lambda f, x: f(x, (2, 4, 3), (0, 2))),
        kept("broadcast_to_rank", lambda f, x: f(x, 4)),
        kept("collapse", lambda f, x: f(x, 0)),
        kept("collapse", lambda f, x: f(x, 0, 1)),
        kept("expand_dims", lambda f, x: f(x, (0, 2))),
        kept("squeeze", lambda f, x: f(x, (0,)), X[:1]),
        kept("reshape", lambda f, x: f(x, (3, 2))),
        kept("reshape", lambda f, x: f(x, (6,), (1, 0))),
        kept("transpose", lambda f, x: f(x, (1, 0))),
        kept("rev", lambda f, x: f(x, (1,))),
        Row("concatenate", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f([x, y], 1)),
        Row("pad", [(X, "m"), (Y[0, 0], "m")], "m", lambda f, x, y: f(x, y, [(1, 0, 0), (0, 1, 1)])),
    ]


def test_joined_and_padded():
    check(lax.concatenate([q("m"), q("km", Y)], 0), jnp.concatenate([X, Y * 1000]), "m")
    check(
        lax.pad(q("m"), Quantity(1.0, "km"), [(1, 0, 0), (0, 0, 0)]), jnp.vstack([1000 + 0 * X[:1], X]), "m"
    )
    check(lax.pad(q("m"), 0, [(1, 0, 0), (0, 0, 0)]), jnp.vstack([0 * X[:1], X]), "m")
    with pytest.raises(UnitMismatchError, match=r"^pad.*units are m and s"):
        lax.pad(q("m"), Quantity(1.0, "s"), [(1, 0, 0), (0, 0, 0)])
    assert lax.broadcast_shapes((2, 1), (1, 3)) == (2, 3)
