"""jax.lax for quantities as a whole: scales, derivatives, programs; each module has a file of its own."""

import re

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from lax_rows import INDEX, SCATTER, X, Y, check, q

from bu_array import Quantity
from bu_jax import autograd, lax
from bu_units import Unit

# ---------------------------------------------------------------- conversions


# ---------------------------------------------------------------- pure numbers


# ---------------------------------------------------------------- slices and scatters


# ---------------------------------------------------------------- creation


# ---------------------------------------------------------------- reduce


# ---------------------------------------------------------------- linear algebra


# ---------------------------------------------------------------- values on a scale

MOVED = {
    "slice": ((0, 0), (1, 2)),
    "dynamic_slice": ((0, 0), (1, 2)),
    "sort": (),
    "cummax": (),
    "reduce_min": ((0,),),
    "reshape": ((6,),),
    "broadcast": ((2,),),
    "convert_element_type": ("float32",),
}


@pytest.mark.parametrize("name", MOVED)
def test_values_on_a_scale_are_moved_and_picked(name):
    check(getattr(lax, name)(q("degC"), *MOVED[name]), getattr(jax.lax, name)(X, *MOVED[name]), "degC")


def test_values_on_a_scale():
    values, places = lax.top_k(q("degC"), 2)
    check(values, jax.lax.top_k(X, 2)[0], "degC")
    check(places, jax.lax.top_k(X, 2)[1])
    kelvin = lax.max(q("degC"), q("K", X + 273.15))
    assert kelvin.unit == Unit("degC")
    np.testing.assert_allclose(kelvin.mantissa, X, atol=1e-4)
    for name, args in {"cumsum": (), "svd": (), "sqrt": (), "reduce_prod": ((0,),), "exp": ()}.items():
        with pytest.raises(TypeError, match="scale degC"):
            getattr(lax, name)(q("degC"), *args)


# ---------------------------------------------------------------- jax

# A differentiable function of X in metres for each chapter, and the unit of its result.
FAMILIES = {
    "elementwise": (lambda f, x: f.mul(f.sqrt(x), f.integer_pow(x, 2)), "m^2.5"),
    "comparison": (lambda f, x: f.select(Y > 2, x, f.neg(x)), "m"),
    "special": (lambda f, x: f.sin(f.div(x, x)), None),
    "slicing": (lambda f, x: f.dynamic_slice(f.rev(x, (1,)), (1, 0), (1, 2)), "m"),
    "scattering": (lambda f, x: f.scatter_add(f.index_in_dim(x, 0, 0, False), INDEX, x[1, :2], SCATTER), "m"),
    "shapes": (lambda f, x: f.pad(f.reshape(x, (6,)), x[0, 0], [(1, 1, 1)]), "m"),
    "reductions": (lambda f, x: f.mul(f.reduce_max(x, (0,)), f.reduce_sum(f.cumsum(x), (0,))), "m^2"),
    "reduce": (lambda f, x: f.reduce(x, 0.0, f.add, (0,)), "m"),
    "sorting": (lambda f, x: f.mul(f.sort(x), f.top_k(x, 3)[0]), "m^2"),
    "products": (lambda f, x: f.dot_general(x, x, (((1,), (1,)), ((), ()))), "m^2"),
}


def total(function, namespace):
    return lambda x: function(namespace, x).sum()


@pytest.mark.parametrize("family", FAMILIES)
def test_derivatives_are_jaxs(family):
    function, unit = FAMILIES[family]
    expected = jax.grad(total(function, jax.lax))(X)
    slope = autograd.grad(total(function, lax))(q("m"))
    per = (Unit(unit) if unit else Unit("1")) / Unit("m")
    check(slope, expected, None if per.is_unitless else str(per))


@pytest.mark.parametrize("family", FAMILIES)
def test_vmap(family):
    function, unit = FAMILIES[family]
    stack = jnp.stack([X, X + 1, Y + 7])
    expected = jax.vmap(lambda x: function(jax.lax, x))(stack)
    check(jax.vmap(lambda x: function(lax, x))(q("m", stack)), expected, unit)


def text(function, *args):
    program = jax.jit(function).lower(*args).as_text()
    return re.sub(r'jax.result_info = "[^"]*"', "", re.sub(r"@jit_\w+", "@jit", program))


@pytest.mark.parametrize("family", FAMILIES)
def test_the_program_is_jaxs(family):
    function, _ = FAMILIES[family]
    assert text(lambda x: function(lax, x), q("m")) == text(lambda x: function(jax.lax, x), X)


def test_equal_units_are_compiled_once():
    traced = []

    @jax.jit
    def function(x):
        traced.append(x)
        return lax.cumsum(lax.mul(x, x))

    for unit in ("m", "m", "km", "m"):
        function(q(unit))
    assert len(traced) == 2


def test_no_leaks_no_rank_promotion_no_nan():
    with jax.checking_leaks(), jax.numpy_rank_promotion("raise"), jax.debug_nans(True):
        result = jax.jit(lambda x: lax.clamp(0, lax.sub(x, q("km", Y)), Quantity(1.0, "km")))(q("m"))
        check(result, jnp.clip(X - Y * 1000, 0, 1000), "m")
        check(lax.reduce(q("m"), Quantity(0.0, "km"), lambda a, b: a + b, (0,)), X.sum(axis=0), "m")


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_precision_is_kept(dtype):
    with jax.enable_x64():
        x = X.astype(dtype)
        for result in (
            lax.sub(q("m", x), q("km", x)),
            lax.clamp(0, q("m", x), Quantity(1.0, "km")),
            lax.pad(q("m", x), 0.0, [(1, 0, 0), (0, 0, 0)]),
            lax.reduce(q("m", x), Quantity(0.0, "km"), lambda a, b: a + b, (0,)),
            lax.scatter_add(q("m", x[0]), INDEX, q("km", x[1, :2]), SCATTER),
            lax.mul(q("mV", x), q("s", x)),
        ):
            assert result.dtype == dtype


# ---------------------------------------------------------------- other libraries, and the list
