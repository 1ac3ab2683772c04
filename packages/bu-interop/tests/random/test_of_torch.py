"""Quantities from a Generator of torch: its own numbers, and numpy's distributions."""

import pytest
from random_checks import OF_EITHER, compare

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_interop import random

OF_TORCH = "normal uniform laplace gumbel logistic exponential rayleigh triangular".split()


@pytest.mark.parametrize("name", [*OF_TORCH, *OF_EITHER])
def test_torch_draws_from_the_same_distribution(name):
    torch = pytest.importorskip("torch")
    compare(name, torch.Generator().manual_seed(1))


def test_torch_draws_as_torch_does():
    torch = pytest.importorskip("torch")

    def source():
        return torch.Generator().manual_seed(3)

    found = random.normal(source(), Quantity(1.0, "V"), Quantity(500.0, "mV"), (3,))
    assert torch.equal(found.mantissa, 1.0 + 0.5 * torch.randn(3, generator=source()))
    q = Quantity(torch.arange(5.0), "mV")
    order = torch.randperm(5, generator=source())
    assert torch.equal(random.permutation(source(), q).mantissa, q.mantissa[order])
    assert sorted(random.choice(source(), q, 5, replace=False).mantissa.tolist()) == q.mantissa.tolist()
    assert random.choice(source(), q, (2, 2), p=torch.tensor([0.0, 0, 1, 0, 0])).mantissa.tolist() == [
        [2, 2],
        [2, 2],
    ]
    with pytest.raises(ValueError, match="6 of 5 elements"):
        random.choice(source(), q, 6, replace=False)
    spread = random.multivariate_normal(
        source(), Quantity(torch.zeros(2), "V"), Quantity(torch.eye(2) * 4e-6, "V^2"), 2000
    )
    assert spread.shape == (2000, 2)
    assert float(spread.to_decimal("mV").std()) == pytest.approx(2.0, rel=0.1)
    random.shuffle(source(), q)
    assert q.mantissa.tolist() == order.tolist()
    loc = torch.tensor(1.0, requires_grad=True)
    random.normal(source(), Quantity(loc, "mV"), Quantity(1.0, "mV"), 3).mantissa.sum().backward()
    assert float(loc.grad) == 3.0
    with pytest.raises(BackendError, match="torch has no such distribution"):
        random.gamma(source(), 2.0, Quantity(1.0, "ms"))
