"""Jacobians and Hessians: a derivative for each pair of an element of the value and of an argument."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jax

from ._boundary import Argnums, Bare, require_function

__all__ = ["hessian", "jacfwd", "jacobian", "jacrev"]


def jacrev(
    fun: Callable[..., Any],
    argnums: Argnums = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives the Jacobian by reverse mode, each entry in unit(value) / unit(argument).

    For trees, in the place of each leaf of the value stands a tree like the argument (for several
    `argnums` a tuple of them), with leaves of shape ``value.shape + argument.shape``. A leaf is a bare
    array where the dimension cancels. With `has_aux` the function gives ``(jacobian, aux)``. The rest
    is as in `grad`. Reverse mode costs least where the value has fewer elements than the arguments.
    """
    return _jacobian("jacrev", fun, argnums, has_aux, holomorphic, allow_int)


def jacobian(
    fun: Callable[..., Any],
    argnums: Argnums = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    allow_int: bool = False,
) -> Callable[..., Any]:
    """Return a function that gives the Jacobian, each entry in unit(value) / unit(argument): `jacrev`.

    >>> import jax.numpy as jnp
    >>> from bu_array import Quantity
    >>> state = {"x": Quantity(jnp.array(6.0), "m"), "t": Quantity(jnp.array(2.0), "s")}
    >>> entries = jacobian(lambda p: {"speed": p["x"] / p["t"]})(state)
    >>> print(entries["speed"]["x"], "and", entries["speed"]["t"])
    0.5 1 / s and -1.5 m / s^2
    """
    return _jacobian("jacobian", fun, argnums, has_aux, holomorphic, allow_int)


def jacfwd(
    fun: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False, holomorphic: bool = False
) -> Callable[..., Any]:
    """Return a function that gives the Jacobian by forward mode, each entry in unit(value) / unit(argument).

    The result is laid out as that of `jacrev`. Forward mode costs least where the value has more
    elements than the arguments.
    """
    return _derived("jacfwd", jax.jacfwd, 1, fun, argnums, has_aux, holomorphic)


def hessian(
    fun: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False, holomorphic: bool = False
) -> Callable[..., Any]:
    """Return a function that gives second derivatives, in unit(value) / (unit(argument) * unit(argument)).

    For trees, in the place of each leaf of the value stands a tree like the argument, and in the
    place of each leaf of that such a tree again: ``hessian(f)(tree)["x"]["y"]`` for a plain value. For
    several `argnums` these trees are tuples.
    """
    return _derived("hessian", jax.hessian, 2, fun, argnums, has_aux, holomorphic)


def _jacobian(
    name: str, fun: Callable[..., Any], argnums: Argnums, has_aux: bool, holomorphic: bool, allow_int: bool
) -> Callable[..., Any]:
    transform = functools.partial(jax.jacrev, allow_int=allow_int)
    return _derived(name, transform, 1, fun, argnums, has_aux, holomorphic, allow_int)


def _derived(
    name: str,
    transform: Callable[..., Any],
    order: int,
    fun: Callable[..., Any],
    argnums: Argnums,
    has_aux: bool,
    holomorphic: bool,
    allow_int: bool = False,
) -> Callable[..., Any]:
    require_function(name, fun)

    @functools.wraps(fun)
    def derivatives(*args: Any, **kwargs: Any) -> Any:
        bare = Bare(name, fun, args, kwargs, argnums, has_aux)
        if not allow_int:
            bare.require_inexact()
        derived = transform(bare.run, bare.argnums, has_aux=has_aux, holomorphic=holomorphic)
        result = derived(*bare.mantissas)
        tree, *aux = result if has_aux else (result,)
        tree = bare.entries(tree, order)
        return (tree, *aux) if has_aux else tree

    return derivatives
