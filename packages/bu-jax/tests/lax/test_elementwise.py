"""Functions of each element: units of sums, products and roots, and numbers beside arrays."""

import jax
import jax.numpy as jnp
import pytest
from lax_rows import C, Row, Rows, X, Y, check, kept, q

from bu_array import Quantity
from bu_jax import lax
from bu_units import UnitMismatchError


class TestRows(Rows):
    MODULE = "elementwise"
    ROWS = [
        *(kept(name) for name in ("neg", "abs", "floor", "ceil", "round")),
        kept("round", lambda f, x: f(x, jax.lax.RoundingMethod.TO_NEAREST_EVEN)),
        *(kept(name, x=C) for name in ("neg", "abs", "conj", "real", "imag")),
        *(
            Row(name, [(X, "m"), (Y, "m")], "m")
            for name in ("add", "sub", "rem", "nextafter", "max", "min", "complex")
        ),
        Row("mul", [(X, "m"), (Y, "s")], "m s"),
        Row("mul", [(X, "ms"), (Y, "s^-1")], None, lambda f, x, y: f(x, y)),
        Row("div", [(X, "m"), (Y, "s")], "m / s"),
        Row("div", [(X, "m"), (Y, "m")], None),
        Row("pow", [(X, "m")], "m^3", lambda f, x: f(x, 3)),
        Row("pow", [(X, "m")], "m^0.5", lambda f, x: f(x, 0.5)),
        Row("pow", [(X, ""), (Y, "")], None),
        Row("integer_pow", [(X, "m")], "m^-2", lambda f, x: f(x, -2)),
        Row("square", [(X, "m")], "m^2"),
        Row("sqrt", [(X, "m")], "m^0.5"),
        Row("rsqrt", [(X, "m")], "m^-0.5"),
        Row("cbrt", [(X, "m")], "m^(1/3)"),
        Row("reciprocal", [(X, "m")], "1 / m"),
        Row("sign", [(X, "m")], None),
        Row("clamp", [(X, "m"), (Y, "m")], "m", lambda f, x, y: f(y, x, y + y)),
    ]


SAME = ("sub", "add", "rem", "nextafter", "max", "min", "complex")


@pytest.mark.parametrize("name", SAME)
def test_the_second_is_converted(name):
    function, expected = getattr(lax, name), getattr(jax.lax, name)
    for _ in range(2):
        check(function(q("m"), q("km", Y)), expected(X, Y * 1000), "m")
    with pytest.raises(UnitMismatchError, match=rf"^{name}.*\(units are m and s\)\.$"):
        function(q("m"), q("s", Y))
    if name != "rem":
        with pytest.raises(UnitMismatchError, match=rf"^{name}"):
            function(q("m"), Y)
        check(function(q("m"), jnp.zeros_like(X)), expected(X, jnp.zeros_like(X)), "m")


def test_products_and_quotients():
    for _ in range(2):
        check(lax.mul(q("mV"), q("nA", Y)), X * Y, "pW")
        check(lax.mul(q("ms"), q("kHz", Y)), X * Y)
        check(lax.div(q("mV"), q("nA", Y)), X / Y, "Mohm")
        check(lax.div(q("mV"), q("V", Y)), X / Y * jnp.float32(1e-3))
    check(lax.mul(q("m"), 2.0), X * 2, "m")
    check(lax.sub(q("m"), 0.0), X, "m")
    whole = lax.div(Quantity(jnp.array([7, -7]), "m"), Quantity(jnp.array([2, 2]), "s"))
    check(whole, jnp.array([3, -3]), "m / s")


def test_numbers_take_the_dtype_of_the_array():
    for x64 in (False, True):
        with jax.enable_x64(x64):
            for name in ("add", "sub", "max", "min", "eq", "lt"):
                function, expected = getattr(lax, name), getattr(jax.lax, name)
                check(function(q("m"), 0), expected(X, jnp.float32(0)), None if name in ("eq", "lt") else "m")
            check(lax.mul(2, q("m")), X * jnp.float32(2), "m")
            check(lax.div(q("m"), 2.0), X / jnp.float32(2), "m")
            check(lax.pow(q("m"), 0.5), jax.lax.pow(X, jnp.float32(0.5)), "m^0.5")
            check(lax.pow(2.0, X), jax.lax.pow(jnp.float32(2), X))
            check(lax.atan2(X, 2), jax.lax.atan2(X, jnp.float32(2)))
            check(lax.shift_left(jnp.array([1, 2], "int8"), 1), jnp.array([2, 4], "int8"))
            with pytest.raises(TypeError, match="float"):
                lax.max(Quantity(jnp.array([1, 2]), "m"), Quantity(0.5, "m"))


def test_rem_of_a_plain_divisor_is_that_of_the_mantissa():
    check(lax.rem(q("km"), 2 * jnp.ones_like(X)), X % 2, "km")


def test_powers():
    check(lax.pow(q("ms"), 2), X**2, "ms^2")
    check(lax.pow(q("m"), jnp.float32(2)), jax.lax.pow(X, jnp.float32(2)), "m^2")
    check(lax.pow(Quantity(2.0, "m"), 3.0), jnp.float32(8), "m^3")
    check(lax.pow(2.0, X), jax.lax.pow(jnp.float32(2), X))
    check(lax.integer_pow(Quantity(2.0, "m"), 3), jnp.float32(8), "m^3")
    check(lax.reciprocal(lax.sqrt(q("m^2"))), 1 / jnp.sqrt(X), "m^-1")
    for wrong in (q("s", Y), Y):
        with pytest.raises(TypeError, match=r"^pow: the exponent"):
            lax.pow(q("m"), wrong)
    with pytest.raises(TypeError, match="scale degC"):
        lax.integer_pow(q("degC"), 2)
    with pytest.raises(TypeError, match="known"):
        jax.jit(lambda n: lax.pow(q("m"), n))(2.0)


def test_clamp():
    check(lax.clamp(Quantity(2.0, "m"), q("m"), Quantity(0.005, "km")), jnp.clip(X, 2, 5), "m")
    check(lax.clamp(0, q("m"), Quantity(jnp.float32(3), "m")), jnp.clip(X, 0, 3), "m")
    check(lax.clamp(2, X, 5.0), jnp.clip(X, 2, 5))
    with pytest.raises(UnitMismatchError, match=r"^clamp.*units are m and s"):
        lax.clamp(0, q("m"), Quantity(1.0, "s"))
    with pytest.raises(UnitMismatchError, match=r"^clamp"):
        lax.clamp(1.0, q("m"), q("m"))
