"""What torch would take and not train, says so."""

import pytest
import torch

from bu_array import Quantity
from bu_torch import nn
from bu_units import parse_unit

MILLIVOLT = parse_unit("mV")


def test_a_parameter_of_torch_times_a_unit():
    module = torch.nn.Module()
    with pytest.raises(TypeError, match=r"would not be trained.*x = u\.torch\.nn\.Parameter\(\.\.\., 'mV'\)"):
        module.x = torch.nn.Parameter(torch.ones(2)) * MILLIVOLT
    assert not hasattr(module, "x")
    module.x = nn.Parameter(torch.ones(2), "mV")
    assert len(list(module.parameters())) == 1


def test_quantities_are_no_parameters_and_buffers_of_torch():
    assert torch.nn.Buffer(torch.ones(1), persistent=False).tolist() == [1.0]
    for kind in ("Parameter", "Buffer"):
        with pytest.raises(TypeError, match=rf"lose the unit mV\. Write u\.torch\.nn\.{kind}\(quantity\)"):
            getattr(torch.nn, kind)(Quantity(torch.ones(2), "mV"))
    assert not isinstance(Quantity(torch.ones(2), "mV"), torch.nn.Parameter)


def test_what_is_trained_may_be_kept():
    module = torch.nn.Module()
    module.weight = torch.nn.Parameter(torch.ones(2))
    module.last = module.weight * MILLIVOLT
    module.result = 2 * module.last
    module.constant = Quantity(torch.ones(2), "mV")
    module.x = nn.Parameter(torch.ones(2), "mV")
    module.now = module.x.data
    assert len(list(module.parameters())) == 2


def test_lists_of_parameters():
    for made in (lambda q: torch.nn.ParameterList([q]), lambda q: torch.nn.ParameterDict({"x": q})):
        with pytest.raises(TypeError, match=r"would not be trained\. Write u\.torch\.nn\.Parameter"):
            made(Quantity(torch.ones(2), "mV"))
        assert len(list(made(nn.Parameter(torch.ones(2), "mV")).parameters())) == 1


def test_a_new_value_is_not_assigned():
    module = torch.nn.Module()
    module.x = nn.Parameter(torch.ones(2), "mV")
    with pytest.raises(TypeError, match=r"Write x\.data = "):
        module.x += Quantity(1.0, "mV")
    module.x.data = module.x + Quantity(1.0, "mV")
    assert module.x.value.tolist() == [2.0, 2.0]


def test_buffers_of_torch():
    module = torch.nn.Module()
    for buffer in (
        lambda: module.register_buffer("x", Quantity(torch.ones(2), "mV")),
        lambda: setattr(module, "x", torch.nn.Buffer(torch.ones(2)) * MILLIVOLT),
    ):
        with pytest.raises(TypeError, match=r"mV|buffer 'x'"):
            buffer()
    assert not hasattr(module, "x")


def test_attributes_of_modules_are_set_as_ever():
    layer = torch.nn.Linear(2, 2)
    layer.weight = torch.nn.Parameter(torch.zeros(2, 2))
    layer.note = "text"
    assert layer(torch.ones(2)).tolist() == layer.bias.tolist()
    with pytest.raises(TypeError, match="cannot assign"):
        layer.weight = torch.ones(2)


@pytest.mark.parametrize(
    "name", ["ones_", "xavier_uniform_", "kaiming_normal_", "trunc_normal_", "orthogonal_"]
)
def test_fillings_of_pure_numbers(name):
    fill = getattr(torch.nn.init, name)
    for wrong, place in (
        (nn.Parameter(torch.ones(2, 2), "mV"), r"parameter\.value"),
        (Quantity(torch.ones(2, 2), "mV"), r"q\.mantissa"),
    ):
        with pytest.raises(TypeError, match=rf"{name} fills with pure numbers.*in mV. Give it {place}"):
            fill(wrong)
    assert fill(torch.empty(2, 2)).isfinite().all()


def test_fillings_with_units():
    parameter = nn.Parameter(torch.zeros(100), "mV")
    torch.nn.init.uniform_(parameter, 1 * parse_unit("V"), 2 * parse_unit("V"))
    assert 1000 <= parameter.value.min() <= parameter.value.max() <= 2000
    torch.nn.init.normal_(parameter, 5 * parse_unit("V"), std=1 * MILLIVOLT)
    assert parameter.value.min() > 4900
    torch.nn.init.constant_(parameter, 3 * parse_unit("V"))
    assert parameter.value.unique().tolist() == [3000.0]
    torch.nn.init.zeros_(parameter)
    assert not parameter.value.any()
    with pytest.raises(TypeError, match="give std= as a quantity in mV"):
        torch.nn.init.normal_(parameter)
    with pytest.raises(TypeError):
        torch.nn.init.constant_(parameter, 3.0)
