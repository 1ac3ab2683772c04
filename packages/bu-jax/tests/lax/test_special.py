"""Functions of pure numbers, and the option to scale."""

import inspect

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import UNIT, C, Row, Rows, X, Y, check, pure, q

from bu_array import Quantity
from bu_array.declare.arrays import DECLARED
from bu_jax import lax
from bu_units import Unit, UnitMismatchError


class TestRows(Rows):
    MODULE = "special"
    ROWS = [
        *(
            pure(name, UNIT)
            for name in (
                *("exp", "exp2", "expm1", "log", "log1p", "logistic", "sin", "cos", "tan", "asin", "acos"),
                *("atan", "sinh", "cosh", "tanh", "asinh", "atanh", "erf", "erfc", "erf_inv", "lgamma"),
                *("digamma", "bessel_i0e", "bessel_i1e"),
            )
        ),
        pure("acosh", X),
        *(pure(name, X, Y) for name in ("atan2", "igamma", "igammac", "igamma_grad_a", "random_gamma_grad")),
        pure("polygamma", jnp.ones_like(X), Y),
        pure("zeta", X, Y),
        pure("betainc", X, Y, UNIT),
        Row("fft", [(C, "")], None, lambda f, x: f(x, "FFT", (3,))),
    ]


PURE = sorted({d.name for d in DECLARED if d.module == "bu_jax.lax.special"} - {"fft"})


@pytest.mark.parametrize("name", PURE)
def test_unit_to_scale(name):
    function = getattr(lax, name)
    parameters = inspect.signature(function).parameters
    count = list(parameters).index("unit_to_scale")
    xs = [jnp.array([0.25, 0.5, 0.75], "float32")] * count
    if name == "polygamma":
        xs[0] = jnp.ones(3, "float32")
    expected = getattr(jax.lax, name)(*xs)
    unit = Unit("mV")
    check(function(*(Quantity(x, "mV") for x in xs), unit_to_scale=unit), expected)
    check(function(*(Quantity(x, "mV") for x in xs), unit), expected)
    with pytest.raises(TypeError, match=rf"^{name} needs a dimensionless argument, got one in mV"):
        function(*(Quantity(x, "mV") for x in xs))
    with pytest.raises(UnitMismatchError, match=rf"^{name} with unit_to_scale.*units are s and mV"):
        function(*(Quantity(x, "mV") for x in xs), unit_to_scale=Unit("s"))
    with pytest.raises(TypeError, match=r"unit_to_scale must be a Unit or a text.*got int"):
        function(*xs, unit_to_scale=3)


def test_scales_of_pure_numbers_are_folded_in():
    np.testing.assert_allclose(lax.sin(Quantity(jnp.array([90.0]), "deg")), [1.0], rtol=1e-6)
    np.testing.assert_allclose(lax.atan2(q("mV/V"), Y), jnp.arctan2(X / 1000, Y), rtol=1e-6)
    check(lax.collapse(q("km"), 0, unit_to_scale=Unit("m")), X.ravel() * 1000)
    with pytest.raises(TypeError, match="fft needs a dimensionless"):
        lax.fft(q("m"), "FFT", (3,))
    scaled = lax.fft(Quantity(X + 0j, "m"), "FFT", (3,), unit_to_scale=Unit("m"))
    check(scaled, jax.lax.fft(X + 0j, "FFT", (3,)))
    check(lax.cumlogsumexp(q("mV"), 1, unit_to_scale=Unit("mV")), jax.lax.cumlogsumexp(X, 1))
