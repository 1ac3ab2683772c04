"""A parameter acts as its quantity, whoever asks."""

import inspect
import operator

import numpy as np
import pytest
import torch

from bu_array import Quantity, math
from bu_torch import nn
from bu_units import UnitMismatchError, parse_unit


def parameter():
    return nn.Buffer([2.0, 4.0], "mV")


def quantity():
    return Quantity(torch.tensor([2.0, 4.0]), "mV")


VOLT = Quantity(torch.tensor([1.0, 2.0]), "V")


def check(found, expected):
    assert type(found) is type(expected)
    if isinstance(found, Quantity):
        assert found.unit is expected.unit
        found, expected = found.mantissa, expected.mantissa
    torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("other", [VOLT, quantity(), 3.0, parse_unit("s")], ids=repr)
@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv", "floordiv", "mod", "lt", "ge"])
def test_operators(name, other):
    function = getattr(operator, name)
    for mine, plain in (
        ((parameter(), other), (quantity(), other)),
        ((other, parameter()), (other, quantity())),
    ):
        try:
            expected = function(*plain)
        except (TypeError, UnitMismatchError) as error:
            with pytest.raises(type(error)):
                function(*mine)
        else:
            check(function(*mine), expected)


def test_two_parameters():
    check(parameter() * parameter(), quantity() * quantity())
    check(parameter() @ parameter(), quantity() @ quantity())
    check(parameter() - parameter(), quantity() - quantity())


def test_alone():
    check(-parameter(), -quantity())
    check(abs(parameter()), abs(quantity()))
    check(parameter() ** 2, quantity() ** 2)
    check(parameter()[1], quantity()[1])
    assert [str(x) for x in parameter()] == ["2. mV", "4. mV"]
    assert f"{parameter():.1f}" == f"{quantity():.1f}"
    with pytest.raises(TypeError, match="would lose the unit"):
        float(nn.Parameter(1.0, "mV"))
    assert float(nn.Buffer(1.0, "mV / V")) == pytest.approx(1e-3)


def test_attributes_and_methods_of_quantities():
    found = parameter()
    assert found.shape == (2,)
    assert found.mantissa is found.value
    check(found.mean(), quantity().mean())
    check(found.in_unit("V"), quantity().in_unit("V"))
    check(found.to_decimal("V"), quantity().to_decimal("V"))


def test_functions_of_this_project_and_of_numpy():
    check(math.mean(parameter()), math.mean(quantity()))
    check(
        math.where(torch.tensor([True, False]), parameter(), VOLT),
        math.where(torch.tensor([True, False]), quantity(), VOLT),
    )
    check(math.concatenate([parameter(), VOLT]), math.concatenate([quantity(), VOLT]))
    check(np.sum(parameter()), np.sum(quantity()))
    with pytest.raises(TypeError, match="lose the unit"):
        np.asarray(parameter())


def test_functions_and_methods_of_torch():
    check(torch.sum(parameter()), torch.sum(quantity()))
    check(torch.ones(2) * parameter(), torch.ones(2) * quantity())
    check(torch.stack([parameter(), VOLT]), torch.stack([quantity(), VOLT]))
    check(torch.nn.functional.mse_loss(parameter(), VOLT), torch.nn.functional.mse_loss(quantity(), VOLT))
    check(parameter().relu(), quantity().relu())
    assert parameter().size() == quantity().size()
    with pytest.raises(TypeError, match="mV"):
        torch.exp(parameter())


def test_gradients_have_units():
    trained = nn.Parameter([2.0, 4.0], "mV")
    math.sum(trained**2).backward()
    check(trained.grad, 2 * quantity())
    (slope,) = torch.autograd.grad(math.sum(trained**3), trained)
    check(slope, 3 * quantity() ** 2)


def test_by_identity():
    one, other = parameter(), parameter()
    assert one == one
    assert one != other
    assert len({one, other}) == 2


def test_no_attribute_hides_one_of_a_module():
    for name in ("parameters", "state_dict", "to", "train", "apply", "unit"):
        assert not isinstance(inspect.getattr_static(nn.Parameter, name, None), property)
