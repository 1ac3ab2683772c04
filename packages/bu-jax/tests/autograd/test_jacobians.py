"""Jacobians and Hessians of functions of quantities, over trees."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity, math
from bu_jax import autograd
from bu_units import Unit

X = jnp.array([1.0, 2.0, 3.0])
T = jnp.float32(2.0)
LENGTH, TIME = Quantity(X, "m"), Quantity(T, "s")
JACOBIANS = ["jacobian", "jacrev", "jacfwd"]


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    np.testing.assert_array_equal(result, expected)


@pytest.fixture(params=JACOBIANS)
def jacobian(request):
    return getattr(autograd, request.param)


@pytest.fixture(params=JACOBIANS)
def both(request):
    """The function here and jax's own."""
    return getattr(autograd, request.param), getattr(
        jax, "jacrev" if request.param == "jacobian" else request.param
    )


def test_one_array(both):
    aware, bare = both
    expected = bare(lambda x: x**3)(X)
    check(aware(lambda x: x**3)(LENGTH), expected, "m^2")
    check(jax.jit(aware(lambda x: x**3))(LENGTH), expected, "m^2")
    check(aware(lambda x: x**3)(X), expected)
    check(aware(lambda x: 2 * x)(LENGTH), 2 * np.eye(3))
    check(aware(lambda x: x.to("mm"))(LENGTH), np.eye(3))
    check(aware(lambda x: x.mantissa * TIME)(LENGTH), 2 * np.eye(3), "s / m")
    check(aware(lambda x: math.sum(x * x))(LENGTH), 2 * X, "m")


def test_pairs_of_leaves(both):
    aware, bare = both

    def function(p):
        return {"speed": p["x"] / p["t"], "pair": (p["x"] * p["x"], p["t"] * p["n"]), "n": p["n"]}

    expected = bare(function)({"x": X, "t": T, "n": jnp.float32(3)})
    result = aware(function)({"x": LENGTH, "t": TIME, "n": jnp.float32(3)})
    units = {
        "speed": {"x": "s^-1", "t": "m / s^2", "n": "m / s"},
        "pair": ({"x": "m", "t": "m^2 / s", "n": "m^2"}, {"x": "s / m", "t": None, "n": "s"}),
        "n": {"x": "m^-1", "t": "s^-1", "n": None},
    }
    assert jax.tree.structure(result, is_leaf=is_quantity) == jax.tree.structure(expected)
    jax.tree.map(check, result, expected, units, is_leaf=is_quantity)


def is_quantity(x):
    return isinstance(x, Quantity)


def test_argnums(both):
    aware, bare = both

    def function(x, t, scale):
        return x * x / t * scale

    check(aware(function, 1)(LENGTH, TIME, 2.0), bare(function, 1)(X, T, 2.0), "m^2 / s^2")
    check(aware(function, -2)(LENGTH, TIME, 2.0), bare(function, 1)(X, T, 2.0), "m^2 / s^2")
    by_t, by_x = aware(function, (1, 0))(LENGTH, TIME, scale=2.0)
    expected = bare(function, (1, 0))(X, T, scale=2.0)
    check(by_t, expected[0], "m^2 / s^2")
    check(by_x, expected[1], "m / s")
    (alone,) = aware(function, (0,))(LENGTH, TIME, 2.0)
    check(alone, expected[1], "m / s")
    (alone,) = aware(function, [0])(LENGTH, TIME, 2.0)
    check(alone, expected[1], "m / s")


def test_has_aux(jacobian):
    entries, aux = jacobian(lambda x: (x * x, {"twice": 2 * x}), has_aux=True)(LENGTH)
    check(entries, 2 * np.diag(X), "m")
    check(aux["twice"], 2 * X, "m")


def test_holomorphic(both):
    aware, bare = both
    z = jnp.array([1.0 + 2.0j, 3.0 - 1.0j])
    expected = bare(lambda x: x**2, holomorphic=True)(z)
    check(aware(lambda x: x**2, holomorphic=True)(Quantity(z, "m")), expected, "m")
    with pytest.raises(TypeError, match="holomorphic=True"):
        aware(lambda x: x**2)(Quantity(z, "m"))


@pytest.mark.parametrize("name", ["jacobian", "jacrev"])
def test_allow_int(name):
    n = Quantity(jnp.array([1, 2]), "s")
    result = getattr(autograd, name)(lambda x, n: x * n[0], (0, 1), allow_int=True)(LENGTH, n)
    expected = jax.jacrev(lambda x, n: x * n[0], (0, 1), allow_int=True)(X, n.mantissa)
    check(result[0], expected[0], "s")
    assert result[1].shape == expected[1].shape


def test_composed(jacobian):
    rows = Quantity(jnp.arange(6.0).reshape(2, 3), "m")
    expected = np.stack([2 * np.diag(row) for row in rows.mantissa])
    check(jax.vmap(jacobian(lambda x: x * x))(rows), expected, "m")
    check(jax.jit(jax.vmap(jacobian(lambda x: x * x)))(rows), expected, "m")
    _, stacked = jax.lax.scan(lambda c, x: (c, jacobian(lambda y: y * y)(x)), 0, rows)
    check(stacked, expected, "m")
    check(jacobian(autograd.checkpoint(lambda x: x * x))(LENGTH), 2 * np.diag(X), "m")
    twice = jacobian(jacobian(lambda x: x**3))(LENGTH)
    check(twice, jax.jacfwd(jax.jacrev(lambda x: x**3))(X), "m")


@pytest.mark.parametrize("shape", [(), (0,), (2, 0)])
def test_shapes(jacobian, shape):
    result = jacobian(lambda x: x * x)(Quantity(jnp.ones(shape), "m"))
    assert result.shape == shape * 2
    assert result.unit == Unit("m")


def test_hessian():
    def function(p):
        return math.sum(p["x"] ** 3) * p["t"] ** 2

    plain = jax.hessian(lambda p: jnp.sum(p["x"] ** 3) * p["t"] ** 2)({"x": X, "t": T})
    for hessian in (autograd.hessian(function), jax.jit(autograd.hessian(function))):
        result = hessian({"x": LENGTH, "t": TIME})
        np.testing.assert_allclose(result["x"]["x"].mantissa, plain["x"]["x"], rtol=1e-6)
        assert result["x"]["x"].unit == Unit("m * s^2")
        assert result["x"]["t"].unit == result["t"]["x"].unit == Unit("m^2 * s")
        assert result["t"]["t"].unit == Unit("m^3")
    check(autograd.hessian(function)({"x": LENGTH, "t": TIME})["t"]["x"], plain["t"]["x"], "m^2 s")


def test_hessian_where_the_unit_cancels():
    check(autograd.hessian(lambda x: math.sum(x * x))(LENGTH), 2 * np.eye(3))
    check(autograd.hessian(lambda x, y: x * y, (0, 1))(LENGTH[0], 3.0)[0][1], 1.0)
    result = autograd.hessian(lambda x, t: x * t, (0, 1))(LENGTH[0], TIME)
    check(result[0][1], 1.0)
    check(result[1][1], 0.0, "m / s")


def test_hessian_of_a_tree_and_aux():
    result, aux = autograd.hessian(lambda x: ({"a": x**2, "b": x**3}, 2 * x), has_aux=True)(TIME)
    check(result["a"], 2.0)
    check(result["b"], 12.0, "s")
    check(aux, 4.0, "s")
    rows = Quantity(jnp.array([1.0, 2.0]), "m")
    check(jax.vmap(autograd.hessian(lambda x: x**3))(rows), [6.0, 12.0], "m")


def test_scales():
    temperature = Quantity(jnp.array([20.0, 30.0]), "degC")
    result = autograd.jacfwd(lambda t: t.to("K") * Quantity(2.0, "J"))(temperature)
    check(result, 2 * np.eye(2), "J")
    check(autograd.jacrev(lambda x: (x * Quantity(2.0, "K / m")).to("degC"))(LENGTH), 2 * np.eye(3), "K / m")


def test_a_factor_is_folded_in_where_the_dimension_cancels():
    check(autograd.jacrev(lambda x: x.to("mm") * 1.0)(LENGTH), np.eye(3))
    check(autograd.jacrev(lambda x: Quantity(x.mantissa, "km"))(LENGTH), 1000 * np.eye(3))
    check(autograd.hessian(lambda x: Quantity(x.mantissa**2, "km^2"))(TIME * Unit("m/s")), 2e6)
