"""Tangents and cotangents have units of their own; those that do not go together are refused."""

import pytest
import torch

from bu_array import Quantity
from bu_torch import autograd
from bu_units import UnitMismatchError

NUMBERS = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64)


def q(unit, factor=1.0):
    return Quantity(NUMBERS * factor, unit)


def check(found, numbers, unit):
    assert str(found.unit) == unit
    torch.testing.assert_close(found.mantissa, torch.as_tensor(numbers, dtype=torch.float64))


def square(x):
    return x**2


def test_a_cotangent_of_ones_gives_the_gradient():
    value, pull = autograd.vjp(square, q("mV"))
    check(value, NUMBERS**2, "mV^2")
    check(*pull(torch.ones(3, dtype=torch.float64)), 2 * NUMBERS, "mV")
    check(*pull(1.0), 2 * NUMBERS, "mV")


def test_the_unit_of_the_cotangent_is_in_the_result():
    _, pull = autograd.vjp(square, q("m"))
    check(*pull(q("J / m^2")), 2 * NUMBERS**2, "N")
    check(*pull(q("m^2")), 2 * NUMBERS**2, "m^3")


def test_several_primals_and_a_tree_of_values():
    values, pull, aux = autograd.vjp(lambda x, t: ({"v": x / t, "x": x}, 5), q("m"), q("s"), has_aux=True)
    assert aux == 5
    check(values["v"], torch.ones(3), "m / s")
    one = {"v": Quantity(torch.ones(3, dtype=torch.float64), "s"), "x": 0.0}
    length, time = pull(one)
    assert length.tolist() == pytest.approx([1.0, 0.5, 0.25])
    check(time, -1 / NUMBERS, "m / s")
    with pytest.raises(UnitMismatchError, match="vjp: a cotangent needs another dimension"):
        pull({"v": q("kg"), "x": q("kg")})
    with pytest.raises(TypeError, match="cotangent must be laid out as"):
        pull(q("m"))


def test_tangents():
    value, change = autograd.jvp(square, (q("mV"),), (q("V"),))
    check(value, NUMBERS**2, "mV^2")
    check(change, 2e3 * NUMBERS**2, "mV^2")
    check(autograd.jvp(square, (q("m"),), (q("m / s"),))[1], 2 * NUMBERS**2, "m^2 / s")
    check(autograd.jvp(square, (q("m"),), (1.0,))[1], 2 * NUMBERS, "m")
    check(autograd.jvp(lambda x, y: x * y, (q("m"), q("s")), (q("m"), 0))[1], NUMBERS**2, "m * s")
    *_, aux = autograd.jvp(lambda x: (x, "beside"), (q("m"),), (q("m"),), has_aux=True)
    assert aux == "beside"


def test_tangents_that_do_not_go_together():
    with pytest.raises(UnitMismatchError, match="jvp: a tangent needs another dimension") as error:
        autograd.jvp(lambda x, y: x * y, (q("m"), q("m")), (q("m"), q("s")))
    assert "m and s" in str(error.value)


@pytest.mark.slow
def test_compiled_whole():
    torch.compiler.reset()
    try:
        pull = torch.compile(
            lambda x: autograd.vjp(square, x)[1](1.0)[0], fullgraph=True, backend="aot_eager"
        )
        check(pull(q("mV")), 2 * NUMBERS, "mV")
        push = torch.compile(
            lambda x: autograd.jvp(square, (x,), (x,))[1], fullgraph=True, backend="aot_eager"
        )
        check(push(q("mV")), 2 * NUMBERS**2, "mV^2")
    finally:
        torch.compiler.reset()
