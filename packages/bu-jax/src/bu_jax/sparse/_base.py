"""SparseMatrix: what all formats have in common, and a base for formats of others."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, NoReturn, Self

import jax
import jax.numpy as jnp
from jax.experimental.sparse import JAXSparse

from bu_array.core import is_plain_zero, join, split, unwrapped
from bu_units import Unit

from . import _index, _kernels, _products
from ._operands import at_places, bare, checked, coo, is_operand, wrapped

__all__ = ["SparseMatrix"]


class SparseMatrix(JAXSparse):
    """A matrix of which the entries in `data` are stored, an array or a quantity; all others are zero.

    A matrix stands for its dense array: operators give what they give for ``todense()``, as a sparse
    matrix where what is not stored stays zero (``*``, ``/``, ``//``, ``%`` by numbers and arrays, and
    sums, differences and products of two sparse matrices), else as a dense array. Entries at one
    place add up; ``abs``, ``//`` and ``%`` take each for itself. To change the stored entries alone,
    use `with_data`.

    A format of one's own derives from this class, is registered with jax as a pytree whose first
    leaf is `data`, and provides `tree_flatten`, `tree_unflatten` and `_places`; with these, all else
    works, and may be overridden.
    """

    data: Any
    """The entries: an array, or a quantity in their unit."""
    shape: tuple[int, int]
    """Numbers of rows and columns."""

    # numpy leaves ``array @ matrix`` to the operators here.
    __array_ufunc__ = None
    __array_priority__ = 2000

    def __init__(self, args: Any, *, shape: Any) -> None:
        super().__init__(args, shape=shape)

    # ------------------------------------------------------------ what a format provides

    def _places(self) -> tuple[Any, Any]:
        """Return the row and the column of each entry."""
        self._lacks("_places")

    def _converted(self, matrix: Any) -> Any:
        """Return a matrix of any format in that of `self`."""
        return matrix.tocoo()

    def _dot(self, data: Any, x: Any) -> Any:
        """Return the product with a dense vector or matrix, bare, of entries `data`."""
        return _kernels.dot(data, *self._places(), x, shape=self.shape)

    def tree_flatten(self) -> tuple[Any, Any]:
        """Return the leaves, `data` first, and what is known without them."""
        self._lacks("tree_flatten")

    @classmethod
    def tree_unflatten(cls, aux_data: Any, children: Any) -> Any:
        """Return the matrix of what `tree_flatten` returned; nothing is checked."""
        raise NotImplementedError(f"{cls.__name__}.tree_unflatten")

    def transpose(self, axes: Any = None) -> Any:
        """Return the matrix with rows and columns exchanged, in the same unit."""
        return self.tocoo().transpose(axes)

    def _lacks(self, name: str) -> NoReturn:
        raise NotImplementedError(f"{type(self).__name__}.{name}")

    # ------------------------------------------------------------ properties

    @property
    def dtype(self) -> Any:
        """The dtype of the entries."""
        return self.data.dtype

    @property
    def nse(self) -> int:
        """Number of stored entries."""
        return int(self.data.shape[-1])

    @property
    def unit(self) -> Unit:
        """The unit of the entries."""
        return split(self.data)[1]

    def __repr__(self) -> str:
        try:
            unit = "" if self.unit.is_unitless else f", unit={self.unit}"
            traced = "" if _kernels.known(split(self.data)[0]) else ", traced"
            return f"{type(self).__name__}({self.dtype}{list(self.shape)}, nse={self.nse}{unit}{traced})"
        except (AttributeError, IndexError, TypeError):  # jax puts placeholders in the place of the entries
            return f"{type(self).__name__}(<no entries>)"

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NoReturn:
        raise TypeError("a sparse matrix is no array: convert it with .todense()")

    def block_until_ready(self) -> Self:
        """Wait until all entries are computed; return the matrix."""
        jax.block_until_ready(self.tree_flatten()[0])  # type: ignore[no-untyped-call]  # jax has no annotation
        return self

    # ------------------------------------------------------------ other entries, other formats

    def with_data(self, data: Any) -> Any:
        """Return the matrix with other entries at the same places; ValueError for another number of them."""
        entries = wrapped(type(self).__name__, data)
        old, new = getattr(self.data, "shape", None), getattr(entries, "shape", None)
        if old != new:
            raise ValueError(f"with_data: expected entries of shape {old}, got {new}")
        return self._with(entries)

    def _with(self, data: Any) -> Any:
        children, aux_data = self.tree_flatten()
        return type(self).tree_unflatten(aux_data, (data, *children[1:]))

    def todense(self) -> Any:
        """Return the matrix as a dense array, in the unit of the entries."""
        row, col = self._places()
        data, unit = split(self.data)
        return self._joined(_kernels.dense(data, row, col, shape=self.shape), unit)

    def _joined(self, mantissa: Any, unit: Unit) -> Any:
        return mantissa if bare(self.data) else join(mantissa, unit)

    def tocoo(self) -> Any:
        """Return the matrix as COO, in the same unit."""
        return coo((self.data, *self._places()), self.shape)

    def tocsr(self) -> Any:
        """Return the matrix as CSR, in the same unit; entries at one place are added up."""
        return self.tocoo().tocsr()

    def tocsc(self) -> Any:
        """Return the matrix as CSC, in the same unit; entries at one place are added up."""
        return self.tocoo().tocsc()

    # ------------------------------------------------------------ reductions and parts

    def sum(self, axis: Any = None) -> Any:
        """Return the sum of all elements, or along an axis, dense, in the unit of the entries."""
        data, unit = split(self.data)
        row, col = self._places()
        there = _kernels.inside(row, col, self.shape)
        axes = (
            {0, 1}
            if axis is None
            else {operator.index(a) for a in (axis if isinstance(axis, tuple) else (axis,))}
        )
        if not axes <= {-2, -1, 0, 1}:
            raise ValueError(f"sum: a matrix has the axes 0 and 1, got {axis}")
        axes = {a % 2 for a in axes}
        data = jnp.where(there, data, jnp.zeros((), data.dtype))
        if len(axes) == 2:
            return self._joined(jnp.sum(data), unit)
        kept = 1 - axes.pop()
        dtype = jnp.sum(data[:0]).dtype  # a sum of booleans counts
        places = col if kept else row
        total = jnp.zeros(self.shape[kept], dtype).at[places].add(data.astype(dtype), mode="drop")
        return self._joined(total, unit)

    def __getitem__(self, index: Any) -> Any:
        """Return an element, a row or column as a dense vector, or a part as a sparse matrix.

        Rows and columns are numbers, which may be traced, slices, and arrays of numbers or booleans. Two
        arrays are pairs, as for a dense array: the result is the dense array of the elements at them.
        """
        return _index.part(self, index)

    def yw_to_w(self, y_dim_arr: Any, w_dim_arr: Any) -> Any:
        """Return for each entry ``w * y[row]``, in the product of the units.

        y_dim_arr: (..., rows), what ``self @ x`` is like; w_dim_arr: (..., entries), what `data` is like.
        """
        return self._at_axis("yw_to_w", y_dim_arr, w_dim_arr, 0)

    def yw_to_w_transposed(self, y_dim_arr: Any, w_dim_arr: Any) -> Any:
        """Return for each entry ``w * y[column]``, in the product of the units.

        y_dim_arr: (..., columns), what ``x @ self`` is like; w_dim_arr: (..., entries).
        """
        return self._at_axis("yw_to_w_transposed", y_dim_arr, w_dim_arr, 1)

    def _at_axis(self, name: str, y: Any, w: Any, axis: int) -> Any:
        y, w = checked(name, y), checked(name, w)
        if y.shape[-1:] != self.shape[axis : axis + 1]:
            raise ValueError(f"{name}: expected {self.shape[axis]} values along the last axis, got {y.shape}")
        return w * y[..., self._places()[axis]]

    # ------------------------------------------------------------ matrix products

    def __matmul__(self, other: Any) -> Any:
        """Return the product: dense with a dense array, else sparse; in the product of the units."""
        other = unwrapped(other)
        if isinstance(other, JAXSparse):
            return _products.times_sparse(self, other)
        return _products.times_dense(self, other) if is_operand(other) else NotImplemented

    def __rmatmul__(self, other: Any) -> Any:
        other = unwrapped(other)
        if isinstance(other, JAXSparse):
            return _products.times_sparse(other, self)
        return _products.dense_times(other, self) if is_operand(other) else NotImplemented

    # ------------------------------------------------------------ elements of a product or quotient

    def __mul__(self, other: Any) -> Any:
        other = unwrapped(other)
        if isinstance(other, JAXSparse):
            return _products.times_elements(self, other)
        return self._by("*", other, operator.mul)

    def __rmul__(self, other: Any) -> Any:
        return self.__mul__(other)

    def __truediv__(self, other: Any) -> Any:
        return self._by("/", other, operator.truediv)

    __div__ = __truediv__

    def __floordiv__(self, other: Any) -> Any:
        return self._by("//", other, operator.floordiv)

    def __mod__(self, other: Any) -> Any:
        return self._by("%", other, operator.mod)

    def _by(self, sign: str, other: Any, operate: Callable[[Any, Any], Any]) -> Any:
        """Return the matrix with each entry changed by the element of `other` at its place."""
        other = unwrapped(other)
        if isinstance(other, JAXSparse):
            raise TypeError(
                f"{sign} of two sparse matrices is 0 {sign} 0 nearly everywhere; use with_data(a.data {sign} b.data)"
            )
        if isinstance(other, Unit):
            return self._with(operate(self.data, other))
        if not is_operand(other):
            return NotImplemented
        other = checked(sign, other)
        return self._with(operate(self.data, at_places(self, other)))

    def __rtruediv__(self, other: Any) -> Any:
        return self._densely(operator.truediv, other, reflected=True)

    __rdiv__ = __rtruediv__

    def __rfloordiv__(self, other: Any) -> Any:
        return self._densely(operator.floordiv, other, reflected=True)

    def __rmod__(self, other: Any) -> Any:
        return self._densely(operator.mod, other, reflected=True)

    # ------------------------------------------------------------ sums

    def __add__(self, other: Any) -> Any:
        other = unwrapped(other)
        if isinstance(other, JAXSparse):
            return _products.added(self, other, "add")
        return self if is_plain_zero(other) else self._densely(operator.add, other)

    def __radd__(self, other: Any) -> Any:
        return self if is_plain_zero(other) else self._densely(operator.add, other, reflected=True)

    def __sub__(self, other: Any) -> Any:
        other = unwrapped(other)
        if isinstance(other, JAXSparse):
            return _products.added(self, -_products.ours(other), "subtract")
        return self if is_plain_zero(other) else self._densely(operator.sub, other)

    def __rsub__(self, other: Any) -> Any:
        return -self if is_plain_zero(other) else self._densely(operator.sub, other, reflected=True)

    def _densely(self, operate: Callable[[Any, Any], Any], other: Any, reflected: bool = False) -> Any:
        """Return what an operator gives for the dense array."""
        other = unwrapped(other)
        if not is_operand(other):
            return NotImplemented
        other = checked(operate.__name__, other)
        return operate(other, self.todense()) if reflected else operate(self.todense(), other)

    # ------------------------------------------------------------ one operand

    def __neg__(self) -> Any:
        return self._with(-self.data)

    def __pos__(self) -> Any:
        return self._with(+self.data)

    def __abs__(self) -> Any:
        return self._with(abs(self.data))
