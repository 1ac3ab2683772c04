"""Gradients, Jacobians and Hessians: numbers of torch.func, units worked out beside; alike in V and mV."""

import pytest
import torch

from bu_array import Quantity, math
from bu_torch import autograd
from bu_units import parse_unit

NUMBERS = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64)


def q(unit, factor=1.0):
    return Quantity(NUMBERS * factor, unit)


def cubes(x):
    return math.sum(x**3)


def check(found, numbers, unit):
    assert str(found.unit) == unit
    torch.testing.assert_close(found.mantissa, torch.as_tensor(numbers, dtype=torch.float64))


def test_grad():
    check(autograd.grad(cubes)(q("mV")), [3.0, 12.0, 48.0], "mV^2")


def test_value_and_grad_of_several_arguments():
    value, (left, right) = autograd.value_and_grad(lambda x, y: math.sum(x * y), argnums=(0, 1))(
        q("V"), q("A")
    )
    check(value, 21.0, "W")
    check(left, NUMBERS, "A")
    check(right, NUMBERS, "V")


def test_of_a_tree_with_what_goes_beside():
    state = {"x": q("m"), "pure": NUMBERS[0]}
    slopes, aux = autograd.grad(lambda p: (cubes(p["x"]) * p["pure"], p["x"]), has_aux=True)(state)
    check(slopes["x"], [3.0, 12.0, 48.0], "m^2")
    check(slopes["pure"], 73.0, "m^3")
    check(aux, NUMBERS, "m")
    (value, _), _ = autograd.value_and_grad(lambda p: (cubes(p["x"]), 0), has_aux=True)(state)
    check(value, 73.0, "m^3")


def test_what_cancels_is_bare():
    bare = autograd.grad(lambda x: math.sum(x.to("mV")))(q("V"))
    torch.testing.assert_close(bare, torch.ones(3, dtype=torch.float64))


def test_jacobians_and_hessian():
    for jacobian in (autograd.jacrev, autograd.jacfwd):
        check(jacobian(lambda x: x**2)(q("mV")), torch.diag(2 * NUMBERS), "mV")
        tree = jacobian(lambda x, y: {"p": x * y}, argnums=(0, 1))(q("V"), q("A"))
        check(tree["p"][1], torch.diag(NUMBERS), "V")
        entries, aux = jacobian(lambda x: (x**2, x), has_aux=True)(q("s"))
        check(entries, torch.diag(2 * NUMBERS), "s")
        check(aux, NUMBERS, "s")
    check(autograd.hessian(cubes)(q("mV")), torch.diag(6 * NUMBERS), "mV")
    second = autograd.hessian(lambda p: p["x"] ** 2 * p["t"])({"x": q("m")[1], "t": q("s")[2]})
    check(second["x"]["t"], 4.0, "m")
    check(second["x"]["x"], 8.0, "s")
    assert str(second["t"]["t"].unit) == "m^2 / s"


@pytest.mark.parametrize("name", ["grad", "jacrev", "jacfwd", "hessian"])
def test_the_unit_of_writing_does_not_matter(name):
    derivative = getattr(autograd, name)(lambda x: math.sum(math.sqrt(x) * x**2))
    volts, millivolts = derivative(q("V")), derivative(q("mV", 1e3))
    torch.testing.assert_close(millivolts.to_decimal(volts.unit), volts.mantissa)


def test_points_on_a_scale_have_slopes_per_difference():
    slope = autograd.grad(lambda t: Quantity(2.0, "J / K^2") * t.to("K") ** 2)(
        Quantity(torch.tensor(20.0, dtype=torch.float64), "degC")
    )
    assert slope.unit.dim is parse_unit("J / K").dim
    torch.testing.assert_close(slope.to_decimal("J / K"), torch.tensor(4 * 293.15, dtype=torch.float64))
    with pytest.raises(TypeError, match="scale dBm"):
        autograd.grad(lambda x: x.to("mW"))(Quantity(torch.tensor(3.0), "dBm"))


def test_a_gradient_is_of_one_number():
    with pytest.raises(TypeError, match=r"got an output of shape \(3,\) in V; use jacrev"):
        autograd.grad(lambda x: x)(q("V"))
    with pytest.raises(TypeError, match="got an output of 2 leaves"):
        autograd.grad(lambda x: (x[0], x[1]))(q("V"))
    with pytest.raises(TypeError, match=r"returns a pair \(value, aux\)"):
        autograd.grad(cubes, has_aux=True)(q("V"))


def test_inside_each_other_and_vmap():
    check(autograd.grad(lambda x: math.sum(autograd.grad(cubes)(x)))(q("mV")), 6 * NUMBERS, "mV")
    check(torch.func.vmap(autograd.grad(lambda x: x**3))(q("mV")), [3.0, 12.0, 48.0], "mV^2")
    check(autograd.grad(lambda x: math.sum(torch.func.vmap(lambda y: y * y)(x)))(q("V")), 2 * NUMBERS, "V")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name, unit, numbers",
    [
        ("grad", "mV^2", [3.0, 12.0, 48.0]),
        ("jacrev", "mV^2", [3.0, 12.0, 48.0]),
        ("jacfwd", "mV^2", [3.0, 12.0, 48.0]),
        ("hessian", "mV", [[6.0, 0, 0], [0, 12.0, 0], [0, 0, 24.0]]),
    ],
)
def test_compiled_whole(name, unit, numbers):
    torch.compiler.reset()
    try:
        check(
            torch.compile(getattr(autograd, name)(cubes), fullgraph=True, backend="aot_eager")(q("mV")),
            numbers,
            unit,
        )
    finally:
        torch.compiler.reset()
