"""Files: torch's own with its safe reader, safetensors, exported programs."""

import io
import pickle

import numpy as np
import pytest
import torch

import bu_torch
from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_torch import nn

UNITS = ["mV", "1", "m^(1/3)", "N * m", "degC", "dBm", "inch", "10.0^-3 * m", "J / (K * mol)"]


def stored(thing, **options):
    file = io.BytesIO()
    torch.save(thing, file)
    file.seek(0)
    return torch.load(file, **options)


class TestTorch:
    @pytest.mark.parametrize("unit", UNITS)
    def test_quantities_with_the_safe_default(self, unit):
        q = Quantity(torch.tensor([1.0, 2.0]), unit)
        found = stored({"q": q, "list": [q, 3]})
        for each in (found["q"], found["list"][0]):
            assert type(each) is type(q)
            assert each.unit is q.unit
            assert each.mantissa.tolist() == [1.0, 2.0]
        assert stored(q, weights_only=False).unit is q.unit

    def test_where_they_are_put(self):
        assert stored(Quantity(torch.ones(2), "V"), map_location="meta").mantissa.is_meta

    def test_nothing_else_is_safe_now(self):
        with pytest.raises(pickle.UnpicklingError):
            stored({"voltage": Quantity(torch.ones(2), "V"), "function": print})


class Spring(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.stiffness = nn.Parameter([1.0, 2.0], "N / m")

    def forward(self, stretch):
        return {"energy": math.sum(0.5 * self.stiffness * stretch**2)}


@pytest.mark.slow
def test_an_exported_program_is_read_without_a_word(caplog, capfd):
    stretch = Quantity(torch.tensor([1.0, 2.0]), "mm")
    program = torch.export.export(Spring(), (stretch,))
    file = io.BytesIO()
    torch.export.save(program, file)
    file.seek(0)
    loaded = torch.export.load(file).module()
    found, expected = loaded(stretch)["energy"], Spring()(stretch)["energy"]
    assert found.unit is expected.unit
    torch.testing.assert_close(found.mantissa, expected.mantissa)
    assert "Traceback" not in caplog.text + "".join(capfd.readouterr())
    with pytest.raises(ValueError, match="mm"):  # the unit is part of what was exported
        loaded(stretch.to("m"))


class TestSafetensors:
    @pytest.fixture(autouse=True)
    def library(self):
        pytest.importorskip("safetensors")

    @pytest.mark.parametrize("unit", UNITS)
    def test_back_and_forth(self, tmp_path, unit):
        q = Quantity(torch.tensor([[1.0, 2.0], [3.0, 4.0]], dtype=torch.float64).T, unit)
        path = tmp_path / "file.safetensors"
        bu_torch.save_safetensors({"q": q, "bare": torch.ones(2)}, path)
        found = bu_torch.load_safetensors(path)
        assert found["q"].unit is q.unit
        assert found["q"].mantissa.tolist() == q.mantissa.tolist()
        assert found["bare"].tolist() == [1.0, 1.0]

    def test_parameters_and_further_texts(self, tmp_path):
        from safetensors import safe_open

        path = tmp_path / "file.safetensors"
        bu_torch.save_safetensors({"k": nn.Parameter(3.0, "mV")}, str(path), {"author": "somebody"})
        assert str(bu_torch.load_safetensors(path)["k"]) == "3. mV"
        with safe_open(path, "pt") as file:
            assert file.metadata()["author"] == "somebody"
        with pytest.raises(ValueError, match="metadata"):
            bu_torch.save_safetensors({}, path, {"brainunit.units": ""})

    def test_files_of_others_have_no_units(self, tmp_path):
        from safetensors.torch import save_file

        save_file({"x": torch.ones(2)}, tmp_path / "plain")
        assert isinstance(bu_torch.load_safetensors(tmp_path / "plain")["x"], torch.Tensor)

    def test_the_state_of_a_model(self, tmp_path):
        from safetensors.torch import load_file, save_file

        save_file(Spring().state_dict(), tmp_path / "state")
        model = Spring()
        with torch.no_grad():
            model.stiffness.value.zero_()
        model.load_state_dict(load_file(tmp_path / "state"))
        assert model.stiffness.value.tolist() == [1.0, 2.0]

    def test_another_library_is_refused(self, tmp_path):
        with pytest.raises(
            BackendError, match=r"save_safetensors requires the torch backend.*\.to_torch\(\)"
        ):
            bu_torch.save_safetensors({"x": Quantity(np.ones(2), "V")}, tmp_path / "file")
