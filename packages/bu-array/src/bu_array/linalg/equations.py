"""Systems of equations and inverses."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from math import prod
from typing import Any, NamedTuple

from bu_dispatch import BackendError
from bu_units import Unit

from ..core import Binary, BinaryRule, inverted, one_unit, quotient, settled
from ..declare import Array, Namespace, Part, Q, binary, parts, unary
from ._matrices import adjoint, both, cutoff, inexact
from .decompositions import svd_hermitian

__all__ = [
    "inv",
    "lstsq",
    "pinv",
    "solve",
    "tensorinv",
    "tensorsolve",
]


class LstsqResult(NamedTuple):
    """Solution, sums of squared residuals, rank and singular values of a least-squares problem."""

    x: Any
    residuals: Any
    rank: Any
    s: Any


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
    return xp.linalg.solve(*both(xp, a, b))


@binary(per_first)
def tensorsolve(xp: Namespace, a: Q, b: Q, axes: Sequence[int] | None = None) -> Q:
    """Solve ``tensordot(a, x, x.ndim) = b`` for `x`, in the unit of `b` per unit of `a`.

    b: an array or a quantity; axes: those of `a` that are moved to its end first.
    """
    a, b = both(xp, a, b)
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
    a, b = both(xp, a, b)
    if len(a.shape) != 2:
        raise ValueError(f"lstsq takes one matrix, got an array of shape {tuple(a.shape)}")
    u, s, vh = xp.linalg.svd(a, full_matrices=False)
    large = s > cutoff(xp, a, s, rcond)
    rank = xp.count_nonzero(large)
    inverse = xp.where(large, 1 / xp.where(large, s, xp.ones_like(s)), xp.zeros_like(s))
    columns = xp.expand_dims(b, axis=-1) if len(b.shape) == 1 else b
    coefficients = xp.matmul(adjoint(xp, u), columns)
    coefficients = coefficients * xp.astype(xp.expand_dims(inverse, axis=-1), coefficients.dtype)
    x = xp.matmul(adjoint(xp, vh), coefficients)
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
    return xp.linalg.inv(inexact(xp, a))


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
    a = inexact(xp, a)
    u, s, vh = svd_hermitian(xp, a) if hermitian else xp.linalg.svd(a, full_matrices=False)
    large = s > cutoff(xp, a, s, rcond if rtol is None else rtol)
    inverse = xp.where(large, 1 / xp.where(large, s, xp.ones_like(s)), xp.zeros_like(s))
    left = adjoint(xp, vh)
    return xp.matmul(left * xp.astype(xp.expand_dims(inverse, axis=-2), left.dtype), adjoint(xp, u))


@unary(inverted)
def tensorinv(xp: Namespace, a: Q, ind: int = 2) -> Q:
    """Inverse for `tensordot` with `ind` axes, in the reciprocal of the unit of `a`.

    a: its first `ind` axes have as many elements as the others.
    """
    ind = operator.index(ind)
    if ind <= 0:
        raise ValueError(f"tensorinv: ind must be positive, got {ind}")
    a = inexact(xp, a)
    rows, columns = tuple(a.shape[:ind]), tuple(a.shape[ind:])
    if prod(rows) != prod(columns):
        raise ValueError(f"tensorinv: {rows} and {columns} do not have as many elements")
    return xp.reshape(xp.linalg.inv(xp.reshape(a, (prod(rows), prod(rows)))), columns + rows)
