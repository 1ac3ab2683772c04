"""Gradients by reverse mode."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import jax

from bu_array import Quantity
from bu_array._bodies import Requirement, admit
from bu_array._pair import join, scaled, split
from bu_array._rules import quotient
from bu_units import UNITLESS, Unit

__all__ = ["grad", "value_and_grad"]

_JAX = Requirement("jax", "brainunit.autograd")


def value_and_grad(
    fun: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives ``(value, gradient)`` of a scalar function of quantities.

    The value keeps its unit; each leaf of the gradient is in the unit of the value per unit of
    that leaf, a bare array where the dimension cancels. `argnums`, `has_aux`, `holomorphic` and
    `allow_int` are jax's. Raises BackendError for quantities of another library.
    """
    return _differentiated("value_and_grad", fun, argnums, has_aux, holomorphic, allow_int)


def grad(
    fun: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives the gradient of a scalar function of quantities.

    Each leaf is in the unit of the value per unit of that leaf; see `value_and_grad`.
    """
    both = _differentiated("grad", fun, argnums, has_aux, holomorphic, allow_int)

    @functools.wraps(fun)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, slopes = both(*args, **kwargs)
        return (slopes, value[1]) if has_aux else slopes

    return gradient


def _differentiated(
    name: str,
    fun: Callable[..., Any],
    argnums: int | Sequence[int],
    has_aux: bool,
    holomorphic: bool,
    allow_int: bool,
) -> Callable[..., Any]:
    @functools.wraps(fun)
    def value_and_gradient(*args: Any, **kwargs: Any) -> Any:
        for leaf in jax.tree.leaves((args, kwargs), is_leaf=_is_quantity):
            if _is_quantity(leaf):
                admit(_JAX, name, leaf)
        unit = UNITLESS

        def bare(*args: Any, **kwargs: Any) -> Any:
            # jax traces this anew at every call, so that the unit of the value is always set.
            nonlocal unit
            result = fun(*args, **kwargs)
            value, aux = result if has_aux else (result, None)
            value, unit = split(value)
            return (value, aux) if has_aux else value

        derived = jax.value_and_grad(bare, argnums, has_aux, holomorphic, allow_int)
        value, slopes = derived(*args, **kwargs)
        slopes = jax.tree.map(lambda slope: _per_unit(slope, unit), slopes, is_leaf=_is_quantity)
        if has_aux:
            return (_with_unit(value[0], unit), value[1]), slopes
        return _with_unit(value, unit), slopes

    return value_and_gradient


def _is_quantity(x: object) -> bool:
    return isinstance(x, Quantity)


def _with_unit(value: Any, unit: Unit) -> Any:
    return value if unit is UNITLESS else join(value, unit)


def _per_unit(slope: Any, unit: Unit) -> Any:
    """Return a leaf of the gradient, which jax gives in the unit of the argument, in the right one."""
    mantissa, own = split(slope)
    result, fold = quotient.result(unit, own)
    return scaled(mantissa, fold) if result is None else join(mantissa, result)
