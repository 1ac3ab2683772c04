"""`torch.autograd.Function`, a function with a derivative of its own: it would lose that of a quantity.

torch looks for tensors among the arguments and runs the function without recording; what a quantity holds it
does not find, and what comes out has no gradient, or under torch.compile that of the forward pass.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from bu_dispatch import when_imported

from ..core import Pair

__all__ = ["refuse_lost_gradient"]


def refuse_lost_gradient(name: str, args: Any) -> None:
    """Raise TypeError if one of the arguments is a quantity whose gradient is recorded.

    name: the class of the function.
    """
    for each in args:
        if isinstance(each, Pair) and each._mantissa.requires_grad:
            raise TypeError(
                f"torch.autograd.Function: {name}.apply differentiates by tensors, and the gradient of the "
                f"quantity in {each._unit} would be lost. Give it q.to_decimal(unit), and the result its unit"
            )


def _teach_function(module: ModuleType) -> None:
    function: Any = module.Function
    apply = function.apply.__func__

    def apply_to_tensors(cls: Any, *args: Any, **kwargs: Any) -> Any:
        for each in args:
            if isinstance(each, Pair) and module.torch.is_grad_enabled():
                refuse_lost_gradient(cls.__name__, [each])
        return apply(cls, *args, **kwargs)

    apply_to_tensors.__doc__ = apply.__doc__
    function.apply = classmethod(apply_to_tensors)


when_imported("torch.autograd.function", _teach_function)
