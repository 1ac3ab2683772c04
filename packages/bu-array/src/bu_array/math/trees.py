"""Functions of pytrees: nested containers with arrays and quantities as leaves."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from bu_dispatch import get_backend

from ..core import Pair
from . import creation

__all__ = ["tree_ones_like", "tree_zeros_like"]


def tree_zeros_like(tree: Any) -> Any:
    """Zeros like every leaf of a pytree, each in the unit of the leaf; see `zeros_like`.

    Containers are dicts, lists, tuples, named tuples and None, and what is registered with jax
    where the program has imported jax.
    """
    return _mapped(creation.zeros_like, tree)


def tree_ones_like(tree: Any) -> Any:
    """Ones like every leaf of a pytree, each in the unit of the leaf; see `tree_zeros_like`."""
    return _mapped(creation.ones_like, tree)


def _mapped(function: Callable[[Any], Any], tree: Any) -> Any:
    jax: Any = get_backend("jax").loaded()
    if jax is not None:
        return jax.tree.map(function, tree, is_leaf=lambda node: isinstance(node, Pair))
    return _walked(function, tree)


def _walked(function: Callable[[Any], Any], tree: Any) -> Any:
    if tree is None:
        return None
    if isinstance(tree, dict):
        copied = copy(tree)  # a defaultdict keeps its factory
        copied.update((key, _walked(function, value)) for key, value in tree.items())
        return copied
    if isinstance(tree, (list, tuple)):
        parts = [_walked(function, item) for item in tree]
        return type(tree)(*parts) if hasattr(tree, "_fields") else type(tree)(parts)
    return function(tree)
