"""Parts of a sparse matrix: elements, dense rows and columns, sparse blocks."""

from __future__ import annotations

import operator
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bu_array.core import join, split, unwrapped

from . import _kernels
from ._operands import coo

__all__ = ["part"]


def part(matrix: Any, index: Any) -> Any:
    """Return ``matrix[index]``; see `SparseMatrix.__getitem__`."""
    keys = _keys(index)
    numbers = [_is_number(key) for key in keys]
    if all(numbers):
        return _element(matrix, keys)
    if any(numbers):
        axis = numbers.index(True)
        vector = _vector(matrix, _position(keys[axis], matrix.shape[axis]), axis)
        rest = keys[1 - axis]
        return vector if _is_all(rest) else vector[rest]
    if not any(isinstance(key, slice) for key in keys):
        return _pairs(matrix, keys)
    for axis, key in enumerate(keys):
        if isinstance(key, slice):
            matrix = matrix if _is_all(key) else _sliced(matrix, key, axis)
        else:
            matrix = _picked(matrix, key, axis)
    return matrix


def _keys(index: Any) -> tuple[Any, Any]:
    """Return what is asked for of rows and of columns."""
    keys = [unwrapped(key) for key in (index if isinstance(index, tuple) else (index,))]
    if sum(key is Ellipsis for key in keys) > 1 or len([key for key in keys if key is not Ellipsis]) > 2:
        raise IndexError(f"a sparse matrix has two axes, got the index {index}")
    if any(key is None for key in keys):
        raise IndexError("a sparse matrix has two axes, and takes no new one; call .todense() first")
    rest = [slice(None)] * (2 - len([key for key in keys if key is not Ellipsis]))
    for place, key in enumerate(keys):
        if key is Ellipsis:
            keys[place : place + 1] = rest
            break
    else:
        keys += rest
    return keys[0], keys[1]


def _is_number(key: Any) -> bool:
    if isinstance(key, (slice, list, bool, np.bool_)):
        return False
    return isinstance(key, (int, np.integer)) or (getattr(key, "shape", None) == () and key.dtype != bool)


def _is_all(key: Any) -> bool:
    return isinstance(key, slice) and key == slice(None)


def _position(key: Any, size: int) -> Any:
    """Return a row or column as a number that is not negative; IndexError if there is none, where known."""
    if not _kernels.known(key):
        return jnp.where(key < 0, key + size, key)
    place = operator.index(key)
    if not -size <= place < size:
        raise IndexError(f"index {place} is out of bounds for an axis of size {size}")
    return place % size


def _wrapped(matrix: Any, mantissa: Any) -> Any:
    data, unit = split(matrix.data)
    return mantissa if data is matrix.data else join(mantissa, unit)


def _element(matrix: Any, keys: tuple[Any, Any]) -> Any:
    data, _ = split(matrix.data)
    places = zip(matrix._places(), keys, matrix.shape, strict=True)
    here = [at == _position(key, size) for at, key, size in places]
    return _wrapped(matrix, jnp.sum(jnp.where(here[0] & here[1], data, jnp.zeros((), data.dtype))))


def _vector(matrix: Any, position: Any, axis: int) -> Any:
    """Return a row (axis 0) or column, dense."""
    data, _ = split(matrix.data)
    places, size = matrix._places(), matrix.shape[1 - axis]
    along = jnp.where(places[axis] == position, places[1 - axis], size)
    return _wrapped(matrix, jnp.zeros(size, data.dtype).at[along].add(data, mode="drop"))


def _sliced(matrix: Any, key: slice, axis: int) -> Any:
    """Return the rows or columns of a slice; where places are traced, entries beside it become none."""
    start, stop, step = key.indices(matrix.shape[axis])
    size = len(range(start, stop, step))
    shape = (size, matrix.shape[1]) if axis == 0 else (matrix.shape[0], size)
    places = list(matrix._places())
    index_dtype = jnp.promote_types(places[0].dtype, "int32")
    numpy_or_jax = np if _kernels.known(*places) else jnp
    places = [numpy_or_jax.asarray(place).astype(index_dtype) for place in places]
    offset = places[axis] - start
    number = offset // step
    there = (offset % step == 0) & (number >= 0) & (number < size)
    there &= _kernels.inside(places[0], places[1], matrix.shape)
    places[axis] = number
    data, _ = split(matrix.data)
    if _kernels.known(there):
        kept = np.flatnonzero(there)
        data, places = data[kept], [place[kept] for place in places]
    else:
        data = jnp.where(there, data, jnp.zeros((), data.dtype))
        places = [jnp.where(there, place, end) for place, end in zip(places, shape, strict=True)]
    return matrix._converted(coo((_wrapped(matrix, data), *places), shape))


def _pairs(matrix: Any, keys: tuple[Any, Any]) -> Any:
    """Return the elements at pairs of a row and a column, dense, of the shape that both broadcast to."""
    rows, cols = jnp.broadcast_arrays(*(_numbers(matrix, key, axis) for axis, key in enumerate(keys)))
    data, _ = split(matrix.data)
    picked = _picked(matrix, rows.reshape(-1), 0)
    number, col = picked._places()
    there = col == cols.reshape(-1)[number]
    found = jnp.where(there, split(picked.data)[0], jnp.zeros((), data.dtype))
    total = jnp.zeros(rows.size, data.dtype).at[number].add(found, mode="drop")
    return _wrapped(matrix, total.reshape(rows.shape))


def _picked(matrix: Any, key: Any, axis: int) -> Any:
    """Return rows or columns by an array of numbers, or by one of booleans whose values are known."""
    size = matrix.shape[axis]
    key = _numbers(matrix, key, axis)
    if key.ndim != 1:
        raise IndexError(f"rows and columns are picked by arrays of one axis, got shape {key.shape}")
    ones = jnp.ones(key.shape, matrix.dtype)
    numbers = np.arange(key.shape[0], dtype=jnp.promote_types(key.dtype, "int32"))
    if axis == 0:
        return matrix._converted(coo((ones, numbers, key), (key.shape[0], size)) @ matrix)
    return matrix @ coo((ones, key, numbers), (size, key.shape[0]))


def _numbers(matrix: Any, key: Any, axis: int) -> Any:
    """Return an array of rows or columns as numbers that are not negative; IndexError for another one."""
    size = matrix.shape[axis]
    known = _kernels.known(*jax.tree.leaves(key))
    numpy_or_jax = np if known else jnp  # inside of jax.jit jnp makes tracers of what is known
    key = numpy_or_jax.asarray(key)
    if key.dtype == bool:
        if key.shape != (size,):
            raise IndexError(f"expected {size} booleans, got shape {key.shape}")
        key = numpy_or_jax.flatnonzero(key)
    elif not jnp.issubdtype(key.dtype, jnp.integer) and key.size:
        raise IndexError(f"an index is an integer or a boolean, got {key.dtype}")
    elif known and key.size and not np.all((key >= -size) & (key < size)):
        raise IndexError(f"an index is out of bounds for an axis of size {size}")
    return numpy_or_jax.where(key < 0, key + size, key).astype(matrix._places()[axis].dtype)
