"""Other shapes of the same elements, in the unit of the array; arrays joined and padded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_array.core import detach_asked, has_unit, join
from bu_array.declare import Namespace, Q, aligned
from bu_units import Unit

from ._declare import listed, parted, unit_option
from ._jax import JAX, guard, lax, like

__all__ = [
    "broadcast",
    "broadcast_in_dim",
    "broadcast_shapes",
    "broadcast_to_rank",
    "collapse",
    "concatenate",
    "expand_dims",
    "pad",
    "reshape",
    "rev",
    "squeeze",
    "transpose",
]


@aligned("operand", requires=JAX)
def broadcast(xp: Namespace, operand: Q, sizes: Sequence[int]) -> Q:
    """`operand` with new axes of `sizes` in front, in its unit."""
    return lax.broadcast(operand, sizes)


@aligned("operand", requires=JAX)
def broadcast_in_dim(
    xp: Namespace, operand: Q, shape: Sequence[int], broadcast_dimensions: Sequence[int]
) -> Q:
    """`operand` broadcast to `shape`, its axes becoming `broadcast_dimensions`, in its unit.

    broadcast_dimensions: which axis of the result each axis is.
    """
    return lax.broadcast_in_dim(operand, shape, broadcast_dimensions)


@aligned("x", requires=JAX)
def broadcast_to_rank(xp: Namespace, x: Q, rank: int) -> Q:
    """`x` with axes of length 1 in front, so that it has `rank` axes, in its unit.

    rank: the number of axes.
    """
    return lax.broadcast_to_rank(x, rank)


def broadcast_shapes(*shapes: Sequence[int]) -> tuple[int, ...]:
    """Shape to which arrays of `shapes` broadcast; no arrays, no units."""
    guard("broadcast_shapes", shapes)
    shape: tuple[int, ...] = lax.broadcast_shapes(*shapes)
    return shape


@listed("unary", "keep")
def collapse(
    x: Any, start_dimension: int, stop_dimension: int | None = None, unit_to_scale: Unit | str | None = None
) -> Any:
    """`x` with the axes from `start_dimension` up to `stop_dimension` made one, in its unit.

    start_dimension, stop_dimension: the first axis, and the one behind the last.
    With `unit_to_scale` a bare array, of ``x / unit_to_scale``.
    """
    unit = unit_option("collapse", unit_to_scale)
    mantissa, own = parted("collapse", x)
    if unit is not None:
        mantissa = detach_asked(x, unit, "collapse with unit_to_scale")
    result = lax.collapse(mantissa, start_dimension, stop_dimension)
    return join(result, own) if has_unit(x) and unit is None else result


@aligned("array", requires=JAX)
def expand_dims(xp: Namespace, array: Q, dimensions: Sequence[int]) -> Q:
    """`array` with axes of length 1 at `dimensions` of the result, in its unit."""
    return lax.expand_dims(array, dimensions)


@aligned("array", requires=JAX)
def squeeze(xp: Namespace, array: Q, dimensions: Sequence[int]) -> Q:
    """`array` without the axes `dimensions`, which have length 1, in its unit."""
    return lax.squeeze(array, dimensions)


@aligned("operand", requires=JAX)
def reshape(
    xp: Namespace, operand: Q, new_sizes: Sequence[int], dimensions: Sequence[int] | None = None
) -> Q:
    """`operand` in the shape `new_sizes`, in its unit; `dimensions` is the order in which axes are read.

    new_sizes: the lengths of the axes; dimensions: in which order the axes are read.
    """
    return lax.reshape(operand, new_sizes, dimensions)


@aligned("operand", requires=JAX)
def transpose(xp: Namespace, operand: Q, permutation: Sequence[int]) -> Q:
    """`operand` with its axes in the order of `permutation`, in its unit.

    permutation: the axes in their new order.
    """
    return lax.transpose(operand, permutation)


@aligned("operand", requires=JAX)
def rev(xp: Namespace, operand: Q, dimensions: Sequence[int]) -> Q:
    """`operand` with the elements along `dimensions` in reverse order, in its unit."""
    return lax.rev(operand, dimensions)


@aligned("*operands", requires=JAX)
def concatenate(xp: Namespace, operands: Sequence[Q], dimension: int) -> Q:
    """Arrays of one dimension joined along an axis, in the unit of the first.

    operands: a sequence of arrays of one dimension, converted to the unit of the first.
    """
    return lax.concatenate(operands, dimension)


@aligned("operand", "padding_value", requires=JAX)
def pad(xp: Namespace, operand: Q, padding_value: Q, padding_config: Sequence[tuple[int, int, int]]) -> Q:
    """`operand` with `padding_value`, converted to its unit, around and between its elements.

    padding_value: one number.
    padding_config: for each axis how many at the low end, at the high end and between elements; a
    negative number cuts off.
    """
    return lax.pad(operand, like(padding_value, operand), padding_config)
