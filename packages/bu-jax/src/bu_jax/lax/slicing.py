"""Parts of arrays, in the unit of the array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_array._declare import Namespace, Q, unary
from bu_array._declare_several import aligned
from bu_array._rules import keep

from ._jax import JAX, lax

__all__ = [
    "dynamic_index_in_dim",
    "dynamic_slice",
    "dynamic_update_slice",
    "index_in_dim",
    "slice",
    "slice_in_dim",
    "sort",
]


@unary(keep, requires=JAX)
def slice(
    xp: Namespace,
    operand: Q,
    start_indices: Sequence[int],
    limit_indices: Sequence[int],
    strides: Sequence[int] | None = None,
) -> Q:
    """Elements from `start_indices` up to, not including, `limit_indices`, in the unit of `operand`."""
    return lax.slice(operand, start_indices, limit_indices, strides)


@unary(keep, requires=JAX)
def slice_in_dim(
    xp: Namespace,
    operand: Q,
    start_index: int | None,
    limit_index: int | None,
    stride: int = 1,
    axis: int = 0,
) -> Q:
    """Elements from `start_index` up to `limit_index` along one `axis`, in the unit of `operand`."""
    return lax.slice_in_dim(operand, start_index, limit_index, stride, axis)


@unary(keep, requires=JAX)
def index_in_dim(xp: Namespace, operand: Q, index: int, axis: int = 0, keepdims: bool = True) -> Q:
    """Elements at one `index` along `axis`, in the unit of `operand`."""
    return lax.index_in_dim(operand, index, axis, keepdims)


@unary(keep, requires=JAX)
def dynamic_slice(xp: Namespace, operand: Q, start_indices: Any, slice_sizes: Sequence[int]) -> Q:
    """Block of `slice_sizes` at `start_indices`, which may be traced, in the unit of `operand`."""
    return lax.dynamic_slice(operand, start_indices, slice_sizes)


@unary(keep, requires=JAX)
def dynamic_index_in_dim(xp: Namespace, operand: Q, index: Any, axis: int = 0, keepdims: bool = True) -> Q:
    """Elements at one `index`, which may be traced, along `axis`, in the unit of `operand`."""
    return lax.dynamic_index_in_dim(operand, index, axis, keepdims)


@aligned("operand", "update", requires=JAX)
def dynamic_update_slice(xp: Namespace, operand: Q, update: Q, start_indices: Any) -> Q:
    """`operand` with a block replaced by `update`, which is converted to its unit."""
    return lax.dynamic_update_slice(operand, update, start_indices)


@unary(keep, requires=JAX)
def sort(xp: Namespace, operand: Q, dimension: int = -1, is_stable: bool = True, num_keys: int = 1) -> Q:
    """`operand` sorted along `dimension`, in its unit."""
    return lax.sort(operand, dimension, is_stable, num_keys)
