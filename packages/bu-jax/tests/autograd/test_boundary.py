"""What enters a derivative: arrays of jax and quantities with one, of floating-point numbers."""

import jax.numpy as jnp
import numpy as np
import pytest
from derivative_checks import LENGTH, TIME, check, energy

from bu_array import Quantity, math
from bu_dispatch import BackendError, get_backend
from bu_jax import autograd
from bu_units import UnitMismatchError


def test_python_numbers_and_numpy_scalars():
    check(autograd.grad(lambda x: x * x)(Quantity(3.0, "m")), 6.0, "m")
    check(autograd.grad(lambda x: x * x)(Quantity(np.float32(3), "m")), 6.0, "m")


@pytest.mark.parametrize(
    "name", ["grad", "value_and_grad", "vector_grad", "jacobian", "jacrev", "jacfwd", "hessian", "checkpoint"]
)
def test_another_library_is_refused(name):
    other = Quantity(np.array([1.0]), "m")
    for call in (lambda f: f(other), lambda f: f(LENGTH, other), lambda f: f(LENGTH, z=other)):
        with pytest.raises(BackendError) as error:
            call(getattr(autograd, name)(lambda *args, **kwargs: energy(args[0])))
        assert str(error.value) == (
            f"brainunit.autograd.{name} requires the jax backend; got numpy-backed Quantity. "
            "Call .to_jax() on the input first."
        )


def test_a_torch_quantity_is_refused():
    record = get_backend("torch")
    if not record.usable():
        pytest.skip("torch is not usable")
    with pytest.raises(BackendError, match="got torch-backed Quantity"):
        autograd.grad(energy)(Quantity(record.asarray([1.0]), "m"))


def test_bare_arrays_of_another_library_are_refused():
    torch = get_backend("torch")
    if not torch.usable():
        pytest.skip("torch is not usable")
    with pytest.raises(BackendError, match="got torch-backed array"):
        autograd.grad(energy)({"x": torch.asarray([1.0])})
    check(autograd.grad(energy)(np.array([1.0, 2.0], np.float32)), [2.0, 4.0])  # jax takes numpy's


def test_only_scalars_have_a_gradient():
    with pytest.raises(
        TypeError, match=r"^grad: gradients are of scalar-output .* shape \(3,\) in m\^2; use"
    ):
        autograd.grad(lambda x: x * x)(LENGTH)
    with pytest.raises(TypeError, match=r"^value_and_grad: .* output of shape \(3,\); use jacobian"):
        autograd.value_and_grad(lambda x: x)(jnp.ones(3))
    with pytest.raises(TypeError, match=r"scalar-output functions, got an output of 2 leaves"):
        autograd.grad(lambda x: (x, x))(TIME)
    with pytest.raises(TypeError, match=r"returns a pair \(value, aux\)"):
        autograd.grad(energy, has_aux=True)(LENGTH)
    with pytest.raises(UnitMismatchError):
        autograd.grad(lambda x: math.sum(x) + TIME)(LENGTH)


@pytest.mark.parametrize("name", ["grad", "value_and_grad", "vector_grad", "jacobian", "jacfwd", "hessian"])
def test_integers_have_no_derivative(name):
    tree = {"n": Quantity(jnp.array([1, 2]), "m"), "x": LENGTH}
    way_out = "allow_int=True" if name in ("grad", "value_and_grad", "jacobian") else "floating$"
    with pytest.raises(TypeError, match=rf"^{name}: .* argument 1\['n'\] has dtype int32.*{way_out}"):
        getattr(autograd, name)(lambda t, p: math.sum(p["x"]), argnums=1)(TIME, tree)
    with pytest.raises(ValueError, match="argnums=2 needs 3 positional arguments, got 2"):
        getattr(autograd, name)(lambda t, p: math.sum(p["x"]), argnums=2)(TIME, tree)


def test_temperatures_on_a_scale():
    at = Quantity(jnp.float32(20.0), "degC")
    check(autograd.grad(lambda t: t.to("K") ** 2)(at), 2 * 293.15, "K")
    check(autograd.grad(lambda t: t.to("degF"))(at), 1.0)  # 9 / 5 in the numbers, one of one
    value, slope = autograd.value_and_grad(lambda x: (x * Quantity(2.0, "K / m")).to("degC"))(
        Quantity(jnp.float32(150.0), "m")
    )
    check(value, 26.85, "degC")
    check(slope, 2.0, "K / m")
    with pytest.raises(TypeError, match="scale dBm"):
        autograd.grad(lambda p: p.to("mW"))(Quantity(jnp.float32(3.0), "dBm"))


def test_names_and_docstrings_pass_through():
    for name in ("grad", "value_and_grad", "vector_grad", "jacrev", "jacfwd", "jacobian", "hessian"):
        assert getattr(autograd, name)(energy).__name__ == "energy"


@pytest.mark.parametrize(
    "name", ["grad", "value_and_grad", "vector_grad", "jacrev", "jacfwd", "jacobian", "hessian"]
)
def test_what_is_no_function_is_refused_at_once(name):
    def values(x):
        yield x

    for wrong, why in ((3, "got int"), (None, "got NoneType"), (values, "values yields them")):
        with pytest.raises(TypeError, match=f"^{name} takes a function.*{why}"):
            getattr(autograd, name)(wrong)
