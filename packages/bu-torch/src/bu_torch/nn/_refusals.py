"""What torch's modules would take quietly, and not train: a quantity as Parameter, Buffer or attribute.

torch registers what is an instance of its own class. A quantity is none, and its tensor would be met by no
optimizer and no state dict.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

import torch
from torch.nn.modules.module import register_module_buffer_registration_hook

from bu_array import Quantity
from bu_array.core import Pair

from ._acting import ActsAsQuantity

__all__: list[str] = []

_set = torch.nn.Module.__setattr__


def _set_attribute(self: Any, name: str, value: Any) -> None:
    """Set an attribute of a module; TypeError for a parameter of torch times a unit, unless registered."""
    if isinstance(value, Pair):
        if isinstance(self, (torch.nn.ParameterList, torch.nn.ParameterDict)):
            raise TypeError(
                "a quantity in a list of parameters would not be trained. Write u.torch.nn.Parameter(...)"
            )
        if isinstance(self.__dict__.get("_modules", {}).get(name), ActsAsQuantity):
            raise TypeError(
                f"{name} is a parameter or a buffer, and is not replaced by a quantity. Write {name}.data = ... for "
                "a new value of it"
            )
        tensor = value._mantissa
        if isinstance(tensor, torch.nn.Parameter) and not any(tensor is each for each in self.parameters()):
            raise TypeError(
                f"{name} = torch.nn.Parameter(...) * {value._unit} would not be trained: the module does not see a "
                f"parameter inside a quantity. Write {name} = u.torch.nn.Parameter(..., {str(value._unit)!r})"
            )
        if isinstance(tensor, torch.nn.Buffer):
            _refuse_buffer(self, name, value)
    if name == "data" and isinstance(
        self, ActsAsQuantity
    ):  # a parameter is a value here, and no module in it
        object.__setattr__(self, name, value)
        return
    _set(self, name, value)


def _refuse_buffer(module: Any, name: str, buffer: Any) -> None:
    """Raise TypeError for a quantity that is to be a buffer."""
    if isinstance(buffer, Pair):
        raise TypeError(
            f"{name}: a buffer of torch has no unit. Write {name} = u.torch.nn.Buffer(..., {str(buffer._unit)!r}), "
            "a module that holds the tensor and the unit"
        )


def _no_tensor(kind: str, quantity: Any) -> TypeError:
    return TypeError(
        f"torch.nn.{kind} holds a tensor, and would lose the unit {quantity._unit}. Write "
        f"u.torch.nn.{kind}(quantity), a module that holds the tensor and the unit"
    )


def _missing(quantity: Any) -> NoReturn:
    raise AttributeError("a quantity is no torch.nn.Parameter")


def _refuse_parameter(quantity: Any, value: object) -> NoReturn:
    raise _no_tensor("Parameter", quantity)


_new_buffer = torch.nn.Buffer.__new__


def _make_buffer(cls: type, data: Any = None, *, persistent: bool = True) -> Any:
    """Make a buffer of torch; TypeError for a quantity."""
    if isinstance(data, Pair):
        raise _no_tensor("Buffer", data)
    return _new_buffer(cls, data, persistent=persistent)


def _refused_filling(name: str, fill: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of torch.nn.init that refuses quantities: it fills with pure numbers."""

    def filled(tensor: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(tensor, (Pair, ActsAsQuantity)):
            unit: Any = getattr(tensor, "unit", None)
            place = "q.mantissa" if isinstance(tensor, Pair) else "parameter.value"
            raise TypeError(
                f"torch.nn.init.{name} fills with pure numbers, and the tensor is in {unit}. Give it {place}, whose "
                f"numbers are in {unit}; uniform_, normal_ and constant_ take quantities"
            )
        return fill(tensor, *args, **kwargs)

    filled.__name__, filled.__doc__ = name, fill.__doc__
    return filled


for _name in "ones_ eye_ dirac_ xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ trunc_normal_ orthogonal_ sparse_".split():
    setattr(torch.nn.init, _name, _refused_filling(_name, getattr(torch.nn.init, _name)))

torch.nn.Module.__setattr__ = _set_attribute
torch.nn.Buffer.__new__ = staticmethod(_make_buffer)
register_module_buffer_registration_hook(_refuse_buffer)
# torch.nn.Parameter(data), which is made too often for a look at each, calls ``data.detach()`` and sets
# `_is_param` of what it gives (torch 2.13).
setattr(Quantity, "_is_param", property(_missing, _refuse_parameter))  # noqa: B010  # no attribute of the class for mypy
