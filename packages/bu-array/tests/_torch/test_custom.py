"""Functions with a derivative of their own: no gradient gets lost without a word."""

import pytest

torch = pytest.importorskip("torch")

from bu_array import Quantity  # noqa: E402  # needs torch


class Tripled(torch.autograd.Function):
    """Doubles; its derivative says three, to be told from that of its forward pass."""

    @staticmethod
    def forward(ctx, x):
        return 2 * x

    @staticmethod
    def backward(ctx, gradient):
        return 3 * gradient


def test_the_gradient_of_a_quantity_is_not_lost():
    x = torch.ones(2, requires_grad=True)
    with pytest.raises(
        TypeError, match=r"Tripled\.apply .* quantity in mV would be lost.* q\.to_decimal\(unit\)"
    ):
        Tripled.apply(Quantity(x, "mV"))
    assert Tripled.apply(Quantity(torch.ones(2), "mV")).unit == Quantity(1, "mV").unit
    with torch.no_grad():
        assert not Tripled.apply(Quantity(x, "mV")).requires_grad
    with pytest.raises(TypeError, match="CheckpointFunction"):
        torch.utils.checkpoint.checkpoint(torch.sum, Quantity(x, "mV"), use_reentrant=True)


@pytest.mark.filterwarnings("ignore:.*should not be instantiated:DeprecationWarning")  # torch's own, of 2.13
@pytest.mark.parametrize("compiled", [False, True])
def test_tensors_as_ever(compiled):
    torch._dynamo.reset()
    x = torch.ones(2, requires_grad=True)

    def function(x):
        return Quantity(Tripled.apply(x), "mV")

    run = torch.compile(function, fullgraph=True, backend="aot_eager") if compiled else function
    run(x).sum().backward()
    assert x.grad.tolist() == [3.0, 3.0]


def test_under_torch_compile_too():
    """Where torch refuses it by itself, `_refuse_functions` can go."""
    torch._dynamo.reset()
    run = torch.compile(Tripled.apply, fullgraph=True, backend="aot_eager")
    with pytest.raises(Exception, match="would be lost"):  # dynamo wraps ours
        run(Quantity(torch.ones(2, requires_grad=True), "mV"))
    from torch._dynamo.variables.misc import AutogradFunctionVariable

    assert AutogradFunctionVariable.call_apply.__module__.startswith("bu_array")
