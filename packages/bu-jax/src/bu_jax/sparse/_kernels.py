"""Sparse matrices as bare arrays: entries and their places, on the kernels of jax.experimental.sparse.

An entry is a value with a row and a column. Entries at one place add up; entries at rows or columns
that do not exist count for nothing, and fill arrays whose length jax must know beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, NamedTuple, TypeVar, cast

import jax
import jax.numpy as jnp
import numpy as np
from jax.experimental import sparse

__all__ = [
    "Distinct",
    "compressed_dot",
    "dense",
    "distinct",
    "dot",
    "fromdense",
    "inside",
    "joined",
    "known",
    "places_array",
    "pointers",
    "product_places",
    "rows_of",
]

Shape = tuple[int, int]
F = TypeVar("F", bound=Callable[..., Any])

# What the kernel for compressed rows on a CPU computes with; for others jax warns that it is slow.
_COMPRESSED_DTYPES = frozenset({"int32", "int64", "float32", "float64", "complex64", "complex128"})


def known(*arrays: Any) -> bool:
    """Whether the values of arrays are known now: none is a tracer."""
    return not any(isinstance(x, jax.core.Tracer) for x in arrays)


def _early(function: F) -> F:
    """Make a function of places compute at once where they are known, inside of `jax.jit` too."""

    @wraps(function)
    def run(*args: Any) -> Any:
        if not known(*args):
            return function(*args)
        with jax.ensure_compile_time_eval():
            return function(*args)

    return cast("F", run)


@_early
@jax.jit
def rows_of(indices: Any, indptr: Any) -> Any:
    """Return the row of each entry of compressed rows; entries behind the last row are in none."""
    ends = jnp.zeros(indices.shape, indptr.dtype).at[indptr[1:]].add(1, mode="drop")
    return jnp.cumsum(ends, dtype=indptr.dtype)


@_early
def places_array(places: Any) -> Any:
    """Return rows, columns or pointers as a jax array."""
    return jnp.asarray(places)


@_early
def joined(first: Any, second: Any) -> Any:
    """Return the rows, or the columns, of two matrices one behind the other."""
    return jnp.concatenate([first, second.astype(first.dtype)])


@_early
def pointers(rows: Any, count: int, dtype: Any) -> Any:
    """Return where each of `count` rows begins among sorted `rows`, and where the last one ends."""
    return jnp.searchsorted(rows, jnp.arange(count + 1, dtype=rows.dtype)).astype(dtype)


def _bcoo(data: Any, row: Any, col: Any, shape: Shape) -> sparse.BCOO:
    return sparse.BCOO((data, jnp.stack([row, col], axis=-1)), shape=shape)


@partial(jax.jit, static_argnames="shape")
def dense(data: Any, row: Any, col: Any, *, shape: Shape) -> Any:
    """Return the matrix as a dense array."""
    return _bcoo(data, row, col, shape).todense()


@partial(jax.jit, static_argnames="shape")
def dot(data: Any, row: Any, col: Any, x: Any, *, shape: Shape) -> Any:
    """Return the product of the matrix and a dense vector or matrix."""
    return _bcoo(data, row, col, shape) @ x


@partial(jax.jit, static_argnames="shape")
def compressed_dot(data: Any, indices: Any, indptr: Any, x: Any, *, shape: Shape) -> Any:
    """Return the product of a matrix of compressed rows and a dense vector or matrix."""
    signed = str(indices.dtype) in ("int32", "int64") and indices.dtype == indptr.dtype
    if str(data.dtype) not in _COMPRESSED_DTYPES or not signed:
        return dot(data, rows_of(indices, indptr), indices, x, shape=shape)
    matrix = sparse.BCSR((data, indices, indptr), shape=shape)
    return (matrix @ x[:, None])[:, 0] if x.ndim == 1 else matrix @ x


def fromdense(mat: Any, nse: int | None, index_dtype: Any) -> tuple[Any, Any, Any]:
    """Return values, rows and columns of what is not zero, row by row: `nse` entries, or all."""
    found = sparse.BCOO.fromdense(mat, nse=nse, index_dtype=jnp.dtype(index_dtype))
    return found.data, found.indices[:, 0], found.indices[:, 1]


def inside(row: Any, col: Any, shape: Shape) -> Any:
    """Return which entries are at rows and columns that exist."""
    return (row < shape[0]) & (col < shape[1])


class Distinct(NamedTuple):
    """Places without repetition, row by row, and for each entry the number of its place."""

    row: Any
    col: Any
    number: Any

    def gathered(self, *parts: tuple[Any, Any]) -> Any:
        """Return the sum of the values at each place, of several (values, numbers of their places)."""
        dtype = jnp.result_type(*(data.dtype for data, _ in parts))
        total = jnp.zeros(self.row.shape, dtype)
        for data, number in parts:
            total = total.at[number].add(data.astype(dtype), mode="drop")
        return total


@_early
def distinct(row: Any, col: Any, shape: Shape) -> Distinct:
    """Return the places among those of entries.

    As many as there are where rows and columns are known, else as many as there could be.
    """
    dtype = jnp.result_type(row, col)
    if known(row, col):
        rows, cols = np.asarray(row).astype(np.int64), np.asarray(col).astype(np.int64)
        keys = np.where(inside(rows, cols, shape), rows * shape[1] + cols, shape[0] * shape[1])
        found, numbers = np.unique(keys, return_inverse=True)
        found = found[: len(found) - int(found[-1] == shape[0] * shape[1])] if len(found) else found
        rows, cols = np.divmod(found, max(shape[1], 1))
        number = jnp.asarray(numbers.reshape(-1))
        return Distinct(jnp.asarray(rows, dtype), jnp.asarray(cols, dtype), number)
    fill = jnp.asarray(shape, dtype)
    pairs = jnp.stack([row, col], axis=-1)
    pairs = jnp.where(inside(row, col, shape)[:, None], pairs, fill[None, :])
    size = min(row.shape[0], shape[0] * shape[1])
    found, numbers = jnp.unique(pairs, axis=0, return_inverse=True, size=size, fill_value=fill)
    return Distinct(found[:, 0], found[:, 1], numbers.reshape(-1))


def product_places(first: tuple[Any, Any], second: tuple[Any, Any], rows: int) -> tuple[Any, Any]:
    """Return the numbers of the entries of two matrices, known places, that meet in their product.

    `rows` is the number of rows of the second matrix.
    """
    cols, (row, _) = np.asarray(first[1]), (np.asarray(part) for part in second)
    order = np.argsort(row, kind="stable")
    begins = np.searchsorted(row[order], np.arange(rows + 1))
    there = (cols < rows) & (cols >= 0)
    at = np.where(there, cols, 0)
    counts = np.where(there, begins[at + 1] - begins[at], 0) if rows else np.zeros(len(cols), int)
    mine = np.repeat(np.arange(len(cols)), counts)
    within = np.arange(len(mine)) - np.repeat(np.cumsum(counts) - counts, counts)
    return mine, order[np.repeat(begins[at] if rows else counts, counts) + within]
