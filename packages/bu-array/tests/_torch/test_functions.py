"""torch's functions on quantities: values as torch has them in SI units, units by rule, what is refused."""

import subprocess
import sys

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


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_values_and_units(expression):
    given, bare = operands(expression), operands(expression, coherent)
    f = function_of(expression, list(given))
    same(f(*given.values()), f(*bare.values()), EXPRESSIONS[expression])


def names_of(func):
    return func.__name__, functions.base_name(func)


def test_every_function_is_answered_or_refused_with_a_reason():
    functions.fill()
    found = list(functions.overridable())
    assert len(found) > 1300
    unknown = [functions.public_name(func) for func in found if functions.ANSWERS[func] == functions.UNKNOWN]
    assert not unknown
    assert all(isinstance(reason, str) and reason for reason in names.REFUSED.values())


def test_every_name_of_the_tables_is_one_of_torchs():
    """A misspelt name would leave its function to another table."""
    known = {
        name
        for each in (functions.overridable(), functions.unlisted())
        for func in each
        for name in names_of(func)
    }
    lines = {
        name
        for text in (names.LINES, names.MOVED_LINES)
        for row in text.strip().splitlines()
        for name in row.split(": ")[0].split()
    }
    tables = {*names.ALIASES, *names.PURE.split(), *names.REFUSED, *lines, *names.ORDERS}
    tables |= {name for kept in names.KEPT.values() for name in kept.split()}
    assert not {name for name in tables if name not in known}


def test_no_name_has_two_rules():
    lines = [
        name
        for text in (names.LINES, names.MOVED_LINES)
        for row in text.strip().splitlines()
        for name in row.split(": ")[0].split()
    ]
    kept = [name for text in names.KEPT.values() for name in text.split()]
    row = [*lines, *kept, *names.PURE.split(), *names.ABOUT.split(), *names.REFUSED]
    assert sorted(row) == sorted(set(row))


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
        (lambda: torch.nn.BatchNorm1d(3)(V[None]), "q.to_decimal"),
        (lambda: torch.nn.LSTM(3, 2)(V[None]), "q.to_decimal"),
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


def test_numbers_with_a_unit_are_tensors_where_torch_wants_them():
    found = torch.maximum(V, Quantity(0.002, "V"))
    torch.testing.assert_close(found.mantissa, torch.maximum(X, torch.tensor(2.0, dtype=X.dtype)))
    assert torch.minimum(Quantity(X.float(), "mV"), ONE).dtype == torch.float32


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


def test_a_product_in_place_of_a_tensor_binds_the_name_anew():
    t = X.clone()
    before = t
    t *= V
    assert t.unit == Unit("mV")
    torch.testing.assert_close(before, X)


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


def test_a_derivative_by_torch_has_its_unit():
    q = Quantity(X.clone().requires_grad_(), "mV")
    (found,) = torch.autograd.grad(torch.sum(q * q * q), q)
    assert found.unit == Unit("mV") ** 2
    torch.testing.assert_close(found.mantissa, 3 * X**2)


def test_classes_that_answer_themselves_are_asked():
    class Own:
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return "theirs"

    assert torch.add(V, Own()) == "theirs"


def test_torch_and_nothing_else_is_loaded():
    program = (
        "import sys, bu_array; assert not any(n in sys.modules for n in ('torch', 'bu_array._torch.functions'))\n"
        "import torch; q = bu_array.Quantity(torch.ones(2), 'mV'); print(torch.sum(q)); assert 'jax' not in sys.modules\n"
        "assert 'torch._dynamo' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("2. mV\n", 0), done.stderr
