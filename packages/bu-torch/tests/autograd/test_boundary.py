"""What enters a derivative: tensors and quantities with one, of floating-point numbers."""

import numpy as np
import pytest
import torch

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_torch import autograd, nn

NAMES = ["grad", "value_and_grad", "jacrev", "jacfwd", "hessian"]


def energy(x, *others, **more):
    return math.sum(x**2)


def volts(*numbers):
    return Quantity(torch.tensor(numbers), "V")


@pytest.mark.parametrize("name", NAMES)
def test_another_library_is_refused(name):
    other = Quantity(np.array([1.0]), "m")
    for call in (lambda f: f(other), lambda f: f(volts(1.0), other), lambda f: f(volts(1.0), z=other)):
        with pytest.raises(BackendError) as error:
            call(getattr(autograd, name)(energy))
        assert str(error.value) == (
            f"brainunit.torch.autograd.{name} requires the torch backend; got numpy-backed Quantity. "
            "Call .to_torch() on the input first."
        )


def test_a_quantity_of_jax_is_shown_the_other_way():
    jax = get_backend("jax")
    if not jax.usable():
        pytest.skip("jax is not usable")
    with pytest.raises(BackendError, match=r"Call \.to_torch\(\) on the input first, or use u\.autograd\."):
        autograd.grad(energy)(Quantity(jax.asarray([1.0]), "V"))


def test_numbers_count_as_tensors():
    found = autograd.grad(lambda x: x**3)(Quantity(2.0, "m"))
    assert (found.unit, found.mantissa.item()) == (Quantity(1, "m^2").unit, 12.0)
    assert autograd.grad(lambda x: x**3)(2.0).item() == 12.0


def test_integers_have_no_derivative():
    for whole in (Quantity(torch.tensor([1, 2]), "m"), 3, torch.tensor(True)):
        with pytest.raises(
            TypeError, match=r"grad: derivatives are by real or complex numbers.*Make it floating"
        ):
            autograd.grad(energy)(whole)


def test_a_parameter_of_a_module_is_an_argument():
    found = autograd.grad(lambda x: x**2)(nn.Parameter(3.0, "mV"))
    assert str(found) == "6. mV"


@pytest.mark.parametrize("argnums", [2, -3, (0, 2)])
def test_positions_beyond_the_arguments(argnums):
    with pytest.raises(ValueError, match=r"needs 3 positional arguments, got 2"):
        autograd.grad(energy, argnums)(volts(1.0), volts(1.0))


def test_what_is_no_function():
    for name in (*NAMES, "vjp"):
        with pytest.raises(TypeError, match=f"{name} takes a function, got int"):
            getattr(autograd, name)(3)
