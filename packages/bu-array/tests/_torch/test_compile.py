"""torch.compile: one graph, that of the bare tensors, also where units come up that were never met before."""

import itertools
from fractions import Fraction

import pytest

from bu_array import Quantity, linalg, math
from bu_units import Unit

torch = pytest.importorskip("torch")
numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def fresh():
    torch._dynamo.reset()


def never_met(text):
    """A unit that no product, quotient or power has been taken of."""
    return Unit(
        Unit(text).dim,
        name=f"strange {text} {next(numbers)}",
        dispname=f"x{next(numbers)}",
        factor=next(numbers) + 0.5,
    )


def graphs_of(f, *args):
    """Compile without breaks, run three times; return the graphs and the last result."""
    graphs = []

    def keep(module, _):
        graphs.append(module)
        return module.forward

    run = torch.compile(f, fullgraph=True, backend=keep)
    for _ in range(3):
        result = run(*args)
    return graphs, result


def operations(module):
    """What a graph does; the names of what is given to it are those of the arguments."""
    return [(node.op, str(node.target) * (node.op != "placeholder")) for node in module.graph.nodes]


PROGRAMS = {
    "product": (lambda x, y: x * y, lambda x, y: x * y),
    "chain": (lambda x, y: x * y * x / y + x * x, lambda x, y: x * y * x / y + x * x),
    "powers": (lambda x, y: (x * y) ** 2 / (y * y), lambda x, y: (x * y) ** 2 / (y * y)),
    "sqrt": (lambda x, y: math.sqrt(x * y), lambda x, y: torch.sqrt(x * y)),
    "sum": (lambda x, y: math.sum(x / y), None),
    "where": (lambda x, y: math.where(x > 0.5 * x, x, 2.0 * x) * y, None),
    "matmul": (lambda x, y: math.matmul(x, y), lambda x, y: torch.matmul(x, y)),
    "einsum": (lambda x, y: math.einsum("i,j->ij", x, y), None),
    "variance": (lambda x, y: math.var(x) * y, None),
    "product of all": (lambda x, y: math.prod(x) / y, None),
    "outer": (lambda x, y: math.outer(x, y) / x, None),
    "norm": (lambda x, y: linalg.norm(x) * y, None),
    "cumulative sum": (lambda x, y: math.cumsum(x * y), None),
    "concatenate": (lambda x, y: math.concatenate([x, x]) * math.concatenate([y, y]), None),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_units_never_met(name):
    f, bare = PROGRAMS[name]
    x, y = (torch.linspace(0.1, 0.9, 4, dtype=torch.float64) for _ in "xy")
    q, p = Quantity(x, never_met("m")), Quantity(y, never_met("s"))
    graphs, result = graphs_of(f, q, p)
    assert len(graphs) == 1  # nothing is compiled again for the second call
    expected = f(q, p)
    assert result.unit is expected.unit
    torch.testing.assert_close(result.mantissa, expected.mantissa)
    if bare is not None:
        (bare_graph,), _ = graphs_of(bare, x, y)
        assert operations(graphs[0]) == operations(bare_graph)


def test_one_multiplication_where_units_differ():
    x = torch.linspace(0.1, 0.9, 4, dtype=torch.float64)
    metre, foot = never_met("m"), never_met("m")
    (graph,), result = graphs_of(lambda a, b: a + b, Quantity(x, metre), Quantity(x, foot))
    factor = foot.factor_to(metre)
    (bare,), _ = graphs_of(lambda a, b: a + b * factor, x, x)
    assert operations(graph) == operations(bare)
    assert result.unit is metre
    torch.testing.assert_close(result.mantissa, x + x * factor)


def test_converting_inside():
    x = torch.linspace(0.1, 0.9, 4, dtype=torch.float64)
    metre, second = never_met("m"), never_met("s")
    speed = Unit("km/h")
    (_,), result = graphs_of(lambda a, b: (a / b).to(speed), Quantity(x, metre), Quantity(x + 1.0, second))
    assert result.unit is speed
    torch.testing.assert_close(result.mantissa, x / (x + 1.0) * (metre / second).factor_to(speed))


def test_an_error_stays_an_error():
    x = torch.ones(3)
    run = torch.compile(lambda a, b: a + b, fullgraph=True, backend="eager")
    with pytest.raises(Exception, match="units"):
        run(Quantity(x, never_met("m")), Quantity(x, never_met("s")))


def test_gradients():
    x = torch.linspace(0.1, 0.9, 4, dtype=torch.float64, requires_grad=True)
    q = Quantity(x, never_met("m"))
    _, result = graphs_of(lambda a: math.sum(a * a / (2.0 * a.unit)), q)
    result.mantissa.backward()
    torch.testing.assert_close(x.grad, x.detach())


ONE_MILLIVOLT = Quantity(1.0, "mV")
VOLT = Unit("V")
STEPS = {
    "power": lambda a: a**2,
    "product": lambda a: a * a,
    "sum with a constant": lambda a: a + ONE_MILLIVOLT,
    "difference": lambda a: a - 1.0 * VOLT,
    "comparison": lambda a: a < ONE_MILLIVOLT,
    "equality": lambda a: a == ONE_MILLIVOLT,
    "times a number": lambda a: 2.0 * a,
    "to a unit": lambda a: a.to(VOLT),
    "to a text": lambda a: a.to("uV"),
    "to_decimal": lambda a: a.to_decimal(VOLT),
    "sqrt": lambda a: math.sqrt(a),
    "multiply": lambda a: math.multiply(a, a),
    "exp": lambda a: math.exp(a / ONE_MILLIVOLT),
    "where": lambda a: math.where(a > ONE_MILLIVOLT, a, 2.0 * a) * a,
    "negative": lambda a: -a,
    "concatenate": lambda a: math.concatenate([a, a]),
    "sum of all": lambda a: math.sum(a),
    "clip": lambda a: math.clip(a, ONE_MILLIVOLT, 2.0 * ONE_MILLIVOLT),
    "product of all": lambda a: math.prod(a),
    "solve": lambda a: linalg.solve(math.outer(a, a) + math.diag(a * a), a),
    "own unit": lambda a: a / (1.0 * a.unit),
    "the same unit": lambda a: a.mantissa if a.unit == VOLT else 2.0 * a.mantissa,
    "dimension": lambda a: a.mantissa if a.dim == VOLT.dim else 2.0 * a.mantissa,
}


WANT_VOLTS = {
    "sum with a constant",
    "difference",
    "comparison",
    "exp",
    "to a unit",
    "to a text",
    "to_decimal",
}
WANT_VOLTS |= {"where", "clip"}


def plain(result):
    return (result.mantissa, result.unit) if isinstance(result, Quantity) else (result, None)


@pytest.mark.parametrize("dimensionless", [False, True])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if name == "solve" else ()) for name in STEPS]
)
def test_a_program_is_not_run_for_another_unit(name, dimensionless):
    """As dynamo does where a unit is met as a global first; see `_torch_compile`."""
    x, step = torch.linspace(0.5, 2.0, 3, dtype=torch.float64), STEPS[name]
    units = [Unit("mV"), Unit("V"), Unit("kV")]
    if dimensionless:
        if name in WANT_VOLTS:
            pytest.skip("wants volts")
        units = [Unit("1"), Unit("percent"), Unit("mV")]
    run = torch.compile(step, fullgraph=True, backend="eager")
    for unit in (*units, *units):
        (found, its), (expected, unit_of) = plain(run(Quantity(x, unit))), plain(step(Quantity(x, unit)))
        assert its is unit_of
        torch.testing.assert_close(found, expected)


@pytest.mark.parametrize("name", ["power", "product of all", "sqrt"])
def test_units_that_were_raised_to_fractions_before(name):
    x = torch.linspace(0.5, 2.0, 3, dtype=torch.float64)
    units = [never_met("m") for _ in range(3)]
    for n, unit in enumerate(units):
        for power in (Fraction(2, 2 * n + 3), Fraction(n + 3, 7), 0.1, 3):
            assert (unit**power).dim == unit.dim**power
    run = torch.compile(STEPS[name], fullgraph=True, backend="eager")
    for unit in units:
        found, expected = run(Quantity(x, unit)), STEPS[name](Quantity(x, unit))
        assert found.unit is expected.unit
        torch.testing.assert_close(found.mantissa, expected.mantissa)


def test_another_unit_is_another_program():
    x = torch.ones(3, dtype=torch.float64)
    graphs = []

    def keep(module, _):
        graphs.append(module)
        return module.forward

    run = torch.compile(lambda a: a * a, fullgraph=True, backend=keep)
    first, second = never_met("m"), never_met("m")
    for unit in (first, second, first, second):
        assert run(Quantity(x, unit)).unit is unit * unit
    assert len(graphs) == 2
