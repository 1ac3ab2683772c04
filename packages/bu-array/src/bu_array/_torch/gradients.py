"""Gradients that torch adds up in tensors, with units: that of the loss per unit of what was varied.

torch keeps a gradient in the tensor as a bare one. The unit of the loss is kept with it: a new gradient,
after ``zero_grad``, has none, and is that of a plain loss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch  # noqa: TID253  # this module is loaded when torch asks
from torch.utils.weak import WeakTensorKeyDictionary  # noqa: TID253  # as above

from bu_units import UNITLESS, Unit, UnitMismatchError

from ..core import Pair, as_result, detach, linear, rules, scaled

__all__ = ["backward", "backward_of_all", "gradient_of", "retain", "set_gradient"]

_LOSS = "_unit_of_loss"
# Tensors within a graph that keep their gradient: the graph does not lead to them.
_RETAINED: Any = WeakTensorKeyDictionary()


def backward(loss: Any, gradient: Any, retain_graph: bool | None, create_graph: bool, inputs: Any) -> None:
    """Compute the gradients of a loss with a unit; see `Quantity.backward`."""
    backward_of_all([loss], [gradient], retain_graph, create_graph, inputs)


def backward_of_all(
    losses: list[Any], seeds: list[Any], retain_graph: bool | None, create_graph: bool, inputs: Any
) -> None:
    """Compute the gradients of losses of one dimension, which are added up.

    seeds: what each is multiplied with, or None; inputs: whose gradients are wanted, None for all.
    """
    parts = [linear("backward", loss) for loss in losses]
    seeds, units = [list(each) for each in zip(*map(_seeded, seeds, parts), strict=True)]
    if inputs is not None:
        row = inputs if isinstance(inputs, (list, tuple)) else [inputs]
        inputs = [each._mantissa if isinstance(each, Pair) else each for each in row]
    tensors = [tensor for tensor, _ in parts]
    leaves = inputs or list(_leaves(tensors))
    kept = _kept_unit(units, leaves)
    for number, (tensor, unit) in enumerate(zip(tensors, units, strict=True)):
        factor = rules.suited(unit, kept)
        if factor is not None:
            seed = torch.ones_like(tensor) if seeds[number] is None else seeds[number]
            seeds[number] = scaled(seed, factor)
    torch.autograd.backward(tensors, seeds, retain_graph, create_graph, inputs=inputs)
    for leaf in leaves:
        if leaf.grad is not None:
            setattr(leaf.grad, _LOSS, kept)


def _seeded(seed: Any, loss: tuple[Any, Unit]) -> tuple[Any, Unit]:
    """Return what a loss is multiplied with, as a tensor, and the unit of the product."""
    if seed is None:
        return None, loss[1]
    seed, own = linear("backward: gradient", seed)
    return seed, loss[1] if own is UNITLESS else loss[1] * own


def retain(quantity: Any) -> None:
    """Have a tensor within a graph keep its gradient, and note that its unit is to be known."""
    tensor = quantity._mantissa
    tensor.retain_grad()
    _RETAINED[tensor] = True


def _leaves(tensors: list[Any]) -> Iterator[Any]:
    """Yield the tensors that torch adds gradients to, by the graph that it recorded."""
    yield from (tensor for tensor in tensors if tensor.grad_fn is None)
    retained = {tensor.grad_fn: tensor for tensor in list(_RETAINED) if tensor.grad_fn is not None}
    met, waiting = set(), [tensor.grad_fn for tensor in tensors if tensor.grad_fn is not None]
    while waiting:
        step = waiting.pop()
        if step is None or step in met:
            continue
        met.add(step)
        if step in retained:
            yield retained[step]
        leaf = getattr(step, "variable", None)
        if leaf is not None:
            yield leaf
        waiting += [before for before, _ in step.next_functions]


def _kept_unit(units: list[Unit], leaves: list[Any]) -> Unit:
    """Return the unit of the loss that gradients are added up in: the one that is there, or the first."""
    there = {_loss_of(leaf.grad) for leaf in leaves if leaf.grad is not None}
    kept = next(iter(there)) if there else units[0]
    for other in there | set(units[1:]):
        if other.dim is not units[0].dim or len(there) > 1:
            raise UnitMismatchError(
                "backward: gradients of a loss in another unit are there already, and would be added up; "
                "set them to None first: optimizer.zero_grad()"
                if other in there
                else "backward: the gradients of all losses are added up",
                other,
                units[0],
            )
    return kept


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
