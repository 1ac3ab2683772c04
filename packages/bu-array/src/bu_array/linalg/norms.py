"""Norms, determinants, traces: numbers about matrices."""

from __future__ import annotations

from typing import Any, NamedTuple

from bu_units import Unit

from ..core import Factor, drop, keep, moved, nothing, refused_on_scale, rules, truth
from ..declare import Array, Namespace, Part, Q, shaped, unary
from ..math._options import dtype_of
from ..math.statistical import count_along
from ._matrices import column, cutoff, inexact

__all__ = [
    "cond",
    "det",
    "diagonal",
    "matrix_norm",
    "matrix_rank",
    "matrix_transpose",
    "norm",
    "slogdet",
    "trace",
    "vector_norm",
]


class SlogdetResult(NamedTuple):
    """Sign of a determinant and logarithm of its absolute value."""

    sign: Any
    logabsdet: Any


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
    x = inexact(xp, x)
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

    ord: any number, inf and -inf; 0 counts what is not zero.

    Source: array API 2024.12, `linalg.vector_norm`.
    """
    return xp.linalg.vector_norm(inexact(xp, x), axis=axis, keepdims=keepdims, ord=ord)


@unary(keep)
def matrix_norm(xp: Namespace, x: Q, *, keepdims: bool = False, ord: float | str = "fro") -> Q:
    """Norm of matrices, in the unit of `x`.

    `ord`: "fro", "nuc", 1, 2, inf, or one of these numbers negative.
    Source: array API 2024.12, `linalg.matrix_norm`.
    """
    return xp.linalg.matrix_norm(inexact(xp, x), ord=ord, keepdims=keepdims)


@unary(keep, on_scale=moved)
def matrix_transpose(xp: Namespace, x: Q) -> Q:
    """Array with its last two axes exchanged, in the unit of `x`."""
    return xp.matrix_transpose(x)


@unary(keep)
def trace(xp: Namespace, x: Q, *, offset: int = 0, dtype: Any = None) -> Q:
    """Sum of the diagonal of matrices, in the unit of `x`; `math.trace` takes other axes.

    `offset` counts diagonals upwards from the main one.
    """
    return xp.linalg.trace(x, offset=offset, dtype=dtype_of(xp, dtype))


@unary(keep, on_scale=moved)
def diagonal(xp: Namespace, x: Q, *, offset: int = 0) -> Q:
    """Diagonal of matrices, in the unit of `x`; `math.diagonal` takes other axes.

    `offset` counts diagonals upwards from the main one.
    """
    return xp.linalg.diagonal(x, offset=offset)


# ---------------------------------------------------------------- determinants, condition, rank


def _to_the_order(unit: Unit, x: Array, **options: Any) -> tuple[Unit | None, Factor]:
    """The unit to the number of rows."""
    return rules.raised(unit, count_along("det", unit, x, (-1,)))


@shaped(_to_the_order)
def det(xp: Namespace, a: Q) -> Q:
    """Determinant of square matrices, in the unit of `a` to the number of rows."""
    return xp.linalg.det(inexact(xp, a))


@unary(truth)
def slogdet(xp: Namespace, a: Q) -> Any:
    """Sign and logarithm of the absolute value of determinants, both plain.

    Raises TypeError if `a` has a unit: there is no logarithm of one. Divide by a unit first.
    """
    return SlogdetResult(*xp.linalg.slogdet(inexact(xp, a)))


@unary(drop, on_scale=nothing)
def cond(xp: Namespace, x: Q, p: float | str | None = None) -> Q:
    """Condition number of matrices, a bare array: ``norm(x, p) * norm(inv(x), p)``.

    p: the norm, as `ord` in `matrix_norm`; None for the largest singular value by the smallest.
    For `p` None, 2 or -2 the ratio of the singular values, of any matrices; others need square ones.
    Infinite for a singular matrix; on dask that is an error when it is computed.
    """
    x = inexact(xp, x)
    if p in (None, 2, -2):
        s = xp.linalg.svdvals(x)
        above, below = (s[..., -1], s[..., 0]) if p == -2 else (s[..., 0], s[..., -1])
        singular = below == 0
        result = above / xp.where(singular, xp.ones_like(below), below)
    elif xp.backend.chunked:  # dask has no determinant
        return xp.linalg.matrix_norm(x, ord=p) * xp.linalg.matrix_norm(xp.linalg.inv(x), ord=p)
    else:
        finite = xp.where(xp.isfinite(x), x, xp.zeros_like(x))  # numpy's slogdet warns of NaN
        singular = xp.linalg.slogdet(finite)[0] == 0
        one = xp.eye(x.shape[-1], dtype=x.dtype, device=getattr(x, "device", None))
        regular = xp.where(singular[..., None, None], one, x)
        result = xp.linalg.matrix_norm(x, ord=p) * xp.linalg.matrix_norm(xp.linalg.inv(regular), ord=p)
    return result + xp.where(singular, xp.full_like(result, xp.inf), xp.zeros_like(result))


@unary(drop, "tol", on_scale=nothing)
def matrix_rank(xp: Namespace, M: Q, rtol: float | Array | None = None, *, tol: Q | float | None = None) -> Q:
    """Number of singular values above a tolerance, a bare array.

    M: (..., m, n).
    tol: converted to the unit of `M`; rtol: relative to the largest singular value, by default the larger
    side of the matrix times the precision of its dtype.
    """
    if rtol is not None and tol is not None:
        raise ValueError("matrix_rank takes rtol or tol, not both")
    M = inexact(xp, M)
    if len(M.shape) < 2:
        return xp.astype(xp.any(M != 0), xp.asarray(0).dtype)
    s = xp.linalg.svdvals(M)
    limit = cutoff(xp, M, s, rtol) if tol is None else column(xp, tol)
    return xp.count_nonzero(s > limit, axis=-1)
