"""Gradients, Jacobians and Hessians: a derivative for each element of the value and of an argument."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import torch

from ._boundary import Argnums, Bare, require_function

__all__ = ["grad", "hessian", "jacfwd", "jacrev", "value_and_grad"]


def value_and_grad(
    fun: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False
) -> Callable[..., Any]:
    """Return a function that gives ``(value, gradient)`` of a scalar function of quantities.

    The value keeps its unit; each leaf of the gradient is in the unit of the value per unit of that leaf, a
    bare tensor where the dimension cancels. argnums: the positions to differentiate by; has_aux: whether
    `fun` gives ``(value, aux)``, which comes as ``((value, aux), gradient)``. By a temperature in degC it is
    per delta_degC. Raises BackendError for quantities of another library, TypeError for a value that is no
    scalar and for arguments of integers. Source: `torch.func.grad_and_value`.
    """
    require_function("value_and_grad", fun)

    @functools.wraps(fun)
    def value_and_gradient(*args: Any, **kwargs: Any) -> Any:
        return _value_and_gradient("value_and_grad", fun, argnums, has_aux, args, kwargs)

    return value_and_gradient


def grad(fun: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Callable[..., Any]:
    """Return a function that gives the gradient of a scalar function of quantities.

    Each leaf is in the unit of the value per unit of that leaf; see `value_and_grad`. With `has_aux` the
    function gives ``(gradient, aux)``. Source: `torch.func.grad`.
    """
    require_function("grad", fun)

    @functools.wraps(fun)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, slopes = _value_and_gradient("grad", fun, argnums, has_aux, args, kwargs)
        return (slopes, value[1]) if has_aux else slopes

    return gradient


def _value_and_gradient(
    name: str, fun: Callable[..., Any], argnums: Argnums, has_aux: bool, args: Any, kwargs: Any
) -> Any:
    bare = Bare(name, fun, args, kwargs, argnums, has_aux, scalar=True)
    slopes, value = torch.func.grad_and_value(bare.run, bare.argnums, has_aux)(*bare.leaves)
    value, *aux = value if has_aux else (value,)
    slopes = bare.slopes(slopes, *bare.outs.linear(name))
    whole = bare.outs.whole([value])
    return ((whole, bare.aux(*aux)) if has_aux else whole), slopes


def jacrev(
    fun: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False, chunk_size: int | None = None
) -> Callable[..., Any]:
    """Return a function that gives the Jacobian by reverse mode, each entry in unit(value) / unit(argument).

    For trees, in the place of each leaf of the value stands a tree like the argument (for several `argnums`
    a tuple of them), with leaves of shape ``value.shape + argument.shape``; a bare tensor where the dimension
    cancels. argnums, has_aux: as in `grad`; chunk_size: how many rows at a time, to spare memory. Reverse
    mode costs least where the value has fewer elements than the arguments. Source: `torch.func.jacrev`.

    >>> import torch
    >>> from bu_array import Quantity
    >>> state = {"x": Quantity(torch.tensor(6.0), "m"), "t": Quantity(torch.tensor(2.0), "s")}
    >>> entries = jacrev(lambda p: {"speed": p["x"] / p["t"]})(state)
    >>> print(entries["speed"]["x"], "and", entries["speed"]["t"])
    0.5 1 / s and -1.5 m / s^2
    """
    transform = functools.partial(torch.func.jacrev, chunk_size=chunk_size)
    return _derived("jacrev", transform, 1, fun, argnums, has_aux)


def jacfwd(fun: Callable[..., Any], argnums: Argnums = 0, has_aux: bool = False) -> Callable[..., Any]:
    """Return a function that gives the Jacobian by forward mode, each entry in unit(value) / unit(argument).

    The result is laid out as that of `jacrev`. Forward mode costs least where the value has more elements
    than the arguments. Source: `torch.func.jacfwd`.
    """
    return _derived("jacfwd", torch.func.jacfwd, 1, fun, argnums, has_aux)


def hessian(fun: Callable[..., Any], argnums: Argnums = 0) -> Callable[..., Any]:
    """Return a function that gives second derivatives, in unit(value) / (unit(argument) * unit(argument)).

    For trees, in the place of each leaf of the value stands a tree like the argument, and in the place of
    each leaf of that such a tree again: ``hessian(f)(tree)["x"]["y"]`` for a plain value. For several
    `argnums` these trees are tuples. Source: `torch.func.hessian`.
    """
    return _derived("hessian", _twice, 2, fun, argnums, False)


def _twice(run: Callable[..., Any], argnums: tuple[int, ...], has_aux: bool) -> Any:
    return torch.func.hessian(run, argnums)


def _derived(
    name: str,
    transform: Callable[..., Any],
    order: int,
    fun: Callable[..., Any],
    argnums: Argnums,
    has_aux: bool,
) -> Callable[..., Any]:
    require_function(name, fun)

    @functools.wraps(fun)
    def derivatives(*args: Any, **kwargs: Any) -> Any:
        bare = Bare(name, fun, args, kwargs, argnums, has_aux)
        result = transform(bare.run, bare.argnums, has_aux=has_aux)(*bare.leaves)
        rows, *aux = result if has_aux else (result,)
        entries = bare.entries(rows, order)
        return (entries, bare.aux(*aux)) if has_aux else entries

    return derivatives
