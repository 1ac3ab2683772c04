"""Answers by the rules of declared functions, where the tables of expressions do not reach."""

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch
from bu_units import Unit, UnitMismatchError  # noqa: E402  # as above

X = torch.tensor([1.0, 2.5, 4.0], dtype=torch.float64)
V = Quantity(X, "mV")
ONE = Quantity(1.0, "mV")


def test_a_product_in_place_of_a_tensor_binds_the_name_anew():
    t = X.clone()
    before = t
    t *= V
    assert t.unit == Unit("mV")
    torch.testing.assert_close(before, X)


def test_numbers_with_a_unit_are_tensors_where_torch_wants_them():
    found = torch.maximum(V, Quantity(0.002, "V"))
    torch.testing.assert_close(found.mantissa, torch.maximum(X, torch.tensor(2.0, dtype=X.dtype)))
    assert torch.minimum(Quantity(X.float(), "mV"), ONE).dtype == torch.float32


def test_arguments_by_name():
    for found in (
        torch.add(input=V, other=V),
        torch.mul(input=V, other=2.0),
        torch.maximum(input=V, other=2 * V),
    ):
        assert found.unit == Unit("mV")
        torch.testing.assert_close(found.mantissa, 2 * X)
    assert torch.pow(input=V, exponent=2).unit == Unit("mV") ** 2
    with pytest.raises(TypeError, match="missing its second argument"):
        V.add()


def test_the_same_call_again_is_the_same_answer():
    """The first call asks the rule, the second finds what it said."""
    for function in (torch.sum, torch.abs, torch.sqrt, torch.square, torch.sign):
        first, second = function(V), function(V)
        assert getattr(first, "unit", None) is getattr(second, "unit", None)
    for other in (V, Quantity(X, "V"), Quantity(X, "s")):
        for function in (torch.mul, torch.div):
            first, second = function(V, other), function(V, other)
            assert getattr(first, "unit", None) is getattr(second, "unit", None)
            torch.testing.assert_close(getattr(first, "mantissa", first), getattr(second, "mantissa", second))


def test_unequal_dimensions_are_unequal():
    assert not torch.eq(V, Quantity(X, "s")).any()
    assert torch.ne(V, Quantity(X, "s")).all()
    assert torch.equal(V, Quantity(X, "s")) is False
    assert torch.equal(V, Quantity(X / 1000, "V"))
    with pytest.raises(UnitMismatchError):
        torch.less(V, Quantity(X, "s"))


def test_scales():
    warm = Quantity(X, "degC")
    assert torch.mean(warm).unit == Unit("degC")
    assert torch.sub(warm, warm).unit == Unit("delta_degC")
    with pytest.raises(TypeError, match="no meaning for values on the scale"):
        torch.sum(warm)
    with pytest.raises(TypeError, match="no meaning for values on the scale"):
        torch.mul(warm, 2.0)
