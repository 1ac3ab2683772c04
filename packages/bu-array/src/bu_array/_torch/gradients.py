"""Gradients that torch adds up in tensors, with units: that of the loss per unit of what was varied.

torch keeps a gradient in the tensor as a bare one. The unit of the loss is kept with it: a new gradient,
after ``zero_grad``, has none, and is that of a plain loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch  # noqa: TID253  # this module is loaded when torch asks

from bu_units import UNITLESS, Unit, UnitMismatchError

from ..core import Pair, as_result, detach, linear, rules, scaled

__all__ = ["backward", "gradient_of", "set_gradient"]

_LOSS = "_unit_of_loss"


def backward(loss: Any, gradient: Any, retain_graph: bool | None, create_graph: bool, inputs: Any) -> None:
    """Compute the gradients of a loss with a unit; see `Quantity.backward`."""
    mantissa, unit = linear("backward", loss)
    if gradient is not None:
        gradient, own = linear("backward: gradient", gradient)
        unit = unit if own is UNITLESS else unit * own
    if inputs is not None:
        row = inputs if isinstance(inputs, (list, tuple)) else [inputs]
        inputs = [each._mantissa if isinstance(each, Pair) else each for each in row]
    leaves = inputs or list(_leaves(mantissa))
    kept, factor = _unit_for(unit, leaves)
    if factor is not None:
        gradient = torch.ones_like(mantissa) if gradient is None else gradient
        gradient = scaled(gradient, factor)
    mantissa.backward(gradient, retain_graph=retain_graph, create_graph=create_graph, inputs=inputs)
    for leaf in leaves:
        if leaf.grad is not None:
            setattr(leaf.grad, _LOSS, kept)


def _leaves(tensor: Any) -> Iterator[Any]:
    """Yield the tensors that torch adds gradients to, by the graph that it recorded."""
    if tensor.grad_fn is None:
        yield tensor
        return
    met, waiting = set(), [tensor.grad_fn]
    while waiting:
        step = waiting.pop()
        if step is None or step in met:
            continue
        met.add(step)
        leaf = getattr(step, "variable", None)
        if leaf is not None:
            yield leaf
        waiting += [before for before, _ in step.next_functions]


def _unit_for(unit: Unit, leaves: list[Any]) -> tuple[Unit, Any]:
    """Return the unit of the loss that gradients are added up in, and the factor to it."""
    there = {_loss_of(leaf.grad) for leaf in leaves if leaf.grad is not None}
    for other in there:
        if other.dim is not unit.dim or len(there) > 1:
            raise UnitMismatchError(
                "backward: gradients of a loss in another unit are there already, and would be added up; "
                "set them to None first: optimizer.zero_grad()",
                other,
                unit,
            )
    kept = there.pop() if there else unit
    return kept, rules.suited(unit, kept)


def _loss_of(gradient: Any) -> Unit:
    found: Unit = getattr(gradient, _LOSS, UNITLESS)
    return found


def gradient_of(quantity: Any) -> Any:
    """Return the gradient of a quantity with its unit; None where there is none."""
    gradient = quantity._mantissa.grad
    if gradient is None:
        return None
    return as_result(gradient, *rules.quotient.result(_loss_of(gradient), quantity._unit))


def set_gradient(quantity: Any, gradient: Any) -> None:
    """Set the gradient of a quantity; None for none. One with a unit is that of some loss per unit of it."""
    if gradient is None:
        quantity._mantissa.grad = None
        return
    mantissa, own = linear("grad", gradient)
    loss = own * quantity._unit
    if loss.dim.is_dimensionless:
        mantissa, loss = detach(gradient, UNITLESS / quantity._unit, "grad"), UNITLESS
    quantity._mantissa.grad = mantissa
    setattr(quantity._mantissa.grad, _LOSS, loss)
