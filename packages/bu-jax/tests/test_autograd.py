"""Gradients of functions of quantities."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd
from bu_units import Unit, UnitMismatchError

LENGTH = Quantity(jnp.array([1.0, 2.0, 3.0]), "m")
TIME = Quantity(jnp.float32(2.0), "s")


def energy(length):
    return math.sum(length * length)


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    np.testing.assert_allclose(result, expected, rtol=1e-6)


def test_grad():
    check(autograd.grad(energy)(LENGTH), [2.0, 4.0, 6.0], "m")
    check(jax.jit(autograd.grad(energy))(LENGTH), [2.0, 4.0, 6.0], "m")
    check(autograd.grad(energy)(LENGTH.mantissa), [2.0, 4.0, 6.0])
    check(autograd.grad(jax.jit(energy))(LENGTH), [2.0, 4.0, 6.0], "m")


def test_the_dimension_cancels():
    check(autograd.grad(lambda x: math.sum(x))(LENGTH), [1.0, 1.0, 1.0])
    check(autograd.grad(lambda x: math.sum(x.to("mm")))(LENGTH), [1.0, 1.0, 1.0])
    check(autograd.grad(lambda x: math.sum(x / Quantity(2.0, "m")))(LENGTH), [0.5] * 3, "m^-1")


def test_it_is_the_slope():
    step = 1e-3
    at = Quantity(jnp.float32(0.7), "m")

    def function(x):
        return math.sin(x / Quantity(1.0, "m")) * Quantity(3.0, "kJ")

    slope = autograd.grad(function)(at)
    assert slope.unit == Unit("kN")
    difference = (function(at + Quantity(step, "m")) - function(at - Quantity(step, "m"))) / Quantity(
        2 * step, "m"
    )
    assert float(slope / difference) == pytest.approx(1, rel=1e-3)


def test_argnums():
    def speed(x, t):
        return math.sum(x) / t

    check(autograd.grad(speed, 1)(LENGTH, TIME), -1.5, "m / s^2")
    first, second = autograd.grad(speed, (0, 1))(LENGTH, TIME)
    check(first, [0.5] * 3, "s^-1")
    check(second, -1.5, "m / s^2")
    value, (first, second) = autograd.value_and_grad(speed, argnums=(0, 1))(LENGTH, TIME)
    check(value, 3.0, "m / s")
    check(first, [0.5] * 3, "s^-1")
    check(autograd.grad(speed)(LENGTH, t=TIME), [0.5] * 3, "s^-1")


def test_pytrees_of_arguments():
    def action(p):
        return math.sum(p["x"] * p["x"]) * p["t"] * p["plain"]

    slopes = autograd.grad(action)({"x": LENGTH, "t": TIME, "plain": jnp.float32(1)})
    check(slopes["x"], [4.0, 8.0, 12.0], "m s")
    check(slopes["t"], 14.0, "m^2")
    check(slopes["plain"], 28.0, "m^2 s")


def test_value_and_grad():
    value, slope = autograd.value_and_grad(energy)(LENGTH)
    check(value, 14.0, "m^2")
    check(slope, [2.0, 4.0, 6.0], "m")
    value, slope = autograd.value_and_grad(lambda x: (x * x).sum())(LENGTH.mantissa)
    check(value, 14.0)


def test_has_aux():
    def function(x):
        return energy(x), {"twice": x * 2, "text": 3}

    slope, aux = autograd.grad(function, has_aux=True)(LENGTH)
    check(slope, [2.0, 4.0, 6.0], "m")
    check(aux["twice"], [2.0, 4.0, 6.0], "m")
    (value, aux), slope = autograd.value_and_grad(function, has_aux=True)(LENGTH)
    check(value, 14.0, "m^2")
    assert aux["text"] == 3


def test_second_derivatives():
    cube = autograd.grad(lambda x: x * x * x)
    check(cube(TIME), 12.0, "s^2")
    check(autograd.grad(cube)(TIME), 12.0, "s")
    check(autograd.grad(autograd.grad(cube))(TIME), 6.0)


def test_python_numbers_and_numpy_scalars():
    check(autograd.grad(lambda x: x * x)(Quantity(3.0, "m")), 6.0, "m")
    check(autograd.grad(lambda x: x * x)(Quantity(np.float32(3), "m")), 6.0, "m")


@pytest.mark.parametrize("name", ["grad", "value_and_grad"])
def test_another_library_is_refused(name):
    other = Quantity(np.array([1.0]), "m")
    for call in (lambda f: f(other), lambda f: f(LENGTH, other), lambda f: f(LENGTH, z=other)):
        with pytest.raises(BackendError) as error:
            call(getattr(autograd, name)(lambda *args, **kwargs: energy(args[0])))
        assert str(error.value) == (
            f"brainunit.autograd.{name} requires the jax backend; got numpy-backed Quantity. "
            "Call .to_jax() on the input first."
        )


def test_a_torch_quantity_is_refused():
    record = get_backend("torch")
    if not record.usable():
        pytest.skip("torch is not usable")
    with pytest.raises(BackendError, match="got torch-backed Quantity"):
        autograd.grad(energy)(Quantity(record.asarray([1.0]), "m"))


def test_what_jax_refuses():
    with pytest.raises(TypeError, match="scalar-output"):
        autograd.grad(lambda x: x * x)(LENGTH)
    with pytest.raises(TypeError):
        autograd.grad(energy)(Quantity(jnp.array([1, 2]), "m"))
    with pytest.raises(UnitMismatchError):
        autograd.grad(lambda x: math.sum(x) + TIME)(LENGTH)
    check(autograd.grad(energy, allow_int=False)(LENGTH), [2.0, 4.0, 6.0], "m")


def test_names_and_docstrings_pass_through():
    assert autograd.grad(energy).__name__ == "energy"
    assert autograd.value_and_grad(energy).__name__ == "energy"
    assert autograd.__all__ == ["grad", "value_and_grad"]
