"""What units add to a program of jax: nothing, but one multiplication where units differ.

Programs are compared, not times: what jax traces, and what it hands to the compiler, of a function of
quantities and of the same function written without units.
"""

from types import SimpleNamespace

import pytest

import brainunit as u

jax = pytest.importorskip("jax")


import jax.numpy as jnp  # noqa: E402  # jax may be missing
from programs import check_equal, check_listed, multiplications, traced  # noqa: E402  # as above

KM, METRE, SECOND = u.kmeter, u.meter, u.second

UNITS = SimpleNamespace(m=u.math, linalg=u.linalg, fft=u.fft, lax=u.lax, grad=u.autograd.grad)
BARE = SimpleNamespace(m=jnp, linalg=jnp.linalg, fft=jnp.fft, lax=jax.lax, grad=jax.grad)


def arrays():
    x = jnp.linspace(0.5, 2.0, 6)
    return x, jnp.flip(x) + 0.25, jnp.linspace(-1.0, 1.0, 16).reshape(4, 4) + 3.0 * jnp.eye(4)


def with_units(*units):
    return [array * unit for array, unit in zip(arrays(), units, strict=True)]


# ---------------------------------------------------------------- nothing

# Written once: `s` has the functions on quantities, or those of jax. x and y are vectors, A is a matrix.
SAME = {
    # operators
    "+": lambda s, x, y, A: x + y,
    "-": lambda s, x, y, A: x - y,
    "*": lambda s, x, y, A: x * A[0, 0] * y,
    "/": lambda s, x, y, A: x / A[0, 0],
    "/ of one unit": lambda s, x, y, A: x / y,
    "//": lambda s, x, y, A: x // y,
    "%": lambda s, x, y, A: x % y,
    "**": lambda s, x, y, A: x**3 + y**3,
    "** half": lambda s, x, y, A: x**0.5,
    "@": lambda s, x, y, A: A @ A @ x[:4],
    "- x, + x, abs": lambda s, x, y, A: abs(-x) - (+y),
    "<": lambda s, x, y, A: (x < y, x <= y, x > y, x >= y, x == y, x != y),
    "<< 0": lambda s, x, y, A: x < 0,
    "numbers": lambda s, x, y, A: 2.0 * x + y / 3.0 - x * 0.5,
    "indices": lambda s, x, y, A: (x[2], x[1:4], A[:, 1], A[None], x[jnp.array([0, 2])], A.T),
    # elementwise
    "add": lambda s, x, y, A: s.m.add(x, y),
    "multiply, divide": lambda s, x, y, A: (s.m.multiply(x, A[0, 0]), s.m.divide(x, y)),
    "maximum": lambda s, x, y, A: (s.m.maximum(x, y), s.m.minimum(x, y)),
    "clip": lambda s, x, y, A: s.m.clip(x, y[0], y[1]),
    "sqrt": lambda s, x, y, A: s.m.sqrt(x * y),
    "square": lambda s, x, y, A: s.m.square(x),
    "cbrt": lambda s, x, y, A: s.m.cbrt(x),
    "sign": lambda s, x, y, A: (s.m.sign(x), s.m.signbit(x)),
    "exp, log": lambda s, x, y, A: (s.m.exp(x / y), s.m.log(x / y), s.m.log1p(x / y), s.m.expm1(x / y)),
    "sin, tanh": lambda s, x, y, A: (s.m.sin(x / y), s.m.cos(x / y), s.m.tanh(x / y)),
    "arctan2": lambda s, x, y, A: s.m.arctan2(x, y),
    "hypot": lambda s, x, y, A: s.m.hypot(x, y),
    "round": lambda s, x, y, A: (s.m.floor(x), s.m.ceil(x), s.m.round(x), s.m.trunc(x)),
    # statistics, nans
    "sum, mean": lambda s, x, y, A: (s.m.sum(A, axis=1), s.m.mean(A, axis=0, keepdims=True)),
    "var, std": lambda s, x, y, A: (s.m.var(x), s.m.std(A, axis=1)),
    "prod": lambda s, x, y, A: s.m.prod(x),
    "cumsum": lambda s, x, y, A: s.m.cumsum(x),
    # order, search
    "sort": lambda s, x, y, A: (s.m.sort(x), s.m.argsort(x)),
    "where": lambda s, x, y, A: s.m.where(x > y, x, y),
    "where, zero": lambda s, x, y, A: s.m.where(x > y, x, 0.0),
    "max, min": lambda s, x, y, A: (s.m.max(x), s.m.min(A, axis=1)),
    "argmax": lambda s, x, y, A: (s.m.argmax(x), s.m.argmin(A, axis=1)),
    "searchsorted": lambda s, x, y, A: s.m.searchsorted(x, y),
    "logic": lambda s, x, y, A: (s.m.all(x > y), s.m.logical_and(x > y, x < 2 * y)),
    "isnan": lambda s, x, y, A: (s.m.isnan(x), s.m.isfinite(x)),
    # shapes
    "concatenate": lambda s, x, y, A: s.m.concatenate([x, y]),
    "stack": lambda s, x, y, A: s.m.stack([x, y]),
    "reshape": lambda s, x, y, A: (s.m.reshape(x, (2, 3)), s.m.ravel(A), s.m.squeeze(x[None])),
    "transpose": lambda s, x, y, A: (s.m.transpose(A), s.m.moveaxis(A, 0, 1), s.m.flip(x)),
    "roll, repeat, tile": lambda s, x, y, A: (s.m.roll(x, 1), s.m.repeat(x, 2), s.m.tile(x, 2)),
    "expand_dims": lambda s, x, y, A: (s.m.expand_dims(x, 0), s.m.broadcast_to(x, (2, 6))),
    "diagonal, tril": lambda s, x, y, A: (s.m.diagonal(A), s.m.tril(A), s.m.triu(A)),
    "take": lambda s, x, y, A: s.m.take(x, jnp.array([0, 3])),
    # calculus
    # products
    "matmul": lambda s, x, y, A: s.m.matmul(A, x[:4]),
    "dot": lambda s, x, y, A: (s.m.dot(x, y), s.m.vdot(x, y), s.m.inner(x, y)),
    "einsum": lambda s, x, y, A: (s.m.einsum("ij,j->i", A, x[:4]), s.m.einsum("ij,jk", A, A)),
    "tensordot": lambda s, x, y, A: s.m.tensordot(A, A, axes=1),
    # linear algebra, transforms
    "solve": lambda s, x, y, A: s.linalg.solve(A, x[:4]),
    "inv": lambda s, x, y, A: s.linalg.inv(A),
    "det": lambda s, x, y, A: s.linalg.det(A),
    "svd": lambda s, x, y, A: s.linalg.svd(A, full_matrices=False),
    "qr": lambda s, x, y, A: s.linalg.qr(A),
    "fftshift": lambda s, x, y, A: (s.fft.fftshift(x), s.fft.ifftshift(A)),
    # jax
    "at": lambda s, x, y, A: (
        x.at[0].set(y[1]),
        x.at[1:3].add(y[:2]),
        x.at[2].multiply(2.0),
        x.at[0].max(y[0]),
    ),
    "lax": lambda s, x, y, A: (s.lax.add(x, y), s.lax.mul(x, y), s.lax.div(x, y), s.lax.max(x, y)),
    "lax.select": lambda s, x, y, A: (s.lax.select(x > y, x, y), s.lax.clamp(x, y, x)),
    "lax.cumsum": lambda s, x, y, A: (s.lax.cumsum(x), s.lax.sort(x), s.lax.rsqrt(x)),
    "lax.dot": lambda s, x, y, A: s.lax.dot_general(A, A, (((1,), (0,)), ((), ()))),
    "lax.slice": lambda s, x, y, A: (s.lax.dynamic_slice(x, (1,), (2,)), s.lax.slice(x, (1,), (3,))),
    "scan": lambda s, x, y, A: s.lax.scan(lambda total, a: (total + a, total - a), x[0], y),
    "fori_loop": lambda s, x, y, A: s.lax.fori_loop(0, 5, lambda _, a: a + y, x),
    "while_loop": lambda s, x, y, A: s.lax.while_loop(lambda a: a[0] < y[0], lambda a: a + y, x),
    "cond": lambda s, x, y, A: s.lax.cond(x[0] > y[0], lambda: x + y, lambda: x - y),
    "map": lambda s, x, y, A: s.lax.map(lambda a: a * a, x),
    "vmap": lambda s, x, y, A: jax.vmap(lambda a, b: s.m.sum(A * a) + 4 * b * A[0, 0], (0, 0))(x, y),
    "grad": lambda s, x, y, A: s.grad(lambda a: s.m.sum(a * a * y))(x),
    "jit": lambda s, x, y, A: jax.jit(lambda a, b: a + b)(x, y) * 2.0,
    "zeros_like": lambda s, x, y, A: x + s.m.zeros_like(y) + s.m.ones_like(y),
}


def check_nothing(aware, plain):
    given = with_units(METRE, METRE, SECOND)
    check_equal(traced(aware, *given), traced(plain, *arrays()))
    assert not u.explain(aware, *given)


@pytest.mark.parametrize("name", SAME)
def test_nothing(name):
    f = SAME[name]
    check_nothing(lambda *given: f(UNITS, *given), lambda *given: f(BARE, *given))


def test_nothing_where_equal_units_have_two_names():
    x, y, _ = arrays()
    given = x * u.meter, y * u.Unit("m")
    assert given[0].unit is not given[1].unit
    for f in (
        lambda x, y: (x + y, x / y, x < y),
        lambda x, y: u.math.concatenate([x, y]).to(u.metre).mantissa,
        lambda x, y: u.math.maximum(x, y).to_decimal("m"),
    ):
        assert not u.explain(f, *given)
    aware, bare = (lambda x, y: (x + y).to("m")), (lambda x, y: x + y)
    check_equal(traced(aware, *given), traced(bare, x, y))


def by_differences(x):
    first, last = x[1:2] - x[0:1], x[5:6] - x[4:5]
    return jnp.concatenate([first, (x[2:] - x[:-2]) / 2.0, last])


# Functions that are no call of one of jax, with what they are instead.
WRITTEN = {
    "reciprocal": (lambda x, y, A: u.math.reciprocal(x), lambda x, y, A: 1 / x),
    "ptp": (lambda x, y, A: u.math.ptp(x), lambda x, y, A: jnp.max(x) - jnp.min(x)),
    "hstack": (lambda x, y, A: u.math.hstack([x, y]), lambda x, y, A: jnp.concatenate([x, y])),
    "vstack": (lambda x, y, A: u.math.vstack([x, y]), lambda x, y, A: jnp.concatenate([x[None], y[None]])),
    "split": (lambda x, y, A: u.math.split(x, 2), lambda x, y, A: [x[0:3], x[3:6]]),
    "trace": (lambda x, y, A: u.math.trace(A), lambda x, y, A: jnp.sum(jnp.diagonal(A))),
    "diff": (lambda x, y, A: u.math.diff(x), lambda x, y, A: x[1:] - x[:-1]),
    "gradient": (lambda x, y, A: u.math.gradient(x), lambda x, y, A: by_differences(x)),
    "trapezoid": (
        lambda x, y, A: u.math.trapezoid(x, dx=0.5),
        lambda x, y, A: jnp.sum(0.5 * (x[1:] + x[:-1]) / 2.0),
    ),
    "outer": (
        lambda x, y, A: u.math.outer(x, y),
        lambda x, y, A: jnp.reshape(x, (6, 1)) * jnp.reshape(y, (1, 6)),
    ),
    "norm": (lambda x, y, A: u.linalg.norm(x), lambda x, y, A: jnp.sqrt(jnp.sum(x * x))),
    "nansum": (
        lambda x, y, A: u.math.nansum(x),
        lambda x, y, A: jnp.sum(jnp.where(~jnp.isnan(x), x, jnp.zeros_like(x))),
    ),
    "fft": (lambda x, y, A: u.fft.fft(x), lambda x, y, A: jnp.fft.fft(x.astype(complex))),
    "cholesky": (
        lambda x, y, A: u.linalg.cholesky(A),
        lambda x, y, A: jnp.linalg.cholesky((A + A.T) / 2.0, symmetrize_input=False),
    ),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_but_what_is_written(name):
    check_nothing(*WRITTEN[name])


def test_fft_without_a_norm():
    check_nothing(lambda x, y, A: u.fft.fft(1j * x), lambda x, y, A: jnp.fft.fft(1j * x))


# Functions longer than a line: what they are of quantities, they are of bare arrays.
OWN = {
    "nan_to_num": lambda x, y, A: u.math.nan_to_num(x),
    "median": lambda x, y, A: u.math.median(x),
    "quantile": lambda x, y, A: u.math.quantile(x, 0.25),
    "nanmean": lambda x, y, A: (u.math.nanmean(x), u.math.nanmax(x), u.math.nanstd(x)),
    "count_nonzero": lambda x, y, A: u.math.count_nonzero(x),
    "isclose": lambda x, y, A: u.math.isclose(x, y, atol=x[0]),
    "pad": lambda x, y, A: u.math.pad(x, 1),
    "interp": lambda x, y, A: u.math.interp(x, x, y),
    "histogram": lambda x, y, A: u.math.histogram(x, 4),
    "cov": lambda x, y, A: u.math.cov(A),
    "cross, kron": lambda x, y, A: (u.math.cross(x[:3], y[:3]), u.math.kron(x, y)),
    "eigh": lambda x, y, A: u.linalg.eigh(A),
    "lstsq": lambda x, y, A: u.linalg.lstsq(A, x[:4]),
    "pinv": lambda x, y, A: u.linalg.pinv(A),
    "fft": lambda x, y, A: (u.fft.fft(x), u.fft.irfft(u.fft.rfft(x)), u.fft.fft2(A)),
}


@pytest.mark.parametrize("name", OWN)
def test_nothing_to_our_own(name):
    check_nothing(OWN[name], OWN[name])


# ---------------------------------------------------------------- one multiplication where units differ

# x in km, y in m, A in s. `c` converts: it multiplies by the factor, or, to see what is there without, not.
CONVERTING = {
    "+": (lambda x, y, A: x + y, lambda c, x, y, A: x + c(y), 1e-3),
    "-": (lambda x, y, A: y - x, lambda c, x, y, A: y - c(x), 1e3),
    "<": (lambda x, y, A: x < y, lambda c, x, y, A: x < c(y), 1e-3),
    "==": (lambda x, y, A: x == y, lambda c, x, y, A: x == c(y), 1e-3),
    "/": (lambda x, y, A: x / y, lambda c, x, y, A: c(x / y), 1e3),
    "*": (lambda x, y, A: x * (1.0 / y), lambda c, x, y, A: c(x * (1.0 / y)), 1e3),
    "to": (lambda x, y, A: (x / A[0, 0]).to("km/h"), lambda c, x, y, A: c(x / A[0, 0]), 3600.0),
    "to_decimal": (lambda x, y, A: x.to_decimal("mm"), lambda c, x, y, A: c(x), 1e6),
    "exp": (lambda x, y, A: u.math.exp(x / y), lambda c, x, y, A: jnp.exp(c(x / y)), 1e3),
    "maximum": (lambda x, y, A: u.math.maximum(x, y), lambda c, x, y, A: jnp.maximum(x, c(y)), 1e-3),
    "arctan2": (lambda x, y, A: u.math.arctan2(x, y), lambda c, x, y, A: jnp.arctan2(x, c(y)), 1e-3),
    "where": (
        lambda x, y, A: u.math.where(A[0, 0] < A[1, 1], x, y),
        lambda c, x, y, A: jnp.where(A[0, 0] < A[1, 1], x, c(y)),
        1e-3,
    ),
    "concatenate": (
        lambda x, y, A: u.math.concatenate([x, y]),
        lambda c, x, y, A: jnp.concatenate([x, c(y)]),
        1e-3,
    ),
    "clip": (lambda x, y, A: u.math.clip(x, None, y), lambda c, x, y, A: jnp.clip(x, None, c(y)), 1e-3),
    "at": (lambda x, y, A: x.at[1:3].add(y[:2]), lambda c, x, y, A: x.at[1:3].add(c(y[:2])), 1e-3),
    "searchsorted": (
        lambda x, y, A: u.math.searchsorted(x, y),
        lambda c, x, y, A: jnp.searchsorted(x, c(y)),
        1e-3,
    ),
    "einsum": (
        lambda x, y, A: u.math.einsum("i,i->", x, 1.0 / y),
        lambda c, x, y, A: c(jnp.einsum("i,i->", x, 1.0 / y)),
        1e3,
    ),
    "matmul": (lambda x, y, A: x @ (1.0 / y), lambda c, x, y, A: c(x @ (1.0 / y)), 1e3),
    "solve": (
        lambda x, y, A: u.linalg.solve(x[0] * jnp.eye(6), y),
        lambda c, x, y, A: c(jnp.linalg.solve(x[0] * jnp.eye(6), y)),
        1e-3,
    ),
    "lax.max": (lambda x, y, A: u.lax.max(x, y), lambda c, x, y, A: jax.lax.max(x, c(y)), 1e-3),
    "scan": (
        lambda x, y, A: u.lax.scan(lambda total, step: (total + step, None), x[0], y),
        lambda c, x, y, A: jax.lax.scan(lambda total, step: (total + c(step), None), x[0], y),
        1e-3,
    ),
    "vmap": (
        lambda x, y, A: jax.vmap(lambda a, b: a + b)(x, y),
        lambda c, x, y, A: jax.vmap(lambda a, b: a + c(b))(x, y),
        1e-3,
    ),
    "grad": (
        lambda x, y, A: u.autograd.grad(lambda a: u.math.sum((x + a) ** 2))(y).mantissa,
        lambda c, x, y, A: jax.grad(lambda a: jnp.sum((x + c(a)) ** 2))(y),
        1e-3,
    ),
}


def lines_of(f):
    """The lines of a function and of those inside it."""
    inside = [part for part in f.__code__.co_consts if hasattr(part, "co_lines")]
    return {line for code in (f.__code__, *inside) for _, _, line in code.co_lines()}


@pytest.mark.parametrize("name", CONVERTING)
def test_one_multiplication(name):
    aware, by_hand, factor = CONVERTING[name]
    given, bare = with_units(KM, METRE, SECOND), arrays()

    def converting(*given):
        return by_hand(lambda x: x * factor, *given)

    check_equal(traced(aware, *given), traced(converting, *bare))
    listed = u.explain(aware, *given)
    assert {(each.file, each.line) for each in listed} <= {(__file__, line) for line in lines_of(aware)}
    check_listed(listed, multiplications(aware, *given), multiplications(lambda *g: by_hand(same, *g), *bare))


def same(x):
    return x
