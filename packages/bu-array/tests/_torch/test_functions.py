"""torch's functions on quantities: values as torch has them in SI units, units by rule, what is refused."""

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402, N812  # needs torch; as everybody calls it
from torch_expressions import VECTOR, coherent, expressions, function_of, operands, same  # noqa: E402  # as above

from bu_array import Quantity  # noqa: E402  # as above
from bu_array._torch import functions, names  # noqa: E402  # as above
from bu_dispatch import BackendError  # noqa: E402  # as above
from bu_units import Unit, UnitMismatchError  # noqa: E402  # as above

EXPRESSIONS = expressions()
X = VECTOR
V = Quantity(X, "mV")
S = Quantity(X, "s")
ONE = Quantity(1.0, "mV")
NUMBERS = r"divide by a unit first|q\.to_decimal"  # with bu-torch, and without


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_values_and_units(expression):
    given, bare = operands(expression), operands(expression, coherent)
    f = function_of(expression, list(given))
    same(f(*given.values()), f(*bare.values()), EXPRESSIONS[expression])


def test_every_function_is_answered_or_refused_with_a_reason():
    functions.fill()
    found = list(functions.overridable())
    assert len(found) > 1300
    unknown = [functions.public_name(func) for func in found if functions.ANSWERS[func] == functions.UNKNOWN]
    assert not unknown
    assert all(isinstance(reason, str) and reason for reason in names.REFUSED.values())


@pytest.mark.parametrize(
    "call",
    [
        lambda: torch.add(V, S),
        lambda: torch.maximum(V, S),
        lambda: torch.cat([V, S]),
        lambda: torch.where(X > 1, V, S),
        lambda: torch.lerp(V, S, 0.5),
        lambda: torch.atan2(V, S),
        lambda: torch.lt(V, S),
        lambda: torch.clamp(V, min=S[0]),
        lambda: torch.addcmul(V, V, S),
        lambda: torch.dist(V, S),
        lambda: torch.isclose(V, S),
        lambda: torch.masked_fill(V, X > 1, S[0]),
        lambda: torch.searchsorted(V, S),
        lambda: torch.linspace(ONE, S[0], 3),
        lambda: F.mse_loss(V, S),
        lambda: F.l1_loss(V, S),
        lambda: F.huber_loss(V, V, delta=S[0]),
        lambda: F.linear(V, torch.eye(3, dtype=torch.float64), S),
        lambda: F.pad(V, (1, 1), value=S[0]),
        lambda: V.clone().add_(S),
        lambda: V.clone().copy_(S),
        lambda: V.clone().index_put_((torch.tensor([0]),), S[0]),
        lambda: torch.sum(V, 0, out=S[0]),
    ],
)
def test_two_dimensions_are_refused_by_name_of_units_and_function(call):
    with pytest.raises(UnitMismatchError, match=r"^torch\.[\w.]+.*units are .*(mV|mWb|s).* and .*(mV|s)"):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: torch.add(V, X),
        lambda: torch.cat([V, X]),
        lambda: X + V,
        lambda: X.clone().add_(V),
        lambda: X.clone().copy_(V),
        lambda: X.clone().__setitem__(0, V[0]),
        lambda: torch.sum(V, 0, out=torch.empty((), dtype=torch.float64)),
        lambda: torch.nn.Linear(3, 2, dtype=torch.float64)(V),
        lambda: torch.full_like(V, 1.0),
        lambda: torch.scatter(V, 0, torch.tensor([0]), value=3.0),
        lambda: torch.masked_fill(V, X > 1, value=3.0),
        lambda: torch.where(X > 1, V, other=3.0),
        lambda: V.where(X > 1, X),
        lambda: torch.clamp(V, max=2.0),
        lambda: torch.histc(V, 3, 0.0, 1.0),
        lambda: Quantity(torch.ones(2, 2), "mV").fill_diagonal_(fill_value=3.0),
        lambda: torch.index_add(V, 0, torch.tensor([0]), source=X[:1]),
        lambda: V.clone().mul_(S),
        lambda: V.clone().sqrt_(),
    ],
)
def test_no_unit_is_lost(call):
    with pytest.raises(UnitMismatchError):
        call()


@pytest.mark.parametrize(
    "call,text",
    [
        (
            lambda: torch.exp(V),
            "torch.exp needs a dimensionless argument, got one in mV; divide by a unit first",
        ),
        (lambda: F.softmax(V, dim=0), "divide by a unit first"),
        (lambda: F.cross_entropy(V, X), "divide by a unit first"),
        (lambda: torch.special.erf(V), "divide by a unit first"),
        (lambda: F.batch_norm(V[None], None, None, training=True), "divide by a unit first"),
        (lambda: F.smooth_l1_loss(V, V), r"beta has no unit as a number.*give beta= as a quantity in mV"),
        (lambda: F.huber_loss(V, V), "give delta= as a quantity in mV"),
        (lambda: F.layer_norm(V, (3,)), r"give eps= as a quantity in mV\^2"),
        (lambda: F.rms_norm(V, (3,)), r"give eps= as a quantity in mV\^2"),
        (lambda: F.softshrink(V), "give lambd= as a quantity in mV"),
        (lambda: F.hardtanh(V), "give min_val= as a quantity in mV"),
        (lambda: F.triplet_margin_loss(V, V, V), "give margin= as a quantity in mV"),
        (lambda: F.hinge_embedding_loss(V, X), "give margin= as a quantity in mV"),
        (lambda: torch.linalg.lu_factor(V), "its parts have different units"),
        (lambda: torch.quantize_per_tensor(V, 0.1, 0, torch.qint8), "quantized tensors"),
        (lambda: X[V], "an index has no unit"),
        (lambda: torch.cumprod(V, 0), "divide by a unit first"),
        (lambda: torch.pow(V, X), "exponent"),
        (lambda: torch.scatter_reduce(V, 0, torch.tensor([0]), V, "prod"), "divide by a unit first"),
        (lambda: torch.nn.BatchNorm1d(3)(V[None]), NUMBERS),
        (lambda: torch.nn.LSTM(3, 2)(V[None]), NUMBERS),
    ],
)
def test_what_has_no_answer_names_the_way(call, text):
    with pytest.raises((TypeError, IndexError), match=text):
        call()


def test_a_quantity_of_another_library_is_refused_with_the_way():
    with pytest.raises(
        BackendError,
        match=r"torch.sum requires the torch backend; got numpy-backed Quantity. Call .to_torch\(\)",
    ):
        torch.sum(Quantity(X.numpy(), "mV"))


def test_plain_zeros_and_infinities_fit():
    for found in (torch.add(V, 0), torch.where(X > 0, V, 0.0), torch.cat([V, torch.zeros(2, dtype=X.dtype)])):
        assert found.unit == Unit("mV")
    assert torch.clamp(V, max=float("inf")).unit == Unit("mV")


def test_gradients_flow():
    x = X.clone().requires_grad_()
    loss = F.mse_loss(Quantity(x, "mV"), Quantity(torch.zeros(3, dtype=X.dtype), "V"))
    loss.mantissa.backward()
    torch.testing.assert_close(x.grad, 2 * X / 3)


@pytest.mark.parametrize(
    "function",
    [
        lambda q: torch.sum(q * q),
        lambda q: F.mse_loss(q, q * 0.5),
        lambda q: torch.where(q > ONE, q, 2 * q),
        lambda q: torch.cat([q, q]),
        lambda q: torch.softmax(q / ONE, 0),
        lambda q: torch.linalg.vector_norm(q),
        lambda q: torch.max(q, 0)[0],
    ],
)
def test_vmap(function):
    rows = Quantity(torch.stack([X, X + 1.0, 2.0 * X]), "mV")
    found = torch.func.vmap(function)(rows)
    each = [function(row) for row in rows]
    expected = torch.stack([getattr(one, "mantissa", one) for one in each])
    torch.testing.assert_close(getattr(found, "mantissa", found), expected)
    assert getattr(found, "unit", None) is getattr(each[0], "unit", None)
