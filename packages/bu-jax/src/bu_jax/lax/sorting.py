"""Sorted arrays, and the largest or smallest elements."""

from __future__ import annotations

from typing import Any

from bu_array.declare import Namespace, Q

from ._declare import each, parts
from ._jax import lax

__all__ = ["approx_max_k", "approx_min_k", "sort", "sort_key_val", "top_k"]


@each("operand")
def sort(xp: Namespace, operand: Q, dimension: int = -1, is_stable: bool = True, num_keys: int = 1) -> Q:
    """`operand` sorted along `dimension`, in its unit.

    num_keys: by how many of the operands it is sorted.
    A sequence of arrays of one shape is sorted by the first `num_keys` of them; each keeps its own unit.
    """
    return lax.sort(operand, dimension, is_stable, num_keys)


@each("keys", "values")
def sort_key_val(
    xp: Namespace, keys: Q, values: Q, dimension: int = -1, is_stable: bool = True
) -> tuple[Q, Q]:
    """`keys` sorted along `dimension`, and `values` in the same order, each in its own unit.

    keys: what is sorted; values: what goes along, of any unit.
    """
    return lax.sort_key_val(keys, values, dimension, is_stable)


@parts(True, False, on_scales=True)
def top_k(xp: Namespace, operand: Q, k: int, *, axis: int = -1) -> Any:
    """The `k` largest elements along `axis`, in the unit of `operand`, and their places, plain.

    jax 0.8.0 knows the last axis alone.
    """
    options = {} if axis == -1 else {"axis": axis}
    return lax.top_k(operand, k, **options)


@parts(True, False, on_scales=True)
def approx_max_k(
    xp: Namespace,
    operand: Q,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
) -> Any:
    """About the `k` largest elements, in the unit of `operand`, and their places, plain.

    recall_target: how many of the true ones are expected among them. The rest is as in jax.lax.
    """
    return lax.approx_max_k(
        operand, k, reduction_dimension, recall_target, reduction_input_size_override, aggregate_to_topk
    )


@parts(True, False, on_scales=True)
def approx_min_k(
    xp: Namespace,
    operand: Q,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
) -> Any:
    """About the `k` smallest elements, in the unit of `operand`, and their places; see `approx_max_k`.

    recall_target: how many of the true ones are expected among them.
    """
    return lax.approx_min_k(
        operand, k, reduction_dimension, recall_target, reduction_input_size_override, aggregate_to_topk
    )
