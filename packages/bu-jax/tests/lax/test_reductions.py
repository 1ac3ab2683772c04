"""Running and reducing functions, and `reduce` by any function that keeps the unit."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import B, N, Row, Rows, X, Y, check, kept, q

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_jax import lax
from bu_units import Unit, UnitMismatchError


class TestRows(Rows):
    MODULE = "reductions"
    BY_HAND = frozenset(["reduce"])
    ROWS = [
        kept("cumsum", lambda f, x: f(x, 1)),
        kept("cumsum", lambda f, x: f(x, axis=1, reverse=True)),
        kept("cummax", lambda f, x: f(x, 1)),
        kept("cummin", lambda f, x: f(x, 0, reverse=True)),
        Row("cumprod", [(X, "")], None, lambda f, x: f(x, 1)),
        Row("cumlogsumexp", [(X, "")], None, lambda f, x: f(x, 1)),
        kept("reduce_sum", lambda f, x: f(x, (0,))),
        kept("reduce_max", lambda f, x: f(x, (0, 1))),
        kept("reduce_min", lambda f, x: f(x, (1,))),
        Row("reduce_prod", [(X, "m")], "m^3", lambda f, x: f(x, (1,))),
        *(
            Row(name, [(x, "")], None, lambda f, x: f(x, (1,)))
            for name in ("reduce_and", "reduce_or", "reduce_xor")
            for x in (N, B)
        ),
        Row("argmax", [(X, "m")], None, lambda f, x: f(x, 1, jnp.int32)),
        Row("argmin", [(X, "m")], None, lambda f, x: f(x, 1, jnp.int32)),
    ]


@pytest.mark.parametrize("add", [lax.add, jax.lax.add, jnp.add, math.add, lambda a, b: a + b])
@pytest.mark.parametrize("start", [0.0, 0, Quantity(0.0, "km"), Quantity(jnp.float32(0), "m")])
def test_reduce(add, start):
    check(lax.reduce(q("m"), start, add, (0,)), jax.lax.reduce(X, 0.0, jax.lax.add, (0,)), "m")


def test_reduce_by_other_functions():
    low = Quantity(-jnp.inf, "m")
    for larger in (lax.max, jnp.maximum, math.maximum, lambda a, b: jnp.where(a > b, a, b)):
        check(lax.reduce(q("m"), low, larger, (1,)), X.max(axis=1), "m")
    start = Quantity(jnp.float32(0.001), "km")
    check(lax.reduce(q("m"), start, lambda a, b: a + b, (0,)), X.sum(axis=0) + 1, "m")
    check(lax.reduce(X, 1.0, jax.lax.mul, (0,)), X.prod(axis=0))
    jitted = jax.jit(lambda x: lax.reduce(x, 0.0, lax.add, (0, 1)))
    check(jitted(q("m")), X.sum(), "m")


def test_reduce_of_a_tree():
    def both(a, b):
        return {"sum": a["sum"] + b["sum"], "least": jnp.minimum(a["least"], b["least"])}

    result = lax.reduce(
        {"sum": q("m"), "least": Y}, {"sum": Quantity(0.0, "m"), "least": jnp.inf}, both, (0, 1)
    )
    check(result["sum"], X.sum(), "m")
    check(result["least"], Y.min())


@pytest.mark.parametrize("product", [lax.mul, jax.lax.mul, jnp.multiply, lambda a, b: a * b])
def test_reduce_must_keep_the_unit(product):
    with pytest.raises(UnitMismatchError, match=r"^reduce: .* changes the unit \(units are m and m\^2\)"):
        lax.reduce(q("m"), Quantity(1.0, "m"), product, (0,))


def test_reduce_refuses():
    with pytest.raises(UnitMismatchError, match=r"^reduce.*units are m and s"):
        lax.reduce(q("m"), Quantity(0.0, "s"), lax.add, (0,))
    with pytest.raises(UnitMismatchError, match=r"^reduce"):
        lax.reduce(q("m"), 1.0, lax.max, (0,))
    assert lax.reduce(q("m"), -jnp.inf, lax.max, (0,)).unit == Unit("m")  # fits any unit
    with pytest.raises(ValueError, match="differ in structure"):
        lax.reduce([q("m")], 0.0, lax.add, (0,))
    with pytest.raises(BackendError, match=r"lax\.reduce requires the jax backend; got numpy-backed"):
        lax.reduce(Quantity(np.ones(3), "m"), 0.0, lax.add, (0,))
