"""What torch writes into: quantities given as out=, changed in place; what integers hold."""

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch
from bu_array._torch.results import dressed, plain, tensor_beside, torchs  # noqa: E402  # as above
from bu_dispatch import BackendError  # noqa: E402  # as above
from bu_units import Unit  # noqa: E402  # as above

X = torch.tensor([1.0, 2.5, 4.0], dtype=torch.float64)
V = Quantity(X, "mV")


def test_results_are_written_into_quantities():
    out = Quantity(torch.empty((), dtype=X.dtype), "V")
    assert torch.sum(V, 0, out=out) is out
    torch.testing.assert_close(out.mantissa, X.sum() / 1000)
    same_unit = Quantity(torch.empty(3, dtype=X.dtype), "mV")
    assert torch.add(V, V, out=same_unit) is same_unit
    torch.testing.assert_close(same_unit.mantissa, 2 * X)


def test_in_place():
    q = V.clone()
    mantissa = q.mantissa
    assert q.add_(Quantity(1.0, "V")) is q
    assert q.mantissa is mantissa
    torch.testing.assert_close(mantissa, X + 1000)
    q.clamp_(max=Quantity(1.0, "V")).mul_(2.0)
    torch.testing.assert_close(mantissa, torch.full_like(X, 2000.0))
    t = X.clone()
    t[0] = Quantity(50.0, "%")
    t.add_(Quantity(100.0, "%"))
    torch.testing.assert_close(t, torch.cat([torch.tensor([0.5], dtype=X.dtype), X[1:]]) + 1)


def test_what_integers_cannot_hold_is_not_cut():
    whole = Quantity(torch.tensor([1, 2]), "m")
    whole.fill_(Quantity(2, "km"))
    assert whole.mantissa.tolist() == [2000, 2000]
    for write in (
        lambda: whole.fill_(Quantity(50, "cm")),
        lambda: whole.masked_fill_(whole > whole, Quantity(50, "cm")),
    ):
        with pytest.raises(ValueError, match=r"50 cm|0\.5"):
            write()


def test_lists_of_results_have_the_unit_each_and_positions_none():
    parts = dressed([X, (X, X)], Unit("mV"))
    assert [parts[0].unit, parts[1][0].unit, parts[1][1].unit] == [Unit("mV")] * 3
    found = dressed(torch.sort(X), Unit("mV"))
    assert found.values.unit == Unit("mV")
    assert not isinstance(found.indices, Quantity)
    assert dressed(X.size(), Unit("mV")) == X.size()


def test_numbers_beside_tensors_leave_their_dtype():
    for dtype in (torch.float16, torch.float32, torch.float64, torch.complex64):
        tensor = torch.ones(2, dtype=dtype)
        assert (tensor + tensor_beside(0.1, (tensor,))).dtype == dtype
    assert (
        torch.ones(2, dtype=torch.int32) + tensor_beside(0.5, (torch.ones(2, dtype=torch.int32),))
    ).dtype == torch.float32
    assert tensor_beside(2, ()).dtype == torch.int64


def test_arguments_are_pure_numbers():
    assert plain([1, Quantity(50.0, "%")], "f") == [1, 0.5]
    with pytest.raises(TypeError, match="f: an argument takes no unit, got one in mV"):
        plain((V,), "f")
    with pytest.raises(BackendError, match=r"\.to_torch\(\)"):
        torchs(X.numpy(), "f")
