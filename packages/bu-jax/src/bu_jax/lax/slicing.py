"""Parts of arrays, and arrays with a part replaced, in the unit of the array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_array.declare import Namespace, Q, aligned

from ._jax import JAX, lax, like, plain

__all__ = [
    "dynamic_index_in_dim",
    "dynamic_slice",
    "dynamic_slice_in_dim",
    "dynamic_slice_ind_dim",
    "dynamic_update_index_in_dim",
    "dynamic_update_slice",
    "dynamic_update_slice_in_dim",
    "index_in_dim",
    "index_take",
    "slice",
    "slice_in_dim",
    "split",
]


@aligned("operand", requires=JAX)
def slice(
    xp: Namespace,
    operand: Q,
    start_indices: Sequence[int],
    limit_indices: Sequence[int],
    strides: Sequence[int] | None = None,
) -> Q:
    """Elements from `start_indices` up to, not including, `limit_indices`, in the unit of `operand`."""
    return lax.slice(operand, start_indices, limit_indices, strides)


@aligned("operand", requires=JAX)
def slice_in_dim(
    xp: Namespace,
    operand: Q,
    start_index: int | None,
    limit_index: int | None,
    stride: int = 1,
    axis: int = 0,
) -> Q:
    """Elements from `start_index` up to `limit_index` along one `axis`, in the unit of `operand`.

    stride: the step.
    """
    return lax.slice_in_dim(operand, start_index, limit_index, stride, axis)


@aligned("operand", requires=JAX)
def index_in_dim(xp: Namespace, operand: Q, index: int, axis: int = 0, keepdims: bool = True) -> Q:
    """Elements at one `index` along `axis`, in the unit of `operand`."""
    return lax.index_in_dim(operand, index, axis, keepdims)


@aligned("src", requires=JAX)
def index_take(xp: Namespace, src: Q, idxs: Any, axes: Sequence[int]) -> Q:
    """Elements of `src` at plain indices, an array of them for each of `axes`, in its unit.

    src: an array or a quantity; idxs: the indices.
    """
    return lax.index_take(src, plain("index_take", "idxs", idxs), axes)


@aligned("operand", requires=JAX)
def split(xp: Namespace, operand: Q, sizes: Sequence[int], axis: int = 0) -> Sequence[Q]:
    """List of parts of `operand` along `axis`, of the given `sizes`, each in its unit."""
    return lax.split(operand, sizes, axis)


# ---------------------------------------------------------------- at indices that may be traced


@aligned("operand", requires=JAX)
def dynamic_slice(xp: Namespace, operand: Q, start_indices: Any, slice_sizes: Sequence[int]) -> Q:
    """Block of `slice_sizes` at `start_indices`, which may be traced, in the unit of `operand`."""
    return lax.dynamic_slice(operand, plain("dynamic_slice", "start_indices", start_indices), slice_sizes)


@aligned("operand", requires=JAX)
def dynamic_slice_in_dim(xp: Namespace, operand: Q, start_index: Any, slice_size: int, axis: int = 0) -> Q:
    """Elements from `start_index`, which may be traced, along `axis`, in the unit of `operand`."""
    start_index = plain("dynamic_slice_in_dim", "start_index", start_index)
    return lax.dynamic_slice_in_dim(operand, start_index, slice_size, axis)


@aligned("operand", requires=JAX)
def dynamic_slice_ind_dim(xp: Namespace, operand: Q, start_index: Any, slice_size: int, axis: int = 0) -> Q:
    """As `dynamic_slice_in_dim`, in the unit of `operand`: the spelling of earlier programs."""
    start_index = plain("dynamic_slice_ind_dim", "start_index", start_index)
    return lax.dynamic_slice_in_dim(operand, start_index, slice_size, axis)


@aligned("operand", requires=JAX)
def dynamic_index_in_dim(xp: Namespace, operand: Q, index: Any, axis: int = 0, keepdims: bool = True) -> Q:
    """Elements at one `index`, which may be traced, along `axis`, in the unit of `operand`."""
    return lax.dynamic_index_in_dim(operand, plain("dynamic_index_in_dim", "index", index), axis, keepdims)


@aligned("operand", "update", requires=JAX)
def dynamic_update_slice(xp: Namespace, operand: Q, update: Q, start_indices: Any) -> Q:
    """`operand` with a block replaced by `update`, which is converted to its unit."""
    start_indices = plain("dynamic_update_slice", "start_indices", start_indices)
    return lax.dynamic_update_slice(operand, like(update, operand), start_indices)


@aligned("operand", "update", requires=JAX)
def dynamic_update_slice_in_dim(xp: Namespace, operand: Q, update: Q, start_index: Any, axis: int) -> Q:
    """`operand` with a stretch along `axis` replaced by `update`, which is converted to its unit."""
    start_index = plain("dynamic_update_slice_in_dim", "start_index", start_index)
    return lax.dynamic_update_slice_in_dim(operand, like(update, operand), start_index, axis)


@aligned("operand", "update", requires=JAX)
def dynamic_update_index_in_dim(xp: Namespace, operand: Q, update: Q, index: Any, axis: int) -> Q:
    """`operand` with the elements at one `index` along `axis` replaced by `update`, converted to its unit."""
    index = plain("dynamic_update_index_in_dim", "index", index)
    return lax.dynamic_update_index_in_dim(operand, like(update, operand), index, axis)
