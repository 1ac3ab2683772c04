"""`torch.autograd.functional` and `gradcheck`: the numbers are checked, the others say what to use."""

import pytest
import torch

from bu_array import Quantity

Q = Quantity(torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True), "mV")


@pytest.mark.parametrize(
    "name, ours, arguments",
    [
        ("jacobian", "jacrev", ()),
        ("hessian", "hessian", ()),
        ("vjp", "vjp", (Q,)),
        ("jvp", "jvp", (Q,)),
        ("hvp", "hessian", (Q,)),
        ("vhp", "hessian", (Q,)),
    ],
)
def test_the_way_is_named(name, ours, arguments):
    function = getattr(torch.autograd.functional, name)
    for wrong in (lambda: function(lambda x: (x * x).sum(), Q, *arguments),):
        with pytest.raises(TypeError, match=rf"{name} takes tensors.*in mV. Use u\.torch\.autograd\.{ours}"):
            wrong()
    torch.autograd.functional.jacobian(torch.sin, torch.ones(2))


def test_a_value_with_a_unit_names_the_way():
    with pytest.raises(TypeError, match=r"Use u\.torch\.autograd\.jacrev"):
        torch.autograd.functional.jacobian(lambda x: Quantity(x * x, "mV"), torch.ones(2))


def test_gradients_of_quantities_are_checked():
    factor = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda q, x: (q * q * x, q.to("V")), (Q, factor))
    assert torch.autograd.gradgradcheck(lambda q: q**3, (Q,))
    assert torch.autograd.gradcheck(torch.sin, factor)

    def wrong(q):
        return Quantity(q.mantissa.detach() * 2 + q.mantissa, q.unit)

    with pytest.raises(RuntimeError, match="Jacobian mismatch"):
        torch.autograd.gradcheck(wrong, (Q,))


def test_torch_still_checks_by_this_name():
    """When this fails, torch 2.13's `_as_tuple` has moved, and `_functional.py` with it."""
    assert torch.autograd.functional._as_tuple.__module__.startswith("bu_torch")
    with pytest.raises(TypeError, match="must be either a Tensor"):
        torch.autograd.functional.jacobian(torch.sin, "x")
