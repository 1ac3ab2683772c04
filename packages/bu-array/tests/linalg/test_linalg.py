"""Linear algebra, against numpy's results, on every backend that can."""

import numpy as np
import pytest
from array_checks import array, check, quantity, values

from bu_array import Quantity, fft, linalg, math
from bu_dispatch import BackendError
from bu_units import Unit, UnitMismatchError

RNG = np.random.default_rng(7)
SQUARE = RNG.normal(size=(3, 3)) + 3 * np.eye(3)
STACK = RNG.normal(size=(2, 3, 3)) + 3 * np.eye(3)
COMPLEX = SQUARE + 1j * RNG.normal(size=(3, 3))
TALL = RNG.normal(size=(5, 3))
MATRICES = {"square": SQUARE, "stack": STACK, "complex": COMPLEX, "single": SQUARE.astype("float32")}
CLOSE = {"float32": 2e-5, "complex64": 2e-5, "float64": 1e-11, "complex128": 1e-11}

no_linalg = pytest.mark.skip_backend("ndonnx", reason="ndonnx has no linalg")
no_dask = pytest.mark.skip_backend("ndonnx", "dask", reason="ndonnx has no linalg, dask not this one")


@pytest.fixture(params=MATRICES, ids=str)
def matrix(request):
    return MATRICES[request.param]


def positive(a):
    return a @ np.conj(np.swapaxes(a, -1, -2)) + np.eye(a.shape[-1], dtype=a.dtype)


def near(result, backend, expected, unit=None):
    tolerance = CLOSE.get(np.asarray(expected).dtype.name, 0)
    check(result, backend, expected, unit, rtol=tolerance, atol=tolerance)


def adjoint(a):
    return np.conj(np.swapaxes(a, -1, -2))


# ---------------------------------------------------------------- products that math has too


def test_products_are_those_of_math():
    for name in "dot vdot vecdot inner outer kron matmul tensordot cross multi_dot matrix_power".split():
        assert getattr(linalg, name) is getattr(math, name)


def test_every_name_is_there():
    assert len(linalg.__all__) == len(set(linalg.__all__)) == 35
    assert all(callable(getattr(linalg, name)) for name in linalg.__all__)


def test_vdot_inner_kron_cross(backend):
    a, b = RNG.normal(size=(2, 3)), RNG.normal(size=(2, 3))
    q, r = quantity(backend, a, "mV"), quantity(backend, b, "nA")
    near(linalg.vdot(q, r), backend, np.vdot(a, b), "pW")
    near(linalg.inner(q, r), backend, np.inner(a, b), "pW")
    near(linalg.inner(q, Quantity(2.0, "s")), backend, a * 2, "mV s")
    near(linalg.kron(q, r), backend, np.kron(a, b), "pW")
    near(linalg.kron(quantity(backend, a[0], "mV"), r), backend, np.kron(a[0], b), "pW")
    near(linalg.cross(q, r), backend, np.cross(a, b), "pW")
    near(linalg.cross(q, r[0, ...]), backend, np.cross(a, b[0]), "pW")
    near(
        linalg.cross(quantity(backend, a.T, "mV"), r, axisa=0, axisc=0),
        backend,
        np.cross(a.T, b, axisa=0, axisc=0),
        "pW",
    )
    near(linalg.cross(q.T, r.T, axis=0), backend, np.cross(a.T, b.T, axis=0), "pW")
    near(linalg.inner(quantity(backend, a, "ms"), quantity(backend, b, "Hz")), backend, np.inner(a, b) * 1e-3)
    with pytest.raises(ValueError, match="3 elements"):
        linalg.cross(q[..., :2], r)


def test_multi_dot(backend):
    a, b, c = (RNG.normal(size=shape) for shape in ((4, 2), (2, 5), (5, 3)))
    v, w = RNG.normal(size=4), RNG.normal(size=3)
    qa, qb, qc = quantity(backend, a, "mV"), quantity(backend, b, "nA"), quantity(backend, c, "s")
    near(linalg.multi_dot([qa, qb, qc]), backend, a @ b @ c, Unit("mV nA s"))
    near(linalg.multi_dot(arrays=(qa, array(backend, b))), backend, a @ b, "mV")
    near(
        linalg.multi_dot([array(backend, v), qa, qb, qc, array(backend, w)]),
        backend,
        v @ a @ b @ c @ w,
        Unit("mV nA s"),
    )
    near(linalg.multi_dot([qa, qb, quantity(backend, c, "1/W")]), backend, a @ b @ c * 1e-12)
    near(linalg.multi_dot([array(backend, a), array(backend, b)]), backend, a @ b)
    with pytest.raises(ValueError, match="at least two"):
        linalg.multi_dot([qa])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7])
def test_matrix_power(backend, matrix, n):
    if backend.name == "ndonnx" and matrix.dtype.kind == "c":
        pytest.skip("ndonnx has no complex numbers")
    expected = np.linalg.matrix_power(matrix, n)
    near(
        linalg.matrix_power(quantity(backend, matrix, "mV"), n) / 10**n,
        backend,
        expected / 10**n,
        f"mV^{n}" if n else None,
    )
    near(linalg.matrix_power(array(backend, matrix), n=n) / 10**n, backend, expected / 10**n)


@no_linalg
def test_matrix_power_below_zero(backend):
    near(
        linalg.matrix_power(quantity(backend, SQUARE, "ms"), -2),
        backend,
        np.linalg.matrix_power(SQUARE, -2),
        "1/ms^2",
    )


# ---------------------------------------------------------------- keep the unit


@no_linalg
@pytest.mark.parametrize("ord", [None, 0, 1, 2, 3, np.inf, -np.inf])
def test_norm_of_vectors(backend, ord):
    data = TALL.copy()
    data[0, 0] = 0
    q = quantity(backend, data, "mV")
    unit = None if ord == 0 else "mV"
    near(linalg.norm(q, ord, axis=0), backend, np.linalg.norm(data, ord, axis=0), unit)
    near(
        linalg.norm(q[0, ...], ord, keepdims=True), backend, np.linalg.norm(data[0], ord, keepdims=True), unit
    )
    if ord is not None:
        expected = np.linalg.vector_norm(data, ord=ord, axis=-1)
        near(linalg.vector_norm(q, ord=ord, axis=-1), backend, expected, unit)
        near(linalg.vector_norm(array(backend, data), ord=ord, axis=-1), backend, expected)
    near(linalg.vector_norm(q), backend, np.linalg.norm(data), "mV")


@no_linalg
@pytest.mark.parametrize("ord", [None, "fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf])
def test_norm_of_matrices(backend, ord):
    if backend.name == "dask" and ord in ("nuc", 2, -2):
        pytest.skip("dask takes these of one chunk of a matrix only")
    a = STACK
    near(linalg.norm(quantity(backend, a[0], "mV"), ord), backend, np.linalg.norm(a[0], ord), "mV")
    q = quantity(backend, a, "mV")
    for axes in ((-2, -1), (0, 2)):
        for keepdims in (False, True):
            expected = np.linalg.norm(a, ord, axis=axes, keepdims=keepdims)
            near(linalg.norm(q, ord, axes, keepdims), backend, expected, "mV")
    if ord is not None:
        near(linalg.matrix_norm(q, ord=ord), backend, np.linalg.matrix_norm(a, ord=ord), "mV")


@no_linalg
def test_norm_of_all_and_errors(backend):
    q = quantity(backend, STACK, "mV")
    near(linalg.norm(q), backend, np.linalg.norm(STACK), "mV")
    check(linalg.norm(quantity(backend, [3, 4], "mV")), backend, 5.0, "mV", rtol=1e-6, dtype=False)
    with pytest.raises(ValueError, match="one axis or two"):
        linalg.norm(q, 1)
    with pytest.raises(TypeError):
        linalg.norm(q, order=1)


@no_linalg
def test_transpose_trace_diagonal(backend):
    q = quantity(backend, STACK, "mV")
    near(linalg.matrix_transpose(q), backend, np.matrix_transpose(STACK), "mV")
    near(linalg.trace(q), backend, np.linalg.trace(STACK), "mV")
    near(linalg.diagonal(q, offset=1), backend, np.linalg.diagonal(STACK, offset=1), "mV")
    near(linalg.trace(q, offset=1), backend, np.linalg.trace(STACK, offset=1), "mV")


@no_linalg
def test_svdvals(backend, matrix):
    if backend.name == "dask":
        matrix = TALL
    near(linalg.svdvals(quantity(backend, matrix, "mV")), backend, np.linalg.svdvals(matrix), "mV")


@no_dask
def test_eigenvalues(backend, matrix):
    hermitian = positive(matrix)
    near(
        linalg.eigvalsh(quantity(backend, hermitian, "mV")) / 100,
        backend,
        np.linalg.eigvalsh(hermitian) / 100,
        "mV",
    )
    found = linalg.eigvals(quantity(backend, hermitian, "mV"))
    assert found.unit == Unit("mV")
    tolerance = CLOSE[matrix.dtype.name] * 100
    np.testing.assert_allclose(
        np.sort(values(found).real), np.linalg.eigvalsh(hermitian), rtol=tolerance, atol=tolerance
    )


@no_linalg
@pytest.mark.parametrize("mode", ["reduced", "complete", "r"])
def test_qr(backend, mode):
    if backend.name == "dask" and mode == "complete":
        pytest.skip("dask has the reduced form only")
    if mode == "r":
        r = linalg.qr(quantity(backend, TALL, "mV"), "r")
    else:
        q, r = linalg.qr(quantity(backend, TALL, "mV"), mode=mode)
        assert not isinstance(q, Quantity)
        np.testing.assert_allclose(values(q) @ values(r), TALL, atol=1e-12)
        assert values(q).shape == ((5, 5) if mode == "complete" else (5, 3))
    assert r.unit == Unit("mV")
    np.testing.assert_allclose(np.abs(values(r)[:3]), np.abs(np.linalg.qr(TALL, mode="r")), atol=1e-12)


@no_dask
@pytest.mark.parametrize("hermitian", [False, True])
@pytest.mark.parametrize("full", [False, True])
def test_svd(backend, matrix, full, hermitian):
    a = (matrix + adjoint(matrix)) / 2 - np.eye(3, dtype=matrix.dtype) if hermitian else matrix
    u, s, vh = linalg.svd(quantity(backend, a, "mV"), full_matrices=full, hermitian=hermitian)
    near(s, backend, np.linalg.svdvals(a), "mV")
    assert not isinstance(u, Quantity)
    assert not isinstance(vh, Quantity)
    product = values(u) * values(s)[..., None, :] @ values(vh)
    np.testing.assert_allclose(product, a, atol=CLOSE[a.dtype.name] * 10)
    alone = linalg.svd(quantity(backend, a, "mV"), compute_uv=False, hermitian=hermitian)
    near(alone, backend, np.linalg.svdvals(a), "mV")


@no_linalg
def test_svd_of_a_tall_matrix(backend):
    result = linalg.svd(quantity(backend, TALL, "mV"), full_matrices=False)
    np.testing.assert_allclose(values(result.U) * values(result.S) @ values(result.Vh), TALL, atol=1e-12)
    bare = linalg.svd(array(backend, TALL), full_matrices=False)
    assert not any(isinstance(part, Quantity) for part in bare)


@no_dask
def test_eig_and_eigh(backend, matrix):
    a = positive(matrix)
    tolerance = CLOSE[a.dtype.name] * 100
    for function in (linalg.eig, linalg.eigh):
        w, v = function(quantity(backend, a, "mV"))
        assert w.unit == Unit("mV")
        assert not isinstance(v, Quantity)
        np.testing.assert_allclose(a @ values(v), values(v) * values(w)[..., None, :], atol=tolerance)


@no_dask
@pytest.mark.parametrize("uplo", ["L", "U"])
def test_eigh_of_one_triangle(backend, uplo):
    half = np.tril(COMPLEX) if uplo == "L" else np.triu(COMPLEX)
    np.fill_diagonal(half, half.diagonal().real)
    q = quantity(backend, half, "mV")
    near(linalg.eigh(q, uplo).eigenvalues, backend, np.linalg.eigvalsh(half, uplo), "mV")
    found = linalg.eigvalsh(q, uplo, symmetrize_input=False)
    near(found, backend, np.linalg.eigvalsh(half, uplo), "mV")
    with pytest.raises(ValueError, match="UPLO"):
        linalg.eigh(q, "X")


# ---------------------------------------------------------------- change the unit


@no_dask
def test_det(backend, matrix):
    near(linalg.det(quantity(backend, matrix, "mV")), backend, np.linalg.det(matrix), "mV^3")
    near(linalg.det(array(backend, matrix)), backend, np.linalg.det(matrix))


@no_dask
def test_det_of_integers(backend):
    found = linalg.det(quantity(backend, [[2, 1], [1, 3]], "mV"))
    check(found, backend, 5.0, "mV^2", rtol=1e-6, dtype=False)


@no_linalg
@pytest.mark.parametrize("upper", [False, True])
def test_cholesky(backend, matrix, upper):
    if backend.name == "dask" and matrix.ndim > 2:
        pytest.skip("dask takes one matrix")
    a = positive(matrix)
    expected = np.linalg.cholesky(a)
    expected = adjoint(expected) if upper else expected
    near(linalg.cholesky(quantity(backend, a, "mV^2"), upper=upper), backend, expected, "mV")
    triangle = np.triu(a) if upper else np.tril(a)
    found = linalg.cholesky(quantity(backend, triangle, "mV^2"), upper=upper, symmetrize_input=False)
    near(found, backend, expected, "mV")


@no_linalg
def test_inverses(backend, matrix):
    if backend.name == "dask" and matrix.ndim > 2:
        matrix = matrix[0]
    q = quantity(backend, matrix, "ms")
    near(linalg.inv(q), backend, np.linalg.inv(matrix), "kHz")
    if backend.name != "dask":
        near(linalg.pinv(q), backend, np.linalg.pinv(matrix), "kHz")


@no_linalg
def test_pinv(backend):
    near(linalg.pinv(quantity(backend, TALL, "ms")), backend, np.linalg.pinv(TALL), "kHz")
    low = np.outer(TALL[:, 0], TALL[0])
    near(linalg.pinv(quantity(backend, low, "ms"), rcond=1e-8), backend, np.linalg.pinv(low, 1e-8), "kHz")
    with pytest.raises(ValueError, match="one option"):
        linalg.pinv(array(backend, TALL), rtol=1, rcond=1)


@no_dask
def test_pinv_hermitian(backend, matrix):
    a = matrix + adjoint(matrix)
    near(linalg.pinv(quantity(backend, a, "s"), hermitian=True), backend, np.linalg.pinv(a), "Hz")


@no_linalg
def test_solve(backend, matrix):
    if backend.name == "dask" and (matrix.ndim > 2 or matrix.dtype.kind == "c"):
        pytest.skip("dask takes one real matrix")
    b = RNG.normal(size=(3, 2)).astype(matrix.real.dtype)
    q = quantity(backend, matrix, "ohm")
    near(linalg.solve(q, quantity(backend, b, "mV")), backend, np.linalg.solve(matrix, b), "mA")
    near(linalg.solve(q, quantity(backend, b[:, 0], "mV")), backend, np.linalg.solve(matrix, b[:, 0]), "mA")
    near(linalg.solve(a=q, b=array(backend, b)), backend, np.linalg.solve(matrix, b), "1/ohm")
    near(linalg.solve(q, quantity(backend, b, "kohm")), backend, np.linalg.solve(matrix, b) * 1000)


@no_linalg
def test_tensorsolve_and_tensorinv(backend):
    a = RNG.normal(size=(2, 3, 6)) + np.eye(6).reshape(2, 3, 6) * 4
    b = RNG.normal(size=(2, 3))
    q, r = quantity(backend, a, "ohm"), quantity(backend, b, "mV")
    near(linalg.tensorsolve(q, r), backend, np.linalg.tensorsolve(a, b), "mA")
    near(linalg.tensorinv(q), backend, np.linalg.tensorinv(a), "siemens")
    near(
        linalg.tensorinv(quantity(backend, a.reshape(6, 2, 3), "ohm"), ind=1),
        backend,
        np.linalg.tensorinv(a.reshape(6, 2, 3), ind=1),
        "siemens",
    )
    moved = np.moveaxis(a, -1, 0)
    near(
        linalg.tensorsolve(quantity(backend, moved, "ohm"), r, axes=(0,)),
        backend,
        np.linalg.tensorsolve(moved, b, axes=(0,)),
        "mA",
    )
    with pytest.raises(ValueError, match="as many elements"):
        linalg.tensorinv(q, ind=1)


@no_linalg
@pytest.mark.parametrize("columns", [0, 2])
def test_lstsq(backend, columns):
    b = RNG.normal(size=(5, columns) if columns else 5)
    result = linalg.lstsq(quantity(backend, TALL, "ohm"), quantity(backend, b, "mV"))
    x, residuals, rank, s = np.linalg.lstsq(TALL, b)
    near(result.x, backend, x, "mA")
    near(result.residuals, backend, residuals.reshape(values(result.residuals).shape), "mV^2")
    assert not isinstance(result.rank, Quantity)
    assert int(values(result.rank)) == rank
    near(result.s, backend, s, "ohm")


@no_dask
def test_lstsq_of_low_rank(backend):
    low = np.outer(TALL[:, 0], TALL[0])
    result = linalg.lstsq(quantity(backend, low, "ohm"), quantity(backend, TALL[:, 1], "V"), numpy_resid=True)
    x, residuals, rank, _ = np.linalg.lstsq(low, TALL[:, 1])
    near(result.x, backend, x, "A")
    near(result.residuals, backend, residuals, "V^2")
    assert int(values(result.rank)) == rank == 1


@pytest.mark.only_backends("dask", reason="the others know the rank")
def test_lstsq_computes_nothing(backend):
    with pytest.raises(BackendError, match="rank"):
        linalg.lstsq(array(backend, TALL), array(backend, TALL[:, 0]), numpy_resid=True)


# ---------------------------------------------------------------- remove the unit


@no_linalg
def test_cond(backend, matrix):
    if backend.name == "dask":
        near(linalg.cond(quantity(backend, TALL, "mV")), backend, np.linalg.cond(TALL))
        return
    for p in (None, 2, -2, 1, np.inf, "fro"):
        expected = np.linalg.cond(matrix, p).real  # before 2.4 a complex number without imaginary part
        near(linalg.cond(quantity(backend, matrix, "mV"), p), backend, expected)


@no_dask
def test_cond_of_singular_matrices_is_infinite(backend):
    flat = np.stack([np.array([[2.0, 1.0], [1.0, 3.0]]), np.ones((2, 2)), np.zeros((2, 2))])
    for p in (1, -1, np.inf, "fro"):
        near(linalg.cond(quantity(backend, flat, "mV"), p), backend, np.linalg.cond(flat, p))
    zero = quantity(backend, np.zeros((2, 2)), "mV")  # and no warning, as in numpy
    near(linalg.cond(zero), backend, np.float64(np.inf))
    near(linalg.cond(quantity(backend, flat[0], "mV"), -2), backend, np.linalg.cond(flat[0], -2))
    lost = np.array([[np.nan, 1.0], [1.0, 2.0]])
    near(linalg.cond(quantity(backend, lost, "mV"), 1), backend, np.float64(np.nan))


@no_linalg
def test_matrix_rank(backend):
    low = np.outer(TALL[:, 0], TALL[0])
    q = quantity(backend, low, "V")
    assert int(values(linalg.matrix_rank(q))) == 1
    assert int(values(linalg.matrix_rank(quantity(backend, TALL, "V")))) == 3
    s = np.linalg.svdvals(TALL)
    tol = Quantity(float(s[0] + s[1]) / 2 * 1000, "mV")
    assert int(values(linalg.matrix_rank(quantity(backend, TALL, "V"), tol=tol))) == 1
    assert int(values(linalg.matrix_rank(quantity(backend, TALL, "V"), rtol=2.0))) == 0
    with pytest.raises(UnitMismatchError):
        linalg.matrix_rank(q, tol=Quantity(1.0, "s"))
    with pytest.raises(ValueError, match="not both"):
        linalg.matrix_rank(q, 1.0, tol=tol)


@no_dask
def test_slogdet(backend, matrix):
    expected = np.linalg.slogdet(matrix)
    for x in (array(backend, matrix), quantity(backend, matrix * 1000, "mV/V")):
        sign, logabsdet = linalg.slogdet(x)
        near(sign, backend, expected.sign)
        near(logabsdet, backend, expected.logabsdet)
    with pytest.raises(TypeError, match="slogdet needs a dimensionless argument, got one in mV"):
        linalg.slogdet(quantity(backend, matrix, "mV"))


# ---------------------------------------------------------------- errors


@pytest.mark.only_backends(
    "numpy", "torch", "array_api_strict", reason="jax gives inf, dask computes nothing"
)
def test_singular_matrices(backend):
    singular = quantity(backend, np.ones((2, 2)), "ohm")
    error = (np.linalg.LinAlgError, RuntimeError)  # torch's is a RuntimeError
    with pytest.raises(error, match=r"(?i)singular"):
        linalg.inv(singular)
    with pytest.raises(error, match=r"(?i)singular"):
        linalg.solve(singular, quantity(backend, np.ones(2), "V"))


@pytest.mark.only_backends("ndonnx", reason="the others have linalg")
def test_what_a_library_lacks(backend):
    with pytest.raises(BackendError, match=r"linalg\.inv is not available on the ndonnx backend"):
        linalg.inv(quantity(backend, SQUARE, "mV"))
    with pytest.raises(BackendError, match=r"fft\.rfft is not available on the ndonnx backend"):
        fft.rfft(quantity(backend, SQUARE, "mV"))


@no_linalg
def test_unknown_keywords(backend):
    q = quantity(backend, SQUARE, "mV")
    for name in ("det", "inv", "qr", "svd", "solve", "cond", "norm", "eigh", "lstsq", "multi_dot"):
        with pytest.raises(TypeError):
            getattr(linalg, name)(q, q, no_such_option=1)


def test_values_on_a_scale():
    point = Quantity(SQUARE, "degC")
    for name in ("qr", "svd", "norm", "inv", "det", "svdvals"):
        with pytest.raises(TypeError, match="scale"):
            getattr(linalg, name)(point)


@pytest.mark.only_backends("jax", reason="jit is jax's")
def test_under_jit(backend):
    import jax

    q, r = quantity(backend, SQUARE, "ohm"), quantity(backend, SQUARE[0], "V")
    near(jax.jit(linalg.solve)(q, r), backend, np.linalg.solve(SQUARE, SQUARE[0]), "A")
    near(jax.jit(linalg.det)(q), backend, np.linalg.det(SQUARE), "ohm^3")
    near(jax.jit(linalg.svd)(q).S, backend, np.linalg.svdvals(SQUARE), "ohm")
    near(jax.jit(linalg.lstsq)(q, r).x, backend, np.linalg.solve(SQUARE, SQUARE[0]), "A")
    near(jax.jit(linalg.matrix_rank)(q), backend, np.asarray(3))
    near(jax.jit(lambda a: linalg.multi_dot([a, a, a]))(q), backend, SQUARE @ SQUARE @ SQUARE, "ohm^3")


@no_linalg
@pytest.mark.skip_backend("dask", reason="dask decomposes no empty matrix")
@pytest.mark.parametrize("shape", [(0, 3), (2, 0), (2, 0, 3)])
def test_empty_matrices(backend, shape):
    q = quantity(backend, np.ones(shape), "ohm")
    check(linalg.pinv(q), backend, np.linalg.pinv(np.ones(shape)), "S")
    # Without elements there is no independent row; numpy raises ValueError (2.4.0).
    check(linalg.matrix_rank(q), backend, np.zeros(shape[:-2], int), dtype=False)
