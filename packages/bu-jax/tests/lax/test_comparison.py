"""Comparisons convert the second operand; a choice has the unit of the first."""

import jax
import jax.numpy as jnp
import pytest
from lax_rows import B, Row, Rows, X, Y, check, q

from bu_jax import lax
from bu_units import UnitMismatchError


class TestRows(Rows):
    MODULE = "comparison"
    ROWS = [
        *(Row(name, [(X, "m"), (Y, "m")], None) for name in ("eq", "ne", "lt", "le", "gt", "ge")),
        Row("is_finite", [(X, "m")], None),
        Row("select", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f(B, x, y)),
        Row("select_n", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f(B, x, y)),
    ]


@pytest.mark.parametrize("name", ["eq", "ne", "lt", "le", "gt", "ge"])
def test_comparisons(name):
    function, expected = getattr(lax, name), getattr(jax.lax, name)
    check(function(q("m"), q("km", Y)), expected(X, Y * 1000))
    check(function(q("m"), 0.0), expected(X, jnp.zeros_like(X)))
    with pytest.raises(UnitMismatchError, match=f"^{name}: "):
        function(q("m"), q("s", Y))


def test_choice():
    pred = X > 2
    check(lax.select(pred, q("m"), q("km", Y)), jnp.where(pred, X, Y * 1000), "m")
    which = jnp.array([[0, 1, 2], [2, 1, 0]], "int32")
    three = lax.select_n(which, q("m"), q("km", Y), jnp.zeros_like(X))
    check(three, jax.lax.select_n(which, X, Y * 1000, jnp.zeros_like(X)), "m")
    with pytest.raises(TypeError, match="select: pred takes no unit"):
        lax.select(q("m"), q("m"), q("m"))
    with pytest.raises(UnitMismatchError, match=r"^select.*units are m and s"):
        lax.select(pred, q("m"), q("s"))
