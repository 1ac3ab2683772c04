"""Types and bits of numbers: types keep the unit, bits have none."""

import jax.numpy as jnp
import pytest
from lax_rows import N, Row, Rows, kept, pure

from bu_array import Quantity
from bu_jax import lax


class TestRows(Rows):
    MODULE = "bits"
    ROWS = [
        kept("convert_element_type", lambda f, x: f(x, "int32")),
        kept("bitcast_convert_type", lambda f, x: f(x, jnp.int32)),
        kept("reduce_precision", lambda f, x: f(x, 5, 10)),
        *(
            Row(name, [(N, ""), (N % 3, "")], None)
            for name in (
                *("shift_left", "shift_right_arithmetic", "shift_right_logical"),
                *("bitwise_and", "bitwise_or", "bitwise_xor"),
            )
        ),
        pure("bitwise_not", N),
        Row("population_count", [(N, "m")], None),
        Row("clz", [(N, "m")], None),
    ]


@pytest.mark.parametrize("name", ["shift_left", "bitwise_and", "shift_right_logical"])
def test_bits_take_no_unit(name):
    n = jnp.array([1, 2])
    with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in m"):
        getattr(lax, name)(Quantity(n, "m"), n)
