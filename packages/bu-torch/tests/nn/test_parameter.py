"""Quantities in a module: what torch sees of them, and what is stored."""

import copy
import io
import pickle

import numpy as np
import pytest
import torch

from bu_array import Quantity, math
from bu_torch import nn
from bu_units import UnitMismatchError, parse_unit


class Spring(torch.nn.Module):
    """Energy of a spring; `unit` is that in which its stiffness is kept."""

    def __init__(self, unit="N / m", guess="30 N / m"):
        super().__init__()
        number, _, text = guess.partition(" ")
        self.stiffness = nn.Parameter(Quantity(torch.tensor(float(number), dtype=torch.float64), text), unit)
        self.mass = nn.Buffer(torch.tensor(250.0), "g")

    def forward(self, stretch):
        return 0.5 * self.stiffness * stretch**2


STRETCH = Quantity(torch.tensor([0.01, 0.02], dtype=torch.float64), "m")


def saved(state):
    """A state dict that has been in a file."""
    file = io.BytesIO()
    torch.save(state, file)
    file.seek(0)
    return torch.load(file)


class TestConstruction:
    def test_numbers_lists_and_arrays(self):
        assert nn.Parameter(3, "mV").value.dtype == torch.get_default_dtype()
        assert nn.Parameter([1, 2], "mV").value.tolist() == [1.0, 2.0]
        array = np.ones(2)
        parameter = nn.Parameter(array, "mV")
        with torch.no_grad():
            parameter.value.add_(1)
        assert array.tolist() == [1.0, 1.0]  # a step of an optimizer does not write into an array of numpy
        tensor = torch.ones(2)
        assert nn.Parameter(tensor, "mV").value.data_ptr() == tensor.data_ptr()  # as torch's own

    def test_a_quantity_is_converted(self):
        assert str(nn.Parameter(Quantity(torch.tensor(1.0), "V"), "mV")) == "1000. mV"
        assert nn.Parameter(Quantity(2.0, "V")).unit is parse_unit("V")
        with pytest.raises(UnitMismatchError, match="mV and s"):
            nn.Parameter(Quantity(2.0, "s"), "mV")

    def test_a_point_on_a_scale(self):
        parameter = nn.Buffer(20.0, "degC")
        assert float(parameter.to("K").mantissa) == pytest.approx(293.15)

    def test_requires_grad(self):
        assert nn.Parameter(1.0, "V").value.requires_grad
        assert not nn.Parameter(1.0, "V", requires_grad=False).value.requires_grad
        assert not nn.Buffer(1.0, "V").value.requires_grad
        with pytest.raises(RuntimeError, match="floating point"):
            nn.Parameter(torch.tensor(1), "V")
        assert nn.Buffer(torch.tensor(1), "V").value.dtype == torch.int64


class TestWhatTorchSees:
    def test_parameters_and_buffers(self):
        model = Spring()
        assert [name for name, _ in model.named_parameters()] == ["stiffness.value"]
        assert [name for name, _ in model.named_buffers()] == ["mass.value"]
        assert "stiffness): Parameter((), unit=N / m)" in repr(model)

    def test_moving_and_casting(self):
        model = Spring().to(torch.float32)
        assert model.stiffness.value.dtype == torch.float32
        model.to("meta")
        assert model.stiffness.value.is_meta
        assert model.mass.value.is_meta
        assert model.stiffness.unit is parse_unit("N / m")

    def test_to_tells_units_from_devices(self):
        parameter = nn.Parameter(3.0, "V")
        assert str(parameter.to("mV").detach()) == "3000. mV"
        assert parameter.to("cpu") is parameter
        assert str(parameter) == "3. V"

    def test_copies_and_pickles(self):
        model = Spring()
        for other in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
            assert other.stiffness.unit is model.stiffness.unit
            assert other.stiffness.value is not model.stiffness.value
            torch.testing.assert_close(other(STRETCH).mantissa, model(STRETCH).mantissa)

    def test_a_new_value(self):
        parameter = nn.Parameter([1.0, 2.0], "mV")
        value = parameter.value
        parameter.data = Quantity(torch.tensor([3.0, 4.0]), "V")
        assert parameter.value is value
        assert value.tolist() == [3000.0, 4000.0]
        parameter.data = nn.Parameter([5.0, 6.0], "V")
        assert value.tolist() == [5000.0, 6000.0]
        assert list(parameter.children()) == []
        with pytest.raises(UnitMismatchError, match="mV and s"):
            parameter.data = Quantity(torch.tensor([3.0, 4.0]), "s")

    @pytest.mark.parametrize(
        "optimizer, rate", [(torch.optim.SGD, lambda r: r**2), (torch.optim.Adam, lambda r: r)]
    )
    def test_a_step_is_the_same_physics_in_any_unit(self, optimizer, rate):
        """By the rule of the docstring of Parameter: lr times the square of the ratio, for Adam the ratio."""
        found = []
        for unit, r in (("N / m", 1.0), ("mN / m", 1e3)):
            model = Spring(unit)
            steps = optimizer(model.parameters(), lr=0.1 * rate(r))
            for _ in range(3):
                steps.zero_grad()
                loss = math.sum((model(STRETCH) - Quantity(0.1, "J")) ** 2).to_decimal("mJ^2")
                loss.backward()
                steps.step()
            found.append(model.stiffness.to("N / m").mantissa.detach())
        assert not torch.isclose(found[0], torch.tensor(30.0, dtype=torch.float64))
        torch.testing.assert_close(found[0], found[1], rtol=1e-6, atol=0)

    def test_functional_call_and_vmap(self):
        models = [Spring(guess=f"{n} N / m") for n in (1, 2)]
        parameters, buffers = torch.func.stack_module_state(models)
        call = lambda p, b: torch.func.functional_call(models[0], (p, b), (STRETCH,))  # noqa: E731
        energy = torch.func.vmap(call)(parameters, buffers)
        assert energy.unit.dim is parse_unit("J").dim
        torch.testing.assert_close(energy.mantissa[1], 2 * energy.mantissa[0])

    def test_parametrized_and_averaged(self):
        model = Spring()
        averaged = torch.optim.swa_utils.AveragedModel(model)
        averaged.update_parameters(model)
        torch.testing.assert_close(averaged(STRETCH).mantissa, model(STRETCH).mantissa)
        parameter = nn.Parameter([3.0, 4.0], "mV")
        torch.nn.utils.parametrizations.weight_norm(parameter, "value", dim=None)
        torch.testing.assert_close(parameter.data.mantissa, torch.tensor([3.0, 4.0]))
        assert len(list(parameter.parameters())) == 2

    @pytest.mark.slow
    @pytest.mark.parametrize("backend", ["aot_eager", "inductor"])
    def test_compiled_whole(self, backend):
        torch.compiler.reset()
        model = Spring()
        try:
            compiled = torch.compile(model, fullgraph=True, backend=backend)
            energy = compiled(STRETCH)
            math.sum(energy).to_decimal("J").backward()
            assert energy.unit is model(STRETCH).unit
            torch.testing.assert_close(energy.mantissa, model(STRETCH).mantissa)
            torch.testing.assert_close(model.stiffness.value.grad, 0.5 * (STRETCH.mantissa**2).sum())
        finally:
            torch.compiler.reset()


class TestStateDicts:
    def test_what_is_stored(self):
        state = Spring().state_dict()
        assert [*state] == ["stiffness.value", "stiffness._extra_state", "mass.value", "mass._extra_state"]
        assert all(isinstance(x, torch.Tensor) for x in state.values())
        other = Spring(guess="1 N / m")
        other.load_state_dict(saved(state))
        assert other.stiffness.value.item() == 30.0

    @pytest.mark.parametrize("assign", [False, True])
    def test_converted_from_the_unit_stored(self, assign):
        model = Spring("mN / m")
        model.load_state_dict(saved(Spring("N / m", "7 N / m").state_dict()), assign=assign)
        assert model.stiffness.unit is parse_unit("mN / m")
        assert model.stiffness.value.item() == 7000.0
        assert model.stiffness.value.requires_grad

    def test_another_dimension_is_refused(self):
        state = Spring().state_dict()
        state["mass._extra_state"] = nn.Buffer(1.0, "s").get_extra_state()
        model = Spring(guess="1 N / m")
        with pytest.raises(RuntimeError, match=r"mass\.value is stored in s, and is in g here"):
            model.load_state_dict(state)
        with pytest.raises(RuntimeError, match=r"stored in s"):
            model.load_state_dict(state, strict=False)

    def test_a_plain_state_is_refused_and_says_how(self):
        state = {name: x for name, x in Spring().state_dict().items() if name.endswith("value")}
        with pytest.raises(RuntimeError, match=r"stored without a unit, and is in N / m here") as error:
            Spring().load_state_dict(state)
        for line in str(error.value).splitlines()[1:]:  # do what it says
            exec(line.rpartition("say so: ")[2], {"state": state, "model": Spring()})
        Spring().load_state_dict(state)

    def test_the_state_of_a_model_with_plain_tensors(self):
        state = {"stiffness": torch.tensor(5.0), "mass": torch.tensor(1.0)}
        with pytest.raises(RuntimeError, match=r"stored as a tensor without a unit") as error:
            Spring().load_state_dict(state)
        for line in str(error.value).splitlines()[1:]:
            exec(
                line.rpartition("say so: ")[2] if "say so" in line else "",
                {"state": state, "model": Spring()},
            )
        model = Spring()
        model.load_state_dict(state)
        assert model.stiffness.value.item() == 5.0

    def test_a_unit_that_nobody_knows(self):
        state = Spring().state_dict()
        state["mass._extra_state"] = torch.tensor(list(b"parsnips"), dtype=torch.uint8)
        with pytest.raises(RuntimeError, match="parsnips"):
            Spring().load_state_dict(state)

    def test_not_persistent(self):
        class Model(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.cache = nn.Buffer(1.0, "V", persistent=False)

        state = Model().state_dict()
        assert "cache.value" not in state
        Model().load_state_dict(state)

    def test_a_number_and_compounds(self):
        for text in ("1", "deg", "degC", "W / (m^2 * K)", "10.0^-3 * m", "kg^(1/3)"):
            parameter, other = nn.Parameter(2.0, text), nn.Parameter(1.0, text)
            other.load_state_dict(saved(parameter.state_dict()))
            assert other.value.item() == 2.0
            assert other.unit is parameter.unit
