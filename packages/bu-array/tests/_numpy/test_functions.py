"""numpy's functions on quantities: values as numpy has them, units by rule; its options, what is refused."""

import warnings

import numpy as np
import pytest
from array_checks import check, quantity
from numpy.testing.overrides import get_overridable_numpy_array_functions
from numpy_expressions import B, V, X, evaluated, expected, same

from bu_array import Quantity, fft
from bu_array._numpy.functions import UNSUPPORTED, answer_for
from bu_dispatch import get_backend
from bu_units import Unit, UnitMismatchError

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


@pytest.mark.parametrize("name", FUNCTIONS)
def test_values_and_units(name):
    expression, unit = FUNCTIONS[name]
    if name not in overridable() and not name.startswith("fft."):
        pytest.skip(f"numpy {np.__version__} has no {name}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # numpy 2.5 says so of its own function, which is there for those who call it
        warnings.filterwarnings("ignore", "numpy.fix is deprecated", DeprecationWarning)
        result = evaluated(expression)
        right = expected(expression)
    same(result, right, unit)


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
        right = expected(expression)
    except TypeError as error:
        pytest.skip(f"numpy {np.__version__} has no such option: {error}")
    same(evaluated(expression), right, OPTIONS[expression])


def test_a_call_is_that_of_the_declared_function(backend):
    q = quantity(backend, V, "m")
    check(np.mean(q), backend, np.mean(V), "m")
    check(np.concatenate([q, q]), backend, np.concatenate([V, V]), "m")


def test_numpys_options_need_numpy(backend):
    q = quantity(backend, V, "m")
    if backend.name == "numpy":
        check(np.sort(q, kind="heapsort"), backend, np.sort(V), "m")
        return
    with pytest.raises(TypeError, match=r"\.to_numpy\(\)|takes no kind="):
        np.sort(q, kind="heapsort")


def test_arguments_by_position_are_numpys():
    q, out = Quantity(V, "m"), Quantity(np.zeros(()), "cm^2")
    assert np.dot(q, q, out) is out
    np.testing.assert_allclose(out.mantissa, 1e4 * V @ V)
    out = Quantity(np.zeros(2), "cm")
    assert np.compress(B, q, None, out) is out
    np.testing.assert_allclose(out.mantissa, 100 * V[B])
    with pytest.raises(TypeError, match=r"np\.cov takes no dtype= for quantities"):
        np.cov(Quantity(X, "m"), dtype=np.float32)
    with pytest.raises(TypeError, match=r"multiple values for argument 'min'"):
        np.clip(q, q[1], min=q[1])
    with pytest.raises(TypeError, match=r"np\.pad takes no function as mode"):
        np.pad(q, 1, mode=lambda *arguments: None)
    with pytest.raises(UnitMismatchError):
        np.pad(q, 1, mode="linear_ramp", end_values=1.0)


def test_out_is_written_in_its_own_unit():
    out = Quantity(np.zeros(3), "cm")
    assert np.cumsum(Quantity(V, "m"), out=out) is out
    np.testing.assert_allclose(out.mantissa, 100 * np.cumsum(V))
    result = np.mean(Quantity(X, "m"), axis=0, out=out)
    assert result is out
    np.testing.assert_allclose(out.mantissa, 100 * X.mean(axis=0))


@pytest.mark.parametrize("out", [np.zeros(3), Quantity(np.zeros(3), "s")])
def test_out_that_cannot_hold_the_result_stays_as_it_was(out):
    with pytest.raises(UnitMismatchError, match="out cannot hold the result"):
        np.cumsum(Quantity(V, "m"), out=out)
    assert not np.any(out.mantissa if isinstance(out, Quantity) else out)


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


def test_geomspace_of_python_numbers():
    result = np.geomspace(Quantity(1, "mV"), Quantity(1, "V"), 3)
    np.testing.assert_allclose(result.mantissa, [1, np.sqrt(1000), 1000], rtol=1e-14)


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


REFUSED = [
    "np.i0(q)",
    "np.concatenate([q, t])",
    "np.concatenate([q, V])",
    "np.where(q > 0 * q, q, t)",
    "np.sum(q, initial=1.0)",
    "np.sort(q, axis=0, wrong=1)",
]


@pytest.mark.parametrize("expression", REFUSED)
def test_refused(expression):
    with pytest.raises((TypeError, UnitMismatchError)):
        evaluated(expression)


# ---------------------------------------------------------------- what the walks found


def test_an_array_of_objects_takes_no_unit_of_its_own():
    """Written bare the numbers would be volts beside quantities of whichever unit."""
    objects = np.empty(2, object)
    objects[0], objects[1] = Quantity(1.0, "V"), Quantity(2.0, "V")
    for write in (
        lambda: np.copyto(objects, Quantity(500.0, "mV")),
        lambda: np.put(objects, [0], Quantity(V, "V")),
    ):
        with pytest.raises(UnitMismatchError):
            write()
    assert objects[0] == Quantity(1.0, "V")


def test_no_operands_of_quantities_are_handed_out_bare():
    q = Quantity(np.eye(2), "m")
    assert np.einsum_path("ij,jk", q, q)[0][0] == "einsum_path"
    with pytest.raises(TypeError, match="hands out no operands"):
        np.einsum_path("ij,jk", q, q, einsum_call=True)


# ---------------------------------------------------------------- what xarray asks


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
