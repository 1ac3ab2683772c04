"""Diagonals and triangles of matrices: taken out, put in, found."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from bu_dispatch import BackendError
from bu_units import UNITLESS, Unit

from ..core import drop, keep, moved
from ..declare import ANY, Namespace, Plan, Q, creation, liked, ruled, unary
from ._options import dtype_of
from ._places import device_of, grid, lengths_of

__all__ = [
    "diag",
    "diag_indices_from",
    "diagflat",
    "diagonal",
    "fill_diagonal",
    "remove_diag",
    "trace",
    "tri",
    "tril",
    "tril_indices",
    "tril_indices_from",
    "triu",
    "triu_indices",
    "triu_indices_from",
]


@unary(keep, on_scale=moved)
def diagonal(xp: Namespace, a: Q, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Q:
    """Diagonal of the matrices in the plane of `axis1` and `axis2`, as the last axis, in the unit of `a`.

    `offset` counts diagonals upwards from the main one.
    """
    lengths_of(xp, a, "diagonal")
    return xp.diagonal(a, offset, axis1, axis2)


@unary(keep)
def trace(xp: Namespace, a: Q, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Q:
    """Sum along a diagonal, in the unit of `a`; see `diagonal`."""
    lengths_of(xp, a, "trace")
    return xp.sum(xp.diagonal(a, offset, axis1, axis2), axis=-1, dtype=dtype_of(xp, dtype))


def _matrix_of(xp: Namespace, v: Any, k: int) -> Any:
    """Return the matrix with the vector `v` on diagonal `k`, else zeros."""
    size = v.shape[0] + abs(k)
    if k:
        v = xp.concat([v, xp.zeros((abs(k),), dtype=v.dtype, device=device_of(xp, v))])
    values = xp.expand_dims(v, axis=1 if k >= 0 else 0)
    rows, columns = grid(xp, size, size, v)
    return xp.where(columns - rows == k, values, xp.zeros_like(values))


@liked(converts=True, fills=lambda v: len(v.shape) == 1)
def diag(xp: Namespace, v: Q, k: int = 0, unit: Unit | str | None = UNITLESS) -> Q:
    """Diagonal `k` of a matrix, or the matrix with a vector on it, in the unit of `v` or in `unit`.

    A plain `v` takes `unit` as it is; a quantity is converted, where the dimension is the same.
    """
    ndim = len(v.shape)
    if ndim not in (1, 2):
        raise ValueError(f"diag takes a vector or a matrix, got an array with {ndim} axes")
    return _matrix_of(xp, v, k) if ndim == 1 else xp.diagonal(v, k, 0, 1)


@unary(keep)
def diagflat(xp: Namespace, v: Q, k: int = 0) -> Q:
    """Matrix with the flattened `v` on diagonal `k`, else zeros, in the unit of `v`."""
    return _matrix_of(xp, xp.reshape(v, (-1,)), k)


def _filled(a: Unit, val: Unit) -> Plan:
    """The unit of `a`; a plain `val` is taken as it is."""
    return Plan({"val": ANY if val is UNITLESS else a}, a)


@ruled(_filled, "a", "val", on_scales=True, into={"val": "a"})
def fill_diagonal(xp: Namespace, a: Q, val: Q | complex, wrap: bool = False, inplace: bool = False) -> Q:
    """`a` with `val` on its main diagonal, in the unit of `a`.

    a: a matrix, or an array with equally long axes. val: a number or an array, whose elements are
    taken in turn; converted to the unit, a plain one is taken as it is. With `wrap` the diagonal
    of a tall matrix starts again below its end. With `inplace` `a` itself is changed and returned,
    which libraries with fixed arrays refuse by a BackendError.
    """
    shape = lengths_of(xp, a, "fill_diagonal")
    if len(shape) < 2 or (len(shape) > 2 and len(set(shape)) > 1):
        raise ValueError(
            f"fill_diagonal takes a matrix or an array with equally long axes, got shape {shape}"
        )
    if inplace and not xp.backend.mutable:
        raise BackendError(
            f"fill_diagonal with inplace=True is not available on the {xp.backend.name} backend, whose "
            "arrays do not change; use the array that fill_diagonal returns without it"
        )
    if 0 in shape:
        return a
    step = shape[1] + 1 if len(shape) == 2 else sum(shape[0] ** i for i in range(len(shape)))
    size = prod(shape)
    flat = xp.arange(size, device=device_of(xp, a))
    mask = flat % step == 0
    if len(shape) == 2 and not wrap:
        mask = xp.logical_and(mask, flat < shape[1] ** 2)
    val = xp.astype(xp.reshape(val, (-1,)), a.dtype)
    if val.shape[0] > 1:
        val = xp.reshape(xp.take(val, flat // step % val.shape[0], axis=0), shape)
    filled = xp.where(xp.reshape(mask, shape), val, a)
    if inplace:
        a[...] = filled  # type: ignore[index]  # as above
        return a
    return filled


@unary(keep, on_scale=moved)
def remove_diag(xp: Namespace, x: Any) -> Any:
    """Matrix without its main diagonal, a column narrower, in the unit of `x`.

    x: (m, n) with m <= n; the result is (m, n - 1).
    """
    shape = lengths_of(xp, x, "remove_diag")
    if len(shape) != 2 or shape[0] > shape[1]:
        raise ValueError(f"remove_diag takes a matrix that is not taller than wide, got shape {shape}")
    rows, columns = grid(xp, shape[0], shape[1] - 1, x)
    return xp.where(columns < rows, x[:, :-1], x[:, 1:])


# ---------------------------------------------------------------- triangles


@creation
def tri(
    xp: Namespace,
    N: int,
    M: int | None = None,
    k: int = 0,
    dtype: Any = None,
    unit: Unit | str | None = UNITLESS,
) -> Any:
    """Ones on and below diagonal `k` of an N x M matrix, else zeros, from the default backend, in `unit`."""
    rows, columns = grid(xp, N, N if M is None else M)
    return xp.astype(columns - rows <= k, xp.asarray(0.0).dtype if dtype is None else dtype)


def _matrices(xp: Namespace, m: Any) -> Any:
    """Return `m`, a vector as the equal rows of a matrix, as numpy has it."""
    if not m.shape:
        raise ValueError("a single number has no triangle: a matrix or a vector is needed")
    return m if len(m.shape) > 1 else xp.broadcast_to(m, (m.shape[0], m.shape[0]))


@liked(converts=True, fills=lambda m: True)
def tril(xp: Namespace, m: Q, k: int = 0, unit: Unit | str | None = UNITLESS) -> Q:
    """`m` with zeros above diagonal `k`, in the unit of `m` or in `unit`; see `diag`."""
    return xp.tril(_matrices(xp, m), k=k)


@liked(converts=True, fills=lambda m: True)
def triu(xp: Namespace, m: Q, k: int = 0, unit: Unit | str | None = UNITLESS) -> Q:
    """`m` with zeros below diagonal `k`, in the unit of `m` or in `unit`; see `diag`."""
    return xp.triu(_matrices(xp, m), k=k)


# ---------------------------------------------------------------- positions


def _arrays(xp: Namespace, indices: tuple[Any, ...], x: Any = None) -> tuple[Any, ...]:
    return tuple(xp.backend.asarray(each, device=device_of(xp, x)) for each in indices)


def _matrix_shape(name: str, arr: Any) -> tuple[int, int]:
    if len(arr.shape) != 2:
        raise ValueError(f"{name} takes a matrix, got an array with {len(arr.shape)} axes")
    rows, columns = arr.shape
    return rows, columns


@creation
def tril_indices(xp: Namespace, n: int, k: int = 0, m: int | None = None) -> Any:
    """Rows and columns of the elements on and below diagonal `k` of an n x m matrix: plain integers.

    n: the number of rows; m: the number of columns, None for as many.
    """
    return _arrays(xp, np.tril_indices(n, k, m))


@creation
def triu_indices(xp: Namespace, n: int, k: int = 0, m: int | None = None) -> Any:
    """Rows and columns of the elements on and above diagonal `k` of an n x m matrix: plain integers.

    n: the number of rows; m: the number of columns, None for as many.
    """
    return _arrays(xp, np.triu_indices(n, k, m))


@unary(drop)
def tril_indices_from(xp: Namespace, arr: Q, k: int = 0) -> Any:
    """Rows and columns of the elements on and below diagonal `k` of the matrix `arr`: plain integers."""
    rows, columns = _matrix_shape("tril_indices_from", arr)
    return _arrays(xp, np.tril_indices(rows, k, columns), arr)


@unary(drop)
def triu_indices_from(xp: Namespace, arr: Q, k: int = 0) -> Any:
    """Rows and columns of the elements on and above diagonal `k` of the matrix `arr`: plain integers."""
    rows, columns = _matrix_shape("triu_indices_from", arr)
    return _arrays(xp, np.triu_indices(rows, k, columns), arr)


@unary(drop)
def diag_indices_from(xp: Namespace, arr: Q) -> Any:
    """Positions of the main diagonal of `arr`, whose axes are equally long: plain integers for each axis."""
    shape = tuple(arr.shape)
    if len(shape) < 2 or len(set(shape)) > 1:
        raise ValueError(
            f"diag_indices_from takes an array with 2 or more equally long axes, got shape {shape}"
        )
    return _arrays(xp, (np.arange(shape[0]),) * len(shape), arr)
