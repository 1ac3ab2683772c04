"""Products and sums of sparse matrices, with units."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np

from bu_array.core import detach, join, product, scaled, split
from bu_units import Unit

from . import _kernels
from ._operands import bare, coo, jax_array

__all__ = ["added", "dense_times", "ours", "times_dense", "times_elements", "times_sparse"]


def times_dense(matrix: Any, x: Any) -> Any:
    """Return ``matrix @ x`` for a dense `x`: (n,) or (..., n, k)."""
    b, second = jax_array("matmul", x)
    a, first = split(matrix.data)
    rows, cols = matrix.shape
    axis = 0 if b.ndim == 1 else -2
    if b.ndim == 0 or b.shape[axis] != cols:
        raise ValueError(f"matmul: shapes {matrix.shape} and {b.shape} do not fit")
    dtype = jnp.result_type(a, b)
    moved = jnp.moveaxis(b.astype(dtype), axis, 0)
    flat = moved if b.ndim <= 2 else moved.reshape(cols, -1)
    result = matrix._dot(a.astype(dtype), flat).reshape(rows, *moved.shape[1:])
    return _result(jnp.moveaxis(result, 0, axis), *product.result(first, second))


def dense_times(x: Any, matrix: Any) -> Any:
    """Return ``x @ matrix`` for a dense `x`: (m,) or (..., k, m)."""
    b, second = jax_array("matmul", x)
    a, first = split(matrix.data)
    rows, cols = matrix.shape
    if b.ndim == 0 or b.shape[-1] != rows:
        raise ValueError(f"matmul: shapes {b.shape} and {matrix.shape} do not fit")
    dtype = jnp.result_type(a, b)
    moved = jnp.moveaxis(b.astype(dtype), -1, 0)
    flat = moved if b.ndim <= 2 else moved.reshape(rows, -1)
    result = matrix.transpose()._dot(a.astype(dtype), flat).reshape(cols, *moved.shape[1:])
    return _result(jnp.moveaxis(result, 0, -1), *product.result(second, first))


def times_sparse(first: Any, second: Any) -> Any:
    """Return the product of two sparse matrices.

    Where their places are traced, the product is computed densely, and has as many entries as
    there could be.
    """
    first, second = ours(first), ours(second)
    if first.shape[1] != second.shape[0]:
        raise ValueError(f"matmul: shapes {first.shape} and {second.shape} do not fit")
    (a, left), (b, right) = split(first.data), split(second.data)
    shape = (first.shape[0], second.shape[1])
    own, theirs = first._places(), second._places()
    if _kernels.known(*own, *theirs):
        mine, other = _kernels.product_places(own, theirs, second.shape[0])
        places = _kernels.distinct(np.asarray(own[0])[mine], np.asarray(theirs[1])[other], shape)
        data = places.gathered((a[mine] * b[other], places.number))
    else:
        places, data = _dense_product(first, a, second, b, shape)
    unit, fold = product.result(left, right)
    return first._converted(coo((_result(data, unit, fold), places.row, places.col), shape))


def times_elements(first: Any, second: Any) -> Any:
    """Return the products of the elements of two matrices, at the places of the first."""
    _same_shape("multiply", first, second)
    second = ours(second)
    (b, unit), count = split(second.data), first.nse
    places = _both(first, second)
    there = places.gathered((b, places.number[count:]))
    found = there.at[places.number[:count]].get(mode="fill", fill_value=0)
    return first._with(first.data * (found if bare(second.data) else join(found, unit)))


def added(first: Any, second: Any, name: str) -> Any:
    """Return the sum, in the unit and the format of the first; the other is converted."""
    _same_shape(name, first, second)
    second = ours(second)
    a, unit = split(first.data)
    b = detach(second.data, unit, name)
    if _places_agree(first, second):
        total = a + b
        return first._with(total if bare(first.data) else join(total, unit))
    places, count = _both(first, second), first.nse
    total = places.gathered((a, places.number[:count]), (b, places.number[count:]))
    data = total if bare(first.data) else join(total, unit)
    return first._converted(coo((data, places.row, places.col), first.shape))


def ours(matrix: Any) -> Any:
    """Return a matrix of jax.experimental.sparse as one of this package; others as they are."""
    if hasattr(matrix, "_places"):
        return matrix
    if hasattr(matrix, "to_bcoo"):  # BCSR
        matrix = matrix.to_bcoo()
    if len(matrix.shape) == 2 and getattr(matrix, "n_sparse", 2) == 2:
        if hasattr(matrix, "row"):  # COO
            return coo((matrix.data, matrix.row, matrix.col), matrix.shape)
        if hasattr(matrix, "indptr"):  # CSR, CSC
            rows = _kernels.rows_of(matrix.indices, matrix.indptr)
            by_row = type(matrix).__name__ == "CSR"
            row, col = (rows, matrix.indices) if by_row else (matrix.indices, rows)
            return coo((matrix.data, row, col), matrix.shape)
        return coo((matrix.data, matrix.indices[:, 0], matrix.indices[:, 1]), matrix.shape)
    raise TypeError(f"expected a sparse matrix of two axes, got {matrix!r}")


def _result(mantissa: Any, unit: Unit | None, fold: Any) -> Any:
    return scaled(mantissa, fold) if unit is None else join(scaled(mantissa, fold), unit)


def _same_shape(name: str, first: Any, second: Any) -> None:
    if tuple(first.shape) != tuple(second.shape):
        raise ValueError(f"{name}: sparse matrices of shapes {first.shape} and {second.shape}")


def _places_agree(first: Any, second: Any) -> bool:
    """Whether two matrices are known to have entries at the same places in the same order."""
    if type(first) is not type(second) or first.nse != second.nse:
        return False
    # What is no leaf may hold places too, in a format of others.
    (_, *own), (_, *theirs) = first.tree_flatten()[0], second.tree_flatten()[0]
    if own and all(x is y for x, y in zip(own, theirs, strict=True)):
        return True
    places = (*first._places(), *second._places())
    return _kernels.known(*places) and all(map(np.array_equal, places[:2], places[2:]))


def _both(first: Any, second: Any) -> _kernels.Distinct:
    """Return the places of both matrices; the numbers of those of the first come first."""
    (row, col), (other_row, other_col) = first._places(), second._places()
    rows, cols = _kernels.joined(row, other_row), _kernels.joined(col, other_col)
    return _kernels.distinct(rows, cols, first.shape)


def _dense_product(
    first: Any, a: Any, second: Any, b: Any, shape: tuple[int, int]
) -> tuple[_kernels.Distinct, Any]:
    """Return places and entries of a product whose places are traced."""
    size = min(first.nse * second.nse, shape[0] * shape[1])
    dtype = jnp.result_type(a, b)
    rows, cols = second._places()

    def matrices(a: Any, b: Any) -> Any:
        return first._dot(a, _kernels.dense(b, rows, cols, shape=second.shape))

    values = matrices(a.astype(dtype), b.astype(dtype))
    # Where entries meet, whatever their values: a product that is zero has a gradient too.
    met = matrices(jnp.ones(a.shape, "float32"), jnp.ones(b.shape, "float32"))
    row, col = jnp.nonzero(met, size=size, fill_value=shape)
    index_dtype = jnp.result_type(*first._places(), rows, cols)
    places = _kernels.Distinct(row.astype(index_dtype), col.astype(index_dtype), None)
    return places, values.at[row, col].get(mode="fill", fill_value=0)
