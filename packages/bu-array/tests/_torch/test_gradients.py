"""Gradients that torch adds up: in the unit of the loss per unit of what was varied."""

import pytest

from bu_array import Quantity
from bu_units import Unit, UnitMismatchError

torch = pytest.importorskip("torch")

X = torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64)


def leaf(unit="mV"):
    return Quantity(X.clone(), unit).requires_grad_()


def test_the_unit_is_that_of_the_loss_per_unit_of_the_quantity():
    q = leaf()
    assert q.grad is None
    (q * q * q).sum().backward()
    assert q.grad.unit == Unit("mV") ** 2
    torch.testing.assert_close(q.grad.mantissa, 3 * X**2)


def test_a_plain_loss():
    q = leaf()
    (q / Quantity(1.0, "V")).sum().backward()
    assert q.grad.unit == 1 / Unit("mV")
    torch.testing.assert_close(q.grad.mantissa, torch.full_like(X, 1e-3))
    p = Quantity(X.clone().requires_grad_())
    (2.0 * p).sum().backward()
    torch.testing.assert_close(getattr(p.grad, "mantissa", p.grad), torch.full_like(X, 2.0))


def test_the_same_physics_in_volts_and_millivolts():
    q, r = leaf(), Quantity(X * 1e-3, "V").requires_grad_()
    for one in (q, r):
        (one * one).sum().backward()
    torch.testing.assert_close(q.grad.to_decimal("V"), r.grad.to_decimal("V"))


def test_gradients_are_added_up_in_one_unit():
    q = leaf()
    q.sum().backward()
    (q.sum()).to("V").backward()
    assert not isinstance(q.grad, Quantity)
    torch.testing.assert_close(q.grad, torch.full_like(X, 2.0))


def test_losses_of_two_dimensions_are_not_added_up():
    q = leaf()
    q.sum().backward()
    with pytest.raises(UnitMismatchError, match=r"zero_grad.*units are mV and mV\^2"):
        (q * q).sum().backward()
    q.grad = None
    (q * q).sum().backward()
    assert q.grad.unit == Unit("mV")


def test_a_gradient_from_outside_has_a_unit():
    q = leaf()
    (q * q).backward(gradient=Quantity(torch.ones(3, dtype=X.dtype), "s"))
    assert q.grad.unit == Unit("mV") * Unit("s")
    r = leaf()
    r.grad = Quantity(X, "s")
    torch.testing.assert_close(r.grad.to_decimal("s"), X)
    with pytest.raises(RuntimeError):
        r.grad = Quantity(X[:2], "s")


def test_inputs():
    q, r = leaf(), leaf("s")
    (q * r).sum().backward(inputs=[r])
    assert q.grad is None
    assert r.grad.unit == Unit("mV")


def test_an_optimizer_steps_on_the_mantissa():
    q = leaf()
    step = torch.optim.SGD([q.mantissa], lr=0.1)
    (q * q).sum().backward()
    step.step()
    torch.testing.assert_close(q.mantissa.detach(), X - 0.1 * 2 * X)
    step.zero_grad()
    assert q.grad is None


def test_a_tensor_within_the_graph_keeps_its_gradient():
    x = Quantity(torch.tensor([1.0, 2.0], requires_grad=True), "mV")
    y = 2 * x
    y.retain_grad()
    (y * y).sum().backward()
    assert y.grad.unit == Unit("mV")
    assert y.grad.mantissa.tolist() == [4.0, 8.0]


def test_several_losses():
    x = Quantity(torch.tensor([1.0, 2.0], requires_grad=True), "mV")
    torch.autograd.backward([(x * x).sum(), (x * Quantity(1.0, "V")).sum()])
    assert x.grad.unit == Unit("mV")
    assert x.grad.mantissa.tolist() == [1002.0, 1004.0]
    x.grad = None
    with pytest.raises(UnitMismatchError, match=r"added up \(units are mV and mV\^2\)"):
        torch.autograd.backward([(x * x).sum(), x.sum()])
    torch.autograd.backward([x * x], [Quantity(torch.ones(2), "s")], inputs=[x])
    assert x.grad.unit == Unit("mV") * Unit("s")
    with pytest.raises(ValueError, match="1 tensors and 2 grad_tensors"):
        torch.autograd.backward([x.sum()], [None, None])
