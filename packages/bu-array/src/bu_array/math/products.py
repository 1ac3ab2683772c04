"""Sums of products: dot, matmul and kin; the units multiply."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from bu_dispatch import BackendError
from bu_units import Unit

from ..core import Factor, product, rules
from ..declare import Array, Namespace, Q, binary, multiplied, shaped
from ._positions import as_array

__all__ = [
    "cross",
    "dot",
    "inner",
    "kron",
    "matmul",
    "matrix_power",
    "multi_dot",
    "outer",
    "tensordot",
    "vdot",
    "vecdot",
]


def _of_jax(xp: Namespace, name: str, precision: Any, preferred_element_type: Any) -> dict[str, Any]:
    """Return the options of a product that jax alone has; BackendError where another library computes."""
    if precision is None and preferred_element_type is None:
        return {}
    if not xp.backend.takes_precision:
        raise BackendError(
            f"{name}: precision= and preferred_element_type= are options of jax, which the "
            f"{xp.backend.name} backend has not; leave them out, or convert first: .to_jax()"
        )
    return {"precision": precision, "preferred_element_type": preferred_element_type}


def _arrays(xp: Namespace, a: Any, b: Any) -> tuple[Any, Any]:
    """Return both as arrays, a Python number in the dtype that it takes beside the other."""
    a = as_array(xp, a, b)
    return a, as_array(xp, b, a)


@binary(product)
def matmul(xp: Namespace, a: Q, b: Q, *, precision: Any = None, preferred_element_type: Any = None) -> Q:
    """Matrix product, in the product of the units.

    a: (..., n, k) or (k,); b: (..., k, m) or (k,). `precision` and `preferred_element_type` are
    options of jax, here and in the products below.
    """
    return xp.matmul(a, b, **_of_jax(xp, "matmul", precision, preferred_element_type))


@binary(product)
def dot(xp: Namespace, a: Q, b: Q, *, precision: Any = None, preferred_element_type: Any = None) -> Q:
    """Dot product, in the product of the units: last axis of `a`, last but one of `b`.

    Numbers multiply; vectors and matrices as in `matmul`.
    """
    return xp.dot(a, b, **_of_jax(xp, "dot", precision, preferred_element_type))


@binary(product)
def outer(xp: Namespace, a: Q, b: Q, out: None = None) -> Q:
    """Products of each element of `a` with each of `b`, both as vectors, in the product of the units.

    `out` is numpy's: `np.outer` takes it.
    """
    if out is not None:
        raise TypeError("outer writes into no array: assign the result, or call np.outer(..., out=...)")
    a, b = _arrays(xp, a, b)
    return xp.multiply(xp.reshape(a, (-1, 1)), xp.reshape(b, (1, -1)))


@binary(product)
def tensordot(
    xp: Namespace,
    a: Q,
    b: Q,
    axes: int | tuple[Sequence[int], Sequence[int]] = 2,
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Q:
    """Sum of products over `axes`, in the product of the units.

    axes: how many of the last axes of `a` and the first of `b`, or the axes of both.
    """
    options = _of_jax(xp, "tensordot", precision, preferred_element_type)
    if not isinstance(axes, int):  # one axis of each may be a number, as numpy has it; torch takes lists
        first, second = ((each,) if isinstance(each, int) else tuple(each) for each in axes)
        axes = (first, second)
    return xp.tensordot(*_arrays(xp, a, b), axes=axes, **options)


@binary(product)
def vecdot(
    xp: Namespace,
    a: Q,
    b: Q,
    /,
    *,
    axis: int = -1,
    precision: Any = None,
    preferred_element_type: Any = None,
) -> Q:
    """Dot product of vectors along `axis`, `a` conjugated, in the product of the units."""
    options = _of_jax(xp, "vecdot", precision, preferred_element_type)
    return xp.vecdot(a, b, axis=axis, **options)


@binary(product)
def vdot(xp: Namespace, a: Q, b: Q, *, precision: Any = None, preferred_element_type: Any = None) -> Q:
    """Dot product of `a`, conjugated, and `b`, both as vectors, in the product of the units."""
    options = _of_jax(xp, "vdot", precision, preferred_element_type)
    a, b = _arrays(xp, a, b)
    return xp.vecdot(xp.reshape(a, (-1,)), xp.reshape(b, (-1,)), **options)


@binary(product)
def inner(xp: Namespace, a: Q, b: Q, *, precision: Any = None, preferred_element_type: Any = None) -> Q:
    """Sum of products over the last axis of both, in the product of the units. Numbers multiply."""
    options = _of_jax(xp, "inner", precision, preferred_element_type)
    if not (getattr(a, "shape", ()) and getattr(b, "shape", ())):
        return xp.multiply(a, b)
    return xp.tensordot(a, b, axes=((-1,), (-1,)), **options)


@binary(product)
def kron(xp: Namespace, a: Q, b: Q) -> Q:
    """Kronecker product: each element of `a` times all of `b`, in the product of the units.

    Axes of length one are put before the shorter of the shapes.
    """
    a, b = _arrays(xp, a, b)
    rank = max(len(a.shape), len(b.shape))
    rows, columns = (tuple([1] * (rank - len(x.shape)) + list(x.shape)) for x in (a, b))
    a = xp.reshape(a, tuple(length for size in rows for length in (size, 1)))
    b = xp.reshape(b, tuple(length for size in columns for length in (1, size)))
    shape = tuple(m * n for m, n in zip(rows, columns, strict=True))
    return xp.reshape(xp.multiply(a, b), shape)


@binary(product)
def cross(
    xp: Namespace, a: Q, b: Q, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
) -> Q:
    """Cross product of vectors of three elements, in the product of the units.

    Of vectors of two elements it is the third component alone, without an axis for it.
    `axisa`, `axisb`, `axisc`: where the vectors of `a`, of `b` and of the result are; `axis` is all three.
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = xp.moveaxis(a, axisa, -1), xp.moveaxis(b, axisb, -1)
    if a.shape[-1] == b.shape[-1] == 2:
        return a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]  # type: ignore[index]  # arrays here
    if a.shape[-1] != 3 or b.shape[-1] != 3:
        raise ValueError(f"cross takes vectors of 3 or 2 elements, got {a.shape[-1]} and {b.shape[-1]}")
    vectors: tuple[Any, Any] = (a, b)
    (a1, a2, a3), (b1, b2, b3) = ([x[..., i] for i in range(3)] for x in vectors)
    parts = [a2 * b3 - a3 * b2, a3 * b1 - a1 * b3, a1 * b2 - a2 * b1]
    return xp.stack(parts, axis=axisc)


@multiplied
def multi_dot(xp: Namespace, arrays: Sequence[Q], *, precision: Any = None) -> Q:
    """Matrix product of two or more arrays in the cheapest order, in the product of all units.

    arrays: matrices of any units; the first and the last may be vectors.
    The first and the last may be vectors, the others are matrices.
    """
    options = _of_jax(xp, "multi_dot", precision, None)
    if len(arrays) < 2:
        raise ValueError("multi_dot takes at least two arrays")
    first, last = len(arrays[0].shape) == 1, len(arrays[-1].shape) == 1
    chain: list[Any] = list(arrays)
    if first:
        chain[0] = xp.reshape(chain[0], (1, -1))
    if last:
        chain[-1] = xp.reshape(chain[-1], (-1, 1))
    if any(len(x.shape) != 2 for x in chain):
        raise ValueError("multi_dot takes matrices, and vectors at the ends")
    split = _cheapest([*(x.shape[0] for x in chain), chain[-1].shape[1]])
    result = _chained(partial(xp.matmul, **options), chain, split, 0, len(chain))
    result = result[0, ...] if first else result
    return result[..., 0] if last else result


def _cheapest(sizes: list[int]) -> dict[tuple[int, int], int]:
    """Return where to split each run of a chain of matrices; matrix i is ``sizes[i]`` by ``sizes[i + 1]``."""
    count = len(sizes) - 1
    cost = {(i, i + 1): 0 for i in range(count)}
    split: dict[tuple[int, int], int] = {}
    for length in range(2, count + 1):
        for i in range(count - length + 1):
            j = i + length
            cost[i, j], split[i, j] = min(
                (cost[i, k] + cost[k, j] + sizes[i] * sizes[k] * sizes[j], k) for k in range(i + 1, j)
            )
    return split


def _chained(
    matmul: Callable[..., Any], chain: list[Any], split: dict[tuple[int, int], int], i: int, j: int
) -> Any:
    if j - i == 1:
        return chain[i]
    k = split[i, j]
    return matmul(_chained(matmul, chain, split, i, k), _chained(matmul, chain, split, k, j))


def _to_the_power(unit: Unit, x: Array, n: int) -> tuple[Unit | None, Factor]:
    """Return the unit to the power `n`."""
    return rules.raised(unit, operator.index(n))


@shaped(_to_the_power)
def matrix_power(xp: Namespace, a: Q, n: int) -> Q:
    """Square matrices to the whole power `n`, in the unit of `a` to that power; inverses where negative.

    n: an integer; a negative one is a power of the inverse.
    """
    n = operator.index(n)
    if a.shape[-1] != a.shape[-2]:
        raise ValueError(f"matrix_power takes square matrices, got shape {tuple(a.shape)}")
    if n < 0:
        if xp.isdtype(a.dtype, ("bool", "integral")):
            a = xp.astype(a, xp.asarray(0.0).dtype)
        a, n = xp.linalg.inv(a), -n
    if n == 0:
        return xp.zeros_like(a) + xp.eye(a.shape[-1], dtype=a.dtype)
    result: Any = None
    while n:
        if n & 1:
            result = a if result is None else xp.matmul(result, a)
        n >>= 1
        a = xp.matmul(a, a) if n else a
    return result
