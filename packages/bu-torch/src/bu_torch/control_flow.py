"""Loops and branches of torch on quantities, in and outside of torch.compile: `while_loop`, `scan`, `cond`.

torch's own carry tensors and numbers alone. Here the tensors are carried and the units stand beside: what a
step gives is converted to the unit of what it was given. `torch.while_loop`, `torch.cond` and the functions
of these names in ``torch._higher_order_ops`` hand over to these where a quantity is among the operands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch.utils._pytree import tree_flatten, tree_map, tree_unflatten

from bu_array.core import Pair, detach, join, pure_number, unwrapped
from bu_units import Unit

__all__ = ["cond", "scan", "while_loop"]

# torch 2.13; the functions that our own are in the place of once this module is imported.
_higher_order = torch._higher_order_ops
_torch_while_loop = _higher_order.while_loop
_torch_cond = _higher_order.cond
_torch_scan = _higher_order.scan

Units = Sequence[Unit | None]


def while_loop(
    cond_fn: Callable[..., Any], body_fn: Callable[..., Any], carried_inputs: tuple[Any, ...] | list[Any]
) -> Any:
    """Return what `body_fn` makes of `carried_inputs`, in their units, applied while `cond_fn` is true.

    cond_fn: a function of the carried values that gives a boolean tensor; body_fn: a function of them that
    gives values like them, in any units of their dimensions; carried_inputs: a tuple of trees of quantities,
    tensors and numbers. Raises UnitMismatchError for a value that comes back in another dimension.
    Source: `torch.while_loop`.
    """
    if not _has_quantity(carried_inputs):
        return _torch_while_loop(cond_fn, body_fn, carried_inputs)
    leaves, units, structure = _parts(tuple(carried_inputs))

    def step(*xs: Any) -> tuple[Any, ...]:
        return _like("while_loop", body_fn(*_whole(xs, units, structure)), units, structure)

    _try(step, leaves)
    found = _torch_while_loop(lambda *xs: cond_fn(*_whole(xs, units, structure)), step, tuple(leaves))
    return _whole(found, units, structure)


def scan(
    combine_fn: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    xs: Any,
    *,
    dim: int = 0,
    reverse: bool = False,
) -> tuple[Any, Any]:
    """Return the last carry, in the units of `init`, and what `combine_fn` gave at each step, stacked.

    combine_fn: a function of the carry and of a slice of `xs` that gives the next carry, in any units of its
    dimensions, and a value to stack; init: the first carry; xs: what is gone through along `dim`; dim: an
    axis; reverse: whether from the end. All are trees of quantities and tensors. Raises UnitMismatchError for
    a carry that comes back in another dimension. Source: `torch._higher_order_ops.scan`.
    """
    if not _has_quantity((init, xs)):
        return _torch_scan(combine_fn, init, xs, dim=dim, reverse=reverse)  # type: ignore[no-any-return]  # torch
    start, units, structure = _parts(init)
    slices, slice_units, slice_structure = _parts(xs)
    first = [x.select(dim, 0) for x in slices]

    def combined(carry: Sequence[Any], each: Sequence[Any]) -> tuple[tuple[Any, ...], Any]:
        after, value = combine_fn(_whole(carry, units, structure), _whole(each, slice_units, slice_structure))
        return _like("scan", after, units, structure), value

    _, value = _outcome(combined, tuple(start), tuple(first))
    _, value_units, value_structure = _parts(value)

    def step(carry: Sequence[Any], each: Sequence[Any]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        after, value = combined(carry, each)
        return after, _like("scan", value, value_units, value_structure)

    last, values = _torch_scan(step, tuple(start), tuple(slices), dim=dim, reverse=reverse)
    return _whole(last, units, structure), _whole(values, value_units, value_structure)


def cond(
    pred: Any, true_fn: Callable[..., Any], false_fn: Callable[..., Any], operands: Sequence[Any] = ()
) -> Any:
    """Return ``true_fn(*operands)`` or ``false_fn(*operands)``, in the units that `true_fn` gives.

    pred: a boolean tensor or number; true_fn, false_fn: functions of the operands that give trees of
    quantities and tensors alike, in any units of the same dimensions; operands: trees of these. Raises
    UnitMismatchError for branches of two dimensions. Source: `torch.cond`.
    """
    if not _has_quantity(operands) and not isinstance(unwrapped(pred), Pair):
        return _torch_cond(pred, true_fn, false_fn, operands)
    leaves, units, structure = _parts(tuple(operands))
    _, of, shape = _parts(_outcome(lambda *xs: true_fn(*_whole(xs, units, structure)), *leaves))

    def branch(function: Callable[..., Any]) -> Callable[..., tuple[Any, ...]]:
        return lambda *xs: _like("cond", function(*_whole(xs, units, structure)), of, shape)

    _try(branch(false_fn), leaves)
    pred = pure_number(pred, "cond", "pred")
    return _whole(_torch_cond(pred, branch(true_fn), branch(false_fn), tuple(leaves)), of, shape)


# ---------------------------------------------------------------- tensors and units


def _is_quantity(x: object) -> bool:
    return isinstance(x, Pair)


def _leaves(tree: Any) -> tuple[list[Any], Any]:
    leaves, structure = tree_flatten(tree, is_leaf=_is_quantity)
    return [unwrapped(leaf) for leaf in leaves], structure


def _has_quantity(tree: Any) -> bool:
    return any(isinstance(leaf, Pair) for leaf in _leaves(tree)[0])


def _parts(tree: Any) -> tuple[list[Any], list[Unit | None], Any]:
    """Return the tensors of a tree, their units (None without one), and the structure."""
    leaves, structure = _leaves(tree)
    mantissas = [_tensor(x._mantissa) if isinstance(x, Pair) else x for x in leaves]
    return mantissas, [x._unit if isinstance(x, Pair) else None for x in leaves], structure


def _tensor(mantissa: Any) -> Any:
    return mantissa if isinstance(mantissa, torch.Tensor) else torch.as_tensor(mantissa)


def _whole(mantissas: Sequence[Any], units: Units, structure: Any) -> Any:
    """Return the tree with its units back on."""
    leaves = [x if unit is None else join(x, unit) for x, unit in zip(mantissas, units, strict=True)]
    return tree_unflatten(leaves, structure)


def _like(name: str, tree: Any, units: Units, structure: Any) -> tuple[Any, ...]:
    """Return the tensors of a tree in the given units: new ones, torch takes none that it gave away."""
    leaves, found = _leaves(tree)
    if found != structure:
        raise TypeError(f"{name}: the values must be laid out as {structure}, got {found}")
    mantissas = []
    for x, unit in zip(leaves, units, strict=True):
        bare = pure_number(x, name, "a value") if unit is None else _tensor(detach(x, unit, name))
        mantissas.append(bare.clone() if isinstance(bare, torch.Tensor) else bare)
    return tuple(mantissas)


def _try(step: Callable[..., Any], leaves: Sequence[Any]) -> None:
    """Raise the errors of units as they are: within its own program torch shows them as its own."""
    if not torch.compiler.is_compiling():
        _outcome(step, *leaves)


def _outcome(function: Callable[..., Any], *operands: Any) -> Any:
    """Return what a function gives, for its units: without values, or where torch compiles for it to drop."""
    if torch.compiler.is_compiling():
        return function(*operands)
    from torch._subclasses.fake_tensor import FakeTensorMode

    with FakeTensorMode(allow_non_fake_inputs=True) as mode:
        fake = tree_map(lambda x: mode.from_tensor(x) if isinstance(x, torch.Tensor) else x, operands)
        return function(*fake)


torch.while_loop = _higher_order.while_loop = while_loop
torch.cond = _higher_order.cond = cond
_higher_order.scan = scan
