"""Linear algebra of arrays with units, by the names of the array API standard and of numpy.linalg.

Matrices are the last two axes, those before them are a stack. Functions that are in `math` too are
the same functions; `trace` and `diagonal` are not: here they take the last two axes.

>>> import numpy as np
>>> from bu_array import Quantity, linalg
>>> resistance = Quantity(np.array([[3.0, 1.0], [1.0, 2.0]]), "ohm")
>>> print(linalg.solve(resistance, Quantity(np.array([9.0, 8.0]), "V")))
[2. 3.] A
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

from bu_dispatch import BackendError
from bu_units import Unit

from . import _rules
from ._declare import Array, Namespace, Q, binary, shaped, unary
from ._declare_linear import Part, parts
from ._pair import pure_number
from ._rules import (
    Binary,
    BinaryRule,
    Factor,
    drop,
    inverted,
    keep,
    one_unit,
    quotient,
    rooted,
    settled,
    truth,
)
from ._scales import refused_on_scale
from .math.products import (
    cross,
    dot,
    inner,
    kron,
    matmul,
    matrix_power,
    multi_dot,
    outer,
    tensordot,
    vdot,
    vecdot,
)

__all__ = [
    "cholesky",
    "cond",
    "cross",
    "det",
    "diagonal",
    "dot",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "inner",
    "inv",
    "kron",
    "lstsq",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "matrix_transpose",
    "multi_dot",
    "norm",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensordot",
    "tensorinv",
    "tensorsolve",
    "trace",
    "vdot",
    "vecdot",
    "vector_norm",
]


class EigResult(NamedTuple):
    """Eigenvalues, in the unit of the matrix, and eigenvectors, plain, in columns."""

    eigenvalues: Any
    eigenvectors: Any


class QRResult(NamedTuple):
    """Q, plain, with orthonormal columns; R, in the unit of the matrix, upper triangular."""

    Q: Any
    R: Any


class SVDResult(NamedTuple):
    """U, plain; S, in the unit of the matrix, largest first; Vh, plain."""

    U: Any
    S: Any
    Vh: Any


class SlogdetResult(NamedTuple):
    """Sign of a determinant and logarithm of its absolute value."""

    sign: Any
    logabsdet: Any


class LstsqResult(NamedTuple):
    """Solution, sums of squared residuals, rank and singular values of a least-squares problem."""

    x: Any
    residuals: Any
    rank: Any
    s: Any


# ---------------------------------------------------------------- helpers


def _inexact(xp: Namespace, x: Any) -> Any:
    """Return `x`, integers and booleans in the library's default floating-point dtype."""
    if xp.isdtype(x.dtype, ("bool", "integral")):
        return xp.astype(x, xp.asarray(0.0).dtype)
    return x


def _both(xp: Namespace, a: Any, b: Any) -> tuple[Any, Any]:
    """Return two arrays in their common floating-point dtype: not every library promotes in `solve`."""
    a, b = _inexact(xp, a), _inexact(xp, b)
    if a.dtype == b.dtype:
        return a, b
    dtype = xp.result_type(a, b)
    return xp.astype(a, dtype), xp.astype(b, dtype)


def _adjoint(xp: Namespace, x: Any) -> Any:
    x = xp.matrix_transpose(x)
    return xp.conj(x) if xp.isdtype(x.dtype, "complex floating") else x


def _hermitian(xp: Namespace, a: Any, triangle: str | None) -> Any:
    """Return the Hermitian part of `a`, or the matrix that one triangle (L or U) says it is."""
    a = _inexact(xp, a)
    if triangle is None:
        return (a + _adjoint(xp, a)) / 2
    if triangle not in ("L", "U"):
        raise ValueError(f"UPLO must be 'L' or 'U', got {triangle!r}")
    lower = xp.tril(a) if triangle == "L" else _adjoint(xp, xp.triu(a))
    return lower + _adjoint(xp, xp.tril(lower, k=-1))


# ---------------------------------------------------------------- norms, traces, diagonals


def _counted(unit: Unit, x: Array, **options: Any) -> Part:
    """The unit of the array; none for ``ord=0``, the number of elements that are not zero."""
    if type(unit) is not Unit:
        raise refused_on_scale("norm", unit)
    return (None, None) if options.get("ord") == 0 else (unit, None)


@shaped(_counted)
def norm(
    xp: Namespace,
    x: Q,
    ord: float | str | None = None,
    axis: int | tuple[int, ...] | None = None,
    keepdims: bool = False,
) -> Q:
    """Norm of vectors or matrices, in the unit of `x`; a plain count for ``ord=0``.

    `ord`: None for the square root of the sum of squares, else as in `vector_norm` and `matrix_norm`.
    `axis`: one for vectors, two for matrices, None for all.
    """
    x = _inexact(xp, x)
    if ord is None:
        return xp.linalg.vector_norm(x, axis=axis, keepdims=keepdims)
    axes = (axis,) if isinstance(axis, int) else tuple(range(len(x.shape)) if axis is None else axis)
    if len(axes) == 1:
        return xp.linalg.vector_norm(x, axis=axes[0], keepdims=keepdims, ord=ord)
    if len(axes) != 2:
        raise ValueError(f"norm with ord={ord!r} is of one axis or two, not {len(axes)}")
    result = xp.linalg.matrix_norm(xp.moveaxis(x, axes, (-2, -1)), ord=ord)
    if keepdims:
        for place in sorted(place % len(x.shape) for place in axes):
            result = xp.expand_dims(result, axis=place)
    return result


@shaped(_counted)
def vector_norm(
    xp: Namespace,
    x: Q,
    *,
    axis: int | tuple[int, ...] | None = None,
    keepdims: bool = False,
    ord: float = 2,
) -> Q:
    """Norm of vectors along `axis`, in the unit of `x`; a plain count for ``ord=0``.

    Source: array API 2024.12, `linalg.vector_norm`.
    """
    return xp.linalg.vector_norm(_inexact(xp, x), axis=axis, keepdims=keepdims, ord=ord)


@unary(keep)
def matrix_norm(xp: Namespace, x: Q, *, keepdims: bool = False, ord: float | str = "fro") -> Q:
    """Norm of matrices, in the unit of `x`.

    `ord`: "fro", "nuc", 1, 2, inf, or one of these numbers negative.
    Source: array API 2024.12, `linalg.matrix_norm`.
    """
    return xp.linalg.matrix_norm(_inexact(xp, x), ord=ord, keepdims=keepdims)


@unary(keep)
def matrix_transpose(xp: Namespace, x: Q) -> Q:
    """Array with its last two axes exchanged, in the unit of `x`."""
    return xp.matrix_transpose(x)


@unary(keep)
def trace(xp: Namespace, x: Q, *, offset: int = 0, dtype: Any = None) -> Q:
    """Sum of the diagonal of matrices, in the unit of `x`; `math.trace` takes other axes.

    `offset` counts diagonals upwards from the main one.
    """
    dtype = None if dtype is None else xp.backend.dtype(dtype)
    return xp.linalg.trace(x, offset=offset, dtype=dtype)


@unary(keep)
def diagonal(xp: Namespace, x: Q, *, offset: int = 0) -> Q:
    """Diagonal of matrices, in the unit of `x`; `math.diagonal` takes other axes.

    `offset` counts diagonals upwards from the main one.
    """
    return xp.linalg.diagonal(x, offset=offset)


# ---------------------------------------------------------------- decompositions


@unary(rooted)
def cholesky(xp: Namespace, a: Q, *, upper: bool = False, symmetrize_input: bool = True) -> Q:
    """Triangular factor L in ``a = L @ L^H``, in the square root of the unit of `a`.

    The Hermitian part of `a` is taken, or with ``symmetrize_input=False`` one triangle read (the
    upper one for `upper`, which asks for L^H). Raises the library's error if `a` is not positive
    definite; jax gives NaN.
    """
    a = _hermitian(xp, a, None) if symmetrize_input else _inexact(xp, a)
    if not upper:
        return xp.linalg.cholesky(a)
    # Not every library has upper=, and numpy's reads the upper triangle with it.
    return _adjoint(xp, xp.linalg.cholesky(a if symmetrize_input else _adjoint(xp, a)))


def _plain_and_unit(unit: Unit) -> Sequence[Part]:
    """No unit; the unit of the matrix."""
    return (None, None), (unit, None)


def _unit_and_plain(unit: Unit) -> Sequence[Part]:
    """The unit of the matrix; no unit."""
    return (unit, None), (None, None)


def _plain_unit_plain(unit: Unit) -> Sequence[Part]:
    """No unit; the unit of the matrix; no unit."""
    return (None, None), (unit, None), (None, None)


@parts(_plain_and_unit)
def qr(xp: Namespace, a: Q, mode: str = "reduced") -> Any:
    """Matrices (Q, R) with ``a = Q @ R``: Q plain with orthonormal columns, R in the unit of `a`.

    `mode`: "reduced", "complete", or "r" for R alone.
    """
    a = _inexact(xp, a)
    if mode == "r":
        return QRResult(None, xp.linalg.qr(a, mode="reduced")[1])
    if mode not in ("reduced", "complete"):
        raise ValueError(f"qr: mode must be 'reduced', 'complete' or 'r', got {mode!r}")
    return QRResult(*xp.linalg.qr(a, mode=mode))


@parts(_plain_unit_plain)
def svd(
    xp: Namespace,
    x: Q,
    *,
    full_matrices: bool = True,
    compute_uv: bool = True,
    hermitian: bool = False,
    subset_by_index: tuple[int, int] | None = None,
    algorithm: Any = None,
) -> Any:
    """Singular value decomposition (U, S, Vh), ``x = U @ diag(S) @ Vh``: S in the unit of `x`.

    S alone without `compute_uv`. `hermitian` says that `x` is; that is faster. `subset_by_index`
    and `algorithm` are options of jax; a library that lacks them raises a TypeError.
    """
    x = _inexact(xp, x)
    given = {"subset_by_index": subset_by_index, "algorithm": algorithm}
    options = {key: value for key, value in given.items() if value is not None}
    if options and hermitian:
        raise TypeError(f"svd: hermitian=True takes no {', '.join(options)}")
    if hermitian:
        u, s, vh = _svd_hermitian(xp, x)
    elif not (compute_uv or options):
        return SVDResult(None, xp.linalg.svdvals(x), None)
    else:
        u, s, vh = xp.linalg.svd(x, full_matrices=full_matrices, **options)
    return SVDResult(u, s, vh) if compute_uv else SVDResult(None, s, None)


def _svd_hermitian(xp: Namespace, x: Any) -> tuple[Any, Any, Any]:
    """Return the singular value decomposition by way of that into eigenvectors."""
    values, vectors = xp.linalg.eigh(x)
    order = xp.argsort(xp.abs(values), axis=-1, descending=True)
    values = xp.take_along_axis(values, order, axis=-1)
    columns = xp.broadcast_to(xp.expand_dims(order, axis=-2), vectors.shape)
    vectors = xp.take_along_axis(vectors, columns, axis=-1)
    signs = xp.where(values < 0, -xp.ones_like(values), xp.ones_like(values))
    right = vectors * xp.astype(xp.expand_dims(signs, axis=-2), vectors.dtype)
    return vectors, xp.abs(values), _adjoint(xp, right)


@unary(keep)
def svdvals(xp: Namespace, x: Q) -> Q:
    """Singular values, largest first, in the unit of `x`."""
    return xp.linalg.svdvals(_inexact(xp, x))


@parts(_unit_and_plain)
def eig(xp: Namespace, a: Q) -> Any:
    """Eigenvalues, in the unit of `a`, and plain eigenvectors in columns, of square matrices."""
    return EigResult(*xp.linalg.eig(_inexact(xp, a)))


@parts(_unit_and_plain)
def eigh(xp: Namespace, a: Q, UPLO: str | None = None, symmetrize_input: bool = True) -> Any:
    """Eigenvalues, smallest first and in the unit of `a`, and plain eigenvectors of Hermitian matrices.

    `UPLO`, "L" or "U", names the one triangle to read; without it the Hermitian part of `a` is taken,
    or the lower triangle for ``symmetrize_input=False``.
    """
    triangle = None if symmetrize_input else "L"
    return EigResult(*xp.linalg.eigh(_hermitian(xp, a, triangle if UPLO is None else UPLO)))


@unary(keep)
def eigvals(xp: Namespace, a: Q) -> Q:
    """Eigenvalues of square matrices, in the unit of `a`."""
    return xp.linalg.eigvals(_inexact(xp, a))


@unary(keep)
def eigvalsh(xp: Namespace, a: Q, UPLO: str = "L", *, symmetrize_input: bool = True) -> Q:
    """Eigenvalues of Hermitian matrices, smallest first, in the unit of `a`.

    The Hermitian part of `a` is taken; for ``UPLO="U"`` or ``symmetrize_input=False`` one triangle read.
    """
    triangle = None if symmetrize_input and UPLO == "L" else UPLO
    return xp.linalg.eigvalsh(_hermitian(xp, a, triangle))


# ---------------------------------------------------------------- determinants, condition, rank


def _to_the_order(unit: Unit, x: Array, **options: Any) -> tuple[Unit | None, Factor]:
    """The unit to the number of rows."""
    return _rules.raised(unit, x.shape[-1])


@shaped(_to_the_order)
def det(xp: Namespace, a: Q) -> Q:
    """Determinant of square matrices, in the unit of `a` to the number of rows."""
    return xp.linalg.det(_inexact(xp, a))


@unary(truth)
def slogdet(xp: Namespace, a: Q) -> Any:
    """Sign and logarithm of the absolute value of determinants, both plain.

    Raises TypeError if `a` has a unit: there is no logarithm of one. Divide by a unit first.
    """
    return SlogdetResult(*xp.linalg.slogdet(_inexact(xp, a)))


@unary(drop)
def cond(xp: Namespace, x: Q, p: float | str | None = None) -> Q:
    """Condition number of matrices, a bare array: ``norm(x, p) * norm(inv(x), p)``.

    For `p` None, 2 or -2 the ratio of the singular values, of any matrices; others need square ones
    that can be inverted.
    """
    x = _inexact(xp, x)
    if p in (None, 2, -2):
        s = xp.linalg.svdvals(x)
        return s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
    return xp.linalg.matrix_norm(x, ord=p) * xp.linalg.matrix_norm(xp.linalg.inv(x), ord=p)


@unary(drop, "tol")
def matrix_rank(xp: Namespace, M: Q, rtol: float | Array | None = None, *, tol: Q | float | None = None) -> Q:
    """Number of singular values above a tolerance, a bare array.

    `tol` is converted to the unit of `M`; `rtol` is relative to the largest singular value, by
    default the larger side of the matrix times the precision of its dtype.
    """
    if rtol is not None and tol is not None:
        raise ValueError("matrix_rank takes rtol or tol, not both")
    M = _inexact(xp, M)
    if len(M.shape) < 2:
        return xp.astype(xp.any(M != 0), xp.int64)
    s = xp.linalg.svdvals(M)
    limit = _cutoff(xp, M, s, rtol) if tol is None else _column(xp, tol)
    return xp.count_nonzero(s > limit, axis=-1)


def _column(xp: Namespace, x: Any) -> Any:
    """Return a number as it is, an array of one number per matrix with an axis for the singular values."""
    return xp.expand_dims(x, axis=-1) if getattr(x, "shape", ()) else x


def _cutoff(xp: Namespace, a: Any, s: Any, rtol: Any) -> Any:
    """Return below what the singular values `s` of `a` count as zero."""
    if rtol is None:
        rtol = max(a.shape[-2:]) * float(xp.finfo(s.dtype).eps)
    else:
        rtol = _column(xp, pure_number(rtol, "linalg", "rtol"))
    return xp.max(s, axis=-1, keepdims=True) * rtol


# ---------------------------------------------------------------- equations, inverses


def _solution(first: Unit, second: Unit) -> Binary:
    """The unit of the second per unit of the first."""
    return None, None, *quotient.result(second, first)


per_first = BinaryRule(_solution, one_unit)
per_first.__name__ = "quotient, second by first"


@binary(per_first)
def solve(xp: Namespace, a: Q, b: Q) -> Q:
    """Solve ``a @ x = b`` for `x`, in the unit of `b` per unit of `a`.

    a: (..., n, n); b: (n,) or (..., n, k).
    Raises the library's error if `a` is singular; jax gives infinities or NaN.
    Source: array API 2024.12, `linalg.solve`.
    """
    return xp.linalg.solve(*_both(xp, a, b))


@binary(per_first)
def tensorsolve(xp: Namespace, a: Q, b: Q, axes: Sequence[int] | None = None) -> Q:
    """Solve ``tensordot(a, x, x.ndim) = b`` for `x`, in the unit of `b` per unit of `a`.

    `axes` of `a` are moved to its end first.
    """
    a, b = _both(xp, a, b)
    if axes is not None:
        rank = len(a.shape)
        moved = [axis % rank for axis in axes]
        a = xp.permute_dims(a, tuple([axis for axis in range(rank) if axis not in moved] + moved))
    shape = a.shape[len(b.shape) :]
    size = prod(shape)
    if prod(a.shape[: len(b.shape)]) != size:
        raise ValueError(f"tensorsolve: {tuple(a.shape)} does not map {tuple(shape)} to {tuple(b.shape)}")
    return xp.reshape(xp.linalg.solve(xp.reshape(a, (size, size)), xp.reshape(b, (-1,))), tuple(shape))


def _least_squares(first: Unit, second: Unit) -> Sequence[Part]:
    """The unit of the second per unit of the first; its square; no unit; the unit of the first."""
    return quotient.result(second, first), settled(second**2), (None, None), (first, None)


@parts(_least_squares)
def lstsq(xp: Namespace, a: Q, b: Q, rcond: float | None = None, *, numpy_resid: bool = False) -> Any:
    """Least-squares solution of ``a @ x = b``: (x, residuals, rank, singular values).

    x is in the unit of `b` per unit of `a`, the sums of squared residuals in the square of the unit
    of `b`, the rank is plain, the singular values are in the unit of `a`.
    a: (m, n); b: (m,) or (m, k). Singular values below `rcond` times the largest count as zero.
    With `numpy_resid` the residuals are empty where numpy's are: for ``m <= n`` or a smaller rank.
    """
    a, b = _both(xp, a, b)
    if len(a.shape) != 2:
        raise ValueError(f"lstsq takes one matrix, got an array of shape {tuple(a.shape)}")
    u, s, vh = xp.linalg.svd(a, full_matrices=False)
    large = s > _cutoff(xp, a, s, rcond)
    rank = xp.count_nonzero(large)
    inverse = xp.where(large, 1 / xp.where(large, s, xp.ones_like(s)), xp.zeros_like(s))
    columns = xp.expand_dims(b, axis=-1) if len(b.shape) == 1 else b
    coefficients = xp.matmul(_adjoint(xp, u), columns)
    coefficients = coefficients * xp.astype(xp.expand_dims(inverse, axis=-1), coefficients.dtype)
    x = xp.matmul(_adjoint(xp, vh), coefficients)
    residuals = xp.sum(xp.abs(columns - xp.matmul(a, x)) ** 2, axis=0)
    if numpy_resid:
        if not xp.backend.is_concrete(rank):
            raise BackendError(
                f"lstsq: numpy_resid=True needs the rank, which {xp.backend.name} does not know yet"
            )
        if a.shape[0] <= a.shape[1] or int(rank) < a.shape[1]:
            residuals = residuals[:0]
    return LstsqResult(x[:, 0] if len(b.shape) == 1 else x, residuals, rank, s)


@unary(inverted)
def inv(xp: Namespace, a: Q) -> Q:
    """Inverse of square matrices, in the reciprocal of the unit of `a`.

    Raises the library's error if `a` is singular; jax gives infinities or NaN.
    """
    return xp.linalg.inv(_inexact(xp, a))


@unary(inverted)
def pinv(
    xp: Namespace,
    a: Q,
    rtol: float | Array | None = None,
    hermitian: bool = False,
    *,
    rcond: float | Array | None = None,
) -> Q:
    """Moore-Penrose inverse of matrices, in the reciprocal of the unit of `a`.

    Singular values below `rtol` (`rcond` is another name) times the largest count as zero.
    """
    if rtol is not None and rcond is not None:
        raise ValueError("pinv takes rtol or rcond, not both: they are one option")
    a = _inexact(xp, a)
    u, s, vh = _svd_hermitian(xp, a) if hermitian else xp.linalg.svd(a, full_matrices=False)
    large = s > _cutoff(xp, a, s, rcond if rtol is None else rtol)
    inverse = xp.where(large, 1 / xp.where(large, s, xp.ones_like(s)), xp.zeros_like(s))
    left = _adjoint(xp, vh)
    return xp.matmul(left * xp.astype(xp.expand_dims(inverse, axis=-2), left.dtype), _adjoint(xp, u))


@unary(inverted)
def tensorinv(xp: Namespace, a: Q, ind: int = 2) -> Q:
    """Inverse for `tensordot` with `ind` axes, in the reciprocal of the unit of `a`.

    a: its first `ind` axes have as many elements as the others.
    """
    ind = operator.index(ind)
    if ind <= 0:
        raise ValueError(f"tensorinv: ind must be positive, got {ind}")
    a = _inexact(xp, a)
    rows, columns = tuple(a.shape[:ind]), tuple(a.shape[ind:])
    if prod(rows) != prod(columns):
        raise ValueError(f"tensorinv: {rows} and {columns} do not have as many elements")
    return xp.reshape(xp.linalg.inv(xp.reshape(a, (prod(rows), prod(rows)))), columns + rows)
