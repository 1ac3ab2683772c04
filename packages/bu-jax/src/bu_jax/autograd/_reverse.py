"""Gradients by reverse mode."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from bu_array.core import same, scaled
from bu_units import UNITLESS, Unit, UnitMismatchError

from ._boundary import Argnums, Bare, require_function

__all__ = ["grad", "value_and_grad", "vector_grad"]

_vjp: Any = jax.vjp  # Any: mypy knows its type with `has_aux` for literals only


def value_and_grad(
    fun: Callable[..., Any],
    argnums: Argnums = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives ``(value, gradient)`` of a scalar function of quantities.

    The value keeps its unit; each leaf of the gradient is in the unit of the value per unit of
    that leaf, a bare array where the dimension cancels. `argnums`, `has_aux`, `holomorphic` and
    `allow_int` are jax's; the gradient by integers is jax's float0, without a unit. By a
    temperature in degC it is per delta_degC. Raises BackendError for quantities of another library,
    TypeError for a value that is no scalar and for arguments of integers.
    """
    return _differentiated("value_and_grad", fun, argnums, has_aux, holomorphic, allow_int)


def grad(
    fun: Callable[..., Any],
    argnums: Argnums = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives the gradient of a scalar function of quantities.

    Each leaf is in the unit of the value per unit of that leaf; see `value_and_grad`. With
    `has_aux` the function gives ``(gradient, aux)``.
    """
    both = _differentiated("grad", fun, argnums, has_aux, holomorphic, allow_int)

    @functools.wraps(fun)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, slopes = both(*args, **kwargs)
        return (slopes, value[1]) if has_aux else slopes

    return gradient


def _differentiated(
    name: str, fun: Callable[..., Any], argnums: Argnums, has_aux: bool, holomorphic: bool, allow_int: bool
) -> Callable[..., Any]:
    require_function(name, fun)

    @functools.wraps(fun)
    def value_and_gradient(*args: Any, **kwargs: Any) -> Any:
        bare = Bare(name, fun, args, kwargs, argnums, has_aux, scalar=True)
        if not allow_int:
            bare.require_inexact()
        derived = jax.value_and_grad(bare.run, bare.argnums, has_aux, holomorphic, allow_int)
        value, slopes = derived(*bare.mantissas)
        slopes = bare.entries(slopes)
        if has_aux:
            return (bare.outs.whole(value[0]), value[1]), slopes
        return bare.outs.whole(value), slopes

    return value_and_gradient


def vector_grad(
    func: Callable[..., Any],
    argnums: Argnums = 0,
    return_value: bool = False,
    has_aux: bool = False,
    unit_aware: bool = True,
) -> Callable[..., Any]:
    """Return a function that gives the gradient of an elementwise function, element by element.

    return_value: whether the value is wanted, too; unit_aware: whether derivatives have units.
    Each leaf is in the unit of the value per unit of that leaf, with `unit_aware` False the bare
    numbers. Of a function that is not elementwise it is the gradient of the sum of its values; of
    several values these need units of one dimension. The function gives the gradient, followed by the
    value with `return_value` and by what `func` returns beside it with `has_aux`.

    >>> import jax.numpy as jnp
    >>> from bu_array import Quantity
    >>> print(vector_grad(lambda x: x**3)(Quantity(jnp.array([1.0, 2.0]), "m")))
    [ 3. 12.] m^2
    """
    require_function("vector_grad", func)

    @functools.wraps(func)
    def gradients(*args: Any, **kwargs: Any) -> Any:
        bare = Bare("vector_grad", func, args, kwargs, argnums, has_aux)
        bare.require_inexact()
        value, pull, *aux = _vjp(bare.run, *bare.mantissas, has_aux=has_aux)
        # The elements of the value do not mix: the sum of them all has the slope of each.
        units = bare.outs.linear(bare.name) if unit_aware else [UNITLESS] * len(bare.outs.leaves)
        slopes = pull(_ones(value, units))
        slopes = slopes[0] if bare.argnums == 0 else slopes
        if unit_aware:
            slopes = bare.entries(slopes, of=units[:1])
        values = (bare.outs.whole(value),) if return_value else ()
        return (slopes, *values, *aux) if values or aux else slopes

    return gradients


def _ones(value: Any, units: list[Unit]) -> Any:
    """Return the cotangents that sum all elements of the value, in the unit of its first leaf."""
    leaves, structure = jax.tree.flatten(value)
    ones = []
    for leaf, unit in zip(leaves, units, strict=True):
        if not jnp.issubdtype(leaf.dtype, np.inexact):
            raise TypeError(
                f"vector_grad: the value has dtype {leaf.dtype}; only floating values have a slope"
            )
        outcome = same.of(units[0], unit)
        if outcome is None:
            raise UnitMismatchError(
                "vector_grad: several values need units of one dimension; use jacobian", units[0], unit
            )
        ones.append(scaled(jnp.ones_like(leaf), outcome[1]))
    return jax.tree.unflatten(structure, ones)
