"""What quantities of torch tensors have as tensors do; more of it in tests/_torch/test_methods.py."""

import pytest

from bu_array import Quantity
from bu_array._quantity.tensors import extent, is_device
from bu_dispatch import BackendError
from bu_units import parse_unit


@pytest.mark.parametrize("text", ["cpu", "cuda", "cuda:0", "meta", "mps", "xpu:1"])
def test_words_for_devices(text):
    assert is_device(text, parse_unit("mV").dim)
    if text != "mps":
        with pytest.raises(ValueError, match=text.partition(":")[0]):
            parse_unit(text)


def test_metres_per_second_are_a_unit_of_speeds():
    assert not is_device("mps", parse_unit("km/h").dim)
    assert Quantity(36.0, "km/h").to("mps") == Quantity(10.0, "m/s")


@pytest.mark.parametrize("text", ["mV", "m", "cd", "kW h", "1", "", "cup"])
def test_units_are_no_devices(text):
    assert not is_device(text, parse_unit(text or "1").dim)


def test_a_number_of_elements_answers_with_lengths():
    count = extent(6, (2, 3))
    assert count == 6
    assert count + 1 == 7
    assert list(range(count)) == [0, 1, 2, 3, 4, 5]
    assert (count(), count(1)) == ((2, 3), 3)


def test_numbers_have_no_device_and_no_gradient():
    q = Quantity(2.0, "mV")
    assert q.numel() == 1
    with pytest.raises(AttributeError, match="on no device"):
        q.device  # the look-up is what raises
    assert not hasattr(q, "grad")
    with pytest.raises(BackendError, match="backward is for torch tensors, got a mantissa of Python"):
        q.backward()


def test_a_parameter_of_torchs_is_refused():
    torch = pytest.importorskip("torch")
    q = Quantity(torch.ones(2), "mV")
    with pytest.raises(TypeError, match=r"torch\.nn\.Parameter"):
        torch.nn.Parameter(q)
    assert not isinstance(q, torch.nn.Parameter)
