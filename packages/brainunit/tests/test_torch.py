"""`torch` is bu_torch; it is loaded when it is asked for, and says what to install."""

import sys

import pytest

import brainunit as u
from bu_dispatch import get_backend

torch = pytest.importorskip("torch")
bu_torch = pytest.importorskip("bu_torch")


def test_the_names_are_those_of_bu_torch():
    assert u.torch.__name__ == "brainunit.torch"
    assert [*u.torch.__all__] == [name for name in bu_torch.__all__ if name != "__version__"]
    for module in ("autograd", "nn"):
        ours, theirs = getattr(u.torch, module), getattr(bu_torch, module)
        assert ours.__all__ == theirs.__all__
        assert all(getattr(ours, name) is getattr(theirs, name) for name in theirs.__all__)
    for name in u.torch.__all__:
        if name not in ("autograd", "nn"):
            assert getattr(u.torch, name) is getattr(bu_torch, name)


def test_units():
    slope = u.torch.autograd.grad(lambda x: u.math.sum(x * x))(torch.tensor([1.0, 2.0]) * u.metre)
    assert slope.unit == u.metre
    assert slope.mantissa.tolist() == [2.0, 4.0]
    parameter = u.torch.nn.Parameter([1.0], u.mV)
    assert str(parameter + 1 * u.volt) == "[1001.] mV"


def test_torch_itself_is_meant_by_its_name():
    assert sys.modules["torch"] is torch
    assert u.torch is not torch


def test_a_wrong_name():
    with pytest.raises(AttributeError, match=r"brainunit\.torch.*'nope'"):
        u.torch.nope


def test_autograd_of_jax_points_here():
    if not get_backend("jax").usable():
        pytest.skip("jax is not here")
    with pytest.raises(u.BackendError, match=r"requires the jax backend; got torch.*u\.torch\.autograd"):
        u.autograd.grad(u.math.sum)(torch.ones(2) * u.metre)
