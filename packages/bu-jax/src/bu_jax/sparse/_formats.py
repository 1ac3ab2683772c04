"""The formats: CSR and CSC, compressed rows and columns, and COO, rows and columns written out."""

from __future__ import annotations

from typing import Any, Self

import jax
import jax.numpy as jnp

from bu_array.core import join, split

from . import _kernels
from ._base import SparseMatrix
from ._operands import attach_coo, bare, jax_array, wrapped

__all__ = [
    "COO",
    "CSC",
    "CSR",
    "coo_fromdense",
    "coo_todense",
    "csc_fromdense",
    "csc_todense",
    "csr_fromdense",
    "csr_todense",
]


class _Compressed(SparseMatrix):
    """Entries row by row, or column by column: `indptr` says where each begins, `indices` where in it."""

    indices: jax.Array
    """The column of each entry; of a CSC matrix the row."""
    indptr: jax.Array
    """Where the entries of each row begin, and their number; of a CSC matrix those of each column."""

    def __init__(self, args: Any, *, shape: Any) -> None:
        data, indices, indptr = args
        super().__init__(args, shape=shape)
        self.data = wrapped(type(self).__name__, data)
        self.indices, self.indptr = _kernels.places_array(indices), _kernels.places_array(indptr)

    def tree_flatten(self) -> tuple[Any, dict[str, Any]]:
        """Return the leaves ``(data, indices, indptr)`` and the shape."""
        return (self.data, self.indices, self.indptr), {"shape": self.shape}

    @classmethod
    def tree_unflatten(cls, aux_data: dict[str, Any], children: Any) -> Self:
        """Return the matrix of what `tree_flatten` returned; nothing is checked."""
        found = object.__new__(cls)
        found.data, found.indices, found.indptr = children
        found.shape = aux_data["shape"]
        return found


@jax.tree_util.register_pytree_node_class
class CSR(_Compressed):
    """A matrix of compressed rows, ``CSR((data, indices, indptr), shape=(m, n))``, in the unit of `data`.

    data: (entries,); indices: (entries,), the column of each; indptr: (m + 1,), where each row begins.
    """

    def _places(self) -> tuple[Any, Any]:
        return _kernels.rows_of(self.indices, self.indptr), self.indices

    def _dot(self, data: Any, x: Any) -> Any:
        return _kernels.compressed_dot(data, self.indices, self.indptr, x, shape=self.shape)

    def _converted(self, matrix: SparseMatrix) -> CSR:
        return matrix.tocsr()  # type: ignore[no-any-return]  # tocsr gives a CSR

    @classmethod
    def fromdense(cls, mat: Any, *, nse: int | None = None, index_dtype: Any = jnp.int32) -> CSR:
        """Return the matrix of what is not zero in a dense one, in its unit; see `csr_fromdense`."""
        return csr_fromdense(mat, nse=nse, index_dtype=index_dtype)

    def transpose(self, axes: Any = None) -> CSC:
        """Return the matrix with rows and columns exchanged, as CSC; nothing is copied."""
        _check_axes(axes)
        return CSC((self.data, self.indices, self.indptr), shape=self.shape[::-1])

    def tocoo(self) -> COO:
        """Return the matrix as COO, in the same unit."""
        return COO((self.data, *self._places()), shape=self.shape, rows_sorted=True)

    def tocsr(self) -> CSR:
        """Return the matrix itself."""
        return self


@jax.tree_util.register_pytree_node_class
class CSC(_Compressed):
    """A matrix of compressed columns, ``CSC((data, indices, indptr), shape=(m, n))``, in the unit of `data`.

    data: (entries,); indices: (entries,), the row of each; indptr: (n + 1,), where each column begins.
    """

    def _places(self) -> tuple[Any, Any]:
        return self.indices, _kernels.rows_of(self.indices, self.indptr)

    def _converted(self, matrix: SparseMatrix) -> CSC:
        return matrix.tocsc()  # type: ignore[no-any-return]  # tocsc gives a CSC

    @classmethod
    def fromdense(cls, mat: Any, *, nse: int | None = None, index_dtype: Any = jnp.int32) -> CSC:
        """Return the matrix of what is not zero in a dense one, in its unit; see `csc_fromdense`."""
        return csc_fromdense(mat, nse=nse, index_dtype=index_dtype)

    def transpose(self, axes: Any = None) -> CSR:
        """Return the matrix with rows and columns exchanged, as CSR; nothing is copied."""
        _check_axes(axes)
        return CSR((self.data, self.indices, self.indptr), shape=self.shape[::-1])

    def tocoo(self) -> COO:
        """Return the matrix as COO, in the same unit."""
        return COO((self.data, *self._places()), shape=self.shape, cols_sorted=True)

    def tocsc(self) -> CSC:
        """Return the matrix itself."""
        return self


@jax.tree_util.register_pytree_node_class
class COO(SparseMatrix):
    """Entries with row and column, ``COO((data, row, col), shape=(m, n))``, in the unit of `data`.

    data, row, col: (entries,); ``(data, (row, col))`` is taken too. rows_sorted, cols_sorted: what is known
    of the order.
    """

    row: jax.Array
    """The row of each entry."""
    col: jax.Array
    """The column of each entry."""

    def __init__(
        self, args: Any, *, shape: Any, rows_sorted: bool = False, cols_sorted: bool = False
    ) -> None:
        data, *places = args
        row, col = places[0] if len(places) == 1 else places
        super().__init__(args, shape=shape)
        self.data = wrapped(type(self).__name__, data)
        self.row, self.col = _kernels.places_array(row), _kernels.places_array(col)
        self._rows_sorted, self._cols_sorted = rows_sorted, cols_sorted

    def tree_flatten(self) -> tuple[Any, dict[str, Any]]:
        """Return the leaves ``(data, row, col)``, and the shape and the order."""
        order = {"rows_sorted": self._rows_sorted, "cols_sorted": self._cols_sorted}
        return (self.data, self.row, self.col), {"shape": self.shape, **order}

    @classmethod
    def tree_unflatten(cls, aux_data: dict[str, Any], children: Any) -> Self:
        """Return the matrix of what `tree_flatten` returned; nothing is checked."""
        found = object.__new__(cls)
        found.data, found.row, found.col = children
        found.shape = aux_data["shape"]
        found._rows_sorted, found._cols_sorted = aux_data["rows_sorted"], aux_data["cols_sorted"]
        return found

    def _places(self) -> tuple[Any, Any]:
        return self.row, self.col

    @classmethod
    def fromdense(cls, mat: Any, *, nse: int | None = None, index_dtype: Any = jnp.int32) -> COO:
        """Return the matrix of what is not zero in a dense one, in its unit; see `coo_fromdense`."""
        return coo_fromdense(mat, nse=nse, index_dtype=index_dtype)

    def transpose(self, axes: Any = None) -> COO:
        """Return the matrix with rows and columns exchanged; nothing is copied."""
        _check_axes(axes)
        order = {"rows_sorted": self._cols_sorted, "cols_sorted": self._rows_sorted}
        return COO((self.data, self.col, self.row), shape=self.shape[::-1], **order)

    def tocoo(self) -> COO:
        """Return the matrix itself."""
        return self

    def tocsr(self) -> CSR:
        """Return the matrix as CSR, in the same unit; entries at one place are added up."""
        places = _kernels.distinct(self.row, self.col, self.shape)
        indptr = _kernels.pointers(places.row, self.shape[0], self.row.dtype)
        return CSR((self._sums(places), places.col, indptr), shape=self.shape)

    def tocsc(self) -> CSC:
        """Return the matrix as CSC, in the same unit; entries at one place are added up."""
        return self.transpose().tocsr().transpose()

    def _sums(self, places: _kernels.Distinct) -> Any:
        data, unit = split(self.data)
        total = places.gathered((data, places.number))
        return total if bare(self.data) else join(total, unit)


attach_coo(COO)


def _check_axes(axes: Any) -> None:
    if axes is not None and tuple(axes) not in {(1, 0), (-1, -2), (1, -2), (-1, 0)}:
        raise ValueError(f"transpose: axes is None or (1, 0), which exchanges rows and columns; got {axes}")


# ---------------------------------------------------------------- from and to dense matrices


def coo_fromdense(mat: Any, *, nse: int | None = None, index_dtype: Any = jnp.int32) -> COO:
    """Return the COO matrix of what is not zero in a dense one, in its unit.

    mat: (m, n). `nse`: number of entries to store, at least those that are not zero; counted where it
    is not given, which `jax.jit` cannot do. BackendError for a matrix of another library.
    """
    data, row, col, shape = _entries("coo_fromdense", mat, nse, index_dtype)
    return COO((data, row, col), shape=shape, rows_sorted=True)


def csr_fromdense(mat: Any, *, nse: int | None = None, index_dtype: Any = jnp.int32) -> CSR:
    """Return the CSR matrix of what is not zero in a dense one, in its unit; see `coo_fromdense`."""
    data, row, col, shape = _entries("csr_fromdense", mat, nse, index_dtype)
    return CSR((data, col, _kernels.pointers(row, shape[0], index_dtype)), shape=shape)


def csc_fromdense(mat: Any, *, nse: int | None = None, index_dtype: Any = jnp.int32) -> CSC:
    """Return the CSC matrix of what is not zero in a dense one, in its unit; see `coo_fromdense`."""
    data, col, row, shape = _entries("csc_fromdense", mat, nse, index_dtype, swapped=True)
    return CSC((data, row, _kernels.pointers(col, shape[1], index_dtype)), shape=shape)


def _entries(
    name: str, mat: Any, nse: int | None, index_dtype: Any, swapped: bool = False
) -> tuple[Any, ...]:
    """Return entries, their rows and columns, row by row, and the shape; of the transpose if `swapped`."""
    array, unit = jax_array(name, mat)
    if array.ndim != 2:
        raise ValueError(f"{name}: a matrix has two axes, got shape {array.shape}")
    data, row, col = _kernels.fromdense(array.T if swapped else array, nse, index_dtype)
    return data if bare(wrapped(name, mat)) else join(data, unit), row, col, array.shape


def coo_todense(mat: COO) -> Any:
    """Return the matrix as a dense array, in its unit."""
    return mat.todense()


def csr_todense(mat: CSR) -> Any:
    """Return the matrix as a dense array, in its unit."""
    return mat.todense()


def csc_todense(mat: CSC) -> Any:
    """Return the matrix as a dense array, in its unit."""
    return mat.todense()
