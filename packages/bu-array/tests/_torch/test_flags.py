"""`isnan` and kin: properties of quantities, and methods of tensors."""

import pickle

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch

Q = Quantity(torch.tensor([1.0, float("nan"), float("inf")]), "mV")


@pytest.mark.parametrize("name", ["isnan", "isinf", "isfinite", "isreal"])
def test_called_and_not(name):
    flags, expected = getattr(Q, name), getattr(Q.mantissa, name)()
    assert flags.tolist() == flags().tolist() == expected.tolist()
    assert type(flags()) is type(~flags) is type(flags & flags()) is torch.Tensor
    assert repr(flags) == repr(expected)
    assert type(pickle.loads(pickle.dumps(flags))) is torch.Tensor


def test_flags_are_masks():
    assert Q[Q.isnan].shape == (1,)
    assert torch.where(Q.isfinite(), Q, 0.0).unit == Q.unit
    assert bool(Q.isnan().any())
