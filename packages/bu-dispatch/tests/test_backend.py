"""Every library does what function bodies rely on, alike; numpy's results are the reference."""

import numpy as np
import pytest
from dispatch_checks import values

from bu_dispatch import Backend, backend_of, convert, get_backend, supplies

X = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.25]], np.float32)
Y = np.array([[2.0, 2.5, 0.5], [1.0, 0.25, 3.0]], np.float32)
B = X > 0
INDEX = np.array([0, 2])

ONE = """abs ceil cbrt cos exp expm1 floor isfinite isinf isnan negative reciprocal round sign sin sinh
square tan tanh ones_like zeros_like""".split()
POSITIVE = "log log10 log1p log2 sqrt".split()
TWO = """add divide equal greater greater_equal isclose less less_equal maximum minimum multiply not_equal
power subtract""".split()
REDUCE = "max mean min prod std sum var".split()

CASES = [
    *((name, (X,), {}) for name in ONE),
    *((name, (Y,), {}) for name in POSITIVE),
    *((name, (Y, X[0]), {}) for name in TWO),
    *((name, (Y, 2.0), {}) for name in TWO),
    *((name, (2.0, Y), {}) for name in TWO),
    *((name, (X,), {}) for name in REDUCE),
    *((name, (X,), {"axis": 0}) for name in REDUCE),
    *((name, (X,), {"axis": (0, 1), "keepdims": True}) for name in REDUCE),
    ("std", (X,), {"axis": 1, "correction": 1}),
    ("var", (X,), {"axis": 1, "correction": 1}),
    *((name, (B,), {"axis": axis}) for name in ("all", "any") for axis in (None, 0, -1)),
    *((name, (X,), {"axis": axis}) for name in ("argmax", "argmin") for axis in (None, 1)),
    ("arange", (0.0, 1.0, 0.25), {}),
    ("arange", (5,), {}),
    ("asarray", ([[1.0, 2.0]],), {}),
    ("broadcast_to", (X[0], (2, 3)), {}),
    ("clip", (X, -1.0, 1.0), {}),
    ("clip", (X,), {"max": 0.5}),
    *((name, ([X, Y],), {"axis": 1}) for name in ("concat", "concatenate", "stack")),
    ("concat", ([X, Y],), {"axis": None}),
    ("cumsum", (X,), {"axis": 1}),
    ("cumulative_sum", (X,), {"axis": 0, "include_initial": True}),
    ("expand_dims", (X,), {"axis": 1}),
    ("eye", (3,), {}),
    ("full", ((2, 2), 3.0), {}),
    ("full_like", (X, 3.0), {}),
    ("linspace", (0.0, 1.0, 5), {}),
    ("linspace", (0.0, 1.0), {"num": 4, "endpoint": False}),
    *((name, (B, ~B), {}) for name in ("logical_and", "logical_or")),
    ("logical_not", (B,), {}),
    ("matmul", (X, Y.T), {}),
    *((name, ((2, 3),), {}) for name in ("ones", "zeros")),
    ("permute_dims", (X, (1, 0)), {}),
    ("reshape", (X, (3, 2)), {}),
    ("sort", (X,), {"axis": 0}),
    ("sort", (X,), {"descending": True}),
    ("squeeze", (X[None],), {"axis": 0}),
    ("take", (X, INDEX), {"axis": 1}),
    ("tensordot", (X, Y.T), {"axes": 1}),
    ("tril", (X,), {}),
    ("triu", (X,), {"k": 1}),
    ("vecdot", (X, Y), {}),
    ("where", (B, X, Y), {}),
    ("where", (B, X, 0.0), {}),
    ("where", (B, 0.0, X), {}),
]


def moved(x, backend):
    """`x` with its numpy arrays brought to `backend`."""
    if isinstance(x, list) and isinstance(x[0], np.ndarray):
        return [convert(item, backend) for item in x]
    return convert(x, backend) if isinstance(x, np.ndarray) else x


@pytest.mark.parametrize(
    "name, args, options", CASES, ids=[f"{name}-{i}" for i, (name, _, _) in enumerate(CASES)]
)
def test_function(backend, name, args, options):
    expected = np.asarray(getattr(get_backend("numpy").xp, name)(*args, **options))
    result = getattr(backend.xp, name)(*[moved(x, backend) for x in args], **options)
    assert backend_of(result) is backend or (backend.name == "numpy" and np.isscalar(result))
    result = values(result)
    assert result.shape == expected.shape
    assert result.dtype.kind == expected.dtype.kind
    np.testing.assert_allclose(result, expected, rtol=2e-5, atol=1e-6)


def test_mutable_tells_the_truth(backend):
    x = backend.xp.asarray([1.0, 2.0])
    if backend.mutable:
        before = id(x)
        x[0] = 5.0
        assert id(x) == before
        assert values(x).tolist() == [5.0, 2.0]
    else:
        with pytest.raises(TypeError):
            x[0] = 5.0


def test_records_are_complete(backend):
    for attribute in ("name", "title", "module", "extra", "namespace_module"):
        assert isinstance(getattr(backend, attribute), str)
    assert backend.usable()
    library = backend.lib  # imports it
    assert library is backend.loaded()
    assert backend.version()[0].isdigit()
    backend.require()
    assert repr(backend) == f"<Backend {backend.name}>"


def test_host(backend):
    assert backend.on_host(backend.asarray([1.0])) is (backend.name != "cupy")


def test_asarray_copy(backend):
    x = backend.asarray([1.0, 2.0])
    y = backend.asarray(x, copy=True)
    assert y is not x
    np.testing.assert_array_equal(values(y), values(x))


def test_supplied_functions_are_inherited_and_replaced():
    class First(Backend):
        @supplies("one", "uno")
        def one(self):
            return 1

        @supplies("linalg.two")
        def two(self):
            return 2

    class Second(First):
        @supplies("one")
        def another(self):
            return 11

    assert First().functions["uno"]() == First().functions["one"]() == 1
    assert Second().functions["one"]() == 11
    assert Second().functions["uno"]() == 1
    assert Second().functions["linalg.two"]() == 2


SPECIAL = np.array([0.0, -0.0, 1.0, -1.5, 1.0 + 1e-6, np.inf, -np.inf, np.nan, 1e-9], np.float32)


@pytest.mark.parametrize("name", ["hypot", "copysign", "atan2"])
def test_two_coordinates(backend, name):
    finite = SPECIAL[~np.isnan(SPECIAL)]
    a, b = np.meshgrid(finite, finite)
    function = {"atan2": np.arctan2}.get(name) or getattr(np, name)
    result = values(getattr(backend.xp, name)(convert(a, backend), convert(b, backend)))
    np.testing.assert_allclose(result, function(a, b), rtol=1e-6)
    np.testing.assert_array_equal(np.signbit(result), np.signbit(function(a, b)))
    for number in (2.0, -2):
        result = values(getattr(backend.xp, name)(convert(finite, backend), number))
        np.testing.assert_allclose(result, function(finite, np.float32(number)), rtol=1e-6)


def test_hypot_does_not_overflow(backend):
    x = convert(np.array([3e30], np.float32), backend)
    y = convert(np.array([4e30], np.float32), backend)
    np.testing.assert_allclose(values(backend.xp.hypot(x, y)), [5e30], rtol=1e-6)


@pytest.mark.parametrize("rows, columns, k", [(3, None, 0), (2, 3, 1), (3, 2, -1), (2, 2, 5)])
def test_eye(backend, rows, columns, k):
    result = backend.xp.eye(rows, columns, k=k, dtype=backend.dtype("float32"))
    np.testing.assert_array_equal(values(result), np.eye(rows, columns, k=k))


def test_cumulative_prod_with_initial(backend):
    x = np.array([[1.5, -2.0, 3.0], [0.5, 4.0, -1.25]], np.float32)
    result = values(backend.xp.cumulative_prod(convert(x, backend), axis=1, include_initial=True))
    np.testing.assert_allclose(result, np.cumulative_prod(x, axis=1, include_initial=True))
