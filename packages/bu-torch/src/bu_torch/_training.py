"""What a training loop hands to torch: parameters to an optimizer, a loss to a scaler of gradients.

Neither asks a quantity: an optimizer takes tensors alone, and a scaler takes what is no tensor for a list.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from bu_array.core import Pair, join
from bu_dispatch import when_imported

from .nn._acting import ActsAsQuantity

__all__: list[str] = []


def _tensor_of(parameter: Any) -> Any:
    """Return what an optimizer takes for a parameter: its `value`; TypeError for a quantity."""
    if isinstance(parameter, tuple):  # a name and a parameter
        return (*parameter[:-1], _tensor_of(parameter[-1]))
    if isinstance(parameter, Pair):
        raise TypeError(
            f"an optimizer takes parameters, and got a quantity in {parameter._unit}. Write "
            f"u.torch.nn.Parameter(..., {str(parameter._unit)!r}) and give that, or module.parameters()"
        )
    return parameter.value if isinstance(parameter, ActsAsQuantity) else parameter


def _teach_optimizer(module: ModuleType) -> None:
    """torch 2.13: every optimizer adds its parameters here, also those given to its constructor."""
    optimizer: Any = module.Optimizer
    add = optimizer.add_param_group

    def add_param_group(self: Any, param_group: Any) -> None:
        params = param_group.get("params") if isinstance(param_group, dict) else None
        if isinstance(params, (ActsAsQuantity, Pair)):
            param_group["params"] = [_tensor_of(params)]
        elif isinstance(params, (list, tuple)):
            param_group["params"] = [_tensor_of(each) for each in params]
        add(self, param_group)

    add_param_group.__doc__ = add.__doc__
    optimizer.add_param_group = add_param_group


def _teach_scaler(module: ModuleType) -> None:
    """``scaler.scale(loss)`` of a loss with a unit, which stays."""
    scaler: Any = module.GradScaler
    scale = scaler.scale

    def scaled(self: Any, outputs: Any) -> Any:
        if isinstance(outputs, Pair):
            return join(scale(self, outputs._mantissa), outputs._unit)
        if isinstance(outputs, (list, tuple)) and any(isinstance(each, Pair) for each in outputs):
            return type(outputs)([scaled(self, each) for each in outputs])
        return scale(self, outputs)

    scaled.__doc__ = scale.__doc__
    scaler.scale = scaled


when_imported("torch.optim.optimizer", _teach_optimizer)
when_imported("torch.amp.grad_scaler", _teach_scaler)
