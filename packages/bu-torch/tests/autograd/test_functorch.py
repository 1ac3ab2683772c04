"""torch.func on quantities gives the right unit, or says who does; without quantities nothing is new."""

import pytest
import torch

from bu_array import Quantity, math
from bu_torch import autograd  # noqa: F401  # which tells torch.func

NUMBERS = torch.tensor([1.0, 2.0, 4.0])
VOLTAGE = Quantity(NUMBERS, "mV")


def squares(x):
    return math.sum(x**2)


def check(found, numbers, unit):
    assert str(found.unit) == unit
    torch.testing.assert_close(found.mantissa, numbers)


def test_gradients():
    check(torch.func.grad(squares)(VOLTAGE), 2 * NUMBERS, "mV")
    slope, value = torch.func.grad_and_value(squares)(VOLTAGE)
    check(slope, 2 * NUMBERS, "mV")
    check(value, torch.tensor(21.0), "mV^2")
    pure = torch.func.grad(lambda x: squares(x) / Quantity(1.0, "mV^2"))(VOLTAGE)
    check(pure, 2 * NUMBERS, "1 / mV")
    slope, aux = torch.func.grad(lambda x: (squares(x), x), has_aux=True)(VOLTAGE)
    check(aux, NUMBERS, "mV")


def test_by_a_plain_argument_beside_a_quantity():
    slope = torch.func.grad(lambda k, x: squares(k * x))(torch.tensor(2.0), VOLTAGE)
    check(slope, torch.tensor(84.0), "mV^2")


def test_vjp():
    value, pull = torch.func.vjp(lambda x: x**2, VOLTAGE)
    check(value, NUMBERS**2, "mV^2")
    (found,) = pull(VOLTAGE**2)
    check(found, 2 * NUMBERS**3, "mV^3")


def test_jvp_and_linearize():
    value, change = torch.func.jvp(lambda x: x**2, (VOLTAGE,), (VOLTAGE,))
    check(value, NUMBERS**2, "mV^2")
    check(change, 2 * NUMBERS**2, "mV^2")


@pytest.mark.parametrize("name", ["jacrev", "jacfwd", "hessian"])
def test_jacobians_point_to_ours(name):
    with pytest.raises(TypeError, match=r"Use u\.torch\.autograd\.jac(rev|fwd), or hessian there"):
        getattr(torch.func, name)(squares)(VOLTAGE)


def test_per_sample_gradients():
    check(torch.func.vmap(torch.func.grad(lambda x: x**2))(VOLTAGE), 2 * NUMBERS, "mV")


def test_programs_without_units_are_as_ever():
    cube = lambda x: (x**3).sum()  # noqa: E731
    torch.testing.assert_close(torch.func.grad(cube)(NUMBERS), 3 * NUMBERS**2)
    torch.testing.assert_close(torch.func.vjp(cube, NUMBERS)[1](torch.tensor(1.0))[0], 3 * NUMBERS**2)
    for jacobian in (torch.func.jacrev, torch.func.jacfwd):
        torch.testing.assert_close(jacobian(lambda x: x**2)(NUMBERS), torch.diag(2 * NUMBERS))
    torch.testing.assert_close(torch.func.hessian(cube)(NUMBERS), torch.diag(6 * NUMBERS))


@pytest.mark.slow
@pytest.mark.parametrize("x", [VOLTAGE, NUMBERS], ids=["quantity", "tensor"])
def test_compiled_whole(x):
    torch.compiler.reset()
    try:
        for function in (
            lambda x: torch.func.grad(squares)(x),
            lambda x: torch.func.vjp(squares, x)[1](torch.tensor(1.0))[0],
        ):
            found = torch.compile(function, fullgraph=True, backend="aot_eager")(x)
            expected = function(x)
            assert type(found) is type(expected)
            torch.testing.assert_close(
                getattr(found, "mantissa", found), getattr(expected, "mantissa", expected)
            )
    finally:
        torch.compiler.reset()


def test_a_value_with_a_unit_of_pure_numbers():
    x = torch.tensor([1.0, 2.0])

    def energy(x):
        return Quantity((x * x).sum(), "mV")

    found = torch.func.grad(energy)(x)
    assert found.unit == Quantity(1, "mV").unit
    torch.testing.assert_close(found.mantissa, 2 * x)
    gradient, (value, beside) = torch.func.grad_and_value(lambda x: (energy(x), x), has_aux=True)(x)
    assert gradient.unit == value.unit
    assert value.mantissa == 5
    assert torch.equal(beside, x)
    rows = torch.func.vmap(torch.func.grad(energy))(torch.stack([x, x]))
    torch.testing.assert_close(rows.mantissa, torch.stack([2 * x, 2 * x]))
