"""Answers by hand: the unit depends on a value, a shape, or on what is given."""

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch
from bu_units import Unit, UnitMismatchError  # noqa: E402  # as above

X = torch.tensor([1.0, 2.5, 4.0], dtype=torch.float64)
V = Quantity(X, "mV")
S = Quantity(X, "s")


def test_a_derivative_by_torch_has_its_unit():
    q = Quantity(X.clone().requires_grad_(), "mV")
    (found,) = torch.autograd.grad(torch.sum(q * q * q), q)
    assert found.unit == Unit("mV") ** 2
    torch.testing.assert_close(found.mantissa, 3 * X**2)


def test_a_derivative_by_several_and_with_a_seed():
    q, t = Quantity(X.clone().requires_grad_(), "mV"), Quantity(X.clone().requires_grad_(), "s")
    by_q, by_t = torch.autograd.grad(q * t, [q, t], grad_outputs=Quantity(torch.ones_like(X), "A"))
    assert by_q.unit == Unit("A") * Unit("s")
    assert by_t.unit == Unit("A") * Unit("mV")
    with pytest.raises(UnitMismatchError, match="the outputs are added up"):
        torch.autograd.grad([q.sum(), t.sum()], [q, t])


def test_products_and_powers_by_shape():
    matrix = Quantity(torch.eye(3, dtype=X.dtype) * 2, "mV")
    assert torch.prod(V).unit == Unit("mV") ** 3
    assert torch.prod(matrix, 1).unit == Unit("mV") ** 3
    assert torch.linalg.det(matrix).unit == Unit("mV") ** 3
    assert torch.linalg.matrix_power(matrix, -2).unit == Unit("mV") ** -2
    assert torch.linalg.multi_dot([matrix, matrix, S]).unit == Unit("mV") ** 2 * Unit("s")
    assert not isinstance(torch.einsum("i,i", V, 1 / V), Quantity)


def test_norms_of_order_zero_count():
    for found in (torch.norm(V, 0), torch.linalg.vector_norm(V, ord=0), torch.dist(V, 2 * V, 0)):
        assert not isinstance(found, Quantity)
        assert found == 3
    assert torch.linalg.vector_norm(V, ord=1).unit == Unit("mV")


def test_quotients_that_are_rounded_do_not_depend_on_the_units_of_writing():
    km, m = Quantity(torch.tensor([1.0]), "km"), Quantity(torch.tensor([300.0]), "m")
    assert torch.div(km, m, rounding_mode="floor").tolist() == [3.0]
    assert torch.div(km, m, rounding_mode="trunc").tolist() == [3.0]
    torch.testing.assert_close(torch.div(km, m), torch.tensor([1000 / 300]))


def test_elements_of_tensors():
    t = X.clone()
    t[0] = Quantity(50.0, "%")
    t[X > 2] = Quantity(torch.tensor(1.0, dtype=X.dtype))
    assert t.tolist() == [0.5, 1.0, 1.0]
    with pytest.raises(UnitMismatchError):
        t[0] = V[0]


def test_gradients_along_axes():
    rows = Quantity(torch.outer(X, X), "mV")
    first, second = torch.gradient(rows, spacing=(Quantity(2.0, "s"), Quantity(1.0, "m")))
    assert (first.unit, second.unit) == (Unit("mV") / Unit("s"), Unit("mV") / Unit("m"))
