"""Decompositions: factors and eigenvalues, with the unit where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bu_units import Unit

from ..core import keep, rooted
from ..declare import Namespace, Part, Q, parts, unary
from ._matrices import adjoint, hermitian, inexact

__all__ = [
    "cholesky",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "qr",
    "svd",
    "svdvals",
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


@unary(rooted)
def cholesky(xp: Namespace, a: Q, *, upper: bool = False, symmetrize_input: bool = True) -> Q:
    """Triangular factor L in ``a = L @ L^H``, in the square root of the unit of `a`.

    upper: whether the upper triangle is given and read, else the lower one.
    The Hermitian part of `a` is taken, or with ``symmetrize_input=False`` one triangle read (the
    upper one for `upper`, which asks for L^H). Raises the library's error if `a` is not positive
    definite; jax gives NaN.
    """
    a = hermitian(xp, a, None) if symmetrize_input else inexact(xp, a)
    if not upper:
        return xp.linalg.cholesky(a)
    # Not every library has upper=, and numpy's reads the upper triangle with it.
    return adjoint(xp, xp.linalg.cholesky(a if symmetrize_input else adjoint(xp, a)))


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
    a = inexact(xp, a)
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
    x = inexact(xp, x)
    given = {"subset_by_index": subset_by_index, "algorithm": algorithm}
    options = {key: value for key, value in given.items() if value is not None}
    if options and hermitian:
        raise TypeError(f"svd: hermitian=True takes no {', '.join(options)}")
    if hermitian:
        u, s, vh = svd_hermitian(xp, x)
    elif not (compute_uv or options):
        return SVDResult(None, xp.linalg.svdvals(x), None)
    else:
        u, s, vh = xp.linalg.svd(x, full_matrices=full_matrices, **options)
    return SVDResult(u, s, vh) if compute_uv else SVDResult(None, s, None)


def svd_hermitian(xp: Namespace, x: Any) -> tuple[Any, Any, Any]:
    """Return the singular value decomposition by way of that into eigenvectors."""
    values, vectors = xp.linalg.eigh(x)
    order = xp.argsort(xp.abs(values), axis=-1, descending=True)
    values = xp.take_along_axis(values, order, axis=-1)
    columns = xp.broadcast_to(xp.expand_dims(order, axis=-2), vectors.shape)
    vectors = xp.take_along_axis(vectors, columns, axis=-1)
    signs = xp.where(values < 0, -xp.ones_like(values), xp.ones_like(values))
    right = vectors * xp.astype(xp.expand_dims(signs, axis=-2), vectors.dtype)
    return vectors, xp.abs(values), adjoint(xp, right)


@unary(keep)
def svdvals(xp: Namespace, x: Q) -> Q:
    """Singular values, largest first, in the unit of `x`."""
    return xp.linalg.svdvals(inexact(xp, x))


@parts(_unit_and_plain)
def eig(xp: Namespace, a: Q) -> Any:
    """Eigenvalues, in the unit of `a`, and plain eigenvectors in columns, of square matrices."""
    return EigResult(*xp.linalg.eig(inexact(xp, a)))


@parts(_unit_and_plain)
def eigh(xp: Namespace, a: Q, UPLO: str | None = None, symmetrize_input: bool = True) -> Any:
    """Eigenvalues, smallest first and in the unit of `a`, and plain eigenvectors of Hermitian matrices.

    `UPLO`, "L" or "U", names the one triangle to read; without it the Hermitian part of `a` is taken,
    or the lower triangle for ``symmetrize_input=False``.
    """
    triangle = None if symmetrize_input else "L"
    return EigResult(*xp.linalg.eigh(hermitian(xp, a, triangle if UPLO is None else UPLO)))


@unary(keep)
def eigvals(xp: Namespace, a: Q) -> Q:
    """Eigenvalues of square matrices, in the unit of `a`."""
    return xp.linalg.eigvals(inexact(xp, a))


@unary(keep)
def eigvalsh(xp: Namespace, a: Q, UPLO: str = "L", *, symmetrize_input: bool = True) -> Q:
    """Eigenvalues of Hermitian matrices, smallest first, in the unit of `a`.

    The Hermitian part of `a` is taken; for ``UPLO="U"`` or ``symmetrize_input=False`` one triangle read.
    """
    triangle = None if symmetrize_input and UPLO == "L" else UPLO
    return xp.linalg.eigvalsh(hermitian(xp, a, triangle))
