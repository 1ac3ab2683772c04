"""Parameter and Buffer: a quantity in a module, which torch sees as a small module with one tensor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

from bu_array import Quantity
from bu_array.core import detach, join, unwrapped
from bu_dispatch import backend_of, using_backend
from bu_units import Unit, UnitMismatchError, UnitParseError, parse_unit

from ._acting import ActsAsQuantity

__all__ = ["Buffer", "Parameter"]

VALUE, UNIT = "value", "_extra_state"  # the keys of a state dict, behind the name of the attribute


class _Held(ActsAsQuantity, torch.nn.Module):  # type: ignore[misc]  # torch is Any here
    """A module that holds the tensor as `value`, and the unit beside it.

    What torch does to tensors of a module (move, shard, replace, load, compile) it does to `value`.
    """

    unit: Unit
    """The unit of the numbers in `value`."""

    @property
    def data(self) -> Any:
        """The quantity; setting it writes into `value`, converted.

        >>> parameter = Parameter(3.0, "V")
        >>> parameter.data = Parameter(5000.0, "mV")
        >>> print(parameter)
        5. V
        """
        return join(self.value, self.unit)

    @data.setter
    def data(self, quantity: Any) -> None:
        with torch.no_grad():
            self.value.copy_(torch.as_tensor(detach(quantity, self.unit, "data of a parameter")))

    def forward(self) -> Any:
        """Return the quantity, in `unit`.

        >>> print(Parameter(3.0, "V")())
        3. V
        """
        return self.data

    def to(self, *args: Any, **kwargs: Any) -> Any:
        """Return the quantity in another unit; with a device or dtype move the module, as torch does.

        args: a unit or its text, or what torch.nn.Module.to takes; kwargs: what that takes by name.

        >>> import torch
        >>> parameter = Parameter(3.0, "V")
        >>> print(parameter.to("mV"), parameter.to(torch.float64).dtype)
        3000. mV torch.float64
        """
        if len(args) == 1 and not kwargs and _names_unit(args[0]):
            return self.data.to(args[0])
        return super().to(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        # A quantity has more of them by its library (`softmax`, `relu`).
        try:
            return super().__getattr__(name)
        except AttributeError:
            if name.startswith("_") or name in (VALUE, "unit", "data"):
                raise
        return getattr(self.data, name)

    def __str__(self) -> str:
        return str(self.data)

    def extra_repr(self) -> str:
        """Return shape and unit, for the listing of a model.

        >>> Parameter([3.0, 4.0], "V")
        Parameter((2,), unit=V)
        """
        return f"{tuple(self.value.shape)}, unit={self.unit}"

    # ------------------------------------------------------------ state dicts

    def get_extra_state(self) -> Any:
        """Return the text of the unit as a tensor of bytes, which every format of files takes.

        >>> Parameter(3.0, "V").get_extra_state()
        tensor([86], dtype=torch.uint8)
        """
        return torch.tensor(list(str(self.unit).encode()), dtype=torch.uint8)

    def set_extra_state(self, state: Any) -> None:
        """Nothing: the value was converted as it was read.

        state: the text of the unit as a tensor of bytes.

        >>> parameter = Parameter(3.0, "V")
        >>> parameter.load_state_dict(Parameter(5000.0, "mV").state_dict())
        <All keys matched successfully>
        >>> print(parameter)
        5. V
        """

    def _load_from_state_dict(self, state: Any, prefix: str, *rest: Any) -> None:
        strict, errors = rest[1], rest[-1]
        try:
            state = _converted(state, prefix, self.unit)
        except (_StateError, UnitParseError) as error:
            errors.append(str(error))
            return
        super()._load_from_state_dict(state, prefix, *rest)
        if strict and prefix + VALUE in rest[2]:
            errors.append(_way(prefix, self.unit))


class Parameter(_Held):
    """A quantity to be trained, as an attribute of a torch.nn.Module.

    data: a number, a list, an array or a quantity, which is converted to `unit`; unit: a Unit or its text,
    None for that of `data`; requires_grad: whether gradients are recorded. Acts as the quantity in operators,
    in functions of torch and of this project; compared and hashed by identity, as modules are. The tensor is
    `value`: `parameters()`, optimizers, `.to(device)` and state dicts see that, as ``name.value``. The unit
    is stored beside it; `load_state_dict` converts from the unit stored, and refuses another dimension.

    An optimizer works on the numbers in `unit`. In a unit smaller by r the numbers and a step by Adam's
    rule, which does not depend on the size of gradients, are r times as large: multiply the learning rate by
    r. The gradient is smaller by r besides: multiply that of SGD by r**2. ``nn.Parameter(x, "mV")`` at the
    rate ``1e6 * lr`` moves as ``nn.Parameter(x, "V")`` at `lr`.

    >>> import torch
    >>> from bu_array import Quantity
    >>> stiffness = Parameter(40.0, "N / m")
    >>> print((0.5 * stiffness * Quantity(torch.tensor(0.5), "m") ** 2).detach())
    5. J
    """

    def __init__(self, data: Any, unit: Unit | str | None = None, requires_grad: bool = True) -> None:
        super().__init__()
        tensor, self.unit = _of_torch(data, unit)
        if not isinstance(data, (torch.Tensor, Quantity)) and not (
            tensor.is_floating_point() or tensor.is_complex()
        ):
            tensor = tensor.to(torch.get_default_dtype())
        self.value = torch.nn.Parameter(tensor, requires_grad=requires_grad)


class Buffer(_Held):
    """A quantity that belongs to a torch.nn.Module and is not trained.

    data, unit: as in `Parameter`; persistent: whether state dicts have the value.
    """

    def __init__(self, data: Any, unit: Unit | str | None = None, persistent: bool = True) -> None:
        super().__init__()
        tensor, self.unit = _of_torch(data, unit)
        self.register_buffer(VALUE, tensor, persistent=persistent)


for _kind in (Parameter, Buffer):
    _kind.__module__ = "bu_torch.nn"  # where users find them, and where pickles will


class _StateError(Exception):
    """A state dict has a value without its unit, or in one of another dimension."""


def _of_torch(data: Any, unit: Unit | str | None) -> tuple[Any, Unit]:
    """Return a tensor and its unit: of a tensor the same memory, as for torch.nn.Parameter; else its own."""
    data = unwrapped(data)
    with using_backend("torch"):
        quantity = Quantity(data) if unit is None else Quantity(data, unit)
    mantissa = quantity.mantissa
    if backend_of(mantissa) is None:
        tensor = torch.as_tensor(mantissa)
    elif isinstance(mantissa, torch.Tensor):
        tensor = mantissa
    else:
        tensor = quantity.to_torch().mantissa.clone()
    return tensor.detach(), quantity.unit


def _names_unit(text: Any) -> bool:
    """Whether the one argument of `to` is a unit: a text that names a device is that."""
    if not isinstance(text, str):
        return isinstance(text, Unit)
    try:
        torch.device(text)
    except RuntimeError:
        return True  # or nothing: the error is that of units
    return False


def _converted(state: Mapping[str, Any], prefix: str, unit: Unit) -> Mapping[str, Any]:
    """Return a state dict with the value at `prefix` in `unit`."""
    key, beside = prefix + VALUE, prefix + UNIT
    if key in state and beside in state:
        stored = parse_unit(bytes(state[beside].tolist()).decode())
        if stored is unit:
            return state
        try:
            value = detach(join(state[key], stored), unit, key)
        except UnitMismatchError:
            raise _StateError(
                f"{key} is stored in {stored}, and is in {unit} here, of another dimension"
            ) from None
        return {**{name: x for name, x in state.items() if name.startswith(prefix)}, key: value}
    if key in state:
        raise _StateError(
            f"{key} is stored without a unit, and is in {unit} here. If the numbers are in {unit}, say so: "
            f"state[{beside!r}] = model.state_dict()[{beside!r}]"
        )
    return state


def _way(prefix: str, unit: Unit) -> str:
    """Return how the state dict of a model with a plain tensor in this place is loaded."""
    key, beside, plain = prefix + VALUE, prefix + UNIT, prefix[:-1]
    return (
        f"{key} is missing. If {plain!r} is there, stored as a tensor without a unit whose numbers are in {unit}, say "
        f"so: state[{key!r}] = state.pop({plain!r}); state[{beside!r}] = model.state_dict()[{beside!r}]"
    )
