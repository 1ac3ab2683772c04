"""Methods of tensors on quantities: what keeps the unit goes through, what has no meaning names its way."""

import numpy as np
import pytest

from bu_array import Quantity
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError, UnitParseError

torch = pytest.importorskip("torch")

X = torch.tensor([[1.0, 2.0, 4.0], [3.0, 5.0, 6.0]], dtype=torch.float64)
Q = Quantity(X, "mV")

# What a method makes of the tensor, the unit stays.
KEEPING = {
    "to a device": lambda x: x.to("cpu"),
    "to a device of torch's": lambda x: x.to(torch.device("cpu")),
    "to a dtype": lambda x: x.to(torch.float32),
    "to both": lambda x: x.to("cpu", torch.float32),
    "by name": lambda x: x.to(device="cpu", dtype=torch.float16, non_blocking=True),
    "copy": lambda x: x.to(torch.float64, copy=True),
    "as another": lambda x: x.to(torch.zeros(1, dtype=torch.float32)),
    "positions": lambda x: x.to("cpu", torch.float32, False, True),
    "meta": lambda x: x.to("meta"),
    "cpu": lambda x: x.cpu(),
    "half": lambda x: x.half(),
    "bfloat16": lambda x: x.bfloat16(),
    "float": lambda x: x.float(),
    "double": lambda x: x.double(),
    "type": lambda x: x.type(torch.int32),
    "long": lambda x: x.long(),
    "requires_grad_": lambda x: x.clone().requires_grad_(),
    "detach": lambda x: x.detach(),
    "clone": lambda x: x.clone(),
    "contiguous": lambda x: x.T.contiguous(),
    "view": lambda x: x.view(3, 2),
    "view as one number": lambda x: x.view(-1),
    "view_as": lambda x: x.view_as(torch.zeros(6).reshape(3, 2)),
    "unsqueeze": lambda x: x.unsqueeze(0),
    "flatten": lambda x: x.flatten(0, -1),
    "flatten at all": lambda x: x.flatten(),
    "expand": lambda x: x[None].expand(2, 2, 3),
    "permute": lambda x: x.permute(1, 0),
    "t": lambda x: x.t(),
    "movedim": lambda x: x.movedim(0, 1),
    "narrow": lambda x: x.narrow(1, 0, 2),
    "index_select": lambda x: x.index_select(0, torch.tensor([1])),
    "gather": lambda x: x.gather(1, torch.tensor([[0], [1]])),
    "sum by torch's names": lambda x: x.sum(dim=0, keepdim=True),
    "mean by torch's names": lambda x: x.mean(dim=1),
    "amax": lambda x: x.amax(1),
    "cumsum": lambda x: x.cumsum(0),
    "masked_fill": lambda x: x.masked_fill(X > 2, 0.0),
    "new_zeros": lambda x: x.new_zeros(2),
    "data": lambda x: x.data,
    "norm": lambda x: x.norm(),
    "tril": lambda x: x.tril(),
    "frac": lambda x: x.frac(),
}


@pytest.mark.parametrize("name", KEEPING)
def test_the_unit_stays(name):
    found, bare = KEEPING[name](Q), KEEPING[name](X)
    assert isinstance(found, Quantity)
    assert found.unit is Q.unit
    assert (found.dtype, found.mantissa.device, found.requires_grad) == (
        bare.dtype,
        bare.device,
        bare.requires_grad,
    )
    if bare.device.type != "meta":
        torch.testing.assert_close(found.mantissa, bare)


BARE = {
    "size": lambda x: x.size(),
    "size of an axis": lambda x: x.size(1),
    "numel": lambda x: x.numel(),
    "device": lambda x: x.device,
    "requires_grad": lambda x: x.requires_grad,
    "is_leaf": lambda x: x.is_leaf,
    "is_cuda": lambda x: x.is_cuda,
    "is_contiguous": lambda x: x.is_contiguous(),
    "stride": lambda x: x.stride(),
    "layout": lambda x: x.layout,
    "element_size": lambda x: x.element_size(),
    "is_floating_point": lambda x: x.is_floating_point(),
    "grad": lambda x: x.grad,
    "grad_fn": lambda x: x.grad_fn,
}


@pytest.mark.parametrize("name", BARE)
def test_what_has_no_unit(name):
    assert BARE[name](Q) == BARE[name](X)


def test_nothing_is_copied_without_need():
    for found in (Q.to("cpu"), Q.to(torch.float64), Q.cpu(), Q.contiguous(), Q.to(Q), Q.to(device="cpu")):
        assert found is Q


def test_the_number_of_elements_is_a_number_too():
    assert Q.size == 6
    assert Q.size * 2 == 12
    assert Quantity(X.numpy(), "mV").size == 6
    assert type(Quantity(X.numpy(), "mV").size) is int


def test_a_word_for_a_device_is_no_unit_and_a_unit_no_device():
    assert Q.to("V").unit == Unit("V")
    assert Q.to("V", dtype=torch.float32).dtype == torch.float32
    assert Q.to("uV", device="cpu").unit == Unit("uV")
    for text in ("cpuu", "banana"):
        with pytest.raises(UnitParseError):
            Q.to(text)
    with pytest.raises(UnitMismatchError):
        Q.to("s")
    with pytest.raises(TypeError, match="a unit, a device or a dtype"):
        Q.to()


def test_other_libraries_say_where_to_go():
    q = Quantity(np.ones(2), "mV")
    for call in (
        lambda: q.to("cpu"),
        lambda: q.to(dtype="float32"),
        lambda: q.contiguous(),
        lambda: q.requires_grad_(),
    ):
        with pytest.raises(BackendError, match=r"\.to_torch\(\)"):
            call()
    with pytest.raises(AttributeError, match=r"\.to_torch\(\)"):
        q.grad  # the look-up is what raises
    assert not hasattr(q, "softmax")


def test_functions_of_torch_are_methods_too():
    assert Q.square().unit == Unit("mV") ** 2
    assert Q.rsqrt().unit == Unit("mV") ** -0.5
    values, places = Q.topk(2)
    assert values.unit == Unit("mV")
    assert not isinstance(places, Quantity)
    torch.testing.assert_close((Q / Unit("mV")).softmax(1), X.softmax(1))
    with pytest.raises(
        TypeError, match=r"torch.Tensor.softmax needs a dimensionless argument, got one in mV"
    ):
        Q.softmax(1)


@pytest.mark.parametrize(
    "name", ["register_hook", "share_memory_", "apply_", "cauchy_", "storage", "to_sparse", "q_scale"]
)
def test_methods_without_meaning_name_their_way(name):
    with pytest.raises(AttributeError, match=f"a quantity has no method '{name}': ..."):
        getattr(Q, name)


def test_names_of_other_libraries_of_units_come_first():
    with pytest.raises(AttributeError, match=r"here it is to_numpy\(\)"):
        Q.numpy  # as above


def test_in_place_methods_change_the_quantity_itself():
    q = Q.clone()
    assert q.add_(q).sub_(Quantity(0.001, "V")) is q
    torch.testing.assert_close(q.mantissa, 2 * X - 1)
    assert q.zero_() is q
    assert q.fill_(Quantity(1.0, "V")).mantissa[0, 0] == 1000
    with pytest.raises(UnitMismatchError, match=r"torch.Tensor.mul_: the result has another unit"):
        q.mul_(Q)
