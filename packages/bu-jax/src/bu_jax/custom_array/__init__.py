"""CustomArray: a base for classes that hold an array or quantity in `data` and are used like it.

>>> import jax.numpy as jnp
>>> from bu_array import Quantity
>>> class Weight(CustomArray):
...     def __init__(self, data):
...         self.data = data
>>> weight = Weight(jnp.array([1.0, 2.0]))
>>> print(Quantity(3.0, "nS") * weight, weight.sum())
[3. 6.] nS 3.0
>>> weight += 1.0
>>> print(weight)
[2. 3.]
"""

from __future__ import annotations

from typing import Any

import jax

from bu_array import Quantity
from bu_array.core import attach_holder, unwrapped

from ._in_place import InPlace
from ._methods import Methods
from ._operators import Operators

__all__ = ["CustomArray", "maybe_custom_array", "maybe_custom_array_tree"]


class CustomArray(InPlace, Methods, Operators):
    """A base for classes that hold an array or quantity in `data` and are used like it.

    A subclass provides `data`, an attribute or a property that can be set: an array of any library,
    a Quantity, or a number. Operators, methods after numpy and torch, and the functions of this
    project work on `data`; results are bare arrays and quantities, of no subclass. ``x += y``,
    ``x[i] = y`` and the methods with a trailing underscore bind `data` anew.

    Instances are compared element by element, and hashed by identity. A subclass that is to cross
    `jax.jit` is registered with jax by whoever writes it, with `tree_flatten` and `tree_unflatten`.
    """

    def tree_flatten(self) -> tuple[tuple[Any], None]:
        """Return the leaves, which are `data` alone, and nothing else to know."""
        return (self.data,), None

    @classmethod
    def tree_unflatten(cls, aux_data: None, flat_contents: Any) -> Any:
        """Return the object whose `data` is the one leaf; ``__init__`` is not called.

        flat_contents: the leaves.
        """
        found = object.__new__(cls)
        (found.data,) = flat_contents
        return found


def maybe_custom_array(x: Any) -> Any:
    """Return what a CustomArray holds; anything else as it is."""
    return unwrapped(x)


def maybe_custom_array_tree(x: Any) -> Any:
    """Return a pytree with each CustomArray among its leaves replaced by what it holds."""
    return jax.tree.map(unwrapped, x, is_leaf=_is_whole)


def _is_whole(x: Any) -> bool:
    return isinstance(x, (CustomArray, Quantity))


attach_holder(CustomArray)
