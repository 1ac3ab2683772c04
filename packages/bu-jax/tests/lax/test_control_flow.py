"""Loops and branches over quantities: values, units, errors, derivatives."""

import gc
import re
import weakref

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from bu_array import Quantity, math
from bu_array.core.rules import MissingUnitError
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd, lax
from bu_jax.custom_array import CustomArray
from bu_units import KindMismatchError, Unit, UnitMismatchError

V = jnp.array([1.0, 2.0, 3.0], "float32")
STEP = Quantity(jnp.float32(0.5), "s")


def q(unit="m", x=V):
    return Quantity(x, unit)


def check(result, expected, unit=None):
    if unit is None:
        assert not isinstance(result, Quantity)
    else:
        assert isinstance(result, Quantity)
        assert result.unit == Unit(unit)
        result = result.mantissa
    assert result.dtype == jnp.asarray(expected).dtype
    np.testing.assert_array_equal(result, expected)


def changes(name, where, first, second):
    """Expect the error for a unit that changes at a leaf."""
    text = (
        rf"^{name}: the unit of the {where} changes between iterations.*\(units are {first} and {second}\)\."
    )
    return pytest.raises(UnitMismatchError, match=text.replace("^2", r"\^2"))


# ---------------------------------------------------------------- scan


def moved(carry, acceleration):
    speed = carry["speed"] + acceleration * STEP
    place = carry["place"] + speed * STEP
    return {"place": place, "speed": speed, "count": carry["count"] + 1}, (place, speed * speed)


def moved_bare(carry, acceleration):
    speed = carry["speed"] + acceleration * 0.5
    place = carry["place"] + speed * 0.5
    return {"place": place, "speed": speed, "count": carry["count"] + 1}, (place, speed * speed)


START = {"place": q("m", V[0]), "speed": q("m/s", V[1]), "count": 0}
START_BARE = {"place": V[0], "speed": V[1], "count": 0}


@pytest.mark.parametrize("options", [{}, {"reverse": True}, {"unroll": 2}, {"length": 3}])
@pytest.mark.parametrize("wrap", [lambda f: f, jax.jit])
def test_scan(options, wrap):
    carry, (places, squares) = wrap(lambda c, x: lax.scan(moved, c, x, **options))(START, q("m/s^2"))
    expected, (x, v2) = wrap(lambda c, x: jax.lax.scan(moved_bare, c, x, **options))(START_BARE, V)
    check(carry["place"], expected["place"], "m")
    check(carry["speed"], expected["speed"], "m/s")
    check(carry["count"], expected["count"])
    check(places, x, "m")
    check(squares, v2, "m^2/s^2")


def test_scan_without_elements():
    carry, _ = lax.scan(lambda c, _: (c + c, None), q(), length=3)
    check(carry, V * 8, "m")
    carry, _ = lax.scan(lambda c, _: (c + c, None), Quantity(1.0, "m"), None, 3)
    check(carry, jnp.float32(8), "m")
    carry, ys = lax.scan(lambda c, x: (c + x, c), jnp.float32(0), V)
    check(carry, V.sum())
    check(ys, jnp.array([0.0, 1.0, 3.0]))


def test_a_carry_whose_unit_changes():
    with changes("scan", "carry", "m", "m^2"):
        lax.scan(lambda c, x: (c * x, None), q("m", V[0]), q())
    with changes("scan", r"carry at \['place'\]\[0\]", "m", "m / s"):
        lax.scan(lambda c, x: ({"place": [c["place"][0] / STEP]}, None), {"place": [q("m", V[0])]}, q())
    with pytest.raises(
        UnitMismatchError, match=r'convert it in the function: \.to\("m"\) \(units are m and km'
    ):
        lax.scan(lambda c, x: (c.to("km"), None), q("m", V[0]), q())
    for zero in (lambda c, x: (c.mantissa * 0, None), lambda c, x: (0.0, None)):
        with pytest.raises(MissingUnitError, match=r"^scan: .* zero too.*\(units are m and 1\)\."):
            lax.scan(zero, q("m", V[0]), q())
    with changes("scan", "carry", "1", "m"):
        lax.scan(lambda c, x: (x, None), 0.0, q())
    with changes("scan", "carry", "m", "m^2"):
        jax.jit(lambda c: lax.scan(lambda c, x: (c * x, None), c, q()))(q("m", V[0]))


def test_it_is_an_error_without_jit_too():
    with jax.disable_jit():
        carry, _ = lax.scan(lambda c, x: (c + x, None), q("m", V[0]), q())
        check(carry, jnp.float32(7), "m")
        with changes("scan", "carry", "m", "m^2"):
            lax.scan(lambda c, x: (c * x, None), q("m", V[0]), q())
        with changes("while_loop", "carry", "m", "m^2"):
            lax.while_loop(lambda v: v.mantissa < 9, lambda v: v * v, q("m", V[1]))


def test_a_dimensionless_carry_may_be_bare():
    carry, _ = lax.scan(lambda c, x: (x / x, None), Quantity(V[0]), q())
    check(carry, jnp.float32(1), "1")
    carry, _ = lax.scan(lambda c, x: (Quantity(c), None), V[0], q())
    check(carry, V[0])
    with changes("scan", "carry", "1", "%"):
        lax.scan(lambda c, x: (Quantity(c, "%"), None), V[0], q())


def test_values_on_a_scale():
    carry, ys = lax.scan(lambda c, x: (c + Quantity(1.0, "delta_degC"), c), q("degC", V[0]), V)
    check(carry, jnp.float32(4), "degC")
    check(ys, V, "degC")
    with pytest.raises(UnitMismatchError, match="degC and K"):
        lax.scan(lambda c, x: (c.to("K"), None), q("degC", V[0]), V)


def test_other_errors_are_jaxs_and_the_functions():
    with pytest.raises(TypeError, match="pytree"):
        lax.scan(lambda c, x: ((c, c), None), q("m", V[0]), q())
    with pytest.raises(TypeError, match="must be a pair"):
        lax.scan(lambda c, x: (c, x, x), q("m", V[0]), q())
    with pytest.raises(TypeError, match=r"float32.*int32|int32.*float32"):
        lax.scan(lambda c, x: (math.astype(c, jnp.int32), None), q("m", V[0]), q())

    def broken(c, x):
        raise TypeError("mine")

    with pytest.raises(TypeError, match=r"^mine"):
        lax.scan(broken, q("m", V[0]), q())
    with pytest.raises(UnitMismatchError, match=r"^add"):
        lax.scan(lambda c, x: (c + STEP, None), q("m", V[0]), q())


def test_the_function_is_traced_once():
    traced = []

    def body(c, x):
        traced.append(c)
        return c + x, c

    for _ in range(3):
        lax.scan(body, q("m", V[0]), q())
    bare = []

    def bare_body(c, x):
        bare.append(c)
        return c + x, c

    for _ in range(3):
        jax.lax.scan(bare_body, V[0], V)
    assert len(traced) == len(bare)


# ---------------------------------------------------------------- other loops


def test_while_loop():
    for wrap in (lambda f: f, jax.jit):
        run = wrap(lambda v: lax.while_loop(lambda v: v < Quantity(0.01, "km"), lambda v: v * 2, v))
        check(run(q("m", V[0])), jnp.float32(16), "m")
    with changes("while_loop", "carry", "m", "m^2"):
        lax.while_loop(lambda v: v < Quantity(10.0, "m"), lambda v: v * v, q("m", V[1]))
    with changes("while_loop", r"carry\[1\]|carry at \[1\]", "m", "m^2"):
        lax.while_loop(lambda v: v[0] < 10, lambda v: (v[0] + 1, v[1] * v[1]), (V[1], q("m", V[1])))


@pytest.mark.parametrize("unroll", [None, 2])
def test_fori_loop(unroll):
    result = lax.fori_loop(0, 3, lambda i, v: v + v * i, q(), unroll=unroll)
    check(result, jax.lax.fori_loop(0, 3, lambda i, v: v + v * i, V, unroll=unroll), "m")
    with changes("fori_loop", "carry", "m", "m^2"):
        lax.fori_loop(0, 3, lambda i, v: v * v, q(), unroll=unroll)


def test_fori_loop_with_a_traced_end():
    run = jax.jit(lambda n, v: lax.fori_loop(0, n, lambda i, v: v + v, v))
    check(run(3, q()), V * 8, "m")
    with changes("fori_loop", "carry", "m", "m^2"):
        jax.jit(lambda n, v: lax.fori_loop(0, n, lambda i, v: v * v, v))(3, q())
    check(lax.fori_loop(0, Quantity(2), lambda i, v: v + v, q()), V * 4, "m")
    with pytest.raises(TypeError, match="fori_loop: upper takes no unit, got one in s"):
        lax.fori_loop(0, Quantity(3, "s"), lambda i, v: v, q())


@pytest.mark.parametrize("batch_size", [None, 2])
def test_map(batch_size):
    result = lax.map(lambda x: (x["a"] * x["b"], x["b"]), {"a": q(), "b": V}, batch_size=batch_size)
    check(result[0], V * V, "m")
    check(result[1], V)
    check(lax.map(lambda x: x * x, q(), batch_size=batch_size), V * V, "m^2")


@pytest.mark.parametrize("options", [{}, {"reverse": True}, {"axis": 1}])
def test_associative_scan(options):
    x = jnp.arange(12.0).reshape(3, 4)
    result = lax.associative_scan(lambda a, b: a + b, q("m", x), **options)
    check(result, jax.lax.associative_scan(jnp.add, x, **options), "m")
    result = lax.associative_scan(lambda a, b: (a[0] * b[0], a[0] * b[1] + a[1]), (x, q("m", x)), **options)
    bare = jax.lax.associative_scan(lambda a, b: (a[0] * b[0], a[0] * b[1] + a[1]), (x, x), **options)
    check(result[0], bare[0])
    check(result[1], bare[1], "m")


def test_associative_scan_keeps_the_unit():
    with changes("associative_scan", "elements", "m", "m^2"):
        lax.associative_scan(lambda a, b: a * b, q())
    with changes("associative_scan", r"elements at \['x'\]", "m", "m^2"):
        lax.associative_scan(lambda a, b: {"x": a["x"] * b["x"]}, {"x": q()})
    check(lax.associative_scan(jnp.multiply, V), jnp.cumprod(V))


# ---------------------------------------------------------------- branches


@pytest.mark.parametrize("pred", [True, False, jnp.array(True), Quantity(jnp.array(False))])
@pytest.mark.parametrize("wrap", [lambda f: f, jax.jit])
def test_cond(pred, wrap):
    def run(pred, x, y):
        return lax.cond(pred, lambda x, y: {"a": x, "b": x / y}, lambda x, y: {"a": -x, "b": x / y}, x, y)

    result = wrap(run)(pred, q(), STEP)
    sign = 1 if (pred.mantissa if isinstance(pred, Quantity) else pred) else -1
    check(result["a"], V * sign, "m")
    check(result["b"], V * 2, "m / s")


def test_cond_converts_to_the_units_of_the_first_branch():
    for pred in (True, False):
        check(lax.cond(pred, lambda x: x, lambda x: x.to("mm"), q()), V, "m")
        jitted = jax.jit(lambda p: lax.cond(p, lambda x: x, lambda x: x.to("mm"), q()))(pred)
        assert jitted.unit == Unit("m")
        np.testing.assert_allclose(jitted.mantissa, V, rtol=1e-6)
        check(lax.cond(pred, lambda x: x.to("mm"), lambda x: x, q()), V * 1000, "mm")
    program = jax.make_jaxpr(lambda p: lax.cond(p, lambda x: x, lambda x: Quantity(x.mantissa, "km"), q()))(
        True
    )
    assert str(program).count("mul") == 1


def test_branches_that_do_not_agree():
    names = "^cond: true_fun and false_fun differ in the unit of the result"
    with pytest.raises(UnitMismatchError, match=names + r" \(units are m and m\^2\)\."):
        lax.cond(True, lambda x: x, lambda x: x * x, q())
    with pytest.raises(UnitMismatchError, match=names + r" at \['a'\]\[1\] \(units are s and m\)\."):
        lax.cond(True, lambda x: {"a": (x, STEP)}, lambda x: {"a": (x, x[0])}, q())
    for zero in (lambda x: 0.0 * x.mantissa, lambda x: jnp.zeros(3)):
        with pytest.raises(MissingUnitError, match=names + r".*units are m and 1\)\."):
            lax.cond(True, lambda x: x, zero, q())
    with pytest.raises(UnitMismatchError, match=names + ".*degC and K"):
        lax.cond(True, lambda x: x, lambda x: x.to("K"), q("degC"))
    with pytest.raises(TypeError, match="pytree"):
        lax.cond(True, lambda x: x, lambda x: (x, x), q())
    check(lax.cond(True, lambda x: x / x, lambda x: Quantity(x.mantissa), q()), V / V)
    check(lax.cond(False, lambda x: Quantity(x.mantissa), lambda x: x / x, q()), V / V, "1")


def test_cond_takes_operand_by_name():
    check(lax.cond(True, lambda x: x, lambda x: -x, operand=q()), V, "m")
    check(lax.cond(False, lambda x: q(), lambda x: -q(), operand=None), -V, "m")


@pytest.mark.parametrize("index", [-1, 0, 1, 2, 7])
def test_switch(index):
    branches = [lambda x: x, lambda x: x + x, lambda x: (3 * x).to("km")]
    expected = V * (min(max(index, 0), 2) + 1)
    for result in (lax.switch(index, branches, q()), jax.jit(lambda i: lax.switch(i, branches, q()))(index)):
        assert result.unit == Unit("m")
        np.testing.assert_allclose(result.mantissa, expected, rtol=1e-6)


def test_switch_refuses():
    with pytest.raises(
        UnitMismatchError, match=r"^switch: branches 0 and 2 differ .*\(units are m and m\^2\)"
    ):
        lax.switch(0, [lambda x: x, lambda x: -x, lambda x: x * x], q())
    with pytest.raises(TypeError, match="switch: index takes no unit"):
        lax.switch(Quantity(1, "s"), [lambda x: x, lambda x: -x], q())
    check(lax.switch(0, [lambda x: x * x], q()), V * V, "m^2")


# ---------------------------------------------------------------- jax


def test_derivatives():
    def bare(x):
        carry, ys = jax.lax.scan(lambda c, y: (c + y * x, c * x), x, V)
        return jax.lax.cond(x > 0, lambda a, b: a, lambda a, b: b, (carry * ys.sum()), (carry * carry))

    def length(x):
        carry, ys = lax.scan(lambda c, y: (c + y * x, c * x), x, V)
        return lax.cond(x > 0, lambda a, b: a, lambda a, b: b, carry * ys.sum(), carry * carry * x)

    check(autograd.grad(length)(q("m", V[1])), jax.grad(bare)(V[1]), "m^2")
    check(jax.jit(autograd.grad(length))(q("m", V[1])), jax.jit(jax.grad(bare))(V[1]), "m^2")


def test_stop_gradient():
    slope = autograd.grad(lambda x: (x * lax.stop_gradient(x)).sum())(q())
    check(slope, V, "m")
    check(lax.stop_gradient({"a": q()})["a"], V, "m")


def test_stop_gradient_of_a_custom_array():
    class Holder(CustomArray):
        def __init__(self, data):
            self.data = data

    check(lax.stop_gradient({"a": Holder(q())})["a"], V, "m")


def test_vmap():
    def run(x):
        return lax.scan(lambda c, y: (c + y, c * y), x, q())

    carry, ys = jax.vmap(run)(q("m", jnp.stack([V[0], V[1]])))
    check(carry, jnp.array([7.0, 8.0]), "m")
    assert (ys.shape, ys.unit) == ((2, 3), Unit("m^2"))
    result = jax.vmap(lambda p, x: lax.cond(p, lambda x: x, lambda x: x.to("mm"), x))(V > 1, q())
    np.testing.assert_allclose(result.mantissa, V, rtol=1e-6)


def test_the_program_is_jaxs():
    def text(function, *args):
        return re.sub(r'jax.result_info = "[^"]*"', "", jax.jit(function).lower(*args).as_text())

    def body(c, x):
        return c + x, c * x

    ours = text(
        lambda c, x: lax.fori_loop(0, 3, lambda i, v: v + v, lax.scan(body, c, x)[0]), q("m", V[0]), q()
    )
    theirs = text(
        lambda c, x: jax.lax.fori_loop(0, 3, lambda i, v: v + v, jax.lax.scan(body, c, x)[0]), V[0], V
    )
    assert ours == theirs


def test_no_leaks():
    with jax.checking_leaks():
        check(jax.jit(lambda x: lax.scan(lambda c, y: (c + y, None), x, q())[0])(q("m", V[0])), V[0] + 6, "m")
        result = jax.jit(lambda p: lax.cond(p, lambda x: x, lambda x: x.to("mm"), q()))(True)
        assert result.unit == Unit("m")


def test_a_function_that_fails_is_freed():
    def broken(c, x):
        raise TypeError("mine")

    kept = weakref.ref(broken)
    with pytest.raises(TypeError, match="mine"):
        lax.scan(broken, q("m", V[0]), q())
    del broken
    gc.collect()
    assert kept() is None


def test_precision_is_kept():
    with jax.enable_x64():
        for dtype in ("float32", "float64"):
            x = q("m", V.astype(dtype))
            assert lax.scan(lambda c, y: (c + y, None), x[0], x)[0].dtype == dtype
            assert lax.cond(True, lambda x: x, lambda x: x.to("mm"), x).dtype == dtype


# ---------------------------------------------------------------- other libraries

ENTRIES = {
    "scan": lambda x: lax.scan(lambda c, y: (c, y), 0.0, x),
    "while_loop": lambda x: lax.while_loop(lambda v: True, lambda v: v, {"a": [x]}),
    "fori_loop": lambda x: lax.fori_loop(0, 3, lambda i, v: v, (x, V)),
    "map": lambda x: lax.map(lambda v: v, x),
    "associative_scan": lambda x: lax.associative_scan(lambda a, b: a + b, x),
    "cond": lambda x: lax.cond(True, lambda v: v, lambda v: v, x),
    "switch": lambda x: lax.switch(0, [lambda v: v], x),
    "stop_gradient": lambda x: lax.stop_gradient(x),
}


@pytest.mark.parametrize("backend", ["numpy", "torch"])
@pytest.mark.parametrize("name", ENTRIES)
def test_other_libraries_are_refused(name, backend):
    record = get_backend(backend)
    if not record.usable():
        pytest.skip(f"{backend} is not usable")
    with pytest.raises(BackendError) as error:
        ENTRIES[name](Quantity(record.asarray([1.0, 2.0]), "m"))
    assert str(error.value) == (
        f"brainunit.lax.{name} requires the jax backend; got {backend}-backed Quantity. "
        "Call .to_jax() on the input first."
    )
    if backend == "torch":
        with pytest.raises(BackendError, match="got torch-backed array"):
            ENTRIES[name](record.asarray([1.0, 2.0]))


def test_branches_and_loops_keep_the_kind_and_mix_none():
    torque = q("N m").of_kind("torque")
    assert lax.cond(True, lambda x: x, lambda x: 2 * x, torque).unit is torque.unit
    assert lax.fori_loop(0, 3, lambda _, x: x * 2.0, torque).unit is torque.unit
    with pytest.raises(KindMismatchError, match=re.escape("(units are N * m [torque] and N * m)")):
        lax.cond(True, lambda x: x, lambda x: x.without_kind(), torque)
    with pytest.raises(KindMismatchError) as raised:
        lax.fori_loop(0, 3, lambda _, x: x.of_kind("energy"), torque)
    assert "convert it" not in str(raised.value)
