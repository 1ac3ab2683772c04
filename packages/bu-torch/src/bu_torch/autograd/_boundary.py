"""Where quantities become what torch differentiates: tensors go in, units stay beside."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import torch
from torch.utils._pytree import tree_flatten, tree_unflatten

from bu_array.core import Pair, Requirement, differential, join, require, slope, unwrapped
from bu_units import Unit

__all__ = ["Argnums", "Bare", "Units", "flatten", "require_function"]

Argnums = int | Sequence[int]

_TORCH = Requirement("torch", "brainunit.torch.autograd", {"jax": "u.autograd"})


def _is_quantity(x: object) -> bool:
    return isinstance(x, Pair)


class Units(NamedTuple):
    """The units of the leaves of a tree, None for a bare leaf."""

    structure: Any
    leaves: tuple[Unit | None, ...]

    def whole(self, mantissas: Sequence[Any]) -> Any:
        """Return a tree with these leaves, and the units back on."""
        leaves = [
            m if unit is None else join(m, unit) for m, unit in zip(mantissas, self.leaves, strict=True)
        ]
        return tree_unflatten(leaves, self.structure)

    def linear(self, name: str) -> list[Unit]:
        """Return the units that derivatives are in, that of differences for a value on a scale."""
        return [differential(name, unit) for unit in self.leaves]


def flatten(tree: Any) -> tuple[list[Any], Any]:
    """Return the leaves of a tree, quantities whole, and its structure."""
    leaves, structure = tree_flatten(tree, is_leaf=_is_quantity)
    return [unwrapped(leaf) for leaf in leaves], structure


def _part(tree: Any) -> tuple[list[Any], Units]:
    """Return the mantissas of a tree, and the units."""
    leaves, structure = flatten(tree)
    mantissas = [x._mantissa if isinstance(x, Pair) else x for x in leaves]
    return mantissas, Units(structure, tuple(x._unit if isinstance(x, Pair) else None for x in leaves))


def require_function(name: str, fun: Any) -> None:
    """Raise TypeError for what is no function."""
    if not callable(fun):
        raise TypeError(f"{name} takes a function, got {type(fun).__name__}")


class Bare:
    """One call of a function of quantities, as the function of tensors that torch differentiates.

    `run` takes the leaves of the arguments at `argnums` and returns those of the value; the units of
    the value are known once it has run.
    """

    def __init__(
        self,
        name: str,
        fun: Callable[..., Any],
        args: Sequence[Any],
        kwargs: dict[str, Any] | None = None,
        argnums: Argnums | None = None,
        has_aux: bool = False,
        scalar: bool = False,
    ) -> None:
        self.name, self.fun, self.args, self.kwargs = name, fun, args, kwargs or {}
        self.has_aux, self.scalar = has_aux, scalar
        self.alone = isinstance(argnums, int)
        self.places = _places(argnums, len(args))
        for leaf in flatten((args, self.kwargs))[0]:
            require(_TORCH, name, leaf)
        leaves, self.ins = _part(tuple(args[place] for place in self.places))
        self.leaves = tuple(self._differentiable(leaf) for leaf in leaves)
        self.argnums = tuple(range(len(self.leaves)))
        self.outs = Units(None, ())
        self.beside: list[Any] = []
        self.aux_structure: Any = None

    def run(self, *leaves: Any) -> Any:
        """Call the function on quantities made of `leaves`; return the leaves of its value."""
        args = list(self.args)
        for place, arg in zip(self.places, self.ins.whole(leaves), strict=True):
            args[place] = arg
        result = self.fun(*args, **self.kwargs)
        aux: Any = None
        if self.has_aux:
            if not isinstance(result, (tuple, list)) or len(result) != 2:
                raise TypeError(f"{self.name}: with has_aux=True the function returns a pair (value, aux)")
            result, aux = result
        values, self.outs = _part(result)
        value: Any = tuple(values)
        if self.scalar:
            self._require_scalar(values)
            value = values[0]
        return (value, self._tensors(aux)) if self.has_aux else value

    def _tensors(self, aux: Any) -> Any:
        """Return the tensors of what goes beside, all that torch takes; the rest waits here."""
        leaves, self.aux_structure = tree_flatten(aux)
        self.beside = [None if isinstance(leaf, torch.Tensor) else leaf for leaf in leaves]
        return tuple(leaf for leaf in leaves if isinstance(leaf, torch.Tensor))

    def aux(self, tensors: Sequence[Any]) -> Any:
        """Return what goes beside, whole again."""
        each = iter(tensors)
        leaves = [next(each) if leaf is None else leaf for leaf in self.beside]
        return tree_unflatten(leaves, self.aux_structure)

    def arguments(self, leaves: Sequence[Any]) -> Any:
        """Return a tree like the arguments: one of them, or a tuple for several `argnums`."""
        tree = tree_unflatten(list(leaves), self.ins.structure)
        return tree[0] if self.alone else tree

    def slopes(self, derivatives: Sequence[Any], of: Unit, *between: Unit) -> Any:
        """Return derivatives of one leaf of the value by the arguments, with units, as a tree like these."""
        units = self.ins.linear(self.name)
        return self.arguments(
            [slope(x, of, *between, unit) for x, unit in zip(derivatives, units, strict=True)]
        )

    def entries(self, derivatives: Sequence[Any], order: int) -> Any:
        """Return derivatives of all leaves of the value, of the first or second order, as nested trees."""
        found = []
        for row, of in zip(derivatives, self.outs.linear(self.name), strict=True):
            if order == 1:
                found.append(self.slopes(row, of))
            else:
                units = self.ins.linear(self.name)
                found.append(self.arguments([self.slopes(x, of, u) for x, u in zip(row, units, strict=True)]))
        return tree_unflatten(found, self.outs.structure)

    def _differentiable(self, leaf: Any) -> Any:
        if not isinstance(leaf, (torch.Tensor, bool, int)):
            leaf = torch.as_tensor(leaf)
        if isinstance(leaf, torch.Tensor) and (leaf.is_floating_point() or leaf.is_complex()):
            return leaf
        kind = leaf.dtype if isinstance(leaf, torch.Tensor) else type(leaf).__name__
        raise TypeError(
            f"{self.name}: derivatives are by real or complex numbers, got {kind}. Make it floating"
        )

    def _require_scalar(self, values: Sequence[Any]) -> None:
        if len(values) != 1:
            raise TypeError(
                f"{self.name}: gradients are of scalar-output functions, got an output of {len(values)} leaves; "
                "use jacrev"
            )
        shape = tuple(getattr(values[0], "shape", ()))
        if shape != ():
            unit = self.outs.leaves[0]
            raise TypeError(
                f"{self.name}: gradients are of scalar-output functions, got an output of shape {shape}"
                f"{'' if unit is None else f' in {unit}'}; use jacrev"
            )


def _places(argnums: Argnums | None, count: int) -> tuple[int, ...]:
    """Return the positions to differentiate by; all for None. ValueError for one beyond the arguments."""
    if argnums is None:
        return tuple(range(count))
    places = (argnums,) if isinstance(argnums, int) else tuple(argnums)
    for place in places:
        if not -count <= place < count:
            needed = place + 1 if place >= 0 else -place
            raise ValueError(
                f"differentiation by argnums={argnums} needs {needed} positional arguments, got {count}"
            )
    return tuple(place % count for place in places)
