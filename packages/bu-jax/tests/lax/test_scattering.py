"""Reading and writing at many places: updates are converted, places are plain integers."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import GATHER, INDEX, SCATTER, TWO, Row, Rows, V, X, check, half, kept, q

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_jax import lax
from bu_units import UnitMismatchError


class TestRows(Rows):
    MODULE = "scattering"
    ROWS = [
        kept("gather", lambda f, x: f(x, INDEX, GATHER, (1,)), V),
        kept("gather", lambda f, x: f(x, INDEX + 1, GATHER, (1,), mode="fill"), V),
        *(
            Row(
                name,
                [(V, "m"), (TWO, "m")],
                "m",
                lambda f, x, y: f(x, INDEX, y, SCATTER, unique_indices=True),
            )
            for name in ("scatter", "scatter_add", "scatter_sub", "scatter_min", "scatter_max")
        ),
        Row("scatter_mul", [(V, "m"), (TWO, "")], "m", lambda f, x, y: f(x, INDEX, y, SCATTER)),
        Row(
            "scatter_apply",
            [(V, "m")],
            "m",
            lambda f, x: f(x, INDEX, half, SCATTER, update_shape=(2,)),
        ),
    ]


@pytest.mark.parametrize("name", ["scatter", "scatter_add", "scatter_sub", "scatter_min", "scatter_max"])
def test_scattered_updates_are_converted(name):
    function, updates = getattr(lax, name), jnp.array([5.0, -6.0], "float32")
    expected = getattr(jax.lax, name)(V, INDEX, updates * 1000, SCATTER)
    check(function(q("m", V), INDEX, q("km", updates), SCATTER), expected, "m")
    check(
        function(q("m", V), INDEX, jnp.zeros(2), SCATTER),
        getattr(jax.lax, name)(V, INDEX, jnp.zeros(2), SCATTER),
        "m",
    )
    with pytest.raises(UnitMismatchError, match=rf"^{name}.*units are m and s"):
        function(q("m", V), INDEX, q("s", updates), SCATTER)


def test_scatter_mul_takes_numbers():
    check(lax.scatter_mul(q("m", V), INDEX, jnp.array([2.0, 4.0]), SCATTER), jnp.array([2.0, 2.0, 12.0]), "m")
    with pytest.raises(TypeError, match="scatter_mul: updates takes no unit, got one in s"):
        lax.scatter_mul(q("m", V), INDEX, Quantity(jnp.ones(2), "s"), SCATTER)


@pytest.mark.parametrize("fill", [Quantity(1.0, "km"), Quantity(jnp.float32(1), "km"), 0, None])
def test_gather_fills(fill):
    result = lax.gather(q("m", V), INDEX + 1, GATHER, (1,), mode="fill", fill_value=fill)
    expected = {None: np.nan, 0: 0.0}.get(fill if fill is None or isinstance(fill, int) else 1, 1000.0)
    check(result, jnp.array([2.0, expected], "float32"), "m")


def test_gather_of_another_fill():
    with pytest.raises(UnitMismatchError, match=r"^gather.*units are m and s"):
        lax.gather(q("m", V), INDEX, GATHER, (1,), mode="fill", fill_value=Quantity(1.0, "s"))


def test_indices_are_plain():
    check(jax.jit(lambda i: lax.dynamic_slice(q("m"), (i, 0), (1, 3)))(1), X[1:], "m")
    check(jax.jit(lambda i: lax.dynamic_index_in_dim(q("m"), i))(1), X[1:], "m")
    check(lax.dynamic_index_in_dim(q("m"), Quantity(jnp.array(1))), X[1:], "m")
    with pytest.raises(TypeError, match="dynamic_slice: start_indices takes no unit, got one in s"):
        lax.dynamic_slice(q("m"), (Quantity(1, "s"), 0), (1, 3))
    with pytest.raises(
        BackendError, match=r"lax\.gather requires the jax backend; got numpy-backed Quantity"
    ):
        lax.gather(q("m", V), Quantity(np.array([[0]])), GATHER, (1,))
