"""What the functions of matrices share."""

from __future__ import annotations

from typing import Any

from ..core import pure_number
from ..core.objects import of_objects
from ..declare import Namespace

__all__ = [
    "adjoint",
    "both",
    "column",
    "cutoff",
    "hermitian",
    "inexact",
]


def inexact(xp: Namespace, x: Any) -> Any:
    """Return `x`, integers and booleans in the library's default floating-point dtype.

    Raises TypeError for objects, of which numpy would make floats, unless `xp` is of functions for them.
    """
    if of_objects(x) and hasattr(x, "flat") and not getattr(xp, "of_objects", False):
        raise TypeError("numpy computes in floats, and has no algorithm for numbers that are objects")
    if xp.isdtype(x.dtype, ("bool", "integral")):
        return xp.astype(x, xp.asarray(0.0).dtype)
    return x


def both(xp: Namespace, a: Any, b: Any) -> tuple[Any, Any]:
    """Return two arrays in their common floating-point dtype: not every library promotes in `solve`."""
    a, b = inexact(xp, a), inexact(xp, b)
    if a.dtype == b.dtype:
        return a, b
    dtype = xp.result_type(a, b)
    return xp.astype(a, dtype), xp.astype(b, dtype)


def adjoint(xp: Namespace, x: Any) -> Any:
    x = xp.matrix_transpose(x)
    return xp.conj(x) if xp.isdtype(x.dtype, "complex floating") else x


def hermitian(xp: Namespace, a: Any, triangle: str | None) -> Any:
    """Return the Hermitian part of `a`, or the matrix that one triangle (L or U) says it is."""
    a = inexact(xp, a)
    if triangle is None:
        return (a + adjoint(xp, a)) / 2
    if triangle not in ("L", "U"):
        raise ValueError(f"UPLO must be 'L' or 'U', got {triangle!r}")
    lower = xp.tril(a) if triangle == "L" else adjoint(xp, xp.triu(a))
    return lower + adjoint(xp, xp.tril(lower, k=-1))


def column(xp: Namespace, x: Any) -> Any:
    """Return a number as it is, an array of one number per matrix with an axis for the singular values."""
    return xp.expand_dims(x, axis=-1) if getattr(x, "shape", ()) else x


def cutoff(xp: Namespace, a: Any, s: Any, rtol: Any) -> Any:
    """Return below what the singular values `s` of `a` count as zero."""
    if rtol is None:
        rtol = max(a.shape[-2:]) * float(xp.finfo(s.dtype).eps)
    else:
        rtol = column(xp, pure_number(rtol, "linalg", "rtol"))
    largest = xp.max if s.shape[-1] else xp.sum  # no singular values have no maximum, and zero will do
    return largest(s, axis=-1, keepdims=True) * rtol
