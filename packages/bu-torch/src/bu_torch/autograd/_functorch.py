"""`torch.func` on quantities: its `grad`, `grad_and_value` and `vjp` answer as ours, its Jacobians refuse.

To torch a quantity is a tree with a tensor in it, and a derivative is a tree like the argument: it would come
in the unit of the argument. `torch.func.jvp` and `linearize` are right so, and stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import torch._functorch.eager_transforms as transforms
from torch.utils._pytree import tree_map

from bu_array.core import Pair, differential, join, slope

from ._boundary import flatten
from ._products import vjp
from ._slopes import value_and_grad

__all__: list[str] = []

# torch 2.13: what all its transforms go through; test_functorch.py tells when it moves.
_grad_and_value = transforms.grad_and_value_impl
_vjp = transforms._vjp_with_argnums
_jvp = transforms._jvp_with_argnums


def _have_units(*trees: Any) -> bool:
    return any(isinstance(leaf, Pair) for leaf in flatten(trees)[0])


def _grad_and_value_impl(
    func: Callable[..., Any], argnums: Any, has_aux: bool, args: Any, kwargs: Any
) -> Any:
    if not _have_units(args, kwargs):
        return _of_tensors(func, argnums, has_aux, args, kwargs)
    value, gradient = value_and_grad(func, argnums, has_aux)(*args, **kwargs)
    return gradient, value


def _of_tensors(func: Callable[..., Any], argnums: Any, has_aux: bool, args: Any, kwargs: Any) -> Any:
    """Return gradient and value; the unit of a value that has one is that of the gradient by pure numbers."""
    units: list[Any] = []

    def bare(*args: Any, **kwargs: Any) -> Any:
        result = func(*args, **kwargs)
        value = result[0] if has_aux and isinstance(result, tuple) else result
        if not isinstance(value, Pair):
            return result
        units.append(value._unit)
        return (value._mantissa, *result[1:]) if has_aux else value._mantissa

    gradient, result = _grad_and_value(bare, argnums, has_aux, args, kwargs)
    if not units:
        return gradient, result
    unit = differential("torch.func.grad", units[-1])
    gradient = tree_map(lambda x: slope(x, unit), gradient)
    if has_aux:
        return gradient, (join(result[0], units[-1]), *result[1:])
    return gradient, join(result, units[-1])


def _vjp_with_argnums(
    func: Callable[..., Any], *primals: Any, argnums: Any = None, has_aux: bool = False
) -> Any:
    if not _have_units(primals):
        return _vjp(func, *primals, argnums=argnums, has_aux=has_aux)
    if argnums is not None:
        _refuse("jacrev")
    return vjp(func, *primals, has_aux=has_aux)


def _jvp_with_argnums(
    func: Callable[..., Any],
    primals: Any,
    tangents: Any,
    argnums: Any,
    *,
    strict: bool = False,
    has_aux: bool,
) -> Any:
    if argnums is not None and _have_units(primals):
        _refuse("jacfwd")
    return _jvp(func, primals, tangents, argnums, strict=strict, has_aux=has_aux)


def _refuse(name: str) -> NoReturn:
    raise TypeError(
        f"torch.func.{name} and hessian would name a wrong unit for derivatives by quantities. "
        f"Use u.torch.autograd.{name}, or hessian there"
    )


transforms.grad_and_value_impl = _grad_and_value_impl
transforms._vjp_with_argnums = _vjp_with_argnums
transforms._jvp_with_argnums = _jvp_with_argnums
