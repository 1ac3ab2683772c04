"""What torch's modules would take quietly, and not train: a quantity as Parameter, Buffer or attribute.

torch registers what is an instance of its own class. A quantity is none, and its tensor would be met by no
optimizer and no state dict.
"""

from __future__ import annotations

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


def _marker(kind: str) -> property:
    """Return what torch.nn.Parameter and torch.nn.Buffer meet as they mark an object as one of theirs."""

    def refuse(quantity: Any, value: object) -> NoReturn:
        raise TypeError(
            f"torch.nn.{kind} holds a tensor, and would lose the unit {quantity.unit}. Write "
            f"u.torch.nn.{kind}(quantity), a module that holds the tensor and the unit"
        )

    def missing(quantity: Any) -> NoReturn:
        raise AttributeError(f"a quantity is no torch.nn.{kind}")

    return property(missing, refuse)


torch.nn.Module.__setattr__ = _set_attribute
register_module_buffer_registration_hook(_refuse_buffer)
# torch.nn.Parameter(data) calls ``data.detach()`` and sets `_is_param` of that; Buffer sets `persistent`.
Quantity._is_param = _marker("Parameter")  # type: ignore[attr-defined]  # read and set by torch alone
Quantity.persistent = _marker("Buffer")  # type: ignore[attr-defined]  # as above
