"""New arrays, with a unit where one is given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bu_array.core import join, one_unit
from bu_array.declare import Namespace, Q, aligned
from bu_units import UNITLESS, Unit

from ._declare import listed, made, parted, unit_option
from ._jax import JAX, lax

__all__ = ["broadcasted_iota", "full", "full_like", "iota", "zeros_like_array"]


@made
def iota(xp: Namespace, dtype: Any, size: int, unit: Unit | str | None = None) -> Any:
    """The integers from 0 up to, not including, `size`, in `unit`, bare without one."""
    return lax.iota(dtype, size)


@made
def broadcasted_iota(
    xp: Namespace,
    dtype: Any,
    shape: Sequence[int],
    dimension: int,
    _sharding: Any = None,
    unit: Unit | str | None = None,
) -> Any:
    """An array of `shape` that counts from 0 along `dimension`, in `unit`, bare without one."""
    # jax 0.8 and later call it `out_sharding`; without it, every version takes the call.
    options = {} if _sharding is None else {"out_sharding": _sharding}
    return lax.broadcasted_iota(dtype, shape, dimension, **options)


@aligned("fill_value", requires=JAX)
def full(xp: Namespace, shape: Sequence[int], fill_value: Q, dtype: Any = None) -> Q:
    """An array of `shape` filled with `fill_value`, in its unit."""
    return lax.full(shape, fill_value, dtype)


@aligned("x", "fill_value", requires=JAX)
def full_like(xp: Namespace, x: Q, fill_value: Q, dtype: Any = None, shape: Sequence[int] | None = None) -> Q:
    """An array like `x` filled with `fill_value`, which is converted to the unit of `x`."""
    return lax.full_like(x, fill_value, dtype, shape)


@listed("liked", "keep")
def zeros_like_array(x: Any, unit: Unit | str | None = None) -> Any:
    """Zeros in shape and dtype of `x`, in its unit, or in `unit`.

    UnitMismatchError where `x` has a unit of another dimension than `unit`.
    """
    mantissa, own = parted("zeros_like_array", x)
    unit = unit_option("zeros_like_array", unit)
    if unit is None:
        unit = own
    elif own is not UNITLESS and own.dim is not unit.dim:
        raise one_unit("zeros_like_array", own, unit)
    zeros = lax.full_like(mantissa, 0)
    return zeros if unit is UNITLESS else join(zeros, unit)
