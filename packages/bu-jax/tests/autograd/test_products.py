"""Tangents and cotangents with units: jvp, vjp, linearize, hvp."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_jax import autograd
from bu_units import Unit, UnitMismatchError

X = jnp.array([1.0, 2.0, 3.0])
T = jnp.float32(2.0)
LENGTH, TIME = Quantity(X, "m"), Quantity(T, "s")
POINT = {"x": LENGTH, "t": TIME}
BARE = {"x": X, "t": T}


def action(p):
    return (p["x"] * p["x"]).sum() * p["t"]


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert result.unit == Unit(unit)
        result = result.mantissa
    np.testing.assert_array_equal(result, expected)


def pushed(primals, tangents):
    return autograd.jvp(action, primals, tangents)


def linearized(primals, tangents):
    value, push = autograd.linearize(action, *primals)
    return value, push(*tangents)


def linearized_under_jit(primals, tangents):
    # The linear function leaves one jitted function and enters another.
    value, push = jax.jit(lambda *primals: autograd.linearize(action, *primals))(*primals)
    return value, jax.jit(lambda push, *tangents: push(*tangents))(push, *tangents)


@pytest.fixture(params=[pushed, linearized, linearized_under_jit])
def push(request):
    return request.param


def test_tangents_are_changes_of_the_primals(push):
    direction = {"x": jnp.array([0.5, 0.0, 1.0]), "t": jnp.float32(0.25)}
    expected = jax.jvp(action, (BARE,), (direction,))
    value, change = push(
        (POINT,), ({"x": Quantity(direction["x"], "m"), "t": Quantity(direction["t"], "s")},)
    )
    check(value, expected[0], "m^2 s")
    check(change, expected[1], "m^2 s")


def test_tangents_are_converted(push):
    _, change = push((POINT,), ({"x": Quantity(X, "km"), "t": Quantity(T, "s")},))
    check(change, jax.jvp(action, (BARE,), ({"x": 1000 * X, "t": T},))[1], "m^2 s")


def test_tangents_per_something(push):
    tangents = {"x": Quantity(X, "km / h"), "t": Quantity(jnp.float32(0.0), "s / h")}
    _, change = push((POINT,), (tangents,))
    assert change.unit.dim == Unit("m^2").dim
    expected = jax.jvp(action, (BARE,), ({"x": X, "t": jnp.float32(0)},))[1]
    np.testing.assert_allclose(change.to_decimal(Unit("m^2 s km / (m h)")), expected, rtol=1e-6)


def test_a_tangent_without_a_unit():
    check(autograd.jvp(lambda x: x * x, (LENGTH,), (jnp.ones(3),))[1], 2 * X, "m")
    value, change = autograd.jvp(lambda x: x * x, (X,), (X,))
    check(value, X * X)
    check(change, 2 * X * X)
    check(autograd.jvp(lambda x: x * TIME, (X,), (X,))[1], 2 * X, "s")


def test_a_plain_zero_fits(push):
    expected = jax.jvp(action, (BARE,), ({"x": X, "t": jnp.float32(0)},))[1]
    if push is linearized_under_jit:
        with pytest.raises(UnitMismatchError):  # a tracer is never known to be zero
            push((POINT,), ({"x": LENGTH, "t": jnp.float32(0)},))
    else:
        check(push((POINT,), ({"x": LENGTH, "t": jnp.float32(0)},))[1], expected, "m^2 s")


def test_tangents_that_do_not_go_together(push):
    with pytest.raises(UnitMismatchError, match=r"tangents\[0\]\['t'\] needs .* \(units are s and m\)"):
        push((POINT,), ({"x": LENGTH, "t": Quantity(T, "m")},))
    with pytest.raises(TypeError, match=r"jvp: tangents must|linearize: tangents must"):
        push((POINT,), (LENGTH,))


def test_tangents_of_integers():
    zero = np.zeros((), jax.dtypes.float0)
    primals = LENGTH, Quantity(jnp.array(3), "s")
    check(autograd.jvp(lambda x, n: x * n, primals, (LENGTH, zero))[1], 3 * X, "m s")
    _, change = autograd.jvp(lambda x: (math.argmax(x), x), (LENGTH,), (LENGTH,))
    assert change[0].dtype == jax.dtypes.float0
    check(change[1], X, "m")


def test_jvp_of_trees_and_aux():
    value, change, aux = autograd.jvp(
        lambda x: ({"a": x * x, "b": 1.0 * X}, 2 * x), (LENGTH,), (LENGTH,), True
    )
    check(value["a"], X * X, "m^2")
    check(change["a"], 2 * X * X, "m^2")
    check(change["b"], 0 * X)
    check(aux, 2 * X, "m")
    value, push, aux = autograd.linearize(lambda x: (x * x, 2 * x), LENGTH, has_aux=True)
    check(push(LENGTH), 2 * X * X, "m^2")
    check(aux, 2 * X, "m")


def test_points_move_by_differences():
    at = Quantity(jnp.float32(20.0), "degC")
    value, change = autograd.jvp(lambda t: t, (at,), (Quantity(jnp.float32(0.5), "K"),))
    check(value, 20.0, "degC")
    assert change.to_decimal(Unit("K")) == 0.5


def pulled(function, *primals):
    return autograd.vjp(function, *primals)


def pulled_under_jit(function, *primals):
    value, pull = jax.jit(lambda *primals: autograd.vjp(function, *primals))(*primals)
    return value, lambda cotangent: jax.jit(lambda pull, cotangent: pull(cotangent))(pull, cotangent)


@pytest.fixture(params=[pulled, pulled_under_jit])
def pull(request):
    return request.param


def test_a_cotangent_of_one_gives_the_gradient(pull):
    value, back = pull(action, POINT)
    expected = jax.vjp(action, BARE)[1](jnp.float32(1))[0]
    (slopes,) = back(jnp.float32(1))
    check(value, 28.0, "m^2 s")
    check(slopes["x"], expected["x"], "m s")
    check(slopes["t"], expected["t"], "m^2")


def test_cotangents_are_slopes_of_something(pull):
    _, back = pull(lambda x: x * x, LENGTH)
    expected = jax.vjp(lambda x: x * x, X)[1](X)[0]
    check(back(Quantity(X, "J / m^2"))[0], expected, "J / m")
    check(back(X)[0], expected, "m")
    check(back(Quantity(X, "m^-1"))[0], expected)
    check(back(Quantity(X, "m^-2"))[0], expected, "m^-1")
    check(back(Quantity(X, "mm^-2"))[0], 1e6 * expected, "m^-1")


def test_the_chain_rule_holds_with_units():
    def inner(x):
        return x * TIME

    def outer(y):
        return math.sum(y**3) * Quantity(2.0, "J")

    middle, back = autograd.vjp(inner, LENGTH)
    (slope,) = back(autograd.grad(outer)(middle))
    whole = autograd.grad(lambda x: outer(inner(x)))(LENGTH)
    assert slope.unit == whole.unit
    np.testing.assert_allclose(slope.mantissa, whole.mantissa, rtol=1e-6)
    velocity = Quantity(X, "m / s")
    change = autograd.jvp(lambda x: outer(inner(x)), (LENGTH,), (velocity,))[1]
    along = math.sum(whole * velocity)
    assert change.unit == along.unit
    np.testing.assert_allclose(change.mantissa, along.mantissa, rtol=1e-6)


def test_cotangents_of_trees():
    def function(p):
        return {"area": p["x"] ** 2, "speed": p["x"] / p["t"]}

    value, back = autograd.vjp(function, POINT)
    check(value["speed"], X / T, "m / s")
    (slopes,) = back({"area": Quantity(X, "J / m^2"), "speed": Quantity(X, "J s / m")})
    expected = jax.vjp(function, BARE)[1]({"area": X, "speed": X})[0]
    check(slopes["x"], expected["x"], "J / m")
    check(slopes["t"], expected["t"], "J / s")
    (slopes,) = back({"area": Quantity(X, "J / m^2"), "speed": jnp.zeros(3)})
    check(slopes["x"], 2 * X * X, "J / m")
    with pytest.raises(UnitMismatchError, match=r"^vjp: cotangent\['speed'\] needs another dimension"):
        back({"area": Quantity(X, "m^-2"), "speed": X})
    with pytest.raises(TypeError, match=r"^vjp: cotangent must be laid out as"):
        back(X)


def test_vjp_of_several_primals_and_aux():
    value, back, aux = autograd.vjp(lambda x, t: (x * t, {"twice": 2 * x}), LENGTH, TIME, has_aux=True)
    check(value, 2 * X, "m s")
    check(aux["twice"], 2 * X, "m")
    by_x, by_t = back(jnp.ones(3))
    check(by_x, [2.0] * 3, "s")
    check(by_t, 6.0, "m")
    _, back = autograd.vjp(lambda x, n: x * n, LENGTH, Quantity(jnp.array(3), "s"))
    by_x, by_n = back(jnp.ones(3))
    check(by_x, [3.0] * 3, "s")
    assert by_n.dtype == jax.dtypes.float0


def test_hvp():
    def bare(p):
        return jnp.sum(p["x"] ** 3) * p["t"] ** 2

    def aware(p):
        return math.sum(p["x"] ** 3) * p["t"] ** 2

    expected = jax.jvp(jax.grad(bare), (BARE,), (BARE,))[1]
    for product in (autograd.hvp, jax.jit(autograd.hvp, static_argnums=0)):
        (result,) = product(aware, (POINT,), (POINT,))
        assert (result["x"].unit, result["t"].unit) == (Unit("m^2 s^2"), Unit("m^3 s"))
        np.testing.assert_allclose(result["x"].mantissa, expected["x"], rtol=1e-6)
        np.testing.assert_allclose(result["t"].mantissa, expected["t"], rtol=1e-6)


def test_hvp_is_the_hessian_times_the_tangents():
    def energy(x, y):
        return math.sum(x * x * x) * y

    primals, tangents = (LENGTH, TIME), (Quantity(X + 1, "cm"), Quantity(jnp.float32(3), "s"))
    by_x, by_y = autograd.hvp(energy, primals, tangents)
    (xx, xy), (yx, _) = autograd.hessian(energy, (0, 1))(*primals)
    along_x = math.matmul(xx, tangents[0]) + xy * tangents[1]
    along_y = math.sum(yx * tangents[0])
    assert by_x.unit == Unit("m^2 s")
    assert by_y.unit == Unit("m^3")
    np.testing.assert_allclose(by_x.mantissa, along_x.to_decimal(by_x.unit), rtol=1e-6)
    np.testing.assert_allclose(by_y.mantissa, along_y.to_decimal(by_y.unit), rtol=1e-6)
    (per_time,) = autograd.hvp(lambda x: math.sum(x * x), (LENGTH,), (Quantity(X, "m / s"),))
    check(per_time, 2 * X, "m / s")
    (per_length,) = autograd.hvp(lambda x: Quantity(x.mantissa**2, "km"), (TIME,), (Quantity(T, "s / m"),))
    assert per_length.to_decimal(Unit("s^-1")) == 4000.0
    (plain,) = autograd.hvp(lambda x: jnp.sum(x * x), (X,), (X,))
    check(plain, 2 * X)


def test_composed():
    rows = Quantity(jnp.arange(6.0).reshape(2, 3), "m")
    _, change = jax.vmap(lambda x: autograd.jvp(lambda y: y * y, (x,), (x,)))(rows)
    check(change, 2 * rows.mantissa**2, "m^2")
    slopes = jax.vmap(lambda x: autograd.vjp(lambda y: y * y, x)[1](jnp.ones(3))[0])(rows)
    check(slopes, 2 * rows.mantissa, "m")
    slope = autograd.grad(lambda x: autograd.jvp(lambda y: y**3, (x,), (x,))[1])(TIME)
    check(slope, 36.0, "s^2")


def test_what_is_refused():
    other = Quantity(np.array([1.0, 2.0]), "m")
    square = lambda x: x * x  # noqa: E731  # one function in four calls
    refused = "requires the jax backend; got numpy-backed Quantity. Call .to_jax() on the input first."
    calls = {
        "jvp": [
            lambda: autograd.jvp(square, (other,), (LENGTH,)),
            lambda: autograd.jvp(square, (LENGTH,), (other,)),
        ],
        "vjp": [lambda: autograd.vjp(square, other), lambda: autograd.vjp(square, LENGTH)[1](other)],
        "linearize": [
            lambda: autograd.linearize(square, other),
            lambda: autograd.linearize(square, LENGTH)[1](other),
        ],
        "hvp": [
            lambda: autograd.hvp(square, (other,), (LENGTH,)),
            lambda: autograd.hvp(square, (TIME,), (other,)),
        ],
    }
    for name, refusals in calls.items():
        for call in refusals:
            with pytest.raises(BackendError) as error:
                call()
            assert str(error.value) == f"brainunit.autograd.{name} {refused}"
    with pytest.raises(TypeError, match="scalar-output"):
        autograd.hvp(square, (LENGTH,), (LENGTH,))
    with pytest.raises(TypeError, match=r"hvp: .* argument 0 has dtype int32"):
        autograd.hvp(square, (Quantity(jnp.array(1), "m"),), (LENGTH,))


@pytest.mark.parametrize("zero", [0, 0.0, False])
def test_a_plain_zero_of_any_kind_is_no_change(push, zero):
    for primal in (LENGTH, Quantity(X.astype("float16"), "m"), X):
        value, change = autograd.jvp(lambda x: x * 2, (primal,), (zero,))
        assert change.shape == value.shape == (3,)
        assert change.dtype == value.dtype
    if push is not linearized_under_jit:  # a number becomes an array there
        _, change = push((POINT,), ({"x": zero, "t": Quantity(jnp.float32(1.0), "s")},))
        check(change, 14.0, "m^2 s")
    _, pull = autograd.vjp(lambda x: x * 2, LENGTH)
    check(pull(zero)[0], [0.0, 0.0, 0.0])
    (product,) = autograd.hvp(lambda x: (x * x).sum(), (LENGTH,), (zero,))
    assert product.shape == (3,)


def test_a_python_number_and_a_zero():
    value, change = autograd.jvp(lambda a: a * 2, (Quantity(1.0, "m"),), (0,))
    assert (float(value.to_decimal("m")), change.shape) == (2.0, ())
