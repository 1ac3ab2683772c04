"""Sums of products: dot, matmul and kin; the units multiply."""

from __future__ import annotations

from collections.abc import Sequence

from .._declare import Namespace, Q, binary
from .._rules import product

__all__ = ["dot", "matmul", "outer", "tensordot", "vecdot"]


@binary(product)
def matmul(xp: Namespace, a: Q, b: Q) -> Q:
    """Matrix product, in the product of the units.

    a: (..., n, k) or (k,); b: (..., k, m) or (k,).
    """
    return xp.matmul(a, b)


@binary(product)
def dot(xp: Namespace, a: Q, b: Q) -> Q:
    """Dot product, in the product of the units: last axis of `a`, last but one of `b`.

    Numbers multiply; vectors and matrices as in `matmul`.
    """
    if not (getattr(a, "shape", ()) and getattr(b, "shape", ())):
        return xp.multiply(a, b)
    return xp.tensordot(a, b, axes=((-1,), (max(len(b.shape) - 2, 0),)))


@binary(product)
def outer(xp: Namespace, a: Q, b: Q) -> Q:
    """Products of each element of `a` with each of `b`, both as vectors, in the product of the units."""
    return xp.multiply(xp.reshape(a, (-1, 1)), xp.reshape(b, (1, -1)))


@binary(product)
def tensordot(xp: Namespace, a: Q, b: Q, axes: int | tuple[Sequence[int], Sequence[int]] = 2) -> Q:
    """Sum of products over `axes`, in the product of the units."""
    return xp.tensordot(a, b, axes=axes)


@binary(product)
def vecdot(xp: Namespace, a: Q, b: Q, axis: int = -1) -> Q:
    """Dot product of vectors along `axis`, `a` conjugated, in the product of the units."""
    return xp.vecdot(a, b, axis=axis)
