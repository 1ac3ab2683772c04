"""Running and reducing functions along axes."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from math import prod
from typing import Any

from bu_array.core import (
    Pair,
    detach,
    drop,
    has_unit,
    has_zero,
    join,
    keep,
    raised,
    refused_on_scale,
    scaled,
    truth,
)
from bu_array.declare import Array, Namespace, Q, aligned, unary
from bu_units import UNITLESS, Unit, UnitMismatchError

from . import elementwise
from ._declare import listed, numbers, parted
from ._jax import JAX, guard, is_pair, jax, lax, like

__all__ = [
    "argmax",
    "argmin",
    "cumlogsumexp",
    "cummax",
    "cummin",
    "cumprod",
    "cumsum",
    "reduce",
    "reduce_and",
    "reduce_max",
    "reduce_min",
    "reduce_or",
    "reduce_prod",
    "reduce_sum",
    "reduce_xor",
]

# ---------------------------------------------------------------- running


@unary(keep, requires=JAX)
def cumsum(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Q:
    """Running sum along `axis`, in the unit of `operand`."""
    return lax.cumsum(operand, axis, reverse)


@unary(truth, requires=JAX)
def cumprod(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Array:
    """Running product of a pure number along `axis`, bare.

    TypeError for a quantity with a unit: each element would have another power of it.
    """
    return lax.cumprod(operand, axis, reverse)


@aligned("operand", requires=JAX)
def cummax(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Q:
    """Running maximum along `axis`, in the unit of `operand`."""
    return lax.cummax(operand, axis, reverse)


@aligned("operand", requires=JAX)
def cummin(xp: Namespace, operand: Q, axis: int = 0, reverse: bool = False) -> Q:
    """Running minimum along `axis`, in the unit of `operand`."""
    return lax.cummin(operand, axis, reverse)


@numbers("x")
def cumlogsumexp(
    xp: Namespace, x: Q, axis: int = 0, reverse: bool = False, unit_to_scale: Unit | str | None = None
) -> Array:
    """Logarithm of the running sum of ``exp(x)``, of a pure number or ``x / unit_to_scale``: a bare array."""
    return lax.cumlogsumexp(x, axis, reverse)


# ---------------------------------------------------------------- reducing


@unary(keep, requires=JAX)
def reduce_sum(xp: Namespace, operand: Q, axes: Sequence[int]) -> Q:
    """Sum along `axes`, in the unit of `operand`."""
    return lax.reduce_sum(operand, axes)


@aligned("operand", requires=JAX)
def reduce_max(xp: Namespace, operand: Q, axes: Sequence[int]) -> Q:
    """Largest element along `axes`, in the unit of `operand`."""
    return lax.reduce_max(operand, axes)


@aligned("operand", requires=JAX)
def reduce_min(xp: Namespace, operand: Q, axes: Sequence[int]) -> Q:
    """Smallest element along `axes`, in the unit of `operand`."""
    return lax.reduce_min(operand, axes)


@listed("shaped", "to the count")
def reduce_prod(operand: Any, axes: Sequence[int]) -> Any:
    """Product along `axes`, in the unit of `operand` to the number of elements multiplied."""
    mantissa, unit = parted("reduce_prod", operand)
    if not has_zero(unit):
        raise refused_on_scale("reduce_prod", unit)
    result = lax.reduce_prod(mantissa, axes)
    if unit is UNITLESS:
        return result
    found, fold = raised(unit, prod(mantissa.shape[axis] for axis in axes))
    return scaled(result, fold) if found is None else join(result, found)


@unary(truth, requires=JAX)
def reduce_and(xp: Namespace, operand: Q, axes: Sequence[int]) -> Array:
    """``&`` of plain integers or booleans along `axes`, bare."""
    return lax.reduce_and(operand, axes)


@unary(truth, requires=JAX)
def reduce_or(xp: Namespace, operand: Q, axes: Sequence[int]) -> Array:
    """``|`` of plain integers or booleans along `axes`, bare."""
    return lax.reduce_or(operand, axes)


@unary(truth, requires=JAX)
def reduce_xor(xp: Namespace, operand: Q, axes: Sequence[int]) -> Array:
    """``^`` of plain integers or booleans along `axes`, bare."""
    return lax.reduce_xor(operand, axes)


@unary(drop, requires=JAX)
def argmax(xp: Namespace, operand: Q, axis: int, index_dtype: Any) -> Array:
    """Place of the largest element along `axis`: bare integers of `index_dtype`."""
    return lax.argmax(operand, axis, index_dtype)


@unary(drop, requires=JAX)
def argmin(xp: Namespace, operand: Q, axis: int, index_dtype: Any) -> Array:
    """Place of the smallest element along `axis`: bare integers of `index_dtype`."""
    return lax.argmin(operand, axis, index_dtype)


# ---------------------------------------------------------------- by a function of one's own

# For these jax has programs of its own, with derivatives.
_OF_JAX: dict[Any, Any] = {
    getattr(elementwise, name): getattr(lax, name) for name in ("add", "mul", "max", "min")
}
# Functions of jax, which know no quantities, whose result has not the unit of their operands.
_CHANGES = frozenset({"mul", "multiply", "pow", "power", "div", "divide", "true_divide", "logaddexp"})


@listed("reduced", "keep")
def reduce(operands: Any, init_values: Any, computation: Callable[[Any, Any], Any], dimensions: Any) -> Any:
    """Reduction of `operands`, an array or a pytree of them, along `dimensions`, each in its own unit.

    operands: an array or a quantity, or a pytree of them.
    `init_values`: a number for each operand, converted to its unit; a plain zero fits. computation: makes
    one accumulated value of two and must keep units: UnitMismatchError where it does not. It is given bare
    numbers, in the units of the operands, so that functions of jax serve too.
    """
    guard("reduce", operands, init_values)
    leaves, tree = jax.tree.flatten(operands, is_leaf=is_pair)
    starts, start_tree = jax.tree.flatten(init_values, is_leaf=is_pair)
    if tree != start_tree:
        raise ValueError(f"reduce: operands and init_values differ in structure: {tree} and {start_tree}")
    arrays, units = zip(*(parted("reduce", leaf) for leaf in leaves), strict=True)
    numbers = [
        like(detach(x, unit, "reduce", array), array)
        for x, unit, array in zip(starts, units, arrays, strict=True)
    ]
    computation = _OF_JAX.get(computation, computation)
    if any(unit is not UNITLESS for unit in units):
        _check(computation, tree, tuple(units), tuple(x.dtype for x in arrays))
    result = lax.reduce(tree.unflatten(arrays), tree.unflatten(numbers), computation, dimensions)
    results = tree.flatten_up_to(result)
    return tree.unflatten(
        [join(x, u) if has_unit(leaf) else x for x, u, leaf in zip(results, units, leaves, strict=True)]
    )


@functools.lru_cache(maxsize=256)
def _check(computation: Any, tree: Any, units: tuple[Unit, ...], dtypes: tuple[Any, ...]) -> None:
    """Raise UnitMismatchError if `computation` makes other units of quantities in `units`.

    Nothing is computed. A function of jax takes no quantities; what it does is known by its name.
    """
    if str(getattr(computation, "__module__", "")).partition(".")[0] == "jax":
        if getattr(computation, "__name__", "") in _CHANGES:
            unit = next(unit for unit in units if unit is not UNITLESS)
            raise UnitMismatchError(f"reduce: {computation.__name__} changes the unit", unit, unit * unit)
        return
    sample = tree.unflatten(
        [join(jax.ShapeDtypeStruct((), d), u) for d, u in zip(dtypes, units, strict=True)]
    )
    try:
        result = jax.eval_shape(computation, sample, sample)
    except TypeError as error:
        if isinstance(error, UnitMismatchError):
            raise
        return  # it calls functions of jax, which refuse quantities
    for leaf, unit in zip(jax.tree.leaves(result, is_leaf=is_pair), units, strict=False):
        found = leaf._unit if isinstance(leaf, Pair) else UNITLESS
        if found != unit:
            raise UnitMismatchError("reduce: the computation changes the unit", unit, found)
