"""What makes an object with a quantity in `data` act as one: operators, attributes, protocols."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import torch

from bu_array import Quantity
from bu_array.core import attach_holder, unwrapped

__all__ = ["ActsAsQuantity"]

_BOTH = "add sub mul truediv floordiv mod pow matmul divmod".split()
# Not eq and ne: modules are compared and hashed by identity.
_COMPARISONS = "lt le gt ge".split()
_ALONE = "neg pos abs float int complex round".split()
_FUNCTIONS = {
    **{name: getattr(operator, name) for name in (*_BOTH, *_COMPARISONS, *_ALONE) if hasattr(operator, name)},
    "divmod": divmod,
    "float": float,
    "int": int,
    "complex": complex,
    "round": round,
}


class ActsAsQuantity:
    """A base for modules whose `data` is a quantity: operators and torch's functions take that."""

    data: Any

    if TYPE_CHECKING:  # the attributes of a quantity, added below

        def __getattr__(self, name: str) -> Any: ...

    @classmethod
    def __torch_function__(
        cls, func: Callable[..., Any], types: Iterable[type], args: Any = (), kwargs: Any = None
    ) -> Any:
        return func(*_plain(args), **_plain(kwargs or {}))

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return getattr(ufunc, method)(*_plain(inputs), **_plain(kwargs))

    def __array_function__(
        self, func: Callable[..., Any], types: Iterable[type], args: Any, kwargs: Any
    ) -> Any:
        return func(*_plain(args), **_plain(kwargs))

    def __array__(self, *args: Any, **kwargs: Any) -> Any:
        return self.data.__array__(*args, **kwargs)

    def __getitem__(self, index: Any) -> Any:
        return self.data[index]

    def __format__(self, spec: str) -> str:
        return format(self.data, spec) if spec else str(self)


def _plain(tree: Any) -> Any:
    """Return arguments with quantities in the place of what holds them."""
    if type(tree) in (list, tuple):
        return type(tree)(map(_plain, tree))
    if type(tree) is dict:
        return {key: _plain(value) for key, value in tree.items()}
    return unwrapped(tree)


def _left(function: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    return lambda self, other: function(self.data, unwrapped(other))


def _right(function: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    return lambda self, other: function(unwrapped(other), self.data)


def _alone(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda self, *more: function(self.data, *more)


for _name in (*_BOTH, *_COMPARISONS):
    setattr(ActsAsQuantity, f"__{_name}__", _left(_FUNCTIONS[_name]))
for _name in _BOTH:
    setattr(ActsAsQuantity, f"__r{_name}__", _right(_FUNCTIONS[_name]))
for _name in _ALONE:
    setattr(ActsAsQuantity, f"__{_name}__", _alone(_FUNCTIONS[_name]))


def _attribute(name: str) -> property:
    return property(lambda self: getattr(self.data, name), doc=f"`Quantity.{name}` of `data`.")


# What a module has itself goes before, and `data`, of which the others are.
_OWN = {*dir(torch.nn.Module), "data", "unit"}
for _name in dir(Quantity):
    if not _name.startswith("_") and _name not in _OWN:
        setattr(ActsAsQuantity, _name, _attribute(_name))


attach_holder(ActsAsQuantity)
