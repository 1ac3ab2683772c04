"""torch's functions and methods of tensors under torch.compile: one graph, the answer of eager quantities."""

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402, N812  # needs torch; as everybody calls it
from torch_expressions import VECTOR, coherent, expressions, function_of, operands, same  # noqa: E402  # as above

from bu_array import Quantity, math  # noqa: E402  # as above
from bu_dispatch import using_backend  # noqa: E402  # as above
from bu_units import Unit, UnitMismatchError  # noqa: E402  # as above

V = Quantity(VECTOR, "mV")
S = Quantity(VECTOR, "s")
ONE = Quantity(1.0, "mV")

# Those that depend on values: torch compiles them no more for bare tensors.
VALUES = {
    "torch.equal(A, A)",
    "torch.allclose(A, A)",
    "torch.cov(MM)",
    "torch.corrcoef(MM)",
    "torch.linalg.lstsq(MM, S[:, None])[0]",
    "F.gaussian_nll_loss(one, P, one)",
    "F.sigmoid(P)",  # deprecated: torch puts it into the graph as a whole
}
EXPRESSIONS = {key: units for key, units in expressions().items() if key not in VALUES}
SIZE = 20
CHUNKS = [list(EXPRESSIONS)[start : start + SIZE] for start in range(0, len(EXPRESSIONS), SIZE)]


@pytest.fixture(autouse=True)
def fresh():
    torch._dynamo.reset()


def compiled(f, *args, backend="eager"):
    return torch.compile(f, fullgraph=True, backend=backend)(*args)


def check(chosen, backend="eager"):
    whole = f"({', '.join(chosen)},)"
    given = operands(whole)
    found = compiled(function_of(whole, list(given)), *given.values(), backend=backend)
    for expression, part in zip(chosen, found, strict=True):
        bare = operands(expression, coherent)
        same(part, function_of(expression, list(bare))(*bare.values()), EXPRESSIONS[expression])


def test_functions_of_each_kind():
    check(
        [
            "torch.sum(A, 0, keepdim=True)",
            "torch.max(A, 0)",
            "a * A",
            "torch.add(A, B, alpha=2)",
            "torch.cat((A, B), dim=0)",
            "torch.where(a > 1, A, B)",
            "F.mse_loss(A, B)",
            "F.smooth_l1_loss(A, B, beta=one_mV)",
            "F.linear(A, MM)",
            "torch.linalg.solve(MM, S)",
            'torch.einsum("i,i->", A, S)',
            "F.normalize(A, dim=0)",
            'torch.meshgrid(A, S, indexing="ij")',
        ]
    )


@pytest.mark.slow
@pytest.mark.parametrize("chosen", CHUNKS, ids=lambda chosen: chosen[0])
def test_every_function(chosen):
    check(chosen)


@pytest.mark.slow
def test_with_inductor():
    check(["torch.sum(A)", "F.mse_loss(A, B)", "F.softmax(one, dim=0)", "torch.clamp(A, one_mV)"], "inductor")


METHODS = {
    "sum": lambda q: (q * q).sum(),
    "mean": lambda q: q.mean(dim=0, keepdim=True),
    "abs": lambda q: q.abs(),
    "cpu": lambda q: q.to("cpu"),
    "dtype": lambda q: q.to(device="cpu", dtype=torch.float32, non_blocking=True),
    "unit": lambda q: q.to("V"),
    "both": lambda q: q.to("V", dtype=torch.float32),
    "layout": lambda q: q.contiguous().view(-1).unsqueeze(0).flatten(0, 1),
    "copies": lambda q: q.clone().detach().float().double(),
    "in place": lambda q: q.clone().add_(q),
    "fill": lambda q: q.masked_fill(q > q[0], 0.0),
    "elements": lambda q: q.topk(2)[0] + q[0],
    "lengths": lambda q: q * q.numel() * len(q),
}


@pytest.mark.parametrize("name", METHODS)
def test_methods(name):
    found, expected = compiled(METHODS[name], V), METHODS[name](V)
    assert found.unit is expected.unit
    torch.testing.assert_close(found.mantissa, expected.mantissa)


def test_nothing_is_compiled_again_for_equal_units():
    graphs = []

    def keep(module, _):
        graphs.append(module)
        return module.forward

    run = torch.compile(lambda q, r: F.mse_loss(q, r), fullgraph=True, backend=keep)
    for text in ("mV", "V", "mV", "V", "mV"):
        assert run(Quantity(VECTOR, text), V).unit == Unit(text) ** 2
    assert len(graphs) == 2
    assert [node.op for node in graphs[1].graph.nodes].count("call_function") == 2  # the factor, and the loss


def test_two_dimensions_stay_an_error():
    for f in (lambda q, r: torch.add(q, r), lambda q, r: F.mse_loss(q, r)):
        with pytest.raises((UnitMismatchError, RuntimeError), match="units"):
            compiled(f, V, S)


CREATIONS = {
    "zeros": lambda q: math.zeros(3, unit=Unit("mV")) + q,
    "linspace": lambda q: math.linspace(ONE, 3.0 * ONE, 3) + q,
    "a list": lambda q: Quantity([1.0, 2.0, 3.0], "mV") + q,
    "a number": lambda q: q * Quantity(2.0),
    "no unit": lambda q: Quantity(q.mantissa) * q,
    "full": lambda q: math.full((3,), ONE) + q,
}


@pytest.mark.parametrize("name", CREATIONS)
def test_arrays_are_made_inside(name):
    with using_backend("torch"):
        found, expected = compiled(CREATIONS[name], V), CREATIONS[name](V)
    assert found.unit is expected.unit
    torch.testing.assert_close(found.mantissa, expected.mantissa)


def test_without_a_default_the_way_is_named():
    with pytest.raises(Exception, match=r"using_backend\('torch'\)"):  # dynamo wraps ours
        compiled(CREATIONS["zeros"], V)


def test_another_default_is_another_program():
    run = torch.compile(CREATIONS["zeros"], fullgraph=True, backend="eager")
    with using_backend("torch"):
        run(V)
    with pytest.raises(Exception, match=r"using_backend\('torch'\)"):
        run(V)
    with using_backend("torch"):
        torch.testing.assert_close(run(V).mantissa, VECTOR)


def test_gradients_of_a_compiled_loss():
    x = VECTOR.clone().requires_grad_()
    loss = compiled(lambda q: F.mse_loss(q, 0.5 * q), Quantity(x, "mV"), backend="aot_eager")
    loss.mantissa.backward()
    torch.testing.assert_close(x.grad, VECTOR / 6)


def test_torch_looks_for_quantities_in_lists_alone():
    """When this fails, torch looks into tuples, and `_look_into_tuples` can go."""
    from torch._dynamo.variables.constant import ConstantVariable
    from torch._dynamo.variables.lists import TupleVariable
    from torch._dynamo.variables.torch_function import _flatten_vts

    inside = TupleVariable([ConstantVariable.create(1)])
    assert _flatten_vts.__wrapped__([inside]) == [inside]
    assert len(_flatten_vts([inside])) == 1
    assert _flatten_vts([inside]) != [inside]
