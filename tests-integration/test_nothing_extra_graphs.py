"""What units add to graphs of torch, dask and ndonnx: nothing, but one multiplication where units differ."""

import re

import pytest

import brainunit as u

KM, METRE, SECOND = u.kmeter, u.meter, u.second


# ---------------------------------------------------------------- torch.compile


@pytest.fixture(scope="module")
def torch():
    torch = pytest.importorskip("torch")
    torch._dynamo.reset()
    yield torch
    torch._dynamo.reset()


def graph_of(torch, f, *given):
    """The one graph that torch.compile makes: what is done, to which nodes, with which constants."""
    graphs = []

    def keep(module, _):
        graphs.append(module)
        return module.forward

    torch._dynamo.reset()
    torch.compile(f, fullgraph=True, backend=keep)(*given)
    (graph,) = graphs
    names = {}
    for place, node in enumerate(graph.graph.nodes):
        # The arguments by their number: l_g_0_ where bare, and with a unit l_g_0_mantissa.
        argument = re.fullmatch(r"l_g_(\d)_\w*", node.name)
        names[node] = f"argument {argument[1]}" if argument else f"node {place}"

    def known(x):
        return torch.fx.map_arg(x, names.get)

    return [
        (node.op, str(node.target), known(node.args), known(node.kwargs))
        for node in graph.graph.nodes
        if node.op != "placeholder"
    ]


# x and y are vectors in m, A is a matrix in s.
ON_TORCH = {
    "operators": (lambda t, x, y, A: (x + y) * x / y - 2.0 * x, None),
    "powers": (lambda t, x, y, A: x**2 + y**2, None),
    "matrix product": (lambda t, x, y, A: A @ x, None),
    "bare tensors": (lambda t, x, y, A: x * t.sin(t.ones(4)) + t.ones(4) * y, None),
    "units": (lambda t, x, y, A: t.ones(4) * METRE - x, lambda t, x, y, A: t.ones(4) - x),
    "comparison": (lambda t, x, y, A: (x < y) & (x == y), None),
    "abs, negative": (lambda t, x, y, A: abs(-x), None),
    "sqrt": (lambda t, x, y, A: u.math.sqrt(x * y), lambda t, x, y, A: t.sqrt(x * y)),
    "exp": (lambda t, x, y, A: u.math.exp(-x / y), lambda t, x, y, A: t.exp(-x / y)),
    "sin, tanh": (lambda t, x, y, A: u.math.tanh(u.math.sin(x / y)), lambda t, x, y, A: t.tanh(t.sin(x / y))),
    "where": (lambda t, x, y, A: u.math.where(x < y, x, y), lambda t, x, y, A: t.where(x < y, x, y)),
    "concatenate": (
        lambda t, x, y, A: u.math.concatenate([x, y]),
        lambda t, x, y, A: t.concat([x, y], 0),
    ),
    "stack": (lambda t, x, y, A: u.math.stack([x, y]), lambda t, x, y, A: t.stack([x, y], axis=0)),
    "matmul": (lambda t, x, y, A: u.math.matmul(A, x), lambda t, x, y, A: t.matmul(A, x)),
    "indices": (lambda t, x, y, A: x[1:] - x[:-1], None),
    "transpose": (lambda t, x, y, A: A.T * x, lambda t, x, y, A: t.permute(A, (1, 0)) * x),
    "maximum": (lambda t, x, y, A: u.math.maximum(x, y), lambda t, x, y, A: t.maximum(x, y)),
    "sum": (lambda t, x, y, A: u.math.sum(x), lambda t, x, y, A: t.sum(x, dtype=None)),
    "mean": (lambda t, x, y, A: u.math.mean(A, axis=0), lambda t, x, y, A: t.mean(A, 0, keepdims=False)),
    "reshape": (lambda t, x, y, A: u.math.reshape(A, (16,)), lambda t, x, y, A: t.reshape(A, (16,))),
}


def tensors(torch):
    x = torch.linspace(0.5, 2.0, 4, dtype=torch.float64)
    return x, x.flip(0) + 0.25, torch.outer(x, x) + torch.eye(4, dtype=torch.float64)


@pytest.mark.slow
@pytest.mark.parametrize("name", ON_TORCH)
def test_the_graph_of_torch(torch, name):
    f, bare = ON_TORCH[name]
    x, y, A = tensors(torch)
    given = x * METRE, y * METRE, A * SECOND
    found = graph_of(torch, lambda *g: f(torch, *g), *given)
    assert found == graph_of(torch, lambda *g: (bare or f)(torch, *g), x, y, A)
    torch._dynamo.reset()
    assert torch._dynamo.explain(lambda *g: f(torch, *g))(*given).graph_break_count == 0


# Functions longer than a call: what they are of quantities, they are of bare tensors.
OWN_ON_TORCH = {
    "solve": lambda x, y, A: u.linalg.solve(A, x),
    "cumsum": lambda x, y, A: u.math.cumsum(x),
    "var": lambda x, y, A: u.math.var(x),
    "einsum": lambda x, y, A: u.math.einsum("ij,j->i", A, x),
    "norm": lambda x, y, A: u.linalg.norm(x),
    "diff": lambda x, y, A: u.math.diff(x),
    "clip": lambda x, y, A: u.math.clip(x, y[0], y[1]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", OWN_ON_TORCH)
def test_the_graph_of_our_own_on_torch(torch, name):
    f = OWN_ON_TORCH[name]
    x, y, A = tensors(torch)
    given = x * METRE, y * METRE, A * SECOND
    assert graph_of(torch, lambda *g: f(*g), *given) == graph_of(torch, lambda *g: f(*g), x, y, A)


CONVERTING = {
    "+": (lambda x, y: x + y, lambda t, x, y: x + y * 1e-3),
    "<": (lambda x, y: x < y, lambda t, x, y: x < y * 1e-3),
    "/": (lambda x, y: x / y, lambda t, x, y: x / y * 1e3),
    "to": (lambda x, y: x.to(METRE), lambda t, x, y: x * 1e3),
    "where": (lambda x, y: u.math.where(x < x + x, x, y), lambda t, x, y: t.where(x < x + x, x, y * 1e-3)),
    "concatenate": (lambda x, y: u.math.concatenate([x, y]), lambda t, x, y: t.concat([x, y * 1e-3], 0)),
    "exp": (lambda x, y: u.math.exp(x / y), lambda t, x, y: t.exp(x / y * 1e3)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CONVERTING)
def test_one_multiplication_on_torch(torch, name):
    f, bare = CONVERTING[name]
    x, y, _ = tensors(torch)
    given = x * KM, y * METRE
    assert graph_of(torch, lambda *g: f(*g), *given) == graph_of(torch, lambda *g: bare(torch, *g), x, y)
    torch._dynamo.reset()
    assert torch._dynamo.explain(f)(*given).graph_break_count == 0


# ---------------------------------------------------------------- dask


def layers_of(x):
    """The layers of a lazy array in their order, without the token, and how many tasks each has."""
    x = getattr(x, "mantissa", x)
    graph = x.__dask_graph__()
    return [(name.rpartition("-")[0], len(graph.layers[name])) for name in graph._toposort_layers()]


ON_DASK = {
    "operators": (lambda x, y: (x + y) * x / y - 2.0 * x, None),
    "powers": (lambda x, y: x**2 + y**2, None),
    "comparison": (lambda x, y: x < y, None),
    "indices": (lambda x, y: x[1:] - x[:-1], None),
    "sum": (lambda x, y: u.math.sum(x), lambda d, x, y: d.sum(x)),
    "mean": (lambda x, y: u.math.mean(x), lambda d, x, y: d.mean(x)),
    "max": (lambda x, y: u.math.max(x), lambda d, x, y: d.max(x)),
    "sqrt": (lambda x, y: u.math.sqrt(x * y), lambda d, x, y: d.sqrt(x * y)),
    "exp": (lambda x, y: u.math.exp(x / y), lambda d, x, y: d.exp(x / y)),
    "where": (lambda x, y: u.math.where(x < y, x, y), lambda d, x, y: d.where(x < y, x, y)),
    "concatenate": (lambda x, y: u.math.concatenate([x, y]), lambda d, x, y: d.concatenate([x, y])),
    "stack": (lambda x, y: u.math.stack([x, y]), lambda d, x, y: d.stack([x, y])),
    "matmul": (lambda x, y: u.math.matmul(x, y), lambda d, x, y: d.matmul(x, y)),
    "reshape": (lambda x, y: u.math.reshape(x, (3, 4)), lambda d, x, y: d.reshape(x, (3, 4))),
    "maximum": (lambda x, y: u.math.maximum(x, y), lambda d, x, y: d.maximum(x, y)),
    "floor": (lambda x, y: u.math.floor(x), lambda d, x, y: d.floor(x)),
    "tensordot": (
        lambda x, y: u.math.tensordot(x, y, axes=1),
        lambda d, x, y: d.tensordot(x, y, axes=1),
    ),
}

ON_DASK_IN_TWO_UNITS = {
    "+": (lambda x, y: x + y, lambda d, c, x, y: x + c(y, 1e-3)),
    "<": (lambda x, y: x < y, lambda d, c, x, y: x < c(y, 1e-3)),
    "/": (lambda x, y: x / y, lambda d, c, x, y: c(x / y, 1e3)),
    "to": (lambda x, y: x.to(METRE) + y, lambda d, c, x, y: c(x, 1e3) + y),
    "where": (
        lambda x, y: u.math.where(x < 2.0 * x, x, y),
        lambda d, c, x, y: d.where(x < 2.0 * x, x, c(y, 1e-3)),
    ),
    "concatenate": (
        lambda x, y: u.math.concatenate([x, y]),
        lambda d, c, x, y: d.concatenate([x, c(y, 1e-3)]),
    ),
}


OWN_ON_DASK = {
    "var": lambda x, y: u.math.var(x),
    "cumsum": lambda x, y: u.math.cumsum(x),
    "einsum": lambda x, y: u.math.einsum("i,i->", x, y),
    "clip": lambda x, y: u.math.clip(x, 0.5 * y[0], y[1]),
    "diff": lambda x, y: u.math.diff(x),
}


@pytest.fixture(scope="module")
def da():
    return pytest.importorskip("dask.array")


@pytest.mark.parametrize("name", ON_DASK)
def test_the_graph_of_dask(da, name):
    f, bare = ON_DASK[name]
    x, y = da.arange(1.0, 13.0, chunks=4), da.ones(12, chunks=4)
    expected = f(x, y) if bare is None else bare(da, x, y)
    assert layers_of(f(x * METRE, y * METRE)) == layers_of(expected)


@pytest.mark.parametrize("name", OWN_ON_DASK)
def test_the_graph_of_our_own_on_dask(da, name):
    f = OWN_ON_DASK[name]
    x, y = da.arange(1.0, 13.0, chunks=4), da.ones(12, chunks=4)
    assert layers_of(f(x * METRE, y * METRE)) == layers_of(f(x, y))


@pytest.mark.parametrize("name", ON_DASK_IN_TWO_UNITS)
def test_one_multiplication_on_dask(da, name):
    f, bare = ON_DASK_IN_TWO_UNITS[name]
    x, y = da.arange(1.0, 13.0, chunks=4), da.ones(12, chunks=4)
    found = layers_of(f(x * KM, y * METRE))
    assert found == layers_of(bare(da, lambda x, factor: x * factor, x, y))
    without = layers_of(bare(da, lambda x, factor: x, x, y))
    assert sum(count for _, count in found) == sum(count for _, count in without) + 3  # one for each chunk
    assert len(found) == len(without) + 1


# ---------------------------------------------------------------- ndonnx


def nodes_of(ndx, f, units):
    """The operations of the ONNX program of a function of two vectors, in their order."""
    x, y = (ndx.argument(shape=("n",), dtype=ndx.float64) for _ in "xy")
    given = (x, y) if units is None else (x * units[0], y * units[1])
    result = f(*given)
    model = ndx.build({"x": x, "y": y}, {"result": getattr(result, "mantissa", result)})
    return [node.op_type for node in model.graph.node]


ON_NDONNX = {
    "operators": (lambda x, y: (x + y) * x / y - 2.0 * x, None),
    "powers": (lambda x, y: x**2 + y**2, None),
    "comparison": (lambda x, y: x < y, None),
    "indices": (lambda x, y: x[1:] - x[:-1], None),
    "sum": (lambda x, y: u.math.sum(x), lambda n, x, y: n.sum(x)),
    "mean": (lambda x, y: u.math.mean(x), lambda n, x, y: n.mean(x)),
    "max": (lambda x, y: u.math.max(x), lambda n, x, y: n.max(x)),
    "sqrt": (lambda x, y: u.math.sqrt(x * y), lambda n, x, y: n.sqrt(x * y)),
    "exp": (lambda x, y: u.math.exp(x / y), lambda n, x, y: n.exp(x / y)),
    "where": (lambda x, y: u.math.where(x < y, x, y), lambda n, x, y: n.where(x < y, x, y)),
    "concatenate": (lambda x, y: u.math.concatenate([x, y]), lambda n, x, y: n.concat([x, y], axis=0)),
    "stack": (lambda x, y: u.math.stack([x, y]), lambda n, x, y: n.stack([x, y], axis=0)),
    "matmul": (lambda x, y: u.math.matmul(x, y), lambda n, x, y: n.matmul(x, y)),
    "maximum": (lambda x, y: u.math.maximum(x, y), lambda n, x, y: n.maximum(x, y)),
    "sort": (lambda x, y: u.math.sort(x), lambda n, x, y: n.sort(x)),
}


@pytest.fixture(scope="module")
def ndx():
    return pytest.importorskip("ndonnx")


@pytest.mark.parametrize("name", ON_NDONNX)
def test_the_graph_of_ndonnx(ndx, name):
    f, bare = ON_NDONNX[name]
    expected = nodes_of(ndx, f if bare is None else lambda x, y: bare(ndx, x, y), None)
    assert nodes_of(ndx, f, (METRE, METRE)) == expected
    assert expected


OWN_ON_NDONNX = {
    "cumsum": lambda x, y: u.math.cumsum(x),
    "var": lambda x, y: u.math.var(x),
    "clip": lambda x, y: u.math.clip(x, y[0], y[1]),
    "diff": lambda x, y: u.math.diff(x),
}


@pytest.mark.parametrize("name", OWN_ON_NDONNX)
def test_the_graph_of_our_own_on_ndonnx(ndx, name):
    f = OWN_ON_NDONNX[name]
    assert nodes_of(ndx, f, (METRE, METRE)) == nodes_of(ndx, f, None)


ON_NDONNX_IN_TWO_UNITS = {
    "+": (lambda x, y: x + y, lambda n, x, y: x + y * 1e-3),
    "<": (lambda x, y: x < y, lambda n, x, y: x < y * 1e-3),
    "/": (lambda x, y: x / y, lambda n, x, y: x / y * 1e3),
    "to": (lambda x, y: x.to(METRE) + y, lambda n, x, y: x * 1e3 + y),
    "where": (
        lambda x, y: u.math.where(x < 2.0 * x, x, y),
        lambda n, x, y: n.where(x < 2.0 * x, x, y * 1e-3),
    ),
    "concatenate": (
        lambda x, y: u.math.concatenate([x, y]),
        lambda n, x, y: n.concat([x, y * 1e-3], axis=0),
    ),
}


@pytest.mark.parametrize("name", ON_NDONNX_IN_TWO_UNITS)
def test_one_multiplication_on_ndonnx(ndx, name):
    f, bare = ON_NDONNX_IN_TWO_UNITS[name]
    expected = nodes_of(ndx, lambda x, y: bare(ndx, x, y), None)
    assert nodes_of(ndx, f, (KM, METRE)) == expected
    assert expected.count("Mul") == 1 + (name == "where")
