"""numpy's functions and ufuncs on quantities: values as numpy has them, units by rule, none lost."""

import operator
import re
import warnings

import numpy as np
import pytest
from array_checks import check, quantity, values
from numpy.testing.overrides import (
    get_overridable_numpy_array_functions,
    get_overridable_numpy_ufuncs,
)

from bu_array import Quantity, fft, linalg, math
from bu_array._numpy.functions import UNSUPPORTED, answer_for
from bu_array._numpy.ufuncs import _law
from bu_dispatch import get_backend, using_backend
from bu_units import DimensionMismatchError, Unit, UnitMismatchError

# What the expressions below are about: lengths in m and km, times, plain arrays, an angle, a mask.
X = np.array([[3.0, 1.0, 2.0], [5.0, 4.0, 6.0], [9.0, 7.0, 8.5]])
V = np.array([3.0, 1.0, 2.0])
N = np.array([3.0, np.nan, 2.0])
I = np.array([1, 0, 2])  # noqa: E741  # indices
B = np.array([True, False, True])
QUANTITIES = {
    "q": Quantity(V, "m"),
    "k": Quantity(V + 0.5, "km"),
    "t": Quantity(V * 2, "s"),
    "X": Quantity(X, "m"),
    "n": Quantity(N, "m"),
    "z": Quantity(V + 1j * V[::-1], "m"),
    "d": Quantity(V * 100, "degree"),
    "one": Quantity(V / 4, "1"),
    "e": Quantity(2.0, "km"),
}
PLAIN = {"np": np, "Quantity": Quantity, "V": V, "I": I, "B": B, "list": list, "three": np.eye(3) * 3}

# Expressions and the unit of their result: None for a bare result, "-" for no array at all.
FUNCTIONS = {
    "all": ("np.all(one)", None),
    "allclose": ("np.allclose(q, k)", None),
    "amax": ("np.amax(X, axis=0)", "m"),
    "amin": ("np.amin(X, axis=1, keepdims=True)", "m"),
    "angle": ("np.angle(z)", None),
    "any": ("np.any(one)", None),
    "append": ("np.append(q, k)", "m"),
    "argmax": ("np.argmax(q)", None),
    "argmin": ("np.argmin(X, axis=1)", None),
    "argpartition": ("np.argpartition(q, 1)[1]", None),
    "argsort": ("np.argsort(q)", None),
    "argwhere": ("np.argwhere(q)", None),
    "around": ("np.around(q, 1)", "m"),
    "array2string": ("np.array2string(q)", "-"),
    "array_equal": ("np.array_equal(q, q)", None),
    "array_equiv": ("np.array_equiv(q, k)", None),
    "array_repr": ("np.array_repr(q)", "-"),
    "array_split": ("np.array_split(q, 2)", ["m", "m"]),
    "array_str": ("np.array_str(q)", "-"),
    "astype": ("np.astype(q, np.float32)", "m"),
    "atleast_1d": ("np.atleast_1d(e)", "km"),
    "atleast_2d": ("np.atleast_2d(q)", "m"),
    "atleast_3d": ("np.atleast_3d(q, k)", ["m", "km"]),
    "average": ("np.average(q, weights=t)", "m"),
    "bincount": ("np.bincount(I, weights=q)", "m"),
    "block": ("np.block([[X, X], [X, X]])", "m"),
    "broadcast_arrays": ("np.broadcast_arrays(X, k)", ["m", "km"]),
    "broadcast_to": ("np.broadcast_to(q, (2, 3))", "m"),
    "can_cast": ("np.can_cast(q.dtype, np.float32)", "-"),
    "choose": ("np.choose(I, [q, k, q])", "m"),
    "clip": ("np.clip(q, e, None)", "m"),
    "column_stack": ("np.column_stack([q, k])", "m"),
    "common_type": ("np.common_type(q)", "-"),
    "compress": ("np.compress(B, q)", "m"),
    "concatenate": ("np.concatenate([q, k])", "m"),
    "convolve": ("np.convolve(q, t)", "m s"),
    "copy": ("np.copy(q)", "m"),
    "copyto": ("np.copyto(np.copy(q), k)", "-"),
    "corrcoef": ("np.corrcoef(X)", None),
    "correlate": ("np.correlate(q, t, 'full')", "m s"),
    "count_nonzero": ("np.count_nonzero(q)", None),
    "cov": ("np.cov(X)", "m^2"),
    "cross": ("np.cross(q, t)", "m s"),
    "cumprod": ("np.cumprod(one)", None),
    "cumsum": ("np.cumsum(q)", "m"),
    "cumulative_prod": ("np.cumulative_prod(one)", None),
    "cumulative_sum": ("np.cumulative_sum(q)", "m"),
    "delete": ("np.delete(q, 1)", "m"),
    "diag": ("np.diag(q)", "m"),
    "diag_indices_from": ("np.diag_indices_from(X)", [None, None]),
    "diagflat": ("np.diagflat(q)", "m"),
    "diagonal": ("np.diagonal(X)", "m"),
    "diff": ("np.diff(q, prepend=e)", "m"),
    "digitize": ("np.digitize(q, np.sort(k))", None),
    "dot": ("np.dot(X, t)", "m s"),
    "dsplit": ("np.dsplit(np.atleast_3d(X), 1)", ["m"]),
    "dstack": ("np.dstack([q, k])", "m"),
    "ediff1d": ("np.ediff1d(q, to_end=e)", "m"),
    "einsum": ("np.einsum('ij,j->i', X, t)", "m s"),
    "einsum_path": ("np.einsum_path('ij,j->i', X, t)[0]", "-"),
    "empty_like": ("np.empty_like(q) * 0", "m"),
    "expand_dims": ("np.expand_dims(q, 0)", "m"),
    "extract": ("np.extract(B, q)", "m"),
    "fill_diagonal": ("np.fill_diagonal(np.copy(X), e)", "-"),
    "fix": ("np.fix(q)", "m"),
    "flatnonzero": ("np.flatnonzero(q)", None),
    "flip": ("np.flip(X, 1)", "m"),
    "fliplr": ("np.fliplr(X)", "m"),
    "flipud": ("np.flipud(X)", "m"),
    "full_like": ("np.full_like(q, e)", "m"),
    "geomspace": ("np.geomspace(q[0], e, 4)", "m"),
    "gradient": ("np.gradient(q, 2.0)", "m"),
    "histogram": ("np.histogram(q, bins=3)", [None, "m"]),
    "histogram2d": ("np.histogram2d(q, t, bins=3)", [None, "m", "s"]),
    "histogramdd": ("np.histogramdd((q, t), bins=3)[1]", ["m", "s"]),
    "polyadd": ("np.polyadd(one, one)", "1"),
    "polyder": ("np.polyder(one)", "1"),
    "polyfit": ("list(np.polyfit(np.sort(q), t, 1))", ["s/m", "s"]),
    "polyint": ("np.polyint(one)", "1"),
    "polymul": ("np.polymul(one, one)", None),
    "polysub": ("np.polysub(one, one)", "1"),
    "polyval": ("np.polyval(one, one)", "1"),
    "histogram_bin_edges": ("np.histogram_bin_edges(q, bins=3)", "m"),
    "hsplit": ("np.hsplit(X, 3)", ["m", "m", "m"]),
    "hstack": ("np.hstack([q, k])", "m"),
    "i0": ("np.i0(one)", None),
    "imag": ("np.imag(z)", "m"),
    "inner": ("np.inner(q, t)", "m s"),
    "insert": ("np.insert(q, 1, e)", "m"),
    "interp": ("np.interp(k, np.sort(q), t)", "s"),
    "intersect1d": ("np.intersect1d(q, k)", "m"),
    "isclose": ("np.isclose(q, k)", None),
    "iscomplex": ("np.iscomplex(z)", None),
    "iscomplexobj": ("np.iscomplexobj(z)", None),
    "isin": ("np.isin(q, k)", None),
    "isneginf": ("np.isneginf(q)", None),
    "isposinf": ("np.isposinf(q)", None),
    "isreal": ("np.isreal(z)", None),
    "isrealobj": ("np.isrealobj(z)", None),
    "ix_": ("np.ix_(Quantity(I, '1'), I)[0]", None),
    "kron": ("np.kron(q, t)", "m s"),
    "lexsort": ("np.lexsort((q, k))", None),
    "linspace": ("np.linspace(q[0], e, 4)", "m"),
    "logspace": ("np.logspace(one[0], one[1], 3)", None),
    "matrix_transpose": ("np.matrix_transpose(X)", "m"),
    "max": ("np.max(X, initial=e)", "m"),
    "may_share_memory": ("np.may_share_memory(q, q)", "-"),
    "mean": ("np.mean(X, 0)", "m"),
    "median": ("np.median(X, axis=1)", "m"),
    "meshgrid": ("np.meshgrid(q, t)", ["m", "s"]),
    "min": ("np.min(X)", "m"),
    "min_scalar_type": ("np.min_scalar_type(e)", "-"),
    "moveaxis": ("np.moveaxis(X, 0, 1)", "m"),
    "nan_to_num": ("np.nan_to_num(n, nan=e)", "m"),
    "nanargmax": ("np.nanargmax(n)", None),
    "nanargmin": ("np.nanargmin(n)", None),
    "nancumprod": ("np.nancumprod(one)", None),
    "nancumsum": ("np.nancumsum(n)", "m"),
    "nanmax": ("np.nanmax(n)", "m"),
    "nanmean": ("np.nanmean(n)", "m"),
    "nanmedian": ("np.nanmedian(n)", "m"),
    "nanmin": ("np.nanmin(n)", "m"),
    "nanpercentile": ("np.nanpercentile(n, 30)", "m"),
    "nanprod": ("np.nanprod(n)", "m^2"),
    "nanquantile": ("np.nanquantile(n, 0.3)", "m"),
    "nanstd": ("np.nanstd(n)", "m"),
    "nansum": ("np.nansum(n)", "m"),
    "nanvar": ("np.nanvar(n)", "m^2"),
    "ndim": ("np.ndim(X)", "-"),
    "nonzero": ("np.nonzero(q)", [None]),
    "ones_like": ("np.ones_like(q)", "m"),
    "outer": ("np.outer(q, t)", "m s"),
    "pad": ("np.pad(q, 1)", "m"),
    "partition": ("np.partition(q, 1)[1]", "m"),
    "percentile": ("np.percentile(q, [20, 50])", "m"),
    "place": ("np.place(np.copy(q), B, k)", "-"),
    "prod": ("np.prod(q)", "m^3"),
    "ptp": ("np.ptp(X, axis=0)", "m"),
    "put": ("np.put(np.copy(q), [0], e)", "-"),
    "put_along_axis": ("np.put_along_axis(np.copy(q), I, k, 0)", "-"),
    "putmask": ("np.putmask(np.copy(q), B, k)", "-"),
    "quantile": ("np.quantile(q, 0.25, method='hazen')", "m"),
    "ravel": ("np.ravel(X, order='F')", "m"),
    "ravel_multi_index": ("np.ravel_multi_index((I, I), (3, 3))", None),
    "real": ("np.real(z)", "m"),
    "real_if_close": ("np.real_if_close(q)", "m"),
    "repeat": ("np.repeat(q, 2)", "m"),
    "reshape": ("np.reshape(X, (9, 1), order='F')", "m"),
    "resize": ("np.resize(q, (5,))", "m"),
    "result_type": ("np.result_type(q, V)", "-"),
    "roll": ("np.roll(q, 1)", "m"),
    "rollaxis": ("np.rollaxis(X, 1)", "m"),
    "rot90": ("np.rot90(X)", "m"),
    "round": ("np.round(q, 1)", "m"),
    "searchsorted": ("np.searchsorted(np.sort(q), k)", None),
    "select": ("np.select([B, ~B], [q, k])", "m"),
    "setdiff1d": ("np.setdiff1d(q, k)", "m"),
    "setxor1d": ("np.setxor1d(q, k)", "m"),
    "shape": ("np.shape(X)", "-"),
    "shares_memory": ("np.shares_memory(q, q)", "-"),
    "sinc": ("np.sinc(one)", None),
    "size": ("np.size(X)", "-"),
    "sliding_window_view": ("np.lib.stride_tricks.sliding_window_view(q, 2)", "m"),
    "sort": ("np.sort(X, axis=0, kind='heapsort')", "m"),
    "sort_complex": ("np.sort_complex(z)", "m"),
    "split": ("np.split(q, 3)", ["m", "m", "m"]),
    "squeeze": ("np.squeeze(np.reshape(q, (1, 3)))", "m"),
    "stack": ("np.stack([q, k], axis=1)", "m"),
    "std": ("np.std(q, ddof=1)", "m"),
    "sum": ("np.sum(X, axis=0, initial=e)", "m"),
    "swapaxes": ("np.swapaxes(X, 0, 1)", "m"),
    "take": ("np.take(q, I)", "m"),
    "take_along_axis": ("np.take_along_axis(q, I, 0)", "m"),
    "tensordot": ("np.tensordot(X, t, 1)", "m s"),
    "tile": ("np.tile(q, 2)", "m"),
    "trace": ("np.trace(X)", "m"),
    "transpose": ("np.transpose(X)", "m"),
    "trapezoid": ("np.trapezoid(q, t)", "m s"),
    "tril": ("np.tril(X)", "m"),
    "tril_indices_from": ("np.tril_indices_from(X)", [None, None]),
    "trim_zeros": ("np.trim_zeros(q * B)", "m"),
    "triu": ("np.triu(X)", "m"),
    "triu_indices_from": ("np.triu_indices_from(X)", [None, None]),
    "union1d": ("np.union1d(q, k)", "m"),
    "unique": ("np.unique(q, return_counts=True)", ["m", None]),
    "unique_all": ("np.unique_all(q)", ["m", None, None, None]),
    "unique_counts": ("np.unique_counts(q)", ["m", None]),
    "unique_inverse": ("np.unique_inverse(q)", ["m", None]),
    "unique_values": ("np.sort(np.unique_values(q))", "m"),
    "unravel_index": ("np.unravel_index(I, (3, 3))", [None, None]),
    "unstack": ("np.unstack(X)", ["m", "m", "m"]),
    "unwrap": ("np.unwrap(d)", "degree"),
    "vander": ("np.vander(one)", None),
    "var": ("np.var(X, axis=0, correction=1)", "m^2"),
    "vdot": ("np.vdot(q, t)", "m s"),
    "vsplit": ("np.vsplit(X, 3)", ["m", "m", "m"]),
    "vstack": ("np.vstack([q, k])", "m"),
    "where": ("np.where(B, q, k)", "m"),
    "zeros_like": ("np.zeros_like(q)", "m"),
    "linalg.cholesky": ("np.linalg.cholesky(np.dot(X, X.T))", "m"),
    "linalg.cond": ("np.linalg.cond(X)", None),
    "linalg.cross": ("np.linalg.cross(q, t)", "m s"),
    "linalg.det": ("np.linalg.det(X)", "m^3"),
    "linalg.diagonal": ("np.linalg.diagonal(X)", "m"),
    "linalg.eig": ("np.linalg.eig(X)[0]", "m"),
    "linalg.eigh": ("np.linalg.eigh(X + X.T)[0]", "m"),
    "linalg.eigvals": ("np.linalg.eigvals(X)", "m"),
    "linalg.eigvalsh": ("np.linalg.eigvalsh(X + X.T)", "m"),
    "linalg.inv": ("np.linalg.inv(X)", "1/m"),
    "linalg.lstsq": ("np.linalg.lstsq(X, t)[0]", "s/m"),
    "linalg.matmul": ("np.linalg.matmul(X, t)", "m s"),
    "linalg.matrix_norm": ("np.linalg.matrix_norm(X)", "m"),
    "linalg.matrix_power": ("np.linalg.matrix_power(X, 2)", "m^2"),
    "linalg.matrix_rank": ("np.linalg.matrix_rank(X)", None),
    "linalg.matrix_transpose": ("np.linalg.matrix_transpose(X)", "m"),
    "linalg.multi_dot": ("np.linalg.multi_dot([X, X, t])", "m^2 s"),
    "linalg.norm": ("np.linalg.norm(X, axis=0)", "m"),
    "linalg.outer": ("np.linalg.outer(q, t)", "m s"),
    "linalg.pinv": ("np.linalg.pinv(X)", "1/m"),
    "linalg.qr": ("np.linalg.qr(X)", [None, "m"]),
    "linalg.slogdet": ("np.linalg.slogdet(three)[1]", None),
    "linalg.solve": ("np.linalg.solve(X, t)", "s/m"),
    "linalg.svd": ("np.linalg.svd(X)[1]", "m"),
    "linalg.svdvals": ("np.linalg.svdvals(X)", "m"),
    "linalg.tensordot": ("np.linalg.tensordot(X, t, axes=1)", "m s"),
    "linalg.tensorinv": ("np.linalg.tensorinv(X, ind=1)", "1/m"),
    "linalg.tensorsolve": ("np.linalg.tensorsolve(X, t)", "s/m"),
    "linalg.trace": ("np.linalg.trace(X)", "m"),
    "linalg.vecdot": ("np.linalg.vecdot(q, t)", "m s"),
    "linalg.vector_norm": ("np.linalg.vector_norm(q)", "m"),
    **{
        f"fft.{name}": (f"np.fft.{name}(q)", "m")
        for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft", "fftshift", "ifftshift")
    },
    **{
        f"fft.{name}": (f"np.fft.{name}(X)", "m")
        for name in ("fft2", "ifft2", "rfft2", "irfft2", "fftn", "ifftn", "rfftn", "irfftn")
    },
}


def name_of(func):
    module = func.__module__.removeprefix("numpy").lstrip(".")
    return f"{module}.{func.__name__}" if module in ("linalg", "fft") else func.__name__


def overridable():
    assert np.fft.fft  # the functions of a module are on the list once it is imported
    return {name_of(func): func for func in get_overridable_numpy_array_functions()}


def bare(value):
    """What an expression is evaluated with to know the right values: lengths in m, times in s."""
    return value.to_decimal(value.to_base().unit) if isinstance(value, Quantity) else value


def same(result, expected, unit):
    if unit == "-":
        return
    if isinstance(unit, list):
        assert len(result) == len(expected) == len(unit)
        for each in zip(result, expected, unit, strict=True):
            same(*each)
        return
    if unit is None:
        assert not isinstance(result, Quantity)
        np.testing.assert_allclose(result, expected, rtol=1e-12)
        return
    assert isinstance(result, Quantity), result
    assert result.unit == Unit(unit), result.unit
    np.testing.assert_allclose(result.to_base().mantissa, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_units(name):
    expression, unit = FUNCTIONS[name]
    if name not in overridable() and not name.startswith("fft."):
        pytest.skip(f"numpy {np.__version__} has no {name}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # numpy 2.5 says so of its own function, which is there for those who call it
        warnings.filterwarnings("ignore", "numpy.fix is deprecated", DeprecationWarning)
        result = eval(expression, {**PLAIN, **QUANTITIES})
        expected = eval(expression, {**PLAIN, **{key: bare(value) for key, value in QUANTITIES.items()}})
    same(result, expected, unit)


def test_every_function_is_answered_or_refused_with_a_reason():
    unknown = []
    for name, func in overridable().items():
        if func.__module__ not in ("numpy", "numpy.linalg", "numpy.fft"):
            if name not in FUNCTIONS:
                assert isinstance(answer_for(func), str)  # of texts, records and complex branches
            continue
        if name in UNSUPPORTED:
            continue
        if name not in FUNCTIONS or isinstance(answer_for(func), str):
            unknown.append(name)
    assert not unknown
    assert all(reason for reason in UNSUPPORTED.values())


@pytest.mark.parametrize("name", sorted(UNSUPPORTED))
def test_unsupported_functions_say_why(name):
    assert name in overridable() or not hasattr(np, name) or not callable(getattr(np, name))
    func = overridable().get(name)
    if func is None:
        return
    with pytest.raises(TypeError, match=f"np.{name} takes no quantities: "):
        Quantity(V, "m").__array_function__(func, (Quantity,), (), {})


# Of texts and dates.
_NO_NUMBERS = {"isnat"} | {
    ufunc.__name__ for ufunc in get_overridable_numpy_ufuncs() if not any("d" in t for t in ufunc.types)
}


def test_every_ufunc_has_a_rule():
    lawless = {
        ufunc.__name__
        for ufunc in get_overridable_numpy_ufuncs()
        if getattr(np, ufunc.__name__, None) is ufunc
        and _law(ufunc) is None
        and ufunc.__name__ not in _NO_NUMBERS
    }
    assert lawless <= {"power", "float_power", "divmod", "clip"}, "these have rules of their own"


CALLS = [
    ("np.add(q, k)", "m"),
    ("np.subtract(k, q)", "km"),
    ("np.multiply(q, t)", "m s"),
    ("np.divide(q, t)", "m/s"),
    ("np.divide(q, k)", None),
    ("np.floor_divide(k, q)", None),
    ("np.remainder(k, q)", "km"),
    ("np.power(q, 3)", "m^3"),
    ("np.float_power(q, 2)", "m^2"),
    ("np.matmul(X, t)", "m s"),
    ("np.vecdot(q, t)", "m s"),
    ("np.negative(q)", "m"),
    ("np.absolute(q)", "m"),
    ("np.sqrt(q)", "m^0.5"),
    ("np.cbrt(q)", "m^(1/3)"),
    ("np.square(q)", "m^2"),
    ("np.reciprocal(q)", "1/m"),
    ("np.sin(d)", None),
    ("np.exp(one)", None),
    ("np.arctan2(q, k)", None),
    ("np.hypot(q, k)", "m"),
    ("np.less(q, k)", None),
    ("np.equal(q, k)", None),
    ("np.maximum(q, k)", "m"),
    ("np.copysign(q, -V)", "m"),
    ("np.sign(q)", None),
    ("np.isnan(n)", None),
    ("np.spacing(q)", "m"),
    ("np.conjugate(z)", "m"),
    ("np.modf(q)", ["m", "m"]),
    ("np.divmod(k, q)", [None, "km"]),
    ("np.frexp(one)", [None, None]),
    ("np.logical_not(one)", None),
    ("V * q", "m"),
    ("V / q", "1/m"),
    ("three @ q", "m"),
    ("V == one", None),
    ("0 < q", None),
]
OPTIONS = [
    ("np.add(q, k, dtype=np.float64)", "m"),
    ("np.multiply(q, t, where=B, out=np.zeros_like(q * t))", "m s"),
    ("np.sqrt(q, casting='same_kind')", "m^0.5"),
    ("np.divide(q, k, dtype=np.float64)", None),
    ("np.power(q, 2, dtype=np.float64)", "m^2"),
    ("np.sin(d, dtype=np.float64)", None),
    ("np.divmod(k, q, dtype=np.float64)", [None, "km"]),
    ("np.add.reduce(X)", "m"),
    ("np.add.reduce(X, axis=1, keepdims=True)", "m"),
    ("np.add.reduce(q, initial=e)", "m"),
    ("np.add.reduce(q, where=B)", "m"),
    ("np.maximum.reduce(X, axis=None)", "m"),
    ("np.minimum.reduce(X, initial=e)", "m"),
    ("np.multiply.reduce(X)", "m^3"),
    ("np.multiply.reduce(X, axis=(0, 1))", "m^9"),
    ("np.multiply.reduce(one)", None),
    ("np.logical_and.reduce(one)", None),
    ("np.add.accumulate(q)", "m"),
    ("np.maximum.accumulate(X, axis=1)", "m"),
    ("np.multiply.accumulate(one)", None),
    ("np.add.reduceat(q, [0, 2])", "m"),
    ("np.add.outer(q, k)", "m"),
    ("np.multiply.outer(q, t)", "m s"),
    ("np.less.outer(q, k)", None),
]


@pytest.mark.parametrize("expression, unit", CALLS + OPTIONS, ids=[row[0] for row in CALLS + OPTIONS])
def test_ufuncs(expression, unit):
    result = eval(expression, {**PLAIN, **QUANTITIES})
    expected = eval(expression, {**PLAIN, **{key: bare(value) for key, value in QUANTITIES.items()}})
    same(result, expected, unit)


def test_a_call_is_that_of_the_declared_function(backend):
    q = quantity(backend, V, "m")
    check(np.add(q, q), backend, V + V, "m")
    check(np.mean(q), backend, np.mean(V), "m")
    check(np.concatenate([q, q]), backend, np.concatenate([V, V]), "m")
    check(np.add.reduce(q), backend, V.sum(), "m")


# `N` is neutral: of a quantity `q` what numpy gives for its numbers, in the unit of `q` or bare.
NEUTRAL = """
np.where(B, q, N)                   np.where(B, N, q)                    np.full_like(q, N)
np.clip(q, N, None)                 np.clip(q, a_min=None, a_max=N)      np.clip(q, max=N)
np.pad(q, 1, constant_values=N)     np.nan_to_num(n, nan=N)              np.pad(q, 1, 'linear_ramp', end_values=N)
np.max(q, initial=N)                np.min(q, initial=N, where=B)        np.isin(q, N)
np.insert(q, 1, N)                  np.append(q, N)                      np.concatenate([q, [N]])
np.hstack([q, N])                   np.block([q, N])                     np.stack([q, np.full(3, N)])
np.searchsorted(q, N)               np.isin(q, [N])                      np.isin(N, q)
np.select([B], [q], default=N)      np.choose(I, [q, np.full(3, N), q])  np.interp(V, V, q, left=N, right=N)
np.isclose(q, N)                    np.allclose(q, N)                    np.array_equal(q, np.full(3, N))
np.maximum(q, N)                    np.minimum(N, q)                     np.fmax(q, N)
np.greater(q, N)                    np.less_equal(N, q)                  np.equal(q, N)
np.not_equal(N, q)                  np.add(q, N)                         np.subtract(q, N)
np.subtract(N, q)                   np.ediff1d(q, to_end=N)              np.diff(q, prepend=N)
np.linspace(q, N, 3)                np.union1d(q, N)                     np.maximum.reduce(q, initial=N)
after(np.put, q, [0], N)            after(np.place, q, B, [N])           after(np.putmask, q, B, N)
after(np.copyto, q, N)              after(np.maximum.at, q, [0], N)      after(np.put_along_axis, q, I[:1], N, 0)
after(operator.setitem, q, 0, N)    after(operator.setitem, q, B, N)     np.maximum(q, N, where=B, out=0 * d + q)
"""


def after(function, array, *arguments):
    """The array after a function that writes into it."""
    function(array, *arguments)
    return array


@pytest.mark.filterwarnings("ignore:invalid value")
@pytest.mark.parametrize("unit", ["m", "degC", "dBm"])
@pytest.mark.parametrize("neutral", [np.nan, -np.inf, np.float64("inf"), np.array(np.nan), 0])
def test_neutral_values(unit, neutral):
    if unit != "m" and np.all(neutral == 0):
        pytest.skip("on a scale zero is a value like any other")
    wrong = []
    expressions = [text for line in NEUTRAL.strip().splitlines() for text in re.split(r"  +", line.strip())]
    assert len(expressions) == 51
    for expression in expressions:
        names = {"np": np, "operator": operator, "after": after, "N": neutral, "B": B, "I": I, "V": V}
        difference = Quantity(V, unit) - Quantity(V, unit)
        bare = eval(expression, names | {"q": V.copy(), "n": N.copy(), "d": V})
        found = eval(
            expression, names | {"q": Quantity(V.copy(), unit), "n": Quantity(N, unit), "d": difference}
        )
        units = {"m": ("m",), "degC": ("degC", "delta_degC"), "dBm": ("dBm", "dB")}[unit]
        of_values = np.asarray(bare).dtype.kind == "f"
        fits = str(found.unit) in units if of_values else not isinstance(found, Quantity)
        if not fits or not np.array_equal(values(found), bare, equal_nan=True):
            wrong.append((expression, found))
    assert wrong == []


@pytest.mark.parametrize("name", ["numpy", "jax", "dask"])
def test_pad_in_every_mode(name):
    """Libraries that have numpy's pad have its modes and options."""
    record = get_backend(name)
    if not record.usable():
        pytest.skip(f"{name} is not installed")
    x = np.array([1.0, 5.0, 2.0])
    q, one = quantity(record, x, "m"), Quantity(1.0, "km")
    for mode in ("mean", "maximum", "minimum", *(() if name == "dask" else ("median",))):  # dask has none
        check(np.pad(q, 2, mode=mode), record, np.pad(x, 2, mode=mode), "m", dtype=False, rtol=1e-6)
        expected = np.pad(x, 2, mode=mode, stat_length=2)
        check(np.pad(q, 2, mode=mode, stat_length=2), record, expected, "m", dtype=False, rtol=1e-6)
    ramp = np.pad(x, 2, mode="linear_ramp", end_values=1000.0)
    check(np.pad(q, 2, mode="linear_ramp", end_values=one), record, ramp, "m", dtype=False, rtol=1e-6)
    if name != "numpy":
        with pytest.raises(TypeError, match="no reflect_type="):  # dask 2026.8 takes it and does not obey
            np.pad(q, 2, mode="reflect", reflect_type="odd")
    check(
        np.pad(q, 1, constant_values=np.nan), record, np.pad(x, 1, constant_values=np.nan), "m", dtype=False
    )


def test_windows_on_a_scale():
    q = Quantity(V, "degC")
    windows = np.lib.stride_tricks.sliding_window_view(q, 2)
    assert windows.unit is Unit("degC")
    np.testing.assert_array_equal(windows.mantissa, np.lib.stride_tricks.sliding_window_view(V, 2))


@pytest.mark.parametrize("function", [np.isclose, np.allclose])
def test_a_tolerance_passed_on(function):
    """numpy's default, which libraries pass on, is ours: in the unit of the array."""
    q = Quantity(V, "m")
    near = q + Quantity(5e-9, "m")
    for passed in ({}, {"atol": 1e-8}, {"atol": 1e-8, "equal_nan": True}):
        assert np.all(function(q, near, rtol=0.0, **passed))
    assert np.all(function(q, near, 0.0, 1e-8))
    assert not np.any(function(q, q + Quantity(1e-7, "m"), rtol=0.0, atol=1e-8))
    for passed in (1e-7, 1e-9):
        with pytest.raises(UnitMismatchError):
            function(q, near, atol=passed)


def test_arrays_of_numpy_beside_lazy_ones():
    """The lazy library computes, where no other is asked for."""
    for name in ("dask", "ndonnx"):
        record = get_backend(name)
        if not record.usable():
            continue
        q = quantity(record, V, "m")
        for default in (None, name):
            with using_backend(default):
                check(q * V, record, V * V, "m")
                check(V * q, record, V * V, "m")
                check(q + Quantity(V, "km"), record, 1001 * V, "m")
                check(Quantity(V, "km") - q, record, V - V / 1000, "km", rtol=1e-12)
                check(np.where(B, q, np.nan), record, np.where(B, V, np.nan), "m")
                check(math.where(B, q, Quantity(V, "km")), record, np.where(B, V, 1000 * V), "m")
                check(np.multiply(V, q), record, V * V, "m")


def test_numpys_options_need_numpy(backend):
    q = quantity(backend, V, "m")
    if backend.name == "numpy":
        assert np.add(q, q, dtype=np.float32).dtype == np.float32
        return
    with pytest.raises(TypeError, match=r"\.to_numpy\(\)"):
        np.add(q, q, dtype=np.float32)
    with pytest.raises(TypeError, match=r"\.to_numpy\(\)|takes no kind="):
        np.sort(q, kind="heapsort")


class TestOut:
    def test_is_written_in_its_own_unit(self):
        out = Quantity(np.zeros(3), "cm")
        assert np.add(Quantity(V, "m"), Quantity(V, "km"), out=out) is out
        np.testing.assert_allclose(out.mantissa, 100 * V + 100_000 * V)
        assert out.unit == Unit("cm")

    def test_in_the_memory_of_the_operand(self):
        q = Quantity(V.copy(), "m")
        memory = q.mantissa
        np.multiply(q, 2, out=q)
        np.testing.assert_array_equal(memory, 2 * V)

    def test_only_where_asked(self):
        out = Quantity(np.full(3, 7.0), "cm")
        np.add(Quantity(V, "m"), Quantity(V, "m"), where=B, out=out)
        np.testing.assert_allclose(out.mantissa, np.where(B, 200 * V, 7.0))

    @pytest.mark.parametrize("out", [np.zeros(3), Quantity(np.zeros(3), "s")])
    def test_that_cannot_hold_the_result_stays_as_it_was(self, out):
        q = Quantity(V, "m")
        with pytest.raises(UnitMismatchError, match="out cannot hold the result"):
            np.add(q, q, out=out)
        with pytest.raises(UnitMismatchError, match="out cannot hold the result"):
            np.cumsum(q, out=out)
        assert not np.any(out.mantissa if isinstance(out, Quantity) else out)

    def test_of_functions(self):
        out = Quantity(np.zeros(3), "cm")
        assert np.cumsum(Quantity(V, "m"), out=out) is out
        np.testing.assert_allclose(out.mantissa, 100 * np.cumsum(V))
        result = np.mean(Quantity(X, "m"), axis=0, out=out)
        assert result is out
        np.testing.assert_allclose(out.mantissa, 100 * X.mean(axis=0))

    def test_for_results_without_a_unit(self):
        out = np.zeros(3, bool)
        assert np.less(Quantity(V, "m"), Quantity(V, "km"), out=out) is out
        assert out.all()

    def test_in_place_operators_on_plain_arrays_lose_no_unit(self):
        x = V.copy()
        with pytest.raises(UnitMismatchError):
            x *= Quantity(V, "m")
        np.testing.assert_array_equal(x, V)


def test_at():
    q = Quantity(V.copy(), "m")
    np.add.at(q, [0, 0], Quantity(1.0, "km"))
    np.testing.assert_allclose(q.mantissa, V + np.array([2000, 0, 0]))
    np.multiply.at(q, [1], 3)
    np.testing.assert_allclose(q.mantissa, (V + np.array([2000, 0, 0])) * [1, 3, 1])
    np.negative.at(q, [2])
    assert q.mantissa[2] == -V[2]
    with pytest.raises(TypeError, match=r"multiply\.at"):
        np.multiply.at(q, [1], Quantity(3.0, "m"))
    with pytest.raises(UnitMismatchError):
        np.add.at(q, [0], 1.0)
    with pytest.raises(TypeError, match="would change the unit"):
        np.sqrt.at(q, [0])
    plain = V.copy()
    with pytest.raises(UnitMismatchError):
        np.add.at(plain, [0], Quantity(1.0, "m"))


def test_writing_functions_convert():
    q = Quantity(V.copy(), "m")
    np.copyto(q, Quantity(V, "km"))
    np.testing.assert_allclose(q.mantissa, 1000 * V)
    np.put(q, [0], Quantity(1.0, "cm"))
    assert q.mantissa[0] == 0.01
    np.putmask(q, B, 0)
    np.testing.assert_array_equal(q.mantissa[B], 0)
    for write in (lambda: np.copyto(q, V), lambda: np.put(q, [0], 5.0), lambda: np.place(V.copy(), B, q)):
        with pytest.raises(UnitMismatchError):
            write()


def test_fft_is_a_plain_sum_here_and_an_integral_there():
    q = Quantity(V, "m")
    assert np.fft.fft(q).unit == Unit("m")
    assert fft.fft(q).unit == Unit("m s")
    np.testing.assert_array_equal(np.fft.fft(q).mantissa, fft.fft(q).mantissa)


REFUSED = [
    "np.multiply.reduce(q, where=B)",
    "np.multiply.accumulate(q)",
    "np.divide.reduce(q)",
    "np.exp(q)",
    "np.exp(q, dtype=np.float32)",
    "np.i0(q)",
    "np.add(q, 1)",
    "np.add(q, t)",
    "np.add(q, 1, dtype=np.float32)",
    "np.concatenate([q, t])",
    "np.concatenate([q, V])",
    "np.where(q > 0 * q, q, t)",
    "np.isnat(q)",
    "np.array(q)",
    "np.asarray([q, q])",
    "np.array([q[0], q[1]])",
    "np.array([1.0, q[0]])",
    "np.float64(e)",
    "np.vectorize(float)(q)",
    "np.random.default_rng(0).choice(q)",
    "np.sum(q, initial=1.0)",
    "np.sort(q, axis=0, wrong=1)",
]


@pytest.mark.parametrize("expression", REFUSED)
def test_refused(expression):
    with pytest.raises((TypeError, UnitMismatchError)):
        eval(expression, {**PLAIN, **QUANTITIES})


def test_strangers_are_asked_too():
    class Stranger:
        __array_ufunc__ = lambda self, *args, **kwargs: "mine"  # noqa: E731
        __array_function__ = lambda self, *args, **kwargs: "mine"  # noqa: E731

    q = Quantity(V, "m")
    assert np.add(q, Stranger()) == "mine"
    assert np.concatenate([q, Stranger()]) == "mine"


# ---------------------------------------------------------------- no unit is lost, whatever is called


def everything():
    """Every public callable of numpy's namespaces that could take an array."""
    for module in (np, np.linalg, np.fft):
        for name in sorted(dir(module)):
            found = getattr(module, name, None)
            if name.startswith("_") or not callable(found) or isinstance(found, type):
                continue
            yield f"{module.__name__}.{name}", found


def _id(value):
    return value if isinstance(value, str) else ""


_SHAPES = [
    lambda q: (q,),
    lambda q: (q, q),
    lambda q: ([q, q],),
    lambda q: (q, 1),
    lambda q: (1, q),
    lambda q: (q, q, q),
    lambda q: (q[0],),
    lambda q: (q[0], q[1]),
]
# They print, read files or call back; empty has no values.
_NOT_CALLED = {
    "empty",
    "empty_like",
    "save",
    "savez",
    "savez_compressed",
    "savetxt",
    "info",
    "lookfor",
    "show_config",
    "show_runtime",
    "test",
}
# Of the mantissa by definition: its texts, its spacing as a float.
_ABOUT_NUMBERS = {"array2string", "array_repr", "array_str", "typename", "isscalar", "iterable"}


# They take no lengths in any of the shapes, but numbers, whole numbers, matrices, texts, functions.
_REFUSE_LENGTHS = {
    "numpy": (
        "acos acosh all any apply_along_axis apply_over_axes arange arccos arccosh arcsin arcsinh arctan "
        "arctanh asin asinh atan atanh bartlett base_repr binary_repr bincount bitwise_and bitwise_count "
        "bitwise_invert bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift bitwise_xor blackman "
        "broadcast_shapes broadcast_to busday_count busday_offset compress cos cosh cumprod cumulative_prod "
        "datetime_as_string datetime_data deg2rad degrees diag_indices_from diagonal dsplit einsum "
        "einsum_path exp exp2 expm1 eye fill_diagonal fliplr format_float_positional "
        "format_float_scientific frexp from_dlpack frombuffer fromfile fromfunction fromiter frompyfunc "
        "fromregex fromstring full gcd genfromtxt get_include get_printoptions getbufsize geterr geterrcall "
        "hamming hanning i0 indices insert invert is_busday isdtype isfortran isnat ix_ kaiser lcm "
        "left_shift load loadtxt log log10 log1p log2 logaddexp logaddexp2 logical_not logspace "
        "mask_indices matrix_transpose matvec mintypecode moveaxis nancumprod nested_iters packbits "
        "piecewise place poly polydiv polyfit put put_along_axis putmask rad2deg radians ravel_multi_index "
        "reshape right_shift rollaxis roots rot90 select set_printoptions setbufsize seterr seterrcall sin "
        "sinc sinh swapaxes take_along_axis tan tanh tensordot trace tri tril_indices tril_indices_from "
        "triu_indices triu_indices_from unpackbits unravel_index unwrap vander vecmat vsplit where"
    ),
    "numpy.linalg": (
        "cholesky cond det diagonal eig eigh eigvals eigvalsh inv lstsq matrix_norm matrix_power "
        "matrix_transpose pinv qr slogdet solve svd svdvals tensordot trace"
    ),
    "numpy.fft": ("fft2 ifft2 irfft2 rfft2"),
}


def _bare_numbers(result):
    """The plain numbers in a result, as arrays."""
    if isinstance(result, Quantity):
        return []
    if isinstance(result, (tuple, list)):
        return [array for part in result for array in _bare_numbers(part)]
    if isinstance(result, (np.ndarray, np.generic, int, float, complex)):
        return [] if np.asarray(result).dtype.kind in "OUSV" else [np.asarray(result)]
    return []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name, function", list(everything()), ids=_id)
def test_no_call_drops_a_unit(name, function):
    """The same lengths in two units: what comes back without a unit must not depend on it."""
    module, _, short = name.rpartition(".")
    if short in _NOT_CALLED | _ABOUT_NUMBERS:
        return
    data, compared = np.array([3.25, 1.5, 2.75]), 0
    for arguments in _SHAPES:
        answers = []
        for unit, factor in (("m", 1.0), ("0.0078125 m", 128.0)):
            try:
                answers.append(_bare_numbers(function(*arguments(Quantity(data * factor, unit)))))
            except (TypeError, ValueError, IndexError, UnitMismatchError, DimensionMismatchError):
                answers.append(None)  # refused: nothing is lost
            except AttributeError:  # numpy's own, of an option that is no text or a number that is no array
                answers.append(None)
        if answers == [None, None]:
            continue
        compared += 1
        for first, second in zip(*answers, strict=True):
            np.testing.assert_array_equal(first, second, err_msg=name)
    assert bool(compared) is (short not in _REFUSE_LENGTHS[module].split())


def test_the_same_as_our_functions():
    q, k = QUANTITIES["q"], QUANTITIES["k"]
    for theirs, ours in [
        (np.concatenate([q, k]), math.concatenate([q, k])),
        (np.where(B, q, k), math.where(B, q, k)),
        (np.linalg.norm(q), linalg.norm(q)),
        (np.einsum("i,i->", q, k), math.einsum("i,i->", q, k)),
        (np.percentile(q, 30), math.percentile(q, 30)),
    ]:
        assert theirs.unit is ours.unit
        np.testing.assert_array_equal(values(theirs), values(ours))


@pytest.mark.parametrize(
    "call",
    [
        lambda: np.geomspace(Quantity(1, "mV"), Quantity(1, "V"), 3),
        lambda: np.linspace(Quantity(0.0, "mV"), Quantity(1.0, "V"), 3),
        lambda: np.sqrt(Quantity(2.0, "m^2")),
        lambda: np.add(Quantity(1, "mV"), Quantity(1, "V")),
        lambda: np.stack([Quantity(1.0, "mV"), Quantity(1.0, "V")]),
        lambda: np.mean(Quantity(1.0, "mV")),
        lambda: np.maximum(Quantity(1, "mV"), 0),
    ],
)
def test_numpy_computes_with_python_numbers(call):
    others = ("jax", "torch", "numpy")
    for default in (None, *(name for name in others if get_backend(name).usable())):
        with using_backend(default):
            result = call()
        assert result.backend == "numpy"
        assert result.dtype in (np.float64, np.int64)


def test_geomspace_of_python_numbers():
    result = np.geomspace(Quantity(1, "mV"), Quantity(1, "V"), 3)
    np.testing.assert_allclose(result.mantissa, [1, np.sqrt(1000), 1000], rtol=1e-14)


def test_another_library_keeps_its_arrays():
    jnp = pytest.importorskip("jax.numpy")
    x = Quantity(jnp.ones(2), "mV")
    assert np.add(x, Quantity(1, "V")).backend == "jax"
    assert np.linspace(x[0], Quantity(1.0, "V"), 3).backend == "jax"
    assert np.stack([x, x]).backend == "jax"


@pytest.mark.parametrize("a", [np.diag([1.0, 2.0]), np.array([[0.0, -1.0], [1.0, 0.0]]), np.diag([1, 2])])
def test_eigenvalues_are_numpys(a):
    values, vectors = np.linalg.eig(Quantity(a, "mV"))
    expected = np.linalg.eig(a)
    for found in (values, np.linalg.eigvals(Quantity(a, "mV"))):
        assert found.unit == Unit("mV")
        assert found.dtype == expected[0].dtype
        np.testing.assert_array_equal(found.mantissa, expected[0])
    assert type(vectors) is np.ndarray
    np.testing.assert_array_equal(vectors, expected[1])
    assert np.linalg.eig(Quantity(a, "mV")).eigenvalues.unit == Unit("mV")


# What numpy alone has among its options, and positions of arguments.
OPTIONS = {
    "np.clip(k, min=e)": "km",
    "np.clip(k, max=e, min=q[1])": "km",
    "np.unique(q, sorted=False)": "m",
    "np.angle(z, deg=True)": None,
    "np.angle(z, True)": None,
    "np.sort(q, -1, 'heapsort')": "m",
    "np.argsort(q, -1, 'mergesort')": None,
    "np.ravel(X, 'F')": "m",
    "np.reshape(X, (9,), 'F')": "m",
    "np.copy(X, 'F')": "m",
    "np.zeros_like(X, subok=False)": "m",
    "np.ones_like(X, order='F', shape=(2,))": "m",
    "np.full_like(q, e, order='F')": "m",
    "np.linspace(q, k, 3, axis=1)": "m",
    "np.linspace(q, k, 3, True, True, axis=1)": ["m", "m"],
    "np.geomspace(q, k, 3, axis=-1)": "m",
    "np.broadcast_to(q, (2, 3), subok=True)": "m",
    "np.concatenate([q, k], dtype=np.float32, casting='same_kind')": "m",
    "np.pad(q, 1, mode='linear_ramp', end_values=e)": "m",
    "np.pad(q, 2, mode='mean', stat_length=2)": "m",
    "np.pad(q, 1, mode='median')": "m",
    "np.pad(q, 1, mode='symmetric', reflect_type='odd')": "m",
    "np.pad(q, 1, constant_values=((e, 0),))": "m",
    "np.nan_to_num(np.copy(n), copy=False, nan=e)": "m",
    "np.median(np.copy(q), overwrite_input=True)": "m",
    "np.percentile(q, 30, method='inverted_cdf', weights=t)": "m",
    "np.pad(X, {1: (1, 0)})": "m",
    "np.array(np.size(X, axis=1))": None,
    "np.array(np.size(X, axis=(0, 1)))": None,
}


@pytest.mark.parametrize("expression", OPTIONS)
def test_options(expression):
    try:
        expected = eval(expression, {**PLAIN, **{key: bare(value) for key, value in QUANTITIES.items()}})
    except TypeError as error:
        pytest.skip(f"numpy {np.__version__} has no such option: {error}")
    same(eval(expression, {**PLAIN, **QUANTITIES}), expected, OPTIONS[expression])


def test_arguments_by_position_are_numpys():
    q, out = Quantity(V, "m"), Quantity(np.zeros(()), "cm^2")
    assert np.dot(q, q, out) is out
    np.testing.assert_allclose(out.mantissa, 1e4 * V @ V)
    out = Quantity(np.zeros(2), "cm")
    assert np.compress(B, q, None, out) is out
    np.testing.assert_allclose(out.mantissa, 100 * V[B])
    with pytest.raises(TypeError, match=r"np\.cov takes no dtype= for quantities"):
        np.cov(Quantity(X, "m"), dtype=np.float32)
    with pytest.raises(TypeError, match=r"np\.clip got 'a_min' a second time, as 'min'"):
        np.clip(q, q[1], min=q[1])
    with pytest.raises(TypeError, match=r"np\.pad takes no function as mode"):
        np.pad(q, 1, mode=lambda *arguments: None)
    with pytest.raises(UnitMismatchError):
        np.pad(q, 1, mode="linear_ramp", end_values=1.0)
