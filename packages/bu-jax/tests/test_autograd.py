"""Gradients of functions of quantities."""

import re

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


@pytest.mark.parametrize(
    "name", ["grad", "value_and_grad", "vector_grad", "jacobian", "jacrev", "jacfwd", "hessian", "checkpoint"]
)
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


def test_bare_arrays_of_another_library_are_refused():
    torch = get_backend("torch")
    if not torch.usable():
        pytest.skip("torch is not usable")
    with pytest.raises(BackendError, match="got torch-backed array"):
        autograd.grad(energy)({"x": torch.asarray([1.0])})
    check(autograd.grad(energy)(np.array([1.0, 2.0], np.float32)), [2.0, 4.0])  # jax takes numpy's


def test_only_scalars_have_a_gradient():
    with pytest.raises(
        TypeError, match=r"^grad: gradients are of scalar-output .* shape \(3,\) in m\^2; use"
    ):
        autograd.grad(lambda x: x * x)(LENGTH)
    with pytest.raises(TypeError, match=r"^value_and_grad: .* output of shape \(3,\); use jacobian"):
        autograd.value_and_grad(lambda x: x)(jnp.ones(3))
    with pytest.raises(TypeError, match=r"scalar-output functions, got an output of 2 leaves"):
        autograd.grad(lambda x: (x, x))(TIME)
    with pytest.raises(TypeError, match=r"returns a pair \(value, aux\)"):
        autograd.grad(energy, has_aux=True)(LENGTH)
    with pytest.raises(UnitMismatchError):
        autograd.grad(lambda x: math.sum(x) + TIME)(LENGTH)


@pytest.mark.parametrize("name", ["grad", "value_and_grad", "vector_grad", "jacobian", "jacfwd", "hessian"])
def test_integers_have_no_derivative(name):
    tree = {"n": Quantity(jnp.array([1, 2]), "m"), "x": LENGTH}
    way_out = "allow_int=True" if name in ("grad", "value_and_grad", "jacobian") else "floating$"
    with pytest.raises(TypeError, match=rf"^{name}: .* argument 1\['n'\] has dtype int32.*{way_out}"):
        getattr(autograd, name)(lambda t, p: math.sum(p["x"]), argnums=1)(TIME, tree)
    with pytest.raises(ValueError, match="argnums=2 needs 3 positional arguments, got 2"):
        getattr(autograd, name)(lambda t, p: math.sum(p["x"]), argnums=2)(TIME, tree)


def test_allow_int():
    def function(x, n):
        return math.sum(x) * n

    n = Quantity(jnp.array(3), "s")
    for last in (1, -1):
        by_x, by_n = autograd.grad(function, (0, last), allow_int=True)(LENGTH, n)
        check(by_x, [3.0] * 3, "s")
        assert by_n.dtype == jax.dtypes.float0
    expected = jax.grad(function, 1, allow_int=True)(LENGTH.mantissa, n.mantissa)
    assert by_n.shape == expected.shape


def test_holomorphic():
    z = Quantity(jnp.array(1.0 + 2.0j), "m")
    expected = jax.grad(lambda x: x**3, holomorphic=True)(z.mantissa)
    check(autograd.grad(lambda x: x**3, holomorphic=True)(z), expected, "m^2")
    with pytest.raises(TypeError, match="complex"):
        autograd.grad(lambda x: x**3)(z)


def test_temperatures_on_a_scale():
    at = Quantity(jnp.float32(20.0), "degC")
    check(autograd.grad(lambda t: t.to("K") ** 2)(at), 2 * 293.15, "K")
    check(autograd.grad(lambda t: t.to("degF"))(at), 1.0)  # 9 / 5 in the numbers, one of one
    value, slope = autograd.value_and_grad(lambda x: (x * Quantity(2.0, "K / m")).to("degC"))(
        Quantity(jnp.float32(150.0), "m")
    )
    check(value, 26.85, "degC")
    check(slope, 2.0, "K / m")
    with pytest.raises(TypeError, match="scale dBm"):
        autograd.grad(lambda p: p.to("mW"))(Quantity(jnp.float32(3.0), "dBm"))


def to_the_last_bit(result, expected, unit):
    assert result.unit == Unit(unit)
    assert result.mantissa.dtype == expected.dtype
    np.testing.assert_array_equal(result.mantissa, expected)


@pytest.mark.parametrize("dtype", [np.float16, jnp.bfloat16, np.float32, np.float64])
def test_the_numbers_are_those_of_jax(dtype):
    with jax.enable_x64(dtype is np.float64):
        x = jnp.asarray(np.random.default_rng(0).uniform(0.5, 2, 7), dtype)

        def bare(x):
            return jnp.sum(x**3 / (1 + x)) * jnp.max(x)

        def aware(x):
            mantissa = x / Unit("m")
            return Quantity(jnp.sum(mantissa**3 / (1 + mantissa)) * jnp.max(mantissa), "kJ")

        q = Quantity(x, "m")
        to_the_last_bit(autograd.grad(aware)(q), jax.grad(bare)(x), "kJ / m")
        to_the_last_bit(autograd.hessian(aware)(q), jax.hessian(bare)(x), "kJ / m^2")
        to_the_last_bit(autograd.jacfwd(aware)(q), jax.jacfwd(bare)(x), "kJ / m")
        to_the_last_bit(jax.jit(autograd.grad(aware))(q), jax.jit(jax.grad(bare))(x), "kJ / m")
        (product,) = autograd.hvp(aware, (q,), (q,))
        _, expected = jax.jvp(jax.grad(bare), (x,), (x,))
        to_the_last_bit(product, expected, "kJ / m")


def test_the_program_is_the_one_of_jax():
    def lowered(function, x):
        text = jax.jit(function).lower(x).as_text()
        return re.sub(r" \{jax.result_info = \"[^\"]*\"\}", "", re.sub(r"@jit_\w+", "@jit", text))

    bare = lowered(jax.grad(lambda x: jnp.sum(x * x)), LENGTH.mantissa)
    assert lowered(autograd.grad(energy), LENGTH) == bare


def test_vector_grad():
    check(autograd.vector_grad(lambda x: x**3)(LENGTH), [3.0, 12.0, 27.0], "m^2")
    check(autograd.vector_grad(lambda x: x**3, unit_aware=False)(LENGTH), [3.0, 12.0, 27.0])
    check(autograd.vector_grad(lambda x: 2 * x)(LENGTH), [2.0] * 3)
    check(autograd.vector_grad(lambda x: x.to("mm"))(LENGTH), [1.0] * 3)
    check(autograd.vector_grad(lambda x: x.to("mm"), unit_aware=False)(LENGTH), [1000.0] * 3)
    slopes, value = autograd.vector_grad(lambda x, t: x * t, (0, 1), return_value=True)(LENGTH, TIME)
    check(slopes[0], [2.0] * 3, "s")
    check(slopes[1], 6.0, "m")
    check(value, [2.0, 4.0, 6.0], "m s")
    slope, aux = autograd.vector_grad(lambda x: (x * x, {"twice": 2 * x}), has_aux=True)(LENGTH)
    check(slope, [2.0, 4.0, 6.0], "m")
    check(aux["twice"], [2.0, 4.0, 6.0], "m")
    slope, value, aux = autograd.vector_grad(lambda x: (x * x, 1), return_value=True, has_aux=True)(LENGTH)
    check(value, [1.0, 4.0, 9.0], "m^2")
    assert aux == 1
    slope, value = autograd.vector_grad(lambda x: x * x, return_value=True, unit_aware=False)(LENGTH)
    check(slope, [2.0, 4.0, 6.0])
    check(value, [1.0, 4.0, 9.0], "m^2")
    slope = jax.jit(jax.vmap(autograd.vector_grad(lambda x: x**2)))(Quantity(jnp.ones((2, 3)), "s"))
    check(slope, np.full((2, 3), 2.0), "s")
    slope = autograd.vector_grad(lambda p: p["x"] * p["t"])({"x": LENGTH, "t": TIME})
    check(slope["t"], 6.0, "m")


def test_vector_grad_of_several_values():
    check(autograd.vector_grad(lambda x: (x, x.to("mm")))(LENGTH), [2.0] * 3)
    with pytest.raises(UnitMismatchError, match="use jacobian"):
        autograd.vector_grad(lambda x: (x, x * x))(LENGTH)
    check(autograd.vector_grad(lambda x: (x, x * x), unit_aware=False)(LENGTH), [3.0, 5.0, 7.0])
    with pytest.raises(TypeError, match="the value has dtype int32"):
        autograd.vector_grad(lambda x: math.argmax(x))(LENGTH)


def square_by_rule():
    @jax.custom_jvp
    def square(x):
        return x * x

    @square.defjvp
    def tangent(primals, tangents):
        (x,), (dx,) = primals, tangents
        return x * x, 7 * x * Quantity(1.0, "m") * dx.mantissa  # 7, to be told from the true slope

    return square


def square_by_reverse_rule():
    @jax.custom_vjp
    def square(x):
        return x * x

    def forward(x):
        return x * x, x

    def backward(x, cotangent):
        # What jax passes are mantissas: a cotangent has the unit of its value.
        return (Quantity(7 * x.mantissa * cotangent.mantissa, x.unit),)

    square.defvjp(forward, backward)
    return square


@pytest.mark.parametrize("rule", [square_by_rule, square_by_reverse_rule])
def test_custom_rules(rule):
    square = rule()
    expected = [7.0, 14.0, 21.0]
    slope = autograd.grad(lambda x: math.sum(square(x)))
    check(slope(LENGTH), expected, "m")
    check(jax.jit(slope)(LENGTH), expected, "m")
    check(jax.vmap(autograd.grad(square))(LENGTH), expected, "m")
    check(autograd.jacrev(square)(LENGTH), np.diag(expected), "m")


def test_control_flow_and_checkpoint():
    step = Quantity(0.5, "s")

    def travelled(speed):
        def body(place, _):
            return place + speed * step, place

        place, _ = jax.lax.scan(body, Quantity(jnp.zeros(3), "m"), None, length=4)
        return math.sum(place * place)

    speed = Quantity(jnp.array([1.0, 2.0, 3.0]), "m / s")
    expected = 2 * 4 * np.array([1.0, 2.0, 3.0])
    for function in (
        travelled,
        autograd.checkpoint(travelled),
        jax.jit(travelled),
        jax.checkpoint(travelled),
    ):
        check(autograd.grad(function)(speed), expected, "m s")
    check(jax.jit(autograd.grad(autograd.checkpoint(travelled)))(speed), expected, "m s")
    _, slopes = jax.lax.scan(lambda c, x: (c, autograd.grad(lambda y: y**3)(x)), 0, LENGTH)
    check(slopes, [3.0, 12.0, 27.0], "m^2")

    def either(x):
        return jax.lax.cond(x > Quantity(1.5, "m"), lambda y: y * y, lambda y: y * Quantity(5.0, "m"), x)

    check(jax.vmap(autograd.grad(either))(LENGTH), [5.0, 4.0, 6.0], "m")


def test_checkpoint_passes_its_options():
    def power(x, n):
        return x**n

    saving = autograd.checkpoint(power, static_argnums=1, policy=jax.checkpoint_policies.nothing_saveable)
    assert saving.__name__ == "power"
    check(saving(TIME, 3), 8.0, "s^3")
    check(autograd.grad(lambda t: saving(t, 3))(TIME), 12.0, "s^2")


def test_names_and_docstrings_pass_through():
    for name in ("grad", "value_and_grad", "vector_grad", "jacrev", "jacfwd", "jacobian", "hessian"):
        assert getattr(autograd, name)(energy).__name__ == "energy"


@pytest.mark.parametrize(
    "name", ["grad", "value_and_grad", "vector_grad", "jacrev", "jacfwd", "jacobian", "hessian"]
)
def test_what_is_no_function_is_refused_at_once(name):
    def values(x):
        yield x

    for wrong, why in ((3, "got int"), (None, "got NoneType"), (values, "values yields them")):
        with pytest.raises(TypeError, match=f"^{name} takes a function.*{why}"):
            getattr(autograd, name)(wrong)
