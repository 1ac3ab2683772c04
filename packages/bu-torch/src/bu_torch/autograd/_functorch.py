"""`torch.func` on quantities: its `grad`, `grad_and_value` and `vjp` answer as ours, its Jacobians refuse.

To torch a quantity is a tree with a tensor in it, and a derivative is a tree like the argument: it would come
in the unit of the argument. `torch.func.jvp` and `linearize` are right so, and stay.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import torch._functorch.eager_transforms as transforms

from bu_array.core import Pair

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
        return _grad_and_value(func, argnums, has_aux, args, kwargs)
    value, gradient = value_and_grad(func, argnums, has_aux)(*args, **kwargs)
    return gradient, value


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
