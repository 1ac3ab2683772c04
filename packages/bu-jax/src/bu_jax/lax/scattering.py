"""Reading and writing at many places at once: XLA's gather and scatter.

`scatter_indices` and `start_indices` are plain integers; the other options are those of jax.lax.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bu_array.core import keep
from bu_array.declare import PURE, Array, Namespace, Plan, Q, aligned, ruled, unary
from bu_units import Unit

from ._jax import JAX, lax, plain

__all__ = [
    "gather",
    "scatter",
    "scatter_add",
    "scatter_apply",
    "scatter_max",
    "scatter_min",
    "scatter_mul",
    "scatter_sub",
]


@aligned("operand", "fill_value", numbers=True, requires=JAX)
def gather(
    xp: Namespace,
    operand: Q,
    start_indices: Array,
    dimension_numbers: Any,
    slice_sizes: Sequence[int],
    *,
    unique_indices: bool = False,
    indices_are_sorted: bool = False,
    mode: Any = None,
    fill_value: Q | complex | None = None,
) -> Q:
    """Slices of `operand` at `start_indices`, in its unit.

    dimension_numbers: a jax.lax.GatherDimensionNumbers.
    `fill_value`, one number whose value is known, is converted to that unit; it stands where indices
    are out of bounds and `mode` is "fill".
    """
    return lax.gather(
        operand,
        plain("gather", "start_indices", start_indices),
        dimension_numbers,
        slice_sizes,
        unique_indices=unique_indices,
        indices_are_sorted=indices_are_sorted,
        mode=mode,
        # jax takes a Python number here, not an array.
        fill_value=fill_value.item() if hasattr(fill_value, "item") else fill_value,
    )


@aligned("operand", "updates", requires=JAX)
def scatter(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    updates: Q,
    dimension_numbers: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """`operand` with `updates` written into it, converted to its unit."""
    return lax.scatter(
        operand,
        plain("scatter", "scatter_indices", scatter_indices),
        updates,
        dimension_numbers,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )


@aligned("operand", "updates", requires=JAX)
def scatter_add(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    updates: Q,
    dimension_numbers: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """`operand` with `updates`, converted to its unit, added to it."""
    return lax.scatter_add(
        operand,
        plain("scatter_add", "scatter_indices", scatter_indices),
        updates,
        dimension_numbers,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )


@aligned("operand", "updates", requires=JAX)
def scatter_sub(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    updates: Q,
    dimension_numbers: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """`operand` with `updates`, converted to its unit, subtracted from it."""
    return lax.scatter_sub(
        operand,
        plain("scatter_sub", "scatter_indices", scatter_indices),
        updates,
        dimension_numbers,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )


@aligned("operand", "updates", requires=JAX)
def scatter_min(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    updates: Q,
    dimension_numbers: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """The smaller of `operand` and `updates` where they are written, in the unit of `operand`."""
    return lax.scatter_min(
        operand,
        plain("scatter_min", "scatter_indices", scatter_indices),
        updates,
        dimension_numbers,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )


@aligned("operand", "updates", requires=JAX)
def scatter_max(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    updates: Q,
    dimension_numbers: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """The larger of `operand` and `updates` where they are written, in the unit of `operand`."""
    return lax.scatter_max(
        operand,
        plain("scatter_max", "scatter_indices", scatter_indices),
        updates,
        dimension_numbers,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )


def _scaled_by_number(operand: Unit, updates: Unit) -> Plan:
    """The unit of the operand; the updates are plain numbers."""
    return Plan({"updates": PURE}, operand)


@ruled(_scaled_by_number, "operand", "updates", requires=JAX)
def scatter_mul(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    updates: Q,
    dimension_numbers: Any,
    *,
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """`operand` multiplied by `updates`, plain numbers, in its unit.

    TypeError for updates with a unit: some elements alone cannot have another one.
    """
    return lax.scatter_mul(
        operand,
        plain("scatter_mul", "scatter_indices", scatter_indices),
        updates,
        dimension_numbers,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )


@unary(keep, requires=JAX)
def scatter_apply(
    xp: Namespace,
    operand: Q,
    scatter_indices: Array,
    func: Callable[[Any], Any],
    dimension_numbers: Any,
    *,
    update_shape: Sequence[int] = (),
    indices_are_sorted: bool = False,
    unique_indices: bool = False,
    mode: Any = None,
) -> Q:
    """`operand` with `func` applied at `scatter_indices`, in its unit.

    update_shape: the shape that `updates` would have.
    `func` is given the bare elements, in the unit of `operand`, and what it returns is in that unit; an
    element met twice has `func` applied twice. As in jax.lax, without derivatives.
    """
    return lax.scatter_apply(
        operand,
        plain("scatter_apply", "scatter_indices", scatter_indices),
        func,
        dimension_numbers,
        update_shape=update_shape,
        indices_are_sorted=indices_are_sorted,
        unique_indices=unique_indices,
        mode=mode,
    )
