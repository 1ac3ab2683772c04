"""einops' patterns against einops on numpy, einsum against numpy's, on every backend."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, math
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

einops = pytest.importorskip("einops")

X = np.arange(24.0, dtype=np.float32).reshape(2, 3, 4) / 8

REARRANGED = [
    ("a b c -> c a b", {}),
    ("a b c -> a (b c)", {}),
    ("a b (c d) -> (a c) b d", {"d": 2}),
    ("x b c -> b (x c)", {"x": 2}),
    ("... c -> c ...", {}),
    ("a b c -> a b c", {}),
    ("a b c -> a 1 b c", {}),
]
REPEATED = [("a b c -> a b c d", {"d": 2}), ("a b c -> a (r b) c", {"r": 3}), ("a b c -> (a 2) b c", {})]
REDUCED = [("a b c -> a c", {}), ("a b c -> ", {}), ("a (b b2) c -> a b 1", {"b2": 3}), ("a ... -> a", {})]


@pytest.mark.parametrize("pattern, axes", REARRANGED)
def test_rearrange(backend, pattern, axes):
    q = quantity(backend, X, "mV")
    expected = einops.rearrange(X, pattern, **axes)
    check(math.einrearrange(q, pattern, **axes), backend, expected, "mV")
    check(math.einrearrange(q.mantissa, pattern=pattern, **axes), backend, expected)


@pytest.mark.parametrize("pattern, axes", REPEATED)
def test_repeat(backend, pattern, axes):
    q = quantity(backend, X, "mV")
    expected = einops.repeat(X, pattern, **axes)
    check(math.einrepeat(q, pattern, **axes), backend, expected, "mV")
    check(math.einrepeat(q.mantissa, pattern, **axes), backend, expected)


@pytest.mark.parametrize("reduction", ["sum", "mean", "min", "max", "prod"])
@pytest.mark.parametrize("pattern, axes", REDUCED)
def test_reduce(backend, pattern, axes, reduction):
    q = quantity(backend, X + 1, "mm")
    expected = einops.reduce(X + 1, pattern, reduction, **axes)
    count = X.size // max(expected.size, 1)
    unit = Unit("mm") ** count if reduction == "prod" else "mm"
    check(math.einreduce(q, pattern, reduction, **axes), backend, expected, unit)
    check(math.einreduce(q, pattern, reduction=reduction, **axes), backend, expected, unit)
    check(math.einreduce(q.mantissa, pattern, reduction, **axes), backend, expected)


def test_reduce_booleans(backend):
    x = X > 1
    for reduction in ("any", "all"):
        expected = einops.reduce(x, "a b c -> a b", reduction)
        check(math.einreduce(array(backend, x), "a b c -> a b", reduction), backend, expected)
        with pytest.raises(
            TypeError, match=f"einreduce: the reduction '{reduction}' takes no unit, got one in m"
        ):
            math.einreduce(quantity(backend, X, "m"), "a b c -> a b", reduction)


def test_reduce_by_a_callable(backend):
    def extent(x, axes):
        return backend.xp.max(x, axis=axes) - backend.xp.min(x, axis=axes)

    expected = einops.reduce(X, "a b c -> c", lambda x, axes: x.max(axes) - x.min(axes))
    check(math.einreduce(array(backend, X), "a b c -> c", extent), backend, expected)
    percent = quantity(backend, X * 100, "percent")
    check(math.einreduce(percent, "a b c -> c", extent), backend, expected)
    with pytest.raises(TypeError, match="einreduce: the reduction a callable takes no unit, got one in m"):
        math.einreduce(quantity(backend, X, "m"), "a b c -> c", extent)


def test_lists(backend):
    pair = [quantity(backend, X, "m"), quantity(backend, X, "km")]
    both = np.stack([X, X * np.float32(1000)])
    check(math.einrearrange(pair, "n a b c -> a b c n"), backend, np.moveaxis(both, 0, -1), "m")
    check(math.einreduce(pair, "n a b c -> a b c", "sum"), backend, both.sum(0), "m")
    check(math.einrepeat(pair, "n a b c -> n a b c 1"), backend, both[..., None], "m")
    with pytest.raises(UnitMismatchError):
        math.einrearrange([pair[0], quantity(backend, X, "s")], "n a b c -> a b c n")


def test_on_a_scale(backend):
    q = quantity(backend, X, "degC")
    check(math.einrearrange(q, "a b c -> c b a"), backend, X.T, Unit("degC"))
    check(math.einrepeat(q, "a b c -> a b c 2"), backend, np.stack([X, X], -1), Unit("degC"))
    check(math.einreduce(q, "a b c -> a b", "mean"), backend, X.mean(-1), Unit("degC"))
    check(math.einreduce(q, "a b c -> a b", "max"), backend, X.max(-1), Unit("degC"))
    for reduction in ("sum", "prod", "any"):
        with pytest.raises(TypeError, match="has no meaning for values on the scale"):
            math.einreduce(q, "a b c -> a b", reduction)


def test_shape(backend):
    for x in (quantity(backend, X, "mV"), array(backend, X)):
        assert math.einshape(x, "batch _ w") == {"batch": 2, "w": 4}
        assert math.einshape(x, "... w") == {"w": 4}
    with pytest.raises(RuntimeError, match="different number of dimensions"):
        math.einshape(x, "a b")


def test_wrong_patterns(backend):
    q = quantity(backend, X, "mV")
    with pytest.raises(einops.EinopsError):
        math.einrearrange(q, "a b -> b a")
    with pytest.raises(einops.EinopsError):
        math.einreduce(q, "a b c -> d", "sum")
    with pytest.raises(TypeError, match="takes an array, a pattern and a reduction"):
        math.einreduce(q, "a b c -> a")


@pytest.mark.slow
def test_rearrange_is_traced_and_differentiated():
    jax, torch = pytest.importorskip("jax"), pytest.importorskip("torch")
    found = jax.jit(lambda q: math.einreduce(q, "a b c -> a", "sum"))(Quantity(jax.numpy.asarray(X), "mV"))
    np.testing.assert_allclose(found.mantissa, X.sum((1, 2)))
    slope = jax.grad(lambda x: math.einreduce(x * x, "a b c -> ", "sum"))(jax.numpy.asarray(X))
    np.testing.assert_allclose(slope, 2 * X)
    x = torch.tensor(X, requires_grad=True)
    math.einreduce(Quantity(x, "mV"), "a b c -> ", "mean").mantissa.backward()
    np.testing.assert_allclose(x.grad, np.full_like(X, 1 / X.size))


# ---------------------------------------------------------------- einsum

A, B, C = (np.linspace(-1, 2, n, dtype=np.float32) for n in (6, 12, 8))
A, B, C = A.reshape(2, 3), B.reshape(3, 4), C.reshape(4, 2)
SQUARE = np.arange(9, dtype=np.float32).reshape(3, 3)
CUBE = np.arange(27, dtype=np.float32).reshape(3, 3, 3)

SUMS = [
    ("ij,jk->ik", (A, B)),
    ("ij,jk", (A, B)),
    ("ij,jk->", (A, B)),
    ("ij,jk->kij", (A, B)),
    ("ij,kl->ijkl", (A, B)),
    ("ij,ij->ij", (A, A)),
    ("ij,ij->i", (A, A)),
    ("ij->ji", (A,)),
    ("ij->j", (A,)),
    ("ji", (A,)),
    ("ii", (SQUARE,)),
    ("ii->i", (SQUARE,)),
    ("iij->ij", (CUBE,)),
    ("iii->i", (CUBE,)),
    ("ii,ij->j", (SQUARE, B)),
    ("i,j->ij", (A[0], B[0])),
    ("i,->i", (A[0], np.float32(2))),
    ("i,i", (A[0], A[1])),
    ("...ij,...jk->...ik", (np.stack([A, A + 1]), B)),
    ("...j,j...->...", (A, B[:, 0])),
    ("b...,b...->...", (A, A)),
    ("...,...", (A, A[0])),
    ("ij , jk -> i k", (A, B)),
    ("...i,...i->...", (A.reshape(2, 1, 3), A.reshape(1, 2, 3))),
    ("ij,jk,kl->il", (A, B, C)),
    ("ij,jk,kl", (A, B, C)),
    ("ij,jk,ki->", (A, B, C)),
    ("ab,bc,cd,de->ae", (A, B, C, A)),
    ("i,i,i,i->i", (A[0], A[0], A[1], A[1])),
    ("ij,jk->ik", (np.zeros((0, 3), "f4"), B)),
]


@pytest.mark.parametrize("subscripts, operands", SUMS, ids=[row[0] for row in SUMS])
def test_einsum(backend, subscripts, operands):
    expected = np.asarray(np.einsum(subscripts, *operands))
    bare = [array(backend, x) for x in operands]
    check(math.einsum(subscripts, *bare), backend, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("optimize", ["optimal", "greedy", "auto", True, False, [(0, 2), (0, 1)]])
def test_einsum_paths(backend, optimize):
    bare = [array(backend, x) for x in (A, B, C)]
    expected = np.einsum("ij,jk,kl->il", A, B, C)
    if backend.name == "jax" and isinstance(optimize, list):
        optimize = [tuple(step) for step in optimize]
    result = math.einsum("ij,jk,kl->il", *bare, optimize=optimize)
    check(result, backend, expected, rtol=1e-5, atol=1e-5)


def test_einsum_units(backend):
    a, b, c = (array(backend, x) for x in (A, B, C))
    expected = np.einsum("ij,jk,kl->il", A, B, C)
    q = math.einsum("ij,jk,kl->il", Quantity(a, "mV"), b, Quantity(c, "mA"))
    check(q, backend, expected, Unit("mV") * Unit("mA"), rtol=1e-5, atol=1e-6)
    plain = math.einsum("ij,jk->ik", Quantity(a, "mV"), Quantity(b, Unit("V") ** -1))
    check(plain, backend, A @ B / np.float32(1000), rtol=1e-5, atol=1e-8)
    rate = math.einsum("ij,jk,kl->il", Quantity(a, "mV"), Quantity(b, Unit("V") ** -1), Quantity(c, "s"))
    check(rate, backend, expected / np.float32(1000), "s", rtol=1e-5, atol=1e-8)
    check(math.einsum("ij,->ij", a, Quantity(2.0, "m")), backend, 2 * A, "m")
    check(math.einsum("ij->ji", a), backend, A.T)
    with pytest.raises(TypeError, match="has no meaning for values on the scale"):
        math.einsum("ij->ji", Quantity(a, "degC"))


def test_einsum_interleaved(backend):
    a, b = quantity(backend, A, "m"), quantity(backend, B, "s")
    unit = Unit("m") * Unit("s")
    check(math.einsum(a, [0, 1], b, [1, 2], [0, 2]), backend, A @ B, unit, atol=1e-6)
    check(math.einsum(a, [5, 1], b, [1, 2]), backend, np.einsum(A, [5, 1], B, [1, 2]), unit, atol=1e-6)
    check(math.einsum(a, [..., 0], [0, ...]), backend, A.T, "m")
    check(math.einsum(a.mantissa, [0, 1], [1]), backend, A.sum(0), atol=1e-6)


def test_einsum_dtypes(backend):
    whole = np.arange(6, dtype="int32").reshape(2, 3)
    check(math.einsum("ij,kj->ik", array(backend, whole), array(backend, whole)), backend, whole @ whole.T)
    check(
        math.einsum("ij,jk->ik", array(backend, A), array(backend, B.astype("f8"))),
        backend,
        A @ B.astype("f8"),
    )
    wide = math.einsum("ij,jk->ik", array(backend, A), array(backend, B), preferred_element_type="float64")
    check(wide, backend, A.astype("f8") @ B.astype("f8"), rtol=1e-6)


def test_einsum_precision(backend):
    operands = [array(backend, x) for x in (A, B)]
    if backend.name == "jax":
        found = math.einsum("ij,jk->ik", *operands, precision="highest")
        check(found, backend, A @ B, atol=1e-6)
        return
    with pytest.raises(BackendError, match="precision= is an option of jax"):
        math.einsum("ij,jk->ik", *operands, precision="highest")


@pytest.mark.parametrize(
    "subscripts, count",
    [
        ("ij,jk->ik", 1),
        ("ij->ij", 2),
        ("i,jk", 2),
        ("ij,jk->iz", 2),
        ("ij,jk->ii", 2),
        ("ij,kj->ik", 2),
        ("ij,j", 2),
    ],
)
def test_einsum_refuses(backend, subscripts, count):
    if backend.name == "jax" and subscripts == "ij,kj->ik":
        with pytest.raises((ValueError, TypeError)):
            math.einsum(subscripts, array(backend, A), array(backend, B))
        return
    operands = [array(backend, A), array(backend, B)][:count]
    with pytest.raises((ValueError, TypeError) if backend.name == "jax" else ValueError):
        math.einsum(subscripts, *operands)


def test_einsum_is_traced_and_differentiated():
    jax, torch = pytest.importorskip("jax"), pytest.importorskip("torch")
    text = "ij,jk,kl->il"
    arrays = [jax.numpy.asarray(x) for x in (A, B, C)]
    found = jax.make_jaxpr(lambda *xs: math.einsum(text, *xs))(*arrays)
    assert str(found) == str(jax.make_jaxpr(lambda *xs: jax.numpy.einsum(text, *xs))(*arrays))
    slope = jax.grad(lambda a: math.einsum("ij,jk->", a, arrays[1]))(arrays[0])
    np.testing.assert_allclose(slope, np.tile(B.sum(1), (2, 1)), rtol=1e-5)
    x = torch.tensor(A, requires_grad=True)
    math.einsum("ij,jk,kl->", x, torch.tensor(B), torch.tensor(C)).backward()
    np.testing.assert_allclose(x.grad, np.tile((B @ C).sum(1), (2, 1)), rtol=1e-5)


def test_einsum_of_numbers_and_lists():
    result = math.einsum("i,i->", [1.0, 2.0], [Quantity(3.0, "m"), Quantity(4.0, "m")])
    assert float(values(result)) == 11
    assert result.unit == Unit("m")
    with pytest.raises(TypeError, match="bogus"):
        math.einsum("i->", [1.0], bogus=1)
    with pytest.raises(ValueError, match="at least one operand"):
        math.einsum("i->")


def test_einsum_multiplies_matrices():
    """Without it, numpy's einsum takes seconds here."""
    import time

    x = np.ones((600, 600))
    start = time.perf_counter()
    math.einsum("ij,jk,kl->il", x, x, x)
    assert time.perf_counter() - start < 2


@pytest.mark.slow
def test_einsum_is_compiled_whole():
    torch = pytest.importorskip("torch")
    arrays = [torch.tensor(x) for x in (A, B, C)]
    compiled = torch.compile(
        lambda *xs: math.einsum("ij,jk,kl->il", *xs), fullgraph=True, backend="aot_eager"
    )
    np.testing.assert_allclose(compiled(*arrays), A @ B @ C, rtol=1e-4, atol=1e-5)
